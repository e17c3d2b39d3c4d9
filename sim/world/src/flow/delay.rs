//! When a wait is over.
//!
//! Owns: what every kind of wait that nothing but time ends means for a profile. Deliberately moves no enrolment: see
//! [`super::journey`]. A wait that an event ends splits, and is a step of its own.

use super::context::FlowContext;
use crate::profile::ProfileState;
use rehearsal_core::plan::{Delay, WaitUntil};
use rehearsal_core::time::{Calendar, Local, Minute, Zone};

/// When a wait is over that a profile begins at `at`: later than that.
#[must_use]
pub(super) fn ends_at(delay: Delay, context: FlowContext<'_>, state: &ProfileState, at: Minute) -> Minute {
    match delay {
        Delay::Elapsed { minutes } => at.plus(minutes.max(1)),
        Delay::Until(until) => next_time(&context.plan.calendar, context.zone(state), until, at),
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
