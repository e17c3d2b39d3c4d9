//! The ways to bring rows together.
//!
//! Owns: the keys of each pass. Deliberately knows nothing of blocks and pairs.

use super::{Keys, Pass};
use crate::guard::Guards;
use crate::intern::{MISSING, Terms};
use crate::normalise::{PersonName, Records, words};
use crate::table::ColumnKind;

/// Rows of one birth date that are compared with each other. With more, only those of one family name are.
const BIRTHMATES_MAX: usize = 48;

/// Codes that are one slip apart: with more of them, they were given out one after the other.
const SLIPPED_CODES_MAX: usize = 4;

/// Companions that chance alone gives a row in a block, from which sharing the block is not worth a comparison.
const BY_CHANCE_MAX: u64 = 3;

/// The ways that the columns of a table allow.
pub(super) fn passes<'a>(records: &'a Records, guards: &'a Guards) -> Vec<Pass<'a>> {
    let has = |kind: ColumnKind| records.places[kind as usize].is_some();
    let mut passes: Vec<Pass<'a>> = Vec::new();
    if has(ColumnKind::Email) {
        passes.extend(mailbox_passes(records, guards));
    }
    if has(ColumnKind::FirstName) || has(ColumnKind::LastName) {
        passes.extend(name_passes(records));
    }
    if has(ColumnKind::BirthDate) {
        passes.extend(birth_passes(records, guards));
    }
    if has(ColumnKind::HouseNumber) || has(ColumnKind::Street) {
        passes.extend(address_passes(records));
    }
    if has(ColumnKind::Phone) {
        passes.push(Pass::identifier(|_, person, keys| {
            if person.phone != MISSING && !guards.phone(person.phone) {
                keys.push(&[records.phones.hash(person.phone)]);
            }
        }));
    }
    passes.extend(plain_passes(records));
    passes
}

fn mailbox_passes<'a>(records: &'a Records, guards: &'a Guards) -> Vec<Pass<'a>> {
    let is_own = |person: &PersonName| person.mailbox != MISSING && !guards.mailbox(person.mailbox);
    vec![
        // The slowest pass first, so that no thread waits for it alone.
        Pass::slips(move |_, person, keys| {
            if is_own(person) {
                let domain = records.domains.hash(person.domain);
                deletions(records.locals.text(person.local), domain, is_no_digit, keys);
            }
        }),
        Pass::identifier(move |_, person, keys| {
            if is_own(person) {
                keys.push(&[records.locals.hash(person.local), records.domains.hash(person.domain)]);
            }
        }),
        Pass::new(move |_, person, keys| {
            if is_own(person) {
                keys.push(&[records.locals.hash(person.local)]);
            }
        }),
    ]
}

fn name_passes<'a>(records: &'a Records) -> Vec<Pass<'a>> {
    let hash = |term: u32| records.names.hash(term);
    let rows = records.len() as u64;
    // Whether chance makes so many namesakes that the name alone tells nothing.
    let is_common = move |person: &PersonName| {
        let (first, last) = (person.first as usize, person.last as usize);
        u64::from(records.first_counts[first]) * u64::from(records.last_counts[last]) > BY_CHANCE_MAX * rows
    };
    vec![
        // A slip in the family name, and the given name.
        Pass::slips(move |_, person, keys| {
            if person.first != MISSING && person.last != MISSING && !is_common(person) {
                deletions(records.names.text(person.last), hash(person.first), is_no_digit, keys);
            }
        }),
        // The whole name, in either order.
        Pass::new(move |_, person, keys| {
            if person.first != MISSING && person.last != MISSING && !is_common(person) {
                let (one, other) = (hash(person.first_as_last), hash(person.last));
                keys.push(&[one.min(other), one.max(other)]);
            }
        }),
        // The family name and the postcode.
        Pass::new(move |_, person, keys| {
            if person.postcode != MISSING && person.last != MISSING {
                let there = u64::from(records.postcodes.count(person.postcode));
                if there * u64::from(records.last_counts[person.last as usize]) <= BY_CHANCE_MAX * rows {
                    keys.push(&[hash(person.last), records.postcodes.hash(person.postcode)]);
                }
            }
        }),
    ]
}

fn birth_passes<'a>(records: &'a Records, guards: &'a Guards) -> Vec<Pass<'a>> {
    let own = |person: &PersonName| {
        let is_own = person.birth != 0 && !guards.birth_date(person.birth);
        is_own.then_some([person.birth / 10_000, person.birth / 100 % 100, person.birth % 100])
    };
    let exact = Pass::new(move |_, person, keys| {
        if let Some(date) = own(person) {
            keys.push(&date);
        }
    });
    vec![
        Pass { rows_max: BIRTHMATES_MAX, ..exact },
        // For dates that are too common, the family name beside it.
        Pass::new(move |_, person, keys| {
            if let Some([year, month, day]) = own(person).filter(|_| person.last != MISSING) {
                keys.push(&[year, month, day, records.names.hash(person.last)]);
            }
        }),
        // With day and month in either order: by chance too often, but for the whole name beside it.
        Pass::new(move |_, person, keys| {
            if let Some([year, month, day]) = own(person).filter(|_| person.first != MISSING && person.last != MISSING)
            {
                let names = [person.first_as_last, person.last].map(|name| records.names.hash(name));
                keys.push(&[year, month.min(day), month.max(day), names[0].min(names[1]), names[0].max(names[1])]);
            }
        }),
    ]
}

fn address_passes<'a>(records: &'a Records) -> Vec<Pass<'a>> {
    let has_postcodes = records.places[ColumnKind::Postcode as usize].is_some();
    vec![
        Pass::new(move |_, person, keys| {
            if person.house != 0 && person.postcode != MISSING {
                keys.push(&[person.house, records.postcodes.hash(person.postcode)]);
            }
        }),
        // Streets of one name are in many towns: with it goes the town, or the family name if postcodes know the town.
        Pass::new(move |_, person, keys| {
            if person.house != 0 && person.street != MISSING {
                let beside = match has_postcodes {
                    true => records.names.hash(person.last),
                    false => records.cities.hash(person.city),
                };
                keys.push(&[person.house, records.streets.hash(person.street), beside]);
            }
        }),
    ]
}

/// The keys of a text and of every text that lacks one of its letters: two texts that are one slip of a letter apart
/// share one.
fn deletions(text: &str, salt: u32, may_leave_out: impl Fn(u8) -> bool, keys: &mut Keys<'_>) {
    /// Shorter texts are one slip from too many others.
    const LETTERS_MIN: usize = 4;
    let bytes = text.as_bytes();
    if bytes.len() < LETTERS_MIN {
        return;
    }
    // A polynomial hash, so that leaving a byte out costs no second walk: before + after, each in its place.
    const BASE: u64 = 0x0100_0000_01b3;
    let whole = bytes.iter().fold(0_u64, |hash, &byte| hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1));
    let push = |hash: u64, length: usize, keys: &mut Keys<'_>| {
        keys.push(&[salt, length as u32, (hash >> 32) as u32, hash as u32])
    };
    push(whole, bytes.len(), keys);
    let (mut before, mut power_behind) = (0_u64, 1_u64);
    for _ in 1..bytes.len() {
        power_behind = power_behind.wrapping_mul(BASE);
    }
    let inverse = inverse(BASE);
    let mut previous = None;
    for &byte in bytes {
        let value = u64::from(byte) + 1;
        let through = before.wrapping_mul(BASE).wrapping_add(value);
        // What stands behind this byte, hashed by itself.
        let behind = whole.wrapping_sub(through.wrapping_mul(power_behind));
        if previous != Some(byte) && may_leave_out(byte) {
            push(before.wrapping_mul(power_behind).wrapping_add(behind), bytes.len() - 1, keys);
        }
        previous = Some(byte);
        before = through;
        power_behind = power_behind.wrapping_mul(inverse);
    }
}

/// Numbers that differ by one digit are mostly two numbers, so digits are not left out of mailboxes and names.
const fn is_no_digit(byte: u8) -> bool {
    !byte.is_ascii_digit()
}

/// The inverse of an odd number modulo 2^64 (Newton's iteration).
const fn inverse(odd: u64) -> u64 {
    let mut inverse = odd;
    let mut step = 0;
    while step < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        step += 1;
    }
    inverse
}

fn plain_passes<'a>(records: &'a Records) -> Vec<Pass<'a>> {
    let mut passes: Vec<Pass<'a>> = Vec::new();
    for plain in &records.plain {
        let value = move |row: u32| plain.values[row as usize];
        match plain.kind {
            ColumnKind::Code => {
                let slips = Pass::slips(move |row, _, keys| deletions(plain.terms.text(value(row)), 0, |_| true, keys));
                passes.push(Pass { rows_max: SLIPPED_CODES_MAX, ..slips });
                passes.push(Pass::identifier(move |row, _, keys| {
                    if value(row) != MISSING {
                        keys.push(&[plain.terms.hash(value(row))]);
                    }
                }));
            }
            ColumnKind::Date | ColumnKind::Number => {}
            _ => passes.push(Pass::slips(move |row, _, keys| text_keys(&plain.terms, value(row), keys))),
        }
    }
    passes
}

/// The keys of a text: itself, and each word that is long enough to mean something.
fn text_keys(terms: &Terms, term: u32, keys: &mut Keys<'_>) {
    if term == MISSING {
        return;
    }
    keys.push(&[terms.hash(term)]);
    for word in words(terms.text(term)).filter(|word| word.len() > 3) {
        deletions(word, 1, is_no_digit, keys);
    }
}
