//! What the scenario claims.
//!
//! Owns: [`ClaimPlan`], [`CustomClaim`]. Deliberately judges nothing, and knows no invariant but by name.

use crate::condition::Predicate;
use crate::time::Minute;

/// A custom invariant over sends.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomClaim {
    /// The name in the scenario, kebab-case.
    pub name: String,
    /// The condition as written, for the report.
    pub text: String,
    /// The condition: no send may fulfil it (`never`), or every send must (`always`).
    pub condition: Predicate,
    /// `true` for `never`, `false` for `always`.
    pub never: bool,
}

/// One claim of the scenario. Claims of the registry that the scenario does not mention are judged with their defaults.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimPlan {
    /// An invariant of the registry is switched off.
    Off {
        /// Its name in the registry.
        name: String,
    },
    /// An invariant of the registry, with parameters.
    Registered {
        /// Its name in the registry.
        name: String,
        /// How many violations are tolerated.
        tolerance: u64,
        /// By when it must hold; `None` for the end of the rehearsal.
        by: Option<Minute>,
        /// Whether a violation is only a warning.
        warn: bool,
    },
    /// A custom one.
    Custom(CustomClaim),
}
