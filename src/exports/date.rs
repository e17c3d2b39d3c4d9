//! Cells to instants.
//!
//! Owns: the forms of dates and the order of day and month. Deliberately never guesses that order for a row: it is
//! decided once for a column, by the values that can be only one of the two.

use jiff::civil::Date;
use rehearsal_core::plan::Plan;
use rehearsal_core::time::{DAY_MINUTES, Local, Minute, MonthDay, Zone};
use rehearsal_identity::{DateShape, WrittenDate, full_year, written_date};

/// A date as written, before its order is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) shape: Shape,
    /// The first and second of day and month, as written; month and day if the year came first.
    first: i8,
    second: i8,
    /// As written: perhaps of two digits.
    year: u16,
    minute_of_day: i16,
    /// Minutes east of UTC; `None` on the scenario's own clock.
    offset_minutes: Option<i16>,
}

/// What is known of a stamp's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// The cell was empty.
    #[default]
    Missing,
    /// The cell was something else.
    Unreadable,
    /// Year, month, day.
    YearFirst,
    /// Day and month in the column's order, then the year.
    YearLast,
    /// `--05-13`: month and day of a birthday, year unknown.
    NoYear,
}

/// The order of day and month in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// What the values of a column say about its order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OrderCount {
    pub(super) day_first: u64,
    pub(super) month_first: u64,
    pub(super) either: u64,
}

impl OrderCount {
    pub(super) const fn add(&mut self, stamp: &Stamp) {
        if !matches!(stamp.shape, Shape::YearLast) {
            return;
        }
        match (stamp.first > 12, stamp.second > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            _ if stamp.first != stamp.second => self.either += 1,
            _ => {} // 3-3-2024 is the same either way
        }
    }

    /// The order that more values need; day first if none needs any, as everywhere but in the United States.
    pub(super) const fn order(&self) -> Order {
        if self.month_first > self.day_first { Order::MonthFirst } else { Order::DayFirst }
    }

    /// Whether some values need one order and some the other.
    pub(super) const fn is_mixed(&self) -> bool {
        self.day_first > 0 && self.month_first > 0
    }

    /// Whether no value tells the order, and it matters.
    pub(super) const fn is_ambiguous(&self) -> bool {
        self.day_first == 0 && self.month_first == 0 && self.either > 0
    }
}

impl Stamp {
    /// Reads a cell: `2024-05-13`, `13-05-2024`, `5/13/2024`, `20240513` or `--05-13`, with or without a time of day.
    pub(super) fn read(cell: &str) -> Self {
        if cell.trim_start_matches('\'').is_empty() {
            return Self::default();
        }
        Self::date_and_time(cell).unwrap_or(Self { shape: Shape::Unreadable, ..Self::default() })
    }

    fn date_and_time(cell: &str) -> Option<Self> {
        let (written, rest) = written_date(cell)?;
        let date = Self::of(&written)?;
        let time = rest.trim_ascii_start();
        let time = time.strip_prefix(b"T").or_else(|| time.strip_prefix(b"t")).unwrap_or(time);
        if time.is_empty() {
            return Some(date);
        }
        let (minute_of_day, rest) = time_of_day(time)?;
        let offset_minutes = offset(rest.trim_ascii())?;
        Some(Self { minute_of_day, offset_minutes, ..date })
    }

    /// `None` if it can be no date in any order.
    fn of(written: &WrittenDate) -> Option<Self> {
        let [first, second] = written.others;
        let (small, large) = (first.min(second), first.max(second));
        let shape = match written.shape {
            DateShape::YearFirst => Shape::YearFirst,
            DateShape::YearLast => Shape::YearLast,
            DateShape::NoYear => Shape::NoYear,
        };
        if small < 1 || large > 31 || small > 12 || (shape != Shape::YearLast && first > 12) {
            return None;
        }
        Some(Self { shape, first: first as i8, second: second as i8, year: written.year, ..Self::default() })
    }

    /// The month and day under an order; `None` if the stamp does not fit it.
    fn month_day(&self, order: Order) -> Option<MonthDay> {
        let (month, day) = match (self.shape, order) {
            (Shape::YearFirst | Shape::NoYear, _) | (Shape::YearLast, Order::MonthFirst) => (self.first, self.second),
            (Shape::YearLast, Order::DayFirst) => (self.second, self.first),
            (Shape::Missing | Shape::Unreadable, _) => return None,
        };
        // 2024 was a leap year: a birthday can be 29 February.
        Date::new(2024, month, day).is_ok().then_some(MonthDay { month, day })
    }

    /// The birthday; `None` if there is none or it does not fit the order.
    pub(super) fn birthday(&self, order: Order) -> Option<MonthDay> {
        self.month_day(order)
    }

    /// The instant; `None` if there is none or it does not fit the order.
    ///
    /// Without an offset, the cell is read on the scenario's own clock. A year of two digits is not after `latest_year`.
    pub(super) fn instant(&self, clock: &Clock<'_>, order: Order, latest_year: u16) -> Option<Minute> {
        if self.shape == Shape::NoYear {
            return None;
        }
        let MonthDay { month, day } = self.month_day(order)?;
        let day = clock.day(Date::new(i16::try_from(full_year(self.year, latest_year)).ok()?, month, day).ok()?);
        let minute_of_day = i32::from(self.minute_of_day);
        let plan = clock.plan;
        Some(match self.offset_minutes {
            None => plan.calendar.instant(plan.zone(), Local { day, minute_of_day }),
            Some(offset) => Minute(day.saturating_mul(DAY_MINUTES).saturating_add(minute_of_day))
                .plus(clock.start_offset_minutes - i32::from(offset)),
        })
    }
}

/// The scenario's calendar, prepared for a million dates.
pub(super) struct Clock<'a> {
    plan: &'a Plan,
    /// The year of day 0.
    pub(super) start_year: u16,
    /// Day 0, in days since the beginning of the civil calendar's era.
    start_day: i32,
    /// Minutes east of UTC on the scenario's clock at the start.
    start_offset_minutes: i32,
}

impl<'a> Clock<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        // Midnight in UTC is as many minutes after our midnight as our clock is ahead.
        let utc = Zone::new("UTC", 0, &[]);
        let midnight = Local { day: 0, minute_of_day: 0 };
        let start_offset_minutes = utc.map_or(0, |utc| plan.calendar.instant(&utc, midnight).0);
        let start = plan.calendar.start();
        let start_year = u16::try_from(start.year()).unwrap_or(0);
        Self { plan, start_year, start_day: era_day(start), start_offset_minutes }
    }

    /// The day of a date, as [`rehearsal_core::time::Calendar::day`] tells it.
    fn day(&self, date: Date) -> i32 {
        era_day(date) - self.start_day
    }
}

/// Days since 1 March of the year 0, by counting years from March so that a leap day is a year's last.
fn era_day(date: Date) -> i32 {
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1
}

/// A number of at most so many digits, of those in front of all that follows.
fn part(text: &[u8], digits_max: usize) -> Option<(i32, &[u8])> {
    let count = text.iter().take(digits_max + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let number = || text[..count].iter().fold(0, |number, byte| number * 10 + i32::from(byte - b'0'));
    (1..=digits_max).contains(&count).then(|| (number(), &text[count..]))
}

/// `9:05`, `09:05:59.123`, `9:05 PM`: the minute of the day, and what follows.
fn time_of_day(text: &[u8]) -> Option<(i16, &[u8])> {
    let (hour, rest) = part(text, 2)?;
    let (minute, rest) = part(rest.strip_prefix(b":")?, 2)?;
    let mut rest = rest;
    if let Some(after) = rest.strip_prefix(b":") {
        rest = part(after, 2)?.1;
        if let Some(after) = rest.strip_prefix(b".") {
            rest = &after[after.iter().take_while(|byte| byte.is_ascii_digit()).count()..];
        }
    }
    let half = rest.trim_ascii_start();
    let (hour, rest) = match half.get(..2) {
        Some(half_day) if half_day.eq_ignore_ascii_case(b"am") => (hour % 12, &half[2..]),
        Some(half_day) if half_day.eq_ignore_ascii_case(b"pm") => (hour % 12 + 12, &half[2..]),
        _ => (hour, rest),
    };
    let minutes = hour * 60 + minute;
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((minutes as i16, rest))
}

/// `Z`, `UTC`, `+01:00`, `+0100`, `+01` or nothing. The outer `None` is for anything else.
#[expect(clippy::option_option, reason = "unreadable, on the scenario's clock and on another clock are three answers")]
fn offset(text: &[u8]) -> Option<Option<i16>> {
    if text.is_empty() {
        return Some(None);
    }
    if [&b"z"[..], b"utc", b"gmt"].iter().any(|name| text.eq_ignore_ascii_case(name)) {
        return Some(Some(0));
    }
    let (sign, text) = match text.split_first()? {
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match text {
        [_, _] => (part(text, 2)?.0, 0),
        [hours @ .., b':', a, b] if hours.len() <= 2 => (part(hours, 2)?.0, part(&[*a, *b], 2)?.0),
        [h, i, a, b] => (part(&[*h, *i], 2)?.0, part(&[*a, *b], 2)?.0),
        _ => return None,
    };
    let offset = sign * (hours * 60 + minutes);
    (offset.abs() <= DAY_MINUTES).then_some(Some(offset as i16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_counts_them() {
        let start = Date::constant(2026, 3, 2);
        for days in (-740_000..2_900_000_i32).step_by(97) {
            let date = start.saturating_add(jiff::Span::new().days(days));
            assert_eq!(era_day(date) - era_day(start), start.until(date).unwrap().get_days());
        }
    }

    #[test]
    fn forms_of_dates() {
        for (cell, shape) in [
            ("2024-05-13", Shape::YearFirst),
            ("2024/5/3 9:05", Shape::YearFirst),
            ("20240513", Shape::YearFirst),
            ("2024-05-13T09:05:59.123+02:00", Shape::YearFirst),
            ("2024-05-13 09:05:59 UTC", Shape::YearFirst),
            ("'13-05-2024", Shape::YearLast),
            ("5/6/2012 3:53 PM", Shape::YearLast),
            ("1.2.99", Shape::YearLast),
            ("--05-13", Shape::NoYear),
            ("", Shape::Missing),
            ("13-13-2024", Shape::Unreadable),
            ("2024-05", Shape::Unreadable),
            ("2024-05-13 25:00", Shape::Unreadable),
            ("2024-05-13 later", Shape::Unreadable),
            ("0612345678", Shape::Unreadable),
            ("é", Shape::Unreadable),
        ] {
            assert_eq!(Stamp::read(cell).shape, shape, "{cell}");
        }
        assert_eq!(Stamp::read("5/6/2012 12:53 AM").minute_of_day, 53);
        assert_eq!(Stamp::read("5/6/2012 12:53 PM").minute_of_day, 12 * 60 + 53);
        assert_eq!(Stamp::read("2024-05-13 09:05 -0330").offset_minutes, Some(-210));
    }
}
