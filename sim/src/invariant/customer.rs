//! Customer ids: one profile has one, and one names one profile.
//!
//! Owns: the judge of both directions. Deliberately knows ids by number alone: no fact holds an id itself.

use super::context::{Context, Kinds, Person};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, form};
use crate::history::{Fact, FactKind};
use crate::identity::Key;

/// Exactly one customer id a profile, and one profile an id.
pub(super) const ONE_CUSTOMER_ID: Judge = Judge {
    relevant: Kinds::ROW_APPLIED.with(Kinds::SIGNED_UP).with(Kinds::CUSTOMER_ID),
    cells: no_cells,
    each: see_profile,
    finish: tell_ids,
};

/// What is wrong, as a code of a cause.
const MISSING: u8 = 0;
const SEVERAL: u8 = 1;
const SHARED: u8 = 2;

fn number_of(fact: &Fact) -> Option<u32> {
    match fact.kind {
        FactKind::CustomerId { number } => Some(number),
        _ => None,
    }
}

fn see_profile(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    if !person.is_on_target() || !context.plan.identity.uses(Key::CustomerId) {
        return;
    }
    tally.exercised += 1;
    let mut ids = person.facts.iter().filter(|fact| number_of(fact).is_some());
    let Some(first) = ids.next() else {
        let made = person
            .facts
            .iter()
            .find(|fact| matches!(fact.kind, FactKind::RowApplied { .. } | FactKind::SignedUp { .. }));
        if let Some(made) = made.filter(|fact| tally.counts_at(fact.at)) {
            tally.cause(Cause(MISSING, [0; 3]));
            tally.broken(0, made.at, person, || (vec![*made], "has no customer id".to_owned()));
        }
        return;
    };
    let second = ids.find(|fact| number_of(fact) != number_of(first));
    if let Some(second) = second.filter(|fact| tally.counts_at(fact.at)) {
        tally.cause(Cause(SEVERAL, [0; 3]));
        tally.broken(0, second.at, person, || {
            (vec![*first, *second], "has two customer ids; the target keeps one of them".to_owned())
        });
    }
}

/// Every profile but the first with an id that another has too. Which profile that is depends on the ids alone, so this
/// looks at all profiles together.
fn see_shared(context: &Context<'_>, tally: &mut Tally) {
    let facts = context.evidence.history.facts();
    let mut holders: Vec<(u32, u32, &Fact)> =
        facts.filter_map(|fact| Some((number_of(fact)?, fact.profile, fact))).collect();
    holders.sort_by_key(|&(number, profile, fact)| (number, profile, fact.at));
    holders.dedup_by_key(|&mut (number, profile, _)| (number, profile));
    for holders in holders.chunk_by(|left, right| left.0 == right.0) {
        for &(_, profile, fact) in &holders[1..] {
            if tally.counts_at(fact.at) {
                tally.count += 1;
                tally.cause(Cause(SHARED, [0; 3]));
                tally.case(0, fact.at, Some(profile), || {
                    (vec![*fact], "has a customer id that names another profile too".to_owned())
                });
            }
        }
    }
}

fn tell_ids(context: &Context<'_>, tally: &mut Tally) -> Telling {
    if tally.exercised > 0 {
        see_shared(context, tally);
    }
    let cause = |(Cause(what, _), count): &(Cause, u64)| {
        let profiles = counted(*count, "profile", "profiles");
        match *what {
            MISSING => format!("no row of the profile has a customer id ({profiles})"),
            SEVERAL => format!("rows with different customer ids became one profile ({profiles})"),
            _ => format!("rows with one customer id became two profiles ({profiles})"),
        }
    };
    let change = |(Cause(what, _), _): &(Cause, u64)| match *what {
        MISSING => "give every row the id of its customer before the import".to_owned(),
        SEVERAL => {
            "decide which id of a person stays, and map the others to it in every system that sends them".to_owned()
        }
        _ => "set `identity.key: customer-id`, or merge the rows that share an id before the import".to_owned(),
    };
    let causes = tally.causes();
    Telling {
        violated: format!(
            "{} on the target {} not have a customer id of {} own",
            counted(tally.count, "profile", "profiles"),
            form(tally.count, "does", "do"),
            form(tally.count, "its", "their"),
        ),
        holds: format!(
            "{} on the target, each with a customer id of its own",
            counted(tally.exercised, "profile", "profiles")
        ),
        vacuous: if context.plan.identity.uses(Key::CustomerId) {
            "no profile was made on the target".to_owned()
        } else {
            "the scenario recognises nobody by a customer id".to_owned()
        },
        unknown: String::new(),
        causes: causes.iter().map(cause).collect(),
        changes: causes.iter().map(change).collect(),
    }
}
