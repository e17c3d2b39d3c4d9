//! What differs between two records of one synthetic person, and how a record is dirtied.
//!
//! Owns: the draws of a record. Deliberately repairs nothing: what the generator dirties, identity has to see through,
//! and a typing error in a domain is for good.

use super::person::write_number;
use rehearsal_core::plan::{Dirt, Synthetic};
use rehearsal_core::rng::{Draws, Purpose, Source};

/// How often a duplicate may point to another duplicate before its own number is taken as a person's.
///
/// Each step draws evenly among the earlier records, so the number halves on average: a chain of more than 64 steps
/// does not happen.
const CHAIN_MAX: u32 = 64;

/// The step of the draws that are a person's, not a record's.
const MAILBOX_STEP: u32 = 1;

/// The reserved ending of every address (RFC 2606, section 2): none of them can exist.
pub(super) const RESERVED_ENDING: &str = ".example";

/// The draws of a record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Record {
    /// Whether the record repeats an earlier person.
    pub(super) earlier: Option<u64>,
    pub(super) shares_email: bool,
    pub(super) created: u32,
    pub(super) domain: usize,
    upper_case: bool,
    blanks: Option<u32>,
    typo: Option<u32>,
    pub(super) missing_email: bool,
    /// Whether it repeats an earlier person with that person's customer id.
    pub(super) shares_customer_id: bool,
}

impl Record {
    /// The record with this id. Opens one address.
    pub(super) fn draw(synthetic: &Synthetic, domain_weights: &[u32], source: &Source, id: u64) -> Self {
        let mut draws = source.draws(Purpose::Dirt, id, 0);
        let draws = &mut draws;
        let dirt = &synthetic.dirt;
        let (is_upper, has_blanks, has_typo);
        // The order of the draws is the order of the words: append, never insert.
        let mut record = Self {
            earlier: earlier(synthetic, draws, id),
            shares_email: draws.hit(synthetic.duplicates_same_email),
            created: draws.word(),
            domain: draws.weighted(domain_weights),
            ..Self::default()
        };
        (is_upper, has_blanks, has_typo) = (
            draws.hit(dirt.upper_case),
            (draws.hit(dirt.blanks), draws.word()),
            (draws.hit(dirt.typo_domain), draws.word()),
        );
        record.upper_case = is_upper;
        record.blanks = has_blanks.0.then_some(has_blanks.1);
        record.typo = has_typo.0.then_some(has_typo.1);
        record.missing_email = draws.hit(dirt.missing_email);
        record.shares_customer_id = draws.hit(synthetic.duplicates_same_customer_id) && record.earlier.is_some();
        record
    }

    /// Whether every record is clean and a person of its own, so that nothing needs to be drawn.
    pub(super) fn is_plain(synthetic: &Synthetic) -> bool {
        // A shared mailbox is drawn with the person.
        let Dirt { upper_case, blanks, typo_domain, missing_email, shared_mailbox: _ } = synthetic.dirt;
        [synthetic.duplicates, upper_case, blanks, typo_domain, missing_email].iter().all(|share| share.is_zero())
    }

    /// Whether the domain has a typing error, so that nobody knows the mailbox behind it.
    pub(super) const fn has_typo(&self) -> bool {
        self.typo.is_some()
    }

    /// Writes the address of a mailbox, named by the person who owns it, as this record spells it.
    pub(super) fn write_email(&self, id: u64, owner: u64, domain: &str, into: &mut String) {
        if self.missing_email {
            return;
        }
        let blank = self.blanks.map(|word| word >> 30);
        if matches!(blank, Some(0 | 2)) {
            into.push(' ');
        }
        let start = into.len();
        into.push('p');
        write_number(owner, into);
        if self.earlier.is_some() && !self.shares_email {
            into.push('.');
            write_number(id, into);
        }
        into.push('@');
        match self.typo {
            Some(word) => write_typo(domain, word, into),
            None => into.push_str(domain),
        }
        into.push_str(RESERVED_ENDING);
        if self.upper_case {
            into[start..].make_ascii_uppercase();
        }
        match blank {
            Some(1 | 2) => into.push(' '),
            Some(_) => into.push('\u{a0}'),
            None => {}
        }
    }
}

/// The earlier record whose person this one repeats. Takes three words.
fn earlier(synthetic: &Synthetic, draws: &mut Draws, id: u64) -> Option<u64> {
    let is_duplicate = draws.hit(synthetic.duplicates);
    let word = u64::from(draws.word()) << 32 | u64::from(draws.word());
    (is_duplicate && id > 0).then(|| ((u128::from(word) * u128::from(id)) >> 64) as u64)
}

/// The person behind a record: its own number, unless it repeats an earlier person.
///
/// Looks at the ids alone: it does not matter which records are in the population.
#[must_use]
pub fn person_of(synthetic: &Synthetic, source: &Source, id: u64) -> u64 {
    if synthetic.duplicates.is_zero() {
        return id;
    }
    follow(synthetic, source, id, CHAIN_MAX)
}

/// Follows duplicates to the person, from a record about which nothing was drawn yet.
fn follow(synthetic: &Synthetic, source: &Source, id: u64, steps: u32) -> u64 {
    let mut id = id;
    for _ in 0..steps {
        match earlier(synthetic, &mut source.draws(Purpose::Dirt, id, 0), id) {
            Some(before) => id = before,
            None => break,
        }
    }
    id
}

/// The person behind a record whose draws are known.
pub(super) fn person_behind(synthetic: &Synthetic, source: &Source, id: u64, record: &Record) -> u64 {
    record.earlier.map_or(id, |before| follow(synthetic, source, before, CHAIN_MAX - 1))
}

/// Whose mailbox a person uses: their own, unless they share that of an earlier person.
pub(super) fn mailbox_owner(synthetic: &Synthetic, source: &Source, person: u64) -> u64 {
    let shared = synthetic.dirt.shared_mailbox;
    let mut owner = person;
    if shared.is_zero() {
        return owner;
    }
    for _ in 0..CHAIN_MAX {
        let mut draws = source.draws(Purpose::Dirt, owner, MAILBOX_STEP);
        if !draws.hit(shared) || owner == 0 {
            break;
        }
        let word = u64::from(draws.word()) << 32 | u64::from(draws.word());
        let earlier = ((u128::from(word) * u128::from(owner)) >> 64) as u64;
        owner = follow(synthetic, source, earlier, CHAIN_MAX);
    }
    owner
}

/// Writes a domain with a letter dropped, two letters swapped, or `m` slipped to `n` at its end.
///
/// Never writes the domain itself.
fn write_typo(domain: &str, word: u32, into: &mut String) {
    let letters: Vec<char> = domain.chars().collect();
    let name = letters.iter().position(|&letter| letter == '.').unwrap_or(letters.len());
    let place = word as usize % name.max(1);
    match (word >> 30, letters.split_last()) {
        (0, Some(('m', before))) => {
            into.extend(before);
            into.push('n');
        }
        (1 | 2, _) if place + 1 < name && letters[place] != letters[place + 1] => {
            let mut swapped = letters;
            swapped.swap(place, place + 1);
            into.extend(swapped);
        }
        _ if name > 1 => {
            into.extend(letters.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, letter)| letter))
        }
        // A domain of one letter would vanish: the key bounces instead.
        _ => {
            into.extend(letters.first());
            into.push_str(domain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_is_always_one() {
        for domain in ["gmail.com", "aa.com", "x.nl", "kpnmail.nl", "example"] {
            for word in (0..=u32::MAX - (1 << 24)).step_by(1 << 24).chain(0..64) {
                let mut typo = String::new();
                write_typo(domain, word, &mut typo);
                assert_ne!(typo, domain);
                assert!(!typo.is_empty() && !typo.starts_with('.'), "{typo}");
            }
        }
    }
}
