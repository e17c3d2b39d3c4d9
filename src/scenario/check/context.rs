//! What every check needs: where problems go, the names of the scenario, its calendar and its clocks.
//!
//! Owns: [`Context`]: interning, the resolution of names with suggestions, of instants, and of conditions with the places
//! of their problems. Deliberately hands out stand-ins after a problem, so that the rest is checked too; a plan with a
//! stand-in is never made, because then there is a problem.

use std::collections::BTreeMap;

use rehearsal_core::condition::{Field as Column, Predicate};
use rehearsal_core::ids::{EventMark, Index, ListMark, PropertyMark, SymbolMark};
use rehearsal_core::plan::{Event, Integration, Property, end_of};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::time::{Local, Minute};
use rehearsal_core::value::ValueKind;

use super::zones::Clocks;
use crate::catalogue::{Catalogue, Listed};
use crate::diagnostics::Problems;
use crate::diagnostics::suggestion;
use crate::diagnostics::{Place, Sources};
use crate::scenario::expression::{Allowed, Names, compile};
use crate::scenario::text::{InstantText, RatioText};
use crate::yaml::field::Field;

pub(super) use rehearsal_core::limits::TABLE_MAX;

/// Everything the sections of a scenario share while they are checked.
pub(super) struct Context<'a> {
    /// Where problems go.
    pub(super) problems: &'a Problems,
    /// The texts, to find conditions in.
    pub(super) sources: &'a Sources,
    /// What is known of real systems.
    pub(super) catalogue: &'a Catalogue,
    /// The calendar and the clocks.
    pub(super) clocks: Clocks,
    /// How many days are rehearsed.
    pub(super) days: u32,
    /// Interned texts.
    pub(super) symbols: Symbols,
    /// Declared lists.
    pub(super) lists: Vec<String>,
    /// Declared properties.
    pub(super) properties: Vec<Property>,
    /// The event map.
    pub(super) events: Vec<Event>,
    /// Declared integrations.
    pub(super) integrations: Vec<Integration>,
    /// Names and classes of all flows, for conditions on sends.
    pub(super) flow_names: Vec<String>,
    /// Classes of all flows.
    pub(super) classes: Vec<String>,
    /// Names of all messages, once the flows were read.
    pub(super) message_names: Vec<String>,
    /// Sentences about what the scenario left open.
    pub(super) assumptions: Vec<String>,
}

/// Interned texts; the first is the empty one.
#[derive(Debug)]
pub(super) struct Symbols {
    texts: Vec<String>,
    known: BTreeMap<String, u16>,
}

impl Default for Symbols {
    fn default() -> Self {
        Self { texts: vec![String::new()], known: BTreeMap::from([(String::new(), 0)]) }
    }
}

impl Symbols {
    /// The symbol of a text. When the table is full (65,536 texts) every further text is the last one; the caller checks
    /// [`Symbols::is_full`] before a plan is made.
    pub(super) fn intern(&mut self, text: &str) -> Index<SymbolMark> {
        if let Some(&number) = self.known.get(text) {
            return Index::new(number);
        }
        let Ok(number) = u16::try_from(self.texts.len()) else {
            return Index::new(u16::MAX);
        };
        self.texts.push(text.to_owned());
        self.known.insert(text.to_owned(), number);
        Index::new(number)
    }

    /// Whether no further text fits.
    pub(super) fn is_full(&self) -> bool {
        self.texts.len() > usize::from(u16::MAX)
    }

    /// The texts, by index.
    pub(super) fn into_texts(self) -> Vec<String> {
        self.texts
    }
}

/// A value that can be copied, if it was given and could be read.
pub(super) fn given<T: Copy>(field: &Option<Field<T>>) -> Option<T> {
    field.as_ref().and_then(Field::get).copied()
}

/// A ratio, zero if it was not given.
pub(super) fn ratio(field: &Option<Field<RatioText>>) -> Ratio {
    given(field).map_or(Ratio::ZERO, |ratio| ratio.0)
}

/// The part of a section, if the section was given and could be read.
pub(super) fn part<T>(field: &Option<Field<T>>) -> Option<&T> {
    field.as_ref().and_then(Field::get)
}

/// The place of a name in a table of names.
fn position<Mark>(mut names: impl Iterator<Item = impl AsRef<str>>, name: &str) -> Option<Index<Mark>> {
    names.position(|known| known.as_ref() == name).and_then(|at| u16::try_from(at).ok()).map(Index::new)
}

impl Context<'_> {
    /// Says where an entry of the catalogue comes from, if it is no part of the program.
    pub(super) fn mention_origin(&mut self, kind: Listed, id: &str) {
        let Some(origin) = self.catalogue.origin(kind, id) else { return };
        let instead = if origin.replaces { "instead of the built-in one" } else { "which is not built in" };
        let sentence = format!("The {} {id} is read from {}, {instead}.", kind.name(), origin.file);
        if !self.assumptions.contains(&sentence) {
            self.assumptions.push(sentence);
        }
    }

    /// The end of the rehearsal.
    pub(super) fn end(&self) -> Minute {
        end_of(self.days)
    }

    /// Reports an error.
    pub(super) fn error(&self, place: &Place, message: impl Into<String>) {
        self.problems.error(place, message, None);
    }

    /// Reports an error with what to do about it.
    pub(super) fn error_with(&self, place: &Place, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.error(place, message, Some(hint.into()));
    }

    /// Reports that something is lacking, unless a problem within it says why.
    pub(super) fn lacks(&self, place: &Place, message: impl Into<String>, hint: Option<&str>) {
        if !self.problems.has_within(place) {
            self.problems.error(place, message, hint.map(str::to_owned));
        }
    }

    /// Reports a name that does not exist.
    pub(super) fn unknown(&self, place: &Place, what: &str, name: &str, known: &[&str], section: &str) {
        let hint = suggestion(name, known.iter().copied()).unwrap_or_else(|| format!("declare it under `{section}`"));
        self.problems.error(place, format!("unknown {what} `{name}`"), Some(hint));
    }

    /// The list of a name.
    pub(super) fn list(&self, field: &Field<String>) -> Option<Index<ListMark>> {
        let name = field.get()?;
        let found = position(self.lists.iter(), name);
        if found.is_none() {
            let known: Vec<&str> = self.lists.iter().map(String::as_str).collect();
            self.unknown(&field.place, "list", name, &known, "lists");
        }
        found
    }

    /// The event of a name.
    pub(super) fn event(&self, field: &Field<String>) -> Option<Index<EventMark>> {
        self.event_at(field.get()?, &field.place)
    }

    /// The event of a name at a place.
    pub(super) fn event_at(&self, name: &str, place: &Place) -> Option<Index<EventMark>> {
        let found = position(self.events.iter().map(|event| &event.name), name);
        if found.is_none() {
            let known: Vec<&str> = self.events.iter().map(|event| event.name.as_str()).collect();
            self.unknown(place, "event", name, &known, "events");
        }
        found
    }

    /// The property of a name at a place, and what it holds.
    pub(super) fn property_at(&self, name: &str, place: &Place) -> Option<(Index<PropertyMark>, ValueKind)> {
        let found = position(self.properties.iter().map(|property| &property.name), name);
        if found.is_none() {
            let known: Vec<&str> = self.properties.iter().map(|property| property.name.as_str()).collect();
            self.unknown(place, "property", name, &known, "properties");
        }
        found.map(|index| (index, self.properties[index.get()].kind))
    }

    /// The minute of an instant as written, on the scenario's own clock.
    pub(super) fn instant(&self, text: InstantText) -> Minute {
        let (day, minute_of_day) = match text {
            InstantText::Day(day, minute) => (day, minute),
            InstantText::Date(date, minute) => (self.clocks.calendar.day(date), minute),
        };
        self.clocks.calendar.instant(self.clocks.own(), Local { day, minute_of_day })
    }

    /// A count that fits a table or a cap, with its limits; the lower limit after a problem.
    pub(super) fn count(&self, field: &Field<crate::scenario::text::Count>, least: u64, most: u64) -> u64 {
        let Some(count) = field.get() else { return least };
        if (least..=most).contains(&count.0) {
            return count.0;
        }
        self.error(&field.place, format!("expected a whole number from {least} to {most}, found {}", count.0));
        least
    }

    /// A name that is printed and referred to: not empty, and not too long to print.
    pub(super) fn name(&self, field: &Field<String>) -> String {
        let name = field.get().map(|name| name.trim().to_owned()).unwrap_or_default();
        if field.get().is_some() {
            if name.is_empty() {
                self.error(&field.place, "a name cannot be empty");
            } else if name.chars().count() > 200 {
                self.error(&field.place, "a name cannot be longer than 200 characters");
            }
        }
        name
    }

    /// A condition, compiled. Its problems point into the file.
    pub(super) fn condition(&mut self, field: &Field<String>, allowed: Allowed) -> Predicate {
        let Some(text) = field.get() else {
            return Predicate::Constant(true);
        };
        match compile(text, allowed, self) {
            Ok(predicate) => predicate,
            Err(problems) => {
                for problem in problems {
                    let place = self.within(&field.place, text, problem.span);
                    self.problems.error(&place, problem.message, problem.hint);
                }
                Predicate::Constant(true)
            }
        }
    }

    /// A condition that may be left out: then everybody fulfils it.
    pub(super) fn condition_or_all(&mut self, field: &Option<Field<String>>, allowed: Allowed) -> Predicate {
        match field {
            Some(field) => self.condition(field, allowed),
            None => Predicate::Constant(true),
        }
    }

    /// The place of a part of a scalar. Where the scalar is folded or escaped, its whole place.
    fn within(&self, place: &Place, text: &str, part: std::ops::Range<usize>) -> Place {
        let written = self.sources.0.get(place.source).and_then(|source| source.text.get(place.span.clone()));
        let span = written.and_then(|written| offsets(written, text, part)).map(|part| {
            let start = place.span.start;
            start + part.start..start + part.end
        });
        Place { source: place.source, span: span.unwrap_or_else(|| place.span.clone()) }
    }
}

/// The bytes of a scalar as written that a part of its value comes from.
fn offsets(written: &str, value: &str, part: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    if written == value {
        return Some(part);
    }
    let quote = written.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let inner = written.get(1..written.len().checked_sub(1)?)?;
    if inner == value {
        return Some(part.start + 1..part.end + 1);
    }
    if quote == '"' || inner.replace("''", "'") != value {
        return None;
    }
    // In single quotes, a quote is written twice: each one before the part moves it by a byte.
    let doubled =
        |until: usize| value.as_bytes().get(..until).map(|bytes| bytes.iter().filter(|&&byte| byte == b'\'').count());
    Some(part.start + 1 + doubled(part.start)?..part.end + 1 + doubled(part.end)?)
}

impl Names for Context<'_> {
    fn list(&self, name: &str) -> Option<Index<ListMark>> {
        position(self.lists.iter(), name)
    }

    fn property(&self, name: &str) -> Option<(Index<PropertyMark>, ValueKind)> {
        let index: Index<PropertyMark> = position(self.properties.iter().map(|property| &property.name), name)?;
        Some((index, self.properties[index.get()].kind))
    }

    fn symbol(&mut self, text: &str) -> Index<SymbolMark> {
        self.symbols.intern(text)
    }

    fn list_names(&self) -> Vec<String> {
        self.lists.clone()
    }

    fn property_names(&self) -> Vec<String> {
        self.properties.iter().map(|property| property.name.clone()).collect()
    }

    fn instant(&self, at: jiff::Timestamp) -> Minute {
        self.clocks.minute(at)
    }

    fn words(&self, field: Column) -> Option<Vec<String>> {
        match field {
            Column::SendClass => Some(self.classes.clone()),
            Column::SendFlow => Some(self.flow_names.clone()),
            Column::SendMessage => Some(self.message_names.clone()),
            Column::SendProvider => Some(super::names::providers().into_iter().map(str::to_owned).collect()),
            Column::EventName => Some(self.events.iter().map(|event| event.name.clone()).collect()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_condition_is_found_in_the_file() {
        assert_eq!(offsets("abc", "abc", 1..2), Some(1..2));
        assert_eq!(offsets("'abc'", "abc", 1..2), Some(2..3));
        assert_eq!(offsets("\"abc\"", "abc", 0..3), Some(1..4));
        assert_eq!(offsets("'x == ''y'' + z'", "x == 'y' + z", 11..12), Some(14..15));
        assert_eq!(offsets("\"a\\\"b\"", "a\"b", 0..1), None);
        assert_eq!(offsets(">\n  a\n  b", "a b", 0..1), None);
        assert_eq!(offsets("'", "", 0..0), None);
    }

    #[test]
    fn symbols_are_interned_once_and_the_first_is_empty() {
        let mut symbols = Symbols::default();
        assert_eq!(symbols.intern("").get(), 0);
        assert_eq!(symbols.intern("welcome"), symbols.intern("welcome"));
        assert_eq!(symbols.into_texts(), ["", "welcome"]);
    }
}
