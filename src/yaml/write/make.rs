//! Trees that programs make.
//!
//! Owns: constructors of [`Node`], with comments, and which lists and maps go on one line. Deliberately gives nodes no
//! place: a problem in one is shown in the text that is written of it.

use super::scalar::is_mistakable;
use super::write_inline;
use crate::diagnostics::Place;
use crate::yaml::node::{Node, Quotes, Value};

/// The longest list or map that a program puts on one line, in characters.
const FLOW_WIDTH: usize = 80;

impl Node {
    /// A text; it gets quotes if anything could take it for something else, or if it is a condition with texts in it.
    pub(crate) fn text_of(text: impl Into<String>) -> Self {
        let text = text.into();
        let quotes = match &text {
            text if text.contains('"') => Quotes::Single,
            text if is_mistakable(text) => Quotes::Double,
            _ => Quotes::None,
        };
        made(Value::Scalar { text, quotes })
    }

    /// A value with a form of its own, such as a number, a truth or a length: never in quotes if it can be without.
    pub(crate) fn plain_of(value: impl ToString) -> Self {
        made(Value::Scalar { text: value.to_string(), quotes: Quotes::None })
    }

    /// Nothing: an entry of a map that is to be taken away or cleared.
    pub(crate) fn nothing() -> Self {
        Self::plain_of("null")
    }

    /// A list, each item on lines of its own.
    pub(crate) fn list_of(items: impl IntoIterator<Item = Self>) -> Self {
        made(Value::Seq(items.into_iter().collect()))
    }

    /// A map, each entry on lines of its own, in this order. Keys must differ.
    pub(crate) fn map_of<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        made(Value::Map(entries.into_iter().map(|(key, value)| (Self::text_of(key), value)).collect()))
    }

    /// The same list or map on one line, unless it has comments within.
    pub(crate) fn on_one_line(mut self) -> Self {
        self.is_flow = true;
        self
    }

    /// The same value with a comment at the end of its line; without `#`.
    pub(crate) fn with_comment(mut self, comment: &str) -> Self {
        self.comments.line = Some(format!("# {comment}"));
        self
    }

    /// The same value with lines above it; without `#`. Of an entry of a map they stand above its key.
    pub(crate) fn with_lines_above(mut self, lines: &str) -> Self {
        self.comments.before.extend(lines.lines().map(|line| format!("# {line}")));
        self
    }

    /// The same tree with short lists and maps of single values on one line, as people write them. A map with a single
    /// entry in a list stays beside its hyphen.
    pub(crate) fn in_house_style(mut self) -> Self {
        match &mut self.value {
            Value::Scalar { .. } => {}
            Value::Seq(items) => {
                *items = std::mem::take(items).into_iter().map(Self::in_house_style).collect();
                for item in items.iter_mut() {
                    item.is_flow &= !matches!(&item.value, Value::Map(entries) if entries.len() == 1);
                }
            }
            Value::Map(entries) => {
                for (_, value) in entries.iter_mut() {
                    let inner = std::mem::replace(value, Self::nothing());
                    *value = inner.in_house_style();
                }
            }
        }
        let is_single = |node: &Self| matches!(node.value, Value::Scalar { .. }) || node.is_empty();
        let is_shallow = match &self.value {
            Value::Scalar { .. } => false,
            Value::Seq(items) => items.iter().all(is_single),
            Value::Map(entries) => entries.iter().all(|(_, value)| is_single(value)),
        };
        self.is_flow = is_shallow && write_inline(&self).chars().count() <= FLOW_WIDTH;
        self
    }
}

fn made(value: Value) -> Node {
    Node::new(Place { source: 0, span: 0..0 }, value)
}
