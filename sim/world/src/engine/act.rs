//! What each task does to a profile.
//!
//! Owns: the dispatch of tasks to the rooms that know them, and the life that goes on: events, unsubscribes, reactions.
//! Deliberately touches one profile only.

use super::world::World;
use crate::flow::{arrived, listed, offer, wake};
use crate::import;
use crate::profile::{Life, Reaction, Task, Trace, tell_arrived};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::history::{Actor, FactKind, Unheard, UnsubscribeLoss};
use rehearsal_core::ids::{EventMark, Index, Side};
use rehearsal_core::model::platform_window;
use rehearsal_core::time::Minute;

/// Does one task.
pub(super) fn act(world: &World<'_>, life: &mut Life, at: Minute, task: Task, trace: &mut Trace) {
    let stage = world.stage();
    match task {
        Task::LoadSuppressions => import::load_suppressions(stage, world.identity, life, at, trace),
        Task::SignUp { record } => sign_up(world, life, record, at, trace),
        Task::Land(landing) => import::land(stage, world.identity, life, landing, at, trace),
        Task::Settle { record, fate } => import::settle(life, record, fate, at, trace),
        Task::Replay { record } => import::replay(stage, life, record, at, trace),
        Task::Release => import::release(stage, life, at, trace),
        Task::SyncUnsubscribe { side, channel } => {
            life.side_mut(side).said_no[channel as usize] = true;
            life.set_consent(at, side, channel, ConsentState::Unsubscribed, Actor::Sync, trace);
        }
        Task::Happen { event, value_minor } => happen(world, life, event, value_minor, at, trace),
        Task::Arrive { side, event, happened_at, value_minor, emitted } => {
            let seen = EventSeen { event, happened_at, value_minor };
            arrive(world, life, side, seen, emitted, at, trace);
        }
        Task::Listed { side, list } => listed(stage, life, side, list, at, Actor::Flow, trace),
        Task::Unsubscribe { side } => unsubscribe(world, life, side, Channel::Email, at, trace),
        Task::React { message, reaction } => react(world, life, message, reaction, at, trace),
        Task::Birthday { flow } | Task::Schedule { flow } => {
            if life.side(world.plan.flow(flow).side).exists {
                offer(stage, life, flow, at, Actor::Calendar, None, trace);
            }
        }
        Task::Wake { run, step } => wake(stage, life, run, step, at, trace),
    }
}

/// A new person joins the target by a form, with the consents of the record.
fn sign_up(world: &World<'_>, life: &mut Life, record: u32, at: Minute, trace: &mut Trace) {
    let row = record as usize;
    trace.tell(at, life.profile, FactKind::SignedUp { side: Side::Target });
    let target = life.side_mut(Side::Target);
    if !target.exists {
        target.exists = true;
        target.absorb(world.population, row);
    }
    if let Some(number) = world.identity.customer_of(record) {
        trace.tell(at, life.profile, FactKind::CustomerId { number });
    }
    for channel in Channel::ALL {
        let state = world.population.consent[channel as usize][row].state;
        life.side_mut(Side::Target).said_no[channel as usize] &= state != ConsentState::Subscribed;
        life.set_consent(at, Side::Target, channel, state, Actor::Person, trace);
    }
    if let Some(list) = world.plan.behaviour.sign_ups.list {
        let bit = 1 << list.get();
        if life.side(Side::Target).lists & bit == 0 {
            life.side_mut(Side::Target).lists |= bit;
            trace.tell(at, life.profile, FactKind::ListAdded { side: Side::Target, list, by: Actor::Person });
            listed(world.stage(), life, Side::Target, list, at, Actor::Person, trace);
        }
    }
}

/// Something happens in the world: each platform hears of it when its feed delivers.
fn happen(
    world: &World<'_>,
    life: &mut Life,
    event: Index<EventMark>,
    value_minor: Option<i32>,
    at: Minute,
    trace: &mut Trace,
) {
    trace.tell(at, life.profile, FactKind::Happened { event, value_minor: value_minor.unwrap_or(0) });
    for side in Side::ALL {
        let feed = world.plan.events[event.get()].feeds[side as usize];
        if let Some(arrival) = feed.arrival(&world.plan.calendar, world.plan.zone(), at) {
            life.plan(arrival, Task::Arrive { side, event, happened_at: at, value_minor, emitted: false });
        }
    }
}

/// An event arrives: a platform that is switched off, or does not know the profile, does not hear of it.
fn arrive(
    world: &World<'_>,
    life: &mut Life,
    side: Side,
    seen: EventSeen,
    emitted: bool,
    at: Minute,
    trace: &mut Trace,
) {
    let by = if emitted { Actor::Flow } else { Actor::Person };
    let age_minutes = at.0.saturating_sub(seen.happened_at.0);
    let lost = if !platform_window(world.plan, side).contains(at) {
        Some(Unheard::PlatformOff)
    } else if !life.side(side).exists {
        Some(Unheard::NotThere)
    } else {
        None
    };
    if let Some(why) = lost {
        // Where no flow listens nothing is lost, and a platform that was left for good would fill the history.
        if world.stage().triggers.is_listened_to(side, seen.event) {
            trace.tell(at, life.profile, FactKind::EventLost { side, event: seen.event, age_minutes, by, why });
        }
        return;
    }
    trace.tell(at, life.profile, FactKind::Arrived { side, event: seen.event, age_minutes, by });
    if world.plan.events[seen.event.get()].is_order {
        let on = life.side_mut(side);
        on.orders = on.orders.saturating_add(1);
        on.last_order = on.last_order.max(seen.happened_at);
        on.spent_minor = on.spent_minor.saturating_add(seen.value_minor.unwrap_or(0).into());
        tell_arrived(world.stage().claimed, life, side, at, trace);
    }
    arrived(world.stage(), life, side, seen, at, by, trace);
}

/// The person unsubscribes on one platform; the other hears of it through the synchronisation, if there is one.
fn unsubscribe(world: &World<'_>, life: &mut Life, side: Side, channel: Channel, at: Minute, trace: &mut Trace) {
    let on = life.side(side);
    let lost = if !platform_window(world.plan, side).contains(at) {
        Some(UnsubscribeLoss::PlatformOff)
    } else if !on.exists {
        Some(UnsubscribeLoss::NotThere)
    } else if on.consent[channel as usize] == ConsentState::Unsubscribed {
        Some(UnsubscribeLoss::AlreadySo)
    } else {
        None
    };
    if let Some(why) = lost {
        trace.tell(at, life.profile, FactKind::UnsubscribeLost { side, channel, why });
        return;
    }
    trace.tell(at, life.profile, FactKind::Unsubscribed { side, channel });
    life.side_mut(side).said_no[channel as usize] = true;
    life.set_consent(at, side, channel, ConsentState::Unsubscribed, Actor::Person, trace);
    let other = if side == Side::Source { Side::Target } else { Side::Source };
    let sync = world.plan.unsubscribe_sync[side as usize];
    if let Some(arrival) = sync.arrival(&world.plan.calendar, world.plan.zone(), at) {
        life.plan(arrival, Task::SyncUnsubscribe { side: other, channel });
    }
}

/// The recipient, or the recipient's provider, reacts to a message.
fn react(
    world: &World<'_>,
    life: &mut Life,
    message: Index<rehearsal_core::ids::MessageMark>,
    reaction: Reaction,
    at: Minute,
    trace: &mut Trace,
) {
    let sent = world.plan.message(message);
    let side = world.plan.flow(sent.flow).side;
    let profile = life.profile;
    match reaction {
        Reaction::Bounces => {
            trace.tell(at, profile, FactKind::Bounced { message });
            life.suppress(at, side, Suppressions::BOUNCED, Actor::Provider, trace);
        }
        Reaction::Opens => {
            trace.tell(at, profile, FactKind::Opened { message });
            let on = life.side_mut(side);
            on.last_open = on.last_open.max(at);
        }
        Reaction::Clicks => {
            trace.tell(at, profile, FactKind::Clicked { message });
            let on = life.side_mut(side);
            on.last_click = on.last_click.max(at);
        }
        Reaction::Complains => {
            trace.tell(at, profile, FactKind::Complained { message });
            life.suppress(at, side, Suppressions::COMPLAINED, Actor::Provider, trace);
        }
        Reaction::Unsubscribes => unsubscribe(world, life, side, sent.channel, at, trace),
    }
}
