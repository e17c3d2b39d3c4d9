//! The digest of a history.
//!
//! Owns: how a fact is written as bytes, and how blocks of them are hashed. Deliberately forgets nothing of a fact: two
//! that differ have different bytes.

use super::AttemptOutcome;
use twox_hash::xxhash3_128::Hasher;

use super::{
    Actor, CallFact, DeferReason, ExitReason, Fact, FactKind, History, NoEntryReason, PackedInt, PackedValue,
    Recognised, RowSkip, SkipReason, Unheard, UnsubscribeLoss,
};
use crate::fact_kinds;

use crate::consent::{Channel, ConsentState, Suppressions};
use crate::ids::{Index, Side};
use crate::time::Minute;

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
