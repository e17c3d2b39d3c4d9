//! The plan's rules, each said once, and changes of a plan.
//!
//! Owns: [`Change`] and what it does to a plan; rules over the plan that more than one room asks. Deliberately knows no
//! key of a file and no sentence: a scenario's room writes a change as edits of a file, a report says it in words.

mod apply;
mod branches;
mod change;
mod live;

pub use apply::{Inapplicable, apply};
pub use branches::{Branch, branches};
pub use change::{Change, ChangeKind, DoorUse, not_flagged};
pub use live::{Window, is_draft, live_window, platform_window, sending_window, within_rehearsal};
