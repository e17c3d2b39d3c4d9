//! One profile's step through journeys.
//!
//! Owns: entry, waits, splits and actions, as a flow of the plan ([`rehearsal_core::plan::Flow`]) asks for them. Deliberately sends
//! nothing: a message step makes an intent, `sending` decides.

mod action;
mod context;
mod delay;
mod journey;

pub use context::{FlowContext, Triggers};
pub use journey::{on_event, on_list_added, resume, try_enter};
