//! One profile's step through its journeys.
//!
//! Owns: entry, re-entry, goals, splits, and the way of one profile from step to step. Deliberately knows no wait and no
//! action by name: see [`super::delay`] and [`super::action`].

use super::action::perform;
use super::delay::ends_at;
use super::stage::Stage;
use crate::profile::{Enrolment, Life, Memory, Task, Trace};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::history::{Actor, FactKind, Left, NotEntered};
use rehearsal_core::ids::{FlowMark, Index, ListMark, Side};
use rehearsal_core::limits::{ENTRIES_MAX, STEPS_MAX, TABLE_MAX};
use rehearsal_core::model::{Branch, live_window, platform_starts_on};
use rehearsal_core::plan::{Arm, Flow, Goal, Reentry, Step, StepIndex, Trigger};
use rehearsal_core::rng::{MORE_BITS, Purpose};
use rehearsal_core::time::Minute;

/// The trigger of a flow fired for a profile: enters it if the flow is live and its rules allow it.
pub fn offer(
    stage: Stage<'_>,
    life: &mut Life,
    flow: Index<FlowMark>,
    at: Minute,
    by: Actor,
    event: Option<EventSeen>,
    trace: &mut Trace,
) {
    let graph = stage.plan.flow(flow);
    if let Err(why) = may_enter(stage, life, flow, graph, at, event) {
        // A campaign that passes somebody over is no refused entry: choosing its audience is what its filter is for.
        if !matches!(graph.trigger, Trigger::Scheduled(_)) || why == NotEntered::Held {
            trace.tell(at, life.profile, FactKind::NotEntered { flow, why, by });
        }
        return;
    }
    match life.memories.iter_mut().find(|memory| memory.flow == flow) {
        Some(memory) => (memory.entries, memory.last_entered_at) = (memory.entries + 1, at),
        None => life.memories.push(Memory { flow, entries: 1, last_entered_at: at }),
    }
    trace.tell(at, life.profile, FactKind::Entered { flow, by });
    let enrolment = Enrolment { run: life.runs, flow, entered_at: at, step: 0, event };
    life.runs += 1;
    walk(stage, life, enrolment, 0, at, trace);
}

fn may_enter(
    stage: Stage<'_>,
    life: &Life,
    flow: Index<FlowMark>,
    graph: &Flow,
    at: Minute,
    event: Option<EventSeen>,
) -> Result<(), NotEntered> {
    if !live_window(stage.plan, graph).contains(at) {
        return Err(NotEntered::Held);
    }
    let age_minutes = event.map(|seen| at.0.saturating_sub(seen.happened_at.0));
    if age_minutes.is_some_and(|age| !platform_starts_on(stage.plan, graph, age)) {
        return Err(NotEntered::TooOld);
    }
    if !graph.entry.holds(&stage.scope(life, graph.side, at, event, at)) {
        return Err(NotEntered::Filter);
    }
    let once =
        stage.plan.platforms[graph.side as usize].list_flows_once && matches!(graph.trigger, Trigger::ListAdded(_));
    let Some(memory) = life.memory(flow) else { return Ok(()) };
    let is_in = || life.enrolments.iter().any(|enrolment| enrolment.flow == flow);
    let allowed = !once
        && memory.entries < ENTRIES_MAX
        && match graph.reentry {
            Reentry::Never => false,
            Reentry::AfterExit => !is_in(),
            Reentry::AfterMinutes(minutes) => !is_in() && at >= memory.last_entered_at.plus(minutes),
            Reentry::Always => true,
        };
    if allowed { Ok(()) } else { Err(NotEntered::Reentry) }
}

/// A profile was added to a list on a platform: every flow that the list starts is offered.
pub fn listed(
    stage: Stage<'_>,
    life: &mut Life,
    side: Side,
    list: Index<ListMark>,
    at: Minute,
    by: Actor,
    trace: &mut Trace,
) {
    for &flow in stage.triggers.of_list(side, list) {
        offer(stage, life, flow, at, by, None, trace);
    }
}

/// An event arrived on a platform: enrolments that wait for it go on, goals are reached, flows are offered.
pub fn arrived(
    stage: Stage<'_>,
    life: &mut Life,
    side: Side,
    seen: EventSeen,
    at: Minute,
    by: Actor,
    trace: &mut Trace,
) {
    resume_waiting(stage, life, side, seen, at, trace);
    for &flow in stage.triggers.of_event(side, seen.event) {
        let graph = stage.plan.flow(flow);
        let Trigger::Event { filter, .. } = &graph.trigger else {
            continue;
        };
        if filter.holds(&stage.scope(life, side, at, Some(seen), at)) {
            offer(stage, life, flow, at, by, Some(seen), trace);
        }
    }
}

fn resume_waiting(stage: Stage<'_>, life: &mut Life, side: Side, seen: EventSeen, at: Minute, trace: &mut Trace) {
    // One event moves an enrolment once, so the passages are listed before any of them moves. One that began in this
    // minute was begun by this very event.
    let runs: Vec<u32> =
        life.enrolments.iter().filter(|enrolment| enrolment.entered_at < at).map(|enrolment| enrolment.run).collect();
    for run in runs {
        let Some(place) = life.enrolments.iter().position(|enrolment| enrolment.run == run) else {
            continue;
        };
        let enrolment = life.enrolments[place];
        let graph = stage.plan.flow(enrolment.flow);
        if graph.side != side {
            continue;
        }
        if matches!(graph.goal, Some(Goal::Event(goal)) if goal == seen.event) {
            life.enrolments.remove(place);
            trace.tell(at, life.profile, FactKind::Left { flow: enrolment.flow, why: Left::Goal });
            continue;
        }
        if let Step::WaitForEvent { event, arrived, .. } = graph.steps[usize::from(enrolment.step)]
            && event == seen.event
        {
            life.enrolments.remove(place);
            branched(life, enrolment, enrolment.step, Branch::Arrived, at, trace);
            walk(stage, life, enrolment, arrived, at, trace);
        }
    }
}

/// A wait is over.
pub fn wake(stage: Stage<'_>, life: &mut Life, run: u32, step: StepIndex, at: Minute, trace: &mut Trace) {
    // The enrolment may have gone on or ended since: its event came, its goal was reached.
    let Some(place) = life.enrolments.iter().position(|enrolment| enrolment.run == run && enrolment.step == step)
    else {
        return;
    };
    let enrolment = life.enrolments.remove(place);
    let graph = stage.plan.flow(enrolment.flow);
    if let Some(Goal::Condition(goal)) = &graph.goal
        && goal.holds(&stage.scope(life, graph.side, at, enrolment.event, enrolment.entered_at))
    {
        trace.tell(at, life.profile, FactKind::Left { flow: enrolment.flow, why: Left::Goal });
        return;
    }
    let next = match &graph.steps[usize::from(step)] {
        Step::Wait { next, .. } => *next,
        Step::WaitForEvent { timed_out, .. } => {
            branched(life, enrolment, step, Branch::TimedOut, at, trace);
            *timed_out
        }
        // Nobody sleeps at these; whoever did would go on from there, and not be lost.
        Step::If { .. } | Step::Random(_) | Step::Act { .. } | Step::End => step,
    };
    walk(stage, life, enrolment, next, at, trace);
}

fn branched(life: &Life, enrolment: Enrolment, step: StepIndex, branch: Branch, at: Minute, trace: &mut Trace) {
    let fact = FactKind::Branched { flow: enrolment.flow, step, branch: branch.number() };
    trace.tell(at, life.profile, fact);
}

/// Takes steps until the next wait or the end. Ends because every cycle of a flow contains a wait.
fn walk(stage: Stage<'_>, life: &mut Life, enrolment: Enrolment, from: StepIndex, at: Minute, trace: &mut Trace) {
    let graph = stage.plan.flow(enrolment.flow);
    let mut step = from;
    loop {
        step = match &graph.steps[usize::from(step)] {
            Step::Wait { delay, .. } => return sleep(life, enrolment, step, ends_at(*delay, stage, life, at)),
            Step::WaitForEvent { timeout_minutes, .. } => {
                return sleep(life, enrolment, step, at.plus((*timeout_minutes).max(1)));
            }
            Step::If { condition, holds, otherwise } => {
                let yes = condition.holds(&stage.scope(life, graph.side, at, enrolment.event, enrolment.entered_at));
                let (branch, next) = if yes { (Branch::Holds, *holds) } else { (Branch::Otherwise, *otherwise) };
                branched(life, enrolment, step, branch, at, trace);
                next
            }
            Step::Random(arms) => {
                let arm = draw_arm(stage, life, enrolment, step, arms);
                branched(life, enrolment, step, Branch::Arm(u8::try_from(arm).unwrap_or(u8::MAX)), at, trace);
                arms[arm].next
            }
            Step::Act { action, next } => match perform(*action, stage, life, graph.side, at, trace) {
                Some(why) => return leave(life, enrolment, why, at, trace),
                None => *next,
            },
            Step::End => return leave(life, enrolment, Left::End, at, trace),
        };
    }
}

/// Puts the enrolment to sleep at a waiting step, until it is due.
fn sleep(life: &mut Life, mut enrolment: Enrolment, step: StepIndex, due: Minute) {
    enrolment.step = step;
    life.plan(due, Task::Wake { run: enrolment.run, step });
    let place = life.enrolments.partition_point(|other| other.run < enrolment.run);
    life.enrolments.insert(place, enrolment);
}

/// Which arm of a random split the passage takes.
fn draw_arm(stage: Stage<'_>, life: &Life, enrolment: Enrolment, step: StepIndex, arms: &[Arm]) -> usize {
    let weights: Vec<u32> = arms.iter().map(|arm| arm.share.of(1 << 24) as u32).collect();
    let (more, address) = arm_address(enrolment.flow, step, enrolment.run);
    let record = stage.population.ids[life.record as usize];
    stage.source.draws_of_record(Purpose::Journey, record, more, address).weighted(&weights)
}

/// Bits of a step of [`Purpose::Journey`] that hold the enrolment's number; its higher bits go above the record.
const RUN_BITS: u32 = 8;
/// Bits of such a step that hold the step of the flow.
const STEP_BITS: u32 = 12;
/// Bits of such a step that hold the flow.
const FLOW_BITS: u32 = u32::BITS - STEP_BITS - RUN_BITS;

const _: () = assert!(TABLE_MAX <= 1 << FLOW_BITS, "two flows would share the draws of their splits");
const _: () = assert!(STEPS_MAX <= 1 << STEP_BITS, "two splits of a flow would share their draws");
const _: () = assert!(
    (ENTRIES_MAX as usize * TABLE_MAX) >> RUN_BITS < 1 << MORE_BITS,
    "two enrolments of a profile would share the draws of a split"
);

/// Where it is drawn which way a passage takes at a split: above the record's number, and the step.
fn arm_address(flow: Index<FlowMark>, step: StepIndex, run: u32) -> (u32, u32) {
    let run_low = run & ((1 << RUN_BITS) - 1);
    (run >> RUN_BITS, (flow.get() as u32) << (STEP_BITS + RUN_BITS) | u32::from(step) << RUN_BITS | run_low)
}

fn leave(life: &Life, enrolment: Enrolment, why: Left, at: Minute, trace: &mut Trace) {
    trace.tell(at, life.profile, FactKind::Left { flow: enrolment.flow, why });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The address of a split holds all of the flow, the step and the enrolment, in the bits that there are.
        #[test]
        fn two_splits_never_share_their_draws(
            flow in 0..TABLE_MAX as u16, step in 0..STEPS_MAX as u16, run in 0..ENTRIES_MAX * TABLE_MAX as u32,
        ) {
            let (more, address) = arm_address(Index::new(flow), step, run);
            prop_assert!(more < 1 << MORE_BITS);
            let read = (address >> 20, address >> 8 & 0xfff, more << 8 | address & 0xff);
            prop_assert_eq!(read, (u32::from(flow), u32::from(step), run));
        }
    }
}
