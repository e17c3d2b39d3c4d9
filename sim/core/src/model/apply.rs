//! What a change does to a plan.
//!
//! Owns: [`apply`]. Deliberately checks no plan: a change that a judge made from a plan fits that plan, and one that does
//! not is refused, never half applied.
//!
//! Law: the plan that this returns is the plan that is read from the scenario file after the same change was written into
//! it.

use super::change::{Change, DoorUse, not_flagged};
use crate::condition::Predicate;
use crate::consent::Channel;
use crate::feed::Feed;
use crate::ids::{EventMark, FlowMark, Index, IntegrationMark, ListMark, PoolMark, PropertyMark, Side};
use crate::plan::{Clock, Door, EventRate, Flag, Flow, FlowStatus, Overflow, Plan, Property, Trigger};
use crate::ratio::Ratio;
use crate::time::Minute;
use crate::value::ValueKind;

/// Why a change does not fit a plan: it names something that the plan does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inapplicable {
    /// A flow, list, event, pool or integration that is not there.
    Missing,
    /// A property that is not there, or holds no yes or no.
    Property,
    /// The import sets no migration flag, replays nothing, or does not run again.
    Import,
    /// The flow has another trigger.
    Trigger,
    /// The pool has no ramp, or the channel no quiet hours.
    Sending,
}

/// The plan after changes that are made together, in order.
///
/// # Errors
///
/// The first change that does not fit.
pub fn apply(plan: &Plan, changes: &[Change]) -> Result<Plan, Inapplicable> {
    let mut changed = plan.clone();
    for change in changes {
        apply_one(&mut changed, change)?;
    }
    Ok(changed)
}

fn apply_one(plan: &mut Plan, change: &Change) -> Result<(), Inapplicable> {
    match change {
        Change::SetFlag { property, release } => set_flag(plan, property, *release),
        Change::GuardFlow { flow, property } => guard(plan, *flow, property, entry_and),
        Change::RewriteGuard { flow, property } => guard(plan, *flow, property, |_, guard| guard),
        Change::MoveFlagRelease { to } => {
            plan.import.flag.as_mut().ok_or(Inapplicable::Import)?.release = *to;
            Ok(())
        }
        Change::UseDoor { purpose, door, .. } => use_door(plan, *purpose, door),
        Change::HoldFlow { flow, from } => on_flow(plan, *flow, |flow| flow.status.from = *from),
        Change::EndFlow { flow, until } => on_flow(plan, *flow, |flow| flow.status.until = *until),
        Change::SwitchOffFlow { flow } => on_flow(plan, *flow, |flow| flow.status = FlowStatus::DRAFT),
        Change::GoLive { flow } => on_flow(plan, *flow, |flow| flow.status = FlowStatus::ALWAYS),
        Change::SetReentry { flow, reentry } => on_flow(plan, *flow, |flow| flow.reentry = *reentry),
        Change::SetEventAge { flow, minutes } => set_event_age(plan, *flow, *minutes),
        Change::MoveCampaign { flow, to } => move_campaign(plan, *flow, *to),
        Change::SetConsentHandling { handling } => {
            plan.import.consent = *handling;
            Ok(())
        }
        Change::LoadSuppressions { at } => {
            plan.import.suppressions_at = Some(*at);
            Ok(())
        }
        Change::MoveSecondImport { to } => {
            *plan.import.again.as_mut().ok_or(Inapplicable::Import)? = *to;
            Ok(())
        }
        Change::SetUnsubscribeSync { from, feed } => {
            plan.unsubscribe_sync[*from as usize] = *feed;
            Ok(())
        }
        Change::SetFeed { integration, side, feed } => set_feed(plan, *integration, *side, *feed),
        Change::SetOverflow { pool, overflow } => set_overflow(plan, *pool, *overflow),
        Change::SetExpiry { minutes } => {
            plan.sending.expires_minutes = *minutes;
            Ok(())
        }
        Change::SetQuietClock { channel, clock } => set_quiet_clock(plan, *channel, *clock),
        Change::JoinList { list } => join_list(plan, *list),
        Change::SetSignUps { per_day, list } => {
            plan.behaviour.sign_ups.per_day = *per_day;
            join_list(plan, *list)
        }
        Change::SetEventRate { event, per_day } => set_event_rate(plan, *event, *per_day),
    }
}

/// All events of an integration share its feeds.
fn set_feed(plan: &mut Plan, of: Index<IntegrationMark>, side: Side, feed: Feed) -> Result<(), Inapplicable> {
    plan.integrations.get_mut(of.get()).ok_or(Inapplicable::Missing)?.feeds[side as usize] = feed;
    let events = plan.events.iter_mut().filter(|event| event.integration == Some(of));
    events.for_each(|event| event.feeds[side as usize] = feed);
    Ok(())
}

fn set_overflow(plan: &mut Plan, pool: Index<PoolMark>, overflow: Overflow) -> Result<(), Inapplicable> {
    let pool = plan.sending.pools.get_mut(pool.get()).ok_or(Inapplicable::Missing)?;
    pool.ramp.as_mut().ok_or(Inapplicable::Sending)?.overflow = overflow;
    Ok(())
}

fn set_quiet_clock(plan: &mut Plan, channel: Channel, clock: Clock) -> Result<(), Inapplicable> {
    let mut rules = plan.sending.quiet_hours.iter_mut().filter(|rule| rule.channel == channel);
    rules.next().ok_or(Inapplicable::Sending)?.clock = clock;
    Ok(())
}

fn join_list(plan: &mut Plan, list: Index<ListMark>) -> Result<(), Inapplicable> {
    if list.get() >= plan.lists.len() {
        return Err(Inapplicable::Missing);
    }
    plan.behaviour.sign_ups.list = Some(list);
    Ok(())
}

fn set_event_rate(plan: &mut Plan, event: Index<EventMark>, per_day: Ratio) -> Result<(), Inapplicable> {
    if event.get() >= plan.events.len() {
        return Err(Inapplicable::Missing);
    }
    match plan.behaviour.events.iter_mut().find(|rate| rate.event == event) {
        Some(rate) => rate.per_day = per_day,
        None => plan.behaviour.events.push(EventRate { event, per_day }),
    }
    Ok(())
}

fn on_flow(plan: &mut Plan, flow: Index<FlowMark>, edit: impl FnOnce(&mut Flow)) -> Result<(), Inapplicable> {
    plan.flows.get_mut(flow.get()).map(edit).ok_or(Inapplicable::Missing)
}

/// A yes-or-no property by its name.
fn property(plan: &Plan, name: &str) -> Result<Index<PropertyMark>, Inapplicable> {
    let found = plan.properties.iter().position(|known| known.name == name && known.kind == ValueKind::Bool);
    found.and_then(|place| u16::try_from(place).ok()).map(Index::new).ok_or(Inapplicable::Property)
}

fn set_flag(plan: &mut Plan, name: &str, release: Minute) -> Result<(), Inapplicable> {
    if !plan.properties.iter().any(|known| known.name == name) {
        plan.properties.push(Property { name: name.to_owned(), kind: ValueKind::Bool });
    }
    plan.import.flag = Some(Flag { property: property(plan, name)?, release });
    Ok(())
}

fn guard(
    plan: &mut Plan,
    flow: Index<FlowMark>,
    name: &str,
    join: impl FnOnce(Predicate, Predicate) -> Predicate,
) -> Result<(), Inapplicable> {
    let guard = not_flagged(property(plan, name)?);
    on_flow(plan, flow, |flow| {
        let entry = std::mem::replace(&mut flow.entry, Predicate::Constant(true));
        flow.entry = join(entry, guard);
    })
}

/// Both conditions, as "(entry) && guard" is compiled; an entry that lets everybody in is left out.
fn entry_and(entry: Predicate, guard: Predicate) -> Predicate {
    match entry {
        Predicate::Constant(true) => guard,
        Predicate::All(mut parts) => {
            parts.push(guard);
            Predicate::All(parts)
        }
        other @ (Predicate::Constant(false)
        | Predicate::IsTrue(_)
        | Predicate::Has(_)
        | Predicate::Compare(..)
        | Predicate::OneOf(..)
        | Predicate::Any(_)
        | Predicate::Not(_)) => Predicate::All(vec![other, guard]),
    }
}

fn use_door(plan: &mut Plan, purpose: DoorUse, door: &Door) -> Result<(), Inapplicable> {
    match purpose {
        DoorUse::Profiles => plan.import.door = door.clone(),
        DoorUse::History => plan.import.history.as_mut().ok_or(Inapplicable::Import)?.door = door.clone(),
    }
    Ok(())
}

fn set_event_age(plan: &mut Plan, flow: Index<FlowMark>, minutes: i32) -> Result<(), Inapplicable> {
    match plan.flows.get_mut(flow.get()).map(|flow| &mut flow.trigger) {
        Some(Trigger::Event { age_minutes_max, .. }) => {
            *age_minutes_max = Some(minutes);
            Ok(())
        }
        Some(Trigger::ListAdded(_) | Trigger::Birthday { .. } | Trigger::Scheduled(_) | Trigger::ByHand) => {
            Err(Inapplicable::Trigger)
        }
        None => Err(Inapplicable::Missing),
    }
}

fn move_campaign(plan: &mut Plan, flow: Index<FlowMark>, to: Minute) -> Result<(), Inapplicable> {
    match plan.flows.get_mut(flow.get()).map(|flow| &mut flow.trigger) {
        Some(Trigger::Scheduled(at)) => {
            *at = to;
            Ok(())
        }
        Some(Trigger::ListAdded(_) | Trigger::Birthday { .. } | Trigger::Event { .. } | Trigger::ByHand) => {
            Err(Inapplicable::Trigger)
        }
        None => Err(Inapplicable::Missing),
    }
}
