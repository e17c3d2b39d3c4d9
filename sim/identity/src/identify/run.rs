//! One run: gives every row a customer.
//!
//! Owns: what a cluster means for ids. A cluster without a known customer opens one; with one it attaches its new
//! records; with several it merges them. Deliberately never takes a record away from a customer, and never joins what
//! this run holds apart: see [`Register::identify`].

use std::collections::BTreeSet;

use super::event::SourceKey;
use super::household;
use super::ids::{CustomerId, IdKind, Mint, MintKey};
use super::outcome::{self, Identified};
use super::records::{Groups, Records};
use super::register::{NONE, Register};
use crate::Decider;
use rehearsal_core::consent::{ByChannel, ConsentState};

/// In more than one cluster.
const MANY: u32 = u32::MAX - 1;

/// What one run of dedupe found: columns of equal length, a row each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rows<'a> {
    /// What the source calls the record. Rows with the same key are one record.
    pub keys: &'a [SourceKey<'a>],
    /// The rows that are one person have the same number here, such as in
    /// [`Findings::cluster_of`](crate::Findings::cluster_of).
    pub cluster_of: &'a [u32],
    /// The rows that live together; never splits a cluster.
    pub household_of: &'a [u32],
    /// What each row says about consent, by [`Channel`](rehearsal_core::consent::Channel). `None` where the source does not
    /// know: that is not the same as "never", which withholds.
    pub consent_of: &'a [ByChannel<Option<ConsentState>>],
}

/// Rows without an id of their source: they could not be found again, and would all become one customer.
///
/// Give them something that stays, such as the normalised mail address under a source name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyless {
    /// The rows, ascending; never empty.
    pub rows: Vec<u32>,
}

impl std::fmt::Display for Keyless {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} rows have no id of their source, so they cannot be remembered", self.rows.len())
    }
}

impl std::error::Error for Keyless {}

/// What is to be done with the clusters of a run.
struct Intent {
    /// Customers to be merged: the surviving one, then the one that becomes its alias.
    merges: Vec<[u32; 2]>,
    /// The customer for the new records of each cluster, or [`NONE`] if one is to be opened.
    customer_of: Vec<u32>,
}

impl Register {
    /// Attaches the rows of a run, and opens and merges customers as its clusters say.
    ///
    /// The same for every order of the rows, and a second time it changes nothing. A known record keeps its customer,
    /// whatever the clusters say:
    ///
    /// - A customer whose rows are in several clusters has *drifted*: that is reported, and only a person splits it.
    ///   It is not merged with anybody in this run either, for that would join what the clusters hold apart.
    /// - Customers that a person keeps apart are not merged, though they are in one cluster. Nor is anybody else of that
    ///   cluster, for whose they are is not known; its new records open a customer.
    ///
    /// Consent is that of these rows: the register does not remember it. See [`Identified::customers`] for customers
    /// of whom rows are missing.
    ///
    /// # Errors
    ///
    /// If rows have no id; then nothing was changed.
    ///
    /// # Panics
    ///
    /// If the columns differ in length: a bug of the caller. Or if all ids of sources together hold 4 GiB.
    pub fn identify(&mut self, mint: &MintKey, rows: &Rows<'_>) -> Result<Identified, Keyless> {
        let lengths = [rows.cluster_of.len(), rows.household_of.len(), rows.consent_of.len()];
        assert_eq!(lengths, [rows.keys.len(); 3], "every row has a key, a cluster, a household and a consent");
        let is_keyless = |(_, key): &(u32, &SourceKey<'_>)| key.id.is_empty();
        let keyless: Vec<u32> = (0..).zip(rows.keys).filter(is_keyless).map(|(row, _)| row).collect();
        if !keyless.is_empty() {
            return Err(Keyless { rows: keyless });
        }
        let first_event = self.events_len();
        let (clusters, households) = (Groups::of(rows.cluster_of), Groups::of(rows.household_of));
        let mut records = Records::of(&self.crosswalk, rows.keys);
        records.choose_clusters(&clusters, &households);
        let intent = self.intent(&records, &clusters);
        for &[into, from] in &intent.merges {
            self.step_merge(from, into, Decider::Evidence);
        }
        let customer_of = self.attach(mint, &records, intent.customer_of);
        household::settle(self, mint, &records, &customer_of, &|record| {
            households.of_row(clusters.rows(records.cluster_of[record as usize])[0])
        });
        self.settle();
        Ok(outcome::told(self, rows, &records, &clusters, &customer_of, first_event))
    }

    /// The customer of each record that the register knows, or [`NONE`].
    fn known_customers(&self, records: &Records<'_>, roots: &[u32]) -> Vec<u32> {
        let holder_of = &self.crosswalk.holder_of;
        let customer = |&key: &u32| if key == NONE { NONE } else { roots[holder_of[key as usize] as usize] };
        records.known_as.iter().map(customer).collect()
    }

    fn intent(&self, records: &Records<'_>, clusters: &Groups) -> Intent {
        let roots = self.roots();
        let apart = self.apart_roots(&roots);
        let known = self.known_customers(records, &roots);
        let mut cluster_of = vec![NONE; roots.len()];
        for (row, &record) in (0..).zip(&records.of_row) {
            if known[record as usize] != NONE {
                let seen = &mut cluster_of[known[record as usize] as usize];
                let cluster = clusters.of_row(row);
                *seen = if *seen == NONE || *seen == cluster { cluster } else { MANY };
            }
        }
        let mut intent = Intent { merges: Vec::new(), customer_of: Vec::with_capacity(clusters.len() as usize) };
        let (mut customers, mut steady) = (Vec::new(), Vec::new());
        for cluster in 0..clusters.len() {
            let rows = clusters.rows(cluster).iter();
            customers.clear();
            customers
                .extend(rows.map(|&row| known[records.of_row[row as usize] as usize]).filter(|&root| root != NONE));
            customers.sort_unstable();
            customers.dedup();
            steady.clear();
            steady.extend(customers.iter().copied().filter(|&customer| cluster_of[customer as usize] != MANY));
            intent.customer_of.push(match (&steady[..], &customers[..]) {
                ([], [only]) => *only,
                ([oldest, others @ ..], _) if others.is_empty() || !are_some_apart(&apart, &steady) => {
                    intent.merges.extend(others.iter().map(|&other| [*oldest, other]));
                    *oldest
                }
                _ => NONE,
            });
        }
        intent.merges.sort_unstable();
        intent
    }

    /// Gives every new record to its customer; returns the customers of all records.
    fn attach(&mut self, mint: &MintKey, records: &Records<'_>, mut customer_of: Vec<u32>) -> Vec<u32> {
        let is_opened = |&cluster: &u32| customer_of[cluster as usize] == NONE;
        let opened = |record: u32| Some(records.cluster_of[record as usize]).filter(is_opened);
        let opened = |record: u32| opened(record).filter(|_| records.is_new(record));
        let first_of = records.smallest(customer_of.len() as u32, opened);
        let minted = mint_ids(&mut Mint::new(mint, IdKind::Customer), records, &first_of, |id| {
            self.customers.find(id).is_some()
        });
        let known = self.customers.len();
        for (number, &(_, cluster)) in (known..).zip(&minted) {
            customer_of[cluster as usize] = number;
        }
        let target = |record: u32| customer_of[records.cluster_of[record as usize] as usize];
        let new = (0..records.len()).filter(|&record| records.is_new(record));
        let mut order: Vec<u64> = new.map(|record| u64::from(target(record)) << 32 | u64::from(record)).collect();
        order.sort_unstable();
        self.reserve(records, order.len(), minted.len());
        for same in order.chunk_by_mut(|left, right| left >> 32 == right >> 32) {
            if same.len() > 1 {
                same.sort_unstable_by_key(|&entry| records.key(entry as u32));
            }
            for &entry in same.iter() {
                let (customer, record) = ((entry >> 32) as u32, entry as u32);
                let (key, tag) = (records.key(record), records.tag(record));
                if customer == self.customers.len() {
                    self.step_mint(CustomerId(minted[(customer - known) as usize].0), key, tag);
                } else {
                    self.step_attach(customer, key, tag);
                }
            }
        }
        let roots = self.roots();
        let mut customers = self.known_customers(records, &roots);
        for entry in order {
            customers[entry as u32 as usize] = (entry >> 32) as u32;
        }
        customers
    }

    /// Makes room for so many new records and customers.
    fn reserve(&mut self, records: &Records<'_>, new: usize, minted: usize) {
        let bytes = |record: u32| if records.is_new(record) { records.key(record).id.len() } else { 0 };
        self.crosswalk.reserve(new, (0..records.len()).map(bytes).sum());
        self.customers.reserve(minted);
        self.into.reserve_exact(minted);
        self.weight.reserve_exact(minted);
        self.household_of.reserve_exact(minted);
        self.log.reserve_exact(new);
    }
}

/// Whether two of some customers are kept apart.
pub(super) fn are_some_apart(apart: &[[u32; 2]], customers: &[u32]) -> bool {
    customers.iter().any(|&customer| {
        let start = apart.partition_point(|&[left, _]| left < customer);
        let mut pairs = apart[start..].iter().take_while(|&&[left, _]| left == customer);
        pairs.any(|[_, right]| customers.binary_search(right).is_ok())
    })
}

/// Ids for the groups that have a first record, with their groups, in the order in which they are given out: by their
/// first candidates.
pub(super) fn mint_ids(
    mint: &mut Mint,
    records: &Records<'_>,
    first_of: &[u32],
    is_given: impl Fn(u64) -> bool,
) -> Vec<(u64, u32)> {
    let groups = (0..).zip(first_of).filter(|&(_, &record)| record != NONE);
    let mut minted: Vec<(u64, u32)> =
        groups.map(|(group, &record)| (mint.candidate(records.key(record), 0), group)).collect();
    let key = |group: u32| records.key(first_of[group as usize]);
    minted.sort_unstable_by(|left, right| left.0.cmp(&right.0).then_with(|| key(left.1).cmp(&key(right.1))));
    // The rare ones whose first candidate is taken, by the register or by the one before.
    let taken: Vec<usize> = (0..minted.len())
        .filter(|&place| is_given(minted[place].0) || (place > 0 && minted[place - 1].0 == minted[place].0))
        .collect();
    let firsts: Vec<u64> =
        if taken.is_empty() { Vec::new() } else { minted.iter().map(|&(candidate, _)| candidate).collect() };
    let mut others = BTreeSet::new();
    for place in taken {
        let is_taken = |id| is_given(id) || firsts.binary_search(&id).is_ok() || others.contains(&id);
        let id = mint.free(key(minted[place].1), is_taken);
        others.insert(id);
        minted[place].0 = id;
    }
    minted
}
