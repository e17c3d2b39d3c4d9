//! The languages of reports, and how each writes numbers.
//!
//! Owns: [`Language`]. Deliberately asks nobody which language to speak, and never the machine: a scenario or a command
//! line says it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language that reports are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, Deserialize, Serialize, JsonSchema)]
pub enum Language {
    /// English
    #[default]
    #[value(name = "en")]
    #[serde(rename = "en")]
    English,
    /// Dutch
    #[value(name = "nl")]
    #[serde(rename = "nl")]
    Dutch,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Dutch];

    /// The code on the command line, in scenarios and in JSON: `en`, `nl`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
        }
    }

    /// The language of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// A whole number with separators: `200,000`, in Dutch `200.000`.
    #[must_use]
    pub fn number(self, value: u64) -> String {
        let digits = value.to_string();
        let separator = match self {
            Self::English => ',',
            Self::Dutch => '.',
        };
        let mut separated = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.char_indices() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                separated.push(separator);
            }
            separated.push(digit);
        }
        separated
    }
}
