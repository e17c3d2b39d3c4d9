//! Consent: none is gained by importing.

use super::remedies::door_remedies;
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::Tally;
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::{Actor, FactKind, facts};
use rehearsal_core::ids::Side;
use rehearsal_core::model::Change;
use rehearsal_core::plan::{ConsentHandling, DoorConsent};

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentHeadline {
    /// People gained consent.
    Violated {
        /// How many.
        people: u64,
    },
    /// Nobody did.
    Holds {
        /// Imported people with a known consent.
        people: u64,
    },
    /// Nobody with a known consent was imported.
    NobodyKnown,
}

/// How consent was gained; also what joins the facts of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsentCause {
    /// Somebody or something made it stronger than the strongest lawful record.
    Gained {
        /// Who or what.
        by: Actor,
        /// On which channel.
        channel: Channel,
        /// The strongest lawful record.
        lawful: ConsentState,
        /// What it became.
        became: ConsentState,
    },
}

impl ConsentCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Gained { by: Actor::Import, .. } => "gained-by-import",
            Self::Gained { .. } => "gained",
        }
    }
}

/// No consent on the target is stronger than the source's.
pub(super) const CONSENT_NEVER_GAINED: Judge = Judge {
    needs: kinds!(SourceConsent RowApplied ConsentChanged Unsubscribed),
    relevant: kinds!(ConsentChanged RowApplied),
    cells: no_cells,
    each: see_consent,
    together: each_alone,
    count: no_count,
    headline: |_, tally, verdict| headline(tally, verdict).into(),
};

fn see_consent(_: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let mut basis = [(ConsentState::Never, None); Channel::COUNT];
    let (mut has_basis, mut was_written, mut is_counted) = (false, false, false);
    for fact in person.facts {
        match fact.kind {
            FactKind::SourceConsent { channel, state } => {
                has_basis = true;
                basis[channel as usize] = (state, Some(fact));
            }
            FactKind::ConsentChanged { channel, state, by: Actor::Person, .. } => {
                basis[channel as usize] = (state, Some(fact));
            }
            FactKind::Unsubscribed { channel, .. } => {
                basis[channel as usize] = (ConsentState::Unsubscribed, Some(fact))
            }
            FactKind::ConsentChanged { side: Side::Target, channel, state, by } => {
                was_written = true;
                let (lawful, source) = basis[channel as usize];
                if state <= lawful || is_counted || !tally.counts_at(fact.at) {
                    continue;
                }
                is_counted = true;
                let cause = ConsentCause::Gained { by, channel, lawful, became: state };
                tally.cause(cause.clone());
                tally.broken(0, fact.at, person, || {
                    let is_row = |row: &&rehearsal_core::history::Fact| {
                        row.at <= fact.at && matches!(row.kind, FactKind::RowApplied { .. })
                    };
                    let row = person.facts.iter().rev().find(is_row);
                    ([source, row, Some(fact)].into_iter().flatten().copied().collect(), cause.into())
                });
            }
            facts!(
                stated identity rows flags properties consents lists events passages steps messages reactions Known
                SourceSuppressed SignedUp UnsubscribeLost
            ) => {}
        }
    }
    tally.exercised += u64::from(was_written || has_basis && person.has(kinds!(RowApplied)));
}

fn headline(tally: &Tally, verdict: Verdict) -> ConsentHeadline {
    match verdict {
        Verdict::Violated => ConsentHeadline::Violated { people: tally.count },
        Verdict::Holds => ConsentHeadline::Holds { people: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown => ConsentHeadline::NobodyKnown,
    }
}

/// What may keep the import from making a consent: carrying what was exported, another door, leaving consent alone.
pub(super) fn remedies(context: &Context<'_>, cause: &ConsentCause) -> Vec<Remedy> {
    let ConsentCause::Gained { by, channel, .. } = cause;
    if *by != Actor::Import {
        return Vec::new();
    }
    let import = &context.plan.import;
    let set = |handling| Remedy::new(vec![Change::SetConsentHandling { handling }]);
    let subscribes = import.door.consent == DoorConsent::Subscribes && *channel == Channel::Email;
    let mut remedies = Vec::new();
    if import.consent == ConsentHandling::SubscribeAll && !subscribes {
        remedies.push(set(ConsentHandling::AsExported));
    }
    if import.consent == ConsentHandling::AsExported && import.door.consent == DoorConsent::Sets {
        remedies.push(set(ConsentHandling::Leave));
    }
    if subscribes {
        remedies.extend(door_remedies(context, Some(Actor::Import), |door| door.consent != DoorConsent::Subscribes));
    }
    remedies
}
