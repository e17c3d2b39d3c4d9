//! One profile on both platforms.
//!
//! Owns: the changing state of a profile, what is still to happen to it, and the facts that tell it. Deliberately knows no
//! journey and no other profile.

mod scope;
mod state;
mod stated;

pub use scope::AsProfile;
pub use state::{
    Enrolment, Memory, PlatformState, ProfileState, Reaction, RowApplication, StepOutput, Task, Unapplied,
};
pub use stated::tell_arrived;
