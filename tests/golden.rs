//! Golden reports: what a person reads, one per scenario, in `reports/`; and the same digest on any number of threads.

use rehearsal::report::{Format, render};

use crate::world::{root, run, scenarios, small_scenarios};

/// A report whose last line does not say how many checks held or met no case: one more check changes what it says itself.
/// How many are violated, unknown or warned of stays: a report is about those.
fn without_totals(report: &str) -> String {
    let words = report.split(' ').map(|word| match word.split_once('=') {
        Some((key @ ("vacuous" | "holds"), number)) if number.bytes().all(|digit| digit.is_ascii_digit()) => {
            format!("{key}=N")
        }
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_scenario_has_its_golden_report() {
    for (name, path) in small_scenarios() {
        let report = run(&path, 1).report(None, None);
        insta::with_settings!({
            snapshot_path => root().join("reports"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
            description => format!("rehearsal run scenarios/{name}.yaml"),
        }, {
            insta::assert_snapshot!(name, without_totals(&render(&report, Format::Text, false)));
        });
    }
}

#[test]
fn the_number_of_threads_never_shows() {
    let all = small_scenarios().into_iter().chain(scenarios("scenarios/faults"));
    for (name, path) in all {
        let alone = run(&path, 1);
        for threads in [2, 3, 7] {
            let together = run(&path, threads);
            let difference = alone.history.first_difference(&together.history);
            assert_eq!(difference, None, "{name}: 1 and {threads} threads");
            assert_eq!(alone.digest, together.digest, "{name}: 1 and {threads} threads");
            assert_eq!(alone.judgement, together.judgement, "{name}: 1 and {threads} threads");
        }
    }
}

#[test]
fn another_seed_gives_another_history() {
    // The digest would be worthless if it never changed.
    let (_, path) = small_scenarios().into_iter().find(|(name, _)| name == "welcome-trap").unwrap();
    let one = run(&path, 1);
    let other = rehearsal::commands::load(&path, Some(rehearsal_core::rng::Seed(99))).ok().unwrap();
    let other = rehearsal::commands::rehearse(other, std::num::NonZeroUsize::MIN, &|_| {}).ok().unwrap();
    assert_ne!(one.digest, other.digest);
}
