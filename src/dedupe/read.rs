//! A CSV file as a table that can be compared.
//!
//! Owns: [`Sheet`], one pass over the rows, and what rows are called. Deliberately copies a cell once, into its column,
//! and keeps no column that nobody reads.

use std::borrow::Cow;

use rehearsal_core::consent::{ConsentState, Suppressions};
use rehearsal_core::records::TextColumn;
use rehearsal_identity::{Column, ColumnKind, Table, is_readable};

use super::headers::is_refusal;
use super::mapping::{Mapping, how_to_map};
use super::names::{Names, SpareNames};
use super::role::Role;
use super::unusable;
use crate::diagnostics::Problems;
use crate::report::clean;
use crate::report::words::counted;
use crate::tables::words::{ConsentWord, consent, yes_or_no};
use crate::tables::{Note, Notes, Row, decode, head, notes_of_file, rows};

/// Rows after which the size of the columns is guessed.
const SAMPLE_ROWS: usize = 500;
/// Lines of unusable rows that are kept.
const LINES_MAX: usize = 10;

/// A table that was read.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What the engine compares, in the order of the file.
    pub table: Table,
    /// The line on which each row begins.
    pub lines: Vec<u32>,
    /// What rows are called in files that are joined with the table again.
    pub names: Names,
    /// The columns that could name rows, and do not: others do, or these are no good for it.
    pub spare_names: SpareNames,
    /// The customer id of each row, if the table has such a column.
    pub customer_ids: Option<TextColumn>,
    /// What each row says of consent.
    pub consents: Vec<ConsentColumn>,
    /// What became of each column of the file.
    pub columns: Vec<ColumnRead>,
    /// Rows with another number of cells than the header.
    pub ragged_rows: u64,
    /// The lines of the first of them.
    pub ragged_lines: Vec<u64>,
    /// What else was noticed, as lower-case fragments without values.
    pub notes: Vec<String>,
}

/// A column of consents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentColumn {
    /// Its header.
    pub header: String,
    /// What each row says; `None` if it says nothing.
    pub states: Vec<Option<ConsentState>>,
}

/// What became of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRead {
    /// The header, if it can be shown.
    pub header: Option<String>,
    /// What it is read as.
    pub role: Role,
    /// How that came about.
    pub reading: Reading,
}

/// How a column came to its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The mapping says so.
    Mapped,
    /// Its header is a usual one.
    Guessed,
    /// An earlier column is this already.
    Second(Role),
    /// Its header is nearly a usual one; not read.
    Nearly(Role),
    /// Its header is a usual one, and the mapping leaves others alone.
    Left,
    /// Nothing is known of it.
    Unknown,
}

impl ColumnRead {
    /// A column of which nothing is known: its header may be a person.
    pub(super) const fn unknown() -> Self {
        Self { header: None, role: Role::Ignore, reading: Reading::Unknown }
    }

    /// A column that is recognised and not read.
    pub(super) fn unread(header: &str) -> Self {
        Self { header: Some(header.to_owned()), role: Role::Ignore, reading: Reading::Left }
    }
}

impl Sheet {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// What a row is called in files that are joined with the table again.
    #[must_use]
    pub fn name(&self, row: usize) -> Cow<'_, str> {
        match &self.names {
            Names::Lines => Cow::Owned(self.lines[row].to_string()),
            Names::Ids(ids) => Cow::Borrowed(ids.get(row)),
            Names::Pairs(sources, ids) => Cow::Owned(format!("{}:{}", sources.get(row), ids.get(row))),
        }
    }
}

/// What is gathered from the rows.
struct Gathered {
    /// Column of the file, role, cells.
    texts: Vec<(usize, Role, TextColumn)>,
    /// Column of the file, whether a yes is a refusal, states, cells that were not understood.
    consents: Vec<(usize, bool, ConsentColumn, u64)>,
    lines: Vec<u32>,
    ragged_rows: u64,
    ragged_lines: Vec<u64>,
    notes: Notes,
    /// Used again for each cell that has to be written down.
    scratch: String,
    /// Bytes of the file, for guessing how many rows there will be.
    bytes: usize,
}

/// Reads a table. Problems are collected; then there is none.
pub(super) fn read(bytes: Vec<u8>, mapping: &Mapping, source: usize, problems: &Problems) -> Option<Sheet> {
    let decoded = match decode(&bytes) {
        Ok(decoded) => decoded,
        Err((message, hint)) => {
            unusable(problems, source, message, hint);
            return None;
        }
    };
    let Some(head) = head(&decoded.text, |header| mapping.knows(header)) else {
        unusable(problems, source, "the file is empty", "export it again");
        return None;
    };
    let mut columns = mapping.assign(&head.headers, source, problems);
    for header in columns.iter_mut().filter_map(|column| column.header.as_mut()) {
        *header = clean(header); // from here on it is printed
    }
    if problems.has_errors() {
        return None;
    }
    if !columns.iter().any(|column| matches!(column.role, Role::Evidence(_))) {
        unusable(problems, source, "no column holds anything to compare", &how_to_map());
        return None;
    }
    let mut gathered = Gathered::new(&columns, decoded.text.len());
    let swallowed = rows(&head, |row| gathered.row(row));
    swallowed.into_iter().for_each(|line| gathered.notes.add(Note::OpenQuote, line));
    for note in notes_of_file(&decoded, head.delimiter) {
        gathered.notes.add_all(note, gathered.lines.len() as u64 + gathered.ragged_rows);
    }
    if gathered.lines.is_empty() {
        let (message, hint) = if gathered.ragged_rows == 0 {
            ("the file has a header line and no rows", "export it again, with its rows")
        } else {
            ("every row has another number of cells than the header", "check what separates its cells")
        };
        unusable(problems, source, message, hint);
        return None;
    }
    gathered.sheet(columns, source, problems)
}

impl Gathered {
    fn new(columns: &[ColumnRead], bytes: usize) -> Self {
        let (mut texts, mut consents) = (Vec::new(), Vec::new());
        for (place, column) in columns.iter().enumerate() {
            let header = column.header.clone().unwrap_or_default();
            match column.role {
                Role::Ignore => {}
                Role::Consent => {
                    let is_refusal = is_refusal(&header);
                    consents.push((place, is_refusal, ConsentColumn { header, states: Vec::new() }, 0));
                }
                role => texts.push((place, role, TextColumn::default())),
            }
        }
        Self {
            texts,
            consents,
            lines: Vec::new(),
            ragged_rows: 0,
            ragged_lines: Vec::new(),
            notes: Notes::default(),
            scratch: String::new(),
            bytes,
        }
    }

    fn row(&mut self, row: &Row<'_>) {
        if row.is_ragged() {
            self.ragged_rows += 1;
            if self.ragged_lines.len() < LINES_MAX {
                self.ragged_lines.push(row.line);
            }
            return;
        }
        self.lines.push(u32::try_from(row.line).unwrap_or(u32::MAX));
        for (place, role, cells) in &mut self.texts {
            let cell = row.cell(*place);
            if let Some(note) = unread(*role, cell, &mut self.scratch) {
                self.notes.add(note, row.line);
            }
            cells.push(cell);
        }
        for (place, is_refusal, column, unknown) in &mut self.consents {
            let state = state(row.cell(*place), *is_refusal);
            *unknown += u64::from(state.is_err());
            column.states.push(state.unwrap_or_default());
        }
        if self.lines.len() == SAMPLE_ROWS {
            self.reserve(row.line);
        }
    }

    /// Makes room for the rows to come, as far as the first ones tell: growing a column copies it.
    fn reserve(&mut self, line: u64) {
        let sampled: usize = self.texts.iter().map(|(_, _, cells)| cells.text_len() + SAMPLE_ROWS).sum();
        let rows = self.bytes / (sampled / SAMPLE_ROWS).max(1);
        let rows = rows.min(self.bytes / usize::try_from(line).unwrap_or(1).max(1));
        for (_, _, cells) in &mut self.texts {
            cells.reserve(rows, cells.text_len() / SAMPLE_ROWS * rows);
        }
    }

    fn sheet(self, columns: Vec<ColumnRead>, source: usize, problems: &Problems) -> Option<Sheet> {
        let mut notes: Vec<String> = self.notes.noticed().map(|noticed| noticed.to_string()).collect();
        let mut evidence = Vec::new();
        let (mut named, mut customer_ids) = (SpareNames::default(), None);
        for (place, role, cells) in self.texts {
            match role {
                Role::Evidence(kind) => {
                    let name = columns[place].header.clone().unwrap_or_else(|| kind.name().to_owned());
                    evidence.push(Column { name, kind, cells });
                }
                Role::RowId => named.row_ids = Some(cells),
                Role::Source => named.sources = Some(cells),
                Role::SourceId => named.source_ids = Some(cells),
                Role::CustomerId => customer_ids = Some(cells),
                Role::Consent | Role::Ignore => {}
            }
        }
        let is_mapped = columns.iter().any(|column| column.role == Role::RowId && column.reading == Reading::Mapped);
        let (names, spare_names, why_by_line) = named.choose(&self.lines);
        if let Some(why) = why_by_line {
            if is_mapped {
                unusable(problems, source, why, "map another column as `row-id`, or none: then lines name the rows");
                return None;
            }
            notes.push(format!("{why}; rows are named by their line instead"));
        }
        let mut consents = Vec::new();
        for (_, _, column, unknown) in self.consents {
            if unknown > 0 {
                let cells = counted(unknown, "cell", "cells");
                notes.push(format!("no word of consent that we know is in {cells} under {}", column.header));
            }
            consents.push(column);
        }
        Some(Sheet {
            table: Table::new(evidence),
            lines: self.lines,
            names,
            spare_names,
            customer_ids,
            consents,
            columns,
            ragged_rows: self.ragged_rows,
            ragged_lines: self.ragged_lines,
            notes,
        })
    }
}

/// What is noticed of a cell that holds something, and nothing that its column is compared by.
fn unread(role: Role, cell: &str, scratch: &mut String) -> Option<Note> {
    let Role::Evidence(kind) = role else { return None };
    if cell.is_empty() || is_readable(kind, cell, scratch) {
        return None;
    }
    Some(match kind {
        ColumnKind::Email => Note::NoAddress,
        ColumnKind::Phone => Note::PhoneUnreadable,
        kind => Note::DateUnreadable(kind.name()),
    })
}

/// What a cell says of consent; `None` if nothing, an error if it is not understood. A complaint is a no; a bounce is
/// no word of the person.
fn state(cell: &str, is_refusal: bool) -> Result<Option<ConsentState>, ()> {
    if cell.is_empty() {
        return Ok(None);
    }
    if let Some(is_yes) = yes_or_no(cell) {
        let is_subscribed = is_yes != is_refusal;
        return Ok(Some(if is_subscribed { ConsentState::Subscribed } else { ConsentState::Unsubscribed }));
    }
    match consent(cell) {
        ConsentWord::State(state) => Ok(Some(state)),
        ConsentWord::PlainNo => Ok(Some(ConsentState::Unsubscribed)),
        ConsentWord::Suppressed(reasons) => {
            let has_complained = reasons.0 & Suppressions::COMPLAINED.0 != 0;
            Ok(has_complained.then_some(ConsentState::Unsubscribed))
        }
        ConsentWord::Unknown => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_is_read_in_both_directions() {
        use ConsentState::{Never, Subscribed, Unsubscribed};
        for (cell, refusal, expected) in [
            ("yes", false, Ok(Some(Subscribed))),
            ("yes", true, Ok(Some(Unsubscribed))),
            ("0", true, Ok(Some(Subscribed))),
            ("nee", false, Ok(Some(Unsubscribed))),
            ("Unsubscribed", true, Ok(Some(Unsubscribed))),
            ("never subscribed", false, Ok(Some(Never))),
            ("", false, Ok(None)),
            ("bounced", false, Ok(None)),
            ("spam", false, Ok(Some(Unsubscribed))),
            ("perhaps", false, Err(())),
        ] {
            assert_eq!(state(cell, refusal), expected, "{cell} {refusal}");
        }
    }
}
