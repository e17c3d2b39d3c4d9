//! The same import, a second time.
//!
//! Owns: what counts as a change that a second run made. Deliberately looks at facts of one minute only: what a row
//! changes, it changes when it lands.

use super::remedies::{day_of, day_start, door_remedies, guard_remedy};
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::Tally;
use rehearsal_core::history::{Actor, Fact, FactKind, FactKinds, facts};
use rehearsal_core::ids::{FlowMark, Index, PropertyMark, Side};
use rehearsal_core::model::Change;
use rehearsal_core::plan::ConsentHandling;

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepeatHeadline {
    /// Rows changed something.
    Violated {
        /// How many.
        changed: u64,
        /// How many came a second time.
        rows: u64,
    },
    /// None did.
    Holds {
        /// How many came a second time.
        rows: u64,
    },
    /// The import did not run a second time.
    NoSecondRun,
}

/// What a row changed when it came again; also what joins the facts of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepeatCause {
    /// It joined the list anew.
    List,
    /// It started a flow.
    Flow(Index<FlowMark>),
    /// It set the consent back.
    Consent,
    /// It set the migration flag after it had been released.
    Flag,
    /// It overwrote a property that a flow had changed.
    Property(Index<PropertyMark>),
    /// It lifted a suppression.
    Suppression,
    /// It undid what another row of the profile had stated.
    Contradiction,
}

impl RepeatCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Flow(_) => "flow",
            Self::Consent => "consent",
            Self::Flag => "flag",
            Self::Property(_) => "property",
            Self::Suppression => "suppression",
            Self::Contradiction => "contradiction",
        }
    }
}

/// A second run changes nothing.
pub(super) const IMPORT_IDEMPOTENT: Judge = Judge {
    needs: kinds!(RowApplied RowRepeated RowSkipped RowFailed RowUnknown RowDropped RowCameAgain PropertyOverwritten FlagSet ConsentChanged SuppressionLifted ListAdded Entered),
    relevant: kinds!(RowCameAgain),
    cells: no_cells,
    each: see_again,
    together: each_alone,
    count: no_count,
    headline: |_, tally, verdict| headline(tally, verdict).into(),
};

/// What a fact says was changed by the row before it; `earlier` are the facts before the fact.
fn change_of(earlier: &[Fact], fact: &Fact) -> Option<RepeatCause> {
    match fact.kind {
        FactKind::ListAdded { by: Actor::Import, .. } => Some(RepeatCause::List),
        FactKind::Entered { flow, by: Actor::Import } => Some(RepeatCause::Flow(flow)),
        FactKind::ConsentChanged { channel, by: Actor::Import, .. } => {
            let before = earlier.iter().rev().find_map(|fact| {
                let FactKind::ConsentChanged { side: Side::Target, channel: of, by, .. } = fact.kind else {
                    return None;
                };
                (of == channel).then_some(by)
            });
            // Only another row of the profile can have set by import what this one finds changed.
            Some(if before == Some(Actor::Import) { RepeatCause::Contradiction } else { RepeatCause::Consent })
        }
        FactKind::FlagSet => Some(RepeatCause::Flag),
        FactKind::PropertyOverwritten { property } => {
            let by_flow = |fact: &Fact| fact.kind == FactKind::PropertyChanged { property };
            Some(if earlier.iter().any(by_flow) { RepeatCause::Property(property) } else { RepeatCause::Contradiction })
        }
        FactKind::SuppressionLifted { by: Actor::Import, .. } => Some(RepeatCause::Suppression),
        facts!(
            stated known identity rows consents unsubscribes lists events passages steps messages reactions SignedUp
            FlagLost FlagReleased PropertyChanged
        ) => None,
    }
}

fn see_again(_: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    for (place, row) in person.facts.iter().enumerate() {
        if !matches!(row.kind, FactKind::RowCameAgain { .. }) {
            continue;
        }
        tally.exercised += 1;
        if tally.counts_at(row.at) {
            see_row(person, place, tally);
        }
    }
}

/// Looks at what follows a row that came again.
fn see_row(person: &PersonFacts<'_>, place: usize, tally: &mut Tally) {
    let row = &person.facts[place];
    // The next row's effects are its own.
    let is_mine = |fact: &Fact| {
        fact.at == row.at
            && !kinds!(RowApplied RowRepeated RowSkipped RowFailed RowUnknown RowDropped RowCameAgain)
                .meets(FactKinds::of_fact(&fact.kind))
    };
    let effects = (place + 1..person.facts.len()).take_while(|&effect| is_mine(&person.facts[effect]));
    let changes: Vec<(&Fact, RepeatCause)> = effects
        .filter_map(|effect| {
            let fact = &person.facts[effect];
            Some((fact, change_of(&person.facts[..effect], fact)?))
        })
        .collect();
    let Some(&(_, first)) = changes.first() else { return };
    let mut kinds: Vec<RepeatCause> = changes.iter().map(|(_, what)| *what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().for_each(|what| tally.cause(what));
    tally.broken(0, row.at, person, || {
        let facts = [row].into_iter().chain(changes.iter().map(|(fact, _)| *fact)).copied().collect();
        (facts, first.into())
    });
}

fn headline(tally: &Tally, verdict: Verdict) -> RepeatHeadline {
    match verdict {
        Verdict::Violated => RepeatHeadline::Violated { changed: tally.count, rows: tally.exercised },
        Verdict::Holds => RepeatHeadline::Holds { rows: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown => RepeatHeadline::NoSecondRun,
    }
}

/// What may make a second run harmless: another door, an earlier second run, a later release, leaving consent alone.
pub(super) fn remedies(context: &Context<'_>, cause: &RepeatCause) -> Vec<Remedy> {
    let import = &context.plan.import;
    match *cause {
        RepeatCause::List => {
            door_remedies(context, Some(Actor::Import), |door| door.is_idempotent && !door.rejoins_list)
        }
        RepeatCause::Flow(flow) => guard_remedy(context, flow).into_iter().collect(),
        RepeatCause::Consent => {
            let leave = Change::SetConsentHandling { handling: ConsentHandling::Leave };
            (import.consent != ConsentHandling::Leave).then(|| Remedy::new(vec![leave])).into_iter().collect()
        }
        RepeatCause::Flag => later_release(context).into_iter().collect(),
        RepeatCause::Suppression => door_remedies(context, Some(Actor::Import), |door| !door.clears_suppressions),
        RepeatCause::Property(_) | RepeatCause::Contradiction => Vec::new(),
    }
}

/// A release of the flag after the second run.
fn later_release(context: &Context<'_>) -> Option<Remedy> {
    let last = context.import_calls?.last;
    let to = Some(day_start(context, day_of(context, last) + 1)).filter(|&at| at < context.end)?;
    let release = context.plan.import.flag?.release;
    (release < to).then(|| Remedy::new(vec![Change::MoveFlagRelease { to }]))
}
