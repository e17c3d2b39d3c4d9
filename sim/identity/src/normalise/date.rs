//! Dates in one form: year, month and day as they are written, valid or not.
//!
//! Owns: the order of the parts. Deliberately repairs no date: `1957-25-03` keeps its parts, and comparing tells that
//! they are swapped.

/// A date as one number, `yyyymmdd`; 0 if it is missing.
pub(super) type Packed = u32;

/// In which order day and month stand, where the writing leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// The parts of a cell, in the order in which they are written; `None` if it is no date.
fn parts(cell: &str) -> Option<([u32; 3], bool)> {
    let cell = super::super::trim(cell);
    let cell = cell.split(['T', ' ']).next().unwrap_or(cell);
    let mut parts = [0_u32; 3];
    if cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: u32 = cell.parse().ok()?;
        return Some(([number / 10_000, number / 100 % 100, number % 100], true));
    }
    let mut count = 0;
    for part in cell.split(['-', '/', '.']) {
        if count == 3 || part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        parts[count] = part.parse().ok()?;
        count += 1;
    }
    (count == 3).then(|| (parts, cell.find(['-', '/', '.']) == Some(4)))
}

/// The order in which a column writes day and month: whichever leaves fewer impossible months.
pub(super) fn order<'a>(cells: impl Iterator<Item = &'a str>) -> Order {
    let (mut first_over, mut second_over) = (0_u32, 0_u32);
    for ([first, second, _], is_year_first) in cells.filter_map(parts) {
        if !is_year_first {
            first_over += u32::from(first > 12);
            second_over += u32::from(second > 12);
        }
    }
    if second_over > first_over { Order::MonthFirst } else { Order::DayFirst }
}

/// Reads a cell.
pub(super) fn read(cell: &str, order: Order) -> Packed {
    let Some((parts, is_year_first)) = parts(cell) else { return 0 };
    let [year, month, day] = match (is_year_first, order) {
        (true, _) => parts,
        (false, Order::DayFirst) => [parts[2], parts[1], parts[0]],
        (false, Order::MonthFirst) => [parts[2], parts[0], parts[1]],
    };
    // Years of two digits: nobody is born in the future, and few people are over a hundred.
    let year = if year < 100 { if year < 30 { 2_000 + year } else { 1_900 + year } } else { year };
    if year > 9_999 || month > 99 || day > 99 || year * month * day == 0 {
        0
    } else {
        year * 10_000 + month * 100 + day
    }
}
