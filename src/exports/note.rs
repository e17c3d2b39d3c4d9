//! What is noticed about a file, counted.
//!
//! Owns: the words of findings. Deliberately holds no value of a cell: only fields, counts and line numbers.

use std::collections::BTreeMap;

use super::Finding;
use crate::catalogue::ExportField as Field;

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
    PlainNo(Field),
    ConsentUnknown(Field),
    NotBlacklisted(Field),
    NumberUnreadable(Field),
    CountryUnknown,
    DateUnreadable(Field),
    DateMixed(Field),
    DateAmbiguous(Field),
    DateAhead(Field),
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
                format!("a plain no under {} can be a refusal or silence; read as unsubscribed", field.name())
            }
            Self::ConsentUnknown(field) => {
                format!("the word under {} is unknown; read as never subscribed", field.name())
            }
            Self::NotBlacklisted(field) => {
                format!("not on the blacklist under {}; read as subscribed, without evidence", field.name())
            }
            Self::NumberUnreadable(field) => format!("the cell under {} is no number; read as 0", field.name()),
            Self::CountryUnknown => "the country is unknown; the scenario's own clock is used".to_owned(),
            Self::DateUnreadable(field) => format!("the cell under {} is no date; read as missing", field.name()),
            Self::DateMixed(field) => format!(
                "{} mixes day-month and month-day; dates that do not fit the more frequent order are missing",
                field.name()
            ),
            Self::DateAmbiguous(field) => {
                format!("no date under {} tells day-month from month-day; read as day-month", field.name())
            }
            Self::DateAhead(field) => format!("the date under {} is after the start of the rehearsal", field.name()),
            Self::PropertyUnreadable => "the cell of a property is not of its kind; read as missing".to_owned(),
        }
    }
}

/// What was noticed so far about one file.
#[derive(Debug, Default)]
pub(super) struct Notes {
    seen: BTreeMap<Note, (u64, Vec<u64>)>,
}

impl Notes {
    /// Notices something about the row on a line.
    pub(super) fn add(&mut self, note: Note, line: u64) {
        let (rows, lines) = self.seen.entry(note).or_default();
        *rows += 1;
        if lines.len() < LINES_MAX {
            lines.push(line);
        }
    }

    /// Notices something about so many rows at once.
    pub(super) fn add_all(&mut self, note: Note, rows: u64) {
        if rows > 0 {
            self.seen.entry(note).or_default().0 += rows;
        }
    }

    /// The findings, in the order of [`Note`].
    pub(super) fn findings(self, file: usize) -> impl Iterator<Item = Finding> {
        self.seen.into_iter().map(move |(note, (rows, lines))| Finding { file, message: note.message(), rows, lines })
    }
}
