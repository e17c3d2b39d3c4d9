//! The only loop: profiles step in parallel, then one desk dispatches in a total order.
//!
//! Owns: epochs, shards, and the order in which they meet the desk. Deliberately has no rule of the domain: what a task
//! does is in [`act`](self) and the rooms behind it.
//!
//! ## Why the result is exact
//!
//! A shard never reads another shard's profiles, and an outcome of a send is never visible in the minute in which it
//! happens: it reaches the profile no earlier than the plan's lookahead. An epoch is no longer than that lookahead, so
//! nothing that a desk decides in an epoch could have changed a step of the same epoch. The desk itself works through
//! minutes, not through epochs. So neither the number of threads nor the length of an epoch shows in the history; both
//! are tested. When sends decide nothing, the whole rehearsal is one epoch, and a profile is stepped from its first
//! minute to its last before the next one begins.

mod act;
mod assemble;
mod shard;
mod world;
#[cfg(test)]
mod tests;

use std::ops::Range;

use self::assemble::Blocks;
use self::shard::{Shard, Straight};
use self::world::World;
use crate::history::{CallFact, History};
use crate::identity::Identity;
use crate::import::{Timeline, timeline};
use crate::plan::Plan;
use crate::profile::{Origin, Population};
use crate::rng::Source;
use crate::sending::{Desk, Recipient, Reply, Request, dispatch, finish};
use crate::time::{DAY_MINUTES, Minute};

/// Below so many due profiles an epoch is stepped on one thread: handing them out would cost more.
const PROFILES_PER_EPOCH_INLINE_MAX: usize = 2_048;

/// Rehearses the plan: replays the import, steps every profile, dispatches every message.
///
/// The history is the same for every number of threads. `progress` is told how many days are done, now and then.
#[must_use]
pub fn run(
    plan: &Plan,
    population: &Population,
    identity: &Identity,
    threads: usize,
    progress: &dyn Fn(u32),
) -> History {
    let end_id = (0..population.len())
        .rev()
        .find(|&row| population.origin[row] == Origin::Source)
        .map_or(0, |row| population.ids[row] + 1);
    let timeline = timeline(plan, &Source::new(plan.seed), 0, end_id);
    let world = World::new(plan, population, identity, &timeline);
    let mut desk = Desk::new(plan, recipients(population, identity));
    let ranges = cut(identity, threads.max(1));
    let mut blocks = match plan.lookahead_minutes() {
        None => straight(&world, &ranges, &mut desk, progress),
        Some(lookahead) => by_epochs(&world, &ranges, &mut desk, epoch_minutes(lookahead), progress),
    };
    let mut replies = Vec::new();
    finish(desk, plan.end(), &mut replies);
    blocks.answer(&replies);
    progress(plan.days);
    History {
        chapters: blocks.into_chapters(threads),
        calls: calls(&timeline, plan.end()),
    }
}

/// The longest epoch that is allowed, divides the hour, and so never spans two windows of a ramp.
fn epoch_minutes(lookahead: i32) -> i32 {
    (1..=lookahead.clamp(1, 60))
        .rev()
        .find(|minutes| 60 % minutes == 0)
        .unwrap_or(1)
}

/// What the desk must know of every profile.
fn recipients(population: &Population, identity: &Identity) -> Vec<Recipient> {
    (0..identity.profiles() as u32)
        .map(|profile| {
            let row = identity.records_of(profile)[0] as usize;
            let reachable = [
                !population.email.get(row).is_empty(),
                !population.phone.get(row).is_empty(),
            ];
            Recipient {
                provider: population.provider[row],
                zone: population.zone[row],
                reachable,
            }
        })
        .collect()
}

/// Contiguous ranges of profiles, one a thread, cut only between components: profiles that can become one stay together.
fn cut(identity: &Identity, threads: usize) -> Vec<Range<u32>> {
    let profiles = identity.profiles() as u32;
    let mut from = 0;
    let mut ranges = Vec::with_capacity(threads);
    for thread in 1..=threads {
        let wanted = (u64::from(profiles) * thread as u64 / threads as u64) as u32;
        let to = if wanted == profiles {
            profiles
        } else {
            identity.first_of_component(wanted).max(from)
        };
        ranges.push(from..to);
        from = to;
    }
    ranges
}

/// Steps every profile from its first minute to its last, then dispatches everything. Only if sends decide nothing.
fn straight(world: &World<'_>, ranges: &[Range<u32>], desk: &mut Desk, progress: &dyn Fn(u32)) -> Blocks {
    let shards: Vec<Straight> = std::thread::scope(|scope| {
        let handles: Vec<_> = ranges
            .iter()
            .map(|range| scope.spawn(|| shard::straight(world, range.clone())))
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let end = world.plan.end();
    let mut blocks = Blocks::new(ranges);
    let mut requests = Vec::with_capacity(shards.len());
    for (shard, traced) in shards.into_iter().enumerate() {
        blocks.put(shard, traced.blocks);
        requests.push(traced.requests);
    }
    let requests = in_order(requests, Minute(0), end);
    let mut replies = Vec::new();
    let mut rest = &requests[..];
    for day in 1..=world.plan.days {
        let until = Minute(i32::try_from(day).unwrap_or(i32::MAX).saturating_mul(DAY_MINUTES)).min(end);
        let (due, later) = rest.split_at(rest.partition_point(|request| request.at < until));
        rest = later;
        replies.clear();
        dispatch(world.plan, desk, due, until, &mut replies);
        blocks.answer(&replies);
        progress(day);
    }
    blocks
}

/// Steps every profile epoch by epoch, and lets the outcomes of one epoch's sends reach the profiles in the next.
fn by_epochs(
    world: &World<'_>,
    ranges: &[Range<u32>],
    desk: &mut Desk,
    epoch_minutes: i32,
    progress: &dyn Fn(u32),
) -> Blocks {
    let end = world.plan.end();
    let mut blocks = Blocks::new(ranges);
    let mut shards: Vec<Shard> = std::thread::scope(|scope| {
        let begin = |range: &Range<u32>| Shard::begin(world, range.clone(), epoch_minutes);
        let handles: Vec<_> = ranges.iter().map(|range| scope.spawn(move || begin(range))).collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut replies: Vec<Reply> = Vec::new();
    let mut from = Minute(0);
    while from < end {
        let until = from.plus(epoch_minutes).min(end);
        let requests = in_order(step(world, &mut shards, from, until), from, until);
        replies.clear();
        dispatch(world.plan, desk, &requests, until, &mut replies);
        blocks.answer(&replies);
        for reply in &replies {
            let owner = ranges.partition_point(|range| range.end <= reply.profile);
            shards[owner].hear(world, reply);
        }
        if until.0 % DAY_MINUTES == 0 {
            progress(until.0.div_euclid(DAY_MINUTES).unsigned_abs());
        }
        from = until;
    }
    for (number, shard) in shards.into_iter().enumerate() {
        blocks.put(number, shard.into_facts());
    }
    blocks
}

/// Steps what is due in an epoch, on as many threads as there are shards, and collects what each asks of the desk.
fn step(world: &World<'_>, shards: &mut [Shard], from: Minute, until: Minute) -> Vec<Vec<Request>> {
    let due: usize = shards.iter().map(|shard| shard.due(from)).sum();
    if due <= PROFILES_PER_EPOCH_INLINE_MAX || shards.len() == 1 {
        return shards.iter_mut().map(|shard| shard.step(world, from, until)).collect();
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> = shards
            .iter_mut()
            .map(|shard| scope.spawn(move || shard.step(world, from, until)))
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// Requests by minute, and within a minute as they stand in the parts: by profile, as each made them.
///
/// A counting sort: the minutes of an epoch are few, the requests many. Within a part the requests of one minute must
/// already ascend by profile, or be sorted here.
fn in_order(mut parts: Vec<Vec<Request>>, from: Minute, until: Minute) -> Vec<Request> {
    let bucket = |request: &Request| request.at.0.clamp(from.0, until.0 - 1).abs_diff(from.0) as usize;
    let mut starts = vec![0_u32; until.0.abs_diff(from.0) as usize + 1];
    for request in parts.iter().flatten() {
        starts[bucket(request) + 1] += 1;
    }
    for place in 1..starts.len() {
        starts[place] += starts[place - 1];
    }
    let Some(&filler) = parts.iter().flatten().next() else {
        return Vec::new();
    };
    let mut ordered = vec![filler; parts.iter().map(Vec::len).sum()];
    for part in &mut parts {
        for request in part.drain(..) {
            let place = &mut starts[bucket(&request)];
            ordered[*place as usize] = request;
            *place += 1;
        }
        part.shrink_to_fit();
    }
    debug_assert!(
        ordered.is_sorted_by_key(|request| (request.at, request.profile)),
        "requests in order"
    );
    ordered
}

/// The calls of the import as facts, as far as they happen within the rehearsal.
fn calls(timeline: &Timeline, end: Minute) -> Vec<CallFact> {
    let mut calls = Vec::new();
    for (pass, cohort) in timeline.passes.iter().zip(0..) {
        for (batch, number) in pass.batches().iter().zip(0..) {
            for (attempt, tried) in batch.attempts.iter().zip(0..).filter(|(attempt, _)| attempt.at < end) {
                calls.push(CallFact {
                    at: attempt.at,
                    cohort,
                    batch: number,
                    attempt: tried,
                    outcome: attempt.outcome,
                });
            }
        }
    }
    calls
}
