//! Exports of real systems, read into a population.
//!
//! Owns: encodings, CSV dialects, header mappings, the values of cells, and what was wrong with them. Deliberately
//! copies no free text, no name and no password hash: only the fields that a rule reads leave this module, and a
//! finding says how many and on which lines, never what a cell held.

use std::io;
use std::path::{Path, PathBuf};

use rehearsal_sim::plan::Plan;
use rehearsal_sim::profile::Population;

use crate::problem::{Place, Problem, Sources};

/// One export that a scenario names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// Where the file is.
    pub path: PathBuf,
    /// The name to print: the path as the scenario gives it.
    pub name: String,
    /// The id of a built-in format: `shopify`, `klaviyo`, `generic`.
    pub format: String,
    /// Headers and the fields they hold, beside or instead of the format's own.
    pub columns: Vec<(String, String)>,
    /// Where the scenario asks for it.
    pub place: Place,
}

/// Why a row cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It has more or fewer cells than the header line.
    Ragged,
    /// It has no e-mail address, no phone number and no customer id.
    NoIdentifier,
}

/// A row that was counted, but is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnusableRow {
    /// Which of the requests.
    pub file: usize,
    /// The line on which the row begins; the header is on line 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
}

/// Something about a file that its owner should know, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which of the requests.
    pub file: usize,
    /// The fact, as a lower-case fragment without a full stop and without values.
    pub message: String,
    /// In how many rows.
    pub rows: u64,
    /// The first lines, at most ten.
    pub lines: Vec<u64>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportRead {
    /// The records; an id is the line of the row, plus `file << 32`.
    pub population: Population,
    /// Rows in all files: records and unusable ones.
    pub rows_read: u64,
    /// Rows that are no record.
    pub unusable: Vec<UnusableRow>,
    /// What else the owner should know.
    pub findings: Vec<Finding>,
}

/// Reads the exports of a scenario.
///
/// # Errors
///
/// All problems for which a file cannot be used at all; their places point into the sources, which hold names only.
pub fn read(
    _requests: &[ExportRequest],
    _plan: &Plan,
    _files: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> (Sources, Result<ExportRead, Vec<Problem>>) {
    (Sources::default(), Ok(ExportRead::default()))
}
