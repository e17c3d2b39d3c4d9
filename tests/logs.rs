//! A log of facts loses nothing: what is written is read again, and judged as before.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use rehearsal::logs::{Header, LogProblem, read, write};
use rehearsal_core::history::{FactName, History};
use rehearsal_core::plan::{Plan, PopulationPlan};
use rehearsal_fixtures::random_plan;
use rehearsal_identity::resolve;
use rehearsal_judge::ledger::RowsRead;
use rehearsal_judge::{JudgeInput, judge};
use rehearsal_world::engine;
use rehearsal_world::population::{generate, sign_ups};

use crate::harness::{root, run, scenarios};

fn header(plan: &Plan, history: &History) -> Header {
    Header::new(plan, &history.outline, history.profiles(), history.facts().count() as u64, &history.digest(2))
}

fn written(plan: &Plan, history: &History) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&header(plan, history), history, &mut bytes).unwrap();
    bytes
}

/// A log to damage, and the plan that it belongs to.
static SMALL_LOG: LazyLock<(Plan, Vec<u8>)> = LazyLock::new(|| {
    let rehearsed = run(&root().join("scenarios/shared-mailbox.yaml"), 2);
    let bytes = written(&rehearsed.plan, &rehearsed.history(NonZeroUsize::MIN));
    (rehearsed.plan, bytes)
});

/// Writes a history, reads it and compares everything. Says which kinds of facts were there.
fn check_round_trip(plan: &Plan, history: &History, rows: RowsRead, seen: &mut BTreeMap<FactName, u64>) {
    let bytes = written(plan, history);
    let log = read(bytes.as_slice(), plan).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(log.history.first_difference(history), None);
    assert_eq!((&log.history.outline, log.history.profiles()), (&history.outline, history.profiles()));
    assert_eq!(written(plan, &log.history), bytes, "written again, the same bytes");
    let judged = |history: &History| judge(&JudgeInput { plan, outline: &history.outline, rows }, &history.parts, 2);
    assert_eq!(judged(&log.history), judged(history));
    for fact in history.facts() {
        *seen.entry(fact.kind.name()).or_default() += 1;
    }
}

#[test]
fn what_is_written_is_read_again_and_every_kind_of_fact_is_among_it() {
    let mut seen = BTreeMap::new();
    for folder in [
        "scenarios",
        "scenarios/faults",
        "tests/data/scenarios/good",
        "tests/data/scenarios/remedies",
        "tests/data/logs",
    ] {
        for (name, path) in scenarios(folder) {
            if name == "welcome-trap-200k" {
                continue;
            }
            let rehearsed = run(&path, 2);
            let rows = RowsRead { read: rehearsed.ledger.read, unusable: 0 };
            check_round_trip(&rehearsed.plan, &rehearsed.history(NonZeroUsize::MIN), rows, &mut seen);
        }
    }
    let unseen: Vec<_> = FactName::ALL.into_iter().filter(|kind| !seen.contains_key(kind)).collect();
    assert!(unseen.is_empty(), "no scenario tells {unseen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn random_worlds_are_read_again(seed in 0_u64..100_000) {
        let plan = random_plan(seed);
        let PopulationPlan::Synthetic(synthetic) = &plan.population else { panic!("random plans invent people") };
        let mut population = generate(&plan, 0..synthetic.profiles);
        population.append(sign_ups(&plan));
        let identity = resolve(&plan.identity, &population);
        let history = engine::run(&plan, &population, &identity, 2, &|_| {});
        check_round_trip(&plan, &history, RowsRead::default(), &mut BTreeMap::new());
    }

    /// Whatever the bytes are, they are read or refused, and what is refused has a line and keeps the cells to itself.
    #[test]
    fn damaged_logs_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let (plan, bytes) = &*SMALL_LOG;
        let mut bytes = bytes.clone();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        match read(bytes.as_slice(), plan) {
            Ok(log) => prop_assert_eq!(log.history.digest(1), log.header.digest.unwrap_or_default()),
            Err(problems) => prop_assert!(problems.iter().all(|problem| problem.line > 0)),
        }
    }
}

/// Every problem of a log, as a user reads it.
fn problems(bytes: &[u8], plan: &Plan) -> String {
    let problems = read(bytes, plan).expect_err("the log is bad");
    problems.iter().map(|problem: &LogProblem| format!("{problem}\n")).collect()
}

#[test]
fn bad_logs_say_every_problem_with_its_line() {
    let plan = run(&root().join("scenarios/welcome-trap.yaml"), 2).plan;
    let mut logs: Vec<PathBuf> = std::fs::read_dir(root().join("tests/data/logs"))
        .expect("the folder of test data exists")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "ndjson"))
        .collect();
    logs.sort();
    assert!(!logs.is_empty());
    for path in logs {
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("test data can be read");
        insta::assert_snapshot!(format!("bad_{name}"), problems(&bytes, &plan));
    }
}
