//! One dispatch: requests in total order against caps, quiet hours and the queue.

use super::pipeline::SendPipeline;
use rehearsal_core::consent::{ByChannel, Channel, ConsentState, Suppressions};
use rehearsal_core::history::{DeferReason, SkipReason};
use rehearsal_core::ids::{Index, MessageMark, PoolMark, ProviderMark, Side, ZoneMark};
use rehearsal_core::plan::Plan;
use rehearsal_core::time::Minute;

/// What somebody asks of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    /// Send a message.
    Send(Index<MessageMark>),
    /// From now on this is the consent.
    Consent {
        /// On which platform.
        side: Side,
        /// On which channel.
        channel: Channel,
        /// What it is now.
        state: ConsentState,
    },
    /// From now on the address is suppressed for these reasons and no others.
    Suppressed {
        /// On which platform.
        side: Side,
        /// Why; empty if it is not, or no longer.
        reasons: Suppressions,
    },
}

/// A request of one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The instant, on the scenario's calendar.
    pub at: Minute,
    /// The profile that it is about.
    pub profile: u32,
    /// What the pipeline is asked to do.
    pub kind: RequestKind,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The message left.
    Sent {
        /// From which pool.
        pool: Index<PoolMark>,
        /// To which provider.
        provider: Index<ProviderMark>,
    },
    /// It waits; told once for each reason.
    Deferred(DeferReason),
    /// It is not sent.
    Skipped(SkipReason),
    /// It waited too long.
    Expired,
    /// It still waits at the end of the rehearsal.
    StillWaiting,
}

/// An answer, in the order in which the pipeline decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// When the pipeline decided.
    pub at: Minute,
    /// The profile that it is about.
    pub profile: u32,
    /// The message, by its place in the plan.
    pub message: Index<MessageMark>,
    /// When it was first due.
    pub due: Minute,
    /// What became of it.
    pub answer: Answer,
}

/// What the pipeline must know of a recipient; never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The mailbox provider.
    pub provider: Index<ProviderMark>,
    /// The person's own clock.
    pub zone: Index<ZoneMark>,
    /// Whether there is an e-mail address, a phone number.
    pub reachable: ByChannel<bool>,
}

/// Handles every request before `until`, and everything in the queue that becomes possible before `until`, in total
/// order; appends the replies in the order decided. See the module for the order.
///
/// `requests` are sorted by `(at, profile)`, lie before `until`, and name only profiles and messages that exist; windows
/// ascend and adjoin. How time is cut into calls changes nothing.
pub fn dispatch(
    plan: &Plan,
    pipeline: &mut SendPipeline,
    requests: &[Request],
    until: Minute,
    replies: &mut Vec<Reply>,
) {
    debug_assert!(requests.is_sorted_by_key(|request| (request.at, request.profile)), "requests come in order");
    debug_assert!(requests.last().is_none_or(|request| request.at < until), "requests lie in the window");
    for minute in requests.chunk_by(|left, right| left.at == right.at) {
        let at = minute[0].at;
        run_queue(plan, pipeline, at.plus(-1), replies);
        for request in minute {
            let person = &mut pipeline.people[request.profile as usize];
            match request.kind {
                RequestKind::Send(_) => {}
                RequestKind::Consent { side, channel, state } => person.set_consent(side, channel, state),
                RequestKind::Suppressed { side, reasons } => person.set_suppressions(side, reasons),
            }
        }
        run_queue(plan, pipeline, at, replies);
        for request in minute {
            if let RequestKind::Send(message) = request.kind {
                pipeline.arrive(plan, request.profile, message, at, replies);
            }
        }
    }
    run_queue(plan, pipeline, until.plus(-1), replies);
}

/// Lets the queue act at every minute at which it can, up to and with `last`.
fn run_queue(plan: &Plan, pipeline: &mut SendPipeline, last: Minute, replies: &mut Vec<Reply>) {
    while pipeline.next_event <= last && pipeline.next_event < Minute::FOREVER {
        pipeline.resume(plan, pipeline.next_event, replies);
    }
}

/// At the end of the rehearsal: what still waits, in order.
pub fn finish(pipeline: SendPipeline, end: Minute, replies: &mut Vec<Reply>) {
    replies.extend(pipeline.into_waiting().into_iter().map(|waiting| Reply {
        at: end,
        profile: waiting.profile,
        message: waiting.message,
        due: waiting.due,
        answer: Answer::StillWaiting,
    }));
}
