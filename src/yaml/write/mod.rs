//! Trees to YAML in the style of the house, with their comments; the one place that writes scenarios.
//!
//! Owns: the layout (lists and maps over several lines, or on one where they were written so), quotes ([`scalar`]), trees that programs make ([`make`], [`serialize`]) and changes of a tree at a path ([`edit`]).
//! Deliberately keeps no anchors, and no line breaks within a text: what is read again is the same values and comments.

pub(crate) mod edit;
pub(crate) mod make;
mod scalar;
pub(crate) mod serialize;
#[cfg(test)]
pub(crate) mod tests;

use self::scalar::Around;
use super::node::{Node, Value};

/// The longest list or map that is put on one line if it was not on one, in characters.
pub(crate) const WIDTH: usize = 120;
/// How far a value is further in than what it belongs to, in blanks.
const INDENT: usize = 2;

/// A tree as a YAML text that ends with a line end. Reading it gives the same values and the same comments.
pub(crate) fn write(node: &Node) -> String {
    let mut text = String::new();
    let is_block = is_block(node);
    comment_lines(&node.comments.before, 0, &mut text);
    if is_block {
        // The whole file has no line of its own to put this on.
        comment_lines(node.comments.line.as_slice(), 0, &mut text);
    }
    if !text.is_empty() && is_block {
        text.push('\n');
    }
    if is_block {
        text.push_str(&block(node, 0));
    } else {
        text.push_str(&scalar_or_flow(node, Around::Root));
        end_line(node, &mut text);
    }
    comment_lines(&node.comments.after, 0, &mut text);
    text
}

/// A tree on one line, as it can stand anywhere in a file, also between brackets; without its comments.
pub(crate) fn write_inline(node: &Node) -> String {
    scalar_or_flow(node, Around::Flow)
}

/// Whether a list or map goes over several lines.
fn is_block(node: &Node) -> bool {
    let has_children = !node.is_empty() && !matches!(node.value, Value::Scalar { .. });
    has_children && (!node.is_flow || has_inner_comments(node))
}

/// Whether something within a list or map is commented: then it needs lines.
fn has_inner_comments(node: &Node) -> bool {
    let is_commented = |node: &Node| !node.comments.is_empty() || has_inner_comments(node);
    !node.comments.after.is_empty()
        || match &node.value {
            Value::Scalar { .. } => false,
            Value::Seq(items) => items.iter().any(is_commented),
            Value::Map(entries) => entries.iter().any(|(key, value)| is_commented(key) || is_commented(value)),
        }
}

/// The children of a list or map, each on lines of its own.
fn block(node: &Node, indent: usize) -> String {
    let mut text = String::new();
    match &node.value {
        Value::Scalar { .. } => {}
        Value::Seq(items) => items.iter().for_each(|item| block_item(item, indent, &mut text)),
        Value::Map(entries) => {
            for (key, value) in entries {
                comment_lines(&above_entry(key, value), indent, &mut text);
                let key_text = scalar_or_flow(key, Around::Key);
                text.push_str(&" ".repeat(indent));
                text.push_str(&key_text);
                text.push(':');
                entry_value(value, indent, &mut text);
            }
        }
    }
    text
}

/// What stands above an entry of a map: comments of a value that has no lines of its own for them move there.
fn above_entry(key: &Node, value: &Node) -> Vec<String> {
    let inner =
        if value.is_empty() || matches!(value.value, Value::Scalar { .. }) { &value.comments.after[..] } else { &[] };
    let key_lines = key.comments.line.iter().chain(&key.comments.after);
    key.comments.before.iter().chain(key_lines).chain(&value.comments.before).chain(inner).cloned().collect()
}

/// What follows the colon of a key: a value on its line, or one that begins below.
fn entry_value(value: &Node, indent: usize, text: &mut String) {
    if is_block(value) {
        end_line(value, text);
        text.push_str(&block(value, indent + INDENT));
        comment_lines(&value.comments.after, indent + INDENT, text);
        return;
    }
    if let Some(lines) = scalar::literal(value, indent + INDENT) {
        text.push(' ');
        text.push_str(lines.header);
        end_line(value, text);
        text.push_str(&lines.body);
        return;
    }
    let inline = scalar_or_flow(value, Around::Block);
    if !inline.is_empty() {
        text.push(' ');
        text.push_str(&inline);
    }
    end_line(value, text);
}

/// An item of a list over several lines. A list or map in it begins beside the hyphen, unless a comment is in between.
fn block_item(item: &Node, indent: usize, text: &mut String) {
    comment_lines(&item.comments.before, indent, text);
    let inner = indent + INDENT;
    let is_block = is_block(item);
    if !is_block {
        comment_lines(if item.is_empty() { &item.comments.after } else { &[] }, indent, text);
    }
    text.push_str(&" ".repeat(indent));
    text.push('-');
    if !is_block {
        entry_value(item, indent, text);
        return;
    }
    let children = block(item, inner);
    let is_beside = item.comments.line.is_none() && !begins_with_comment(item);
    if is_beside {
        text.push(' ');
        text.push_str(&children[inner..]);
    } else {
        end_line(item, text);
        text.push_str(&children);
    }
    comment_lines(&item.comments.after, inner, text);
}

/// Whether something stands above the first child of a list or map.
fn begins_with_comment(node: &Node) -> bool {
    match &node.value {
        Value::Scalar { .. } => false,
        Value::Seq(items) => items.first().is_some_and(|item| {
            !item.comments.before.is_empty() || (item.is_empty() && !item.comments.after.is_empty())
        }),
        Value::Map(entries) => entries.first().is_some_and(|(key, value)| !above_entry(key, value).is_empty()),
    }
}

/// A value on one line, without comments.
fn scalar_or_flow(node: &Node, around: Around) -> String {
    match &node.value {
        Value::Scalar { text, quotes } => scalar::scalar(text, *quotes, around),
        Value::Seq(items) => {
            let items: Vec<String> = items.iter().map(write_inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(Node, Node)| {
                format!("{}: {}", scalar_or_flow(key, Around::FlowKey), scalar_or_flow(value, Around::FlowValue))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Ends the line of a value, with its comment at its column.
fn end_line(node: &Node, text: &mut String) {
    if let Some(comment) = &node.comments.line {
        let written = text.rsplit('\n').next().map_or(0, |line| line.chars().count());
        text.push_str(&" ".repeat(node.comments.column.saturating_sub(written).max(1)));
        text.push_str(&clean(comment));
    }
    text.push('\n');
}

/// Comments and empty lines; never two empty ones in a row.
fn comment_lines(lines: &[String], indent: usize, text: &mut String) {
    for line in lines {
        if !line.is_empty() {
            text.push_str(&" ".repeat(indent));
            text.push_str(&clean(line));
            text.push('\n');
        } else if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
    }
}

/// A comment as one line that is one: a program can have made it of anything.
fn clean(comment: &str) -> String {
    let is_break = |letter: char| (letter.is_control() && letter != '\t') || matches!(letter, '\u{2028}' | '\u{2029}');
    let line = comment.replace(is_break, " ");
    let line = line.trim_end();
    if line.starts_with('#') { line.to_owned() } else { format!("# {line}") }
}
