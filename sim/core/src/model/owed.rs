//! What people and the team may expect, whatever a system does.
//!
//! Owns: the rules by which judges decide. Deliberately looks at no setting of a system: what one does is written
//! elsewhere and is never asked here, so that no system is measured by itself.

use crate::consent::{Channel, ConsentState, Suppressions};
use crate::plan::Flow;

/// Why nobody may send a message to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// The old system suppressed the address, for these reasons.
    Suppressed(Suppressions),
    /// The person said no on this channel.
    SaidNo,
}

/// A message is permitted unless a suppression at the source forbids it, or the person said no to marketing on its
/// channel.
///
/// # Errors
///
/// What forbids it; the suppression if both do.
pub fn is_permitted(
    channel: Channel,
    is_transactional: bool,
    consent: ConsentState,
    source_suppressions: Suppressions,
) -> Result<(), Forbidden> {
    let forbidding = source_suppressions.and(forbidding(channel, is_transactional));
    if !forbidding.is_empty() {
        return Err(Forbidden::Suppressed(forbidding));
    }
    if !is_transactional && consent == ConsentState::Unsubscribed { Err(Forbidden::SaidNo) } else { Ok(()) }
}

/// A bounce, a complaint or a block forbids all e-mail, an unsubscribe from everything marketing e-mail; they are about
/// the address and forbid no text message.
const fn forbidding(channel: Channel, is_transactional: bool) -> Suppressions {
    let always = Suppressions::BOUNCED.with(Suppressions::COMPLAINED).with(Suppressions::BLOCKED);
    match (channel, is_transactional) {
        (Channel::Email, true) => always,
        (Channel::Email, false) => always.with(Suppressions::UNSUBSCRIBED),
        (Channel::Sms, true | false) => Suppressions(0),
    }
}

/// The team promised a flow to everybody whose event is no older on arrival, in minutes, than the flow's own limit.
#[must_use]
pub fn owes_start(flow: &Flow, age_minutes: i32) -> bool {
    flow.trigger.age_minutes_max().is_none_or(|limit| age_minutes <= limit)
}
