//! What the actions of a flow do.
//!
//! Owns: the effect of every action on the profile. Deliberately sends nothing: a message asks the pipeline. What
//! a flow does to lists and events is seen by other flows one minute later, so a loop of flows passes through time.

use super::context::FlowContext;
use crate::profile::{ProfileState, StepOutput, Task};
use crate::sending::RequestKind;
use rehearsal_core::history::{Actor, ExitReason, FactKind};
use rehearsal_core::ids::{Index, ListMark, MessageMark, Side};
use rehearsal_core::model::platform_sends;
use rehearsal_core::plan::Action;
use rehearsal_core::time::Minute;

/// Does what a step says to a profile in a flow of a platform. Says why the profile leaves the flow here, if it does.
pub(super) fn perform(
    action: Action,
    context: FlowContext<'_>,
    state: &mut ProfileState,
    side: Side,
    at: Minute,
    output: &mut StepOutput,
) -> Option<ExitReason> {
    match action {
        Action::Send(message) => {
            output.request(at, state.profile, RequestKind::Send(message));
            let leaves = context.plan.platforms[side as usize].leaves_flow_when_skipped;
            return (leaves && !mailable(context, state, message)).then_some(ExitReason::Unmailable);
        }
        Action::SetProperty { property, value } => {
            state.properties[property.get()] = value;
            output.record(at, state.profile, FactKind::PropertyChanged { property });
        }
        Action::ChangeList { list, add } => change_list(state, side, list, add, at, output),
        Action::Emit(event) => {
            let task = Task::Arrive { side, event, happened_at: at, value_minor: None, emitted: true };
            state.plan(at.plus(1), task);
        }
    }
    None
}

fn change_list(
    state: &mut ProfileState,
    side: Side,
    list: Index<ListMark>,
    add: bool,
    at: Minute,
    output: &mut StepOutput,
) {
    let bit = 1 << list.get();
    let lists = &mut state.side_mut(side).lists;
    if (*lists & bit != 0) == add {
        return;
    }
    *lists ^= bit;
    if add {
        output.record(at, state.profile, FactKind::ListAdded { side, list, by: Actor::Flow });
        state.plan(at.plus(1), Task::Listed { side, list });
    } else {
        output.record(at, state.profile, FactKind::ListRemoved { side, list });
    }
}

/// Whether the profile can be mailed at all: what a platform looks at when it ends a flow for unmailable people.
fn mailable(context: FlowContext<'_>, state: &ProfileState, message: Index<MessageMark>) -> bool {
    let message = context.plan.message(message);
    let side = context.plan.flow(message.flow).side;
    let (on, platform) = (state.side(side), &context.plan.platforms[side as usize]);
    let consent = on.consent[message.channel as usize];
    platform_sends(platform, message.channel, message.is_transactional, consent, on.suppressions).is_ok()
}
