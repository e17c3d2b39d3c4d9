//! The scenario file as it is written: one struct for each map, the single source of what can be read and of the JSON
//! Schema.
//!
//! Owns: the keys and their forms. The doc comments are what an editor shows, so they speak to the author of a scenario.
//! Deliberately checks nothing across values: see `check`.

mod behaviour;
mod edits;
mod flow;
mod import;
mod invariants;
mod platform;
mod population;
mod sending;

pub(crate) use behaviour::{Behaviour, Event, Integration, IntegrationKind, PropertyKind, Response, Unsubscribes};
pub(crate) use flow::{
    Birthday, Flow, Goal, LiveWord, RandomArm, Setting, SideName, Step, StepForm, StepWord, Trigger, WaitFor, WaitUntil,
};
pub(crate) use import::{Cohort, ConsentName, Door, Faults, Flag, History, Import};
pub(crate) use invariants::{Invariants, Mode, Parameters};
pub(crate) use platform::Platform;
pub(crate) use population::{
    ConsentWeights, Created, Dirt, Engagement, Export, Identity, KeyName, MatchName, Population, Suppressed, Synthetic,
};
pub(crate) use sending::{CapTable, Channels, ClockName, Hold, Pool, QuietHours, Ramp, Sending};

use edits::ListOrEdits;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{CivilDate, Count, SeedText};
use crate::language::Language;
use crate::yaml::field::{Field, Named, TextOr};

/// One rehearsal of a migration of customer data.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "Rehearsal scenario")]
pub(crate) struct Scenario {
    /// Another scenario that this one is laid over: maps merge, and a key with the value `null` is taken away; lists and
    /// single values replace. Flows, cohorts, exports and lists can also be changed by name: `change`, `add`, `remove`.
    pub(crate) extends: Option<Field<String>>,
    /// The title of the rehearsal.
    pub(crate) rehearsal: Field<String>,
    /// The language of reports: `en` or `nl`. Default en.
    pub(crate) language: Option<Field<Language>>,
    /// The seed of every draw: the same seed gives the same bytes. Default 0.
    pub(crate) seed: Option<Field<SeedText>>,
    /// The clock of the scenario, a name of the time-zone database. Default UTC.
    pub(crate) time_zone: Option<Field<String>>,
    /// The date of day 0.
    pub(crate) start: Field<CivilDate>,
    /// How many days are rehearsed, 1 to 1000.
    pub(crate) days: Field<Count>,
    /// The new platform: an id of the catalogue, or a map that overrides what the platform does.
    pub(crate) target: Option<Field<TextOr<String, Platform>>>,
    /// The old platform, which can stay live for a while.
    pub(crate) source: Option<Field<TextOr<String, Platform>>>,
    /// Who the people are: real exports, or a synthetic population.
    pub(crate) population: Option<Field<Population>>,
    /// What counts as one profile, and as one person.
    pub(crate) identity: Option<Field<Identity>>,
    /// The names of the lists; at most 64.
    #[schemars(with = "Option<ListOrEdits<String, String>>")]
    pub(crate) lists: Option<Field<Vec<Field<String>>>>,
    /// Custom properties of profiles and what they hold.
    pub(crate) properties: Option<Field<Named<PropertyKind>>>,
    /// The event map.
    pub(crate) events: Option<Field<Named<Event>>>,
    /// The systems that events come from.
    pub(crate) integrations: Option<Field<Named<Integration>>>,
    /// The bulk import into the target.
    pub(crate) import: Option<Field<Import>>,
    /// What goes wrong during the import. Default: nothing.
    pub(crate) faults: Option<Field<Faults>>,
    /// Journeys and campaigns: inline, or the names of flow files.
    #[schemars(with = "Option<ListOrEdits<FlowForm, Flow>>")]
    pub(crate) flows: Option<Field<Vec<FlowForm>>>,
    /// Pools, ramps, caps and quiet hours.
    pub(crate) sending: Option<Field<Sending>>,
    /// What people do meanwhile.
    pub(crate) behaviour: Option<Field<Behaviour>>,
    /// How unsubscribes travel between the platforms.
    pub(crate) unsubscribes: Option<Field<Unsubscribes>>,
    /// What must hold.
    pub(crate) invariants: Option<Field<Invariants>>,
}

/// A flow as written: inline, or the name of its file.
pub(crate) type FlowForm = Field<TextOr<String, Flow>>;
