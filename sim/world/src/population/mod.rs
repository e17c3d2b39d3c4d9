//! Synthetic people and what they do while the migration runs.
//!
//! Owns: the generator, a pure function of `(seed, record id)`, and behaviour. Deliberately gives nobody a name: names
//! and addresses are added by the program when it writes people as CSV; no rule reads them.

mod behaviour;
mod person;
mod record;
mod synthetic;

pub use behaviour::{BehaviourTables, Occurrence, OccurrenceKind, occurrences};
pub use record::person_of;
pub use synthetic::{SIGN_UP_BASE, generate, generate_parallel, sign_ups};
