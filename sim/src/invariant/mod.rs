//! Invariants: what must hold, judged from facts alone.
//!
//! Owns: the registry, the claims, the verdicts, the judges. Deliberately sees no engine and no profile state: a judge
//! gets facts, so the same judges run on a log exported from the real platform.

mod plan;
mod verdict;

pub use plan::{ClaimPlan, CustomClaim};
pub use verdict::{Claim, Finding, Judgement, Verdict, Witness};
