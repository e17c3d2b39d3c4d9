//! Transport: every row is accounted for, and applied once.

use std::collections::BTreeMap;

use super::remedies::door_remedies;
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells};
use crate::ledger::{ROW_CELLS, RowLedger, count_rows, ledger_of};
use crate::tally::{Count, Tally};
use rehearsal_core::history::{Actor, Fact, FactKind};
use rehearsal_core::time::Minute;

/// What there is to say first about the ledger of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowsHeadline {
    /// Rows vanished.
    Vanished {
        /// How many.
        rows: u64,
    },
    /// More rows have an outcome than were read.
    TooMany {
        /// How many more.
        rows: u64,
    },
    /// Every row is accounted for.
    Holds(RowLedger),
    /// No row was imported.
    NoRow,
}

/// Where rows went.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowsCause {
    /// Acknowledged by the door, and never landed.
    Dropped,
    /// No outcome is known.
    NoOutcome,
    /// More have an outcome than were read.
    TooMany,
}

impl RowsCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::NoOutcome => "no-outcome",
            Self::TooMany => "too-many",
        }
    }
}

/// What joins the facts of a case about rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowsBecause {
    /// The row was acknowledged, and never landed.
    NeverLanded,
    /// The ledger does not balance.
    Unbalanced(RowLedger),
}

/// What there is to say first about repetitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppliedHeadline {
    /// Rows were applied a second time.
    Violated {
        /// How many.
        rows: u64,
    },
    /// None was.
    Holds {
        /// Rows that were applied.
        rows: u64,
        /// Repetitions that changed nothing.
        repetitions: u64,
    },
    /// Rows were given up after a time-out: nobody knows whether they were applied.
    Unknown {
        /// How many.
        rows: u64,
    },
    /// No row was applied.
    NoRow,
}

/// Why rows were applied twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AppliedCause {
    /// The door does not recognise a repeated row.
    NotIdempotent,
    /// Calls were sent again, through a door that should recognise it.
    SentAgain,
    /// Calls were given up after a time-out.
    GivenUp,
}

impl AppliedCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NotIdempotent => "not-idempotent",
            Self::SentAgain => "sent-again",
            Self::GivenUp => "given-up",
        }
    }
}

/// What joins the facts of a case about repetitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedAgain;

/// Rows read are rows accounted for.
pub(super) const ROWS_RECONCILE: Judge = Judge {
    needs: kinds!(RowApplied RowRepeated RowSkipped RowFailed RowUnknown RowDropped),
    relevant: kinds!(RowApplied RowRepeated RowSkipped RowFailed RowUnknown RowDropped),
    cells: |_| ROW_CELLS,
    each: see_rows,
    together: each_alone,
    count: count_ledger,
    headline: |context, tally, verdict| rows_headline(context, tally, verdict).into(),
};

/// No row is applied twice.
pub(super) const APPLIED_EXACTLY_ONCE: Judge = Judge {
    needs: kinds!(RowApplied RowRepeated RowCameAgain RowUnknown),
    relevant: kinds!(RowApplied RowRepeated RowSkipped RowFailed RowUnknown RowDropped),
    cells: no_cells,
    each: see_applied,
    together: each_alone,
    count: count_given_up,
    headline: |_, tally, verdict| applied_headline(tally, verdict).into(),
};

fn see_rows(_: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    count_rows(person.facts, &mut tally.cells);
    if !person.has(kinds!(RowRepeated RowSkipped RowFailed RowUnknown RowDropped)) {
        return;
    }
    for fact in person.facts {
        let FactKind::RowDropped { record } = fact.kind else {
            continue;
        };
        let landed =
            |fact: &Fact| matches!(fact.kind, FactKind::RowApplied { record: applied, .. } if applied == record);
        if !person.facts.iter().any(landed) {
            tally.case(0, fact.at, Some(person.profile), || (vec![*fact], RowsBecause::NeverLanded.into()));
        }
    }
}

fn count_ledger(context: &Context<'_>, tally: &mut Tally) {
    // Rows of an export that was read but of which nothing happened at all are no evidence: see the empty history.
    if tally.cells.iter().all(|&count| count == 0) && context.import_calls.is_none() {
        return;
    }
    let ledger = ledger_of(&tally.cells, context.input.rows);
    let unexplained = ledger.unexplained.unsigned_abs();
    tally.exercised = ledger.read.max(explained(&ledger));
    tally.count = ledger.dropped + unexplained;
    if ledger.dropped > 0 {
        tally.cause_times(RowsCause::Dropped, ledger.dropped);
    }
    if unexplained > 0 {
        let cause = if ledger.unexplained > 0 { RowsCause::NoOutcome } else { RowsCause::TooMany };
        tally.cause_times(cause, unexplained);
        tally.case(1, Minute::NEVER, None, || (Vec::new(), RowsBecause::Unbalanced(ledger).into()));
    }
}

fn rows_headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> RowsHeadline {
    let ledger = ledger_of(&tally.cells, context.input.rows);
    match verdict {
        Verdict::Violated if ledger.unexplained < 0 => {
            RowsHeadline::TooMany { rows: ledger.unexplained.unsigned_abs() }
        }
        Verdict::Violated => RowsHeadline::Vanished { rows: tally.count },
        Verdict::Holds => RowsHeadline::Holds(ledger),
        Verdict::Vacuous | Verdict::Unknown => RowsHeadline::NoRow,
    }
}

/// Rows with an outcome.
fn explained(ledger: &RowLedger) -> u64 {
    let skipped: u64 = ledger.skipped.iter().map(|(_, count)| count).sum();
    ledger.created + ledger.updated + skipped + ledger.failed + ledger.unknown + ledger.dropped
}

/// The row that a fact says was applied, and whether by a second run of the import.
fn applied(fact: &Fact) -> Option<(u32, bool)> {
    if let FactKind::RowApplied { record, .. } = fact.kind {
        return Some((record, false));
    }
    if let FactKind::RowCameAgain { record } = fact.kind { Some((record, true)) } else { None }
}

fn see_applied(_: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    if person.has(kinds!(RowRepeated RowSkipped RowFailed RowUnknown RowDropped)) {
        let unknown = person.facts.iter().filter(|fact| matches!(fact.kind, FactKind::RowUnknown { .. }));
        tally.undecided += unknown.count() as u64;
        let repeated = person.facts.iter().filter(|fact| matches!(fact.kind, FactKind::RowRepeated { .. }));
        tally.add(Count::Repetitions, repeated.count() as u64);
    }
    let mut rows = person.facts.iter().filter(|fact| applied(fact).is_some());
    let Some(first) = rows.next() else { return };
    let Some(second) = rows.next() else {
        tally.exercised += u64::from(applied(first).is_some_and(|(_, is_again)| !is_again));
        return;
    };
    let mut firsts = BTreeMap::new();
    for fact in [first, second].into_iter().chain(rows) {
        let Some(row) = applied(fact) else { continue };
        match firsts.get(&row) {
            None => {
                tally.exercised += u64::from(!row.1);
                firsts.insert(row, fact);
            }
            Some(earlier) if tally.counts_at(fact.at) => {
                tally.broken(0, fact.at, person, || (vec![**earlier, *fact], AppliedAgain.into()))
            }
            Some(_) => {}
        }
    }
}

fn count_given_up(context: &Context<'_>, tally: &mut Tally) {
    let door = &context.plan.import.door;
    if tally.count > 0 {
        let cause = if door.is_idempotent { AppliedCause::SentAgain } else { AppliedCause::NotIdempotent };
        tally.cause_times(cause, tally.count);
    }
    if tally.undecided > 0 {
        tally.cause_times(AppliedCause::GivenUp, tally.undecided);
    }
}

fn applied_headline(tally: &Tally, verdict: Verdict) -> AppliedHeadline {
    match verdict {
        Verdict::Violated => AppliedHeadline::Violated { rows: tally.count },
        Verdict::Holds => AppliedHeadline::Holds { rows: tally.exercised, repetitions: tally.of(Count::Repetitions) },
        Verdict::Unknown => AppliedHeadline::Unknown { rows: tally.undecided },
        Verdict::Vacuous => AppliedHeadline::NoRow,
    }
}

/// What may keep rows from being applied twice: a door that recognises them.
pub(super) fn applied_remedies(context: &Context<'_>, cause: &AppliedCause) -> Option<Vec<Remedy>> {
    match cause {
        AppliedCause::NotIdempotent => Some(door_remedies(context, Some(Actor::Import), |door| door.is_idempotent)),
        AppliedCause::SentAgain => Some(Vec::new()),
        // Beside a violation this explains nothing of it.
        AppliedCause::GivenUp => None,
    }
}
