//! Records of people, as columns.
//!
//! Owns: the typed columns of a population, where a row of an export stands, and what conditions see of a record before
//! the import. Deliberately does not know where the rows came from: an export and the generator fill the same columns.

mod columns;
mod file_line;
mod scope;

pub use columns::{Origin, Population, PropertyColumn, Row, TextColumn};
pub use file_line::FileLine;
pub use scope::{AsRecord, Words, time, word};
