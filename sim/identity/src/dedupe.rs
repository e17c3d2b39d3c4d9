//! The way through: normalise, block, compare, weigh, cluster.
//!
//! Owns: the order of the steps. Each step is a module, takes what the one before it gave, and can be called by itself.

use super::block::block;
use super::cluster::cluster;
use super::compare::compare;
use super::conclude::conclude;
use super::findings::{Findings, Settings};
use super::normalise::normalise;
use super::table::Table;
use super::weigh::weigh;

/// Tells which rows of a table are the same person (or thing).
///
/// The same for every number of threads and, but for the numbers of the rows themselves, for every order of the rows.
/// Nothing is looked up outside the table: which domains are slips, which mailboxes are shared, which names belong
/// together and how much each agreement weighs is learnt from it.
#[must_use]
pub fn dedupe(table: &Table, settings: &Settings, threads: usize) -> Findings {
    let normalised = normalise(table, threads);
    let candidates = block(&normalised, threads);
    let compared = compare(&normalised, &candidates, threads);
    let weighed = weigh(&compared);
    let clusters = cluster(&normalised, &candidates, &compared, &weighed, settings, threads);
    conclude(table, &normalised, &candidates, &compared, &weighed, clusters, threads)
}
