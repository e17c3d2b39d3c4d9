//! The steps from one state of a register to the next: one for each kind of event.
//!
//! Owns: that the state follows from the log. Deliberately asks no question: whether a step may be taken is judged
//! before, by `run`, `decide` and `replay`.

use super::event::SourceKey;
use super::ids::{CustomerId, HouseholdId};
use super::register::{Cut, Entry, NONE, Register};
use crate::Decider;

impl Register {
    /// Gives out a customer id to its first key.
    pub(super) fn step_mint(&mut self, customer: CustomerId, key: SourceKey<'_>, tag: u32) {
        let number = self.give_out(customer, NONE);
        self.crosswalk.add(key, tag, number);
        self.weight[number as usize] = 1;
        self.log.push(Entry::Minted);
    }

    fn give_out(&mut self, customer: CustomerId, household: u32) -> u32 {
        let number = self.customers.add(customer.0);
        self.into.push(number);
        self.weight.push(0);
        self.household_of.push(household);
        number
    }

    /// Attaches a new key.
    pub(super) fn step_attach(&mut self, customer: u32, key: SourceKey<'_>, tag: u32) {
        self.crosswalk.add(key, tag, customer);
        self.weigh_more(customer, 1);
        self.log.push(Entry::Attached { customer });
    }

    /// Makes one customer the alias of an earlier one.
    pub(super) fn step_merge(&mut self, from: u32, into: u32, by: Decider) {
        self.link(from, into, self.events_len());
        self.log.push(Entry::Merged { from, into, by });
    }

    /// Splits; `new` is the id to give out, if one is needed.
    pub(super) fn step_split(&mut self, cut: Cut, new: CustomerId) {
        let event = self.events_len();
        if cut.is_new {
            self.give_out(new, self.household_of[cut.from as usize]); // until a run says where they live
        }
        for &[alias, ..] in &cut.taken {
            self.unlink(alias);
            if alias != cut.to {
                self.link(alias, cut.to, event);
            }
        }
        for &[key, holder] in &cut.loose {
            self.hand_over(key, holder, cut.to);
        }
        self.apart.insert(event, [cut.from, cut.to]);
        self.log.push(Entry::Split { cut: self.cuts.len() as u32 });
        self.cuts.push(cut);
    }

    /// Takes a merge back.
    pub(super) fn step_undo_merge(&mut self, event: u32, from: u32, into: u32) {
        self.unlink(from);
        self.apart.insert(self.events_len(), [from, into]);
        self.log_undone(event);
    }

    /// Takes a split back.
    pub(super) fn step_undo_split(&mut self, event: u32, cut: u32) {
        let cut = self.cuts[cut as usize].clone();
        for &[key, holder] in &cut.loose {
            self.hand_over(key, cut.to, holder);
        }
        for &[alias, into, by] in &cut.taken {
            if alias != cut.to {
                self.unlink(alias);
            }
            self.link(alias, into, by);
        }
        if cut.is_new {
            self.link(cut.to, cut.from, self.events_len()); // an id that was given out resolves for ever
        }
        self.apart.remove(&event);
        self.log_undone(event);
    }

    fn log_undone(&mut self, event: u32) {
        self.undone.insert(event);
        self.log.push(Entry::Undone { event });
    }

    /// Gives out a household id to its first customer.
    pub(super) fn step_found(&mut self, household: HouseholdId, customer: u32) {
        self.household_of[customer as usize] = self.households.add(household.0);
        self.log.push(Entry::Founded { customer });
    }

    /// Says where a customer lives.
    pub(super) fn step_house(&mut self, customer: u32, household: u32) {
        self.household_of[customer as usize] = household;
        self.log.push(Entry::Housed { customer, household });
    }

    /// Makes everything that was added findable.
    pub(super) fn settle(&mut self) {
        self.crosswalk.settle();
        self.customers.settle();
        self.households.settle();
    }

    fn link(&mut self, alias: u32, into: u32, event: u32) {
        self.into[alias as usize] = into;
        self.linked_by.insert(alias, event);
        self.weigh_more(into, self.weight[alias as usize]);
    }

    fn unlink(&mut self, alias: u32) {
        let into = std::mem::replace(&mut self.into[alias as usize], alias);
        self.linked_by.remove(&alias);
        self.weigh_less(into, self.weight[alias as usize]);
    }

    fn hand_over(&mut self, key: u32, holder: u32, to: u32) {
        self.crosswalk.holder_of[key as usize] = to;
        self.weigh_less(holder, 1);
        self.weigh_more(to, 1);
    }

    fn weigh_more(&mut self, customer: u32, keys: u32) {
        self.weigh(customer, |weight| *weight += keys);
    }

    fn weigh_less(&mut self, customer: u32, keys: u32) {
        self.weigh(customer, |weight| *weight -= keys);
    }

    /// Changes the weight of a customer and of all that it is an alias of.
    fn weigh(&mut self, mut customer: u32, change: impl Fn(&mut u32)) {
        loop {
            change(&mut self.weight[customer as usize]);
            let into = self.into[customer as usize];
            if into == customer {
                return;
            }
            customer = into;
        }
    }
}
