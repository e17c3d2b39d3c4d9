//! What the program suggests helps: each suggestion is made, and the finding is gone.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use rehearsal::catalogue::Catalogue;
use rehearsal::diagnostics::render;
use rehearsal::scenario::load_text;
use rehearsal::session::{LoadedScenario, RehearsalResult, RunOptions, load, rehearse};
use rehearsal_core::consent::Channel;
use rehearsal_core::feed::Feed;
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::model::{Change, ChangeKind, DoorUse, apply};
use rehearsal_core::plan::{Clock, ConsentHandling, Overflow, Plan, Reentry, Trigger};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::time::{Minute, Weekday};
use rehearsal_judge::judges::PROVED;
use rehearsal_judge::{Finding, Remedy, Verdict};

use crate::harness::{root, run, scenarios, small_scenarios};

/// The scenario rehearsed again after changes of its plan.
fn again(path: &Path, before: &RehearsalResult, remedy: &Remedy) -> RehearsalResult {
    let mut scenario = load(path, None, Catalogue::built_in()).ok().unwrap();
    scenario.loaded.plan = apply(&before.plan, &remedy.changes).unwrap();
    rehearse(scenario, RunOptions::on(NonZeroUsize::new(2).unwrap()), &|_| {}).ok().unwrap()
}

fn kinds(remedy: &Remedy) -> Vec<ChangeKind> {
    let kinds: BTreeSet<ChangeKind> = remedy.changes.iter().map(Change::kind).collect();
    kinds.into_iter().collect()
}

fn is_gone(after: &RehearsalResult, finding: &Finding) -> bool {
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

/// Every small scenario of the project.
fn all_scenarios() -> impl Iterator<Item = (String, PathBuf)> {
    let faults = scenarios("scenarios/faults").into_iter().map(|(name, path)| (format!("faults/{name}"), path));
    let small = small_scenarios().into_iter().chain(scenarios("tests/data/scenarios/remedies"));
    small.chain(faults)
}

#[test]
fn what_is_suggested_helps() {
    let trials: Vec<Trial> = all_scenarios().flat_map(|(name, path)| trials(&name, &path)).collect();
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

/// The plan after changes is the plan that is read after they were written into the files.
fn same_plan(name: &str, scenario: &LoadedScenario<'_>, plan: &Plan, changes: &[Change]) {
    let changed = apply(plan, changes).unwrap();
    let read = scenario.loaded.edited(changes, scenario.catalogue, &scenario.sources);
    let read = read.unwrap_or_else(|problems| panic!("{name}: {changes:?}: {problems:#?}"));
    // What else could be suggested follows from the door in use; it changes nothing that happens.
    let essence = |mut plan: Plan| {
        plan.import.doors_available.clear();
        plan.import.history.iter_mut().for_each(|replay| replay.doors_available.clear());
        plan
    };
    assert_eq!(essence(read.plan), essence(changed.clone()), "{name}: {changes:?}");
    // And so it is after the edited scenario was written as a text and read again.
    let text = scenario.loaded.document.text_after(plan, changes);
    let (sources, read) =
        load_text(&scenario.name, &text, Catalogue::built_in(), &|_| Err(std::io::ErrorKind::NotFound.into()));
    let read = read.unwrap_or_else(|problems| panic!("{name}: {}\n{text}", render(&problems, &sources, false)));
    assert_eq!(essence(read.plan), essence(changed), "{name}: {changes:?}\n{text}");
}

#[test]
fn every_kind_of_change_is_an_edit() {
    let path = root().join("scenarios/faults/base.yaml");
    let scenario = load(&path, None, Catalogue::built_in()).ok().unwrap();
    let plan = scenario.loaded.plan.clone();
    let day = |day: i32| Minute(day * 1440 - 60);
    let [first, event, campaign] = [0_u16, 1, 5].map(Index::new);
    assert!(matches!(plan.flow(event).trigger, Trigger::Event { .. }));
    assert!(matches!(plan.flow(campaign).trigger, Trigger::Scheduled(_)));
    let property = "migration_hold".to_owned();
    let feeds = [
        Feed::RealTime,
        Feed::Hourly,
        Feed::Daily { minute_of_day: 330 },
        Feed::Weekly { weekday: Weekday::Wednesday, minute_of_day: 1_439 },
        Feed::Missing,
    ];
    let door = plan.import.doors_available.last().unwrap();
    let mut changes = vec![
        Change::SetFlag { property: "moved_now".to_owned(), release: day(7) },
        Change::GuardFlow { flow: first, property: property.clone() },
        Change::RewriteGuard { flow: event, property },
        Change::MoveFlagRelease { to: day(3).plus(95) },
        Change::UseDoor { purpose: DoorUse::Profiles, door: Box::new(door.clone()), is_same_door: false },
        Change::HoldFlow { flow: event, from: day(9) },
        Change::EndFlow { flow: event, until: day(30) },
        Change::EndFlow { flow: first, until: day(30) },
        Change::SwitchOffFlow { flow: first },
        Change::GoLive { flow: event },
        Change::SetEventAge { flow: event, minutes: 90 },
        Change::MoveCampaign { flow: campaign, to: day(12).plus(601) },
        Change::LoadSuppressions { at: day(-1) },
        Change::MoveSecondImport { to: day(6) },
        Change::SetExpiry { minutes: 5 * 1440 },
        Change::JoinList { list: Index::new(0) },
        Change::SetSignUps { per_day: 7, list: Index::new(0) },
        Change::SetEventRate { event: Index::new(0), per_day: Ratio::new(3, 200).unwrap() },
        Change::SetEventRate { event: Index::new(2), per_day: Ratio::ONE },
    ];
    changes.extend(
        [Reentry::Never, Reentry::AfterExit, Reentry::Always, Reentry::AfterMinutes(150)]
            .map(|reentry| Change::SetReentry { flow: event, reentry }),
    );
    changes.extend(
        [ConsentHandling::AsExported, ConsentHandling::SubscribeAll, ConsentHandling::Leave]
            .map(|handling| Change::SetConsentHandling { handling }),
    );
    for side in Side::ALL {
        changes.extend(feeds.map(|feed| Change::SetUnsubscribeSync { from: side, feed }));
        let integrations = (0_u16..).zip(&plan.integrations).map(|(number, _)| Index::new(number));
        // That nothing comes is said by another kind of integration, and nobody suggests it.
        changes.extend(
            integrations.flat_map(|integration| {
                feeds[..4].iter().map(move |&feed| Change::SetFeed { integration, side, feed })
            }),
        );
    }
    let pool = Index::new(1);
    let spill = Overflow::Spill(Index::new(0));
    changes.extend(
        [Overflow::Hold, Overflow::Drop, Overflow::SendAnyway, spill]
            .map(|overflow| Change::SetOverflow { pool, overflow }),
    );
    for channel in Channel::ALL {
        let clocks = [Clock::Recipient, Clock::Account, Clock::FixedOffset];
        changes.extend(clocks.map(|clock| Change::SetQuietClock { channel, clock }));
    }
    for change in &changes {
        same_plan("base", &scenario, &plan, std::slice::from_ref(change));
    }
    let kinds: BTreeSet<ChangeKind> = changes.iter().map(Change::kind).collect();
    assert_eq!(kinds.len(), ChangeKind::ALL.len());
}

#[test]
fn a_change_of_the_plan_is_an_edit_of_its_files() {
    let mut edits = 0;
    for (name, path) in all_scenarios() {
        let before = run(&path, 2);
        let scenario = load(&path, None, Catalogue::built_in()).ok().unwrap();
        for remedy in before.judgement.findings.iter().flat_map(|finding| &finding.remedies) {
            same_plan(&name, &scenario, &before.plan, &remedy.changes);
            let written = scenario.loaded.document.edits(&before.plan, &remedy.changes);
            assert!(written.iter().all(|edits| !edits.is_empty()), "{name}: {:?}: {written:#?}", remedy.changes);
            edits += written.len();
        }
    }
    assert!(edits > 100, "{edits}");
}
