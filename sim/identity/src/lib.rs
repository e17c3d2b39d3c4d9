//! Who is who: which records are one profile, which can become one, and which rows of a table are one person.
//!
//! Owns: the keys of a record ([`key_of`]), the resolution of records to profiles ([`resolve`]), duplicates by evidence
//! ([`dedupe`]) and customer ids that last ([`Register`]). Deliberately guesses no profile: records are one profile when
//! the platform's own key says so, and *could* be one person when an exact key matches or, if the plan asks for it, when
//! the evidence says so.
//!
//! ## Duplicates by evidence
//!
//! ```text
//! Table -> normalise -> block -> compare -> weigh -> cluster -> Findings -> identify -> Register
//! ```
//!
//! Each step is a module and a function, with data in and data out. [`dedupe`] calls them in their order.
//!
//! - **normalise** brings cells into one form and learns which values identify nobody: a mailbox on rows of many
//!   surnames, a birth date far too frequent. There is no list of placeholders and no list of mail domains.
//! - **block** finds pairs that share what strangers rarely share. What chance makes is not compared, so that the number
//!   of pairs stays in proportion to the rows.
//! - **compare** reduces a pair to one pattern: the level that each field reached.
//! - **weigh** fits latent classes to the patterns without labels (expectation maximisation): one person, a household, a
//!   namesake, a mailbox twin and so on. Each class has a stated belief about the levels that make it what it is, and in
//!   everything else it is as chance is measured to be on this table. The weight of a pattern is never more than what is
//!   left when the coincidences are counted off.
//! - **cluster** joins the strongest pair first, and looks at the clusters as a whole with each join.
//! - **identify** gives customers ids that outlive runs.
//!
//! Weights are whole hundredths of a bit. What is summed as a float inside a step is summed in an order that depends on
//! the values alone, and logarithms come from a portable library: so findings are the same on every machine, for every
//! number of threads and for every order of the rows.

//!
//! # Architecture invariant
//!
//! Nothing here knows a platform, a journey or a moment of the rehearsal: who is who is found before anything happens.

#![warn(clippy::float_arithmetic)]

mod block;
mod buckets;
mod cluster;
mod compare;
mod conclude;
mod dedupe;
mod exact;
mod findings;
mod forest;
#[cfg(test)]
mod forms_tests;
mod guard;
mod identify;
mod intern;
mod key;
mod normalise;
mod quality;
mod sample;
mod table;
mod weigh;
mod written;

pub use block::{Candidates, block};
pub use cluster::{Clusters, cluster};
pub use compare::{Compared, compare};
pub use dedupe::dedupe;
pub use exact::{Identity, key_of, resolve, resolve_by_evidence};
pub use findings::{Basis, Decider, Decision, Effort, Field, Findings, Learnt, Level, Link, Rival, Settings, Shared};
pub use identify::{
    Because, Broken, Customer, CustomerId, Disagreement, Drifted, HouseholdId, Identified, Keyless, MintKey, NoId,
    Refused, Register, RegisterEvent, Rows, SourceKey, Unmerged,
};
pub use key::{email_domain, normalise_customer_id, normalise_email, normalise_phone, trim};
pub use normalise::{Normalised, is_readable, normalise};
pub use quality::Quality;
pub use sample::sample_of_groups;
pub use table::{Column, ColumnKind, Table};
pub use weigh::{Weighed, weigh};
pub use written::{DateShape, WrittenDate, full_year, written_date, written_phone};
