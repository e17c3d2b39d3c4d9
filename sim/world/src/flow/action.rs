//! What the actions of a flow do.
//!
//! Owns: the effect of every action on the profile. Deliberately sends nothing: a message asks the desk. What
//! a flow does to lists and events is seen by other flows one minute later, so a loop of flows passes through time.

use super::stage::Stage;
use crate::profile::{Life, Task, Trace};
use crate::sending::RequestKind;
use rehearsal_core::history::{Actor, FactKind, Left};
use rehearsal_core::ids::{Index, ListMark, MessageMark, Side};
use rehearsal_core::model::platform_sends;
use rehearsal_core::plan::Action;
use rehearsal_core::time::Minute;

/// Does what a step says to a profile in a flow of a platform. Says why the profile leaves the flow here, if it does.
pub(super) fn perform(
    action: Action,
    stage: Stage<'_>,
    life: &mut Life,
    side: Side,
    at: Minute,
    trace: &mut Trace,
) -> Option<Left> {
    match action {
        Action::Send(message) => {
            trace.ask(at, life.profile, RequestKind::Send(message));
            let leaves = stage.plan.platforms[side as usize].leaves_flow_when_skipped;
            return (leaves && !mailable(stage, life, message)).then_some(Left::Unmailable);
        }
        Action::SetProperty { property, value } => {
            life.properties[property.get()] = value;
            trace.tell(at, life.profile, FactKind::PropertyChanged { property });
        }
        Action::ChangeList { list, add } => change_list(life, side, list, add, at, trace),
        Action::Emit(event) => {
            let task = Task::Arrive { side, event, happened_at: at, value_minor: None, emitted: true };
            life.plan(at.plus(1), task);
        }
    }
    None
}

fn change_list(life: &mut Life, side: Side, list: Index<ListMark>, add: bool, at: Minute, trace: &mut Trace) {
    let bit = 1 << list.get();
    let lists = &mut life.side_mut(side).lists;
    if (*lists & bit != 0) == add {
        return;
    }
    *lists ^= bit;
    if add {
        trace.tell(at, life.profile, FactKind::ListAdded { side, list, by: Actor::Flow });
        life.plan(at.plus(1), Task::Listed { side, list });
    } else {
        trace.tell(at, life.profile, FactKind::ListRemoved { side, list });
    }
}

/// Whether the profile can be mailed at all: what a platform looks at when it ends a flow for unmailable people.
fn mailable(stage: Stage<'_>, life: &Life, message: Index<MessageMark>) -> bool {
    let message = stage.plan.message(message);
    let side = stage.plan.flow(message.flow).side;
    let (on, platform) = (life.side(side), &stage.plan.platforms[side as usize]);
    let consent = on.consent[message.channel as usize];
    platform_sends(platform, message.channel, message.is_transactional, consent, on.suppressions).is_ok()
}
