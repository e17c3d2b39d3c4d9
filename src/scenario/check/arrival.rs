//! `target`, `source`, `import` and `faults`.

use rehearsal_sim::flow::{Predicate, ValueKind};
use rehearsal_sim::import::{Cohort, ConsentHandling, Door, Faults, Flag, HistoryReplay, ImportPlan};
use rehearsal_sim::plan::{Platform, Side};
use rehearsal_sim::time::Minute;

use super::catalogue;
use super::context::{Context, given, part, ratio};
use crate::catalogue::{DoorKind, platform_ids};
use crate::problem::Place;
use crate::scenario::expression::Allowed;
use crate::scenario::field::{Field, TextOr};
use crate::scenario::raw;
use crate::scenario::sink::suggestion;
use crate::scenario::text::InstantText;

/// The platform of a side if the scenario names none.
const PLATFORM_DEFAULT: &str = "generic";
/// When the first cohort arrives if the scenario does not say: day 0 09:00.
const FIRST_COHORT: InstantText = InstantText::Day(0, 9 * 60);

/// The platform of a side: what the catalogue says, with the scenario's changes.
pub(super) fn platform(
    side: Side,
    field: &Option<Field<TextOr<String, raw::Platform>>>,
    context: &mut Context<'_>,
) -> Platform {
    let until = match side {
        Side::Source => context.instant(InstantText::Day(0, 0)),
        Side::Target => Minute::FOREVER,
    };
    let (named, own) = match field.as_ref().and_then(|field| Some((field, field.get()?))) {
        Some((field, TextOr::Text(id))) => (Some((id.as_str(), &field.place)), None),
        Some((_, TextOr::Other(own))) => (
            own.platform.get().map(|id| (id.as_str(), &own.platform.place)),
            Some(own),
        ),
        None => (None, None),
    };
    if field.is_none() && side == Side::Target {
        context
            .assumptions
            .push("The scenario names no target: a generic platform is assumed.".into());
    }
    let known = catalogue::platform(named.map_or(PLATFORM_DEFAULT, |(id, _)| id));
    if let (Some((id, place)), None) = (named, &known) {
        let hint = suggestion(id, platform_ids()).unwrap_or_else(|| "`rehearsal catalogue` lists the platforms".into());
        context.error_with(place, format!("unknown platform `{id}`"), hint);
    }
    let mut platform = known.unwrap_or_else(|| stand_in(named.map_or(PLATFORM_DEFAULT, |(id, _)| id)));
    (platform.live_from, platform.live_until) = (Minute::NEVER, until);
    let Some(own) = own else { return platform };
    if let Some(from) = given(&own.live_from) {
        platform.live_from = from.0.map_or(Minute::FOREVER, |at| context.instant(at));
    }
    if let Some(until) = given(&own.live_until) {
        platform.live_until = until.0.map_or(Minute::FOREVER, |at| context.instant(at));
    }
    platform.mails_never_subscribed = given(&own.mails_never_subscribed).unwrap_or(platform.mails_never_subscribed);
    platform.leaves_flow_when_skipped =
        given(&own.leaves_flow_when_skipped).unwrap_or(platform.leaves_flow_when_skipped);
    platform.list_flows_once = given(&own.list_flows_once).unwrap_or(platform.list_flows_once);
    if let Some(age) = given(&own.event_age_max) {
        platform.event_age_minutes_max = age.0;
    }
    platform
}

/// What stands for a platform that does not exist, so that the rest is checked.
fn stand_in(id: &str) -> Platform {
    Platform {
        id: id.to_owned(),
        name: id.to_owned(),
        live_from: Minute::NEVER,
        live_until: Minute::FOREVER,
        mails_never_subscribed: false,
        leaves_flow_when_skipped: false,
        event_age_minutes_max: None,
        list_flows_once: false,
    }
}

/// The bulk import.
pub(super) fn import(
    field: &Option<Field<raw::Import>>,
    faults: &Option<Field<raw::Faults>>,
    target: &Platform,
    context: &mut Context<'_>,
) -> ImportPlan {
    let raw = part(field);
    let door = match raw.and_then(|raw| raw.door.as_ref()) {
        Some(field) => door(field, DoorKind::Profiles, target, context),
        None => {
            let doors = crate::catalogue::platform(&target.id).map_or(&[][..], |platform| platform.doors.as_slice());
            let first = doors.iter().find(|door| door.kind == DoorKind::Profiles);
            let door = first.and_then(|door| door.with_guards(&[]).ok());
            if let Some(door) = &door {
                context
                    .assumptions
                    .push(format!("The import names no door: {} is assumed.", door.name));
            }
            door
        }
    };
    let list = raw
        .and_then(|raw| raw.list.as_ref())
        .and_then(|list| context.list(list));
    let flag = raw
        .and_then(|raw| raw.flag.as_ref())
        .and_then(|flag| self::flag(flag, context));
    let suppressions_at = match raw.and_then(|raw| raw.suppressions.as_ref()) {
        Some(field) => field.get().and_then(|at| at.0).map(|at| context.instant(at)),
        None => Some(context.instant(InstantText::Day(0, 0))),
    };
    let door = door.unwrap_or_else(|| stand_in_door(field, context));
    if let (Some(_), Some(import)) = (list, raw) {
        if !door.adds_to_list {
            if let Some(place) = import.list.as_ref().map(|list| &list.place) {
                let message = format!("the door {} adds nobody to a list", door.name);
                context
                    .sink
                    .warning(place, message, Some("remove `list`, or choose another door".into()));
            }
        }
    }
    ImportPlan {
        list,
        flag,
        cohorts: cohorts(raw.and_then(|raw| raw.cohorts.as_ref()), context),
        consent: match raw.and_then(|raw| given(&raw.consent)) {
            Some(raw::ConsentName::SubscribeAll) => ConsentHandling::SubscribeAll,
            Some(raw::ConsentName::Leave) => ConsentHandling::Leave,
            Some(raw::ConsentName::AsExported) | None => ConsentHandling::AsExported,
        },
        suppressions_at,
        history: raw
            .and_then(|raw| part(&raw.history))
            .and_then(|history| self::history(history, target, context)),
        faults: self::faults(faults, context),
        door,
    }
}

/// What stands for a door that does not exist. If no problem told why yet, this is one.
fn stand_in_door(import: &Option<Field<raw::Import>>, context: &Context<'_>) -> Door {
    if !context.sink.has_errors() {
        match import {
            Some(field) => context.error(&field.place, "the key `door` is missing"),
            None => context
                .sink
                .error_of_file("the scenario has no `import` with a `door`", None),
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
        consent: rehearsal_sim::import::DoorConsent::Leaves,
        clears_suppressions: false,
        is_idempotent: true,
        rows_per_call_max: 1,
        calls_per_minute_max: 1,
    }
}

/// A door of a platform with the flags of the call; `None` after a problem.
fn door(
    field: &Field<TextOr<String, raw::Door>>,
    kind: DoorKind,
    target: &Platform,
    context: &Context<'_>,
) -> Option<Door> {
    let empty = raw::Door(crate::scenario::field::Named(Vec::new()));
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
    let platform = crate::catalogue::platform(&target.id)?;
    let doors = platform
        .doors
        .iter()
        .filter(|door| door.kind == kind)
        .map(|door| door.id.as_str());
    let Some(known_door) = platform.door(id).filter(|door| door.kind == kind) else {
        let hint = suggestion(id, doors).unwrap_or_else(|| "`rehearsal catalogue` lists the doors".into());
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
    known_door.with_guards(&set).ok()
}

fn flag(field: &Field<raw::Flag>, context: &Context<'_>) -> Option<Flag> {
    let raw = field.get()?;
    let (property, kind) = context.property_at(raw.property.get()?, &raw.property.place)?;
    if kind != ValueKind::Bool {
        let message = format!(
            "a migration flag is a property of kind bool, but this one holds a {}",
            kind.name()
        );
        context.error(&raw.property.place, message);
    }
    let release = raw.release.get()?.0.map_or(Minute::FOREVER, |at| context.instant(at));
    Some(Flag { property, release })
}

fn cohorts(field: Option<&Field<Vec<Field<raw::Cohort>>>>, context: &mut Context<'_>) -> Vec<Cohort> {
    let everybody = Cohort {
        name: "everybody".into(),
        filter: Predicate::Constant(true),
        from: context.instant(FIRST_COHORT),
    };
    let Some(field) = field else { return vec![everybody] };
    let Some(raw) = field.get() else { return vec![everybody] };
    if raw.is_empty() {
        context.error_with(
            &field.place,
            "no cohort is named here, so nobody is imported",
            "leave `cohorts` out for everybody",
        );
    }
    if raw.len() > super::context::TABLE_MAX {
        context.error(&field.place, "there are too many cohorts");
    }
    let mut cohorts: Vec<Cohort> = Vec::new();
    let mut takes_all = false;
    for field in raw {
        let Some(raw) = field.get() else { continue };
        let name = context.name(&raw.name);
        if cohorts.iter().any(|other| other.name == name) && !name.is_empty() {
            context.error(&raw.name.place, format!("a second cohort is called `{name}`"));
        }
        if takes_all {
            let hint = "a record belongs to the first cohort whose condition holds: move this one up";
            context.sink.warning(
                &field.place,
                "this cohort is empty: an earlier one takes everybody",
                Some(hint.into()),
            );
        }
        takes_all |= raw.filter.is_none();
        let filter = context.condition_or_all(&raw.filter, Allowed::Record);
        let from = raw.from.get().map_or(Minute(0), |at| context.instant(*at));
        cohorts.push(Cohort { name, filter, from });
    }
    cohorts
}

fn history(raw: &raw::History, target: &Platform, context: &Context<'_>) -> Option<HistoryReplay> {
    let door = door(&raw.door, DoorKind::Events, target, context);
    let event = context.event(&raw.event);
    let from = raw.from.get().map(|at| context.instant(*at));
    Some(HistoryReplay {
        door: door?,
        event: event?,
        from: from?,
    })
}

fn faults(field: &Option<Field<raw::Faults>>, context: &Context<'_>) -> Faults {
    let Some(raw) = part(field) else { return Faults::NONE };
    let retry_after_minutes = given(&raw.retry_after).map_or(1, |length| length.0);
    if let Some(field) = raw.retry_after.as_ref().filter(|_| retry_after_minutes < 1) {
        context.error(&field.place, "a Retry-After is at least a minute");
    }
    Faults {
        refused: ratio(&raw.refused),
        retry_after_minutes: retry_after_minutes.max(1),
        row_failed: ratio(&raw.row_failed),
        timed_out: ratio(&raw.timed_out),
        timed_out_applied: ratio(&raw.timed_out_applied),
        sent_twice: ratio(&raw.sent_twice),
        flag_lost: ratio(&raw.flag_lost),
        dropped: ratio(&raw.dropped),
        attempts_max: raw
            .attempts_max
            .as_ref()
            .map_or(5, |field| context.count(field, 1, 1_000) as u32),
    }
}
