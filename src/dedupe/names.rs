//! What rows are called.
//!
//! Owns: [`Names`], and which columns can name rows. Names end up in files that are joined with the table again, so they
//! are unique and betray nobody. Deliberately throws no column away: one that names no row here may still be what the
//! register of customer ids knows its rows by.

use std::collections::HashSet;

use rehearsal_core::records::TextColumn;

/// What rows are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// The line on which they begin.
    #[default]
    Lines,
    /// A column of the table.
    Ids(TextColumn),
    /// The source, and what the source calls them.
    Pairs(TextColumn, TextColumn),
}

/// Columns that say what a row is called somewhere, and are not [`Sheet::names`](super::Sheet::names).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpareNames {
    /// The column of row ids.
    pub row_ids: Option<TextColumn>,
    /// The source of each row.
    pub sources: Option<TextColumn>,
    /// What the source calls it.
    pub source_ids: Option<TextColumn>,
}

impl SpareNames {
    /// Takes the columns that name rows best. If they cannot, lines do, all columns are spare, and it is said why.
    pub(super) fn choose(self, lines: &[u32]) -> (Names, Self, Option<String>) {
        let (names, spare) = match self {
            Self { row_ids: Some(ids), sources, source_ids } => {
                (Names::Ids(ids), Self { row_ids: None, sources, source_ids })
            }
            Self { row_ids: None, sources: Some(sources), source_ids: Some(ids) } => {
                (Names::Pairs(sources, ids), Self::default())
            }
            spare => (Names::Lines, spare),
        };
        let why = why_no_names(&names, lines);
        match names {
            names if why.is_none() => (names, spare, None),
            Names::Lines => (Names::Lines, spare, why),
            Names::Ids(ids) => (Names::Lines, Self { row_ids: Some(ids), ..spare }, why),
            Names::Pairs(sources, ids) => {
                (Names::Lines, Self { sources: Some(sources), source_ids: Some(ids), ..spare }, why)
            }
        }
    }
}

/// Why the names cannot name rows, if so: they end up in files, and must be unique there and betray nobody.
fn why_no_names(names: &Names, lines: &[u32]) -> Option<String> {
    let rows = 0..lines.len();
    let line = |row: usize| lines[row];
    let columns: &[&TextColumn] = match names {
        Names::Lines => return None,
        Names::Ids(ids) => &[ids],
        Names::Pairs(sources, ids) => &[sources, ids],
    };
    let last = columns.last()?;
    if let Some(row) = rows.clone().find(|&row| last.get(row).is_empty()) {
        return Some(format!("the row on line {} has no id", line(row)));
    }
    if columns.iter().any(|column| rows.clone().any(|row| column.get(row).contains('@'))) {
        return Some("the ids of rows hold e-mail addresses".to_owned());
    }
    if ascends(columns, rows.clone()) {
        return None;
    }
    let mut seen = HashSet::with_capacity(rows.len());
    let key = |row: usize| (columns.first().map(|column| column.get(row)), last.get(row));
    let again = rows.clone().find(|&row| !seen.insert(key(row)))?;
    let first = rows.clone().find(|&row| key(row) == key(again)).unwrap_or(again);
    Some(format!("the rows on lines {} and {} have the same id", line(first), line(again)))
}

/// Whether ids are numbers that go up, as most are: then they are unique.
fn ascends(columns: &[&TextColumn], mut rows: std::ops::Range<usize>) -> bool {
    let [ids] = columns else { return false };
    let mut last = None;
    rows.all(|row| {
        let number = ids.get(row).parse::<u64>().ok();
        let is_next = number.is_some() && number > last;
        last = number;
        is_next
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_name_nothing_are_refused() {
        let column = |cells: &[&str]| {
            let mut column = TextColumn::default();
            cells.iter().for_each(|cell| column.push(cell));
            column
        };
        let why = |cells: &[&str]| why_no_names(&Names::Ids(column(cells)), &[2, 3, 4]);
        assert_eq!(why(&["1", "2", "10"]), None);
        assert_eq!(why(&["b", "a", "c"]), None);
        assert_eq!(why(&["1", "2", "1"]), Some("the rows on lines 2 and 4 have the same id".to_owned()));
        assert_eq!(why(&["1", "", "2"]), Some("the row on line 3 has no id".to_owned()));
        assert!(why(&["1", "x@example.com", "2"]).is_some_and(|why| !why.contains("x@")));
        let pairs = Names::Pairs(column(&["shop", "till", "shop"]), column(&["1", "1", "2"]));
        assert_eq!(why_no_names(&pairs, &[2, 3, 4]), None);
    }
}
