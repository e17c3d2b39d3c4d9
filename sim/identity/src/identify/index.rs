//! Finds the number of something by a hash of it, in eight bytes each.
//!
//! Owns: the sorted order. Deliberately does not know what is numbered: the caller compares, because two things can
//! share their 32 bits of hash.

/// Numbers by hash. What was added lately is found only after [`Index::settle`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// Hash in the upper half, number in the lower, ascending.
    sorted: Vec<u64>,
    /// Not sorted yet, so that adding many costs one sort.
    recent: Vec<u64>,
}

impl Index {
    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, count: usize) {
        self.recent.reserve_exact(count);
    }

    pub(super) fn add(&mut self, hash: u32, number: u32) {
        self.recent.push(u64::from(hash) << 32 | u64::from(number));
    }

    /// Whether everything that was added can be found.
    pub(super) const fn is_settled(&self) -> bool {
        self.recent.is_empty()
    }

    /// Makes what was added lately findable.
    pub(super) fn settle(&mut self) {
        let mut recent = std::mem::take(&mut self.recent);
        recent.sort_unstable();
        if self.sorted.is_empty() {
            self.sorted = recent;
        } else if !recent.is_empty() {
            self.sorted.reserve_exact(recent.len());
            self.sorted.append(&mut recent);
            self.sorted.sort(); // two sorted runs: the stable sort only merges them
        }
    }

    /// The numbers of a hash, ascending.
    pub(super) fn numbers(&self, hash: u32) -> impl Iterator<Item = u32> {
        let start = self.sorted.partition_point(|&entry| entry >> 32 < u64::from(hash));
        let entries = self.sorted[start..].iter();
        entries.take_while(move |&&entry| entry >> 32 == u64::from(hash)).map(|&entry| entry as u32)
    }

    /// Hashes and numbers, ascending.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u32, u32)> {
        self.sorted.iter().map(|&entry| ((entry >> 32) as u32, entry as u32))
    }

    /// Two numbers of what `is_same` calls one thing, the lower first; of several pairs the one that is complete first.
    pub(super) fn twins(&self, is_same: impl Fn(u32, u32) -> bool) -> Option<[u32; 2]> {
        let blocks = self.sorted.chunk_by(|left, right| left >> 32 == right >> 32).filter(|block| block.len() > 1);
        let first_of = |block: &[u64]| {
            let number = |place: usize| block[place] as u32;
            let earlier = |right: usize| (0..right).map(number).find(|&left| is_same(left, number(right)));
            (1..block.len()).find_map(|right| Some([earlier(right)?, number(right)]))
        };
        blocks.filter_map(first_of).min_by_key(|pair| pair[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_found_once_settled() {
        let mut index = Index::default();
        for (hash, number) in [(9, 0), (3, 1), (9, 2)] {
            index.add(hash, number);
        }
        assert_eq!((index.numbers(9).count(), index.is_settled()), (0, false));
        index.settle();
        index.add(3, 3);
        index.add(u32::MAX, 4);
        index.settle();
        assert!(index.is_settled());
        assert_eq!(index.numbers(9).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(index.numbers(3).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(index.numbers(u32::MAX).collect::<Vec<_>>(), [4]);
        assert_eq!(index.numbers(4).count(), 0);
        assert_eq!(index.twins(|_, _| true), Some([0, 2]));
        assert_eq!(index.twins(|left, _| left == 1), Some([1, 3]));
        assert_eq!(index.twins(|_, _| false), None);
    }
}
