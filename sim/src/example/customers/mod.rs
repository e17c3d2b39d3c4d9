//! Invented customers whose truth is known.
//!
//! Owns: a table as a webshop with a till and a newsletter would export it, and who each row truly is. Shows how well
//! dedupe works on people that nobody has to hand over. Deliberately not a model of anybody's data: how often what
//! happens is an argument, so that a claim can be tried on clearly different tables.
//!
//! Every household and every row of a person draws from an address of its own; only that no two people have one mailbox
//! is a question between them.

mod people;
mod rates;
mod rows;
mod slips;
mod words;
mod writing;

use std::collections::BTreeSet;

use self::people::World;
pub use self::rates::{
    Channel, CustomerRates, DuplicateKinds, HouseholdRates, NotationRates, PlaceholderRates, Setting, SlipKinds,
    SpellingRates,
};
use self::writing::Cells;
use crate::identity::{Column, Kind, Table};
use crate::records::TextColumn;
use crate::rng::{Purpose, Seed, Source};

/// The columns, in order: what they are called and what they hold.
const COLUMNS: [(&str, Kind); 9] = [
    ("Email", Kind::Email),
    ("FirstName", Kind::FirstName),
    ("LastName", Kind::LastName),
    ("Phone", Kind::Phone),
    ("Street", Kind::Street),
    ("Postcode", Kind::Postcode),
    ("City", Kind::City),
    ("Country", Kind::Country),
    ("BirthDate", Kind::BirthDate),
];

/// A table of so many customers, and the true person of each row.
///
/// The same rates, rows and seed give the same table on every machine. Rows are in no order.
#[must_use]
pub fn customers(rates: &CustomerRates, rows: u32, seed: u64) -> (Table, Vec<u64>) {
    let source = Source::new(Seed(seed));
    let world = World::new(rates.setting);
    let boxes = company_boxes(rates, rows);
    let mut taken = BTreeSet::new();
    let mut written: [TextColumn; COLUMNS.len()] = Default::default();
    let mut truth: Vec<u64> = Vec::with_capacity(rows as usize);
    let mut cells = Cells::default();
    for number in 0.. {
        if truth.len() >= rows as usize {
            break;
        }
        for mut person in people::household(number, rates, &world, &source, boxes, &mut taken) {
            if truth.len() >= rows as usize {
                break;
            }
            rows::rows(&mut person, rates, &world, &source, &mut taken, &mut |person, said, draws| {
                writing::write(&mut cells, person, said, rates, &world, draws);
                for (column, cell) in written.iter_mut().zip(&cells) {
                    column.push(cell);
                }
                truth.push(person.id);
                truth.len() < rows as usize
            });
        }
    }
    shuffled(&written, &truth, &source)
}

/// How many companies have a box of their own.
fn company_boxes(rates: &CustomerRates, rows: u32) -> u32 {
    let users = rates.company_box.of(u64::from(rows)) as u32;
    (users / rates.people_per_box.max(1)).max(1)
}

/// Deals the rows like cards: their order says nothing of who belongs together.
fn shuffled(written: &[TextColumn; COLUMNS.len()], truth: &[u64], source: &Source) -> (Table, Vec<u64>) {
    let mut order: Vec<usize> = (0..truth.len()).collect();
    let mut draws = source.draws(Purpose::Customers, 0, 0);
    for place in (1..order.len()).rev() {
        order.swap(place, draws.below(place as u32 + 1) as usize);
    }
    let columns = COLUMNS.iter().zip(written).map(|(&(name, kind), written)| {
        let mut cells = TextColumn::default();
        cells.reserve(order.len(), written.text_len());
        order.iter().for_each(|&row| cells.push(written.get(row)));
        Column { name: name.to_owned(), kind, cells }
    });
    (Table::new(columns.collect()), order.iter().map(|&row| truth[row]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_customers_and_another_gives_others() {
        for (name, rates) in CustomerRates::perturbed() {
            let (table, truth) = customers(&rates, 300, 1);
            assert_eq!((table.len(), truth.len()), (300, 300), "{name}");
            assert_eq!(customers(&rates, 300, 1), (table.clone(), truth), "{name}");
            assert_ne!(customers(&rates, 300, 2).0, table, "{name}");
        }
    }

    #[test]
    fn no_mailbox_can_exist_and_rates_are_about_what_they_say() {
        let rates = CustomerRates::default();
        let (table, mut truth) = customers(&rates, 20_000, 1);
        let mailboxes = &table.columns()[0].cells;
        let is_invented = |cell: &str| cell.is_empty() || cell.contains('@');
        assert!((0..table.len()).all(|row| is_invented(mailboxes.get(row))));
        let known = (0..table.len()).filter(|&row| mailboxes.get(row).to_lowercase().trim().ends_with(".example"));
        assert!(known.count() > 17_000, "but for slips, every domain ends in .example");
        truth.sort_unstable();
        truth.dedup();
        let duplicates = 20_000 - truth.len();
        assert!((2_500..3_300).contains(&duplicates), "{duplicates} of 20000 rows are of somebody known");
    }
}
