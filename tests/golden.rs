//! Golden reports: what a person reads, one per scenario, in `reports/`; and the same digest on any number of threads.

use std::num::NonZeroUsize;

use rehearsal::catalogue::Catalogue;
use rehearsal::report::{Format, render};
use rehearsal::session::RunOptions;
use rehearsal_judge::ledger::RowsRead;
use rehearsal_judge::{JudgeInput, judge};

use crate::harness::{root, run, scenarios, small_scenarios};

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
        let history = alone.history(NonZeroUsize::MIN);
        for threads in [2, 3, 7] {
            let together = run(&path, threads);
            let kept = together.history(NonZeroUsize::new(threads).unwrap());
            assert_eq!(kept.first_difference(&history), None, "{name}: 1 and {threads} threads");
            assert_eq!(kept.digest(2), alone.digest, "{name}: kept, and hashed as it came");
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
    let other =
        rehearsal::session::load(&path, Some(rehearsal_core::rng::Seed(99)), Catalogue::built_in()).ok().unwrap();
    let other = rehearsal::session::rehearse(other, RunOptions::on(NonZeroUsize::MIN), &|_| {}).ok().unwrap();
    assert_ne!(one.digest, other.digest);
}

/// Where profiles do not meet, they are judged group by group, and what happened is dropped; the answer is that of the
/// whole history.
#[test]
fn what_is_judged_group_by_group_is_what_is_judged_as_a_whole() {
    let path = root().join("tests/data/scenarios/several-groups/several-groups.yaml");
    let whole = |threads| {
        let rehearsed = run(&path, threads);
        assert!(rehearsed.engine().groups().len() > 2, "one group would prove nothing");
        let history = rehearsed.history(NonZeroUsize::MIN);
        let rows = RowsRead { read: rehearsed.ledger.read, unusable: 0 };
        let input = JudgeInput { plan: &rehearsed.plan, outline: &history.outline, rows };
        assert_eq!(rehearsed.judgement, judge(&input, &history.parts, 1));
        assert_eq!(rehearsed.digest, history.digest(1));
        assert_eq!(rehearsed.counted.facts, history.facts().count() as u64);
        rehearsed
    };
    let (one, three) = (whole(1), whole(3));
    assert_eq!((&one.ledger, &one.sends), (&three.ledger, &three.sends));
    let shared = one.judgement.findings.iter().find(|finding| finding.name == "one-customer-id").unwrap();
    assert!(shared.count > 0, "nobody shares an id: {shared:?}");
}
