//! `import` and `faults`.

use rehearsal_core::condition::Predicate;
use rehearsal_core::limits::ATTEMPTS_MAX;
use rehearsal_core::plan::{Cohort, ConsentHandling, Faults, Flag, HistoryReplay, ImportPlan, Platform};
use rehearsal_core::time::Minute;
use rehearsal_core::value::ValueKind;

use super::context::{Context, given, part, ratio};
use super::doors::{available, door, first_door, stand_in_door};
use crate::catalogue::DoorKind;
use crate::scenario::expression::Allowed;
use crate::scenario::raw;
use crate::scenario::text::{InstantOrNever, InstantText};
use crate::yaml::field::Field;

/// When the first cohort arrives if the scenario does not say: day 0 09:00.
const FIRST_COHORT: InstantText = InstantText::Day(0, 9 * 60);

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
        None => first_door(target, context),
    };
    let list = raw.and_then(|raw| raw.list.as_ref()).and_then(|list| context.list(list));
    let flag = raw.and_then(|raw| raw.flag.as_ref()).and_then(|flag| self::flag(flag, context));
    let suppressions_at = match raw.and_then(|raw| raw.suppressions.as_ref()) {
        Some(field) => field.get().and_then(|at| at.0).map(|at| context.instant(at)),
        None => Some(context.instant(InstantText::Day(0, 0))),
    };
    let door = door.unwrap_or_else(|| stand_in_door(field, context));
    let cohorts = cohorts(raw.and_then(|raw| raw.cohorts.as_ref()), context);
    if let Some(field) = raw.and_then(|raw| raw.list.as_ref()).filter(|_| !door.adds_to_list) {
        let message = format!("the door {} adds nobody to a list", door.name);
        let hint = "remove `list`, or choose another door";
        context.problems.warning(&field.place, message, Some(hint.into()));
    }
    ImportPlan {
        doors_available: available(DoorKind::Profiles, &door, target, context),
        list,
        flag,
        again: again(raw.and_then(|raw| raw.again.as_ref()), &cohorts, context),
        cohorts,
        consent: match raw.and_then(|raw| given(&raw.consent)) {
            Some(raw::ConsentName::SubscribeAll) => ConsentHandling::SubscribeAll,
            Some(raw::ConsentName::Leave) => ConsentHandling::Leave,
            Some(raw::ConsentName::AsExported) | None => ConsentHandling::AsExported,
        },
        suppressions_at,
        history: raw.and_then(|raw| part(&raw.history)).and_then(|history| self::history(history, target, context)),
        faults: self::faults(faults, context),
        door,
    }
}

/// When the import runs a second time: behind the beginning of every cohort, so that the two runs keep their order.
fn again(field: Option<&Field<InstantOrNever>>, cohorts: &[Cohort], context: &Context<'_>) -> Option<Minute> {
    let field = field?;
    let at = context.instant(field.get()?.0?);
    let last = cohorts.iter().map(|cohort| cohort.from).max()?;
    if at <= last {
        let hint = "let the second run begin after the first batch of the last cohort";
        context.error_with(&field.place, "the import cannot run again before it has run once", hint);
    }
    Some(at)
}

fn flag(field: &Field<raw::Flag>, context: &Context<'_>) -> Option<Flag> {
    let raw = field.get()?;
    let (property, kind) = context.property_at(raw.property.get()?, &raw.property.place)?;
    if kind != ValueKind::Bool {
        let message = format!("a migration flag is a property of kind bool, but this one holds a {}", kind.name());
        context.error(&raw.property.place, message);
    }
    let release = raw.release.get()?.0.map_or(Minute::FOREVER, |at| context.instant(at));
    if release < Minute(0) {
        let hint = "the flag is set by rows of the import, so release it behind the last of them";
        context.error_with(&raw.release.place, "the flag is released before the rehearsal begins", hint);
    }
    Some(Flag { property, release })
}

fn cohorts(field: Option<&Field<Vec<Field<raw::Cohort>>>>, context: &mut Context<'_>) -> Vec<Cohort> {
    let everybody =
        Cohort { name: "everybody".into(), filter: Predicate::Constant(true), from: context.instant(FIRST_COHORT) };
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
            context.problems.warning(
                &field.place,
                "this cohort is empty: an earlier one takes everybody",
                Some(hint.into()),
            );
        }
        takes_all |= raw.filter.is_none();
        let filter = context.condition_or_all(&raw.filter, Allowed::Record);
        let from = raw.from.get().map_or(Minute(0), |at| context.instant(*at));
        if from < Minute(0) {
            let hint = "the rehearsal begins on day 0; move `start` to an earlier date";
            context.error_with(&raw.from.place, "this cohort is imported before the rehearsal begins", hint);
        }
        cohorts.push(Cohort { name, filter, from });
    }
    cohorts
}

fn history(raw: &raw::History, target: &Platform, context: &mut Context<'_>) -> Option<HistoryReplay> {
    let door = door(&raw.door, DoorKind::Events, target, context);
    let event = context.event(&raw.event);
    let from = raw.from.get().map(|at| context.instant(*at));
    let door = door?;
    let doors_available = available(DoorKind::Events, &door, target, context);
    Some(HistoryReplay { door, doors_available, event: event?, from: from? })
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
            .map_or(5, |field| context.count(field, 1, u64::from(ATTEMPTS_MAX)) as u32),
    }
}
