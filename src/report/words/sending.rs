//! Sentences about sending: warm-up, queue, frequency caps, quiet hours, the same mail from both platforms.

use rehearsal_core::plan::Clock;
use rehearsal_core::time::{DAY_MINUTES, Minute};
use rehearsal_judge::judges::ramp::{RampBecause, RampCause, RampHeadline, RampWindow};
use rehearsal_judge::judges::timing::{
    DOUBLE_SEND_DAYS, DoubleBecause, DoubleCause, DoubleHeadline, QuietBecause, QuietCause, QuietHeadline,
};
use rehearsal_judge::judges::volume::{
    BacklogBecause, BacklogCause, BacklogHeadline, CapsBecause, CapsCause, CapsHeadline,
};

use super::say::Words;
use crate::scenario::keys::time_of_day_key;

/// `day 0`, `day 0 09:00, google`. The pool is named where there is more than one with a warm-up schedule.
fn window(words: &Words<'_>, window: RampWindow) -> String {
    let (say, pools) = (&words.say, &words.plan.sending.pools);
    let mut text = window.hour.map_or_else(|| say.day_of(window.day.to_string()), |hour| words.instant(hour));
    if pools.iter().filter(|pool| pool.ramp.is_some()).count() > 1 {
        text = say.ramp_window_pool(text, pools.get(window.pool.get()).map_or("?", |pool| &*pool.name));
    }
    match window.provider.and_then(|provider| words.plan.providers.get(provider.get())) {
        Some(provider) => say.ramp_window_provider(text, &**provider),
        None => text,
    }
}

fn volume(words: &Words<'_>, of: RampWindow, sent: u64, cap: u32) -> String {
    words.say.ramp_volume(window(words, of), words.n(sent), words.n(cap.into()))
}

pub(super) fn ramp_headline(words: &Words<'_>, headline: &RampHeadline) -> String {
    let say = &words.say;
    match *headline {
        RampHeadline::Violated { worst, sent, cap, windows: 1 } => volume(words, worst, sent, cap),
        RampHeadline::Violated { worst, sent, cap, windows } => {
            say.ramp_violated_more(windows, volume(words, worst, sent, cap), words.n(windows))
        }
        RampHeadline::Holds { emails, windows } => {
            say.ramp_holds(say.emails(emails, words.n(emails)), say.windows(windows, words.n(windows)))
        }
        RampHeadline::NoSchedule => say.ramp_no_schedule(),
        RampHeadline::NothingSent => say.ramp_nothing_sent(),
    }
}

pub(super) fn ramp_cause(words: &Words<'_>, cause: &RampCause, count: u64) -> String {
    let (say, emails) = (&words.say, words.say.emails(count, words.n(count)));
    match *cause {
        RampCause::FlowSent { flow, window: of } => say.ramp_cause_flow(words.flow(flow), emails, window(words, of)),
        RampCause::TransactionalSent { flow, window: of } => {
            say.ramp_cause_transactional(words.flow(flow), emails, window(words, of))
        }
        RampCause::NothingEnforces { pool } => {
            say.ramp_cause_nothing_enforces(words.plan.sending.pools.get(pool.get()).map_or("?", |pool| &*pool.name))
        }
        RampCause::NotStarted => say.ramp_cause_not_started(),
    }
}

pub(super) fn ramp_because(words: &Words<'_>, because: &RampBecause) -> String {
    volume(words, because.window, because.sent, because.cap)
}

/// By when the queue must be empty.
fn when(words: &Words<'_>, by: Option<Minute>) -> String {
    by.map_or_else(|| words.say.backlog_at_the_end(), |by| words.say.backlog_on(words.instant(by)))
}

pub(super) fn backlog_headline(words: &Words<'_>, headline: &BacklogHeadline) -> String {
    let say = &words.say;
    match *headline {
        BacklogHeadline::Violated { expired, expires_minutes, waiting, by } => {
            let mut parts = Vec::new();
            if expired > 0 {
                parts.push(say.backlog_expired(expired, words.n(expired), words.length(expires_minutes)));
            }
            if waiting > 0 {
                parts.push(say.backlog_waiting(waiting, words.n(waiting), when(words, by)));
            }
            parts.join(", ")
        }
        BacklogHeadline::Holds { messages, by } => say.backlog_holds(when(words, by), words.messages(messages)),
        BacklogHeadline::NothingDue => say.backlog_nothing_due(),
    }
}

pub(super) fn backlog_cause(words: &Words<'_>, cause: &BacklogCause, count: u64) -> String {
    match *cause {
        BacklogCause::Expired(flow) => words.say.backlog_cause_expired(words.flow(flow), words.messages(count)),
        BacklogCause::Waiting(flow) => words.say.backlog_cause_waiting(words.flow(flow), words.messages(count)),
    }
}

pub(super) fn backlog_because(words: &Words<'_>, because: &BacklogBecause) -> String {
    match *because {
        BacklogBecause::Expired { message, waited_minutes } => {
            words.say.backlog_case_expired(words.length(waited_minutes), words.message(message))
        }
        BacklogBecause::Waited { message, due } => {
            words.say.backlog_case_waited(words.message(message), words.instant(due))
        }
    }
}

pub(super) fn caps_headline(words: &Words<'_>, headline: &CapsHeadline) -> String {
    let say = &words.say;
    match *headline {
        CapsHeadline::Violated { sends } => say.caps_violated(sends, words.n(sends)),
        CapsHeadline::Holds { sends } => say.caps_holds(sends, words.n(sends)),
        CapsHeadline::NoCap => say.caps_none(),
        CapsHeadline::NothingSent => say.caps_nothing_sent(),
    }
}

/// A cap of the plan: `email of 1 per 16 h`.
fn cap(words: &Words<'_>, number: u16) -> String {
    words.plan.sending.caps.get(usize::from(number)).map_or_else(String::new, |cap| {
        words.say.caps_cap(cap.channel.name(), cap.count.to_string(), words.length(cap.minutes))
    })
}

pub(super) fn caps_cause(words: &Words<'_>, cause: &CapsCause, count: u64) -> String {
    let (say, sends) = (&words.say, words.sends(count));
    match *cause {
        CapsCause::OnePlatform { cap: of, flow } => say.caps_cause_one(cap(words, of), words.flow(flow), sends),
        CapsCause::BothPlatforms { cap: of, flow } => say.caps_cause_both(cap(words, of), words.flow(flow), sends),
    }
}

pub(super) fn caps_because(words: &Words<'_>, because: &CapsBecause) -> String {
    let within = words.length(because.within_minutes);
    words.say.caps_case(words.n(because.received), within, words.n(because.cap.into()))
}

pub(super) fn quiet_headline(words: &Words<'_>, headline: &QuietHeadline) -> String {
    let say = &words.say;
    match *headline {
        QuietHeadline::Violated { messages } => say.quiet_violated(messages, words.n(messages)),
        QuietHeadline::Holds { messages } => say.quiet_holds(words.messages(messages)),
        QuietHeadline::Unknown { messages } => say.quiet_unknown(words.messages(messages)),
        QuietHeadline::NoQuietHours => say.quiet_none(),
        QuietHeadline::NothingSent => say.quiet_nothing_sent(),
    }
}

/// The name of a clock in a scenario.
const fn clock_name(clock: Clock) -> &'static str {
    match clock {
        Clock::Recipient => "recipient",
        Clock::Account => "account",
        Clock::FixedOffset => "fixed-offset",
    }
}

pub(super) fn quiet_cause(words: &Words<'_>, cause: &QuietCause, count: u64) -> String {
    let (QuietCause::OtherClock { rule, flow } | QuietCause::OwnClock { rule, flow }) = *cause;
    let found = words.plan.sending.quiet_hours.get(usize::from(rule));
    let (clock, channel) = found.map_or(("?", "?"), |rule| (clock_name(rule.clock), rule.channel.name()));
    words.say.quiet_cause(words.flow(flow), clock, channel, words.messages(count))
}

pub(super) fn quiet_because(words: &Words<'_>, because: &QuietBecause) -> String {
    words.say.quiet_case(words.message(because.message), time_of_day_key(because.minute_of_day))
}

pub(super) fn double_headline(words: &Words<'_>, headline: &DoubleHeadline) -> String {
    let (say, length) = (&words.say, words.length(DOUBLE_SEND_DAYS * DAY_MINUTES));
    match *headline {
        DoubleHeadline::Violated { people } => say.double_violated(people, words.n(people), length),
        DoubleHeadline::Holds { people } => say.double_holds(people, words.n(people), length),
        DoubleHeadline::NobodyMailed => say.double_nobody(),
    }
}

pub(super) fn double_cause(words: &Words<'_>, cause: &DoubleCause, count: u64) -> String {
    let DoubleCause::Purpose { purpose, flow } = *cause;
    let purpose = words.plan.symbols.get(purpose.get()).map_or("", String::as_str);
    words.say.double_cause(purpose, words.flow(flow), words.people(count))
}

pub(super) fn double_because(words: &Words<'_>, because: &DoubleBecause) -> String {
    words.say.double_case(words.message(because.message), words.side(because.side))
}
