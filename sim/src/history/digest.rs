//! The digest of a history.
//!
//! Owns: how a fact is written as bytes, and how blocks of them are hashed. Deliberately forgets nothing of a fact: two
//! that differ have different bytes.

use twox_hash::xxhash3_128::Hasher;

use super::{CallFact, Fact, FactKind, History, PackedInt};
use crate::import::AttemptOutcome;

/// Profiles in one block of the digest. Part of its definition: another number gives other digests.
const DIGEST_BLOCK_PROFILES: usize = 4_096;

impl History {
    /// The digest: equal histories have equal digests, on every machine. 128 bits of XXH3 in hexadecimal.
    ///
    /// It detects differences, not forgeries. Facts are hashed by blocks of profiles that lie at fixed numbers, then the
    /// hashes in order: neither the shards of the engine nor the threads show in it.
    #[must_use]
    pub fn digest(&self, threads: usize) -> String {
        let blocks = (self.profiles() as usize).div_ceil(DIGEST_BLOCK_PROFILES);
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
        FactKind::Recipient { provider, zone, country, has_email, has_phone } => {
            let middle = [index(provider.get()), index(zone.get())];
            (41, [has_email.into(), has_phone.into(), 0], middle, index(country.get()).into())
        }
        FactKind::OrdersStated { number, last } => (42, [0; 3], halves(number), last.0),
        FactKind::SpentStated { minor } => wide(43, [0; 3], minor),
        FactKind::EngagementStated { last_open, last_click } => {
            (44, [0; 3], halves(last_open.0.cast_unsigned()), last_click.0)
        }
        FactKind::PropertyStated { property, value } => {
            let ([low, high], (kind, number)) = (index(property.get()).to_le_bytes(), value.parts());
            wide(45, [kind, low, high], number)
        }
        FactKind::UnsubscribeLost { side, channel, why } => (46, [side as u8, channel as u8, why as u8], [0; 2], 0),
        FactKind::OrdersArrived { side, number, last } => (48, [side as u8, 0, 0], halves(number), last.0),
        FactKind::SpentArrived { side, minor } => wide(49, [side as u8, 0, 0], minor),
        FactKind::EventLost { side, event, age_minutes, by, why } => {
            (47, [side as u8, by as u8, why as u8], [index(event.get()), 0], age_minutes)
        }
    }
}

/// The upper and the lower half.
const fn halves(number: u32) -> [u16; 2] {
    [(number >> 16) as u16, number as u16]
}

/// The parts of a fact that holds a large number.
const fn wide(code: u8, small: [u8; 3], number: PackedInt) -> (u8, [u8; 3], [u16; 2], i32) {
    let number = number.get();
    (code, small, halves((number >> 32) as u32), number as i32)
}
