//! Consent: none is gained by importing.

use super::context::{Context, Kinds, Person};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::counted;
use crate::history::{Actor, FactKind};
use crate::import::{ConsentHandling, DoorConsent};
use crate::plan::Side;
use crate::profile::{Channel, ConsentState};

/// No consent on the target is stronger than the source's.
pub(super) const CONSENT_NEVER_GAINED: Judge = Judge {
    relevant: Kinds::CONSENT_CHANGED.with(Kinds::ROW_APPLIED),
    cells: no_cells,
    each: see_consent,
    finish: tell_consent,
};

const STATES: [ConsentState; 4] =
    [ConsentState::Unsubscribed, ConsentState::Never, ConsentState::Unconfirmed, ConsentState::Subscribed];

fn state_name(state: u16) -> &'static str {
    STATES.get(usize::from(state)).map_or("unknown", |state| state.name())
}

fn see_consent(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let mut basis = [(ConsentState::Never, None); 2];
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
                let states = (lawful as u16) << 8 | state as u16;
                tally.cause(Cause(0, [by as u16, channel as u16, states]));
                tally.broken(0, fact.at, person, || {
                    let row = person
                        .facts
                        .iter()
                        .rev()
                        .find(|row| row.at <= fact.at && matches!(row.kind, FactKind::RowApplied { .. }));
                    let facts = [source, row, Some(fact)].into_iter().flatten().copied().collect();
                    let door = context.door_of(by as u16);
                    (
                        facts,
                        format!(
                            "was made `{}` for {} by {door}, although the strongest lawful record is `{}`",
                            state.name(),
                            channel.name(),
                            lawful.name(),
                        ),
                    )
                });
            }
            _ => {}
        }
    }
    tally.exercised += u64::from(was_written || has_basis && person.has(Kinds::ROW_APPLIED));
}

fn tell_consent(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let describe = |(Cause(_, [by, channel, states]), count): &(Cause, u64)| {
        let channel = Channel::ALL.get(usize::from(*channel)).map_or("unknown", |channel| channel.name());
        format!(
            "{} made `{}` into `{}` for {channel} ({})",
            context.door_of(*by),
            state_name(states >> 8),
            state_name(states & 0xff),
            counted(*count, "person", "people"),
        )
    };
    let import = &context.plan.import;
    let mut changes = Vec::new();
    if causes.iter().any(|(Cause(_, [by, ..]), _)| *by == Actor::Import as u16) {
        if import.consent == ConsentHandling::SubscribeAll {
            changes.push("set `import.consent: as-exported`".to_owned());
        }
        if import.door.consent == DoorConsent::Subscribes {
            changes.push(format!(
                "use a door that sets the consent that the row states; door `{}` subscribes everybody in it",
                import.door.id
            ));
        }
        changes.push("export the consent again just before the import, so that later withdrawals are in it".to_owned());
        changes.push("set `import.consent: leave`, and load consent in a step of its own".to_owned());
    } else if !causes.is_empty() {
        changes.push("let the synchronisation carry a no, and never a yes".to_owned());
    }
    Telling {
        violated: format!(
            "{} consent on the target that the source does not have",
            counted(tally.count, "person gained", "people gained")
        ),
        holds: format!(
            "none of {} gained consent by the import",
            counted(tally.exercised, "imported person", "imported people")
        ),
        vacuous: "nobody with a known consent was imported".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}
