//! Customer ids: one profile has one, and one names one profile.
//!
//! Owns: the judge of both directions. Deliberately knows ids by number alone: no fact holds an id itself.

use crate::context::{Context, PersonFacts, kinds};
use crate::finding::Verdict;
use crate::judge::{Judge, no_cells, no_count};
use crate::tally::Tally;
use rehearsal_core::history::{Fact, FactKind, HistoryPart};
use rehearsal_core::plan::Key;

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomerHeadline {
    /// Profiles have no customer id of their own.
    Violated {
        /// How many.
        profiles: u64,
    },
    /// Each has one.
    Holds {
        /// How many.
        profiles: u64,
    },
    /// No profile was made on the target.
    NoProfile,
    /// The scenario recognises nobody by a customer id.
    NotByCustomerId,
}

/// What is wrong; also what joins the facts of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustomerCause {
    /// No row of the profile has an id.
    Missing,
    /// Rows with different ids became one profile.
    Several,
    /// Rows with one id became two profiles.
    Shared,
}

impl CustomerCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Several => "several",
            Self::Shared => "shared",
        }
    }
}

/// Exactly one customer id a profile, and one profile an id.
pub(super) const ONE_CUSTOMER_ID: Judge = Judge {
    needs: kinds!(CustomerId RowApplied SignedUp),
    relevant: kinds!(RowApplied SignedUp CustomerId),
    cells: no_cells,
    each: see_profile,
    together: see_shared,
    count: no_count,
    headline: |context, tally, verdict| headline(context, tally, verdict).into(),
};

fn number_of(fact: &Fact) -> Option<u32> {
    if let FactKind::CustomerId { number } = fact.kind { Some(number) } else { None }
}

fn see_profile(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    if !person.is_on_target() || !context.plan.identity.uses(Key::CustomerId) {
        return;
    }
    tally.exercised += 1;
    let mut ids = person.facts.iter().filter(|fact| number_of(fact).is_some());
    let Some(first) = ids.next() else {
        let made = person
            .facts
            .iter()
            .find(|fact| matches!(fact.kind, FactKind::RowApplied { .. } | FactKind::SignedUp { .. }));
        if let Some(made) = made.filter(|fact| tally.counts_at(fact.at)) {
            tally.cause(CustomerCause::Missing);
            tally.broken(0, made.at, person, || (vec![*made], CustomerCause::Missing.into()));
        }
        return;
    };
    let second = ids.find(|fact| number_of(fact) != number_of(first));
    if let Some(second) = second.filter(|fact| tally.counts_at(fact.at)) {
        tally.cause(CustomerCause::Several);
        tally.broken(0, second.at, person, || (vec![*first, *second], CustomerCause::Several.into()));
    }
}

/// Every profile but the first with an id that another has too. Which profile that is depends on the ids alone, so this
/// looks at profiles together.
fn see_shared(context: &Context<'_>, parts: &[HistoryPart], tally: &mut Tally) {
    if tally.exercised == 0 || !context.plan.identity.uses(Key::CustomerId) {
        return;
    }
    let facts = parts.iter().flat_map(|part| &part.facts);
    let mut holders: Vec<(u32, u32, &Fact)> =
        facts.filter_map(|fact| Some((number_of(fact)?, fact.profile, fact))).collect();
    holders.sort_by_key(|&(number, profile, fact)| (number, profile, fact.at));
    holders.dedup_by_key(|&mut (number, profile, _)| (number, profile));
    for holders in holders.chunk_by(|left, right| left.0 == right.0) {
        for &(_, profile, fact) in &holders[1..] {
            if tally.counts_at(fact.at) {
                tally.count += 1;
                tally.cause(CustomerCause::Shared);
                tally.case(0, fact.at, Some(profile), || (vec![*fact], CustomerCause::Shared.into()));
            }
        }
    }
}

fn headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> CustomerHeadline {
    match verdict {
        Verdict::Violated => CustomerHeadline::Violated { profiles: tally.count },
        Verdict::Holds => CustomerHeadline::Holds { profiles: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown if context.plan.identity.uses(Key::CustomerId) => {
            CustomerHeadline::NoProfile
        }
        Verdict::Vacuous | Verdict::Unknown => CustomerHeadline::NotByCustomerId,
    }
}
