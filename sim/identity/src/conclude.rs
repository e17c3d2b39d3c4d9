//! Clusters to findings: what a reader is told.
//!
//! Owns: links, households, confidence and the review band. Deliberately decides nothing: the clusters stand.

use super::block::{Candidates, rows_of};
use super::cluster::{Clusters, DOUBTFUL_MAX_CENTIBITS, Join, together};
use super::compare::{Compared, Comparison, level};
use super::findings::{Decider, Effort, Field, Findings, Learnt, Level, Link};
use super::forest::Forest;
use super::normalise::Normalised;
use super::table::Table;
use super::weigh::{Explained, Weighed, permille};
use rehearsal_core::parallel;

/// Rows that one piece of work goes through.
const PIECE_ROWS: usize = 1 << 14;

/// Tells what was found.
#[must_use]
pub(super) fn conclude(
    table: &Table,
    normalised: &Normalised,
    candidates: &Candidates,
    compared: &Compared,
    weighed: &Weighed,
    clusters: Clusters,
    threads: usize,
) -> Findings {
    let fields = compared.fields.len();
    let link = |join: &Join| {
        let Explained { rival, prior_centibits, evidence_centibits } = weighed.model.explain(join.pattern);
        Link {
            rows: join.rows,
            levels: (0..fields).map(|field| level(join.pattern, field) as u8).collect(),
            rival,
            prior_centibits,
            evidence_centibits,
            weight_centibits: join.weight_centibits,
            probability_permille: permille(join.weight_centibits),
            by: join.by,
        }
    };
    let is_barely = |join: &&Join| join.by == Decider::Evidence && join.weight_centibits < DOUBTFUL_MAX_CENTIBITS;
    let mut doubtful: Vec<&Join> = clusters.doubtful.iter().chain(clusters.merges.iter().filter(is_barely)).collect();
    doubtful.sort_by_key(|join| (join.weight_centibits.abs(), join.rows));
    let mut merges: Vec<Link> = clusters.merges.iter().map(link).collect();
    merges.sort_by_key(|link| (std::cmp::Reverse(link.weight_centibits), link.rows));
    Findings {
        household_of: households(candidates, compared, weighed, &clusters),
        confidence_permille: confidence(normalised, compared, weighed, &clusters, threads),
        review: doubtful.into_iter().map(link).collect(),
        fields: tell_fields(table, compared, weighed),
        prior_centibits: weighed.model.prior_centibits(),
        basis: weighed.basis.clone(),
        learnt: Learnt {
            shared_mailboxes: normalised.guards.shared_mailboxes,
            shared_phones: normalised.guards.shared_phones,
            default_dates: normalised.guards.default_dates,
            domain_slips: normalised.records.slips,
            short_forms: compared.nicknames.learnt,
        },
        effort: effort(candidates, compared, &clusters),
        merges,
        cluster_of: clusters.root,
    }
}

/// The lowest row of each row's household: clusters, and those who most likely live together.
fn households(candidates: &Candidates, compared: &Compared, weighed: &Weighed, clusters: &Clusters) -> Vec<u32> {
    let live_together: Vec<bool> =
        compared.patterns.iter().map(|&(pattern, _)| weighed.model.is_household(pattern)).collect();
    let mut forest = Forest::of(clusters.root.clone());
    for (&pair, &pattern) in candidates.pairs.iter().zip(&compared.pattern_of) {
        if live_together[pattern as usize] {
            let [left, right] = rows_of(pair);
            forest.unite(left, right);
        }
    }
    (0..clusters.root.len() as u32).map(|row| forest.root(row)).collect()
}

/// How sure each row is of its cluster: that it belongs to the rest of it, or for a single row, that nobody is like it.
fn confidence(
    normalised: &Normalised,
    compared: &Compared,
    weighed: &Weighed,
    clusters: &Clusters,
    threads: usize,
) -> Vec<u16> {
    let comparison = Comparison::new(&normalised.records, &normalised.guards, &compared.nicknames);
    let pieces = parallel::pieces(threads, &clusters.root, PIECE_ROWS, |from, rows| -> Vec<u16> {
        let sure = |row: u32| {
            let members = clusters.members(row);
            let (row, rest) = members.split_first().expect("a row is in its own cluster");
            if rest.is_empty() { 1_000 } else { permille(together(&comparison, weighed, &[*row], rest).1) }
        };
        (from..from + rows.len()).map(|row| sure(row as u32)).collect()
    });
    let mut confidence = pieces.concat();
    for join in &clusters.doubtful {
        for row in join.rows {
            let sure = &mut confidence[row as usize];
            *sure = (*sure).min(1_000 - permille(join.weight_centibits));
        }
    }
    for join in clusters.merges.iter().filter(|join| join.by == Decider::Person) {
        join.rows.into_iter().for_each(|row| confidence[row as usize] = 1_000);
    }
    confidence
}

fn tell_fields(table: &Table, compared: &Compared, weighed: &Weighed) -> Vec<Field> {
    let field = |(place, (name, columns)): (usize, &(Option<&'static str>, Vec<usize>))| Field {
        name: name.map_or_else(|| table.columns()[columns[0]].name.clone(), str::to_owned),
        columns: columns.clone(),
        levels: compared.fields[place]
            .levels
            .list
            .iter()
            .zip(weighed.level_weights[place])
            .map(|(&(name, _), weight)| Level { name, weight_centibits: weight })
            .collect(),
    };
    compared.columns.iter().enumerate().map(field).collect()
}

fn effort(candidates: &Candidates, compared: &Compared, clusters: &Clusters) -> Effort {
    let merges = clusters.merges.len().max(1) as u64;
    let wrong: u64 = clusters.merges.iter().map(|join| 1_000 - u64::from(permille(join.weight_centibits.max(0)))).sum();
    let missed: u64 = clusters.doubtful.iter().map(|join| u64::from(permille(join.weight_centibits))).sum();
    Effort {
        pairs: candidates.pairs.len() as u64,
        purged_blocks: candidates.purged,
        patterns: compared.patterns.len() as u64,
        expected_missed_permille: u32::try_from(missed / merges).unwrap_or(u32::MAX),
        expected_wrong_permille: u32::try_from(wrong / merges).unwrap_or(u32::MAX),
    }
}
