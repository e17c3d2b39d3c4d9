//! Time as an integer number of minutes, and local clocks as tables.
//!
//! Owns: [`Minute`], [`Weekday`], [`Zone`], [`Calendar`]. Deliberately has no clock and no zone database: the program looks the
//! zones up in a bundled database and hands their changes over as plain data, so local time cannot depend on a machine.

use std::fmt;

use jiff::civil::Date;

/// Minutes of one day without a daylight-saving change.
pub const DAY_MINUTES: i32 = 24 * 60;

/// An instant: minutes since the start of day 0 (local midnight in the scenario's zone). Negative before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(pub i32);

impl Minute {
    /// Stands for "no such instant": a customer who never ordered. Earlier than every instant.
    pub const NEVER: Self = Self(i32::MIN);
    /// Later than every instant.
    pub const FOREVER: Self = Self(i32::MAX);

    /// This instant moved by a number of minutes; stops at the ends of time.
    #[must_use]
    pub const fn plus(self, minutes: i32) -> Self {
        Self(self.0.saturating_add(minutes))
    }

    /// The instant, or `None` for [`Minute::NEVER`].
    #[must_use]
    pub fn known(self) -> Option<Self> {
        (self != Self::NEVER).then_some(self)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "everybody knows them")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Every day, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The English name in small letters, as scenarios write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}

/// A set of days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Every day.
    pub const EVERY: Self = Self(0b111_1111);

    /// The set of these days.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |set, day| set | 1 << day as u8))
    }

    /// Whether a day is among them.
    #[must_use]
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day as u8 != 0
    }
}

/// A local clock: the offset from UTC and the instants at which it changes, over the window of the rehearsal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    /// Ascending by instant; the first holds from the beginning of time. Offsets in minutes east of UTC.
    offsets: Vec<(Minute, i16)>,
}

impl Zone {
    /// A zone from its offset at the beginning of time and its changes, ascending.
    ///
    /// Returns `None` if the changes do not ascend.
    #[must_use]
    pub fn new(name: impl Into<String>, first_offset_minutes: i16, changes: &[(Minute, i16)]) -> Option<Self> {
        let mut offsets = vec![(Minute::NEVER, first_offset_minutes)];
        offsets.extend_from_slice(changes);
        offsets.is_sorted_by(|left, right| left.0 < right.0).then(|| Self { name: name.into(), offsets })
    }

    /// The name in the time-zone database, such as `Europe/Amsterdam`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The offset from UTC at an instant, in minutes east.
    #[must_use]
    pub fn offset_minutes(&self, at: Minute) -> i32 {
        let after = self.offsets.partition_point(|(from, _)| *from <= at);
        i32::from(self.offsets[after.max(1) - 1].1)
    }

    /// The stretch of time around an instant in which the offset stays the same: its first minute, and the first that
    /// is no longer in it ([`Minute::FOREVER`] after the last change).
    #[must_use]
    pub fn steady(&self, at: Minute) -> (Minute, Minute) {
        let here = self.offsets.partition_point(|(from, _)| *from <= at).max(1) - 1;
        let offset = self.offsets[here].1;
        let same_before = self.offsets[..here].iter().rev().take_while(|change| change.1 == offset).count();
        let until =
            self.offsets[here..].iter().find(|change| change.1 != offset).map_or(Minute::FOREVER, |change| change.0);
        (self.offsets[here - same_before].0, until)
    }
}

/// A local wall-clock reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local {
    /// Days since day 0, counted on this clock's calendar.
    pub day: i32,
    /// Minutes since local midnight, 0 to 1439.
    pub minute_of_day: i32,
}

/// A day of the year, for birthdays and other anniversaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

/// Where day 0 lies: ties instants to local days and to dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    start: Date,
    /// Offset from UTC of the scenario's zone at the start, in minutes east.
    start_offset_minutes: i32,
}

impl Calendar {
    /// A calendar whose instant 0 is local midnight of `start` at the given offset from UTC.
    #[must_use]
    pub const fn new(start: Date, start_offset_minutes: i32) -> Self {
        Self { start, start_offset_minutes }
    }

    /// The civil date of day 0.
    #[must_use]
    pub const fn start(&self) -> Date {
        self.start
    }

    /// What a clock in `zone` shows at an instant.
    #[must_use]
    pub fn local(&self, zone: &Zone, at: Minute) -> Local {
        let shifted = at.0.saturating_add(zone.offset_minutes(at) - self.start_offset_minutes);
        Local { day: shifted.div_euclid(DAY_MINUTES), minute_of_day: shifted.rem_euclid(DAY_MINUTES) }
    }

    /// The instant at which a clock in `zone` shows `local`.
    ///
    /// A reading that occurs twice (clocks go back) is the first of the two; one that does not occur (clocks go
    /// forward) is moved forward by the gap, as wall clocks do.
    #[must_use]
    pub fn instant(&self, zone: &Zone, local: Local) -> Minute {
        let wall = local.day.saturating_mul(DAY_MINUTES).saturating_add(local.minute_of_day);
        let utc = Minute(wall.saturating_add(self.start_offset_minutes));
        let before = zone.offset_minutes(utc.plus(-DAY_MINUTES));
        let after = zone.offset_minutes(utc.plus(DAY_MINUTES));
        let (first, second) = (utc.plus(-before), utc.plus(-after));
        if zone.offset_minutes(first) != before && zone.offset_minutes(second) == after { second } else { first }
    }

    /// The date of a day.
    #[must_use]
    pub fn date(&self, day: i32) -> Date {
        self.start.saturating_add(jiff::Span::new().days(i64::from(day.clamp(-3_000_000, 3_000_000))))
    }

    /// The day of a date.
    #[must_use]
    pub fn day(&self, date: Date) -> i32 {
        self.start.until(date).map_or(0, |span| span.get_days())
    }

    /// The day of the week of a day.
    #[must_use]
    pub fn weekday(&self, day: i32) -> Weekday {
        let place = (i32::from(self.start.weekday().to_monday_zero_offset()) + day).rem_euclid(7);
        Weekday::ALL[place as usize]
    }

    /// The first day on or after `from_day` that is this day of the year; 29 February counts as 28 in common years.
    #[must_use]
    pub fn next_anniversary(&self, from_day: i32, month_day: MonthDay) -> i32 {
        let from = self.date(from_day);
        let in_year = |year: i16| {
            Date::new(year, month_day.month, month_day.day)
                .or_else(|_| Date::new(year, month_day.month, 28))
                .unwrap_or(from)
        };
        let this_year = in_year(from.year());
        self.day(if this_year >= from { this_year } else { in_year(from.year().saturating_add(1)) })
    }
}

impl fmt::Display for Minute {
    /// `day 3 09:05`, on a clock without daylight-saving changes; reports use the calendar instead.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NEVER {
            return f.write_str("never");
        }
        let (day, minute) = (self.0.div_euclid(DAY_MINUTES), self.0.rem_euclid(DAY_MINUTES));
        write!(f, "day {day} {:02}:{:02}", minute / 60, minute % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Amsterdam in 2026: forward on 29 March 01:00 UTC, back on 25 October 01:00 UTC. Day 0 is 28 March.
    fn amsterdam() -> (Calendar, Zone) {
        let start = Date::constant(2026, 3, 28);
        let forward = Minute(DAY_MINUTES + 2 * 60);
        let back = Minute((31 + 30 + 31 + 30 + 31 + 31 + 30 - 3) * DAY_MINUTES + DAY_MINUTES + 2 * 60);
        (Calendar::new(start, 60), Zone::new("Europe/Amsterdam", 60, &[(forward, 120), (back, 60)]).unwrap())
    }

    #[test]
    fn instants_and_local_readings_agree_except_in_gaps_and_folds() {
        let (calendar, zone) = amsterdam();
        let mut skipped = 0;
        for minute in (-3 * DAY_MINUTES..300 * DAY_MINUTES).step_by(7) {
            let local = calendar.local(&zone, Minute(minute));
            let back = calendar.instant(&zone, local);
            if back != Minute(minute) {
                // Only the second pass through the hour that occurs twice is moved, to its first pass.
                assert_eq!(Minute(minute).0 - back.0, 60);
                skipped += 1;
            }
            assert_eq!(calendar.local(&zone, back), local);
        }
        assert!((8..=9).contains(&skipped), "{skipped}");
    }

    #[test]
    fn a_reading_in_the_gap_moves_forward() {
        let (calendar, zone) = amsterdam();
        let half_past_two = calendar.instant(&zone, Local { day: 1, minute_of_day: 150 });
        assert_eq!(calendar.local(&zone, half_past_two), Local { day: 1, minute_of_day: 210 });
    }

    #[test]
    fn days_dates_and_weekdays() {
        let (calendar, _) = amsterdam();
        assert_eq!(calendar.date(4), Date::constant(2026, 4, 1));
        assert_eq!(calendar.day(Date::constant(2025, 3, 28)), -365);
        assert_eq!([0, 1, 2].map(|day| calendar.weekday(day)), [Weekday::Saturday, Weekday::Sunday, Weekday::Monday]);
        assert_eq!(calendar.weekday(-1), Weekday::Friday);
        assert_eq!(Weekdays::of(Weekday::ALL), Weekdays::EVERY);
        let monday = Weekdays::of([Weekday::Monday]);
        assert!(Weekday::ALL.into_iter().all(|day| monday.contains(day) == (day == Weekday::Monday)));
        assert_eq!(
            calendar.date(calendar.next_anniversary(0, MonthDay { month: 2, day: 29 })),
            Date::constant(2027, 2, 28)
        );
        assert_eq!(calendar.next_anniversary(0, MonthDay { month: 3, day: 28 }), 0);
    }
}
