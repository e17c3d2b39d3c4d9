//! Sending: one chain that every send passes, in one total order.
//!
//! Owns: suppression and consent at the moment of sending, frequency caps, quiet hours, ramps, the queue. Deliberately
//! knows no flow: it sees requests and answers with what became of them. Nothing is sent: no code path opens a
//! connection to a mail server or to a platform.

mod dispatch;
mod plan;
mod ramp;

pub use dispatch::{Answer, Recipient, Reply, Request, RequestKind};
pub use plan::{
    Advance, CapTable, Clock, FrequencyCap, Overflow, Pool, QuietHours, Ramp, SendingPlan, Tail, Window,
};

