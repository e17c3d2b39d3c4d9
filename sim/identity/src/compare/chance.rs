//! What chance makes: how often two rows of the table agree, whoever they are.
//!
//! Owns: the counts by which every class but the same person is measured. Deliberately looks at no candidate pair: those
//! were chosen because they agree.

use super::levels::{code, date, mailbox, name};
use super::{Comparison, FieldOf, Filled, LEVELS_MAX, level};
use crate::intern::{MISSING, count_each};
use crate::normalise::PersonName;
use crate::table::ColumnKind;
use crate::weigh::Measured;
use rehearsal_core::parallel;

/// Pairs of rows that are compared to learn what chance makes, about.
const CHANCE_PAIRS: usize = 100_000;

/// Pieces in which that is done.
const CHANCE_PARTS: usize = 8;

impl Comparison<'_> {
    /// How often each level is reached by two rows of the table, whoever they are: pairs by level, for each field.
    ///
    /// Levels of two equal values are counted exactly, from how often each value occurs; the others are estimated from
    /// pairs of rows that have nothing to do with each other.
    pub(super) fn chance(&self, threads: usize) -> Vec<Measured> {
        let order = self.records.by_content();
        let rows = order.len();
        let strides = (CHANCE_PAIRS / rows.max(1)).clamp(1, rows.saturating_sub(1).max(1));
        let part = |place: usize| {
            let mut seen = vec![[0_u64; LEVELS_MAX]; self.fields.len()];
            for stride in 1..=strides {
                let shift = (rows / 2 + stride * 7) % rows.max(1);
                // Of a large table, only every so many rows are taken.
                for at in (place..rows).step_by(CHANCE_PARTS * (rows / CHANCE_PAIRS).max(1)) {
                    let pattern = self.pattern(order[at], order[(at + shift) % rows]);
                    for (field, levels) in seen.iter_mut().enumerate() {
                        levels[level(pattern, field)] += 1;
                    }
                }
            }
            seen
        };
        let parts = parallel::map(threads, CHANCE_PARTS, part);
        let all = rows as u64 * (rows as u64).saturating_sub(1) / 2;
        let measured = self.fields.iter().enumerate().map(|(place, &field)| {
            let mut chance = [0_u64; LEVELS_MAX];
            for seen in &parts {
                chance.iter_mut().zip(seen[place]).for_each(|(sum, count)| *sum += count);
            }
            let seen = chance.iter().sum::<u64>().max(1);
            chance = chance.map(|count| (u128::from(count) * u128::from(all) / u128::from(seen)) as u64);
            for (level, count) in self.exact(field) {
                chance[level] = count;
            }
            Measured { levels: self.levels(field), chance }
        });
        measured.collect()
    }

    /// How many pairs of rows are both filled in exactly a set of fields, for every set that occurs.
    pub(super) fn filled_pairs(&self) -> Vec<(Filled, u64)> {
        let mut rows: Vec<Filled> = (0..self.records.len()).map(|row| self.filled(row)).collect();
        rows.sort_unstable();
        let sets: Vec<(Filled, u64)> =
            rows.chunk_by(|one, other| one == other).map(|rows| (rows[0], rows.len() as u64)).collect();
        let mut pairs: Vec<(Filled, u64)> = Vec::new();
        for (place, &(one, rows)) in sets.iter().enumerate() {
            pairs.push((one, rows * (rows - 1) / 2));
            pairs.extend(sets[place + 1..].iter().map(|&(other, others)| (one & other, rows * others)));
        }
        pairs.sort_unstable();
        pairs
            .chunk_by(|one, other| one.0 == other.0)
            .map(|same| (same[0].0, same.iter().map(|pair| pair.1).sum()))
            .collect()
    }

    /// The fields in which a row says something.
    fn filled(&self, row: usize) -> Filled {
        let person = &self.records.people[row];
        let is_filled = |field: FieldOf| match field {
            FieldOf::Mailbox => person.mailbox != MISSING && !self.guards.mailbox(person.mailbox),
            FieldOf::FirstName => person.first != MISSING,
            FieldOf::LastName => person.last != MISSING,
            FieldOf::Phone => person.phone != MISSING && !self.guards.phone(person.phone),
            FieldOf::Address => person.postcode != MISSING || person.street != MISSING || person.city != MISSING,
            FieldOf::BirthDate => person.birth != 0 && !self.guards.birth_date(person.birth),
            FieldOf::Plain(place) => self.records.plain[place].values[row] != MISSING,
        };
        let filled = self.fields.iter().enumerate().filter(|&(_, &field)| is_filled(field));
        filled.fold(0, |set, (place, _)| set | 1 << place)
    }

    /// How many pairs of rows have equal values in a field, by the level that they reach.
    fn exact(&self, field: FieldOf) -> Vec<(usize, u64)> {
        let people = &self.records.people;
        let pairs = |counts: &[u32]| counts.iter().skip(1).map(|&count| pairs_of(count)).sum::<u64>();
        let banded = |counts: &[u32], bands: &[u8]| {
            let mut levels = [0_u64; 4];
            for (&count, &band) in counts.iter().zip(bands).skip(1) {
                levels[usize::from(band)] += pairs_of(count);
            }
            levels.iter().enumerate().map(|(band, &count)| (name::SAME as usize + band, count)).collect()
        };
        match field {
            FieldOf::Mailbox => {
                let own = |person: &PersonName| if self.guards.mailbox(person.mailbox) { 0 } else { person.mailbox };
                vec![(mailbox::SAME as usize, pairs(&count_each(people.iter().map(own))))]
            }
            FieldOf::Phone => {
                let own = |person: &PersonName| if self.guards.phone(person.phone) { 0 } else { person.phone };
                vec![(code::SAME as usize, pairs(&count_each(people.iter().map(own))))]
            }
            FieldOf::FirstName => banded(&self.records.first_counts, &self.first_bands),
            FieldOf::LastName => banded(&self.records.last_counts, &self.last_bands),
            FieldOf::Address => Vec::new(),
            FieldOf::BirthDate => {
                let mut dates: Vec<u32> = people.iter().map(|person| person.birth).collect();
                dates.sort_unstable();
                let own = |date: u32| date != 0 && !self.guards.birth_date(date);
                let same = dates.chunk_by(|one, other| one == other).filter(|dates| own(dates[0]));
                vec![(date::SAME as usize, same.map(|dates| pairs_of(dates.len() as u32)).sum())]
            }
            FieldOf::Plain(place) => {
                let plain = &self.records.plain[place];
                let counts = plain.terms.counts();
                match plain.kind {
                    ColumnKind::Date => Vec::new(),
                    ColumnKind::Code | ColumnKind::Number => vec![(code::SAME as usize, pairs(counts))],
                    _ => banded(counts, &self.plain_bands[place]),
                }
            }
        }
    }
}

/// Pairs among so many rows.
fn pairs_of(count: u32) -> u64 {
    let count = u64::from(count);
    count * count.saturating_sub(1) / 2
}
