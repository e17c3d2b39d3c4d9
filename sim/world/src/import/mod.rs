//! The bulk import: doors, batches, attempts and faults, as a timeline.
//!
//! Owns: what a door does, when each batch is tried, and what becomes of each row. Deliberately touches no profile: the
//! engine applies rows at the minutes that this timeline says. Architecture invariant: a batch's fate depends on its
//! number and the seed, never on which rows are in it, so removing a row moves no other row.

mod application;
mod timeline;

pub use application::{apply_row, load_suppressions, release, replay, settle};
pub use timeline::{Attempt, Batch, Pass, RowFate, RowOutcome, Timeline, timeline};
