//! `target` and `source`.
//!
//! Owns: what a platform does by itself, from the catalogue and the scenario's changes, and which of it is only assumed.

use rehearsal_sim::plan::{Platform, Side};
use rehearsal_sim::time::Minute;

use super::catalogue;
use super::context::{Context, given};
use crate::catalogue::{Cap, CapChannel, Evidence, platform_ids};
use crate::scenario::field::{Field, TextOr};
use crate::scenario::raw;
use crate::scenario::text::InstantText;
use crate::suggest::suggestion;

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
    let known = id.and_then(catalogue::platform);
    if let (Some((id, place)), None) = (named, &known) {
        let hint = suggestion(id, platform_ids()).unwrap_or_else(|| "`rehearsal list` shows the platforms".into());
        context.error_with(place, format!("unknown platform `{id}`"), hint);
    }
    let mut platform = known.unwrap_or_else(|| stand_in(id.unwrap_or_default()));
    (platform.live_from, platform.live_until) = (Minute::NEVER, until);
    if field.is_some() || side == Side::Target {
        assumptions(&platform.id, side, own, context);
    }
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

/// Says which switches nobody has documented and the scenario does not state.
fn assumptions(id: &str, side: Side, own: Option<&raw::Platform>, context: &mut Context<'_>) {
    let Some(known) = crate::catalogue::platform(id) else {
        return;
    };
    let stated = |pick: fn(&raw::Platform) -> bool| own.is_some_and(pick);
    let switches = &known.switches;
    let open = [
        (
            "mails-never-subscribed",
            switches.mails_never_subscribed.evidence,
            stated(|own| own.mails_never_subscribed.is_some()),
        ),
        (
            "leaves-flow-when-skipped",
            switches.leaves_flow_when_skipped.evidence,
            stated(|own| own.leaves_flow_when_skipped.is_some()),
        ),
        ("event-age-max", switches.event_age_minutes_max.evidence, stated(|own| own.event_age_max.is_some())),
        ("list-flows-once", switches.list_flows_once.evidence, stated(|own| own.list_flows_once.is_some())),
    ];
    let assumed: Vec<&str> = open
        .into_iter()
        .filter(|(_, evidence, stated)| *evidence == Evidence::Unverified && !stated)
        .map(|(key, ..)| key)
        .collect();
    if !assumed.is_empty() {
        let side = side.name();
        context.assumptions.push(format!(
            "What {} does by itself is not documented for {}; state it under `{side}` if you know it.",
            known.name,
            assumed.join(", ")
        ));
    }
}

/// Says which frequency caps of the target are not applied, because the scenario gives none.
pub(super) fn caps_left_out(target: &Platform, has_caps: bool, context: &mut Context<'_>) {
    let Some(known) = crate::catalogue::platform(&target.id).filter(|_| !has_caps) else {
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
    format!("{channel}: {} per {}h", cap.count, cap.minutes / 60)
}
