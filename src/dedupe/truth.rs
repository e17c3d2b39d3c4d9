//! What is known to be true of a table: which rows are one person.
//!
//! Owns: the truth file, and how rows of it meet rows of the table. Deliberately keeps no name of an entity, only a
//! number that differs where entities differ.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::index::RowIndex;
use super::read::Sheet;
use super::unusable;
use crate::diagnostics::Problems;
use crate::tables::{Note, decode, head, header_key, rows};

/// Lines that are told.
const LINES_MAX: usize = 5;

/// The truth about the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// The entity of each row; `None` if the truth does not know the row.
    pub entities: Vec<Option<u64>>,
    /// Rows of the table that the truth does not know.
    pub missing_rows: u64,
    /// The lines of the first of them, in the table.
    pub missing_lines: Vec<u32>,
    /// Rows of the truth that the table does not have.
    pub unknown_rows: u64,
    /// The lines of the first of them, in the truth.
    pub unknown_lines: Vec<u64>,
}

/// Reads a truth file; problems are collected.
pub(super) fn read(
    bytes: &[u8],
    index: &RowIndex<'_>,
    sheet: &Sheet,
    source: usize,
    problems: &Problems,
) -> Option<Truth> {
    let refuse = |message: &str, hint: &str| {
        unusable(problems, source, message, hint);
        None
    };
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err((message, hint)) => return refuse(message, hint),
    };
    let place_of = |headers: &[String], wanted: &str| headers.iter().position(|header| header_key(header) == wanted);
    let Some(head) = head(&decoded.text, |header| matches!(header_key(header).as_str(), "row-id" | "entity-id")) else {
        return refuse("the truth is empty", "it needs a header line and the columns `row_id` and `entity_id`");
    };
    if head.headers.len() < 2 {
        return refuse("the truth has one column", "it needs two: `row_id` and `entity_id`");
    }
    let named = (place_of(&head.headers, "row-id"), place_of(&head.headers, "entity-id"));
    let (name, entity) = match named {
        (Some(name), Some(entity)) => (name, entity),
        _ => (0, 1),
    };
    let mut truth = Truth { entities: vec![None; sheet.len()], ..Truth::default() };
    let mut twice = None;
    let swallowed = rows(&head, |row| match index.row(row.cell(name)) {
        Some(found) => {
            let slot = &mut truth.entities[found as usize];
            let entity = number(row.cell(entity));
            if slot.is_some_and(|known| known != entity) {
                twice.get_or_insert(row.line);
            }
            *slot = Some(entity);
        }
        None => {
            truth.unknown_rows += 1;
            if truth.unknown_lines.len() < LINES_MAX {
                truth.unknown_lines.push(row.line);
            }
        }
    });
    if let Some(line) = swallowed.first() {
        return refuse(&format!("line {line}: {}", Note::OpenQuote.message()), "close the quotation mark");
    }
    if let Some(line) = twice {
        let message = format!("line {line}: this row has another entity on an earlier line");
        return refuse(&message, "a row is one person; keep one of the two lines");
    }
    let missing = || (0..sheet.len()).filter(|&row| truth.entities[row].is_none());
    let (missing_rows, missing_lines) =
        (missing().count() as u64, missing().take(LINES_MAX).map(|row| sheet.lines[row]).collect());
    if missing_rows == sheet.len() as u64 {
        return refuse(
            "the truth knows no row of the table",
            "rows are matched by `row_id`; map that column as `row-id`",
        );
    }
    Some(Truth { missing_rows, missing_lines, ..truth })
}

/// A number of an entity. Two of a million entities get the same one in fewer than one of ten million tables.
fn number(entity: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    entity.hash(&mut hasher);
    hasher.finish()
}
