//! Texts as small numbers.
//!
//! Owns: [`Terms`]. Numbers follow the order in which texts arrive, so nothing may depend on which number a text has:
//! only on whether two are equal, and on what the terms say of them.

use twox_hash::XxHash3_64;

use super::compare::{is_one_slip, jaro_winkler_permille};

/// Letters by which the lengths of two similar texts differ at most.
const SIMILAR_LENGTHS_MAX: usize = 5;

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
    /// Which letters each text has: bit 0 to 25 for `a` to `z`, others for all else. Tells most different texts apart
    /// without looking at them.
    letters: Vec<u32>,
    /// Open addressing by hash; 0 is free. Never more than half full.
    slots: Vec<u32>,
}

impl Terms {
    pub(super) fn new() -> Self {
        Self {
            bytes: String::new(),
            ends: vec![0],
            counts: vec![0],
            hashes: vec![0],
            letters: vec![0],
            slots: vec![0; 64],
        }
    }

    /// The number of a text, which one more row has. An empty text is missing.
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            self.counts[0] += 1;
            return MISSING;
        }
        let hash = XxHash3_64::oneshot(text.as_bytes());
        let place = self.slot(text, hash);
        if self.slots[place] != 0 {
            let term = self.slots[place];
            self.counts[term as usize] += 1;
            return term;
        }
        let term = self.ends.len() as u32;
        self.slots[place] = term;
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).expect("the texts of a column hold less than 4 GiB"));
        self.counts.push(1);
        self.hashes.push((hash >> 32) as u32);
        self.letters.push(text.bytes().fold(0, |letters, byte| letters | letter_bit(byte)));
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
        let place = self.slot(text, XxHash3_64::oneshot(text.as_bytes()));
        Some(self.slots[place]).filter(|&term| term != 0)
    }

    /// Where the number of a text is, or would go. Equal hashes are not enough: texts that were made to collide stay
    /// apart.
    fn slot(&self, text: &str, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        while self.slots[place] != 0 && self.text(self.slots[place]) != text {
            place = (place + 1) & mask;
        }
        place
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

    /// How many rows have each text, the missing one first.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many rows have a text.
    pub(super) fn count(&self, term: u32) -> u32 {
        self.counts[term as usize]
    }

    /// Whether two texts have the same letters, whatever their digits: how often and in which order is another question.
    pub(super) fn share_letters(&self, one: u32, other: u32) -> bool {
        const LETTERS: u32 = (1 << 26) - 1;
        (self.letters[one as usize] ^ self.letters[other as usize]) & LETTERS == 0
    }

    /// Two texts, the shorter one first.
    pub(super) fn by_length(&self, one: u32, other: u32) -> (u32, u32) {
        if self.text(one).len() <= self.text(other).len() { (one, other) } else { (other, one) }
    }

    /// Whether a text begins with another.
    pub(super) fn begins(&self, short: u32, long: u32) -> bool {
        self.may_hold(short, long) && self.text(long).starts_with(self.text(short))
    }

    /// Whether a text ends with another.
    pub(super) fn ends(&self, short: u32, long: u32) -> bool {
        self.may_hold(short, long) && self.text(long).ends_with(self.text(short))
    }

    fn may_hold(&self, short: u32, long: u32) -> bool {
        self.letters[short as usize] & !self.letters[long as usize] == 0
    }

    /// Whether one slip turns one text into the other.
    pub(super) fn are_one_slip(&self, one: u32, other: u32) -> bool {
        let (left, right) = (self.letters[one as usize], self.letters[other as usize]);
        // A slip takes one letter away, or puts one there, or both.
        (left ^ right).count_ones() <= 2 && is_one_slip(self.text(one), self.text(other))
    }

    /// Whether two texts are alike to so many thousandths (Jaro-Winkler), have most letters in common, and are of
    /// nearly the same length.
    pub(super) fn are_similar(&self, one: u32, other: u32, permille: u32) -> bool {
        let (left, right) = (self.letters[one as usize], self.letters[other as usize]);
        let (common, most) = ((left & right).count_ones(), left.count_ones().max(right.count_ones()));
        if common * 5 < most * 3 {
            return false;
        }
        // Jaro's matching is greedy: which text comes first can show in it, and which row comes first must not.
        let (left, right) = (self.text(one).min(self.text(other)), self.text(one).max(self.text(other)));
        left.len().abs_diff(right.len()) <= SIMILAR_LENGTHS_MAX && jaro_winkler_permille(left, right) >= permille
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
        self.letters.shrink_to_fit();
    }
}

/// Many numbers as one hash: the same for the same numbers in the same order.
pub(super) fn mix(parts: impl IntoIterator<Item = u32>) -> u64 {
    parts.into_iter().fold(0x9e37_79b9_7f4a_7c15, |hash, part| {
        let mixed = (hash ^ u64::from(part)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ mixed >> 32
    })
}

/// How often each number occurs, by number.
pub(super) fn count_each(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut counts = Vec::new();
    for number in numbers {
        let place = number as usize;
        if place >= counts.len() {
            counts.resize(place + 1, 0);
        }
        counts[place] += 1;
    }
    counts
}

/// The bit of a letter; everything that is no small letter shares a few.
const fn letter_bit(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        b'0'..=b'9' => 1 << (26 + byte % 5),
        _ => 1 << 31,
    }
}
