//! From a log back to the register that wrote it.
//!
//! Owns: the judgement whether an event can have happened. Takes the same steps as the register did, so that a
//! replayed register and the one that was stored are equal. Never panics on a log that was changed by hand.

use super::crosswalk::{hash, tag};
use super::event::{Broken, RegisterEvent, SourceKey};
use super::ids::{CustomerId, HouseholdId};
use super::register::{Entry, Register};

/// What is wrong with an event, and what to do.
type Fault = (&'static str, &'static str);

const RESTORE: &str = "restore the register from a copy: its events are only ever appended, never edited";

const fn fault(fact: &'static str) -> Fault {
    (fact, RESTORE)
}

impl Register {
    /// The register that wrote these events.
    ///
    /// # Errors
    ///
    /// The first event that cannot have happened. An id or a record that was given out twice is only noticed when
    /// nothing else is wrong.
    pub fn replay<'a>(events: impl IntoIterator<Item = RegisterEvent<'a>>) -> Result<Self, Broken> {
        let mut register = Self::default();
        for event in events {
            if register.log.len() == u32::MAX as usize {
                return Err(Broken { event: u32::MAX, fact: "there are too many events", hint: RESTORE });
            }
            let number = register.events_len();
            register.apply(event).map_err(|(fact, hint)| Broken { event: number, fact, hint })?;
        }
        register.settle();
        register.check_repeats()?;
        Ok(register)
    }

    fn apply(&mut self, event: RegisterEvent<'_>) -> Result<(), Fault> {
        match event {
            RegisterEvent::Minted { customer, key } => {
                named(key)?;
                self.step_mint(customer, key, tag(hash(key)));
            }
            RegisterEvent::Attached { customer, key } => {
                named(key)?;
                let customer = self.standing(customer)?;
                self.step_attach(customer, key, tag(hash(key)));
            }
            RegisterEvent::Merged { from, into, by } => {
                let (from, into) = (self.standing(from)?, self.standing(into)?);
                if into >= from {
                    return Err(fault("a customer is merged into one that is not older"));
                }
                self.step_merge(from, into, by);
            }
            RegisterEvent::Split { from, to, keys } => self.apply_split(from, to, &keys)?,
            RegisterEvent::Undone { event } => self.undo(event).map_err(|refused| fault(refused.fact()))?,
            RegisterEvent::Founded { household, customer } => {
                let customer = self.standing(customer)?;
                self.step_found(household, customer);
            }
            RegisterEvent::Housed { customer, household } => {
                let customer = self.standing(customer)?;
                let household = self.known(household)?;
                self.step_house(customer, household);
            }
        }
        Ok(())
    }

    fn apply_split(&mut self, from: CustomerId, to: CustomerId, keys: &[SourceKey<'_>]) -> Result<(), Fault> {
        let from = self.standing(from)?;
        let mut numbers = Vec::with_capacity(keys.len());
        for &key in keys {
            numbers.push(self.crosswalk.find_recent(key).ok_or(fault("a record is split off that was never seen"))?);
        }
        let cut = self.cut(numbers).map_err(|refused| fault(refused.fact()))?;
        if cut.from != from {
            return Err(fault("records are split off a customer that they do not belong to"));
        }
        if !cut.is_new && self.customer(cut.to) != to {
            return Err(fault("split-off records get an id that is not the one they had"));
        }
        self.step_split(cut, to);
        Ok(())
    }

    /// The number of a customer that is no alias.
    fn standing(&mut self, customer: CustomerId) -> Result<u32, Fault> {
        let number = self.customers.find_recent(customer.0).ok_or(fault("names a customer that was never minted"))?;
        if self.into[number as usize] != number {
            return Err(fault("names a customer that was merged into another one"));
        }
        Ok(number)
    }

    fn known(&mut self, household: HouseholdId) -> Result<u32, Fault> {
        self.households.find_recent(household.0).ok_or(fault("names a household that was never founded"))
    }

    /// Looks for what was given out twice: once for all events, because it is a matter of sorting.
    fn check_repeats(&self) -> Result<(), Broken> {
        let minted = |entry: &Entry| match *entry {
            Entry::Split { cut } => self.cuts[cut as usize].is_new,
            entry => entry == Entry::Minted,
        };
        let keyed = |entry: &Entry| matches!(entry, Entry::Minted | Entry::Attached { .. });
        let founded = |entry: &Entry| matches!(entry, Entry::Founded { .. });
        let repeats = [
            self.crosswalk.repeated().map(|key| (self.event_of(key, keyed), "attaches a record a second time")),
            self.customers.repeated().map(|id| (self.event_of(id, minted), "mints a customer id a second time")),
            self.households.repeated().map(|id| (self.event_of(id, founded), "founds a household a second time")),
        ];
        match repeats.into_iter().flatten().min() {
            Some((event, fact)) => Err(Broken { event, fact, hint: RESTORE }),
            None => Ok(()),
        }
    }

    /// The event number `number` of a kind.
    fn event_of(&self, number: u32, is_kind: impl Fn(&Entry) -> bool) -> u32 {
        let mut events = (0..).zip(&self.log).filter(|(_, entry)| is_kind(entry));
        events.nth(number as usize).map_or(0, |(event, _)| event)
    }
}

fn named(key: SourceKey<'_>) -> Result<(), Fault> {
    if key.id.is_empty() { Err(fault("a record has no id")) } else { Ok(()) }
}
