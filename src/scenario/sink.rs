//! Where problems gather while a scenario is read, and the words of suggestions.
//!
//! Owns: [`Sink`] and [`suggestion`]. Deliberately never stops: who reports goes on with the rest of the file.

use std::cell::RefCell;

use crate::problem::{Place, Problem, Severity};

/// How many problems are kept: far more than anybody reads, and few enough to compare each with all others.
const KEPT_MAX: usize = 5_000;

/// Problems in the order in which they were found; the renderer sorts them by place.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    problems: RefCell<Vec<Problem>>,
}

impl Sink {
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

/// How many names a hint lists when none of them is close.
const LISTED_MAX: usize = 16;

/// The hint for a name that is none of `known`: the closest one, or else all of them if they are few.
pub(crate) fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(close) = closest(word, &known) {
        return Some(format!("did you mean `{close}`?"));
    }
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty() && names.len() <= LISTED_MAX).then(|| match names.as_slice() {
        [only] => format!("only {only} is known here"),
        _ => format!("known here: {}", names.join(", ")),
    })
}

/// The known name that is closest to a misspelt one, if one is close: the same but for case and separators, a third of
/// its letters wrong at most, or one that begins with it.
pub(crate) fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let wanted = plain(word);
    if wanted.is_empty() || word.len() > 100 {
        return None;
    }
    let distance = |name: &&&'a str| strsim::damerau_levenshtein(&wanted, &plain(name));
    let best = known.iter().min_by_key(distance)?;
    let limit = (wanted.chars().count().max(3)) / 3;
    if distance(&best) <= limit {
        return Some(best);
    }
    let mut longer = known.iter().filter(|name| wanted.len() >= 3 && plain(name).starts_with(&wanted));
    longer.next().filter(|_| longer.next().is_none()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_name_is_suggested_and_a_far_one_is_not() {
        let known = ["release", "property", "list-flows-once", "door"];
        assert_eq!(suggestion("relaese", known).unwrap(), "did you mean `release`?");
        assert_eq!(suggestion("listFlowsOnce", known).unwrap(), "did you mean `list-flows-once`?");
        assert_eq!(suggestion("prop", known).unwrap(), "did you mean `property`?");
        assert!(suggestion("zzzz", known).unwrap().starts_with("known here: "));
        assert_eq!(suggestion("zzzz", []), None);
    }
}
