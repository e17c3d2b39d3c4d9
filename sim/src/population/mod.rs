//! Synthetic people and what they do while the migration runs.
//!
//! Owns: the generator, a pure function of `(seed, record id)`, and behaviour. Deliberately gives nobody a name: names
//! and addresses are cosmetics that the theatre adds for the eye.

mod behaviour;
mod plan;
mod synthetic;

pub use behaviour::{BehaviourTables, Happening, HappeningKind, happenings};
pub use plan::{BehaviourPlan, Dirt, EventRate, Locale, PopulationPlan, Response, SignUps, Synthetic, SyntheticDomain};
pub use synthetic::{SIGN_UP_BASE, generate, generate_parallel, person_of, sign_ups};
