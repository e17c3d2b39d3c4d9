//! The names that the program brings along, in the form in which a plan has them.
//!
//! Owns: the tables of names that conditions and claims can use. Deliberately holds no data.

use rehearsal_core::ids::{Index, ProviderMark};
use rehearsal_judge::{Claim, INVARIANTS};

use crate::catalogue::{self, ExportField};

/// The ids of the mailbox providers; `other` is the last.
pub(super) fn providers() -> Vec<&'static str> {
    catalogue::providers().iter().map(|provider| provider.id.as_str()).collect()
}

/// The mailbox provider of a domain.
pub(super) fn provider_of(domain: &str) -> Index<ProviderMark> {
    Index::new(u16::try_from(catalogue::provider_of(domain)).unwrap_or(0))
}

/// What a column of an export can hold, beside custom properties.
pub(super) fn export_fields() -> Vec<&'static str> {
    ExportField::ALL.iter().map(|field| field.name()).collect()
}

/// Whether a registered invariant is about a state that must be reached, so that it can have a deadline.
pub(super) fn has_deadline(name: &str) -> bool {
    INVARIANTS.iter().any(|invariant| invariant.name == name && invariant.claim == Claim::Eventually)
}

/// The names of the registry of invariants.
pub(crate) fn invariant_names() -> Vec<&'static str> {
    INVARIANTS.iter().map(|invariant| invariant.name).collect()
}
