//! Sending: one chain that every send passes, in one total order.
//!
//! Owns: suppression and consent at the moment of sending, frequency caps, quiet hours, ramps, the queue. Deliberately
//! knows no flow: it sees requests and answers with what became of them. Nothing is sent: no code path opens a
//! connection to a mail server or to a platform.

mod desk;
mod dispatch;
mod plan;
mod ramp;

pub use desk::Desk;
pub use dispatch::{Answer, Recipient, Reply, Request, RequestKind, dispatch, finish};
pub use plan::{Advance, CapTable, Clock, FrequencyCap, Overflow, Pool, QuietHours, Ramp, SendingPlan, Tail, Window};
pub use ramp::{WindowSpan, cap, day_of, next_row, row_of_day, window_at};
