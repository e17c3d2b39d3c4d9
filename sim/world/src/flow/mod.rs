//! One profile's step through journeys.
//!
//! Owns: entry, waits, splits and actions, as a flow of the plan ([`rehearsal_core::plan::Flow`]) asks for them. Deliberately sends
//! nothing: a message step makes an intent, `sending` decides.

mod action;
mod delay;
mod journey;
mod stage;

pub use journey::{arrived, listed, offer, wake};
pub use stage::{Stage, Triggers};
