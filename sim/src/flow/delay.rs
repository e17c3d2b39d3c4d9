//! How long a step waits.
//!
//! Owns: every kind of wait that nothing but time ends: when it is over, and how long it can take. Deliberately moves no
//! enrolment: see [`super::journey`]. A wait that an event ends splits, and is a step of its own.

use super::stage::Stage;
use crate::profile::Life;
use crate::time::{Calendar, DAY_MINUTES, Local, Minute, Weekdays, Zone};

/// What a wait waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// An elapsed time.
    Elapsed {
        /// How long, at least 1.
        minutes: i32,
    },
    /// The next such time on the profile's own clock.
    Until(WaitUntil),
}

/// Until when a calendar wait lasts, on the profile's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitUntil {
    /// Minute of the day.
    pub minute_of_day: i32,
    /// Allowed days; at least one.
    pub weekdays: Weekdays,
}

impl Delay {
    /// When a wait is over that a profile begins at `at`: later than that.
    #[must_use]
    pub fn ends_at(self, stage: Stage<'_>, life: &Life, at: Minute) -> Minute {
        match self {
            Self::Elapsed { minutes } => at.plus(minutes.max(1)),
            Self::Until(until) => next_time(&stage.plan.calendar, stage.zone(life), until, at),
        }
    }

    /// The longest that a wait can take, but for changes of the clock.
    #[must_use]
    pub fn minutes_max(self) -> i32 {
        match self {
            Self::Elapsed { minutes } => minutes,
            Self::Until(until) if until.weekdays == Weekdays::EVERY => DAY_MINUTES,
            Self::Until(_) => 7 * DAY_MINUTES,
        }
    }
}

/// The first such time on the profile's own clock after `at`.
fn next_time(calendar: &Calendar, zone: &Zone, until: WaitUntil, at: Minute) -> Minute {
    let today = calendar.local(zone, at).day;
    (today..=today + 8)
        .filter(|&day| until.weekdays.contains(calendar.weekday(day)))
        .map(|day| calendar.instant(zone, Local { day, minute_of_day: until.minute_of_day }))
        .find(|&candidate| candidate > at)
        .unwrap_or_else(|| at.plus(1))
}
