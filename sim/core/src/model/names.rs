//! The names of a plan, as facts need them.
//!
//! Owns: [`names_of`]. Deliberately knows no fact.

use std::collections::BTreeSet;

use crate::history::{FlowLabel, MessageLabel, Names};
use crate::plan::Plan;

/// The names of a plan. One that a plan uses twice gets a number from its second use on.
#[must_use]
pub fn names_of(plan: &Plan) -> Names {
    let mut flows = Unique::default();
    let mut messages = Unique::default();
    let cohorts = plan.import.cohorts.iter().map(|cohort| cohort.name.clone());
    let replay = plan.import.history.as_ref().map(|_| "history".to_owned());
    let again = plan.import.cohorts.iter().map(|cohort| format!("{}, again", cohort.name));
    Names {
        flows: plan
            .flows
            .iter()
            .map(|flow| FlowLabel { side: flow.side, name: flows.name(flow.side as usize, &flow.name) })
            .collect(),
        messages: plan
            .messages
            .iter()
            .map(|message| MessageLabel { flow: message.flow, name: messages.name(message.flow.get(), &message.name) })
            .collect(),
        lists: unique(plan.lists.iter().cloned()),
        events: unique(plan.events.iter().map(|event| event.name.clone())),
        properties: unique(plan.properties.iter().map(|property| property.name.clone())),
        pools: unique(plan.sending.pools.iter().map(|pool| pool.name.clone())),
        providers: unique(plan.providers.iter().cloned()),
        zones: unique(plan.zones.iter().map(|zone| zone.name().to_owned())),
        symbols: unique(plan.symbols.iter().cloned()),
        cohorts: unique(cohorts.chain(replay).chain(again)),
    }
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = Unique::default();
    names.map(|name| taken.name(0, &name)).collect()
}

/// Names that are taken, by the number of the table that they stand in.
#[derive(Default)]
struct Unique(BTreeSet<(usize, String)>);

impl Unique {
    fn name(&mut self, table: usize, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut times = 1;
        while !self.0.insert((table, name.clone())) {
            times += 1;
            name = format!("{wanted} ({times})");
        }
        name
    }
}
