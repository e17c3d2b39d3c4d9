//! The way through: normalise, block, compare, weigh, cluster.
//!
//! Owns: the order of the steps.

use super::block::{candidates, rows_of};
use super::cluster::cluster;
use super::compare::{better, Comparison, Nicknames, learn};
use super::findings::{Findings, Settings};
use super::guard::Guards;
use super::intern::MISSING;
use super::normalise::Records;
use super::table::Table;
use super::weigh::{Measured, Model};

/// Tells which rows of a table are the same person (or thing).
///
/// The same for every number of threads and, but for the numbers of the rows themselves, for every order of the rows.
#[must_use]
pub fn dedupe(table: &Table, _settings: &Settings, threads: usize) -> Findings {
    let lab = lab(table, threads);
    lab.findings
}

/// Everything, for the laboratory.
pub struct Lab {
    pub findings: Findings,
    pub pairs: Vec<u64>,
    pub patterns: Vec<u64>,
    pub weights: Vec<i32>,
    pub model: String,
    pub names: Vec<Vec<&'static str>>,
}

pub fn lab(table: &Table, threads: usize) -> Lab {
    let records = Records::read(table, threads);
    let guards = Guards::learn(&records);
    let candidates = candidates(&records, &guards, threads);
    let mut nicknames = Nicknames::shipped(&records.names);
    let likely: Vec<[u32; 2]> = candidates
        .pairs
        .iter()
        .map(|&pair| rows_of(pair))
        .filter(|&[left, right]| {
            let (one, other) = (&records.people[left as usize], &records.people[right as usize]);
            one.last != MISSING && one.last == other.last
                && (one.mailbox != MISSING && one.mailbox == other.mailbox && !guards.mailbox(one.mailbox)
                    || one.phone != MISSING && one.phone == other.phone && !guards.phone(one.phone)
                    || one.birth != 0 && one.birth == other.birth && !guards.birth_date(one.birth))
        })
        .collect();
    learn(&mut nicknames, &records, &likely);
    let comparison = Comparison::new(&records, &guards, &nicknames);
    let patterns: Vec<u64> = candidates
        .pairs
        .iter()
        .map(|&pair| {
            let [left, right] = rows_of(pair);
            comparison.pattern(left, right)
        })
        .collect();
    let mut sorted = patterns.clone();
    sorted.sort_unstable();
    let counted: Vec<(u64, u32)> =
        sorted.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as u32)).collect();
    let fields: Vec<Measured> = comparison
        .fields
        .iter()
        .zip(comparison.chance())
        .map(|(&field, chance)| Measured { levels: comparison.levels(field), chance })
        .collect();
    let model = Model::fit(&fields, &counted);
    let by_pattern: Vec<i32> = counted.iter().map(|&(pattern, _)| model.weight_centibits(pattern)).collect();
    let weights: Vec<i32> = patterns
        .iter()
        .map(|pattern| by_pattern[counted.binary_search_by_key(pattern, |&(pattern, _)| pattern).unwrap()])
        .collect();
    let edges = weights
        .iter()
        .zip(&candidates.pairs)
        .filter(|(weight, _)| **weight > 0)
        .map(|(&weight, &pair)| (weight, pair))
        .collect();
    let ranks: Vec<[i32; 16]> = (0..fields.len())
        .map(|field| std::array::from_fn(|level| if level < fields[field].levels.len() { model.level_centibits(field, level) } else { 0 }))
        .collect();
    let v = std::env::var("V").map_or(7, |v| v.parse::<i32>().unwrap());
    let (cluster_of, _) = cluster(table.len() as u32, edges, |one, other| {
        let mut best = 0;
        let mut sum = 0; let mut min = i32::MAX; let mut max = i32::MIN; let mut n = 0;
        for &left in one {
            for &right in other {
                let pattern = comparison.pattern(left, right);
                let w = model.weight_centibits(pattern);
                sum += w; min = min.min(w); max = max.max(w); n += 1;
                best = better(best, pattern, &ranks);
            }
        }
        let joint = model.weight_centibits(best);
        match v { 0 => sum, 1 => 1, 6 => joint, 7 => joint + sum / n, 8 => joint.min(max + min / 2), 9 => joint.min(2 * max + sum), _ => 2 * joint + sum / n }
    });
    let rows = table.len() as u32;
    let findings = Findings {
        cluster_of,
        household_of: (0..rows).collect(),
        confidence_permille: vec![1_000; rows as usize],
        effort: super::Effort { pairs: candidates.pairs.len() as u64, purged_blocks: candidates.purged, patterns: counted.len() as u64, ..Default::default() },
        learnt: super::Learnt {
            shared_mailboxes: guards.shared_mailboxes,
            shared_phones: guards.shared_phones,
            default_dates: guards.default_dates,
            domain_slips: records.slips,
            short_forms: nicknames.learnt,
        },
        ..Findings::default()
    };
    let names = fields.iter().map(|field| field.levels.iter().map(|(name, _)| *name).collect()).collect();
    Lab { findings, pairs: candidates.pairs, patterns, weights, model: model.debug(), names }
}
