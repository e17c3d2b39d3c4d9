//! Patterns to weights: what each pattern says for and against one person.
//!
//! Owns: what chance leaves of a weight, the grounds for joining and for refusing. The classes are fitted in [`model`].
//! Fellegi and Sunter (1969) know two classes, matches and others; here the others are told apart, because a household, a
//! namesake and a mailbox twin each agree on something, and one class for all of them would hold an agreement against
//! nobody.
//!
//! Floats are allowed here: only `+ - * /` are used, which IEEE 754 defines to the last bit, and the logarithm is a
//! portable one; sums run over patterns in ascending order. So the weights are the same on every machine.
#![expect(clippy::float_arithmetic, reason = "probabilities; see the module's documentation for why they do not vary")]

use super::compare::{Compared, LEVELS_MAX, Pattern, is_other_birth, level};
use super::findings::Basis;

mod model;

pub(super) use self::model::{Explained, Measured, permille};
use self::model::{Model, centibits};

/// What every pattern weighs.
#[derive(Clone, Debug)]
pub struct Weighed {
    pub(super) model: Model,
    pub(super) basis: Basis,
    /// The patterns that were seen, ascending.
    patterns: Vec<Pattern>,
    /// What each of them weighs, in hundredths of a bit.
    pub(super) weights: Vec<i32>,
    /// What each level of each field weighs by itself.
    pub(super) level_weights: Vec<[i32; LEVELS_MAX]>,
    grounds: Vec<Ground>,
    /// Where the birth date is among the fields.
    birth_field: Option<usize>,
}

/// With fewer pairs than this there is nothing to learn from.
const FIT_PAIRS_MIN: u64 = 100;

/// Birth dates that no slip explains veto a join if at most this share of the people in the table seems to have two.
const VETO_SHARE_MAX: f64 = 0.02;

/// A field, as far as a ground to join goes.
#[derive(Clone, Copy, Debug)]
struct Ground {
    /// Whether it names one person: a mailbox, a telephone, a code.
    is_identifier: bool,
    /// The last level of exact agreement, and of all.
    exact: usize,
    last: usize,
}

/// Weighs the patterns of a table.
///
/// The model says how each pattern comes about. Beside it, chance is counted: of all pairs of rows that could have shown
/// a pattern, so many would by coincidence. A pattern seen no more often than that is a coincidence, whatever the model
/// makes of it; so the weight is never more than what is left.
#[must_use]
pub fn weigh(compared: &Compared) -> Weighed {
    let pairs: u64 = compared.patterns.iter().map(|&(_, count)| u64::from(count)).sum();
    let fixed = Model::fixed(&compared.fields);
    let (model, basis) = if pairs == 0 {
        (fixed, Basis::Nothing)
    } else if pairs < FIT_PAIRS_MIN {
        let have = if pairs == 1 { "pair of rows has" } else { "pairs of rows have" };
        (fixed, Basis::Fixed { reason: format!("only {pairs} {have} anything in common") })
    } else {
        let model = Model::fit(&compared.fields, &compared.patterns);
        let steps = model.steps;
        (model, Basis::Fitted { steps })
    };
    let ground = |(field, &is_identifier): (&Measured, &bool)| Ground {
        is_identifier,
        exact: field.levels.exact,
        last: field.levels.list.len() - 1,
    };
    let grounds = compared.fields.iter().zip(&compared.identifiers).map(ground).collect::<Vec<_>>();
    let weights: Vec<i32> = compared
        .patterns
        .iter()
        .map(|&(pattern, count)| {
            let weight = model.weight_centibits(pattern);
            if names_one(&grounds, pattern) {
                return weight;
            }
            let by_chance = compared.comparable_pairs(pattern) * model.by_chance(pattern);
            weight.min(left_by_chance(f64::from(count), by_chance))
        })
        .collect();
    let level_weights = (0..compared.fields.len())
        .map(|field| {
            let levels = compared.fields[field].levels.list.len();
            std::array::from_fn(|level| if level < levels { model.level_centibits(field, level) } else { 0 })
        })
        .collect();
    let basis = doubt(compared, &weights).map_or(basis, |reason| Basis::Refused { reason });
    let patterns = compared.patterns.iter().map(|&(pattern, _)| pattern).collect();
    Weighed { model, basis, patterns, weights, level_weights, grounds, birth_field: compared.birth_field }
}

/// Whether two rows share what names one person, or nearly.
fn names_one(grounds: &[Ground], pattern: Pattern) -> bool {
    let is_shared = |(field, ground): (usize, &Ground)| {
        ground.is_identifier && (1..=ground.exact + 1).contains(&level(pattern, field))
    };
    grounds.iter().enumerate().any(is_shared)
}

/// The odds, in hundredths of a bit, that a pair is no coincidence, if so many were seen and so many are by chance.
fn left_by_chance(seen: f64, by_chance: f64) -> i32 {
    let left = (seen - by_chance).max(0.5 / (1.0 + seen));
    centibits(left / by_chance.max(1e-9))
}

/// Why the evidence cannot tell people apart, if it cannot.
fn doubt(compared: &Compared, weights: &[i32]) -> Option<String> {
    let joined = || compared.patterns.iter().zip(weights).filter(|(_, weight)| **weight > 0);
    let pairs: u64 = joined().map(|(&(_, count), _)| u64::from(count)).sum();
    if pairs == 0 {
        return None;
    }
    let wrong: u64 =
        joined().map(|(&(_, count), &weight)| u64::from(count) * u64::from(1_000 - permille(weight))).sum();
    let wrong_percent = wrong / 10 / pairs;
    (wrong_percent >= REFUSED_PERCENT).then(|| {
        format!(
            "by its own measure, {wrong_percent} of 100 merges would be wrong: the columns do not tell people apart"
        )
    })
}

/// If at least so many of a hundred merges would be wrong, none is made.
const REFUSED_PERCENT: u64 = 20;

impl Weighed {
    /// Whether nothing may be joined by evidence.
    pub(super) const fn is_refused(&self) -> bool {
        matches!(self.basis, Basis::Refused { .. })
    }

    /// What a pattern says for one person, in hundredths of a bit: see [`weigh`].
    pub(super) fn weight_centibits(&self, pattern: Pattern) -> i32 {
        match self.patterns.binary_search(&pattern) {
            Ok(place) => self.weights[place],
            Err(_) => self.model.weight_centibits(pattern),
        }
    }

    /// Whether the pattern with this number is of two rows that name one person, and that agree exactly where both are
    /// filled.
    pub(super) fn is_exact(&self, place: usize) -> bool {
        let pattern = self.patterns[place];
        let mut fields = self.grounds.iter().enumerate();
        names_one(&self.grounds, pattern) && fields.all(|(field, ground)| level(pattern, field) <= ground.exact)
    }

    /// Whether there is a ground to join: something that names one person, or two agreements. One agreement alone joins
    /// nobody, however rare: that two people were born on a day on which nobody else was is no reason to merge them.
    pub(super) fn has_ground(&self, pattern: Pattern) -> bool {
        let agrees = |(field, ground): (usize, &Ground)| {
            let level = level(pattern, field);
            level > 0 && level < ground.last
        };
        names_one(&self.grounds, pattern)
            || self.grounds.iter().enumerate().filter(|&ground| agrees(ground)).count() > 1
    }

    /// Whether two rows cannot be one person whatever else they share: birth dates that no slip explains, in a table
    /// in which birth dates are kept well.
    pub(super) fn is_vetoed(&self, pattern: Pattern) -> bool {
        self.birth_field.is_some_and(|field| {
            let level = level(pattern, field);
            is_other_birth(level) && self.model.share_of_same(field, is_other_birth) <= VETO_SHARE_MAX
        })
    }
}
