//! What the rows of a person say.
//!
//! Owns: which columns a row fills, and by what a further row can be recognised. Deliberately writes no cell: see
//! [`super::writing`].

use std::collections::BTreeSet;

use super::people::{Person, World, unique};
use super::rates::{Channel, CustomerRates, DuplicateKinds};
use crate::rng::{Draws, Purpose, Source};

/// Rows of one person at most.
const ROWS_MAX: u32 = 40;

/// What a row says, as places in what the person has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) mailbox: Option<usize>,
    /// Whether there is a slip in the mailbox.
    pub(super) has_slip: bool,
    pub(super) phone: Option<usize>,
    pub(super) home: Option<usize>,
    pub(super) first_name: bool,
    pub(super) last_name: bool,
    pub(super) has_birth_date: bool,
    /// Whether a placeholder is typed where there is none of these.
    pub(super) dummies: Dummies,
}

/// Where a row holds a placeholder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dummies {
    pub(super) mailbox: bool,
    pub(super) phone: bool,
    pub(super) birth_date: bool,
}

impl Said {
    const fn is_named(&self) -> bool {
        self.first_name && self.last_name
    }
}

/// What a further row can have in common with an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    SameMailbox,
    SlipInMailbox,
    SamePhone,
    SameAddress,
    Moved,
    MailboxOnly,
}

/// Kinds in the order of their weights.
const KINDS: [Kind; 6] =
    [Kind::SameMailbox, Kind::SlipInMailbox, Kind::SamePhone, Kind::SameAddress, Kind::Moved, Kind::MailboxOnly];

/// Tells what each row of a person says, until they have no more; `tell` says whether there is room for another.
pub(super) fn rows(
    person: &mut Person,
    rates: &CustomerRates,
    world: &World,
    source: &Source,
    taken: &mut BTreeSet<u64>,
    tell: &mut impl FnMut(&Person, Said, &mut Draws) -> bool,
) {
    let mut said: Vec<Said> = Vec::new();
    for step in 1..=ROWS_MAX {
        let mut draws = source.draws(Purpose::Customers, person.id, step);
        let next = if said.is_empty() {
            Some(fill(person, rates, &mut draws))
        } else {
            let base = said[draws.below(said.len() as u32) as usize];
            further(base, person, rates, world, taken, &mut draws)
        };
        let Some(next) = next else { return };
        said.push(next);
        let has_more = draws.hit(rates.duplicates);
        if !tell(person, next, &mut draws) || !has_more {
            return;
        }
    }
}

/// A row as its channel fills it.
fn fill(person: &Person, rates: &CustomerRates, draws: &mut Draws) -> Said {
    let weights: Vec<u32> = rates.channels.iter().map(|channel| channel.weight).collect();
    let channel: &Channel = &rates.channels[draws.weighted(&weights)];
    let names = draws.hit(channel.names);
    let first_name = draws.hit(channel.first_name_alone) || names;
    let mut said = Said {
        mailbox: draws.hit(channel.mailbox).then_some(0),
        phone: draws.hit(channel.phone).then_some(0),
        home: draws.hit(channel.address).then_some(0),
        first_name,
        last_name: names,
        has_birth_date: draws.hit(channel.birth_date),
        ..Said::default()
    };
    // A row that says nothing of anybody would not have been kept; one of a shared box says whose it is.
    if said.phone.is_none() && !names || said == Said::default() {
        said.mailbox = Some(0);
    }
    if person.is_mailbox_shared {
        (said.first_name, said.last_name) = (true, true);
    }
    // Father and son of one name are told apart by nothing else.
    said.has_birth_date |= person.has_namesake;
    let placeholders = &rates.placeholders;
    if draws.hit(placeholders.mailbox) {
        (said.mailbox, said.dummies.mailbox) = (None, true);
    }
    if draws.hit(placeholders.phone) {
        (said.phone, said.dummies.phone) = (None, true);
    }
    if draws.hit(placeholders.birth_date) && !person.has_namesake {
        (said.has_birth_date, said.dummies.birth_date) = (false, true);
    }
    said
}

/// A row that can be recognised by an earlier one; of another kind than drawn if that one gives no hold for it.
fn further(
    base: Said,
    person: &mut Person,
    rates: &CustomerRates,
    world: &World,
    taken: &mut BTreeSet<u64>,
    draws: &mut Draws,
) -> Option<Said> {
    let DuplicateKinds { same_mailbox, slip_in_mailbox, same_phone, same_address, moved, mailbox_only } = rates.kinds;
    let drawn = KINDS[draws.weighted(&[same_mailbox, slip_in_mailbox, same_phone, same_address, moved, mailbox_only])];
    let gives_hold = |kind: &Kind| match kind {
        Kind::SameMailbox => base.mailbox.is_some(),
        Kind::SlipInMailbox => base.mailbox.is_some() && base.is_named() && !base.has_slip && !person.is_mailbox_shared,
        Kind::SamePhone => base.phone.is_some() && base.is_named(),
        Kind::SameAddress => base.home.is_some() && base.is_named(),
        Kind::Moved => base.has_birth_date && base.is_named(),
        Kind::MailboxOnly => base.mailbox.is_some() && !person.is_mailbox_shared,
    };
    let fallback = [Kind::SameMailbox, Kind::SamePhone, Kind::SameAddress, Kind::Moved];
    let kind = [drawn].into_iter().chain(fallback).find(gives_hold)?;
    let mut said = fill(person, rates, draws);
    // Those who are in the table keep what they have: a number, an address.
    said.mailbox = said.mailbox.map(|_| base.mailbox.unwrap_or(person.mailboxes.len() - 1));
    said.home = said.home.map(|_| base.home.unwrap_or(person.homes.len() - 1));
    said.phone = said.phone.map(|_| base.phone.unwrap_or(person.phones.len() - 1));
    match kind {
        Kind::SameMailbox | Kind::MailboxOnly => {
            said.mailbox = base.mailbox;
            if kind == Kind::MailboxOnly {
                return Some(Said { mailbox: base.mailbox, ..Said::default() });
            }
            return Some(said);
        }
        Kind::SlipInMailbox => {
            (said.mailbox, said.has_slip) = (base.mailbox, true);
        }
        Kind::SamePhone => {
            said.phone = base.phone;
            said.mailbox = said.mailbox.map(|_| other_mailbox(person, world, taken, draws));
        }
        Kind::SameAddress => {
            said.home = base.home;
            said.mailbox = said.mailbox.map(|_| other_mailbox(person, world, taken, draws));
            said.phone = said.phone.map(|_| other_phone(person, world)).filter(|_| draws.below(2) == 0);
        }
        Kind::Moved => {
            said.has_birth_date = true;
            said.mailbox = said.mailbox.map(|_| other_mailbox(person, world, taken, draws));
            said.phone = said.phone.map(|_| other_phone(person, world));
            let has_addition = draws.hit(rates.households.addition);
            let home = world.home(person.country, has_addition, draws);
            person.homes.push(home);
            said.home = said.home.map(|_| person.homes.len() - 1);
        }
    }
    (said.first_name, said.last_name) = (true, true);
    Some(said)
}

/// A new mailbox of the same person: often the same name at another provider.
fn other_mailbox(person: &mut Person, world: &World, taken: &mut BTreeSet<u64>, draws: &mut Draws) -> usize {
    let fresh = world.mailbox(&person.given, &person.family, person.birth[0], taken, draws);
    let keeps_name = draws.below(3) == 0 && !person.is_mailbox_shared;
    person.mailboxes.push(match keeps_name {
        true => unique(person.mailboxes[0].0.clone(), fresh.1, taken, draws),
        false => fresh,
    });
    person.mailboxes.len() - 1
}

/// A new number of the same person.
fn other_phone(person: &mut Person, world: &World) -> usize {
    if person.phones.len() < 2 {
        person.phones.push(world.phone(person.country, person.id * 2 + 1, false));
    }
    1
}
