//! Values that identify nobody.
//!
//! Owns: which mailboxes and numbers are shared, and which birth dates are a form's default. All of it is learnt from
//! the table; there is no list of placeholders.

use super::Shared;
use super::intern::{MISSING, count_each};
use super::normalise::{PersonName, Records};

/// A value on rows of at least so many different family names is not one person's...
const SURNAMES_MIN: u32 = 4;

/// A birth date must be on at least so many rows...
const DATE_ROWS_MIN: u32 = 6;

/// ...and on so many times as many rows as dates of the same table have on average...
const DATE_RATIO_MIN: u32 = 8;

/// Which values say nothing of who somebody is.
#[derive(Clone, Debug, Default)]
pub(super) struct Guards {
    /// By number; empty if there is none.
    mailboxes: Vec<bool>,
    phones: Vec<bool>,
    /// Ascending.
    birth_dates: Vec<u32>,
    pub(super) shared_mailboxes: Shared,
    pub(super) shared_phones: Shared,
    pub(super) default_dates: Shared,
}

impl Guards {
    /// Learns from all rows.
    pub(super) fn learn(records: &Records) -> Self {
        let (mailboxes, shared_mailboxes) = shared(records, |person| person.mailbox);
        let (phones, shared_phones) = shared(records, |person| person.phone);
        let (birth_dates, default_dates) = defaults(records);
        Self { mailboxes, phones, birth_dates, shared_mailboxes, shared_phones, default_dates }
    }

    pub(super) fn mailbox(&self, mailbox: u32) -> bool {
        self.mailboxes.get(mailbox as usize).copied().unwrap_or(false)
    }

    pub(super) fn phone(&self, phone: u32) -> bool {
        self.phones.get(phone as usize).copied().unwrap_or(false)
    }

    pub(super) fn birth_date(&self, date: u32) -> bool {
        self.birth_dates.binary_search(&date).is_ok()
    }
}

/// Whether family names are too many for one person, however often it is recorded and misspelt.
const fn are_many(surnames: usize, rows: usize) -> bool {
    surnames >= SURNAMES_MIN as usize && surnames * 2 > rows || surnames >= 4 * SURNAMES_MIN as usize
}

/// The values that are on rows of many family names.
fn shared(records: &Records, value: impl Fn(&PersonName) -> u32) -> (Vec<bool>, Shared) {
    let counts = count_each(records.people.iter().map(&value));
    let mut named: Vec<(u32, u32)> = records
        .people
        .iter()
        .filter(|person| person.last != MISSING)
        .map(|person| (value(person), person.last))
        .filter(|&(value, _)| value != MISSING && counts[value as usize] >= SURNAMES_MIN)
        .collect();
    named.sort_unstable();
    let (mut is_shared, mut found) = (Vec::new(), Shared::default());
    for rows in named.chunk_by(|one, other| one.0 == other.0) {
        let surnames = rows.chunk_by(|one, other| one.1 == other.1).count();
        if are_many(surnames, rows.len()) {
            let value = rows[0].0 as usize;
            is_shared.resize(counts.len(), false);
            is_shared[value] = true;
            found.values += 1;
            found.rows += counts[value];
        }
    }
    (is_shared, found)
}

/// The birth dates that are far above their expected count.
fn defaults(records: &Records) -> (Vec<u32>, Shared) {
    let mut dates: Vec<(u32, u32)> =
        records.people.iter().filter(|person| person.birth != 0).map(|person| (person.birth, person.last)).collect();
    dates.sort_unstable();
    let different = dates.chunk_by(|one, other| one.0 == other.0).count().max(1);
    let usual = (dates.len() / different).max(1);
    let mut found = Shared::default();
    let mut defaults = Vec::new();
    for rows in dates.chunk_by(|one, other| one.0 == other.0) {
        let surnames = rows.chunk_by(|one, other| one.1 == other.1).count();
        let is_many = rows.len() >= (DATE_ROWS_MIN as usize).max(usual * DATE_RATIO_MIN as usize);
        if is_many && are_many(surnames, rows.len()) {
            defaults.push(rows[0].0);
            found.values += 1;
            found.rows += rows.len() as u32;
        }
    }
    (defaults, found)
}
