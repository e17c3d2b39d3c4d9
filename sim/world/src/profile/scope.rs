//! What conditions see of a profile on a platform.
//!
//! Owns: the mapping from [`Field`] to state. Deliberately decides nothing: see [`rehearsal_core::condition::Predicate`].

use super::state::ProfileState;
use rehearsal_core::condition::{EventSeen, Field, Scope};
use rehearsal_core::ids::Side;
use rehearsal_core::records::{AsRecord, Population, Words, time};
use rehearsal_core::time::Minute;
use rehearsal_core::value::Value;

/// A profile on one platform, as conditions of flows read it.
#[derive(Clone, Copy, Debug)]
pub struct AsProfile<'a> {
    /// The profile.
    pub state: &'a ProfileState,
    /// On which platform.
    pub side: Side,
    /// The records of everybody, by place.
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
        let on = self.state.side(self.side);
        match field {
            Field::Now => Value::Time(self.now),
            Field::Orders | Field::OrdersArrived => Value::Int(on.orders.into()),
            Field::LastOrder | Field::LastOrderArrived => time(on.last_order),
            Field::LastOpen => time(on.last_open),
            Field::LastClick => time(on.last_click),
            Field::SpentMinor | Field::SpentArrivedMinor => Value::Int(on.spent_minor),
            Field::EmailConsent => self.words.consent(on.consent[0]),
            Field::SmsConsent => self.words.consent(on.consent[1]),
            Field::Suppressed => Value::Bool(!on.suppressions.is_empty()),
            Field::InList(list) => Value::Bool(on.lists & 1 << list.get() != 0),
            Field::Property(property) => self.state.properties[property.get()],
            Field::EventAt => self.event.map_or(Value::Absent, |event| Value::Time(event.happened_at)),
            Field::EventValueMinor => {
                self.event.and_then(|event| event.value_minor).map_or(Value::Absent, |value| Value::Int(value.into()))
            }
            Field::EnteredAt => time(self.entered_at),
            // What never changes of a person is what the record says.
            Field::CreatedAt | Field::Existing | Field::Country | Field::HasEmail | Field::HasPhone => {
                let Self { population, now, words, .. } = *self;
                AsRecord { population, record: self.state.record as usize, now, words }.value(field)
            }
            Field::EventName => self.event.map_or(Value::Absent, |event| self.words.event(event.event)),
            // Only claims ask of sends.
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
