//! What the program suggests helps: each suggestion is made, and the finding is gone.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::Path;

use rehearsal::commands::{Rehearsed, load, rehearse};
use rehearsal_sim::invariant::judges::PROVED;
use rehearsal_sim::invariant::{Finding, Remedy, Verdict};
use rehearsal_sim::model::{Change, ChangeKind, apply};

use crate::world::{run, scenarios, small_scenarios};

/// The scenario rehearsed again after changes of its plan.
fn again(path: &Path, before: &Rehearsed, remedy: &Remedy) -> Rehearsed {
    let mut script = load(path, None).ok().unwrap();
    script.loaded.plan = apply(&before.plan, &remedy.changes).unwrap();
    rehearse(script, NonZeroUsize::new(2).unwrap(), &|_| {}).ok().unwrap()
}

fn kinds(remedy: &Remedy) -> Vec<ChangeKind> {
    let kinds: BTreeSet<ChangeKind> = remedy.changes.iter().map(Change::kind).collect();
    kinds.into_iter().collect()
}

fn is_gone(after: &Rehearsed, finding: &Finding) -> bool {
    let now = after.judgement.findings.iter().find(|now| now.name == finding.name).unwrap();
    now.count == 0 && now.verdict != Verdict::Unknown
}

/// What a scenario's findings suggest, made one after the other.
fn trials(name: &str, path: &Path) -> Vec<Trial> {
    let before = run(path, 2);
    let mut trials = Vec::new();
    for finding in &before.judgement.findings {
        for remedy in &finding.remedies {
            trials.push(Trial {
                scenario: name.to_owned(),
                invariant: finding.name.clone(),
                causes: finding.causes.iter().map(|counted| counted.cause.kind()).collect(),
                kinds: kinds(remedy),
                is_gone: is_gone(&again(path, &before, remedy), finding),
            });
        }
    }
    trials
}

/// One suggestion that was made.
#[derive(Debug)]
struct Trial {
    scenario: String,
    invariant: String,
    causes: BTreeSet<&'static str>,
    kinds: Vec<ChangeKind>,
    /// Whether the finding is gone.
    is_gone: bool,
}

/// Every suggestion in every small scenario of the project.
fn all_trials() -> Vec<Trial> {
    let faults = scenarios("scenarios/faults").into_iter().map(|(name, path)| (format!("faults/{name}"), path));
    let small = small_scenarios().into_iter().chain(scenarios("tests/data/scenarios/remedies"));
    small.chain(faults).flat_map(|(name, path)| trials(&name, &path)).collect()
}

#[test]
fn what_is_suggested_helps() {
    let trials = all_trials();
    let vain: Vec<&Trial> = trials.iter().filter(|trial| !trial.is_gone).collect();
    assert!(vain.is_empty(), "{vain:#?}");
    // A pair is suggested only after two different scenarios with that cause have lost their finding by it.
    let unproved: Vec<_> = PROVED
        .iter()
        .filter(|pair| {
            let shows = |trial: &&Trial| {
                trial.invariant == pair.invariant && trial.causes.contains(pair.cause) && trial.kinds == pair.changes
            };
            let scenarios: BTreeSet<&str> = trials.iter().filter(shows).map(|trial| trial.scenario.as_str()).collect();
            scenarios.len() < 2
        })
        .collect();
    assert!(unproved.is_empty(), "{unproved:#?}");
}
