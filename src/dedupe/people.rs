//! The pseudonyms of the people of a table.
//!
//! Owns: which cell a person is called by. Deliberately never calls two people the same: a family that shares a mailbox
//! is called by its lines.

use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hasher};

use rehearsal_core::records::TextColumn;
use rehearsal_identity::{ColumnKind, Findings, trim};

use super::read::Sheet;
use crate::pseudonym::{Domain, Key};

/// Calls people by pseudonyms.
pub(super) struct People<'a> {
    key: &'a Key,
    lines: &'a [u32],
    cluster_of: &'a [u32],
    columns: [(Domain, Option<&'a TextColumn>); 3],
    /// Hashes of the identifiers that several people have, ascending. Found when the first person is called.
    shared: OnceCell<Vec<u64>>,
}

impl<'a> People<'a> {
    /// The people that findings see in a table.
    pub(super) fn new(sheet: &'a Sheet, findings: &'a Findings, key: &'a Key) -> Self {
        let column = |kind| sheet.table.columns().iter().find(|column| column.kind == kind).map(|column| &column.cells);
        let columns = [
            (Domain::Email, column(ColumnKind::Email)),
            (Domain::CustomerId, sheet.customer_ids.as_ref()),
            (Domain::Phone, column(ColumnKind::Phone)),
        ];
        Self { key, lines: &sheet.lines, cluster_of: &findings.cluster_of, columns, shared: OnceCell::new() }
    }

    /// The key of the pseudonyms.
    pub(super) const fn key(&self) -> &'a Key {
        self.key
    }

    /// The pseudonym of the person of a row: of the e-mail address of their first row, else its customer id, else its
    /// phone number; of its line, if it has none of them or shares it with somebody else.
    pub(super) fn name(&self, row: u32) -> String {
        let row = self.cluster_of.get(row as usize).copied().unwrap_or(row) as usize;
        let shared = self.shared.get_or_init(|| self.shared());
        let own = self.identifier(row).filter(|&(domain, cell)| shared.binary_search(&hash(domain, cell)).is_err());
        let line = || self.key.pseudonym(Domain::Line, &self.lines.get(row).copied().unwrap_or_default().to_string());
        own.and_then(|(domain, cell)| self.key.pseudonym(domain, cell)).or_else(line).unwrap_or_default()
    }

    /// The first identifier of a row.
    fn identifier(&self, row: usize) -> Option<(Domain, &'a str)> {
        self.columns.iter().find_map(|(domain, cells)| {
            let cell = cells.filter(|cells| row < cells.len()).map(|cells| trim(cells.get(row)))?;
            (!cell.is_empty()).then_some((*domain, cell))
        })
    }

    fn shared(&self) -> Vec<u64> {
        let firsts = (0..self.cluster_of.len()).filter(|&row| self.cluster_of[row] as usize == row);
        let mut hashes: Vec<u64> =
            firsts.filter_map(|row| self.identifier(row)).map(|(domain, cell)| hash(domain, cell)).collect();
        hashes.sort_unstable();
        let several = hashes.chunk_by(|left, right| left == right).filter(|same| same.len() > 1);
        several.map(|same| same[0]).collect()
    }
}

/// A number of an identifier in the form in which it is hashed to a pseudonym.
fn hash(domain: Domain, cell: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let is_phone = domain == Domain::Phone;
    hasher.write_u8(domain as u8);
    for byte in cell.bytes().filter(|byte| !is_phone || byte.is_ascii_digit()) {
        hasher.write_u8(if domain == Domain::Email { byte.to_ascii_lowercase() } else { byte });
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehearsal_identity::{Column, Table};

    #[test]
    fn two_people_are_never_called_the_same() {
        let mut cells = TextColumn::default();
        ["a@x.example", "A@x.example", "family@x.example", "Family@x.example", ""]
            .iter()
            .for_each(|cell| cells.push(cell));
        let column = Column { name: "email".to_owned(), kind: ColumnKind::Email, cells };
        let sheet = Sheet { table: Table::new(vec![column]), lines: vec![2, 3, 4, 5, 6], ..Sheet::default() };
        let findings = Findings { cluster_of: vec![0, 0, 2, 3, 4], ..Findings::default() };
        let key = Key::from_bytes([7; 32]);
        let people = People::new(&sheet, &findings, &key);
        let names: Vec<String> = (0..5).map(|row| people.name(row)).collect();
        assert_eq!(names[0], names[1]);
        assert_eq!(Some(&names[0]), key.pseudonym(Domain::Email, "a@x.example").as_ref());
        assert_eq!(Some(&names[2]), key.pseudonym(Domain::Line, "4").as_ref());
        assert_eq!(Some(&names[3]), key.pseudonym(Domain::Line, "5").as_ref());
        assert_eq!(Some(&names[4]), key.pseudonym(Domain::Line, "6").as_ref());
    }
}
