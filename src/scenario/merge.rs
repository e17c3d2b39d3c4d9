//! `extends`: one tree laid over another.
//!
//! Owns: the merge of maps, and changes of lists by name (`change`, `add`, `remove`). Deliberately knows of the form of a
//! scenario only which lists hold things with names.

use crate::diagnostics::Problems;
use crate::diagnostics::suggestion;
use crate::yaml::node::{Node, Value};

/// A list that can be changed by name.
struct List {
    /// Where it is.
    path: &'static [&'static str],
    /// The key of an item that holds its name; none where items are names themselves.
    key: Option<&'static str>,
    /// What an item is called in messages.
    item: &'static str,
}

const LISTS: [List; 4] = [
    List { path: &["flows"], key: Some("flow"), item: "flow" },
    List { path: &["import", "cohorts"], key: Some("name"), item: "cohort" },
    List { path: &["population", "exports"], key: Some("file"), item: "export" },
    List { path: &["lists"], key: None, item: "list" },
];

/// What a map in the place of a list may say.
const EDITS: [&str; 3] = ["change", "remove", "add"];

/// Lays trees over others.
pub(super) struct Merge<'m> {
    /// Where problems go.
    pub(super) problems: &'m Problems,
    /// The tree of a file that an item names, with a problem reported if there is none.
    pub(super) open: &'m mut dyn FnMut(&Node) -> Option<Node>,
}

impl Merge<'_> {
    /// `over` laid over `base`: maps merge, and a key without a value takes it away; lists and single values replace, but
    /// lists of things with names can be changed.
    pub(super) fn merged(&mut self, base: Node, over: Node) -> Node {
        self.at(base, over, &mut Vec::new())
    }

    fn at(&mut self, base: Node, over: Node, path: &mut Vec<String>) -> Node {
        let list = LISTS.iter().find(|list| list.path.iter().eq(path.iter()));
        match (base.value, over.value) {
            (Value::Seq(items), Value::Map(edits)) if list.is_some() => {
                let items = list.map_or(Vec::new(), |list| self.edited(list, items, &edits));
                Node::new(over.place, Value::Seq(items))
            }
            (Value::Map(mut entries), Value::Map(above)) => {
                for (key, value) in above {
                    let at = entries.iter().position(|(known, _)| known.text() == key.text());
                    path.push(key.text().unwrap_or_default().to_owned());
                    match at {
                        Some(at) if value.is_null() => {
                            entries.remove(at);
                        }
                        Some(at) => {
                            let (_, old) = entries.remove(at);
                            let value = self.at(old, value, path);
                            entries.insert(at, (key, value));
                        }
                        None => {
                            let value = self.over_nothing(value, path);
                            entries.push((key, value));
                        }
                    }
                    path.pop();
                }
                Node::new(over.place, Value::Map(entries))
            }
            (_, value) => Node::new(over.place, value),
        }
    }

    /// A value that the base does not have: a list that is changed was empty.
    fn over_nothing(&mut self, value: Node, path: &mut Vec<String>) -> Node {
        let is_on_way =
            |list: &List| list.path.len() >= path.len() && list.path.iter().zip(path.iter()).all(|(a, b)| a == b);
        let Some(list) = LISTS.iter().find(|list| is_on_way(list)).filter(|_| matches!(value.value, Value::Map(_)))
        else {
            return value;
        };
        let nothing = if list.path.len() == path.len() { Value::Seq(Vec::new()) } else { Value::Map(Vec::new()) };
        self.at(Node::new(value.place.clone(), nothing), value, path)
    }

    /// The items of a list after its changes: first those that change, then without those that go, then with new ones.
    fn edited(&mut self, list: &List, mut items: Vec<Node>, edits: &[(Node, Node)]) -> Vec<Node> {
        for (key, _) in edits {
            let name = key.text().unwrap_or_default();
            if !EDITS.contains(&name) {
                self.problems.error(&key.place, format!("unknown key `{name}`"), suggestion(name, EDITS));
            }
        }
        let edit = |name: &str| edits.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value);
        if let Some(change) = edit("change") {
            self.change(list, &mut items, change);
        }
        if let Some(remove) = edit("remove") {
            for name in self.items_of(remove) {
                if let Some(at) = self.find(list, &items, name) {
                    items.remove(at);
                }
            }
        }
        if let Some(add) = edit("add") {
            items.extend(self.items_of(add).iter().cloned());
        }
        items
    }

    fn change(&mut self, list: &List, items: &mut [Node], change: &Node) {
        let (Some(_), Value::Map(changes)) = (list.key, &change.value) else {
            let (message, hint) = match list.key {
                None => (format!("a {} has no parts that can change", list.item), "use `remove` and `add`".to_owned()),
                Some(_) => (
                    format!("expected a map, found {}", change.kind()),
                    format!("write it as in `change: {{Name of the {}: {{...}}}}`", list.item),
                ),
            };
            self.problems.error(&change.place, message, Some(hint));
            return;
        };
        for (name, over) in changes {
            let Some(at) = self.find(list, items, name) else { continue };
            if !matches!(over.value, Value::Map(_)) {
                let hint = format!("what changes is a map of keys; `remove` takes the {} away", list.item);
                self.problems.error(&over.place, format!("expected a map, found {}", over.kind()), Some(hint));
                continue;
            }
            let Some(base) = self.opened(&items[at]) else { continue };
            // Below an item no list has names: a path that is none of theirs.
            items[at] = self.at(base, over.clone(), &mut vec![String::new()]);
        }
    }

    /// The number of the item that a name means; a problem if none or several have it.
    fn find(&mut self, list: &List, items: &[Node], name: &Node) -> Option<usize> {
        let Some(wanted) = name.text().map(str::trim) else {
            let message = format!("expected the name of a {}, found {}", list.item, name.kind());
            self.problems.error(&name.place, message, None);
            return None;
        };
        let mut names: Vec<Option<String>> = Vec::new();
        for item in items {
            let node = match list.key {
                Some(_) => self.opened(item),
                None => Some(item.clone()),
            };
            let named = node.as_ref().and_then(|node| list.key.map_or(Some(node), |key| node.get(key)));
            names.push(named.and_then(Node::text).map(|text| text.trim().to_owned()));
        }
        let mut found =
            names.iter().enumerate().filter(|(_, known)| known.as_deref() == Some(wanted)).map(|(at, _)| at);
        let (first, second) = (found.next(), found.next());
        match (first, second) {
            (Some(at), None) => Some(at),
            (Some(_), Some(_)) => {
                let hint = format!("give each {} a name of its own, or write the whole list here", list.item);
                let message = format!("two {}s of the base are called `{wanted}`", list.item);
                self.problems.error(&name.place, message, Some(hint));
                None
            }
            // An item whose name could not be read may be the one: that is a problem of its own.
            (None, _) if names.iter().any(Option::is_none) => None,
            (None, _) if names.is_empty() => {
                let message = format!("the base has no {} that could be `{wanted}`", list.item);
                self.problems.error(&name.place, message, Some("`add` is for new ones".into()));
                None
            }
            (None, _) => {
                let mut known: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
                known.dedup();
                let hint = suggestion(wanted, known);
                let message = format!("no {} of the base is called `{wanted}`", list.item);
                self.problems.error(&name.place, message, hint.or_else(|| Some("`add` is for new ones".into())));
                None
            }
        }
    }

    /// An item itself, or the tree of the file that it names.
    fn opened(&mut self, item: &Node) -> Option<Node> {
        if matches!(item.value, Value::Scalar { .. }) { (self.open)(item) } else { Some(item.clone()) }
    }

    fn items_of<'n>(&self, node: &'n Node) -> &'n [Node] {
        if let Value::Seq(items) = &node.value {
            return items;
        }
        self.problems.error(&node.place, format!("expected a list, found {}", node.kind()), None);
        &[]
    }
}

/// Takes changes of lists out of a tree that is laid over no other, as problems: there is nothing to change.
pub(super) fn refuse_edits(node: &mut Node, problems: &Problems) {
    for list in &LISTS {
        let Some((last, way)) = list.path.split_last() else { continue };
        let parent = way.iter().try_fold(&mut *node, |node, key| match &mut node.value {
            Value::Map(entries) => {
                entries.iter_mut().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
            }
            Value::Scalar { .. } | Value::Seq(_) => None,
        });
        let Some(Node { value: Value::Map(entries), .. }) = parent else { continue };
        let is_edit = |(key, value): &(Node, Node)| {
            let has_edit = EDITS.iter().any(|edit| value.get(edit).is_some());
            key.text() == Some(last) && has_edit
        };
        if let Some(at) = entries.iter().position(is_edit) {
            let (key, _) = entries.remove(at);
            let hint = format!("write `{last}` as a list, or name a scenario that has one in `extends`");
            let message = format!("there are no {}s to change: this scenario extends no other", list.item);
            problems.error(&key.place, message, Some(hint));
        }
    }
}
