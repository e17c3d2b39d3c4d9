//! Journeys: the neutral graph, its conditions, and one profile's step through it.
//!
//! Owns: [`Flow`], its steps and actions. Deliberately knows no system's file format: readers
//! in the theatre produce this graph. Deliberately sends nothing: a message step makes an intent, `sending` decides.

mod action;
mod class;
mod delay;
mod graph;
mod journey;
mod stage;

pub use action::Action;
pub use class::FlowClass;
pub use delay::{Delay, WaitUntil};
pub use graph::{Arm, Flow, FlowStatus, Goal, Reentry, Step, StepIndex, Trigger};
pub use journey::{arrived, listed, offer, wake};
pub use stage::{Stage, Triggers};
