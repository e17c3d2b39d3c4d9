//! The summary of what was found: one value, three views.
//!
//! Owns: [`Summary`]: counts, and the way from a link to its evidence, its lines and its losses. Deliberately borrows
//! the findings instead of copying them: a large table has many links, and a view shows each once.

use std::collections::{BTreeMap, HashMap};

use rehearsal_identity::{Basis, ColumnKind, Decider, Findings, Link, Quality};

use super::Loaded;
use super::ids::CustomerIds;
use super::losses::{Comparing, Loss, Losses};
use super::people::People;
use super::read::Sheet;
use super::truth::Truth;
use super::waterfall::{Waterfall, joined_by};
use crate::pseudonym::Key;

/// Merges that are shown with all their evidence.
const DOUBTFUL_MAX: usize = 5;
/// Pairs that are shown of those that are wrong or missed.
const EXAMPLES_MAX: usize = 5;

/// What was found in a table.
pub struct Summary<'a> {
    /// File name of the table, without its folder.
    pub file: String,
    /// The table.
    pub sheet: &'a Sheet,
    /// What the engine found.
    pub findings: &'a Findings,
    /// Clusters: people, or whatever the rows are.
    pub clusters: u64,
    /// Clusters of more than one row.
    pub merged: u64,
    /// Rows of the largest cluster.
    pub largest: u64,
    /// Households of more than one cluster.
    pub households: u64,
    /// Clusters that live in one of those.
    pub household_clusters: u64,
    /// What joined the rows, and how many merges it made; most frequent first.
    pub joined_by: Vec<(String, u64)>,
    /// How many merged clusters lose what.
    pub losses: Vec<(Loss, u64)>,
    /// By column: merged clusters whose consents conflict, and those in which a subscription gives way.
    pub consents: Vec<ConsentLoss<'a>>,
    /// The merges that rest on the least, weakest first.
    pub doubtful: Vec<&'a Link>,
    /// Answers of earlier reviews that were obeyed.
    pub answers_obeyed: u64,
    /// Answers about rows that the table does not have.
    pub answers_unknown: u64,
    /// How good it is, if the truth is known.
    pub measured: Option<Measured>,
    /// What the register of customer ids did, if there is one.
    pub ids: Option<CustomerIds>,
    people: People<'a>,
    comparing: Comparing<'a>,
}

/// What becomes of the consents in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentLoss<'a> {
    /// Its header.
    pub header: &'a str,
    /// Merged clusters whose rows say different things.
    pub conflicts: u64,
    /// Those in which a subscription gives way to something stricter.
    pub given_up: u64,
}

/// How good a clustering is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Pairs, counted.
    pub quality: Quality,
    /// The first merges that are wrong, by line.
    pub wrong: Vec<[u32; 2]>,
    /// The first pairs that were missed, by line.
    pub missed: Vec<[u32; 2]>,
    /// Rows that the truth does not know; they are not counted.
    pub missing_rows: u64,
    /// The lines of the first of them.
    pub missing_lines: Vec<u32>,
    /// Rows of the truth that the table does not have.
    pub unknown_rows: u64,
    /// The lines of the first of them, in the truth.
    pub unknown_lines: Vec<u64>,
}

impl<'a> Summary<'a> {
    /// Sums findings up.
    #[must_use]
    pub fn new(file: &str, loaded: &'a Loaded, findings: &'a Findings, key: &'a Key) -> Self {
        let sheet = &loaded.sheet;
        let comparing = Comparing::new(sheet);
        let groups = groups(&findings.cluster_of);
        let members = groups.chunk_by(|left, right| left.0 == right.0);
        let mut lost = Loss::ALL.map(|loss| (loss, 0));
        let none = |header| ConsentLoss { header, conflicts: 0, given_up: 0 };
        let mut consents: Vec<_> = sheet.consents.iter().map(|column| none(column.header.as_str())).collect();
        let (mut merged, mut largest, mut rows) = (0, u64::from(!sheet.is_empty()), Vec::new());
        for group in members {
            rows.clear();
            rows.extend(group.iter().map(|&(_, row)| row));
            merged += 1;
            largest = largest.max(rows.len() as u64);
            let losses = comparing.losses(&rows);
            lost.iter_mut().for_each(|(loss, count)| *count += u64::from(losses.has(*loss)));
            for (place, column) in consents.iter_mut().enumerate() {
                if let Some((_, gives_way)) = comparing.consent(place, &rows) {
                    column.conflicts += 1;
                    column.given_up += u64::from(gives_way);
                }
            }
        }
        let (households, household_clusters) = households(findings);
        let by_evidence = findings.merges.iter().rev().filter(|link| link.by == Decider::Evidence);
        Self {
            file: crate::report::clean(file),
            sheet,
            findings,
            clusters: sheet.len() as u64 - groups.len() as u64 + merged,
            merged,
            largest,
            households,
            household_clusters,
            joined_by: joins(findings),
            losses: lost.into_iter().filter(|(_, count)| *count > 0).collect(),
            consents,
            doubtful: by_evidence.take(DOUBTFUL_MAX).collect(),
            answers_obeyed: loaded.answers.obeyed(),
            answers_unknown: loaded.answers.unknown_answers,
            measured: loaded.truth.as_ref().map(|truth| Measured::new(sheet, findings, truth)),
            ids: None,
            people: People::new(sheet, findings, key),
            comparing,
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.sheet.len() as u64
    }

    /// Rows that are not the first of their cluster.
    #[must_use]
    pub fn duplicates(&self) -> u64 {
        self.rows() - self.clusters
    }

    /// Whether nothing can be concluded from the findings.
    #[must_use]
    pub const fn proves_nothing(&self) -> bool {
        matches!(self.findings.basis, Basis::Nothing | Basis::Refused { .. })
    }

    /// Whether rows are people, as far as the columns tell.
    #[must_use]
    pub fn is_of_people(&self) -> bool {
        let personal = |kind| {
            matches!(kind, ColumnKind::Email | ColumnKind::FirstName | ColumnKind::LastName | ColumnKind::BirthDate)
        };
        self.sheet.table.columns().iter().any(|column| personal(column.kind))
    }

    /// The line of a row.
    #[must_use]
    pub fn line(&self, row: u32) -> u32 {
        self.sheet.lines.get(row as usize).copied().unwrap_or_default()
    }

    /// The evidence of a link.
    #[must_use]
    pub fn waterfall(&self, link: &Link) -> Waterfall<'a> {
        Waterfall::of(self.findings, link)
    }

    /// What joining the two rows of a link would lose.
    #[must_use]
    pub fn losses_of(&self, link: &Link) -> Losses {
        self.comparing.losses(&link.rows)
    }

    /// The pseudonym of the person of a row. Two people never have the same one.
    #[must_use]
    pub fn person(&self, row: u32) -> String {
        self.people.name(row)
    }

    /// Fingerprint of the key of the pseudonyms.
    #[must_use]
    pub fn key_fingerprint(&self) -> String {
        self.people.key().fingerprint()
    }

    /// Whether that key was derived from the name of the file.
    #[must_use]
    pub const fn key_is_derived(&self) -> bool {
        self.people.key().is_derived()
    }
}

impl Measured {
    fn new(sheet: &Sheet, findings: &Findings, truth: &Truth) -> Self {
        let known = || (0..sheet.len()).filter_map(|row| Some((row, truth.entities.get(row).copied().flatten()?)));
        let clusters: Vec<u32> = known().map(|(row, _)| findings.cluster_of[row]).collect();
        let entities: Vec<u64> = known().map(|(_, entity)| entity).collect();
        let line = |rows: [u32; 2]| rows.map(|row| sheet.lines[row as usize]);
        let differ = |link: &&Link| {
            let [one, other] = link.rows.map(|row| truth.entities.get(row as usize).copied().flatten());
            one.is_some() && other.is_some() && one != other
        };
        let wrong = findings.merges.iter().filter(differ).take(EXAMPLES_MAX).map(|link| line(link.rows)).collect();
        let mut by_entity: Vec<(u64, u32)> = known().map(|(row, entity)| (entity, row as u32)).collect();
        by_entity.sort_unstable();
        let missed = by_entity.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| [pair[0].1, pair[1].1]);
        let mut missed: Vec<[u32; 2]> = missed
            .filter(|rows| findings.cluster_of[rows[0] as usize] != findings.cluster_of[rows[1] as usize])
            .collect();
        missed.sort_unstable();
        missed.truncate(EXAMPLES_MAX);
        Self {
            quality: Quality::of(&clusters, &entities),
            wrong,
            missed: missed.into_iter().map(line).collect(),
            missing_rows: truth.missing_rows,
            missing_lines: truth.missing_lines.clone(),
            unknown_rows: truth.unknown_rows,
            unknown_lines: truth.unknown_lines.clone(),
        }
    }

    /// Pairs that were put together and are not one.
    #[must_use]
    pub const fn wrong_pairs(&self) -> u64 {
        self.quality.found_pairs - self.quality.right_pairs
    }

    /// Pairs that are one and were not put together.
    #[must_use]
    pub const fn missed_pairs(&self) -> u64 {
        self.quality.true_pairs - self.quality.right_pairs
    }
}

/// The members of every group of more than one: group and row, in this order.
fn groups(group_of: &[u32]) -> Vec<(u32, u32)> {
    let mut is_shared = vec![false; group_of.len()];
    for (row, &group) in group_of.iter().enumerate() {
        if row != group as usize
            && let Some(shared) = is_shared.get_mut(group as usize)
        {
            *shared = true;
        }
    }
    let members = group_of.iter().enumerate().filter(|&(_, &group)| is_shared.get(group as usize) == Some(&true));
    let mut members: Vec<(u32, u32)> = members.map(|(row, &group)| (group, row as u32)).collect();
    members.sort_unstable();
    members
}

/// How many households hold more than one cluster, and how many clusters these are.
fn households(findings: &Findings) -> (u64, u64) {
    let is_first = |row: usize| findings.cluster_of.get(row) == Some(&(row as u32));
    let clusters = groups(&findings.household_of);
    let clusters = clusters.into_iter().filter(|&(_, row)| is_first(row as usize)).collect::<Vec<_>>();
    let shared = clusters.chunk_by(|left, right| left.0 == right.0).filter(|members| members.len() > 1);
    shared.fold((0, 0), |(households, people), members| (households + 1, people + members.len() as u64))
}

/// What joined the rows, counted.
fn joins(findings: &Findings) -> Vec<(String, u64)> {
    let mut patterns: HashMap<(&[u8], bool), u64> = HashMap::new();
    for link in &findings.merges {
        *patterns.entry((&link.levels, link.by == Decider::Person)).or_default() += 1;
    }
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for ((levels, by_person), merges) in patterns {
        let told = if by_person {
            "a person decided".to_owned()
        } else {
            joined_by(findings.prior_centibits, &findings.fields, levels)
        };
        *words.entry(told).or_default() += merges;
    }
    let mut joins: Vec<(String, u64)> = words.into_iter().collect();
    joins.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    joins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_those_of_more_than_one() {
        assert_eq!(groups(&[0, 1, 0, 3, 1]), [(0, 0), (0, 2), (1, 1), (1, 4)]);
        assert_eq!(groups(&[]), []);
    }

    #[test]
    fn a_household_is_more_than_one_person() {
        let findings = |cluster_of: &[u32], household_of: &[u32]| Findings {
            cluster_of: cluster_of.to_vec(),
            household_of: household_of.to_vec(),
            ..Findings::default()
        };
        assert_eq!(households(&findings(&[0, 0, 2, 3], &[0, 0, 2, 2])), (1, 2));
        assert_eq!(households(&findings(&[0, 0], &[0, 0])), (0, 0));
    }
}
