//! How good a clustering is, where the truth is known.
//!
//! Owns: pairwise precision and recall. Counts by sorting, never by listing pairs, so ten million rows are no problem.

/// Pairs of rows, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// Pairs that are truly one person.
    pub true_pairs: u64,
    /// Pairs that were put together.
    pub found_pairs: u64,
    /// Pairs that are both.
    pub right_pairs: u64,
}

impl Quality {
    /// Compares clusters with the truth; both name the group of each row, with any numbers.
    ///
    /// # Panics
    ///
    /// If the two differ in length: a bug of the caller.
    #[must_use]
    pub fn of(clusters: &[u32], truth: &[u64]) -> Self {
        assert_eq!(clusters.len(), truth.len(), "every row has a cluster and a truth");
        let mut both: Vec<(u64, u32)> = truth.iter().copied().zip(clusters.iter().copied()).collect();
        both.sort_unstable();
        let mut found = clusters.to_vec();
        found.sort_unstable();
        Self {
            true_pairs: both.chunk_by(|left, right| left.0 == right.0).map(pairs).sum(),
            found_pairs: found.chunk_by(|left, right| left == right).map(pairs).sum(),
            right_pairs: both.chunk_by(|left, right| left == right).map(pairs).sum(),
        }
    }

    /// Of the pairs put together, how many are right, in ten-thousandths, rounded down; 10,000 if none was.
    #[must_use]
    pub const fn precision_basis_points(self) -> u64 {
        basis_points(self.right_pairs, self.found_pairs)
    }

    /// Of the pairs that are truly one person, how many were put together.
    #[must_use]
    pub const fn recall_basis_points(self) -> u64 {
        basis_points(self.right_pairs, self.true_pairs)
    }

    /// The harmonic mean of the two.
    #[must_use]
    pub const fn f1_basis_points(self) -> u64 {
        basis_points(2 * self.right_pairs, self.found_pairs + self.true_pairs)
    }
}

const fn basis_points(part: u64, whole: u64) -> u64 {
    match (part * 10_000).checked_div(whole) {
        Some(share) => share,
        None => 10_000,
    }
}

/// Pairs among the members of a group.
fn pairs<T>(group: &[T]) -> u64 {
    let members = group.len() as u64;
    members * (members - 1) / 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counting_pairs_one_by_one_agrees(rows in proptest::collection::vec((0_u32..6, 0_u64..6), 0..40)) {
            let (clusters, truth): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
            let mut naive = Quality::default();
            for left in 0..rows.len() {
                for right in left + 1..rows.len() {
                    let (found, is_true) = (clusters[left] == clusters[right], truth[left] == truth[right]);
                    naive.found_pairs += u64::from(found);
                    naive.true_pairs += u64::from(is_true);
                    naive.right_pairs += u64::from(found && is_true);
                }
            }
            prop_assert_eq!(Quality::of(&clusters, &truth), naive);
        }
    }

    #[test]
    fn nothing_to_find_is_found_whole() {
        let quality = Quality::of(&[0, 1, 2], &[7, 8, 9]);
        assert_eq!(
            (quality.precision_basis_points(), quality.recall_basis_points(), quality.f1_basis_points()),
            (10_000, 10_000, 10_000)
        );
        let quality = Quality::of(&[0, 0, 2, 2], &[7, 7, 7, 9]);
        assert_eq!(
            (quality.precision_basis_points(), quality.recall_basis_points(), quality.f1_basis_points()),
            (5_000, 3_333, 4_000)
        );
    }
}
