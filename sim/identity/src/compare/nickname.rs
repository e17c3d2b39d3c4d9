//! Given names that one person uses side by side: Johannes is Jan.
//!
//! Owns: a small shipped list, and what the table teaches on top of it.

use super::super::intern::{MISSING, Terms};
use super::super::normalise::Records;
use super::likeness::is_one_slip;

/// One group a line; lines that begin with `#` are comments.
const SHIPPED: &str = include_str!("nicknames.txt");

/// Two names must meet on rows of at least so many families: a couple with one mailbox meets as often as it has rows...
const FAMILIES_MIN: usize = 3;

/// ...and so many times as often as they would if households named people at random.
const LIFT_MIN: u64 = 6;

/// Which given names belong together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nicknames {
    /// Pairs of names, the lower number first, ascending.
    pairs: Vec<[u32; 2]>,
    /// How many of them the table taught.
    pub(crate) learnt: u32,
}

impl Nicknames {
    /// The shipped list, as far as the table has the names.
    pub(crate) fn shipped(names: &Terms) -> Self {
        let mut pairs = Vec::new();
        for line in SHIPPED.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_ascii_whitespace().map(|word| names.find(word));
            let Some(Some(first)) = words.next() else { continue };
            pairs.extend(words.flatten().map(|other| [first.min(other), first.max(other)]));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs, learnt: 0 }
    }

    /// How many rows have each name or a form that belongs to it: Joop is rare, but every Johannes may be called so.
    pub(crate) fn counts_of_forms(&self, counts: &[u32]) -> Vec<u32> {
        let mut all = counts.to_vec();
        for &[one, other] in &self.pairs {
            all[one as usize] += counts[other as usize];
            all[other as usize] += counts[one as usize];
        }
        all
    }

    /// Whether one person may use both.
    pub(crate) fn are_one(&self, one: u32, other: u32) -> bool {
        self.pairs.binary_search(&[one.min(other), one.max(other)]).is_ok()
    }
}

/// Learns from pairs of rows that are likely one person for reasons other than the given name.
///
/// Members of a household share much as well, but their names meet at random: a pair of names that meets far more
/// often than the names' own frequencies among these rows explain is one person's.
pub(crate) fn learn(shipped: &mut Nicknames, records: &Records, pairs: &[[u32; 2]]) {
    let first = |row: u32| records.people[row as usize].first;
    // The names and the family: those of a likely pair have one.
    let mut met: Vec<([u32; 2], u32)> = Vec::new();
    let mut counts = vec![0_u32; records.names.len()];
    for &[left, right] in pairs {
        let (one, other) = (first(left), first(right));
        if one != MISSING && other != MISSING {
            counts[one as usize] += 1;
            counts[other as usize] += 1;
            if one != other {
                met.push(([one.min(other), one.max(other)], records.people[left as usize].last));
            }
        }
    }
    let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    met.sort_unstable();
    let mut learnt = Vec::new();
    for same in met.chunk_by(|one, other| one.0 == other.0) {
        let [one, other] = same[0].0;
        let families = same.chunk_by(|one, other| one.1 == other.1).count();
        let (left, right) = (records.names.text(one), records.names.text(other));
        let expected = u64::from(counts[one as usize]) * u64::from(counts[other as usize]);
        let is_often = families >= FAMILIES_MIN && same.len() as u64 * total > LIFT_MIN * expected;
        if is_often && left.len() > 1 && right.len() > 1 && !is_one_slip(left, right) && !shipped.are_one(one, other) {
            learnt.push([one, other]);
        }
    }
    shipped.learnt = learnt.len() as u32;
    shipped.pairs.extend(learnt);
    shipped.pairs.sort_unstable();
}
