//! What the files of every kind of entry have in common.
//!
//! Owns: how an entry is found in its file, and the checks of ids, texts and numbers. Deliberately knows no key of a file:
//! the forms of [`platforms`](super::platforms), [`presets`](super::presets) and [`ramps`](super::ramps) do.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde::de::DeserializeOwned;

use super::evidence::{Evidence, Fact};
use super::folder::Listed;
use crate::diagnostics::{Place, Problems};
use crate::yaml::field::Field;

/// A kind of entry of the catalogue: a file for each, in a folder of its own.
pub(super) trait Entry: Sized {
    /// Which kind.
    const KIND: Listed;
    /// The file as written.
    type Form: DeserializeOwned;

    /// The entry, once everything in its file was checked; `None` after a problem. `stem` is the file's name without its
    /// ending.
    fn check(form: &Self::Form, stem: &str, check: Check<'_>) -> Option<Self>;

    /// The id in scenarios.
    fn id(&self) -> &str;
}

/// A value with where it comes from, as written.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct FactForm<T> {
    /// What is the case.
    pub(super) value: Field<T>,
    evidence: Field<Evidence>,
    source: Field<String>,
}

/// Checks that report what they find.
#[derive(Clone, Copy)]
pub(super) struct Check<'a>(pub(super) &'a Problems);

impl Check<'_> {
    /// Reports an error, and what to do about it.
    pub(super) fn error(self, place: &Place, message: impl Into<String>, hint: &str) {
        self.0.error(place, message, Some(hint.to_owned()));
    }

    /// Says that a key is understood and still changes nothing.
    pub(super) fn without_effect(self, field: Option<&Field<bool>>, key: &str) {
        if let Some(field) = field.filter(|field| field.get() == Some(&true)) {
            let message = format!("`{key}` is true here, and no rehearsal acts on it yet");
            self.0.warning(&field.place, message, Some("do not rely on a verdict about it".into()));
        }
    }

    /// The id of an entry: kebab-case, and the name of its file.
    pub(super) fn id(self, field: &Field<String>, stem: &str) -> Option<String> {
        let id = self.kebab(field)?;
        if id != stem {
            let hint = format!("call the file `{id}.yaml`, or the entry `{stem}`");
            self.error(&field.place, format!("the file is called `{stem}.yaml`, and its entry `{id}`"), &hint);
            return None;
        }
        Some(id)
    }

    /// A name that scenarios use.
    pub(super) fn kebab(self, field: &Field<String>) -> Option<String> {
        let id = field.get()?;
        if !is_kebab(id) {
            let message = format!("`{id}` is no id");
            self.error(&field.place, message, "small letters, digits and hyphens, such as `csv-upload`");
            return None;
        }
        Some(id.clone())
    }

    /// A text that says something.
    pub(super) fn text(self, field: &Field<String>) -> Option<String> {
        let text = field.get()?;
        if text.trim().is_empty() {
            self.error(&field.place, "nothing is said here", "write it down: reports repeat it");
            return None;
        }
        // It is printed as it is, also on a terminal.
        if text.chars().any(|character| character.is_control() && character != '\n') {
            self.error(&field.place, "a control character stands here", "remove it: it would reach a terminal");
            return None;
        }
        Some(text.clone())
    }

    /// A number within bounds.
    pub(super) fn number(self, field: &Field<u32>, bounds: RangeInclusive<u32>) -> Option<u32> {
        let number = *field.get()?;
        if !bounds.contains(&number) {
            let hint = format!("from {} to {}", bounds.start(), bounds.end());
            self.error(&field.place, format!("{number} is out of range"), &hint);
            return None;
        }
        Some(number)
    }

    /// Reports what occurs a second time.
    pub(super) fn once<'t>(self, what: &str, named: impl Iterator<Item = (&'t str, &'t Place)>) {
        let mut seen = BTreeSet::new();
        for (name, place) in named {
            if !seen.insert(name) {
                self.error(place, format!("the {what} `{name}` is here a second time"), "keep one of the two");
            }
        }
    }

    /// A fact; where the file says nothing, it is assumed.
    pub(super) fn fact<T, U: Default>(
        self,
        field: &Option<Field<FactForm<T>>>,
        value: impl Fn(&Field<T>) -> Option<U>,
    ) -> Option<Fact<U>> {
        let Some(field) = field else { return Some(Fact::default()) };
        let form = field.get()?;
        let (value, source) = (value(&form.value), self.text(&form.source));
        Some(Fact { value: value?, evidence: *form.evidence.get()?, source: source? })
    }
}

/// Whether an id is written as ids are: kebab-case.
pub(super) fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}
