//! What a step does before it goes on.
//!
//! Owns: every action of a flow and its effect on the profile. Deliberately sends nothing: a message asks the desk. What
//! a flow does to lists and events is seen by other flows one minute later, so a loop of flows passes through time.

use super::stage::Stage;
use crate::history::{Actor, FactKind, Left};
use crate::ids::MessageMark;
use crate::ids::{EventMark, Index, ListMark, PropertyMark, Side};
use crate::model::platform_sends;
use crate::profile::{Life, Task, Trace};
use crate::sending::RequestKind;
use crate::time::Minute;
use crate::value::Value;

/// Something that a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Sends a message (e-mail or SMS, see the message's channel).
    Send(Index<MessageMark>),
    /// Sets a custom property; [`Value::Absent`] clears it.
    SetProperty {
        /// Which property.
        property: Index<PropertyMark>,
        /// The new value.
        value: Value,
    },
    /// Adds to or removes from a list of the flow's platform.
    ChangeList {
        /// Which list.
        list: Index<ListMark>,
        /// Add, or remove.
        add: bool,
    },
    /// Emits an event on the flow's platform.
    Emit(Index<EventMark>),
}

impl Action {
    /// The message that it sends, if it sends one.
    #[must_use]
    pub const fn message(self) -> Option<Index<MessageMark>> {
        match self {
            Self::Send(message) => Some(message),
            Self::SetProperty { .. } | Self::ChangeList { .. } | Self::Emit(_) => None,
        }
    }

    /// Does it to a profile in a flow of a platform. Says why the profile leaves the flow here, if it does.
    pub fn perform(self, stage: Stage<'_>, life: &mut Life, side: Side, at: Minute, trace: &mut Trace) -> Option<Left> {
        match self {
            Self::Send(message) => {
                trace.ask(at, life.profile, RequestKind::Send(message));
                let leaves = stage.plan.platforms[side as usize].leaves_flow_when_skipped;
                return (leaves && !mailable(stage, life, message)).then_some(Left::Unmailable);
            }
            Self::SetProperty { property, value } => {
                life.properties[property.get()] = value;
                trace.tell(at, life.profile, FactKind::PropertyChanged { property });
            }
            Self::ChangeList { list, add } => change_list(life, side, list, add, at, trace),
            Self::Emit(event) => {
                let task = Task::Arrive { side, event, happened_at: at, value_minor: None, emitted: true };
                life.plan(at.plus(1), task);
            }
        }
        None
    }
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
