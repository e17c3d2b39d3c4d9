//! The history: everything that happened, as facts in a total order, and its digest.
//!
//! Owns: [`Fact`], [`History`], the kinds of facts ([`FactKind`], [`FactName`], [`FactKinds`]), the names of what facts
//! speak of ([`Names`]), the digest. Deliberately knows no engine: judges see facts alone, so the same judges run on a
//! log that was exported from the real platform.
//!
//! The order is `(profile, minute, sequence)`: first who, then when, then as it happened within the minute. What is known
//! of a profile at the beginning stands first, under minute 0, also if something happened on the days before it.

mod digest;
mod kinds;
mod names;
mod packed;
mod reasons;
mod table;

pub use digest::DigestPart;
pub use kinds::{FactKind, FactKinds, FactName};
pub use names::{FlowLabel, MessageLabel, Names};
pub use packed::{PackedInt, PackedValue};
pub use reasons::{
    Actor, AttemptOutcome, DeferReason, ExitReason, NoEntryReason, Recognised, RowSkip, SkipReason, Unheard,
    UnsubscribeLoss,
};
pub use table::facts;

use crate::time::Minute;

/// One thing that happened to one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The instant, on the scenario's calendar.
    pub at: Minute,
    /// To whom: the place among the profiles of this rehearsal.
    pub profile: u32,
    /// What happened, with its particulars.
    pub kind: FactKind,
}

impl Fact {
    /// Whether a history may tell this fact right after another one.
    #[must_use]
    pub fn may_follow(&self, before: &Self) -> bool {
        let is_beginning_over =
            before.at == Minute(0) && FactKinds::BEGINNING.meets(FactKinds::of(&[before.kind.name()]));
        (before.profile, before.at) <= (self.profile, self.at) || (before.profile == self.profile && is_beginning_over)
    }
}

/// One attempt of one call of the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallFact {
    /// The instant, on the scenario's calendar.
    pub at: Minute,
    /// Cohort; the replay of past events counts as one more, and the cohorts of a second run follow it.
    pub cohort: u16,
    /// Number of the batch in its cohort.
    pub batch: u32,
    /// Number of the attempt, from 0.
    pub attempt: u32,
    /// What came back.
    pub outcome: AttemptOutcome,
}

/// The facts of a contiguous range of profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryPart {
    /// The first profile of the range.
    pub first_profile: u32,
    /// Where the facts of each profile begin, and where the last one's end.
    pub starts: Vec<u32>,
    /// In total order.
    pub facts: Vec<Fact>,
}

impl HistoryPart {
    /// The part of all profiles of a rehearsal, with facts that are in total order already.
    #[must_use]
    pub fn of(profiles: u32, facts: Vec<Fact>) -> Self {
        let end = |profile| facts.partition_point(|fact: &Fact| fact.profile < profile) as u32;
        Self { first_profile: 0, starts: (0..=profiles).map(end).collect(), facts }
    }

    /// How many profiles there are in the part.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no profile in the part.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The profiles of the part with their facts, ascending.
    pub fn profiles(&self) -> impl Iterator<Item = (u32, &[Fact])> {
        self.starts
            .windows(2)
            .zip(self.first_profile..)
            .map(|(range, profile)| (profile, &self.facts[range[0] as usize..range[1] as usize]))
    }
}

/// What a history says beside the facts of profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The names of everything that facts give a number of.
    pub names: Names,
    /// The kinds of facts that would be there if they had happened. Of other kinds nothing is known.
    pub kinds: FactKinds,
    /// The calls of the import, by cohort, batch and attempt.
    pub calls: Vec<CallFact>,
}

/// Everything that happened, in total order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// What is said beside the facts of profiles.
    pub outline: Outline,
    /// Ranges of profiles, ascending. How many there are means nothing.
    pub parts: Vec<HistoryPart>,
}

impl History {
    /// How many profiles there are; they are numbered from 0.
    #[must_use]
    pub fn profiles(&self) -> u32 {
        self.parts.last().map_or(0, |last| last.first_profile + last.starts.len() as u32 - 1)
    }

    /// Every fact, in total order.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.parts.iter().flat_map(|part| &part.facts)
    }

    /// The facts of one profile; empty if there is no such profile.
    #[must_use]
    pub fn of(&self, profile: u32) -> &[Fact] {
        let part = self.parts.partition_point(|part| part.first_profile <= profile);
        let Some(part) = part.checked_sub(1).map(|index| &self.parts[index]) else {
            return &[];
        };
        let place = (profile - part.first_profile) as usize;
        match part.starts.get(place..place + 2) {
            Some(range) => &part.facts[range[0] as usize..range[1] as usize],
            None => &[],
        }
    }

    /// The first fact in which two histories differ, as the pair at that place; `None` if they are equal.
    #[must_use]
    pub fn first_difference<'a>(&'a self, other: &'a Self) -> Option<(Option<&'a Fact>, Option<&'a Fact>)> {
        let (mut left, mut right) = (self.facts(), other.facts());
        loop {
            match (left.next(), right.next()) {
                (None, None) => return None,
                (one, two) if one == two => {}
                different => return Some(different),
            }
        }
    }
}
