//! A rehearsal that is judged while it happens.
//!
//! Owns: who judges, counts and hashes what of a history, on which thread, and when a part is dropped. Deliberately keeps
//! no fact but those of cases: where profiles do not meet, a group is gone before the next one begins.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rehearsal_core::history::{DigestPart, FactKinds, HistoryPart};
use rehearsal_core::parallel::on_threads;
use rehearsal_core::plan::Plan;
use rehearsal_judge::ledger::{Counted, Counting, RowLedger, RowsRead, SendLine};
use rehearsal_judge::{JudgeInput, Judgement, Judging, Tallies};
use rehearsal_world::engine::Engine;

/// The facts of a history, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactCount {
    /// How many.
    pub facts: u64,
    /// Of which kinds.
    pub kinds: FactKinds,
}

/// What there is to say of a history.
pub(super) struct Judged {
    pub(super) counted: FactCount,
    pub(super) digest: String,
    pub(super) judgement: Judgement,
    pub(super) ledger: RowLedger,
    pub(super) sends: Vec<SendLine>,
}

/// Who looks at the parts of a history.
struct Observers<'a> {
    judging: Judging<'a>,
    counting: Counting<'a>,
}

/// What one thread has seen, of parts in any order.
struct Seen {
    tallies: Tallies,
    counted: Counted,
    /// By first profile.
    digests: Vec<(u32, DigestPart)>,
}

impl Observers<'_> {
    fn begin(&self) -> Seen {
        Seen { tallies: self.judging.tallies(), counted: self.counting.nothing(), digests: Vec::new() }
    }

    /// Sees parts that lie side by side.
    fn see(&self, parts: &[HistoryPart], seen: &mut Seen) {
        let Some(first) = parts.first().map(|part| part.first_profile) else { return };
        let mut digest = DigestPart::new(first);
        for part in parts {
            self.judging.see(part, &mut seen.tallies);
            self.counting.see(part, &mut seen.counted);
            digest.see(part);
        }
        digest.rest();
        seen.digests.push((first, digest));
    }
}

/// Rehearses and judges. The result is the same for every number of threads; `progress` is told how many days are done.
pub(super) fn judged(
    engine: &Engine<'_>,
    plan: &Plan,
    rows: RowsRead,
    threads: NonZeroUsize,
    progress: &(dyn Fn(u32) + Sync),
) -> Judged {
    let outline = engine.outline();
    let input = JudgeInput { plan, outline: &outline, rows };
    let observers = Observers { judging: Judging::begin(input), counting: Counting::begin(plan) };
    let groups = engine.groups();
    let seen = match groups.as_slice() {
        [everybody] => together(engine, &observers, everybody.clone(), threads.get(), progress),
        groups => apart(engine, &observers, groups, plan.days, threads.get(), progress),
    };
    progress(plan.days);
    Judged {
        counted: FactCount { facts: seen.counted.facts, kinds: seen.tallies.kinds() },
        digest: in_order(seen.digests).finish(&outline.calls),
        judgement: observers.judging.finish(seen.tallies),
        ledger: observers.counting.row_ledger(&seen.counted, rows),
        sends: observers.counting.send_table(seen.counted),
    }
}

/// Profiles that meet: what happened to anybody is known when everybody is through.
fn together(
    engine: &Engine<'_>,
    observers: &Observers<'_>,
    everybody: Range<u32>,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
) -> Seen {
    let parts = engine.rehearse(everybody, threads, progress);
    let see = |parts: &[HistoryPart]| {
        let mut seen = observers.begin();
        observers.see(parts, &mut seen);
        seen
    };
    let shares = parts.chunks(parts.len().div_ceil(threads).max(1));
    let mut seen = added(observers, on_threads(shares.map(|share| move || see(share))));
    observers.judging.see_together(&parts, &mut seen.tallies);
    seen
}

/// Profiles that do not meet: each thread takes the next group when it is done with one.
fn apart(
    engine: &Engine<'_>,
    observers: &Observers<'_>,
    groups: &[Range<u32>],
    days: u32,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
) -> Seen {
    let next = AtomicUsize::new(0);
    let see = || {
        let mut seen = observers.begin();
        while let Some((number, group)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|it| Some((it, groups.get(it)?)))
        {
            let parts = engine.rehearse(group.clone(), 1, &|_| {});
            observers.see(&parts, &mut seen);
            observers.judging.see_together(&parts, &mut seen.tallies);
            progress((u64::from(days) * number as u64 / groups.len() as u64) as u32);
        }
        seen
    };
    added(observers, on_threads((0..threads.min(groups.len())).map(|_| see)))
}

/// What several threads have seen, as of one.
fn added(observers: &Observers<'_>, threads: Vec<Seen>) -> Seen {
    let mut whole = observers.begin();
    for Seen { tallies, counted, digests } in threads {
        whole.tallies.merge(tallies);
        whole.counted.merge(counted);
        whole.digests.extend(digests);
    }
    whole
}

/// The digest of ranges that were hashed in any order.
fn in_order(mut digests: Vec<(u32, DigestPart)>) -> DigestPart {
    digests.sort_by_key(|(first, _)| *first);
    let mut whole = DigestPart::new(0);
    digests.into_iter().for_each(|(_, part)| whole.append(part));
    whole
}
