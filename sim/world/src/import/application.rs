//! What a row does to a profile when it lands on the target.
//!
//! Owns: application, suppression lists, the release of the flag, the replay of past events. Deliberately knows no batch:
//! when a row lands is the timeline's business.

use crate::flow::{FlowContext, on_event, on_list_added};
use crate::profile::{ProfileState, RowApplication, StepOutput, Unapplied, tell_arrived};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::{Actor, FactKind, NoEntryReason, Recognised, RowSkip};
use rehearsal_core::ids::{Index, ListMark, Side};
use rehearsal_core::plan::{ConsentHandling, DoorConsent};
use rehearsal_core::records::property_stated;
use rehearsal_core::time::Minute;
use rehearsal_core::value::Value;
use rehearsal_identity::Identity;

/// Applies a row to the profile: makes or changes it, sets consent and flag, adds it to the list, fires what the door
/// fires. A call that is sent again changes nothing if the door is idempotent; a row that comes again with a second run
/// of the import sets everything once more to what it states.
pub fn apply_row(
    context: FlowContext<'_>,
    identity: &Identity,
    state: &mut ProfileState,
    application: RowApplication,
    at: Minute,
    output: &mut StepOutput,
) {
    let import = &context.plan.import;
    let RowApplication { record, loses_flag, is_again } = application;
    let times = state.applied_rows.iter().filter(|applied_rows| **applied_rows == record).count();
    let runs = 1 + usize::from(is_again);
    if times >= runs && import.door.is_idempotent {
        output.record(at, state.profile, FactKind::RowRepeated { record });
        return;
    }
    if is_again && times > 0 {
        come_again(context, state, application, at, output);
    } else {
        make_or_change(context, identity, state, record, at, output);
        set_flag(context, state, loses_flag, at, output);
    }
    state.applied_rows.extend(std::iter::repeat_n(record, runs.saturating_sub(times)));
    set_consents(context, state, record, at, output);
    if let Some(list) = import.list.filter(|_| import.door.adds_to_list) {
        add_to_list(context, state, list, at, output);
    }
}

/// The row makes the profile, or changes it by what it holds.
fn make_or_change(
    context: FlowContext<'_>,
    identity: &Identity,
    state: &mut ProfileState,
    record: u32,
    at: Minute,
    output: &mut StepOutput,
) {
    let created = !state.side(Side::Target).exists;
    output.record(at, state.profile, FactKind::RowApplied { record, created });
    tell_properties(context, state, record, at, output);
    if created {
        state.side_mut(Side::Target).exists = true;
        let first = identity.first_of_component(state.profile);
        if first != state.profile {
            let is_evidence = identity.by_evidence.binary_search(&state.profile).is_ok();
            let by = if is_evidence { Recognised::Evidence } else { Recognised::Key };
            output.record(at, state.profile, FactKind::SamePersonAs { profile: first, by });
        }
    }
    if state.applied_rows.contains(&record) {
        return;
    }
    if let (Some(persons), Some(&before)) = (&context.population.persons, state.applied_rows.first())
        && persons[before as usize] != persons[record as usize]
    {
        output.record(at, state.profile, FactKind::AnotherPerson { record });
    }
    if let Some(number) = identity.customer_of(record) {
        output.record(at, state.profile, FactKind::CustomerId { number });
    }
    state.side_mut(Side::Target).absorb(context.population, record as usize);
    tell_arrived(context.claimed, state, Side::Target, at, output);
    for column in &context.population.properties {
        state.properties[column.property.get()] = column.values[record as usize];
    }
}

/// Tells what a row says of the properties that a claim reads.
fn tell_properties(context: FlowContext<'_>, state: &ProfileState, record: u32, at: Minute, output: &mut StepOutput) {
    for &property in &context.claimed.properties {
        output.record(at, state.profile, property_stated(context.population, record, property));
    }
}

/// A row that was applied before comes with a second run: properties and flag become what it states. What is so already
/// is not told.
fn come_again(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    application: RowApplication,
    at: Minute,
    output: &mut StepOutput,
) {
    let RowApplication { record, loses_flag, .. } = application;
    output.record(at, state.profile, FactKind::RowCameAgain { record });
    tell_properties(context, state, record, at, output);
    let flag = context.plan.import.flag.map(|flag| flag.property);
    for column in context.population.properties.iter().filter(|column| Some(column.property) != flag) {
        let value = column.values[record as usize];
        let held = &mut state.properties[column.property.get()];
        if *held != value {
            *held = value;
            output.record(at, state.profile, FactKind::PropertyOverwritten { property: column.property });
        }
    }
    if flag.is_some_and(|flag| state.properties[flag.get()] != Value::Bool(true)) && !loses_flag {
        set_flag(context, state, false, at, output);
    }
}

fn set_flag(context: FlowContext<'_>, state: &mut ProfileState, loses_flag: bool, at: Minute, output: &mut StepOutput) {
    let Some(flag) = context.plan.import.flag else { return };
    if loses_flag {
        output.record(at, state.profile, FactKind::FlagLost);
    } else {
        state.properties[flag.property.get()] = Value::Bool(true);
        output.record(at, state.profile, FactKind::FlagSet);
    }
}

fn set_consents(context: FlowContext<'_>, state: &mut ProfileState, record: u32, at: Minute, output: &mut StepOutput) {
    let import = &context.plan.import;
    if import.door.clears_suppressions {
        state.lift_suppressions(at, Side::Target, Actor::Import, output);
    }
    for channel in Channel::ALL {
        let stated = context.population.lawful_consent(record as usize, channel as usize);
        let wanted = match (import.door.consent, import.consent) {
            (DoorConsent::Leaves, _) | (_, ConsentHandling::Leave) => continue,
            (DoorConsent::Subscribes, _) | (_, ConsentHandling::SubscribeAll) => match channel {
                Channel::Email => ConsentState::Subscribed,
                Channel::Sms => stated,
            },
            (DoorConsent::Sets, ConsentHandling::AsExported) => stated,
        };
        // An unsubscribe that reached the target first stands, unless the door overrides it.
        let on = state.side(Side::Target);
        if on.said_no[channel as usize] && !import.door.clears_suppressions {
            continue;
        }
        state.set_consent(at, Side::Target, channel, wanted, Actor::Import, output);
    }
}

fn add_to_list(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    list: Index<ListMark>,
    at: Minute,
    output: &mut StepOutput,
) {
    let target = state.side_mut(Side::Target);
    let door = &context.plan.import.door;
    if target.lists & 1 << list.get() != 0 && door.is_idempotent && !door.rejoins_list {
        return;
    }
    target.lists |= 1 << list.get();
    output.record(at, state.profile, FactKind::ListAdded { side: Side::Target, list, by: Actor::Import });
    if door.fires_flows {
        on_list_added(context, state, Side::Target, list, at, Actor::Import, output);
        return;
    }
    for &flow in context.triggers.of_list(Side::Target, list) {
        output.record(
            at,
            state.profile,
            FactKind::NotEntered { flow, why: NoEntryReason::SilentDoor, by: Actor::Import },
        );
    }
}

/// Tells what became of a row that is not applied.
pub fn settle(state: &ProfileState, record: u32, fate: Unapplied, at: Minute, output: &mut StepOutput) {
    let kind = match fate {
        Unapplied::Failed => FactKind::RowFailed { record },
        Unapplied::Unknown => FactKind::RowUnknown { record },
        Unapplied::Dropped => FactKind::RowDropped { record },
        Unapplied::NoKey => FactKind::RowSkipped { record, why: RowSkip::NoKey },
        Unapplied::NoCohort => FactKind::RowSkipped { record, why: RowSkip::NoCohort },
        Unapplied::AfterTheEnd => FactKind::RowSkipped { record, why: RowSkip::AfterTheEnd },
    };
    output.record(at, state.profile, kind);
}

/// Loads the source's suppressions of the profile's address into the target, whether the profile exists there or not.
pub fn load_suppressions(
    context: FlowContext<'_>,
    identity: &Identity,
    state: &mut ProfileState,
    at: Minute,
    output: &mut StepOutput,
) {
    for &record in identity.records_of(state.profile) {
        let reasons = context.population.suppressions[record as usize];
        state.suppress(at, Side::Target, reasons, Actor::Import, output);
    }
}

/// Clears the migration flag.
pub fn release(context: FlowContext<'_>, state: &mut ProfileState, at: Minute, output: &mut StepOutput) {
    let Some(flag) = context.plan.import.flag else { return };
    let value = &mut state.properties[flag.property.get()];
    if *value == Value::Bool(true) {
        *value = Value::Absent;
        output.record(at, state.profile, FactKind::FlagReleased);
    }
}

/// Replays the last order of a record into the target.
pub fn replay(context: FlowContext<'_>, state: &mut ProfileState, record: u32, at: Minute, output: &mut StepOutput) {
    let Some(history) = &context.plan.import.history else {
        return;
    };
    if !state.side(Side::Target).exists {
        return;
    }
    let happened_at = context.population.last_order[record as usize];
    let age_minutes = at.0.saturating_sub(happened_at.0);
    let arrival = FactKind::Arrived { side: Side::Target, event: history.event, age_minutes, by: Actor::Replay };
    output.record(at, state.profile, arrival);
    if history.door.fires_flows {
        let seen = EventSeen { event: history.event, happened_at, value_minor: None };
        on_event(context, state, Side::Target, seen, at, Actor::Replay, output);
        return;
    }
    for &flow in context.triggers.of_event(Side::Target, history.event) {
        output.record(
            at,
            state.profile,
            FactKind::NotEntered { flow, why: NoEntryReason::SilentDoor, by: Actor::Replay },
        );
    }
}
