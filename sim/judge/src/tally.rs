//! What a judge counts while it sees the facts.
//!
//! Owns: [`Tally`], its cases, and how two tallies are merged. Merging is commutative: counts are added, and the cases
//! kept are the three earliest, so neither the number of threads nor the order of parts shows in a judgement.

use std::collections::BTreeMap;

use super::context::PersonFacts;
use super::finding::{CountedCause, Witness};
use super::judges::{Because, Cause};
use rehearsal_core::history::Fact;
use rehearsal_core::time::Minute;

/// How many cases a finding shows.
const CASES_MAX: usize = 3;

/// What the scenario says about a claim.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InvariantTerms {
    /// How many violations are tolerated.
    pub(super) tolerance: u64,
    /// By when it must hold; `None` for the end of the rehearsal.
    pub(super) by: Option<Minute>,
    /// Whether a violation is only a warning.
    pub(super) warn: bool,
}

/// What a judge counts beside breaks and exercises, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// People who were mailed.
    Mailed,
    /// Cases that are too young to be judged.
    NotJudgedYet,
    /// Cases in which nothing was owed.
    Excused,
    /// Profiles whose deadline lies behind the end.
    DeadlineBehindTheEnd,
    /// Repetitions that changed nothing.
    Repetitions,
    /// Messages that expired.
    Expired,
    /// Messages that still waited.
    Waiting,
    /// Branches that nobody took.
    Unreached,
}

impl Count {
    const NUMBER: usize = Self::Unreached as usize + 1;
}

/// A case that breaks the claim, with its place in the order of cases.
#[derive(Clone, Debug)]
struct Case {
    rank: u8,
    at: Minute,
    witness: Witness,
}

impl Case {
    fn place(&self) -> (u8, Minute, Option<u32>) {
        (self.rank, self.at, self.witness.profile)
    }
}

/// The counts of one judge.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// What the scenario says about the claim.
    pub(super) terms: InvariantTerms,
    /// How often the claim was broken.
    pub(super) count: u64,
    /// How often it was exercised.
    pub(super) exercised: u64,
    /// How often the evidence did not decide.
    pub(super) undecided: u64,
    /// By [`Count`].
    counts: [u64; Count::NUMBER],
    /// A table of counters; the judge says how large it is.
    pub(super) cells: Vec<u64>,
    causes: BTreeMap<Cause, u64>,
    cases: Vec<Case>,
}

impl Tally {
    /// An empty tally.
    pub(super) fn new(terms: InvariantTerms, cells: usize) -> Self {
        Self { terms, cells: vec![0; cells], ..Self::default() }
    }

    /// Whether a break at this moment counts: one before `by` is forgiven, because the claim need not hold yet.
    pub(super) fn counts_at(&self, at: Minute) -> bool {
        self.terms.by.is_none_or(|by| at >= by)
    }

    /// A violation about a person. `tell` is only asked if the case may be shown. Rank 0 is shown before rank 1.
    pub(super) fn broken(
        &mut self,
        rank: u8,
        at: Minute,
        person: &PersonFacts<'_>,
        tell: impl FnOnce() -> (Vec<Fact>, Because),
    ) {
        self.count += 1;
        self.case(rank, at, Some(person.profile), tell);
    }

    /// A case to show, without counting it.
    pub(super) fn case(
        &mut self,
        rank: u8,
        at: Minute,
        profile: Option<u32>,
        tell: impl FnOnce() -> (Vec<Fact>, Because),
    ) {
        let place = (rank, at, profile);
        if self.cases.len() == CASES_MAX && self.cases.last().is_some_and(|last| last.place() <= place) {
            return;
        }
        let (facts, because) = tell();
        let after = self.cases.partition_point(|case| case.place() <= place);
        self.cases.insert(after, Case { rank, at, witness: Witness { profile, facts, because } });
        self.cases.truncate(CASES_MAX);
    }

    /// Counts something by name.
    pub(super) fn add(&mut self, count: Count, number: u64) {
        self.counts[count as usize] += number;
    }

    /// How often something was counted.
    pub(super) const fn of(&self, count: Count) -> u64 {
        self.counts[count as usize]
    }

    /// Counts a cause.
    pub(super) fn cause(&mut self, cause: impl Into<Cause>) {
        self.cause_times(cause, 1);
    }

    /// Counts a cause that was at work so many times; also one of which that is not known (0 times).
    pub(super) fn cause_times(&mut self, cause: impl Into<Cause>, times: u64) {
        *self.causes.entry(cause.into()).or_default() += times;
    }

    /// The causes, most frequent first.
    pub(super) fn causes(&self) -> Vec<CountedCause> {
        let counted = |(cause, &count): (&Cause, &u64)| CountedCause { cause: cause.clone(), count };
        let mut causes: Vec<_> = self.causes.iter().map(counted).collect();
        // Stable: causes of one frequency stay in their own order.
        causes.sort_by_key(|counted| std::cmp::Reverse(counted.count));
        causes
    }

    /// When the claim was first broken, among the cases of the best rank; `None` if no case has an instant.
    pub(super) fn first_at(&self) -> Option<Minute> {
        self.cases.first().map(|case| case.at).filter(|&at| at != Minute::NEVER)
    }

    /// The cases, in order.
    pub(super) fn witnesses(self) -> Vec<Witness> {
        self.cases.into_iter().map(|case| case.witness).collect()
    }

    /// Adds the counts of another part of the history.
    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.exercised += other.exercised;
        self.undecided += other.undecided;
        for (number, more) in self.counts.iter_mut().zip(other.counts) {
            *number += more;
        }
        for (cell, more) in self.cells.iter_mut().zip(other.cells) {
            *cell += more;
        }
        for (cause, count) in other.causes {
            *self.causes.entry(cause).or_default() += count;
        }
        self.cases.extend(other.cases);
        // Stable: cases of one profile never come from two parts, and keep the order in which they were found.
        self.cases.sort_by_key(Case::place);
        self.cases.truncate(CASES_MAX);
    }
}
