//! The plan's rules, each said once, and changes of a plan.
//!
//! Owns: [`Change`] and what it does to a plan; rules over the plan that more than one room asks. Deliberately knows no
//! key of a file and no sentence: a scenario's room writes a change as edits of a file, a report says it in words.
//!
//! What a platform does ([`platform_sends`], [`platform_starts_on`]) and what is owed ([`is_permitted`], [`owes_start`])
//! are two questions, answered twice on purpose. The answers differ where systems do what they should not; neither asks
//! the other, and a test sees to it.

#[cfg(test)]
mod apart_tests;
mod apply;
mod branches;
mod change;
mod claimed;
mod live;
mod names;
mod owed;
mod platform;
mod uses;
mod warm_up;

pub use apply::{Inapplicable, apply};
pub use branches::{Branch, branches, successors};
pub use change::{Change, ChangeKind, DoorUse, not_flagged};
pub use claimed::ClaimedFields;
pub use live::{Window, is_draft, live_window, platform_window, sending_window, within_rehearsal};
pub use names::names_of;
pub use owed::{Forbidden, is_permitted, owes_start};
pub use platform::{Refusal, event_age_minutes_max, platform_sends, platform_starts_on};
pub use uses::{EventRole, event_uses};
pub use warm_up::{WindowSpan, cap, day_of, next_row, row_of_day, window_at};
