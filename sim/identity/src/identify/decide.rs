//! What people decide about ids: to merge two customers, to split one, to take either back.
//!
//! Owns: whether a decision can be carried out, and what a split takes along. Each decision is one event, and later
//! runs obey it. Deliberately does not know why somebody decided.

use std::collections::BTreeMap;

use super::event::{Refused, SourceKey};
use super::ids::{CustomerId, IdKind, Mint, MintKey};
use super::register::{Cut, Entry, Register};
use crate::{Decider, Decision};

impl Register {
    /// Makes two customers one, whatever was decided before. The earlier minted id survives and is returned.
    ///
    /// # Errors
    ///
    /// If an id was never given out, or both are one customer already.
    pub fn merge(&mut self, left: CustomerId, right: CustomerId) -> Result<CustomerId, Refused> {
        let root = |id: CustomerId| Some(self.root(self.customers.find(id.0)?));
        let left = root(left).ok_or(Refused::UnknownCustomer)?;
        let right = root(right).ok_or(Refused::UnknownCustomer)?;
        if left == right {
            return Err(Refused::SameCustomer);
        }
        self.step_merge(left.max(right), left.min(right), Decider::Person);
        Ok(self.customer(left.min(right)))
    }

    /// Makes records of one customer another customer, and keeps the two apart from here on.
    ///
    /// If the records include all that an alias of the customer brought along, they get that id back (the earliest
    /// minted one, if several did, and the others become its aliases); otherwise a new one is minted. Naming a record
    /// twice is naming it once. Returns the id that the records have now.
    ///
    /// # Errors
    ///
    /// If a record is unknown, there is none, they belong to several customers, or none would be left.
    pub fn split(&mut self, mint: &MintKey, keys: &[SourceKey<'_>]) -> Result<CustomerId, Refused> {
        let mut numbers = Vec::with_capacity(keys.len());
        for (place, &key) in keys.iter().enumerate() {
            numbers.push(self.crosswalk.find(key).ok_or(Refused::UnknownKey { place })?);
        }
        let cut = self.cut(numbers)?;
        let to = if cut.is_new {
            let first = self.crosswalk.key(cut.keys[0]);
            CustomerId(Mint::new(mint, IdKind::Customer).free(first, |id| self.customers.find(id).is_some()))
        } else {
            self.customer(cut.to)
        };
        self.step_split(cut, to);
        self.settle();
        Ok(to)
    }

    /// Takes a merge or a split back: records and ids are who they were, and what was attached since stays where it
    /// is. Customers whose merge was taken back are kept apart; those whose split was taken back no longer are, and an
    /// id that was minted for the split is an alias from here on.
    ///
    /// # Errors
    ///
    /// If the event cannot be taken back, was taken back already, or later decisions moved the same records.
    pub fn undo(&mut self, event: u32) -> Result<(), Refused> {
        match self.log.get(event as usize) {
            Some(&Entry::Merged { from, into, .. }) => {
                if self.linked_by.get(&from) != Some(&event) {
                    return Err(Refused::NotStanding);
                }
                self.step_undo_merge(event, from, into);
            }
            Some(&Entry::Split { cut }) => {
                if self.undone.contains(&event) {
                    return Err(Refused::NotStanding);
                }
                if !self.is_as_cut(event, &self.cuts[cut as usize]) {
                    return Err(Refused::BuiltUpon);
                }
                self.step_undo_split(event, cut);
            }
            _ => return Err(Refused::NotReversible),
        }
        Ok(())
    }

    /// Whether everything that a split moved is where the split put it.
    fn is_as_cut(&self, event: u32, cut: &Cut) -> bool {
        let is_linked = |alias: u32| self.linked_by.get(&alias) == Some(&event);
        self.into[cut.to as usize] == cut.to
            && cut.taken.iter().all(|&[alias, ..]| alias == cut.to || is_linked(alias))
            && cut.loose.iter().all(|&[key, _]| self.crosswalk.holder_of[key as usize] == cut.to)
    }

    /// What splitting these keys off moves.
    pub(super) fn cut(&self, mut keys: Vec<u32>) -> Result<Cut, Refused> {
        keys.sort_unstable_by_key(|&key| self.crosswalk.key(key));
        keys.dedup();
        let holder = |key: u32| self.crosswalk.holder_of[key as usize];
        let from = self.root(holder(*keys.first().ok_or(Refused::NothingToSplit)?));
        if keys.iter().any(|&key| self.root(holder(key)) != from) {
            return Err(Refused::SeveralCustomers);
        }
        if keys.len() == self.weight[from as usize] as usize {
            return Err(Refused::NothingLeft);
        }
        // How many of the keys each alias of the customer brought along.
        let mut brought: BTreeMap<u32, u32> = BTreeMap::new();
        for &key in &keys {
            for alias in self.path(holder(key), from) {
                *brought.entry(alias).or_default() += 1;
            }
        }
        let is_whole = |alias: u32| brought.get(&alias) == Some(&self.weight[alias as usize]);
        let taken: Vec<[u32; 3]> = brought
            .keys()
            .map(|&alias| [alias, self.into[alias as usize]])
            .filter(|&[alias, into]| is_whole(alias) && !is_whole(into))
            .map(|[alias, into]| [alias, into, self.linked_by[&alias]])
            .collect();
        let is_loose = |key: u32| !self.path(holder(key), from).any(is_whole);
        let loose = keys.iter().filter(|&&key| is_loose(key)).map(|&key| [key, holder(key)]).collect();
        let to = taken.first().map_or(self.customers.len(), |&[alias, ..]| alias);
        Ok(Cut { from, to, is_new: taken.is_empty(), keys, loose, taken })
    }

    /// An alias, what it is linked to, and so on, up to a customer and without it.
    fn path(&self, alias: u32, end: u32) -> impl Iterator<Item = u32> {
        let up = |&number: &u32| Some(self.into[number as usize]);
        std::iter::successors(Some(alias), up).take_while(move |&number| number != end)
    }

    /// What dedupe must know of the decisions that stand, as decisions about its rows: records that a person merged
    /// are the same, and records of customers that are kept apart are different.
    #[must_use]
    pub fn decisions(&self, rows: &[SourceKey<'_>]) -> Vec<Decision> {
        let roots = self.roots();
        let by_person = |(event, entry): (u32, &Entry)| match *entry {
            Entry::Merged { from, by: Decider::Person, .. } if self.linked_by.get(&from) == Some(&event) => {
                Some(roots[from as usize])
            }
            _ => None,
        };
        let apart = self.apart_roots(&roots);
        let mut decided: Vec<u32> = (0..).zip(&self.log).filter_map(by_person).collect();
        decided.extend(apart.iter().map(|pair| pair[0]));
        decided.sort_unstable();
        decided.dedup();
        if decided.is_empty() {
            return Vec::new();
        }
        let mut decisions = Vec::new();
        let mut first_of: BTreeMap<u32, u32> = BTreeMap::new();
        for (row, &key) in (0..).zip(rows) {
            let Some(key) = self.crosswalk.find(key) else { continue };
            let root = roots[self.crosswalk.holder_of[key as usize] as usize];
            if decided.binary_search(&root).is_err() {
                continue;
            }
            let first = *first_of.entry(root).or_insert(row);
            if first != row {
                decisions.push(Decision { rows: [first, row], are_same: true });
            }
        }
        for [left, right] in apart.into_iter().filter(|[left, right]| left < right) {
            if let (Some(&left), Some(&right)) = (first_of.get(&left), first_of.get(&right)) {
                decisions.push(Decision { rows: [left.min(right), left.max(right)], are_same: false });
            }
        }
        decisions
    }

    /// Pairs of customers that are kept apart, each in both directions, ascending.
    pub(super) fn apart_roots(&self, roots: &[u32]) -> Vec<[u32; 2]> {
        let pairs = self.apart.values().map(|pair| pair.map(|number| roots[number as usize]));
        let distinct = pairs.filter(|[left, right]| left != right);
        let mut both: Vec<[u32; 2]> = distinct.flat_map(|[left, right]| [[left, right], [right, left]]).collect();
        both.sort_unstable();
        both.dedup();
        both
    }
}
