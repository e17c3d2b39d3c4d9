//! Patterns to weights: what each pattern says for and against one person.
//!
//! Owns: expectation maximisation over latent classes. Fellegi and Sunter (1969) know two classes, matches and others;
//! here the others are told apart, because a household, a namesake and a mailbox twin each agree on something, and one
//! class for all of them would hold an agreement against nobody.
//!
//! Floats are allowed here: only `+ - * /` are used, which IEEE 754 defines to the last bit, and the logarithm is a
//! portable one; sums run over patterns in ascending order. So the weights are the same on every machine.
#![expect(clippy::float_arithmetic, reason = "probabilities; see the module's documentation for why they do not vary")]

use super::compare::{
    BELIEF_PERCENT, CLASS_PERMILLE, CLASSES, Class, Compared, LEVELS_MAX, Levels, Pattern, SAME_CLASSES,
    is_other_birth, level,
};
use super::findings::{Basis, Rival};

/// A share for each class.
type ByClass = [f64; CLASSES];

/// How many pairs the prior shares of a field count as, for each class.
const PRIOR_PAIRS: f64 = 200.0;

/// The prior counts as at least this share of the pairs, so that classes keep their meaning in a large table.
const PRIOR_SHARE: f64 = 0.01;

/// Steps of the fit at most.
const STEPS_MAX: u32 = 60;

/// The fit ends when no class's share moves by more.
const SETTLED: f64 = 1e-6;

/// Weights are cut to this many hundredths of a bit: nothing is surer than one in four billion.
const WEIGHT_MAX_CENTIBITS: i32 = 3_200;

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

/// A field as the fit sees it.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// The levels and what is believed of them.
    pub(super) levels: Levels,
    /// How many pairs of rows reach each level, whoever they are.
    pub(super) chance: [u64; LEVELS_MAX],
}

/// What each level of each field says.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// The shares of the classes among compared pairs.
    shares: ByClass,
    /// The share of each level of each field in each class.
    fields: Vec<[ByClass; LEVELS_MAX]>,
    /// The share of each level among any two rows in which the field is filled.
    chance: Vec<[f64; LEVELS_MAX]>,
    pub(super) steps: u32,
}

impl Model {
    /// The documented model: beliefs, and chance as the table has it.
    pub(super) fn fixed(fields: &[Measured]) -> Self {
        let mut model = Self {
            shares: [0.0; CLASSES],
            fields: vec![[[1.0; CLASSES]; LEVELS_MAX]; fields.len()],
            chance: Vec::new(),
            steps: 0,
        };
        for (share, permille) in model.shares.iter_mut().zip(CLASS_PERMILLE) {
            *share = f64::from(permille) / 1_000.0;
        }
        model.learn(fields, &Seen::nothing(fields.len()));
        model
    }

    /// Fits the model to patterns and how often each was seen.
    pub(super) fn fit(fields: &[Measured], patterns: &[(Pattern, u32)]) -> Self {
        let mut model = Self::fixed(fields);
        let pairs: f64 = patterns.iter().map(|&(_, count)| f64::from(count)).sum();
        let prior = PRIOR_PAIRS.max(pairs * PRIOR_SHARE);
        for step in 1..=STEPS_MAX {
            let seen = model.see(patterns);
            let mut moved: f64 = 0.0;
            for (class, permille) in CLASS_PERMILLE.into_iter().enumerate() {
                let believed = prior * f64::from(permille) / 1_000.0;
                let share = (seen.shares[class] + believed) / (pairs + prior);
                moved = moved.max((share - model.shares[class]).abs());
                model.shares[class] = share;
            }
            model.learn(fields, &seen);
            model.steps = step;
            if moved < SETTLED {
                break;
            }
        }
        model
    }

    /// How many pairs of each class there seem to be, and which levels they reach.
    fn see(&self, patterns: &[(Pattern, u32)]) -> Seen {
        let mut seen = Seen::nothing(self.fields.len());
        for &(pattern, count) in patterns {
            let (likely, total) = self.likely(pattern);
            let scale = f64::from(count) / total;
            let parts = likely.map(|likely| likely * scale);
            for (share, part) in seen.shares.iter_mut().zip(parts) {
                *share += part;
            }
            for (field, levels) in seen.fields.iter_mut().enumerate() {
                for (count, part) in levels[level(pattern, field)].iter_mut().zip(parts) {
                    *count += part;
                }
            }
        }
        seen
    }

    /// Sets the shares of levels from what was seen, what is believed, and what chance makes.
    fn learn(&mut self, fields: &[Measured], seen: &Seen) {
        self.chance.clear();
        for ((shares, field), counts) in self.fields.iter_mut().zip(fields).zip(&seen.fields) {
            let chance = field.chance_without(counts);
            self.chance.push(chance);
            for class in 0..CLASSES {
                let filled: f64 = counts[1..field.levels.list.len()].iter().map(|count| count[class]).sum();
                let belief = PRIOR_PAIRS.max(filled * f64::from(BELIEF_PERCENT[class]) / 100.0);
                let own = |level: usize| field.levels.list[level].1[class] > 0;
                let (mut owned, mut left) = (0.0, 0.0);
                for level in 1..field.levels.list.len() {
                    if own(level) {
                        let believed = belief * f64::from(field.levels.list[level].1[class]) / 10_000.0;
                        shares[level][class] = (counts[level][class] + believed) / (filled + belief);
                        owned += shares[level][class];
                    } else {
                        left += chance[level];
                    }
                }
                if class < SAME_CLASSES {
                    moderate(shares, field.levels, class);
                }
                let rest = (1.0 - owned).max(1e-4);
                for level in (1..field.levels.list.len()).filter(|&level| !own(level)) {
                    shares[level][class] = rest * chance[level] / left;
                }
            }
        }
    }

    /// How likely a pattern is in each class, and in all.
    fn likely(&self, pattern: Pattern) -> (ByClass, f64) {
        let mut likely = self.shares;
        for (field, levels) in self.fields.iter().enumerate() {
            for (likely, share) in likely.iter_mut().zip(levels[level(pattern, field)]) {
                *likely *= share;
            }
        }
        let total = likely.iter().sum();
        (likely, total)
    }

    /// What a pattern says for one person, in hundredths of a bit, the prior included.
    pub(super) fn weight_centibits(&self, pattern: Pattern) -> i32 {
        let (likely, _) = self.likely(pattern);
        let same: f64 = likely[..SAME_CLASSES].iter().sum();
        let other: f64 = likely[SAME_CLASSES..].iter().sum();
        centibits(same / other)
    }

    /// The share of some levels of a field among rows that are one person.
    fn share_of_same(&self, field: usize, is_meant: impl Fn(usize) -> bool) -> f64 {
        let shares = self.fields[field].iter().enumerate().filter(|&(level, _)| is_meant(level));
        shares.map(|(_, share)| share[Class::Same as usize]).sum()
    }

    /// How often any two rows have a pattern by coincidence, if they are filled where it is.
    fn by_chance(&self, pattern: Pattern) -> f64 {
        let of = |(field, chance): (usize, &[f64; LEVELS_MAX])| match level(pattern, field) {
            0 => 1.0,
            level => chance[level],
        };
        self.chance.iter().enumerate().map(of).product()
    }

    /// What a level of a field says by itself, in hundredths of a bit.
    pub(super) fn level_centibits(&self, field: usize, level: usize) -> i32 {
        let mixed = |classes: std::ops::Range<usize>| {
            let total: f64 = self.shares[classes.clone()].iter().sum();
            let part: f64 = classes.map(|class| self.shares[class] * self.fields[field][level][class]).sum();
            part / total
        };
        centibits(mixed(0..SAME_CLASSES) / mixed(SAME_CLASSES..CLASSES))
    }

    /// What speaks for one person, against the best explanation without one.
    pub(super) fn explain(&self, pattern: Pattern) -> Explained {
        let (likely, _) = self.likely(pattern);
        let best = |classes: std::ops::Range<usize>| {
            let first = classes.start;
            classes.fold(first, |best, class| if likely[class] > likely[best] { class } else { best })
        };
        let (same, other) = (best(0..SAME_CLASSES), best(SAME_CLASSES..CLASSES));
        let says = |(field, levels): (usize, &[ByClass; LEVELS_MAX])| {
            let shares = levels[level(pattern, field)];
            centibits(shares[same] / shares[other])
        };
        Explained {
            rival: Class::ALL[other].rival(),
            prior_centibits: centibits(self.shares[same] / self.shares[other]),
            evidence_centibits: self.fields.iter().enumerate().map(says).collect(),
        }
    }

    /// Whether two rows with this pattern most likely live together, or are one person.
    pub(super) fn is_household(&self, pattern: Pattern) -> bool {
        let (likely, total) = self.likely(pattern);
        let together = Class::ALL.into_iter().zip(likely).filter(|(class, _)| class.live_together());
        together.map(|(_, likely)| likely).sum::<f64>() > total / 2.0
    }

    /// The odds of one person before any evidence, in hundredths of a bit.
    pub(super) fn prior_centibits(&self) -> i32 {
        let same: f64 = self.shares[..SAME_CLASSES].iter().sum();
        centibits(same / (1.0 - same))
    }
}

/// A pattern, explained.
pub(super) struct Explained {
    pub(super) rival: Rival,
    pub(super) prior_centibits: i32,
    /// By field.
    pub(super) evidence_centibits: Vec<i32>,
}

/// Pairs by class, and by class and level of each field.
struct Seen {
    shares: ByClass,
    fields: Vec<[ByClass; LEVELS_MAX]>,
}

impl Seen {
    fn nothing(fields: usize) -> Self {
        Self { shares: [0.0; CLASSES], fields: vec![[[0.0; CLASSES]; LEVELS_MAX]; fields] }
    }
}

impl Measured {
    /// The share of each level among pairs that are not one person.
    ///
    /// In a small table, most equal values are one person's, so the pairs that seem to be one person are taken off.
    fn chance_without(&self, counts: &[ByClass; LEVELS_MAX]) -> [f64; LEVELS_MAX] {
        let all: f64 = self.chance[1..].iter().map(|&pairs| pairs as f64).sum();
        let mut left = [0.0; LEVELS_MAX];
        let last = self.levels.list.len() - 1;
        for level in 1..=last {
            let same: f64 = counts[level][..SAME_CLASSES].iter().sum();
            let believed = if level < last { CHANCE_BELIEVED } else { 1.0 - CHANCE_BELIEVED * (last - 1) as f64 };
            left[level] = (self.chance[level] as f64 - same).max(all * CHANCE_MIN) + CHANCE_PAIRS * believed;
        }
        let total: f64 = left.iter().sum();
        left.map(|pairs| pairs / total)
    }
}

/// Keeps a class of one person what it is: somebody's values agree at least as often as they nearly agree. Numbers that
/// were given out one after the other are near to each other, too, and would be taken for slips.
fn moderate(shares: &mut [ByClass; LEVELS_MAX], levels: Levels, class: usize) {
    let sum = |shares: &[ByClass]| shares.iter().map(|share| share[class]).sum::<f64>();
    let (exact, near) = (sum(&shares[1..=levels.exact]), sum(&shares[levels.exact + 1..=levels.near]));
    if near <= exact {
        return;
    }
    shares[levels.exact + 1..=levels.near].iter_mut().for_each(|share| share[class] *= exact / near);
    shares[levels.list.len() - 1][class] += near - exact;
}

/// How often chance makes each agreement where the table is too small to tell...
const CHANCE_BELIEVED: f64 = 0.002;

/// ...and how many pairs of rows that belief counts as: those of a table of a hundred rows.
const CHANCE_PAIRS: f64 = 5_000.0;

/// Chance makes anything at least this often.
const CHANCE_MIN: f64 = 1e-6;

/// The binary logarithm of odds, in hundredths.
fn centibits(odds: f64) -> i32 {
    let bits = (100.0 * libm::log2(odds)) as i32;
    bits.clamp(-WEIGHT_MAX_CENTIBITS, WEIGHT_MAX_CENTIBITS)
}

/// The probability of odds in hundredths of a bit, in thousandths.
pub(super) fn permille(weight_centibits: i32) -> u16 {
    let odds = libm::exp2(f64::from(weight_centibits) / 100.0);
    (1_000.0 * odds / (1.0 + odds)) as u16
}
