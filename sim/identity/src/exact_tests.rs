//! The laws of the module beside this file.

use proptest::prelude::*;

use super::*;
use rehearsal_core::records::Row;

/// Records of an address, a number and an id each.
fn population(rows: &[(String, String, String)]) -> Population {
    let mut population = Population::default();
    for (id, (email, phone, customer_id)) in (0..).zip(rows) {
        population.push(&Row { email, phone, customer_id, ..Row::new(id) });
    }
    population
}

fn rows(rows: &[[&str; 3]]) -> Population {
    population(&rows.iter().map(|row| (row[0].to_owned(), row[1].to_owned(), row[2].to_owned())).collect::<Vec<_>>())
}

const ALL: [Key; 3] = [Key::Email, Key::Phone, Key::CustomerId];

fn by_email(matches: &[Key]) -> IdentityPlan {
    IdentityPlan { key: Key::Email, matches: matches.to_vec(), by_evidence: false }
}

#[test]
fn one_address_is_one_profile_and_one_number_one_person() {
    let population = rows(&[
        ["a@x.example", "", "1"],
        ["b@x.example", "+31 6 1111 2222", "2"],
        [" A@X.example", "", "3"],
        ["", "", "4"],
        ["c@x.example", "0031611112222", "5"],
        ["n/a", "", "6"],
    ]);
    let identity = resolve(&by_email(&[Key::Email, Key::Phone]), &population);
    assert_eq!(identity.profile_of, [0, 1, 0, 3, 2, 4]);
    assert_eq!(identity.has_key, [true, true, true, false, true, false]);
    assert_eq!(identity.records, [0, 2, 1, 4, 3, 5]);
    assert_eq!(identity.starts, [0, 2, 3, 4, 5, 6]);
    assert_eq!(identity.components, [0, 1, 3, 4]);
    assert_eq!(identity.records_of(0), [0, 2]);
    assert_eq!((identity.first_of_component(2), identity.first_of_component(3)), (1, 3));
}

#[test]
fn without_shared_keys_profiles_are_records() {
    let population = rows(&[["a@x.example", "", ""], ["", "", ""], ["b@x.example", "", ""]]);
    let identity = resolve(&by_email(&ALL), &population);
    assert_eq!(identity.profile_of, [0, 1, 2]);
    assert_eq!(identity.components, [0, 1, 2]);
    assert_eq!(identity.profiles(), 3);
    assert_eq!(resolve(&by_email(&ALL), &Population::default()).profiles(), 0);
}

#[test]
fn evidence_joins_people_and_never_profiles() {
    let population = rows(&[
        ["a@x.example", "+31611112222", ""],
        ["b@x.example", "", ""],
        ["c@x.example", "+31611112222", ""],
        ["d@x.example", "", ""],
        ["b@x.example", "", ""],
    ]);
    let plan = IdentityPlan { by_evidence: true, ..by_email(&[Key::Phone]) };
    let identity = resolve_by_evidence(&plan, &population, &[0, 0, 2, 3, 4]);
    assert_eq!(identity.profile_of, [0, 1, 2, 3, 1]);
    assert_eq!(identity.components, [0, 3]);
    assert_eq!(identity.by_evidence, [1]); // profile 2 shares the number already
    let exact = resolve(&plan, &population);
    assert_eq!((exact.components.as_slice(), exact.by_evidence.len()), ([0, 2, 3].as_slice(), 0));
    // Clusters of one row each say nothing.
    assert_eq!(resolve_by_evidence(&plan, &population, &[0, 1, 2, 3, 4]), exact);
}

#[test]
fn customer_ids_have_the_number_of_their_first_row() {
    let population =
        rows(&[["a@x.example", "", "7"], ["b@x.example", "", ""], ["c@x.example", "", "'7"], ["d@x.example", "", "8"]]);
    let none = Identity::NO_CUSTOMER;
    for plan in [by_email(&[Key::CustomerId]), IdentityPlan { key: Key::CustomerId, ..by_email(&[]) }] {
        let identity = resolve(&plan, &population);
        assert_eq!(identity.customers, [0, none, 0, 3]);
        assert_eq!([0, 1, 2].map(|row| identity.customer_of(row)), [Some(0), None, Some(0)]);
        assert_eq!(
            identity.components,
            [0, 2, 3].map(|first| first - u32::from(plan.key == Key::CustomerId && first > 1))
        );
    }
    assert!(resolve(&by_email(&[Key::Phone]), &population).customers.is_empty());
}

#[test]
fn equal_hashes_of_different_texts_are_not_joined() {
    let texts = ["b", "a", "b", "c", "a"];
    let block: Vec<(u64, u32)> = (0..5).map(|row| (7, row)).collect();
    let mut joined = Vec::new();
    join_by_text(&block, |row| Some(Cow::Borrowed(texts[row as usize])), &mut |first, row| joined.push((first, row)));
    assert_eq!(joined, [(1, 4), (0, 2)]);
}

/// What the specification says, without a thought for speed: transitive closure by repeated passes.
fn naive(plan: &IdentityPlan, population: &Population) -> (Vec<u32>, Vec<u32>) {
    let rows = population.len();
    let shares = |left: usize, right: usize, key: Key| {
        let key_left = key_of(population, left, key);
        key_left.is_some() && key_left == key_of(population, right, key)
    };
    let leaders: Vec<usize> =
        (0..rows).map(|row| (0..rows).find(|&other| other == row || shares(other, row, plan.key)).unwrap()).collect();
    let mut roots: Vec<usize> = (0..rows).collect();
    for _ in 0..rows {
        for left in 0..rows {
            for right in 0..rows {
                if shares(left, right, plan.key) || plan.matches.iter().any(|&key| shares(left, right, key)) {
                    let lowest = roots[left].min(roots[right]);
                    (roots[left], roots[right]) = (lowest, lowest);
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..rows).filter(|&row| leaders[row] == row).collect();
    order.sort_by_key(|&row| (roots[row], row));
    let profile = |row: usize| order.iter().position(|&leader| leader == leaders[row]).unwrap() as u32;
    let component = |row: usize| profile(roots[row]);
    ((0..rows).map(profile).collect(), (0..rows).map(component).collect())
}

/// A few values only, so that many rows share some.
fn some_rows() -> impl Strategy<Value = Vec<(String, String, String)>> {
    let email = prop_oneof![Just(String::new()), "[abAB]@x.example", Just(" a@x.example".to_owned())];
    let phone = prop_oneof![2 => Just(String::new()), 1 => "\\+3161[0-3]00000"];
    let customer_id = prop_oneof![2 => Just(String::new()), 1 => "'?[1-9]"];
    proptest::collection::vec((email, phone, customer_id), 0..14)
}

proptest! {
    #[test]
    fn the_naive_reference_agrees(rows in some_rows(), key in 0_usize..3, matches in proptest::sample::subsequence(ALL.to_vec(), 0..=3)) {
        let population = population(&rows);
        let plan = IdentityPlan { key: ALL[key], matches, by_evidence: false };
        let identity = resolve(&plan, &population);
        let (profiles, components) = naive(&plan, &population);
        prop_assert_eq!(&identity.profile_of, &profiles);
        let firsts: Vec<u32> = profiles.iter().map(|&profile| identity.first_of_component(profile)).collect();
        prop_assert_eq!(firsts, components);
        for profile in 0..identity.profiles() as u32 {
            let records = identity.records_of(profile);
            prop_assert!(!records.is_empty() && records.is_sorted());
            prop_assert!(records.iter().all(|&row| identity.profile_of[row as usize] == profile));
        }
        for (row, &has_key) in identity.has_key.iter().enumerate() {
            prop_assert_eq!(has_key, key_of(&population, row, plan.key).is_some());
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_no_group(rows in some_rows(), turn in 0_usize..14) {
        let mut turned = rows.clone();
        let turn = turn.min(rows.len());
        turned.rotate_left(turn);
        let plan = by_email(&ALL);
        let (before, after) = (resolve(&plan, &population(&rows)), resolve(&plan, &population(&turned)));
        for left in 0..rows.len() {
            for right in 0..rows.len() {
                let place = |row: usize| (row + rows.len() - turn) % rows.len();
                let [same_before, same_after] = [(&before, left, right), (&after, place(left), place(right))].map(|(identity, left, right)| {
                    let [left, right] = [left, right].map(|row| identity.profile_of[row]);
                    (left == right, identity.first_of_component(left) == identity.first_of_component(right))
                });
                prop_assert_eq!(same_before, same_after);
            }
        }
    }

    #[test]
    fn buckets_sort_as_one(hashes in proptest::collection::vec(0_u64..6, 0..3_000)) {
        let mut hashed: Vec<(u64, u32)> = hashes.iter().map(|&hash| XxHash3_64::oneshot(&hash.to_le_bytes())).zip(0..).collect();
        let mut expected = hashed.clone();
        expected.sort_unstable();
        sort_by_buckets(&mut hashed, |&(hash, _)| hash);
        prop_assert_eq!(hashed, expected);
    }

    #[test]
    fn deleting_a_record_reorders_no_other(rows in some_rows(), gone in 0_usize..14) {
        prop_assume!(gone < rows.len());
        let mut fewer = rows.clone();
        fewer.remove(gone);
        let plan = by_email(&[]);
        let (before, after) = (resolve(&plan, &population(&rows)), resolve(&plan, &population(&fewer)));
        let order = |identity: &Identity, shift: u32| -> Vec<u32> {
            (0..identity.profiles() as u32)
                .map(|profile| identity.records_of(profile))
                .filter(|records| !(shift == 0 && records[0] == gone as u32)) // its profile is led by another now, or gone
                .map(|records| records[0] + u32::from(shift == 1 && records[0] >= gone as u32))
                .collect()
        };
        let kept: Vec<u32> = order(&before, 0);
        let after: Vec<u32> = order(&after, 1).into_iter().filter(|row| kept.contains(row)).collect();
        prop_assert_eq!(after, kept);
    }
}
