//! Changes of a tree at a path: what a program proposes to change in a file of a person.
//!
//! Owns: [`Part`], and setting, inserting and removing a value where a path leads. Deliberately leaves everything else
//! as it is, comments included: a person must know the file again.

use std::fmt;

use crate::yaml::node::{Node, Value};

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The value of a key of a map.
    Key(String),
    /// An item of a list, from 0.
    At(usize),
    /// The first item of a list that has this value under this key, such as the flow of a name.
    Named(&'static str, String),
}

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoWay {
    /// The part that could not be taken.
    pub(crate) part: Part,
    /// What is there instead, such as `a single value`.
    pub(crate) found: &'static str,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::At(at) => write!(f, "{at}"),
            Self::Named(key, name) => write!(f, "{key}: {name}"),
        }
    }
}

impl fmt::Display for NoWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` leads nowhere: here is {}", self.part, self.found)
    }
}

/// The value that a path leads to.
pub(crate) fn get<'n>(node: &'n Node, path: &[Part]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, part| match (&node.value, part) {
        (Value::Map(_), Part::Key(key)) => node.get(key),
        (Value::Seq(items), part) => items.get(position(items, part)?),
        (Value::Scalar { .. } | Value::Map(_), _) => None,
    })
}

/// Puts a value where a path leads, and hands out what was there. Maps on the way that are missing are made; a key that
/// is new comes last. What was commented at the end of the line stays there, unless the new value says something itself.
///
/// # Errors
///
/// Where the path goes into a value that has no such part: nothing was changed then.
pub(crate) fn set(node: &mut Node, path: &[Part], value: Node) -> Result<Option<Node>, NoWay> {
    let Some((part, rest)) = path.split_first() else {
        return Ok(Some(replace(node, value)));
    };
    let wrong = NoWay { part: part.clone(), found: node.kind() };
    match (&mut node.value, part) {
        (Value::Map(entries), Part::Key(key)) => {
            if let Some((_, inner)) = entries.iter_mut().find(|(name, _)| name.text() == Some(key)) {
                if inner.is_null() && !rest.is_empty() {
                    let old = replace(inner, branch(rest, value)?);
                    return Ok(Some(old));
                }
                return set(inner, rest, value);
            }
            entries.push((Node::text_of(key.clone()), branch(rest, value)?));
            Ok(None)
        }
        (Value::Seq(items), part) => match position(items, part).and_then(|at| items.get_mut(at)) {
            Some(inner) => set(inner, rest, value),
            None => Err(wrong),
        },
        (Value::Scalar { .. } | Value::Map(_), _) => Err(wrong),
    }
}

/// Puts a value into the list that a path leads to, before the item of a number; behind the last one if there are fewer.
/// A list that is missing is made.
///
/// # Errors
///
/// Where the path leads to something that is no list: nothing was changed then.
pub(crate) fn insert(node: &mut Node, path: &[Part], at: usize, value: Node) -> Result<(), NoWay> {
    let Some(list) = get_mut(node, path) else {
        return set(node, path, Node::list_of([value])).map(|_| ());
    };
    let wrong = NoWay { part: Part::At(at), found: list.kind() };
    match &mut list.value {
        Value::Seq(items) => {
            items.insert(at.min(items.len()), value);
            Ok(())
        }
        Value::Scalar { .. } | Value::Map(_) => Err(wrong),
    }
}

/// Takes away what a path leads to, with its key and with the comments about it; `None` if there is nothing.
pub(crate) fn remove(node: &mut Node, path: &[Part]) -> Option<Node> {
    let (part, way) = path.split_last()?;
    let parent = get_mut(node, way)?;
    match (&mut parent.value, part) {
        (Value::Map(entries), Part::Key(key)) => {
            let at = entries.iter().position(|(name, _)| name.text() == Some(key))?;
            Some(entries.remove(at).1)
        }
        (Value::Seq(items), part) => {
            let at = position(items, part).filter(|&at| at < items.len())?;
            Some(items.remove(at))
        }
        (Value::Scalar { .. } | Value::Map(_), _) => None,
    }
}

fn get_mut<'n>(node: &'n mut Node, path: &[Part]) -> Option<&'n mut Node> {
    path.iter().try_fold(node, |node, part| match (&mut node.value, part) {
        (Value::Map(entries), Part::Key(key)) => {
            entries.iter_mut().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
        }
        (Value::Seq(items), part) => {
            let at = position(items, part)?;
            items.get_mut(at)
        }
        (Value::Scalar { .. } | Value::Map(_), _) => None,
    })
}

/// The number of the item that a part means.
fn position(items: &[Node], part: &Part) -> Option<usize> {
    match part {
        Part::Key(_) => None,
        Part::At(at) => Some(*at),
        Part::Named(key, name) => {
            items.iter().position(|item| item.get(key).and_then(Node::text).is_some_and(|text| text.trim() == name))
        }
    }
}

/// A value below the keys of a path that nothing is at yet.
fn branch(path: &[Part], value: Node) -> Result<Node, NoWay> {
    path.iter().rev().try_fold(value, |inner, part| match part {
        Part::Key(key) => Ok(Node::map_of([(key.clone(), inner)])),
        Part::At(_) | Part::Named(..) => Err(NoWay { part: part.clone(), found: "nothing" }),
    })
}

/// A value in the place of another, under the comments that are there.
fn replace(node: &mut Node, mut value: Node) -> Node {
    if value.comments.line.is_none() {
        value.comments.line.clone_from(&node.comments.line);
        value.comments.column = node.comments.column;
    }
    if value.comments.before.is_empty() {
        value.comments.before.clone_from(&node.comments.before);
    }
    std::mem::replace(node, value)
}
