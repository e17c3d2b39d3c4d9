//! What the words of a row mean: as the preset says, else as any system does.
//!
//! Owns: which of the two is asked first. Deliberately holds no word: the catalogue and [`crate::tables::words`] do.

use rehearsal_core::consent::{ConsentState, Suppressions};

use super::mapping::MappedColumn;
use crate::catalogue::{Meaning, PresetColumn, cell_words};
use crate::tables::Row;
use crate::tables::words::{ConsentWord, SuppressionWord, consent, suppressions};

/// The first cell that holds something, with its column.
fn first_mapped<'r, 'm>(row: &Row<'r>, columns: &[MappedColumn<'m>]) -> Option<(&'r str, MappedColumn<'m>)> {
    columns.iter().map(|&mapped| (row.cell(mapped.column), mapped)).find(|(cell, _)| !cell.is_empty())
}

/// What the first cell of some columns says of consent: the words of the preset decide, then those of any system.
pub(super) fn consent_word(row: &Row<'_>, columns: &[MappedColumn<'_>]) -> ConsentWord {
    let Some((cell, mapped)) = first_mapped(row, columns) else { return consent("") };
    match mapped.words.and_then(|words| words.meaning(cell)) {
        None => consent(cell),
        Some(Meaning::Subscribed) => ConsentWord::State(ConsentState::Subscribed),
        Some(Meaning::Unsubscribed) => ConsentWord::State(ConsentState::Unsubscribed),
        Some(Meaning::NeverSubscribed) => ConsentWord::State(ConsentState::Never),
        Some(Meaning::Unconfirmed) => ConsentWord::State(ConsentState::Unconfirmed),
        Some(Meaning::No) => ConsentWord::PlainNo,
        Some(Meaning::Bounced) => ConsentWord::Suppressed(Suppressions::BOUNCED),
        Some(Meaning::Complained) => ConsentWord::Suppressed(Suppressions::COMPLAINED),
        Some(Meaning::Blocked) => ConsentWord::Suppressed(Suppressions::BLOCKED),
    }
}

/// Why an address is suppressed, and whether a word was unknown, which blocks: the words of the preset decide, then those
/// of any system.
pub(super) fn suppressed_by(row: &Row<'_>, columns: &[MappedColumn<'_>]) -> (Suppressions, bool) {
    let Some((cell, mapped)) = first_mapped(row, columns) else { return (Suppressions::default(), false) };
    let (mut reasons, mut is_unknown) = (Suppressions::default(), false);
    for word in cell_words(cell) {
        // A word that says that there is no reason is none of the preset's other words.
        let of_preset = |known: &PresetColumn| {
            known.word(word).or(known.other.filter(|_| suppressions(word) != SuppressionWord::Nothing))
        };
        let found = match mapped.words.and_then(of_preset) {
            None => suppressions(word),
            Some(Meaning::Bounced) => SuppressionWord::Reasons(Suppressions::BOUNCED),
            Some(Meaning::Complained) => SuppressionWord::Reasons(Suppressions::COMPLAINED),
            Some(Meaning::Unsubscribed) => SuppressionWord::Reasons(Suppressions::UNSUBSCRIBED),
            Some(Meaning::Blocked) => SuppressionWord::Reasons(Suppressions::BLOCKED),
            // The catalogue's check lets none of these stand under suppressions.
            Some(Meaning::Subscribed | Meaning::NeverSubscribed | Meaning::Unconfirmed | Meaning::No) => {
                SuppressionWord::Unknown
            }
        };
        match found {
            SuppressionWord::Nothing => {}
            SuppressionWord::Reasons(named) => reasons = reasons.with(named),
            SuppressionWord::Unknown => (reasons, is_unknown) = (reasons.with(Suppressions::BLOCKED), true),
        }
    }
    (reasons, is_unknown)
}
