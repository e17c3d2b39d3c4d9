//! Small tables for tests.

use rehearsal_core::records::TextColumn;
use rehearsal_fixtures::{CustomerRates, customers};
use rehearsal_identity::{Column, ColumnKind, Decision, Findings, Settings, Table, dedupe};

/// The columns of [`people`].
pub(super) const PERSON: [ColumnKind; 9] = [
    ColumnKind::Email,
    ColumnKind::FirstName,
    ColumnKind::LastName,
    ColumnKind::Phone,
    ColumnKind::Street,
    ColumnKind::Postcode,
    ColumnKind::City,
    ColumnKind::Country,
    ColumnKind::BirthDate,
];

/// A table of rows; a row that is too short has empty cells behind it.
pub(super) fn table<T: AsRef<str>>(kinds: &[ColumnKind], rows: &[Vec<T>]) -> Table {
    let column = |(place, &kind): (usize, &ColumnKind)| {
        let mut cells = TextColumn::default();
        rows.iter().for_each(|row| cells.push(row.get(place).map_or("", AsRef::as_ref)));
        Column { name: kind.name().to_owned(), kind, cells }
    };
    Table::new(kinds.iter().enumerate().map(column).collect())
}

/// The cells of each row.
pub(super) fn rows_of(table: &Table) -> Vec<Vec<String>> {
    let row = |row: usize| table.columns().iter().map(|column| column.cells.get(row).to_owned()).collect();
    (0..table.len()).map(row).collect()
}

/// Invented customers, and behind them rows that a test is about, cut at `|`; and the first of those rows.
pub(super) fn among_customers(customers_before: u32, seed: u64, further: &[&str]) -> (Table, usize) {
    let (before, _) = customers(&CustomerRates::default(), customers_before, seed);
    let mut rows = rows_of(&before);
    rows.extend(further.iter().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()));
    (table(&PERSON, &rows), before.len())
}

/// What is found on one thread without decisions.
pub(super) fn found(table: &Table) -> Findings {
    dedupe(table, &Settings::default(), 1)
}

/// What is found on one thread with decisions.
pub(super) fn decided(table: &Table, decisions: &[Decision]) -> Findings {
    dedupe(table, &Settings { decisions: decisions.to_vec() }, 1)
}

/// Whether two rows behind `first` are in one cluster.
pub(super) fn are_joined(findings: &Findings, first: usize, rows: [usize; 2]) -> bool {
    findings.cluster_of[first + rows[0]] == findings.cluster_of[first + rows[1]]
}

/// One of the settings of the generator, by number.
pub(super) fn setting(number: usize) -> CustomerRates {
    let mut settings = CustomerRates::perturbed();
    let place = number % (settings.len() + 1);
    if place == 0 { CustomerRates::default() } else { settings.swap_remove(place - 1).1 }
}
