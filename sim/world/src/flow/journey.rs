//! One profile's step through its journeys.
//!
//! Owns: entry, re-entry, goals, splits, and the way of one profile from step to step. Deliberately knows no wait and no
//! action by name: see [`super::delay`] and [`super::action`].

use super::action::perform;
use super::context::FlowContext;
use super::delay::ends_at;
use crate::profile::{Enrolment, Memory, ProfileState, StepOutput, Task};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::history::{Actor, ExitReason, FactKind, NoEntryReason};
use rehearsal_core::ids::{FlowMark, Index, ListMark, Side};
use rehearsal_core::limits::{ENTRIES_MAX, STEPS_MAX, TABLE_MAX};
use rehearsal_core::model::{Branch, live_window, platform_starts_on};
use rehearsal_core::plan::{Arm, Flow, Goal, Reentry, Step, StepIndex, Trigger};
use rehearsal_core::rng::{MORE_BITS, Purpose};
use rehearsal_core::time::Minute;

/// The trigger of a flow fired for a profile: enters it if the flow is live and its rules allow it.
pub fn try_enter(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    flow: Index<FlowMark>,
    at: Minute,
    by: Actor,
    event: Option<EventSeen>,
    output: &mut StepOutput,
) {
    let graph = context.plan.flow(flow);
    if let Err(why) = may_enter(context, state, flow, graph, at, event) {
        // A campaign that passes somebody over is no refused entry: choosing its audience is what its filter is for.
        if !matches!(graph.trigger, Trigger::Scheduled(_)) || why == NoEntryReason::Held {
            output.record(at, state.profile, FactKind::NotEntered { flow, why, by });
        }
        return;
    }
    match state.memories.iter_mut().find(|memory| memory.flow == flow) {
        Some(memory) => (memory.entries, memory.last_entered_at) = (memory.entries + 1, at),
        None => state.memories.push(Memory { flow, entries: 1, last_entered_at: at }),
    }
    output.record(at, state.profile, FactKind::Entered { flow, by });
    let enrolment = Enrolment { enrolment_number: state.enrolments_begun, flow, entered_at: at, step: 0, event };
    state.enrolments_begun += 1;
    advance(context, state, enrolment, 0, at, output);
}

fn may_enter(
    context: FlowContext<'_>,
    state: &ProfileState,
    flow: Index<FlowMark>,
    graph: &Flow,
    at: Minute,
    event: Option<EventSeen>,
) -> Result<(), NoEntryReason> {
    if !live_window(context.plan, graph).contains(at) {
        return Err(NoEntryReason::Held);
    }
    let age_minutes = event.map(|seen| at.0.saturating_sub(seen.happened_at.0));
    if age_minutes.is_some_and(|age| !platform_starts_on(context.plan, graph, age)) {
        return Err(NoEntryReason::TooOld);
    }
    if !graph.entry.holds(&context.scope(state, graph.side, at, event, at)) {
        return Err(NoEntryReason::Filter);
    }
    let once =
        context.plan.platforms[graph.side as usize].list_flows_once && matches!(graph.trigger, Trigger::ListAdded(_));
    let Some(memory) = state.memory(flow) else { return Ok(()) };
    let is_in = || state.enrolments.iter().any(|enrolment| enrolment.flow == flow);
    let allowed = !once
        && memory.entries < ENTRIES_MAX
        && match graph.reentry {
            Reentry::Never => false,
            Reentry::AfterExit => !is_in(),
            Reentry::AfterMinutes(minutes) => !is_in() && at >= memory.last_entered_at.plus(minutes),
            Reentry::Always => true,
        };
    if allowed { Ok(()) } else { Err(NoEntryReason::Reentry) }
}

/// A profile was added to a list on a platform: every flow that the list starts is offered.
pub fn on_list_added(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    side: Side,
    list: Index<ListMark>,
    at: Minute,
    by: Actor,
    output: &mut StepOutput,
) {
    for &flow in context.triggers.of_list(side, list) {
        try_enter(context, state, flow, at, by, None, output);
    }
}

/// An event arrived on a platform: enrolments that wait for it go on, goals are reached, flows are offered.
pub fn on_event(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    side: Side,
    seen: EventSeen,
    at: Minute,
    by: Actor,
    output: &mut StepOutput,
) {
    resume_waiting(context, state, side, seen, at, output);
    for &flow in context.triggers.of_event(side, seen.event) {
        let graph = context.plan.flow(flow);
        let Trigger::Event { filter, .. } = &graph.trigger else {
            continue;
        };
        if filter.holds(&context.scope(state, side, at, Some(seen), at)) {
            try_enter(context, state, flow, at, by, Some(seen), output);
        }
    }
}

fn resume_waiting(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    side: Side,
    seen: EventSeen,
    at: Minute,
    output: &mut StepOutput,
) {
    // One event moves an enrolment once, so the passages are listed before any of them moves. One that began in this
    // minute was begun by this very event.
    let waiting: Vec<u32> = state
        .enrolments
        .iter()
        .filter(|enrolment| enrolment.entered_at < at)
        .map(|enrolment| enrolment.enrolment_number)
        .collect();
    for enrolment_number in waiting {
        let Some(place) = state.enrolments.iter().position(|enrolment| enrolment.enrolment_number == enrolment_number)
        else {
            continue;
        };
        let enrolment = state.enrolments[place];
        let graph = context.plan.flow(enrolment.flow);
        if graph.side != side {
            continue;
        }
        if matches!(graph.goal, Some(Goal::Event(goal)) if goal == seen.event) {
            state.enrolments.remove(place);
            output.record(at, state.profile, FactKind::Left { flow: enrolment.flow, why: ExitReason::Goal });
            continue;
        }
        if let Step::WaitForEvent { event, arrived, .. } = graph.steps[usize::from(enrolment.step)]
            && event == seen.event
        {
            state.enrolments.remove(place);
            branched(state, enrolment, enrolment.step, Branch::Arrived, at, output);
            advance(context, state, enrolment, arrived, at, output);
        }
    }
}

/// A wait is over.
pub fn resume(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    enrolment_number: u32,
    step: StepIndex,
    at: Minute,
    output: &mut StepOutput,
) {
    // The enrolment may have gone on or ended since: its event came, its goal was reached.
    let Some(place) = state
        .enrolments
        .iter()
        .position(|enrolment| enrolment.enrolment_number == enrolment_number && enrolment.step == step)
    else {
        return;
    };
    let enrolment = state.enrolments.remove(place);
    let graph = context.plan.flow(enrolment.flow);
    if let Some(Goal::Condition(goal)) = &graph.goal
        && goal.holds(&context.scope(state, graph.side, at, enrolment.event, enrolment.entered_at))
    {
        output.record(at, state.profile, FactKind::Left { flow: enrolment.flow, why: ExitReason::Goal });
        return;
    }
    let next = match &graph.steps[usize::from(step)] {
        Step::Wait { next, .. } => *next,
        Step::WaitForEvent { timed_out, .. } => {
            branched(state, enrolment, step, Branch::TimedOut, at, output);
            *timed_out
        }
        // Nobody sleeps at these; whoever did would go on from there, and not be lost.
        Step::If { .. } | Step::Random(_) | Step::Act { .. } | Step::End => step,
    };
    advance(context, state, enrolment, next, at, output);
}

fn branched(
    state: &ProfileState,
    enrolment: Enrolment,
    step: StepIndex,
    branch: Branch,
    at: Minute,
    output: &mut StepOutput,
) {
    let fact = FactKind::Branched { flow: enrolment.flow, step, branch: branch.number() };
    output.record(at, state.profile, fact);
}

/// Takes steps until the next wait or the end. Ends because every cycle of a flow contains a wait.
fn advance(
    context: FlowContext<'_>,
    state: &mut ProfileState,
    enrolment: Enrolment,
    from: StepIndex,
    at: Minute,
    output: &mut StepOutput,
) {
    let graph = context.plan.flow(enrolment.flow);
    let mut step = from;
    loop {
        step = match &graph.steps[usize::from(step)] {
            Step::Wait { delay, .. } => return sleep(state, enrolment, step, ends_at(*delay, context, state, at)),
            Step::WaitForEvent { timeout_minutes, .. } => {
                return sleep(state, enrolment, step, at.plus((*timeout_minutes).max(1)));
            }
            Step::If { condition, holds, otherwise } => {
                let yes = condition.holds(&context.scope(state, graph.side, at, enrolment.event, enrolment.entered_at));
                let (branch, next) = if yes { (Branch::Holds, *holds) } else { (Branch::Otherwise, *otherwise) };
                branched(state, enrolment, step, branch, at, output);
                next
            }
            Step::Random(arms) => {
                let arm = draw_arm(context, state, enrolment, step, arms);
                branched(state, enrolment, step, Branch::Arm(u8::try_from(arm).unwrap_or(u8::MAX)), at, output);
                arms[arm].next
            }
            Step::Act { action, next } => match perform(*action, context, state, graph.side, at, output) {
                Some(why) => return leave(state, enrolment, why, at, output),
                None => *next,
            },
            Step::End => return leave(state, enrolment, ExitReason::End, at, output),
        };
    }
}

/// Puts the enrolment to sleep at a waiting step, until it is due.
fn sleep(state: &mut ProfileState, mut enrolment: Enrolment, step: StepIndex, due: Minute) {
    enrolment.step = step;
    state.plan(due, Task::Resume { enrolment_number: enrolment.enrolment_number, step });
    let place = state.enrolments.partition_point(|other| other.enrolment_number < enrolment.enrolment_number);
    state.enrolments.insert(place, enrolment);
}

/// Which arm of a random split the passage takes.
fn draw_arm(
    context: FlowContext<'_>,
    state: &ProfileState,
    enrolment: Enrolment,
    step: StepIndex,
    arms: &[Arm],
) -> usize {
    let weights: Vec<u32> = arms.iter().map(|arm| arm.share.of(1 << 24) as u32).collect();
    let (more, address) = arm_address(enrolment.flow, step, enrolment.enrolment_number);
    let record = context.population.ids[state.record as usize];
    context.source.draws_of_record(Purpose::Journey, record, more, address).weighted(&weights)
}

/// Bits of a step of [`Purpose::Journey`] that hold the enrolment's number; its higher bits go above the record.
const ENROLMENT_BITS: u32 = 8;
/// Bits of such a step that hold the step of the flow.
const STEP_BITS: u32 = 12;
/// Bits of such a step that hold the flow.
const FLOW_BITS: u32 = u32::BITS - STEP_BITS - ENROLMENT_BITS;

const _: () = assert!(TABLE_MAX <= 1 << FLOW_BITS, "two flows would share the draws of their splits");
const _: () = assert!(STEPS_MAX <= 1 << STEP_BITS, "two splits of a flow would share their draws");
const _: () = assert!(
    (ENTRIES_MAX as usize * TABLE_MAX) >> ENROLMENT_BITS < 1 << MORE_BITS,
    "two enrolments of a profile would share the draws of a split"
);

/// Where it is drawn which way a passage takes at a split: above the record's number, and the step.
fn arm_address(flow: Index<FlowMark>, step: StepIndex, enrolment_number: u32) -> (u32, u32) {
    let number_low = enrolment_number & ((1 << ENROLMENT_BITS) - 1);
    (
        enrolment_number >> ENROLMENT_BITS,
        (flow.get() as u32) << (STEP_BITS + ENROLMENT_BITS) | u32::from(step) << ENROLMENT_BITS | number_low,
    )
}

fn leave(state: &ProfileState, enrolment: Enrolment, why: ExitReason, at: Minute, output: &mut StepOutput) {
    output.record(at, state.profile, FactKind::Left { flow: enrolment.flow, why });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The address of a split holds all of the flow, the step and the enrolment, in the bits that there are.
        #[test]
        fn two_splits_never_share_their_draws(
            flow in 0..TABLE_MAX as u16, step in 0..STEPS_MAX as u16, number in 0..ENTRIES_MAX * TABLE_MAX as u32,
        ) {
            let (more, address) = arm_address(Index::new(flow), step, number);
            prop_assert!(more < 1 << MORE_BITS);
            let read = (address >> 20, address >> 8 & 0xfff, more << 8 | address & 0xff);
            prop_assert_eq!(read, (u32::from(flow), u32::from(step), number));
        }
    }
}
