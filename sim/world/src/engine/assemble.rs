//! Facts of shards and replies of the pipeline, put together in the history's order.
//!
//! Owns: blocks of profiles and their merge into parts. Deliberately sorts by counting: facts come in order of time,
//! so within a profile nothing has to be compared.

use std::ops::Range;

use crate::sending::{Answer, Reply};
use rehearsal_core::history::{Fact, FactKind, HistoryPart};
use rehearsal_core::parallel::on_threads;

/// Profiles in one block: its facts fit the cache while they are merged.
pub(super) const BLOCK_PROFILES: u32 = 4_096;

/// Facts in one page: 40 KiB.
const PAGE_FACTS: usize = 2_048;

/// Facts in the order in which they came. Pages, because a vector that doubles would copy them again and again and hold
/// twice the memory.
#[derive(Debug, Default)]
pub(super) struct Pages(Vec<Vec<Fact>>);

impl Pages {
    /// Moves facts to the end.
    pub(super) fn take(&mut self, facts: &mut Vec<Fact>) {
        let mut rest = &facts[..];
        while !rest.is_empty() {
            let page = self.open_page();
            let (now, later) = rest.split_at(rest.len().min(PAGE_FACTS - page.len()));
            page.extend_from_slice(now);
            rest = later;
        }
        facts.clear();
    }

    fn push(&mut self, fact: Fact) {
        self.open_page().push(fact);
    }

    /// A page with room for at least one fact.
    fn open_page(&mut self) -> &mut Vec<Fact> {
        if self.0.last().is_none_or(|page| page.len() == PAGE_FACTS) {
            self.0.push(Vec::with_capacity(PAGE_FACTS));
        }
        self.0.last_mut().expect("a page was just put there if there was none")
    }

    fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.iter().flatten()
    }
}

/// One block of a shard.
#[derive(Debug, Default)]
struct Block {
    range: Range<u32>,
    /// What the profiles did, each profile's in order of time.
    facts: Pages,
    /// What the pipeline decided, in order of time.
    answers: Pages,
}

/// Every block of every shard, ascending by profile.
#[derive(Debug)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
    /// The first block of each shard.
    firsts: Vec<usize>,
}

impl Blocks {
    /// Empty blocks for the shards' ranges.
    pub(super) fn new(ranges: &[Range<u32>]) -> Self {
        let (mut blocks, mut firsts) = (Vec::new(), Vec::with_capacity(ranges.len()));
        for range in ranges {
            firsts.push(blocks.len());
            let mut from = range.start;
            loop {
                let to = range.end.min(from.saturating_add(BLOCK_PROFILES));
                blocks.push(Block { range: from..to, ..Block::default() });
                from = to;
                if from >= range.end {
                    break;
                }
            }
        }
        Self { blocks, firsts }
    }

    /// Takes the facts of a shard.
    pub(super) fn put(&mut self, shard: usize, facts: Vec<Pages>) {
        for (block, facts) in self.blocks[self.firsts[shard]..].iter_mut().zip(facts) {
            block.facts = facts;
        }
    }

    /// Takes replies, in the order in which the pipeline decided.
    pub(super) fn answer(&mut self, replies: &[Reply]) {
        for reply in replies {
            // A shard's blocks follow each other in steps of one size, so only the shard has to be looked for.
            let after = self.firsts.partition_point(|&first| self.blocks[first].range.start <= reply.profile);
            let first = self.firsts[after.max(1) - 1];
            let offset = (reply.profile - self.blocks[first].range.start) / BLOCK_PROFILES;
            self.blocks[first + offset as usize].answers.push(fact(reply));
        }
    }

    /// The parts of the history, merged on several threads.
    pub(super) fn into_parts(self, threads: usize) -> Vec<HistoryPart> {
        let mut blocks = self.blocks;
        blocks.retain(|block| !block.range.is_empty());
        let share = blocks.len().div_ceil(threads.max(1)).max(1);
        let mut parts = Vec::new();
        while !blocks.is_empty() {
            let later = blocks.split_off(share.min(blocks.len()));
            parts.push(std::mem::replace(&mut blocks, later));
        }
        let merge = |blocks: Vec<Block>| move || blocks.into_iter().map(part).collect::<Vec<_>>();
        on_threads(parts.into_iter().map(merge)).into_iter().flatten().collect()
    }
}

/// A reply as a fact.
fn fact(reply: &Reply) -> Fact {
    let (message, waited_minutes) = (reply.message, reply.at.0.saturating_sub(reply.due.0));
    let kind = match reply.answer {
        Answer::Sent { pool, provider } => FactKind::Sent { message, pool, provider, waited_minutes },
        Answer::Deferred(why) => FactKind::Deferred { message, why },
        Answer::Skipped(why) => FactKind::Skipped { message, why },
        Answer::Expired => FactKind::Expired { message, waited_minutes },
        Answer::StillWaiting => FactKind::StillWaiting { message, waited_minutes },
    };
    Fact { at: reply.at, profile: reply.profile, kind }
}

/// Merges a block: by profile, then by minute, what a profile did before what the pipeline answered.
fn part(block: Block) -> HistoryPart {
    let Block { range, facts, answers } = block;
    let facts = by_profile(&range, facts);
    let answers = by_profile(&range, answers);
    let mut merged = Vec::with_capacity(facts.0.len() + answers.0.len());
    let mut starts = Vec::with_capacity(range.len() + 1);
    for place in 0..range.len() {
        starts.push(merged.len() as u32);
        let mut done = &facts.0[facts.1[place] as usize..facts.1[place + 1] as usize];
        for answer in &answers.0[answers.1[place] as usize..answers.1[place + 1] as usize] {
            let earlier = done.partition_point(|fact| fact.at <= answer.at);
            merged.extend_from_slice(&done[..earlier]);
            merged.push(*answer);
            done = &done[earlier..];
        }
        merged.extend_from_slice(done);
    }
    starts.push(merged.len() as u32);
    HistoryPart { first_profile: range.start, starts, facts: merged }
}

/// Facts sorted by profile, keeping their order within one, and where each profile's begin.
fn by_profile(range: &Range<u32>, facts: Pages) -> (Vec<Fact>, Vec<u32>) {
    let mut starts = vec![0_u32; range.len() + 1];
    for fact in facts.iter() {
        starts[(fact.profile - range.start) as usize + 1] += 1;
    }
    for place in 1..starts.len() {
        starts[place] += starts[place - 1];
    }
    let Some(&filler) = facts.iter().next() else {
        return (Vec::new(), starts);
    };
    let mut places = starts.clone();
    let mut sorted = vec![filler; starts[range.len()] as usize];
    for fact in facts.0.into_iter().flatten() {
        let place = &mut places[(fact.profile - range.start) as usize];
        sorted[*place as usize] = fact;
        *place += 1;
    }
    (sorted, starts)
}
