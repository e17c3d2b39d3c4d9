//! Who is who: one person has one profile, and one profile holds one person.

use super::context::{Context, Kinds, Person};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, form};
use crate::history::{FactKind, Recognised};
use crate::identity::Key;

/// No second profile of a person on the target, and no second person in a profile.
pub(super) const ONE_PERSON_ONE_PROFILE: Judge = Judge {
    relevant: Kinds::ROW_APPLIED.with(Kinds::SIGNED_UP).with(Kinds::SAME_PERSON),
    cells: no_cells,
    each: see_profile,
    finish: tell_profiles,
};

/// What is wrong, as a code of a cause; the place beside it says by what two profiles are recognised.
const SECOND_PROFILE: u8 = 0;
const TWO_PEOPLE: u8 = 1;

fn see_profile(_: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    tally.exercised += u64::from(person.is_on_target());
    if !person.has(Kinds::SAME_PERSON) {
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
    for fact in person.facts.iter().filter(|fact| Kinds::SAME_PERSON.meets(Kinds::of(&fact.kind))) {
        if !tally.counts_at(fact.at) {
            continue;
        }
        match fact.kind {
            FactKind::SamePersonAs { by, .. } if !is_second => {
                is_second = true;
                tally.cause(Cause(SECOND_PROFILE, [by as u16, 0, 0]));
                tally.broken(0, fact.at, person, || {
                    let facts = made().into_iter().chain([*fact]).collect();
                    (facts, "was made although the same person already had a profile".to_owned())
                });
            }
            FactKind::AnotherPerson { .. } if !holds_two => {
                holds_two = true;
                tally.cause(Cause(TWO_PEOPLE, [0; 3]));
                tally.broken(0, fact.at, person, || {
                    (made().into_iter().chain([*fact]).collect(), "holds two different people".to_owned())
                });
            }
            _ => {}
        }
    }
}

fn tell_profiles(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let identity = &context.plan.identity;
    let key = identity.key.name();
    let further: Vec<&str> =
        identity.matches.iter().filter(|key| **key != identity.key).map(|key| key.name()).collect();
    let shared = if further.is_empty() { key.to_owned() } else { further.join(" or ") };
    let causes = tally.causes();
    let sum = |wanted: u8| causes.iter().filter(|(Cause(what, _), _)| *what == wanted).map(|(_, count)| count).sum();
    let (second, two): (u64, u64) = (sum(SECOND_PROFILE), sum(TWO_PEOPLE));
    let cause = |(Cause(what, [by, ..]), count): &(Cause, u64)| {
        let profiles = counted(*count, "profile", "profiles");
        match (*what, *by) {
            (TWO_PEOPLE, _) => format!("two people share one {key}, so the target takes them for one ({profiles})"),
            (_, by) if by == Recognised::Evidence as u16 => format!(
                "the target tells profiles apart by {key}; the evidence of all they hold says that these are one person \
                 ({profiles})"
            ),
            _ => format!("the target tells profiles apart by {key}; these share {shared} ({profiles})"),
        }
    };
    Telling {
        violated: broken(second, two),
        holds: format!("{} on the target, no person twice", counted(tally.exercised, "profile", "profiles")),
        vacuous: "no profile was made on the target".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(cause).collect(),
        changes: changes(context, &shared, second, two),
    }
}

fn broken(second: u64, two: u64) -> String {
    let second_profiles = format!(
        "{} on the target {} to a person who already had one",
        counted(second, "profile", "profiles"),
        form(second, "belongs", "belong"),
    );
    let merged = format!(
        "{} two different people who were merged into one",
        counted(two, "profile on the target holds", "profiles on the target hold"),
    );
    match (second, two) {
        (_, 0) => second_profiles,
        (0, _) => merged,
        _ => format!("{second_profiles}; {merged}"),
    }
}

fn changes(context: &Context<'_>, shared: &str, second: u64, two: u64) -> Vec<String> {
    let identity = &context.plan.identity;
    let key = identity.key;
    let mut changes = Vec::new();
    if second > 0 {
        let evidence = if identity.by_evidence { ", or that the evidence takes for one person," } else { "" };
        changes.push(format!("merge records that share {shared}{evidence} before the import"));
    }
    if two > 0 {
        changes
            .push(format!("give each of two people who share one {} one of their own before the import", key.name()));
    }
    if key != Key::CustomerId {
        changes.push("set `identity.key: customer-id`, and give every row the id of its customer".to_owned());
    }
    changes
}
