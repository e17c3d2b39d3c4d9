//! Records of people, as columns.
//!
//! Owns: the typed columns of a population, where a row of an export stands, what conditions see of a record before the
//! import, and what records state of a profile as facts. Deliberately does not know where the rows came from: an export and the generator fill the same columns.

mod columns;
mod file_line;
mod scope;
mod stated;

pub use columns::{Origin, Population, PropertyColumn, Row, TextColumn};
pub use file_line::FileLine;
pub use scope::{AsRecord, Words, time, word};
pub use stated::{property_stated, tell_stated};
