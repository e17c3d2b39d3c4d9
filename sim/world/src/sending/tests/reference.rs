//! A naive pipeline, written from the words of [`crate::sending`] and its chain: every minute it looks at everything that
//! waits, and for every question it counts what has left. Slow, and hard to get wrong.

use crate::sending::{Answer, Recipient, Reply, Request, RequestKind};
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::{DeferReason, SkipReason};
use rehearsal_core::ids::{Index, MessageMark, PoolMark, ProviderMark};
use rehearsal_core::model::{cap, row_of_day};
use rehearsal_core::plan::{Clock, Overflow, Plan, QuietHours, Window};
use rehearsal_core::time::{DAY_MINUTES, Minute};

struct Naive<'a> {
    plan: &'a Plan,
    recipients: &'a [Recipient],
    consent: Vec<[[ConsentState; 2]; 2]>,
    suppressed: Vec<[bool; 2]>,
    /// Message, profile, due, last reason to wait; in order of arrival.
    waiting: Vec<(Index<MessageMark>, u32, Minute, DeferReason)>,
    /// E-mails that left: when, from where, to which provider.
    mails: Vec<(Minute, Index<PoolMark>, Index<ProviderMark>)>,
    replies: Vec<Reply>,
}

/// The replies that a whole rehearsal should have.
pub(super) fn replies(plan: &Plan, recipients: &[Recipient], requests: &[Request]) -> Vec<Reply> {
    let mut naive = Naive {
        plan,
        recipients,
        consent: vec![[[ConsentState::Never; 2]; 2]; recipients.len()],
        suppressed: vec![[false; 2]; recipients.len()],
        waiting: Vec::new(),
        mails: Vec::new(),
        replies: Vec::new(),
    };
    let first = requests.first().map_or(0, |request| request.at.0);
    for minute in first..plan.end().0 {
        naive.minute(Minute(minute), requests);
    }
    for (message, profile, due, _) in std::mem::take(&mut naive.waiting) {
        naive.replies.push(Reply { at: plan.end(), profile, message, due, answer: Answer::StillWaiting });
    }
    naive.replies
}

impl Naive<'_> {
    fn minute(&mut self, at: Minute, requests: &[Request]) {
        let now = || requests.iter().filter(|request| request.at == at);
        for request in now() {
            let profile = request.profile as usize;
            match request.kind {
                RequestKind::Send(_) => {}
                RequestKind::Consent { side, channel, state } => {
                    self.consent[profile][side as usize][channel as usize] = state;
                }
                RequestKind::Suppressed { side, reasons } => self.suppressed[profile][side as usize] = reasons.0 != 0,
            }
        }
        for (message, profile, due, why) in std::mem::take(&mut self.waiting) {
            let recipient = self.recipients[profile as usize];
            let flow = self.plan.flow(self.plan.message(message).flow);
            let no_room = || self.route(self.plan.sending.pool(flow.side), recipient.provider, at) == Err(None);
            if at.0 - due.0 > self.plan.sending.expires_minutes {
                self.replies.push(Reply { at, profile, message, due, answer: Answer::Expired });
            } else if self.is_quiet(self.plan.message(message).channel, recipient, at)
                || why == DeferReason::Ramp && no_room()
            {
                self.waiting.push((message, profile, due, why));
            } else {
                self.attempt(message, profile, due, at);
            }
        }
        for request in now() {
            if let RequestKind::Send(message) = request.kind {
                self.attempt(message, request.profile, at, at);
            }
        }
    }

    fn attempt(&mut self, message: Index<MessageMark>, profile: u32, due: Minute, at: Minute) {
        let answer = self.chain(message, profile, at);
        match answer {
            Answer::Deferred(why) => self.waiting.push((message, profile, due, why)),
            Answer::Sent { pool, provider } if self.plan.message(message).channel == Channel::Email => {
                self.mails.push((at, pool, provider));
            }
            _ => {}
        }
        self.replies.push(Reply { at, profile, message, due, answer });
    }

    fn chain(&self, message: Index<MessageMark>, profile: u32, at: Minute) -> Answer {
        let rule = self.plan.message(message);
        let flow = self.plan.flow(rule.flow);
        let (side, channel, marketing) = (flow.side as usize, rule.channel, !rule.is_transactional);
        let platform = &self.plan.platforms[side];
        let recipient = self.recipients[profile as usize];
        let consent = self.consent[profile as usize][side][channel as usize];
        let is_live =
            flow.status.from <= at && at < flow.status.until && platform.live_from <= at && at < platform.live_until;
        let may_mail_never = platform.mails_never_subscribed && channel == Channel::Email;
        if !is_live || at < self.plan.sending.held_until[side] {
            return Answer::Skipped(SkipReason::Held);
        }
        if !recipient.reachable[channel as usize] {
            return Answer::Skipped(SkipReason::NoAddress);
        }
        if marketing && consent != ConsentState::Subscribed && !(may_mail_never && consent == ConsentState::Never) {
            return Answer::Skipped(SkipReason::NoConsent);
        }
        if self.suppressed[profile as usize][side] {
            return Answer::Skipped(SkipReason::Suppressed);
        }
        if marketing && self.is_frequency_capped(side, channel, profile, at) {
            return Answer::Skipped(SkipReason::FrequencyCap);
        }
        if marketing && self.is_quiet(channel, recipient, at) {
            return Answer::Deferred(DeferReason::QuietHours);
        }
        let (own, provider) = (self.plan.sending.pool_of[side], recipient.provider);
        if channel == Channel::Sms || !marketing {
            return Answer::Sent { pool: own, provider };
        }
        match self.route(own, provider, at) {
            Ok(pool) => Answer::Sent { pool, provider },
            Err(Some(why)) => Answer::Skipped(why),
            Err(None) => Answer::Deferred(DeferReason::Ramp),
        }
    }

    fn is_frequency_capped(&self, side: usize, channel: Channel, profile: u32, at: Minute) -> bool {
        let sent = |reply: &&Reply| {
            let rule = self.plan.message(reply.message);
            matches!(reply.answer, Answer::Sent { .. })
                && reply.profile == profile
                && rule.channel == channel
                && !rule.is_transactional
                && self.plan.flow(rule.flow).side as usize == side
        };
        self.plan.sending.caps.iter().filter(|cap| cap.channel == channel).any(|cap| {
            let in_window = |reply: &&Reply| at.0 - cap.minutes < reply.at.0 && reply.at <= at;
            self.replies.iter().filter(sent).filter(in_window).count() >= cap.count as usize
        })
    }

    fn is_quiet(&self, channel: Channel, recipient: Recipient, at: Minute) -> bool {
        let minute_of_day = |rule: &QuietHours| match rule.clock {
            Clock::Recipient => self.plan.calendar.local(&self.plan.zones[recipient.zone.get()], at).minute_of_day,
            Clock::Account => self.plan.calendar.local(self.plan.zone(), at).minute_of_day,
            Clock::FixedOffset => at.0.rem_euclid(DAY_MINUTES),
        };
        self.plan.sending.quiet_hours.iter().any(|rule| rule.channel == channel && rule.contains(minute_of_day(rule)))
    }

    /// The pool an e-mail leaves from, or why it is dropped, or nothing if it waits.
    fn route(
        &self,
        own: Index<PoolMark>,
        provider: Index<ProviderMark>,
        at: Minute,
    ) -> Result<Index<PoolMark>, Option<SkipReason>> {
        let (mut pool, mut seen) = (own, Vec::new());
        while !seen.contains(&pool) {
            let Some(ramp) = &self.plan.sending.pools[pool.get()].ramp else {
                return Ok(pool);
            };
            if self.has_room(pool, provider, at) {
                return Ok(pool);
            }
            seen.push(pool);
            pool = match ramp.overflow {
                Overflow::Hold => return Err(None),
                Overflow::Drop => return Err(Some(SkipReason::OverCap)),
                Overflow::SendAnyway => return Ok(pool),
                Overflow::Spill(next) => next,
            };
        }
        Err(None)
    }

    fn has_room(&self, pool: Index<PoolMark>, provider: Index<ProviderMark>, at: Minute) -> bool {
        let Some(ramp) = &self.plan.sending.pools[pool.get()].ramp else {
            return true;
        };
        let zone = self.plan.zone();
        let day = |at: Minute| self.plan.calendar.local(zone, at).day;
        let window = |at: Minute| match ramp.window {
            Window::Day => (day(at), 0, 0),
            Window::Hour => (day(at), self.plan.calendar.local(zone, at).minute_of_day / 60, zone.offset_minutes(at)),
        };
        let own = || self.mails.iter().filter(move |mail| mail.1 == pool);
        let sent_on = |past: i32| own().filter(|mail| day(mail.0) == past).count() as u64;
        let Some(row) = row_of_day(ramp, day(at), &sent_on) else {
            return false;
        };
        let here = || own().filter(|mail| window(mail.0) == window(at));
        let fits = |table, sent: usize| cap(table, row).is_none_or(|cap| sent < cap as usize);
        fits(&ramp.total, here().count())
            && ramp
                .providers
                .iter()
                .filter(|(capped, _)| *capped == provider)
                .all(|(_, table)| fits(table, here().filter(|mail| mail.2 == provider).count()))
    }
}
