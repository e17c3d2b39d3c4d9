//! How often people enter a flow.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, form};
use crate::flow::Reentry;
use crate::history::{Fact, FactKind};

/// Nobody enters a journey more often than its rule allows.
pub(super) const ENTERS_AT_MOST: Judge =
    Judge { relevant: Kinds::ENTERED, cells: no_cells, each: see_entries, finish: tell_entries };

/// How an entry breaks a re-entry rule.
const AGAIN: u8 = 0;
const TOO_SOON: u8 = 1;
const STILL_IN: u8 = 2;

fn see_entries(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let mut is_counted = false;
    for (number, fact) in person.facts.iter().enumerate() {
        let FactKind::Entered { flow, .. } = fact.kind else {
            continue;
        };
        tally.exercised += 1;
        let Some(journey) = context.flow(flow).map(|view| view.journey) else {
            continue;
        };
        let Some((earlier, has_left)) = earlier_entry(context, &person.facts[..number], journey) else {
            continue;
        };
        let code = match context.plan.flow(flow).reentry {
            Reentry::Never => AGAIN,
            Reentry::AfterMinutes(minutes) if fact.at < earlier.at.plus(minutes) => TOO_SOON,
            Reentry::AfterExit | Reentry::AfterMinutes(_) if !has_left => STILL_IN,
            Reentry::AfterExit | Reentry::AfterMinutes(_) | Reentry::Always => continue,
        };
        if is_counted || !tally.counts_at(fact.at) {
            continue;
        }
        is_counted = true;
        let crosses = matches!(earlier.kind, FactKind::Entered { flow: before, .. } if before != flow);
        tally.cause(Cause(code, [place(flow), u16::from(crosses), 0]));
        tally.broken(0, fact.at, person, || {
            let name = context.flow_name(place(flow));
            let because = match code {
                AGAIN => format!("entered {name} again, although its rule is once, ever"),
                TOO_SOON => format!("entered {name} again sooner than its rule allows"),
                _ => format!("entered {name} while still in it"),
            };
            (vec![*earlier, *fact], because)
        });
    }
}

/// The last entry into a journey before now, and whether the person has left the journey since.
fn earlier_entry<'a>(context: &Context<'_>, before: &'a [Fact], journey: u16) -> Option<(&'a Fact, bool)> {
    let is_same = |flow| context.flow(flow).is_some_and(|view| view.journey == journey);
    let mut has_left = false;
    before.iter().rev().find_map(|fact| match fact.kind {
        FactKind::Left { flow, .. } if is_same(flow) => {
            has_left = true;
            None
        }
        FactKind::Entered { flow, .. } if is_same(flow) => Some((fact, has_left)),
        _ => None,
    })
}

fn tell_entries(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let describe = |(Cause(code, [flow, crosses, _]), count): &(Cause, u64)| {
        let what = match *code {
            AGAIN => "entered again, although its rule is once, ever",
            TOO_SOON => "entered again too soon",
            _ => "entered while still in it",
        };
        let across = if *crosses == 1 { "on both platforms: " } else { "" };
        let name = context.flow_name(*flow);
        format!("flow {name}: {across}{what} ({})", counted(*count, "person", "people"))
    };
    let causes = tally.causes();
    let mut changes = Vec::new();
    for (Cause(_, [flow, crosses, _]), _) in &causes {
        let name = context.flow_name(*flow);
        changes.push(if *crosses == 1 {
            format!("end flow {name} on the source before it goes live on the target (`live: {{until: day N}}`)")
        } else {
            format!("set `re-entry` of flow {name} to what is really meant, or import each person once")
        });
    }
    Telling {
        violated: format!(
            "{} a flow more often than its re-entry rule allows",
            counted(tally.count, "person entered", "people entered")
        ),
        holds: format!(
            "{} {} allowed",
            counted(tally.exercised, "entry", "entries"),
            form(tally.exercised, "was", "were")
        ),
        vacuous: "nobody entered a flow".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}
