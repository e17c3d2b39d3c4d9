//! The plan's rules, each said once, and changes of a plan.
//!
//! Owns: [`Change`] and what it does to a plan. Deliberately knows no key of a file and no sentence: a scenario's room
//! writes a change as edits of a file, a report says it in words.

mod apply;
mod change;

pub use apply::{Inapplicable, apply};
pub use change::{Change, ChangeKind, DoorUse, not_flagged};
