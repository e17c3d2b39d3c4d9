//! People as columns.
//!
//! Owns: the typed columns of a population and the words for consent and suppression. Deliberately does not know where
//! the rows came from: an export (`exports` in the theatre) and the generator ([`crate::population`]) fill the same
//! columns.

mod columns;
mod file_line;
mod life;
mod scope;
mod stated;

pub use columns::{Origin, Population, PropertyColumn, Row, TextColumn};
pub use file_line::FileLine;
pub use life::{Enrolment, Landing, Life, Memory, OnSide, Reaction, Task, Trace, Unapplied};
pub use scope::{AsProfile, AsRecord, Words, time, word};
pub use stated::{property_stated, tell_arrived, tell_stated};
