//! Journeys: the neutral graph, its conditions, and one profile's step through it.
//!
//! Owns: [`Flow`], its steps, compiled conditions ([`Predicate`]). Deliberately knows no system's file format: readers
//! in the theatre produce this graph. Deliberately sends nothing: a message step makes an intent, `sending` decides.

mod class;
mod graph;
mod journey;
mod predicate;
mod stage;

pub use class::FlowClass;
pub use graph::{Arm, Flow, FlowMark, FlowStatus, Goal, MessageMark, Reentry, Step, StepIndex, Trigger, WaitUntil};
pub use journey::{arrived, listed, offer, wake};
pub use predicate::{Comparison, EventSeen, Field, Predicate, Scope, Term, Value, ValueKind};
pub use stage::{Stage, Triggers};
