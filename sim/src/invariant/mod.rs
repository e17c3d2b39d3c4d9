//! Invariants: what must hold, judged from facts alone.
//!
//! Owns: the registry, the claims, the verdicts, the judges. Deliberately sees no engine and no profile state: a judge
//! gets facts, so the same judges run on a log exported from the real platform.

mod consent;
mod context;
mod custom;
mod customer;
mod entry;
mod events;
mod guard;
mod identity;
mod judge;
mod newcomers;
mod optout;
mod plan;
mod ramp;
mod recount;
mod registry;
mod repeat;
mod tally;
#[cfg(test)]
mod tests;
mod timing;
mod transport;
mod verdict;
mod volume;
mod welcome;
mod wording;

pub use judge::{Evidence, judge};
pub use plan::{ClaimPlan, CustomClaim};
pub(crate) use recount::Recount;
pub use registry::{INVARIANTS, Invariant};
pub use verdict::{Claim, Finding, Judgement, Verdict, Witness};
