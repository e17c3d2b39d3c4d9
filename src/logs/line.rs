//! One line of a log, as its members.
//!
//! Owns: taking members by their keys, the look-up of names, and what is said of members that do not fit. Deliberately
//! never guesses: a key that nobody takes and a name that the plan does not have are problems, and what a cell holds is
//! not repeated in them.

use std::collections::BTreeMap;
use std::fmt;

use rehearsal_core::history::{AttemptOutcome, CallFact, Fact, FactName, Names};
use rehearsal_core::ids::{FlowMark, Index, Side};
use rehearsal_core::time::Minute;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::cell::Cell;
use super::{LogProblem, kinds};
use crate::diagnostics::suggestion;

/// The members of a line in their order. A key that stands twice is an error.
pub(super) struct Line(pub(super) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Line;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line, A::Error> {
                let mut members: Vec<(String, Value)> = Vec::with_capacity(8);
                while let Some((key, value)) = map.next_entry()? {
                    if members.iter().any(|(known, _)| *known == key) {
                        return Err(serde::de::Error::custom("a key stands twice"));
                    }
                    members.push((key, value));
                }
                Ok(Line(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// The members of a line that nobody has taken yet.
pub(super) struct Cells<'a> {
    pub(super) line: u64,
    pub(super) members: Vec<(String, Value)>,
    pub(super) lookup: &'a Lookup<'a>,
    pub(super) problems: &'a mut Vec<LogProblem>,
}

impl Cells<'_> {
    pub(super) fn has(&self, key: &str) -> bool {
        self.members.iter().any(|(known, _)| known == key)
    }

    fn note<T>(&mut self, key: &str, message: String, hint: Option<String>) -> Option<T> {
        self.problems.push(LogProblem { line: self.line, key: Some(key.to_owned()), message, hint });
        None
    }

    fn remove(&mut self, key: &str) -> Option<Value> {
        match self.members.iter().position(|(known, _)| known == key) {
            Some(place) => Some(self.members.remove(place).1),
            None => self.note(key, "is missing".to_owned(), None),
        }
    }

    /// Takes a value that is read in one way.
    pub(super) fn take<T>(&mut self, key: &str, expected: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let value = self.remove(key)?;
        match read(&value) {
            Some(value) => Some(value),
            None => self.note(key, format!("is not {expected}"), None),
        }
    }

    /// Takes a text.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.take(key, "a text", |value| value.as_str().map(str::to_owned))
    }

    /// Whether a value is a text.
    pub(super) fn is_text(&self, key: &str) -> bool {
        self.members.iter().any(|(known, value)| known == key && value.is_string())
    }

    /// Takes a word of a closed list.
    pub(super) fn one_of<T>(&mut self, key: &str, words: impl Iterator<Item = (&'static str, T)> + Clone) -> Option<T> {
        let text = self.text(key)?;
        match words.clone().find(|(word, _)| *word == text) {
            Some((_, value)) => Some(value),
            None => {
                let hint = suggestion(&text, words.map(|(word, _)| word));
                self.note(key, "is none of the words that can stand here".to_owned(), hint)
            }
        }
    }

    /// Takes a name of a table.
    pub(super) fn named(&mut self, key: &str, table: Table) -> Option<u16> {
        let name = self.text(key)?;
        let places = &self.lookup.plain[table as usize];
        match places.get(name.as_str()) {
            Some(place) => Some(*place),
            None => {
                let hint = suggestion(&name, places.keys().copied());
                self.note(key, "is a name that the scenario does not have".to_owned(), hint)
            }
        }
    }

    /// The flow of a name on a platform.
    pub(super) fn flow(&mut self, key: &str, side: Side, name: &str) -> Option<Index<FlowMark>> {
        let lookup = self.lookup;
        match lookup.flows.get(&(side, name)) {
            Some(place) => Some(Index::new(*place)),
            None => {
                let known = lookup.flows.keys().filter(|(known, _)| *known == side).map(|(_, name)| *name);
                self.note(key, format!("the {} of the scenario has no such flow", side.name()), suggestion(name, known))
            }
        }
    }

    /// The message of a name in a flow.
    pub(super) fn message<Mark>(&mut self, key: &str, flow: Index<FlowMark>, name: &str) -> Option<Index<Mark>> {
        let lookup = self.lookup;
        match lookup.messages.get(&(flow.get(), name)) {
            Some(place) => Some(Index::new(*place)),
            None => {
                let known = lookup.messages.keys().filter(|(known, _)| *known == flow.get()).map(|(_, name)| *name);
                self.note(key, "the flow has no such message".to_owned(), suggestion(name, known))
            }
        }
    }

    pub(super) fn call(&mut self) -> Option<CallFact> {
        let cohort = self.named("call", Table::cohorts);
        let at = self.take("minute", "a whole number of minutes", |value| value.as_i64()?.try_into().ok());
        let (batch, attempt) = (u32::read("batch", self), u32::read("attempt", self));
        let outcome = AttemptOutcome::read("outcome", self);
        Some(CallFact { at: Minute(at?), cohort: cohort?, batch: batch?, attempt: attempt?, outcome: outcome? })
    }

    pub(super) fn fact(&mut self) -> Option<Fact> {
        let profile = u32::read("profile", self);
        let at = Minute::read("minute", self);
        let kind = self.one_of("kind", FactName::ALL.into_iter().map(|name| (name.name(), name)));
        let kind = kinds::read(kind?, self);
        Some(Fact { at: at?, profile: profile?, kind: kind? })
    }

    /// Notes every member that nobody took. If the line could not be read, the keys that a kind has are not known.
    pub(super) fn nothing_left(mut self, is_read: bool) {
        if is_read {
            for (key, _) in std::mem::take(&mut self.members) {
                self.note::<()>(&key, "is a key that lines of this kind do not have".to_owned(), None);
            }
        }
    }
}

/// The tables of names in which each name stands once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(non_camel_case_types, reason = "each is the field of `Names` of the same name")]
pub(super) enum Table {
    lists,
    events,
    properties,
    pools,
    providers,
    zones,
    symbols,
    cohorts,
}

/// The places of names.
pub(super) struct Lookup<'a> {
    /// By the number of the [`Table`].
    plain: [BTreeMap<&'a str, u16>; 8],
    flows: BTreeMap<(Side, &'a str), u16>,
    messages: BTreeMap<(usize, &'a str), u16>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(names: &'a Names) -> Self {
        let Names { flows, messages, lists, events, properties, pools, providers, zones, symbols, cohorts } = names;
        let plain = [lists, events, properties, pools, providers, zones, symbols, cohorts]
            .map(|names| names.iter().map(String::as_str).zip(0..).collect());
        Self {
            plain,
            flows: flows.iter().map(|flow| (flow.side, flow.name.as_str())).zip(0..).collect(),
            messages: messages.iter().map(|message| (message.flow.get(), message.name.as_str())).zip(0..).collect(),
        }
    }
}
