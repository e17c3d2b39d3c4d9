//! Remedies that several judges suggest: another door, a guard, a hold.
//!
//! Owns: how a judge makes typed changes from the plan, with every value filled in. Deliberately suggests nothing that is
//! so already, and nothing that no key of a scenario can express.

use crate::flow::{FlowMark, Predicate};
use crate::history::Actor;
use crate::import::Door;
use crate::invariant::context::Context;
use crate::invariant::finding::Remedy;
use crate::model::{Change, DoorUse};
use crate::plan::{Index, PropertyMark};
use crate::time::{Local, Minute};

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

/// Other doors that the import, or the replay, could use instead, and that are as wanted. The one that is closest to
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
    let fits = |door: &&Door| *door != today && is_wanted(door) && (!needs_list || door.adds_to_list);
    let same = others.iter().filter(|door| door.id == today.id).find(fits);
    let other = others.iter().filter(|door| door.id != today.id).find(fits);
    let used = |door: &Door| Remedy::new(vec![Change::UseDoor { purpose, door: Box::new(door.clone()) }]);
    [same, other].into_iter().flatten().map(used).collect()
}

/// The migration flag's name, and the change that declares it if the import sets none yet.
fn flag(context: &Context<'_>) -> Option<(String, Option<Change>)> {
    let plan = context.plan;
    if let Some(flag) = plan.import.flag {
        return Some((plan.properties.get(flag.property.get())?.name.clone(), None));
    }
    let is_taken = plan.properties.iter().any(|property| property.name == FLAG_NAME);
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
    !fields.is_empty() && fields.iter().all(|field| *field == crate::flow::Field::Property(flag))
}

/// The end of a flow on the source when its twin goes live on the target, or the target itself does.
pub(super) fn end_source_twin(context: &Context<'_>, flow: Index<FlowMark>) -> Option<Remedy> {
    let journey = context.flow(flow)?.journey;
    let of = |wanted| {
        let mut views = (0_u16..).zip(&context.flows);
        views.find(move |(_, view)| view.journey == journey && view.side == wanted)
    };
    let (source, view) = of(crate::plan::Side::Source)?;
    let (_, target) = of(crate::plan::Side::Target)?;
    let until = day_start(context, day_of(context, target.live.from));
    (view.live.from < until && until < view.live.until)
        .then(|| Remedy::new(vec![Change::EndFlow { flow: Index::new(source), until }]))
}

/// The start of a flow on the target when its twin on the source ends.
pub(super) fn hold_target_twin(context: &Context<'_>, flow: Index<FlowMark>) -> Option<Remedy> {
    let journey = context.flow(flow)?.journey;
    let of = |wanted| {
        let mut views = (0_u16..).zip(&context.flows);
        views.find(move |(_, view)| view.journey == journey && view.side == wanted)
    };
    let (_, source) = of(crate::plan::Side::Source)?;
    let (target, view) = of(crate::plan::Side::Target)?;
    let end = source.live.until;
    let from = if end == day_start(context, day_of(context, end)) {
        end
    } else {
        day_start(context, day_of(context, end) + 1)
    };
    (view.live.from < from && from < view.live.until)
        .then(|| Remedy::new(vec![Change::HoldFlow { flow: Index::new(target), from }]))
}
