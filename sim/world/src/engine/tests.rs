//! Laws of the loop.

use proptest::prelude::*;

use super::*;
use crate::population::{generate, sign_ups};
use rehearsal_core::history::{Actor, Fact, FactKind};
use rehearsal_core::ids::{FlowMark, Index, Side};
use rehearsal_core::plan::{Delay, ResponseRates, Step, Trigger};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::rng::Seed;
use rehearsal_fixtures::webshop;
use rehearsal_identity::{resolve, resolve_by_evidence};

/// The webshop with faults and, if wanted, with people who react to mail.
fn plan(seed: u64, faulty: bool, reacts: bool) -> Plan {
    let mut plan = webshop(60);
    plan.seed = Seed(seed);
    plan.days = 30;
    plan.import.door.rows_per_call_max = 7;
    plan.import.door.calls_per_minute_max = 2;
    if faulty {
        let faults = &mut plan.import.faults;
        let half = Ratio::new(1, 2).unwrap();
        let fifth = Ratio::new(1, 5).unwrap();
        (faults.refused, faults.timed_out, faults.timed_out_applied) = (fifth, fifth, half);
        (faults.row_failed, faults.sent_twice, faults.flag_lost, faults.dropped) = (fifth, half, fifth, fifth);
        plan.import.again = Some(Minute(3 * DAY_MINUTES));
    }
    if reacts {
        let half = Ratio::new(1, 2).unwrap();
        let tenth = Ratio::new(1, 10).unwrap();
        let response = ResponseRates {
            open: half,
            click: half,
            unsubscribe: tenth,
            complain: tenth,
            bounce: tenth,
            delay_minutes: (30, 3_000),
        };
        plan.behaviour.response = Some(response);
    }
    plan
}

/// Two welcome mails within an epoch, so that a person can await two answers at once, and many who react to both.
fn hurry(plan: &mut Plan) {
    let Step::Wait { delay, .. } = &mut plan.flows[0].steps[1] else { panic!("the welcome flow waits") };
    *delay = Delay::Elapsed { minutes: 7 };
    let response = plan.behaviour.response.as_mut().unwrap();
    (response.complain, response.delay_minutes.1) = (Ratio::new(1, 3).unwrap(), 90);
}

/// The records of the plan but those whose id is in `without`.
fn people(plan: &Plan, without: &[u64]) -> Population {
    let mut population = generate(plan, (0..60).filter(|id| !without.contains(id)));
    population.append(sign_ups(plan));
    population
}

fn rehearse(plan: &Plan, population: &Population, threads: usize) -> History {
    run(plan, population, &resolve(&plan.identity, population), threads, &|_| {})
}

/// The facts of every profile, by the id of its first record; profiles and records named by id.
fn by_id(population: &Population, history: &History) -> Vec<(u64, Vec<(Minute, String)>)> {
    let identity = resolve(&rehearsal_fixtures::webshop(1).identity, population);
    let id = |record: u32| population.ids[record as usize];
    let first = |profile: u32| id(identity.records_of(profile)[0]);
    (0..identity.profiles() as u32)
        .map(|profile| {
            let tell = |fact: &Fact| match fact.kind {
                FactKind::RowApplied { record, created } => format!("applied {} {created}", id(record)),
                FactKind::RowRepeated { record } => format!("repeated {}", id(record)),
                FactKind::RowSkipped { record, why } => format!("skipped {} {why:?}", id(record)),
                FactKind::RowFailed { record } => format!("failed {}", id(record)),
                FactKind::RowUnknown { record } => format!("unknown {}", id(record)),
                FactKind::RowDropped { record } => format!("dropped {}", id(record)),
                FactKind::SamePersonAs { profile, by } => format!("same as {} by {by:?}", first(profile)),
                FactKind::RowCameAgain { record } => format!("came again {}", id(record)),
                FactKind::AnotherPerson { record } => format!("another person {}", id(record)),
                kind => format!("{kind:?}"),
            };
            (first(profile), history.of(profile).iter().map(|fact| (fact.at, tell(fact))).collect())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn threads_do_not_show(seed in 0_u64..1_000, faulty: bool, reacts: bool) {
        let plan = plan(seed, faulty, reacts);
        let population = people(&plan, &[]);
        let one = rehearse(&plan, &population, 1);
        for threads in [2, 3, 7] {
            let many = rehearse(&plan, &population, threads);
            prop_assert_eq!(one.first_difference(&many), None);
            prop_assert_eq!(one.digest(1), many.digest(1));
        }
    }

    #[test]
    fn the_length_of_an_epoch_does_not_show(seed in 0_u64..1_000, faulty: bool, close: bool) {
        // Any lookahead above the true one would be wrong, any below must be the same: so the delay is drawn at 60
        // minutes and more, and the epoch is cut to shorter ones.
        let mut plan = plan(seed, faulty, true);
        plan.behaviour.response.as_mut().unwrap().delay_minutes = (60, 3_000);
        if close {
            hurry(&mut plan);
        }
        let population = people(&plan, &[]);
        let identity = resolve(&plan.identity, &population);
        let timeline = timeline(&plan, &Source::new(plan.seed), &files(&population));
        let input = EngineInput::new(&plan, &population, &identity, timeline);
        let everybody = 0..identity.profiles() as u32;
        let mut told: Vec<_> = [60, 30, 5, 1]
            .into_iter()
            .map(|minutes| {
                let pace = Pace { epoch_minutes: minutes, lookahead_minutes: 60.min(minutes * 2) };
                group(&input, everybody.clone(), 2, pace, &|_| {})
            })
            .collect();
        let first = told.remove(0);
        for other in told {
            prop_assert_eq!(&first, &other);
        }
    }

    #[test]
    fn groups_of_their_own_tell_what_one_group_tells(seed in 0_u64..1_000, faulty: bool, reacts: bool) {
        let plan = plan(seed, faulty, reacts);
        let population = people(&plan, &[]);
        let identity = resolve(&plan.identity, &population);
        let engine = Engine::new(&plan, &population, &identity);
        prop_assert!(!engine.profiles_meet());
        let everybody = 0..identity.profiles() as u32;
        let facts = |parts: Vec<HistoryPart>| -> Vec<Fact> { parts.into_iter().flat_map(|part| part.facts).collect() };
        let together = facts(engine.rehearse(everybody.clone(), 2, &|_| {}));
        for groups in [2, 5, 20] {
            let ranges = cut(&identity, everybody.clone(), groups);
            let apart = ranges.into_iter().flat_map(|range| engine.rehearse(range, 1, &|_| {})).collect();
            prop_assert_eq!(&together, &facts(apart));
        }
        // Nor does anybody else than those whom a profile can become one with.
        for profile in (0..everybody.end).step_by(7) {
            let range = engine.component_of(profile);
            prop_assert!(range.contains(&profile));
            let alone = facts(engine.rehearse(range.clone(), 1, &|_| {}));
            let of_whole: Vec<Fact> = together.iter().filter(|fact| range.contains(&fact.profile)).copied().collect();
            prop_assert_eq!(alone, of_whole);
        }
    }

    #[test]
    fn deleting_a_record_changes_nobody_else(seed in 0_u64..1_000, faulty: bool, reacts: bool, gone in 0_u64..60) {
        let plan = plan(seed, faulty, reacts);
        let (all, some) = (people(&plan, &[]), people(&plan, &[gone]));
        let before = by_id(&all, &rehearse(&plan, &all, 1));
        let after = by_id(&some, &rehearse(&plan, &some, 1));
        // Whoever shares a key with the deleted record is no stranger: it may have made the profile.
        let identity = resolve(&plan.identity, &all);
        let row = all.ids.iter().position(|&id| id == gone).unwrap();
        let first = identity.first_of_component(identity.profile_of[row]);
        let kin = |id: u64| {
            let row = all.ids.iter().position(|&other| other == id).unwrap();
            identity.first_of_component(identity.profile_of[row]) == first
        };
        let strangers = |told: Vec<(u64, Vec<(Minute, String)>)>| -> Vec<_> {
            told.into_iter().filter(|(id, _)| !kin(*id)).collect()
        };
        prop_assert_eq!(strangers(before), strangers(after));
    }
}

#[test]
fn the_import_starts_the_welcome_flow_of_people_who_were_customers_for_years() {
    let plan = webshop(200);
    let population = generate(&plan, 0..200);
    let history = rehearse(&plan, &population, 1);
    let welcome: Index<FlowMark> = Index::new(0);
    assert!(matches!(plan.flow(welcome).trigger, Trigger::ListAdded(_)));
    let entered =
        history.facts().filter(|fact| fact.kind == FactKind::Entered { flow: welcome, by: Actor::Import }).count();
    let known = history.facts().filter(|fact| matches!(fact.kind, FactKind::Known { .. })).count();
    let without_key = history.facts().filter(|fact| matches!(fact.kind, FactKind::RowSkipped { .. })).count();
    assert_eq!(entered, known - without_key);
    assert!(entered > 150, "{entered}");
}

#[test]
fn nothing_happens_twice_and_every_profile_is_in_order() {
    check_order(&plan(3, true, true));
    let mut close = plan(3, true, true);
    hurry(&mut close);
    check_order(&close);
}

fn check_order(plan: &Plan) {
    let population = people(plan, &[]);
    let history = rehearse(plan, &population, 2);
    for part in &history.parts {
        for (profile, facts) in part.profiles() {
            assert!(facts.iter().all(|fact| fact.profile == profile));
            assert!(facts.is_sorted_by_key(|fact| fact.at));
            assert_eq!(history.of(profile), facts);
            let made =
                facts.iter().filter(|fact| matches!(fact.kind, FactKind::RowApplied { created: true, .. })).count();
            assert!(made <= 1);
        }
    }
    assert!(history.facts().any(|fact| matches!(fact.kind, FactKind::Opened { .. })));
    assert!(history.facts().any(|fact| matches!(fact.kind, FactKind::Unsubscribed { side: Side::Target, .. })));
}

/// The facts of the second run of the webshop's import, by kind: rows that came again, and what the import changed.
fn second_run(again: Minute, edit: impl FnOnce(&mut Plan)) -> (usize, Vec<String>) {
    let mut plan = plan(7, false, false);
    plan.import.again = Some(again);
    edit(&mut plan);
    let population = people(&plan, &[]);
    let history = rehearse(&plan, &population, 2);
    let facts: Vec<&Fact> = history.facts().filter(|fact| fact.at >= again).collect();
    let came = facts.iter().filter(|fact| matches!(fact.kind, FactKind::RowCameAgain { .. })).count();
    let mut changes: Vec<String> = facts
        .iter()
        .filter_map(|fact| match fact.kind {
            FactKind::RowApplied { .. } => Some("applied".to_owned()),
            FactKind::RowRepeated { .. } => Some("repeated".to_owned()),
            FactKind::FlagSet => Some("flag".to_owned()),
            FactKind::ListAdded { by: Actor::Import, .. } => Some("list".to_owned()),
            FactKind::ConsentChanged { by: Actor::Import, .. } => Some("consent".to_owned()),
            _ => None,
        })
        .collect();
    changes.sort_unstable();
    changes.dedup();
    (came, changes)
}

#[test]
fn a_second_import_finds_what_it_left() {
    let day = |day: i32| Minute(day * DAY_MINUTES);
    let (came, changes) = second_run(day(3), |_| {});
    assert!(came > 40, "{came}");
    assert!(changes.is_empty(), "{changes:?}");
    // After the release the flag is set again; a door that lets people rejoin a list adds them anew.
    assert_eq!(second_run(day(22), |_| {}).1, ["flag"]);
    assert_eq!(second_run(day(3), |plan| plan.import.door.rejoins_list = true).1, ["list"]);
    // Calls that are sent twice are repetitions in the second run too; lost rows stay lost.
    let (doubled, changes) = second_run(day(3), |plan| plan.import.faults.sent_twice = Ratio::ONE);
    assert_eq!((doubled, changes), (came, vec!["repeated".to_owned()]));
    assert_eq!(second_run(day(3), |plan| plan.import.faults.dropped = Ratio::ONE), (0, Vec::new()));
}

#[test]
fn two_people_in_one_mailbox_and_their_customer_ids_are_told() {
    let mut plan = plan(7, false, false);
    plan.identity.matches.push(rehearsal_core::plan::Key::CustomerId);
    let rehearsal_core::plan::PopulationPlan::Synthetic(synthetic) = &mut plan.population else { unreachable!() };
    synthetic.duplicates_same_email = Ratio::ONE;
    synthetic.dirt.shared_mailbox = Ratio::new(1, 5).unwrap();
    let population = people(&plan, &[]);
    let persons = population.persons.as_deref().unwrap();
    let identity = resolve(&plan.identity, &population);
    let history = rehearse(&plan, &population, 1);
    let (mut strangers, mut ids) = (0, 0);
    for fact in history.facts() {
        match fact.kind {
            FactKind::AnotherPerson { record } => {
                strangers += 1;
                let others = identity.records_of(fact.profile).iter().map(|&row| persons[row as usize]);
                assert!(others.filter(|&person| person != persons[record as usize]).count() > 0);
            }
            FactKind::CustomerId { number } => {
                ids += 1;
                assert!(identity.records_of(fact.profile).iter().any(|&row| identity.customer_of(row) == Some(number)));
            }
            _ => {}
        }
    }
    assert!(strangers > 3 && ids > 50, "{strangers} strangers, {ids} ids");
}

#[test]
fn people_whom_only_the_evidence_recognises_are_told_as_such() {
    let mut plan = plan(7, false, false);
    plan.identity.matches.push(rehearsal_core::plan::Key::Phone);
    let population = people(&plan, &[]);
    let persons = population.persons.as_deref().unwrap();
    // The best evidence there is: the truth.
    let first = |person: u64| persons.iter().position(|&other| other == person).unwrap() as u32;
    let cluster_of: Vec<u32> = persons.iter().map(|&person| first(person)).collect();
    let identity = resolve_by_evidence(&plan.identity, &population, &cluster_of);
    assert!(!identity.by_evidence.is_empty());
    let history = run(&plan, &population, &identity, 2, &|_| {});
    let mut told = [Vec::new(), Vec::new()];
    for fact in history.facts() {
        if let FactKind::SamePersonAs { profile, by } = fact.kind {
            let person = |profile: u32| persons[identity.first_record(profile) as usize];
            assert_eq!(person(profile), person(fact.profile));
            told[by as usize].push(fact.profile);
        }
    }
    let [by_key, by_evidence] = told;
    assert!(!by_key.is_empty() && !by_evidence.is_empty(), "{by_key:?} {by_evidence:?}");
    assert!(by_evidence.iter().all(|profile| identity.by_evidence.contains(profile)));
    assert!(by_key.iter().all(|profile| !identity.by_evidence.contains(profile)));
}
