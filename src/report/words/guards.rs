//! Sentences about the guards of an import, the migration flag, and how often people enter a flow.

use rehearsal_judge::judges::entry::{EntriesCause, EntriesHeadline};
use rehearsal_judge::judges::guard::{FlagBecause, FlagCause, FlagHeadline, HeldBecause, HeldCause, HeldHeadline};

use super::say::Words;

pub(super) fn held_headline(words: &Words<'_>, headline: &HeldHeadline) -> String {
    let say = &words.say;
    match *headline {
        HeldHeadline::Violated { flows: 0, .. } => say.held_early(),
        HeldHeadline::Violated { flows, is_released_early: false } => say.held_violated(flows, words.n(flows)),
        HeldHeadline::Violated { flows, is_released_early: true } => say.held_violated_and_early(flows, words.n(flows)),
        HeldHeadline::Holds { flows } => say.held_holds(flows, words.n(flows)),
        HeldHeadline::NoCall => say.held_no_call(),
        HeldHeadline::NothingToStart => say.held_nothing_to_start(),
    }
}

pub(super) fn held_cause(words: &Words<'_>, cause: &HeldCause, count: u64) -> String {
    match *cause {
        HeldCause::Unguarded { flow, by: _ } => {
            let entries = words.say.entries(count, words.n(count));
            words.say.held_cause_unguarded(words.flow(flow), entries)
        }
        HeldCause::ReleasedEarly { release, last_accepted } => {
            words.say.held_cause_early(words.instant(release), words.instant(last_accepted))
        }
    }
}

pub(super) fn held_because(words: &Words<'_>, because: &HeldBecause) -> String {
    match *because {
        HeldBecause::Entered { flow, by } => words.say.held_case_entered(words.flow(flow), words.by(Some(by))),
        HeldBecause::ReleasedEarly { release, last_accepted } => {
            words.say.held_case_early(words.instant(release), words.instant(last_accepted))
        }
    }
}

pub(super) fn flag_headline(words: &Words<'_>, headline: &FlagHeadline) -> String {
    let say = &words.say;
    match *headline {
        FlagHeadline::Violated { profiles, by: None } => say.flag_violated(profiles, words.n(profiles)),
        FlagHeadline::Violated { profiles, by: Some(by) } => {
            say.flag_violated_by(profiles, words.n(profiles), words.instant(by))
        }
        FlagHeadline::Holds { profiles } => say.flag_holds(profiles, words.n(profiles)),
        FlagHeadline::NoFlag => say.flag_none(),
        FlagHeadline::ReleasedAfterTheEnd => say.flag_after_the_end(),
        FlagHeadline::NobodyFlagged => say.flag_nobody(),
    }
}

pub(super) fn flag_cause(words: &Words<'_>, cause: &FlagCause, count: u64) -> String {
    let (say, profiles) = (&words.say, words.profiles(count));
    match cause {
        FlagCause::FlaggedLate => say.flag_cause_flagged_late(profiles),
        FlagCause::ReleasedLate => say.flag_cause_released_late(profiles),
        FlagCause::NeverReleased => say.flag_cause_never(profiles),
    }
}

pub(super) fn flag_because(words: &Words<'_>, because: &FlagBecause) -> String {
    match because {
        FlagBecause::FlaggedAfterTheRelease => words.say.flag_case_flagged_late(),
        FlagBecause::StillFlagged => words.say.flag_case_still(),
    }
}

pub(super) fn entries_headline(words: &Words<'_>, headline: &EntriesHeadline) -> String {
    let say = &words.say;
    match *headline {
        EntriesHeadline::Violated { people } => say.entries_violated(people, words.n(people)),
        EntriesHeadline::Holds { entries } => say.entries_holds(entries, words.n(entries)),
        EntriesHeadline::NobodyEntered => say.entries_nobody(),
    }
}

pub(super) fn entries_cause(words: &Words<'_>, cause: &EntriesCause, count: u64) -> String {
    let (say, people, entry) = (&words.say, words.people(count), cause.entry());
    let flow = words.flow(entry.flow);
    match (cause, entry.is_on_both_platforms) {
        (EntriesCause::Again(_), false) => say.entries_cause_again(flow, people),
        (EntriesCause::TooSoon(_), false) => say.entries_cause_too_soon(flow, people),
        (EntriesCause::StillIn(_), false) => say.entries_cause_still_in(flow, people),
        (EntriesCause::Again(_), true) => say.entries_cause_both_again(flow, people),
        (EntriesCause::TooSoon(_), true) => say.entries_cause_both_too_soon(flow, people),
        (EntriesCause::StillIn(_), true) => say.entries_cause_both_still_in(flow, people),
    }
}

pub(super) fn entries_because(words: &Words<'_>, cause: &EntriesCause) -> String {
    let flow = words.flow(cause.entry().flow);
    match cause {
        EntriesCause::Again(_) => words.say.entries_case_again(flow),
        EntriesCause::TooSoon(_) => words.say.entries_case_too_soon(flow),
        EntriesCause::StillIn(_) => words.say.entries_case_still_in(flow),
    }
}
