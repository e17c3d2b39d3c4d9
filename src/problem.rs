//! Problems of input, with a place and a hint.
//!
//! Owns: [`Problem`], the texts they point into, and how they are shown. Deliberately holds no value of a person: a
//! message names lines and columns, and snippets are only shown of scenarios, flows and mappings, never of exports.

use std::ops::Range;

/// A text that problems can point into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name to print: the path as the user gave it.
    pub name: String,
    /// The text; empty for exports, which are never shown.
    pub text: String,
}

/// Which of the [`Sources`].
pub type SourceId = usize;

/// Every text that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(pub Vec<Source>);

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which text.
    pub source: SourceId,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Goes on.
    Warning,
    /// Stops.
    Error,
}

/// One problem: a lower-case fact, where it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// The fact, as a lower-case fragment without a full stop.
    pub message: String,
    /// Where; `None` if it is about a whole file that could not be read.
    pub place: Option<Place>,
    /// What to do about it, if we know.
    pub hint: Option<String>,
}
