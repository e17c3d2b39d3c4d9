//! The tree of a YAML file, with the place of every value.
//!
//! Owns: [`Node`], parsing, and the limits on what a file may contain. Deliberately interprets nothing: a scalar keeps
//! its text and how it was written, and whoever reads it decides whether `0123` is a number.

use std::collections::BTreeMap;

use serde_saphyr::granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, Span};

use super::sink::Sink;
use crate::problem::{Place, SourceId, char_boundary};

/// How deep values may nest: readers recurse, and a flow deeper than this is not readable for people either.
const DEPTH_MAX: usize = 48;
/// How many values a file may have, aliases counted each time they are used.
const NODES_MAX: usize = 200_000;

/// A value and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Where it is written; of an alias, where it was defined.
    pub(crate) place: Place,
    /// What it is.
    pub(crate) value: Value,
}

/// What a node can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Anything without parts.
    Scalar {
        /// After escapes and folding.
        text: String,
        /// Whether it was written without quotes: then it can also be a number, a truth or nothing.
        plain: bool,
    },
    /// A list.
    Seq(Vec<Node>),
    /// A map, in the order of the file; keys are scalars and differ.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Whether it says nothing: `key:`, `~` or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
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

    fn depth(&self) -> usize {
        1 + match &self.value {
            Value::Scalar { .. } => 0,
            Value::Seq(items) => items.iter().map(Self::depth).max().unwrap_or(0),
            Value::Map(entries) => entries.iter().map(|(_, value)| value.depth()).max().unwrap_or(0),
        }
    }

    fn size(&self) -> usize {
        1 + match &self.value {
            Value::Scalar { .. } => 0,
            Value::Seq(items) => items.iter().map(Self::size).sum(),
            Value::Map(entries) => entries.iter().map(|(_, value)| 1 + value.size()).sum(),
        }
    }
}

/// The first document of a YAML text; `None` if it has none. Problems go to the sink; on a syntax error, or where a limit
/// is hit, there is one problem and no tree, because what follows would only be noise.
pub(crate) fn parse(source: SourceId, text: &str, sink: &Sink) -> Option<Node> {
    let mut options = Options::default();
    options.flow_nesting_limit = DEPTH_MAX;
    options.block_nesting_limit = DEPTH_MAX;
    let mut builder =
        Builder { source, text, open: Vec::new(), anchors: BTreeMap::new(), nodes: 0, documents: 0, root: None };
    for event in Parser::new_from_str_with_options(text, options) {
        let stop = match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                let message = match error.kind() {
                    ErrorKind::RecursionLimitExceeded => too_deep(),
                    _ => format!("this is not YAML: {}", error.info()),
                };
                let span = on_boundary(text, at..at);
                Err((Place { source, span }, message, None))
            }
        };
        if let Err((place, message, hint)) = stop {
            sink.error(&place, message, hint);
            return None;
        }
    }
    builder.root
}

/// Values in values in values.
fn too_deep() -> String {
    format!("values nest deeper than {DEPTH_MAX} levels")
}

/// A span that lies within the text and cuts no character in half.
fn on_boundary(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = char_boundary(text, span.start);
    let end = char_boundary(text, span.end);
    start..end.max(start)
}

/// A problem that ends the parsing: where, what, and what to do.
type Stop = (Place, String, Option<String>);

struct Open {
    node: Node,
    anchor: usize,
    key: Option<Node>,
}

struct Builder<'text> {
    source: SourceId,
    text: &'text str,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
    documents: usize,
    root: Option<Node>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Stop> {
        let place = self.place(span);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let hint = Some("put each scenario in a file of its own".into());
                    return Err((place, "a second document begins here, but a file holds one".into(), hint));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(&place, tag.is_some())?;
                let plain = style == ScalarStyle::Plain;
                self.add(Node { place, value: Value::Scalar { text: text.into_owned(), plain } }, anchor, 1)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_tag(&place, tag.is_some())?;
                self.start(Node { place, value: Value::Seq(Vec::new()) }, anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_tag(&place, tag.is_some())?;
                self.start(Node { place, value: Value::Map(Vec::new()) }, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&place),
            Event::Alias(anchor) => self.alias(anchor, place),
            _ => Ok(()),
        }
    }

    fn place(&self, span: &Span) -> Place {
        let span = span.byte_range().unwrap_or(self.text.len()..self.text.len());
        Place { source: self.source, span: on_boundary(self.text, span) }
    }

    fn refuse_tag(&self, place: &Place, tagged: bool) -> Result<(), Stop> {
        if tagged {
            let hint = Some("remove the tag; quotes make a text of any value".into());
            return Err((place.clone(), "tags such as `!!str` have no meaning in a scenario".into(), hint));
        }
        Ok(())
    }

    fn start(&mut self, node: Node, anchor: usize) -> Result<(), Stop> {
        if self.open.len() >= DEPTH_MAX {
            return Err((node.place, too_deep(), None));
        }
        self.open.push(Open { node, anchor, key: None });
        Ok(())
    }

    fn end(&mut self, end: &Place) -> Result<(), Stop> {
        let Some(Open { mut node, anchor, .. }) = self.open.pop() else {
            return Ok(());
        };
        // A block collection ends where the next token begins: blanks, comments and line ends are not part of it.
        let written = &self.text[node.place.span.start..end.span.end.max(node.place.span.start)];
        node.place.span.end = node.place.span.start + written.trim_end().len();
        self.add(node, anchor, 1)
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<(), Stop> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err((place, "this alias stands for a value that contains it".into(), None));
        };
        if self.open.len() + node.depth() > DEPTH_MAX {
            return Err((place, format!("with this alias values nest deeper than {DEPTH_MAX} levels"), None));
        }
        let size = node.size();
        self.add(node, 0, size)
    }

    /// Hands a finished node to the collection it is in.
    fn add(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), Stop> {
        self.nodes += size;
        if self.nodes > NODES_MAX {
            return Err((node.place, format!("the file has more than {NODES_MAX} values"), None));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            if !node.is_null() {
                self.root = Some(node);
            }
            return Ok(());
        };
        match (&mut parent.node.value, parent.key.take()) {
            (Value::Seq(items), _) => items.push(node),
            (Value::Map(_), None) => match node.value {
                Value::Scalar { .. } => parent.key = Some(node),
                _ => return Err((node.place, "a key must be a single word or text".into(), None)),
            },
            (Value::Map(entries), Some(key)) => entries.push((key, node)),
            (Value::Scalar { .. }, _) => {}
        }
        Ok(())
    }
}

/// Reports keys that occur twice in one map, at every depth; the first of them stays.
pub(crate) fn remove_duplicates(node: &mut Node, text: &str, sink: &Sink) {
    match &mut node.value {
        Value::Scalar { .. } => {}
        Value::Seq(items) => items.iter_mut().for_each(|item| remove_duplicates(item, text, sink)),
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
                sink.error(
                    &key.place,
                    format!("the key `{name}` is here a second time"),
                    Some(format!("it is already set on line {line}; keep one of the two")),
                );
                false
            });
            entries.iter_mut().for_each(|(_, value)| remove_duplicates(value, text, sink));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> (Option<Node>, Vec<crate::problem::Problem>) {
        let sink = Sink::default();
        let mut node = parse(0, text, &sink);
        if let Some(node) = &mut node {
            remove_duplicates(node, text, &sink);
        }
        (node, sink.into_problems())
    }

    #[test]
    fn places_are_bytes_even_after_text_that_is_not_ascii() {
        let text = "titel: \"café ☕ 日本\" # ünïcode\nserie: [één, twee]\nlaatste: {a: 'b''c'}\n";
        let (node, problems) = tree(text);
        assert!(problems.is_empty());
        let node = node.unwrap();
        assert_eq!(&text[node.get("titel").unwrap().place.span.clone()], "\"café ☕ 日本\"");
        let Value::Seq(items) = &node.get("serie").unwrap().value else { panic!("a list") };
        assert_eq!(&text[items[0].place.span.clone()], "één");
        assert_eq!(&text[items[1].place.span.clone()], "twee");
        assert_eq!(&text[node.get("serie").unwrap().place.span.clone()], "[één, twee]");
        assert_eq!(&text[node.get("laatste").unwrap().get("a").unwrap().place.span.clone()], "'b''c'");
        assert_eq!(node.get("laatste").unwrap().get("a").unwrap().text(), Some("b'c"));
    }

    #[test]
    fn the_same_places_without_a_byte_order_mark_and_with_one() {
        let (node, _) = tree("\u{feff}days: 60\n");
        assert_eq!(&"\u{feff}days: 60\n"[node.unwrap().get("days").unwrap().place.span.clone()], "60");
    }

    #[test]
    fn a_block_map_ends_with_its_last_value() {
        let text = "a:\n  b: 1\n  c: 2\n\n# comment\nd: 3\n";
        let (node, _) = tree(text);
        assert!(text[node.unwrap().get("a").unwrap().place.span.clone()].starts_with("b: 1\n  c: 2"));
    }

    #[test]
    fn duplicate_keys_name_both_places() {
        let (node, problems) = tree("days: 1\nseed: 2\ndays: 3\n");
        assert_eq!(node.unwrap().get("days").unwrap().text(), Some("1"));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].place.as_ref().unwrap().span, 16..20);
        assert!(problems[0].hint.as_ref().unwrap().contains("line 1"));
    }

    #[test]
    fn nothing_is_nothing() {
        for text in ["", "# only a comment\n", "---\n", "~\n", "\u{feff}"] {
            let (node, problems) = tree(text);
            assert!(node.is_none() && problems.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn aliases_repeat_a_value_but_not_without_end() {
        let (node, problems) = tree("a: &x {k: 1}\nb: *x\n");
        assert!(problems.is_empty());
        assert_eq!(node.unwrap().get("b").unwrap().get("k").unwrap().text(), Some("1"));
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let below = level - 1;
            bomb.push_str(&format!(
                "a{level}: &a{level} [*a{below},*a{below},*a{below},*a{below},*a{below},*a{below}]\n"
            ));
        }
        assert_eq!(tree(&bomb).1.len(), 1);
        assert_eq!(tree("a: &a [*a]\n").1.len(), 1);
    }

    #[test]
    fn depth_has_a_limit() {
        assert_eq!(tree(&"[".repeat(5_000)).1.len(), 1);
        let block: String = (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        assert_eq!(tree(&block).1.len(), 1);
    }
}
