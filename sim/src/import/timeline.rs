//! When each batch is tried, and what becomes of each row.

use crate::time::Minute;

/// What came back from one attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// Accepted; single rows can still fail.
    Accepted,
    /// Refused with 429: nothing was applied.
    Refused,
    /// Timed out: the caller does not know, we do.
    TimedOut {
        /// Whether the rows were applied.
        applied: bool,
    },
}

/// One attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Minute,
    /// What came back.
    pub outcome: AttemptOutcome,
}
