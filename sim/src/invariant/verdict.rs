//! Verdicts and what a judgement consists of.

use crate::history::Fact;
use crate::time::Minute;

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
    /// The name in reports.
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
    /// The sentence that joins them: `received welcome-1 although the source knew this person since 2021-03-02`.
    /// Holds no value of a person.
    pub because: String,
}

/// What became of one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The claim's name.
    pub name: String,
    /// Its kind.
    pub claim: Claim,
    /// Why it matters, in one sentence.
    pub why: String,
    /// What became of it.
    pub verdict: Verdict,
    /// Whether a violation is only a warning.
    pub warn: bool,
    /// How often it was broken (people, days, rows: see the headline).
    pub count: u64,
    /// How often it was exercised.
    pub exercised: u64,
    /// When it was first broken.
    pub first_at: Option<Minute>,
    /// Impact in the user's terms: `3,533 existing customers got the welcome mail`. When is in `first_at`.
    pub headline: String,
    /// What brought it about, most frequent first: doors, flows, settings, by name.
    pub causes: Vec<String>,
    /// What to change so that it holds, cheapest first, in terms of the scenario's own keys.
    pub changes: Vec<String>,
    /// Up to three cases, earliest first.
    pub witnesses: Vec<Witness>,
}

/// The findings of a rehearsal, in the order of the registry, custom ones last.
#[derive(Clone, Debug, PartialEq, Eq)]
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
