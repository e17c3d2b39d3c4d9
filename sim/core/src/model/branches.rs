//! The branches of a step.
//!
//! Owns: which branches a step has, and which number of a fact is which of them. Deliberately chooses none: a condition,
//! a draw or an event does.

use crate::plan::{Step, StepIndex};

/// One way on from a step that splits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Branch {
    /// The condition held.
    Holds,
    /// The condition did not hold.
    Otherwise,
    /// The event came in time.
    Arrived,
    /// The event did not come in time.
    TimedOut,
    /// An arm of a random split, counted from 0.
    Arm(u8),
}

impl Branch {
    /// The number by which facts name it: its place among the branches of its step, counted from 0.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Holds | Self::Arrived => 0,
            Self::Otherwise | Self::TimedOut => 1,
            Self::Arm(arm) => arm,
        }
    }
}

/// A condition splits in two, a wait for an event in two, a random split in its arms, and nothing else splits; the
/// branches come in the order of their numbers, each with the step that it leads to.
#[must_use]
pub fn branches(step: &Step) -> Vec<(Branch, StepIndex)> {
    match step {
        Step::If { holds, otherwise, .. } => vec![(Branch::Holds, *holds), (Branch::Otherwise, *otherwise)],
        Step::WaitForEvent { arrived, timed_out, .. } => {
            vec![(Branch::Arrived, *arrived), (Branch::TimedOut, *timed_out)]
        }
        // A fact has room for 256 arms; a split has a few.
        Step::Random(arms) => (0..=u8::MAX).zip(arms).map(|(arm, to)| (Branch::Arm(arm), to.next)).collect(),
        Step::Wait { .. } | Step::Act { .. } | Step::End => Vec::new(),
    }
}

/// Where a step can lead, in order.
#[must_use]
pub fn successors(step: &Step) -> Vec<StepIndex> {
    match step {
        Step::Wait { next, .. } | Step::Act { next, .. } => vec![*next],
        Step::WaitForEvent { .. } | Step::If { .. } | Step::Random(_) => {
            branches(step).into_iter().map(|(_, next)| next).collect()
        }
        Step::End => Vec::new(),
    }
}
