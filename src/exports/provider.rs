//! The mailbox provider of an address.

use std::collections::BTreeMap;

use rehearsal_sim::plan::{Index, Plan, ProviderMark};

/// The reserved ending of invented addresses (RFC 2606); what stands before it is the domain that is meant.
const RESERVED_ENDING: &str = ".example";

/// Domains of the plan's providers.
pub(super) struct Providers<'a> {
    plan: &'a Plan,
    known: BTreeMap<String, Index<ProviderMark>>,
}

impl<'a> Providers<'a> {
    pub(super) const fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            known: BTreeMap::new(),
        }
    }

    /// The provider of addresses that nobody knows: the last one.
    pub(super) fn other(&self) -> Index<ProviderMark> {
        Index::new(u16::try_from(self.plan.providers.len().saturating_sub(1)).unwrap_or(u16::MAX))
    }

    /// The provider of a domain in its one form.
    pub(super) fn of(&mut self, domain: &str) -> Index<ProviderMark> {
        let domain = domain.strip_suffix(RESERVED_ENDING).unwrap_or(domain);
        if let Some(provider) = self.known.get(domain) {
            return *provider;
        }
        let id = provider_id(domain);
        let place = self.plan.providers.iter().position(|name| Some(name.as_str()) == id);
        let provider = place
            .and_then(|place| u16::try_from(place).ok())
            .map_or(self.other(), Index::new);
        self.known.insert(domain.to_owned(), provider);
        provider
    }
}

fn provider_id(_domain: &str) -> Option<&'static str> {
    None
}
