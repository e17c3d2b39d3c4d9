//! Go or no-go: the one place that decides.
//!
//! Owns: [`Decision`], how verdicts become one, and what that is to a shell ([`Gate`]). Deliberately knows no number of
//! an exit code and no sentence: the command line has the numbers, the views have the words.
//!
//! Red is never hidden: a violation decides whatever else is unknown or untested, and what is unknown decides before what
//! is merely untested.

use rehearsal_judge::{Judgement, Verdict};

/// What the rehearsal says about going live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Every check holds.
    Go,
    /// Nothing is violated but warnings, yet something must be settled.
    GoWithConditions,
    /// A check at error level is violated.
    NoGo,
    /// No check at error level is violated, and the evidence does not decide at least one of them.
    NotDecided,
    /// No check met a single case.
    NothingProved,
}

/// What stands beside the verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Nothing happened that a check could be about: no row applied, nobody entered a flow, nothing sent.
    pub is_idle: bool,
    /// Something must be settled, or knowingly accepted, before going live.
    pub has_conditions: bool,
}

/// What a build server must know of a rehearsal, beside the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// What the rehearsal says about going live.
    pub decision: Decision,
    /// Whether a check at error level was never put to the test.
    pub is_untested: bool,
    /// Whether a check that only warns is violated.
    pub has_warnings: bool,
}

/// What the rehearsal says about going live.
#[must_use]
pub fn decide(judgement: &Judgement, circumstances: Circumstances) -> Decision {
    let has = |verdict, warn| judgement.findings.iter().any(|of| of.verdict == verdict && of.warn == warn);
    let met_a_case = has(Verdict::Holds, false) || has(Verdict::Holds, true) || has(Verdict::Violated, true);
    if has(Verdict::Violated, false) {
        Decision::NoGo
    } else if has(Verdict::Unknown, false) {
        Decision::NotDecided
    } else if circumstances.is_idle || !met_a_case {
        Decision::NothingProved
    } else if circumstances.has_conditions {
        Decision::GoWithConditions
    } else {
        Decision::Go
    }
}

impl Gate {
    /// The decision, and what a stricter gate asks for beside it.
    #[must_use]
    pub fn new(decision: Decision, judgement: &Judgement) -> Self {
        let has = |verdict, warn| judgement.findings.iter().any(|of| of.verdict == verdict && of.warn == warn);
        Self { decision, is_untested: has(Verdict::Vacuous, false), has_warnings: has(Verdict::Violated, true) }
    }
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 5] = [Self::Go, Self::GoWithConditions, Self::NoGo, Self::NotDecided, Self::NothingProved];

    /// Whether what must be settled is what there is to say: neither plainly green nor plainly red.
    #[must_use]
    pub const fn asks_for_settlement(self) -> bool {
        matches!(self, Self::GoWithConditions | Self::NotDecided)
    }

    /// The name in JSON and on the last line of the text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::GoWithConditions => "go-with-conditions",
            Self::NoGo => "no-go",
            Self::NotDecided => "not-decided",
            Self::NothingProved => "nothing-proved",
        }
    }

    /// The symbol in text and Markdown; the words always stand beside it.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Go => "✓",
            Self::GoWithConditions => "!",
            Self::NoGo => "✗",
            Self::NotDecided => "?",
            Self::NothingProved => "~",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehearsal_judge::{Claim, CustomHeadline, Finding};

    /// Every verdict at error level and as a warning: what a judgement can hold.
    const KINDS: [(Verdict, bool); 8] = [
        (Verdict::Holds, false),
        (Verdict::Vacuous, false),
        (Verdict::Unknown, false),
        (Verdict::Violated, false),
        (Verdict::Holds, true),
        (Verdict::Vacuous, true),
        (Verdict::Unknown, true),
        (Verdict::Violated, true),
    ];

    fn judgement(kinds: &[(Verdict, bool)]) -> Judgement {
        let finding = |&(verdict, warn): &(Verdict, bool)| Finding {
            name: "some-claim".to_owned(),
            claim: Claim::Always,
            verdict,
            missing_facts: Vec::new(),
            warn,
            count: 0,
            exercised: 0,
            first_at: None,
            headline: CustomHeadline::NothingSent.into(),
            tolerated: None,
            causes: Vec::new(),
            remedies: Vec::new(),
            witnesses: Vec::new(),
        };
        Judgement { findings: kinds.iter().map(finding).collect() }
    }

    /// The same, said as a table to be read from the top: the first line that fits decides.
    fn by_the_table(kinds: &[(Verdict, bool)], circumstances: Circumstances) -> Decision {
        let red = kinds.contains(&(Verdict::Violated, false));
        let open = kinds.contains(&(Verdict::Unknown, false));
        let dark = kinds.iter().all(|kind| matches!(kind, (Verdict::Vacuous, _) | (Verdict::Unknown, true)));
        match (red, open, dark || circumstances.is_idle, circumstances.has_conditions) {
            (true, ..) => Decision::NoGo,
            (_, true, ..) => Decision::NotDecided,
            (_, _, true, _) => Decision::NothingProved,
            (.., true) => Decision::GoWithConditions,
            (.., false) => Decision::Go,
        }
    }

    #[test]
    fn every_combination_of_verdicts_is_decided_in_one_way() {
        let mut seen = [0; 5];
        for set in 0..1_u16 << KINDS.len() {
            let kinds: Vec<_> = KINDS.into_iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).collect();
            let kinds: Vec<_> = kinds.into_iter().map(|(_, kind)| kind).collect();
            for circumstances in
                [0, 1, 2, 3].map(|bits| Circumstances { is_idle: bits & 1 == 1, has_conditions: bits & 2 == 2 })
            {
                let decision = decide(&judgement(&kinds), circumstances);
                assert_eq!(decision, by_the_table(&kinds, circumstances), "{kinds:?} {circumstances:?}");
                seen[Decision::ALL.into_iter().position(|known| known == decision).unwrap()] += 1;
            }
        }
        assert!(seen.iter().all(|&times| times > 0), "{seen:?}");
    }

    #[test]
    fn only_vacuous_and_unknown_is_not_decided() {
        let kinds = [(Verdict::Vacuous, false), (Verdict::Unknown, false)];
        assert_eq!(decide(&judgement(&kinds), Circumstances::default()), Decision::NotDecided);
    }
}
