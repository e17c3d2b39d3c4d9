//! The state of all sending.

use super::dispatch::Recipient;
use crate::plan::Plan;

/// The state of all sending: consent and suppression per profile and side, frequency-cap memory, ramp states, queues.
#[derive(Debug)]
pub struct Desk {}

impl Desk {
    /// A desk on which nothing has happened: nobody has said anything ([`crate::profile::ConsentState::Never`]), nobody
    /// is suppressed, nothing waits.
    #[must_use]
    pub fn new(plan: &Plan, recipients: Vec<Recipient>) -> Self {
        let _ = (plan, recipients);
        Self {}
    }
}
