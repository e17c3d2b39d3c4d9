//! Sentences about consent, suppressions and unsubscribes.

use rehearsal_core::ids::Side;
use rehearsal_judge::judges::consent::{ConsentCause, ConsentHeadline};
use rehearsal_judge::judges::optout::{
    SuppressedBecause, SuppressedCause, SuppressedHeadline, UnsubscribeCause, UnsubscribeHeadline,
};

use super::say::Words;

pub(super) fn consent_headline(words: &Words<'_>, headline: &ConsentHeadline) -> String {
    let say = &words.say;
    match *headline {
        ConsentHeadline::Violated { people } => say.consent_violated(people, words.n(people)),
        ConsentHeadline::Holds { people } => say.consent_holds(people, words.n(people)),
        ConsentHeadline::NobodyKnown => say.consent_nobody(),
    }
}

pub(super) fn consent_cause(words: &Words<'_>, cause: &ConsentCause, count: u64) -> String {
    let ConsentCause::Gained { by, channel, lawful, became } = *cause;
    words.say.consent_cause(words.by(Some(by)), lawful.name(), became.name(), channel.name(), words.people(count))
}

pub(super) fn consent_because(words: &Words<'_>, cause: &ConsentCause) -> String {
    let ConsentCause::Gained { by, channel, lawful, became } = *cause;
    words.say.consent_case(became.name(), channel.name(), words.by(Some(by)), lawful.name())
}

pub(super) fn suppressed_headline(words: &Words<'_>, headline: &SuppressedHeadline) -> String {
    let say = &words.say;
    match *headline {
        SuppressedHeadline::Mailed { addresses } => say.suppressed_mailed(addresses, words.n(addresses)),
        SuppressedHeadline::Lost { people } => say.suppressed_lost(people, words.n(people)),
        SuppressedHeadline::Holds { people } => say.suppressed_holds(people, words.n(people)),
        SuppressedHeadline::NobodySuppressed => say.suppressed_nobody(),
    }
}

pub(super) fn suppressed_cause(words: &Words<'_>, cause: &SuppressedCause, count: u64) -> String {
    let (say, people) = (&words.say, words.people(count));
    match cause {
        SuppressedCause::NeverLoaded => say.suppressed_cause_never_loaded(people),
        SuppressedCause::LoadedLate => say.suppressed_cause_loaded_late(people),
        SuppressedCause::Lifted { by } => say.suppressed_cause_lifted(words.by(Some(*by)), people),
        SuppressedCause::Ignored => say.suppressed_cause_ignored(people),
    }
}

pub(super) fn suppressed_because(words: &Words<'_>, because: &SuppressedBecause) -> String {
    let reasons: Vec<&str> = because.reasons.names().collect();
    let reasons = reasons.join(", ");
    match because.received {
        Some(message) => words.say.suppressed_case_mailed(words.message(message), reasons),
        None => words.say.suppressed_case_lost(reasons),
    }
}

pub(super) fn unsubscribe_headline(words: &Words<'_>, headline: &UnsubscribeHeadline) -> String {
    let say = &words.say;
    match *headline {
        UnsubscribeHeadline::Violated { unsubscribes, within_minutes } => {
            say.unsubscribe_violated(unsubscribes, words.n(unsubscribes), words.length(within_minutes))
        }
        UnsubscribeHeadline::Holds { unsubscribes, within_minutes } => {
            say.unsubscribe_holds(unsubscribes, words.n(unsubscribes), words.length(within_minutes))
        }
        UnsubscribeHeadline::NobodyUnsubscribed => say.unsubscribe_nobody(),
    }
}

const fn other(side: Side) -> Side {
    match side {
        Side::Source => Side::Target,
        Side::Target => Side::Source,
    }
}

pub(super) fn unsubscribe_cause(words: &Words<'_>, cause: &UnsubscribeCause, count: u64) -> String {
    let (say, people) = (&words.say, words.people(count));
    match *cause {
        UnsubscribeCause::NotPassedOn { side, .. } => {
            say.unsubscribe_cause_not_passed_on(words.side(side), words.side(other(side)), people)
        }
        UnsubscribeCause::MailedThere { side, .. } => say.unsubscribe_cause_mailed_there(words.side(side), people),
        UnsubscribeCause::MailedElsewhere { side, .. } => {
            say.unsubscribe_cause_mailed_elsewhere(words.side(other(side)), words.side(side), people)
        }
    }
}

pub(super) fn unsubscribe_because(words: &Words<'_>, cause: &UnsubscribeCause) -> String {
    let say = &words.say;
    match *cause {
        UnsubscribeCause::NotPassedOn { side, .. } => say.unsubscribe_case_not_passed_on(
            words.side(side),
            words.side(other(side)),
            words.length(words.plan.unsubscribe_honoured_minutes_max),
        ),
        UnsubscribeCause::MailedThere { side, .. } => say.unsubscribe_case_mailed_there(words.side(side)),
        UnsubscribeCause::MailedElsewhere { side, .. } => {
            say.unsubscribe_case_mailed_elsewhere(words.side(side), words.side(other(side)))
        }
    }
}
