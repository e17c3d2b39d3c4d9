//! What every judge looks up: the plan's tables in the form that judges ask for, and one person's facts.
//!
//! Owns: [`Context`], [`PersonFacts`], [`kinds`]. Deliberately judges nothing.

use super::judge::JudgeInput;
use super::judges::fire::branch_cells;
use crate::ledger::Recount;
use rehearsal_core::history::{AttemptOutcome, CallFact, Fact, FactKind, FactKinds};
use rehearsal_core::ids::{FlowMark, Index, MessageMark, Side};
use rehearsal_core::model::{ClaimedFields, Window, event_age_minutes_max, live_window, within_rehearsal};
use rehearsal_core::plan::{Flow, Message, Plan, Trigger};
use rehearsal_core::time::Minute;

/// A set of kinds of facts, by their names.
macro_rules! kinds {
    ($($name:ident)*) => { rehearsal_core::history::FactKinds::of(&[$(rehearsal_core::history::FactName::$name),*]) };
}
pub(super) use kinds;

/// One profile's facts, in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct PersonFacts<'a> {
    pub(super) profile: u32,
    pub(super) facts: &'a [Fact],
    pub(super) kinds: FactKinds,
}

impl<'a> PersonFacts<'a> {
    pub(super) fn new(profile: u32, facts: &'a [Fact]) -> Self {
        let kinds = facts.iter().fold(FactKinds::NONE, |kinds, fact| kinds.with(FactKinds::of_fact(&fact.kind)));
        Self { profile, facts, kinds }
    }

    /// Whether there is a fact of one of these kinds.
    pub(super) const fn has(&self, kinds: FactKinds) -> bool {
        self.kinds.meets(kinds)
    }

    /// Whether the target has a profile of this person: a row was applied, or they signed up there.
    pub(super) fn is_on_target(&self) -> bool {
        self.has(kinds!(RowApplied))
            || self.has(kinds!(SignedUp))
                && self.facts.iter().any(|fact| matches!(fact.kind, FactKind::SignedUp { side: Side::Target }))
    }
}

/// What judges ask of a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowView {
    /// The platform.
    pub(super) side: Side,
    /// Of class `welcome`, on the target.
    pub(super) is_target_welcome: bool,
    /// Its entry filter reads the migration flag.
    pub(super) reads_flag: bool,
    /// Flows of one name on both platforms are one journey: the number of the first of them.
    pub(super) journey: u16,
    /// For how long after it happened an event still starts the flow, in minutes: the flow's limit or its platform's.
    pub(super) age_minutes_max: Option<i32>,
    /// When it is live within the rehearsal, with its platform; empty if it never is.
    pub(super) live: Window,
}

impl FlowView {
    /// Whether it is live for at least one minute of the rehearsal.
    pub(super) fn is_ever_live(&self) -> bool {
        !self.live.is_empty()
    }
}

/// The first and the last call of a part of the import, and the last one that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CallWindow {
    pub(super) first: Minute,
    pub(super) last: Minute,
    pub(super) last_accepted: Option<Minute>,
}

/// What is judged beside the facts of profiles, and tables made from the plan.
pub(super) struct Context<'a> {
    pub(super) input: JudgeInput<'a>,
    pub(super) plan: &'a Plan,
    pub(super) end: Minute,
    pub(super) flows: Vec<FlowView>,
    /// The calls that carried profiles, those of a second run too.
    pub(super) import_calls: Option<CallWindow>,
    /// The calls that carried past events.
    pub(super) replay_calls: Option<CallWindow>,
    /// Where e-mails are counted, if any pool has a warm-up schedule.
    pub(super) recount: Option<Recount<'a>>,
    /// Where the counters of each flow's branches begin, in the tally of the judge that counts them.
    pub(super) branch_cells: Vec<usize>,
}

impl<'a> Context<'a> {
    pub(super) fn new(input: JudgeInput<'a>) -> Self {
        let (plan, calls) = (input.plan, &input.outline.calls);
        let is_replay =
            |call: &&CallFact| usize::from(call.cohort) == plan.import.cohorts.len() && plan.import.history.is_some();
        Self {
            input,
            plan,
            end: plan.end(),
            flows: plan.flows.iter().map(|flow| view(plan, flow)).collect(),
            import_calls: window(calls.iter().filter(|call| !is_replay(call))),
            replay_calls: window(calls.iter().filter(is_replay)),
            recount: plan.sending.pools.iter().any(|pool| pool.ramp.is_some()).then(|| Recount::new(plan, false)),
            branch_cells: branch_cells(plan),
        }
    }

    /// What judges ask of a flow; `None` if the history names a flow that the plan does not have.
    pub(super) fn flow(&self, flow: Index<FlowMark>) -> Option<&FlowView> {
        self.flows.get(flow.get())
    }

    /// A message; `None` if the history names one that the plan does not have.
    pub(super) fn message(&self, message: Index<MessageMark>) -> Option<&'a Message> {
        self.plan.messages.get(message.get())
    }

    /// The platform that sends a message.
    pub(super) fn side_of(&self, message: &Message) -> Option<Side> {
        self.flow(message.flow).map(|flow| flow.side)
    }
}

/// The kinds of facts that say who somebody is, and not that anything happened.
pub(super) const STATED: FactKinds = ClaimedFields::KINDS.with(kinds!(Recipient));

fn view(plan: &Plan, flow: &Flow) -> FlowView {
    let journey = plan.flows.iter().position(|other| other.name == flow.name).unwrap_or_default();
    FlowView {
        side: flow.side,
        is_target_welcome: flow.class.is_welcome() && flow.side == Side::Target,
        reads_flag: plan.import.flag.is_some_and(|flag| flow.entry.reads(flag.property)),
        journey: u16::try_from(journey).unwrap_or(u16::MAX),
        age_minutes_max: event_age_minutes_max(plan, flow),
        live: within_rehearsal(live_window(plan, flow), plan),
    }
}

fn window<'a>(calls: impl Iterator<Item = &'a CallFact>) -> Option<CallWindow> {
    calls.fold(None, |window: Option<CallWindow>, call| {
        let accepted = matches!(call.outcome, AttemptOutcome::Accepted).then_some(call.at);
        Some(match window {
            None => CallWindow { first: call.at, last: call.at, last_accepted: accepted },
            Some(window) => CallWindow {
                first: window.first.min(call.at),
                last: window.last.max(call.at),
                last_accepted: window.last_accepted.max(accepted),
            },
        })
    })
}

/// Whether a flow starts by itself: a flow that is only started by hand cannot be expected to.
pub(super) const fn starts_by_itself(flow: &Flow) -> bool {
    !matches!(flow.trigger, Trigger::ByHand)
}
