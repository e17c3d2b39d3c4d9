//! The register: which id each record has, which ids are aliases, and the log of how it came to be.
//!
//! Owns: the state and what can be asked of it. All of it follows from the log. Deliberately changes
//! nothing: the steps are in `steps`, what a run does in `run`, what people decide in `decide`.
//!
//! A key stays with the id that it was given to (its holder). A merge only links one id to another, so taking it back
//! is removing the link, whatever happened in between. Links go from the later minted id to the earlier one: there are
//! no circles, and the id that most systems know survives.

use std::collections::{BTreeMap, BTreeSet};

use super::crosswalk::Crosswalk;
use super::event::{RegisterEvent, SourceKey};
use super::given::Given;
use super::ids::{CustomerId, HouseholdId};
use crate::Decider;

/// No household yet.
pub(super) const NONE: u32 = u32::MAX;

/// All ids that were ever given out, and who has them.
///
/// Begins empty ([`Register::default`]) or as its log ([`Register::replay`]). Grows with each run
/// ([`Register::identify`]) and each decision of a person ([`Register::merge`], [`Register::split`],
/// [`Register::undo`]). Nothing is ever removed from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    pub(super) crosswalk: Crosswalk,
    pub(super) customers: Given,
    /// The customer that each one is an alias of: itself if it is none, otherwise one with a lower number.
    pub(super) into: Vec<u32>,
    /// How many keys each customer holds, with those of its aliases.
    pub(super) weight: Vec<u32>,
    /// The household of each customer, or [`NONE`]; what counts is that of the one an alias resolves to.
    pub(super) household_of: Vec<u32>,
    pub(super) households: Given,
    /// The event by which each alias became one.
    pub(super) linked_by: BTreeMap<u32, u32>,
    /// Customers that are kept apart, by the event that said so. They are compared as what they resolve to.
    pub(super) apart: BTreeMap<u32, [u32; 2]>,
    pub(super) cuts: Vec<Cut>,
    pub(super) undone: BTreeSet<u32>,
    pub(super) log: Vec<Entry>,
}

/// An event in twelve bytes. What is not here follows from its place: a new key, customer or household has the next
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Minted,
    Attached { customer: u32 },
    Merged { from: u32, into: u32, by: Decider },
    Split { cut: u32 },
    Undone { event: u32 },
    Founded { customer: u32 },
    Housed { customer: u32, household: u32 },
}

/// What a split moves, and whence, so that it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Whether `to` was minted for this.
    pub(super) is_new: bool,
    /// All keys, in the order of their texts.
    pub(super) keys: Vec<u32>,
    /// Of these, the ones that change their holder, and the holder they had.
    pub(super) loose: Vec<[u32; 2]>,
    /// The aliases that go along with all their keys, what they were linked to, and by which event.
    pub(super) taken: Vec<[u32; 3]>,
}

impl Register {
    /// The customer of a record, if the register knows the record. Never an alias.
    #[must_use]
    pub fn customer_of(&self, key: SourceKey<'_>) -> Option<CustomerId> {
        let key = self.crosswalk.find(key)?;
        Some(self.customer(self.root(self.crosswalk.holder_of[key as usize])))
    }

    /// Who an id means today: itself, or what it was merged into. `None` only if it was never given out.
    #[must_use]
    pub fn resolve(&self, id: CustomerId) -> Option<CustomerId> {
        Some(self.customer(self.root(self.customers.find(id.0)?)))
    }

    /// Where a customer lives, as far as the runs told.
    #[must_use]
    pub fn household_of(&self, id: CustomerId) -> Option<HouseholdId> {
        let household = self.household_of[self.root(self.customers.find(id.0)?) as usize];
        (household != NONE).then(|| HouseholdId(self.households.id(household)))
    }

    /// Every record and its customer, in the order in which the records were first seen.
    pub fn crosswalk(&self) -> impl Iterator<Item = (SourceKey<'_>, CustomerId)> {
        let roots = self.roots();
        (0..self.crosswalk.len()).map(move |key| {
            let holder = self.crosswalk.holder_of[key as usize];
            (self.crosswalk.key(key), self.customer(roots[holder as usize]))
        })
    }

    /// Every id that was ever given out and whom it means today, in the order in which they were given out.
    pub fn aliases(&self) -> impl Iterator<Item = (CustomerId, CustomerId)> {
        let roots = self.roots();
        (0..self.customers.len()).map(move |number| (self.customer(number), self.customer(roots[number as usize])))
    }

    /// How many events there are: the number of the next one.
    #[must_use]
    pub fn events_len(&self) -> u32 {
        u32::try_from(self.log.len()).expect("a register holds less than 2^32 events")
    }

    /// The log. [`Register::replay`] makes the same register of it.
    pub fn events(&self) -> impl Iterator<Item = RegisterEvent<'_>> {
        let (mut keys, mut customers, mut households) = (0, 0, 0);
        let next = |counter: &mut u32| std::mem::replace(counter, *counter + 1);
        self.log.iter().map(move |&entry| match entry {
            Entry::Minted => RegisterEvent::Minted {
                customer: self.customer(next(&mut customers)),
                key: self.crosswalk.key(next(&mut keys)),
            },
            Entry::Attached { customer } => {
                RegisterEvent::Attached { customer: self.customer(customer), key: self.crosswalk.key(next(&mut keys)) }
            }
            Entry::Merged { from, into, by } => {
                RegisterEvent::Merged { from: self.customer(from), into: self.customer(into), by }
            }
            Entry::Split { cut } => {
                let cut = &self.cuts[cut as usize];
                customers += u32::from(cut.is_new);
                let keys = cut.keys.iter().map(|&key| self.crosswalk.key(key)).collect();
                RegisterEvent::Split { from: self.customer(cut.from), to: self.customer(cut.to), keys }
            }
            Entry::Undone { event } => RegisterEvent::Undone { event },
            Entry::Founded { customer } => RegisterEvent::Founded {
                household: HouseholdId(self.households.id(next(&mut households))),
                customer: self.customer(customer),
            },
            Entry::Housed { customer, household } => RegisterEvent::Housed {
                customer: self.customer(customer),
                household: HouseholdId(self.households.id(household)),
            },
        })
    }

    pub(super) fn customer(&self, number: u32) -> CustomerId {
        CustomerId(self.customers.id(number))
    }

    /// The number that a customer's alias leads to.
    pub(super) fn root(&self, mut number: u32) -> u32 {
        while self.into[number as usize] != number {
            number = self.into[number as usize];
        }
        number
    }

    /// The same for every number at once. Links lead to lower numbers, so one pass is enough.
    pub(super) fn roots(&self) -> Vec<u32> {
        let mut roots: Vec<u32> = Vec::with_capacity(self.into.len());
        for (number, &into) in (0..).zip(&self.into) {
            roots.push(if into == number { number } else { roots[into as usize] });
        }
        roots
    }
}
