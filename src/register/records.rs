//! A list of records in a file of its own: those that a person says are somebody else.
//!
//! Owns: columns `source` and `id` of any CSV, such as lines of the register under its header. Deliberately does not
//! ask whether a record is known.

use std::path::Path;

use rehearsal_identity::SourceKey;

use crate::diagnostics::{ErrorKind, LoadError, Place, Problems, Source, Sources};
use crate::tables::{Note, head, header_key, rows};

/// Records, each with its line.
#[derive(Clone)]
pub struct RecordList(Vec<(u64, String, String)>);

impl std::fmt::Debug for RecordList {
    /// Names no record.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "RecordList({})", self.0.len())
    }
}

impl RecordList {
    /// Reads a list.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or has no columns `source` and `id`.
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let problems = Problems::default();
        let read = records(path, &problems);
        read.ok_or_else(|| {
            let source = Source { name: path.display().to_string(), text: String::new() };
            LoadError { kind: ErrorKind::Input, problems: problems.into_problems(), sources: Sources(vec![source]) }
        })
    }

    /// The records, in their order.
    pub fn keys(&self) -> impl Iterator<Item = (u64, SourceKey<'_>)> {
        self.0.iter().map(|(line, source, id)| (*line, SourceKey { source, id }))
    }
}

/// Ragged rows that are told.
const RAGGED_MAX: usize = 10;

fn records(path: &Path, problems: &Problems) -> Option<RecordList> {
    let bytes = crate::tables::read_file(path).map_err(|message| problems.error_of_file(message, None)).ok()?;
    let failed = |message: &str, hint: &str| {
        problems.error(&Place { source: 0, span: 0..0 }, message, Some(hint.to_owned()));
    };
    let Ok(text) = std::str::from_utf8(&bytes) else {
        failed("this is not UTF-8", "save it as CSV in UTF-8");
        return None;
    };
    let is_known = |header: &str| ["source", "id"].contains(&header);
    let head = head(text.trim_start_matches('\u{feff}'), is_known);
    let place = |name: &str| head.as_ref()?.headers.iter().position(|header| header_key(header) == name);
    let (Some(head), Some(source), Some(id)) = (&head, place("source"), place("id")) else {
        failed("the rows have no columns `source` and `id`", "its first line is `source,id`");
        return None;
    };
    let mut list = Vec::new();
    // Ids are compared byte by byte, so blanks around them stay.
    let mut ragged = Vec::new();
    let swallowed = rows(head, |row| {
        if row.is_ragged() {
            ragged.push(row.line);
        }
        list.push((row.line, row.raw(source).to_owned(), row.raw(id).to_owned()));
    });
    for line in &swallowed {
        failed(&format!("line {line}: {}", Note::OpenQuote.message()), "close the quotation mark");
    }
    for line in ragged.iter().take(RAGGED_MAX) {
        failed(&format!("line {line}: another number of cells than the header"), "check what separates its cells");
    }
    (swallowed.is_empty() && ragged.is_empty()).then_some(RecordList(list))
}
