//! What a profile does while the migration runs.

use crate::plan::{EventMark, Index, Plan, Side};
use crate::rng::Source;
use crate::time::Minute;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HappeningKind {
    /// An event of the event map.
    Event {
        /// Which.
        event: Index<EventMark>,
        /// Money that comes with it, in minor units.
        value_minor: Option<i32>,
    },
    /// The person unsubscribes from e-mail.
    Unsubscribe {
        /// On which platform.
        side: Side,
    },
}

/// One thing that a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Minute,
    /// What.
    pub kind: HappeningKind,
}

/// The plan's rates, prepared for drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BehaviourTables {}

impl BehaviourTables {
    /// Prepares the rates of a plan.
    #[must_use]
    pub fn new(_plan: &Plan) -> Self {
        Self::default()
    }
}

/// Adds what the record with this id does from `from` until the end, by time.
pub fn happenings(
    _plan: &Plan,
    _tables: &BehaviourTables,
    _source: &Source,
    _id: u64,
    _from: Minute,
    _into: &mut Vec<Happening>,
) {
}
