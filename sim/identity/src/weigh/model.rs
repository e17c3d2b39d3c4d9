//! Latent classes: how each pattern comes about.
//!
//! Owns: expectation maximisation over the classes of [`super::super::compare`], with their beliefs, and the logarithm in
//! which weights are told. Deliberately knows nothing of rows.
#![expect(
    clippy::float_arithmetic,
    reason = "probabilities; see the documentation of `weigh` for why they do not vary"
)]

use super::super::compare::{
    BELIEF_PERCENT, CLASS_PERMILLE, CLASSES, Class, LEVELS_MAX, Levels, Pattern, SAME_CLASSES, level,
};
use super::super::findings::Rival;

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

/// A field as the fit sees it.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// The levels and what is believed of them.
    pub(crate) levels: Levels,
    /// How many pairs of rows reach each level, whoever they are.
    pub(crate) chance: [u64; LEVELS_MAX],
}

/// What each level of each field says.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The shares of the classes among compared pairs.
    shares: ByClass,
    /// The share of each level of each field in each class.
    fields: Vec<[ByClass; LEVELS_MAX]>,
    /// The share of each level among any two rows in which the field is filled.
    chance: Vec<[f64; LEVELS_MAX]>,
    pub(crate) steps: u32,
}

impl Model {
    /// The documented model: beliefs, and chance as the table has it.
    pub(crate) fn fixed(fields: &[Measured]) -> Self {
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
    pub(crate) fn fit(fields: &[Measured], patterns: &[(Pattern, u32)]) -> Self {
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
    pub(crate) fn weight_centibits(&self, pattern: Pattern) -> i32 {
        let (likely, _) = self.likely(pattern);
        let same: f64 = likely[..SAME_CLASSES].iter().sum();
        let other: f64 = likely[SAME_CLASSES..].iter().sum();
        centibits(same / other)
    }

    /// The share of some levels of a field among rows that are one person.
    pub(super) fn share_of_same(&self, field: usize, is_meant: impl Fn(usize) -> bool) -> f64 {
        let shares = self.fields[field].iter().enumerate().filter(|&(level, _)| is_meant(level));
        shares.map(|(_, share)| share[Class::Same as usize]).sum()
    }

    /// How often any two rows have a pattern by coincidence, if they are filled where it is.
    pub(super) fn by_chance(&self, pattern: Pattern) -> f64 {
        let of = |(field, chance): (usize, &[f64; LEVELS_MAX])| match level(pattern, field) {
            0 => 1.0,
            level => chance[level],
        };
        self.chance.iter().enumerate().map(of).product()
    }

    /// What a level of a field says by itself, in hundredths of a bit.
    pub(crate) fn level_centibits(&self, field: usize, level: usize) -> i32 {
        let mixed = |classes: std::ops::Range<usize>| {
            let total: f64 = self.shares[classes.clone()].iter().sum();
            let part: f64 = classes.map(|class| self.shares[class] * self.fields[field][level][class]).sum();
            part / total
        };
        centibits(mixed(0..SAME_CLASSES) / mixed(SAME_CLASSES..CLASSES))
    }

    /// What speaks for one person, against the best explanation without one.
    pub(crate) fn explain(&self, pattern: Pattern) -> Explained {
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
    pub(crate) fn is_household(&self, pattern: Pattern) -> bool {
        let (likely, total) = self.likely(pattern);
        let together = Class::ALL.into_iter().zip(likely).filter(|(class, _)| class.live_together());
        together.map(|(_, likely)| likely).sum::<f64>() > total / 2.0
    }

    /// The odds of one person before any evidence, in hundredths of a bit.
    pub(crate) fn prior_centibits(&self) -> i32 {
        let same: f64 = self.shares[..SAME_CLASSES].iter().sum();
        centibits(same / (1.0 - same))
    }
}

/// A pattern, explained.
pub(crate) struct Explained {
    pub(crate) rival: Rival,
    pub(crate) prior_centibits: i32,
    /// By field.
    pub(crate) evidence_centibits: Vec<i32>,
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
pub(super) fn centibits(odds: f64) -> i32 {
    let bits = (100.0 * libm::log2(odds)) as i32;
    bits.clamp(-WEIGHT_MAX_CENTIBITS, WEIGHT_MAX_CENTIBITS)
}

/// The probability of odds in hundredths of a bit, in thousandths.
pub(crate) fn permille(weight_centibits: i32) -> u16 {
    let odds = libm::exp2(f64::from(weight_centibits) / 100.0);
    (1_000.0 * odds / (1.0 + odds)) as u16
}
