//! E-mails counted again, from facts alone: by pool, window and provider, and by flow.
//!
//! Owns: [`Recount`], the layout of its counters, and the caps that bound each window. Deliberately trusts nothing that
//! the pipeline remembers: rows of ramps that move with volume are derived from what the facts say was sent.

use rehearsal_core::ids::{FlowMark, Index, PoolMark, ProviderMark};
use rehearsal_core::model::{WindowSpan, cap, row_of_day, window_at};
use rehearsal_core::plan::{Plan, Pool, Ramp, Window};
use rehearsal_core::time::Minute;

/// The windows of a rehearsal in which one pool's e-mails are counted.
struct PoolWindows {
    window: Window,
    /// Where the pool's counters begin.
    first_cell: usize,
}

/// Where each e-mail is counted. The counters themselves belong to the caller, so that threads can count apart.
pub(crate) struct Recount<'a> {
    plan: &'a Plan,
    days: Vec<WindowSpan>,
    hours: Vec<WindowSpan>,
    pools: Vec<PoolWindows>,
    cells: usize,
}

/// What one window of one pool sent, to one provider or to all of them, and the cap that bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WindowLine {
    pub(crate) pool: Index<PoolMark>,
    pub(crate) span: WindowSpan,
    /// `None` for the whole pool.
    pub(crate) provider: Option<Index<ProviderMark>>,
    pub(crate) sent: u64,
    /// `None` if nothing bounds it.
    pub(crate) cap: Option<u32>,
}

impl<'a> Recount<'a> {
    /// The layout for a plan. With `daily`, hourly ramps are counted by day as well as all others.
    pub(crate) fn new(plan: &'a Plan, daily: bool) -> Self {
        let window_of = |pool: &Pool| match &pool.ramp {
            Some(ramp) if !daily => ramp.window,
            Some(_) | None => Window::Day,
        };
        let is_hourly = plan.sending.pools.iter().any(|pool| window_of(pool) == Window::Hour);
        let days = spans(plan, Window::Day);
        let hours = if is_hourly { spans(plan, Window::Hour) } else { Vec::new() };
        let mut cells = 0;
        let mut pools = Vec::new();
        for pool in &plan.sending.pools {
            let window = window_of(pool);
            pools.push(PoolWindows { window, first_cell: cells });
            let windows = if window == Window::Hour { hours.len() } else { days.len() };
            cells += windows * (plan.providers.len() + plan.flows.len());
        }
        Self { plan, days, hours, pools, cells }
    }

    /// How many counters the caller must keep.
    pub(crate) const fn cells(&self) -> usize {
        self.cells
    }

    fn spans(&self, window: Window) -> &[WindowSpan] {
        match window {
            Window::Hour => &self.hours,
            Window::Day => &self.days,
        }
    }

    /// Counters of one window: first one for each provider, then one for each flow.
    fn row(&self, pool: &PoolWindows, window: usize) -> usize {
        pool.first_cell + window * (self.plan.providers.len() + self.plan.flows.len())
    }

    /// Counts an e-mail. Outside the rehearsal, or with names that the plan does not have, it is not counted.
    pub(crate) fn count(
        &self,
        cells: &mut [u64],
        at: Minute,
        pool: Index<PoolMark>,
        provider: Index<ProviderMark>,
        flow: Index<FlowMark>,
    ) {
        let Some(pool) = self.pools.get(pool.get()) else { return };
        let spans = self.spans(pool.window);
        let Some(window) = spans.partition_point(|span| span.from <= at).checked_sub(1) else {
            return;
        };
        let row = self.row(pool, window);
        if at < spans[window].until && provider.get() < self.plan.providers.len() && flow.get() < self.plan.flows.len()
        {
            cells[row + provider.get()] += 1;
            cells[row + self.plan.providers.len() + flow.get()] += 1;
        }
    }

    /// Every window with a cap or an e-mail, in order of pool, time and provider, the whole pool first.
    pub(crate) fn lines(&self, cells: &[u64]) -> Vec<WindowLine> {
        let mut lines = Vec::new();
        for (number, pool) in self.pools.iter().enumerate() {
            let index = Index::new(u16::try_from(number).unwrap_or(u16::MAX));
            let ramp = self.plan.sending.pools[number].ramp.as_ref();
            let caps = ramp.map(|ramp| self.caps(ramp, self.sent_by_day(pool, cells)));
            for (window, &span) in self.spans(pool.window).iter().enumerate() {
                let counters = &cells[self.row(pool, window)..][..self.plan.providers.len()];
                let today = |caps: &&Vec<DayCaps>| caps.binary_search_by_key(&span.day, |caps| caps.day).ok();
                let caps = caps.as_ref().and_then(|caps| today(&caps).map(|place| &caps[place]));
                let line = |provider, sent, cap| WindowLine { pool: index, span, provider, sent, cap };
                lines.push(line(None, counters.iter().sum(), caps.and_then(|caps| caps.total)));
                for (provider, &sent) in (0..).zip(counters) {
                    let provider = Index::new(provider);
                    let own = caps.and_then(|caps| caps.providers.iter().find(|(of, _)| *of == provider));
                    lines.push(line(Some(provider), sent, own.and_then(|(_, cap)| *cap)));
                }
            }
        }
        lines.retain(|line| line.sent > 0 || line.cap.is_some());
        lines
    }

    /// The flows that sent most in a window, with their e-mails, most first.
    pub(crate) fn flows(&self, cells: &[u64], line: &WindowLine) -> Vec<(u16, u64)> {
        let Some(pool) = self.pools.get(line.pool.get()) else {
            return Vec::new();
        };
        let spans = self.spans(pool.window);
        let Some(window) = spans.iter().position(|span| *span == line.span) else {
            return Vec::new();
        };
        let counters = &cells[self.row(pool, window) + self.plan.providers.len()..][..self.plan.flows.len()];
        let mut flows: Vec<(u16, u64)> = (0..).zip(counters.iter().copied()).filter(|(_, sent)| *sent > 0).collect();
        flows.sort_by_key(|&(flow, sent)| (std::cmp::Reverse(sent), flow));
        flows
    }

    /// E-mails of a pool by local day, ascending.
    fn sent_by_day(&self, pool: &PoolWindows, cells: &[u64]) -> Vec<(i32, u64)> {
        let mut days: Vec<(i32, u64)> = Vec::new();
        for (window, span) in self.spans(pool.window).iter().enumerate() {
            let sent: u64 = cells[self.row(pool, window)..][..self.plan.providers.len()].iter().sum();
            match days.last_mut() {
                Some((day, sum)) if *day == span.day => *sum += sent,
                _ => days.push((span.day, sent)),
            }
        }
        days
    }

    /// The caps of each day. Before the ramp's start there is no allowance: a cap of 0 on every table.
    fn caps(&self, ramp: &Ramp, sent: Vec<(i32, u64)>) -> Vec<DayCaps> {
        let sent_on = |day: i32| sent.binary_search_by_key(&day, |&(day, _)| day).map_or(0, |place| sent[place].1);
        let caps = |&(day, _): &(i32, u64)| {
            let row = row_of_day(ramp, day, &sent_on);
            let of = |table| row.map_or(Some(0), |row| cap(table, row));
            let providers = ramp.providers.iter().map(|(provider, table)| (*provider, of(table))).collect();
            DayCaps { day, total: of(&ramp.total), providers }
        };
        sent.iter().map(caps).collect()
    }
}

/// The caps of one local day, in messages a window.
struct DayCaps {
    day: i32,
    total: Option<u32>,
    providers: Vec<(Index<ProviderMark>, Option<u32>)>,
}

/// Every window of the rehearsal, in order.
fn spans(plan: &Plan, window: Window) -> Vec<WindowSpan> {
    let mut spans = Vec::new();
    let mut at = Minute(0);
    while at < plan.end() {
        let span = window_at(plan, window, at);
        spans.push(span);
        at = span.until.max(at.plus(1));
    }
    spans
}
