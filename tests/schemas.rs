//! The JSON Schemas that are checked in are the ones that the program prints, and its own documents fit them.

use rehearsal::report::{Format, render};
use serde_json::Value;

use crate::world::{program, root, run, small_scenarios};

fn checked_in(document: &str, path: &str) -> Value {
    let printed = program()
        .args(["schema", document])
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
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
        let report = run(&path, 2).report(None);
        let document: Value = serde_json::from_str(&render(&report, Format::Json, true)).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}
