//! A contiguous range of profiles, stepped by one thread.
//!
//! Owns: the states of its profiles and the calendar of who is due. Deliberately reads no other shard.
//!
//! What is stepped is a component: the profiles that can become one, most often a single profile. Their tasks are done in
//! one order, by minute and profile, so that what one does can be seen by the next.
//!
//! A component runs ahead of the pipeline as far as it safely can. Only a message that one of its people would react to
//! holds it up: from there it runs no further than the earliest minute at which the reaction could come. Components that
//! would react to nothing run straight to the end, and are dropped.

use std::ops::Range;

use super::assemble::{BLOCK_PROFILES, Pages};
use super::execute::execute;
use super::input::{EngineInput, Scratch};
use crate::profile::{ProfileState, StepOutput};
use crate::sending::{Answer, Reply, Request, RequestKind};
use rehearsal_core::time::Minute;

/// How time is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// Length of an epoch, in minutes.
    pub(super) epoch_minutes: i32,
    /// No reaction comes sooner after a send than this, in minutes; at least an epoch.
    pub(super) lookahead_minutes: i32,
}

/// What stands at the place of a profile.
#[derive(Debug)]
enum Place {
    /// Nobody who is held up.
    Empty,
    /// The component that begins here, and is held up.
    Component(Box<[ProfileState]>),
    /// A profile of the component that begins at this place.
    Within(u32),
}

/// A range of profiles with all that they have still to do.
#[derive(Debug)]
pub(super) struct Shard {
    range: Range<u32>,
    pace: Pace,
    /// The components that are held up, by place of their profiles in the range.
    held_up: Vec<Place>,
    /// Which held-up components have a task in each epoch, by the place of their first profile. One can stand in several.
    calendar: Vec<Vec<u32>>,
    /// What is asked of the pipeline in each epoch, each profile's requests in the order in which it made them.
    requests: Vec<Vec<Request>>,
    blocks: Vec<Pages>,
    output: StepOutput,
}

impl Shard {
    /// Begins every component of the range, and runs it as far as it goes without the pipeline.
    pub(super) fn begin(input: &EngineInput<'_>, range: Range<u32>, pace: Pace) -> Self {
        let epochs = input.plan.end().0.div_euclid(pace.epoch_minutes) as usize + 1;
        let mut shard = Self {
            pace,
            held_up: Vec::new(),
            calendar: vec![Vec::new(); epochs],
            requests: vec![Vec::new(); epochs],
            blocks: (0..range.len().div_ceil(BLOCK_PROFILES as usize)).map(|_| Pages::default()).collect(),
            output: StepOutput::default(),
            range: range.clone(),
        };
        if input.plan.lookahead_minutes().is_some() {
            shard.held_up.resize_with(range.len(), || Place::Empty);
        }
        let mut scratch = Scratch::default();
        // States are used again and again: room that one component needed serves the next.
        let mut states: Vec<ProfileState> = Vec::new();
        for component in input.identity.components_of(range) {
            let profiles = component.len();
            while states.len() < profiles {
                states.push(ProfileState::new(input.plan.properties.len()));
            }
            let states = &mut states[..profiles];
            for (state, profile) in states.iter_mut().zip(component) {
                state.reset(profile, input.identity.first_record(profile));
                input.begin(state, &mut scratch, &mut shard.output);
                if profiles > 1 {
                    shard.file(profile);
                }
            }
            shard.run_on(input, states, Minute(0));
            if states.iter().any(|state| state.awaited > 0) {
                // A copy has no room to spare: of those who wait there can be as many as there are profiles.
                shard.hold_up(states.to_vec().into_boxed_slice());
            }
        }
        shard
    }

    /// Runs a component until the end, or until a reaction could come that is not known yet. The pipeline has decided
    /// nothing from `frontier` on.
    fn run_on(&mut self, input: &EngineInput<'_>, states: &mut [ProfileState], frontier: Minute) {
        let lookahead = self.pace.lookahead_minutes;
        let end = input.plan.end();
        let awaits = states.iter().any(|state| state.awaited > 0);
        let mut until = if awaits { frontier.plus(lookahead).min(end) } else { end };
        let is_alone = states.len() == 1;
        let mut asked = self.output.requests.len();
        while let Some(state) = earliest(states)
            && let Some((at, task)) = state.take_due(until)
        {
            execute(input, state, at, task, &mut self.output);
            for request in &self.output.requests[asked..] {
                if let RequestKind::Send(message) = request.kind
                    && !input.response(state.record, message, at).is_silent()
                {
                    state.awaited += 1;
                    until = until.min(at.plus(lookahead));
                }
            }
            if !is_alone {
                let profile = state.profile;
                self.file(profile);
            }
            asked = self.output.requests.len();
        }
        if let [state] = states {
            self.file(state.profile);
        }
    }

    /// Keeps a component until its next task is due, or until it hears from the pipeline.
    fn hold_up(&mut self, states: Box<[ProfileState]>) {
        let Some(first) = states.first().map(|state| state.profile - self.range.start) else { return };
        for place in (first..).take(states.len()).skip(1) {
            self.held_up[place as usize] = Place::Within(first);
        }
        if let Some(at) = states.iter().filter_map(ProfileState::next_at).min()
            && let Some(due) = self.calendar.get_mut((at.0.max(0) / self.pace.epoch_minutes) as usize)
        {
            due.push(first);
        }
        self.held_up[first as usize] = Place::Component(states);
    }

    /// Moves what was traced of a profile to its block and to the epochs of its requests.
    fn file(&mut self, profile: u32) {
        for request in self.output.requests.drain(..) {
            self.requests[(request.at.0.max(0) / self.pace.epoch_minutes) as usize].push(request);
        }
        self.blocks[((profile - self.range.start) / BLOCK_PROFILES) as usize].take(&mut self.output.facts);
    }

    /// How many held-up components may be due in the epoch that begins here.
    pub(super) fn due(&self, from: Minute) -> usize {
        self.calendar[(from.0 / self.pace.epoch_minutes) as usize].len()
    }

    /// Hears what the pipeline decided in the epoch before, steps what is due in this one, and returns what it asks of the
    /// pipeline, by minute and profile.
    pub(super) fn step(&mut self, input: &EngineInput<'_>, replies: &[Reply], from: Minute) -> Vec<Request> {
        let epoch = (from.0 / self.pace.epoch_minutes) as usize;
        let mut due = std::mem::take(&mut self.calendar[epoch]);
        // Everything is heard before anybody goes on: whoever awaits two answers of one epoch would run past the reaction to
        // the second.
        due.extend(replies.iter().filter_map(|reply| self.hear(input, reply)));
        due.sort_unstable();
        due.dedup();
        for place in due {
            // The component may have gone on since it was noted; then it is held up further ahead, or done.
            if let Place::Component(states) = std::mem::replace(&mut self.held_up[place as usize], Place::Empty) {
                self.resume(input, states, from);
            }
        }
        let mut requests = std::mem::take(&mut self.requests[epoch]);
        // Stable: requests of one profile in one minute stay in the order in which they were made.
        requests.sort_by_key(|request| (request.at, request.profile));
        requests
    }

    /// Runs a held-up component on, and keeps it if it is still held up.
    fn resume(&mut self, input: &EngineInput<'_>, mut states: Box<[ProfileState]>, frontier: Minute) {
        self.run_on(input, &mut states, frontier);
        if states.iter().any(|state| state.awaited > 0) {
            self.hold_up(states);
        }
    }

    /// Lets a profile hear what became of its message, if it would react to it. Returns the place of its component, which
    /// can go on.
    fn hear(&mut self, input: &EngineInput<'_>, reply: &Reply) -> Option<u32> {
        if !self.range.contains(&reply.profile) {
            return None;
        }
        let place = reply.profile - self.range.start;
        // Most components are not held up; looking here first spares them the draws.
        let first = match self.held_up.get(place as usize)? {
            Place::Empty => return None,
            Place::Component(_) => place,
            Place::Within(first) => *first,
        };
        let Place::Component(states) = &mut self.held_up[first as usize] else { return None };
        if matches!(reply.answer, Answer::Deferred(_)) {
            return None;
        }
        let response = input.response(input.identity.first_record(reply.profile), reply.message, reply.due);
        if response.is_silent() {
            return None;
        }
        let state = &mut states[(place - first) as usize];
        state.awaited = state.awaited.saturating_sub(1);
        if matches!(reply.answer, Answer::Sent { .. }) {
            response.plan(state, reply.message, reply.at);
        }
        Some(first)
    }

    /// The facts by block, each profile's in the order in which they happened.
    pub(super) fn into_facts(self) -> Vec<Pages> {
        self.blocks
    }
}

/// The state whose task is next: by minute, and within a minute by profile. `None` if nothing is left to do.
fn earliest(states: &mut [ProfileState]) -> Option<&mut ProfileState> {
    match states {
        [alone] => Some(alone),
        states => states.iter_mut().filter(|state| state.next_at().is_some()).min_by_key(|state| state.next_at()),
    }
}
