//! Laws of writing: what is written is read again as the same values, comments and plan.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_saphyr::granit_parser::{Event, Parser};

use super::edit::{Part, get, insert, remove, set};
use super::{write, write_inline};
use crate::diagnostics::Problems;
use crate::yaml::node::{Node, Quotes, Value};
use crate::yaml::parse::parse;

pub(crate) fn read(text: &str) -> Option<Node> {
    parse(0, text, &Problems::default())
}

/// What a tree says, without places and without how it is written.
pub(crate) fn meaning(node: &Node) -> String {
    match &node.value {
        Value::Scalar { .. } if node.is_null() => "null".to_owned(),
        Value::Scalar { text, .. } => format!("{text:?}"),
        Value::Seq(items) => format!("[{}]", items.iter().map(meaning).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entry = |(key, value): &(Node, Node)| format!("{}:{}", meaning(key), meaning(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(","))
        }
    }
}

/// What a tree says, and every comment where it is.
fn commented(node: &Node) -> String {
    let inner = match &node.value {
        Value::Scalar { .. } => meaning(node),
        Value::Seq(items) => format!("[{}]", items.iter().map(commented).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entry = |(key, value): &(Node, Node)| format!("{}:{}", commented(key), commented(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(","))
        }
    };
    let comments = &node.comments;
    if comments.is_empty() {
        inner
    } else {
        format!("{:?}<{inner}>{:?}{:?}", comments.before, comments.line, comments.after)
    }
}

/// The comments of a text, sorted: some move a line when a value is written in another form.
fn comments(text: &str) -> Vec<String> {
    let events = Parser::new_from_str(text).map_while(Result::ok);
    let mut found: Vec<String> = events
        .filter_map(
            |(event, _)| if let Event::Comment(text, _) = event { Some(text.trim_end().to_owned()) } else { None },
        )
        .collect();
    found.sort();
    found
}

/// Everything that must hold of a text that can be read.
fn survives_writing(text: &str) -> Result<(), String> {
    let Some(tree) = read(text) else { return Ok(()) };
    let written = write(&tree);
    let again = read(&written).ok_or_else(|| format!("{text:?} became {written:?}, which cannot be read"))?;
    if meaning(&tree) != meaning(&again) {
        return Err(format!("{text:?} became {written:?}"));
    }
    if comments(text) != comments(&written) {
        return Err(format!("{text:?} became {written:?}: comments are lost"));
    }
    let third = write(&again);
    if third == written { Ok(()) } else { Err(format!("{text:?}: {written:?} became {third:?}")) }
}

/// The YAML files of a folder and of those in it.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub(crate) fn all_files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["scenarios", "tests/data/scenarios/good", "src/verbs/init"];
    let paths = folders.iter().flat_map(|folder| yaml_files(&root.join(folder)));
    paths.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_file_survives_writing() {
    let files = all_files();
    assert!(files.len() > 30);
    for (path, text) in files {
        survives_writing(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    }
}

#[test]
fn a_person_knows_a_file_again_that_was_read_and_written() {
    let known = ["rehearsal.yaml", "base.yaml", "everything.yaml"];
    let files = all_files().into_iter().filter(|(path, _)| known.iter().any(|name| path.ends_with(name)));
    let mut count = 0;
    for (path, text) in files {
        assert_eq!(write(&read(&text).unwrap()), text, "{}", path.display());
        count += 1;
    }
    assert!(count >= known.len());
}

#[test]
fn a_written_file_looks_like_one_of_the_house() {
    let text = "\
# About the file.

# About the title.
rehearsal: Webshop to Klaviyo   # its name
start: 2026-03-02               # é: characters count, not bytes
lists:                          # none yet
properties: {a: , b: 'x', c: \"x\"}
target: {platform: klaviyo, event-age-max: 72h} # one line stays one line

# The flows.
flows: # all of them
  # The first.
  - flow: Welcome
    entry: 'profile.email_consent == \"subscribed\"'
    trigger: {at: day 3 10:00}
    steps:
      - wait: 2d
      - email: hello # a letter
      # No more.
  - parts/cart.yaml
  # The end of the flows.
sending:
  quiet-hours: {email: \"22:00-07:00\"}
# The end.
";
    assert_eq!(write(&read(text).unwrap()), text);
}

#[test]
fn a_list_between_brackets_over_lines_goes_on_one_line_if_it_fits() {
    let written = |count: usize| write(&read(&format!("a: [{}]\n", vec!["long-enough"; count].join(",\n  "))).unwrap());
    assert_eq!(written(3), "a: [long-enough, long-enough, long-enough]\n");
    assert!(written(12).starts_with("a:\n  - long-enough\n"));
}

#[test]
fn a_program_makes_what_a_person_would_write() {
    let trigger = Node::map_of([("list", Node::text_of("newsletter"))]);
    let steps = Node::list_of([
        Node::map_of([("wait", Node::plain_of("2d"))]),
        Node::map_of([("email", Node::text_of("0123"))]).with_lines_above("Proposed.\nNot yet tried."),
        Node::map_of([("set", Node::map_of([("vip", Node::nothing())]))]),
    ]);
    let flow = Node::map_of([("flow", Node::text_of("yes")), ("trigger", trigger), ("steps", steps)]);
    let tree = Node::map_of([("days", Node::plain_of(30).with_comment("a month")), ("flows", Node::list_of([flow]))]);
    let expected = "\
days: 30 # a month
flows:
  - flow: \"yes\"
    trigger: {list: newsletter}
    steps:
      - wait: 2d
      # Proposed.
      # Not yet tried.
      - email: \"0123\"
      - set: {vip: null}
";
    assert_eq!(write(&tree.in_house_style()), expected);
}

#[test]
fn a_file_is_changed_at_a_path_and_nowhere_else() {
    let text = "# Mine.\n\nflows:\n  - {flow: A, entry: x} # first\n  # About B.\n  - flow: B\n    entry: y # why\nlists: [a]\n";
    let mut tree = read(text).unwrap();
    let key = |key: &str| Part::Key(key.to_owned());
    let entry = [key("flows"), Part::Named("flow", "B".into()), key("entry")];
    assert_eq!(get(&tree, &entry).and_then(Node::text), Some("y"));
    let old = set(&mut tree, &entry, Node::text_of("z")).unwrap();
    assert_eq!(old.as_ref().map(write_inline).as_deref(), Some("y"));
    assert_eq!(set(&mut tree, &[key("sending"), key("expires")], Node::plain_of("2d")), Ok(None));
    insert(&mut tree, &[key("lists")], 0, Node::text_of("b")).unwrap();
    insert(&mut tree, &[key("more")], 7, Node::text_of("c")).unwrap();
    assert!(remove(&mut tree, &[key("flows"), Part::At(0), key("entry")]).is_some());
    assert!(remove(&mut tree, &[key("flows"), Part::At(9)]).is_none());
    let expected = "# Mine.\n\nflows:\n  - {flow: A} # first\n  # About B.\n  - flow: B\n    entry: z # why\nlists: [b, a]\nsending:\n  expires: 2d\nmore:\n  - c\n";
    assert_eq!(write(&tree), expected);
    let before = tree.clone();
    for (path, found) in [
        (vec![key("lists"), key("x")], "a list"),
        (vec![key("flows"), Part::Named("flow", "C".into()), key("x")], "a list"),
        (vec![key("flows"), Part::At(1), key("flow"), key("x")], "a single value"),
        (vec![key("new"), Part::At(0)], "nothing"),
    ] {
        assert_eq!(set(&mut tree, &path, Node::nothing()).unwrap_err().found, found);
    }
    assert_eq!(tree, before);
}

/// A text: words that YAML has plans with, marks that it reads, and anything at all.
fn texts() -> impl Strategy<Value = String> {
    let words = [
        "",
        "~",
        "null",
        "yes",
        "no",
        "0123",
        "1e3",
        "09:30",
        "day 3 10:00",
        "- a",
        "a: b",
        "a #b",
        " a",
        "a ",
        "---",
        "...",
        "|",
        ">",
        "'",
        "\"",
        "\\",
        "a\nb",
        "a\n\n  b\n",
        "\n",
        "\ta",
        "a\r\nb",
        "\u{85}",
        "\u{2028}",
        "\u{feff}a",
        "<<",
        "=",
        "? a",
        "[",
        "}",
        ",",
        "*a",
        "&a",
        "!!str",
        "%YAML",
        "@",
        "`",
        "é☕",
        "#",
        "a:",
        ":a",
        ": ",
        "-",
        "?",
    ];
    prop_oneof![
        3 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        2 => "[-a-c0-2:,\\[\\]{}&*!|>'\"#%@?\\\\ \n\t]{0,12}",
        1 => any::<String>().prop_map(|text| text.chars().take(40).collect()),
    ]
}

fn comment_texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("# [a-z#:'\"{-]{0,6}x", 0..2)
}

/// A tree with comments wherever a parsed one has them.
fn trees() -> impl Strategy<Value = Node> {
    let scalar =
        (texts(), any::<bool>(), proptest::option::weighted(0.1, "# [a-z:#]{1,5}")).prop_map(|(text, quoted, line)| {
            let mut node = Node::text_of(text);
            if quoted && let Value::Scalar { quotes, .. } = &mut node.value {
                *quotes = Quotes::Double;
            }
            node.comments.line = line;
            node
        });
    scalar.prop_recursive(4, 24, 4, |inner| {
        let around = || (comment_texts(), any::<bool>());
        let seq = proptest::collection::vec((inner.clone(), around()), 0..4).prop_map(|items| {
            Node::list_of(items.into_iter().enumerate().map(|(at, (mut item, (before, blank)))| {
                item.comments.before = above(before, blank && at > 0);
                item
            }))
        });
        let map = proptest::collection::vec((texts(), inner, around()), 0..4).prop_map(|entries| {
            let mut map = Node::map_of(entries.iter().map(|(key, value, _)| (key.clone(), value.clone())));
            if let Value::Map(made) = &mut map.value {
                for (at, ((key, _), (_, _, (before, blank)))) in made.iter_mut().zip(entries).enumerate() {
                    key.comments.before = above(before, blank && at > 0);
                }
            }
            map
        });
        (prop_oneof![seq, map], any::<bool>(), comment_texts()).prop_map(|(mut node, is_flow, after)| {
            node.is_flow = is_flow;
            if !node.is_empty() {
                node.comments.after = after;
            }
            node
        })
    })
}

fn above(mut comments: Vec<String>, blank: bool) -> Vec<String> {
    if blank {
        comments.insert(0, String::new());
    }
    comments
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_is_read_as_it_was_written(tree in trees()) {
        let written = write(&tree);
        match read(&written) {
            Some(again) => {
                prop_assert_eq!(commented(&tree), commented(&again), "{}", &written);
                prop_assert_eq!(write(&again), written);
            }
            None => prop_assert!(tree.is_null(), "{}", written),
        }
    }

    #[test]
    fn a_text_survives_anywhere(text in texts(), other in texts()) {
        let tree = Node::map_of([(text.clone(), Node::list_of([Node::text_of(text), Node::text_of(other)]))]);
        for inline in [tree.clone(), tree.clone().on_one_line(), read(&write_inline(&tree)).unwrap()] {
            let written = write(&Node::list_of([inline]));
            let again = read(&written).map(|node| meaning(&node));
            prop_assert_eq!(again, Some(format!("[{}]", meaning(&tree))), "{}", written);
        }
    }

    #[test]
    fn random_yaml_survives_writing(text in "[-a-c0-2:,\\[\\]{}&*|>'\"# \n]{0,60}") {
        survives_writing(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn damaged_scenarios_survive_writing(
        which in any::<prop::sample::Index>(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..12, "[-a-c:,\\[\\]{}&*|>'\"# \n]{0,6}"), 1..4),
    ) {
        let files = all_files();
        let mut text: Vec<char> = which.get(&files).1.chars().collect();
        for (at, length, put) in edits {
            let start = at.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.splice(start..end, put.chars());
        }
        survives_writing(&text.into_iter().collect::<String>()).map_err(TestCaseError::fail)?;
    }
}
