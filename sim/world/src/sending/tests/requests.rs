//! Words for requests, over a small plan.

use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::plan::Plan;
use rehearsal_core::time::Minute;
use rehearsal_fixtures::sending::AMSTERDAM;

use crate::sending::{Answer, Recipient, Reply, Request, RequestKind, SendPipeline, dispatch, finish};

/// Somebody with Gmail, on Amsterdam's clock, with an address and a number.
pub(super) fn recipient() -> Recipient {
    Recipient { provider: Index::new(0), zone: Index::new(AMSTERDAM), reachable: [true; 2] }
}

pub(super) fn send(at: Minute, profile: u32, message: u16) -> Request {
    Request { at, profile, kind: RequestKind::Send(Index::new(message)) }
}

pub(super) fn consent(at: Minute, profile: u32, side: Side, channel: Channel, state: ConsentState) -> Request {
    Request { at, profile, kind: RequestKind::Consent { side, channel, state } }
}

pub(super) fn suppressed(at: Minute, profile: u32, side: Side, suppressed: bool) -> Request {
    Request {
        at,
        profile,
        kind: RequestKind::Suppressed {
            side,
            reasons: if suppressed { Suppressions::BOUNCED } else { Suppressions::default() },
        },
    }
}

/// Everybody says yes to everything, long before day 0.
pub(super) fn all_subscribed(profiles: u32) -> Vec<Request> {
    let mut requests = Vec::new();
    for profile in 0..profiles {
        for side in Side::ALL {
            for channel in Channel::ALL {
                requests.push(consent(Minute(-10_000), profile, side, channel, ConsentState::Subscribed));
            }
        }
    }
    requests
}

/// All replies of a whole rehearsal, in one call.
pub(super) fn run(plan: &Plan, recipients: &[Recipient], requests: &[Request]) -> Vec<Reply> {
    let mut pipeline = SendPipeline::new(plan, recipients.to_vec());
    let mut replies = Vec::new();
    dispatch(plan, &mut pipeline, requests, plan.end(), &mut replies);
    finish(pipeline, plan.end(), &mut replies);
    replies
}

/// What became of messages to so many alike, who all said yes: when, to whom, and the answer.
pub(super) fn run_subscribed(plan: &Plan, profiles: u32, sends: &[Request]) -> Vec<(Minute, u32, Answer)> {
    let mut requests = all_subscribed(profiles);
    requests.extend_from_slice(sends);
    let replies = run(plan, &vec![recipient(); profiles as usize], &requests);
    replies.into_iter().map(|reply| (reply.at, reply.profile, reply.answer)).collect()
}

pub(super) fn sent_from(pool: u16) -> Answer {
    Answer::Sent { pool: Index::new(pool), provider: Index::new(0) }
}
