//! How often people enter a flow.

use crate::context::{Context, PersonFacts, kinds};
use crate::finding::Verdict;
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::Tally;
use rehearsal_core::history::{Fact, FactKind};
use rehearsal_core::ids::{FlowMark, Index};
use rehearsal_core::plan::Reentry;

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntriesHeadline {
    /// People entered too often.
    Violated {
        /// How many.
        people: u64,
    },
    /// Every entry was allowed.
    Holds {
        /// How many entries.
        entries: u64,
    },
    /// Nobody entered a flow.
    NobodyEntered,
}

/// How an entry breaks a re-entry rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntriesCause {
    /// Entered again, although the rule is once, ever.
    Again(Entry),
    /// Entered again sooner than the rule allows.
    TooSoon(Entry),
    /// Entered while still in it.
    StillIn(Entry),
}

/// Which flow was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The flow.
    pub flow: Index<FlowMark>,
    /// Whether the entry before was on the other platform.
    pub is_on_both_platforms: bool,
}

impl EntriesCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Again(Entry { is_on_both_platforms: true, .. }) => "again-on-both-platforms",
            Self::TooSoon(Entry { is_on_both_platforms: true, .. }) => "too-soon-on-both-platforms",
            Self::StillIn(Entry { is_on_both_platforms: true, .. }) => "still-in-on-both-platforms",
            Self::Again(_) => "again",
            Self::TooSoon(_) => "too-soon",
            Self::StillIn(_) => "still-in",
        }
    }

    /// Which flow was entered.
    #[must_use]
    pub const fn entry(&self) -> Entry {
        match self {
            Self::Again(entry) | Self::TooSoon(entry) | Self::StillIn(entry) => *entry,
        }
    }
}

/// Nobody enters a journey more often than its rule allows.
pub(super) const ENTERS_AT_MOST: Judge = Judge {
    needs: kinds!(Entered Left),
    relevant: kinds!(Entered),
    cells: no_cells,
    each: see_entries,
    together: each_alone,
    count: no_count,
    headline: |_, tally, verdict| headline(tally, verdict).into(),
};

fn see_entries(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let mut is_counted = false;
    for (number, fact) in person.facts.iter().enumerate() {
        let FactKind::Entered { flow, .. } = fact.kind else {
            continue;
        };
        tally.exercised += 1;
        let Some(journey) = context.flow(flow).map(|view| view.journey) else {
            continue;
        };
        let Some((earlier, has_left)) = earlier_entry(context, &person.facts[..number], journey) else {
            continue;
        };
        let is_on_both_platforms = matches!(earlier.kind, FactKind::Entered { flow: before, .. } if before != flow);
        let entry = Entry { flow, is_on_both_platforms };
        let cause = match context.plan.flow(flow).reentry {
            Reentry::Never => EntriesCause::Again(entry),
            Reentry::AfterMinutes(minutes) if fact.at < earlier.at.plus(minutes) => EntriesCause::TooSoon(entry),
            Reentry::AfterExit | Reentry::AfterMinutes(_) if !has_left => EntriesCause::StillIn(entry),
            Reentry::AfterExit | Reentry::AfterMinutes(_) | Reentry::Always => continue,
        };
        if is_counted || !tally.counts_at(fact.at) {
            continue;
        }
        is_counted = true;
        tally.cause(cause.clone());
        tally.broken(0, fact.at, person, || (vec![*earlier, *fact], cause.into()));
    }
}

/// The last entry into a journey before now, and whether the person has left the journey since.
fn earlier_entry<'a>(context: &Context<'_>, before: &'a [Fact], journey: u16) -> Option<(&'a Fact, bool)> {
    let is_same = |flow| context.flow(flow).is_some_and(|view| view.journey == journey);
    let mut has_left = false;
    before.iter().rev().find_map(|fact| {
        if let FactKind::Left { flow, .. } = fact.kind {
            has_left |= is_same(flow);
        }
        let FactKind::Entered { flow, .. } = fact.kind else { return None };
        is_same(flow).then_some((fact, has_left))
    })
}

fn headline(tally: &Tally, verdict: Verdict) -> EntriesHeadline {
    match verdict {
        Verdict::Violated => EntriesHeadline::Violated { people: tally.count },
        Verdict::Holds => EntriesHeadline::Holds { entries: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown => EntriesHeadline::NobodyEntered,
    }
}
