//! The doors of the import: which one, with which flags of the call, and how well it is known what it does.
//!
//! Owns: the choice of a door from the catalogue. Deliberately knows no rows and no batches.

use rehearsal_core::plan::{Door, Platform};

use super::context::Context;
use crate::catalogue::{self, DoorKind, Evidence};
use crate::diagnostics::Place;
use crate::diagnostics::suggestion;
use crate::scenario::raw;
use crate::yaml::field::{Field, TextOr};

/// The first door for people, if the scenario names none.
pub(super) fn first_door(target: &Platform, context: &mut Context<'_>) -> Option<Door> {
    let platform = context.catalogue.platform(&target.id)?;
    let first = platform.doors.iter().find(|door| door.kind == DoorKind::Profiles)?;
    let sentence = format!("The import names no door: {} of {} is assumed.", first.plain.name, platform.name);
    context.assumptions.push(sentence);
    Some(assumed(first, &[], platform, context))
}

/// The door with its flags; what is not documented about it is said in the report.
fn assumed(door: &catalogue::Door, flags: &[&str], platform: &catalogue::Platform, context: &mut Context<'_>) -> Door {
    let guards = door.guards.iter().filter(|guard| flags.contains(&guard.flag.as_str()));
    let weakest = guards
        .filter(|guard| guard.fires_flows.is_some())
        .map(|guard| guard.evidence)
        .next_back()
        .unwrap_or(door.evidence);
    let name = format!("{} of {}", door.plain.name, platform.name);
    match weakest {
        Evidence::Documented => {}
        Evidence::Inferred => context
            .assumptions
            .push(format!("Whether {name} starts flows is inferred from its documentation: {}.", door.plain.source)),
        Evidence::Unverified => {
            context
                .assumptions
                .push(format!("Whether {name} starts flows is assumed: nobody says so where we could read it."));
        }
    }
    if !door.assumed.is_empty() {
        let figures = door.assumed.join(", ");
        context.assumptions.push(format!("Of {name} these are assumed, because they are not published: {figures}."));
    }
    // The flags were looked up in this door, so they are all known.
    door.with_guards(flags).unwrap_or_else(|| unreachable!("the flags of a door are its own"))
}

/// Every door of a kind that the target has, and the one in use with one flag of the call more: what can be suggested
/// instead of `today`.
pub(super) fn available(kind: DoorKind, today: &Door, target: &Platform, context: &Context<'_>) -> Vec<Door> {
    let Some(platform) = context.catalogue.platform(&target.id) else {
        return Vec::new();
    };
    let mut doors = Vec::new();
    for door in platform.doors.iter().filter(|door| door.kind == kind) {
        let set: Vec<&str> =
            if door.plain.id == today.id { today.guards.iter().map(String::as_str).collect() } else { Vec::new() };
        let more = door.flags().into_iter().filter(|flag| !set.contains(flag)).map(|flag| [&set[..], &[flag]].concat());
        doors.extend(std::iter::once(set.clone()).chain(more).filter_map(|flags| door.with_guards(&flags)));
    }
    doors.retain(|door| door != today);
    doors
}

/// What stands for a door that does not exist. If no problem told why yet, this is one.
pub(super) fn stand_in_door(import: &Option<Field<raw::Import>>, context: &Context<'_>) -> Door {
    if !context.problems.has_errors() {
        match import {
            Some(field) => context.error(&field.place, "the key `door` is missing"),
            None => context.problems.error_of_file("the scenario has no `import` with a `door`", None),
        }
    }
    Door {
        id: String::new(),
        name: String::new(),
        source: String::new(),
        guards: Vec::new(),
        guard_available: None,
        adds_to_list: true,
        fires_flows: true,
        consent: rehearsal_core::plan::DoorConsent::Leaves,
        clears_suppressions: false,
        is_idempotent: true,
        rejoins_list: false,
        rows_per_call_max: 1,
        calls_per_minute_max: 1,
    }
}

/// A door of a platform with the flags of the call; `None` after a problem.
pub(super) fn door(
    field: &Field<TextOr<String, raw::Door>>,
    kind: DoorKind,
    target: &Platform,
    context: &mut Context<'_>,
) -> Option<Door> {
    let empty = raw::Door(crate::yaml::field::Named(Vec::new()));
    let (id, place, own): (&str, &Place, &raw::Door) = match field.get()? {
        TextOr::Text(id) => (id, &field.place, &empty),
        TextOr::Other(own) => match own.0.iter().find(|(key, ..)| *key == "id") {
            Some((_, _, id, place)) => (id, place, own),
            None => {
                context.error(&field.place, "the key `id` is missing");
                return None;
            }
        },
    };
    let platform = context.catalogue.platform(&target.id)?;
    let doors = platform.doors.iter().filter(|door| door.kind == kind).map(|door| door.plain.id.as_str());
    let Some(known_door) = platform.door(id).filter(|door| door.kind == kind) else {
        let hint = suggestion(id, doors).unwrap_or_else(|| "`rehearsal list` shows the doors".into());
        let what = if kind == DoorKind::Profiles { "people" } else { "events" };
        context.error_with(place, format!("{} has no door `{id}` for {what}", target.name), hint);
        return None;
    };
    let known = known_door.flags();
    let mut set: Vec<&str> = Vec::new();
    for (flag, flag_place, value, value_place) in own.0.iter().filter(|(key, ..)| *key != "id") {
        match known.iter().find(|known| **known == flag) {
            None => {
                let hint = suggestion(flag, known.iter().copied()).unwrap_or_else(|| "this door has no flags".into());
                context.error_with(flag_place, format!("the door `{id}` has no flag `{flag}`"), hint);
            }
            Some(known) => match value.as_str() {
                "true" => set.push(known),
                "false" => {}
                other => context.error(value_place, format!("expected true or false, found `{other}`")),
            },
        }
    }
    Some(assumed(known_door, &set, platform, context))
}
