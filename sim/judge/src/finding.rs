//! Verdicts and what a judgement consists of: data, and no sentence.
//!
//! Owns: [`Verdict`], [`Claim`], [`Finding`], [`Remedy`]. Deliberately has no words: a report puts them, in its language,
//! with the names of the plan.

use super::judges::{Because, Cause, Headline};
use rehearsal_core::history::{Fact, FactName};
use rehearsal_core::model::Change;
use rehearsal_core::time::Minute;

/// What became of a claim. Ordered: the worst one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Exercised, and never broken.
    Holds,
    /// Never exercised: not a pass.
    Vacuous,
    /// The evidence does not decide.
    Unknown,
    /// Broken.
    Violated,
}

impl Verdict {
    /// Every verdict, from the best to the worst.
    pub const ALL: [Self; 4] = [Self::Holds, Self::Vacuous, Self::Unknown, Self::Violated];

    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Vacuous => "vacuous",
            Self::Unknown => "unknown",
            Self::Violated => "violated",
        }
    }
}

/// The kind of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Must hold whenever it is exercised.
    Always,
    /// A situation that must be reached.
    Sometimes,
    /// Must hold in the end.
    Eventually,
}

impl Claim {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Sometimes => "sometimes",
            Self::Eventually => "eventually",
        }
    }
}

/// One case that breaks a claim: the facts that tell it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The profile; `None` if the case is not about one (a day's volume).
    pub profile: Option<u32>,
    /// The facts that matter, in order; the last one breaks the claim.
    pub facts: Vec<Fact>,
    /// What joins them.
    pub because: Because,
}

/// A cause, and how often it was at work (people, rows, sends: what the judge counts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedCause {
    /// What brought it about.
    pub cause: Cause,
    /// How often.
    pub count: u64,
}

/// Edits of the plan that are made together, and after which a finding is expected to be gone. Several remedies of one
/// finding are made one *instead of* another.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// The edits, in the order in which they are made; at least one.
    pub changes: Vec<Change>,
    /// What they cost together: the sum of [`Change::cost`].
    pub cost: u32,
}

impl Remedy {
    /// Edits that are made together, with their cost.
    #[must_use]
    pub fn new(changes: Vec<Change>) -> Self {
        let cost = changes.iter().map(Change::cost).sum();
        Self { changes, cost }
    }
}

/// What became of one claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The claim's name.
    pub name: String,
    /// Its kind.
    pub claim: Claim,
    /// What became of it.
    pub verdict: Verdict,
    /// The kinds of facts that decide it and that the history does not hold; then it is [`Verdict::Unknown`].
    pub missing_facts: Vec<FactName>,
    /// Whether a violation is only a warning.
    pub warn: bool,
    /// How often it was broken (people, days, rows: see the headline).
    pub count: u64,
    /// How often it was exercised.
    pub exercised: u64,
    /// When it was first broken.
    pub first_at: Option<Minute>,
    /// What there is to say first: impact in the user's terms if it is broken, also where that is tolerated.
    pub headline: Headline,
    /// How many violations the scenario tolerates, if there are any and they are tolerated.
    pub tolerated: Option<u64>,
    /// What brought it about, most frequent first: doors, flows, settings.
    pub causes: Vec<CountedCause>,
    /// What to change so that it holds, one instead of another, cheapest first.
    pub remedies: Vec<Remedy>,
    /// Up to three cases, earliest first.
    pub witnesses: Vec<Witness>,
}

/// The findings of a rehearsal, in the order of the registry, custom ones last.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// One for each claim that is not switched off.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// The worst verdict of all claims that are not mere warnings; [`Verdict::Vacuous`] if there are none.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.findings
            .iter()
            .filter(|finding| !finding.warn)
            .map(|finding| finding.verdict)
            .max()
            .unwrap_or(Verdict::Vacuous)
    }
}
