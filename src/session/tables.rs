//! The tables of the world, in the words of the report.
//!
//! Owns: how ledgers, send tables and findings of exports become the report's own rows. Deliberately counts nothing.

use rehearsal_core::history::RowSkip;
use rehearsal_core::plan::Plan;
use rehearsal_core::records::FileLine;
use rehearsal_judge::ledger::{RowLedger, SendLine};

use crate::exports::{ExportRead, ExportRequest, Reason};
use crate::report::{InputSummary, Ledger, LedgerTerm, SendDay};

/// Where the rows went: the terms and the unexplained rows make the rows that were read.
pub(super) fn ledger(counted: &RowLedger) -> Ledger {
    let term = |name, words, rows| LedgerTerm { name, words, rows };
    let mut terms = vec![
        term("created", "made a profile", counted.created),
        term("updated", "changed a profile", counted.updated),
        term("unusable", "could not be read", counted.unusable),
    ];
    terms.extend(counted.skipped.iter().map(|&(why, rows)| match why {
        RowSkip::NoKey => term("skipped-no-key", "skipped (no key)", rows),
        RowSkip::NoCohort => term("skipped-no-cohort", "skipped (in no cohort)", rows),
        RowSkip::AfterTheEnd => term("skipped-after-the-end", "skipped (batch after the end)", rows),
    }));
    terms.extend([
        term("failed", "given up after refusals", counted.failed),
        term("unknown", "given up after time-outs", counted.unknown),
        term("dropped", "acknowledged, never landed", counted.dropped),
    ]);
    // More outcomes than rows is the judges' finding; the ledger has no negative rows.
    Ledger { read: counted.read, terms, unexplained: u64::try_from(counted.unexplained).unwrap_or(0) }
}

/// What left by day, pool and provider.
pub(super) fn sends(plan: &Plan, lines: Vec<SendLine>) -> Vec<SendDay> {
    let line = |line: SendLine| SendDay {
        day: line.day,
        date: plan.calendar.date(line.day).to_string(),
        pool: plan.sending.pools[line.pool.get()].name.clone(),
        provider: line.provider.map(|provider| plan.providers[provider.get()].clone()),
        cap: line.cap,
        sent: line.sent,
        deferred: line.deferred,
    };
    lines.into_iter().map(line).collect()
}

/// What was read from each export.
pub(super) fn inputs(requests: &[ExportRequest], read: &ExportRead) -> Vec<InputSummary> {
    let summary = |(file, request): (usize, &ExportRequest)| {
        let unusable = read.unusable.iter().filter(|row| row.file == file);
        let unusable: Vec<(u64, String)> = unusable.map(|row| (row.line, reason(row.reason).to_owned())).collect();
        let records = read.population.ids.iter().filter(|&&id| FileLine::of(id).file as usize == file).count();
        let findings = read.findings.iter().filter(|finding| finding.file == file);
        InputSummary {
            name: request.name.clone(),
            rows_read: records as u64 + unusable.len() as u64,
            unusable,
            findings: findings.map(|finding| finding.noticed.to_string()).collect(),
        }
    };
    requests.iter().enumerate().map(summary).collect()
}

const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Ragged => "another number of cells than the header",
        Reason::NoIdentifier => "no e-mail address, phone number or customer id",
    }
}
