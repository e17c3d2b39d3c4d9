//! The tree of a YAML file, with the place and the comments of every value.
//!
//! Owns: [`Node`] and what can be asked of it. Deliberately interprets nothing: a scalar keeps
//! its text and how it was written, and whoever reads it decides whether `0123` is a number.

use std::collections::BTreeMap;

use super::comments::Comments;
use crate::diagnostics::Place;
use crate::diagnostics::Problems;

/// A value and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Where it is written; of an alias, where it was defined.
    pub(crate) place: Place,
    /// What it is.
    pub(crate) value: Value,
    /// What is written around it for people.
    pub(crate) comments: Comments,
    /// Whether a list or map is written on one line, between brackets.
    pub(crate) is_flow: bool,
}

/// What a node can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Anything without parts.
    Scalar {
        /// After escapes and folding.
        text: String,
        /// Whether it was written in quotes: without any it can also be a number, a truth or nothing.
        quotes: Quotes,
    },
    /// A list.
    Seq(Vec<Node>),
    /// A map, in the order of the file; keys are scalars and differ.
    Map(Vec<(Node, Node)>),
}

/// How a single value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// Without quotes.
    None,
    /// Within `'`, where nothing is escaped.
    Single,
    /// Within `"`, or over several lines.
    Double,
}

impl Node {
    /// A value without comments, a list or map over several lines.
    pub(crate) fn new(place: Place, value: Value) -> Self {
        Self { place, value, comments: Comments::default(), is_flow: false }
    }

    /// Whether it says nothing: `key:`, `~` or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, quotes: Quotes::None } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The text of a scalar that says something.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar { .. } if self.is_null() => "nothing",
            Value::Scalar { .. } => "a single value",
            Value::Seq(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// The value of a key, if this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The same value without any comment, at every depth.
    pub(crate) fn without_comments(mut self) -> Self {
        self.comments = Comments::default();
        match &mut self.value {
            Value::Scalar { .. } => {}
            Value::Seq(items) => {
                *items = std::mem::take(items).into_iter().map(Self::without_comments).collect();
            }
            Value::Map(entries) => {
                let bare = |(key, value): (Self, Self)| (key.without_comments(), value.without_comments());
                *entries = std::mem::take(entries).into_iter().map(bare).collect();
            }
        }
        self
    }

    /// Whether it is a list or map without children.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Scalar { .. } => false,
            Value::Seq(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
        }
    }

    /// The last value within a list or map that has an end of the line: blocks end with the last value in them.
    pub(super) fn last_child(&mut self) -> Option<&mut Self> {
        let last = match &mut self.value {
            Value::Scalar { .. } => None,
            Value::Seq(items) => items.last_mut(),
            Value::Map(entries) => entries.last_mut().map(|(_, value)| value),
        }?;
        let is_block = !last.is_flow && !last.is_empty() && !matches!(last.value, Value::Scalar { .. });
        if is_block { last.last_child() } else { Some(last) }
    }

    pub(super) fn depth(&self) -> usize {
        1 + match &self.value {
            Value::Scalar { .. } => 0,
            Value::Seq(items) => items.iter().map(Self::depth).max().unwrap_or(0),
            Value::Map(entries) => entries.iter().map(|(_, value)| value.depth()).max().unwrap_or(0),
        }
    }

    pub(super) fn size(&self) -> usize {
        1 + match &self.value {
            Value::Scalar { .. } => 0,
            Value::Seq(items) => items.iter().map(Self::size).sum(),
            Value::Map(entries) => entries.iter().map(|(_, value)| 1 + value.size()).sum(),
        }
    }
}

/// Reports keys that occur twice in one map, at every depth; the first of them stays.
pub(crate) fn remove_duplicates(node: &mut Node, text: &str, problems: &Problems) {
    match &mut node.value {
        Value::Scalar { .. } => {}
        Value::Seq(items) => items.iter_mut().for_each(|item| remove_duplicates(item, text, problems)),
        Value::Map(entries) => {
            let mut first: BTreeMap<String, usize> = BTreeMap::new();
            entries.retain(|(key, _)| {
                let name = key.text().unwrap_or_default().to_owned();
                let start = key.place.span.start;
                let Some(&earlier) = first.get(&name) else {
                    first.insert(name, start);
                    return true;
                };
                let line = 1 + text.as_bytes()[..earlier.min(text.len())].iter().filter(|&&byte| byte == b'\n').count();
                problems.error(
                    &key.place,
                    format!("the key `{name}` is here a second time"),
                    Some(format!("it is already set on line {line}; keep one of the two")),
                );
                false
            });
            entries.iter_mut().for_each(|(_, value)| remove_duplicates(value, text, problems));
        }
    }
}
