//! What a row does to a profile when it lands on the target.
//!
//! Owns: landing, suppression lists, the release of the flag, the replay of past events. Deliberately knows no batch:
//! when a row lands is the timeline's business.

use crate::flow::{Stage, arrived, listed};
use crate::profile::{Landing, Life, Trace, Unapplied, tell_arrived};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::{Actor, FactKind, NotEntered, Recognised, RowSkip};
use rehearsal_core::ids::{Index, ListMark, Side};
use rehearsal_core::plan::{ConsentHandling, DoorConsent};
use rehearsal_core::records::property_stated;
use rehearsal_core::time::Minute;
use rehearsal_core::value::Value;
use rehearsal_identity::Identity;

/// Applies a row to the profile: makes or changes it, sets consent and flag, adds it to the list, fires what the door
/// fires. A call that is sent again changes nothing if the door is idempotent; a row that comes again with a second run
/// of the import sets everything once more to what it states.
pub fn land(stage: Stage<'_>, identity: &Identity, life: &mut Life, landing: Landing, at: Minute, trace: &mut Trace) {
    let import = &stage.plan.import;
    let Landing { record, loses_flag, is_again } = landing;
    let times = life.landed.iter().filter(|landed| **landed == record).count();
    let runs = 1 + usize::from(is_again);
    if times >= runs && import.door.is_idempotent {
        trace.tell(at, life.profile, FactKind::RowRepeated { record });
        return;
    }
    if is_again && times > 0 {
        come_again(stage, life, landing, at, trace);
    } else {
        make_or_change(stage, identity, life, record, at, trace);
        set_flag(stage, life, loses_flag, at, trace);
    }
    life.landed.extend(std::iter::repeat_n(record, runs.saturating_sub(times)));
    set_consents(stage, life, record, at, trace);
    if let Some(list) = import.list.filter(|_| import.door.adds_to_list) {
        add_to_list(stage, life, list, at, trace);
    }
}

/// The row makes the profile, or changes it by what it holds.
fn make_or_change(stage: Stage<'_>, identity: &Identity, life: &mut Life, record: u32, at: Minute, trace: &mut Trace) {
    let created = !life.side(Side::Target).exists;
    trace.tell(at, life.profile, FactKind::RowApplied { record, created });
    tell_properties(stage, life, record, at, trace);
    if created {
        life.side_mut(Side::Target).exists = true;
        let first = identity.first_of_component(life.profile);
        if first != life.profile {
            let is_evidence = identity.by_evidence.binary_search(&life.profile).is_ok();
            let by = if is_evidence { Recognised::Evidence } else { Recognised::Key };
            trace.tell(at, life.profile, FactKind::SamePersonAs { profile: first, by });
        }
    }
    if life.landed.contains(&record) {
        return;
    }
    if let (Some(persons), Some(&before)) = (&stage.population.persons, life.landed.first())
        && persons[before as usize] != persons[record as usize]
    {
        trace.tell(at, life.profile, FactKind::AnotherPerson { record });
    }
    if let Some(number) = identity.customer_of(record) {
        trace.tell(at, life.profile, FactKind::CustomerId { number });
    }
    life.side_mut(Side::Target).absorb(stage.population, record as usize);
    tell_arrived(stage.claimed, life, Side::Target, at, trace);
    for column in &stage.population.properties {
        life.properties[column.property.get()] = column.values[record as usize];
    }
}

/// Tells what a row says of the properties that a claim reads.
fn tell_properties(stage: Stage<'_>, life: &Life, record: u32, at: Minute, trace: &mut Trace) {
    for &property in &stage.claimed.properties {
        trace.tell(at, life.profile, property_stated(stage.population, record, property));
    }
}

/// A row that was applied before comes with a second run: properties and flag become what it states. What is so already
/// is not told.
fn come_again(stage: Stage<'_>, life: &mut Life, landing: Landing, at: Minute, trace: &mut Trace) {
    let Landing { record, loses_flag, .. } = landing;
    trace.tell(at, life.profile, FactKind::RowCameAgain { record });
    tell_properties(stage, life, record, at, trace);
    let flag = stage.plan.import.flag.map(|flag| flag.property);
    for column in stage.population.properties.iter().filter(|column| Some(column.property) != flag) {
        let value = column.values[record as usize];
        let held = &mut life.properties[column.property.get()];
        if *held != value {
            *held = value;
            trace.tell(at, life.profile, FactKind::PropertyOverwritten { property: column.property });
        }
    }
    if flag.is_some_and(|flag| life.properties[flag.get()] != Value::Bool(true)) && !loses_flag {
        set_flag(stage, life, false, at, trace);
    }
}

fn set_flag(stage: Stage<'_>, life: &mut Life, loses_flag: bool, at: Minute, trace: &mut Trace) {
    let Some(flag) = stage.plan.import.flag else { return };
    if loses_flag {
        trace.tell(at, life.profile, FactKind::FlagLost);
    } else {
        life.properties[flag.property.get()] = Value::Bool(true);
        trace.tell(at, life.profile, FactKind::FlagSet);
    }
}

fn set_consents(stage: Stage<'_>, life: &mut Life, record: u32, at: Minute, trace: &mut Trace) {
    let import = &stage.plan.import;
    if import.door.clears_suppressions {
        life.lift_suppressions(at, Side::Target, Actor::Import, trace);
    }
    for channel in Channel::ALL {
        let stated = stage.population.lawful_consent(record as usize, channel as usize);
        let wanted = match (import.door.consent, import.consent) {
            (DoorConsent::Leaves, _) | (_, ConsentHandling::Leave) => continue,
            (DoorConsent::Subscribes, _) | (_, ConsentHandling::SubscribeAll) => match channel {
                Channel::Email => ConsentState::Subscribed,
                Channel::Sms => stated,
            },
            (DoorConsent::Sets, ConsentHandling::AsExported) => stated,
        };
        // An unsubscribe that reached the target first stands, unless the door overrides it.
        let on = life.side(Side::Target);
        if on.said_no[channel as usize] && !import.door.clears_suppressions {
            continue;
        }
        life.set_consent(at, Side::Target, channel, wanted, Actor::Import, trace);
    }
}

fn add_to_list(stage: Stage<'_>, life: &mut Life, list: Index<ListMark>, at: Minute, trace: &mut Trace) {
    let target = life.side_mut(Side::Target);
    let door = &stage.plan.import.door;
    if target.lists & 1 << list.get() != 0 && door.is_idempotent && !door.rejoins_list {
        return;
    }
    target.lists |= 1 << list.get();
    trace.tell(at, life.profile, FactKind::ListAdded { side: Side::Target, list, by: Actor::Import });
    if door.fires_flows {
        listed(stage, life, Side::Target, list, at, Actor::Import, trace);
        return;
    }
    for &flow in stage.triggers.of_list(Side::Target, list) {
        trace.tell(at, life.profile, FactKind::NotEntered { flow, why: NotEntered::SilentDoor, by: Actor::Import });
    }
}

/// Tells what became of a row that is not applied.
pub fn settle(life: &Life, record: u32, fate: Unapplied, at: Minute, trace: &mut Trace) {
    let kind = match fate {
        Unapplied::Failed => FactKind::RowFailed { record },
        Unapplied::Unknown => FactKind::RowUnknown { record },
        Unapplied::Dropped => FactKind::RowDropped { record },
        Unapplied::NoKey => FactKind::RowSkipped { record, why: RowSkip::NoKey },
        Unapplied::NoCohort => FactKind::RowSkipped { record, why: RowSkip::NoCohort },
        Unapplied::AfterTheEnd => FactKind::RowSkipped { record, why: RowSkip::AfterTheEnd },
    };
    trace.tell(at, life.profile, kind);
}

/// Loads the source's suppressions of the profile's address into the target, whether the profile exists there or not.
pub fn load_suppressions(stage: Stage<'_>, identity: &Identity, life: &mut Life, at: Minute, trace: &mut Trace) {
    for &record in identity.records_of(life.profile) {
        let reasons = stage.population.suppressions[record as usize];
        life.suppress(at, Side::Target, reasons, Actor::Import, trace);
    }
}

/// Clears the migration flag.
pub fn release(stage: Stage<'_>, life: &mut Life, at: Minute, trace: &mut Trace) {
    let Some(flag) = stage.plan.import.flag else { return };
    let value = &mut life.properties[flag.property.get()];
    if *value == Value::Bool(true) {
        *value = Value::Absent;
        trace.tell(at, life.profile, FactKind::FlagReleased);
    }
}

/// Replays the last order of a record into the target.
pub fn replay(stage: Stage<'_>, life: &mut Life, record: u32, at: Minute, trace: &mut Trace) {
    let Some(history) = &stage.plan.import.history else {
        return;
    };
    if !life.side(Side::Target).exists {
        return;
    }
    let happened_at = stage.population.last_order[record as usize];
    let age_minutes = at.0.saturating_sub(happened_at.0);
    let arrival = FactKind::Arrived { side: Side::Target, event: history.event, age_minutes, by: Actor::Replay };
    trace.tell(at, life.profile, arrival);
    if history.door.fires_flows {
        let seen = EventSeen { event: history.event, happened_at, value_minor: None };
        arrived(stage, life, Side::Target, seen, at, Actor::Replay, trace);
        return;
    }
    for &flow in stage.triggers.of_event(Side::Target, history.event) {
        trace.tell(at, life.profile, FactKind::NotEntered { flow, why: NotEntered::SilentDoor, by: Actor::Replay });
    }
}
