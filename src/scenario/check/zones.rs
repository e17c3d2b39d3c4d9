//! The calendar and the clocks, from the bundled time-zone database.
//!
//! Owns: [`Clocks`]: day 0, and each zone's offset over the rehearsal. Deliberately never asks the machine for its zones:
//! the same scenario must give the same bytes everywhere.

use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use rehearsal_core::ids::{Index, ZoneMark};
use rehearsal_core::time::{Calendar, Minute, Zone};

/// How far before day 0 the clocks are right: exports name instants of years ago. Ten years.
const DAYS_BEFORE: i64 = 3_653;
/// How far after the last day the clocks are right.
const DAYS_AFTER: i64 = 2;

/// Day 0 and the clocks.
#[derive(Clone, Debug)]
pub(super) struct Clocks {
    /// Ties minutes to dates.
    pub(super) calendar: Calendar,
    /// The zones; the first is the scenario's own.
    pub(super) zones: Vec<Zone>,
    /// The instant of minute 0.
    start: Timestamp,
    days: u32,
}

/// The clock of this name, if the bundled database has it.
pub(super) fn find(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The name as the database spells it.
pub(super) fn names() -> Vec<String> {
    TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect()
}

impl Clocks {
    /// Clocks with the scenario's own zone and its day 0.
    pub(super) fn new(name: &str, zone: &TimeZone, start: Date, days: u32) -> Self {
        let midnight = start.at(0, 0, 0, 0);
        // Where midnight does not exist the day begins when the clocks change, which is midnight on the clock before.
        let offset = match zone.to_ambiguous_timestamp(midnight).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
        };
        let instant = offset.to_timestamp(midnight).unwrap_or(Timestamp::UNIX_EPOCH);
        let calendar = Calendar::new(start, offset.seconds().div_euclid(60));
        let mut clocks = Self { calendar, zones: Vec::new(), start: instant, days };
        clocks.add(name, zone);
        clocks
    }

    /// The scenario's own clock.
    pub(super) fn own(&self) -> &Zone {
        &self.zones[0]
    }

    /// The clock of a zone of the database, added if it is new.
    pub(super) fn add(&mut self, name: &str, zone: &TimeZone) -> Index<ZoneMark> {
        let known = self.zones.iter().position(|known| known.name() == name);
        let number = known.unwrap_or_else(|| {
            self.zones.push(self.clock(name, zone));
            self.zones.len() - 1
        });
        Index::new(u16::try_from(number).unwrap_or(0))
    }

    /// The minute of an instant; stops at the ends of time.
    pub(super) fn minute(&self, at: Timestamp) -> Minute {
        let minutes = (at.as_second() - self.start.as_second()).div_euclid(60);
        Minute(minutes.clamp(i64::from(i32::MIN) + 1, i64::from(i32::MAX) - 1) as i32)
    }

    fn clock(&self, name: &str, zone: &TimeZone) -> Zone {
        let moved = |days: i64| self.start.saturating_add(SignedDuration::from_hours(days * 24)).unwrap_or(self.start);
        let (from, until) = (moved(-DAYS_BEFORE), moved(i64::from(self.days) + DAYS_AFTER));
        let minutes = |offset: jiff::tz::Offset| i16::try_from(offset.seconds().div_euclid(60)).unwrap_or(0);
        let first = minutes(zone.to_offset(from));
        let mut changes: Vec<(Minute, i16)> = Vec::new();
        for change in zone.following(from).take_while(|change| change.timestamp() <= until) {
            let (at, offset) = (self.minute(change.timestamp()), minutes(change.offset()));
            if changes.last().map_or(first, |last| last.1) != offset {
                changes.push((at, offset));
            }
        }
        // The database lists changes in order, so this cannot fail; a clock without changes is the safe stand-in.
        Zone::new(name, first, &changes)
            .or_else(|| Zone::new(name, first, &[]))
            .expect("a zone without changes is ascending")
    }
}

#[cfg(test)]
mod tests {
    use rehearsal_core::time::Local;

    use super::*;

    fn clocks(name: &str, year: i16, month: i8, day: i8, days: u32) -> Clocks {
        Clocks::new(name, &find(name).unwrap(), Date::constant(year, month, day), days)
    }

    /// Ask the database itself, minute by minute.
    #[test]
    fn the_table_agrees_with_the_database() {
        for name in ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC", "America/Sao_Paulo"] {
            let zone = find(name).unwrap();
            let clocks = clocks(name, 2026, 3, 2, 400);
            for day in (-3_600..402).step_by(5) {
                let minute = Minute(day * 1440 + 77);
                let at = clocks.start + SignedDuration::from_mins(i64::from(minute.0));
                assert_eq!(clocks.own().offset_minutes(minute) * 60, zone.to_offset(at).seconds(), "{name} day {day}");
            }
        }
    }

    #[test]
    fn day_0_begins_at_local_midnight() {
        let clocks = clocks("Europe/Amsterdam", 2026, 3, 2, 60);
        assert_eq!(clocks.start.to_string(), "2026-03-01T23:00:00Z");
        assert_eq!(clocks.calendar.local(clocks.own(), Minute(0)), Local { day: 0, minute_of_day: 0 });
        assert_eq!(clocks.own().offset_minutes(Minute(40 * 1440)), 120);
    }

    #[test]
    fn a_day_whose_midnight_does_not_exist_begins_when_the_clocks_change() {
        let clocks = clocks("America/Sao_Paulo", 2018, 11, 4, 10);
        assert_eq!(clocks.start.to_string(), "2018-11-04T03:00:00Z");
        assert_eq!(clocks.calendar.local(clocks.own(), Minute(0)).minute_of_day, 60);
    }
}
