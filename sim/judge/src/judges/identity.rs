//! Who is who: one person has one profile, and one profile holds one person.

use crate::context::{Context, PersonFacts, kinds};
use crate::finding::Verdict;
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::Tally;
use rehearsal_core::history::{FactKind, FactKinds, Recognised};

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonHeadline {
    /// People have two profiles, or profiles hold two people.
    Violated {
        /// Profiles of people who already had one.
        second_profiles: u64,
        /// Profiles that hold two people.
        merged: u64,
    },
    /// No person has two profiles.
    Holds {
        /// How many profiles.
        profiles: u64,
    },
    /// No profile was made on the target.
    NoProfile,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonCause {
    /// A second profile of a person.
    SecondProfile {
        /// By what the two are recognised.
        by: Recognised,
    },
    /// Two people in one profile.
    TwoPeople,
}

impl PersonCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SecondProfile { by: Recognised::Key } => "second-profile-by-key",
            Self::SecondProfile { by: Recognised::Evidence } => "second-profile-by-evidence",
            Self::TwoPeople => "two-people",
        }
    }
}

/// What joins the facts of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonBecause {
    /// The profile was made although the person already had one.
    SecondProfile,
    /// The profile holds two people.
    TwoPeople,
}

/// No second profile of a person on the target, and no second person in a profile.
pub(super) const ONE_PERSON_ONE_PROFILE: Judge = Judge {
    needs: kinds!(SamePersonAs AnotherPerson RowApplied SignedUp),
    relevant: kinds!(RowApplied SignedUp SamePersonAs AnotherPerson),
    cells: no_cells,
    each: see_profile,
    together: each_alone,
    count: no_count,
    headline: |_, tally, verdict| headline(tally, verdict).into(),
};

fn see_profile(_: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    tally.exercised += u64::from(person.is_on_target());
    if !person.has(kinds!(SamePersonAs AnotherPerson)) {
        return;
    }
    let made = || {
        let mut facts = person.facts.iter();
        facts
            .find(|fact| matches!(fact.kind, FactKind::RowApplied { created: true, .. } | FactKind::SignedUp { .. }))
            .copied()
    };
    let mut is_second = false;
    let mut holds_two = false;
    for fact in
        person.facts.iter().filter(|fact| kinds!(SamePersonAs AnotherPerson).meets(FactKinds::of_fact(&fact.kind)))
    {
        if !tally.counts_at(fact.at) {
            continue;
        }
        if let FactKind::SamePersonAs { by, .. } = fact.kind
            && !is_second
        {
            is_second = true;
            tally.cause(PersonCause::SecondProfile { by });
            tally.broken(0, fact.at, person, || {
                (made().into_iter().chain([*fact]).collect(), PersonBecause::SecondProfile.into())
            });
        }
        if matches!(fact.kind, FactKind::AnotherPerson { .. }) && !holds_two {
            holds_two = true;
            tally.cause(PersonCause::TwoPeople);
            tally.broken(0, fact.at, person, || {
                (made().into_iter().chain([*fact]).collect(), PersonBecause::TwoPeople.into())
            });
        }
    }
}

fn headline(tally: &Tally, verdict: Verdict) -> PersonHeadline {
    match verdict {
        Verdict::Violated => {
            let is_merged = |cause: &super::Cause| *cause == PersonCause::TwoPeople.into();
            let causes = tally.causes();
            let merged = causes.iter().filter(|counted| is_merged(&counted.cause)).map(|counted| counted.count).sum();
            PersonHeadline::Violated { second_profiles: tally.count.saturating_sub(merged), merged }
        }
        Verdict::Holds => PersonHeadline::Holds { profiles: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown => PersonHeadline::NoProfile,
    }
}
