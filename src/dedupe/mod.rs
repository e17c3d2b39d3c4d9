//! Who is who in a table: from a CSV file to findings that people can read, decide about and act on.
//!
//! Owns: the mapping of columns, the reading of the table, the truth and the answers of earlier reviews, what a merge
//! would lose, and the report with its views. Deliberately compares nothing: [`rehearsal_identity::dedupe`] does.
//! It changes no table and merges nothing by itself: it suggests.
//!
//! A report holds no cell of the table: rows are named by their line, people by a pseudonym. Only the two files that are
//! made to be joined with the table again, clusters and answers, hold row ids; a row id that looks like an address is
//! not taken for one. Customer ids that last are shown as they are: they say nothing. The file that remembers for whom
//! they stand is [`crate::register`]'s.

mod clusters;
mod headers;
mod html;
mod ids;
mod index;
mod json;
mod losses;
mod mapping;
mod names;
mod people;
mod read;
mod review;
mod role;
mod sentences;
mod summary;
mod text;
mod truth;
mod waterfall;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rehearsal_identity::Settings;

use crate::diagnostics::{ErrorKind, LoadError, Place, Problem, Problems, Source, Sources};
use crate::tables::read_file;

pub use clusters::write_clusters;
pub use ids::{CustomerIds, record_keys};
pub use json::{CONTRACT, json_schema};
pub use losses::{Loss, Losses};
pub use names::{Names, SpareNames};
pub use read::{ColumnRead, ConsentColumn, Reading, Sheet};
pub use review::{Answer, Answers, answers_path, ask};
pub use role::Role;
pub use summary::{ConsentLoss, Measured, Summary};
pub use truth::Truth;
pub use waterfall::{EvidenceStep, Waterfall};

/// How a summary is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// For a terminal, at most 100 columns wide.
    Text,
    /// For machines; see [`json_schema`].
    Json,
    /// One page for a browser or a printer.
    Html,
}

/// Shows a summary. Colour is for [`View::Text`] alone, and never carries meaning by itself.
///
/// # Errors
///
/// The stream cannot be written to.
pub fn render(summary: &Summary<'_>, view: View, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    match view {
        View::Text => out.write_all(text::render(summary, colour).as_bytes()),
        View::Json => json::render(summary, out),
        View::Html => out.write_all(html::render(summary).as_bytes()),
    }
}

/// What to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The table.
    pub table: PathBuf,
    /// Its column mapping, if there is one.
    pub mapping: Option<PathBuf>,
    /// Its truth, if it is known.
    pub truth: Option<PathBuf>,
}

/// Everything that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The table.
    pub sheet: Sheet,
    /// The truth about its rows.
    pub truth: Option<Truth>,
    /// What people answered in earlier reviews.
    pub answers: Answers,
    /// Problems that stop nothing.
    pub warnings: Vec<Problem>,
}

impl Loaded {
    /// What the engine is to obey.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings { decisions: self.answers.decisions.clone() }
    }
}

/// Reads a table, its mapping, its truth, and the answers beside it.
///
/// # Errors
///
/// Every problem of the mapping and of the header line at once; or else those of the rows, the truth and the answers.
/// The sources are what warnings point into. A wrong mapping is an error of usage, all else one of input.
pub fn load(request: &Request) -> Result<(Sources, Loaded), LoadError> {
    let problems = Problems::default();
    let (mut sources, mapping) = mapping::load(request.mapping.as_deref(), &problems);
    let table = add(&mut sources, &request.table);
    let bytes = match read_file(&request.table) {
        Ok(bytes) => bytes,
        Err(message) => {
            problems.error_of_file(message, None);
            return Err(LoadError { kind: ErrorKind::Input, problems: problems.into_problems(), sources });
        }
    };
    let sheet = read::read(bytes, &mapping, table, &problems);
    let is_of_mapping =
        |problem: &Problem| problem.place.as_ref().is_some_and(|place| request.mapping.is_some() && place.source == 0);
    let Some(sheet) = sheet.filter(|_| !problems.has_errors()) else {
        let problems = problems.into_problems();
        let is_unread = problems.iter().all(|problem| problem.place.is_none());
        let is_mapping = !is_unread && problems.iter().any(is_of_mapping);
        let kind = if is_mapping { ErrorKind::Usage } else { ErrorKind::Input };
        return Err(LoadError { kind, problems, sources });
    };
    let index = index::RowIndex::of(&sheet);
    let truth = request.truth.as_deref().and_then(|path| {
        let source = add(&mut sources, path);
        read_file(path)
            .map_err(|message| problems.error_of_file(message, None))
            .ok()
            .and_then(|bytes| truth::read(&bytes, &index, &sheet, source, &problems))
    });
    let path = answers_path(&request.table);
    let source = add(&mut sources, &path);
    let answers = if path.exists() {
        match read_file(&path) {
            Ok(bytes) => review::read(&bytes, &index, source, &problems),
            Err(message) => {
                problems.error_of_file(message, None);
                Answers::default()
            }
        }
    } else {
        Answers::default()
    };
    drop(index);
    if problems.has_errors() {
        return Err(LoadError { kind: ErrorKind::Input, problems: problems.into_problems(), sources });
    }
    Ok((sources, Loaded { sheet, truth, answers, warnings: problems.into_problems() }))
}

/// Adds a source without its text, which is never shown.
fn add(sources: &mut Sources, path: &Path) -> usize {
    sources.0.push(Source { name: path.display().to_string(), text: String::new() });
    sources.0.len() - 1
}

/// The place of a whole file.
fn whole(source: usize) -> Place {
    Place { source, span: 0..0 }
}

/// Reports that a file cannot be used at all.
fn unusable(problems: &Problems, source: usize, message: impl Into<String>, hint: &str) {
    problems.error(&whole(source), message, Some(hint.to_owned()));
}
