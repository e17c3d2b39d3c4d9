//! The welcome mail to people who were already customers: the story that started it.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, guard_key, thousands};
use crate::flow::{FlowMark, Predicate, Trigger};
use crate::history::{Actor, Fact, FactKind};
use crate::plan::{Index, Side};
use crate::profile::Channel;

/// Nobody whom the source knew gets or enters a welcome flow by being imported.
pub(super) const NO_WELCOME_TO_EXISTING: Judge =
    Judge { relevant: Kinds::KNOWN, cells: no_cells, each: see_welcome, finish: tell_welcome };

/// Why an existing customer entered a welcome flow.
const NO_FILTER: u8 = 0;
const FLAG_LOST: u8 = 1;
const FLAG_NOT_SET: u8 = 2;

fn is_target_welcome(context: &Context<'_>, flow: Index<FlowMark>) -> bool {
    context.flow(flow).is_some_and(|flow| flow.is_target_welcome)
}

/// The entry into `flow` that was the last before a place in the facts.
fn last_entry(facts: &[Fact], flow: Index<FlowMark>) -> Option<(&Fact, Actor)> {
    facts.iter().rev().find_map(|fact| match fact.kind {
        FactKind::Entered { flow: entered, by } if entered == flow => Some((fact, by)),
        _ => None,
    })
}

fn see_welcome(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    if person.has(Kinds::ROW_APPLIED) && context.flows.iter().any(|flow| flow.is_target_welcome) {
        tally.exercised += 1;
    }
    if !person.has(Kinds::ENTERED.with(Kinds::SENT)) {
        return;
    }
    let mut entered = None;
    let mut sent = None;
    for (number, fact) in person.facts.iter().enumerate() {
        match fact.kind {
            FactKind::Entered { flow, by } if by != Actor::Person && is_target_welcome(context, flow) => {
                entered = entered.or(Some((number, flow, Some(by))));
            }
            FactKind::Sent { message, .. } => {
                let Some(flow) = context.message(message).map(|message| message.flow) else {
                    continue;
                };
                let by = last_entry(&person.facts[..number], flow).map(|(_, by)| by);
                if is_target_welcome(context, flow) && by != Some(Actor::Person) {
                    sent = Some((number, flow, by));
                    break;
                }
            }
            _ => {}
        }
    }
    let Some((number, flow, by)) = sent.or(entered) else {
        return;
    };
    let code = match (person.facts.iter().any(|fact| fact.kind == FactKind::FlagLost), context.flow(flow)) {
        (true, Some(view)) if view.reads_flag => FLAG_LOST,
        (false, Some(view)) if view.reads_flag => FLAG_NOT_SET,
        _ => NO_FILTER,
    };
    tally.cause(Cause(code, [place(flow), by.map_or(u16::MAX, |by| by as u16), 0]));
    tally.numbers[0] += u64::from(sent.is_some());
    tally.broken(u8::from(sent.is_none()), person.facts[number].at, person, || {
        welcome_story(context, person, number, flow)
    });
}

/// The facts that tell how an existing customer came to the welcome mail, the breaking one last.
fn welcome_story(
    context: &Context<'_>,
    person: &Person<'_>,
    number: usize,
    flow: Index<FlowMark>,
) -> (Vec<Fact>, String) {
    let before = &person.facts[..number];
    let known = person.facts.iter().find(|fact| matches!(fact.kind, FactKind::Known { .. }));
    let consent =
        person.facts.iter().find(|fact| matches!(fact.kind, FactKind::SourceConsent { channel: Channel::Email, .. }));
    let entry = last_entry(before, flow).map(|(fact, _)| fact);
    let until = entry.map_or(person.facts[number].at, |fact| fact.at);
    let cause = |wanted: fn(&FactKind) -> bool| before.iter().rev().find(|fact| fact.at <= until && wanted(&fact.kind));
    let row = cause(|kind| matches!(kind, FactKind::RowApplied { .. }));
    let lost = cause(|kind| matches!(kind, FactKind::FlagLost));
    let list = cause(|kind| matches!(kind, FactKind::ListAdded { side: Side::Target, .. }));
    let event = cause(|kind| matches!(kind, FactKind::Arrived { side: Side::Target, .. }));
    let trigger = match context.plan.flow(flow).trigger {
        Trigger::Event { .. } => event,
        _ => list,
    };
    let facts: Vec<Fact> = [known, consent, row, lost, trigger, entry, Some(&person.facts[number])]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    let since = known.and_then(|fact| match fact.kind {
        FactKind::Known { created_at } => created_at.known(),
        _ => None,
    });
    let known_since = match since {
        Some(at) => format!("although the source knew this person since {}", context.date(at)),
        None => "although the source already knew this person".to_owned(),
    };
    let did = match person.facts[number].kind {
        FactKind::Sent { message, .. } => format!("received {}", context.message_name(message)),
        _ => format!("entered {}", context.flow_name(place(flow))),
    };
    (facts, format!("{did} {known_since}"))
}

fn tell_welcome(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let (mailed, people) = (tally.numbers[0], tally.count);
    let violated = if mailed == 0 {
        format!("{} entered the welcome flow, 0 mails so far", customers(people))
    } else if mailed < people {
        format!("{} got the welcome mail, {} more entered its flow", customers(mailed), thousands(people - mailed))
    } else {
        format!("{} got the welcome mail", customers(mailed))
    };
    let has_welcome = context.flows.iter().any(|flow| flow.is_target_welcome);
    let causes = tally.causes();
    Telling {
        violated,
        holds: format!("none of {} imported got a welcome mail", customers(tally.exercised)),
        vacuous: if has_welcome {
            "no existing customer was imported"
        } else {
            "the target has no flow of class `welcome`"
        }
        .to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(|(cause, count)| welcome_cause(context, *cause, *count)).collect(),
        changes: welcome_changes(context, causes.iter().map(|(cause, _)| *cause)),
    }
}

fn customers(number: u64) -> String {
    counted(number, "existing customer", "existing customers")
}

fn welcome_cause(context: &Context<'_>, Cause(code, [flow, by, _]): Cause, count: u64) -> String {
    let name = context.flow_name(flow);
    let door = context.door_of(by);
    let starts = match context.plan.flows.get(usize::from(flow)).map(|flow| &flow.trigger) {
        Some(Trigger::ListAdded(list)) => {
            format!("{door} adds to list `{}`, which starts flow {name}", context.plan.lists[list.get()])
        }
        Some(Trigger::Event { event, .. }) => {
            format!("{door} delivers event {}, which starts flow {name}", context.event_name(place(*event)))
        }
        _ => format!("{door} starts flow {name}"),
    };
    let guard = match (code, context.plan.import.flag.is_some()) {
        (FLAG_LOST, _) => "its entry reads the migration flag, but the import lost the flag on these rows",
        (FLAG_NOT_SET, _) => "its entry reads the migration flag, but these profiles did not carry it",
        (_, true) => "its entry does not read the migration flag",
        (_, false) => "nothing guards it: the import sets no migration flag",
    };
    format!("{starts}; {guard} ({})", counted(count, "person", "people"))
}

fn welcome_changes(context: &Context<'_>, causes: impl Iterator<Item = Cause> + Clone) -> Vec<String> {
    let mut changes = Vec::new();
    let mut add = |change: String| {
        if !changes.contains(&change) {
            changes.push(change);
        }
    };
    let import = &context.plan.import;
    for Cause(_, [_, by, _]) in causes.clone() {
        let door = match (by == Actor::Import as u16, by == Actor::Replay as u16) {
            (true, _) => Some((&import.door, "import.door")),
            (_, true) => import.history.as_ref().map(|replay| (&replay.door, "import.history.door")),
            _ => None,
        };
        if let Some((door, key)) = door
            && let Some(guard) = &door.guard_available
        {
            add(format!("set `{}: true` on door `{}` (`{key}`)", guard_key(guard), door.id));
        }
    }
    for Cause(code, [flow, ..]) in causes.clone() {
        match code {
            NO_FILTER => filter_changes(context, flow).into_iter().for_each(&mut add),
            FLAG_LOST => {
                add("check after each batch that the flag arrived, and send the rows without it again".to_owned())
            }
            _ => add("set the migration flag with the row itself, and release it only after the last row".to_owned()),
        }
    }
    for Cause(_, [flow, ..]) in causes {
        add(hold_change(context, flow));
    }
    changes
}

/// The edits that make a flow read the migration flag.
pub(super) fn filter_changes(context: &Context<'_>, flow: u16) -> Vec<String> {
    let name = context.flow_name(flow);
    let entry = context.plan.flows.get(usize::from(flow)).map(|flow| &flow.entry);
    let is_open = matches!(entry, None | Some(Predicate::Constant(true)));
    let day = context.day_after_import();
    let mut changes = Vec::new();
    let flag = context.flag_name().unwrap_or_else(|| {
        changes.push(format!(
            "declare `properties: {{migration_hold: bool}}` and set `import.flag: {{property: migration_hold, release: day {day}}}`"
        ));
        "profile.migration_hold".to_owned()
    });
    changes.push(if is_open {
        format!("add `entry: '{flag} != true'` to flow {name}")
    } else {
        format!("add `&& {flag} != true` to the entry of flow {name}")
    });
    changes
}

/// The edit that holds a flow until the import is done.
pub(super) fn hold_change(context: &Context<'_>, flow: u16) -> String {
    let day = context.day_after_import();
    format!("hold flow {} until the import is done: `live: {{from: day {day}}}`", context.flow_name(flow))
}
