//! What conditions see of a record before the import.
//!
//! Owns: the mapping from [`Field`] to columns, and the words that conditions compare with. Deliberately decides nothing:
//! see [`crate::condition::Predicate`].

use super::columns::{Origin, Population};
use crate::condition::{Field, Scope};
use crate::consent::ConsentState;
use crate::ids::{EventMark, Index, SymbolMark};
use crate::plan::Plan;
use crate::time::Minute;
use crate::value::Value;

/// What a text of the plan is in conditions. No condition compares with a text that is not among the plan's symbols, so
/// any number that is no symbol will do for it.
#[must_use]
pub fn word(plan: &Plan, text: &str) -> Value {
    let place = plan.symbols.iter().position(|symbol| symbol == text);
    Value::Text(Index::<SymbolMark>::new(place.and_then(|place| u16::try_from(place).ok()).unwrap_or(u16::MAX)))
}

/// The words that conditions can compare with, looked up once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    consent: [Value; 4],
    events: Vec<Value>,
}

impl Words {
    /// Looks the words up.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self {
            consent: ConsentState::ALL.map(|state| word(plan, state.name())),
            events: plan.events.iter().map(|event| word(plan, &event.name)).collect(),
        }
    }

    /// A consent state.
    #[must_use]
    pub const fn consent(&self, state: ConsentState) -> Value {
        self.consent[state as usize]
    }

    /// The name of an event.
    #[must_use]
    pub fn event(&self, event: Index<EventMark>) -> Value {
        self.events[event.get()]
    }
}

/// An instant as a value; missing if there is none.
#[must_use]
pub fn time(at: Minute) -> Value {
    at.known().map_or(Value::Absent, Value::Time)
}

/// A record before the import, as conditions of cohorts read it.
#[derive(Clone, Copy, Debug)]
pub struct AsRecord<'a> {
    /// The records of everybody, by place.
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
            Field::Orders | Field::OrdersArrived => Value::Int(population.orders[record].into()),
            Field::LastOrder | Field::LastOrderArrived => time(population.last_order[record]),
            Field::LastOpen => time(population.last_open[record]),
            Field::LastClick => time(population.last_click[record]),
            Field::SpentMinor | Field::SpentArrivedMinor => Value::Int(population.spent_minor[record]),
            Field::EmailConsent => self.words.consent(population.consent[0][record].state),
            Field::SmsConsent => self.words.consent(population.consent[1][record].state),
            Field::Suppressed => Value::Bool(!population.suppressions[record].is_empty()),
            Field::Property(property) => population
                .properties
                .iter()
                .find(|column| column.property == property)
                .map_or(Value::Absent, |column| column.values[record]),
            Field::CreatedAt => time(population.created_at[record]),
            Field::Existing => Value::Bool(population.origin[record] == Origin::Source),
            Field::Country => Value::Text(population.country[record]),
            Field::HasEmail => Value::Bool(!population.email.get(record).is_empty()),
            Field::HasPhone => Value::Bool(!population.phone.get(record).is_empty()),
            // Before the import there are no lists, no events and no flows, and nothing is sent.
            Field::InList(_) | Field::EventName | Field::EventAt | Field::EventValueMinor | Field::EnteredAt => {
                Value::Absent
            }
            Field::SendClass
            | Field::SendFlow
            | Field::SendMessage
            | Field::SendChannel
            | Field::SendPlatform
            | Field::SendProvider
            | Field::SendAt => Value::Absent,
        }
    }
}
