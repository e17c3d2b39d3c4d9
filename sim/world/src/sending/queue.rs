//! The queue: what waits, in lanes that open as a whole.
//!
//! Owns: the lanes, the order among them, and when messages expire. Deliberately does not know what opens a lane: two
//! messages are in one lane exactly if whatever stops the one stops the other, so nobody ever looks behind the first.
//!
//! Architecture invariant: every lane is in order of arrival. Messages enter a ramp lane either when they arrive or when
//! they leave the quiet lane of the same clock, and that one empties before anything else of its clock is tried.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rehearsal_core::ids::{Index, MessageMark};
use rehearsal_core::time::Minute;

/// A message that waits. Sixteen bytes, because a whole population may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    /// Its place in the total order: messages are first put off in the order in which they arrive. Four billion of them
    /// would be needed before places repeat.
    pub(super) ticket: u32,
    /// When it was first due.
    pub(super) due: Minute,
    /// The profile that it goes to.
    pub(super) profile: u32,
    /// The message, by its place in the plan.
    pub(super) message: Index<MessageMark>,
}

/// The place of a lane.
pub(super) type Lane = usize;

/// The messages that wait, by pool and mailbox provider.
#[derive(Debug)]
pub(super) struct Queue {
    lanes: Vec<VecDeque<Waiting>>,
    /// Lanes that are not empty, in no particular order.
    busy: Vec<Lane>,
    /// The first message of each lane that takes part in a merge; empty between merges.
    heads: BinaryHeap<Reverse<(u32, Lane)>>,
    tickets: u32,
    expires_minutes: i32,
}

impl Queue {
    /// So many empty lanes.
    pub(super) fn new(lanes: usize, expires_minutes: i32) -> Self {
        let expires_minutes = expires_minutes.max(0);
        Self {
            lanes: vec![VecDeque::new(); lanes],
            busy: Vec::new(),
            heads: BinaryHeap::new(),
            tickets: 0,
            expires_minutes,
        }
    }

    /// The place in the total order of a message that is put off for the first time.
    pub(super) fn ticket(&mut self) -> u32 {
        self.tickets = self.tickets.wrapping_add(1);
        self.tickets
    }

    /// Puts a message at the end of a lane.
    pub(super) fn push(&mut self, lane: Lane, waiting: Waiting) {
        let queue = &mut self.lanes[lane];
        debug_assert!(queue.back().is_none_or(|last| last.ticket < waiting.ticket), "a lane is in order of arrival");
        if queue.is_empty() && !self.busy.contains(&lane) {
            self.busy.push(lane);
        }
        queue.push_back(waiting);
    }

    /// The first minute at which a message expires.
    pub(super) fn deadline(&self, waiting: &Waiting) -> Minute {
        waiting.due.plus(self.expires_minutes).plus(1)
    }

    /// The lanes in which something waits.
    pub(super) fn busy(&mut self) -> &[Lane] {
        let lanes = &self.lanes;
        self.busy.retain(|&lane| !lanes[lane].is_empty());
        &self.busy
    }

    /// The first of a lane.
    pub(super) fn first(&self, lane: Lane) -> Option<&Waiting> {
        self.lanes[lane].front()
    }

    /// Lets a lane take part in the merge.
    pub(super) fn enter(&mut self, lane: Lane) {
        if let Some(first) = self.lanes[lane].front() {
            self.heads.push(Reverse((first.ticket, lane)));
        }
    }

    /// The lane with the earliest message among those in the merge; takes it out of the merge.
    pub(super) fn earliest(&mut self) -> Option<Lane> {
        self.heads.pop().map(|Reverse((_, lane))| lane)
    }

    /// Takes the first message out of a lane.
    pub(super) fn pop(&mut self, lane: Lane) -> Option<Waiting> {
        self.lanes[lane].pop_front()
    }

    /// Everything that waits, in total order.
    pub(super) fn into_sorted(self) -> Vec<Waiting> {
        let mut all = self.lanes.into_iter().flatten().collect::<Vec<_>>();
        all.sort_unstable_by_key(|waiting| waiting.ticket);
        all
    }
}
