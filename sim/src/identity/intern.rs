//! Texts as small numbers.
//!
//! Owns: [`Terms`]. Numbers follow the order in which texts arrive, so nothing may depend on which number a text has:
//! only on whether two are equal, and on what the terms say of them.

use twox_hash::XxHash3_64;

/// The number of a text that is missing.
pub(super) const MISSING: u32 = 0;

/// Texts, each once, with how many rows have it. Number 0 is the missing text.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    bytes: String,
    /// Where each text ends in `bytes`.
    ends: Vec<u32>,
    counts: Vec<u32>,
    /// What each text hashes to: the same whatever the order of the rows.
    hashes: Vec<u32>,
    /// Open addressing by hash; 0 is free. Never more than half full.
    slots: Vec<u32>,
}

impl Terms {
    pub(super) fn new() -> Self {
        Self { bytes: String::new(), ends: vec![0], counts: vec![0], hashes: vec![0], slots: vec![0; 64] }
    }

    /// The number of a text, which one more row has. An empty text is missing.
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            self.counts[0] += 1;
            return MISSING;
        }
        let mask = self.slots.len() - 1;
        let hash = XxHash3_64::oneshot(text.as_bytes());
        let mut place = hash as usize & mask;
        loop {
            match self.slots[place] {
                0 => break,
                // Equal hashes are not enough: texts that were made to collide stay apart.
                term if self.text(term) == text => {
                    self.counts[term as usize] += 1;
                    return term;
                }
                _ => place = (place + 1) & mask,
            }
        }
        let term = self.ends.len() as u32;
        self.slots[place] = term;
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).expect("the texts of a column hold less than 4 GiB"));
        self.counts.push(1);
        self.hashes.push((hash >> 32) as u32);
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        term
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 4 - 1;
        let mut slots = vec![0; mask + 1];
        for term in 1..self.ends.len() as u32 {
            let mut place = XxHash3_64::oneshot(self.text(term).as_bytes()) as usize & mask;
            while slots[place] != 0 {
                place = (place + 1) & mask;
            }
            slots[place] = term;
        }
        self.slots = slots;
    }

    /// The number of a text that is known.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut place = XxHash3_64::oneshot(text.as_bytes()) as usize & mask;
        loop {
            match self.slots[place] {
                0 => return None,
                term if self.text(term) == text => return Some(term),
                _ => place = (place + 1) & mask,
            }
        }
    }

    pub(super) fn text(&self, term: u32) -> &str {
        let term = term as usize;
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..self.ends[term] as usize]
    }

    /// What a text hashes to. Different texts may share a hash, so equal hashes prove nothing.
    pub(super) fn hash(&self, term: u32) -> u32 {
        self.hashes[term as usize]
    }

    /// How many rows have a text.
    pub(super) fn count(&self, term: u32) -> u32 {
        self.counts[term as usize]
    }

    /// How many rows have any text.
    pub(super) fn filled(&self) -> u32 {
        self.counts[1..].iter().sum()
    }

    /// How many texts there are, the missing one among them.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Every text but the missing one.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> + use<> {
        1..self.ends.len() as u32
    }

    /// Forgets how to find a text; what was interned stays.
    pub(super) fn seal(&mut self) {
        self.slots = vec![0; 1];
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.counts.shrink_to_fit();
        self.hashes.shrink_to_fit();
    }
}
