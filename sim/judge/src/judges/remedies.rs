//! Remedies that several judges suggest: another door, a guard, a hold.
//!
//! Owns: how a judge makes typed changes from the plan, with every value filled in. Deliberately suggests nothing that is
//! so already, and nothing that no key of a scenario can express.

use crate::context::Context;
use crate::finding::Remedy;
use rehearsal_core::condition::Predicate;
use rehearsal_core::history::Actor;
use rehearsal_core::ids::{FlowMark, Index, PropertyMark, Side};
use rehearsal_core::model::{Change, DoorUse};
use rehearsal_core::plan::{Door, DoorConsent, Trigger};
use rehearsal_core::time::{Local, Minute};
use rehearsal_core::value::ValueKind;

/// The name of the flag's property if the scenario has none.
const FLAG_NAME: &str = "migration_hold";

/// The first minute of a local day of the scenario's clock.
pub(super) fn day_start(context: &Context<'_>, day: i32) -> Minute {
    context.plan.calendar.instant(context.plan.zone(), Local { day, minute_of_day: 0 })
}

/// The local day of an instant on the scenario's clock.
pub(super) fn day_of(context: &Context<'_>, at: Minute) -> i32 {
    context.plan.calendar.local(context.plan.zone(), at).day
}

/// The first local midnight after which nothing of the import is under way any more; `None` if that is not within the
/// rehearsal.
pub(super) fn after_import(context: &Context<'_>) -> Option<Minute> {
    let last = [context.import_calls, context.replay_calls].into_iter().flatten().map(|calls| calls.last).max()?;
    Some(day_start(context, day_of(context, last) + 1)).filter(|&at| at < context.end)
}

/// Other doors that the import, or the replay, could use instead, that are as wanted, and no worse in anything else that
/// an invariant asks for. The one that is closest to
/// today's comes first: a flag of the same call before another door. At most one of each.
pub(super) fn door_remedies(
    context: &Context<'_>,
    by: Option<Actor>,
    is_wanted: impl Fn(&Door) -> bool,
) -> Vec<Remedy> {
    let import = &context.plan.import;
    let (purpose, today, others) = match (by, &import.history) {
        (Some(Actor::Import), _) => (DoorUse::Profiles, &import.door, &import.doors_available),
        (Some(Actor::Replay), Some(replay)) => (DoorUse::History, &replay.door, &replay.doors_available),
        (Some(Actor::Replay), None)
        | (Some(Actor::Person | Actor::Sync | Actor::Flow | Actor::Provider | Actor::Calendar) | None, _) => {
            return Vec::new();
        }
    };
    let needs_list = purpose == DoorUse::Profiles && today.adds_to_list && import.list.is_some();
    let is_no_worse = |door: &Door| {
        (door.consent != DoorConsent::Subscribes || today.consent == DoorConsent::Subscribes)
            && (!door.clears_suppressions || today.clears_suppressions)
            && (door.is_idempotent || !today.is_idempotent)
            && (!needs_list || door.adds_to_list)
    };
    let fits = |door: &&Door| *door != today && is_wanted(door) && is_no_worse(door);
    // Among the flags of a call, those that change least beside what is wanted.
    let nearest = |is_same: bool| {
        let doors = others.iter().filter(|door| (door.id == today.id) == is_same);
        doors.filter(fits).min_by_key(|door| differences(door, today))
    };
    let (same, other) = (nearest(true), nearest(false));
    let used = |door: &Door| {
        let is_same_door = door.id == today.id;
        Remedy::new(vec![Change::UseDoor { purpose, door: Box::new(door.clone()), is_same_door }])
    };
    [same, other].into_iter().flatten().map(used).collect()
}

/// In how many ways a door behaves unlike another.
fn differences(door: &Door, other: &Door) -> usize {
    let Door {
        id: _,
        name: _,
        source: _,
        guards: _,
        guard_available: _,
        rows_per_call_max: _,
        calls_per_minute_max: _,
        fires_flows,
        adds_to_list,
        consent,
        clears_suppressions,
        is_idempotent,
        rejoins_list,
    } = door;
    let unlike = [
        *fires_flows != other.fires_flows,
        *adds_to_list != other.adds_to_list,
        *consent != other.consent,
        *clears_suppressions != other.clears_suppressions,
        *is_idempotent != other.is_idempotent,
        *rejoins_list != other.rejoins_list,
    ];
    unlike.into_iter().filter(|is_unlike| *is_unlike).count()
}

/// The migration flag's name, and the change that declares it if the import sets none yet.
fn flag(context: &Context<'_>) -> Option<(String, Option<Change>)> {
    let plan = context.plan;
    if let Some(flag) = plan.import.flag {
        return Some((plan.properties.get(flag.property.get())?.name.clone(), None));
    }
    let is_other =
        |property: &rehearsal_core::plan::Property| property.name == FLAG_NAME && property.kind != ValueKind::Bool;
    let is_taken = plan.properties.iter().any(is_other);
    let release = after_import(context)?;
    let declare = Change::SetFlag { property: FLAG_NAME.to_owned(), release };
    (!is_taken).then(|| (FLAG_NAME.to_owned(), Some(declare)))
}

/// A guard on a flow: a flag that the import sets, if it does not yet, and an entry that asks for its absence.
pub(super) fn guard_remedy(context: &Context<'_>, flow: Index<FlowMark>) -> Option<Remedy> {
    let (property, declare) = flag(context)?;
    if context.flow(flow)?.reads_flag {
        return None;
    }
    Some(Remedy::new(declare.into_iter().chain([Change::GuardFlow { flow, property }]).collect()))
}

/// A flow that waits until the import is done.
pub(super) fn hold_remedy(context: &Context<'_>, flow: Index<FlowMark>) -> Option<Remedy> {
    let from = after_import(context)?;
    let status = context.plan.flows.get(flow.get())?.status;
    (status.from < from && from < status.until).then(|| Remedy::new(vec![Change::HoldFlow { flow, from }]))
}

/// Whether a condition asks for the migration flag and for nothing else, so that it can be written anew as a whole.
pub(super) fn asks_flag_alone(entry: &Predicate, flag: Index<PropertyMark>) -> bool {
    let mut fields = Vec::new();
    entry.fields(&mut |field| fields.push(field));
    !fields.is_empty() && fields.iter().all(|field| *field == rehearsal_core::condition::Field::Property(flag))
}

/// Flows that are one journey on both platforms, by some measure of likeness: their numbers.
pub(super) fn twins(context: &Context<'_>, is_alike: impl Fn(u16) -> bool) -> (Vec<u16>, Vec<u16>) {
    let numbers = || (0_u16..).zip(&context.flows).filter(|(number, view)| view.is_ever_live() && is_alike(*number));
    let of = |side: Side| numbers().filter(|(_, view)| view.side == side).map(|(number, _)| number).collect();
    (of(Side::Source), of(Side::Target))
}

/// The end of journeys on the source, at a local midnight, so many minutes or more before their twins go live on the
/// target.
pub(super) fn end_on_source(
    context: &Context<'_>,
    (source, target): &(Vec<u16>, Vec<u16>),
    gap_minutes: i32,
) -> Option<Remedy> {
    let live = |number: &u16| context.flows[usize::from(*number)].live;
    let first = target.iter().map(|number| live(number).from).min()?;
    let until = day_start(context, day_of(context, first.plus(-gap_minutes)));
    let ends = source.iter().filter(|number| until < live(number).until);
    let ends: Vec<&u16> = ends.collect();
    let is_possible = !ends.is_empty() && ends.iter().all(|number| live(number).from < until);
    let end = |number: &&u16| Change::EndFlow { flow: Index::new(**number), until };
    is_possible.then(|| Remedy::new(ends.iter().map(end).collect()))
}

/// The start of journeys on the target, at the first local midnight that is so many minutes or more after the end of
/// their twins on the source.
pub(super) fn hold_on_target(
    context: &Context<'_>,
    (source, target): &(Vec<u16>, Vec<u16>),
    gap_minutes: i32,
) -> Option<Remedy> {
    let live = |number: &u16| context.flows[usize::from(*number)].live;
    let end = source.iter().map(|number| live(number).until).max()?.plus(gap_minutes);
    let midnight = day_start(context, day_of(context, end));
    let from = if midnight == end { end } else { day_start(context, day_of(context, end) + 1) };
    let held: Vec<&u16> = target.iter().filter(|number| live(number).from < from).collect();
    // A hold moves no campaign: one that is due later is sent all the same, and one that is due earlier never.
    let is_campaign = |number: &u16| matches!(context.plan.flows[usize::from(*number)].trigger, Trigger::Scheduled(_));
    let is_possible = !held.is_empty() && held.iter().all(|number| from < live(number).until && !is_campaign(number));
    let hold = |number: &&u16| Change::HoldFlow { flow: Index::new(**number), from };
    is_possible.then(|| Remedy::new(held.iter().map(hold).collect()))
}
