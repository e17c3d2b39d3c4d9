//! Who is who: one person has one profile.

use super::context::{Context, Kinds, Person};
use super::judge::{Judge, Telling, no_cells};
use super::tally::Tally;
use super::wording::{counted, form};
use crate::history::FactKind;
use crate::identity::Key;

/// No second profile of a person on the target.
pub(super) const ONE_PERSON_ONE_PROFILE: Judge = Judge {
    relevant: Kinds::ROW_APPLIED.with(Kinds::SIGNED_UP).with(Kinds::SAME_PERSON),
    cells: no_cells,
    each: see_profile,
    finish: tell_profiles,
};

fn see_profile(_: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    tally.exercised += u64::from(person.is_on_target());
    if !person.has(Kinds::SAME_PERSON) {
        return;
    }
    let same = person.facts.iter().find(|fact| matches!(fact.kind, FactKind::SamePersonAs { .. }));
    let Some(same) = same.filter(|fact| tally.counts_at(fact.at)) else {
        return;
    };
    tally.broken(0, same.at, person, || {
        let made = person
            .facts
            .iter()
            .filter(|fact| matches!(fact.kind, FactKind::RowApplied { created: true, .. } | FactKind::SignedUp { .. }));
        let facts = made.take(1).chain([same]).copied().collect();
        (facts, "was made although the same person already had a profile".to_owned())
    });
}

fn tell_profiles(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let identity = &context.plan.identity;
    let further: Vec<&str> =
        identity.matches.iter().filter(|key| **key != identity.key).map(|key| key.name()).collect();
    let (key, further) = (identity.key.name(), further.join(" or "));
    let mut changes =
        vec![format!("merge records that share {} before the import", if further.is_empty() { key } else { &further })];
    if identity.key != Key::CustomerId {
        changes.push("set `identity.key: customer-id`, and give every row the id of its customer".to_owned());
    }
    Telling {
        violated: format!(
            "{} on the target {} to a person who already had one",
            counted(tally.count, "profile", "profiles"),
            form(tally.count, "belongs", "belong"),
        ),
        holds: format!("{} on the target, no person twice", counted(tally.exercised, "profile", "profiles")),
        vacuous: "no profile was made on the target".to_owned(),
        unknown: String::new(),
        causes: if tally.count == 0 {
            Vec::new()
        } else {
            vec![format!(
                "the target tells profiles apart by {key}; these share {} ({})",
                if further.is_empty() { key } else { &further },
                counted(tally.count, "profile", "profiles"),
            )]
        },
        changes,
    }
}
