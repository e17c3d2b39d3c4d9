//! Conditions compiled to predicates over columns.
//!
//! Owns: terms, predicates and their evaluation. Deliberately reads no text: the program parses and type-checks
//! CEL once, when the scenario is read.
//!
//! A missing value equals nothing: every comparison with it is false, except `!=`, which is true. `has(x)` asks for it.

use std::cmp::Ordering;

use crate::ids::{EventMark, Index, ListMark, PropertyMark};
use crate::time::Minute;
use crate::value::Value;

/// What a condition can read. The table of names and kinds for scenarios is in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The instant at which the condition is asked.
    Now,
    /// When the source first knew the person, or when they signed up.
    CreatedAt,
    /// Known at the source before the rehearsal began.
    Existing,
    /// Country code.
    Country,
    /// Number of orders. A flow knows those of which its platform has heard; a claim those that happened.
    Orders,
    /// Instant of the last order, as [`Field::Orders`].
    LastOrder,
    /// Number of orders of which the platform has heard; in a claim, the one that sends.
    OrdersArrived,
    /// Instant of the last order of which the platform has heard.
    LastOrderArrived,
    /// Instant of the last open.
    LastOpen,
    /// Instant of the last click.
    LastClick,
    /// Money spent, in minor units, as [`Field::Orders`].
    SpentMinor,
    /// Money spent of which the platform has heard, in minor units.
    SpentArrivedMinor,
    /// Name of the e-mail consent's state.
    EmailConsent,
    /// Name of the text-message consent's state.
    SmsConsent,
    /// Whether any suppression is set.
    Suppressed,
    /// Whether there is an e-mail address.
    HasEmail,
    /// Whether there is a phone number.
    HasPhone,
    /// Member of a list.
    InList(Index<ListMark>),
    /// A custom property.
    Property(Index<PropertyMark>),
    /// Name of the triggering event.
    EventName,
    /// When the event happened.
    EventAt,
    /// Value of the event, in minor units.
    EventValueMinor,
    /// When the enrolment began.
    EnteredAt,
    /// Class of the sending flow. Fields from here on exist only in custom invariants.
    SendClass,
    /// Name of the sending flow.
    SendFlow,
    /// Name of the message.
    SendMessage,
    /// Name of the channel.
    SendChannel,
    /// `source` or `target`.
    SendPlatform,
    /// Name of the mailbox provider.
    SendProvider,
    /// When it was sent.
    SendAt,
}

/// Something that has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A constant.
    Constant(Value),
    /// A column.
    Field(Field),
    /// The sum of an instant or a length and a length, or of two numbers.
    Plus(Box<Term>, Box<Term>),
    /// The difference of two instants, of an instant and a length, of two lengths, or of two numbers.
    Minus(Box<Term>, Box<Term>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A compiled condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// Always or never.
    Constant(bool),
    /// A yes-or-no term; missing counts as no.
    IsTrue(Term),
    /// Whether a term has a value.
    Has(Term),
    /// A comparison of two terms of one kind.
    Compare(Comparison, Term, Term),
    /// Whether a term is one of some constants.
    OneOf(Term, Vec<Value>),
    /// All hold.
    All(Vec<Predicate>),
    /// At least one holds.
    Any(Vec<Predicate>),
    /// Does not hold.
    Not(Box<Predicate>),
}

/// Where a condition reads its columns from: a profile in a flow, a record before the import, a send in the history.
pub trait Scope {
    /// The value of a field; [`Value::Absent`] if it is missing or has no meaning here.
    fn value(&self, field: Field) -> Value;
}

impl Term {
    /// The value of the term.
    pub fn value(&self, scope: &impl Scope) -> Value {
        match self {
            Self::Constant(value) => *value,
            Self::Field(field) => scope.value(*field),
            Self::Plus(left, right) => sum(left.value(scope), right.value(scope), 1),
            Self::Minus(left, right) => sum(left.value(scope), right.value(scope), -1),
        }
    }
}

/// `left + sign * right`, saturating; missing if either is, or if the kinds do not add up (excluded when compiled).
fn sum(left: Value, right: Value, sign: i64) -> Value {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Value::Int(left.saturating_add(right.saturating_mul(sign))),
        (Value::Span(left), Value::Span(right)) => Value::Span(left.saturating_add(right.saturating_mul(sign))),
        (Value::Time(at), Value::Span(span)) | (Value::Span(span), Value::Time(at)) => {
            let moved = i64::from(at.0).saturating_add(span.saturating_mul(sign));
            Value::Time(Minute(moved.clamp(i64::from(i32::MIN) + 1, i64::from(i32::MAX)) as i32))
        }
        (Value::Time(left), Value::Time(right)) if sign < 0 => Value::Span(i64::from(left.0) - i64::from(right.0)),
        _ => Value::Absent,
    }
}

/// The order of two values of one kind; `None` if either is missing or the kinds differ.
fn order(left: Value, right: Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(&right)),
        (Value::Int(left), Value::Int(right)) | (Value::Span(left), Value::Span(right)) => Some(left.cmp(&right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(&right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(&right)),
        _ => None,
    }
}

impl Predicate {
    /// Whether the condition holds.
    pub fn holds(&self, scope: &impl Scope) -> bool {
        match self {
            Self::Constant(holds) => *holds,
            Self::IsTrue(term) => term.value(scope) == Value::Bool(true),
            Self::Has(term) => term.value(scope) != Value::Absent,
            Self::Compare(comparison, left, right) => {
                compare(*comparison, order(left.value(scope), right.value(scope)))
            }
            Self::OneOf(term, values) => {
                let value = term.value(scope);
                value != Value::Absent && values.contains(&value)
            }
            Self::All(parts) => parts.iter().all(|part| part.holds(scope)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(scope)),
            Self::Not(part) => !part.holds(scope),
        }
    }

    /// Calls `visit` with every field the condition reads, in order of appearance.
    pub fn fields(&self, visit: &mut impl FnMut(Field)) {
        match self {
            Self::Constant(_) => {}
            Self::IsTrue(term) | Self::Has(term) | Self::OneOf(term, _) => term.fields(visit),
            Self::Compare(_, left, right) => {
                left.fields(visit);
                right.fields(visit);
            }
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.fields(visit)),
            Self::Not(part) => part.fields(visit),
        }
    }

    /// Whether the condition reads this property.
    #[must_use]
    pub fn reads(&self, property: Index<PropertyMark>) -> bool {
        let mut found = false;
        self.fields(&mut |field| found |= field == Field::Property(property));
        found
    }
}

impl Term {
    fn fields(&self, visit: &mut impl FnMut(Field)) {
        match self {
            Self::Constant(_) => {}
            Self::Field(field) => visit(*field),
            Self::Plus(left, right) | Self::Minus(left, right) => {
                left.fields(visit);
                right.fields(visit);
            }
        }
    }
}

/// A comparison of an order; with a missing value only `!=` holds.
fn compare(comparison: Comparison, order: Option<Ordering>) -> bool {
    match comparison {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::NotEqual => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessOrEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
    }
}

/// An event that a condition can ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSeen {
    /// The event, by its place in the event map.
    pub event: Index<EventMark>,
    /// When it happened, which can be long before it arrived.
    pub happened_at: Minute,
    /// Its value in minor units, if it has one.
    pub value_minor: Option<i32>,
}
