//! Exact resolution: records to profiles by the platform's key, profiles to people by further keys.
//!
//! Owns: [`Identity`] and its order. Deliberately weighs nothing: what the evidence says comes from [`super::dedupe`] as
//! groups of records. Profiles are numbered by the first record of their component, then by their own
//! first record: without shared keys, profile n is record n, and deleting a record never reorders the others.
//!
//! Keys are compared by sorting their XXH3 hashes, and equal hashes by their texts: linear but for the sort, the same
//! on every machine, and safe from keys that were made to collide.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use twox_hash::XxHash3_64;

use super::buckets::sort_by_buckets;
use super::forest::Forest;
use super::key::{normalise_customer_id, normalise_email, normalise_phone};
use rehearsal_core::plan::{IdentityPlan, Key};
use rehearsal_core::records::Population;

/// Which records are one profile, and which profiles are one person as far as exact keys tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The profile of each record, by row of the population. A record without a key has a profile of its own, which
    /// the import never makes.
    pub profile_of: Vec<u32>,
    /// Whether each record has a value for the platform's key.
    pub has_key: Vec<bool>,
    /// Where the records of each profile begin in `records`, and where the last one's end.
    pub starts: Vec<u32>,
    /// Rows of the population, by profile, ascending within one.
    pub records: Vec<u32>,
    /// The first profile of each component, ascending. Profiles of one component can be one person: they are next to
    /// each other, and shards are cut only between components.
    pub components: Vec<u32>,
    /// Profiles that only the evidence joins to the first of their component, ascending.
    pub by_evidence: Vec<u32>,
    /// The number of each record's customer id: the lowest row that has the same one, or [`Identity::NO_CUSTOMER`].
    /// Empty if the plan recognises nobody by customer ids.
    pub customers: Vec<u32>,
}

impl Identity {
    /// Stands in `customers` for a record without a customer id.
    pub const NO_CUSTOMER: u32 = u32::MAX;

    /// The number of a record's customer id, if the plan recognises people by it and the record has one.
    #[must_use]
    pub fn customer_of(&self, record: u32) -> Option<u32> {
        self.customers.get(record as usize).copied().filter(|&number| number != Self::NO_CUSTOMER)
    }

    /// How many profiles there are.
    #[must_use]
    pub fn profiles(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The records of a profile, ascending; never empty.
    #[must_use]
    pub fn records_of(&self, profile: u32) -> &[u32] {
        let place = profile as usize;
        &self.records[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// The first record of a profile: its static columns, and the entity of its draws.
    #[must_use]
    pub fn first_record(&self, profile: u32) -> u32 {
        self.records_of(profile)[0]
    }

    /// The first profile of a profile's component: itself, unless it shares a key with an earlier one.
    #[must_use]
    pub fn first_of_component(&self, profile: u32) -> u32 {
        let after = self.components.partition_point(|&first| first <= profile);
        after.checked_sub(1).map_or(profile, |component| self.components[component])
    }

    /// The components of a range of profiles that cuts none: each a range of profiles that can become one.
    pub fn components_of(&self, range: Range<u32>) -> impl Iterator<Item = Range<u32>> {
        let begin = self.components.partition_point(|&first| first < range.start);
        let end = self.components.partition_point(|&first| first < range.end);
        let firsts = self.components[begin..end].iter().copied();
        let nexts = firsts.clone().skip(1).chain(std::iter::once(range.end));
        firsts.zip(nexts).map(|(first, next)| first..next)
    }
}

/// The key of a record in one form, or `None` if it has none.
#[must_use]
pub fn key_of(population: &Population, row: usize, key: Key) -> Option<Cow<'_, str>> {
    match key {
        Key::Email => normalise_email(population.email.get(row)),
        Key::Phone => normalise_phone(population.phone.get(row)),
        Key::CustomerId => normalise_customer_id(population.customer_id.get(row)),
    }
}

/// Which records of a population are one profile, and which profiles can be one person as far as exact keys tell.
#[must_use]
pub fn resolve(plan: &IdentityPlan, population: &Population) -> Identity {
    resolve_by_evidence(plan, population, &[])
}

/// As [`resolve`]; profiles can also be one person if they hold records of one cluster. `cluster_of` names the cluster
/// of each row by its lowest row, as [`super::Findings::cluster_of`] does; empty for none.
///
/// # Panics
///
/// If there are clusters, but not one for each row: a bug of the caller.
#[must_use]
pub fn resolve_by_evidence(plan: &IdentityPlan, population: &Population, cluster_of: &[u32]) -> Identity {
    let rows = u32::try_from(population.len()).expect("a population holds less than 2^32 records");
    assert!(cluster_of.is_empty() || cluster_of.len() == rows as usize, "every row has a cluster");
    let mut has_key = vec![false; rows as usize];
    let mut leaders: Vec<u32> = (0..rows).collect();
    join(population, plan.key, |row| has_key[row as usize] = true, |first, row| leaders[row as usize] = first);
    let mut people = Forest::of(leaders.clone());
    let mut are_people_profiles = true;
    for &key in plan.matches.iter().filter(|&&key| key != plan.key && key != Key::CustomerId) {
        join(population, key, |_| {}, |first, row| are_people_profiles &= !people.unite(first, row));
    }
    let customers = customers(plan, population);
    if plan.key != Key::CustomerId {
        for (&first, row) in customers.iter().zip(0..).filter(|&(&first, row)| first < row) {
            are_people_profiles &= !people.unite(first, row);
        }
    }
    let exact: Vec<u32> = (0..cluster_of.len() as u32).map(|row| people.root(row)).collect();
    for (&cluster, row) in cluster_of.iter().zip(0..).filter(|&(&cluster, row)| cluster != row) {
        are_people_profiles &= !people.unite(cluster, row);
    }
    if are_people_profiles && leaders.iter().zip(0..).all(|(&leader, row)| leader == row) {
        return Identity { customers, ..unshared(rows, has_key) };
    }
    let roots: Vec<u32> = (0..rows).map(|row| people.root(row)).collect();
    let identity = Identity { customers, ..numbered(&leaders, &roots, has_key) };
    let is_new = |row: &usize| leaders[*row] as usize == *row && exact[*row] != roots[*row];
    let mut by_evidence: Vec<u32> = (0..exact.len()).filter(is_new).map(|row| identity.profile_of[row]).collect();
    by_evidence.sort_unstable();
    Identity { by_evidence, ..identity }
}

/// The number of each record's customer id, if the plan recognises people by it.
fn customers(plan: &IdentityPlan, population: &Population) -> Vec<u32> {
    if !plan.uses(Key::CustomerId) {
        return Vec::new();
    }
    let numbers: Vec<Cell<u32>> = vec![Cell::new(Identity::NO_CUSTOMER); population.len()];
    let has_key = |row: u32| numbers[row as usize].set(row);
    join(population, Key::CustomerId, has_key, |first, row| numbers[row as usize].set(first));
    numbers.into_iter().map(Cell::into_inner).collect()
}

/// No two records share a key: each is a profile and a person.
fn unshared(rows: u32, has_key: Vec<bool>) -> Identity {
    Identity {
        profile_of: (0..rows).collect(),
        has_key,
        starts: (0..=rows).collect(),
        records: (0..rows).collect(),
        components: (0..rows).collect(),
        ..Identity::default()
    }
}

/// Numbers profiles by component and first record. Leaders and roots are the lowest rows of profiles and components.
fn numbered(leaders: &[u32], roots: &[u32], has_key: Vec<bool>) -> Identity {
    let rows = leaders.len();
    // The number of profiles in each component, at its root; then the next number to give out there.
    let mut next = vec![0_u32; rows];
    for row in (0..rows).filter(|&row| leaders[row] as usize == row) {
        next[roots[row] as usize] += 1;
    }
    let mut components = Vec::new();
    let mut profiles = 0;
    for row in (0..rows).filter(|&row| roots[row] as usize == row) {
        components.push(profiles);
        let count = next[row];
        next[row] = profiles;
        profiles += count;
    }
    let mut profile_of = vec![0; rows];
    let mut starts = vec![0_u32; profiles as usize + 1];
    for row in 0..rows {
        let leader = leaders[row] as usize;
        if leader == row {
            let number = &mut next[roots[row] as usize];
            profile_of[row] = *number;
            *number += 1;
        } else {
            profile_of[row] = profile_of[leader]; // leaders are the lowest rows, so this one has its number
        }
        starts[profile_of[row] as usize + 1] += 1;
    }
    for profile in 1..starts.len() {
        starts[profile] += starts[profile - 1];
    }
    let mut places = starts.clone();
    let mut records = vec![0; rows];
    for (row, &profile) in (0..).zip(&profile_of) {
        let place = &mut places[profile as usize];
        records[*place as usize] = row;
        *place += 1;
    }
    Identity { profile_of, has_key, starts, records, components, ..Identity::default() }
}

/// Calls `has_key` for each row with a key, and `same(first, row)` for each row whose key an earlier one has; `first`
/// is the lowest row with that key.
fn join(population: &Population, key: Key, mut has_key: impl FnMut(u32), mut same: impl FnMut(u32, u32)) {
    let mut hashed = Vec::with_capacity(population.len());
    for row in 0..population.len() as u32 {
        if let Some(text) = key_of(population, row as usize, key) {
            has_key(row);
            hashed.push((XxHash3_64::oneshot(text.as_bytes()), row));
        }
    }
    sort_by_buckets(&mut hashed, |&(hash, _)| hash);
    for block in hashed.chunk_by(|left, right| left.0 == right.0).filter(|block| block.len() > 1) {
        let text = |row: u32| key_of(population, row as usize, key);
        let first = text(block[0].1);
        if block[1..].iter().all(|&(_, row)| text(row) == first) {
            block[1..].iter().for_each(|&(_, row)| same(block[0].1, row));
        } else {
            join_by_text(block, text, &mut same);
        }
    }
}

/// As [`join`], for one block of rows whose hashes are equal although their texts are not.
fn join_by_text<'a>(block: &[(u64, u32)], text: impl Fn(u32) -> Option<Cow<'a, str>>, same: &mut impl FnMut(u32, u32)) {
    let mut texts: Vec<(Option<Cow<'a, str>>, u32)> = block.iter().map(|&(_, row)| (text(row), row)).collect();
    texts.sort_unstable();
    for equal in texts.chunk_by(|left, right| left.0 == right.0) {
        equal[1..].iter().for_each(|&(_, row)| same(equal[0].1, row));
    }
}

#[cfg(test)]
#[path = "exact_tests.rs"]
mod tests;
