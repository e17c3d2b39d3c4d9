//! The built-in data, in the form in which a plan has it.
//!
//! Owns: the translation of catalogue entries to types of the simulation. Deliberately holds no data.

use rehearsal_core::ids::{Index, ProviderMark};
use rehearsal_core::plan::{Overflow, Ramp};
use rehearsal_judge::INVARIANTS;

use crate::catalogue::{self, ExportField};

/// A warm-up schedule from day 0 on, which holds what is above its caps.
pub(super) fn ramp(id: &str) -> Option<Ramp> {
    let known = catalogue::ramp(id)?;
    let index = |number: usize| u16::try_from(number).ok().map(Index::<ProviderMark>::new);
    Some(Ramp {
        name: known.id.clone(),
        source: known.source.clone(),
        window: known.plan_window(),
        total: known.total(),
        providers: known
            .provider_caps()
            .into_iter()
            .filter_map(|(number, table)| Some((index(number)?, table)))
            .collect(),
        start_day: 0,
        advance: known.plan_advance(),
        overflow: Overflow::Hold,
    })
}

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

/// The names of the registry of invariants.
pub(crate) fn invariant_names() -> Vec<&'static str> {
    INVARIANTS.iter().map(|invariant| invariant.name).collect()
}
