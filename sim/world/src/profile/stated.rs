//! What a platform has heard of a profile, as facts.
//!
//! Owns: which facts tell it. Deliberately changes no state.

use super::state::{ProfileState, StepOutput};
use rehearsal_core::history::{FactKind, PackedInt};
use rehearsal_core::ids::Side;
use rehearsal_core::model::ClaimedFields;
use rehearsal_core::time::Minute;

/// Tells of how many orders and of how much money a platform has heard, after either changed.
pub fn tell_arrived(claimed: &ClaimedFields, state: &ProfileState, side: Side, at: Minute, output: &mut StepOutput) {
    let on = state.side(side);
    if claimed.orders_arrived {
        output.record(at, state.profile, FactKind::OrdersArrived { side, number: on.orders, last: on.last_order });
    }
    if claimed.spent_arrived {
        output.record(at, state.profile, FactKind::SpentArrived { side, minor: PackedInt::new(on.spent_minor) });
    }
}
