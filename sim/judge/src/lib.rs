//! Invariants: what must hold, judged from facts alone.
//!
//! Owns: the registry, the claims, the verdicts, the judges. Deliberately sees no engine and no profile state: a judge
//! gets facts, so the same judges run on a log exported from the real platform.
//!
//! # Architecture invariant
//!
//! This crate can name neither the world nor identity: who is one person is a fact that was made before judging.

#![warn(clippy::float_arithmetic)]
// A kind that is added must be thought of everywhere: no arm swallows it. Tests pick out what they look at.
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

mod context;
mod custom;
mod finding;
mod judge;
pub mod judges;
pub mod ledger;
mod person_state;
mod tally;
#[cfg(test)]
mod tests;

pub use custom::{CustomBecause, CustomCause, CustomHeadline, needs_of};
pub use finding::{Claim, CountedCause, Finding, Judgement, Remedy, Verdict, Witness};
pub use judge::{JudgeInput, Judging, Tallies, judge};
pub use judges::{Because, Cause, Headline, INVARIANTS, Invariant, PROVED, Proved};
