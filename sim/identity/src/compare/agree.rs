//! How far two records agree, field by field.
//!
//! Owns: the rules by which two values reach a level. Deliberately knows nothing of patterns and weights.

use std::sync::atomic::Ordering;

use super::Comparison;
use super::levels::{address, code, date, mailbox, name, text};
use crate::intern::{MISSING, Terms};
use crate::normalise::{PersonName, Plain, prefixes_agree};
use crate::table::ColumnKind;

/// Jaro-Winkler from which two mailboxes are similar, in thousandths.
const SIMILAR_MAILBOX_PERMILLE: u32 = 900;

/// Jaro-Winkler from which two names are similar, in thousandths.
const SIMILAR_PERMILLE: u32 = 880;

/// From this band of rarity on, a first name is one that people know.
const KNOWN_BAND_MIN: u8 = 2;

/// Years between the births of parents and children, at least.
const GENERATION_YEARS: u32 = 15;

impl Comparison<'_> {
    pub(super) fn mailbox(&self, one: &PersonName, other: &PersonName) -> u64 {
        if one.mailbox == MISSING
            || other.mailbox == MISSING
            || self.guards.mailbox(one.mailbox)
            || self.guards.mailbox(other.mailbox)
        {
            return 0;
        }
        if one.mailbox == other.mailbox {
            return if one.is_repaired == other.is_repaired { mailbox::SAME } else { mailbox::REPAIRED };
        }
        if one.local == other.local {
            return if one.domain == other.domain { mailbox::OTHER_DIGITS } else { mailbox::OTHER_DOMAIN };
        }
        let locals = &self.records.locals;
        if one.domain != other.domain {
            return mailbox::DIFFERENT;
        }
        if locals.share_letters(one.local, other.local) {
            let (left, right) = (locals.text(one.local), locals.text(other.local));
            if letters(left).eq(letters(right)) && letters(left).next().is_some() {
                return mailbox::OTHER_DIGITS;
            }
        }
        if locals.are_one_slip(one.local, other.local) {
            let [one, other] = [one, other].map(|person| self.is_made_of_names(person.local));
            return if one == other { mailbox::OTHER_LETTER } else { mailbox::SLIP };
        }
        let are_similar = locals.are_similar(one.local, other.local, SIMILAR_MAILBOX_PERMILLE);
        if are_similar { mailbox::SIMILAR } else { mailbox::DIFFERENT }
    }

    /// Whether the letters before the `@` are names that the table knows. Asked of few mailboxes, but of those often.
    fn is_made_of_names(&self, local: u32) -> bool {
        const UNKNOWN: u8 = 0;
        const MADE_OF_NAMES: u8 = 2;
        let known = &self.made_of_names[local as usize];
        match known.load(Ordering::Relaxed) {
            UNKNOWN => {
                let is = self.records.is_made_of_names(self.records.locals.text(local));
                known.store(if is { MADE_OF_NAMES } else { 1 }, Ordering::Relaxed);
                is
            }
            known => known == MADE_OF_NAMES,
        }
    }

    /// Given and family name, straight or swapped, whichever agrees.
    pub(super) fn names(&self, one: &PersonName, other: &PersonName) -> (u64, u64) {
        let first = self.first_name(one.first, other.first);
        let last = match self.last_name(one.last, other.last) {
            name::SAME..name::OTHER_PREFIX if !prefixes_agree(one.prefixes, other.prefixes) => name::OTHER_PREFIX,
            level => level,
        };
        let disagree = first >= name::FIRST_DIFFERENT && (last == name::LAST_DIFFERENT || last == 0);
        let are_swapped = (disagree || last == name::LAST_DIFFERENT && first == 0)
            && one.first_as_last != MISSING
            && other.first_as_last != MISSING
            && (one.first_as_last == other.last || other.first_as_last == one.last);
        if !are_swapped {
            return (first, last);
        }
        let (straight, swapped) = match (one.first_as_last == other.last, other.first_as_last == one.last) {
            (true, false) => (other, one),
            (false, true) => (one, other),
            // Both ways round: whoever's names are more usual where they stand, and not whoever comes first.
            _ if self.usualness(one) >= self.usualness(other) => (one, other),
            _ => (other, one),
        };
        let first = self.first_name(straight.first, swapped.last);
        (
            if first == 0 { name::SAME + 2 } else { first },
            name::SAME + u64::from(self.last_bands[straight.last as usize]),
        )
    }

    /// How usual somebody's names are in the columns in which they stand; never the same for different names.
    fn usualness(&self, person: &PersonName) -> (u64, u32) {
        let first = u64::from(self.records.first_counts[person.first as usize]);
        let last = u64::from(self.records.last_counts[person.last as usize]);
        (first * last, self.records.names.hash(person.first))
    }

    fn first_name(&self, one: u32, other: u32) -> u64 {
        if one == MISSING || other == MISSING {
            return 0;
        }
        let names = &self.records.names;
        if one == other {
            return if names.text(one).len() == 1 {
                name::INITIAL
            } else {
                name::SAME + u64::from(self.first_bands[one as usize])
            };
        }
        let (short, long) = names.by_length(one, other);
        if names.text(short).len() == 1 {
            return if names.begins(short, long) { name::INITIAL } else { name::FIRST_DIFFERENT };
        }
        if self.nicknames.are_one(one, other)
            || names.begins(short, long) && is_short_form(names.text(short), names.text(long))
        {
            return name::SHORT_FORM;
        }
        if names.are_one_slip(one, other) {
            return name::FIRST_SLIP;
        }
        if names.are_similar(one, other, SIMILAR_PERMILLE) {
            return name::FIRST_SIMILAR;
        }
        // Two names that many people have are hardly one person's; a rare one may be an unknown short form, or a slip.
        let are_known = [one, other].iter().all(|&name| self.first_bands[name as usize] >= KNOWN_BAND_MIN);
        if are_known { name::FIRST_DIFFERENT_KNOWN } else { name::FIRST_DIFFERENT }
    }

    fn last_name(&self, one: u32, other: u32) -> u64 {
        if one == MISSING || other == MISSING {
            return 0;
        }
        if one == other {
            return name::SAME + u64::from(self.last_bands[one as usize]);
        }
        let names = &self.records.names;
        if names.are_one_slip(one, other) {
            return name::LAST_SLIP;
        }
        let (short, long) = names.by_length(one, other);
        if names.text(short).len() >= 3 && (names.begins(short, long) || names.ends(short, long)) {
            return name::PART;
        }
        if names.are_similar(one, other, SIMILAR_PERMILLE) { name::LAST_SIMILAR } else { name::LAST_DIFFERENT }
    }

    pub(super) fn phone(&self, one: &PersonName, other: &PersonName) -> u64 {
        if one.phone == MISSING
            || other.phone == MISSING
            || self.guards.phone(one.phone)
            || self.guards.phone(other.phone)
        {
            return 0;
        }
        code_level(&self.records.phones, one.phone, other.phone)
    }

    pub(super) fn address(&self, one: &PersonName, other: &PersonName) -> u64 {
        let agree = |left: u32, right: u32| (left != MISSING && right != MISSING).then_some(left == right);
        let house = agree(one.house, other.house);
        let postcode = agree(one.postcode, other.postcode);
        let city = agree(one.city, other.city);
        let street = agree(one.street, other.street);
        if house.is_none() && postcode.is_none() && city.is_none() && street.is_none() {
            return 0;
        }
        let streets = &self.records.streets;
        if house != Some(true) && postcode != Some(true) && city != Some(true) && street != Some(true) {
            return address::DIFFERENT;
        }
        let near_street = || {
            street.map(|are_same| {
                are_same
                    || streets.are_one_slip(one.street, other.street)
                    || streets.are_similar(one.street, other.street, SIMILAR_PERMILLE)
            })
        };
        let is_same_house = house == Some(true)
            && near_street() != Some(false)
            && postcode != Some(false)
            && (postcode.is_some() || street.is_some() && city != Some(false));
        if is_same_house {
            let are_same = one.addition == other.addition;
            return if are_same { address::SAME } else { address::OTHER_ADDITION };
        }
        let is_near_street = near_street() == Some(true);
        if is_near_street && (house == Some(true) || postcode == Some(true) && house.is_none()) {
            return address::NEAR;
        }
        if is_near_street && (postcode == Some(true) || city == Some(true)) || postcode == Some(true) {
            return address::PLACE;
        }
        if city == Some(true) { address::TOWN } else { address::DIFFERENT }
    }

    pub(super) fn birth_date(&self, one: &PersonName, other: &PersonName) -> u64 {
        if self.guards.birth_date(one.birth) || self.guards.birth_date(other.birth) {
            return 0;
        }
        date_level(one.birth, other.birth, true)
    }
}

/// Whether the beginning of a name is enough of it: `alex` of Alexander, `an` of Anna, but not `jo` of Johannes.
const fn is_short_form(short: &str, long: &str) -> bool {
    short.len() >= 3 || long.len() - short.len() <= 2
}

/// The letters of a local part.
fn letters(local: &str) -> impl Iterator<Item = u8> {
    local.bytes().filter(|byte| !byte.is_ascii_digit())
}

fn code_level(terms: &Terms, one: u32, other: u32) -> u64 {
    if one == other {
        code::SAME
    } else if terms.are_one_slip(one, other) {
        code::SLIP
    } else {
        code::DIFFERENT
    }
}

fn date_level(one: u32, other: u32, is_birth: bool) -> u64 {
    if one == 0 || other == 0 {
        return 0;
    }
    if one == other {
        return date::SAME;
    }
    let parts = |packed: u32| [packed / 10_000, packed / 100 % 100, packed % 100];
    let ([y, m, d], [year, month, day]) = (parts(one), parts(other));
    if y == year && m == day && d == month {
        return date::SWAPPED;
    }
    // A year is a slip if one digit is another, or if it is the next one.
    let year_slip = y.abs_diff(year) <= 1 || digits_apart(y, year) <= 1;
    let apart = u32::from(y != year) + u32::from(m != month) + u32::from(d != day);
    match apart {
        1 if year_slip => date::ONE_PART,
        _ if y.abs_diff(year) >= GENERATION_YEARS && is_birth => date::GENERATION,
        1 | 2 => date::TWO_PARTS,
        _ => date::DIFFERENT,
    }
}

/// How many of the four digits of two years differ.
fn digits_apart(one: u32, other: u32) -> u32 {
    [1, 10, 100, 1_000].iter().map(|power| u32::from(one / power % 10 != other / power % 10)).sum()
}

pub(super) fn plain_level(column: &Plain, bands: &[u8], left: usize, right: usize) -> u64 {
    let (one, other) = (column.values[left], column.values[right]);
    if one == MISSING || other == MISSING {
        return 0;
    }
    let terms = &column.terms;
    match column.kind {
        ColumnKind::Date => date_level(one, other, false),
        ColumnKind::Code | ColumnKind::Number => code_level(terms, one, other),
        _ if one == other => name::SAME + u64::from(bands[one as usize]),
        _ if terms.are_one_slip(one, other) => text::SLIP,
        _ if terms.are_similar(one, other, SIMILAR_PERMILLE) => text::SIMILAR,
        _ => text::DIFFERENT,
    }
}
