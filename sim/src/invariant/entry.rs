//! Who enters which flow: the welcome mail to people who were already customers, and the guards against it.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, form, guard_key, thousands};
use crate::flow::{FlowMark, Predicate, Trigger};
use crate::history::{Actor, Fact, FactKind};
use crate::plan::{Index, Side};
use crate::profile::Channel;
use crate::time::Minute;

/// Nobody whom the source knew gets or enters a welcome flow by being imported.
pub(super) const NO_WELCOME_TO_EXISTING: Judge = Judge {
    relevant: Kinds::KNOWN,
    cells: no_cells,
    each: see_welcome,
    finish: tell_welcome,
};

/// Flows that the import can start are held or filtered while it runs.
pub(super) const HELD_WHILE_IMPORTING: Judge = Judge {
    relevant: Kinds::ENTERED,
    cells: |context| context.flows.len(),
    each: see_held,
    finish: tell_held,
};

/// The migration flag is gone by the release.
pub(super) const FLAG_RELEASED: Judge = Judge {
    relevant: Kinds::FLAG,
    cells: no_cells,
    each: see_flag,
    finish: tell_flag,
};

/// Nobody enters a journey more often than its rule allows.
pub(super) const ENTERS_AT_MOST: Judge = Judge {
    relevant: Kinds::ENTERED,
    cells: no_cells,
    each: see_entries,
    finish: tell_entries,
};

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
    let code = match (
        person.facts.iter().any(|fact| fact.kind == FactKind::FlagLost),
        context.flow(flow),
    ) {
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
    let known = person
        .facts
        .iter()
        .find(|fact| matches!(fact.kind, FactKind::Known { .. }));
    let consent = person.facts.iter().find(|fact| {
        matches!(
            fact.kind,
            FactKind::SourceConsent {
                channel: Channel::Email,
                ..
            }
        )
    });
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
        format!(
            "{} got the welcome mail, {} more entered its flow",
            customers(mailed),
            thousands(people - mailed)
        )
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
        causes: causes
            .iter()
            .map(|(cause, count)| welcome_cause(context, *cause, *count))
            .collect(),
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
            format!(
                "{door} adds to list `{}`, which starts flow {name}",
                context.plan.lists[list.get()]
            )
        }
        Some(Trigger::Event { event, .. }) => {
            format!(
                "{door} delivers event {}, which starts flow {name}",
                context.event_name(place(*event))
            )
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
            (_, true) => import
                .history
                .as_ref()
                .map(|replay| (&replay.door, "import.history.door")),
            _ => None,
        };
        if let Some((door, key)) = door
            && let Some(guard) = &door.guard_available
        {
            add(format!(
                "set `{}: true` on door `{}` (`{key}`)",
                guard_key(guard),
                door.id
            ));
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
fn filter_changes(context: &Context<'_>, flow: u16) -> Vec<String> {
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

fn hold_change(context: &Context<'_>, flow: u16) -> String {
    let day = context.day_after_import();
    format!(
        "hold flow {} until the import is done: `live: {{from: day {day}}}`",
        context.flow_name(flow)
    )
}

/// Whether the calls of the import, or of the replay, can start this flow; and the minutes in which they run.
fn fired_by(context: &Context<'_>, flow: usize) -> Option<(bool, (Minute, Minute))> {
    let import = &context.plan.import;
    match &context.plan.flows[flow].trigger {
        Trigger::ListAdded(list) if import.list == Some(*list) && import.door.adds_to_list => context
            .import_calls
            .map(|calls| (import.door.fires_flows, (calls.first, calls.last))),
        Trigger::Event { event, .. } => {
            let replay = import.history.as_ref().filter(|replay| replay.event == *event)?;
            context
                .replay_calls
                .map(|calls| (replay.door.fires_flows, (calls.first, calls.last)))
        }
        _ => None,
    }
}

/// Whether the age of an event alone keeps the flow from starting, so that only facts tell.
fn is_aged(context: &Context<'_>, flow: usize) -> bool {
    let flow = &context.plan.flows[flow];
    let by_flow = matches!(
        flow.trigger,
        Trigger::Event {
            age_minutes_max: Some(_),
            ..
        }
    );
    let by_platform = context.plan.platforms[flow.side as usize]
        .event_age_minutes_max
        .is_some();
    by_flow || by_platform && matches!(flow.trigger, Trigger::Event { .. })
}

fn see_held(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    for fact in person.facts {
        let FactKind::Entered {
            flow,
            by: by @ (Actor::Import | Actor::Replay),
        } = fact.kind
        else {
            continue;
        };
        let Some(view) = context
            .flow(flow)
            .filter(|view| view.side == Side::Target && !view.reads_flag)
        else {
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
                format!(
                    "entered {name} through {}, while the flow was live and unguarded",
                    context.door_of(by as u16)
                ),
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
        if is_unguarded && !is_forgiven && (entries > 0 || !is_aged(context, number)) {
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
            (_, false) => format!(
                "{} live and unguarded while the import runs",
                counted(flows, "flow is", "flows are")
            ),
            (_, true) => format!(
                "{} live and unguarded while the import runs, and the migration flag is released too early",
                counted(flows, "flow is", "flows are")
            ),
        },
        holds: format!(
            "{} held or guarded while the import ran",
            counted(tally.exercised, "flow was", "flows were")
        ),
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
        (
            Vec::new(),
            format!("the migration flag is released on {release}, the last accepted call is on {last}"),
        )
    });
    causes.push((
        0,
        format!("`import.flag.release` ({release}) is before the last accepted call ({last})"),
    ));
    changes.push(format!("set `import.flag.release: day {}`", context.day_after_import()));
}

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
        tally.cause(Cause(u8::from(is_late), [0; 3]));
        tally.broken(0, deadline.max(set.at), person, || {
            let because = if is_late {
                "was flagged after the release, so that nothing clears the flag"
            } else {
                "still carries the migration flag after the release"
            };
            (vec![*set], because.to_owned())
        });
    }
}

fn tell_flag(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let describe = |(Cause(late, _), count): &(Cause, u64)| {
        let what = if *late == 1 {
            "flagged after the release, by rows that came late"
        } else {
            "never released"
        };
        format!("{what} ({})", counted(*count, "profile", "profiles"))
    };
    Telling {
        violated: format!(
            "{} the migration flag after the release: flows that filter on it stay closed to them",
            counted(tally.count, "profile carries", "profiles carry")
        ),
        holds: format!(
            "all {} lost the flag in time",
            counted(tally.exercised, "flagged profile", "flagged profiles")
        ),
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
            format!(
                "set `import.flag.release: day {}`, after the last row",
                context.day_after_import()
            ),
            "release the flag once more after the last late row".to_owned(),
        ],
    }
}

/// How an entry breaks a re-entry rule.
const AGAIN: u8 = 0;
const TOO_SOON: u8 = 1;
const STILL_IN: u8 = 2;

fn see_entries(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    use crate::flow::Reentry;
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
        let across = if *crosses == 1 { ", once on each platform" } else { "" };
        format!(
            "flow {}: {what}{across} ({})",
            context.flow_name(*flow),
            counted(*count, "person", "people")
        )
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
