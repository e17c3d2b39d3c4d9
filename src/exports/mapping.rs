//! Which column of a file holds which field.
//!
//! Owns: the built-in mapping of the format, the scenario's own columns on top, and what is wrong with either.
//! Deliberately shows a header of the file only if it is nearly one that we look for: a file without a header line
//! begins with a person.

use std::collections::BTreeSet;

use rehearsal_core::ids::Index;
use rehearsal_core::plan::{Key, Plan};

use super::field::Target;
use super::{ExportRequest, FileProblem};
use crate::catalogue::{ExportField as Field, ExportFormat, Meaning, export_format, export_format_ids};
use crate::diagnostics::{closest, likeness};
use crate::tables::header_key;

/// The columns of a file by what they hold.
#[derive(Debug)]
pub(super) struct Mapping {
    format: &'static ExportFormat,
    /// Column and target; of two columns for one target, the earlier is asked first.
    columns: Vec<(usize, Target)>,
}

impl Mapping {
    /// The columns that hold something, in the order in which they are asked.
    pub(super) fn of(&self, target: Target) -> Vec<usize> {
        self.columns.iter().filter(|(_, held)| *held == target).map(|(column, _)| *column).collect()
    }

    /// What the format says of a word under a field.
    pub(super) fn meaning(&self, field: Field, cell: &str) -> Option<Meaning> {
        self.format.columns.iter().filter(|known| known.field == field).find_map(|known| known.meaning(cell))
    }

    /// The custom properties that the file holds.
    pub(super) fn properties(&self) -> impl Iterator<Item = Target> {
        self.columns.iter().map(|(_, target)| *target).filter(|target| matches!(target, Target::Property(..)))
    }
}

/// What the scenario asks of one file, before its header is known.
#[derive(Debug)]
pub(super) struct Wanted {
    format: &'static ExportFormat,
    /// Header as the scenario writes it, and target.
    own: Vec<(String, Target)>,
}

impl Wanted {
    /// Reads a request. All that is wrong with it is told at once.
    pub(super) fn read(request: &ExportRequest, plan: &Plan) -> Result<Self, Vec<FileProblem>> {
        let mut problems = Vec::new();
        let known = export_format(&request.format);
        if known.is_none() {
            let ids = export_format_ids().into_iter();
            problems.push(FileProblem::with_nearest(
                format!("`{}` is not a format that we know", request.format),
                &request.format,
                ids.clone(),
                || format!("formats: {}", ids.clone().collect::<Vec<_>>().join(", ")),
            ));
        }
        let mut own = Vec::new();
        for (header, field) in &request.columns {
            match target(field, plan) {
                Ok(target) => own.push((header.clone(), target)),
                Err(problem) => problems.push(problem),
            }
        }
        match known {
            Some(format) if problems.is_empty() => Ok(Self { format, own }),
            _ => Err(problems),
        }
    }

    /// Whether a header means anything to us; for telling delimiters apart.
    pub(super) fn knows(&self, header: &str) -> bool {
        let key = header_key(header);
        self.own.iter().any(|(own, _)| header_key(own) == key) || has_header(self.format, &key)
    }

    /// Finds the columns in the header line. Also says which headers of the format occur twice.
    pub(super) fn map(&self, headers: &[String], key: Key) -> Result<Mapping, Vec<FileProblem>> {
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
        let mut problems = Vec::new();
        let mut columns = Vec::new();
        for (header, target) in &self.own {
            match single(header, &header_key(header), &keys) {
                Ok(Some(column)) => columns.push((column, *target)),
                Ok(None) => problems.push(missing(header, headers)),
                Err(problem) => problems.push(problem),
            }
        }
        let own: Vec<(usize, Target)> = columns.clone();
        // Headers of a format can differ in case only, and are then one.
        let mut asked = BTreeSet::new();
        for known in self.format.columns.iter().filter(|known| is_read(known.field)) {
            let (target, key) = (Target::Field(known.field), header_key(&known.header));
            match single(&known.header, &key, &keys) {
                _ if !asked.insert(key.clone()) => {}
                // A column or a field that the scenario maps by itself is its own affair.
                Ok(Some(column)) if !own.iter().any(|(taken, held)| *taken == column || *held == target) => {
                    columns.push((column, target));
                }
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
        let mapping = Mapping { columns, format: self.format };
        if problems.is_empty() {
            problems.extend(self.without_key(&mapping, headers, &keys, key));
        }
        if problems.is_empty() { Ok(mapping) } else { Err(problems) }
    }

    /// Says so if no column holds the key of the target's profiles.
    fn without_key(&self, mapping: &Mapping, headers: &[String], keys: &[String], key: Key) -> Option<FileProblem> {
        let field = match key {
            Key::Email => Field::Email,
            Key::Phone => Field::Phone,
            Key::CustomerId => Field::CustomerId,
        };
        if !mapping.of(Target::Field(field)).is_empty() {
            return None;
        }
        let expected = self.format.columns.iter().filter(|known| known.field == field);
        let expected: Vec<&str> = expected.map(|known| known.header.as_str()).collect();
        let wanted: Vec<String> = expected.iter().map(|header| header_key(header)).collect();
        let message = format!("no column holds `{}`, by which the target tells profiles apart", key.name());
        if let Some(other) = self.likelier(keys) {
            return Some(FileProblem::new(message, format!("the headers look like format `{}`", other.id)));
        }
        let near = headers
            .iter()
            .filter_map(|header| Some((likeness(&header_key(header), wanted.iter().map(String::as_str))?, header)));
        let near = near.max_by(|left, right| left.0.total_cmp(&right.0));
        Some(FileProblem::new(
            message,
            match near {
                Some((_, header)) => format!("add `columns: {{\"{header}\": {}}}`", field.name()),
                None => format!(
                    "format `{}` looks for {}; map another header with `columns: {{\"Header\": {}}}`",
                    self.format.id,
                    if expected.is_empty() { "none".to_owned() } else { expected.join(", ") },
                    field.name()
                ),
            },
        ))
    }

    /// The format that knows more of the headers.
    fn likelier(&self, keys: &[String]) -> Option<&'static ExportFormat> {
        let known = |format: &ExportFormat| keys.iter().filter(|key| has_header(format, key)).count();
        let formats = export_format_ids().into_iter().rev().filter_map(export_format);
        let best = formats.max_by_key(|format| known(format))?;
        (known(best) > known(self.format)).then_some(best)
    }
}

/// Whether a format knows a header, given in its one form.
fn has_header(format: &ExportFormat, key: &str) -> bool {
    format.columns.iter().any(|known| header_key(&known.header) == key)
}

/// Whether anything is read from columns of this field.
const fn is_read(field: Field) -> bool {
    !matches!(field, Field::FirstName | Field::LastName | Field::Ignore)
}

/// The column of a header; an error if there are two.
fn single(header: &str, key: &str, keys: &[String]) -> Result<Option<usize>, FileProblem> {
    let mut found = keys.iter().enumerate().filter(|(_, other)| *other == key).map(|(column, _)| column);
    let first = found.next();
    match found.next() {
        None => Ok(first),
        Some(second) => Err(FileProblem::new(
            format!("columns {} and {} are both called `{header}`", first.unwrap_or_default() + 1, second + 1),
            "rename one of them: it cannot be told which one to read".to_owned(),
        )),
    }
}

fn missing(header: &str, headers: &[String]) -> FileProblem {
    FileProblem::with_nearest(
        format!("no column is called `{header}`"),
        header,
        headers.iter().map(String::as_str),
        || "check the header line of the file".to_owned(),
    )
}

/// The target of a field's name in a scenario.
fn target(name: &str, plan: &Plan) -> Result<Target, FileProblem> {
    if let Some(property) = name.strip_prefix("property.") {
        let place = plan.properties.iter().position(|declared| declared.name == property);
        return match place.and_then(|place| Some((u16::try_from(place).ok()?, plan.properties.get(place)?))) {
            Some((place, declared)) => Ok(Target::Property(Index::new(place), declared.kind)),
            None => Err(FileProblem::with_nearest(
                format!("`{property}` is not a declared property"),
                property,
                plan.properties.iter().map(|declared| declared.name.as_str()),
                || "declare it under `properties`".to_owned(),
            )),
        };
    }
    let names = || Field::ALL.iter().map(|field| field.name());
    Field::from_name(name).map(Target::Field).ok_or_else(|| {
        FileProblem::with_nearest(format!("`{name}` is not a field"), name, names(), || {
            format!("fields: {}, property.<name>", names().collect::<Vec<_>>().join(", "))
        })
    })
}

impl FileProblem {
    /// A problem with the nearest of some names as its hint, or else with another hint.
    fn with_nearest<'a>(
        message: String,
        text: &str,
        names: impl Iterator<Item = &'a str>,
        otherwise: impl FnOnce() -> String,
    ) -> Self {
        Self::new(message, closest(text, names).map_or_else(otherwise, |name| format!("did you mean `{name}`?")))
    }
}
