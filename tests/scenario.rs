//! Scenario files: what is accepted, and what is said about what is not. A new test is a new file in `data/scenarios`.

use rehearsal_core::model::successors;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use proptest::prelude::*;
use rehearsal::catalogue::Catalogue;
use rehearsal::diagnostics::{Severity, render};
use rehearsal::scenario::{Loaded, load, load_text, schema};
use rehearsal_core::plan::{Step, Trigger};

/// The YAML files of a folder of test data, by name.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(Path::new("tests/data/scenarios").join(folder))
        .expect("the folder of test data exists")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
}

/// Loads a scenario that must be good.
fn good(path: &Path) -> Loaded {
    let (sources, result) = load(path, Catalogue::built_in());
    result.unwrap_or_else(|problems| panic!("{}:\n{}", path.display(), render(&problems, &sources, false)))
}

#[test]
fn bad_scenarios_are_explained() {
    for path in files("bad") {
        let (sources, result) = load(&path, Catalogue::built_in());
        let problems = result.expect_err(&format!("{} must be refused", path.display()));
        assert!(problems.iter().any(|problem| problem.severity == Severity::Error), "{}", path.display());
        insta::assert_snapshot!(format!("bad_{}", stem(&path)), render(&problems, &sources, false));
    }
}

#[test]
fn every_snapshot_belongs_to_a_bad_scenario() {
    let stems: Vec<String> = files("bad").iter().map(|path| stem(path)).collect();
    for entry in fs::read_dir("tests/snapshots").expect("snapshots are checked in") {
        let name = entry.expect("a folder entry").file_name().to_string_lossy().into_owned();
        let Some(bad) = name.split("bad_").nth(1).filter(|_| name.contains("scenario__bad_")) else {
            continue;
        };
        assert!(stems.iter().any(|stem| bad.strip_suffix(".snap") == Some(stem)), "{name} belongs to no scenario");
    }
}

#[test]
fn good_scenarios_are_accepted_and_read_the_same_twice() {
    for path in files("good") {
        assert_eq!(good(&path), good(&path), "{}", path.display());
    }
}

#[test]
fn the_product_s_own_scenarios_are_good() {
    for folder in ["scenarios", "scenarios/faults"] {
        for entry in fs::read_dir(folder).expect("scenarios are checked in") {
            let path = entry.expect("a folder entry").path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                let loaded = good(&path);
                assert!(loaded.warnings.is_empty(), "{}: {:?}", path.display(), loaded.warnings);
            }
        }
    }
}

/// Steps of a plan lead only to steps, in every flow, and the last one is the end.
#[test]
fn graphs_are_closed() {
    for path in files("good") {
        for flow in good(&path).plan.flows {
            assert_eq!(flow.steps.iter().filter(|step| **step == Step::End).count(), 1, "{}", flow.name);
            for step in &flow.steps {
                assert!(successors(step).iter().all(|&next| usize::from(next) < flow.steps.len()), "{}", flow.name);
            }
        }
    }
}

#[test]
fn everything_means_what_it_says() {
    let plan = good(Path::new("tests/data/scenarios/good/everything.yaml")).plan;
    assert_eq!((plan.seed.0, plan.days, plan.zone().name()), (0x5eed, 60, "Europe/Amsterdam"));
    assert_eq!(plan.zones.len(), 4);
    assert_eq!(plan.platforms[0].live_until.0, 21 * 1440);
    let (release, daylight) = (plan.import.flag.expect("a flag").release.0, 60);
    assert_eq!(release, 21 * 1440, "before the clocks change");
    let hour = plan.calendar.local(plan.zone(), rehearsal_core::time::Minute(40 * 1440)).minute_of_day;
    assert_eq!(hour, daylight, "after the clocks change");
    let purposes: Vec<&str> = plan.messages.iter().map(|message| plan.symbol(message.purpose)).collect();
    assert_eq!(purposes[..4], ["welcome/1", "welcome/2", "hello", "welcome/2"]);
    assert!(plan.messages.last().expect("messages").is_transactional);
    assert_eq!(plan.providers.last().map(String::as_str), Some("other"));
}

#[test]
fn a_laid_over_scenario_keeps_what_it_does_not_say() {
    let (base, over) =
        (Path::new("tests/data/scenarios/good/everything.yaml"), Path::new("tests/data/scenarios/good/extends.yaml"));
    let (base, over) = (good(base).plan, good(over).plan);
    assert_eq!((over.days, over.flows.len()), (30, 1));
    assert_eq!((&over.events, &over.sending, &over.import), (&base.events, &base.sending, &base.import));
}

#[test]
fn a_list_changed_by_name_is_the_list_written_by_hand() {
    let plan = |name: &str| good(&Path::new("tests/data/scenarios/good").join(name)).plan;
    assert_eq!(plan("extends-by-name.yaml"), plan("extends-by-name-by-hand.yaml"));
    assert_ne!(plan("extends-by-name.yaml").flows, plan("parts/base.yaml").flows);
}

#[test]
fn changes_chain_over_several_scenarios_and_their_folders() {
    let files = |path: &Path| {
        match path.to_str() {
        Some("a/base.yaml") => Ok(
            b"rehearsal: R\nstart: 2026-03-02\ndays: 9\nlists: [x, y]\nflows: [flows/one.yaml, flows/two.yaml]\n".to_vec()
        ),
        Some("a/flows/one.yaml") => Ok(b"flow: One\nclass: cart\ntrigger: {list: x}\nsteps: [{email: a}]\n".to_vec()),
        Some("a/flows/two.yaml") => Ok(b"flow: Two\nclass: cart\ntrigger: {list: x}\nsteps: [{email: b}]\n".to_vec()),
        Some("b/middle.yaml") => Ok(
            b"extends: ../a/base.yaml\nlists: {remove: [y]}\nflows: {change: {One: {trigger: {list: null, by-hand: true}}}, add: [more.yaml]}\n"
                .to_vec(),
        ),
        Some("b/more.yaml") => Ok(b"flow: Three\nclass: cart\ntrigger: {at: day 1 10:00}\nsteps: [{email: c}]\n".to_vec()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    }
    };
    let text = "extends: b/middle.yaml\nflows: {change: {One: {flow: Eins}, Three: {class: review}}, remove: [Two]}\nlists: {add: [z]}\n";
    let (sources, result) = load_text("r.yaml", text, Catalogue::built_in(), &files);
    let plan = result.unwrap_or_else(|problems| panic!("{}", render(&problems, &sources, false))).plan;
    let names: Vec<&str> = plan.flows.iter().map(|flow| flow.name.as_str()).collect();
    assert_eq!(names, ["Eins", "Three"]);
    assert_eq!(plan.flows[0].trigger, Trigger::ByHand);
    assert_eq!(plan.lists, ["x", "z"]);
}

#[test]
fn a_plan_for_exports_knows_the_clocks_of_their_countries() {
    let text = "rehearsal: R\nstart: 2026-03-02\ndays: 9\npopulation: {exports: [{file: a.csv, format: shopify}]}\n";
    let (_, result) = load_text("r.yaml", text, Catalogue::built_in(), &|_| Err(std::io::ErrorKind::NotFound.into()));
    let plan = result.unwrap().plan;
    assert_eq!(plan.zone().name(), "UTC");
    assert!(plan.zones.iter().any(|zone| zone.name() == "America/New_York"));
    assert!(plan.symbols.iter().any(|symbol| symbol == "US"));
}

#[test]
fn branches_rejoin_after_the_split() {
    let text = "rehearsal: R\nstart: 2026-03-02\ndays: 9\nimport: {door: bulk-import}\nflows:\n  - flow: F\n    class: other\n    trigger: {at: day 1 10:00}\n    steps:\n      - {if: 'profile.orders > 0', then: [{email: a}], else: [{email: b}, {wait: 1d}]}\n      - email: c\n";
    let (sources, result) =
        load_text("r.yaml", text, Catalogue::built_in(), &|_| Err(std::io::ErrorKind::NotFound.into()));
    let plan = result.unwrap_or_else(|problems| panic!("{}", render(&problems, &sources, false))).plan;
    let next = |step: &Step| successors(step);
    let steps = &plan.flows[0].steps;
    let [holds, otherwise] = next(&steps[0])[..] else { panic!("a split has two ways") };
    let waited = next(&steps[usize::from(otherwise)])[0];
    assert!(steps[usize::from(waited)].waits());
    assert_eq!(next(&steps[usize::from(holds)]), next(&steps[usize::from(waited)]));
}

/// A scenario with one flow of these steps, loaded.
fn with_steps(steps: &str) -> Result<Loaded, String> {
    let text = format!(
        "rehearsal: R\nstart: 2026-03-02\ndays: 9\nflows: [{{flow: F, class: other, trigger: {{at: day 1 10:00}}, steps: {steps}}}]\n"
    );
    let (sources, result) =
        load_text("r.yaml", &text, Catalogue::built_in(), &|_| Err(std::io::ErrorKind::NotFound.into()));
    result.map_err(|problems| render(&problems, &sources, false))
}

#[test]
fn steps_nest_deeply_but_not_without_end() {
    let nested = |depth: usize| {
        format!(
            "{}end{}",
            "[{if: 'profile.orders > 0', then: ".repeat(depth) + "[",
            "]".to_owned() + &"}]".repeat(depth)
        )
    };
    let plan = with_steps(&nested(20)).expect("twenty levels are fine").plan;
    assert_eq!(plan.flows[0].steps.len(), 21);
    assert!(with_steps(&nested(2_000)).expect_err("no person reads this").contains("deep"));
}

#[test]
fn steps_that_nothing_leads_to_are_only_worth_a_warning() {
    for steps in ["[end, {email: a}]", "[{email: a}, {go-to: z}, {email: b}, {id: z, wait: 1d}]"] {
        let loaded = with_steps(steps).expect("a warning stops nothing");
        assert_eq!(loaded.warnings.len(), 1, "{steps}");
        assert_eq!(loaded.warnings[0].message, "nothing leads to this step");
    }
}

#[test]
fn a_circle_needs_a_wait_and_a_way_out() {
    assert!(with_steps("[{id: a, wait: 1d}, {if: 'profile.orders > 0', then: [end]}, {go-to: a}]").is_ok());
    assert!(with_steps("[{id: a, wait: 1d}, {go-to: a}]").expect_err("no end").contains("ever ends"));
    let circle = with_steps("[{id: a, email: x}, {if: 'profile.orders > 0', then: [end]}, {go-to: a}]");
    assert!(circle.expect_err("no wait").contains("without waiting"));
}

#[test]
fn the_schema_accepts_good_scenarios_and_refuses_unknown_keys() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let scenario = serde_json::json!({"rehearsal": "R", "start": "2026-03-02", "days": 3, "target": "klaviyo",
        "lists": ["a"], "import": {"door": {"id": "x", "historical-import": true}},
        "flows": ["a.yaml", {"flow": "F", "class": "cart", "label": "Winkelmand", "trigger": {"list": "a"}, "steps": ["end", {"wait": "2d"}]}],
        "sending": {"ramp": {"per-day": [1, "2_000"], "providers": {"google": [1]}}},
        "invariants": {"backlog-drains": {"by": "day 3"}, "custom": {"x": {"never": "false"}}}});
    let errors: Vec<String> = validator.iter_errors(&scenario).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    for (pointer, changed) in [
        ("/lists", serde_json::json!({"add": ["b"], "remove": ["a"]})),
        (
            "/flows",
            serde_json::json!({"change": {"F": {"goal": null, "steps": ["end"]}}, "add": ["b.yaml"], "remove": ["G"]}),
        ),
        ("/import", serde_json::json!({"door": "x", "cohorts": {"change": {"C": {"where": null, "from": "day 2"}}}})),
    ] {
        let mut extended = scenario.clone();
        *extended.pointer_mut(pointer).expect("the scenario has this") = changed;
        let errors: Vec<String> = validator.iter_errors(&extended).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{pointer}: {errors:?}");
    }
    for (pointer, wrong) in [
        ("/lists", serde_json::json!("a")),
        ("/flows/1/class", serde_json::json!("welkom")),
        ("/lists", serde_json::json!({"change": {"a": {}}})),
        ("/flows", serde_json::json!({"change": {"F": {"stepps": []}}})),
        ("/flows", serde_json::json!({"chnage": {}})),
        ("/days", serde_json::json!(null)),
        ("/import", serde_json::json!({"dor": "x"})),
        ("/flows/1/steps", serde_json::json!([{"wiat": "2d"}])),
        ("/invariants", serde_json::json!({"no-such-invariant": "always"})),
    ] {
        let mut broken = scenario.clone();
        *broken.pointer_mut(pointer).expect("the scenario has this") = wrong;
        assert!(!validator.is_valid(&broken), "{pointer}");
    }
}

#[test]
fn a_scenario_loads_in_a_few_milliseconds() {
    let path = Path::new("tests/data/scenarios/good/everything.yaml");
    good(path);
    let fastest = (0..5)
        .map(|_| {
            let start = Instant::now();
            good(path);
            start.elapsed()
        })
        .min()
        .expect("five runs");
    assert!(fastest.as_millis() < 50, "{fastest:?}");
}

/// The files of the good scenarios, for mutation.
fn seeds() -> Vec<String> {
    files("good").iter().chain(&files("bad")).map(|path| fs::read_to_string(path).expect("test data is text")).collect()
}

/// Loads a text that may be anything; whatever it is, problems can be shown.
fn survives(text: &str) {
    let (sources, result) = load_text("fuzz.yaml", text, Catalogue::built_in(), &|_| Ok(b"flow: F".to_vec()));
    if let Err(problems) = result {
        assert!(!problems.is_empty());
        assert!(!render(&problems, &sources, true).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survives(&String::from_utf8_lossy(&bytes));
        let (_, result) = load_text("a.yaml", "extends: b.yaml\nflows: [c.yaml]\n", Catalogue::built_in(), &|_| Ok(bytes.clone()));
        prop_assert!(result.is_err());
    }

    #[test]
    fn lists_without_some_and_with_others(mask in 0_u32..256, added in 0_usize..4) {
        let name = |at: usize| format!("list-{at}");
        let names: Vec<String> = (0..8).map(name).collect();
        let (gone, kept): (Vec<_>, Vec<_>) = names.iter().enumerate().partition(|(at, _)| mask & (1 << at) != 0);
        let gone: Vec<String> = gone.into_iter().rev().map(|(_, name)| name.clone()).collect();
        let new: Vec<String> = (8..8 + added).map(name).collect();
        let base = format!("rehearsal: R\nstart: 2026-03-02\ndays: 9\nlists: [{}]\n", names.join(", "));
        let text = format!("extends: b.yaml\nlists: {{add: [{}], remove: [{}]}}\n", new.join(", "), gone.join(", "));
        let (sources, result) = load_text("r.yaml", &text, Catalogue::built_in(), &|_| Ok(base.clone().into_bytes()));
        let plan = result.map_err(|problems| TestCaseError::fail(render(&problems, &sources, false)))?.plan;
        let expected: Vec<String> = kept.into_iter().map(|(_, name)| name.clone()).chain(new).collect();
        prop_assert_eq!(plan.lists, expected);
    }

    #[test]
    fn random_yaml_does_not_panic(text in "[-a-z0-9:,\\[\\]{}&*!|>'\"#%@ \n\té☕]{0,200}") {
        survives(&text);
    }

    #[test]
    fn damaged_scenarios_do_not_panic(
        which in any::<prop::sample::Index>(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..12, "[-a-z0-9:,\\[\\]{}&*!|>'\" \né☕]{0,6}"), 1..6),
    ) {
        let seeds = seeds();
        let mut text: Vec<char> = which.get(&seeds).chars().collect();
        for (at, length, put) in edits {
            let start = at.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.splice(start..end, put.chars());
        }
        survives(&text.into_iter().collect::<String>());
    }
}
