//! What the register calls a row: its source, and what the source calls it.
//!
//! Owns: which columns that are, and which rows cannot be remembered. Deliberately never takes a line for an id: lines
//! move. No message repeats an id: it may be an e-mail address.

use std::collections::HashSet;

use rehearsal_core::records::TextColumn;
use rehearsal_identity::SourceKey;

use crate::dedupe::{Names, Sheet};
use crate::diagnostics::{ErrorKind, LoadError, Problem, Severity, Sources};
use crate::report::words::counted;

/// The source of all rows where the table has no column of sources.
const TABLE: &str = "table";
/// Lines that are named of rows that cannot be remembered.
const LINES_MAX: usize = 10;

/// What the register calls each row.
///
/// # Errors
///
/// No column says what a source calls its rows, which is a matter of the mapping; or rows have no such id or no source,
/// or two have one row id.
pub fn record_keys(sheet: &Sheet) -> Result<Vec<SourceKey<'_>>, LoadError> {
    let spare = &sheet.spare_names;
    let (sources, source_ids, row_ids) = match &sheet.names {
        Names::Pairs(sources, ids) => (Some(sources), Some(ids), None),
        Names::Ids(ids) => (spare.sources.as_ref(), spare.source_ids.as_ref(), Some(ids)),
        Names::Lines => (spare.sources.as_ref(), spare.source_ids.as_ref(), spare.row_ids.as_ref()),
    };
    let Some(ids) = source_ids.or(row_ids) else {
        let message = "the rows cannot be remembered: no column says what their source calls them".to_owned();
        let hint = "map a column of ids that stay, such as `columns: {\"Customer no\": source-id}`; lines move";
        return Err(LoadError::usage(message, Some(hint)));
    };
    let key = |row| SourceKey { source: sources.map_or(TABLE, |sources| sources.get(row)), id: ids.get(row) };
    let keys: Vec<SourceKey<'_>> = (0..sheet.len()).map(key).collect();
    let mut problems = Vec::new();
    let mut missing = |cells: Option<&TextColumn>, what: &str, hint: &str| {
        let empty = |row: &usize| cells.is_some_and(|cells| cells.get(*row).is_empty());
        let rows: Vec<usize> = (0..sheet.len()).filter(empty).collect();
        if !rows.is_empty() {
            let message =
                format!("{} no {what}: {}", counted(rows.len() as u64, "row has", "rows have"), lines(sheet, &rows));
            problems.push(problem(message, hint));
        }
    };
    missing(
        Some(ids),
        "id of their source",
        "give them an id that stays, or leave them out: they would all be one record",
    );
    missing(sources, "source", "say which system they come from: a source that is added later makes new customers");
    if source_ids.is_none() && problems.is_empty() {
        let rows: Vec<usize> = repeated(&keys).collect();
        if !rows.is_empty() {
            let rows_have = counted(rows.len() as u64, "row has", "rows have");
            let message = format!("{rows_have} the row id of an earlier one: {}", lines(sheet, &rows));
            problems.push(problem(message, "if they are one record of one source, map the column as `source-id`"));
        }
    }
    if problems.is_empty() {
        Ok(keys)
    } else {
        Err(LoadError { kind: ErrorKind::Input, problems, sources: Sources::default() })
    }
}

/// The rows whose key an earlier row has.
pub(super) fn repeated<'a>(keys: &'a [SourceKey<'a>]) -> impl Iterator<Item = usize> + 'a {
    let mut seen = HashSet::with_capacity(keys.len());
    keys.iter().enumerate().filter(move |(_, key)| !seen.insert((key.source, key.id))).map(|(row, _)| row)
}

fn problem(message: String, hint: &str) -> Problem {
    Problem { severity: Severity::Error, message, place: None, hint: Some(hint.to_owned()) }
}

/// The first lines of some rows.
fn lines(sheet: &Sheet, rows: &[usize]) -> String {
    let mut named: Vec<String> = rows.iter().take(LINES_MAX).map(|&row| sheet.lines[row].to_string()).collect();
    if rows.len() > LINES_MAX {
        named.push(format!("and {} more", rows.len() - LINES_MAX));
    }
    format!("{} {}", if rows.len() == 1 { "line" } else { "lines" }, named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedupe::SpareNames;

    fn column(cells: &[&str]) -> TextColumn {
        let mut column = TextColumn::default();
        cells.iter().for_each(|cell| column.push(cell));
        column
    }

    #[test]
    fn the_id_of_the_source_is_better_than_the_row_id() {
        let spare_names = SpareNames { source_ids: Some(column(&["x", "x"])), ..SpareNames::default() };
        let sheet =
            Sheet { lines: vec![2, 3], names: Names::Ids(column(&["1", "2"])), spare_names, ..Sheet::default() };
        let keys = record_keys(&sheet).unwrap();
        assert_eq!(keys, [SourceKey { source: "table", id: "x" }; 2]);
        assert_eq!(repeated(&keys).collect::<Vec<_>>(), [1]);
        let sheet = Sheet { spare_names: SpareNames::default(), ..sheet };
        assert_eq!(record_keys(&sheet).unwrap()[1], SourceKey { source: "table", id: "2" });
    }

    #[test]
    fn rows_that_cannot_be_remembered_are_told_all_at_once() {
        let names = Names::Lines;
        let spare = |sources: &[&str], ids: &[&str]| SpareNames {
            sources: Some(column(sources)),
            source_ids: Some(column(ids)),
            row_ids: None,
        };
        let sheet = |spare_names| Sheet { lines: vec![2, 3, 4], names: names.clone(), spare_names, ..Sheet::default() };
        let messages = |sheet: &Sheet| {
            let refusal = record_keys(sheet).unwrap_err();
            let is_input = refusal.kind == ErrorKind::Input;
            (is_input, refusal.problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>())
        };
        let expected = ["2 rows have no id of their source: lines 2, 4", "1 row has no source: line 3"];
        assert_eq!(
            messages(&sheet(spare(&["a", "", "a"], &["", "1", ""]))),
            (true, expected.map(str::to_owned).into())
        );
        assert!(record_keys(&sheet(spare(&["a", "a", "a"], &["1", "1", "2"]))).is_ok());
        let repeated = SpareNames { row_ids: Some(column(&["1", "2", "1"])), ..SpareNames::default() };
        assert_eq!(
            messages(&sheet(repeated)),
            (true, vec!["1 row has the row id of an earlier one: line 4".to_owned()])
        );
        assert!(!messages(&sheet(SpareNames::default())).0);
    }
}
