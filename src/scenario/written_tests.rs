//! Laws of writing raw structs: random scenarios, made from the JSON Schema so that a new key is in them by itself.

use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::catalogue::Catalogue;
use crate::diagnostics::Problems;
use crate::exports::ExportRequest;
use crate::scenario::raw::Scenario;
use crate::scenario::{load_text, schema};
use crate::yaml::field::Field;
use crate::yaml::node::Node;
use crate::yaml::read::Reader;
use crate::yaml::write::tests::{all_files, meaning, read};
use crate::yaml::write::{serialize, write};

/// Maps of which exactly one key is the gist, and what else belongs to a gist.
const ONE_OF: [(&str, &[&str]); 6] = [
    ("Trigger", &["list", "event+where+within", "at", "birthday", "by-hand"]),
    (
        "Step",
        &[
            "email+purpose+transactional+id",
            "sms+purpose",
            "wait+id",
            "wait-until",
            "wait-for",
            "if+then+else",
            "random",
            "set",
            "add-to",
            "remove-from",
            "emit",
        ],
    ),
    ("Goal", &["event", "when"]),
    ("Population", &["synthetic"]),
    ("CustomClaim", &["never", "always"]),
    ("Ramp", &["preset+overflow", "per-day+tail+advance+start+providers", "per-hour"]),
];

/// What others refer to, and is therefore always there.
const DECLARED: [&str; 4] = ["lists", "properties", "events", "integrations"];

/// Random trees that fit a schema.
struct Maker<'s> {
    schema: &'s Json,
    state: u64,
}

impl Maker<'_> {
    /// A number below a bound; the middle bits of a linear generator are random enough here.
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % bound.max(1)
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    /// A value that fits a schema, under a key.
    fn value(&mut self, schema: &Json, key: &str, depth: usize) -> Node {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap();
            let inner = self.schema["$defs"][name].clone();
            return self.named(name, &inner, key, depth);
        }
        self.named("", schema, key, depth)
    }

    fn named(&mut self, name: &str, schema: &Json, key: &str, depth: usize) -> Node {
        if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
            // Changes of a base are gone when raw structs are read.
            let is_whole = |choice: &&Json| choice["properties"]["remove"].is_null();
            let choices: Vec<&Json> = choices.iter().filter(is_whole).collect();
            let chosen = choices[self.below(choices.len())].clone();
            return self.value(&chosen, key, depth);
        }
        if let Some(only) = schema.get("const") {
            return scalar(only);
        }
        if let Some(words) = schema["enum"].as_array() {
            return scalar(&words[self.below(words.len())].clone());
        }
        if let Some(examples) = schema["examples"].as_array() {
            return match (name, key) {
                ("Count", _) if self.below(20) > 0 => Node::plain_of(1 + self.below(3)),
                ("Length", "oldest") => Node::plain_of("30d"),
                ("Length", "newest") => Node::plain_of("1d"),
                _ => scalar(&examples[self.below(examples.len())].clone()),
            };
        }
        let kind = schema["type"].as_str().or(schema["type"][0].as_str()).unwrap_or("null");
        match kind {
            "object" => self.map(name, schema, key, depth),
            "array" => {
                let least = usize::from(matches!(key, "flows" | "steps" | "per-day" | "per-hour"));
                let count = match key {
                    "lists" => 1,
                    _ if depth > 9 => least,
                    _ => least + self.below(3),
                };
                Node::list_of((0..count).map(|_| self.value(&schema["items"], key, depth + 1)))
            }
            "boolean" => Node::plain_of(self.below(2) == 1),
            "integer" => Node::plain_of(self.below(3)),
            _ => self.text(key),
        }
    }

    fn map(&mut self, name: &str, schema: &Json, under: &str, depth: usize) -> Node {
        let required: Vec<&str> =
            schema["required"].as_array().map_or(Vec::new(), |keys| keys.iter().filter_map(Json::as_str).collect());
        let gist = ONE_OF.iter().find(|(known, _)| *known == name).map(|(_, gists)| self.pick(gists));
        let gist: Option<Vec<&str>> = gist.map(|gist| gist.split('+').collect());
        let mut entries = Vec::new();
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            let is_wanted = match &gist {
                Some(gist) => {
                    gist.first() == Some(&key.as_str()) || (gist.contains(&key.as_str()) && self.below(2) == 0)
                }
                None if DECLARED.contains(&key.as_str()) || required.contains(&key.as_str()) => true,
                None => depth < 9 && self.below(3) == 0,
            };
            if is_wanted && key != "extends" {
                entries.push((key.clone(), self.value(value, key, depth + 1)));
            }
        }
        if schema["additionalProperties"].is_object() {
            let keys: &[&str] = match under {
                "locales" => &["nl", "uk"],
                "mailboxes" => &["gmail.com", "example.org"],
                "providers" => &["google", "microsoft"],
                "integrations" => &["shop"],
                "events" => &["placed_order"],
                "properties" | "set" => &["vip"],
                _ => &["one", "0123", "a: b"],
            };
            for key in keys {
                if DECLARED.contains(&under) || self.below(2) == 0 {
                    entries.push(((*key).to_owned(), self.value(&schema["additionalProperties"], key, depth + 1)));
                }
            }
        }
        Node::map_of(entries)
    }

    /// A text that means something under its key most of the time.
    fn text(&mut self, key: &str) -> Node {
        Node::text_of(match key {
            "time-zone" => self.pick(&["Europe/Amsterdam", "UTC"]),
            "target" | "source" | "platform" => self.pick(&["generic", "klaviyo"]),
            "flows" => "flow.yaml",
            "entry" | "where" | "if" | "when" | "never" | "always" => {
                self.pick(&["profile.orders > 0", "profile.email_consent == \"subscribed\"", "true"])
            }
            "lists" | "list" | "add-to" | "remove-from" => "vip",
            "event" | "emit" => "placed_order",
            "door" | "id" => "bulk-import",
            "property" => "vip",
            "from" => "shop",
            "flow" | "name" => self.pick(&["Welcome", "0123", "yes", "a: b", "x\ny", "\""]),
            "preset" => "braze-moderate",
            "days-after" => "-1",
            "columns" => "email",
            _ => self.pick(&["welcome", "0123", "yes", "a: b", "x\ny", "shop", "null", " é☕", "\"", "12"]),
        })
    }
}

fn scalar(json: &Json) -> Node {
    match json {
        Json::String(text) => Node::text_of(text.clone()),
        Json::Null => Node::nothing(),
        other => Node::plain_of(other),
    }
}

/// What a scenario comes to: everything but places.
fn outcome(text: &str) -> Result<String, Vec<String>> {
    let flow = b"flow: From a file\nclass: welcome\ntrigger: {by-hand: true}\nsteps: [{email: a}]\n";
    match load_text("r.yaml", text, Catalogue::built_in(), &|_: &Path| Ok(flow.to_vec())).1 {
        Ok(loaded) => Ok(format!("{:?} {:?} {:?}", loaded.plan, loaded.assumptions, loaded.language)),
        Err(problems) => {
            let mut messages: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            messages.sort();
            messages.dedup();
            Err(messages)
        }
    }
}

/// Whether a random scenario could be read and had no problem; the law is checked either way.
fn check(schema: &Json, seed: u64) -> Result<bool, String> {
    let tree = Maker { schema, state: seed }.value(schema, "", 0);
    let problems = Problems::default();
    let raw = Field::<Scenario>::deserialize(Reader { node: &tree, problems: &problems })
        .map_err(|error| error.to_string())?;
    if problems.has_errors() {
        return Err(format!("{}: {:?}", write(&tree), problems.into_problems()));
    }
    let raw = raw.value.ok_or("a scenario")?;
    let again = serialize::tree(&raw).map_err(|error| error.to_string())?;
    let (direct, written) = (write(&tree), write(&again));
    let (left, right) = (outcome(&direct), outcome(&written));
    if left != right {
        return Err(format!("{left:?}\n\n{right:?}\n\n{direct}\n\n{written}"));
    }
    let reread = read(&written).ok_or("a tree")?;
    let problems = Problems::default();
    let raw = Field::<Scenario>::deserialize(Reader { node: &reread, problems: &problems })
        .map_err(|error| error.to_string())?;
    let third = serialize::tree(&raw.value.ok_or("a scenario")?).map_err(|error| error.to_string())?;
    if meaning(&again) != meaning(&third) { Err(format!("{written}\n\n{}", write(&third))) } else { Ok(left.is_ok()) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_raw_scenario_is_written_as_what_it_is(seed in any::<u64>()) {
        check(&schema(), seed).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn enough_random_scenarios_are_good_ones() {
    let schema = schema();
    let good = (0..200).filter(|seed| check(&schema, *seed).unwrap()).count();
    assert!(good >= 10, "{good}");
}

#[test]
fn every_scenario_of_the_house_is_written_as_what_it_is() {
    for (path, text) in all_files() {
        let (Some(tree), false) = (read(&text), text.contains("\nextends:")) else { continue };
        if tree.get("rehearsal").is_none() {
            continue; // a flow file
        }
        let raw = Field::<Scenario>::deserialize(Reader { node: &tree, problems: &Problems::default() })
            .unwrap()
            .value
            .unwrap();
        let written = write(&serialize::tree(&raw).unwrap());
        let load = |text: &str| {
            load_text(&path.display().to_string(), text, Catalogue::built_in(), &|file| std::fs::read(file)).1.unwrap()
        };
        let (ours, theirs) = (load(&written), load(&text));
        assert_eq!(ours.plan, theirs.plan, "{}:\n{written}", path.display());
        assert_eq!((ours.language, ours.assumptions), (theirs.language, theirs.assumptions), "{}", path.display());
        let asked = |exports: Vec<ExportRequest>| -> Vec<_> {
            exports.into_iter().map(|export| (export.path, export.name, export.format, export.columns)).collect()
        };
        assert_eq!(asked(ours.exports), asked(theirs.exports), "{}", path.display());
    }
}
