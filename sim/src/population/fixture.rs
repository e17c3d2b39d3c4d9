//! A plan for the tests of this crate's people: the example webshop, dirtier and without journeys.

use crate::example::webshop;
use crate::plan::{Plan, PopulationPlan, SignUps, Synthetic};
use crate::ratio::Ratio;
use crate::time::Minute;

pub(crate) fn ratio(numerator: u32, denominator: u32) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

/// People with every kind of dirt, two locales, three domains.
pub(crate) fn synthetic() -> Synthetic {
    let PopulationPlan::Synthetic(mut synthetic) = webshop(10_000).population else { unreachable!() };
    synthetic.duplicates = ratio(1, 5);
    let dirt = &mut synthetic.dirt;
    (dirt.blanks, dirt.typo_domain, dirt.missing_email) = (ratio(1, 20), ratio(1, 50), ratio(1, 50));
    *synthetic
}

/// Sixty days from 2 March 2026 in Amsterdam, with the clocks going forward on day 27.
pub(crate) fn plan(synthetic: Synthetic) -> Plan {
    let mut plan = webshop(0);
    plan.population = PopulationPlan::Synthetic(Box::new(synthetic));
    plan.platforms[0].live_until = Minute::FOREVER;
    (plan.import.flag, plan.import.list) = (None, None);
    plan.lists.clear();
    plan.properties.clear();
    plan.flows.clear();
    plan.messages.clear();
    plan.behaviour.events[1].per_day = ratio(1, 10);
    plan.behaviour.unsubscribes_per_day = [ratio(1, 5_000), ratio(1, 1_000)];
    plan.behaviour.sign_ups = SignUps { per_day: 20, list: None };
    plan
}
