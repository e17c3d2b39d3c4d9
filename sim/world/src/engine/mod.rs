//! The only loop: profiles step in parallel, then one pipeline dispatches in a total order.
//!
//! Owns: epochs, shards, and the order in which they meet the pipeline. Deliberately has no rule of the domain: what a task
//! does is in the rooms behind it.
//!
//! ## Why the result is exact
//!
//! A shard never reads another shard's profiles, and an outcome of a send is never visible in the minute in which it
//! happens: it reaches the profile no earlier than the plan's lookahead. An epoch is no longer than that lookahead, so
//! nothing that a pipeline decides in an epoch could have changed a step of the same epoch. The pipeline itself works through
//! minutes, not through epochs. So neither the number of threads nor the length of an epoch shows in the history; both
//! are tested.
//!
//! What a person would do with a message is drawn when it is asked for, so a profile knows at once whether it has to
//! wait for the pipeline. Most do not: they run from their first minute to their last before the next one begins, and only
//! those who will react are kept and stepped again.
//!
//! Profiles meet at the pipeline only if a ramp's cap can stop a message: then one group of all of them shares one pipeline. If
//! not, small groups each have their own, and run side by side without ever waiting for each other.

mod assemble;
mod execute;
mod input;
mod shard;
#[cfg(test)]
mod tests;

use rehearsal_core::model::{ClaimedFields, names_of};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use self::assemble::Blocks;
use self::input::EngineInput;
use self::shard::{Pace, Shard};
use crate::import::{Timeline, timeline};
use crate::sending::{Recipient, Reply, Request, SendPipeline, dispatch, finish};
use rehearsal_core::history::{CallFact, FactKinds, History, HistoryPart};
use rehearsal_core::parallel::on_threads;
use rehearsal_core::plan::{Overflow, Plan};
use rehearsal_core::records::{FileLine, Origin, Population};
use rehearsal_core::rng::Source;
use rehearsal_core::time::{DAY_MINUTES, Minute};
use rehearsal_identity::Identity;

/// Up to so many due profiles an epoch is stepped on one thread: handing them out would cost more.
const PROFILES_PER_EPOCH_INLINE_MAX: usize = 512;

/// Profiles of one group, if groups do not meet at the pipeline: few enough that their states stay in the cache.
const GROUP_PROFILES: u32 = 4_096;

/// Rehearses the plan: replays the import, steps every profile, dispatches every message.
///
/// The history is the same for every number of threads. `progress` is told how many days are done, now and then.
#[must_use]
pub fn run(
    plan: &Plan,
    population: &Population,
    identity: &Identity,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
) -> History {
    let timeline = timeline(plan, &Source::new(plan.seed), &files(population));
    let input = EngineInput::new(plan, population, identity, &timeline);
    let threads = threads.max(1);
    let everybody = 0..identity.profiles() as u32;
    let parts = if profiles_meet_at_the_pipeline(plan) {
        group(&input, everybody, threads, pace(plan), progress)
    } else {
        apart(&input, everybody, threads, progress)
    };
    progress(plan.days);
    let kinds = FactKinds::ALL.without(ClaimedFields::KINDS).with(ClaimedFields::of(plan).kinds());
    History { names: names_of(plan), kinds, parts, calls: calls(&timeline, plan.end()) }
}

/// Whether a send of one profile can change what becomes of another's: only a ramp whose cap stops something does that.
fn profiles_meet_at_the_pipeline(plan: &Plan) -> bool {
    plan.sending.pools.iter().filter_map(|pool| pool.ramp.as_ref()).any(|ramp| ramp.overflow != Overflow::SendAnyway)
}

/// Rehearses profiles that do not meet: small groups one after the other, each with a pipeline of its own, side by side on
/// the threads.
fn apart(
    input: &EngineInput<'_>,
    everybody: Range<u32>,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
) -> Vec<HistoryPart> {
    let profiles = everybody.len() as u64;
    let done = AtomicU64::new(0);
    let shares = cut(input.identity, everybody, threads);
    let parts = on_threads(shares.into_iter().map(|share| {
        || {
            let mut parts = Vec::new();
            let groups = share.len().div_ceil(GROUP_PROFILES as usize);
            for range in cut(input.identity, share, groups) {
                let length = range.len() as u64;
                parts.extend(group(input, range, 1, pace(input.plan), &|_| {}));
                let done = done.fetch_add(length, Ordering::Relaxed) + length;
                progress((u64::from(input.plan.days) * done / profiles) as u32);
            }
            parts
        }
    }));
    parts.into_iter().flatten().collect()
}

/// The record numbers of each imported file, from its first to its last.
///
/// A file begins at line 0 whatever its first record: removing the first rows must not move the others to other calls.
fn files(population: &Population) -> Vec<Range<u64>> {
    let mut files: Vec<Range<u64>> = Vec::new();
    for (&id, _) in population.ids.iter().zip(&population.origin).filter(|(_, origin)| **origin == Origin::Source) {
        match files.last_mut() {
            Some(last) if FileLine::of(last.start).file == FileLine::of(id).file => last.end = id + 1,
            Some(_) | None => files.push(FileLine { line: 0, ..FileLine::of(id) }.number()..id + 1),
        }
    }
    files
}

/// The longest epoch that is allowed: no longer than the lookahead, and a divisor of the hour, so that it never spans
/// two windows of a ramp. A day if sends decide nothing.
fn pace(plan: &Plan) -> Pace {
    let Some(lookahead) = plan.lookahead_minutes() else {
        return Pace { epoch_minutes: DAY_MINUTES, lookahead_minutes: i32::MAX };
    };
    let lookahead_minutes = lookahead.max(1);
    let epoch_minutes = (1..=lookahead_minutes.min(60)).rev().find(|minutes| 60 % minutes == 0).unwrap_or(1);
    Pace { epoch_minutes, lookahead_minutes }
}

/// What the pipeline must know of every profile of a group.
fn recipients(input: &EngineInput<'_>, group: Range<u32>) -> Vec<Recipient> {
    let population = input.population;
    group
        .map(|profile| {
            let row = input.identity.first_record(profile) as usize;
            let reachable = [!population.email.get(row).is_empty(), !population.phone.get(row).is_empty()];
            Recipient { provider: population.provider[row], zone: population.zone[row], reachable }
        })
        .collect()
}

/// Contiguous parts of a range, about equally long, cut only between components: profiles that can become one stay
/// together.
fn cut(identity: &Identity, range: Range<u32>, parts: usize) -> Vec<Range<u32>> {
    let mut from = range.start;
    let mut cuts = Vec::with_capacity(parts);
    for part in 1..=parts {
        let wanted = range.start + (range.len() as u64 * part as u64 / parts as u64) as u32;
        let to = if wanted == range.end { wanted } else { identity.first_of_component(wanted).max(from) };
        cuts.push(from..to);
        from = to;
    }
    cuts
}

/// Rehearses profiles that meet at one pipeline: steps them as far as they go without it, and the pipeline epoch by epoch; the
/// outcomes of one epoch's sends reach the profiles in the next.
fn group(
    input: &EngineInput<'_>,
    range: Range<u32>,
    threads: usize,
    pace: Pace,
    progress: &(dyn Fn(u32) + Sync),
) -> Vec<HistoryPart> {
    let end = input.plan.end();
    let first = range.start;
    let mut pipeline = SendPipeline::new(input.plan, recipients(input, range.clone()));
    let ranges = cut(input.identity, range, threads);
    let mut blocks = Blocks::new(&ranges);
    let mut shards = on_threads(ranges.iter().map(|range| || Shard::begin(input, range.clone(), pace)));
    let mut replies: Vec<Reply> = Vec::new();
    let mut from = Minute(0);
    while from < end {
        let until = from.plus(pace.epoch_minutes).min(end);
        let mut requests = in_order(step(input, &mut shards, &replies, from), from, until);
        // The pipeline counts the profiles of its group from 0.
        requests.iter_mut().for_each(|request| request.profile -= first);
        replies.clear();
        dispatch(input.plan, &mut pipeline, &requests, until, &mut replies);
        replies.iter_mut().for_each(|reply| reply.profile += first);
        blocks.answer(&replies);
        if until.0 % DAY_MINUTES == 0 {
            progress(until.0.div_euclid(DAY_MINUTES).unsigned_abs());
        }
        from = until;
    }
    replies.clear();
    finish(pipeline, end, &mut replies);
    replies.iter_mut().for_each(|reply| reply.profile += first);
    blocks.answer(&replies);
    for (number, shard) in shards.into_iter().enumerate() {
        blocks.put(number, shard.into_facts());
    }
    blocks.into_parts(threads)
}

/// Steps an epoch, on as many threads as there are shards if it is worth it, and collects what each asks of the pipeline.
fn step(input: &EngineInput<'_>, shards: &mut [Shard], replies: &[Reply], from: Minute) -> Vec<Vec<Request>> {
    let due = replies.len() + shards.iter().map(|shard| shard.due(from)).sum::<usize>();
    if due <= PROFILES_PER_EPOCH_INLINE_MAX || shards.len() == 1 {
        return shards.iter_mut().map(|shard| shard.step(input, replies, from)).collect();
    }
    on_threads(shards.iter_mut().map(|shard| || shard.step(input, replies, from)))
}

/// Requests by minute, and within a minute as they stand in the parts: by profile, as each made them.
///
/// A counting sort: the minutes of an epoch are few, the requests many. The parts are in order themselves, and the
/// profiles of an earlier part come first.
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
    // What lies before the rehearsal, such as suppressions that are loaded the day before, fell into the first minute.
    let early = ordered.iter().take_while(|request| bucket(request) == 0).count();
    if ordered[..early].iter().any(|request| request.at < from) {
        ordered[..early].sort_by_key(|request| (request.at, request.profile));
    }
    debug_assert!(ordered.is_sorted_by_key(|request| (request.at, request.profile)), "requests in order");
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
