//! What the desk remembers of each recipient, in a few bytes.
//!
//! Owns: consent and suppression at the moment of sending, and the memory of frequency caps. Deliberately keeps no
//! history: the facts do.

use super::dispatch::Recipient;
use super::plan::FrequencyCap;
use crate::plan::{Index, Plan, ProviderMark, Side, ZoneMark};
use crate::profile::{Channel, ConsentState};
use crate::time::Minute;

/// One recipient. Six bytes, because there may be ten million and every request reads one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    /// The mailbox provider.
    pub(super) provider: Index<ProviderMark>,
    /// The person's own clock.
    pub(super) zone: Index<ZoneMark>,
    /// Two bits for each side and channel.
    consent: u8,
    /// Two bits for suppression by side, two for addresses by channel.
    flags: u8,
}

const fn consent_shift(side: Side, channel: Channel) -> u32 {
    (side as u32 * 2 + channel as u32) * 2
}

const fn suppressed_bit(side: Side) -> u8 {
    1 << side as u8
}

const fn reachable_bit(channel: Channel) -> u8 {
    4 << channel as u8
}

impl Person {
    /// Somebody who has said nothing and is not suppressed.
    pub(super) fn new(recipient: Recipient) -> Self {
        let mut person = Self { provider: recipient.provider, zone: recipient.zone, consent: 0, flags: 0 };
        for side in Side::ALL {
            for channel in Channel::ALL {
                person.set_consent(side, channel, ConsentState::Never);
            }
        }
        for channel in Channel::ALL {
            if recipient.reachable[channel as usize] {
                person.flags |= reachable_bit(channel);
            }
        }
        person
    }

    /// From now on this is the consent.
    pub(super) fn set_consent(&mut self, side: Side, channel: Channel, state: ConsentState) {
        let shift = consent_shift(side, channel);
        self.consent = self.consent & !(3 << shift) | (state as u8) << shift;
    }

    /// From now on the address is suppressed, or no longer.
    pub(super) fn set_suppressed(&mut self, side: Side, suppressed: bool) {
        if suppressed {
            self.flags |= suppressed_bit(side);
        } else {
            self.flags &= !suppressed_bit(side);
        }
    }

    /// Whether the consent is one of a [`ConsentSet`].
    pub(super) fn has_consent_in(self, set: ConsentSet, side: Side, channel: Channel) -> bool {
        set.0 >> (self.consent >> consent_shift(side, channel) & 3) & 1 == 1
    }

    /// Whether the address is suppressed.
    pub(super) fn is_suppressed(self, side: Side) -> bool {
        self.flags & suppressed_bit(side) != 0
    }

    /// Whether there is an address or a number.
    pub(super) fn is_reachable(self, channel: Channel) -> bool {
        self.flags & reachable_bit(channel) != 0
    }
}

/// A set of consents: those with which a message may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ConsentSet(u8);

impl ConsentSet {
    /// Any consent, or none: for transactional messages.
    pub(super) const ALL: Self = Self(0b1111);

    /// Just these.
    pub(super) fn of(states: &[ConsentState]) -> Self {
        Self(states.iter().fold(0, |set, &state| set | 1 << state as u8))
    }
}

/// Beyond this count the memory is a list of what was sent, instead of a place for every recipient and send.
const DENSE_COUNT_MAX: usize = 8;

/// Ends a recipient's list.
const NOTHING: u32 = u32::MAX;

/// The frequency caps of one side and channel, and the sends they must remember.
#[derive(Debug)]
pub(super) struct FrequencyMemory {
    /// Count and minutes.
    caps: Vec<(usize, i32)>,
    sends: Sends,
}

/// The latest sends of each recipient. Takes no memory before the first send.
#[derive(Debug)]
enum Sends {
    /// So many places a recipient, latest first; unused ones hold [`Minute::NEVER`].
    Dense { count: usize, latest: Vec<Minute> },
    /// All sends, each with the place of the recipient's one before; and the place of each recipient's latest.
    Listed { latest: Vec<u32>, sends: Vec<(Minute, u32)> },
}

impl FrequencyMemory {
    /// A memory for the caps of a channel.
    pub(super) fn new(plan: &Plan, channel: Channel) -> Self {
        let matching = plan.sending.caps.iter().filter(|cap: &&FrequencyCap| cap.channel == channel);
        let caps = matching.map(|cap| (cap.count as usize, cap.minutes)).collect::<Vec<_>>();
        let count = caps.iter().map(|&(count, _)| count).max().unwrap_or(0);
        let sends = if count <= DENSE_COUNT_MAX {
            Sends::Dense { count, latest: Vec::new() }
        } else {
            Sends::Listed { latest: Vec::new(), sends: Vec::new() }
        };
        Self { caps, sends }
    }

    /// Whether one more send at this minute would be one too many.
    pub(super) fn is_capped(&self, profile: u32, at: Minute) -> bool {
        self.caps.iter().any(|&(count, minutes)| self.nth_latest(profile, count) > at.plus(minutes.saturating_neg()))
    }

    /// When the n-th latest send was, counted from 1; [`Minute::NEVER`] if there were fewer.
    fn nth_latest(&self, profile: u32, n: usize) -> Minute {
        match &self.sends {
            Sends::Dense { count, latest } => {
                latest.get(profile as usize * count + n.max(1) - 1).copied().unwrap_or(Minute::NEVER)
            }
            Sends::Listed { latest, sends } => {
                let mut place = latest.get(profile as usize).copied().unwrap_or(NOTHING);
                let mut found = Minute::NEVER;
                for _ in 0..n.max(1) {
                    let Some(&(at, before)) = sends.get(place as usize) else {
                        return Minute::NEVER;
                    };
                    (found, place) = (at, before);
                }
                found
            }
        }
    }

    /// Remembers a send; `people` is how many recipients there are.
    pub(super) fn remember(&mut self, profile: u32, at: Minute, people: usize) {
        if self.caps.is_empty() {
            return;
        }
        match &mut self.sends {
            Sends::Dense { count, latest } => {
                latest.resize(people * *count, Minute::NEVER);
                let first = profile as usize * *count;
                let own = &mut latest[first..first + *count];
                own.rotate_right(1);
                own[0] = at;
            }
            Sends::Listed { latest, sends } => {
                latest.resize(people, NOTHING);
                let before = latest[profile as usize];
                latest[profile as usize] = sends.len() as u32;
                sends.push((at, before));
            }
        }
    }
}
