//! When each batch is tried, and what becomes of each row.
//!
//! The script that this models reads the file in its order and cuts it every so many rows. A batch therefore holds the
//! records of one stretch of numbers, and rows that belong to another cohort, or were removed, leave room in it. That
//! costs a few calls and buys exactness: a batch's minutes and faults depend on its number alone.
//! Retries are assumed to fit beside the regular calls: a 429 delays its own batch, not the ones behind it.

use rehearsal_core::history::AttemptOutcome;
use std::ops::Range;

use rehearsal_core::limits::{ATTEMPTS_MAX, EXPORT_FILES_MAX, LINE_BITS, PROFILES_MAX, TABLE_MAX};
use rehearsal_core::plan::{Door, Faults, Plan};
use rehearsal_core::rng::{ENTITY_MAX, Purpose, Source};
use rehearsal_core::time::Minute;

/// One attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The instant, on the scenario's calendar.
    pub at: Minute,
    /// What came back.
    pub outcome: AttemptOutcome,
}

/// One call with the rows of a stretch of record numbers, and its attempts in order; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What was tried.
    pub attempts: Vec<Attempt>,
}

/// What a row came to, as the caller knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// Acknowledged.
    Acknowledged,
    /// Acknowledged, and lost behind the door.
    Dropped,
    /// Given up after the last attempt was refused or the row failed in it.
    Failed,
    /// Given up after an attempt that timed out: the caller does not know whether it was applied.
    Unknown,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowFate {
    /// As the caller knows it.
    pub outcome: RowOutcome,
    /// When the caller knew.
    pub at: Minute,
}

/// The calls of one pass over the file: one cohort of profiles, or the replay of past events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    batches: Vec<Batch>,
    rows_per_call: u64,
    /// Each file of the import: its record numbers, and how many calls come before it.
    files: Vec<(Range<u64>, u64)>,
    faults: Faults,
    turn: Turn,
}

/// Which pass it is: distinguishes its faults from those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Turn {
    /// Cohort; the replay of past events counts as one more.
    number: u16,
    /// Whether it belongs to a second run. What is wrong with a row itself is wrong in both runs; what happens to a call
    /// or to an attempt is drawn anew.
    is_again: bool,
}

impl Turn {
    /// The step of an attempt's draws.
    fn step(self, attempt: u32) -> u32 {
        if self.is_again { attempt | AGAIN_STEP } else { attempt }
    }
}

/// Every call of the import, pass by pass: the cohorts in order, then the replay of past events if there is one, then
/// the cohorts of the second run if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// One for each cohort, and one more for the replay; then one more for each cohort that comes again.
    pub passes: Vec<Pass>,
    /// How many of them are the first run.
    first_run: usize,
}

impl Timeline {
    /// The pass in which a cohort comes again, if there is a second run.
    #[must_use]
    pub fn again(&self, cohort: usize) -> Option<&Pass> {
        self.passes.get(self.first_run + cohort)
    }
}

/// Steps of one attempt in the address of a row's draws; the drop has a step of its own.
const DROP_STEP: u32 = 1 << 12;
/// Added to the steps of attempts of a second run.
const AGAIN_STEP: u32 = 1 << 13;
/// Bits of the address of a call's draws that count the calls of a pass.
const CALL_BITS: u32 = 40;
/// Bits of the address of a row's draws that hold the step of an attempt.
const ATTEMPT_BITS: u32 = 16;

const _: () = assert!(ATTEMPTS_MAX < DROP_STEP, "an attempt would share the draw of a dropped row");
const _: () = assert!(DROP_STEP + 1 < AGAIN_STEP, "a second run would share the draws of the first");
const _: () = assert!(AGAIN_STEP * 2 <= 1 << ATTEMPT_BITS, "two passes would share the draws of a row");
// One pass for each cohort, and one for the replay of past events.
const _: () = assert!(TABLE_MAX + 1 < 1 << (u32::BITS - ATTEMPT_BITS), "two passes would share the draws of a row");
const _: () = assert!((TABLE_MAX as u64 + 1) << CALL_BITS <= ENTITY_MAX, "two passes would share the draws of a call");
const _: () = assert!(
    (EXPORT_FILES_MAX as u64) << LINE_BITS <= 1 << CALL_BITS && PROFILES_MAX <= 1 << CALL_BITS,
    "two calls would share their draws"
);

/// The timeline of the plan's import over files with these record numbers, ascending. A call never spans two files.
#[must_use]
pub fn timeline(plan: &Plan, source: &Source, files: &[Range<u64>]) -> Timeline {
    let import = &plan.import;
    let cohorts = import.cohorts.iter().map(|cohort| (&import.door, cohort.from));
    let replay = import.history.iter().map(|replay| (&replay.door, replay.from));
    let mut passes: Vec<Pass> = cohorts
        .chain(replay)
        .zip(0..)
        .map(|((door, from), number)| pass(source, door, from, import.faults, Turn { number, is_again: false }, files))
        .collect();
    let first_run = passes.len();
    if let (Some(again), Some(first)) = (import.again, import.cohorts.iter().map(|cohort| cohort.from).min()) {
        // Cohorts keep their distances.
        let later = again.0.saturating_sub(first.0);
        passes.extend(import.cohorts.iter().zip(0..).map(|(cohort, number)| {
            let turn = Turn { number, is_again: true };
            pass(source, &import.door, cohort.from.plus(later), import.faults, turn, files)
        }));
    }
    Timeline { passes, first_run }
}

fn pass(source: &Source, door: &Door, from: Minute, faults: Faults, turn: Turn, ids: &[Range<u64>]) -> Pass {
    let rows_per_call = u64::from(door.rows_per_call_max.max(1));
    let mut calls = 0;
    let mut files = Vec::with_capacity(ids.len());
    for ids in ids {
        files.push((ids.clone(), calls));
        calls += ids.end.saturating_sub(ids.start).div_ceil(rows_per_call);
    }
    let batches = (0..calls)
        .map(|batch| {
            let minutes = batch / u64::from(door.calls_per_minute_max.max(1));
            let first = from.plus(i32::try_from(minutes).unwrap_or(i32::MAX));
            Batch { attempts: attempts(source, faults, turn, batch, first) }
        })
        .collect();
    Pass { batches, rows_per_call, files, faults, turn }
}

/// The attempts of one batch, until one is accepted or there are no more.
fn attempts(source: &Source, faults: Faults, turn: Turn, batch: u64, first: Minute) -> Vec<Attempt> {
    let mut attempts = Vec::with_capacity(1);
    let mut at = first;
    for attempt in 0..faults.attempts_max.max(1) {
        let mut draws =
            source.draws(Purpose::BatchFault, u64::from(turn.number) << CALL_BITS | batch, turn.step(attempt));
        if draws.hit(faults.refused) {
            attempts.push(Attempt { at, outcome: AttemptOutcome::Refused });
        } else if draws.hit(faults.timed_out) {
            let applied = draws.hit(faults.timed_out_applied);
            attempts.push(Attempt { at, outcome: AttemptOutcome::TimedOut { applied } });
        } else {
            attempts.push(Attempt { at, outcome: AttemptOutcome::Accepted });
            if draws.hit(faults.sent_twice) {
                attempts.push(Attempt { at: at.plus(1), outcome: AttemptOutcome::Accepted });
            }
            break;
        }
        at = at.plus(faults.retry_after_minutes.max(1));
    }
    attempts
}

impl Pass {
    /// The batches, in order.
    #[must_use]
    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// The number of the batch that a record is in.
    #[must_use]
    pub fn batch_of(&self, id: u64) -> usize {
        let after = self.files.partition_point(|(ids, _)| ids.start <= id);
        let Some((ids, calls_before)) = self.files.get(after.max(1) - 1) else {
            return 0;
        };
        (calls_before + id.saturating_sub(ids.start) / self.rows_per_call) as usize
    }

    /// The last minute in which a call of this pass is tried; [`Minute::NEVER`] if there is none.
    #[must_use]
    pub fn last_at(&self) -> Minute {
        self.batches
            .iter()
            .filter_map(|batch| batch.attempts.last())
            .map(|attempt| attempt.at)
            .max()
            .unwrap_or(Minute::NEVER)
    }

    /// What becomes of the row of a record; `landings` gets every minute at which it is applied, ascending.
    ///
    /// A row that fails in an accepted call is tried again with the following attempts of its own, after the same
    /// Retry-After.
    pub fn row_fate(&self, source: &Source, id: u64, landings: &mut Vec<Minute>) -> RowFate {
        landings.clear();
        let batch = &self.batches[self.batch_of(id)];
        let (mut acknowledged, mut doubtful) = (None, false);
        let mut at = Minute::NEVER;
        let mut tried = 0;
        let fails = |tried: u32| self.draw(source, id, self.turn.step(tried), self.faults.row_failed);
        for attempt in &batch.attempts {
            at = attempt.at;
            match attempt.outcome {
                AttemptOutcome::Refused => {}
                AttemptOutcome::TimedOut { applied } => {
                    doubtful = true;
                    if applied && !fails(tried) {
                        landings.push(at);
                    }
                }
                AttemptOutcome::Accepted => {
                    if !fails(tried) {
                        landings.push(at);
                        acknowledged = acknowledged.or(Some(at));
                    }
                }
            }
            tried += 1;
        }
        while acknowledged.is_none() && tried < self.faults.attempts_max && was_accepted(batch) {
            at = at.plus(self.faults.retry_after_minutes.max(1));
            if !fails(tried) {
                landings.push(at);
                acknowledged = Some(at);
            }
            tried += 1;
        }
        if let Some(at) = acknowledged {
            if self.draw(source, id, DROP_STEP, self.faults.dropped) {
                landings.clear();
                return RowFate { outcome: RowOutcome::Dropped, at };
            }
            return RowFate { outcome: RowOutcome::Acknowledged, at };
        }
        RowFate { outcome: if doubtful { RowOutcome::Unknown } else { RowOutcome::Failed }, at }
    }

    /// Whether a fault of this ratio hits the row; draws nothing for a fault that cannot happen.
    fn draw(&self, source: &Source, id: u64, step: u32, ratio: rehearsal_core::ratio::Ratio) -> bool {
        !ratio.is_zero()
            && source.draws(Purpose::RowFault, id, u32::from(self.turn.number) << ATTEMPT_BITS | step).hit(ratio)
    }

    /// Whether a row of a record loses the migration flag on the way.
    #[must_use]
    pub fn loses_flag(&self, source: &Source, id: u64) -> bool {
        self.draw(source, id, DROP_STEP + 1, self.faults.flag_lost)
    }
}

fn was_accepted(batch: &Batch) -> bool {
    batch.attempts.iter().any(|attempt| attempt.outcome == AttemptOutcome::Accepted)
}
