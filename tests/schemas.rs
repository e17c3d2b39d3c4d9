//! The JSON Schemas that are checked in are the ones that the program prints, and its own documents fit them.

use std::collections::BTreeSet;

use rehearsal::logs::{Header, write};
use rehearsal::report::{Format, render};
use serde_json::Value;

use crate::harness::{program, root, run, scenarios, small_scenarios};

fn checked_in(document: &str, path: &str) -> Value {
    let printed = program().args(["schema", document]).assert().success().get_output().stdout.clone();
    let stored = std::fs::read(root().join(path)).unwrap_or_default();
    assert!(
        stored == printed,
        "{path} is not what the program prints; regenerate it: cargo run -- schema {document} > {path}"
    );
    serde_json::from_slice(&printed).unwrap()
}

#[test]
fn the_scenario_schema_is_checked_in() {
    let schema = checked_in("scenario", "src/scenario/scenario.schema.json");
    jsonschema::validator_for(&schema).unwrap();
}

#[test]
fn every_json_report_fits_the_schema_that_is_checked_in() {
    let schema = checked_in("report", "src/report/report.schema.json");
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, path) in small_scenarios() {
        let report = run(&path, 2).report(None, None);
        let document: Value = serde_json::from_str(&render(&report, Format::Json, true)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn the_schema_of_duplicates_is_checked_in() {
    let schema = checked_in("dedupe", "src/dedupe/dedupe.schema.json");
    jsonschema::validator_for(&schema).unwrap();
}

#[test]
fn every_whole_scenario_fits_the_schema_that_editors_use() {
    let schema: Value =
        serde_json::from_slice(&program().args(["schema", "scenario"]).output().unwrap().stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let scaffold = root().join("src/verbs/init/rehearsal.yaml");
    let base = root().join("scenarios/faults/base.yaml");
    let large = root().join("scenarios/welcome-trap-200k.yaml");
    let small = small_scenarios().into_iter().map(|(_, path)| path);
    for path in small.chain([scaffold, base, large]) {
        let text = std::fs::read_to_string(&path).unwrap();
        if text.contains("\nextends:") {
            continue; // a part of a scenario need not be whole
        }
        let document: Value = serde_saphyr::from_str(&text).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
}

/// Of every scenario the header, a call and the first fact of each kind.
#[test]
fn lines_of_logs_fit_the_schema_that_is_checked_in_and_others_do_not() {
    let schema = checked_in("facts", "src/logs/facts.schema.json");
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, path) in small_scenarios().into_iter().chain(scenarios("tests/data/logs")) {
        let rehearsed = run(&path, 2);
        let mut log = Vec::new();
        let history = rehearsed.history(std::num::NonZeroUsize::MIN);
        let (facts, digest) = (rehearsed.counted.facts, &rehearsed.digest);
        let header = Header::new(&rehearsed.plan, &history.outline, history.profiles(), facts, digest);
        write(&header, &history, &mut log).unwrap();
        let mut kinds = BTreeSet::new();
        for line in log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let mut line: Value = serde_json::from_slice(line).unwrap();
            if !kinds.insert((line["kind"].as_str().map(str::to_owned), line.get("call").is_some())) {
                continue;
            }
            let errors: Vec<String> = validator.iter_errors(&line).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {line}: {errors:#?}");
            line["another"] = Value::from(1);
            assert!(!validator.is_valid(&line), "{name}: {line}");
        }
    }
}
