//! The crosswalk: which customer each record of each source was given to.
//!
//! Owns: the texts of the keys, once each, and finding them. A key is numbered when it is first seen. Deliberately
//! knows no alias: it says to which id a record was given, the register says which id that is today.

use std::collections::BTreeMap;

use twox_hash::XxHash3_64;

use super::event::SourceKey;
use super::index::Index;
use rehearsal_core::records::TextColumn;

/// Keys by number, and the customer that holds each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Crosswalk {
    sources: Vec<String>,
    numbers_of_sources: BTreeMap<String, u32>,
    ids: TextColumn,
    source_of: Vec<u32>,
    /// The number of the customer that each key was given to.
    pub(super) holder_of: Vec<u32>,
    index: Index,
}

/// The same on every machine and in every version: which cluster a torn record is given to rests on it.
pub(super) fn hash(key: SourceKey<'_>) -> u64 {
    // Sources are few and short: telling them apart needs no good hash of its own.
    let seed = key.source.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(0x100_0000_01b3) ^ u64::from(byte));
    XxHash3_64::oneshot_with_seed(seed, key.id.as_bytes())
}

/// The part of a hash that the index keeps.
pub(super) const fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

impl Crosswalk {
    pub(super) fn len(&self) -> u32 {
        self.holder_of.len() as u32
    }

    /// Makes room for so many more keys with so many bytes of ids.
    pub(super) fn reserve(&mut self, keys: usize, bytes: usize) {
        self.ids.reserve(keys, bytes);
        self.source_of.reserve_exact(keys);
        self.holder_of.reserve_exact(keys);
        self.index.reserve(keys);
    }

    /// Adds a key that is not in the crosswalk, under the tag of its hash.
    pub(super) fn add(&mut self, key: SourceKey<'_>, tag: u32, holder: u32) {
        let number = self.len();
        self.index.add(tag, number);
        let source = self.number_of_source(key.source);
        self.ids.push(key.id);
        self.source_of.push(source);
        self.holder_of.push(holder);
    }

    fn number_of_source(&mut self, source: &str) -> u32 {
        if let Some(&last) = self.source_of.last().filter(|&&last| self.sources[last as usize] == source) {
            return last;
        }
        if let Some(&number) = self.numbers_of_sources.get(source) {
            return number;
        }
        let number = self.sources.len() as u32;
        self.sources.push(source.to_owned());
        self.numbers_of_sources.insert(source.to_owned(), number);
        number
    }

    pub(super) fn key(&self, number: u32) -> SourceKey<'_> {
        let place = number as usize;
        SourceKey { source: &self.sources[self.source_of[place] as usize], id: self.ids.get(place) }
    }

    /// The number of a key that was added before the last [`Crosswalk::settle`].
    pub(super) fn find(&self, key: SourceKey<'_>) -> Option<u32> {
        self.index.numbers(tag(hash(key))).find(|&number| self.key(number) == key)
    }

    /// As [`Crosswalk::find`], for any key.
    pub(super) fn find_recent(&mut self, key: SourceKey<'_>) -> Option<u32> {
        let found = self.find(key);
        if found.is_some() || self.index.is_settled() {
            return found;
        }
        self.index.settle();
        self.find(key)
    }

    pub(super) fn settle(&mut self) {
        self.index.settle();
    }

    /// Tags and numbers of all keys, ascending.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u32, u32)> {
        self.index.entries()
    }

    /// The number of the first key that was added twice.
    pub(super) fn repeated(&self) -> Option<u32> {
        self.index.twins(|left, right| self.key(left) == self.key(right)).map(|pair| pair[1])
    }
}
