//! Where problems gather while a file is read.
//!
//! Owns: [`Problems`]. Deliberately never stops: who reports goes on with the rest of the file.

use std::cell::RefCell;

use crate::diagnostics::{Place, Problem, Severity};

/// How many problems are kept: far more than anybody reads, and few enough to compare each with all others.
const KEPT_MAX: usize = 5_000;

/// Problems in the order in which they were found; the renderer sorts them by place.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    problems: RefCell<Vec<Problem>>,
}

impl Problems {
    /// Adds an error at a place.
    pub(crate) fn error(&self, place: &Place, message: impl Into<String>, hint: Option<String>) {
        self.add(Severity::Error, place, message.into(), hint);
    }

    /// Adds a warning at a place.
    pub(crate) fn warning(&self, place: &Place, message: impl Into<String>, hint: Option<String>) {
        self.add(Severity::Warning, place, message.into(), hint);
    }

    /// Adds an error about a whole file.
    pub(crate) fn error_of_file(&self, message: impl Into<String>, hint: Option<String>) {
        let problem = Problem { severity: Severity::Error, message: message.into(), place: None, hint };
        self.problems.borrow_mut().push(problem);
    }

    /// Whether there are errors, and not just warnings.
    pub(crate) fn has_errors(&self) -> bool {
        self.problems.borrow().iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether something within a place was already reported; then what it lacks is only a consequence.
    pub(crate) fn has_within(&self, place: &Place) -> bool {
        let inside = |other: &Place| {
            other.source == place.source && place.span.start <= other.span.start && other.span.end <= place.span.end
        };
        self.problems.borrow().iter().any(|problem| problem.place.as_ref().is_some_and(inside))
    }

    /// How many problems there are so far.
    pub(crate) fn count(&self) -> usize {
        self.problems.borrow().len()
    }

    /// Everything that was reported.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    fn add(&self, severity: Severity, place: &Place, message: String, hint: Option<String>) {
        let problem = Problem { severity, message, place: Some(place.clone()), hint };
        let mut problems = self.problems.borrow_mut();
        // A value that is used twice (an alias, a flow file that two flows name) is reported once.
        if problems.len() < KEPT_MAX && !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}
