//! What every step of every profile reads: the plan, the people, the draws, and flows by what starts them.
//!
//! Owns: [`FlowContext`] and [`Triggers`]. Deliberately has nothing that changes.

use crate::profile::{AsProfile, ProfileState};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::ids::{BySide, EventMark, FlowMark, Index, ListMark, Side};
use rehearsal_core::model::{ClaimedFields, event_uses};
use rehearsal_core::plan::{Plan, Trigger};
use rehearsal_core::records::{Population, Words};
use rehearsal_core::rng::Source;
use rehearsal_core::time::{Minute, Zone};

/// What every step of every profile reads and none changes.
#[derive(Clone, Copy, Debug)]
pub struct FlowContext<'a> {
    /// What is rehearsed.
    pub plan: &'a Plan,
    /// The records of everybody, by place.
    pub population: &'a Population,
    /// Where random draws come from, addressed by purpose and entity.
    pub source: &'a Source,
    /// Looked-up words.
    pub words: &'a Words,
    /// Flows by what starts them.
    pub triggers: &'a Triggers,
    /// What claims of the scenario's own read.
    pub claimed: &'a ClaimedFields,
}

/// Flows by what starts them, so that a list or an event finds its flows without asking all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Triggers {
    by_list: BySide<Vec<Vec<Index<FlowMark>>>>,
    by_event: BySide<Vec<Vec<Index<FlowMark>>>>,
    /// Whether any flow of a platform listens to an event.
    listened_to: BySide<Vec<bool>>,
    /// Flows started by a birthday.
    pub birthdays: Vec<Index<FlowMark>>,
    /// Flows started by a schedule.
    pub schedules: Vec<(Index<FlowMark>, Minute)>,
}

impl Triggers {
    /// Sorts the flows of a plan by trigger.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let table = |length: usize| [vec![Vec::new(); length], vec![Vec::new(); length]];
        let nobody = || vec![false; plan.events.len()];
        let mut triggers = Self {
            by_list: table(plan.lists.len()),
            by_event: table(plan.events.len()),
            listened_to: [nobody(), nobody()],
            ..Self::default()
        };
        for (flow, number) in plan.flows.iter().zip(0..) {
            let index = Index::new(number);
            match &flow.trigger {
                Trigger::ListAdded(list) => triggers.by_list[flow.side as usize][list.get()].push(index),
                Trigger::Event { event, .. } => triggers.by_event[flow.side as usize][event.get()].push(index),
                Trigger::Birthday { .. } => triggers.birthdays.push(index),
                Trigger::Scheduled(at) => triggers.schedules.push((index, *at)),
                Trigger::ByHand => {}
            }
            for (event, _) in event_uses(flow) {
                triggers.listened_to[flow.side as usize][event.get()] = true;
            }
        }
        triggers
    }

    /// The flows that a list starts on a platform.
    #[must_use]
    pub fn of_list(&self, side: Side, list: Index<ListMark>) -> &[Index<FlowMark>] {
        &self.by_list[side as usize][list.get()]
    }

    /// The flows that an event starts on a platform.
    #[must_use]
    pub fn of_event(&self, side: Side, event: Index<EventMark>) -> &[Index<FlowMark>] {
        &self.by_event[side as usize][event.get()]
    }

    /// Whether a flow of a platform starts on an event, waits for it or has it as its goal.
    #[must_use]
    pub fn is_listened_to(&self, side: Side, event: Index<EventMark>) -> bool {
        self.listened_to[side as usize][event.get()]
    }
}

impl<'a> FlowContext<'a> {
    /// The profile as conditions of a flow on `side` see it.
    #[must_use]
    pub fn scope(
        &self,
        state: &'a ProfileState,
        side: Side,
        now: Minute,
        event: Option<EventSeen>,
        entered_at: Minute,
    ) -> AsProfile<'a> {
        AsProfile { state, side, population: self.population, now, words: self.words, event, entered_at }
    }

    /// The profile's own clock.
    #[must_use]
    pub fn zone(&self, state: &ProfileState) -> &'a Zone {
        &self.plan.zones[self.population.zone[state.record as usize].get()]
    }
}
