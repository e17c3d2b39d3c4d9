//! Counts, ratios, money and seeds.

use std::fmt;

use rehearsal_core::ratio::Ratio;

use super::text_value;

/// A whole number, with `_` between digits if wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count(pub(crate) u64);

impl Count {
    fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with('-') && digits(&text[1..]).is_some() {
            return Err(format!("expected a whole number of at least 0, found `{text}`"));
        }
        digits(text).map(Self).ok_or_else(String::new)
    }

    /// The number within a longer text.
    pub(super) fn parse_for(text: &str) -> Option<u64> {
        digits(text)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
text_value!(Count, "a whole number such as 12 or 200_000", ["integer", "string"], "^[0-9][0-9_]*$", 12, "200_000");

/// Digits with `_` between them.
fn digits(text: &str) -> Option<u64> {
    let clean: String = text.chars().filter(|&letter| letter != '_').collect();
    let is_number =
        text.starts_with(|first: char| first.is_ascii_digit()) && clean.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| clean.parse().ok()).flatten()
}

/// The seed of a rehearsal: decimal, or hexadecimal after `0x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SeedText(pub(crate) u64);

impl SeedText {
    fn parse(text: &str) -> Result<Self, String> {
        let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
        let seed = match hex {
            Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'_') => {
                u64::from_str_radix(&hex.replace('_', ""), 16).ok()
            }
            Some(_) => None,
            None => digits(text),
        };
        seed.map(Self).ok_or_else(String::new)
    }
}

impl fmt::Display for SeedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
text_value!(
    SeedText,
    "a seed such as 7 or 0x5eed, smaller than 2^64",
    ["integer", "string"],
    "^(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)$",
    7,
    "0x5eed"
);

/// A share between 0 and 1, written as a ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RatioText(pub(crate) Ratio);

impl RatioText {
    fn parse(text: &str) -> Result<Self, String> {
        let (numerator, denominator) = match text.split_once('/') {
            Some((over, under)) => (digits(over.trim()), digits(under.trim())),
            None => (digits(text), Some(1)),
        };
        let (Some(numerator), Some(denominator)) = (numerator, denominator) else {
            return Err(decimal_hint(text));
        };
        if denominator == 0 {
            return Err(format!("the ratio `{text}` divides by zero"));
        }
        if numerator > denominator {
            return Err(format!("the ratio `{text}` is more than 1"));
        }
        let parts = u32::try_from(numerator).ok().zip(u32::try_from(denominator).ok());
        let ratio = parts.and_then(|(numerator, denominator)| Ratio::new(numerator, denominator));
        ratio.map(Self).ok_or_else(|| format!("the numbers of the ratio `{text}` are larger than {}", u32::MAX))
    }
}

impl fmt::Display for RatioText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.denominator() {
            1 => write!(f, "{}", self.0.numerator()),
            _ => write!(f, "{}", self.0),
        }
    }
}
text_value!(
    RatioText,
    "a ratio such as 3/100, 0 or 1",
    ["integer", "string"],
    "^[0-9][0-9_]*(\\s*/\\s*[0-9][0-9_]*)?$",
    "3/100",
    0,
    1
);

/// How a percentage or a decimal fraction is written as a ratio, if the text is one.
fn decimal_hint(text: &str) -> String {
    let (number, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim(), 100_u64),
        None => (text, 1),
    };
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let is_decimal = whole.len() + part.len() <= 9
        && !whole.is_empty()
        && (whole.to_owned() + part).bytes().all(|b| b.is_ascii_digit());
    let found = format!("expected a ratio such as 3/100, 0 or 1, found `{text}`");
    if !is_decimal || (part.is_empty() && scale == 1) {
        return found;
    }
    let numerator = (whole.to_owned() + part).parse::<u64>().unwrap_or_default();
    let denominator = scale * 10_u64.pow(part.len() as u32);
    format!("{found}\nwrite `{numerator}/{denominator}`")
}

/// An amount of money with two decimals at most, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Money(pub(crate) i32);

impl Money {
    fn parse(text: &str) -> Result<Self, String> {
        let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
        let cents = match cents.len() {
            2 => digits(cents),
            1 => digits(cents).map(|tenths| tenths * 10),
            _ => None,
        };
        let minor = digits(whole).zip(cents).and_then(|(whole, cents)| whole.checked_mul(100)?.checked_add(cents));
        minor.and_then(|minor| i32::try_from(minor).ok()).map(Self).ok_or_else(String::new)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
text_value!(Money, "an amount such as 20.00", ["number", "string"], "^[0-9][0-9_]*(\\.[0-9]{1,2})?$", "20.00");

/// Two amounts, the lowest and the highest; in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MoneyRange(pub(crate) i32, pub(crate) i32);

impl MoneyRange {
    fn parse(text: &str) -> Result<Self, String> {
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        let wrong = |_| String::new();
        let (low, high) = (Money::parse(low.trim()).map_err(wrong)?, Money::parse(high.trim()).map_err(wrong)?);
        if low.0 > high.0 {
            return Err(format!("the lowest amount of `{text}` is larger than the highest"));
        }
        Ok(Self(low.0, high.0))
    }
}

impl fmt::Display for MoneyRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = (Money(self.0), Money(self.1));
        if low == high { write!(f, "{low}") } else { write!(f, "{low}..{high}") }
    }
}
text_value!(
    MoneyRange,
    "an amount or a range such as 20.00..90.00",
    ["number", "string"],
    "^[0-9][0-9_]*(\\.[0-9]{1,2})?(\\s*\\.\\.\\s*[0-9][0-9_]*(\\.[0-9]{1,2})?)?$",
    "20.00..90.00",
    "9.95"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_exact_and_decimals_get_a_hint() {
        assert_eq!(RatioText::parse("3/100").unwrap().0, Ratio::new(3, 100).unwrap());
        assert_eq!(RatioText::parse("1").unwrap().0, Ratio::ONE);
        assert!(RatioText::parse("5%").unwrap_err().ends_with("\nwrite `5/100`"));
        assert!(RatioText::parse("0.05").unwrap_err().ends_with("\nwrite `5/100`"));
        assert!(RatioText::parse("2.5%").unwrap_err().ends_with("\nwrite `25/1000`"));
        for wrong in ["2/1", "1/0", "", "/", "a/b", "-1/2", "5000000000/5000000000"] {
            assert!(RatioText::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(Count::parse("200_000").unwrap().0, 200_000);
        assert_eq!(SeedText::parse("0xFF").unwrap().0, 255);
        assert_eq!(SeedText::parse("18446744073709551615").unwrap().0, u64::MAX);
        assert_eq!(MoneyRange::parse("20.00..90.5").unwrap(), MoneyRange(2_000, 9_050));
        assert_eq!(MoneyRange::parse("9").unwrap(), MoneyRange(900, 900));
        for wrong in ["1e3", "1.5", "_1", "", "18446744073709551616"] {
            assert!(Count::parse(wrong).is_err(), "{wrong}");
        }
        for wrong in ["3..2", "1.234", "..", "99999999999"] {
            assert!(MoneyRange::parse(wrong).is_err(), "{wrong}");
        }
    }
}
