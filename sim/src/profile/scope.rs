//! What conditions see of a record before the import, and of a profile on a platform.
//!
//! Owns: the mapping from [`Field`] to columns and state. Deliberately decides nothing: see [`crate::flow::Predicate`].

use super::columns::{Origin, Population};
use super::consent::ConsentState;
use super::life::Life;
use crate::flow::{EventSeen, Field, Scope, Value};
use crate::plan::{Index, Plan, Side, SymbolMark};
use crate::time::Minute;

/// The symbols of words that conditions can compare with; `None` if no condition mentions the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    consent: [Option<Index<SymbolMark>>; 4],
}

impl Words {
    /// Looks the words up once.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self { consent: ConsentState::ALL.map(|state| symbol(plan, state.name())) }
    }

    /// The value of a consent state in conditions.
    #[must_use]
    pub fn consent(&self, state: ConsentState) -> Value {
        self.consent[state as usize].map_or(Value::Absent, Value::Text)
    }
}

/// The symbol of a text, if the plan has one.
fn symbol(plan: &Plan, text: &str) -> Option<Index<SymbolMark>> {
    plan.symbols.iter().position(|symbol| symbol == text).and_then(|place| u16::try_from(place).ok()).map(Index::new)
}

/// An instant as a value; missing if there is none.
#[must_use]
pub fn time(at: Minute) -> Value {
    at.known().map_or(Value::Absent, Value::Time)
}

/// The static columns of a record, as conditions read them.
#[must_use]
pub fn record_value(population: &Population, record: usize, field: Field) -> Value {
    match field {
        Field::CreatedAt => time(population.created_at[record]),
        Field::Existing => Value::Bool(population.origin[record] == Origin::Source),
        Field::Country => Value::Text(population.country[record]),
        Field::HasEmail => Value::Bool(!population.email.get(record).is_empty()),
        Field::HasPhone => Value::Bool(!population.phone.get(record).is_empty()),
        _ => Value::Absent,
    }
}

/// A record before the import, as conditions of cohorts read it.
#[derive(Clone, Copy, Debug)]
pub struct AsRecord<'a> {
    /// All records.
    pub population: &'a Population,
    /// Which one.
    pub record: usize,
    /// The instant of the question.
    pub now: Minute,
    /// Looked-up words.
    pub words: &'a Words,
}

impl Scope for AsRecord<'_> {
    fn value(&self, field: Field) -> Value {
        let (population, record) = (self.population, self.record);
        match field {
            Field::Now => Value::Time(self.now),
            Field::Orders => Value::Int(population.orders[record].into()),
            Field::LastOrder => time(population.last_order[record]),
            Field::LastOpen => time(population.last_open[record]),
            Field::LastClick => time(population.last_click[record]),
            Field::SpentMinor => Value::Int(population.spent_minor[record]),
            Field::EmailConsent => self.words.consent(population.consent[0][record].state),
            Field::SmsConsent => self.words.consent(population.consent[1][record].state),
            Field::Suppressed => Value::Bool(!population.suppressions[record].is_empty()),
            Field::Property(property) => population
                .properties
                .iter()
                .find(|column| column.property == property)
                .map_or(Value::Absent, |column| column.values[record]),
            other => record_value(population, record, other),
        }
    }
}

/// A profile on one platform, as conditions of flows read it.
#[derive(Clone, Copy, Debug)]
pub struct AsProfile<'a> {
    /// The profile.
    pub life: &'a Life,
    /// On which platform.
    pub side: Side,
    /// All records.
    pub population: &'a Population,
    /// The instant of the question.
    pub now: Minute,
    /// Looked-up words.
    pub words: &'a Words,
    /// The event in scope.
    pub event: Option<EventSeen>,
    /// When the enrolment in scope began; [`Minute::NEVER`] if there is none.
    pub entered_at: Minute,
}

impl Scope for AsProfile<'_> {
    fn value(&self, field: Field) -> Value {
        let on = self.life.side(self.side);
        match field {
            Field::Now => Value::Time(self.now),
            Field::Orders => Value::Int(on.orders.into()),
            Field::LastOrder => time(on.last_order),
            Field::LastOpen => time(on.last_open),
            Field::LastClick => time(on.last_click),
            Field::SpentMinor => Value::Int(on.spent_minor),
            Field::EmailConsent => self.words.consent(on.consent[0]),
            Field::SmsConsent => self.words.consent(on.consent[1]),
            Field::Suppressed => Value::Bool(!on.suppressions.is_empty()),
            Field::InList(list) => Value::Bool(on.lists & 1 << list.get() != 0),
            Field::Property(property) => self.life.properties[property.get()],
            Field::EventAt => self.event.map_or(Value::Absent, |event| Value::Time(event.happened_at)),
            Field::EventValueMinor => {
                self.event.and_then(|event| event.value_minor).map_or(Value::Absent, |value| Value::Int(value.into()))
            }
            Field::EnteredAt => time(self.entered_at),
            other => record_value(self.population, self.life.record as usize, other),
        }
    }
}
