//! What people have decided is obeyed, before any evidence.

use proptest::prelude::*;

use super::fixtures::*;
use rehearsal_fixtures::{CustomerRates, customers};
use rehearsal_identity::{Basis, ColumnKind, Decider, Decision};

const ROWS: u32 = 120;

fn any_pairs() -> impl Strategy<Value = Vec<[u32; 2]>> {
    proptest::collection::vec((0..ROWS, 0..ROWS).prop_map(|(one, other)| [one, other]), 0..12)
}

fn told(pairs: &[[u32; 2]], are_same: bool) -> Vec<Decision> {
    pairs.iter().filter(|[one, other]| one != other).map(|&rows| Decision { rows, are_same }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rows_told_to_be_one_are_one_and_others_never(seed in 0_u64..10_000, same in any_pairs(), apart in any_pairs()) {
        let (table, _) = customers(&CustomerRates::default(), ROWS, seed);
        let (same, apart) = (told(&same, true), told(&apart, false));
        let findings = decided(&table, &same);
        for Decision { rows: [one, other], .. } in &same {
            prop_assert_eq!(findings.cluster_of[*one as usize], findings.cluster_of[*other as usize]);
        }
        // However they contradict each other, "different" wins.
        let both: Vec<Decision> = same.iter().chain(&apart).copied().collect();
        let findings = decided(&table, &both);
        for Decision { rows: [one, other], .. } in &apart {
            prop_assert_ne!(findings.cluster_of[*one as usize], findings.cluster_of[*other as usize]);
        }
    }

    #[test]
    fn telling_apart_what_is_apart_changes_nothing(seed in 0_u64..10_000, pairs in any_pairs()) {
        let (table, _) = customers(&CustomerRates::default(), ROWS, seed);
        let before = found(&table);
        let is_apart =
            |pair: &Decision| before.cluster_of[pair.rows[0] as usize] != before.cluster_of[pair.rows[1] as usize];
        let apart: Vec<Decision> = told(&pairs, false).into_iter().filter(is_apart).collect();
        let after = decided(&table, &apart);
        prop_assert_eq!(before.cluster_of, after.cluster_of);
        prop_assert_eq!(before.merges, after.merges);
    }
}

#[test]
fn a_contradiction_through_others_is_settled_for_different() {
    let (table, _) = customers(&CustomerRates::default(), ROWS, 1);
    let decision = |rows, are_same| Decision { rows, are_same };
    let findings = decided(&table, &[decision([3, 4], true), decision([4, 5], true), decision([3, 5], false)]);
    assert_ne!(findings.cluster_of[3], findings.cluster_of[5]);
}

#[test]
fn what_a_person_joined_is_said_to_be_joined_by_a_person() {
    let rows = [vec!["jan@a.example"], vec!["somebody-else@b.example"], vec!["third@c.example"]];
    let table = table(&[ColumnKind::Email], &rows);
    let findings = decided(&table, &[Decision { rows: [2, 0], are_same: true }]);
    assert_eq!(findings.cluster_of, [0, 1, 0]);
    assert_eq!(findings.merges.len(), 1);
    assert_eq!((findings.merges[0].rows, findings.merges[0].by), ([0, 2], Decider::Person));
    assert_eq!(findings.confidence_permille[0], 1_000);
    assert_eq!(findings.basis, Basis::Nothing);
}
