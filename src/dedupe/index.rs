//! Rows by what they are called.
//!
//! Owns: the way back from a name in another file to a row. Deliberately expects rows in the order of the table, in
//! which other files mostly are, and looks up only what is not there.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use super::names::Names;
use super::read::Sheet;

/// Rows by name.
pub(super) struct RowIndex<'a> {
    sheet: &'a Sheet,
    /// The row after the one that was asked for last.
    next: Cell<usize>,
    by_name: OnceCell<HashMap<String, u32>>,
}

impl<'a> RowIndex<'a> {
    /// The rows of a table.
    pub(super) const fn of(sheet: &'a Sheet) -> Self {
        Self { sheet, next: Cell::new(0), by_name: OnceCell::new() }
    }

    /// The row of a name.
    pub(super) fn row(&self, name: &str) -> Option<u32> {
        let next = self.next.get();
        let found = if next < self.sheet.len() && self.sheet.name(next) == name {
            u32::try_from(next).ok()
        } else {
            self.look_up(name)
        };
        if let Some(row) = found {
            self.next.set(row as usize + 1);
        }
        found
    }

    fn look_up(&self, name: &str) -> Option<u32> {
        if self.sheet.names == Names::Lines {
            let line: u32 = name.parse().ok()?;
            return self.sheet.lines.binary_search(&line).ok().and_then(|row| u32::try_from(row).ok());
        }
        let build = || (0..self.sheet.len()).map(|row| (self.sheet.name(row).into_owned(), row as u32)).collect();
        self.by_name.get_or_init(build).get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehearsal_core::records::TextColumn;

    #[test]
    fn rows_are_found_in_order_and_out_of_it() {
        let mut ids = TextColumn::default();
        ["a", "b", "c"].iter().for_each(|id| ids.push(id));
        let named = Sheet { lines: vec![2, 4, 5], names: Names::Ids(ids), ..Sheet::default() };
        let index = RowIndex::of(&named);
        assert_eq!(["a", "b", "a", "c", "x"].map(|name| index.row(name)), [Some(0), Some(1), Some(0), Some(2), None]);
        let by_line = Sheet { lines: vec![2, 4, 5], ..Sheet::default() };
        let index = RowIndex::of(&by_line);
        assert_eq!(["2", "5", "3", "x"].map(|name| index.row(name)), [Some(0), Some(2), None, None]);
    }
}
