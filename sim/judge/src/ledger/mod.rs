//! Ledgers: what the import did with each row, and what left on which day.
//!
//! Owns: [`RowLedger`], [`SendLine`] and how they are counted from facts, part by part. Deliberately judges nothing: a report shows
//! these tables beside the verdicts. Judges of rows and of volume read the same counts; every other judge counts cases of its own.

mod recount;

pub(crate) use recount::{Recount, WindowLine};

use std::collections::BTreeMap;

use rehearsal_core::consent::Channel;
use rehearsal_core::history::{DeferReason, Fact, FactKind, HistoryPart, RowSkip, facts};
use rehearsal_core::ids::{Index, MessageMark, PoolMark, ProviderMark};
use rehearsal_core::model::{WindowSpan, window_at};
use rehearsal_core::plan::{Message, Plan, Ramp, Window};
use rehearsal_core::time::Minute;

/// What the reader of the population saw, before the rehearsal began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowsRead {
    /// Rows of the exports, or synthetic records, that the import is about.
    pub read: u64,
    /// Of these, the rows that could not be read as a record at all.
    pub unusable: u64,
}

/// What became of the rows of the import. Each row counts once, in the line that says most about it: applied before
/// dropped, dropped before unknown, unknown before failed, failed before skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowLedger {
    /// Rows read.
    pub read: u64,
    /// Rows that could not be read as a record.
    pub unusable: u64,
    /// Rows that made a profile.
    pub created: u64,
    /// Rows that changed a profile, or were merged into one.
    pub updated: u64,
    /// Applications beyond the first that changed nothing; not part of the sum.
    pub repeated: u64,
    /// Rows left out by rule, by reason, in the order of [`RowSkip`]; reasons that never occurred are left out.
    pub skipped: Vec<(RowSkip, u64)>,
    /// Rows given up after a refusal.
    pub failed: u64,
    /// Rows given up after a time-out: nobody knows.
    pub unknown: u64,
    /// Rows acknowledged that never landed.
    pub dropped: u64,
    /// Rows of which nothing is known; negative if more rows have an outcome than were read.
    pub unexplained: i64,
}

/// What became of one row, by how much it says: a later one overrides an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowOutcome {
    /// Left out by rule.
    Skipped(SkipCode),
    /// Given up after a refusal.
    Failed,
    /// Given up after a time-out.
    Unknown,
    /// Acknowledged, never landed.
    Dropped,
    /// Changed a profile.
    Updated,
    /// Made a profile.
    Created,
}

/// The place of a reason to skip in [`RowSkip`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SkipCode(u8);

/// Every reason to skip a row, in the order of the ledger.
const SKIPS: [RowSkip; 3] = [RowSkip::NoKey, RowSkip::NoCohort, RowSkip::AfterTheEnd];

/// Counters of rows: one for each line of the ledger, and of repeated applications.
pub(crate) const ROW_CELLS: usize = 9;
const CREATED: usize = 0;
const UPDATED: usize = 1;
const REPEATED: usize = 2;
const FAILED: usize = 3;
const UNKNOWN: usize = 4;
const DROPPED: usize = 5;
const SKIPPED: usize = 6;

/// The row that a fact is about, and what it says of it.
pub(crate) const fn row_outcome(kind: &FactKind) -> Option<(u32, RowOutcome)> {
    match *kind {
        FactKind::RowApplied { record, created: true } => Some((record, RowOutcome::Created)),
        FactKind::RowApplied { record, created: false } => Some((record, RowOutcome::Updated)),
        FactKind::RowSkipped { record, why } => Some((record, RowOutcome::Skipped(SkipCode(why as u8)))),
        FactKind::RowFailed { record } => Some((record, RowOutcome::Failed)),
        FactKind::RowUnknown { record } => Some((record, RowOutcome::Unknown)),
        FactKind::RowDropped { record } => Some((record, RowOutcome::Dropped)),
        facts!(
            stated known identity flags properties consents unsubscribes lists events passages steps messages reactions
            SignedUp RowRepeated RowCameAgain
        ) => None,
    }
}

/// Counts the rows of one profile, each once.
pub(crate) fn count_rows(facts: &[Fact], cells: &mut [u64]) {
    let repeated = facts.iter().filter(|fact| matches!(fact.kind, FactKind::RowRepeated { .. })).count();
    cells[REPEATED] += repeated as u64;
    let mut outcomes = facts.iter().filter_map(|fact| row_outcome(&fact.kind));
    let Some(first) = outcomes.next() else { return };
    let Some(second) = outcomes.next() else {
        return count_row(first.1, cells);
    };
    let mut best = BTreeMap::from([first]);
    for (record, outcome) in std::iter::once(second).chain(outcomes) {
        let known = best.entry(record).or_insert(outcome);
        *known = outcome.max(*known);
    }
    best.into_values().for_each(|outcome| count_row(outcome, cells));
}

fn count_row(outcome: RowOutcome, cells: &mut [u64]) {
    cells[match outcome {
        RowOutcome::Created => CREATED,
        RowOutcome::Updated => UPDATED,
        RowOutcome::Failed => FAILED,
        RowOutcome::Unknown => UNKNOWN,
        RowOutcome::Dropped => DROPPED,
        RowOutcome::Skipped(SkipCode(why)) => SKIPPED + usize::from(why),
    }] += 1;
}

/// The ledger of counted rows.
pub(crate) fn ledger_of(cells: &[u64], rows: RowsRead) -> RowLedger {
    let skipped: Vec<_> = SKIPS.into_iter().zip(&cells[SKIPPED..]).map(|(why, &count)| (why, count)).collect();
    let explained: u64 = cells[CREATED]
        + cells[UPDATED]
        + cells[FAILED]
        + cells[UNKNOWN]
        + cells[DROPPED]
        + skipped.iter().map(|(_, count)| count).sum::<u64>();
    let usable = rows.read.saturating_sub(rows.unusable);
    let signed = |number| i64::try_from(number).unwrap_or(i64::MAX);
    RowLedger {
        read: rows.read,
        unusable: rows.unusable,
        created: cells[CREATED],
        updated: cells[UPDATED],
        repeated: cells[REPEATED],
        skipped: skipped.into_iter().filter(|(_, count)| *count > 0).collect(),
        failed: cells[FAILED],
        unknown: cells[UNKNOWN],
        dropped: cells[DROPPED],
        unexplained: signed(usable) - signed(explained),
    }
}

/// What left on one day from one pool, to one provider or to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SendLine {
    /// Local day of the scenario's zone.
    pub day: i32,
    /// Which pool.
    pub pool: Index<PoolMark>,
    /// Which provider; `None` for the whole pool.
    pub provider: Option<Index<ProviderMark>>,
    /// The cap of the day, of the provider or of the pool; of an hourly ramp 24 times the hour's. `None` without one.
    pub cap: Option<u32>,
    /// E-mails that left.
    pub sent: u64,
    /// E-mails that the ramp made wait, told on the day on which they first had to.
    pub deferred: u64,
}

/// E-mails that the ramp made wait, by day, pool and provider.
type Deferrals = BTreeMap<(i32, Index<PoolMark>, Option<Index<ProviderMark>>), u64>;

/// What the ledgers of a rehearsal are counted by.
pub struct Counting<'a> {
    plan: &'a Plan,
    recount: Recount<'a>,
}

/// What was counted in some parts of a history; counts of other parts add up.
#[derive(Clone, Debug)]
pub struct Counted {
    /// How many facts there were.
    pub facts: u64,
    rows: [u64; ROW_CELLS],
    sent: Vec<u64>,
    deferred: Deferrals,
}

impl std::fmt::Debug for Counting<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counting").field("cells", &self.recount.cells()).finish_non_exhaustive()
    }
}

impl<'a> Counting<'a> {
    /// Lays the counters out.
    #[must_use]
    pub fn begin(plan: &'a Plan) -> Self {
        Self { plan, recount: Recount::new(plan, true) }
    }

    /// Counts of nothing.
    #[must_use]
    pub fn nothing(&self) -> Counted {
        Counted { facts: 0, rows: [0; ROW_CELLS], sent: vec![0; self.recount.cells()], deferred: Deferrals::new() }
    }

    /// Counts the facts of a part.
    pub fn see(&self, part: &HistoryPart, counted: &mut Counted) {
        let mut days = DayLookup { plan: self.plan, last: None };
        for (_, facts) in part.profiles() {
            count_rows(facts, &mut counted.rows);
            counted.facts += facts.len() as u64;
            self.count_sends(facts, &mut days, counted);
        }
    }

    fn count_sends(&self, facts: &[Fact], days: &mut DayLookup<'_>, counted: &mut Counted) {
        let plan = self.plan;
        let mut to = None;
        for fact in facts {
            let FactKind::Sent { message, pool, provider, .. } = fact.kind else {
                continue;
            };
            if let Some(message) = email(plan, message) {
                to = Some(provider);
                self.recount.count(&mut counted.sent, fact.at, pool, provider, message.flow);
            }
        }
        for fact in facts {
            let FactKind::Deferred { message, why: DeferReason::Ramp } = fact.kind else {
                continue;
            };
            let Some(flow) = email(plan, message).and_then(|message| plan.flows.get(message.flow.get())) else {
                continue;
            };
            let (day, pool) = (days.of(fact.at), plan.sending.pool(flow.side));
            *counted.deferred.entry((day, pool, None)).or_default() += 1;
            if to.is_some() {
                *counted.deferred.entry((day, pool, to)).or_default() += 1;
            }
        }
    }

    /// What became of every row: `read - unusable` is the sum of all other lines but `repeated`.
    #[must_use]
    pub fn row_ledger(&self, counted: &Counted, rows: RowsRead) -> RowLedger {
        ledger_of(&counted.rows, rows)
    }

    /// E-mails by day, pool and provider; sorted, the whole pool before its providers. Days without an e-mail have no line.
    ///
    /// A deferral names no provider: it is counted for the provider of the same person's sends, and only for the whole pool
    /// if nothing was ever sent to them.
    #[must_use]
    pub fn send_table(&self, counted: Counted) -> Vec<SendLine> {
        lines(self.plan, &self.recount, &counted.sent, counted.deferred)
    }
}

impl Counted {
    /// Adds the counts of other parts of the same history.
    pub fn merge(&mut self, other: Self) {
        self.facts += other.facts;
        self.rows.iter_mut().zip(other.rows).for_each(|(cell, more)| *cell += more);
        self.sent.iter_mut().zip(other.sent).for_each(|(cell, more)| *cell += more);
        for (line, more) in other.deferred {
            *self.deferred.entry(line).or_default() += more;
        }
    }
}

/// The local day of an instant, remembering the last answer: facts come in order, most fall on the day of the last one.
struct DayLookup<'a> {
    plan: &'a Plan,
    last: Option<WindowSpan>,
}

impl DayLookup<'_> {
    fn of(&mut self, at: Minute) -> i32 {
        match self.last {
            Some(span) if span.from <= at && at < span.until => span.day,
            _ => {
                let span = window_at(self.plan, Window::Day, at);
                self.last = Some(span);
                span.day
            }
        }
    }
}

/// The message, if it is an e-mail of the plan.
fn email(plan: &Plan, message: Index<MessageMark>) -> Option<&Message> {
    plan.messages.get(message.get()).filter(|message| message.channel == Channel::Email)
}

fn lines(plan: &Plan, recount: &Recount<'_>, cells: &[u64], mut deferred: Deferrals) -> Vec<SendLine> {
    let hours = |pool: Index<PoolMark>| match &plan.sending.pools[pool.get()].ramp {
        Some(Ramp { window: Window::Hour, .. }) => 24,
        Some(Ramp { window: Window::Day, .. }) | None => 1_u32,
    };
    let mut lines = Vec::new();
    for line in recount.lines(cells) {
        let waited = deferred.remove(&(line.span.day, line.pool, line.provider)).unwrap_or_default();
        if line.sent > 0 || waited > 0 {
            let cap = line.cap.map(|cap| cap.saturating_mul(hours(line.pool)));
            let (day, pool, provider) = (line.span.day, line.pool, line.provider);
            lines.push(SendLine { day, pool, provider, cap, sent: line.sent, deferred: waited });
        }
    }
    // Deferrals of a provider without a cap on a day on which nothing left.
    let rest = deferred.into_iter().map(|((day, pool, provider), deferred)| SendLine {
        day,
        pool,
        provider,
        cap: None,
        sent: 0,
        deferred,
    });
    lines.extend(rest);
    lines.sort_unstable();
    lines
}
