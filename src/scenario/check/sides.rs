//! `target` and `source`.
//!
//! Owns: what a platform does by itself, from the catalogue and the scenario's changes, and which of it is only assumed.

use rehearsal_core::ids::Side;
use rehearsal_core::plan::Platform;
use rehearsal_core::time::Minute;

use super::context::{Context, given};
use crate::catalogue::{Cap, CapChannel, Evidence, Fact, Listed, Switches};
use crate::diagnostics::suggestion;
use crate::scenario::raw;
use crate::scenario::text::InstantText;
use crate::yaml::field::{Field, TextOr};

/// The platform of a side if the scenario names none.
const PLATFORM_DEFAULT: &str = "generic";

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
        Some((_, TextOr::Other(own))) => (own.platform.get().map(|id| (id.as_str(), &own.platform.place)), Some(own)),
        None => (None, None),
    };
    if field.is_none() && side == Side::Target {
        context.assumptions.push("The scenario names no target: a generic platform is assumed.".into());
    }
    let id = named.map(|(id, _)| id).or(field.is_none().then_some(PLATFORM_DEFAULT));
    let catalogue = context.catalogue;
    let known = id.and_then(|id| catalogue.platform(id));
    if let (Some((id, place)), None) = (named, &known) {
        let ids = catalogue.platforms().iter().map(|platform| platform.id.as_str());
        let hint = suggestion(id, ids).unwrap_or_else(|| "`rehearsal list` shows the platforms".into());
        context.error_with(place, format!("unknown platform `{id}`"), hint);
    }
    // What stands for a platform that does not exist, so that the rest is checked.
    let mut platform = match known {
        Some(known) => Platform::new(&known.id, &known.name),
        None => Platform::new(id.unwrap_or_default(), id.unwrap_or_default()),
    };
    platform.live_until = until;
    if let Some(known) = known {
        context.mention_origin(Listed::Platform, &known.id);
        let open = switches(&mut platform, &known.switches, own);
        if !open.is_empty() && (field.is_some() || side == Side::Target) {
            let side = side.name();
            context.assumptions.push(format!(
                "What {} does by itself is not documented for {}; state it under `{side}` if you know it.",
                known.name,
                open.join(", ")
            ));
        }
    }
    let Some(own) = own else { return platform };
    if let Some(from) = given(&own.live_from) {
        platform.live_from = from.0.map_or(Minute::FOREVER, |at| context.instant(at));
    }
    if let Some(until) = given(&own.live_until) {
        platform.live_until = until.0.map_or(Minute::FOREVER, |at| context.instant(at));
    }
    platform
}

/// Sets what the platform does by itself: as the scenario states it, else as the catalogue knows it. Says by their keys
/// which switches nobody has documented and the scenario does not state.
fn switches(platform: &mut Platform, known: &Switches, own: Option<&raw::Platform>) -> Vec<&'static str> {
    fn chosen<T: Copy>(key: &'static str, known: &Fact<T>, stated: Option<T>, open: &mut Vec<&'static str>) -> T {
        if stated.is_none() && known.evidence == Evidence::Unverified {
            open.push(key);
        }
        stated.unwrap_or(known.value)
    }
    let stated = |pick: fn(&raw::Platform) -> &Option<Field<bool>>| own.and_then(|own| given(pick(own)));
    let mut open = Vec::new();
    let own_value = stated(|own| &own.mails_never_subscribed);
    platform.mails_never_subscribed =
        chosen("mails-never-subscribed", &known.mails_never_subscribed, own_value, &mut open);
    let own_value = stated(|own| &own.leaves_flow_when_skipped);
    platform.leaves_flow_when_skipped =
        chosen("leaves-flow-when-skipped", &known.leaves_flow_when_skipped, own_value, &mut open);
    let own_value = own.and_then(|own| given(&own.event_age_max)).map(|age| age.0);
    platform.event_age_minutes_max = chosen("event-age-max", &known.event_age_minutes_max, own_value, &mut open);
    let own_value = stated(|own| &own.list_flows_once);
    platform.list_flows_once = chosen("list-flows-once", &known.list_flows_once, own_value, &mut open);
    open
}

/// Says which frequency caps of the target are not applied, because the scenario gives none.
pub(super) fn caps_left_out(target: &Platform, has_caps: bool, context: &mut Context<'_>) {
    let Some(known) = context.catalogue.platform(&target.id).filter(|_| !has_caps) else {
        return;
    };
    let caps: Vec<String> = known.switches.frequency_caps.value.iter().map(cap).collect();
    if !caps.is_empty() {
        context.assumptions.push(format!(
            "{} has frequency caps by default ({}); the scenario gives no `caps`, so none are applied.",
            known.name,
            caps.join(", ")
        ));
    }
}

/// A cap as a scenario writes it.
fn cap(cap: &Cap) -> String {
    let channel = match cap.channel {
        CapChannel::Email => "email",
        CapChannel::Sms => "sms",
    };
    let window =
        if cap.minutes.is_multiple_of(60) { format!("{}h", cap.minutes / 60) } else { format!("{}m", cap.minutes) };
    format!("{channel}: {} per {window}", cap.count)
}
