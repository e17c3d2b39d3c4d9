//! What the pipeline remembers of each recipient, in a few bytes.
//!
//! Owns: consent and suppression at the moment of sending, and the memory of frequency caps. Deliberately keeps no
//! history: the facts do.

use super::dispatch::Recipient;
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::ids::{Index, ProviderMark, Side, ZoneMark};
use rehearsal_core::plan::{FrequencyCap, Plan};
use rehearsal_core::time::Minute;

/// One recipient in a few bytes, because there may be ten million and every request reads one.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecipientState {
    /// The mailbox provider.
    pub(super) provider: Index<ProviderMark>,
    /// The person's own clock.
    pub(super) zone: Index<ZoneMark>,
    /// Two bits for each side and channel.
    consent: u16,
    /// Four bits for the reasons of suppression on each side.
    suppressions: u16,
    /// One bit for each channel: whether there is an address or a number.
    reachable: u8,
}

const CONSENT_BITS: usize = 2;
const SUPPRESSIONS_BITS: usize = 4;

// One channel or platform too many does not compile, instead of sharing its bits with another.
const _: () = assert!(Side::COUNT * Channel::COUNT * CONSENT_BITS <= u16::BITS as usize);
const _: () = assert!(Side::COUNT * SUPPRESSIONS_BITS <= u16::BITS as usize);
const _: () = assert!(Channel::COUNT <= u8::BITS as usize);
const _: () =
    assert!(ConsentState::ALL.len() <= 1 << CONSENT_BITS && (Suppressions::ALL.0 as usize) < 1 << SUPPRESSIONS_BITS);

const fn consent_shift(side: Side, channel: Channel) -> usize {
    (side as usize * Channel::COUNT + channel as usize) * CONSENT_BITS
}

const fn suppressions_shift(side: Side) -> usize {
    side as usize * SUPPRESSIONS_BITS
}

impl RecipientState {
    /// Somebody who has said nothing and is not suppressed.
    pub(super) fn new(recipient: Recipient) -> Self {
        let mut person =
            Self { provider: recipient.provider, zone: recipient.zone, consent: 0, suppressions: 0, reachable: 0 };
        for side in Side::ALL {
            for channel in Channel::ALL {
                person.set_consent(side, channel, ConsentState::Never);
            }
        }
        for channel in Channel::ALL {
            if recipient.reachable[channel as usize] {
                person.reachable |= 1 << channel as u8;
            }
        }
        person
    }

    /// From now on this is the consent.
    pub(super) fn set_consent(&mut self, side: Side, channel: Channel, state: ConsentState) {
        let shift = consent_shift(side, channel);
        self.consent = self.consent & !(3 << shift) | (state as u16) << shift;
    }

    /// From now on the address is suppressed for these reasons and no others.
    pub(super) fn set_suppressions(&mut self, side: Side, reasons: Suppressions) {
        let shift = suppressions_shift(side);
        let own = u16::from(Suppressions::ALL.0) << shift;
        self.suppressions = self.suppressions & !own | (u16::from(reasons.0) << shift) & own;
    }

    /// The consent.
    pub(super) fn consent(self, side: Side, channel: Channel) -> ConsentState {
        ConsentState::ALL[usize::from(self.consent >> consent_shift(side, channel) & 3)]
    }

    /// Why the address is suppressed; empty if it is not.
    pub(super) fn suppressions(self, side: Side) -> Suppressions {
        Suppressions((self.suppressions >> suppressions_shift(side)) as u8).and(Suppressions::ALL)
    }

    /// Whether there is an address or a number.
    pub(super) fn is_reachable(self, channel: Channel) -> bool {
        self.reachable & 1 << channel as u8 != 0
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
