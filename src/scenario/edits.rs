//! Changes of a plan as edits of the files that it was read from.
//!
//! Owns: [`Document`], what a scenario's files hold after `extends` and flow files are resolved; [`Edit`]; which key each
//! kind of change is written to. Deliberately writes no file, and chooses no change: that is the judges'.
//!
//! Law: the plan that is read from the edited scenario is the plan that `rehearsal_core::model::apply` makes.

use rehearsal_core::consent::Channel;
use rehearsal_core::ids::Side;
use rehearsal_core::model::{Change, DoorUse};
use rehearsal_core::plan::{Clock, Door, Overflow, Plan};
use rehearsal_core::time::Minute;

use super::keys::{
    clock_key, feed_key, handling_key, instant_key, length_key, overflow_key, ratio_key, reentry_key, sign_ups_key,
};
use crate::diagnostics::Problems;
use crate::yaml::node::{Node, Value};
use crate::yaml::parse::parse;
use crate::yaml::write::edit::{self, Part};
use crate::yaml::write::{write, write_inline};

/// What a scenario's files hold, merged with what they extend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The scenario.
    pub(super) root: Node,
    /// Its flows, inline and from files, in the order of the plan.
    pub(super) flows: Vec<Node>,
    /// The name of each file that was read, relative to the scenario's folder.
    pub(super) files: Vec<String>,
}

/// One edit of a file of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file, relative to the scenario's folder.
    pub file: String,
    /// The keys that lead to the value, joined by dots; a flow in a scenario file stands as `flows[NAME]`.
    pub path: String,
    /// What stands there, as YAML on one line; `None` if nothing does.
    pub old: Option<String>,
    /// What is to stand there, as YAML on one line.
    pub new: String,
}

/// Which tree of a document.
#[derive(Clone, Copy)]
enum Tree {
    Root,
    Flow(usize),
}

/// One value to write.
struct Write {
    tree: Tree,
    path: Vec<String>,
    new: String,
}

impl Write {
    fn root(path: &[&str], new: impl Into<String>) -> Self {
        Self { tree: Tree::Root, path: path.iter().map(|key| (*key).to_owned()).collect(), new: new.into() }
    }

    fn flow(flow: usize, path: &[&str], new: impl Into<String>) -> Self {
        Self { tree: Tree::Flow(flow), ..Self::root(path, new) }
    }
}

impl Document {
    /// The edits that write changes, made together in this order, into the files; one list for each change. The plan is
    /// the one that this document was read as.
    #[must_use]
    pub fn edits(&self, plan: &Plan, changes: &[Change]) -> Vec<Vec<Edit>> {
        self.edited(plan, changes).1
    }

    /// The document after changes, and the edits.
    pub(super) fn edited(&self, plan: &Plan, changes: &[Change]) -> (Self, Vec<Vec<Edit>>) {
        let mut document = self.clone();
        let of_change = |change: &Change| {
            let writes = writes(&document, plan, change);
            writes.into_iter().filter_map(|write| document.write(&write)).collect()
        };
        let edits = changes.iter().map(of_change).collect();
        (document, edits)
    }

    /// The scenario as one file, after changes: everything that it extends and every flow written into it.
    #[must_use]
    pub fn text_after(&self, plan: &Plan, changes: &[Change]) -> String {
        let Self { mut root, flows, .. } = self.edited(plan, changes).0;
        if let Some(list) = root.get("flows").cloned() {
            let whole = Node { value: Value::Seq(flows), ..list };
            // The list is there, so the path leads to it.
            let _replaced = edit::set(&mut root, &path_of(&["flows"]), whole);
        }
        write(&root)
    }

    fn tree(&self, tree: Tree) -> Option<&Node> {
        match tree {
            Tree::Root => Some(&self.root),
            Tree::Flow(flow) => self.flows.get(flow),
        }
    }

    /// Writes a value; `None` if the path leads through something that is no map.
    fn write(&mut self, write: &Write) -> Option<Edit> {
        let new = value(&write.new)?;
        let tree = self.tree(write.tree)?;
        let keys: Vec<&str> = write.path.iter().map(String::as_str).collect();
        let old = get(tree, &keys).filter(|old| !old.is_null()).map(write_inline);
        let (file, within) = self.place_of(write.tree, &keys)?;
        let root = match write.tree {
            Tree::Root => &mut self.root,
            Tree::Flow(flow) => self.flows.get_mut(flow)?,
        };
        edit::set(root, &path_of(&keys), new).ok()?;
        Some(Edit { file, path: within, old, new: write.new.clone() })
    }

    /// The file in which a value stands, or the innermost map around it, and the path in that file.
    fn place_of(&self, tree: Tree, keys: &[&str]) -> Option<(String, String)> {
        let top = self.tree(tree)?;
        let innermost = (0..=keys.len()).rev().find_map(|depth| get(top, &keys[..depth]))?;
        let file = self.files.get(innermost.place.source).cloned().unwrap_or_default();
        let path = keys.iter().map(|key| quoted(key)).collect::<Vec<_>>().join(".");
        let prefix = match tree {
            Tree::Root => String::new(),
            // A flow in a file of its own is the whole of that file.
            Tree::Flow(_) if self.is_whole_file(top) => String::new(),
            Tree::Flow(_) => format!("flows[{}].", top.get("flow").and_then(Node::text).unwrap_or_default()),
        };
        Some((file, format!("{prefix}{path}")))
    }

    /// Whether a flow is not written in the scenario's own list of flows.
    fn is_whole_file(&self, flow: &Node) -> bool {
        let Some(Value::Seq(items)) = self.root.get("flows").map(|flows| &flows.value) else { return true };
        !items.iter().any(|item| item.place == flow.place)
    }
}

/// The value below these keys.
fn get<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    edit::get(node, &path_of(keys))
}

fn path_of(keys: &[&str]) -> Vec<Part> {
    keys.iter().map(|key| Part::Key((*key).to_owned())).collect()
}

/// A value that is written as YAML on one line.
fn value(text: &str) -> Option<Node> {
    parse(0, text, &Problems::default())
}

/// A text in quotes where it needs them.
fn quoted(text: &str) -> String {
    write_inline(&Node::text_of(text))
}

/// What a change writes.
fn writes(document: &Document, plan: &Plan, change: &Change) -> Vec<Write> {
    let at = |at: Minute| instant_key(plan, at);
    match change {
        Change::SetFlag { property, release } => {
            let flag = format!("{{property: {}, release: {}}}", quoted(property), at(*release));
            let is_known = get(&document.root, &["properties", property]).is_some();
            let declare = (!is_known).then(|| Write::root(&["properties", property], "bool"));
            declare.into_iter().chain([Write::root(&["import", "flag"], flag)]).collect()
        }
        Change::GuardFlow { flow, property } => {
            let guard = format!("profile.{property} != true");
            let old = document.flows.get(flow.get()).and_then(|flow| flow.get("entry")).and_then(Node::text);
            let entry = old.map_or_else(|| guard.clone(), |old| format!("({old}) && {guard}"));
            vec![Write::flow(flow.get(), &["entry"], quoted(&entry))]
        }
        Change::RewriteGuard { flow, property } => {
            vec![Write::flow(flow.get(), &["entry"], quoted(&format!("profile.{property} != true")))]
        }
        Change::MoveFlagRelease { to } => vec![Write::root(&["import", "flag", "release"], at(*to))],
        Change::UseDoor { purpose, door, .. } => vec![use_door(*purpose, door)],
        Change::HoldFlow { flow, from } => {
            vec![Write::flow(flow.get(), &["live"], live(document, flow.get(), ("from", at(*from)), "until"))]
        }
        Change::EndFlow { flow, until } => {
            vec![Write::flow(flow.get(), &["live"], live(document, flow.get(), ("until", at(*until)), "from"))]
        }
        Change::SwitchOffFlow { flow } => vec![Write::flow(flow.get(), &["live"], "never")],
        Change::GoLive { flow } => vec![Write::flow(flow.get(), &["live"], "always")],
        Change::SetReentry { flow, reentry } => {
            vec![Write::flow(flow.get(), &["re-entry"], reentry_key(*reentry))]
        }
        Change::SetEventAge { flow, minutes } => {
            vec![Write::flow(flow.get(), &["trigger", "within"], length_key(*minutes))]
        }
        Change::MoveCampaign { flow, to } => vec![Write::flow(flow.get(), &["trigger", "at"], at(*to))],
        Change::SetConsentHandling { handling } => vec![Write::root(&["import", "consent"], handling_key(*handling))],
        Change::LoadSuppressions { at: loaded } => vec![Write::root(&["import", "suppressions"], at(*loaded))],
        Change::MoveSecondImport { to } => vec![Write::root(&["import", "again"], at(*to))],
        Change::SetUnsubscribeSync { from, feed } => {
            let key = match from {
                Side::Source => "source-to-target",
                Side::Target => "target-to-source",
            };
            vec![Write::root(&["unsubscribes", key], feed_key(*feed))]
        }
        Change::SetFeed { integration, side, feed } => {
            let name = plan.integrations.get(integration.get()).map_or("", |known| known.name.as_str());
            set_feed(document, name, *side, &feed_key(*feed))
        }
        Change::SetOverflow { pool, overflow } => set_overflow(document, plan, pool.get(), *overflow),
        Change::SetExpiry { minutes } => vec![Write::root(&["sending", "expires"], length_key(*minutes))],
        Change::SetQuietClock { channel, clock } => vec![set_quiet_clock(document, *channel, *clock)],
        Change::JoinList { list } => {
            let name = plan.lists.get(list.get()).map_or("", String::as_str);
            vec![Write::root(&["behaviour", "sign-ups", "list"], quoted(name))]
        }
        Change::SetSignUps { per_day, list } => {
            let name = plan.lists.get(list.get()).map_or("", String::as_str);
            vec![Write::root(&["behaviour", "sign-ups"], sign_ups_key(*per_day, &quoted(name)))]
        }
        Change::SetEventRate { event, per_day } => {
            let name = plan.events.get(event.get()).map_or("", |event| event.name.as_str());
            vec![Write::root(&["behaviour", "events", name], ratio_key(*per_day))]
        }
    }
}

fn use_door(purpose: DoorUse, door: &Door) -> Write {
    let flags: String = door.guards.iter().map(|flag| format!(", {flag}: true")).collect();
    let new = if flags.is_empty() { door.id.clone() } else { format!("{{id: {}{flags}}}", door.id) };
    match purpose {
        DoorUse::Profiles => Write::root(&["import", "door"], new),
        DoorUse::History => Write::root(&["import", "history", "door"], new),
    }
}

/// When a flow is live, with one end set and the other as it is written.
fn live(document: &Document, flow: usize, (key, at): (&str, String), other: &str) -> String {
    let kept = document.flows.get(flow).and_then(|flow| get(flow, &["live", other])).map(write_inline);
    kept.map_or_else(|| format!("{{{key}: {at}}}"), |kept| format!("{{{key}: {at}, {other}: {kept}}}"))
}

/// A feed to the target of an integration that is missing makes it one that is there.
fn set_feed(document: &Document, name: &str, side: Side, feed: &str) -> Vec<Write> {
    let kind = get(&document.root, &["integrations", name, "kind"]).and_then(Node::text);
    let becomes = (side == Side::Target && kind == Some("missing"))
        .then(|| Write::root(&["integrations", name, "kind"], "custom"));
    let key = match side {
        Side::Source => "source-feed",
        Side::Target => "feed",
    };
    becomes.into_iter().chain([Write::root(&["integrations", name, key], feed)]).collect()
}

fn set_overflow(document: &Document, plan: &Plan, pool: usize, overflow: Overflow) -> Vec<Write> {
    let name_of = |pool: usize| plan.sending.pools.get(pool).map_or("", |pool| pool.name.as_str());
    let spill = match overflow {
        Overflow::Spill(to) => name_of(to.get()),
        Overflow::Hold | Overflow::Drop | Overflow::SendAnyway => "",
    };
    let (name, new) = (name_of(pool), overflow_key(overflow, spill));
    let of_pool = ["sending", "pools", name, "ramp", "overflow"];
    let path =
        if get(&document.root, &of_pool[..3]).is_some() { &of_pool[..] } else { &["sending", "ramp", "overflow"] };
    vec![Write::root(path, new)]
}

/// Quiet hours that are written as hours alone become a map.
fn set_quiet_clock(document: &Document, channel: Channel, clock: Clock) -> Write {
    let path = ["sending", "quiet-hours", channel.name()];
    match get(&document.root, &path) {
        Some(hours @ Node { value: Value::Scalar { .. }, .. }) => {
            Write::root(&path, format!("{{hours: {}, clock: {}}}", write_inline(hours), clock_key(clock)))
        }
        Some(_) | None => Write::root(&[&path[..], &["clock"]].concat(), clock_key(clock)),
    }
}
