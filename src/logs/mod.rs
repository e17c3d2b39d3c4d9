//! Logs of facts: newline-delimited JSON, one line for each call of the import and for each fact.
//!
//! Owns: the header, writing ([`write()`]), reading ([`read()`]) and the JSON Schema ([`schema`]). Deliberately has no
//! second idea of what a fact is: keys come from [the table](rehearsal_core::fact_kinds) of kinds. People are numbers: the
//! place among the profiles of the rehearsal. Of what their records hold there are instants, amounts, country, provider
//! and zone, and texts that the scenario itself names (any other is the empty one): no name, no address, no id.
//!
//! A log names flows, messages, lists and the like, so it can be read without the scenario; a reader that judges looks
//! the names up in a plan.

mod cell;
mod kinds;
mod line;
mod read;
mod schema;
mod words;
mod write;

pub use read::{Log, LogProblem, read};
pub use schema::schema;
pub use write::{LogWriter, write};

use rehearsal_core::history::{Names, Outline};
use rehearsal_core::plan::Plan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a log says it is, in its first line.
const FORMAT: &str = "rehearsal-facts";
/// The version of the format. Keys and kinds are only ever added within one.
const VERSION: u32 = 1;

/// The first line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Always `rehearsal-facts`.
    pub format: String,
    /// Version of the format; this is 1.
    pub version: u32,
    /// The title of the scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The seed of the rehearsal; logs of real platforms have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The date of minute 0, which is local midnight in `zone`.
    pub begins: String,
    /// The scenario's own time zone.
    pub zone: String,
    /// How many profiles there are; they are numbered from 0.
    pub profiles: u32,
    /// The kinds of facts that would be in the log if they had happened. A check that needs another kind is unknown.
    pub kinds: Vec<String>,
    /// How many calls follow; a log without it cannot be told from one that was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<u64>,
    /// How many facts follow; a log without it cannot be told from one that was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<u64>,
    /// The digest of the history, as in the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl Header {
    /// The header of a rehearsal.
    #[must_use]
    pub fn new(plan: &Plan, outline: &Outline, profiles: u32, facts: u64, digest: &str) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            title: Some(plan.name.clone()),
            seed: Some(plan.seed.0),
            begins: plan.calendar.start().to_string(),
            zone: plan.zone().name().to_owned(),
            profiles,
            kinds: outline.kinds.names().map(|kind| kind.name().to_owned()).collect(),
            calls: Some(outline.calls.len() as u64),
            facts: Some(facts),
            digest: Some(digest.to_owned()),
        }
    }
}

/// Names as JSON texts with their quotes, made once for all facts.
struct Quoted(Names);

impl Quoted {
    fn new(names: &Names) -> Self {
        let mut names = names.clone();
        let quote = |name: &mut String| *name = quoted(name);
        names.flows.iter_mut().for_each(|flow| quote(&mut flow.name));
        names.messages.iter_mut().for_each(|message| quote(&mut message.name));
        let Names { lists, events, properties, pools, providers, zones, symbols, cohorts, flows: _, messages: _ } =
            &mut names;
        [lists, events, properties, pools, providers, zones, symbols, cohorts].into_iter().flatten().for_each(quote);
        Self(names)
    }
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
