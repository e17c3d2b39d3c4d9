//! Sentences about rows: where they went, whether they were applied twice, and what a second import changed.

use rehearsal_core::history::RowSkip;
use rehearsal_core::ids::{Index, PropertyMark};
use rehearsal_judge::judges::repeat::{RepeatCause, RepeatHeadline};
use rehearsal_judge::judges::transport::{
    AppliedAgain, AppliedCause, AppliedHeadline, RowsBecause, RowsCause, RowsHeadline,
};
use rehearsal_judge::ledger::RowLedger;

use super::say::Words;

pub(super) fn rows_headline(words: &Words<'_>, headline: &RowsHeadline) -> String {
    match headline {
        RowsHeadline::Vanished { rows } => words.say.rows_vanished(*rows, words.n(*rows)),
        RowsHeadline::TooMany { rows } => words.say.rows_too_many(*rows, words.n(*rows)),
        RowsHeadline::Holds(ledger) => balance(words, ledger),
        RowsHeadline::NoRow => words.say.rows_none(),
    }
}

/// The ledger as a sentence.
fn balance(words: &Words<'_>, ledger: &RowLedger) -> String {
    let say = &words.say;
    let mut parts = vec![say.rows_created(words.n(ledger.created)), say.rows_updated(words.n(ledger.updated))];
    parts.extend(ledger.skipped.iter().map(|(why, count)| match why {
        RowSkip::NoKey => say.rows_no_key(words.n(*count)),
        RowSkip::NoCohort => say.rows_no_cohort(words.n(*count)),
        RowSkip::AfterTheEnd => say.rows_after_the_end(words.n(*count)),
    }));
    for (count, part) in [
        (ledger.failed, say.rows_failed(words.n(ledger.failed))),
        (ledger.unknown, say.rows_unknown(words.n(ledger.unknown))),
        (ledger.unusable, say.rows_unusable(words.n(ledger.unusable))),
        (ledger.dropped, say.rows_dropped(words.n(ledger.dropped))),
        (ledger.unexplained.unsigned_abs(), say.rows_unexplained(words.n(ledger.unexplained.unsigned_abs()))),
    ] {
        if count > 0 {
            parts.push(part);
        }
    }
    say.rows_balance(ledger.read, words.n(ledger.read), parts.join(", "))
}

pub(super) fn rows_cause(words: &Words<'_>, cause: &RowsCause, count: u64) -> String {
    let (say, rows) = (&words.say, words.rows(count));
    match cause {
        RowsCause::Dropped => say.rows_cause_dropped(&*words.plan.import.door.id, rows),
        RowsCause::NoOutcome => say.rows_cause_no_outcome(rows),
        RowsCause::TooMany => say.rows_cause_too_many(rows),
    }
}

pub(super) fn rows_because(words: &Words<'_>, because: &RowsBecause) -> String {
    match because {
        RowsBecause::NeverLanded => words.say.rows_case_never_landed(),
        RowsBecause::Unbalanced(ledger) => balance(words, ledger),
    }
}

pub(super) fn applied_headline(words: &Words<'_>, headline: &AppliedHeadline) -> String {
    let say = &words.say;
    match *headline {
        AppliedHeadline::Violated { rows } => say.applied_violated(rows, words.n(rows)),
        AppliedHeadline::Holds { rows, repetitions: 0 } => say.applied_holds(words.rows(rows)),
        AppliedHeadline::Holds { rows, repetitions } => {
            say.applied_holds_repeated(repetitions, words.rows(rows), words.n(repetitions))
        }
        AppliedHeadline::Unknown { rows } => say.applied_unknown(rows, words.n(rows)),
        AppliedHeadline::NoRow => say.applied_none(),
    }
}

pub(super) fn applied_cause(words: &Words<'_>, cause: &AppliedCause, count: u64) -> String {
    let (say, rows) = (&words.say, words.rows(count));
    match cause {
        AppliedCause::NotIdempotent => say.applied_cause_not_idempotent(&*words.plan.import.door.id, rows),
        AppliedCause::SentAgain => say.applied_cause_sent_again(rows),
        AppliedCause::GivenUp => say.applied_cause_given_up(rows),
    }
}

pub(super) fn applied_because(words: &Words<'_>, AppliedAgain: &AppliedAgain) -> String {
    words.say.applied_case()
}

pub(super) fn repeat_headline(words: &Words<'_>, headline: &RepeatHeadline) -> String {
    let say = &words.say;
    match *headline {
        RepeatHeadline::Violated { changed, rows } => say.repeat_violated(rows, words.n(changed), words.n(rows)),
        RepeatHeadline::Holds { rows } => say.repeat_holds(words.rows(rows)),
        RepeatHeadline::NoSecondRun => say.repeat_none(),
    }
}

fn property<'a>(words: &Words<'a>, property: Index<PropertyMark>) -> &'a str {
    words.plan.properties.get(property.get()).map_or("?", |property| &property.name)
}

pub(super) fn repeat_cause(words: &Words<'_>, cause: &RepeatCause, count: u64) -> String {
    let (say, rows, door) = (&words.say, words.rows(count), &*words.plan.import.door.id);
    match *cause {
        RepeatCause::List => say.repeat_cause_list(door, rows),
        RepeatCause::Flow(flow) => say.repeat_cause_flow(door, words.flow(flow), rows),
        RepeatCause::Consent => say.repeat_cause_consent(rows),
        RepeatCause::Flag => say.repeat_cause_flag(rows),
        RepeatCause::Property(of) => say.repeat_cause_property(property(words, of), rows),
        RepeatCause::Suppression => say.repeat_cause_suppression(door, rows),
        RepeatCause::Contradiction => say.repeat_cause_contradiction(rows),
    }
}

pub(super) fn repeat_because(words: &Words<'_>, cause: &RepeatCause) -> String {
    let say = &words.say;
    match *cause {
        RepeatCause::List => say.repeat_case_list(),
        RepeatCause::Flow(flow) => say.repeat_case_flow(words.flow(flow)),
        RepeatCause::Consent => say.repeat_case_consent(),
        RepeatCause::Flag => say.repeat_case_flag(),
        RepeatCause::Property(of) => say.repeat_case_property(property(words, of)),
        RepeatCause::Suppression => say.repeat_case_suppression(),
        RepeatCause::Contradiction => say.repeat_case_contradiction(),
    }
}
