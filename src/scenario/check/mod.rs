//! Raw scenario to plan.
//!
//! Owns: one function for each section; the order in which they run, because names must be known before conditions that
//! use them. Deliberately reports everything: a section with problems hands out a stand-in and the next one goes on.

mod arrival;
mod claims;
mod context;
mod delivery;
mod doors;
mod events;
mod flows;
mod graph;
mod life;
mod names;
mod people;
mod sides;
mod steps;
mod zones;

use rehearsal_core::ids::Side;
use rehearsal_core::limits::DAYS_MAX;
use rehearsal_core::plan::Plan;
use rehearsal_core::rng::Seed;

use context::{Context, Symbols, given};
pub(crate) use names::invariant_names;
use zones::Clocks;

use super::raw::{Flow, Scenario};
use crate::catalogue::Catalogue;
use crate::diagnostics::Problems;
use crate::diagnostics::Sources;
use crate::diagnostics::suggestion;
use crate::exports::ExportRequest;
use crate::language::Language;
use crate::yaml::field::Field;

/// What became of a scenario: only worth anything if the problems has no errors.
pub(crate) struct Checked {
    /// The plan.
    pub(crate) plan: Plan,
    /// The exports to read.
    pub(crate) exports: Vec<ExportRequest>,
    /// What the scenario left open.
    pub(crate) assumptions: Vec<String>,
    /// The language of reports, if the scenario states one.
    pub(crate) language: Option<Language>,
}

/// Checks a scenario whose flows, inline and from files, are `flows`.
pub(crate) fn check(
    raw: &Scenario,
    flows: &[Field<Flow>],
    catalogue: &Catalogue,
    sources: &Sources,
    problems: &Problems,
) -> Checked {
    let mut context = context(raw, catalogue, sources, problems);
    context.days = context.count(&raw.days, 1, u64::from(DAYS_MAX)) as u32;
    let name = context.name(&raw.rehearsal);
    events::declare(raw, &mut context);
    flows::declare(flows, &mut context);
    let source = sides::platform(Side::Source, &raw.source, &mut context);
    let target = sides::platform(Side::Target, &raw.target, &mut context);
    let (population, exports) = people::population(&raw.population, &mut context);
    let identity = people::identity(&raw.identity, &context);
    let import = arrival::import(&raw.import, &raw.faults, &target, &mut context);
    let (flows, messages) = flows::flows(flows, &mut context);
    context.message_names = messages.iter().map(|message| message.name.clone()).collect();
    let sending = delivery::sending(&raw.sending, &mut context);
    sides::caps_left_out(&target, !sending.caps.is_empty(), &mut context);
    let behaviour = life::behaviour(&raw.behaviour, &mut context);
    let (unsubscribe_sync, unsubscribe_honoured_minutes_max) = life::unsubscribes(&raw.unsubscribes, &context);
    let claims = claims::claims(&raw.invariants, &mut context);
    if context.symbols.is_full() {
        context.error(&raw.rehearsal.place, "the scenario uses more than 65,535 different texts");
    }
    let Context { clocks, days, symbols, lists, properties, events, integrations, assumptions, .. } = context;
    let plan = Plan {
        name,
        seed: Seed(given(&raw.seed).map_or(0, |seed| seed.0)),
        calendar: clocks.calendar,
        days,
        zones: clocks.zones,
        symbols: symbols.into_texts(),
        platforms: [source, target],
        lists,
        events,
        integrations,
        properties,
        providers: names::providers().into_iter().map(str::to_owned).collect(),
        population,
        identity,
        import,
        flows,
        messages,
        sending,
        behaviour,
        claims,
        unsubscribe_sync,
        unsubscribe_honoured_minutes_max,
    };
    Checked { plan, exports, assumptions, language: given(&raw.language) }
}

/// The context before anything is declared.
fn context<'a>(raw: &Scenario, catalogue: &'a Catalogue, sources: &'a Sources, problems: &'a Problems) -> Context<'a> {
    Context {
        problems,
        sources,
        catalogue,
        clocks: clocks(raw, problems),
        days: 1,
        symbols: Symbols::default(),
        lists: Vec::new(),
        properties: Vec::new(),
        events: Vec::new(),
        integrations: Vec::new(),
        flow_names: Vec::new(),
        classes: Vec::new(),
        message_names: Vec::new(),
        assumptions: Vec::new(),
    }
}

/// The calendar of the scenario; UTC and an arbitrary date stand in after a problem.
fn clocks(raw: &Scenario, problems: &Problems) -> Clocks {
    let utc = "UTC";
    let named = raw.time_zone.as_ref().and_then(|field| Some((field.get()?.as_str(), &field.place)));
    let zone = zones::find(named.map_or(utc, |(name, _)| name));
    if let (Some((name, place)), None) = (named, &zone) {
        let names = zones::names();
        let hint = suggestion(name, names.iter().map(String::as_str))
            .unwrap_or_else(|| "write it as in Europe/Amsterdam".into());
        problems.error(place, format!("unknown time zone `{name}`"), Some(hint));
    }
    let start = raw.start.get().map_or(jiff::civil::Date::constant(2026, 1, 1), |date| date.0);
    let days = raw.days.get().map_or(1, |days| days.0.min(u64::from(DAYS_MAX))) as u32;
    match zone {
        Some(zone) => Clocks::new(named.map_or(utc, |(name, _)| name), &zone, start, days),
        None => Clocks::new(utc, &jiff::tz::TimeZone::UTC, start, days),
    }
}
