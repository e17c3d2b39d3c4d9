//! Flows that somebody enters, and branches that somebody takes.
//!
//! Owns: the judge that counts entries and branches of every live flow, and what would bring people there. Deliberately
//! reads no condition: what kept people out is in the facts.

use crate::context::{Context, PersonFacts, kinds, starts_by_itself};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone};
use crate::tally::{Count, Tally};
use rehearsal_core::feed::Feed;
use rehearsal_core::history::{FactKind, NoEntryReason};
use rehearsal_core::ids::{EventMark, FlowMark, Index, Side};
use rehearsal_core::model::{Branch, Change, branches};
use rehearsal_core::plan::{Plan, PopulationPlan, Step, Trigger};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::time::Minute;

/// What there is to say first about flows that nobody enters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FireHeadline {
    /// Live flows were never entered.
    Violated {
        /// How many.
        flows: u64,
        /// Branches of other flows that nobody took.
        branches: u64,
    },
    /// Every live flow was entered.
    Holds {
        /// How many.
        flows: u64,
        /// Branches that nobody took.
        branches: u64,
    },
    /// No flow is live.
    NoLiveFlow,
}

/// Why a flow was never entered, or which branch nobody took; also what a case is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FireCause {
    /// The trigger never fired.
    NeverFired(Index<FlowMark>),
    /// At the time of a campaign nobody passed the entry filter.
    NobodyAtItsTime(Index<FlowMark>),
    /// The trigger fired, and everybody was refused.
    Refused {
        /// The flow.
        flow: Index<FlowMark>,
        /// Why, and how often.
        reasons: Vec<(NoEntryReason, u64)>,
    },
    /// A branch that nobody took: a note, and no violation.
    Unreached {
        /// The flow.
        flow: Index<FlowMark>,
        /// The step, counted from 0.
        step: u16,
        /// What never happened there.
        what: Unreached,
    },
}

/// What never happened at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreached {
    /// The condition never held.
    ConditionHeld,
    /// The condition always held.
    ConditionFailed,
    /// The event moved nobody on.
    EventCame(Index<EventMark>),
    /// Nobody waited in vain for the event.
    TimedOut(Index<EventMark>),
    /// The arm was never drawn, counted from 0.
    ArmDrawn(u8),
}

impl FireCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NeverFired(_) => "never-fired",
            Self::NobodyAtItsTime(_) => "nobody-at-its-time",
            Self::Refused { .. } => "refused",
            Self::Unreached { .. } => "unreached",
        }
    }

    /// Whether it is only a note.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::Unreached { .. })
    }
}

/// Every live flow is entered.
pub(super) const TRIGGERS_FIRE: Judge = Judge {
    needs: kinds!(Entered NotEntered Branched),
    relevant: kinds!(Entered NotEntered Branched),
    cells: |context| context.branch_cells.last().copied().unwrap_or_default(),
    each: see_fire,
    together: each_alone,
    count: count_fire,
    headline: |_, tally, verdict| fire_headline(tally, verdict).into(),
};

/// Counters of one flow: entries, and what kept people out, by reason.
const FLOW_CELLS: usize = 6;
const REASONS: [NoEntryReason; 5] = [
    NoEntryReason::Held,
    NoEntryReason::Filter,
    NoEntryReason::Reentry,
    NoEntryReason::TooOld,
    NoEntryReason::SilentDoor,
];

/// Where the counters of each flow's branches begin: behind [`FLOW_CELLS`] counters for each flow. One more entry says
/// where the last ones end.
pub(crate) fn branch_cells(plan: &Plan) -> Vec<usize> {
    let mut next = plan.flows.len() * FLOW_CELLS;
    let mut firsts = vec![next];
    for flow in &plan.flows {
        next += flow.steps.iter().map(width).sum::<usize>();
        firsts.push(next);
    }
    firsts
}

/// How many branches a step has.
fn width(step: &Step) -> usize {
    branches(step).len()
}

/// The counter of a branch.
fn branch_cell(context: &Context<'_>, flow: usize, step: u16, branch: u8) -> Option<usize> {
    let steps = &context.plan.flows.get(flow)?.steps;
    let own = width(steps.get(usize::from(step))?);
    let before: usize = steps[..usize::from(step)].iter().map(width).sum();
    (usize::from(branch) < own).then(|| context.branch_cells[flow] + before + usize::from(branch))
}

fn see_fire(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let is_in_time = |at: Minute, tally: &Tally| tally.terms.by.is_none_or(|by| at <= by);
    for fact in person.facts {
        let cell = if let FactKind::Entered { flow, .. } = fact.kind {
            Some(flow.get() * FLOW_CELLS)
        } else if let FactKind::NotEntered { flow, why, .. } = fact.kind {
            Some(flow.get() * FLOW_CELLS + 1 + why as usize)
        } else if let FactKind::Branched { flow, step, branch } = fact.kind {
            branch_cell(context, flow.get(), step, branch)
        } else {
            None
        };
        if let Some(cell) = cell
            && is_in_time(fact.at, tally)
            && let Some(counter) = tally.cells.get_mut(cell)
        {
            *counter += 1;
        }
    }
}

fn count_fire(context: &Context<'_>, tally: &mut Tally) {
    for (number, flow) in (0_u16..).zip(&context.plan.flows) {
        let view = &context.flows[usize::from(number)];
        if !view.is_ever_live() || !starts_by_itself(flow) || tally.terms.by.is_some_and(|by| view.live.from > by) {
            continue;
        }
        tally.exercised += 1;
        let counters = &tally.cells[usize::from(number) * FLOW_CELLS..][..FLOW_CELLS];
        if counters[0] > 0 {
            for cause in unreached_branches(context, number, tally) {
                tally.add(Count::Unreached, 1);
                tally.cause_times(cause, 0);
            }
            continue;
        }
        let reasons: Vec<(NoEntryReason, u64)> =
            REASONS.into_iter().zip(counters[1..].iter().copied()).filter(|(_, count)| *count > 0).collect();
        let flow_index = Index::new(number);
        let cause = match (reasons.is_empty(), &flow.trigger) {
            (false, _) => FireCause::Refused { flow: flow_index, reasons },
            (true, Trigger::Scheduled(_)) => FireCause::NobodyAtItsTime(flow_index),
            (true, Trigger::ListAdded(_) | Trigger::Event { .. } | Trigger::Birthday { .. } | Trigger::ByHand) => {
                FireCause::NeverFired(flow_index)
            }
        };
        tally.count += 1;
        tally.case(0, Minute::NEVER, None, || (Vec::new(), cause.clone().into()));
        tally.cause_times(cause, 0);
    }
}

fn fire_headline(tally: &Tally, verdict: Verdict) -> FireHeadline {
    let branches = tally.of(Count::Unreached);
    match verdict {
        Verdict::Violated => FireHeadline::Violated { flows: tally.count, branches },
        Verdict::Holds => FireHeadline::Holds { flows: tally.exercised, branches },
        Verdict::Vacuous | Verdict::Unknown => FireHeadline::NoLiveFlow,
    }
}

/// What may be done about a flow that nobody enters: giving the rehearsal people who reach it, or taking it out. A note
/// about a branch needs nothing.
pub(super) fn fire_remedies(context: &Context<'_>, cause: &FireCause) -> Option<Vec<Remedy>> {
    let (flow, reach) = match cause {
        FireCause::NeverFired(flow) => (*flow, reach(context.plan, *flow)),
        // The import was silent, as it should be, and nobody else came.
        FireCause::Refused { flow, reasons } if reasons.iter().all(|(why, _)| *why == NoEntryReason::SilentDoor) => {
            (*flow, reach(context.plan, *flow))
        }
        FireCause::NobodyAtItsTime(flow) | FireCause::Refused { flow, .. } => (*flow, None),
        FireCause::Unreached { .. } => return None,
    };
    let out = Change::SwitchOffFlow { flow };
    Some(reach.into_iter().chain([out]).map(|change| Remedy::new(vec![change])).collect())
}

/// One sign-up a day for so many invented people.
const PROFILES_PER_SIGN_UP: u64 = 200;

/// What people would have to do in the rehearsal to start a flow, if they do nothing of the kind.
fn reach(plan: &Plan, flow: Index<FlowMark>) -> Option<Change> {
    let flow = plan.flows.get(flow.get())?;
    match flow.trigger {
        Trigger::ListAdded(list) if flow.side == Side::Target && plan.behaviour.sign_ups.per_day == 0 => {
            let per_day = match &plan.population {
                PopulationPlan::Synthetic(synthetic) => {
                    (synthetic.profiles / PROFILES_PER_SIGN_UP).clamp(1, 1_000) as u32
                }
                PopulationPlan::Exports => 1,
            };
            Some(Change::SetSignUps { per_day, list })
        }
        Trigger::Event { event, .. } if plan.events[event.get()].feeds[flow.side as usize] != Feed::Missing => {
            let happens = plan.behaviour.events.iter().any(|rate| rate.event == event && !rate.per_day.is_zero());
            let per_day = Ratio::new(1, 100)?;
            (!happens).then_some(Change::SetEventRate { event, per_day })
        }
        Trigger::ListAdded(_)
        | Trigger::Event { .. }
        | Trigger::Birthday { .. }
        | Trigger::Scheduled(_)
        | Trigger::ByHand => None,
    }
}

/// The branches of a flow that nobody took: a note, not a violation.
fn unreached_branches(context: &Context<'_>, number: u16, tally: &Tally) -> Vec<FireCause> {
    let flow = &context.plan.flows[usize::from(number)];
    let mut unreached = Vec::new();
    for (step_number, step) in (0_u16..).zip(&flow.steps) {
        for (branch, _) in branches(step) {
            let cell = branch_cell(context, usize::from(number), step_number, branch.number());
            if cell.is_some_and(|cell| tally.cells[cell] == 0) {
                let what = unreached_at(branch, step);
                unreached.extend(what.map(|what| FireCause::Unreached {
                    flow: Index::new(number),
                    step: step_number,
                    what,
                }));
            }
        }
    }
    unreached
}

/// What a branch is for; `None` if a wait for an event is asked of a step that is none.
fn unreached_at(branch: Branch, step: &Step) -> Option<Unreached> {
    let awaited = if let Step::WaitForEvent { event, .. } = step { Some(*event) } else { None };
    match branch {
        Branch::Holds => Some(Unreached::ConditionHeld),
        Branch::Otherwise => Some(Unreached::ConditionFailed),
        Branch::Arrived => awaited.map(Unreached::EventCame),
        Branch::TimedOut => awaited.map(Unreached::TimedOut),
        Branch::Arm(arm) => Some(Unreached::ArmDrawn(arm)),
    }
}
