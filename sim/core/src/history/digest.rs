//! The digest of a history.
//!
//! Owns: how a fact is written as bytes, and how blocks of them are hashed. Deliberately forgets nothing of a fact: two
//! that differ have different bytes.

use super::AttemptOutcome;
use twox_hash::xxhash3_128::Hasher;

use super::{
    Actor, CallFact, DeferReason, ExitReason, Fact, FactKind, History, HistoryPart, NoEntryReason, PackedInt,
    PackedValue, Recognised, RowSkip, SkipReason, Unheard, UnsubscribeLoss,
};
use crate::fact_kinds;

use crate::consent::{Channel, ConsentState, Suppressions};
use crate::ids::{Index, Side};
use crate::parallel::on_threads;
use crate::time::Minute;

/// Profiles in one block of the digest. Part of its definition: another number gives other digests.
const DIGEST_BLOCK_PROFILES: usize = 4_096;

/// Bytes that are gathered before they are hashed.
const DIGEST_BUFFER_BYTES: usize = 60 * 1024;

impl History {
    /// The digest: equal histories have equal digests, on every machine. See [`DigestPart`].
    #[must_use]
    pub fn digest(&self, threads: usize) -> String {
        let blocks = (self.profiles() as usize).div_ceil(DIGEST_BLOCK_PROFILES);
        let share = (blocks.div_ceil(threads.max(1)).max(1) * DIGEST_BLOCK_PROFILES) as u32;
        let shares =
            (0..self.profiles()).step_by(share as usize).map(|first| first..self.profiles().min(first + share));
        let parts = on_threads(Vec::from_iter(shares).into_iter().map(|share| {
            || {
                let mut part = DigestPart::new(share.start);
                share.for_each(|profile| part.see_profile(self.of(profile)));
                part
            }
        }));
        let mut whole = DigestPart::new(0);
        parts.into_iter().for_each(|part| whole.append(part));
        whole.finish(&self.outline.calls)
    }
}

/// The digest of a contiguous range of profiles, which grows profile by profile and adds up with that of the next range.
///
/// The digest is 128 bits of XXH3 in hexadecimal. It detects differences, not forgeries. Facts are hashed by blocks of
/// profiles that lie at fixed numbers, then the hashes in order: neither the parts of a history nor the threads show in
/// it.
#[derive(Clone)]
pub struct DigestPart {
    /// The first profile of the range.
    first: u32,
    /// The first profile behind what was seen.
    next: u32,
    /// The facts of the profiles in front of the first block that begins in the range, as bytes.
    head: Vec<u8>,
    /// The digests of the blocks that begin and end in the range.
    blocks: Vec<u128>,
    /// The block that begins in the range and has not ended.
    open: Option<Box<Hasher>>,
    buffer: Vec<u8>,
}

impl std::fmt::Debug for DigestPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DigestPart").field("first", &self.first).field("next", &self.next).finish_non_exhaustive()
    }
}

impl DigestPart {
    /// The digest of no profile yet; the range begins at this one.
    #[must_use]
    pub fn new(first: u32) -> Self {
        Self { first, next: first, head: Vec::new(), blocks: Vec::new(), open: None, buffer: Vec::new() }
    }

    /// Adds a part of the history, which begins where this range ends.
    pub fn see(&mut self, part: &HistoryPart) {
        debug_assert_eq!(part.first_profile, self.next, "parts come in their order");
        part.profiles().for_each(|(_, facts)| self.see_profile(facts));
    }

    /// Adds the facts of the next profile.
    pub fn see_profile(&mut self, facts: &[Fact]) {
        if (self.next as usize).is_multiple_of(DIGEST_BLOCK_PROFILES) {
            self.close();
            self.open = Some(Box::new(Hasher::new()));
        }
        match self.open {
            Some(_) => facts.iter().for_each(|fact| encode_fact(fact, &mut self.buffer)),
            None => facts.iter().for_each(|fact| encode_fact(fact, &mut self.head)),
        }
        if self.buffer.len() > DIGEST_BUFFER_BYTES {
            self.flush();
        }
        self.next += 1;
    }

    /// Hashes what was gathered of the open block.
    fn flush(&mut self) {
        if let Some(open) = &mut self.open {
            open.write(&self.buffer);
        }
        self.buffer.clear();
    }

    /// Ends the open block, if there is one.
    fn close(&mut self) {
        self.flush();
        self.blocks.extend(self.open.take().map(|open| open.finish_128()));
    }

    /// Hashes what was gathered, and keeps no room for more: for a range that waits for the ones before it.
    pub fn rest(&mut self) {
        self.flush();
        self.buffer = Vec::new();
        self.head.shrink_to_fit();
    }

    /// Adds the range that begins where this one ends.
    pub fn append(&mut self, later: Self) {
        debug_assert_eq!(later.first, self.next, "ranges come in their order");
        match self.open {
            Some(_) => self.buffer.extend_from_slice(&later.head),
            None => self.head.extend_from_slice(&later.head),
        }
        if later.open.is_some() {
            self.close();
            self.blocks.extend(later.blocks);
            self.open = later.open;
            self.buffer = later.buffer;
        }
        self.next = later.next;
    }

    /// The digest of a whole history, which begins at profile 0, with the calls of its import.
    #[must_use]
    pub fn finish(mut self, calls: &[CallFact]) -> String {
        debug_assert_eq!(self.first, 0, "a whole history begins at its first profile");
        self.close();
        let mut bytes = Vec::new();
        calls.iter().for_each(|call| encode_call(call, &mut bytes));
        self.blocks.iter().for_each(|digest| bytes.extend_from_slice(&digest.to_le_bytes()));
        format!("{:032x}", Hasher::oneshot(&bytes))
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

/// Writes a fact as bytes: the number of its kind says how many follow and what they are.
fn encode_fact(fact: &Fact, into: &mut Vec<u8>) {
    fact.profile.encode(into);
    fact.at.encode(into);
    encode_kind(fact.kind, into);
}

macro_rules! encode_kinds {
    ($(
        $(#[doc = $about:literal])+
        $number:literal $name:ident $word:literal
        $({ $($(#[doc = $meaning:literal])+ $field:ident: $holds:ty => $key:literal,)+ })?
    )+) => {
        fn encode_kind(kind: FactKind, into: &mut Vec<u8>) {
            match kind {
                $(FactKind::$name $({ $($field),+ })? => {
                    into.push($number);
                    $($($field.encode(into);)+)?
                })+
            }
        }

        /// The numbers of the kinds.
        #[cfg(test)]
        const NUMBERS: &[u8] = &[$($number),+];
    };
}
fact_kinds!(encode_kinds);

/// What a fact can hold, as bytes of a fixed number.
trait Encode {
    fn encode(self, into: &mut Vec<u8>);
}

macro_rules! encode_numbers {
    ($($number:ty)+) => { $(impl Encode for $number {
        fn encode(self, into: &mut Vec<u8>) {
            into.extend_from_slice(&self.to_le_bytes());
        }
    })+ };
}
encode_numbers!(u8 u16 u32 i32 i64);

macro_rules! encode_words {
    ($($word:ty)+) => { $(impl Encode for $word {
        fn encode(self, into: &mut Vec<u8>) {
            into.push(self as u8);
        }
    })+ };
}
encode_words!(bool Side Channel ConsentState Actor NoEntryReason ExitReason SkipReason DeferReason RowSkip Recognised Unheard UnsubscribeLoss);

impl Encode for Minute {
    fn encode(self, into: &mut Vec<u8>) {
        self.0.encode(into);
    }
}

impl<Mark> Encode for Index<Mark> {
    fn encode(self, into: &mut Vec<u8>) {
        (self.get() as u16).encode(into);
    }
}

impl Encode for Suppressions {
    fn encode(self, into: &mut Vec<u8>) {
        self.0.encode(into);
    }
}

impl Encode for PackedInt {
    fn encode(self, into: &mut Vec<u8>) {
        self.get().encode(into);
    }
}

impl Encode for PackedValue {
    fn encode(self, into: &mut Vec<u8>) {
        let (kind, number) = self.parts();
        kind.encode(into);
        number.encode(into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_have_one_number() {
        let mut numbers = NUMBERS.to_vec();
        numbers.sort_unstable();
        let expected: Vec<u8> = (1..=NUMBERS.len() as u8).collect();
        assert_eq!(numbers, expected, "a new kind has the next number");
    }

    #[test]
    fn what_a_fact_holds_is_in_its_bytes() {
        let bytes = |kind| {
            let mut into = Vec::new();
            encode_kind(kind, &mut into);
            into
        };
        let left = |flow, why| bytes(FactKind::Left { flow: Index::new(flow), why });
        assert_eq!(left(258, ExitReason::Goal), [24, 2, 1, ExitReason::Goal as u8]);
        assert_ne!(left(258, ExitReason::Goal), left(1, ExitReason::Goal));
        assert_eq!(bytes(FactKind::FlagSet), [11]);
        assert_eq!(
            bytes(FactKind::SpentStated { minor: PackedInt::new(-2) }),
            [43, 254, 255, 255, 255, 255, 255, 255, 255]
        );
    }
}
