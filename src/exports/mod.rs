//! Exports of real systems, read into a population.
//!
//! Owns: header mappings, and what a row of an export is to the population. Deliberately copies no free text, no name and
//! no password hash: only the fields that a rule reads leave this module, and a finding says how many and on which lines,
//! never what a cell held. How a file becomes rows and cells is [`crate::tables`]'.

mod date;
mod field;
mod mapping;
mod place;
mod provider;
mod rows;
mod words;

use std::io;
use std::path::{Path, PathBuf};

use rehearsal_core::plan::Plan;
use rehearsal_core::records::Population;

pub(crate) use self::place::countries;

use self::mapping::Wanted;
use self::rows::{FileRead, read_rows};
use crate::catalogue::Catalogue;
use crate::diagnostics::{Place, Problem, Severity, Source, Sources};
use crate::tables::{Noticed, decode, head, notes_of_file};

/// One export that a scenario names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// Where the file is.
    pub path: PathBuf,
    /// The name to print: the path as the scenario gives it.
    pub name: String,
    /// The id of a preset of the catalogue, such as `shopify`, `klaviyo` or `generic`.
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
    /// What is wrong with it.
    pub reason: Reason,
}

/// Something about a file that its owner should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which of the requests.
    pub file: usize,
    /// What, in how many rows, and where.
    pub noticed: Noticed,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportRead {
    /// The records; their ids are [`FileLine`](rehearsal_core::records::FileLine)s.
    pub population: Population,
    /// Rows in all files: records and unusable ones.
    pub rows_read: u64,
    /// Rows that are no record.
    pub unusable: Vec<UnusableRow>,
    /// What else the owner should know.
    pub findings: Vec<Finding>,
}

/// What is wrong with one file, before it is known which of the sources it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FileProblem {
    message: String,
    hint: String,
}

impl FileProblem {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    /// The problem of a file; exports have no text to point into, so the place is the whole file.
    fn at(self, file: usize) -> Problem {
        Problem {
            severity: Severity::Error,
            message: self.message,
            place: Some(Place { source: file, span: 0..0 }),
            hint: Some(self.hint),
        }
    }
}

/// Reads the exports of a scenario, through `files`, in their order.
///
/// The sources hold the names of the files, as the scenario gives them, and none of their text.
///
/// # Errors
///
/// All problems for which a file cannot be used at all. A row that cannot be used is none of them: it is counted.
pub fn read(
    requests: &[ExportRequest],
    plan: &Plan,
    catalogue: &Catalogue,
    files: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> (Sources, Result<ExportRead, Vec<Problem>>) {
    let sources =
        Sources(requests.iter().map(|request| Source { name: request.name.clone(), text: String::new() }).collect());
    let mut read = ExportRead::default();
    let mut problems = Vec::new();
    for (file, request) in requests.iter().enumerate() {
        match read_file(file, request, plan, catalogue, files) {
            Ok(found) => {
                assert_eq!(
                    found.rows_read,
                    found.population.len() as u64 + found.unusable.len() as u64,
                    "every row is a record or unusable"
                );
                read.rows_read += found.rows_read;
                read.population.append(found.population);
                read.unusable.extend(found.unusable);
                read.findings.extend(found.notes.noticed().map(|noticed| Finding { file, noticed }));
            }
            Err(of_file) => problems.extend(of_file.into_iter().map(|problem| problem.at(file))),
        }
    }
    (sources, if problems.is_empty() { Ok(read) } else { Err(problems) })
}

/// Reads one file.
fn read_file(
    file: usize,
    request: &ExportRequest,
    plan: &Plan,
    catalogue: &Catalogue,
    files: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> Result<FileRead, Vec<FileProblem>> {
    let wanted = Wanted::read(request, plan, catalogue)?;
    let bytes = files(&request.path).map_err(|error| {
        vec![FileProblem::new(
            format!("the file cannot be read: {error}"),
            "paths of exports are relative to the scenario",
        )]
    })?;
    if u32::try_from(bytes.len()).is_err() {
        // Lines are counted in 32 bits, and none is shorter than a byte.
        return Err(vec![FileProblem::new("the file is larger than 4 GB", "split it, and list every part")]);
    }
    let decoded = decode(&bytes).map_err(|(message, hint)| vec![FileProblem::new(message, hint)])?;
    let Some(head) = head(&decoded.text, |header| wanted.knows(header)) else {
        return Err(vec![FileProblem::new("the file is empty", "export it again")]);
    };
    let mapping = wanted.map(&head.headers, plan.identity.key)?;
    let mut found = read_rows(plan, file, &mapping, &head);
    if found.rows_read == 0 {
        return Err(vec![FileProblem::new(
            "the file has a header line and no rows",
            "export it again, with its customers",
        )]);
    }
    for note in notes_of_file(&decoded, head.delimiter) {
        found.notes.add_all(note, found.rows_read);
    }
    Ok(found)
}
