//! A contiguous range of profiles, stepped by one thread.
//!
//! Owns: the lives of its profiles and the calendar of who is due. Deliberately reads no other shard.
//!
//! A profile runs ahead of the desk as far as it safely can. Only a message that the person would react to holds it up:
//! from there it runs no further than the earliest minute at which the reaction could come. Profiles that would react
//! to nothing run straight to the end, and are dropped.

use std::ops::Range;

use super::act::act;
use super::assemble::{BLOCK_PROFILES, Pages};
use super::world::{Scratch, World};
use crate::profile::{Life, Trace};
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
    held_up: Vec<Option<Box<Life>>>,
    /// Which held-up profiles have a task in each epoch, by place in the range. A profile can stand in several.
    calendar: Vec<Vec<u32>>,
    /// What is asked of the desk in each epoch, each profile's requests in the order in which it made them.
    requests: Vec<Vec<Request>>,
    blocks: Vec<Pages>,
    trace: Trace,
    /// A life to be used again.
    spare: Life,
}

impl Shard {
    /// Begins every profile of the range, and runs it as far as it goes without the desk.
    pub(super) fn begin(world: &World<'_>, range: Range<u32>, pace: Pace) -> Self {
        let epochs = world.plan.end().0.div_euclid(pace.epoch_minutes) as usize + 1;
        let spare = || Life::new(world.plan.properties.len());
        let mut shard = Self {
            pace,
            held_up: Vec::new(),
            calendar: vec![Vec::new(); epochs],
            requests: vec![Vec::new(); epochs],
            blocks: Vec::new(),
            trace: Trace::default(),
            range: range.clone(),
            spare: spare(),
        };
        if world.plan.lookahead_minutes().is_some() {
            shard.held_up.resize_with(range.len(), || None);
        }
        let mut scratch = Scratch::default();
        for profile in range.clone() {
            let place = profile - range.start;
            if place.is_multiple_of(BLOCK_PROFILES) {
                shard.blocks.push(Pages::default());
            }
            let mut life = std::mem::replace(&mut shard.spare, Life::new(0));
            life.reset(profile, world.identity.first_record(profile));
            world.begin(&mut life, &mut scratch, &mut shard.trace);
            shard.run_on(world, &mut life, Minute(0));
            if life.awaited == 0 {
                shard.spare = life;
            } else {
                shard.note(&life);
                shard.held_up[place as usize] = Some(Box::new(life));
                shard.spare = spare();
            }
        }
        shard
    }

    /// Runs a profile until the end, or until a reaction could come that is not known yet. The desk has decided nothing
    /// from `frontier` on.
    fn run_on(&mut self, world: &World<'_>, life: &mut Life, frontier: Minute) {
        let lookahead = self.pace.lookahead_minutes;
        let end = world.plan.end();
        let mut until = if life.awaited == 0 { end } else { frontier.plus(lookahead).min(end) };
        let mut asked = self.trace.requests.len();
        while let Some((at, task)) = life.take_due(until) {
            act(world, life, at, task, &mut self.trace);
            for request in &self.trace.requests[asked..] {
                if let RequestKind::Send(message) = request.kind
                    && !world.echo(life.record, message, at).is_silent()
                {
                    life.awaited += 1;
                    until = until.min(at.plus(lookahead));
                }
            }
            asked = self.trace.requests.len();
        }
        self.file(life.profile);
    }

    /// Moves what was traced of a profile to its block and to the epochs of its requests.
    fn file(&mut self, profile: u32) {
        for request in self.trace.requests.drain(..) {
            self.requests[(request.at.0.max(0) / self.pace.epoch_minutes) as usize].push(request);
        }
        self.blocks[((profile - self.range.start) / BLOCK_PROFILES) as usize].take(&mut self.trace.facts);
    }

    /// Puts a held-up profile into the calendar at its next task.
    fn note(&mut self, life: &Life) {
        if let Some(at) = life.next_at()
            && let Some(due) = self.calendar.get_mut((at.0.max(0) / self.pace.epoch_minutes) as usize)
        {
            due.push(life.profile - self.range.start);
        }
    }

    /// How many held-up profiles may be due in the epoch that begins here.
    pub(super) fn due(&self, from: Minute) -> usize {
        self.calendar[(from.0 / self.pace.epoch_minutes) as usize].len()
    }

    /// Hears what the desk decided in the epoch before, steps what is due in this one, and returns what it asks of the
    /// desk, by minute and profile.
    pub(super) fn step(&mut self, world: &World<'_>, replies: &[Reply], from: Minute) -> Vec<Request> {
        for reply in replies {
            if self.range.contains(&reply.profile) {
                self.hear(world, reply, from);
            }
        }
        let epoch = (from.0 / self.pace.epoch_minutes) as usize;
        for place in std::mem::take(&mut self.calendar[epoch]) {
            // The profile may have gone on since it was noted; then it is held up further ahead, or done.
            if let Some(life) = self.held_up[place as usize].take() {
                self.resume(world, life, from);
            }
        }
        let mut requests = std::mem::take(&mut self.requests[epoch]);
        // Stable: requests of one profile in one minute stay in the order in which they were made.
        requests.sort_by_key(|request| (request.at, request.profile));
        requests
    }

    /// Runs a held-up profile on, and keeps it if it is still held up.
    fn resume(&mut self, world: &World<'_>, mut life: Box<Life>, frontier: Minute) {
        self.run_on(world, &mut life, frontier);
        if life.awaited > 0 {
            self.note(&life);
            let place = (life.profile - self.range.start) as usize;
            self.held_up[place] = Some(life);
        }
    }

    /// Lets a profile hear what became of its message, if it would react to it.
    fn hear(&mut self, world: &World<'_>, reply: &Reply, frontier: Minute) {
        let place = (reply.profile - self.range.start) as usize;
        // Most profiles are not held up; looking here first spares them the draws.
        let Some(held_up) = self.held_up.get_mut(place).filter(|held_up| held_up.is_some()) else {
            return;
        };
        if matches!(reply.answer, Answer::Deferred(_)) {
            return;
        }
        let record = world.identity.first_record(reply.profile);
        let echo = world.echo(record, reply.message, reply.due);
        if echo.is_silent() {
            return;
        }
        let Some(mut life) = held_up.take() else { return };
        life.awaited = life.awaited.saturating_sub(1);
        if matches!(reply.answer, Answer::Sent { .. }) {
            echo.plan(&mut life, reply.message, reply.at);
        }
        self.resume(world, life, frontier);
    }

    /// The facts by block, each profile's in the order in which they happened.
    pub(super) fn into_facts(self) -> Vec<Pages> {
        self.blocks
    }
}
