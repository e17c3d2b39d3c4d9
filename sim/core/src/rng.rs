//! Addressed draws: randomness that does not move when something else is removed.
//!
//! Owns: the address `(seed, purpose, entity, step)`, its ChaCha8 stream, and integer sampling. Deliberately has no
//! generator that is passed around: a draw depends on its address alone, so deleting one profile moves no draw of any
//! other. Deliberately does not use `rand`'s samplers: their values changed between releases, ChaCha's words did not.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::limits::RECORD_BITS;
use crate::ratio::Ratio;

/// The seed of a rehearsal. The same seed, scenario and version give the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Seed {
    /// Our own expansion to a ChaCha key (SplitMix64), because `seed_from_u64` is not a promise of `rand_core`.
    fn key(self) -> [u8; 32] {
        let mut state = self.0;
        let mut key = [0; 32];
        for chunk in key.chunks_exact_mut(8) {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = state;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(word ^ (word >> 31)).to_le_bytes());
        }
        key
    }
}

/// Which question a draw answers.
///
/// The numbers are part of the file format: append, never reuse, never renumber, or every old report changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// What a synthetic person is: locale, provider, dates, consent. Entity: the person.
    Population = 1,
    /// Names and addresses of invented people, which no rule reads. Entity: the person.
    Cosmetics = 2,
    /// What happens to a batch of the import. Entity: cohort and batch.
    BatchFault = 3,
    /// What happens to one row of the import. Entity: the record.
    RowFault = 4,
    /// Random splits in flows. Entity: the record.
    Journey = 5,
    /// Opens, clicks, complaints after a send. Entity: the record.
    Engagement = 6,
    /// Orders, carts and unsubscribes while the migration runs. Entity: the record.
    Behaviour = 7,
    /// How a record of a person was dirtied or duplicated. Entity: the record.
    Dirt = 8,
    /// When new people sign up. Entity: the sign-up.
    SignUp = 9,
    /// Invented customers whose truth is known. Entity: a household, or somebody in it; 0 for the order of the rows.
    Customers = 10,
    /// Plans that are drawn at random, for laws. Entity: 0.
    Plans = 11,
}

/// A prepared seed from which addressed draws are opened.
#[derive(Clone, Debug)]
pub struct Source {
    base: ChaCha8Rng,
}

/// Entity ids use 56 bits: the purpose takes the rest of ChaCha's 64-bit stream number.
pub const ENTITY_MAX: u64 = (1 << 56) - 1;

/// Bits above a record's number that are left for [`Source::draws_of_record`].
pub const MORE_BITS: u32 = ENTITY_MAX.count_ones() - RECORD_BITS;

/// Words of 32 bits in one step. A step that draws more runs into the next one's words.
const STEP_WORDS_LOG2: u32 = 16;

impl Source {
    /// Expands the seed once.
    #[must_use]
    pub fn new(seed: Seed) -> Self {
        Self { base: ChaCha8Rng::from_seed(seed.key()) }
    }

    /// The draws at one address of a record that has more to say than fits a step: `more` goes above the bits of the
    /// record's number. Nothing more is the address of [`draws`](Self::draws).
    #[must_use]
    pub fn draws_of_record(&self, purpose: Purpose, record: u64, more: u32, step: u32) -> Draws {
        debug_assert!(record >> RECORD_BITS == 0, "numbers of records use {RECORD_BITS} bits");
        self.draws(purpose, u64::from(more) << RECORD_BITS | record, step)
    }

    /// The draws at one address, independent of every other address.
    #[must_use]
    pub fn draws(&self, purpose: Purpose, entity: u64, step: u32) -> Draws {
        debug_assert!(entity <= ENTITY_MAX, "entity ids use 56 bits");
        let mut rng = self.base.clone();
        rng.set_stream((purpose as u64) << 56 | (entity & ENTITY_MAX));
        rng.set_word_pos(u128::from(step) << STEP_WORDS_LOG2);
        Draws { rng }
    }
}

/// The draws at one address, in order.
#[derive(Clone, Debug)]
pub struct Draws {
    rng: ChaCha8Rng,
}

impl Draws {
    /// The next 32 bits.
    pub fn word(&mut self) -> u32 {
        self.rng.next_u32()
    }

    /// A number in `0..bound`, by multiply and shift; `0` if the bound is zero.
    ///
    /// The bias is below `bound / 2^32`: less than one in 40,000 for 100,000 outcomes, and the same everywhere.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.word()) * u64::from(bound)) >> 32) as u32
    }

    /// A number in `low..=high`; `low` if the range is empty.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = (i64::from(high) - i64::from(low) + 1).clamp(1, i64::from(u32::MAX));
        low.wrapping_add(self.below(width as u32) as i32)
    }

    /// Whether an event of this probability happens. Takes one word whatever the ratio.
    pub fn hit(&mut self, ratio: Ratio) -> bool {
        self.below(ratio.denominator()) < ratio.numerator()
    }

    /// The index of the weight that was hit; weights need not sum to anything. `0` if all are zero.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total = weights.iter().map(|&weight| u64::from(weight)).sum::<u64>();
        let mut rest = ((u128::from(self.word()) * u128::from(total)) >> 32) as u64;
        for (index, &weight) in weights.iter().enumerate() {
            if rest < u64::from(weight) {
                return index;
            }
            rest -= u64::from(weight);
        }
        0
    }
}

impl Iterator for Draws {
    type Item = u32;

    /// Endless: the next 32 bits.
    fn next(&mut self) -> Option<u32> {
        Some(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_at_an_address_never_change() {
        let source = Source::new(Seed(7));
        let words = |purpose, entity, step| source.draws(purpose, entity, step).take(2).collect::<Vec<_>>();
        // Golden values: a change here changes every report ever written.
        assert_eq!(words(Purpose::Population, 0, 0), GOLDEN[0]);
        assert_eq!(words(Purpose::Population, 1, 0), GOLDEN[1]);
        assert_eq!(words(Purpose::Journey, 1, 3), GOLDEN[2]);
    }

    const GOLDEN: [[u32; 2]; 3] =
        [[2_258_175_903, 2_723_005_787], [3_787_905_793, 2_781_049_526], [1_063_911_872, 3_769_321_339]];

    #[test]
    fn a_ratio_is_hit_about_as_often_as_it_says() {
        let source = Source::new(Seed(1));
        let ratio = Ratio::new(3, 100).unwrap();
        let hits = (0..100_000).filter(|&entity| source.draws(Purpose::Behaviour, entity, 0).hit(ratio)).count();
        assert!((2_800..3_200).contains(&hits), "{hits}");
    }

    #[test]
    fn weights_are_respected_and_zero_is_never_drawn() {
        let source = Source::new(Seed(1));
        let mut counts = [0; 3];
        for entity in 0..30_000 {
            counts[source.draws(Purpose::Population, entity, 0).weighted(&[2, 0, 1])] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((19_500..20_500).contains(&counts[0]), "{counts:?}");
    }
}
