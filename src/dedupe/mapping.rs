//! Which column of a table holds what.
//!
//! Owns: the mapping file, and what is wrong with it or with the header line. Deliberately shows a header of the table
//! only if it is one that we know, nearly one, or one that the mapping names: a file without a header line begins with
//! a person.

use std::path::Path;

use serde::Deserialize;

use super::headers::{nearly, usual};
use super::read::{ColumnRead, Reading};
use super::role::Role;
use super::whole;
use crate::diagnostics::closest;
use crate::diagnostics::{Place, Problems, Sources};
use crate::tables::header_key;
use crate::yaml::field::{Field, Named};
use crate::yaml::files::load_form;

/// What to do about an empty mapping file.
const BEGIN_WITH: &str = "begin with `columns: {\"Header\": first-name}`, or leave `--mapping` away";

/// A mapping file as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Form {
    /// Headers and roles.
    columns: Option<Field<Named<String>>>,
    /// What becomes of the other columns.
    others: Option<Field<Others>>,
}

/// What becomes of columns that a mapping does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Others {
    /// They are recognised by their usual names.
    #[default]
    Guess,
    /// They are not read.
    Ignore,
}

/// A mapping that was read.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    /// Header, its place, role.
    own: Vec<(String, Place, Role)>,
    others: Others,
}

/// Reads a mapping file, if there is one; problems are collected. Its source is the first.
pub(super) fn load(path: Option<&Path>, problems: &Problems) -> (Sources, Mapping) {
    let Some(path) = path else {
        return (Sources::default(), Mapping::default());
    };
    let (sources, form) = load_form::<Form>(path, BEGIN_WITH, problems);
    let Some(form) = form else {
        return (sources, Mapping::default());
    };
    let others = form.others.as_ref().and_then(Field::get).copied().unwrap_or_default();
    let mut own: Vec<(String, Place, Role)> = Vec::new();
    let columns = form.columns.as_ref().and_then(Field::get).map(Named::iter);
    for (header, place, name, at) in columns.into_iter().flatten() {
        let Some(role) = Role::from_name(name) else {
            let names = || Role::ALL.into_iter().map(Role::name);
            let hint = closest(name, names()).map(|near| format!("did you mean `{near}`?"));
            let hint = hint.unwrap_or_else(|| format!("kinds: {}", names().collect::<Vec<_>>().join(", ")));
            problems.error(at, format!("`{name}` is not a kind of column"), Some(hint));
            continue;
        };
        match own.iter().find(|(_, _, held)| *held == role && !role.may_repeat()) {
            Some((first, _, _)) => {
                let hint = format!("keep `{first}` or this one; map the other as `text` or `ignore`");
                problems.error(at, format!("two columns are `{name}`, and only one can be"), Some(hint));
            }
            None if own.iter().any(|(known, _, _)| header_key(known) == header_key(header)) => {
                problems.error(
                    place,
                    "this header is here a second time".to_owned(),
                    Some("keep one of the two".into()),
                );
            }
            None => own.push((header.to_owned(), place.clone(), role)),
        }
    }
    if form.columns.is_none() && !problems.has_errors() {
        problems.error(&Place { source: 0, span: 0..0 }, "the mapping names no column", Some(BEGIN_WITH.to_owned()));
    }
    (sources, Mapping { own, others })
}

impl Mapping {
    /// Whether a header means anything to us; for telling delimiters apart.
    pub(super) fn knows(&self, header: &str) -> bool {
        let key = header_key(header);
        self.own.iter().any(|(own, _, _)| header_key(own) == key) || usual(header).is_some()
    }

    /// What each column of the header line is read as. Problems of the mapping are at their place, those of the table
    /// at `table`.
    pub(super) fn assign(&self, headers: &[String], table: usize, problems: &Problems) -> Vec<ColumnRead> {
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
        let mut columns: Vec<ColumnRead> = headers.iter().map(|_| ColumnRead::unknown()).collect();
        for (header, place, role) in &self.own {
            let key = header_key(header);
            let mut found = keys.iter().enumerate().filter(|(_, other)| **other == key).map(|(column, _)| column);
            match (found.next(), found.next()) {
                (None, _) => {
                    // The first line of a table without headers is a person: only a usual header is shown.
                    let shown = headers.iter().map(String::as_str).filter(|header| usual(header).is_some());
                    let near = closest(header, shown).map(|near| format!("did you mean `{near}`?"));
                    let hint = near.unwrap_or_else(|| "check the header line of the table".to_owned());
                    problems.error(place, format!("no column is called `{header}`"), Some(hint));
                }
                (Some(first), Some(second)) => {
                    problems.error(place, twice(header, first, second), Some(RENAME.to_owned()))
                }
                (Some(column), None) => {
                    let header = Some(headers[column].clone());
                    columns[column] = ColumnRead { header, role: *role, reading: Reading::Mapped };
                }
            }
        }
        for (column, header) in headers.iter().enumerate() {
            if columns[column].reading == Reading::Mapped {
                continue;
            }
            let taken = |role: Role| !role.may_repeat() && columns.iter().any(|other| other.role == role);
            columns[column] = match usual(header) {
                Some(_) if self.others == Others::Ignore => ColumnRead::unread(header),
                Some(role) if taken(role) => {
                    let first = keys.iter().position(|key| *key == keys[column]);
                    // Two columns of one name cannot be told apart; of two names for one thing, the first counts.
                    if let Some(first) = first.filter(|first| *first < column && self.others == Others::Guess) {
                        problems.error(&whole(table), twice(header, first, column), Some(RENAME.to_owned()));
                    }
                    ColumnRead { reading: Reading::Second(role), ..ColumnRead::unread(header) }
                }
                Some(role) => ColumnRead { header: Some(header.clone()), role, reading: Reading::Guessed },
                None => match nearly(header) {
                    Some(role) => ColumnRead { reading: Reading::Nearly(role), ..ColumnRead::unread(header) },
                    None => ColumnRead::unknown(),
                },
            };
        }
        let recognised = columns.iter().filter(|column| matches!(column.reading, Reading::Mapped | Reading::Guessed));
        if recognised.count() < RECOGNISED_MIN {
            // Perhaps a first row of people, one of whom is called nearly like a column.
            let is_near = |column: &&mut ColumnRead| matches!(column.reading, Reading::Nearly(_));
            columns.iter_mut().filter(is_near).for_each(|column| *column = ColumnRead::unknown());
        }
        columns
    }
}

/// Columns that must be recognised before a header that is only nearly known is shown.
const RECOGNISED_MIN: usize = 2;

/// What to do about two columns of one name.
const RENAME: &str = "rename one of them: it cannot be told which one to read";

fn twice(header: &str, first: usize, second: usize) -> String {
    format!("columns {} and {} are both called `{header}`", first + 1, second + 1)
}

/// The hint for a table in which nothing is recognised: which kinds there are.
pub(super) fn how_to_map() -> String {
    let names: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
    format!(
        "is its header line missing? else name its columns in a mapping file: `columns: {{\"Header\": first-name}}`, \
         and pass it with `--mapping`; kinds: {}",
        names.join(", ")
    )
}
