//! Ids that were given out, numbered in the order in which they were.
//!
//! Owns: that an id keeps its number for ever. The same for customers and for households.

use super::index::Index;

/// Ids by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    ids: Vec<u64>,
    index: Index,
}

const fn tag(id: u64) -> u32 {
    (id >> 32) as u32
}

impl Given {
    pub(super) fn len(&self) -> u32 {
        self.ids.len() as u32
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, count: usize) {
        self.ids.reserve_exact(count);
        self.index.reserve(count);
    }

    /// Gives out an id.
    pub(super) fn add(&mut self, id: u64) -> u32 {
        let number = self.len();
        self.index.add(tag(id), number);
        self.ids.push(id);
        number
    }

    pub(super) fn id(&self, number: u32) -> u64 {
        self.ids[number as usize]
    }

    /// The number of an id that was given out before the last [`Given::settle`].
    pub(super) fn find(&self, id: u64) -> Option<u32> {
        self.index.numbers(tag(id)).find(|&number| self.id(number) == id)
    }

    /// As [`Given::find`], for any id; the last one, which is asked for most, costs nothing.
    pub(super) fn find_recent(&mut self, id: u64) -> Option<u32> {
        if self.ids.last() == Some(&id) {
            return Some(self.len() - 1);
        }
        let found = self.find(id);
        if found.is_some() || self.index.is_settled() {
            return found;
        }
        self.index.settle();
        self.find(id)
    }

    pub(super) fn settle(&mut self) {
        self.index.settle();
    }

    /// The number of the first id that was given out twice.
    pub(super) fn repeated(&self) -> Option<u32> {
        self.index.twins(|left, right| self.id(left) == self.id(right)).map(|pair| pair[1])
    }
}
