//! What holds of every table: threads and the order of the rows show in nothing, and findings fit together.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::fixtures::*;
use rehearsal_fixtures::customers;
use rehearsal_identity::{Findings, Link, Settings, Table, dedupe};

/// Invented customers: which setting, how many rows, which seed.
type Asked = (usize, u32, u64);

fn any_table() -> impl Strategy<Value = Asked> {
    (0_usize..7, 50_u32..400, 0_u64..1_000_000)
}

fn made((number, rows, seed): Asked) -> Table {
    customers(&setting(number), rows, seed).0
}

/// Each group by the number of its first row.
fn canonical(groups: &[u32]) -> Vec<usize> {
    let mut first: BTreeMap<u32, usize> = BTreeMap::new();
    groups.iter().enumerate().map(|(row, group)| *first.entry(*group).or_insert(row)).collect()
}

/// Links by what they weigh and which cluster they made: of rows that differ in notation only, either may stand for both.
fn by_cluster(links: &[Link], clusters: &[usize], place_of: impl Fn(u32) -> usize) -> Vec<(i32, Vec<u8>, usize)> {
    let link = |link: &Link| (link.weight_centibits, link.levels.clone(), clusters[place_of(link.rows[0])]);
    let mut links: Vec<_> = links.iter().map(link).collect();
    links.sort_unstable();
    links
}

fn check_whole(findings: &Findings, rows: usize) -> Result<(), TestCaseError> {
    prop_assert_eq!(findings.cluster_of.len(), rows);
    prop_assert_eq!(findings.household_of.len(), rows);
    prop_assert_eq!(findings.confidence_permille.len(), rows);
    prop_assert!(findings.confidence_permille.iter().all(|&sure| sure <= 1_000));
    // A cluster is named after its lowest row, and a household never splits one.
    for row in 0..rows {
        let [cluster, household] = [findings.cluster_of[row], findings.household_of[row]].map(|group| group as usize);
        prop_assert!(cluster <= row && findings.cluster_of[cluster] as usize == cluster);
        prop_assert!(household <= row && findings.household_of[household] as usize == household);
        prop_assert_eq!(findings.household_of[cluster] as usize, household);
    }
    let mut merges = vec![0; rows];
    let mut members = vec![0; rows];
    for link in &findings.merges {
        let [one, other] = link.rows.map(|row| findings.cluster_of[row as usize]);
        prop_assert_eq!(one, other);
        prop_assert!(link.rows[0] < link.rows[1] && link.levels.len() == findings.fields.len());
        merges[one as usize] += 1;
    }
    for &cluster in &findings.cluster_of {
        members[cluster as usize] += 1;
    }
    for (merges, members) in merges.into_iter().zip(members) {
        prop_assert_eq!(merges, if members == 0 { 0 } else { members - 1 });
    }
    for link in findings.merges.iter().chain(&findings.review) {
        for (&level, field) in link.levels.iter().zip(&findings.fields) {
            prop_assert!(usize::from(level) < field.levels.len());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_number_of_threads_shows_in_nothing(asked in any_table()) {
        let table = made(asked);
        let one = found(&table);
        for threads in [2, 3, 7] {
            prop_assert_eq!(&dedupe(&table, &Settings::default(), threads), &one);
        }
    }

    #[test]
    fn findings_fit_together(asked in any_table()) {
        let table = made(asked);
        check_whole(&found(&table), table.len())?;
    }

    #[test]
    fn the_order_of_the_rows_shows_in_nothing(asked in any_table(), seed in any::<u64>()) {
        let table = made(asked);
        let rows = rows_of(&table);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&row| (row as u64 + 1).wrapping_mul(seed | 1).rotate_left(29).wrapping_mul(0x9e37_79b9));
        let moved: Vec<Vec<String>> = order.iter().map(|&row| rows[row].clone()).collect();
        let kinds: Vec<_> = table.columns().iter().map(|column| column.kind).collect();
        let before = found(&table);
        let after = found(&super::fixtures::table(&kinds, &moved));
        let mut back = vec![0; rows.len()];
        order.iter().enumerate().for_each(|(place, &row)| back[row] = place);
        let put_back = |groups: &[u32]| canonical(&back.iter().map(|&place| groups[place]).collect::<Vec<_>>());
        prop_assert_eq!(&before.fields.iter().map(|field| field.levels.clone()).collect::<Vec<_>>(),
            &after.fields.iter().map(|field| field.levels.clone()).collect::<Vec<_>>());
        prop_assert_eq!(canonical(&before.cluster_of), put_back(&after.cluster_of));
        prop_assert_eq!(canonical(&before.household_of), put_back(&after.household_of));
        prop_assert_eq!(before.learnt, after.learnt);
        prop_assert_eq!(before.effort, after.effort);
        let clusters = canonical(&before.cluster_of);
        prop_assert_eq!(
            by_cluster(&before.merges, &clusters, |row| row as usize),
            by_cluster(&after.merges, &clusters, |row| order[row as usize])
        );
        // Of rows that hold the same, either may be the one that was nearly joined to somebody else.
        let sure = |clusters: &[usize], sure: &mut dyn Iterator<Item = u16>| {
            let mut sure: Vec<(usize, u16)> = clusters.iter().copied().zip(sure).collect();
            sure.sort_unstable();
            sure
        };
        prop_assert_eq!(
            sure(&clusters, &mut before.confidence_permille.iter().copied()),
            sure(&clusters, &mut back.iter().map(|&place| after.confidence_permille[place]))
        );
    }
}
