//! The sentences of a summary, which every view for people shares.
//!
//! Owns: the words. Deliberately no layout and no escaping: each view has its own.

use rehearsal_identity::{Basis, Shared};

use super::losses::Losses;
use super::names::Names;
use super::read::{ColumnRead, Reading};
use super::role::Role;
use super::summary::{Measured, Summary};
use crate::report::words::{counted, listed, number};

/// Columns without a name that are listed by their place.
const PLACES_MAX: usize = 12;

impl Summary<'_> {
    /// What one cluster is, and many: people, unless no column is about a person.
    #[must_use]
    pub(super) fn noun(&self) -> (&'static str, &'static str) {
        if self.is_of_people() { ("person", "people") } else { ("thing", "things") }
    }

    /// `200,000 rows are 176,312 people: 23,688 rows are duplicates (11.8%)`.
    #[must_use]
    pub fn headline(&self) -> String {
        let (one, many) = self.noun();
        let rows = counted(self.rows(), "row is", "rows are");
        let people = counted(self.clusters, one, many);
        match self.duplicates() {
            0 => format!("{rows} {people}: no duplicate was found"),
            duplicates => {
                let share = percent(duplicates, self.rows());
                format!(
                    "{rows} {people}: {} ({share})",
                    counted(duplicates, "row is a duplicate", "rows are duplicates")
                )
            }
        }
    }

    /// Who lives together, and the largest cluster.
    pub(super) fn groups(&self) -> Vec<String> {
        let (one, many) = self.noun();
        let mut told = Vec::new();
        if self.merged > 0 {
            let merged = counted(self.merged, &format!("{one} has"), &format!("{many} have"));
            told.push(format!("{merged} more than one row; the most rows of one are {}", number(self.largest)));
        }
        if self.households > 0 {
            let households = counted(self.households, "household", "households");
            told.push(format!(
                "{} live together in {households} of two or more",
                counted(self.household_clusters, one, many)
            ));
        }
        if self.answers_obeyed > 0 {
            told.push(format!("{} of earlier reviews obeyed", counted(self.answers_obeyed, "answer", "answers")));
        }
        if self.answers_unknown > 0 {
            let answers = counted(self.answers_unknown, "answer is", "answers are");
            told.push(format!("{answers} about rows that this table does not have: kept, not obeyed"));
        }
        told
    }

    /// What the weights rest on.
    pub(super) fn basis(&self) -> String {
        match &self.findings.basis {
            Basis::Nothing => "nothing could be compared, so nothing was joined".to_owned(),
            Basis::Fitted { steps } => {
                format!("weights were fitted to this table, without labels, in {}", counted(*steps, "step", "steps"))
            }
            Basis::Fixed { reason } => format!("weights are those of the documented model: {reason}"),
            Basis::Refused { reason } => {
                format!("refused: {reason}; nothing was joined but what people decided")
            }
        }
    }

    /// What was compared.
    pub(super) fn effort(&self) -> String {
        let effort = &self.findings.effort;
        let mut told = format!("{} compared", counted(effort.pairs, "pair of rows was", "pairs of rows were"));
        if effort.purged_blocks > 0 {
            let blocks = counted(effort.purged_blocks, "block was", "blocks were");
            told.push_str(&format!("; {blocks} too large to mean anything"));
        }
        if !self.findings.merges.is_empty() {
            told.push_str(&format!(
                "; by its own probabilities the model expects {} of 1,000 joined pairs to be wrong, and to miss {}",
                effort.expected_wrong_permille, effort.expected_missed_permille
            ));
        }
        told
    }

    /// What the data itself taught.
    pub(super) fn learnt(&self) -> Vec<String> {
        let learnt = &self.findings.learnt;
        let shared = |shared: Shared, one: &str, many: &str, meaning: &str| {
            let values = counted(shared.values, one, many);
            (shared.values > 0).then(|| format!("{values}, on {}: {meaning}", counted(shared.rows, "row", "rows")))
        };
        let mut told: Vec<String> = [
            shared(
                learnt.shared_mailboxes,
                "mailbox of many surnames",
                "mailboxes of many surnames",
                "no help in telling people apart",
            ),
            shared(
                learnt.shared_phones,
                "phone number of many surnames",
                "phone numbers of many surnames",
                "no help in telling people apart",
            ),
            shared(
                learnt.default_dates,
                "birth date far too frequent",
                "birth dates far too frequent",
                "somebody typed a default",
            ),
            shared(
                learnt.domain_slips,
                "mail domain that is a slip of a frequent one",
                "mail domains that are slips of frequent ones",
                "read as what was meant",
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        if learnt.short_forms > 0 {
            let pairs = counted(learnt.short_forms, "pair of first names", "pairs of first names");
            told.push(format!("{pairs} that one person uses both of: a name and its short form"));
        }
        told
    }

    /// Which column was read as what, and which was not.
    pub(super) fn reading(&self) -> Vec<String> {
        let columns = &self.sheet.columns;
        let read_as =
            |column: &ColumnRead| format!("{} as {}", column.header.as_deref().unwrap_or_default(), column.role.name());
        let of = |reading: Reading| {
            let read = columns.iter().filter(|column| column.reading == reading && column.role != Role::Ignore);
            read.map(read_as).collect::<Vec<_>>()
        };
        let mut told = Vec::new();
        for (reading, how) in [(Reading::Mapped, "by the mapping"), (Reading::Guessed, "by their names")] {
            let read = of(reading);
            if !read.is_empty() {
                told.push(format!("{how}: {}", read.join(", ")));
            }
        }
        let (mut named, mut places) = (Vec::new(), Vec::new());
        for (place, column) in columns.iter().enumerate().filter(|(_, column)| column.role == Role::Ignore) {
            match (column.header.as_deref(), column.reading) {
                (Some(header), Reading::Second(role)) => named.push(format!("{header} (a second {})", role.name())),
                (Some(header), Reading::Nearly(role)) => named.push(format!("{header} (meant as {}?)", role.name())),
                (Some(header), _) => named.push(header.to_owned()),
                (None, _) => places.push((place + 1).to_string()),
            }
        }
        if !places.is_empty() {
            let more = places.len().saturating_sub(PLACES_MAX);
            places.truncate(PLACES_MAX);
            if more > 0 {
                places.push(format!("{more} more"));
            }
            let word = if places.len() == 1 { "column" } else { "columns" };
            named.push(format!("{word} {}", listed(&places)));
        }
        if !named.is_empty() {
            told.push(format!("not read: {}", named.join(", ")));
        }
        told.extend(self.sheet.notes.iter().cloned());
        if self.sheet.ragged_rows > 0 {
            let rows = counted(self.sheet.ragged_rows, "row", "rows");
            let lines = lines(&self.sheet.ragged_lines, self.sheet.ragged_rows);
            told.push(format!("not compared, with another number of cells than the header: {rows}, {lines}"));
        }
        told
    }

    /// Why answers about pairs may not hold, if so.
    #[must_use]
    pub fn names_warning(&self) -> Option<&'static str> {
        let warning = "the table has no column of row ids, so answers name lines: they hold as long as no line moves";
        (self.sheet.names == Names::Lines).then_some(warning)
    }

    /// What merging would lose.
    pub(super) fn lost(&self) -> Vec<String> {
        let (one, many) = self.noun();
        let mut told: Vec<String> = Vec::new();
        for (loss, count) in &self.losses {
            told.push(format!(
                "{} with {}",
                counted(*count, &format!("merged {one}"), &format!("merged {many}")),
                loss.words()
            ));
        }
        for column in self.consents.iter().filter(|column| column.conflicts > 0) {
            told.push(format!(
                "under {} the strictest consent wins: {}, of which {} up a subscription",
                column.header,
                counted(column.conflicts, "conflict", "conflicts"),
                counted(column.given_up, "gives", "give"),
            ));
        }
        told
    }

    /// How good it is.
    pub(super) fn quality(&self, measured: &Measured) -> Vec<String> {
        let quality = measured.quality;
        let mut told = vec![format!(
            "precision {}, recall {}, F1 {}",
            basis_points(quality.precision_basis_points()),
            basis_points(quality.recall_basis_points()),
            basis_points(quality.f1_basis_points())
        )];
        told.push(format!(
            "{} truly one; {} put together, {} wrongly{}",
            counted(quality.true_pairs, "pair is", "pairs are"),
            number(quality.found_pairs),
            number(measured.wrong_pairs()),
            examples(&measured.wrong),
        ));
        told.push(format!(
            "{} missed{}",
            counted(measured.missed_pairs(), "pair was", "pairs were"),
            examples(&measured.missed)
        ));
        if measured.missing_rows > 0 {
            let rows = counted(measured.missing_rows, "row", "rows");
            let lines = lines(&measured.missing_lines, measured.missing_rows);
            told.push(format!("the truth does not know {rows} of the table, not counted: {lines}"));
        }
        if measured.unknown_rows > 0 {
            let rows = counted(measured.unknown_rows, "row", "rows");
            let lines = lines(&measured.unknown_lines, measured.unknown_rows);
            told.push(format!("the table does not have {rows} of the truth: {lines} there"));
        }
        told
    }

    /// Where the summary comes from, and how far its pseudonyms reach.
    pub(super) fn provenance(&self) -> String {
        let key = if self.key_is_derived() {
            "derived from the name of the file: guessable, so pass --key-file for real people"
        } else {
            "from your key file: compare pseudonyms only between reports with this fingerprint"
        };
        format!("rehearsal {}, pseudonym key {} ({key})", env!("CARGO_PKG_VERSION"), self.key_fingerprint())
    }

    /// The last line of the text: stable, for `grep`. Keys are only ever appended.
    #[must_use]
    pub fn last_line(&self) -> String {
        let basis = match self.findings.basis {
            Basis::Nothing => "nothing",
            Basis::Fitted { .. } => "fitted",
            Basis::Fixed { .. } => "fixed",
            Basis::Refused { .. } => "refused",
        };
        let mut line = format!(
            "rehearsal: dedupe rows={} clusters={} duplicates={} households={} merges={} review={} answers={} basis={basis}",
            self.rows(),
            self.clusters,
            self.duplicates(),
            self.households,
            self.findings.merges.len(),
            self.findings.review.len(),
            self.answers_obeyed,
        );
        if let Some(measured) = &self.measured {
            let quality = measured.quality;
            line.push_str(&format!(
                " precision={} recall={} f1={}",
                basis_points(quality.precision_basis_points()),
                basis_points(quality.recall_basis_points()),
                basis_points(quality.f1_basis_points())
            ));
        }
        if let Some(ids) = &self.ids {
            line.push_str(&format!(
                " ids={} minted={} attached={} ids-merged={} drifted={}",
                ids.standing,
                ids.found.minted,
                ids.found.attached,
                ids.merges.len(),
                ids.found.drifted.len()
            ));
        }
        line
    }
}

/// What is lost, in words; empty if nothing is.
pub(super) fn losses(losses: Losses) -> String {
    listed(&losses.iter().map(|loss| loss.words().to_owned()).collect::<Vec<_>>())
}

/// The first lines of so many rows: `line 3`, `lines 3 and 9`, `lines 3, 9 and 4 more`.
pub(super) fn lines<L: ToString>(lines: &[L], rows: u64) -> String {
    let mut named: Vec<String> = lines.iter().map(L::to_string).collect();
    let more = rows.saturating_sub(lines.len() as u64);
    if more > 0 {
        named.push(format!("{} more", number(more)));
    }
    format!("{} {}", if named.len() == 1 { "line" } else { "lines" }, listed(&named))
}

/// Pairs by line: `, such as lines 3 and 9`.
fn examples(pairs: &[[u32; 2]]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|[one, other]| format!("{one} and {other}")).collect();
    if pairs.is_empty() { String::new() } else { format!(", such as lines {}", pairs.join("; ")) }
}

/// Ten-thousandths as `0.0000` to `1.0000`.
fn basis_points(value: u64) -> String {
    format!("{}.{:04}", value / 10_000, value % 10_000)
}

/// A share with one decimal: `11.8%`. Some is never shown as nothing.
pub(super) fn percent(part: u64, whole: u64) -> String {
    let permille = (u128::from(part) * 2000 / u128::from(whole.max(1))).div_ceil(2);
    let permille = if part > 0 { permille.max(1) } else { permille };
    format!("{}.{}%", permille / 10, permille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_some_is_more_than_nothing() {
        assert_eq!(
            [percent(23_688, 200_000), percent(1, 1_000_000), percent(0, 5), percent(1, 1)],
            ["11.8%", "0.1%", "0.0%", "100.0%"]
        );
        assert_eq!([basis_points(10_000), basis_points(9_987), basis_points(7)], ["1.0000", "0.9987", "0.0007"]);
    }
}
