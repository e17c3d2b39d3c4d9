//! Sentences about events and flows: what exists, what fires, what comes in time.

use rehearsal_core::feed::Feed;
use rehearsal_core::history::NoEntryReason;
use rehearsal_core::ids::Side;
use rehearsal_core::plan::Trigger;
use rehearsal_judge::judges::events::{CadenceBecause, CadenceCause, CadenceHeadline, ExistCause, ExistHeadline};
use rehearsal_judge::judges::fire::{FireCause, FireHeadline, Unreached};

use super::say::Words;
use crate::scenario::keys::time_of_day_key;

pub(super) fn exist_headline(words: &Words<'_>, headline: &ExistHeadline) -> String {
    match *headline {
        ExistHeadline::Violated { uses } => words.say.exist_violated(uses, words.n(uses)),
        ExistHeadline::Holds { uses } => words.say.exist_holds(uses, words.n(uses)),
        ExistHeadline::NoUse => words.say.exist_none(),
    }
}

pub(super) fn exist_cause(words: &Words<'_>, cause: &ExistCause) -> String {
    let (say, used) = (&words.say, cause.used());
    let side = words.plan.flows.get(used.flow.get()).map_or(Side::Target, |flow| flow.side);
    let (flow, event, side) = (words.flow(used.flow), words.event(used.event), words.side(side));
    match cause {
        ExistCause::StartsOn(_) => say.exist_cause_starts_on(flow, event, side),
        ExistCause::WaitsFor(_) => say.exist_cause_waits_for(flow, event, side),
        ExistCause::HasGoal(_) => say.exist_cause_has_goal(flow, event, side),
    }
}

pub(super) fn fire_headline(words: &Words<'_>, headline: &FireHeadline) -> String {
    let note = |branches: u64| match branches {
        0 => String::new(),
        branches => words.say.fire_note(branches, words.n(branches)),
    };
    match *headline {
        FireHeadline::Violated { flows, branches } => words.say.fire_violated(flows, words.n(flows), note(branches)),
        FireHeadline::Holds { flows, branches } => words.say.fire_holds(flows, note(branches), words.n(flows)),
        FireHeadline::NoLiveFlow => words.say.fire_none(),
    }
}

pub(super) fn fire_cause(words: &Words<'_>, cause: &FireCause) -> String {
    let say = &words.say;
    match cause {
        FireCause::NeverFired(flow) => say.fire_cause_never(words.flow(*flow)),
        FireCause::NobodyAtItsTime(flow) => say.fire_cause_nobody(words.flow(*flow)),
        FireCause::Refused { flow, reasons } => {
            let reason = |(why, count): &(NoEntryReason, u64)| {
                let times = words.times(*count);
                match why {
                    NoEntryReason::Held => say.fire_reason_held(times),
                    NoEntryReason::Filter => say.fire_reason_filter(times),
                    NoEntryReason::Reentry => say.fire_reason_reentry(times),
                    NoEntryReason::TooOld => say.fire_reason_too_old(times),
                    NoEntryReason::SilentDoor => say.fire_reason_silent_door(times),
                }
            };
            let reasons: Vec<String> = reasons.iter().map(reason).collect();
            say.fire_cause_refused(words.flow(*flow), reasons.join(", "))
        }
        FireCause::Unreached { flow, step, what } => {
            let what = match *what {
                Unreached::ConditionHeld => say.fire_branch_condition_held(),
                Unreached::ConditionFailed => say.fire_branch_condition_failed(),
                Unreached::EventCame(event) => say.fire_branch_event_came(words.event(event)),
                Unreached::TimedOut(event) => say.fire_branch_timed_out(words.event(event)),
                Unreached::ArmDrawn(arm) => say.fire_branch_arm((u32::from(arm) + 1).to_string()),
            };
            say.fire_branch(words.flow(*flow), (u32::from(*step) + 1).to_string(), what)
        }
    }
}

pub(super) fn cadence_headline(words: &Words<'_>, headline: &CadenceHeadline) -> String {
    match *headline {
        CadenceHeadline::Violated { starts } => words.say.cadence_violated(starts, words.n(starts)),
        CadenceHeadline::Holds { events } => words.say.cadence_holds(events, words.n(events)),
        CadenceHeadline::NoLimit => words.say.cadence_none(),
    }
}

/// How a feed delivers, after "reaches the target".
fn feed(words: &Words<'_>, feed: Feed) -> String {
    match feed {
        Feed::RealTime => words.say.feed_real_time(),
        Feed::Hourly => words.say.feed_hourly(),
        Feed::Daily { minute_of_day } => words.say.feed_daily(time_of_day_key(minute_of_day)),
        Feed::Weekly { minute_of_day, .. } => words.say.feed_weekly(time_of_day_key(minute_of_day)),
        Feed::Missing => words.say.feed_missing(),
    }
}

pub(super) fn cadence_cause(words: &Words<'_>, cause: &CadenceCause, count: u64) -> String {
    let (say, name, times) = (&words.say, words.flow(cause.flow()), words.times(count));
    let flow = words.plan.flows.get(cause.flow().get());
    let Some((flow, Trigger::Event { event, age_minutes_max, .. })) = flow.map(|flow| (flow, &flow.trigger)) else {
        return say.custom_cause(name, times);
    };
    let delivery = words.plan.events.get(event.get()).map_or(Feed::Missing, |event| event.feeds[flow.side as usize]);
    let (event, side, delivery) = (words.event(*event), words.side(flow.side), feed(words, delivery));
    let limit = |minutes: Option<i32>| minutes.map_or_else(|| say.less_time(), |minutes| words.length(minutes));
    match cause {
        CadenceCause::FlowLimit(_) => {
            say.cadence_cause_flow(event, side, delivery, name, limit(*age_minutes_max), times)
        }
        CadenceCause::PlatformLimit(_) => {
            let platform = &words.plan.platforms[flow.side as usize];
            say.cadence_cause_platform(event, side, delivery, limit(platform.event_age_minutes_max), name, times)
        }
    }
}

pub(super) fn cadence_because(words: &Words<'_>, because: &CadenceBecause) -> String {
    match because.age_minutes {
        Some(minutes) => words.say.cadence_case_age(words.flow(because.flow), words.length(minutes)),
        None => words.say.cadence_case(words.flow(because.flow)),
    }
}
