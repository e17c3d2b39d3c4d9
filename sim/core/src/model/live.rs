//! When a flow, its platform and its messages are live.
//!
//! Owns: [`Window`] and the rules that make one from a plan. Deliberately asks nothing of people: whether somebody may
//! enter or be mailed within a window is said elsewhere.

use crate::ids::Side;
use crate::plan::{Flow, Plan};
use crate::time::Minute;

/// A stretch of time: from a minute, until before another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first minute in it.
    pub from: Minute,
    /// The first minute after it; no later than `from` if nothing is in it.
    pub until: Minute,
}

impl Window {
    /// Whether a minute is in it.
    #[must_use]
    pub fn contains(self, at: Minute) -> bool {
        self.from <= at && at < self.until
    }

    /// Whether no minute is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.until <= self.from
    }

    /// What is in both.
    #[must_use]
    pub fn meet(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }
}

/// A platform is switched on from its first live minute until before its last: journeys run, events are heard and people
/// can unsubscribe there.
#[must_use]
pub fn platform_window(plan: &Plan, side: Side) -> Window {
    let platform = &plan.platforms[side as usize];
    Window { from: platform.live_from, until: platform.live_until }
}

/// A flow starts enrolments while both it and its platform are live.
#[must_use]
pub fn live_window(plan: &Plan, flow: &Flow) -> Window {
    Window { from: flow.status.from, until: flow.status.until }.meet(platform_window(plan, flow.side))
}

/// A flow's messages leave while the flow and its platform are live, and not before a held platform is released.
#[must_use]
pub fn sending_window(plan: &Plan, flow: &Flow) -> Window {
    let released = Window { from: plan.sending.held_until[flow.side as usize], until: Minute::FOREVER };
    live_window(plan, flow).meet(released)
}

/// The part of a window that is rehearsed: from minute 0 until the end.
#[must_use]
pub fn within_rehearsal(window: Window, plan: &Plan) -> Window {
    window.meet(Window { from: Minute(0), until: plan.end() })
}

/// A draft is a flow that never becomes live, whatever its platform does.
#[must_use]
pub fn is_draft(flow: &Flow) -> bool {
    flow.status.from == Minute::FOREVER
}
