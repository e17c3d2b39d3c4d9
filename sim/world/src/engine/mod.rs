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

use self::assemble::Blocks;
use self::input::EngineInput;
use self::shard::{Pace, Shard};
use crate::import::{Timeline, timeline};
use crate::sending::{Recipient, Reply, Request, SendPipeline, dispatch, finish};
use rehearsal_core::history::{CallFact, FactKinds, History, HistoryPart, Outline};
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

/// A plan and its people, ready to be rehearsed group by group.
///
/// Groups do not meet: they may be rehearsed in any order, on any threads, and what happened to one may be judged and
/// dropped before the next. Put together they are the history, whatever the groups.
#[derive(Debug)]
pub struct Engine<'a> {
    input: EngineInput<'a>,
}

impl<'a> Engine<'a> {
    /// Lays the import out in time and looks up what every step asks for.
    #[must_use]
    pub fn new(plan: &'a Plan, population: &'a Population, identity: &'a Identity) -> Self {
        let timeline = timeline(plan, &Source::new(plan.seed), &files(population));
        Self { input: EngineInput::new(plan, population, identity, timeline) }
    }

    /// What the history says beside the facts of profiles.
    #[must_use]
    pub fn outline(&self) -> Outline {
        let plan = self.input.plan;
        let kinds = FactKinds::ALL.without(ClaimedFields::KINDS).with(ClaimedFields::of(plan).kinds());
        Outline { names: names_of(plan), kinds, calls: calls(&self.input.timeline, plan.end()) }
    }

    /// Ranges of profiles that never meet, ascending and without a gap: small ones if no ramp's cap can stop a message, a
    /// single one of everybody if one can. Profiles that can become one are in one range.
    #[must_use]
    pub fn groups(&self) -> Vec<Range<u32>> {
        let everybody = 0..self.input.identity.profiles() as u32;
        if self.profiles_meet() {
            return vec![everybody];
        }
        let last = everybody.end;
        let cuts = (1..).map(|group| group * GROUP_PROFILES).take_while(|&wanted| wanted < last);
        let mut groups = Vec::new();
        let mut from = 0;
        // As near to full groups as components allow: the blocks of a digest begin there too, and waste nothing.
        for to in cuts.map(|wanted| self.input.identity.first_of_component(wanted)).chain([last]) {
            if to > from || last == 0 {
                groups.push(from..to);
                from = to;
            }
        }
        groups
    }

    /// Whether a send of one profile can change what becomes of another's: only a ramp whose cap stops something does
    /// that.
    #[must_use]
    pub fn profiles_meet(&self) -> bool {
        let ramps = self.input.plan.sending.pools.iter().filter_map(|pool| pool.ramp.as_ref());
        ramps.into_iter().any(|ramp| ramp.overflow != Overflow::SendAnyway)
    }

    /// Rehearses one group: replays the import, steps every profile, dispatches every message. The facts are the same for
    /// every number of threads. `progress` is told how many days are done, now and then.
    #[must_use]
    pub fn rehearse(&self, group: Range<u32>, threads: usize, progress: &(dyn Fn(u32) + Sync)) -> Vec<HistoryPart> {
        self::group(&self.input, group, threads.max(1), pace(self.input.plan), progress)
    }

    /// The smallest range that holds a profile and everybody whom it can become one with. If profiles do not meet, its
    /// facts are those of the whole.
    #[must_use]
    pub fn component_of(&self, profile: u32) -> Range<u32> {
        let identity = self.input.identity;
        let first = identity.first_of_component(profile);
        identity.components_of(first..identity.profiles() as u32).next().unwrap_or(first..first + 1)
    }
}

/// Rehearses the plan as a whole, and keeps what happened. The history is the same for every number of threads.
/// `progress` is told how many days are done, now and then.
#[must_use]
pub fn run(
    plan: &Plan,
    population: &Population,
    identity: &Identity,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
) -> History {
    let engine = Engine::new(plan, population, identity);
    let groups = engine.groups();
    let parts = match groups.as_slice() {
        [group] => engine.rehearse(group.clone(), threads, progress),
        groups => {
            let shares = groups.chunks(groups.len().div_ceil(threads.max(1)).max(1));
            let rehearse = |group: &Range<u32>| engine.rehearse(group.clone(), 1, &|_| {});
            let work = |share: &'_ [Range<u32>]| share.iter().flat_map(rehearse).collect::<Vec<_>>();
            on_threads(shares.map(|share| move || work(share))).into_iter().flatten().collect()
        }
    };
    progress(plan.days);
    History { outline: engine.outline(), parts }
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
