//! Transport: every row is accounted for, and applied once.

use std::collections::BTreeMap;

use super::context::{Context, Kinds, Person, skip_name};
use super::judge::{Judge, Telling, no_cells};
use super::tally::Tally;
use super::wording::{counted, form, thousands};
use crate::history::{Fact, FactKind};
use crate::ledger::{ROW_CELLS, RowLedger, count_rows, ledger_of};
use crate::time::Minute;

/// Rows read are rows accounted for.
pub(super) const ROWS_RECONCILE: Judge = Judge {
    relevant: Kinds::ROW_APPLIED.with(Kinds::ROW_OTHER),
    cells: |_| ROW_CELLS,
    each: see_rows,
    finish: tell_rows,
};

/// No row is applied twice.
pub(super) const APPLIED_EXACTLY_ONCE: Judge = Judge {
    relevant: Kinds::ROW_APPLIED.with(Kinds::ROW_OTHER),
    cells: no_cells,
    each: see_applied,
    finish: tell_applied,
};

fn see_rows(_: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    count_rows(person.facts, &mut tally.cells);
    if !person.has(Kinds::ROW_OTHER) {
        return;
    }
    for fact in person.facts {
        let FactKind::RowDropped { record } = fact.kind else {
            continue;
        };
        let landed =
            |fact: &Fact| matches!(fact.kind, FactKind::RowApplied { record: applied, .. } if applied == record);
        if !person.facts.iter().any(landed) {
            tally.case(0, fact.at, Some(person.profile), || {
                (vec![*fact], "was acknowledged by the platform, and never landed".to_owned())
            });
        }
    }
}

fn tell_rows(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let ledger = ledger_of(&tally.cells, context.evidence.rows);
    let unexplained = ledger.unexplained.unsigned_abs();
    // Rows of an export that was read but of which nothing happened at all are no evidence: see the empty history.
    let is_silent = tally.cells.iter().all(|&count| count == 0) && context.import_calls.is_none();
    if !is_silent {
        tally.exercised = ledger.read.max(explained(&ledger));
        tally.count = ledger.dropped + unexplained;
        if unexplained > 0 {
            tally.case(1, Minute::NEVER, None, || (Vec::new(), balance(&ledger)));
        }
    }
    let mut causes = Vec::new();
    if ledger.dropped > 0 {
        let rows = counted(ledger.dropped, "row", "rows");
        causes.push(format!("acknowledged by door `{}`, and never landed ({rows})", context.plan.import.door.id));
    }
    if ledger.unexplained > 0 {
        causes.push(format!("no outcome is known ({})", counted(unexplained, "row", "rows")));
    } else if unexplained > 0 {
        causes.push(format!("more rows have an outcome than were read ({})", counted(unexplained, "row", "rows")));
    }
    Telling {
        violated: if ledger.unexplained < 0 {
            format!("{} more than were read", counted(unexplained, "row has an outcome", "rows have an outcome"))
        } else {
            format!("{} in the import without a trace", counted(tally.count, "row vanished", "rows vanished"))
        },
        holds: balance(&ledger),
        vacuous: "no row was imported".to_owned(),
        unknown: String::new(),
        causes,
        changes: vec![
            "count the profiles of the target after each cohort, and send the missing rows again".to_owned(),
            "keep the platform's answer to every call, and compare its counts with the rows sent".to_owned(),
        ],
    }
}

/// Rows with an outcome.
fn explained(ledger: &RowLedger) -> u64 {
    let skipped: u64 = ledger.skipped.iter().map(|(_, count)| count).sum();
    ledger.created + ledger.updated + skipped + ledger.failed + ledger.unknown + ledger.dropped
}

/// The ledger as a sentence.
fn balance(ledger: &RowLedger) -> String {
    let mut parts =
        vec![format!("{} created", thousands(ledger.created)), format!("{} updated", thousands(ledger.updated))];
    parts.extend(
        ledger.skipped.iter().map(|(why, count)| format!("{} left out ({})", thousands(*count), skip_name(*why))),
    );
    for (count, what) in [
        (ledger.failed, "failed"),
        (ledger.unknown, "unknown"),
        (ledger.unusable, "unusable"),
        (ledger.dropped, "vanished"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", thousands(count)));
        }
    }
    if ledger.unexplained != 0 {
        parts.push(format!("{} unexplained", thousands(ledger.unexplained.unsigned_abs())));
    }
    format!("{}: {}", counted(ledger.read, "row read", "rows read"), parts.join(", "))
}

/// The row that a fact says was applied, and whether by a second run of the import.
fn applied(fact: &Fact) -> Option<(u32, bool)> {
    match fact.kind {
        FactKind::RowApplied { record, .. } => Some((record, false)),
        FactKind::RowCameAgain { record } => Some((record, true)),
        _ => None,
    }
}

fn see_applied(_: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    if person.has(Kinds::ROW_OTHER) {
        let unknown = person.facts.iter().filter(|fact| matches!(fact.kind, FactKind::RowUnknown { .. }));
        tally.undecided += unknown.count() as u64;
        let repeated = person.facts.iter().filter(|fact| matches!(fact.kind, FactKind::RowRepeated { .. }));
        tally.numbers[0] += repeated.count() as u64;
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
            Some(earlier) if tally.counts_at(fact.at) => tally.broken(0, fact.at, person, || {
                (vec![**earlier, *fact], "was applied again after it had already been applied".to_owned())
            }),
            Some(_) => {}
        }
    }
}

fn tell_applied(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let door = &context.plan.import.door;
    let rows = counted(tally.exercised, "row", "rows");
    let unknown = counted(tally.undecided, "row was", "rows were");
    let mut changes = Vec::new();
    if !door.is_idempotent {
        changes.push(format!("use a door that recognises a repeated row; `{}` does not", door.id));
    }
    changes.push("after a time-out look the rows up on the platform, before sending them again".to_owned());
    if tally.undecided > 0 {
        changes.push(
            "raise `faults.attempts-max`, so that a call that timed out is tried until it is answered".to_owned(),
        );
    }
    Telling {
        violated: format!(
            "{} {} a second time",
            counted(tally.count, "row", "rows"),
            form(tally.count, "was applied", "were applied"),
        ),
        holds: match tally.numbers[0] {
            0 => format!("{rows} applied, none of them twice"),
            repeated => format!(
                "{rows} applied, none of them twice; {} changed nothing",
                counted(repeated, "repetition", "repetitions")
            ),
        },
        vacuous: "no row was applied".to_owned(),
        unknown: format!("{unknown} given up after a time-out: nobody knows whether the platform applied them"),
        causes: if tally.count > 0 && !door.is_idempotent {
            vec![format!(
                "door `{}` is not idempotent, and calls were sent again ({})",
                door.id,
                counted(tally.count, "row", "rows")
            )]
        } else if tally.count > 0 {
            vec![format!("calls were sent again ({})", counted(tally.count, "row", "rows"))]
        } else {
            Vec::new()
        },
        changes,
    }
}
