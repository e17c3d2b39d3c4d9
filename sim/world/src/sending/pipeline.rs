//! The pipeline: the chain that every message passes, and the state it needs.
//!
//! Owns: [`SendPipeline`] and the decision about one message at one instant. Deliberately does not order anything: which message
//! is tried when is the business of [`super::dispatch`].
//!
//! # The chain
//!
//! A message that is tried at a minute passes these links, in this order; the first that stops it decides.
//!
//! 1. **Held**: the flow and its platform must be live, and a held platform released. Else `Skipped(Held)`.
//! 2. **Address**: an e-mail address or a phone number. Else `Skipped(NoAddress)`.
//! 3. **Consent** and 4. **suppression** on that platform and channel, by [`platform_sends`]. Else `Skipped(NoConsent)` or
//!    `Skipped(Suppressed)`.
//! 5. **Frequency caps**, marketing only: at most `count` marketing messages of that platform and channel in the
//!    `minutes` that end with this one. Else `Skipped(FrequencyCap)`; it is not tried again.
//! 6. **Quiet hours**, marketing only. Else it waits, `Deferred(QuietHours)`.
//! 7. **Ramp** of the platform's pool, e-mail only: the cap of the whole pool and that of the recipient's provider.
//!    Transactional e-mail counts, and is never stopped. Else the overflow rule: wait (`Deferred(Ramp)`), try the next
//!    pool, `Skipped(OverCap)`, or leave all the same. Pools that spill in a circle make it wait.
//!
//! What leaves is `Sent`. A text message has no ramp; it is reported with the pool of its platform.

use super::dispatch::{Answer, Recipient, Reply};
use super::people::{FrequencyMemory, RecipientState};
use super::pools::{Pools, Route};
use super::queue::{Lane, Queue, Waiting};
use super::quiet::QuietClock;
use rehearsal_core::consent::{ByChannel, Channel};
use rehearsal_core::history::{DeferReason, SkipReason};
use rehearsal_core::ids::{BySide, Index, MessageMark, PoolMark, Side};
use rehearsal_core::model::{Refusal, Window, platform_sends, sending_window};
use rehearsal_core::plan::{Message, Plan};
use rehearsal_core::time::Minute;

/// What the pipeline knows of a message; never changes.
#[derive(Clone, Copy, Debug)]
struct Rule {
    /// When its flow and platform are live and released.
    window: Window,
    side: Side,
    channel: Channel,
    is_transactional: bool,
    pool: Index<PoolMark>,
}

impl Rule {
    fn new(plan: &Plan, message: &Message) -> Self {
        let flow = plan.flow(message.flow);
        let side = flow.side;
        Self {
            window: sending_window(plan, flow),
            side,
            channel: message.channel,
            is_transactional: message.is_transactional,
            pool: plan.sending.pool(side),
        }
    }
}

/// What stops every message of a lane.
#[derive(Clone, Copy, Debug)]
enum LaneKind {
    /// Quiet hours of a class of clocks.
    Quiet { channel: Channel, clock: usize },
    /// The ramp of a pool for a class of providers; and quiet hours, should they have begun since.
    Ramp { pool: Index<PoolMark>, provider: usize, clock: usize },
}

/// What the chain says.
enum Decision {
    /// The last word.
    Final(Answer),
    /// It waits in a lane.
    Later(DeferReason, Lane),
}

/// The state of all sending: consent and suppression per profile and side, frequency-cap memory, ramp states, queues.
#[derive(Debug)]
pub struct SendPipeline {
    /// What is known of each recipient, by profile.
    pub(super) people: Vec<RecipientState>,
    /// What each message may do, by its place in the plan.
    rules: Vec<Rule>,
    /// By side and channel.
    memory: BySide<ByChannel<FrequencyMemory>>,
    /// The quiet hours of each channel.
    quiet: ByChannel<QuietClock>,
    pools: Pools,
    /// Quiet lanes by channel and class of clocks, then ramp lanes by side, class of providers and class of clocks.
    lanes: Vec<LaneKind>,
    /// The first quiet lane of each channel.
    quiet_lanes: ByChannel<Lane>,
    /// The first ramp lane of each platform.
    ramp_lanes: BySide<Lane>,
    queue: Queue,
    /// The next minute at which something in the queue can leave or expires.
    pub(super) next_event: Minute,
    /// How many messages were tried, for the test of what a backlog costs.
    #[cfg(test)]
    pub(super) looks: usize,
}

impl SendPipeline {
    /// A pipeline on which nothing has happened: nobody has said anything ([`rehearsal_core::consent::ConsentState::Never`]), nobody is suppressed,
    /// nothing waits. `recipients` by profile; requests must name no other.
    #[must_use]
    pub fn new(plan: &Plan, recipients: Vec<Recipient>) -> Self {
        let quiet = Channel::ALL.map(|channel| QuietClock::new(plan, channel));
        let pools = Pools::new(plan);
        let mut lanes = Vec::new();
        let quiet_lanes = Channel::ALL.map(|channel| {
            let first = lanes.len();
            lanes.extend((0..quiet[channel as usize].classes()).map(|clock| LaneKind::Quiet { channel, clock }));
            first
        });
        let ramp_lanes = Side::ALL.map(|side| {
            let (first, pool) = (lanes.len(), plan.sending.pool(side));
            for provider in 0..pools.classes() {
                let clocks = 0..quiet[Channel::Email as usize].classes();
                lanes.extend(clocks.map(|clock| LaneKind::Ramp { pool, provider, clock }));
            }
            first
        });
        Self {
            people: recipients.into_iter().map(RecipientState::new).collect(),
            rules: plan.messages.iter().map(|message| Rule::new(plan, message)).collect(),
            memory: Side::ALL.map(|_| Channel::ALL.map(|channel| FrequencyMemory::new(plan, channel))),
            quiet,
            pools,
            queue: Queue::new(lanes.len(), plan.sending.expires_minutes),
            lanes,
            quiet_lanes,
            ramp_lanes,
            next_event: Minute::FOREVER,
            #[cfg(test)]
            looks: 0,
        }
    }

    fn quiet_lane(&self, channel: Channel, clock: usize) -> Lane {
        self.quiet_lanes[channel as usize] + clock
    }

    fn ramp_lane(&self, side: Side, provider: usize, clock: usize) -> Lane {
        self.ramp_lanes[side as usize] + provider * self.quiet[Channel::Email as usize].classes() + clock
    }

    /// Links 1 to 5: what keeps a message from ever being sent.
    fn obstacle(
        &self,
        plan: &Plan,
        rule: &Rule,
        person: RecipientState,
        profile: u32,
        at: Minute,
    ) -> Option<SkipReason> {
        if !rule.window.contains(at) {
            return Some(SkipReason::Held);
        }
        if !person.is_reachable(rule.channel) {
            return Some(SkipReason::NoAddress);
        }
        let platform = &plan.platforms[rule.side as usize];
        let consent = person.consent(rule.side, rule.channel);
        let suppressions = person.suppressions(rule.side);
        match platform_sends(platform, rule.channel, rule.is_transactional, consent, suppressions) {
            Ok(()) => {}
            Err(Refusal::NoConsent) => return Some(SkipReason::NoConsent),
            Err(Refusal::Suppressed(_)) => return Some(SkipReason::Suppressed),
        }
        let memory = &self.memory[rule.side as usize][rule.channel as usize];
        (!rule.is_transactional && memory.is_capped(profile, at)).then_some(SkipReason::FrequencyCap)
    }

    /// The whole chain for one message at one instant. Counts it if it leaves.
    fn decide(&mut self, plan: &Plan, profile: u32, message: Index<MessageMark>, at: Minute) -> Decision {
        #[cfg(test)]
        {
            self.looks += 1;
        }
        let rule = self.rules[message.get()];
        let person = self.people[profile as usize];
        if let Some(why) = self.obstacle(plan, &rule, person, profile, at) {
            return Decision::Final(Answer::Skipped(why));
        }
        let clock = self.quiet[rule.channel as usize].class_of(person.zone);
        if !rule.is_transactional && self.quiet[rule.channel as usize].spell(plan, clock, at).is_quiet {
            return Decision::Later(DeferReason::QuietHours, self.quiet_lane(rule.channel, clock));
        }
        let mut pool = rule.pool;
        if rule.channel == Channel::Email {
            let provider = self.pools.class_of(person.provider);
            if !rule.is_transactional {
                match self.pools.route(plan, rule.pool, provider, at) {
                    Route::Leaves(way) => pool = way,
                    Route::Dropped => return Decision::Final(Answer::Skipped(SkipReason::OverCap)),
                    Route::Waits => {
                        return Decision::Later(DeferReason::Ramp, self.ramp_lane(rule.side, provider, clock));
                    }
                }
            }
            self.pools.count(plan, pool, provider, at);
        }
        if !rule.is_transactional {
            let people = self.people.len();
            self.memory[rule.side as usize][rule.channel as usize].remember(profile, at, people);
        }
        Decision::Final(Answer::Sent { pool, provider: person.provider })
    }

    /// Tries a message that has just arrived.
    pub(super) fn arrive(
        &mut self,
        plan: &Plan,
        profile: u32,
        message: Index<MessageMark>,
        at: Minute,
        replies: &mut Vec<Reply>,
    ) {
        let answer = match self.decide(plan, profile, message, at) {
            Decision::Final(answer) => answer,
            Decision::Later(why, lane) => {
                let waiting = Waiting { ticket: self.queue.ticket(), due: at, profile, message };
                self.next_event = self.next_event.min(self.opens_at(plan, lane, at)).min(self.queue.deadline(&waiting));
                self.queue.push(lane, waiting);
                Answer::Deferred(why)
            }
        };
        replies.push(Reply { at, profile, message, due: at, answer });
    }

    /// Tries again, in order of arrival, what waits and can leave at this minute; expires what has waited too long.
    ///
    /// Costs a look at every lane, and then only at messages that leave their lane.
    pub(super) fn resume(&mut self, plan: &Plan, at: Minute, replies: &mut Vec<Reply>) {
        for lane in self.queue.busy().to_vec() {
            if self.is_due(plan, lane, at) {
                self.queue.enter(lane);
            }
        }
        while let Some(lane) = self.queue.earliest() {
            // Room may have gone to others since the lane entered; it does not come back within the minute.
            if self.is_due(plan, lane, at) {
                self.retry_first(plan, lane, at, replies);
                self.queue.enter(lane);
            }
        }
        self.next_event = Minute::FOREVER;
        for lane in self.queue.busy().to_vec() {
            let deadline = self.queue.first(lane).map_or(Minute::FOREVER, |first| self.queue.deadline(first));
            self.next_event = self.next_event.min(deadline).min(self.opens_at(plan, lane, at));
        }
    }

    /// Whether the first message of a lane expires or can be tried.
    fn is_due(&mut self, plan: &Plan, lane: Lane, at: Minute) -> bool {
        self.queue.first(lane).is_some_and(|first| self.queue.deadline(first) <= at) || self.is_open(plan, lane, at)
    }

    fn retry_first(&mut self, plan: &Plan, lane: Lane, at: Minute, replies: &mut Vec<Reply>) {
        let Some(waiting) = self.queue.pop(lane) else { return };
        let Waiting { due, profile, message, .. } = waiting;
        let answer = if self.queue.deadline(&waiting) <= at {
            Answer::Expired
        } else {
            match self.decide(plan, profile, message, at) {
                Decision::Final(answer) => answer,
                Decision::Later(why, next) => {
                    debug_assert_ne!(lane, next, "a lane opens only if its messages can leave it");
                    self.queue.push(next, waiting);
                    Answer::Deferred(why)
                }
            }
        };
        replies.push(Reply { at, profile, message, due, answer });
    }

    /// Whether nothing that can be known without looking at its messages stops a lane.
    fn is_open(&mut self, plan: &Plan, lane: Lane, at: Minute) -> bool {
        match self.lanes[lane] {
            LaneKind::Quiet { channel, clock } => !self.quiet[channel as usize].spell(plan, clock, at).is_quiet,
            LaneKind::Ramp { pool, provider, clock } => {
                !self.quiet[Channel::Email as usize].spell(plan, clock, at).is_quiet
                    && self.pools.route(plan, pool, provider, at) != Route::Waits
            }
        }
    }

    /// The next minute at which a closed lane may open: never later than it does.
    fn opens_at(&mut self, plan: &Plan, lane: Lane, at: Minute) -> Minute {
        let (channel, clock) = match self.lanes[lane] {
            LaneKind::Quiet { channel, clock } => (channel, clock),
            LaneKind::Ramp { clock, .. } => (Channel::Email, clock),
        };
        let spell = self.quiet[channel as usize].spell(plan, clock, at);
        match self.lanes[lane] {
            LaneKind::Ramp { pool, .. } if !spell.is_quiet => self.pools.next_window(plan, pool, at),
            LaneKind::Ramp { .. } | LaneKind::Quiet { .. } => spell.until,
        }
    }

    /// Everything that waits, in total order.
    pub(super) fn into_waiting(self) -> Vec<Waiting> {
        self.queue.into_sorted()
    }
}
