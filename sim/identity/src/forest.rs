//! Rows joined into trees.

use std::cmp::Ordering;

/// Rows joined into trees; the root of a tree is its lowest row.
pub(super) struct Forest {
    parents: Vec<u32>,
}

impl Forest {
    /// A forest in which each row's parent is given: itself, or a lower row.
    pub(super) const fn of(parents: Vec<u32>) -> Self {
        Self { parents }
    }

    /// The lowest row of a row's tree. Halves the path on the way.
    pub(super) fn root(&mut self, row: u32) -> u32 {
        let mut row = row as usize;
        loop {
            let parent = self.parents[row] as usize;
            if parent == row {
                return row as u32;
            }
            self.parents[row] = self.parents[parent];
            row = self.parents[row] as usize;
        }
    }

    /// Joins two trees; whether they were two.
    pub(super) fn unite(&mut self, left: u32, right: u32) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        match left.cmp(&right) {
            Ordering::Less => self.parents[right as usize] = left,
            Ordering::Greater => self.parents[left as usize] = right,
            Ordering::Equal => return false,
        }
        true
    }
}
