//! Feeds: when an event that happened in one system arrives on a platform.
//!
//! Owns: [`Feed`] and its arrival time. Deliberately does not lose or repeat events: a feed that is down is a fault.

use crate::time::{Calendar, Local, Minute, Weekday, Zone};

/// How data from another system reaches a platform. Batches leave on the scenario's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// At once.
    RealTime,
    /// At the next full hour.
    Hourly,
    /// At the next such minute of the day.
    Daily {
        /// Minute of the day.
        minute_of_day: i32,
    },
    /// At the next such minute of such a weekday.
    Weekly {
        /// On which day.
        weekday: Weekday,
        /// Minute of the day.
        minute_of_day: i32,
    },
    /// Not at all.
    Missing,
}

impl Feed {
    /// When something that happened at `at` arrives; `None` if it never does. A batch carries what happened before it.
    #[must_use]
    pub fn arrival(self, calendar: &Calendar, zone: &Zone, at: Minute) -> Option<Minute> {
        let local = calendar.local(zone, at);
        match self {
            Self::RealTime => Some(at),
            Self::Hourly => {
                let past = local.minute_of_day % 60;
                Some(if past == 0 { at } else { at.plus(60 - past) })
            }
            Self::Daily { minute_of_day } => {
                (local.day..).map(|day| calendar.instant(zone, Local { day, minute_of_day })).find(|&batch| batch >= at)
            }
            Self::Weekly { weekday, minute_of_day } => (local.day..)
                .filter(|&day| calendar.weekday(day) == weekday)
                .map(|day| calendar.instant(zone, Local { day, minute_of_day }))
                .find(|&batch| batch >= at),
            Self::Missing => None,
        }
    }
}
