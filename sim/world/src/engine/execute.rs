//! What each task does to a profile.
//!
//! Owns: the dispatch of tasks to the rooms that know them, and what goes on without the import: events, unsubscribes, reactions.
//! Deliberately touches one profile only.

use super::input::EngineInput;
use crate::flow::{on_event, on_list_added, resume, try_enter};
use crate::import;
use crate::profile::{ProfileState, Reaction, StepOutput, Task, tell_arrived};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::history::{Actor, FactKind, Unheard, UnsubscribeLoss};
use rehearsal_core::ids::{EventMark, Index, Side};
use rehearsal_core::model::platform_window;
use rehearsal_core::time::Minute;

/// Does one task.
pub(super) fn execute(
    input: &EngineInput<'_>,
    state: &mut ProfileState,
    at: Minute,
    task: Task,
    output: &mut StepOutput,
) {
    let context = input.context();
    match task {
        Task::LoadSuppressions => import::load_suppressions(context, input.identity, state, at, output),
        Task::SignUp { record } => sign_up(input, state, record, at, output),
        Task::ApplyRow(application) => import::apply_row(context, input.identity, state, application, at, output),
        Task::Settle { record, fate } => import::settle(state, record, fate, at, output),
        Task::Replay { record } => import::replay(context, state, record, at, output),
        Task::Release => import::release(context, state, at, output),
        Task::SyncUnsubscribe { side, channel } => {
            state.side_mut(side).said_no[channel as usize] = true;
            state.set_consent(at, side, channel, ConsentState::Unsubscribed, Actor::Sync, output);
        }
        Task::Happen { event, value_minor } => happen(input, state, event, value_minor, at, output),
        Task::Arrive { side, event, happened_at, value_minor, emitted } => {
            let seen = EventSeen { event, happened_at, value_minor };
            arrive(input, state, side, seen, emitted, at, output);
        }
        Task::Listed { side, list } => on_list_added(context, state, side, list, at, Actor::Flow, output),
        Task::Unsubscribe { side } => unsubscribe(input, state, side, Channel::Email, at, output),
        Task::React { message, reaction } => react(input, state, message, reaction, at, output),
        Task::Birthday { flow } | Task::Schedule { flow } => {
            if state.side(input.plan.flow(flow).side).exists {
                try_enter(context, state, flow, at, Actor::Calendar, None, output);
            }
        }
        Task::Resume { enrolment_number, step } => resume(context, state, enrolment_number, step, at, output),
    }
}

/// A new person joins the target by a form, with the consents of the record.
fn sign_up(input: &EngineInput<'_>, state: &mut ProfileState, record: u32, at: Minute, output: &mut StepOutput) {
    let row = record as usize;
    output.record(at, state.profile, FactKind::SignedUp { side: Side::Target });
    let target = state.side_mut(Side::Target);
    if !target.exists {
        target.exists = true;
        target.absorb(input.population, row);
    }
    if let Some(number) = input.identity.customer_of(record) {
        output.record(at, state.profile, FactKind::CustomerId { number });
    }
    for channel in Channel::ALL {
        let consent = input.population.consent[channel as usize][row].state;
        state.side_mut(Side::Target).said_no[channel as usize] &= consent != ConsentState::Subscribed;
        state.set_consent(at, Side::Target, channel, consent, Actor::Person, output);
    }
    if let Some(list) = input.plan.behaviour.sign_ups.list {
        let bit = 1 << list.get();
        if state.side(Side::Target).lists & bit == 0 {
            state.side_mut(Side::Target).lists |= bit;
            output.record(at, state.profile, FactKind::ListAdded { side: Side::Target, list, by: Actor::Person });
            on_list_added(input.context(), state, Side::Target, list, at, Actor::Person, output);
        }
    }
}

/// Something happens in the world: each platform hears of it when its feed delivers.
fn happen(
    input: &EngineInput<'_>,
    state: &mut ProfileState,
    event: Index<EventMark>,
    value_minor: Option<i32>,
    at: Minute,
    output: &mut StepOutput,
) {
    output.record(at, state.profile, FactKind::Happened { event, value_minor: value_minor.unwrap_or(0) });
    for side in Side::ALL {
        let feed = input.plan.events[event.get()].feeds[side as usize];
        if let Some(arrival) = feed.arrival(&input.plan.calendar, input.plan.zone(), at) {
            state.plan(arrival, Task::Arrive { side, event, happened_at: at, value_minor, emitted: false });
        }
    }
}

/// An event arrives: a platform that is switched off, or does not know the profile, does not hear of it.
fn arrive(
    input: &EngineInput<'_>,
    state: &mut ProfileState,
    side: Side,
    seen: EventSeen,
    emitted: bool,
    at: Minute,
    output: &mut StepOutput,
) {
    let by = if emitted { Actor::Flow } else { Actor::Person };
    let age_minutes = at.0.saturating_sub(seen.happened_at.0);
    let lost = if !platform_window(input.plan, side).contains(at) {
        Some(Unheard::PlatformOff)
    } else if !state.side(side).exists {
        Some(Unheard::NotThere)
    } else {
        None
    };
    if let Some(why) = lost {
        // Where no flow listens nothing is lost, and a platform that was left for good would fill the history.
        if input.context().triggers.is_listened_to(side, seen.event) {
            output.record(at, state.profile, FactKind::EventLost { side, event: seen.event, age_minutes, by, why });
        }
        return;
    }
    output.record(at, state.profile, FactKind::Arrived { side, event: seen.event, age_minutes, by });
    if input.plan.events[seen.event.get()].is_order {
        let on = state.side_mut(side);
        on.orders = on.orders.saturating_add(1);
        on.last_order = on.last_order.max(seen.happened_at);
        on.spent_minor = on.spent_minor.saturating_add(seen.value_minor.unwrap_or(0).into());
        tell_arrived(input.context().claimed, state, side, at, output);
    }
    on_event(input.context(), state, side, seen, at, by, output);
}

/// The person unsubscribes on one platform; the other hears of it through the synchronisation, if there is one.
fn unsubscribe(
    input: &EngineInput<'_>,
    state: &mut ProfileState,
    side: Side,
    channel: Channel,
    at: Minute,
    output: &mut StepOutput,
) {
    let on = state.side(side);
    let lost = if !platform_window(input.plan, side).contains(at) {
        Some(UnsubscribeLoss::PlatformOff)
    } else if !on.exists {
        Some(UnsubscribeLoss::NotThere)
    } else if on.consent[channel as usize] == ConsentState::Unsubscribed {
        Some(UnsubscribeLoss::AlreadySo)
    } else {
        None
    };
    if let Some(why) = lost {
        output.record(at, state.profile, FactKind::UnsubscribeLost { side, channel, why });
        return;
    }
    output.record(at, state.profile, FactKind::Unsubscribed { side, channel });
    state.side_mut(side).said_no[channel as usize] = true;
    state.set_consent(at, side, channel, ConsentState::Unsubscribed, Actor::Person, output);
    let other = if side == Side::Source { Side::Target } else { Side::Source };
    let sync = input.plan.unsubscribe_sync[side as usize];
    if let Some(arrival) = sync.arrival(&input.plan.calendar, input.plan.zone(), at) {
        state.plan(arrival, Task::SyncUnsubscribe { side: other, channel });
    }
}

/// The recipient, or the recipient's provider, reacts to a message.
fn react(
    input: &EngineInput<'_>,
    state: &mut ProfileState,
    message: Index<rehearsal_core::ids::MessageMark>,
    reaction: Reaction,
    at: Minute,
    output: &mut StepOutput,
) {
    let sent = input.plan.message(message);
    let side = input.plan.flow(sent.flow).side;
    let profile = state.profile;
    match reaction {
        Reaction::Bounces => {
            output.record(at, profile, FactKind::Bounced { message });
            state.suppress(at, side, Suppressions::BOUNCED, Actor::Provider, output);
        }
        Reaction::Opens => {
            output.record(at, profile, FactKind::Opened { message });
            let on = state.side_mut(side);
            on.last_open = on.last_open.max(at);
        }
        Reaction::Clicks => {
            output.record(at, profile, FactKind::Clicked { message });
            let on = state.side_mut(side);
            on.last_click = on.last_click.max(at);
        }
        Reaction::Complains => {
            output.record(at, profile, FactKind::Complained { message });
            state.suppress(at, side, Suppressions::COMPLAINED, Actor::Provider, output);
        }
        Reaction::Unsubscribes => unsubscribe(input, state, side, sent.channel, at, output),
    }
}
