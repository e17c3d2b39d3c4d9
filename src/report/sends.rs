//! Which days of the send table are worth a line.
//!
//! Owns: the choice of days for people, and the bars. Deliberately drops nothing from the report itself: JSON has every
//! line.

use std::cmp::Reverse;

use super::{Report, SendDay};

/// Lines of the send table, at most, over all pools.
const LINES_MAX: usize = 20;

/// Days that are always worth a line, for each pool, however many pools there are.
const PICKED_MIN: usize = 3;

/// Lines about single providers, at most, for each pool.
const PROVIDER_LINES_MAX: usize = 3;

/// A line of the table of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SendRow<'a> {
    /// A day of its own.
    Day(&'a SendDay),
    /// A run of days that are not worth a line each.
    Run {
        /// First day.
        first: i32,
        /// Last day.
        last: i32,
        /// Messages that left in all.
        sent: u64,
        /// Messages above the caps in all.
        above: u64,
        /// Messages that waited in all.
        deferred: u64,
    },
}

/// What is shown of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PoolTable<'a> {
    /// The pool.
    pub(super) pool: &'a str,
    /// By day.
    pub(super) rows: Vec<SendRow<'a>>,
    /// What a full bar stands for; at least 1.
    pub(super) scale: u64,
    /// Days on which a provider got more than its own cap, worst first.
    pub(super) providers: Vec<&'a SendDay>,
    /// How many more such days there are.
    pub(super) providers_more: usize,
}

/// The tables of all pools that sent or kept anything waiting, in the order of the report.
pub(super) fn tables(report: &Report) -> Vec<PoolTable<'_>> {
    let mut pools: Vec<&str> = Vec::new();
    for line in report.sends.iter().filter(|line| line.provider.is_none() && is_busy(line)) {
        if !pools.contains(&line.pool.as_str()) {
            pools.push(&line.pool);
        }
    }
    let budget = LINES_MAX / pools.len().max(1);
    pools.into_iter().map(|pool| table(report, pool, budget)).collect()
}

fn is_busy(line: &SendDay) -> bool {
    line.sent > 0 || line.deferred > 0
}

fn table<'a>(report: &'a Report, pool: &'a str, budget: usize) -> PoolTable<'a> {
    let of_pool = |line: &&SendDay| line.pool == pool;
    let mut days: Vec<&SendDay> = report.sends.iter().filter(of_pool).filter(|line| line.provider.is_none()).collect();
    days.sort_by_key(|line| line.day);
    let mut providers: Vec<&SendDay> =
        report.sends.iter().filter(of_pool).filter(|line| line.provider.is_some() && line.above_cap() > 0).collect();
    providers.sort_by_key(|line| (Reverse(line.above_cap()), line.day));
    let providers_more = providers.len().saturating_sub(PROVIDER_LINES_MAX);
    providers.truncate(PROVIDER_LINES_MAX);
    let rows = rows(&days, budget);
    PoolTable { pool, scale: scale(&rows), rows, providers, providers_more }
}

/// The worst days, then big ones, then the first ones, in the order of the calendar; what lies between them as runs.
fn rows<'a>(days: &[&'a SendDay], budget: usize) -> Vec<SendRow<'a>> {
    let mut picked: Vec<&SendDay> = days.iter().copied().filter(|line| is_busy(line)).collect();
    let all = calendar(days, &picked);
    if all.len() <= budget {
        return all;
    }
    // Between n picked days there are at most n + 1 runs: half of the budget is theirs. Days that are much alike are
    // picked from the first on, so that they stand together.
    let busiest = picked.iter().map(|line| line.sent).max().unwrap_or(0);
    let is_big = |line: &SendDay| line.sent.saturating_mul(4) >= busiest;
    picked.sort_by_key(|line| (Reverse(line.above_cap()), Reverse(is_big(line)), line.day));
    picked.truncate((budget / 2).max(PICKED_MIN));
    calendar(days, &picked)
}

/// The picked days as days, all others from the first to the last as runs. `days` ascend; a day without a line sent
/// nothing.
fn calendar<'a>(days: &[&'a SendDay], picked: &[&'a SendDay]) -> Vec<SendRow<'a>> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Vec::new();
    };
    let mut rows: Vec<SendRow<'a>> = Vec::new();
    let mut lines = days.iter().copied().peekable();
    for number in first.day..=last.day {
        let line = lines.next_if(|line| line.day == number);
        if let Some(line) = line.filter(|line| picked.iter().any(|other| other.day == line.day)) {
            rows.push(SendRow::Day(line));
            continue;
        }
        let (sent_now, above_now, deferred_now) =
            line.map_or((0, 0, 0), |line| (line.sent, line.above_cap(), line.deferred));
        match rows.last_mut() {
            Some(SendRow::Run { last, sent, above, deferred, .. }) => {
                *last = number;
                *sent += sent_now;
                *above += above_now;
                *deferred += deferred_now;
            }
            _ => rows.push(SendRow::Run {
                first: number,
                last: number,
                sent: sent_now,
                above: above_now,
                deferred: deferred_now,
            }),
        }
    }
    rows
}

/// A full bar is the busiest day, or the highest cap if that is not so high that every bar would vanish.
fn scale(rows: &[SendRow<'_>]) -> u64 {
    let days = || rows.iter().filter_map(|row| if let SendRow::Day(line) = row { Some(*line) } else { None });
    let sent = days().map(|line| line.sent).max().unwrap_or(0).max(1);
    let cap = days().filter_map(|line| line.cap).map(u64::from).filter(|&cap| cap <= sent.saturating_mul(3)).max();
    cap.unwrap_or(0).max(sent)
}

/// A bar of `width` columns for `sent`, with a mark where the cap is, if it lies within the scale.
pub(super) fn bar(line: &SendDay, scale: u64, width: usize) -> String {
    const PARTS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let eighths = u128::from(line.sent) * width as u128 * 8 / u128::from(scale.max(1));
    let eighths = usize::try_from(eighths).unwrap_or(usize::MAX).min(width * 8).max(usize::from(line.sent > 0));
    let mut columns: Vec<char> = (0..width)
        .map(|column| match eighths.saturating_sub(column * 8) {
            0 => ' ',
            part if part >= 8 => '█',
            part => PARTS[part],
        })
        .collect();
    if let Some(cap) = line.cap.map(u64::from).filter(|&cap| cap <= scale) {
        let place = u128::from(cap) * width as u128 / u128::from(scale.max(1));
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(width.saturating_sub(1));
        if let Some(column) = columns.get_mut(place) {
            *column = '┃';
        }
    }
    columns.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i32, sent: u64, cap: Option<u32>) -> SendDay {
        SendDay { day, date: String::new(), pool: "main".to_owned(), provider: None, cap, sent, deferred: 0 }
    }

    #[test]
    fn bars_are_as_long_as_their_share_and_mark_the_cap() {
        assert_eq!(bar(&day(0, 50, None), 100, 8), "████    ");
        assert_eq!(bar(&day(0, 100, Some(50)), 100, 8), "████┃███");
        assert_eq!(bar(&day(0, 1, None), 1_000_000, 8), "▏       ");
        assert_eq!(bar(&day(0, 0, Some(100)), 100, 8), "       ┃");
        assert_eq!(bar(&day(0, u64::MAX, None), u64::MAX, 8), "████████");
    }

    #[test]
    fn few_days_all_have_a_line_and_quiet_ones_are_joined() {
        let days = [day(0, 10, None), day(1, 0, None), day(3, 5, None)];
        let days: Vec<&SendDay> = days.iter().collect();
        let quiet = SendRow::Run { first: 1, last: 2, sent: 0, above: 0, deferred: 0 };
        assert_eq!(rows(&days, 20), [SendRow::Day(days[0]), quiet, SendRow::Day(days[2])]);
    }

    #[test]
    fn a_long_table_keeps_its_worst_days_and_loses_no_message() {
        let days: Vec<SendDay> = (0..365)
            .map(|number| {
                day(number, 1000 + 9000 * u64::from(number == 200), Some(if number == 77 { 1 } else { 50_000 }))
            })
            .collect();
        let days: Vec<&SendDay> = days.iter().collect();
        let rows = rows(&days, 20);
        assert!(rows.len() <= 21, "{}", rows.len());
        assert!(rows.contains(&SendRow::Day(days[77])) && rows.contains(&SendRow::Day(days[200])));
        let sent: u64 = rows
            .iter()
            .map(|row| match row {
                SendRow::Day(line) => line.sent,
                SendRow::Run { sent, .. } => *sent,
            })
            .sum();
        assert_eq!(sent, 374_000);
    }
}
