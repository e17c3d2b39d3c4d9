//! Lengths of time and instants inside conditions.

use jiff::Timestamp;

/// The minutes of a length such as `30d`, `1h30m`, `-2w` or CEL's `3600s`; otherwise what is wrong with it.
pub(super) fn duration_minutes(text: &str) -> Result<i64, &'static str> {
    const SHAPE: &str = "not a length of time";
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    if rest.is_empty() {
        return Err(SHAPE);
    }
    let mut seconds: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, tail) = rest.split_at(digits);
        if tail.starts_with('.') {
            return Err("a length of time in parts of a unit");
        }
        if number.is_empty() {
            return Err(SHAPE);
        }
        let letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, tail) = tail.split_at(letters);
        let unit_seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            "w" => 604_800,
            _ => return Err(SHAPE),
        };
        let part = number.parse::<i64>().ok().and_then(|number| number.checked_mul(unit_seconds));
        seconds = part.and_then(|part| seconds.checked_add(part)).ok_or("too long a time")?;
        rest = tail;
    }
    if seconds % 60 != 0 {
        return Err("not a whole number of minutes");
    }
    let minutes = seconds / 60;
    if minutes > i64::from(i32::MAX) { Err("too long a time") } else { Ok(sign * minutes) }
}

/// The instant of a text in RFC 3339, such as `2026-01-01T00:00:00Z`.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_our_units_and_those_of_cel() {
        assert_eq!(duration_minutes("30d"), Ok(30 * 1440));
        assert_eq!(duration_minutes("2w"), Ok(14 * 1440));
        assert_eq!(duration_minutes("1h30m"), Ok(90));
        assert_eq!(duration_minutes("-720h"), Ok(-43_200));
        assert_eq!(duration_minutes("90s30s"), Ok(2));
        assert_eq!(duration_minutes("0m"), Ok(0));
    }

    #[test]
    fn what_is_not_whole_minutes_is_refused() {
        for text in ["", "-", "5", "d", "1.5h", "90s", "1h ", " 1h", "1mo", "1µs", "5ms", "é", "1h-5m", "--1h"] {
            assert!(duration_minutes(text).is_err(), "{text}");
        }
        assert_eq!(duration_minutes("99999999999999999999w"), Err("too long a time"));
        assert_eq!(duration_minutes("9223372036854775807w"), Err("too long a time"));
        assert_eq!(duration_minutes("2147483648m"), Err("too long a time"));
        assert_eq!(duration_minutes("2147483647m"), Ok(2_147_483_647));
    }

    #[test]
    fn instants_name_their_offset() {
        assert_eq!(timestamp("2026-01-01T01:00:00+01:00"), timestamp("2026-01-01T00:00:00Z"));
        assert!(timestamp("2026-01-01T00:00:00Z").is_some());
        assert!(timestamp("2026-01-01").is_none());
        assert!(timestamp("2026-01-01T00:00:00").is_none());
    }
}
