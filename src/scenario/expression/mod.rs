//! Conditions: CEL text to predicates.
//!
//! Owns: parsing, type-checking and compiling a condition, once, when the scenario is read, and the table of names that
//! a condition can use. Deliberately evaluates nothing: that is [`rehearsal_core::condition::Predicate`], which reads no text.

mod check;
mod compare;
mod fields;
mod literal;
mod meaning;
mod syntax;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rehearsal_core::condition::{Field, Predicate};
use rehearsal_core::ids::{Index, ListMark, PropertyMark, SymbolMark};
use rehearsal_core::time::Minute;
use rehearsal_core::value::ValueKind;

pub use fields::{FieldEntry, FieldKind, Words, fields};

/// What a condition refers to by name, answered by whoever knows the scenario.
pub trait Names {
    /// The list of this name.
    fn list(&self, name: &str) -> Option<Index<ListMark>>;
    /// The declared property of this name, and what it holds.
    fn property(&self, name: &str) -> Option<(Index<PropertyMark>, ValueKind)>;
    /// The symbol of a text, interned if it is new.
    fn symbol(&mut self, text: &str) -> Index<SymbolMark>;
    /// Every list, for suggestions.
    fn list_names(&self) -> Vec<String>;
    /// Every declared property, for suggestions.
    fn property_names(&self) -> Vec<String>;
    /// The minute of an instant on the scenario's calendar.
    fn instant(&self, at: jiff::Timestamp) -> Minute;
    /// The texts that a field with [`Words::Declared`] can hold, such as the names of the flows; `None` if unknown here,
    /// and then every text is accepted.
    fn words(&self, field: Field) -> Option<Vec<String>> {
        let _ = field;
        None
    }
}

/// Where a condition stands, which says what it can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A record before the import: `profile.*` and `now`.
    Record,
    /// A profile on a platform: `profile.*` and `now`.
    Profile,
    /// A profile in a flow: also `flow.*`.
    Flow,
    /// A profile at an event: also `event.*` and `flow.*`.
    Event,
    /// A send in the history: `send.*`, and `profile.*` as of the send.
    Send,
}

/// What is wrong with a condition, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionProblem {
    /// The fact, as a lower-case fragment without a full stop.
    pub message: String,
    /// What to do about it, if we know.
    pub hint: Option<String>,
    /// Bytes of the condition.
    pub span: Range<usize>,
}

/// Compiles a condition.
///
/// # Errors
///
/// Every problem that was found, in the order of the text; at least one. A text that is not CEL has only one.
pub fn compile(text: &str, allowed: Allowed, names: &mut dyn Names) -> Result<Predicate, Vec<ExpressionProblem>> {
    let syntax = syntax::parse(text).map_err(|problem| vec![problem])?;
    check::compile(&syntax, allowed, names)
}
