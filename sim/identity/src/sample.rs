//! A sample of records whose duplicates are all in it.
//!
//! Owns: which rows belong together, and which groups are kept. Deliberately draws nothing: a group is kept by a hash of its
//! first record's number, so that it stays in the sample when others go.

use twox_hash::XxHash3_64;

use crate::forest::Forest;

/// The rows of about one in `every` groups of records, ascending. A group holds all records that share a cluster or, as far
/// as the truth is known, a person, with each other or through others: so no pair is cut, found or true.
///
/// `ids` are the numbers of the records; the three are of equal length.
#[must_use]
pub fn sample_of_groups(ids: &[u64], clusters: &[u32], persons: &[u64], every: u64) -> Vec<u32> {
    let rows = ids.len() as u32;
    let mut forest = Forest::of((0..rows).collect());
    let mut by_group: Vec<(u64, u32)> = clusters.iter().copied().map(u64::from).zip(0..).collect();
    unite_neighbours(&mut forest, &mut by_group);
    by_group.clear();
    by_group.extend(persons.iter().copied().zip(0..));
    unite_neighbours(&mut forest, &mut by_group);
    drop(by_group);
    let is_kept = |first: u32| XxHash3_64::oneshot(&ids[first as usize].to_le_bytes()).is_multiple_of(every.max(1));
    (0..rows).filter(|&row| is_kept(forest.root(row))).collect()
}

/// Joins the rows of each group; sorts them by group.
fn unite_neighbours(forest: &mut Forest, by_group: &mut [(u64, u32)]) {
    by_group.sort_unstable();
    for pair in by_group.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        forest.unite(pair[0].1, pair[1].1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whoever shares a cluster or a person with somebody in the sample is in it; what is kept does not depend on
        /// records of other groups; and one in one keeps everybody.
        #[test]
        fn no_pair_is_cut(rows in proptest::collection::vec((0_u32..40, 0_u64..40), 1..80), every in 1_u64..5) {
            let ids: Vec<u64> = (0..rows.len() as u64).map(|id| id * 3).collect();
            let (clusters, persons): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
            let kept = sample_of_groups(&ids, &clusters, &persons, every);
            let is_kept = |row: usize| kept.binary_search(&(row as u32)).is_ok();
            for one in 0..rows.len() {
                for other in 0..rows.len() {
                    if rows[one].0 == rows[other].0 || rows[one].1 == rows[other].1 {
                        prop_assert_eq!(is_kept(one), is_kept(other), "{} and {}", one, other);
                    }
                }
            }
            prop_assert_eq!(sample_of_groups(&ids, &clusters, &persons, 1).len(), rows.len());
            let only = |of: &[u64]| kept.iter().map(|&row| of[row as usize]).collect::<Vec<_>>();
            let clusters: Vec<u64> = clusters.into_iter().map(u64::from).collect();
            let kept_clusters: Vec<u32> = only(&clusters).into_iter().map(|cluster| cluster as u32).collect();
            let again = sample_of_groups(&only(&ids), &kept_clusters, &only(&persons), every);
            prop_assert_eq!(again.len(), kept.len(), "the others are gone, and all that was kept stays");
        }
    }

    #[test]
    fn a_sample_is_about_as_large_as_was_asked_for() {
        let ids: Vec<u64> = (0..40_000).collect();
        let persons: Vec<u64> = ids.iter().map(|id| id / 2).collect();
        let clusters: Vec<u32> = (0..40_000).collect();
        let kept = sample_of_groups(&ids, &clusters, &persons, 4);
        assert!(kept.len().abs_diff(10_000) < 500, "{}", kept.len());
    }
}
