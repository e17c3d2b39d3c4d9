//! A plan for reading exports and writing people: the example webshop, dirtier, with properties of every kind.

use rehearsal_core::plan::{Plan, PopulationPlan, Property, SignUps, Synthetic};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::time::Minute;
use rehearsal_core::value::ValueKind;
use rehearsal_fixtures::webshop;

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

fn property(name: &str, kind: ValueKind) -> Property {
    Property { name: name.to_owned(), kind }
}

/// Sixty days from 2 March 2026 in Amsterdam, with the clocks going forward on day 27.
pub(crate) fn plan(synthetic: Synthetic) -> Plan {
    let mut plan = webshop(0);
    plan.population = PopulationPlan::Synthetic(Box::new(synthetic));
    plan.platforms[0].live_until = Minute::FOREVER;
    plan.symbols = ["", "NL", "BE", "gold"].map(str::to_owned).to_vec();
    plan.properties = vec![
        property("vip", ValueKind::Bool),
        property("points", ValueKind::Int),
        property("tier", ValueKind::Text),
        property("renewed", ValueKind::Time),
    ];
    (plan.import.flag, plan.import.list) = (None, None);
    plan.lists.clear();
    plan.flows.clear();
    plan.messages.clear();
    plan.behaviour.sign_ups = SignUps { per_day: 20, list: None };
    plan
}
