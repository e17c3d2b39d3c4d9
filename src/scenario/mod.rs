//! Scenarios: a YAML file to a checked plan, with every problem reported at its place.
//!
//! Owns: reading (`parse`, `node`, `read`, `field`, `text`), the form of the file (`raw`), files that a scenario names (`files`),
//! conditions (`expression`), the checks (`check`) and the writing of scenarios (`write`). Deliberately reads no export and runs nothing.

mod check;
mod comments;
pub mod expression;
mod field;
mod files;
mod merge;
mod node;
mod parse;
mod raw;
mod read;
mod schema;
mod sink;
mod text;
#[cfg_attr(not(test), expect(dead_code, reason = "for programs that make and change scenarios"))]
mod write;

use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;

use rehearsal_sim::plan::Plan;

use crate::language::Language;
use crate::problem::{Problem, Severity, Sources};
pub(crate) use field::{Field, Named};
pub(crate) use sink::Sink;

pub use crate::exports::ExportRequest;
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
}

/// Reads a scenario from a file, and the files that it names.
///
/// # Errors
///
/// Every problem of every file, in no particular order; at least one is an error. The sources are what the problems
/// point into, also where there are only warnings.
pub fn load(path: &Path) -> (Sources, Result<Loaded, Vec<Problem>>) {
    let name = path.display().to_string();
    run(&name, None, &|path| files::read_limited(path))
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
    files: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> (Sources, Result<Loaded, Vec<Problem>>) {
    run(name, Some(text), files)
}

/// Reads a file of another form in the same way: places, carets, suggestions, every problem at once. `None` if nothing
/// of it could be read; `begin_with` says what to do about an empty file.
pub(crate) fn load_form<T: DeserializeOwned>(
    path: &Path,
    begin_with: &'static str,
    sink: &Sink,
) -> (Sources, Option<T>) {
    let read = |path: &Path| files::read_limited(path);
    let mut reader = files::Files::new(&read, sink);
    let form = reader.form(&path.display().to_string(), begin_with);
    (reader.into_sources(), form)
}

fn run(
    name: &str,
    text: Option<&str>,
    files: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> (Sources, Result<Loaded, Vec<Problem>>) {
    let sink = Sink::default();
    let mut reader = files::Files::new(files, &sink);
    let checked = reader.scenario(name, text).map(|(raw, flows)| check::check(&raw, &flows, reader.sources(), &sink));
    let sources = reader.into_sources();
    let has_errors = sink.has_errors();
    let problems = sink.into_problems();
    match checked {
        Some(check::Checked { plan, exports, assumptions, language }) if !has_errors => {
            debug_assert!(problems.iter().all(|problem| problem.severity == Severity::Warning));
            (sources, Ok(Loaded { plan, exports, assumptions, warnings: problems, language }))
        }
        _ => (sources, Err(problems)),
    }
}
