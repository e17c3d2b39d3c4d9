//! The events that a flow listens to.
//!
//! Owns: [`EventRole`], [`event_uses`]. Emitting an event is no use of it.

use crate::ids::{EventMark, Index};
use crate::plan::{Flow, Goal, Step, Trigger};

/// What an event is to a flow that listens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventRole {
    /// The flow starts on it.
    Start,
    /// A step waits for it.
    Wait,
    /// It is the flow's goal.
    Goal,
}

/// The events that a flow listens to, with what for: its trigger, then its steps in order, then its goal.
#[must_use]
pub fn event_uses(flow: &Flow) -> Vec<(Index<EventMark>, EventRole)> {
    let start = match &flow.trigger {
        Trigger::Event { event, .. } => Some((*event, EventRole::Start)),
        Trigger::ListAdded(_) | Trigger::Birthday { .. } | Trigger::Scheduled(_) | Trigger::ByHand => None,
    };
    let waits = flow.steps.iter().filter_map(|step| {
        let Step::WaitForEvent { event, .. } = step else { return None };
        Some((*event, EventRole::Wait))
    });
    let goal = match &flow.goal {
        Some(Goal::Event(event)) => Some((*event, EventRole::Goal)),
        Some(Goal::Condition(_)) | None => None,
    };
    start.into_iter().chain(waits).chain(goal).collect()
}
