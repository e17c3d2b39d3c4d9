//! The arithmetic of warm-up schedules: windows, rows and caps.
//!
//! Owns: which window and which local day a minute lies in, which row of a table is in force on a day, how large its cap
//! is. The functions are pure: the pipeline asks them before it sends, and a judge recomputes every cap from what was
//! sent. Deliberately keeps no state of a ramp and decides no message's fate.
//!
//! A day is a local day of the scenario's zone and 23 or 25 hours long when the clocks change; an hour is a full hour on
//! that clock. Unused capacity is lost: a window knows nothing of the one before it.

use crate::plan::{Advance, CapTable, Plan, Ramp, Tail, Window};
use crate::time::{Local, Minute};

/// Windows of an hourly table that make up its daily cap, also on days of 23 and 25 hours.
const HOURS_A_DAY: u64 = 24;

/// One window of a ramp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSpan {
    /// The local day in which it lies; it decides which row of a table is in force.
    pub day: i32,
    /// Its first minute.
    pub from: Minute,
    /// The first minute of the next window.
    pub until: Minute,
}

/// The first minute of a local day of the scenario's zone.
#[must_use]
fn day_start(plan: &Plan, day: i32) -> Minute {
    plan.calendar.instant(plan.zone(), Local { day, minute_of_day: 0 })
}

/// The local day of the scenario's zone that an instant lies in: the last one whose midnight is not after it.
///
/// Days never go back, not even in zones that turn the clock back across midnight.
#[must_use]
pub fn day_of(plan: &Plan, at: Minute) -> i32 {
    let mut day = plan.calendar.local(plan.zone(), at).day;
    while day_start(plan, day) > at {
        day -= 1;
    }
    while day_start(plan, day + 1) <= at {
        day += 1;
    }
    day
}

/// The window that an instant lies in.
///
/// An hour ends at the next full hour of the scenario's clock, and also when that clock changes: the hour that occurs
/// twice in autumn is two windows.
#[must_use]
pub fn window_at(plan: &Plan, window: Window, at: Minute) -> WindowSpan {
    let day = day_of(plan, at);
    match window {
        Window::Day => WindowSpan { day, from: day_start(plan, day), until: day_start(plan, day + 1) },
        Window::Hour => {
            let past = plan.calendar.local(plan.zone(), at).minute_of_day % 60;
            let (steady_from, steady_until) = plan.zone().steady(at);
            WindowSpan { day, from: at.plus(-past).max(steady_from), until: at.plus(60 - past).min(steady_until) }
        }
    }
}

/// The cap of a row, in messages a window; `None` if there is none. Stops at `u32::MAX` when it doubles.
#[must_use]
pub fn cap(table: &CapTable, row: u32) -> Option<u32> {
    if let Some(&cap) = table.rows.get(row as usize) {
        return Some(cap);
    }
    let last = *table.rows.last()?;
    match table.tail {
        Tail::Last => Some(last),
        Tail::Unlimited => None,
        Tail::DoubleEvery { days } => {
            let rows_after = row - (table.rows.len() as u32 - 1);
            let doubled = u64::from(last) << (rows_after / days.max(1)).min(32);
            Some(u32::try_from(doubled).unwrap_or(u32::MAX))
        }
    }
}

/// The row that follows a day on which `row` was in force and `sent` e-mails left the pool (all of them: also
/// transactional ones, and those that other pools spilled).
///
/// The day's cap is the cap of the whole pool; of an hourly table 24 times it. A day whose cap is 0, or that has no cap,
/// always moves on: nothing could be sent, or no share of it computed.
#[must_use]
pub fn next_row(ramp: &Ramp, row: u32, sent: u64) -> u32 {
    let windows = match ramp.window {
        Window::Hour => HOURS_A_DAY,
        Window::Day => 1,
    };
    let day_cap = cap(&ramp.total, row).map(|cap| u64::from(cap) * windows).filter(|&cap| cap > 0);
    let moves_on = match (ramp.advance, day_cap) {
        (Advance::Calendar, _) | (_, None) => true,
        (Advance::Volume { percent_min }, Some(day_cap)) => {
            u128::from(sent) * 100 >= u128::from(day_cap) * u128::from(percent_min)
        }
        (Advance::SendDay, Some(_)) => sent > 0,
    };
    if moves_on { row.saturating_add(1) } else { row }
}

/// The row in force on a local day, from what the pool sent on the days before; `None` before the ramp's start, when
/// there is no allowance at all (a cap of 0).
///
/// `sent_on` tells how many e-mails left the pool on a local day (see [`day_of`]). It is asked for every day from the
/// ramp's start to the day before `day`, in order, and not at all if the ramp moves on with the calendar.
#[must_use]
pub fn row_of_day(ramp: &Ramp, day: i32, sent_on: &dyn Fn(i32) -> u64) -> Option<u32> {
    let days = u32::try_from(i64::from(day) - i64::from(ramp.start_day)).ok()?;
    match ramp.advance {
        Advance::Calendar => Some(days),
        Advance::Volume { .. } | Advance::SendDay => {
            Some((ramp.start_day..day).fold(0, |row, day| next_row(ramp, row, sent_on(day))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Overflow;

    fn caps(rows: &[u32], tail: Tail) -> Vec<Option<u32>> {
        let table = CapTable { rows: rows.to_vec(), tail };
        (0..8).map(|row| cap(&table, row)).collect()
    }

    #[test]
    fn a_table_goes_on_as_its_tail_says() {
        let some = |caps: [u32; 8]| caps.map(Some).to_vec();
        assert_eq!(caps(&[50, 100], Tail::Last), some([50, 100, 100, 100, 100, 100, 100, 100]));
        assert_eq!(caps(&[5; 7], Tail::Unlimited), [[Some(5); 7].as_slice(), &[None]].concat());
        let doubled = Tail::DoubleEvery { days: 1 };
        assert_eq!(caps(&[50, 100], doubled), some([50, 100, 200, 400, 800, 1_600, 3_200, 6_400]));
        let slowly = Tail::DoubleEvery { days: 3 };
        assert_eq!(caps(&[50, 100], slowly), some([50, 100, 100, 100, 200, 200, 200, 400]));
    }

    #[test]
    fn doubling_stops_at_the_largest_number() {
        let table = CapTable { rows: vec![3], tail: Tail::DoubleEvery { days: 1 } };
        assert_eq!(cap(&table, 30), Some(3 << 30));
        assert_eq!(cap(&table, 31), Some(u32::MAX));
        assert_eq!(cap(&table, u32::MAX), Some(u32::MAX));
        assert_eq!(cap(&CapTable { rows: vec![0], ..table }, u32::MAX), Some(0));
    }

    fn ramp(window: Window, advance: Advance) -> Ramp {
        Ramp {
            name: String::new(),
            source: String::new(),
            window,
            total: CapTable { rows: vec![10, 0, 20], tail: Tail::Unlimited },
            providers: Vec::new(),
            start_day: 3,
            advance,
            overflow: Overflow::Hold,
        }
    }

    #[test]
    fn a_share_of_the_cap_is_compared_without_rounding() {
        let daily = ramp(Window::Day, Advance::Volume { percent_min: 95 });
        assert_eq!((next_row(&daily, 0, 9), next_row(&daily, 0, 10)), (0, 1));
        assert_eq!((next_row(&daily, 2, 18), next_row(&daily, 2, 19)), (2, 3));
        let hourly = ramp(Window::Hour, Advance::Volume { percent_min: 50 });
        assert_eq!((next_row(&hourly, 0, 119), next_row(&hourly, 0, 120)), (0, 1));
    }

    #[test]
    fn days_of_rest_and_days_without_a_cap_always_move_on() {
        for advance in [Advance::Volume { percent_min: 100 }, Advance::SendDay, Advance::Calendar] {
            assert_eq!(next_row(&ramp(Window::Day, advance), 1, 0), 2);
            assert_eq!(next_row(&ramp(Window::Day, advance), 3, 0), 4);
        }
    }

    #[test]
    fn rows_are_counted_from_the_start_and_there_is_none_before() {
        let rows = |advance| {
            let ramp = ramp(Window::Day, advance);
            // Ten on the first day, nothing on the second and third, something on the fourth.
            let sent_on = |day| [10, 0, 0, 1].get((day - 3) as usize).copied().unwrap_or(0);
            (2..9).map(|day| row_of_day(&ramp, day, &sent_on)).collect::<Vec<_>>()
        };
        let some = |rows: [u32; 6]| [vec![None], rows.map(Some).to_vec()].concat();
        assert_eq!(rows(Advance::Calendar), some([0, 1, 2, 3, 4, 5]));
        assert_eq!(rows(Advance::SendDay), some([0, 1, 2, 2, 3, 4]));
        assert_eq!(rows(Advance::Volume { percent_min: 10 }), some([0, 1, 2, 2, 2, 2]));
        assert_eq!(rows(Advance::Volume { percent_min: 5 }), some([0, 1, 2, 2, 3, 4]));
    }
}
