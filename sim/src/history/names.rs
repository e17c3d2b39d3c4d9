//! The names of what facts speak of.
//!
//! Owns: [`Names`], the table behind the numbers in facts. Deliberately holds names and nothing else of the plan: it is
//! what a log needs to be read by somebody who has no scenario.

use std::collections::BTreeSet;

use crate::flow::FlowMark;
use crate::plan::{Index, Plan, Side};

/// A flow by its name. Flows of one name can be on both platforms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowLabel {
    /// The platform.
    pub side: Side,
    /// The name, unique on its platform.
    pub name: String,
}

/// A message by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageLabel {
    /// The flow that sends it.
    pub flow: Index<FlowMark>,
    /// The name, unique in its flow.
    pub name: String,
}

/// The names of everything that facts give a number of: the name at a place is that of the number. Within one table (one
/// platform's flows, one flow's messages) no name stands twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Flows of both platforms.
    pub flows: Vec<FlowLabel>,
    /// Messages of all flows.
    pub messages: Vec<MessageLabel>,
    /// Lists.
    pub lists: Vec<String>,
    /// Events.
    pub events: Vec<String>,
    /// Properties of profiles.
    pub properties: Vec<String>,
    /// Pools that mail leaves from.
    pub pools: Vec<String>,
    /// Mailbox providers.
    pub providers: Vec<String>,
    /// Clocks.
    pub zones: Vec<String>,
    /// Texts that are values: countries, and what properties hold.
    pub symbols: Vec<String>,
    /// Parts of the import, as calls name them: cohorts, then the replay of past events if there is one, then the cohorts
    /// of a second run.
    pub cohorts: Vec<String>,
}

impl Names {
    /// The names of a plan. One that a plan uses twice gets a number from its second use on.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut flows = Unique::default();
        let mut messages = Unique::default();
        let cohorts = plan.import.cohorts.iter().map(|cohort| cohort.name.clone());
        let replay = plan.import.history.as_ref().map(|_| "history".to_owned());
        let again = plan.import.cohorts.iter().map(|cohort| format!("{}, again", cohort.name));
        Self {
            flows: plan
                .flows
                .iter()
                .map(|flow| FlowLabel { side: flow.side, name: flows.name(flow.side as usize, &flow.name) })
                .collect(),
            messages: plan
                .messages
                .iter()
                .map(|message| MessageLabel {
                    flow: message.flow,
                    name: messages.name(message.flow.get(), &message.name),
                })
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
