//! Values of a plan as a scenario writes them.
//!
//! Owns: the text of each, by the grammar in `text`. Deliberately knows no key's place in a file: see `edits`.

use rehearsal_core::feed::Feed;
use rehearsal_core::ids::Side;
use rehearsal_core::plan::{Clock, ConsentHandling, Overflow, Plan, Reentry};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::time::Minute;

use super::text::{FeedText, InstantText, Length, OverflowText, RatioText, ReentryText, TimeOfDay};

/// A time of day: `07:30`.
pub(crate) fn time_of_day_key(minute_of_day: i32) -> String {
    TimeOfDay(minute_of_day).to_string()
}

/// An instant on the scenario's clock: `day 3 10:00`.
pub(crate) fn instant_key(plan: &Plan, at: Minute) -> String {
    let local = plan.calendar.local(plan.zone(), at);
    InstantText::Day(local.day, local.minute_of_day).to_string()
}

/// A length of time as a scenario writes it: `90m`, `16h`, `2d`.
pub(crate) fn length_key(minutes: i32) -> String {
    Length(minutes).to_string()
}

/// A re-entry rule as a scenario writes it.
pub(crate) fn reentry_key(reentry: Reentry) -> String {
    ReentryText(reentry).to_string()
}

/// A ratio: `1/100`.
pub(crate) fn ratio_key(ratio: Ratio) -> String {
    RatioText(ratio).to_string()
}

/// Sign-ups that join a list, whose name is written as YAML.
pub(crate) fn sign_ups_key(per_day: u32, list: &str) -> String {
    format!("{{per-day: {per_day}, list: {list}}}")
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
    FeedText(feed).to_string()
}

/// What happens above a ramp's cap, as a scenario writes it. `spill` is the name of the pool that it spills to.
pub(crate) fn overflow_key(overflow: Overflow, spill: &str) -> String {
    match overflow {
        Overflow::Hold => OverflowText::Hold,
        Overflow::Spill(_) => OverflowText::SpillTo(spill.to_owned()),
        Overflow::Drop => OverflowText::Drop,
        Overflow::SendAnyway => OverflowText::SendAnyway,
    }
    .to_string()
}

/// A clock of quiet hours, as a scenario writes it.
pub(crate) const fn clock_key(clock: Clock) -> &'static str {
    match clock {
        Clock::Recipient => "recipient",
        Clock::Account => "account",
        Clock::FixedOffset => "fixed-offset",
    }
}
