//! What a platform does by itself, right or wrong.
//!
//! Owns: the rules of sending and of starting flows that both the flows and the pipeline ask. Deliberately does not say what
//! people may expect: a platform that mails somebody who said no elsewhere does just that here, and judges say that it
//! should not.

use crate::consent::{Channel, ConsentState, Suppressions};
use crate::plan::{Flow, Plan, Platform};

/// Why a platform does not send a message to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The consent that it knows does not allow it.
    NoConsent,
    /// It suppresses the address, for these reasons.
    Suppressed(Suppressions),
}

/// A platform sends what its consent allows and no suppression stops, by what this platform knows of the person; it looks
/// at the consent first.
///
/// # Errors
///
/// Why it does not.
pub fn platform_sends(
    platform: &Platform,
    channel: Channel,
    is_transactional: bool,
    consent: ConsentState,
    suppressions: Suppressions,
) -> Result<(), Refusal> {
    if !is_transactional && !accepts(platform, channel, consent) {
        return Err(Refusal::NoConsent);
    }
    let stopping = suppressions.and(stopping(channel, is_transactional));
    if stopping.is_empty() { Ok(()) } else { Err(Refusal::Suppressed(stopping)) }
}

/// Marketing needs a yes on its channel; some platforms also e-mail people who never said anything, and none texts them.
fn accepts(platform: &Platform, channel: Channel, consent: ConsentState) -> bool {
    match (consent, channel) {
        (ConsentState::Subscribed, Channel::Email | Channel::Sms) => true,
        (ConsentState::Never, Channel::Email) => platform.mails_never_subscribed,
        (ConsentState::Never, Channel::Sms) => false,
        (ConsentState::Unconfirmed | ConsentState::Unsubscribed, Channel::Email | Channel::Sms) => false,
    }
}

/// Every reason of a suppression stops every message, text messages and receipts too.
const fn stopping(channel: Channel, is_transactional: bool) -> Suppressions {
    match (channel, is_transactional) {
        (Channel::Email | Channel::Sms, true | false) => Suppressions::ALL,
    }
}

/// A platform starts a flow on an event that is no older on arrival, in minutes, than the flow and the platform itself
/// allow.
#[must_use]
pub fn platform_starts_on(plan: &Plan, flow: &Flow, age_minutes: i32) -> bool {
    event_age_minutes_max(plan, flow).is_none_or(|limit| age_minutes <= limit)
}

/// How old an event may be on arrival, in minutes, to start a flow: the stricter of the flow's limit and its platform's;
/// `None` if age does not matter, or no event starts the flow.
#[must_use]
pub fn event_age_minutes_max(plan: &Plan, flow: &Flow) -> Option<i32> {
    let platform = &plan.platforms[flow.side as usize];
    let limits = [flow.trigger.age_minutes_max(), platform.event_age_minutes_max];
    limits.into_iter().flatten().min().filter(|_| flow.trigger.event().is_some())
}
