//! A contiguous range of profiles, stepped by one thread.
//!
//! Owns: the states of its profiles and the calendar of who is due. Deliberately reads no other shard.
//!
//! A profile runs ahead of the pipeline as far as it safely can. Only a message that the person would react to holds it up:
//! from there it runs no further than the earliest minute at which the reaction could come. Profiles that would react
//! to nothing run straight to the end, and are dropped.

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

/// A range of profiles with all that they have still to do.
#[derive(Debug)]
pub(super) struct Shard {
    range: Range<u32>,
    pace: Pace,
    /// The profiles that are held up, by place in the range.
    held_up: Vec<Option<Box<ProfileState>>>,
    /// Which held-up profiles have a task in each epoch, by place in the range. A profile can stand in several.
    calendar: Vec<Vec<u32>>,
    /// What is asked of the pipeline in each epoch, each profile's requests in the order in which it made them.
    requests: Vec<Vec<Request>>,
    blocks: Vec<Pages>,
    output: StepOutput,
    /// A state to be used again.
    spare: ProfileState,
}

impl Shard {
    /// Begins every profile of the range, and runs it as far as it goes without the pipeline.
    pub(super) fn begin(input: &EngineInput<'_>, range: Range<u32>, pace: Pace) -> Self {
        let epochs = input.plan.end().0.div_euclid(pace.epoch_minutes) as usize + 1;
        let mut shard = Self {
            pace,
            held_up: Vec::new(),
            calendar: vec![Vec::new(); epochs],
            requests: vec![Vec::new(); epochs],
            blocks: Vec::new(),
            output: StepOutput::default(),
            range: range.clone(),
            spare: ProfileState::new(input.plan.properties.len()),
        };
        if input.plan.lookahead_minutes().is_some() {
            shard.held_up.resize_with(range.len(), || None);
        }
        let mut scratch = Scratch::default();
        for profile in range.clone() {
            let place = profile - range.start;
            if place.is_multiple_of(BLOCK_PROFILES) {
                shard.blocks.push(Pages::default());
            }
            let mut state = std::mem::replace(&mut shard.spare, ProfileState::new(0));
            state.reset(profile, input.identity.first_record(profile));
            input.begin(&mut state, &mut scratch, &mut shard.output);
            shard.run_on(input, &mut state, Minute(0));
            if state.awaited == 0 {
                shard.spare = state;
            } else {
                shard.note(&state);
                // A copy has no room to spare: of those who wait there can be as many as there are profiles.
                shard.held_up[place as usize] = Some(Box::new(state.clone()));
                shard.spare = state;
            }
        }
        shard
    }

    /// Runs a profile until the end, or until a reaction could come that is not known yet. The pipeline has decided nothing
    /// from `frontier` on.
    fn run_on(&mut self, input: &EngineInput<'_>, state: &mut ProfileState, frontier: Minute) {
        let lookahead = self.pace.lookahead_minutes;
        let end = input.plan.end();
        let mut until = if state.awaited == 0 { end } else { frontier.plus(lookahead).min(end) };
        let mut asked = self.output.requests.len();
        while let Some((at, task)) = state.take_due(until) {
            execute(input, state, at, task, &mut self.output);
            for request in &self.output.requests[asked..] {
                if let RequestKind::Send(message) = request.kind
                    && !input.response(state.record, message, at).is_silent()
                {
                    state.awaited += 1;
                    until = until.min(at.plus(lookahead));
                }
            }
            asked = self.output.requests.len();
        }
        self.file(state.profile);
    }

    /// Moves what was traced of a profile to its block and to the epochs of its requests.
    fn file(&mut self, profile: u32) {
        for request in self.output.requests.drain(..) {
            self.requests[(request.at.0.max(0) / self.pace.epoch_minutes) as usize].push(request);
        }
        self.blocks[((profile - self.range.start) / BLOCK_PROFILES) as usize].take(&mut self.output.facts);
    }

    /// Puts a held-up profile into the calendar at its next task.
    fn note(&mut self, state: &ProfileState) {
        if let Some(at) = state.next_at()
            && let Some(due) = self.calendar.get_mut((at.0.max(0) / self.pace.epoch_minutes) as usize)
        {
            due.push(state.profile - self.range.start);
        }
    }

    /// How many held-up profiles may be due in the epoch that begins here.
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
            // The profile may have gone on since it was noted; then it is held up further ahead, or done.
            if let Some(state) = self.held_up[place as usize].take() {
                self.resume(input, state, from);
            }
        }
        let mut requests = std::mem::take(&mut self.requests[epoch]);
        // Stable: requests of one profile in one minute stay in the order in which they were made.
        requests.sort_by_key(|request| (request.at, request.profile));
        requests
    }

    /// Runs a held-up profile on, and keeps it if it is still held up.
    fn resume(&mut self, input: &EngineInput<'_>, mut state: Box<ProfileState>, frontier: Minute) {
        self.run_on(input, &mut state, frontier);
        if state.awaited > 0 {
            self.note(&state);
            let place = (state.profile - self.range.start) as usize;
            self.held_up[place] = Some(state);
        }
    }

    /// Lets a profile hear what became of its message, if it would react to it. Returns its place if it can go on.
    fn hear(&mut self, input: &EngineInput<'_>, reply: &Reply) -> Option<u32> {
        if !self.range.contains(&reply.profile) {
            return None;
        }
        let place = reply.profile - self.range.start;
        // Most profiles are not held up; looking here first spares them the draws.
        let state = self.held_up.get_mut(place as usize)?.as_mut()?;
        if matches!(reply.answer, Answer::Deferred(_)) {
            return None;
        }
        let response = input.response(input.identity.first_record(reply.profile), reply.message, reply.due);
        if response.is_silent() {
            return None;
        }
        state.awaited = state.awaited.saturating_sub(1);
        if matches!(reply.answer, Answer::Sent { .. }) {
            response.plan(state, reply.message, reply.at);
        }
        Some(place)
    }

    /// The facts by block, each profile's in the order in which they happened.
    pub(super) fn into_facts(self) -> Vec<Pages> {
        self.blocks
    }
}
