//! Lengths, times of the day, dates, instants and feeds.

use std::fmt;

use jiff::civil::Date;
use rehearsal_core::feed::Feed;
use rehearsal_core::plan::Reentry;
use rehearsal_core::time::{DAY_MINUTES, Weekday};

use super::text_value;

/// The longest length: ten years.
const LENGTH_MINUTES_MAX: i64 = 10 * 366 * DAY_MINUTES as i64;

/// A length of time, in minutes; at least 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length(pub(crate) i32);

impl Length {
    /// The length within a longer text.
    pub(super) fn parse_for(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let unit = text.chars().last().ok_or_else(String::new)?;
        let minutes = match unit {
            'm' => 1,
            'h' => 60,
            'd' => i64::from(DAY_MINUTES),
            'w' => 7 * i64::from(DAY_MINUTES),
            _ => return Err(length_hint(text)),
        };
        let number = &text[..text.len() - 1];
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(length_hint(text));
        }
        let total = number.parse::<i64>().ok().and_then(|number| number.checked_mul(minutes));
        match total {
            Some(total) if total <= LENGTH_MINUTES_MAX => Ok(Self(total as i32)),
            _ => Err(format!("the length `{text}` is longer than ten years")),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            minutes if minutes != 0 && minutes % DAY_MINUTES == 0 => write!(f, "{}d", minutes / DAY_MINUTES),
            minutes if minutes != 0 && minutes % 60 == 0 => write!(f, "{}h", minutes / 60),
            minutes => write!(f, "{minutes}m"),
        }
    }
}
text_value!(Length, "a length such as 30m, 16h, 2d or 1w", "string", "^[0-9]+[mhdw]$", "30m", "16h", "2d", "1w");

/// What a length in other words would be.
fn length_hint(text: &str) -> String {
    let found = format!("expected a length such as 30m, 16h, 2d or 1w, found `{text}`");
    let number: String = text.chars().take_while(char::is_ascii_digit).collect();
    let unit = match text[number.len()..].trim().to_lowercase().as_str() {
        "min" | "mins" | "minute" | "minutes" => "m",
        "hr" | "hrs" | "hour" | "hours" => "h",
        "day" | "days" => "d",
        "wk" | "week" | "weeks" => "w",
        "" if !number.is_empty() => return format!("{found}\nsay the unit: `{number}m`, `{number}h` or `{number}d`"),
        _ => return found,
    };
    if number.is_empty() { found } else { format!("{found}\nwrite `{number}{unit}`") }
}

/// Two lengths, the shortest and the longest; in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LengthRange(pub(crate) i32, pub(crate) i32);

impl LengthRange {
    fn parse(text: &str) -> Result<Self, String> {
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        let wrong = |_| String::new();
        let (low, high) = (Length::parse(low.trim()).map_err(wrong)?, Length::parse(high.trim()).map_err(wrong)?);
        if low.0 > high.0 {
            return Err(format!("the shortest length of `{text}` is longer than the longest"));
        }
        Ok(Self(low.0, high.0))
    }
}

impl fmt::Display for LengthRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = (Length(self.0), Length(self.1));
        if low == high { write!(f, "{low}") } else { write!(f, "{low}..{high}") }
    }
}
text_value!(
    LengthRange,
    "a range of lengths such as 30m..2d",
    "string",
    "^[0-9]+[mhdw](\\.\\.[0-9]+[mhdw])?$",
    "30m..2d"
);

/// A time of the day, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeOfDay(pub(crate) i32);

impl TimeOfDay {
    fn parse(text: &str) -> Result<Self, String> {
        let (hours, minutes) = text.split_once(':').ok_or_else(String::new)?;
        let number = |part: &str, digits: std::ops::RangeInclusive<usize>, max: i32| {
            let is_number = digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<i32>().ok()).flatten().filter(|&number| number <= max)
        };
        let time = number(hours, 1..=2, 23).zip(number(minutes, 2..=2, 59));
        time.map(|(hours, minutes)| Self(hours * 60 + minutes))
            .ok_or_else(|| format!("expected a time such as 09:30, found `{text}`"))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}
text_value!(TimeOfDay, "a time such as 09:30", "string", "^[0-9]{1,2}:[0-9]{2}$", "09:30");

/// Hours of the day, from and until, in minutes after midnight; the night can be in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HoursText(pub(crate) i32, pub(crate) i32);

impl HoursText {
    fn parse(text: &str) -> Result<Self, String> {
        let (from, until) = text.split_once('-').ok_or_else(String::new)?;
        let (from, until) = (TimeOfDay::parse(from.trim())?, TimeOfDay::parse(until.trim())?);
        if from == until {
            return Err(format!("the hours `{text}` begin and end at the same time"));
        }
        Ok(Self(from.0, until.0))
    }
}

impl fmt::Display for HoursText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", TimeOfDay(self.0), TimeOfDay(self.1))
    }
}
text_value!(
    HoursText,
    "hours such as 20:00-09:00",
    "string",
    "^[0-9]{1,2}:[0-9]{2}\\s*-\\s*[0-9]{1,2}:[0-9]{2}$",
    "20:00-09:00"
);

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CivilDate(pub(crate) Date);

impl CivilDate {
    fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('-').collect();
        let &[year, month, day] = parts.as_slice() else {
            return Err(String::new());
        };
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || day.len() != 2 || !parts.iter().all(is_number) {
            return Err(String::new());
        }
        let (Ok(year), Ok(month), Ok(day)) = (year.parse::<i16>(), month.parse(), day.parse()) else {
            return Err(String::new());
        };
        if !(1970..=2200).contains(&year) {
            return Err(format!("the year {year} is out of range: 1970 to 2200"));
        }
        Date::new(year, month, day).map(Self).map_err(|_| format!("the date `{text}` does not exist"))
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
text_value!(CivilDate, "a date such as 2026-03-02", "string", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2026-03-02");

/// An instant as written, on the scenario's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InstantText {
    /// A day of the rehearsal and a minute of it.
    Day(i32, i32),
    /// A date and a minute of it.
    Date(Date, i32),
}

impl InstantText {
    /// The instant of a text that can also be something else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::parse(text.trim()).ok()
    }

    fn parse(text: &str) -> Result<Self, String> {
        if let Some(rest) = text.strip_prefix("day").map(str::trim_start) {
            let (day, time) = rest.split_once(' ').unwrap_or((rest, "00:00"));
            let day = day.parse::<i32>().ok().filter(|_| !day.starts_with('+')).ok_or_else(String::new)?;
            if !(-36_500..=36_500).contains(&day) {
                return Err(format!("day {day} is out of range"));
            }
            return Ok(Self::Day(day, TimeOfDay::parse(time.trim())?.0));
        }
        let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
        if !date.contains('-') {
            return Err(String::new());
        }
        Ok(Self::Date(CivilDate::parse(date)?.0, TimeOfDay::parse(time.trim())?.0))
    }
}

impl fmt::Display for InstantText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minute, day) = match self {
            Self::Day(day, minute) => (*minute, format!("day {day}")),
            Self::Date(date, minute) => (*minute, date.to_string()),
        };
        f.write_str(&day)?;
        if minute == 0 { Ok(()) } else { write!(f, " {}", TimeOfDay(minute)) }
    }
}
text_value!(
    InstantText,
    "an instant such as day 3, day 3 10:00 or 2026-03-05 10:00",
    "string",
    "^(day\\s*-?[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2})([ T]+[0-9]{1,2}:[0-9]{2})?$",
    "day 3",
    "day 3 10:00",
    "2026-03-05 10:00"
);

/// An instant, or the word for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InstantOrNever(pub(crate) Option<InstantText>);

impl InstantOrNever {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "never" { Ok(Self(None)) } else { InstantText::parse(text).map(|instant| Self(Some(instant))) }
    }
}

impl fmt::Display for InstantOrNever {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(instant) => write!(f, "{instant}"),
            None => f.write_str("never"),
        }
    }
}
text_value!(
    InstantOrNever,
    "an instant such as day 3 10:00, or never",
    "string",
    "^(never|(day\\s*-?[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2})([ T]+[0-9]{1,2}:[0-9]{2})?)$",
    "day 3 10:00",
    "never"
);

/// A length in minutes, or the word for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LengthOrUnlimited(pub(crate) Option<i32>);

impl LengthOrUnlimited {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "unlimited" { Ok(Self(None)) } else { Length::parse(text).map(|length| Self(Some(length.0))) }
    }
}

impl fmt::Display for LengthOrUnlimited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(minutes) => write!(f, "{}", Length(minutes)),
            None => f.write_str("unlimited"),
        }
    }
}
text_value!(
    LengthOrUnlimited,
    "a length such as 72h, or unlimited",
    "string",
    "^(unlimited|[0-9]+[mhdw])$",
    "72h",
    "unlimited"
);

/// How data reaches a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FeedText(pub(crate) Feed);

impl FeedText {
    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let feed = match words.as_slice() {
            ["real-time"] => Feed::RealTime,
            ["hourly"] => Feed::Hourly,
            ["daily", time] => Feed::Daily { minute_of_day: TimeOfDay::parse(time)?.0 },
            ["weekly", day, time] => {
                let weekday = Weekday::ALL.into_iter().find(|weekday| weekday.name() == *day);
                let weekday =
                    weekday.ok_or_else(|| format!("`{day}` is no weekday\nwrite it as in `weekly monday 06:00`"))?;
                Feed::Weekly { weekday, minute_of_day: TimeOfDay::parse(time)?.0 }
            }
            ["never"] => Feed::Missing,
            _ => return Err(String::new()),
        };
        Ok(Self(feed))
    }
}

impl fmt::Display for FeedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Feed::RealTime => f.write_str("real-time"),
            Feed::Hourly => f.write_str("hourly"),
            Feed::Daily { minute_of_day } => write!(f, "daily {}", TimeOfDay(minute_of_day)),
            Feed::Weekly { weekday, minute_of_day } => {
                write!(f, "weekly {} {}", weekday.name(), TimeOfDay(minute_of_day))
            }
            Feed::Missing => f.write_str("never"),
        }
    }
}
text_value!(
    FeedText,
    "a feed: real-time, hourly, daily 06:00, weekly monday 06:00 or never",
    "string",
    "^(real-time|hourly|never|daily [0-9]{1,2}:[0-9]{2}|weekly (monday|tuesday|wednesday|thursday|friday|saturday|sunday) [0-9]{1,2}:[0-9]{2})$",
    "real-time",
    "hourly",
    "daily 06:00",
    "weekly monday 06:00",
    "never"
);

/// How often one profile may enter a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReentryText(pub(crate) Reentry);

impl ReentryText {
    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let reentry = match words.as_slice() {
            ["never"] => Reentry::Never,
            ["after-exit"] => Reentry::AfterExit,
            ["always"] => Reentry::Always,
            ["after", length] => Reentry::AfterMinutes(Length::parse(length)?.0),
            _ => return Err(String::new()),
        };
        Ok(Self(reentry))
    }
}

impl fmt::Display for ReentryText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reentry::Never => f.write_str("never"),
            Reentry::AfterExit => f.write_str("after-exit"),
            Reentry::AfterMinutes(minutes) => write!(f, "after {}", Length(minutes)),
            Reentry::Always => f.write_str("always"),
        }
    }
}
text_value!(
    ReentryText,
    "never, after-exit, always or after 30d",
    "string",
    "^(never|after-exit|always|after [0-9]+[mhdw])$",
    "never",
    "after-exit",
    "after 30d",
    "always"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(Length::parse("30m").unwrap().0, 30);
        assert_eq!(Length::parse("1w").unwrap().0, 7 * 1440);
        assert!(Length::parse("3 days").unwrap_err().ends_with("\nwrite `3d`"));
        assert!(Length::parse("3").unwrap_err().contains("say the unit"));
        for wrong in ["", "d", "-1d", "1.5h", "99999999999999999999d", "é", "5000w", "3é"] {
            assert!(Length::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_told_from_what_is_no_date() {
        assert!(CivilDate::parse("2026-02-30").unwrap_err().contains("does not exist"));
        assert!(CivilDate::parse("2025-02-29").unwrap_err().contains("does not exist"));
        assert!(CivilDate::parse("2024-02-29").is_ok());
        assert_eq!(CivilDate::parse("02-03-2026").unwrap_err(), "");
    }

    #[test]
    fn instants() {
        assert_eq!(InstantText::parse("day 3 10:00").unwrap(), InstantText::Day(3, 600));
        assert_eq!(InstantText::parse("day -2").unwrap(), InstantText::Day(-2, 0));
        assert_eq!(InstantText::parse("2026-03-05 10:00").unwrap(), InstantText::Date(Date::constant(2026, 3, 5), 600));
        for wrong in ["", "day", "day x", "day 3 25:00", "10:00", "day 99999999", "2026-13-01", "day 3 10:00 11:00"] {
            assert!(InstantText::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn feeds_hours_and_reentry() {
        let sundays = Feed::Weekly { weekday: Weekday::Sunday, minute_of_day: 365 };
        assert_eq!(FeedText::parse("weekly sunday 06:05").unwrap().0, sundays);
        assert!(FeedText::parse("weekly zondag 06:05").is_err());
        assert_eq!(HoursText::parse("20:00-09:00").unwrap(), HoursText(1200, 540));
        assert!(HoursText::parse("20:00-20:00").is_err());
        assert_eq!(ReentryText::parse("after 30d").unwrap().0, Reentry::AfterMinutes(43_200));
        assert!(ReentryText::parse("sometimes").is_err());
    }
}
