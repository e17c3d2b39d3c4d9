//! One profile on both platforms.
//!
//! Owns: the changing state of a profile, what is still to happen to it, and the facts that tell it. Deliberately knows no
//! journey and no other profile.

mod life;
mod scope;
mod stated;

pub use life::{Enrolment, Landing, Life, Memory, OnSide, Reaction, Task, Trace, Unapplied};
pub use scope::AsProfile;
pub use stated::tell_arrived;
