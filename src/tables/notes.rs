//! What is noticed about a file, counted.
//!
//! Owns: the words of findings. Deliberately holds no value of a cell: only fields, counts and line numbers.

use std::collections::BTreeMap;
use std::fmt;

/// Lines that a finding names at most.
const LINES_MAX: usize = 10;

/// What can be noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Note {
    Decoded(&'static str),
    Replaced,
    Delimited(&'static str),
    OpenQuote,
    NoAddress,
    Respelt,
    PhoneUnreadable,
    PhonesDiffer,
    PlainNo(&'static str),
    ConsentUnknown(&'static str),
    SuppressionUnknown(&'static str),
    NotBlacklisted(&'static str),
    NumberUnreadable(&'static str),
    CountryUnknown,
    DateUnreadable(&'static str),
    DateMixed(&'static str),
    DateAmbiguous(&'static str),
    DateAhead(&'static str),
    PropertyUnreadable,
}

impl Note {
    /// The fact, as a lower-case fragment.
    pub(crate) fn message(self) -> String {
        match self {
            Self::Decoded(encoding) => format!("read as {encoding}, as its bytes suggest"),
            Self::Replaced => "bytes without a meaning in the encoding were replaced".to_owned(),
            Self::Delimited(name) => format!("cells are separated by {name}"),
            Self::OpenQuote => {
                "a row covers so many lines that a quotation mark may be left open: later rows may be in it".to_owned()
            }
            Self::NoAddress => "the e-mail cell holds no address".to_owned(),
            Self::Respelt => "the address has capitals or blanks, and is compared without".to_owned(),
            Self::PhoneUnreadable => {
                "the phone cell holds no number (too short, a placeholder, or spoilt by a spreadsheet)".to_owned()
            }
            Self::PhonesDiffer => "two columns hold different phone numbers; the first is used".to_owned(),
            Self::PlainNo(field) => {
                format!("a plain no under {} can be a refusal or silence; read as unsubscribed", field)
            }
            Self::ConsentUnknown(field) => {
                format!("the word under {} is unknown; read as never subscribed", field)
            }
            Self::SuppressionUnknown(field) => format!("the word under {field} is unknown; read as blocked"),
            Self::NotBlacklisted(field) => {
                format!("not on the blacklist under {}; read as subscribed, without evidence", field)
            }
            Self::NumberUnreadable(field) => format!("the cell under {} is no number; read as 0", field),
            Self::CountryUnknown => "the country is unknown; the scenario's own clock is used".to_owned(),
            Self::DateUnreadable(field) => format!("the cell under {} is no date; read as missing", field),
            Self::DateMixed(field) => format!(
                "{} mixes day-month and month-day; dates that do not fit the more frequent order are missing",
                field
            ),
            Self::DateAmbiguous(field) => {
                format!("no date under {} tells day-month from month-day; read as day-month", field)
            }
            Self::DateAhead(field) => format!("the date under {} is after the start of the rehearsal", field),
            Self::PropertyUnreadable => "the cell of a property is not of its kind; read as missing".to_owned(),
        }
    }
}

/// Something about a file that its owner should know, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// The fact, as a lower-case fragment without a full stop and without values.
    pub message: String,
    /// In how many rows.
    pub rows: u64,
    /// The first lines, at most ten.
    pub lines: Vec<u64>,
}

impl fmt::Display for Noticed {
    /// What, in how many rows, and where to look: a finding without a line helps nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        let more = if self.rows > lines.len() as u64 { "..." } else { "" };
        match (self.rows, lines.as_slice()) {
            (_, []) => f.write_str(&self.message),
            (1, [line]) => write!(f, "{}: line {line}", self.message),
            (rows, lines) => write!(f, "{}: {rows} rows, lines {}{more}", self.message, lines.join(", ")),
        }
    }
}

/// What was noticed so far about one file.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    seen: BTreeMap<Note, (u64, Vec<u64>)>,
}

impl Notes {
    /// Notices something about the row on a line.
    pub(crate) fn add(&mut self, note: Note, line: u64) {
        let (rows, lines) = self.seen.entry(note).or_default();
        *rows += 1;
        if lines.len() < LINES_MAX {
            lines.push(line);
        }
    }

    /// Notices something about so many rows at once.
    pub(crate) fn add_all(&mut self, note: Note, rows: u64) {
        if rows > 0 {
            self.seen.entry(note).or_default().0 += rows;
        }
    }

    /// Everything that was noticed, in the order of [`Note`].
    pub(crate) fn noticed(self) -> impl Iterator<Item = Noticed> {
        self.seen.into_iter().map(|(note, (rows, lines))| Noticed { message: note.message(), rows, lines })
    }
}

#[cfg(test)]
mod tests {
    use super::Noticed;

    #[test]
    fn what_is_noticed_names_its_lines() {
        let noticed = |rows, lines: &[u64]| Noticed { message: "no date".to_owned(), rows, lines: lines.to_vec() };
        assert_eq!(noticed(1, &[7]).to_string(), "no date: line 7");
        assert_eq!(noticed(2, &[7, 9]).to_string(), "no date: 2 rows, lines 7, 9");
        assert_eq!(noticed(3, &[7, 9]).to_string(), "no date: 3 rows, lines 7, 9...");
        assert_eq!(noticed(0, &[]).to_string(), "no date");
    }
}
