//! What a merge would lose: rows of one person that contradict each other.
//!
//! Owns: [`Loss`], and when two cells say the same. Deliberately decides nothing but consent: of two consents the
//! stricter one wins; of two addresses somebody has to choose.

use rehearsal_core::consent::ConsentState;
use rehearsal_core::records::TextColumn;
use rehearsal_identity::ColumnKind;

use super::read::Sheet;

/// Digits at the end of a phone number that tell numbers apart: before them stand codes of areas and countries, which
/// are written in many ways.
const PHONE_DIGITS: usize = 8;

/// What can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Rows say different things about consent.
    Consent,
    /// Rows have different postal addresses.
    Address,
    /// Rows have different e-mail addresses.
    Email,
    /// Rows have different phone numbers.
    Phone,
    /// Rows have different customer ids.
    CustomerId,
    /// Rows have different birth dates.
    BirthDate,
}

impl Loss {
    /// Every loss, in the order of the report.
    pub const ALL: [Self; 6] =
        [Self::Consent, Self::Address, Self::Email, Self::Phone, Self::CustomerId, Self::BirthDate];

    /// The name in the JSON report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Address => "address",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::CustomerId => "customer-id",
            Self::BirthDate => "birth-date",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Consent => "conflicting consent",
            Self::Address => "different postal addresses",
            Self::Email => "different e-mail addresses",
            Self::Phone => "different phone numbers",
            Self::CustomerId => "different customer ids",
            Self::BirthDate => "different birth dates",
        }
    }
}

/// What merging some rows would lose, by [`Loss::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses([bool; Loss::ALL.len()]);

impl Losses {
    /// What is lost.
    pub fn iter(self) -> impl Iterator<Item = Loss> {
        Loss::ALL.into_iter().zip(self.0).filter(|(_, is_lost)| *is_lost).map(|(loss, _)| loss)
    }

    /// Whether something is lost.
    #[must_use]
    pub fn has(self, loss: Loss) -> bool {
        self.0[loss as usize]
    }
}

/// Compares rows of one person.
pub(super) struct Comparing<'a> {
    sheet: &'a Sheet,
    by_kind: [Option<&'a TextColumn>; ColumnKind::ALL.len()],
}

impl<'a> Comparing<'a> {
    pub(super) fn new(sheet: &'a Sheet) -> Self {
        let column = |kind| sheet.table.columns().iter().find(|column| column.kind == kind).map(|column| &column.cells);
        Self { sheet, by_kind: ColumnKind::ALL.map(column) }
    }

    /// What merging these rows would lose.
    pub(super) fn losses(&self, rows: &[u32]) -> Losses {
        let differ = |kind: ColumnKind, is_same: fn(&str, &str) -> bool| {
            self.by_kind[kind as usize].is_some_and(|column| differ(rows.iter().map(|&row| get(column, row)), is_same))
        };
        let ids = self.sheet.customer_ids.as_ref();
        Losses([
            (0..self.sheet.consents.len()).any(|column| self.consent(column, rows).is_some()),
            self.addresses_differ(rows),
            differ(ColumnKind::Email, |left, right| left.eq_ignore_ascii_case(right)),
            differ(ColumnKind::Phone, is_same_phone),
            ids.is_some_and(|ids| differ_at_all(rows.iter().map(|&row| get(ids, row)))),
            differ(ColumnKind::BirthDate, is_same_date),
        ])
    }

    /// The strictest consent of a column, and whether a subscription gives way to it; `None` if the rows agree.
    pub(super) fn consent(&self, column: usize, rows: &[u32]) -> Option<(ConsentState, bool)> {
        let states = &self.sheet.consents.get(column)?.states;
        let said = || rows.iter().filter_map(|&row| states.get(row as usize).copied().flatten());
        let strictest = said().min_by_key(|state| *state as u8)?;
        let loosest = said().max_by_key(|state| *state as u8)?;
        (strictest != loosest).then_some((strictest, loosest == ConsentState::Subscribed))
    }

    /// Whether postcodes or house numbers differ; streets only count where no postcode is known: they are spelt in
    /// many ways.
    fn addresses_differ(&self, rows: &[u32]) -> bool {
        let cell = |kind: ColumnKind, row: u32| self.by_kind[kind as usize].map_or("", |column| get(column, row));
        let number = |row: u32| match digits(cell(ColumnKind::HouseNumber, row)) {
            "" => digits(cell(ColumnKind::Street, row)),
            number => number,
        };
        let has_postcode = rows.iter().any(|&row| !cell(ColumnKind::Postcode, row).is_empty());
        differ(rows.iter().map(|&row| cell(ColumnKind::Postcode, row)), is_same_text)
            || differ(rows.iter().map(|&row| number(row)), is_same_text)
            || !has_postcode && differ(rows.iter().map(|&row| cell(ColumnKind::Street, row)), is_same_street)
    }
}

fn get(column: &TextColumn, row: u32) -> &str {
    if (row as usize) < column.len() { column.get(row as usize) } else { "" }
}

/// Whether a cell that holds something says something else than the first that does.
fn differ<'a>(cells: impl Iterator<Item = &'a str>, is_same: fn(&str, &str) -> bool) -> bool {
    let mut filled = cells.filter(|cell| !cell.is_empty());
    filled.next().is_some_and(|first| filled.any(|cell| !is_same(first, cell)))
}

fn differ_at_all<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    differ(cells, |left, right| left == right)
}

/// The same letters and digits, whatever their case.
fn is_same_text(left: &str, right: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    left == right || letters(left) == letters(right)
}

/// The same letters: the house number may stand elsewhere, and is compared by itself.
fn is_same_street(left: &str, right: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>()
    };
    left == right || letters(left) == letters(right)
}

fn is_same_phone(left: &str, right: &str) -> bool {
    let digits = |text: &str| text.bytes().rev().filter(u8::is_ascii_digit).take(PHONE_DIGITS).collect::<Vec<u8>>();
    digits(left) == digits(right)
}

/// The same numbers, in whatever order and with whatever between them.
fn is_same_date(left: &str, right: &str) -> bool {
    let parts = |text: &str| {
        let mut parts: Vec<u32> =
            text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|part| part.parse().ok()).take(3).collect();
        parts.sort_unstable();
        parts
    };
    left == right || parts(left) == parts(right)
}

/// The first run of digits.
fn digits(text: &str) -> &str {
    let start = text.find(|letter: char| letter.is_ascii_digit()).unwrap_or(text.len());
    let rest = &text[start..];
    &rest[..rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedupe::ConsentColumn;
    use rehearsal_identity::{Column, Table};

    fn sheet(columns: &[(ColumnKind, [&str; 3])]) -> Sheet {
        let column = |(kind, cells): &(ColumnKind, [&str; 3])| {
            let mut column = TextColumn::default();
            cells.iter().for_each(|cell| column.push(cell));
            Column { name: kind.name().to_owned(), kind: *kind, cells: column }
        };
        Sheet { table: Table::new(columns.iter().map(column).collect()), lines: vec![2, 3, 4], ..Sheet::default() }
    }

    fn lost(columns: &[(ColumnKind, [&str; 3])]) -> Vec<&'static str> {
        Comparing::new(&sheet(columns)).losses(&[0, 1, 2]).iter().map(Loss::name).collect()
    }

    #[test]
    fn another_spelling_is_no_loss() {
        let none: Vec<&str> = Vec::new();
        assert_eq!(lost(&[(ColumnKind::Email, ["A@x.example", "", "a@x.example"])]), none);
        assert_eq!(lost(&[(ColumnKind::Phone, ["+31 6 1234 5678", "0612345678", ""])]), none);
        assert_eq!(lost(&[(ColumnKind::BirthDate, ["1980-02-01", "1-2-1980", "01/02/1980"])]), none);
        assert_eq!(
            lost(&[(ColumnKind::Postcode, ["1234 ab", "1234AB", ""]), (ColumnKind::Street, ["Dam 1", "dam1", "D. 1"])]),
            none
        );
        assert_eq!(lost(&[(ColumnKind::HouseNumber, ["7", "", ""]), (ColumnKind::Street, ["Dam", "Dam 7", ""])]), none);
    }

    #[test]
    fn what_contradicts_is_lost() {
        assert_eq!(lost(&[(ColumnKind::Email, ["a@x.example", "", "b@x.example"])]), ["email"]);
        assert_eq!(lost(&[(ColumnKind::Postcode, ["1234 AB", "1234 AC", ""])]), ["address"]);
        assert_eq!(lost(&[(ColumnKind::Street, ["Dam 1", "Rokin 1", ""])]), ["address"]);
        assert_eq!(lost(&[(ColumnKind::Street, ["Dam 1", "Dam 2", ""])]), ["address"]);
        assert_eq!(lost(&[(ColumnKind::BirthDate, ["1980-02-01", "", "1981-02-01"])]), ["birth-date"]);
    }

    #[test]
    fn the_strictest_consent_wins() {
        use ConsentState::{Never, Subscribed, Unsubscribed};
        let mut sheet = sheet(&[]);
        sheet.consents.push(ConsentColumn {
            header: "optin".to_owned(),
            states: vec![Some(Subscribed), Some(Unsubscribed), None],
        });
        sheet.consents.push(ConsentColumn {
            header: "sms".to_owned(),
            states: vec![Some(Never), Some(Never), Some(Unsubscribed)],
        });
        let comparing = Comparing::new(&sheet);
        assert_eq!(comparing.consent(0, &[0, 1, 2]), Some((Unsubscribed, true)));
        assert_eq!(comparing.consent(0, &[0, 2]), None);
        assert_eq!(comparing.consent(1, &[0, 1, 2]), Some((Unsubscribed, false)));
        assert!(comparing.losses(&[0, 1]).has(Loss::Consent));
    }
}
