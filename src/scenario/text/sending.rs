//! Caps and the parts of a ramp.

use std::fmt;

use rehearsal_core::plan::{Advance, Tail};

use super::{Count, Length, text_value};

/// At most so many messages in so many minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CapText {
    /// How many.
    pub(crate) count: u32,
    /// In how many minutes.
    pub(crate) minutes: i32,
}

impl CapText {
    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let &[count, "per", length] = words.as_slice() else {
            return Err(String::new());
        };
        let count = Count::parse_for(count).and_then(|count| u32::try_from(count).ok()).ok_or_else(String::new)?;
        let minutes = Length::parse_for(length)?.0;
        if count == 0 || minutes == 0 {
            return Err(format!("the cap `{text}` lets nothing through"));
        }
        Ok(Self { count, minutes })
    }
}

impl fmt::Display for CapText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} per {}", self.count, Length(self.minutes))
    }
}
text_value!(CapText, "a cap such as 1 per 16h", "string", "^[0-9]+ per [0-9]+[mhdw]$", "1 per 16h", "2 per 7d");

/// What follows the last row of a ramp's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TailText(pub(crate) Tail);

impl TailText {
    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let tail = match words.as_slice() {
            ["last"] => Tail::Last,
            ["unlimited"] => Tail::Unlimited,
            ["double", "every", length] => {
                let minutes = Length::parse_for(length)?.0;
                if minutes == 0 || minutes % 1440 != 0 {
                    return Err(format!("expected whole days such as 3d, found `{length}`"));
                }
                Tail::DoubleEvery { days: (minutes / 1440).unsigned_abs() }
            }
            _ => return Err(String::new()),
        };
        Ok(Self(tail))
    }
}

impl fmt::Display for TailText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Tail::Last => f.write_str("last"),
            Tail::Unlimited => f.write_str("unlimited"),
            Tail::DoubleEvery { days } => write!(f, "double every {days}d"),
        }
    }
}
text_value!(
    TailText,
    "last, unlimited or double every 3d",
    "string",
    "^(last|unlimited|double every [0-9]+[dw])$",
    "last",
    "unlimited",
    "double every 3d"
);

/// What moves a ramp on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AdvanceText(pub(crate) Advance);

impl AdvanceText {
    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let advance = match words.as_slice() {
            ["calendar"] => Advance::Calendar,
            ["send-day"] => Advance::SendDay,
            ["volume", percent] => {
                let percent =
                    Count::parse_for(percent.trim_end_matches('%')).filter(|percent| (1..=100).contains(percent));
                let percent = percent
                    .ok_or_else(|| format!("expected a percentage from 1 to 100, as in volume 90, found `{text}`"))?;
                Advance::Volume { percent_min: percent as u32 }
            }
            _ => return Err(String::new()),
        };
        Ok(Self(advance))
    }
}

impl fmt::Display for AdvanceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Advance::Calendar => f.write_str("calendar"),
            Advance::SendDay => f.write_str("send-day"),
            Advance::Volume { percent_min } => write!(f, "volume {percent_min}"),
        }
    }
}
text_value!(
    AdvanceText,
    "calendar, send-day or volume 90",
    "string",
    "^(calendar|send-day|volume [0-9]{1,3}%?)$",
    "calendar",
    "volume 90",
    "send-day"
);

/// What happens to a send that finds the cap used up; a pool is still a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OverflowText {
    /// It waits.
    Hold,
    /// It leaves all the same.
    SendAnyway,
    /// It is not sent.
    Drop,
    /// It leaves over the pool of this name.
    SpillTo(String),
}

impl OverflowText {
    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["hold"] => Ok(Self::Hold),
            ["send-anyway"] => Ok(Self::SendAnyway),
            ["drop"] => Ok(Self::Drop),
            ["spill", "to", pool] => Ok(Self::SpillTo((*pool).to_owned())),
            _ => Err(String::new()),
        }
    }
}

impl fmt::Display for OverflowText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hold => f.write_str("hold"),
            Self::SendAnyway => f.write_str("send-anyway"),
            Self::Drop => f.write_str("drop"),
            Self::SpillTo(pool) => write!(f, "spill to {pool}"),
        }
    }
}
text_value!(
    OverflowText,
    "hold, send-anyway, drop or spill to <pool>",
    "string",
    "^(hold|send-anyway|drop|spill to \\S+)$",
    "hold",
    "send-anyway",
    "drop",
    "spill to old"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_tails_and_overflow() {
        assert_eq!(CapText::parse("1 per 16h").unwrap(), CapText { count: 1, minutes: 960 });
        assert_eq!(TailText::parse("double every 3d").unwrap().0, Tail::DoubleEvery { days: 3 });
        assert_eq!(AdvanceText::parse("volume 90").unwrap().0, Advance::Volume { percent_min: 90 });
        assert_eq!(OverflowText::parse("spill to old").unwrap(), OverflowText::SpillTo("old".into()));
        assert!(CapText::parse("0 per 16h").unwrap_err().contains("lets nothing through"));
        assert!(TailText::parse("double every 90m").unwrap_err().contains("whole days"));
        assert!(AdvanceText::parse("volume 101").is_err());
        assert!(OverflowText::parse("spill").is_err());
    }
}
