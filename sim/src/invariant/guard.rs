//! The guards of an import: flows that are held or filtered meanwhile, and the migration flag that is released.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::welcome::{filter_changes, hold_change};
use super::wording::counted;
use crate::flow::Trigger;
use crate::history::{Actor, Fact, FactKind};
use crate::plan::Side;
use crate::time::Minute;

/// Flows that the import can start are held or filtered while it runs.
pub(super) const HELD_WHILE_IMPORTING: Judge =
    Judge { relevant: Kinds::ENTERED, cells: |context| context.flows.len(), each: see_held, finish: tell_held };

/// The migration flag is gone by the release.
pub(super) const FLAG_RELEASED: Judge =
    Judge { relevant: Kinds::FLAG, cells: no_cells, each: see_flag, finish: tell_flag };

/// Whether the calls of the import, or of the replay, can start this flow; and the minutes in which they run.
fn fired_by(context: &Context<'_>, flow: usize) -> Option<(bool, (Minute, Minute))> {
    let import = &context.plan.import;
    match &context.plan.flows[flow].trigger {
        Trigger::ListAdded(list) if import.list == Some(*list) && import.door.adds_to_list => {
            context.import_calls.map(|calls| (import.door.fires_flows, (calls.first, calls.last)))
        }
        Trigger::Event { event, .. } => {
            let replay = import.history.as_ref().filter(|replay| replay.event == *event)?;
            context.replay_calls.map(|calls| (replay.door.fires_flows, (calls.first, calls.last)))
        }
        _ => None,
    }
}

fn see_held(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    for fact in person.facts {
        let FactKind::Entered { flow, by: by @ (Actor::Import | Actor::Replay) } = fact.kind else {
            continue;
        };
        let Some(view) = context.flow(flow).filter(|view| view.side == Side::Target && !view.reads_flag) else {
            continue;
        };
        if !tally.counts_at(fact.at) || !view.is_ever_live() {
            continue;
        }
        tally.cells[flow.get()] += 1;
        tally.case(0, fact.at, Some(person.profile), || {
            let name = context.flow_name(place(flow));
            (
                vec![*fact],
                format!("entered {name} through {}, while the flow was live and unguarded", context.door_of(by as u16)),
            )
        });
    }
}

fn tell_held(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let mut causes = Vec::new();
    let mut changes = Vec::new();
    for (number, flow) in context.flows.iter().enumerate() {
        let draft = context.plan.flows[number].status.from == Minute::FOREVER;
        let (Some(calls), Side::Target, false) = (context.import_calls.or(context.replay_calls), flow.side, draft)
        else {
            continue;
        };
        let fired = fired_by(context, number);
        let (first, last) = fired.map_or((calls.first, calls.last), |(_, window)| window);
        let is_live = flow.live.from <= last && first < flow.live.until;
        tally.exercised += u64::from(is_live || fired.is_some());
        let entries = tally.cells[number];
        let is_unguarded = is_live && fired.is_some_and(|(fires, _)| fires) && !flow.reads_flag;
        let is_forgiven = tally.terms.by.is_some_and(|by| last < by);
        // Where the age of an event alone can keep the flow from starting, only entries tell.
        if is_unguarded && !is_forgiven && (entries > 0 || flow.age_minutes_max.is_none()) {
            tally.count += 1;
            tally.numbers[0] += 1;
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            let name = context.flow_name(number);
            causes.push((entries, format!(
                "flow {name} is live while the import runs, the import starts it, and its entry does not read the migration flag ({})",
                counted(entries, "entry", "entries"),
            )));
            changes.extend(filter_changes(context, number));
            changes.push(hold_change(context, number));
        }
    }
    tell_early_release(context, tally, &mut causes, &mut changes);
    causes.sort_by_key(|(entries, _)| std::cmp::Reverse(*entries));
    let mut seen = Vec::new();
    changes.retain(|change| {
        !seen.contains(change) && {
            seen.push(change.clone());
            true
        }
    });
    let flows = tally.numbers[0];
    let early = tally.count > flows;
    Telling {
        violated: match (flows, early) {
            (0, _) => "the migration flag is released before the last accepted call of the import".to_owned(),
            (_, false) => {
                format!("{} live and unguarded while the import runs", counted(flows, "flow is", "flows are"))
            }
            (_, true) => format!(
                "{} live and unguarded while the import runs, and the migration flag is released too early",
                counted(flows, "flow is", "flows are")
            ),
        },
        holds: format!("{} held or guarded while the import ran", counted(tally.exercised, "flow was", "flows were")),
        vacuous: if context.import_calls.or(context.replay_calls).is_none() {
            "no call of the import happened"
        } else {
            "no flow of the target was live while the import ran, and the import could start none"
        }
        .to_owned(),
        unknown: String::new(),
        causes: causes.into_iter().map(|(_, cause)| cause).collect(),
        changes,
    }
}

/// The flag guards nothing once it is released: a release before the last accepted call is a hole.
fn tell_early_release(
    context: &Context<'_>,
    tally: &mut Tally,
    causes: &mut Vec<(u64, String)>,
    changes: &mut Vec<String>,
) {
    let accepted = context.import_calls.and_then(|calls| calls.last_accepted);
    let (Some(flag), Some(accepted)) = (context.plan.import.flag, accepted) else {
        return;
    };
    if flag.release >= accepted || flag.release >= context.end || !tally.counts_at(flag.release) {
        return;
    }
    tally.count += 1;
    let (release, last) = (context.when(flag.release), context.when(accepted));
    tally.case(0, flag.release, None, || {
        (Vec::new(), format!("the migration flag is released on {release}, the last accepted call is on {last}"))
    });
    causes.push((0, format!("`import.flag.release` ({release}) is before the last accepted call ({last})")));
    changes.push(format!("set `import.flag.release: day {}`", context.day_after_import()));
}

/// Why a flag is still there; otherwise nothing released it.
const RELEASED_LATE: u8 = 1;
const FLAGGED_LATE: u8 = 2;

fn see_flag(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let Some(flag) = context.plan.import.flag else { return };
    let deadline = tally.terms.by.unwrap_or(flag.release);
    if deadline >= context.end {
        tally.numbers[1] += 1;
        return;
    }
    let mut set: Option<&Fact> = None;
    let mut was_set = false;
    for fact in person.facts {
        match fact.kind {
            FactKind::FlagSet => {
                was_set = true;
                set = set.or(Some(fact));
            }
            FactKind::FlagReleased if fact.at <= deadline => set = None,
            _ => {}
        }
    }
    tally.exercised += u64::from(was_set);
    if let Some(set) = set {
        let is_late = set.at > flag.release;
        let is_released = person.facts.iter().any(|fact| fact.kind == FactKind::FlagReleased && fact.at > deadline);
        tally.cause(Cause(if is_late { FLAGGED_LATE } else { u8::from(is_released) }, [0; 3]));
        tally.broken(0, deadline.max(set.at), person, || {
            let because = if is_late {
                "was flagged after the release, so that nothing clears the flag"
            } else {
                "still carries the migration flag at the deadline"
            };
            (vec![*set], because.to_owned())
        });
    }
}

fn tell_flag(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let describe = |(Cause(code, _), count): &(Cause, u64)| {
        let what = match *code {
            FLAGGED_LATE => "flagged after the release, by rows that came late",
            RELEASED_LATE => "released, but only after the stated day",
            _ => "never released",
        };
        format!("{what} ({})", counted(*count, "profile", "profiles"))
    };
    Telling {
        violated: format!(
            "{} the migration flag{}: flows that filter on it stay closed to them",
            counted(tally.count, "profile still carries", "profiles still carry"),
            tally.terms.by.map_or_else(|| " after the release".to_owned(), |by| format!(" on {}", context.when(by)))
        ),
        holds: format!("all {} lost the flag in time", counted(tally.exercised, "flagged profile", "flagged profiles")),
        vacuous: if context.plan.import.flag.is_none() {
            "the import sets no migration flag"
        } else if tally.numbers[1] > 0 {
            "the flag is released after the rehearsal ends"
        } else {
            "no profile was flagged"
        }
        .to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes: vec![
            format!("set `import.flag.release: day {}`, after the last row", context.day_after_import()),
            "release the flag once more after the last late row".to_owned(),
        ],
    }
}
