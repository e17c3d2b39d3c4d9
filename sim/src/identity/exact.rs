//! Exact resolution: records to profiles by the platform's key, profiles to people by further keys.

use super::IdentityPlan;
use crate::profile::Population;

/// Which records are one profile, and which profiles are one person as far as exact keys tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The profile of each record, by row of the population. A record without a key has a profile of its own, which
    /// the import never makes.
    pub profile_of: Vec<u32>,
    /// Whether each record has a value for the platform's key.
    pub has_key: Vec<bool>,
    /// Where the records of each profile begin in `records`, and where the last one's end.
    pub starts: Vec<u32>,
    /// Rows of the population, by profile, ascending within one.
    pub records: Vec<u32>,
    /// The first profile of each component, ascending. Profiles of one component can be one person: they are next to
    /// each other, and shards are cut only between components.
    pub components: Vec<u32>,
}

impl Identity {
    /// How many profiles there are.
    #[must_use]
    pub fn profiles(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The records of a profile, ascending; never empty.
    #[must_use]
    pub fn records_of(&self, profile: u32) -> &[u32] {
        let place = profile as usize;
        &self.records[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// The first profile of a profile's component: itself, unless it shares a key with an earlier one.
    #[must_use]
    pub fn first_of_component(&self, profile: u32) -> u32 {
        let after = self.components.partition_point(|&first| first <= profile);
        after
            .checked_sub(1)
            .map_or(profile, |component| self.components[component])
    }
}

/// Which records of a population are one profile, and which profiles can be one person.
#[must_use]
pub fn resolve(_plan: &IdentityPlan, _population: &Population) -> Identity {
    Identity::default()
}
