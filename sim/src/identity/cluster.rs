//! Weighed pairs to clusters.

use super::block::{Pair, rows_of};

/// A pair and its weight.
pub(super) type Edge = (i32, Pair);

/// Clusters under construction: members of each root, and each row's root.
pub(super) struct Clusters {
    root: Vec<u32>,
    /// The next row of the same cluster, in a ring.
    next: Vec<u32>,
}

impl Clusters {
    pub(super) fn new(rows: u32) -> Self {
        Self { root: (0..rows).collect(), next: (0..rows).collect() }
    }

    pub(super) fn members(&self, row: u32) -> Vec<u32> {
        let start = self.root[row as usize];
        let mut members = vec![start];
        let mut at = self.next[start as usize];
        while at != start {
            members.push(at);
            at = self.next[at as usize];
        }
        members
    }

    fn unite(&mut self, one: &[u32], other: &[u32]) {
        let root = one.iter().chain(other).copied().min().unwrap_or(0);
        for &row in one.iter().chain(other) {
            self.root[row as usize] = root;
        }
        self.next.swap(one[0] as usize, other[0] as usize);
    }
}

/// Joins rows, strongest pair first.
pub(super) fn cluster(
    rows: u32,
    mut edges: Vec<Edge>,
    together: impl Fn(&[u32], &[u32]) -> i32,
) -> (Vec<u32>, Vec<Edge>) {
    let mut clusters = Clusters::new(rows);
    let mut merges = Vec::new();
    edges.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    for &(weight, pair) in &edges {
        let [left, right] = rows_of(pair);
        if clusters.root[left as usize] == clusters.root[right as usize] {
            continue;
        }
        let (one, other) = (clusters.members(left), clusters.members(right));
        if one.len() + other.len() == 2 || together(&one, &other) > 0 {
            clusters.unite(&one, &other);
            merges.push((weight, pair));
        }
    }
    (clusters.root, merges)
}
