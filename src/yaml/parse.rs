//! A YAML text to a tree.
//!
//! Owns: the limits on what a file may contain, and to which value each comment goes. Deliberately one document without
//! tags: a scenario has no use for more.

use std::collections::BTreeMap;

use serde_saphyr::granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, Span, StructureStyle};

use super::comments::{Layout, Waiting};
use super::node::{Node, Quotes, Value};
use super::write::WIDTH;
use crate::diagnostics::Problems;
use crate::diagnostics::{Place, SourceId, char_boundary};

/// How deep values may nest: readers recurse, and a flow deeper than this is not readable for people either.
const DEPTH_MAX: usize = 48;
/// How many values a file may have, aliases counted each time they are used.
const NODES_MAX: usize = 200_000;

/// The first document of a YAML text; `None` if it has none. Problems are collected; on a syntax error, or where a limit
/// is hit, there is one problem and no tree, because what follows would only be noise.
pub(crate) fn parse(source: SourceId, text: &str, problems: &Problems) -> Option<Node> {
    let mut options = Options::default();
    options.flow_nesting_limit = DEPTH_MAX;
    options.block_nesting_limit = DEPTH_MAX;
    // The size of a file is limited already; a long explanation above a key is no reason to refuse it.
    options.max_buffered_comment_events = usize::MAX;
    let mut builder = Builder {
        source,
        text,
        layout: Layout(text),
        open: Vec::new(),
        anchors: BTreeMap::new(),
        nodes: 0,
        documents: 0,
        root: None,
        waiting: Waiting::default(),
        opening: None,
        last_end: None,
    };
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
            problems.error(&place, message, hint);
            return None;
        }
    }
    builder.finish()
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
    layout: Layout<'text>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
    documents: usize,
    root: Option<Node>,
    /// Comments on lines of their own that belong to no value yet.
    waiting: Waiting,
    /// A comment after `key:` or `-`, for the value that begins below.
    opening: Option<(String, usize)>,
    /// Where the last value ends that is not a block.
    last_end: Option<usize>,
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
                let quotes = match style {
                    ScalarStyle::Plain => Quotes::None,
                    ScalarStyle::SingleQuoted => Quotes::Single,
                    _ => Quotes::Double,
                };
                let is_left_out = quotes == Quotes::None && place.span.is_empty();
                let text = if is_left_out { String::new() } else { text.into_owned() };
                self.last_end = Some(place.span.end);
                let mut node = Node::new(place, Value::Scalar { text, quotes });
                self.take_comments(&mut node, false);
                self.add(node, anchor, 1)
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse_tag(&place, tag.is_some())?;
                self.start(Node::new(place, Value::Seq(Vec::new())), style, anchor)
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse_tag(&place, tag.is_some())?;
                self.start(Node::new(place, Value::Map(Vec::new())), style, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&place),
            Event::Comment(text, _) => {
                self.comment(&text, place.span.start);
                Ok(())
            }
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

    fn start(&mut self, mut node: Node, style: StructureStyle, anchor: usize) -> Result<(), Stop> {
        if self.open.len() >= DEPTH_MAX {
            return Err((node.place, too_deep(), None));
        }
        node.is_flow = style == StructureStyle::Flow;
        let is_block = !node.is_flow;
        self.take_comments(&mut node, is_block);
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
        if let Some((comment, _)) = self.opening.take() {
            self.waiting.push_inner(comment);
        }
        if node.is_flow {
            // One that was already too long for a line is not put on one.
            node.is_flow = written.chars().count() <= WIDTH || !written.contains('\n');
            self.last_end = Some(end.span.end);
            node.comments.after.extend(self.waiting.take_all());
        } else {
            let column = self.layout.column(node.place.span.start);
            let outer = self.open.last().map(|open| self.layout.column(open.node.place.span.start));
            match outer {
                None => node.comments.after.extend(self.waiting.take_all()),
                // A list that is not further in than its key: what follows it at that column is about the next key.
                Some(outer) if outer >= column => {}
                Some(_) => node.comments.after.extend(self.waiting.take_from_column(column)),
            }
        }
        self.add(node, anchor, 1)
    }

    /// A comment: of the value before it on its line, of the value that its line opens, or waiting for what follows.
    fn comment(&mut self, text: &str, start: usize) {
        let text = format!("#{}", text.trim_end());
        if self.layout.is_first_on_line(start) {
            let is_in_block = self.open.last().is_none_or(|open| !open.node.is_flow);
            let is_after_blank = is_in_block && self.layout.blank_above(start);
            self.waiting.push(start, self.layout.column(start), is_after_blank, text);
            return;
        }
        let is_behind_value = self.last_end.is_some_and(|end| end >= start || !self.text[end..start].contains('\n'));
        if self.open.is_empty() && self.root.is_none() {
            self.waiting.push(start, 0, false, text);
            return;
        }
        let last = match self.open.last_mut() {
            Some(open) if open.key.is_some() => None,
            Some(open) if open.node.is_flow && open.node.is_empty() => Some(&mut open.node),
            Some(open) if is_behind_value => open.node.last_child(),
            None if is_behind_value => self.root.as_mut(),
            Some(_) | None => None,
        };
        match last {
            Some(node) if node.comments.line.is_none() => {
                node.comments.line = Some(text);
                node.comments.column = self.layout.comment_column(start);
            }
            Some(_) => self.waiting.push_inner(text),
            None => self.opening = Some((text, self.layout.comment_column(start))),
        }
    }

    /// Gives a node that begins the comments that are about it; those within a block wait for its first child.
    fn take_comments(&mut self, node: &mut Node, is_block: bool) {
        let start = node.place.span.start;
        if self.open.is_empty() {
            if is_block {
                node.comments.before = self.waiting.take_head(self.layout.blank_above(start));
            } else {
                node.comments.before = self.waiting.take_all();
                node.comments.open_with(self.opening.take());
            }
            return;
        }
        // Above the first child of the root a blank line ends what is said about the whole file: that is known already.
        let is_first_of_root = self.open.len() == 1;
        let Some(parent) = self.open.last_mut() else { return };
        let may_be_blank = !parent.node.is_flow && (!is_first_of_root || !parent.node.is_empty());
        match (&parent.node.value, &mut parent.key) {
            (Value::Map(_), None) => {
                if let Some((comment, _)) = self.opening.take() {
                    self.waiting.push_inner(comment);
                }
                node.comments.before = self.waiting.take_all();
                if may_be_blank && self.layout.is_first_on_line(start) && self.layout.blank_above(start) {
                    node.comments.before.push(String::new());
                }
            }
            (Value::Map(_), Some(key)) => {
                node.comments.open_with(self.opening.take());
                if !is_block {
                    key.comments.before.extend(self.waiting.take_all());
                }
            }
            (Value::Seq(_) | Value::Scalar { .. }, _) => {
                node.comments.open_with(self.opening.take());
                if parent.node.is_flow {
                    node.comments.before = self.waiting.take_all();
                    return;
                }
                let dash = self.layout.dash(parent.node.place.span.start, start);
                node.comments.before = if is_block { self.waiting.take_until(dash) } else { self.waiting.take_all() };
                if may_be_blank && self.layout.is_first_on_line(dash) && self.layout.blank_above(dash) {
                    node.comments.before.push(String::new());
                }
            }
        }
    }

    /// The tree; comments behind it are the end of it.
    fn finish(mut self) -> Option<Node> {
        let mut root = self.root?;
        root.comments.after.extend(self.waiting.take_all());
        Some(root)
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<(), Stop> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err((place, "this alias stands for a value that contains it".into(), None));
        };
        let mut node = node.without_comments();
        if self.open.len() + node.depth() > DEPTH_MAX {
            return Err((place, format!("with this alias values nest deeper than {DEPTH_MAX} levels"), None));
        }
        let size = node.size();
        self.last_end = Some(place.span.end);
        let defined_at = std::mem::replace(&mut node.place, place);
        self.take_comments(&mut node, false);
        node.place = defined_at;
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

#[cfg(test)]
mod tests {
    use super::super::node::remove_duplicates;
    use super::*;

    fn tree(text: &str) -> (Option<Node>, Vec<crate::diagnostics::Problem>) {
        let problems = Problems::default();
        let mut node = parse(0, text, &problems);
        if let Some(node) = &mut node {
            remove_duplicates(node, text, &problems);
        }
        (node, problems.into_problems())
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
