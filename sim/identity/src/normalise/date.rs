//! Dates in one form: year, month and day as they are written, valid or not.
//!
//! Owns: the order of the parts. Deliberately repairs no date: `1957-25-03` keeps its parts, and comparing tells that
//! they are swapped.

use crate::written::{DateShape, WrittenDate, full_year, written_date};

/// A date as one number, `yyyymmdd`; 0 if it is missing.
pub(super) type Packed = u32;

/// In which order day and month stand, where the writing leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// Nobody is born in the future, and few people are over a hundred: the last year that two digits can stand for.
const LATEST_YEAR: u16 = 2029;

/// The parts of a cell, in the order in which they are written; `None` if it is no whole date.
fn parts(cell: &str) -> Option<WrittenDate> {
    let (date, rest) = written_date(cell)?;
    let ends = matches!(rest.first(), None | Some(b' ' | b'T' | b't'));
    (ends && date.shape != DateShape::NoYear).then_some(date)
}

/// Whether a cell is read as a date.
pub(super) fn is_date(cell: &str) -> bool {
    parts(cell).is_some()
}

/// The order in which a column writes day and month: whichever leaves fewer impossible months.
pub(super) fn order<'a>(cells: impl Iterator<Item = &'a str>) -> Order {
    let (mut first_over, mut second_over) = (0_u32, 0_u32);
    for WrittenDate { others: [first, second], .. } in
        cells.filter_map(parts).filter(|date| date.shape == DateShape::YearLast)
    {
        first_over += u32::from(first > 12);
        second_over += u32::from(second > 12);
    }
    if second_over > first_over { Order::MonthFirst } else { Order::DayFirst }
}

/// Reads a cell.
pub(super) fn read(cell: &str, order: Order) -> Packed {
    let Some(date) = parts(cell) else { return 0 };
    let [month, day] = match (date.shape, order) {
        (DateShape::YearLast, Order::DayFirst) => [date.others[1], date.others[0]],
        (DateShape::YearFirst | DateShape::NoYear, _) | (DateShape::YearLast, Order::MonthFirst) => date.others,
    };
    let [year, month, day] = [full_year(date.year, LATEST_YEAR), month, day].map(u32::from);
    if year > 9_999 || month > 99 || day > 99 || year * month * day == 0 {
        0
    } else {
        year * 10_000 + month * 100 + day
    }
}
