//! Values of a plan as a scenario writes them.
//!
//! Owns: the text of each, in the grammar that `text` reads. Deliberately knows no key's place in a file: see `edits`.

use rehearsal_sim::feed::Feed;
use rehearsal_sim::flow::Reentry;
use rehearsal_sim::import::ConsentHandling;
use rehearsal_sim::plan::{Plan, Side};
use rehearsal_sim::sending::{Clock, Overflow};
use rehearsal_sim::time::Minute;

/// A time of day: `07:30`.
pub(crate) fn time_of_day_key(minute_of_day: i32) -> String {
    format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

/// An instant on the scenario's clock: `day 3 10:00`.
pub(crate) fn instant_key(plan: &Plan, at: Minute) -> String {
    let local = plan.calendar.local(plan.zone(), at);
    match local.minute_of_day {
        0 => format!("day {}", local.day),
        minute => format!("day {} {}", local.day, time_of_day_key(minute)),
    }
}

/// A length of time as a scenario writes it: `90m`, `16h`, `2d`.
pub(crate) fn length_key(minutes: i32) -> String {
    match minutes {
        days if days % 1440 == 0 => format!("{}d", days / 1440),
        hours if hours % 60 == 0 => format!("{}h", hours / 60),
        minutes => format!("{minutes}m"),
    }
}

/// A re-entry rule as a scenario writes it.
pub(crate) fn reentry_key(reentry: Reentry) -> String {
    match reentry {
        Reentry::Never => "never".to_owned(),
        Reentry::AfterExit => "after-exit".to_owned(),
        Reentry::AfterMinutes(minutes) => format!("after {}", length_key(minutes)),
        Reentry::Always => "always".to_owned(),
    }
}

/// What happens to consent, as a scenario writes it.
pub(crate) const fn handling_key(handling: ConsentHandling) -> &'static str {
    match handling {
        ConsentHandling::AsExported => "as-exported",
        ConsentHandling::SubscribeAll => "subscribe-all",
        ConsentHandling::Leave => "leave",
    }
}

/// The key of a feed by the platform that it leads to.
pub(crate) const fn feed_name(side: Side) -> &'static str {
    match side {
        Side::Source => "source-feed",
        Side::Target => "feed",
    }
}

/// A feed as a scenario writes it.
pub(crate) fn feed_key(feed: Feed) -> String {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    match feed {
        Feed::RealTime => "real-time".to_owned(),
        Feed::Hourly => "hourly".to_owned(),
        Feed::Daily { minute_of_day } => format!("daily {}", time_of_day_key(minute_of_day)),
        Feed::Weekly { weekday, minute_of_day } => {
            let day = usize::try_from(weekday - 1).ok().and_then(|day| WEEKDAYS.get(day)).copied().unwrap_or("monday");
            format!("weekly {day} {}", time_of_day_key(minute_of_day))
        }
        Feed::Missing => "never".to_owned(),
    }
}

/// What happens above a ramp's cap, as a scenario writes it. `spill` is the name of the pool that it spills to.
pub(crate) fn overflow_key(overflow: Overflow, spill: &str) -> String {
    match overflow {
        Overflow::Hold => "hold".to_owned(),
        Overflow::Spill(_) => format!("spill to {spill}"),
        Overflow::Drop => "drop".to_owned(),
        Overflow::SendAnyway => "send-anyway".to_owned(),
    }
}

/// A clock of quiet hours, as a scenario writes it.
pub(crate) const fn clock_key(clock: Clock) -> &'static str {
    match clock {
        Clock::Recipient => "recipient",
        Clock::Account => "account",
        Clock::FixedOffset => "fixed-offset",
    }
}
