//! Phone numbers in one form: E.164 as far as the table tells, and without the country to compare by.
//!
//! Owns: country calling codes (ITU-T E.164 assigns them by prefix) and the trunk zero. Deliberately asks no country
//! column: numbers are compared by their national part.

use crate::written::written_phone;

/// Calling codes of two digits (ITU-T E.164, list of assigned country codes); 1 and 7 have one digit, others three.
const TWO_DIGITS: [&str; 46] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98", "21", "22",
];

/// Digits of a national number without its trunk zero, at least and at most (E.164: 15 with the calling code).
const NATIONAL_DIGITS: std::ops::RangeInclusive<usize> = 5..=14;

/// A number as far as its own writing tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// With a calling code: so many digits of it lead.
    International(usize),
    /// With a trunk zero.
    National,
    /// Neither: a calling code without its `+`, or a trunk zero that a spreadsheet dropped.
    Bare,
}

/// Writes the digits of a number, without `+`, `00` and `(0)`, and tells how it was written; `None` if it is none.
pub(super) fn digits(cell: &str, into: &mut String) -> Option<Written> {
    if written_phone(cell, into)? {
        let code = code_digits(into);
        // Behind a calling code, a trunk zero is never dialled.
        if into[code.min(into.len())..].starts_with('0') && into.len() > code + 5 {
            into.remove(code);
        }
        return (into.len() > code && NATIONAL_DIGITS.contains(&(into.len() - code)))
            .then_some(Written::International(code));
    }
    let zeros = usize::from(into.starts_with('0'));
    into.drain(..zeros);
    NATIONAL_DIGITS.contains(&into.len()).then_some(if zeros > 0 { Written::National } else { Written::Bare })
}

/// How many digits the calling code has that a number begins with.
fn code_digits(number: &str) -> usize {
    match number.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [first, second, ..] if TWO_DIGITS.iter().any(|code| code.as_bytes() == [*first, *second]) => 2,
        _ => 3,
    }
}
