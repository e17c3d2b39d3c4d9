//! The one integration-test binary; its modules follow the product's surfaces.
//!
//! One binary links once. A file that is not listed here would never run, so a test looks for forgotten ones.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed; clippy knows this of `#[test]` alone")]
#![expect(clippy::panic, reason = "the same, with a message that shows the problems of a scenario")]

mod cases;
mod catalogue;
mod cli;
mod dedupe;
mod docs;
mod exports;
mod faults;
mod golden;
mod harness;
mod ids;
mod languages;
mod leaks;
mod logs;
mod outputs;
mod remedies;
mod report;
mod rooms;
mod scenario;
mod schemas;
mod surface;
mod tidy;

use std::collections::BTreeSet;

#[test]
fn no_test_file_is_forgotten() {
    let listed: BTreeSet<String> = include_str!("main.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let present: BTreeSet<String> = std::fs::read_dir(harness::root().join("tests"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| !["main", "data", "snapshots"].contains(&name.as_str()))
        .collect();
    assert_eq!(listed, present, "tests/main.rs must list every file of tests/");
}
