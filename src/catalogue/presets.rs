//! Presets: headers of exports of real systems, and what their cells mean. Reading the files is `exports`' work.

use serde::Deserialize;

use super::fields::ExportField;
use super::folder::Listed;
use super::form::{Check, Entry};
use crate::tables::{Head, Row, head, header_key, rows};
use crate::yaml::field::{Field, Named};

/// The export of a system.
#[derive(Clone, Debug)]
pub(crate) struct Preset {
    /// The id in scenarios, such as `shopify`.
    pub(crate) id: String,
    /// The name to print.
    pub(crate) name: String,
    /// Where the headers come from.
    #[expect(dead_code, reason = "until “Real exports”")]
    pub(crate) source: String,
    /// What else there is to know.
    #[expect(dead_code, reason = "until “Real exports”")]
    pub(crate) note: String,
    /// The columns that are known. No two have the same header; several can hold the same field, and then the first one
    /// in the file that is not empty counts.
    pub(crate) columns: Vec<PresetColumn>,
    /// A header line and rows of invented people, as a file of this system has them.
    pub(crate) sample: String,
}

/// A column of a preset.
#[derive(Clone, Debug)]
pub(crate) struct PresetColumn {
    /// The header as the system writes it.
    pub(crate) header: String,
    /// What the column holds.
    pub(crate) field: ExportField,
    /// What the words of its cells mean. A word that a cell holds in another case means the same.
    words: Vec<(String, Meaning)>,
    /// What any other cell that is not empty means; `None` if the words that every system uses are asked next.
    pub(crate) other: Option<Meaning>,
}

/// What a cell of a consent or suppression column can mean; which of the two, the column's field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Meaning {
    /// Consent: said yes.
    Subscribed,
    /// Consent: said no. Suppression: unsubscribed from everything.
    Unsubscribed,
    /// Consent: never said anything.
    NeverSubscribed,
    /// Consent: asked for a double opt-in and did not confirm.
    Unconfirmed,
    /// Consent: refused or never asked, and the system does not tell which. Counts as refused, and the report says so.
    No,
    /// Suppression: the address bounced.
    Bounced,
    /// Suppression: the person reported spam.
    Complained,
    /// Suppression: blocked by hand, or for a reason that is not known.
    Blocked,
}

/// A file as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PresetForm {
    id: Field<String>,
    name: Field<String>,
    source: Field<String>,
    note: Field<String>,
    columns: Field<Vec<Field<ColumnForm>>>,
    sample: Field<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct ColumnForm {
    header: Field<String>,
    field: Field<ExportField>,
    words: Option<Field<Named<Meaning>>>,
    other: Option<Field<Meaning>>,
}

impl Entry for Preset {
    const KIND: Listed = Listed::Preset;
    type Form = PresetForm;

    fn check(form: &PresetForm, stem: &str, check: Check<'_>) -> Option<Self> {
        let id = check.id(&form.id, stem);
        let [name, source, note] = [&form.name, &form.source, &form.note].map(|field| check.text(field));
        let written = form.columns.get()?;
        let columns: Vec<PresetColumn> = written.iter().filter_map(|field| column(field, check)).collect();
        let headers = written.iter().filter_map(|field| Some(&field.get()?.header));
        let keys: Vec<_> = headers.filter_map(|header| Some((header_key(header.get()?), &header.place))).collect();
        check.once("header", keys.iter().map(|(key, place)| (key.as_str(), *place)));
        if columns.len() < written.len() {
            return None;
        }
        if !columns.iter().any(|column| column.field.identifies()) {
            let hint = "one of the columns is `email`, `phone` or `customer-id`";
            check.error(&form.columns.place, "no column says who a row is about", hint);
        }
        let preset =
            Self { id: id?, name: name?, source: source?, note: note?, columns, sample: form.sample.get()?.clone() };
        preset.check_sample(form, check);
        Some(preset)
    }

    fn id(&self) -> &str {
        &self.id
    }
}

impl Preset {
    /// The column of a header, in any spelling that is one form.
    pub(crate) fn column(&self, header: &str) -> Option<&PresetColumn> {
        let key = header_key(header);
        self.columns.iter().find(|column| header_key(&column.header) == key)
    }

    /// Checks that the sample is a file that the preset reads: every header is known, every row has as many cells, and
    /// every word under consent has its meaning here.
    fn check_sample(&self, form: &PresetForm, check: Check<'_>) {
        let place = &form.sample.place;
        let Some(head) = head(&self.sample, |header| self.column(header).is_some()) else {
            check.error(place, "the sample is empty", "a header line and a few rows of people who do not exist");
            return;
        };
        for header in head.headers.iter().filter(|header| self.column(header).is_none()) {
            let hint = "add it to `columns`, with `field: ignore` if nothing is read from it";
            check.error(place, format!("the sample has a column `{header}`, which `columns` does not"), hint);
        }
        let mut count = 0;
        let swallowed = rows(&head, |row| {
            count += 1;
            self.check_row(&head, row, form, check);
        });
        if count == 0 {
            check.error(place, "the sample has no row", "write a few, with people who do not exist");
        }
        if !swallowed.is_empty() {
            check.error(place, "the sample has a quotation mark that is never closed", "close it");
        }
    }

    fn check_row(&self, head: &Head<'_>, row: &Row<'_>, form: &PresetForm, check: Check<'_>) {
        let (place, line) = (&form.sample.place, row.line);
        if row.is_ragged() {
            let message = format!("line {line} of the sample has not as many cells as its header line");
            check.error(place, message, "a cell for every header");
            return;
        }
        for (column, header) in head.headers.iter().enumerate() {
            let cell = row.cell(column);
            let Some(known) = self.column(header).filter(|known| !known.field.meanings().is_empty()) else { continue };
            if !cell.is_empty() && !cell_words(cell).all(|word| known.meaning(word).is_some()) {
                let message = format!("line {line} of the sample has a word under `{header}` that has no meaning here");
                check.error(place, message, "add it to the `words` of its column, or say what `other` means");
            }
        }
    }
}

impl PresetColumn {
    /// What a word of a cell means; `None` if it is empty, or not known here.
    pub(crate) fn meaning(&self, word: &str) -> Option<Meaning> {
        self.word(word).or(self.other.filter(|_| !word.trim().is_empty()))
    }

    /// What a word means that the preset lists.
    pub(crate) fn word(&self, word: &str) -> Option<Meaning> {
        let same = |known: &str| {
            if word.is_ascii() { known.eq_ignore_ascii_case(word.trim()) } else { known == word.trim().to_lowercase() }
        };
        self.words.iter().find(|(known, _)| same(known)).map(|(_, meaning)| *meaning)
    }
}

/// The words of a cell that can hold several, as `["UNSUBSCRIBE", "SPAM_REPORT"]` or `bounced; blocked`.
pub(crate) fn cell_words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['[', ']', '"', ',', ';', '|']).map(str::trim).filter(|word| !word.is_empty())
}

/// A column; `None` after a problem.
fn column(field: &Field<ColumnForm>, check: Check<'_>) -> Option<PresetColumn> {
    let form = field.get()?;
    let header = check.text(&form.header);
    let held = *form.field.get()?;
    let allowed = held.meanings();
    let mut words: Vec<(String, Meaning)> = Vec::new();
    for (word, word_place, meaning, place) in form.words.iter().filter_map(Field::get).flat_map(Named::iter) {
        let folded = word.to_lowercase();
        if words.iter().any(|(known, _)| *known == folded) {
            let message = format!("the word `{word}` is here a second time, in whatever case");
            check.error(word_place, message, "keep one of the two");
        }
        fits(*meaning, place, held, check);
        words.push((folded, *meaning));
    }
    if let Some(other) = &form.other {
        fits(*other.get()?, &other.place, held, check);
    }
    if words.is_empty() && !allowed.is_empty() {
        let hint = "list what its cells can hold, such as `words: {\"yes\": subscribed}`";
        check.error(&field.place, format!("a column of `{}` has no `words`", held.name()), hint);
        return None;
    }
    let other = form.other.as_ref().and_then(Field::get).copied();
    let is_read =
        form.words.as_ref().is_none_or(|words| words.get().is_some_and(|all| all.iter().count() == all.0.len()));
    is_read.then_some(PresetColumn { header: header?, field: held, words, other })
}

/// Reports a meaning that a field cannot have.
fn fits(meaning: Meaning, place: &crate::diagnostics::Place, field: ExportField, check: Check<'_>) {
    if !field.meanings().contains(&meaning) {
        let hint = match field.meanings() {
            [] => "only consent and suppressions have words",
            _ => "a suppression is `bounced`, `complained`, `unsubscribed` or `blocked`",
        };
        check.error(place, format!("a column of `{}` cannot mean this", field.name()), hint);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use super::*;

    #[test]
    fn cells_mean_what_they_say() {
        let built_in = Catalogue::built_in();
        let shopify = built_in.preset("shopify").unwrap();
        let accepts = shopify.column(" Accepts Email Marketing ").unwrap();
        assert_eq!(accepts.meaning(" Yes"), Some(Meaning::Subscribed));
        assert_eq!(accepts.meaning("no"), Some(Meaning::No));
        assert_eq!((accepts.meaning(""), accepts.meaning("maybe")), (None, None));

        let suppressions = built_in.preset("klaviyo").unwrap().column("Email Suppressions").unwrap();
        assert_eq!(suppressions.meaning("SPAM_REPORT"), Some(Meaning::Complained));
        assert_eq!(suppressions.meaning("SOMETHING_NEW"), Some(Meaning::Blocked));
        assert_eq!(suppressions.meaning("  "), None);

        let ours = built_in.preset("generic").unwrap();
        for field in ExportField::ALL.iter().filter(|field| **field != ExportField::Ignore) {
            assert_eq!(ours.column(field.name()).map(|column| column.field), Some(*field));
        }
    }

    #[test]
    fn a_cell_can_hold_several_words() {
        let words = |cell| cell_words(cell).collect::<Vec<_>>();
        assert_eq!(words(r#"["UNSUBSCRIBE","SPAM_REPORT"]"#), ["UNSUBSCRIBE", "SPAM_REPORT"]);
        assert_eq!(words("bounced; hard bounce"), ["bounced", "hard bounce"]);
        assert!(words(" [] ").is_empty());
    }
}
