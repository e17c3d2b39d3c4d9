//! Who is who: which records are one profile, and which can become one.
//!
//! Owns: the keys of a record and the exact resolution of records to profiles. Deliberately guesses nothing yet:
//! records are one profile when the platform's own key says so, and *could* be one person when an exact key matches.

mod block;
mod cluster;
mod compare;
mod conclude;
mod dedupe;
mod exact;
mod findings;
mod forest;
mod guard;
mod intern;
mod key;
mod normalise;
mod quality;
mod table;
#[cfg(test)]
mod tests;
mod weigh;

pub use block::{Candidates, block};
pub use cluster::{Clusters, cluster};
pub use compare::{Compared, compare};
pub use dedupe::dedupe;
pub use exact::{Identity, key_of, resolve};
pub use findings::{Basis, Decider, Decision, Effort, Field, Findings, Learnt, Level, Link, Settings, Shared};
pub use key::{email_domain, normalise_customer_id, normalise_email, normalise_phone, trim};
pub use normalise::{Normalised, normalise};
pub use quality::Quality;
pub use table::{Column, Kind, Table};
pub use weigh::{Weighed, weigh};

/// An identifier of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// E-mail address, trimmed and in lower case.
    Email,
    /// Phone number, digits only.
    Phone,
    /// The customer's id in the source.
    CustomerId,
}

impl Key {
    /// The name in scenarios and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::CustomerId => "customer-id",
        }
    }
}

/// What counts as one profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityPlan {
    /// The key of the target: rows with the same key become one profile.
    pub key: Key,
    /// Further keys by which two profiles are recognised as one person.
    pub matches: Vec<Key>,
}
