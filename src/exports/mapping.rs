//! Which column of a file holds which field.
//!
//! Owns: the built-in mapping of the format, the scenario's own columns on top, and what is wrong with either.
//! Deliberately shows a header of the file only if it is nearly one that we look for: a file without a header line
//! begins with a person.

use rehearsal_sim::identity::Key;
use rehearsal_sim::plan::{Index, Plan};

use super::field::{Field, Target, header_key};
use super::format::{FORMATS, Format, format};
use super::{ExportRequest, Trouble};

/// The columns of a file by what they hold.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    /// Column and target; of two columns for one target, the earlier is asked first.
    columns: Vec<(usize, Target)>,
}

impl Mapping {
    /// The columns that hold something, in the order in which they are asked.
    pub(super) fn of(&self, target: Target) -> Vec<usize> {
        self.columns
            .iter()
            .filter(|(_, held)| *held == target)
            .map(|(column, _)| *column)
            .collect()
    }

    /// The custom properties that the file holds.
    pub(super) fn properties(&self) -> impl Iterator<Item = Target> {
        self.columns
            .iter()
            .map(|(_, target)| *target)
            .filter(|target| matches!(target, Target::Property(..)))
    }
}

/// What the scenario asks of one file, before its header is known.
#[derive(Debug)]
pub(super) struct Wanted {
    format: &'static Format,
    /// Header as the scenario writes it, and target.
    own: Vec<(String, Target)>,
}

impl Wanted {
    /// Reads a request. All that is wrong with it is told at once.
    pub(super) fn read(request: &ExportRequest, plan: &Plan) -> Result<Self, Vec<Trouble>> {
        let mut troubles = Vec::new();
        let known = format(&request.format);
        if known.is_none() {
            let ids = FORMATS.iter().map(|format| format.id);
            troubles.push(Trouble::with_nearest(
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
                Err(trouble) => troubles.push(trouble),
            }
        }
        match known {
            Some(format) if troubles.is_empty() => Ok(Self { format, own }),
            _ => Err(troubles),
        }
    }

    /// Whether a header means anything to us; for telling delimiters apart.
    pub(super) fn knows(&self, header: &str) -> bool {
        let key = header_key(header);
        self.own.iter().any(|(own, _)| header_key(own) == key)
            || self.format.headers.iter().any(|(known, _)| *known == key)
    }

    /// The word under consent that the file's name stands for, for systems that write one file a status.
    pub(super) fn consent_by_name(&self, name: &str) -> Option<&'static str> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
        self.format
            .consent_by_name
            .iter()
            .find(|(start, _)| file.starts_with(start))
            .map(|(_, word)| *word)
    }

    /// Finds the columns in the header line. Also says which headers of the format occur twice.
    pub(super) fn map(&self, headers: &[String], key: Key) -> Result<Mapping, Vec<Trouble>> {
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
        let mut troubles = Vec::new();
        let mut columns = Vec::new();
        for (header, target) in &self.own {
            match single(header, &header_key(header), &keys) {
                Ok(Some(column)) => columns.push((column, *target)),
                Ok(None) => troubles.push(missing(header, headers)),
                Err(trouble) => troubles.push(trouble),
            }
        }
        let own: Vec<(usize, Target)> = columns.clone();
        for (header, field) in self.format.headers {
            let target = Target::Field(*field);
            match single(header, header, &keys) {
                // A column or a field that the scenario maps by itself is its own affair.
                Ok(Some(column)) if !own.iter().any(|(taken, held)| *taken == column || *held == target) => {
                    columns.push((column, target));
                }
                Ok(_) => {}
                Err(trouble) => troubles.push(trouble),
            }
        }
        let mapping = Mapping { columns };
        if troubles.is_empty() {
            troubles.extend(self.without_key(&mapping, headers, &keys, key));
        }
        if troubles.is_empty() {
            Ok(mapping)
        } else {
            Err(troubles)
        }
    }

    /// Says so if no column holds the key of the target's profiles.
    fn without_key(&self, mapping: &Mapping, headers: &[String], keys: &[String], key: Key) -> Option<Trouble> {
        let field = match key {
            Key::Email => Field::Email,
            Key::Phone => Field::Phone,
            Key::CustomerId => Field::CustomerId,
        };
        if !mapping.of(Target::Field(field)).is_empty() {
            return None;
        }
        let expected: Vec<&str> = self
            .format
            .headers
            .iter()
            .filter(|(_, held)| *held == field)
            .map(|(header, _)| *header)
            .collect();
        let message = format!(
            "no column holds `{}`, by which the target tells profiles apart",
            key.name()
        );
        if let Some(other) = self.likelier(keys) {
            return Some(Trouble::new(
                message,
                format!("the headers look like format `{}`", other.id),
            ));
        }
        let near = headers
            .iter()
            .filter_map(|header| Some((nearness(header, expected.iter().copied())?, header)));
        let near = near.max_by(|left, right| left.0.total_cmp(&right.0));
        Some(Trouble::new(
            message,
            match near {
                Some((_, header)) => format!("add `columns: {{\"{header}\": {}}}`", field.name()),
                None => format!(
                    "format `{}` looks for {}; map another header with `columns: {{\"Header\": {}}}`",
                    self.format.id,
                    if expected.is_empty() {
                        "none".to_owned()
                    } else {
                        expected.join(", ")
                    },
                    field.name()
                ),
            },
        ))
    }

    /// The format that knows more of the headers.
    fn likelier(&self, keys: &[String]) -> Option<&'static Format> {
        let known = |format: &Format| {
            keys.iter()
                .filter(|key| format.headers.iter().any(|(header, _)| header == key))
                .count()
        };
        let best = FORMATS.iter().rev().max_by_key(|format| known(format))?;
        (known(best) > known(self.format)).then_some(best)
    }
}

/// The column of a header; an error if there are two.
fn single(header: &str, key: &str, keys: &[String]) -> Result<Option<usize>, Trouble> {
    let mut found = keys
        .iter()
        .enumerate()
        .filter(|(_, other)| *other == key)
        .map(|(column, _)| column);
    let first = found.next();
    match found.next() {
        None => Ok(first),
        Some(second) => Err(Trouble::new(
            format!(
                "columns {} and {} are both called `{header}`",
                first.unwrap_or_default() + 1,
                second + 1
            ),
            "rename one of them: it cannot be told which one to read".to_owned(),
        )),
    }
}

fn missing(header: &str, headers: &[String]) -> Trouble {
    Trouble::with_nearest(
        format!("no column is called `{header}`"),
        header,
        headers.iter().map(String::as_str),
        || "check the header line of the file".to_owned(),
    )
}

/// The target of a field's name in a scenario.
fn target(name: &str, plan: &Plan) -> Result<Target, Trouble> {
    if let Some(property) = name.strip_prefix("property.") {
        let place = plan.properties.iter().position(|declared| declared.name == property);
        return match place.and_then(|place| Some((u16::try_from(place).ok()?, plan.properties.get(place)?))) {
            Some((place, declared)) => Ok(Target::Property(Index::new(place), declared.kind)),
            None => Err(Trouble::with_nearest(
                format!("`{property}` is not a declared property"),
                property,
                plan.properties.iter().map(|declared| declared.name.as_str()),
                || "declare it under `properties`".to_owned(),
            )),
        };
    }
    Field::named(name).map(Target::Field).ok_or_else(|| {
        Trouble::with_nearest(
            format!("`{name}` is not a field"),
            name,
            Field::ALL.iter().map(|(name, _)| *name),
            || {
                format!(
                    "fields: {}, property.<name>",
                    Field::ALL.map(|(name, _)| name).join(", ")
                )
            },
        )
    })
}

/// How near a text is to the nearest of some names, if it is near enough to be a slip.
fn nearness<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<f64> {
    let key = header_key(text);
    let nearest = names
        .map(|name| strsim::jaro_winkler(&key, &header_key(name)))
        .fold(0.0, f64::max);
    (nearest >= 0.85).then_some(nearest)
}

impl Trouble {
    /// A trouble with the nearest of some names as its hint, or else with another hint.
    fn with_nearest<'a>(
        message: String,
        text: &str,
        names: impl Iterator<Item = &'a str>,
        otherwise: impl FnOnce() -> String,
    ) -> Self {
        let near = names.filter_map(|name| Some((nearness(text, std::iter::once(name))?, name)));
        let near = near.max_by(|left, right| left.0.total_cmp(&right.0));
        Self::new(
            message,
            near.map_or_else(otherwise, |(_, name)| format!("did you mean `{name}`?")),
        )
    }
}
