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
use crate::catalogue::{Catalogue, ExportField as Field, Preset, PresetColumn};
use crate::diagnostics::{closest, likeness};
use crate::tables::header_key;

/// The columns of a file by what they hold.
#[derive(Debug)]
pub(super) struct Mapping<'a> {
    /// Of two columns for one target, the earlier is asked first.
    columns: Vec<MappedColumn<'a>>,
}

/// A column of a file that is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct MappedColumn<'a> {
    /// Which cell of a row.
    pub(super) column: usize,
    target: Target,
    /// What the words of its cells mean: as the preset says of this column, or of another that holds the same.
    pub(super) words: Option<&'a PresetColumn>,
}

impl<'a> Mapping<'a> {
    /// The columns that hold something, in the order in which they are asked.
    pub(super) fn of(&self, target: Target) -> Vec<usize> {
        self.mapped(target).map(|mapped| mapped.column).collect()
    }

    /// The same, with what the words of their cells mean.
    pub(super) fn mapped(&self, target: Target) -> impl Iterator<Item = MappedColumn<'a>> {
        self.columns.iter().filter(move |held| held.target == target).copied()
    }

    /// The custom properties that the file holds.
    pub(super) fn properties(&self) -> impl Iterator<Item = Target> {
        self.columns.iter().map(|held| held.target).filter(|target| matches!(target, Target::Property(..)))
    }
}

/// What the scenario asks of one file, before its header is known.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    preset: &'a Preset,
    catalogue: &'a Catalogue,
    /// Header as the scenario writes it, and target.
    own: Vec<(String, Target)>,
}

impl<'a> Wanted<'a> {
    /// Reads a request. All that is wrong with it is told at once.
    pub(super) fn read(
        request: &ExportRequest,
        plan: &Plan,
        catalogue: &'a Catalogue,
    ) -> Result<Self, Vec<FileProblem>> {
        let mut problems = Vec::new();
        let known = catalogue.preset(&request.format);
        if known.is_none() {
            let ids = catalogue.presets().iter().map(|preset| preset.id.as_str());
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
            Some(preset) if problems.is_empty() => Ok(Self { preset, catalogue, own }),
            _ => Err(problems),
        }
    }

    /// Whether a header means anything to us; for telling delimiters apart.
    pub(super) fn knows(&self, header: &str) -> bool {
        let key = header_key(header);
        self.own.iter().any(|(own, _)| header_key(own) == key) || has_header(self.preset, &key)
    }

    /// Finds the columns in the header line. Also says which headers of the format occur twice.
    pub(super) fn map(&self, headers: &[String], key: Key) -> Result<Mapping<'a>, Vec<FileProblem>> {
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
        let mut problems = Vec::new();
        let mut columns = Vec::new();
        for (header, target) in &self.own {
            match single(header, &header_key(header), &keys) {
                Ok(Some(column)) => {
                    let words = self.words(&headers[column], *target);
                    columns.push(MappedColumn { column, target: *target, words });
                }
                Ok(None) => problems.push(missing(header, headers)),
                Err(problem) => problems.push(problem),
            }
        }
        let own = columns.clone();
        // Headers of a format can differ in case only, and are then one.
        let mut asked = BTreeSet::new();
        for known in self.preset.columns.iter().filter(|known| is_read(known.field)) {
            let (target, key) = (Target::Field(known.field), header_key(&known.header));
            match single(&known.header, &key, &keys) {
                _ if !asked.insert(key.clone()) => {}
                // A column or a field that the scenario maps by itself is not mapped a second time.
                Ok(Some(column)) if !own.iter().any(|held| held.column == column || held.target == target) => {
                    columns.push(MappedColumn { column, target, words: Some(known) });
                }
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
        let mapping = Mapping { columns };
        if problems.is_empty() {
            problems.extend(self.without_key(&mapping, headers, &keys, key));
        }
        if problems.is_empty() { Ok(mapping) } else { Err(problems) }
    }

    /// What the preset says of the words of a column that the scenario maps by itself: of the column of that header if it
    /// holds the same, else of another that does.
    fn words(&self, header: &str, target: Target) -> Option<&'a PresetColumn> {
        let Target::Field(field) = target else { return None };
        let same = |known: &&PresetColumn| known.field == field;
        self.preset.column(header).filter(same).or_else(|| self.preset.columns.iter().find(same))
    }

    /// Says so if no column holds the key of the target's profiles.
    fn without_key(&self, mapping: &Mapping<'_>, headers: &[String], keys: &[String], key: Key) -> Option<FileProblem> {
        let field = match key {
            Key::Email => Field::Email,
            Key::Phone => Field::Phone,
            Key::CustomerId => Field::CustomerId,
        };
        if !mapping.of(Target::Field(field)).is_empty() {
            return None;
        }
        let expected = self.preset.columns.iter().filter(|known| known.field == field);
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
                    self.preset.id,
                    if expected.is_empty() { "none".to_owned() } else { expected.join(", ") },
                    field.name()
                ),
            },
        ))
    }

    /// The preset that knows more of the headers; of several, the first by name.
    fn likelier(&self, keys: &[String]) -> Option<&'a Preset> {
        let known = |preset: &Preset| keys.iter().filter(|key| has_header(preset, key)).count();
        let best = self.catalogue.presets().iter().rev().max_by_key(|preset| known(preset))?;
        (known(best) > known(self.preset)).then_some(best)
    }
}

/// Whether a preset knows a header, given in its one form.
fn has_header(preset: &Preset, key: &str) -> bool {
    preset.columns.iter().any(|known| header_key(&known.header) == key)
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
