//! The history: everything that happened, as facts in a total order, and its digest.
//!
//! Owns: [`Fact`], [`History`], the digest. Deliberately knows no engine: judges see facts alone, so the same judges run
//! on a log that was exported from the real platform.
//!
//! The order is `(profile, minute, sequence)`: first who, then when, then as it happened within the minute.

use twox_hash::xxhash3_128::Hasher;

use crate::flow::{FlowMark, MessageMark};
use crate::import::AttemptOutcome;
use crate::plan::{EventMark, Index, ListMark, PoolMark, PropertyMark, ProviderMark, Side};
use crate::profile::{Channel, ConsentState, Suppressions};
use crate::time::Minute;

/// Who or what brought something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Actor {
    /// The bulk import of profiles.
    Import = 0,
    /// The replay of past events.
    Replay = 1,
    /// The person: a sign-up, an order, an unsubscribe link.
    Person = 2,
    /// The synchronisation between the platforms.
    Sync = 3,
    /// A step of a flow.
    Flow = 4,
    /// A mailbox provider: a bounce, a complaint.
    Provider = 5,
    /// The calendar: a birthday, a schedule, a release.
    Calendar = 6,
}

/// Why somebody did not enter a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum NotEntered {
    /// The flow was not live.
    Held = 0,
    /// The entry filter did not hold.
    Filter = 1,
    /// The re-entry rule did not allow it.
    Reentry = 2,
    /// The event was too old on arrival.
    TooOld = 3,
    /// The door was silent: flows did not see it.
    SilentDoor = 4,
}

/// Why an enrolment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Left {
    /// It reached the end.
    End = 0,
    /// It reached the goal.
    Goal = 1,
    /// The person could not be mailed, and the platform ends the flow then.
    Unmailable = 2,
}

/// Why a message was not sent at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Skip {
    /// The flow or the platform was held or switched off.
    Held = 0,
    /// No address or number.
    NoAddress = 1,
    /// No consent.
    NoConsent = 2,
    /// Suppressed.
    Suppressed = 3,
    /// The frequency cap.
    FrequencyCap = 4,
    /// Above the ramp's cap, and the overflow rule drops it.
    OverCap = 5,
}

/// Why a message waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Wait {
    /// Quiet hours.
    QuietHours = 0,
    /// The ramp's cap was used up.
    Ramp = 1,
}

/// Why a row was not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum RowSkip {
    /// It has no value for the platform's key.
    NoKey = 0,
    /// It is in no cohort.
    NoCohort = 1,
    /// Its cohort's batch lies after the end of the rehearsal.
    AfterTheEnd = 2,
}

/// By what two profiles are recognised as one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Recognised {
    /// An exact key: e-mail address, phone number, customer id.
    Key = 0,
    /// What dedupe makes of all that the records hold.
    Evidence = 1,
}

/// What happened. A record is named by its row in the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The source knew this person before the rehearsal began.
    Known {
        /// Since when; [`Minute::NEVER`] if the export does not say.
        created_at: Minute,
    },
    /// The strongest lawful consent among the person's records at the source: a suppressed record counts as a no.
    SourceConsent {
        /// Which channel.
        channel: Channel,
        /// What the source says.
        state: ConsentState,
    },
    /// The source suppresses the person's address.
    SourceSuppressed {
        /// Why.
        reasons: Suppressions,
    },
    /// This profile is recognised as the same person as an earlier one.
    SamePersonAs {
        /// The earlier profile.
        profile: u32,
        /// By what.
        by: Recognised,
    },
    /// A row was applied that belongs to another person than the profile's first row. Told where the truth is known.
    AnotherPerson {
        /// Which record.
        record: u32,
    },
    /// A row or a sign-up brought a customer id. Told if the plan recognises people by customer ids.
    CustomerId {
        /// The number of the id: the first row of the population that has it.
        number: u32,
    },
    /// The person signed up.
    SignedUp {
        /// On which platform.
        side: Side,
    },
    /// A row was applied to the target and made or changed the profile.
    RowApplied {
        /// Which record.
        record: u32,
        /// Made the profile, instead of changing it.
        created: bool,
    },
    /// A row was applied again and changed nothing, because the door is idempotent.
    RowRepeated {
        /// Which record.
        record: u32,
    },
    /// A row came again with a second run of the import. What it changed follows, as facts of the same minute that are
    /// brought about by the import; nothing follows if it found what it had left.
    RowCameAgain {
        /// Which record.
        record: u32,
    },
    /// A row that came again overwrote a property that had changed since.
    PropertyOverwritten {
        /// Which property.
        property: Index<PropertyMark>,
    },
    /// A row was not imported, by rule.
    RowSkipped {
        /// Which record.
        record: u32,
        /// Why.
        why: RowSkip,
    },
    /// A row was given up after its last attempt was refused.
    RowFailed {
        /// Which record.
        record: u32,
    },
    /// A row was given up after its last attempt timed out: nobody knows whether it was applied.
    RowUnknown {
        /// Which record.
        record: u32,
    },
    /// A row was acknowledged, and never landed.
    RowDropped {
        /// Which record.
        record: u32,
    },
    /// The import set the migration flag.
    FlagSet,
    /// The import should have set the migration flag and lost it.
    FlagLost,
    /// The release cleared the migration flag.
    FlagReleased,
    /// A consent changed.
    ConsentChanged {
        /// On which platform.
        side: Side,
        /// On which channel.
        channel: Channel,
        /// To what.
        state: ConsentState,
        /// By whom.
        by: Actor,
    },
    /// An address was suppressed.
    Suppressed {
        /// On which platform.
        side: Side,
        /// Why.
        reasons: Suppressions,
        /// By whom.
        by: Actor,
    },
    /// Suppressions were lifted.
    SuppressionLifted {
        /// On which platform.
        side: Side,
        /// By whom.
        by: Actor,
    },
    /// Added to a list.
    ListAdded {
        /// On which platform.
        side: Side,
        /// Which list.
        list: Index<ListMark>,
        /// By whom.
        by: Actor,
    },
    /// Removed from a list.
    ListRemoved {
        /// On which platform.
        side: Side,
        /// Which list.
        list: Index<ListMark>,
    },
    /// Something happened in the world.
    Happened {
        /// What.
        event: Index<EventMark>,
        /// Its value in minor units; 0 if it has none.
        value_minor: i32,
    },
    /// An event arrived on a platform.
    Arrived {
        /// On which platform.
        side: Side,
        /// What.
        event: Index<EventMark>,
        /// How old it was, in minutes.
        age_minutes: i32,
        /// How it came.
        by: Actor,
    },
    /// Entered a flow.
    Entered {
        /// Which flow.
        flow: Index<FlowMark>,
        /// What brought it about: an import, a person's act, a calendar, another flow.
        by: Actor,
    },
    /// Did not enter a flow whose trigger fired.
    NotEntered {
        /// Which flow.
        flow: Index<FlowMark>,
        /// Why.
        why: NotEntered,
        /// What fired the trigger.
        by: Actor,
    },
    /// Took a branch of a split or of a wait for an event.
    Branched {
        /// Which flow.
        flow: Index<FlowMark>,
        /// The splitting step.
        step: u16,
        /// Which branch, counted from 0 as in [`crate::flow::Step::successors`].
        branch: u8,
    },
    /// Left a flow.
    Left {
        /// Which flow.
        flow: Index<FlowMark>,
        /// Why.
        why: Left,
    },
    /// A flow changed a property.
    PropertyChanged {
        /// Which property.
        property: Index<PropertyMark>,
    },
    /// A message waits; told once for each reason.
    Deferred {
        /// Which message.
        message: Index<MessageMark>,
        /// Why.
        why: Wait,
    },
    /// A message was not sent.
    Skipped {
        /// Which message.
        message: Index<MessageMark>,
        /// Why.
        why: Skip,
    },
    /// A message waited too long.
    Expired {
        /// Which message.
        message: Index<MessageMark>,
        /// How long, in minutes.
        waited_minutes: i32,
    },
    /// A message was still waiting when the rehearsal ended.
    StillWaiting {
        /// Which message.
        message: Index<MessageMark>,
        /// How long, in minutes.
        waited_minutes: i32,
    },
    /// A message was sent.
    Sent {
        /// Which message.
        message: Index<MessageMark>,
        /// From which pool.
        pool: Index<PoolMark>,
        /// To which provider.
        provider: Index<ProviderMark>,
        /// How long it had waited, in minutes.
        waited_minutes: i32,
    },
    /// The address bounced for good.
    Bounced {
        /// Which message.
        message: Index<MessageMark>,
    },
    /// Opened.
    Opened {
        /// Which message.
        message: Index<MessageMark>,
    },
    /// Clicked.
    Clicked {
        /// Which message.
        message: Index<MessageMark>,
    },
    /// Reported as spam.
    Complained {
        /// Which message.
        message: Index<MessageMark>,
    },
    /// The person unsubscribed on a platform.
    Unsubscribed {
        /// On which platform.
        side: Side,
        /// From which channel.
        channel: Channel,
    },
}

/// One thing that happened to one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// When.
    pub at: Minute,
    /// To whom: the place among the profiles of this rehearsal.
    pub profile: u32,
    /// What.
    pub kind: FactKind,
}

/// One attempt of one call of the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallFact {
    /// When.
    pub at: Minute,
    /// Cohort; the replay of past events counts as one more, and the cohorts of a second run follow it.
    pub cohort: u16,
    /// Number of the batch in its cohort.
    pub batch: u32,
    /// Number of the attempt, from 0.
    pub attempt: u32,
    /// What came back.
    pub outcome: AttemptOutcome,
}

/// The facts of a contiguous range of profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// The first profile of the range.
    pub first_profile: u32,
    /// Where the facts of each profile begin, and where the last one's end.
    pub starts: Vec<u32>,
    /// In total order.
    pub facts: Vec<Fact>,
}

impl Chapter {
    /// The profiles of the chapter with their facts, ascending.
    pub fn profiles(&self) -> impl Iterator<Item = (u32, &[Fact])> {
        self.starts
            .windows(2)
            .zip(self.first_profile..)
            .map(|(range, profile)| (profile, &self.facts[range[0] as usize..range[1] as usize]))
    }
}

/// Profiles in one block of the digest. Part of its definition: another number gives other digests.
const DIGEST_BLOCK_PROFILES: usize = 4_096;

/// Everything that happened, in total order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Ranges of profiles, ascending. How many there are means nothing.
    pub chapters: Vec<Chapter>,
    /// The calls of the import, by cohort, batch and attempt.
    pub calls: Vec<CallFact>,
}

impl History {
    /// Every fact, in total order.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.chapters.iter().flat_map(|chapter| &chapter.facts)
    }

    /// The facts of one profile; empty if there is no such profile.
    #[must_use]
    pub fn of(&self, profile: u32) -> &[Fact] {
        let chapter = self.chapters.partition_point(|chapter| chapter.first_profile <= profile);
        let Some(chapter) = chapter.checked_sub(1).map(|index| &self.chapters[index]) else {
            return &[];
        };
        let place = (profile - chapter.first_profile) as usize;
        match chapter.starts.get(place..place + 2) {
            Some(range) => &chapter.facts[range[0] as usize..range[1] as usize],
            None => &[],
        }
    }

    /// The digest: equal histories have equal digests, on every machine. 128 bits of XXH3 in hexadecimal.
    ///
    /// It detects differences, not forgeries. Facts are hashed by blocks of profiles that lie at fixed numbers, then the
    /// hashes in order: neither the shards of the engine nor the threads show in it.
    #[must_use]
    pub fn digest(&self, threads: usize) -> String {
        let profiles = self.chapters.last().map_or(0, |last| last.first_profile as usize + last.starts.len() - 1);
        let blocks = profiles.div_ceil(DIGEST_BLOCK_PROFILES);
        let share = blocks.div_ceil(threads.max(1)).max(1);
        let mut digests = vec![0_u128; blocks];
        std::thread::scope(|scope| {
            for (part, digests) in digests.chunks_mut(share).enumerate() {
                scope.spawn(move || {
                    for (block, digest) in (part * share..).zip(digests) {
                        *digest = self.block_digest(block);
                    }
                });
            }
        });
        let mut bytes = Vec::new();
        self.calls.iter().for_each(|call| encode_call(call, &mut bytes));
        digests.iter().for_each(|digest| bytes.extend_from_slice(&digest.to_le_bytes()));
        format!("{:032x}", Hasher::oneshot(&bytes))
    }

    fn block_digest(&self, block: usize) -> u128 {
        let mut hasher = Hasher::new();
        let mut buffer = Vec::with_capacity(64 * 1024);
        let first = block * DIGEST_BLOCK_PROFILES;
        for profile in first..first + DIGEST_BLOCK_PROFILES {
            for fact in self.of(profile as u32) {
                encode_fact(fact, &mut buffer);
            }
            if buffer.len() > 60 * 1024 {
                hasher.write(&buffer);
                buffer.clear();
            }
        }
        hasher.write(&buffer);
        hasher.finish_128()
    }

    /// The first fact in which two histories differ, as the pair at that place; `None` if they are equal.
    #[must_use]
    pub fn first_difference<'a>(&'a self, other: &'a Self) -> Option<(Option<&'a Fact>, Option<&'a Fact>)> {
        let (mut left, mut right) = (self.facts(), other.facts());
        loop {
            match (left.next(), right.next()) {
                (None, None) => return None,
                (one, two) if one == two => {}
                different => return Some(different),
            }
        }
    }
}

fn encode_call(call: &CallFact, into: &mut Vec<u8>) {
    into.extend_from_slice(&call.at.0.to_le_bytes());
    into.extend_from_slice(&call.cohort.to_le_bytes());
    into.extend_from_slice(&call.batch.to_le_bytes());
    into.extend_from_slice(&call.attempt.to_le_bytes());
    into.push(match call.outcome {
        AttemptOutcome::Accepted => 0,
        AttemptOutcome::Refused => 1,
        AttemptOutcome::TimedOut { applied: false } => 2,
        AttemptOutcome::TimedOut { applied: true } => 3,
    });
}

/// Writes a fact as 20 bytes. The codes are part of the digest: append, never renumber.
fn encode_fact(fact: &Fact, into: &mut Vec<u8>) {
    let (code, small, middle, large) = code(fact.kind);
    into.extend_from_slice(&fact.profile.to_le_bytes());
    into.extend_from_slice(&fact.at.0.to_le_bytes());
    into.push(code);
    into.extend_from_slice(&small);
    for number in middle {
        into.extend_from_slice(&number.to_le_bytes());
    }
    into.extend_from_slice(&large.to_le_bytes());
}

/// The parts of a fact: its code, three small numbers, two middle ones, one large one.
fn code(kind: FactKind) -> (u8, [u8; 3], [u16; 2], i32) {
    let index = |number: usize| number as u16;
    match kind {
        FactKind::Known { created_at } => (1, [0; 3], [0; 2], created_at.0),
        FactKind::SourceConsent { channel, state } => (2, [channel as u8, state as u8, 0], [0; 2], 0),
        FactKind::SourceSuppressed { reasons } => (3, [reasons.0, 0, 0], [0; 2], 0),
        FactKind::SamePersonAs { profile, by } => (36, [by as u8, 0, 0], [0; 2], profile as i32),
        FactKind::CustomerId { number } => (37, [0; 3], [0; 2], number as i32),
        FactKind::AnotherPerson { record } => (38, [0; 3], [0; 2], record as i32),
        FactKind::RowCameAgain { record } => (39, [0; 3], [0; 2], record as i32),
        FactKind::PropertyOverwritten { property } => (40, [0; 3], [index(property.get()), 0], 0),
        FactKind::SignedUp { side } => (4, [side as u8, 0, 0], [0; 2], 0),
        FactKind::RowApplied { record, created } => (5, [created.into(), 0, 0], [0; 2], record as i32),
        FactKind::RowRepeated { record } => (6, [0; 3], [0; 2], record as i32),
        FactKind::RowSkipped { record, why } => (7, [why as u8, 0, 0], [0; 2], record as i32),
        FactKind::RowFailed { record } => (8, [0; 3], [0; 2], record as i32),
        FactKind::RowUnknown { record } => (9, [0; 3], [0; 2], record as i32),
        FactKind::RowDropped { record } => (10, [0; 3], [0; 2], record as i32),
        FactKind::FlagSet => (11, [0; 3], [0; 2], 0),
        FactKind::FlagLost => (12, [0; 3], [0; 2], 0),
        FactKind::FlagReleased => (13, [0; 3], [0; 2], 0),
        FactKind::ConsentChanged { side, channel, state, by } => {
            (14, [side as u8, channel as u8, state as u8], [by as u16, 0], 0)
        }
        FactKind::Suppressed { side, reasons, by } => (15, [side as u8, reasons.0, by as u8], [0; 2], 0),
        FactKind::SuppressionLifted { side, by } => (16, [side as u8, by as u8, 0], [0; 2], 0),
        FactKind::ListAdded { side, list, by } => (17, [side as u8, by as u8, 0], [index(list.get()), 0], 0),
        FactKind::ListRemoved { side, list } => (18, [side as u8, 0, 0], [index(list.get()), 0], 0),
        FactKind::Happened { event, value_minor } => (19, [0; 3], [index(event.get()), 0], value_minor),
        FactKind::Arrived { side, event, age_minutes, by } => {
            (20, [side as u8, by as u8, 0], [index(event.get()), 0], age_minutes)
        }
        FactKind::Entered { flow, by } => (21, [by as u8, 0, 0], [index(flow.get()), 0], 0),
        FactKind::NotEntered { flow, why, by } => (22, [why as u8, by as u8, 0], [index(flow.get()), 0], 0),
        FactKind::Branched { flow, step, branch } => (23, [branch, 0, 0], [index(flow.get()), step], 0),
        FactKind::Left { flow, why } => (24, [why as u8, 0, 0], [index(flow.get()), 0], 0),
        FactKind::PropertyChanged { property } => (25, [0; 3], [index(property.get()), 0], 0),
        FactKind::Deferred { message, why } => (26, [why as u8, 0, 0], [index(message.get()), 0], 0),
        FactKind::Skipped { message, why } => (27, [why as u8, 0, 0], [index(message.get()), 0], 0),
        FactKind::Expired { message, waited_minutes } => (28, [0; 3], [index(message.get()), 0], waited_minutes),
        FactKind::StillWaiting { message, waited_minutes } => (29, [0; 3], [index(message.get()), 0], waited_minutes),
        FactKind::Sent { message, pool, provider, waited_minutes } => {
            let [low, high] = index(pool.get()).to_le_bytes();
            (30, [low, high, 0], [index(message.get()), index(provider.get())], waited_minutes)
        }
        FactKind::Bounced { message } => (31, [0; 3], [index(message.get()), 0], 0),
        FactKind::Opened { message } => (32, [0; 3], [index(message.get()), 0], 0),
        FactKind::Clicked { message } => (33, [0; 3], [index(message.get()), 0], 0),
        FactKind::Complained { message } => (34, [0; 3], [index(message.get()), 0], 0),
        FactKind::Unsubscribed { side, channel } => (35, [side as u8, channel as u8, 0], [0; 2], 0),
    }
}
