//! How judges write numbers, and what they call things.
//!
//! Owns: thousands separators, singular and plural, names in backticks. Deliberately holds no sentence of a judge.

/// A number with thousands separators: `187,320`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with the noun that fits it: `1 row`, `2,000 rows`.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// The word that fits a number.
pub(super) const fn form<'a>(number: u64, one: &'a str, many: &'a str) -> &'a str {
    if number == 1 { one } else { many }
}

/// A length of time in the largest units that fit: `3 days`, `16 h`, `4 days 8 h`, `45 minutes`. Beyond a day it is
/// rounded down to hours.
pub(super) fn length(minutes: i32) -> String {
    let whole = u64::from(minutes.unsigned_abs());
    match whole {
        0 => "0 minutes".to_owned(),
        days if days.is_multiple_of(1440) => counted(days / 1440, "day", "days"),
        hours if hours.is_multiple_of(60) => format!("{} h", thousands(hours / 60)),
        days if days > 1440 => format!("{} {} h", counted(days / 1440, "day", "days"), days % 1440 / 60),
        hours if hours > 60 => format!("{} h {} min", hours / 60, hours % 60),
        other => counted(other, "minute", "minutes"),
    }
}

/// The key of a door's flag in a scenario: `historical_import` is written `historical-import`.
pub(super) fn guard_key(guard: &str) -> String {
    guard.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators_every_three_digits() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (187_320, "187,320"), (1_000_000, "1,000,000")]
        {
            assert_eq!(thousands(number), text);
        }
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(0, "row", "rows"), "0 rows");
        assert_eq!(form(2, "was", "were"), "were");
    }

    #[test]
    fn lengths_use_the_largest_unit_that_fits() {
        let lengths = [
            (0, "0 minutes"),
            (45, "45 minutes"),
            (90, "1 h 30 min"),
            (960, "16 h"),
            (1440, "1 day"),
            (2880, "2 days"),
            (6275, "4 days 8 h"),
        ];
        for (minutes, text) in lengths {
            assert_eq!(length(minutes), text);
        }
    }
}
