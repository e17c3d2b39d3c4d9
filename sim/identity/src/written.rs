//! Dates and phone numbers as people write them: what is on the paper, before anybody decides what it means.
//!
//! Owns: the marks between the parts of a date, years of two digits, and the digits of a number. Deliberately judges no
//! value: `1957-25-03` is written like a date, and whoever compares or imports it decides what to make of that.

use super::trim;

/// Where the year of a written date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateShape {
    /// Year, month, day.
    YearFirst,
    /// Day and month in an order that the cell does not tell, then the year.
    YearLast,
    /// `--05-13`: month and day, without a year.
    NoYear,
}

/// A date in the order in which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// Where the year stands.
    pub shape: DateShape,
    /// The year as written, so perhaps of two digits; 0 if there is none.
    pub year: u16,
    /// The first and second of day and month as written: month and day unless the year comes last.
    pub others: [u16; 2],
}

/// Reads digits from the front, at most so many: the number, and what follows. `None` if there are none, or more.
fn number(text: &[u8], digits_max: usize) -> Option<(u16, &[u8])> {
    let count = text.iter().take(digits_max + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let value = || text[..count].iter().fold(0, |number, byte| number * 10 + u16::from(byte - b'0'));
    (1..=digits_max).contains(&count).then(|| (value(), &text[count..]))
}

/// Reads the date at the beginning of a cell: `2024-05-13`, `13-05-2024`, `5/13/24`, `20240513`, `--05-13`, with an
/// apostrophe of a spreadsheet in front or not. Returns what follows it too, such as a time of day.
#[must_use]
pub fn written_date(cell: &str) -> Option<(WrittenDate, &[u8])> {
    let text = trim(cell).trim_start_matches('\'').as_bytes();
    if let Some(rest) = text.strip_prefix(b"--") {
        let (month, rest) = number(rest, 2)?;
        let (day, rest) = number(rest.strip_prefix(b"-")?, 2)?;
        return Some((WrittenDate { shape: DateShape::NoYear, year: 0, others: [month, day] }, rest));
    }
    if let Some((all, rest)) = text.split_at_checked(8)
        && all.iter().all(u8::is_ascii_digit)
    {
        let part = |from: usize, to: usize| number(&all[from..to], 4).map_or(0, |(part, _)| part);
        let others = [part(4, 6), part(6, 8)];
        return Some((WrittenDate { shape: DateShape::YearFirst, year: part(0, 4), others }, rest));
    }
    let (first, rest) = number(text, 4)?;
    let first_digits = text.len() - rest.len();
    let (separator, rest) = rest.split_first().filter(|(byte, _)| matches!(byte, b'-' | b'/' | b'.'))?;
    let (second, rest) = number(rest, 2)?;
    let rest = rest.strip_prefix(&[*separator])?;
    if first_digits == 4 {
        let (third, rest) = number(rest, 2)?;
        return Some((WrittenDate { shape: DateShape::YearFirst, year: first, others: [second, third] }, rest));
    }
    let (year, rest) = number(rest, 4).filter(|_| first_digits <= 2)?;
    Some((WrittenDate { shape: DateShape::YearLast, year, others: [first, second] }, rest))
}

/// The year that is meant: one of two digits is the last with these digits that is not after `latest`.
#[must_use]
pub const fn full_year(written: u16, latest: u16) -> u16 {
    if written >= 100 {
        return written;
    }
    let same_century = latest / 100 * 100 + written;
    if same_century <= latest { same_century } else { same_century.saturating_sub(100) }
}

/// Writes the digits of a phone number, without `+`, `00` and the `(0)` behind a calling code, and returns whether it was
/// written with a calling code. `None` if it is no number: empty, with letters (`3.16E+10` too), or one digit again and
/// again, which is a placeholder.
pub fn written_phone(cell: &str, digits: &mut String) -> Option<bool> {
    digits.clear();
    let text = trim(cell).trim_start_matches('\'');
    if text.is_empty() || text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let is_international = text.starts_with('+') || text.starts_with("00");
    let mut rest = text;
    if let Some((before, after)) = text.split_once("(0)").filter(|_| is_international) {
        digits.extend(before.chars().filter(char::is_ascii_digit));
        rest = after;
    }
    digits.extend(rest.chars().filter(char::is_ascii_digit));
    if is_placeholder(digits) {
        return None;
    }
    if text.starts_with("00") {
        digits.drain(..2);
    }
    Some(is_international)
}

/// Whether a number is one digit again and again.
pub(crate) fn is_placeholder(digits: &str) -> bool {
    digits.bytes().all(|digit| Some(digit) == digits.bytes().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_what_is_written() {
        use DateShape::{NoYear, YearFirst, YearLast};
        for (cell, expected) in [
            ("2024-05-13", Some((YearFirst, 2024, [5, 13], ""))),
            (" 2024/5/3 9:05", Some((YearFirst, 2024, [5, 3], " 9:05"))),
            ("20240513T0905", Some((YearFirst, 2024, [5, 13], "T0905"))),
            ("1957-25-03", Some((YearFirst, 1957, [25, 3], ""))),
            ("31-1-2026", Some((YearLast, 2026, [31, 1], ""))),
            ("'13-05-2024", Some((YearLast, 2024, [13, 5], ""))),
            ("1.2.99", Some((YearLast, 99, [1, 2], ""))),
            ("--05-13", Some((NoYear, 0, [5, 13], ""))),
            ("1-2/2024", None),
            ("123-4-2024", None),
            ("2024-05", None),
            ("0612345678", Some((YearFirst, 612, [34, 56], "78"))),
            ("5 May 1957", None),
            ("", None),
        ] {
            let read = written_date(cell)
                .map(|(date, rest)| (date.shape, date.year, date.others, std::str::from_utf8(rest).unwrap()));
            assert_eq!(read, expected, "{cell}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_the_last_one_that_can_be_meant() {
        assert_eq!(full_year(57, 2026), 1957);
        assert_eq!(full_year(26, 2026), 2026);
        assert_eq!(full_year(27, 2026), 1927);
        assert_eq!(full_year(5, 2104), 2005);
        assert_eq!(full_year(2031, 2026), 2031);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let mut digits = String::new();
        for (cell, expected) in [
            ("+31 (0)6 1234 5678", Some((true, "31612345678"))),
            ("0031612345678", Some((true, "31612345678"))),
            ("'06-12345678", Some((false, "0612345678"))),
            ("3.16E+10", None),
            ("0000000000", None),
            ("", None),
            ("-", None),
        ] {
            let read = written_phone(cell, &mut digits);
            assert_eq!(read.map(|is_international| (is_international, digits.as_str())), expected, "{cell}");
        }
    }
}
