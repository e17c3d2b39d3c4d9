//! A check that cannot fail proves nothing: each invariant has a world that breaks it, and it alone.

use std::collections::BTreeSet;

use rehearsal_judge::{INVARIANTS, Verdict};

use rehearsal::session::RehearsalResult;

use crate::harness::{root, run, scenarios};

fn with_verdict(rehearsed: &RehearsalResult, verdict: Verdict) -> Vec<String> {
    let judgement = &rehearsed.judgement;
    judgement.findings.iter().filter(|finding| finding.verdict == verdict).map(|finding| finding.name.clone()).collect()
}

#[test]
fn the_base_is_green_and_exercises_everything() {
    let base = run(&root().join("scenarios/faults/base.yaml"), 2);
    let red: Vec<_> = base.judgement.findings.iter().filter(|finding| finding.verdict != Verdict::Holds).collect();
    assert!(red.is_empty(), "{red:#?}");
    assert_eq!(base.judgement.findings.len(), INVARIANTS.len());
}

#[test]
fn each_fault_breaks_its_invariant_and_no_stranger() {
    let mut wrong = Vec::new();
    for (name, path) in scenarios("scenarios/faults") {
        if name == "base" {
            continue;
        }
        let violated = with_verdict(&run(&path, 2), Verdict::Violated);
        if violated != [name.clone()] {
            wrong.push(format!("{name}: violated {violated:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn registry_and_folder_agree() {
    let registry: BTreeSet<String> = INVARIANTS.iter().map(|entry| entry.name.to_owned()).collect();
    let folder: BTreeSet<String> =
        scenarios("scenarios/faults").into_iter().map(|(name, _)| name).filter(|name| name != "base").collect();
    assert_eq!(registry, folder);
}

#[test]
fn each_fault_changes_one_thing() {
    for (name, path) in scenarios("scenarios/faults").into_iter().filter(|(name, _)| name != "base") {
        let text = std::fs::read_to_string(&path).unwrap();
        let keys: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with(['#', ' ']))
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(keys[..2], ["extends", "rehearsal"], "{name}");
        assert_eq!(keys.len(), 3, "{name} changes {:?}", &keys[2..]);
    }
}
