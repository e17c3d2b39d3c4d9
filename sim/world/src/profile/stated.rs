//! What a platform has heard of a profile, as facts.
//!
//! Owns: which facts tell it. Deliberately changes no state.

use super::life::{Life, Trace};
use rehearsal_core::history::{FactKind, PackedInt};
use rehearsal_core::ids::Side;
use rehearsal_core::model::ClaimedFields;
use rehearsal_core::time::Minute;

/// Tells of how many orders and of how much money a platform has heard, after either changed.
pub fn tell_arrived(claimed: &ClaimedFields, life: &Life, side: Side, at: Minute, trace: &mut Trace) {
    let on = life.side(side);
    if claimed.orders_arrived {
        trace.tell(at, life.profile, FactKind::OrdersArrived { side, number: on.orders, last: on.last_order });
    }
    if claimed.spent_arrived {
        trace.tell(at, life.profile, FactKind::SpentArrived { side, minor: PackedInt::new(on.spent_minor) });
    }
}
