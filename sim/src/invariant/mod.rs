//! Invariants: what must hold, judged from facts alone.
//!
//! Owns: the registry, the claims, the verdicts, the judges. Deliberately sees no engine and no profile state: a judge
//! gets facts, so the same judges run on a log exported from the real platform.

mod context;
mod custom;
mod finding;
mod judge;
pub mod judges;
mod person_state;
mod tally;
#[cfg(test)]
mod tests;

pub use custom::{CustomBecause, CustomCause, CustomHeadline};
pub use finding::{Claim, CountedCause, Finding, Judgement, Remedy, Verdict, Witness};
pub use judge::{Evidence, judge};
pub use judges::{Because, Cause, Headline, INVARIANTS, Invariant, PROVED, Proved};
