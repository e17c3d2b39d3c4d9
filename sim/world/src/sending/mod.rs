//! Sending: one chain that every send passes, in one total order.
//!
//! Owns: suppression and consent at the moment of sending, frequency caps, quiet hours, ramps, the queue. Deliberately
//! knows no flow: it sees requests and answers with what became of them. Nothing is sent: no code path opens a
//! connection to a mail server or to a platform.
//!
//! # The total order
//!
//! Messages are ordered by arrival: `(due, profile, place among the requests)`, which is the order of the requests. At
//! every minute the pipeline goes once through
//!
//! 1. the changes of consent and suppression of that minute, in the order of the requests. So no marketing leaves in the
//!    minute of an opt-out, whether it waited or has just arrived; and the history may tell what people did in a minute
//!    before what was sent in it;
//! 2. what waits, in order of arrival. A message that has waited longer than
//!    [`rehearsal_core::plan::SendingPlan::expires_minutes`] expires, so exactly one minute after its last chance. One whose clock
//!    is quiet is passed over, and so is one that waits for the ramp while no pool on its way has room for its provider.
//!    Every other one is tried: it passes the whole chain again;
//! 3. the messages that are requested at that minute, in the order of the requests.
//!
//! A message that is put off is told so once for each reason: first quiet hours, then the ramp. From then on it waits
//! for both.
//!
//! # Cost
//!
//! Nothing is done when nothing waits. What waits for the same thing waits in one lane, so that a backlog of any length is
//! looked at from its head only, and only when a window opens, quiet hours end, or its first message expires.

mod dispatch;
mod people;
mod pipeline;
mod pools;
mod queue;
mod quiet;
mod ramp;
#[cfg(test)]
mod tests;

pub use dispatch::{Answer, Recipient, Reply, Request, RequestKind, dispatch, finish};
pub use pipeline::SendPipeline;
