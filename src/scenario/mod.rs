//! Scenarios: a YAML file to a checked plan, with every problem reported at its place.
//!
//! Owns: the form of the file (`raw`), its texts (`text`), files that a scenario names (`files`, `merge`), conditions
//! (`expression`), the checks (`check`) and changes as edits (`edits`). Deliberately reads no YAML itself, no export, and runs
//! nothing.

mod check;
mod edits;
pub mod expression;
mod files;
pub(crate) mod keys;
mod late;
mod merge;
mod raw;
mod schema;
mod text;
#[cfg(test)]
mod written_tests;

use std::io;
use std::path::Path;

use rehearsal_core::model::Change;
use rehearsal_core::plan::Plan;

use crate::catalogue::Catalogue;
use crate::diagnostics::{Problem, Problems, Severity, Sources};
use crate::language::Language;
use crate::yaml::files::read_limited;

pub use crate::exports::ExportRequest;
pub use edits::{Document, Edit};
pub use schema::schema;

/// A scenario that can be rehearsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The checked scenario.
    pub plan: Plan,
    /// The exports to read, if the people come from exports.
    pub exports: Vec<ExportRequest>,
    /// Sentences for the report about what the scenario assumed, or left to a default that matters.
    pub assumptions: Vec<String>,
    /// Problems that stop nothing.
    pub warnings: Vec<Problem>,
    /// The language of reports, if the scenario states one.
    pub language: Option<Language>,
    /// What its files hold, to write changes into.
    pub document: Document,
}

/// Reads a scenario from a file, and the files that it names.
///
/// # Errors
///
/// Every problem of every file, in no particular order; at least one is an error. The sources are what the problems
/// point into, also where there are only warnings.
pub fn load(path: &Path, catalogue: &Catalogue) -> (Sources, Result<Loaded, Vec<Problem>>) {
    let name = path.display().to_string();
    run(&name, None, catalogue, &|path| read_limited(path))
}

/// Reads a scenario from a text. Files that it names are asked of `files`, by their path relative to the folder of `name`
/// and joined with it.
///
/// # Errors
///
/// As [`load`].
pub fn load_text(
    name: &str,
    text: &str,
    catalogue: &Catalogue,
    files: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> (Sources, Result<Loaded, Vec<Problem>>) {
    run(name, Some(text), catalogue, files)
}

fn run(
    name: &str,
    text: Option<&str>,
    catalogue: &Catalogue,
    files: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> (Sources, Result<Loaded, Vec<Problem>>) {
    let problems = Problems::default();
    let mut reader = files::ScenarioFiles::new(files, &problems);
    let document = reader.document(name, text);
    let sources = reader.into_sources();
    let loaded = checked(document, catalogue, &sources, problems);
    (sources, loaded)
}

/// Reads a document, which was put together from these sources, and checks it.
fn checked(
    document: Option<Document>,
    catalogue: &Catalogue,
    sources: &Sources,
    problems: Problems,
) -> Result<Loaded, Vec<Problem>> {
    let checked = document.and_then(|document| {
        let (raw, flows) = files::parts(&document, &problems)?;
        let checked = check::check(&raw, &flows, catalogue, sources, &problems);
        late::warn_of_late_days(&document, &checked.plan, &problems);
        Some((checked, document))
    });
    let has_errors = problems.has_errors();
    let problems = problems.into_problems();
    match checked {
        Some((check::Checked { plan, exports, assumptions, language }, document)) if !has_errors => {
            debug_assert!(problems.iter().all(|problem| problem.severity == Severity::Warning));
            Ok(Loaded { plan, exports, assumptions, warnings: problems, language, document })
        }
        Some(_) | None => Err(problems),
    }
}

impl Loaded {
    /// What is read after changes were written into the files. The changes must have been made from this plan.
    ///
    /// # Errors
    ///
    /// Every problem of the edited scenario.
    pub fn edited(&self, changes: &[Change], catalogue: &Catalogue, sources: &Sources) -> Result<Self, Vec<Problem>> {
        checked(Some(self.document.edited(&self.plan, changes).0), catalogue, sources, Problems::default())
    }
}
