//! Cells to records: every value in one form, and as a number.
//!
//! Owns: [`Records`], what the other steps of dedupe see of a table. Deliberately compares nothing. Goes further than
//! the keys of a platform in [`super::key`]: a platform takes `Jan+shop@gmial.com` as somebody of his own, people do not.

mod address;
mod date;
mod mailbox;
mod name;
mod phone;
mod read;
mod text;

use self::date::Packed;
use self::read::{
    Mailboxes, place_texts, plain_columns, read_dates, read_mailboxes, read_names, read_phones, read_plain,
    read_streets, read_texts,
};
use super::guard::Guards;
use super::intern::{MISSING, Terms, mix};
use super::table::{ColumnKind, Table};
use rehearsal_core::parallel;

pub(super) use self::name::prefixes_agree;
pub(super) use self::text::{fold, words};

/// What a row says of a person, each part as the number of its text; 0 is missing. One cache line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PersonName {
    /// The mailbox that one writes to.
    pub(super) mailbox: u32,
    /// What the mailbox hashes to: its number follows the order of the rows.
    pub(super) mailbox_hash: u32,
    /// Letters and digits before the `@`.
    pub(super) local: u32,
    /// The domain, repaired.
    pub(super) domain: u32,
    /// Whether the domain was repaired: 0 or 1.
    pub(super) is_repaired: u32,
    /// The given name.
    pub(super) first: u32,
    /// The given name, read as a family name.
    pub(super) first_as_last: u32,
    /// The family name without prefixes.
    pub(super) last: u32,
    /// Its prefixes: see [`prefixes_agree`].
    pub(super) prefixes: u32,
    /// The national number.
    pub(super) phone: u32,
    pub(super) postcode: u32,
    pub(super) street: u32,
    /// The house number itself.
    pub(super) house: u32,
    /// Its addition, as a number to compare by.
    pub(super) addition: u32,
    pub(super) city: u32,
    /// `yyyymmdd`.
    pub(super) birth: Packed,
}

/// A column that is compared by itself.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    /// Its place in the table.
    pub(super) column: usize,
    pub(super) kind: ColumnKind,
    /// The value of each row: the number of its text, or for a date `yyyymmdd`.
    pub(super) values: Vec<u32>,
    pub(super) terms: Terms,
}

/// A table in one form, and what of it identifies nobody.
#[derive(Clone, Debug)]
pub struct Normalised {
    pub(super) records: Records,
    pub(super) guards: Guards,
}

/// Whether a cell that holds something is read at all when its column is compared: an address, a number or a date that is
/// none counts as missing. `scratch` is used for what has to be written down, and saves making it anew for each cell.
#[must_use]
pub fn is_readable(kind: ColumnKind, cell: &str, scratch: &mut String) -> bool {
    match kind {
        ColumnKind::Email => mailbox::split(cell, scratch).is_some(),
        ColumnKind::Phone => phone::digits(cell, scratch).is_some(),
        ColumnKind::BirthDate | ColumnKind::Date => date::is_date(cell),
        ColumnKind::FirstName
        | ColumnKind::LastName
        | ColumnKind::Street
        | ColumnKind::HouseNumber
        | ColumnKind::Postcode
        | ColumnKind::City
        | ColumnKind::Country
        | ColumnKind::Name
        | ColumnKind::Code
        | ColumnKind::Text
        | ColumnKind::Number => true,
    }
}

/// Brings every cell of a table into one form, and learns which values identify nobody.
#[must_use]
pub fn normalise(table: &Table, threads: usize) -> Normalised {
    let records = Records::read(table, threads);
    let guards = Guards::learn(&records);
    Normalised { records, guards }
}

/// All rows in one form.
#[derive(Clone, Debug)]
pub(super) struct Records {
    pub(super) people: Vec<PersonName>,
    /// Columns of no special kind.
    pub(super) plain: Vec<Plain>,
    pub(super) locals: Terms,
    pub(super) domains: Terms,
    /// Given and family names together, so that swapped ones can be told.
    pub(super) names: Terms,
    pub(super) phones: Terms,
    pub(super) postcodes: Terms,
    pub(super) streets: Terms,
    pub(super) cities: Terms,
    /// How many rows have each of `names` as a given name, and as a family name.
    pub(super) first_counts: Vec<u32>,
    pub(super) last_counts: Vec<u32>,
    /// Domains that stand for another, and the rows that have one.
    pub(super) slips: super::Shared,
    /// Where in the table each kind that counts once is.
    pub(super) places: [Option<usize>; ColumnKind::ALL.len()],
}

impl Records {
    /// Reads a table.
    pub(super) fn read(table: &Table, threads: usize) -> Self {
        let mut places = [None; ColumnKind::ALL.len()];
        for (place, column) in table.columns().iter().enumerate().rev() {
            places[column.kind as usize] = Some(place);
        }
        let cells = |kind: ColumnKind| places[kind as usize].map(|place| &table.columns()[place].cells);
        let (mut mailboxes, mut names, mut phones) = (None, None, None);
        let (mut streets, mut postcodes, mut cities, mut births) = (None, None, None, None);
        let plain = plain_columns(table.columns());
        let mut plain_read: Vec<Option<Plain>> = plain.iter().map(|_| None).collect();
        let mut work: Vec<parallel::Piece<'_>> = vec![
            Box::new(|| mailboxes = cells(ColumnKind::Email).map(read_mailboxes)),
            Box::new(|| {
                names = Some(read_names(cells(ColumnKind::FirstName), cells(ColumnKind::LastName), table.len()))
            }),
            Box::new(|| {
                streets = Some(read_streets(cells(ColumnKind::Street), cells(ColumnKind::HouseNumber), table.len()))
            }),
            Box::new(|| phones = cells(ColumnKind::Phone).map(read_phones)),
            Box::new(|| postcodes = cells(ColumnKind::Postcode).map(|cells| read_texts(cells, address::postcode))),
            Box::new(|| cities = cells(ColumnKind::City).map(|cells| read_texts(cells, name::first_name))),
            Box::new(|| births = cells(ColumnKind::BirthDate).map(read_dates)),
        ];
        for (read, &(place, column)) in plain_read.iter_mut().zip(&plain) {
            work.push(Box::new(move || *read = Some(read_plain(place, column))));
        }
        parallel::queue(threads, work);
        let mut people = vec![PersonName::default(); table.len()];
        let mailboxes = mailboxes.unwrap_or_else(Mailboxes::none);
        for (person, read) in people.iter_mut().zip(&mailboxes.rows) {
            [person.mailbox, person.mailbox_hash, person.local, person.domain, person.is_repaired] = *read;
        }
        let names = names.expect("names were read");
        for (person, read) in people.iter_mut().zip(&names.rows) {
            [person.first, person.first_as_last, person.last, person.prefixes] = *read;
        }
        let (street_rows, streets) = streets.expect("streets were read");
        for (person, (street, number)) in people.iter_mut().zip(&street_rows) {
            (person.street, person.house, person.addition) = (*street, number.house, number.addition);
        }
        let phones = place_texts(&mut people, phones, |person| &mut person.phone);
        let postcodes = place_texts(&mut people, postcodes, |person| &mut person.postcode);
        let cities = place_texts(&mut people, cities, |person| &mut person.city);
        for (person, birth) in people.iter_mut().zip(births.iter().flatten()) {
            person.birth = *birth;
        }
        let mut records = Self {
            people,
            plain: plain_read.into_iter().flatten().collect(),
            locals: mailboxes.locals,
            domains: mailboxes.domains,
            names: names.names,
            phones,
            postcodes,
            streets,
            cities,
            first_counts: names.first_counts,
            last_counts: names.last_counts,
            slips: mailboxes.slips,
            places,
        };
        records.name_by_mailbox();
        records
    }

    /// Gives rows that lack one of their names what their mailbox calls them: `gerardus.terkerkhoven@` with the family
    /// name ter Kerkhoven is a Gerardus. The frequencies of names stay as they were written.
    fn name_by_mailbox(&mut self) {
        for row in 0..self.people.len() {
            let person = self.people[row];
            if person.local == MISSING || (person.first == MISSING) == (person.last == MISSING) {
                continue;
            }
            let local = self.locals.text(person.local).trim_end_matches(|letter: char| letter.is_ascii_digit());
            if person.first == MISSING {
                let last = self.names.text(person.last);
                let rest = local.strip_suffix(last).or_else(|| local.strip_prefix(last));
                let first = rest.and_then(|rest| {
                    name::before_prefixes(rest).find_map(|first| self.known_name(first, &self.first_counts))
                });
                if let Some(first) = first {
                    (self.people[row].first, self.people[row].first_as_last) = (first, first);
                }
            } else {
                let first = self.names.text(person.first);
                let rest = local.strip_prefix(first).or_else(|| local.strip_suffix(first));
                let last = rest.filter(|_| first.len() > 1).and_then(|rest| {
                    let whole = self.known_name(rest, &self.last_counts);
                    whole.or_else(|| name::without_glue(rest).find_map(|rest| self.known_name(rest, &self.last_counts)))
                });
                if let Some(last) = last {
                    self.people[row].last = last;
                }
            }
        }
    }

    /// The number of a name that several rows have.
    fn known_name(&self, text: &str, counts: &[u32]) -> Option<u32> {
        self.names.find(text).filter(|&name| text.len() > 1 && counts[name as usize] >= 2)
    }

    /// The rows by what they hold: an order that does not depend on the order of the rows, but for equal ones.
    pub(super) fn by_content(&self) -> Vec<u32> {
        let mut order: Vec<(u64, u32)> = (0..self.len() as u32).map(|row| (self.content(row), row)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, row)| row).collect()
    }

    /// What a row holds, as a number.
    pub(super) fn content(&self, row: u32) -> u64 {
        let row = row as usize;
        let person = &self.people[row];
        let parts = [
            person.mailbox_hash,
            self.domains.hash(person.domain),
            person.is_repaired,
            self.names.hash(person.first),
            self.names.hash(person.first_as_last),
            self.names.hash(person.last),
            person.prefixes,
            self.phones.hash(person.phone),
            self.postcodes.hash(person.postcode),
            self.streets.hash(person.street),
            person.house,
            person.addition,
            self.cities.hash(person.city),
            person.birth,
        ];
        let plain = self.plain.iter().map(|plain| match plain.kind {
            ColumnKind::Date => plain.values[row],
            _ => plain.terms.hash(plain.values[row]),
        });
        mix(parts.into_iter().chain(plain))
    }

    /// Whether the letters before the `@` are names that the table knows: a slip makes them something else.
    pub(super) fn is_made_of_names(&self, local: &str) -> bool {
        let letters = local.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let is_name = |text: &str, counts: &[u32]| self.known_name(text, counts).is_some();
        let is_last = |text: &str| {
            is_name(text, &self.last_counts) || name::without_glue(text).any(|rest| is_name(rest, &self.last_counts))
        };
        let is_first = |text: &str| text.len() == 1 || is_name(text, &self.first_counts);
        is_first(letters) && letters.len() > 1
            || is_last(letters)
            || (1..letters.len()).filter(|&at| letters.is_char_boundary(at)).any(|at| {
                let (before, behind) = letters.split_at(at);
                is_first(before) && (is_last(behind) || behind.len() == 1)
                    || is_first(behind) && (is_last(before) || before.len() == 1)
            })
    }

    /// Whether two rows hold the same in every column that is read.
    pub(super) fn are_equal(&self, [one, other]: [u32; 2]) -> bool {
        self.people[one as usize] == self.people[other as usize]
            && self.plain.iter().all(|plain| plain.values[one as usize] == plain.values[other as usize])
    }

    pub(super) fn len(&self) -> usize {
        self.people.len()
    }
}
