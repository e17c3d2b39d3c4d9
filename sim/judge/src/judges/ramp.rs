//! The warm-up: what left in each window, against the caps of the plan.

use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone};
use crate::ledger::{Recount, WindowLine};
use crate::tally::Tally;
use rehearsal_core::consent::Channel;
use rehearsal_core::history::FactKind;
use rehearsal_core::ids::{FlowMark, Index, PoolMark, ProviderMark};
use rehearsal_core::model::Change;
use rehearsal_core::plan::{Overflow, Window};
use rehearsal_core::time::Minute;

/// A window of a ramp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RampWindow {
    /// The pool.
    pub pool: Index<PoolMark>,
    /// The local day.
    pub day: i32,
    /// When an hour begins; `None` if the window is the whole day.
    pub hour: Option<Minute>,
    /// The mailbox provider; `None` for the whole pool.
    pub provider: Option<Index<ProviderMark>>,
}

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RampHeadline {
    /// Windows are over their cap.
    Violated {
        /// The window that is furthest over its cap.
        worst: RampWindow,
        /// E-mails that left in it.
        sent: u64,
        /// Its cap.
        cap: u32,
        /// Windows over their cap in all.
        windows: u64,
    },
    /// All windows are within.
    Holds {
        /// E-mails that left under a cap.
        emails: u64,
        /// Windows in which they left.
        windows: u64,
    },
    /// No pool has a warm-up schedule.
    NoSchedule,
    /// No e-mail left under a cap.
    NothingSent,
}

/// What filled the worst window, and why nothing stopped it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RampCause {
    /// A flow sent, marketing.
    FlowSent {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// In which window, of the whole pool.
        window: RampWindow,
    },
    /// A flow sent transactional mail, which no ramp stops.
    TransactionalSent {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// In which window, of the whole pool.
        window: RampWindow,
    },
    /// Nothing enforces the caps of a pool.
    NothingEnforces {
        /// Which pool.
        pool: Index<PoolMark>,
    },
    /// The ramp has not started yet, so there is no allowance.
    NotStarted,
}

impl RampCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::FlowSent { .. } => "flow-sent",
            Self::TransactionalSent { .. } => "transactional-sent",
            Self::NothingEnforces { .. } => "nothing-enforces",
            Self::NotStarted => "not-started",
        }
    }
}

/// What a window says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RampBecause {
    /// The window.
    pub window: RampWindow,
    /// E-mails that left in it.
    pub sent: u64,
    /// Its cap.
    pub cap: u32,
}

/// No window sends more than its cap.
pub(super) const RAMP_RESPECTED: Judge = Judge {
    needs: kinds!(Sent),
    relevant: kinds!(Sent),
    cells: |context| context.recount.as_ref().map_or(0, Recount::cells),
    each: see_sends,
    together: each_alone,
    count: count_windows,
    headline: |context, tally, verdict| headline(context, tally, verdict).into(),
};

/// Flows named as causes of the worst window, at most.
const FLOWS_MAX: usize = 5;

fn see_sends(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let Some(recount) = &context.recount else { return };
    for fact in person.facts {
        let FactKind::Sent { message, pool, provider, .. } = fact.kind else {
            continue;
        };
        if let Some(message) = context.message(message).filter(|message| message.channel == Channel::Email) {
            recount.count(&mut tally.cells, fact.at, pool, provider, message.flow);
        }
    }
}

/// The windows that are over their cap and count, in order.
fn over<'l>(lines: &'l [WindowLine], tally: &Tally) -> Vec<&'l WindowLine> {
    lines.iter().filter(|line| excess(line) > 0 && tally.counts_at(line.span.from)).collect()
}

/// The window that is furthest over its cap; the earliest of several.
fn worst<'l>(over: &[&'l WindowLine]) -> Option<&'l WindowLine> {
    over.iter().copied().max_by_key(|line| (excess(line), std::cmp::Reverse(line.span.from)))
}

fn count_windows(context: &Context<'_>, tally: &mut Tally) {
    let Some(recount) = &context.recount else { return };
    let lines = recount.lines(&tally.cells);
    let over = over(&lines, tally);
    tally.exercised = lines.iter().filter(|line| line.cap.is_some() && line.sent > 0).count() as u64;
    tally.count = over.len() as u64;
    // The first window that breaks the cap is the first case; later ones are shown in order.
    for line in &over {
        let because = RampBecause { window: window(context, line), sent: line.sent, cap: line.cap.unwrap_or_default() };
        tally.case(0, line.span.from, None, || (Vec::new(), because.into()));
    }
    let Some(worst) = worst(&over).copied() else { return };
    let of_pool = window(context, &WindowLine { provider: None, ..worst });
    for (flow, sent) in recount.flows(&tally.cells, &worst).into_iter().take(FLOWS_MAX) {
        let flow = Index::new(flow);
        let is_transactional =
            context.plan.messages.iter().filter(|message| message.flow == flow).all(|message| message.is_transactional);
        let cause = if is_transactional {
            RampCause::TransactionalSent { flow, window: of_pool }
        } else {
            RampCause::FlowSent { flow, window: of_pool }
        };
        tally.cause_times(cause, sent);
    }
    let ramps = context.plan.sending.pools.iter().zip(0..);
    for (pool, number) in ramps.filter(|(pool, number)| {
        let is_over = over.iter().any(|line| line.pool.get() == usize::from(*number));
        is_over && pool.ramp.as_ref().is_some_and(|ramp| ramp.overflow == Overflow::SendAnyway)
    }) {
        debug_assert!(pool.ramp.is_some(), "a pool without a ramp has no cap");
        tally.cause_times(RampCause::NothingEnforces { pool: Index::new(number) }, 0);
    }
    let ramp = context.plan.sending.pools[worst.pool.get()].ramp.as_ref();
    if worst.cap == Some(0) && ramp.is_some_and(|ramp| worst.span.day < ramp.start_day) {
        tally.cause_times(RampCause::NotStarted, 0);
    }
}

fn excess(line: &WindowLine) -> u64 {
    line.cap.map_or(0, |cap| line.sent.saturating_sub(cap.into()))
}

fn window(context: &Context<'_>, line: &WindowLine) -> RampWindow {
    let ramp = context.plan.sending.pools.get(line.pool.get()).and_then(|pool| pool.ramp.as_ref());
    let hour = ramp.is_some_and(|ramp| ramp.window == Window::Hour).then_some(line.span.from);
    RampWindow { pool: line.pool, day: line.span.day, hour, provider: line.provider }
}

fn headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> RampHeadline {
    let Some(recount) = &context.recount else { return RampHeadline::NoSchedule };
    let lines = recount.lines(&tally.cells);
    let over = over(&lines, tally);
    match (verdict, worst(&over)) {
        (Verdict::Violated, Some(worst)) => RampHeadline::Violated {
            worst: window(context, worst),
            sent: worst.sent,
            cap: worst.cap.unwrap_or_default(),
            windows: tally.count,
        },
        (Verdict::Holds, _) => {
            let whole = lines.iter().filter(|line| line.cap.is_some() && line.provider.is_none());
            RampHeadline::Holds { emails: whole.map(|line| line.sent).sum(), windows: tally.exercised }
        }
        (Verdict::Violated | Verdict::Vacuous | Verdict::Unknown, _) => RampHeadline::NothingSent,
    }
}

/// What may keep the warm-up: a queue that holds what is above the cap. Causes that only name who sent need none of
/// their own.
pub(super) fn remedies(cause: &RampCause) -> Option<Vec<Remedy>> {
    match *cause {
        RampCause::FlowSent { .. } | RampCause::NotStarted => None,
        RampCause::NothingEnforces { pool } => {
            Some(vec![Remedy::new(vec![Change::SetOverflow { pool, overflow: Overflow::Hold }])])
        }
        // No ramp stops transactional mail, so no queue helps.
        RampCause::TransactionalSent { .. } => Some(Vec::new()),
    }
}
