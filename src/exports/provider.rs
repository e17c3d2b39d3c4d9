//! The mailbox provider of an address.
//!
//! Owns: the way from the catalogue's providers to the plan's. Deliberately asks no name server: a company's own domain
//! is `other`, wherever its mail is kept.

use rehearsal_core::ids::{Index, ProviderMark};
use rehearsal_core::plan::Plan;

use crate::catalogue::{provider_of, providers};

/// The plan's provider for each of the catalogue's.
pub(super) struct Providers {
    places: Vec<Index<ProviderMark>>,
    other: Index<ProviderMark>,
}

impl Providers {
    pub(super) fn new(plan: &Plan) -> Self {
        let index = |place: usize| Index::new(u16::try_from(place).unwrap_or(u16::MAX));
        let other = index(plan.providers.len().saturating_sub(1));
        let place = |id: &str| plan.providers.iter().position(|name| name == id).map_or(other, index);
        Self { places: providers().iter().map(|provider| place(&provider.id)).collect(), other }
    }

    /// The provider of addresses that nobody knows: the last one.
    pub(super) const fn other(&self) -> Index<ProviderMark> {
        self.other
    }

    /// The provider of a domain.
    pub(super) fn of(&self, domain: &str) -> Index<ProviderMark> {
        self.places.get(provider_of(domain)).copied().unwrap_or(self.other)
    }
}
