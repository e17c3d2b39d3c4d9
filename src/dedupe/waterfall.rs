//! How evidence adds up: step by step, from the odds before any evidence to the weight of a link.
//!
//! Owns: [`Waterfall`], and weights in words. Deliberately rounds only when a weight is written, and adds the exact ones.

use rehearsal_identity::{Decider, Field, Findings, Link, Rival};

use super::clusters::permille;

/// Weights below this do not show in one decimal.
const SHOWN_CENTIBITS: i32 = 5;
/// Pieces of evidence that a sentence names.
const NAMED_MAX: usize = 4;

/// One piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvidenceStep<'a> {
    /// What was compared.
    pub field: &'a str,
    /// What came of it.
    pub level: &'static str,
    /// What it says for one person against the rival, in hundredths of a bit.
    pub weight_centibits: i32,
    /// What all weighs up to here.
    pub total_centibits: i32,
}

/// The evidence of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waterfall<'a> {
    /// What else the two could be.
    pub rival: Rival,
    /// The odds against that before any evidence.
    pub prior_centibits: i32,
    /// The evidence, in the order of the fields.
    pub steps: Vec<EvidenceStep<'a>>,
    /// What the link weighs more or less than its steps: other explanations, and of clusters, the rows one by one.
    pub overlap_centibits: i32,
    /// What the link weighs.
    pub total_centibits: i32,
    /// The same as a probability, in thousandths.
    pub probability_permille: u16,
    /// Who decided.
    pub by: Decider,
}

impl<'a> Waterfall<'a> {
    /// The evidence of a link.
    #[must_use]
    pub fn of(findings: &'a Findings, link: &Link) -> Self {
        let mut total = link.prior_centibits;
        let reached = findings.fields.iter().zip(&link.levels).zip(&link.evidence_centibits);
        let steps: Vec<EvidenceStep<'a>> = reached
            .filter_map(|((field, &level), &weight_centibits)| {
                let level = field.levels.get(usize::from(level))?;
                total = total.saturating_add(weight_centibits);
                let total_centibits = total;
                Some(EvidenceStep { field: &field.name, level: level.name, weight_centibits, total_centibits })
            })
            .collect();
        Self {
            rival: link.rival,
            prior_centibits: link.prior_centibits,
            steps,
            overlap_centibits: link.weight_centibits.saturating_sub(total),
            total_centibits: link.weight_centibits,
            probability_permille: link.probability_permille,
            by: link.by,
        }
    }

    /// The steps that show: those that say something.
    pub fn telling(&self) -> impl Iterator<Item = &EvidenceStep<'a>> {
        self.steps.iter().filter(|step| shows(step.weight_centibits))
    }

    /// Whether the overlap shows.
    #[must_use]
    pub const fn has_overlap(&self) -> bool {
        shows(self.overlap_centibits)
    }

    /// The heaviest weight that is drawn.
    #[must_use]
    pub fn scale(&self) -> u32 {
        let weights = self.steps.iter().map(|step| step.weight_centibits);
        let all = weights.chain([self.prior_centibits, self.overlap_centibits]);
        all.map(i32::unsigned_abs).max().unwrap_or(0).max(1)
    }

    /// The heaviest evidence in one line: `same mailbox +12.3, different first name -2.0`.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.by == Decider::Person {
            return "a person decided".to_owned();
        }
        let mut steps: Vec<&EvidenceStep<'_>> = self.telling().collect();
        steps.sort_by_key(|step| std::cmp::Reverse(step.weight_centibits.unsigned_abs()));
        let named = steps.iter().take(NAMED_MAX);
        let mut parts: Vec<String> =
            named.map(|step| format!("{} {}", label(step.field, step.level), bits(step.weight_centibits))).collect();
        if steps.len() > NAMED_MAX {
            parts.push(format!("{} more", steps.len() - NAMED_MAX));
        }
        if parts.is_empty() {
            parts.push("no evidence".to_owned());
        }
        format!("{}; {} bits in all", parts.join(", "), bits(self.total_centibits))
    }

    /// The probability, `0.000` to `1.000`.
    #[must_use]
    pub fn probability(&self) -> String {
        permille(self.probability_permille)
    }
}

const fn shows(centibits: i32) -> bool {
    centibits >= SHOWN_CENTIBITS || centibits <= -SHOWN_CENTIBITS
}

/// Hundredths of a bit as bits with a sign and one decimal: `+12.3`.
pub(super) fn bits(centibits: i32) -> String {
    let tenths = (centibits.unsigned_abs() + 5) / 10;
    let sign = match (centibits.signum(), tenths) {
        (_, 0) => "",
        (-1, _) => "-",
        _ => "+",
    };
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// A level, with its field where the level does not name it.
pub(super) fn label(field: &str, level: &str) -> String {
    if level.contains(field) { level.to_owned() } else { format!("{field}: {level}") }
}

/// What joined two rows: the heaviest evidence that would have done so by itself, in words.
pub(super) fn joined_by(prior_centibits: i32, fields: &[Field], levels: &[u8]) -> String {
    let mut found: Vec<(i32, String)> = fields
        .iter()
        .zip(levels)
        .filter_map(|(field, &level)| Some((field, field.levels.get(usize::from(level))?)))
        .filter(|(_, level)| shows(level.weight_centibits) && level.weight_centibits > 0)
        .map(|(field, level)| (level.weight_centibits, label(&field.name, level.name)))
        .collect();
    found.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    let mut total = prior_centibits;
    let mut needed = 0;
    for (weight, _) in found.iter().take(3) {
        needed += 1;
        total = total.saturating_add(*weight);
        if total > 0 {
            break;
        }
    }
    let words: Vec<String> = found.into_iter().take(needed).map(|(_, words)| words).collect();
    if words.is_empty() { "no evidence by itself".to_owned() } else { crate::report::words::listed(&words) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehearsal_identity::Level;

    fn field(name: &str, weights: &[(&'static str, i32)]) -> Field {
        let levels = weights.iter().map(|&(name, weight_centibits)| Level { name, weight_centibits }).collect();
        Field { name: name.to_owned(), columns: vec![0], levels }
    }

    #[test]
    fn weights_have_a_sign_and_one_decimal() {
        assert_eq!([1234, -1235, 4, -4, 5, 0].map(bits), ["+12.3", "-12.4", "0.0", "0.0", "+0.1", "0.0"]);
        assert_eq!(bits(i32::MIN), "-21474836.5");
    }

    #[test]
    fn a_waterfall_ends_at_the_weight_of_its_link() {
        let findings = Findings {
            fields: vec![
                field("mailbox", &[("one is missing", 0), ("same mailbox", 1200)]),
                field("birth date", &[("one is missing", 0), ("another birth date", -300)]),
            ],
            prior_centibits: -800,
            ..Findings::default()
        };
        let link = Link {
            rows: [0, 1],
            levels: vec![1, 1],
            rival: Rival::Namesake,
            prior_centibits: -800,
            evidence_centibits: vec![1_200, -300],
            weight_centibits: 150,
            probability_permille: 739,
            by: Decider::Evidence,
        };
        let waterfall = Waterfall::of(&findings, &link);
        assert_eq!(waterfall.steps.iter().map(|step| step.total_centibits).collect::<Vec<_>>(), [400, 100]);
        assert_eq!((waterfall.overlap_centibits, waterfall.total_centibits), (50, 150));
        assert_eq!(waterfall.sentence(), "same mailbox +12.0, another birth date -3.0; +1.5 bits in all");
        let short = Waterfall::of(&findings, &Link { levels: vec![9], ..link });
        assert!(short.steps.is_empty(), "a level that does not exist is no panic");
    }

    #[test]
    fn merges_are_told_by_what_they_needed() {
        let fields = [
            field("mailbox", &[("one is missing", 0), ("same mailbox", 1200)]),
            field("first name", &[("same", 500), ("another", -400)]),
            field("phone", &[("same phone", 600)]),
        ];
        assert_eq!(joined_by(-800, &fields, &[1, 0, 0]), "same mailbox");
        assert_eq!(joined_by(-800, &fields, &[0, 0, 0]), "same phone and first name: same");
        assert_eq!(joined_by(-800, &fields, &[0, 1, 0]), "same phone");
        assert_eq!(joined_by(-800, &fields, &[0, 1]), "no evidence by itself");
    }
}
