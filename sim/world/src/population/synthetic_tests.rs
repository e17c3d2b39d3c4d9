//! The laws of the module beside this file.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::person_of;
use super::*;
use rehearsal_core::consent::{ConsentMethod, ConsentState};
use rehearsal_core::plan::PopulationPlan;
use rehearsal_core::ratio::Ratio;
use rehearsal_fixtures::people::{plan, ratio, synthetic};
use rehearsal_identity::{normalise_email, normalise_phone};

const RECORDS: u64 = 10_000;

fn people() -> (Plan, Population) {
    let plan = plan(synthetic());
    let population = generate(&plan, 0..RECORDS);
    (plan, population)
}

/// The share of the rows that are so, in per mille of `of`.
fn per_mille(hits: usize, of: usize) -> usize {
    hits * 1_000 / of
}

#[test]
fn dates_of_a_record_fit_each_other() {
    let (plan, population) = people();
    for row in 0..population.len() {
        let created = population.created_at[row];
        let is_sign_up = population.origin[row] == Origin::SignUp;
        assert_eq!(created.0 >= 0, is_sign_up);
        assert!(created.0 >= -2_000 * DAY_MINUTES && created < plan.end());
        for happened in [population.last_open[row], population.last_click[row], population.last_order[row]] {
            assert!(happened == Minute::NEVER || (created <= happened && happened.0 < 0));
        }
        for channel in 0..2 {
            let consent = population.consent[channel][row];
            match consent.state {
                ConsentState::Never => assert_eq!(consent.at, Minute::NEVER),
                _ => assert!(consent.at >= created && (consent.at.0 < 0 || is_sign_up)),
            }
            if consent.method == ConsentMethod::Checkout {
                assert!(population.orders[row] > 0);
            }
            if channel == 1 && consent.state != ConsentState::Never {
                assert!(!population.phone.get(row).is_empty());
            }
        }
        assert_eq!(population.orders[row] > 0, population.last_order[row] != Minute::NEVER);
        assert_eq!(population.orders[row] > 0, population.spent_minor[row] > 0);
        assert!(population.last_click[row] <= population.last_open[row]);
        assert!(!is_sign_up || population.orders[row] == 0);
    }
}

#[test]
fn shares_are_met() {
    let (_, population) = people();
    let rows = population.len();
    let share = |is_so: &dyn Fn(usize) -> bool| per_mille((0..rows).filter(|&row| is_so(row)).count(), rows);
    let persons = population.persons.as_deref().unwrap();
    let expected: [(&str, usize, usize); 9] = [
        ("existing", share(&|row| population.origin[row] == Origin::Source), 900),
        ("duplicates", share(&|row| persons[row] != population.ids[row]), 200),
        ("missing e-mail", share(&|row| population.email.get(row).is_empty()), 20),
        ("nl", share(&|row| population.country[row].get() == 1), 800),
        ("phone", share(&|row| !population.phone.get(row).is_empty()), 600),
        ("birthday", share(&|row| population.birthday[row].is_some()), 300),
        ("ordered", share(&|row| population.orders[row] > 0), 630),
        (
            "blanks",
            share(&|row| {
                let email = population.email.get(row);
                email.trim() != email
            }),
            49,
        ),
        ("capitals", share(&|row| population.email.get(row).contains('P')), 49),
    ];
    for (name, found, wanted) in expected {
        assert!(found.abs_diff(wanted) <= wanted / 10 + 8, "{name}: {found} of 1000, not {wanted}");
    }
    let subscribed = (0..rows).filter(|&row| population.origin[row] == Origin::Source);
    let subscribed: Vec<usize> = subscribed.collect();
    let said_yes =
        subscribed.iter().filter(|&&row| population.consent[0][row].state == ConsentState::Subscribed).count();
    assert!(per_mille(said_yes, subscribed.len()).abs_diff(750) < 30);
    let recent = subscribed.iter().filter(|&&row| population.last_open[row].0 >= -30 * DAY_MINUTES).count();
    assert!(per_mille(recent, subscribed.len()).abs_diff(360) < 30); // a little more than 350: records younger than a window
}

#[test]
fn records_of_a_person_share_what_a_person_has() {
    let (_, population) = people();
    let mut first_of = BTreeMap::new();
    let (mut same, mut own) = (0, 0);
    for (row, &person) in population.persons.as_deref().unwrap().iter().enumerate() {
        assert!(person <= population.ids[row]);
        let first = *first_of.entry(person).or_insert(row);
        if first == row {
            continue;
        }
        assert_eq!(population.phone.get(first), population.phone.get(row));
        assert_eq!(population.birthday[first], population.birthday[row]);
        assert_eq!(population.country[first], population.country[row]);
        assert_eq!(population.consent[0][first].state, population.consent[0][row].state);
        assert_ne!(population.customer_id.get(first), population.customer_id.get(row));
        let [left, right] = [first, row].map(|row| normalise_email(population.email.get(row)));
        let (Some(left), Some(right)) = (left, right) else {
            continue;
        };
        if left == right {
            same += 1;
        } else if right.contains('.') && right.split_once('@').unwrap().0.contains('.') {
            own += 1;
        }
    }
    assert!(same > 700 && own > 700, "{same} with the same address, {own} with an address of their own");
}

#[test]
fn addresses_and_numbers_of_different_people_differ_and_cannot_exist() {
    let (_, population) = people();
    let mut owners: BTreeMap<String, u64> = BTreeMap::new();
    for (row, &person) in population.persons.as_deref().unwrap().iter().enumerate() {
        let email = normalise_email(population.email.get(row)).map(|email| email.into_owned());
        assert!(email.as_ref().is_none_or(|email| email.ends_with(".example")));
        let phone = normalise_phone(population.phone.get(row)).map(|phone| phone.into_owned());
        assert!(phone.as_ref().is_none_or(|phone| phone.starts_with("999") && phone.len() <= 15));
        for key in [email, phone].into_iter().flatten() {
            assert_eq!(*owners.entry(key).or_insert(person), person);
        }
    }
}

#[test]
fn providers_follow_domains_and_a_typing_error_hides_them() {
    let (_, population) = people();
    let mut typos = 0;
    for row in 0..population.len() {
        let provider = population.provider[row].get();
        match normalise_email(population.email.get(row)).as_deref().and_then(|email| email.split_once('@')) {
            Some((_, "gmail.com.example")) => assert_eq!(provider, 0),
            Some((_, "hotmail.com.example")) => assert_eq!(provider, 1),
            Some((_, "example.org.example")) => assert_eq!(provider, 2),
            Some(_) => {
                typos += 1;
                assert_eq!(provider, 2);
            }
            None => assert_eq!(provider, 2),
        }
    }
    assert!((130..=270).contains(&typos), "{typos}");
}

#[test]
fn a_person_is_found_without_the_population() {
    let (plan, population) = people();
    let PopulationPlan::Synthetic(synthetic) = &plan.population else { unreachable!() };
    let source = Source::new(plan.seed);
    for (row, &id) in population.ids.iter().enumerate() {
        assert_eq!(person_of(synthetic, &source, id), population.persons.as_deref().unwrap()[row]);
    }
    let mut all = synthetic.as_ref().clone();
    all.duplicates = rehearsal_core::ratio::Ratio::ONE;
    assert!((0..1_000).all(|id| person_of(&all, &source, id) == 0));
}

#[test]
fn sign_ups_come_every_day_and_agree_to_mail() {
    for population_plan in [None, Some(PopulationPlan::Exports)] {
        let mut plan = plan(synthetic());
        plan.population = population_plan.unwrap_or(plan.population);
        let population = sign_ups(&plan);
        assert_eq!(population.len(), 20 * 60);
        let mut per_day = vec![0; 60];
        for row in 0..population.len() {
            assert_eq!(population.ids[row], SIGN_UP_BASE + row as u64);
            assert_eq!(population.origin[row], Origin::SignUp);
            let at = population.created_at[row];
            per_day[(at.0 / DAY_MINUTES) as usize] += 1;
            let consent = population.consent[0][row];
            assert_eq!(
                (consent.state, consent.at, consent.method),
                (ConsentState::Subscribed, at, ConsentMethod::Form)
            );
            assert!(normalise_email(population.email.get(row)).is_some());
        }
        assert!(per_day.iter().all(|&count| count == 20));
    }
}

#[test]
fn editing_one_share_moves_no_other_attribute() {
    let (_, population) = people();
    let mut other = synthetic();
    other.birthday = rehearsal_core::ratio::Ratio::ZERO;
    other.dirt.blanks = rehearsal_core::ratio::Ratio::ZERO;
    let mut edited = generate(&plan(other), 0..RECORDS);
    assert!(edited.birthday.iter().all(Option::is_none));
    edited.birthday.clone_from(&population.birthday);
    edited.email.clone_from(&population.email);
    assert!(edited == population);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_split_over_threads_gives_the_same_records(start in 0_u64..5_000, count in 0_u64..2_000, threads in 0_usize..9) {
        let plan = plan(synthetic());
        let whole = generate(&plan, start..start + count);
        prop_assert!(generate_parallel(&plan, start..start + count, threads) == whole);
        let mut parts = generate(&plan, start..start + count / 3);
        parts.append(generate(&plan, start + count / 3..start + count));
        prop_assert!(parts == whole);
    }

    #[test]
    fn deleting_records_changes_no_other(kept in proptest::collection::btree_set(0_u64..3_000, 1..60)) {
        let plan = plan(synthetic());
        let some = generate(&plan, kept.iter().copied());
        for (row, &id) in kept.iter().enumerate() {
            let alone = generate(&plan, id..id + 1);
            prop_assert_eq!(alone.email.get(0), some.email.get(row));
            prop_assert_eq!(alone.phone.get(0), some.phone.get(row));
            prop_assert_eq!(alone.created_at[0], some.created_at[row]);
            prop_assert_eq!(alone.consent[0][0], some.consent[0][row]);
            prop_assert_eq!(alone.last_order[0], some.last_order[row]);
            prop_assert_eq!(alone.persons.as_deref().unwrap()[0], some.persons.as_deref().unwrap()[row]);
        }
    }
}

#[test]
fn duplicates_bring_the_customer_id_of_their_person_if_they_are_to() {
    let people = |share| {
        let plan = plan(Synthetic { duplicates_same_customer_id: share, ..synthetic() });
        generate(&plan, 0..2_000)
    };
    let (own, shared) = (people(Ratio::ZERO), people(Ratio::ONE));
    for row in 0..own.len() {
        assert_eq!(own.customer_id.get(row), format!("c{}", own.ids[row]));
        assert_eq!(shared.customer_id.get(row), format!("c{}", shared.persons.as_deref().unwrap()[row]));
        // Nothing else moves.
        assert_eq!((own.email.get(row), own.created_at[row]), (shared.email.get(row), shared.created_at[row]));
    }
}

#[test]
fn a_shared_mailbox_is_one_address_of_two_people() {
    let mut synthetic = synthetic();
    synthetic.dirt = rehearsal_core::plan::Dirt {
        upper_case: Ratio::ZERO,
        blanks: Ratio::ZERO,
        typo_domain: Ratio::ZERO,
        missing_email: Ratio::ZERO,
        shared_mailbox: ratio(1, 10),
    };
    synthetic.duplicates_same_email = Ratio::ONE;
    let population = generate(&plan(synthetic), 0..5_000);
    let persons = population.persons.as_deref().unwrap();
    let mut first_holder: BTreeMap<&str, u64> = BTreeMap::new();
    let mut mailboxes: BTreeMap<u64, &str> = BTreeMap::new();
    let mut sharing = std::collections::BTreeSet::new();
    for (row, &person) in persons.iter().enumerate() {
        let email = population.email.get(row);
        // One person has one mailbox, whoever else has it.
        assert_eq!(*mailboxes.entry(person).or_insert(email), email);
        if *first_holder.entry(email).or_insert(person) != person {
            sharing.insert(person);
        }
    }
    let share = per_mille(sharing.len(), mailboxes.len());
    assert!((70..130).contains(&share), "{share}");
}
