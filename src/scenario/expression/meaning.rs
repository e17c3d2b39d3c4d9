//! What a part of a condition is, before it becomes a predicate.

use std::ops::Range;

use rehearsal_core::condition::{Field, Predicate, Term};
use rehearsal_core::value::{Value, ValueKind};

use super::fields::{FieldEntry, FieldKind, Words};
use super::literal;

/// What a part of a condition is.
pub(super) enum Meaning {
    /// A value of a kind that is known before anybody is asked.
    Value { term: Term, kind: ValueKind, words: Words },
    /// A text as written. It becomes a symbol only when something compares it.
    Text(String),
    /// Yes or no.
    Condition(Predicate),
    /// `profile.lists`.
    Lists,
    /// A list in square brackets, with the place of each element.
    Array(Vec<(Meaning, Range<usize>)>),
}

impl Meaning {
    pub(super) const fn constant(value: Value, kind: ValueKind) -> Self {
        Self::Value { term: Term::Constant(value), kind, words: Words::Free }
    }

    /// The kind, if it is one value.
    pub(super) const fn kind(&self) -> Option<ValueKind> {
        match self {
            Self::Value { kind, .. } => Some(*kind),
            Self::Text(_) => Some(ValueKind::Text),
            Self::Condition(_) => Some(ValueKind::Bool),
            Self::Lists | Self::Array(_) => None,
        }
    }

    pub(super) const fn kind_name(&self) -> &'static str {
        match self.kind() {
            Some(kind) => kind.name(),
            None if matches!(self, Self::Lists) => FieldKind::Lists.name(),
            None => "list",
        }
    }

    pub(super) const fn words(&self) -> Words {
        match self {
            Self::Value { words, .. } => *words,
            _ => Words::Free,
        }
    }

    /// The column, if it is one.
    pub(super) const fn field(&self) -> Option<Field> {
        match self {
            Self::Value { term: Term::Field(field), .. } => Some(*field),
            _ => None,
        }
    }
}

/// A part with its place.
pub(super) struct Part {
    /// What it is.
    pub(super) meaning: Meaning,
    /// Bytes of the condition.
    pub(super) span: Range<usize>,
}

/// What an entry of the table is.
pub(super) fn meaning_of(entry: &FieldEntry) -> Meaning {
    match (entry.kind, entry.field) {
        (FieldKind::Value(kind), Some(field)) => Meaning::Value { term: Term::Field(field), kind, words: entry.words },
        _ => Meaning::Lists,
    }
}

/// What a text as written could have meant beside the other side.
pub(super) fn text_hint(text: &Meaning, other: &Meaning) -> Option<String> {
    other.kind().and_then(|kind| text_hint_of(kind, text))
}

pub(super) fn text_hint_of(kind: ValueKind, text: &Meaning) -> Option<String> {
    let Meaning::Text(text) = text else { return None };
    match kind {
        ValueKind::Int if text.parse::<i64>().is_ok() => Some(format!("write the number without quotes: {text}")),
        ValueKind::Bool if text == "true" || text == "false" => Some(format!("write it without quotes: {text}")),
        ValueKind::Time | ValueKind::Span if literal::duration_minutes(text).is_ok() => {
            Some(format!("write a length of time as duration(\"{text}\")"))
        }
        ValueKind::Time => Some("write an instant as timestamp(\"2026-01-01T00:00:00Z\")".to_owned()),
        ValueKind::Span => Some("write a length of time as duration(\"30d\")".to_owned()),
        _ => None,
    }
}

/// An instant and a length are easily mixed up.
pub(super) fn span_hint(one: ValueKind, other: ValueKind) -> Option<String> {
    matches!((one, other), (ValueKind::Time, ValueKind::Span) | (ValueKind::Span, ValueKind::Time))
        .then(|| "count back from now: profile.last_order >= now - duration(\"30d\")".to_owned())
}
