//! Sentences about the welcome: of existing customers and of newcomers.

use rehearsal_core::plan::Trigger;
use rehearsal_judge::judges::newcomers::{NewcomersCause, NewcomersHeadline};
use rehearsal_judge::judges::welcome::{WelcomeBecause, WelcomeCause, WelcomeEntry, WelcomeHeadline};

use super::say::Words;

pub(super) fn welcome_headline(words: &Words<'_>, headline: &WelcomeHeadline) -> String {
    let say = &words.say;
    match *headline {
        WelcomeHeadline::Violated { mailed: 0, only_entered } => {
            say.welcome_only_entered(only_entered, words.n(only_entered))
        }
        WelcomeHeadline::Violated { mailed, only_entered: 0 } => say.welcome_mailed(mailed, words.n(mailed)),
        WelcomeHeadline::Violated { mailed, only_entered } => {
            say.welcome_mailed_and_entered(mailed, words.n(mailed), words.n(only_entered))
        }
        WelcomeHeadline::Holds { imported } => say.welcome_holds(imported, words.n(imported)),
        WelcomeHeadline::NoWelcomeFlow => say.welcome_no_flow(),
        WelcomeHeadline::NeverLive => say.welcome_never_live(),
        WelcomeHeadline::NobodyImported => say.welcome_nobody_imported(),
    }
}

pub(super) fn welcome_cause(words: &Words<'_>, cause: &WelcomeCause, count: u64) -> String {
    let (say, people) = (&words.say, words.people(count));
    let starts = starts(words, cause.entry());
    match cause {
        WelcomeCause::FlagLost(_) => say.welcome_flag_lost(starts, people),
        WelcomeCause::FlagNotSet(_) => say.welcome_flag_not_set(starts, people),
        WelcomeCause::FlagNotRead(_) => say.welcome_flag_not_read(starts, people),
        WelcomeCause::NoFlag(_) => say.welcome_no_flag(starts, people),
    }
}

/// What started the flow, and how.
fn starts(words: &Words<'_>, WelcomeEntry { flow, by }: WelcomeEntry) -> String {
    let (say, door, name) = (&words.say, words.by(by), words.flow(flow));
    match words.plan.flows.get(flow.get()).map(|flow| &flow.trigger) {
        Some(Trigger::ListAdded(list)) => {
            let list = words.plan.lists.get(list.get()).map_or("?", String::as_str);
            say.welcome_starts_by_list(door, list, name)
        }
        Some(Trigger::Event { event, .. }) => say.welcome_starts_by_event(door, words.event(*event), name),
        Some(Trigger::Birthday { .. } | Trigger::Scheduled(_) | Trigger::ByHand) | None => {
            say.welcome_starts(door, name)
        }
    }
}

pub(super) fn welcome_because(words: &Words<'_>, because: &WelcomeBecause) -> String {
    let say = &words.say;
    match (because.received, because.known_since) {
        (Some(message), Some(since)) => say.welcome_received_since(words.message(message), words.date(since)),
        (Some(message), None) => say.welcome_received(words.message(message)),
        (None, Some(since)) => say.welcome_entered_since(words.flow(because.flow), words.date(since)),
        (None, None) => say.welcome_entered(words.flow(because.flow)),
    }
}

pub(super) fn newcomers_headline(words: &Words<'_>, headline: &NewcomersHeadline) -> String {
    let say = &words.say;
    match *headline {
        NewcomersHeadline::Violated { missed, twice: 0 } => say.newcomers_missed(missed, words.n(missed)),
        NewcomersHeadline::Violated { missed: 0, twice } => say.newcomers_twice(twice, words.n(twice)),
        NewcomersHeadline::Violated { missed, twice } => format!(
            "{}, {}",
            say.newcomers_missed(missed, words.n(missed)),
            say.newcomers_others_twice(twice, words.n(twice))
        ),
        NewcomersHeadline::Holds { welcomed, not_judged_yet, excused } => {
            let mut parts = vec![say.newcomers_welcomed(welcomed, words.n(welcomed))];
            if not_judged_yet > 0 {
                parts.push(say.newcomers_not_judged(not_judged_yet, words.n(not_judged_yet)));
            }
            if excused > 0 {
                parts.push(say.newcomers_excused(words.n(excused)));
            }
            parts.join(", ")
        }
        NewcomersHeadline::NoWelcomeFlow => say.welcome_no_flow(),
        NewcomersHeadline::NobodySignedUp => say.newcomers_nobody(),
    }
}

pub(super) fn newcomers_cause(words: &Words<'_>, cause: &NewcomersCause, count: u64) -> String {
    let (say, people) = (&words.say, words.people(count));
    match *cause {
        NewcomersCause::Flagged(flow) => say.newcomers_cause_flagged(words.flow(flow), people),
        NewcomersCause::Held(flow) => say.newcomers_cause_held(words.flow(flow), people),
        NewcomersCause::NotTriggered(flow) => say.newcomers_cause_not_triggered(words.flow(flow), people),
        NewcomersCause::NotSent(flow) => say.newcomers_cause_not_sent(words.flow(flow), people),
        NewcomersCause::Twice(flow) => say.newcomers_cause_twice(words.flow(flow), people),
    }
}

pub(super) fn newcomers_because(words: &Words<'_>, cause: &NewcomersCause) -> String {
    let say = &words.say;
    match *cause {
        NewcomersCause::Flagged(flow) => say.newcomers_case_flagged(words.flow(flow)),
        NewcomersCause::Held(flow) => say.newcomers_case_held(words.flow(flow)),
        NewcomersCause::NotTriggered(flow) => say.newcomers_case_not_triggered(words.flow(flow)),
        NewcomersCause::NotSent(flow) => say.newcomers_case_not_sent(words.flow(flow)),
        NewcomersCause::Twice(flow) => say.newcomers_case_twice(words.flow(flow)),
    }
}
