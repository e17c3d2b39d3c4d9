//! Events and flows: what a flow waits for exists, arrives in time, and starts it.

use super::context::{Context, Kinds, Person, place, starts_by_itself};
use super::judge::{Judge, Telling, no_cells, no_profile};
use super::tally::{Cause, Tally};
use super::wording::{counted, form, length, thousands};
use crate::feed::Feed;
use crate::flow::{Goal, Step, Trigger};
use crate::history::{Actor, FactKind, NotEntered};
use crate::plan::{EventMark, Index, Plan, Side};
use crate::time::Minute;

/// Every event that a live flow uses reaches its platform.
pub(super) const TRIGGERS_EXIST: Judge =
    Judge { relevant: Kinds::NONE, cells: no_cells, each: no_profile, finish: tell_exist };

/// Every live flow is entered.
pub(super) const TRIGGERS_FIRE: Judge = Judge {
    relevant: Kinds::ENTERED.with(Kinds::NOT_ENTERED).with(Kinds::BRANCHED),
    cells: |context| context.branch_cells.last().copied().unwrap_or_default(),
    each: see_fire,
    finish: tell_fire,
};

/// Nobody misses a flow because an event arrives too late.
pub(super) const CADENCE_SUFFICES: Judge = Judge {
    relevant: Kinds::ENTERED.with(Kinds::NOT_ENTERED),
    cells: no_cells,
    each: see_cadence,
    finish: tell_cadence,
};

/// The events that a flow uses, with what for. Emitting an event is no use of it.
fn uses(context: &Context<'_>, flow: usize) -> Vec<(Index<EventMark>, &'static str)> {
    let flow = &context.plan.flows[flow];
    let mut uses = Vec::new();
    if let Trigger::Event { event, .. } = &flow.trigger {
        uses.push((*event, "starts on"));
    }
    for step in &flow.steps {
        if let Step::WaitForEvent { event, .. } = step {
            uses.push((*event, "waits for"));
        }
    }
    if let Some(Goal::Event(event)) = &flow.goal {
        uses.push((*event, "has as its goal"));
    }
    uses
}

/// Whether an event can occur on a platform: a feed brings it, or a flow of that platform emits it.
fn occurs(context: &Context<'_>, event: Index<EventMark>, side: Side) -> bool {
    let has_feed =
        context.plan.events.get(event.get()).is_some_and(|event| event.feeds[side as usize] != Feed::Missing);
    has_feed
        || context.plan.flows.iter().any(|flow| {
            flow.side == side
                && flow.steps.iter().any(|step| matches!(step, Step::Emit { event: emitted, .. } if *emitted == event))
        })
}

fn tell_exist(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let (mut causes, mut changes) = (Vec::new(), Vec::new());
    for (number, view) in context.flows.iter().enumerate().filter(|(_, view)| view.is_ever_live()) {
        for (event, what) in uses(context, number) {
            tally.exercised += 1;
            if occurs(context, event, view.side) {
                continue;
            }
            tally.count += 1;
            let side = view.side.name();
            let flow = context.flow_name(u16::try_from(number).unwrap_or(u16::MAX));
            let event = context.event_name(place(event));
            let cause = format!("flow {flow} {what} event {event}, which never reaches the {side}");
            tally.case(0, Minute::NEVER, None, || (Vec::new(), cause.clone()));
            causes.push(cause);
            let change =
                format!("connect the integration of event {event} to the {side}: `kind: native` or `kind: custom`");
            if !changes.contains(&change) {
                changes.push(change);
            }
        }
    }
    changes.push("take the flow out of the migration: `live: never`".to_owned());
    Telling {
        violated: format!(
            "{} of live flows {} on an event that never reaches the platform",
            counted(tally.count, "step", "steps"),
            form(tally.count, "relies", "rely"),
        ),
        holds: format!(
            "{} in flows, all of them reach their platform",
            counted(tally.exercised, "use of an event", "uses of events")
        ),
        vacuous: "no live flow uses an event".to_owned(),
        unknown: String::new(),
        causes,
        changes,
    }
}

/// Counters of one flow: entries, and what kept people out, by reason.
const FLOW_CELLS: usize = 6;
const REASONS: [(NotEntered, &str); 5] = [
    (NotEntered::Held, "the flow was held"),
    (NotEntered::Filter, "the entry filter did not hold"),
    (NotEntered::Reentry, "the re-entry rule did not allow it"),
    (NotEntered::TooOld, "the event was too old"),
    (NotEntered::SilentDoor, "the door was silent"),
];

/// Where the counters of each flow's branches begin: behind [`FLOW_CELLS`] counters for each flow. One more entry says
/// where the last ones end.
pub(super) fn branch_cells(plan: &Plan) -> Vec<usize> {
    let mut next = plan.flows.len() * FLOW_CELLS;
    let mut firsts = vec![next];
    for flow in &plan.flows {
        next += flow.steps.iter().map(branches).sum::<usize>();
        firsts.push(next);
    }
    firsts
}

/// How many branches a step has, if it splits.
fn branches(step: &Step) -> usize {
    match step {
        Step::If { .. } | Step::WaitForEvent { .. } => 2,
        Step::Random(arms) => arms.len(),
        _ => 0,
    }
}

/// The counter of a branch.
fn branch_cell(context: &Context<'_>, flow: usize, step: u16, branch: u8) -> Option<usize> {
    let steps = &context.plan.flows.get(flow)?.steps;
    let width = branches(steps.get(usize::from(step))?);
    let before: usize = steps[..usize::from(step)].iter().map(branches).sum();
    (usize::from(branch) < width).then(|| context.branch_cells[flow] + before + usize::from(branch))
}

fn see_fire(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let is_in_time = |at: Minute, tally: &Tally| tally.terms.by.is_none_or(|by| at <= by);
    for fact in person.facts {
        let cell = match fact.kind {
            FactKind::Entered { flow, .. } => Some(flow.get() * FLOW_CELLS),
            FactKind::NotEntered { flow, why, .. } => Some(flow.get() * FLOW_CELLS + 1 + why as usize),
            FactKind::Branched { flow, step, branch } => branch_cell(context, flow.get(), step, branch),
            _ => None,
        };
        if let Some(cell) = cell
            && is_in_time(fact.at, tally)
            && let Some(counter) = tally.cells.get_mut(cell)
        {
            *counter += 1;
        }
    }
}

fn tell_fire(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let (mut silent, mut unreached) = (Vec::new(), Vec::new());
    let mut changes = Vec::new();
    for (number, flow) in context.plan.flows.iter().enumerate() {
        let view = &context.flows[number];
        if !view.is_ever_live() || !starts_by_itself(flow) || tally.terms.by.is_some_and(|by| view.live.from > by) {
            continue;
        }
        tally.exercised += 1;
        let name = format!("`{}`", flow.name);
        let counters = &tally.cells[number * FLOW_CELLS..][..FLOW_CELLS];
        if counters[0] > 0 {
            unreached.extend(unreached_branches(context, number, tally));
            continue;
        }
        let refused: Vec<String> = REASONS
            .iter()
            .zip(&counters[1..])
            .filter(|(_, count)| **count > 0)
            .map(|((_, why), count)| format!("{why} ({})", counted(*count, "time", "times")))
            .collect();
        silent.push(if refused.is_empty() && matches!(flow.trigger, Trigger::Scheduled(_)) {
            format!("flow {name} was never entered: at its time nobody passed the entry filter")
        } else if refused.is_empty() {
            format!("flow {name} was never entered: its trigger never fired")
        } else {
            format!("flow {name} was never entered: {}", refused.join(", "))
        });
        changes.push(if refused.is_empty() {
            format!("give flow {name} a trigger that happens in the rehearsal, or take it out: `live: never`")
        } else {
            format!("check the entry of flow {name} and when it is live")
        });
        tally.count += 1;
    }
    for cause in &silent {
        tally.case(0, Minute::NEVER, None, || (Vec::new(), cause.clone()));
    }
    let branches = unreached.len() as u64;
    silent.extend(unreached);
    let note = match branches {
        0 => String::new(),
        count => format!("; {} never reached", counted(count, "branch was", "branches were")),
    };
    Telling {
        violated: format!("{} never entered{note}", counted(tally.count, "live flow was", "live flows were")),
        holds: format!(
            "{} entered{note}",
            match tally.exercised {
                1 => "the live flow was".to_owned(),
                flows => format!("all {} live flows were", thousands(flows)),
            }
        ),
        vacuous: "no flow is live".to_owned(),
        unknown: String::new(),
        causes: silent,
        changes,
    }
}

/// The branches of a flow that nobody took: a note, not a violation.
fn unreached_branches(context: &Context<'_>, number: usize, tally: &Tally) -> Vec<String> {
    let flow = &context.plan.flows[number];
    let mut unreached = Vec::new();
    for (step_number, step) in (0_u16..).zip(&flow.steps) {
        for branch in (0..branches(step)).filter_map(|branch| u8::try_from(branch).ok()) {
            let cell = branch_cell(context, number, step_number, branch);
            if cell.is_some_and(|cell| tally.cells[cell] == 0) {
                let what = match (step, branch) {
                    (Step::If { .. }, 0) => "the condition never held".to_owned(),
                    (Step::If { .. }, _) => "the condition always held".to_owned(),
                    (Step::WaitForEvent { event, .. }, 0) => {
                        format!("event {} moved nobody on", context.event_name(place(*event)))
                    }
                    (Step::WaitForEvent { event, .. }, _) => {
                        format!("nobody waited in vain for event {}", context.event_name(place(*event)))
                    }
                    _ => format!("arm {} was never drawn", branch + 1),
                };
                unreached.push(format!("flow `{}`, step {}: {what}", flow.name, step_number + 1));
            }
        }
    }
    unreached
}

fn see_cadence(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    for (number, fact) in person.facts.iter().enumerate() {
        match fact.kind {
            FactKind::Entered { flow, by }
                if by != Actor::Replay && context.flow(flow).is_some_and(|flow| flow.age_minutes_max.is_some()) =>
            {
                tally.exercised += 1;
            }
            FactKind::NotEntered { flow, why: NotEntered::TooOld, by }
                if by != Actor::Replay && by != Actor::Import =>
            {
                tally.exercised += 1;
                if !tally.counts_at(fact.at) {
                    continue;
                }
                tally.cause(Cause(0, [place(flow), 0, 0]));
                tally.broken(0, fact.at, person, || {
                    let arrived = person.facts[..number]
                        .iter()
                        .rev()
                        .find(|earlier| earlier.at == fact.at && matches!(earlier.kind, FactKind::Arrived { .. }));
                    let age = arrived.and_then(|arrived| match arrived.kind {
                        FactKind::Arrived { age_minutes, .. } => {
                            Some(format!(": the event arrived {} after it happened", length(age_minutes)))
                        }
                        _ => None,
                    });
                    let name = context.flow_name(place(flow));
                    (
                        arrived.into_iter().chain([fact]).copied().collect(),
                        format!("missed flow {name}{}", age.unwrap_or_default()),
                    )
                });
            }
            _ => {}
        }
    }
}

fn feed_name(feed: Feed) -> String {
    let clock = |minute: i32| format!("{:02}:{:02}", minute / 60, minute % 60);
    match feed {
        Feed::RealTime => "in real time".to_owned(),
        Feed::Hourly => "once an hour".to_owned(),
        Feed::Daily { minute_of_day } => format!("once a day, at {}", clock(minute_of_day)),
        Feed::Weekly { minute_of_day, .. } => format!("once a week, at {}", clock(minute_of_day)),
        Feed::Missing => "not at all".to_owned(),
    }
}

fn tell_cadence(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let event_of = |flow: u16| match context.plan.flows.get(usize::from(flow)) {
        Some(flow) => match flow.trigger {
            Trigger::Event { event, .. } => Some((event, flow.side)),
            _ => None,
        },
        None => None,
    };
    let describe = |(Cause(_, [flow, ..]), count): &(Cause, u64)| {
        let missed = counted(*count, "time", "times");
        let name = context.flow_name(*flow);
        let Some((event, side)) = event_of(*flow) else {
            return format!("flow {name} ({missed})");
        };
        let feed =
            context.plan.events.get(event.get()).map_or_else(String::new, |of| feed_name(of.feeds[side as usize]));
        let limit = context
            .flow(Index::new(*flow))
            .and_then(|flow| flow.age_minutes_max)
            .map_or_else(|| "less time".to_owned(), length);
        format!(
            "event {} reaches the {} {feed}, but flow {name} allows {limit} ({missed})",
            context.event_name(place(event)),
            side.name()
        )
    };
    let mut changes = Vec::new();
    for (Cause(_, [flow, ..]), _) in &causes {
        if let Some((event, side)) = event_of(*flow) {
            let key = if side == Side::Source { "source-feed" } else { "feed" };
            let event = context.event_name(place(event));
            changes.push(format!(
                "deliver event {event} faster: `{key}: real-time` or `{key}: hourly` on its integration"
            ));
            changes.push(format!("raise `within` on the trigger of flow {}", context.flow_name(*flow)));
        }
    }
    Telling {
        violated: format!(
            "{} because the event arrived too late",
            counted(tally.count, "start of a flow was missed", "starts of flows were missed")
        ),
        holds: format!("{} arrived in time", counted(tally.exercised, "event", "events")),
        vacuous: "no event with an age limit reached a flow".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}
