//! A contiguous range of profiles, stepped by one thread.
//!
//! Owns: the lives of its profiles and the calendar of who is due. Deliberately reads no other shard.

use std::ops::Range;

use super::act::act_until;
use super::assemble::BLOCK_PROFILES;
use super::world::{Scratch, World};
use crate::history::Fact;
use crate::profile::{Life, Trace};
use crate::sending::{Reply, Request};
use crate::time::Minute;

/// What a shard leaves behind when it was stepped straight from beginning to end.
#[derive(Debug)]
pub(super) struct Straight {
    /// Facts by block of profiles.
    pub(super) blocks: Vec<Vec<Fact>>,
    /// Requests, by profile and minute.
    pub(super) requests: Vec<Request>,
}

/// Steps every profile of the range from its first minute to its last, one after the other.
pub(super) fn straight(world: &World<'_>, range: Range<u32>) -> Straight {
    let mut life = Life::new(world.plan.properties.len());
    let (mut scratch, mut trace) = (Scratch::default(), Trace::default());
    let mut blocks = Vec::new();
    let end = world.plan.end();
    let first = range.start;
    for profile in range {
        if profile != first && (profile - first) % BLOCK_PROFILES == 0 {
            blocks.push(take_fitted(&mut trace.facts));
        }
        life.reset(profile, world.identity.records_of(profile)[0]);
        world.begin(&mut life, &mut scratch, &mut trace);
        act_until(world, &mut life, end, &mut trace);
    }
    blocks.push(take_fitted(&mut trace.facts));
    Straight {
        blocks,
        requests: trace.requests,
    }
}

/// The facts in an allocation that fits, leaving the roomy buffer for the next block.
fn take_fitted(facts: &mut Vec<Fact>) -> Vec<Fact> {
    let fitted = facts.to_vec();
    facts.clear();
    fitted
}

/// A shard that is stepped epoch by epoch.
#[derive(Debug)]
pub(super) struct Shard {
    range: Range<u32>,
    lives: Vec<Life>,
    epoch_minutes: i32,
    /// Which profiles may be due in each epoch, by place in the range. A profile can stand in several.
    calendar: Vec<Vec<u32>>,
    blocks: Vec<Vec<Fact>>,
    trace: Trace,
}

impl Shard {
    /// Begins every profile of the range.
    pub(super) fn begin(world: &World<'_>, range: Range<u32>, epoch_minutes: i32) -> Self {
        let epochs = (world.plan.end().0 / epoch_minutes) as usize + 1;
        let mut shard = Self {
            lives: Vec::with_capacity(range.len()),
            epoch_minutes,
            calendar: vec![Vec::new(); epochs],
            blocks: vec![Vec::new(); range.len().div_ceil(BLOCK_PROFILES as usize).max(1)],
            trace: Trace::default(),
            range: range.clone(),
        };
        let mut scratch = Scratch::default();
        for profile in range {
            let mut life = Life::new(world.plan.properties.len());
            life.reset(profile, world.identity.records_of(profile)[0]);
            world.begin(&mut life, &mut scratch, &mut shard.trace);
            shard.lives.push(life);
            shard.file_facts();
            shard.note(profile);
        }
        shard
    }

    /// Puts a profile into the calendar at its next task.
    fn note(&mut self, profile: u32) {
        let place = profile - self.range.start;
        if let Some(at) = self.lives[place as usize].next_at()
            && let Some(due) = self.calendar.get_mut((at.0.max(0) / self.epoch_minutes) as usize)
        {
            due.push(place);
        }
    }

    /// Moves the traced facts to the blocks of their profiles.
    fn file_facts(&mut self) {
        for fact in self.trace.facts.drain(..) {
            self.blocks[((fact.profile - self.range.start) / BLOCK_PROFILES) as usize].push(fact);
        }
    }

    /// How many profiles may be due in the epoch that begins here.
    pub(super) fn due(&self, from: Minute) -> usize {
        self.calendar[(from.0 / self.epoch_minutes) as usize].len()
    }

    /// Steps what is due in an epoch, and returns what it asks of the desk, by minute and profile.
    pub(super) fn step(&mut self, world: &World<'_>, from: Minute, until: Minute) -> Vec<Request> {
        let due = std::mem::take(&mut self.calendar[(from.0 / self.epoch_minutes) as usize]);
        for place in due {
            let life = &mut self.lives[place as usize];
            act_until(world, life, until, &mut self.trace);
            let profile = life.profile;
            self.file_facts();
            self.note(profile);
        }
        let mut requests = std::mem::take(&mut self.trace.requests);
        // Stable: requests of one profile in one minute stay in the order in which they were made.
        requests.sort_by_key(|request| (request.at, request.profile));
        requests
    }

    /// Lets a profile hear what became of its message.
    pub(super) fn hear(&mut self, world: &World<'_>, reply: &Reply) {
        let life = &mut self.lives[(reply.profile - self.range.start) as usize];
        let before = life.next_at();
        world.reactions(life, reply);
        if life.next_at() != before {
            self.note(reply.profile);
        }
    }

    /// The facts by block, in the order in which they happened.
    pub(super) fn into_facts(self) -> Vec<Vec<Fact>> {
        self.blocks
    }
}
