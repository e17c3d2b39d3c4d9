//! Values of columns and conditions.
//!
//! Owns: [`Value`], [`ValueKind`]. Deliberately compares nothing: conditions do.

use crate::ids::{Index, SymbolMark};
use crate::time::Minute;

/// A value of a column or of a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Missing.
    #[default]
    Absent,
    /// Yes or no.
    Bool(bool),
    /// A whole number; money in minor units.
    Int(i64),
    /// An instant.
    Time(Minute),
    /// A length of time, in minutes.
    Span(i64),
    /// A text, interned in the plan.
    Text(Index<SymbolMark>),
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// An instant.
    Time,
    /// A length of time.
    Span,
    /// A text.
    Text,
}

impl ValueKind {
    /// The name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Time => "timestamp",
            Self::Span => "duration",
            Self::Text => "string",
        }
    }
}
