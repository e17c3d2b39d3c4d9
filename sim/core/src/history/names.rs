//! The names of what facts speak of.
//!
//! Owns: [`Names`], the table behind the numbers in facts. Deliberately holds names and nothing else of the plan: it is
//! what a log needs to be read by somebody who has no scenario.

use crate::ids::{FlowMark, Index, Side};

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
