//! What can happen to a profile, and why.
//!
//! Owns: [`FactKind`] and the reasons that facts give. Deliberately holds indices of the plan only: names are the plan's.

use super::packed::{PackedInt, PackedValue};
use crate::flow::{FlowMark, MessageMark};
use crate::plan::{EventMark, Index, ListMark, PoolMark, PropertyMark, ProviderMark, Side, SymbolMark, ZoneMark};
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

/// Why a platform did not hear of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Unheard {
    /// The platform was not live.
    PlatformOff = 0,
    /// The platform has no profile of the person.
    NotThere = 1,
}

/// Why an unsubscribe changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum UnsubscribeLoss {
    /// The platform was not live: the link in an old mail is dead.
    PlatformOff = 0,
    /// The platform has no profile of the person.
    NotThere = 1,
    /// The person had unsubscribed there before.
    AlreadySo = 2,
}

/// What happened. A record is named by its row in the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Who the profile is, by its first record. Told once for each, at the beginning.
    Recipient {
        /// The provider of the mailbox.
        provider: Index<ProviderMark>,
        /// The person's own clock.
        zone: Index<ZoneMark>,
        /// Country code.
        country: Index<SymbolMark>,
        /// Whether there is an e-mail address.
        has_email: bool,
        /// Whether there is a phone number.
        has_phone: bool,
    },
    /// The orders of which all records of the profile tell together. Told at the beginning, if a claim of the scenario's
    /// own reads orders.
    OrdersStated {
        /// How many.
        number: u32,
        /// The last one; [`Minute::NEVER`] if there is none.
        last: Minute,
    },
    /// The money spent of which all records of the profile tell together. Told at the beginning, if a claim of the
    /// scenario's own reads it.
    SpentStated {
        /// In minor units.
        minor: PackedInt,
    },
    /// The orders of which a platform has heard: those that rows brought, and those whose event arrived. Told whenever it
    /// changes, if a claim of the scenario's own reads it.
    OrdersArrived {
        /// Which platform.
        side: Side,
        /// How many.
        number: u32,
        /// The last one; [`Minute::NEVER`] if there is none.
        last: Minute,
    },
    /// The money spent of which a platform has heard, as [`FactKind::OrdersArrived`].
    SpentArrived {
        /// Which platform.
        side: Side,
        /// In minor units.
        minor: PackedInt,
    },
    /// The last open and the last click of which any record of the profile tells. Told at the beginning, if a claim of
    /// the scenario's own reads one of them.
    EngagementStated {
        /// The last open; [`Minute::NEVER`] if there is none.
        last_open: Minute,
        /// The last click; [`Minute::NEVER`] if there is none.
        last_click: Minute,
    },
    /// What a record says of a property: the first one at the beginning, later the one that lands. Told of properties that
    /// a claim of the scenario's own reads.
    PropertyStated {
        /// Which property.
        property: Index<PropertyMark>,
        /// What it says.
        value: PackedValue,
    },
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
    /// The person unsubscribed, and nothing came of it.
    UnsubscribeLost {
        /// On which platform.
        side: Side,
        /// From which channel.
        channel: Channel,
        /// Why.
        why: UnsubscribeLoss,
    },
    /// An event reached a platform, and the platform did not hear of it. Told of events that a flow of the platform starts
    /// on, waits for or has as its goal.
    EventLost {
        /// On which platform.
        side: Side,
        /// What.
        event: Index<EventMark>,
        /// How old it was, in minutes.
        age_minutes: i32,
        /// How it came.
        by: Actor,
        /// Why.
        why: Unheard,
    },
}

const _: () = assert!(size_of::<FactKind>() <= 12, "a history of millions of facts would grow");
