//! Plans drawn at random: many small, odd worlds for laws.
//!
//! Owns: one plan for each number. Deliberately makes valid plans only: every path of a flow ends, every index is in its
//! table, no circle is without a wait.

use super::webshop;
use crate::condition::{Comparison, Field, Predicate, Term};
use crate::consent::Channel;
use crate::feed::Feed;
use crate::ids::{Index, Side};
use crate::plan::{
    Action, Advance, Arm, CapTable, Clock, ConsentHandling, Delay, DoorConsent, Flow, FlowStatus, FrequencyCap, Goal,
    Message, Overflow, Plan, PopulationPlan, QuietHours, Ramp, Reentry, Response, Step, Tail, Trigger, WaitUntil,
    Window as RampWindow,
};
use crate::ratio::Ratio;
use crate::rng::{Draws, Purpose, Seed, Source};
use crate::time::{DAY_MINUTES, Minute, Weekday, Weekdays};
use crate::value::Value;

/// How many records a random plan has.
const RECORDS: u64 = 40;

/// The plan of a number: the webshop of [`webshop`] with other platforms, feeds, flows, sending and people. The same
/// number gives the same plan.
#[must_use]
pub fn random_plan(seed: u64) -> Plan {
    let source = Source::new(Seed(seed));
    let mut draws = source.draws(Purpose::Plans, 0, 0);
    let draws = &mut draws;
    let mut plan = webshop(RECORDS);
    plan.seed = Seed(seed);
    plan.days = draws.between(8, 24).unsigned_abs();
    platforms(&mut plan, draws);
    feeds(&mut plan, draws);
    people(&mut plan, draws);
    import(&mut plan, draws);
    flows(&mut plan, draws);
    sending(&mut plan, draws);
    plan
}

/// Whether a coin with so many sides falls on one of them.
fn one_in(draws: &mut Draws, sides: u32) -> bool {
    draws.below(sides) == 0
}

fn pick<T: Clone>(draws: &mut Draws, from: &[T]) -> T {
    from[draws.below(from.len() as u32) as usize].clone()
}

fn share(draws: &mut Draws, of: &[(u32, u32)]) -> Ratio {
    let (numerator, denominator) = pick(draws, of);
    Ratio::new(numerator, denominator).unwrap_or(Ratio::ZERO)
}

/// A minute of the rehearsal, or just outside it.
fn instant(draws: &mut Draws, plan: &Plan) -> Minute {
    Minute(draws.between(-DAY_MINUTES, plan.end().0 + DAY_MINUTES))
}

/// Always, from an instant, until an instant, or in between.
fn window(draws: &mut Draws, plan: &Plan) -> (Minute, Minute) {
    let (one, other) = (instant(draws, plan), instant(draws, plan));
    match draws.below(5) {
        0 => (one.min(other), one.max(other)),
        1 => (one, Minute::FOREVER),
        2 => (Minute::NEVER, one),
        _ => (Minute::NEVER, Minute::FOREVER),
    }
}

fn platforms(plan: &mut Plan, draws: &mut Draws) {
    for side in Side::ALL {
        let (from, until) = window(draws, plan);
        let platform = &mut plan.platforms[side as usize];
        (platform.live_from, platform.live_until) = (from, until);
        platform.mails_never_subscribed = one_in(draws, 2);
        platform.leaves_flow_when_skipped = one_in(draws, 2);
        platform.event_age_minutes_max = pick(draws, &[None, Some(0), Some(90), Some(3 * DAY_MINUTES)]);
        platform.list_flows_once = one_in(draws, 2);
    }
}

fn feed(draws: &mut Draws) -> Feed {
    let minute_of_day = draws.between(0, DAY_MINUTES - 1);
    let weekday = Weekday::ALL[draws.between(0, 6) as usize];
    pick(
        draws,
        &[
            Feed::RealTime,
            Feed::Hourly,
            Feed::Daily { minute_of_day },
            Feed::Weekly { weekday, minute_of_day },
            Feed::Missing,
        ],
    )
}

fn feeds(plan: &mut Plan, draws: &mut Draws) {
    for event in &mut plan.events {
        event.feeds = Side::ALL.map(|_| feed(draws));
    }
    plan.unsubscribe_sync = Side::ALL.map(|_| feed(draws));
    plan.unsubscribe_honoured_minutes_max = pick(draws, &[0, 60, 2 * DAY_MINUTES]);
}

fn people(plan: &mut Plan, draws: &mut Draws) {
    const OFTEN: [(u32, u32); 3] = [(0, 1), (1, 10), (1, 3)];
    if let PopulationPlan::Synthetic(synthetic) = &mut plan.population {
        synthetic.duplicates = share(draws, &OFTEN);
        synthetic.email_consent = [25, 25, 10, 40];
        synthetic.sms_consent = [15, 45, 10, 30];
        synthetic.suppressed = synthetic.suppressed.map(|_| share(draws, &OFTEN));
    }
    for rate in &mut plan.behaviour.events {
        rate.per_day = share(draws, &[(1, 20), (1, 4)]);
    }
    plan.behaviour.unsubscribes_per_day = Side::ALL.map(|_| share(draws, &[(0, 1), (1, 40)]));
    plan.behaviour.sign_ups.per_day = draws.below(3);
    let response = Response {
        open: share(draws, &OFTEN),
        click: share(draws, &OFTEN),
        unsubscribe: share(draws, &OFTEN),
        complain: share(draws, &OFTEN),
        bounce: share(draws, &OFTEN),
        delay_minutes: (30, 2_000),
    };
    plan.behaviour.response = one_in(draws, 2).then_some(response);
}

fn import(plan: &mut Plan, draws: &mut Draws) {
    let (loaded_at, again) = (instant(draws, plan), instant(draws, plan));
    let import = &mut plan.import;
    import.door.fires_flows = one_in(draws, 2);
    import.door.clears_suppressions = one_in(draws, 3);
    import.door.rejoins_list = one_in(draws, 3);
    import.door.consent = pick(draws, &[DoorConsent::Leaves, DoorConsent::Sets, DoorConsent::Subscribes]);
    import.consent = pick(draws, &[ConsentHandling::AsExported, ConsentHandling::Leave, ConsentHandling::SubscribeAll]);
    import.suppressions_at = pick(draws, &[None, Some(Minute(0)), Some(loaded_at.max(Minute(0)))]);
    import.again = one_in(draws, 4).then_some(again.max(Minute(DAY_MINUTES)));
    import.cohorts[0].from = Minute(draws.between(0, 3 * DAY_MINUTES));
}

/// Three to six flows with two messages each.
fn flows(plan: &mut Plan, draws: &mut Draws) {
    let samples = std::mem::take(&mut plan.flows);
    plan.messages.clear();
    for number in 0..(3 + draws.below(4)) as u16 {
        let sample = pick(draws, &samples);
        for of in 0..2 {
            plan.messages.push(Message {
                name: format!("message-{number}-{of}"),
                flow: Index::new(number),
                channel: pick(draws, &[Channel::Email, Channel::Email, Channel::Sms]),
                purpose: Index::new(3 + number % 4),
                is_transactional: one_in(draws, 4),
            });
        }
        let flow = flow(plan, draws, number, sample);
        plan.flows.push(flow);
    }
}

/// A flow of the class of a sample, with everything else drawn.
fn flow(plan: &Plan, draws: &mut Draws, number: u16, sample: Flow) -> Flow {
    let (from, until) = window(draws, plan);
    let status = if one_in(draws, 8) { FlowStatus::DRAFT } else { FlowStatus { from, until } };
    let goals = [None, Some(Goal::Event(Index::new(draws.below(2) as u16))), Some(Goal::Condition(condition(draws)))];
    Flow {
        name: format!("Flow {}", number % 3),
        side: pick(draws, &Side::ALL),
        status,
        trigger: trigger(plan, draws),
        entry: condition(draws),
        reentry: pick(draws, &[Reentry::Never, Reentry::AfterExit, Reentry::AfterMinutes(600), Reentry::Always]),
        goal: pick(draws, &goals),
        steps: steps(draws, number),
        ..sample
    }
}

fn trigger(plan: &Plan, draws: &mut Draws) -> Trigger {
    let event = Trigger::Event {
        event: Index::new(draws.below(2) as u16),
        filter: condition(draws),
        age_minutes_max: pick(draws, &[None, Some(30), Some(DAY_MINUTES)]),
    };
    let birthday = Trigger::Birthday { offset_days: draws.between(-3, 3), minute_of_day: draws.between(0, 1_439) };
    let scheduled = Trigger::Scheduled(instant(draws, plan).max(Minute(0)));
    pick(draws, &[Trigger::ListAdded(Index::new(0)), event.clone(), event, birthday, scheduled, Trigger::ByHand])
}

fn condition(draws: &mut Draws) -> Predicate {
    let is = |field, value| Predicate::Compare(Comparison::Equal, Term::Field(field), Term::Constant(value));
    let flag = Field::Property(Index::new(0));
    pick(
        draws,
        &[
            Predicate::Constant(true),
            Predicate::Constant(true),
            is(Field::EmailConsent, Value::Text(Index::new(8))),
            is(Field::Existing, Value::Bool(true)),
            Predicate::Not(Box::new(is(flag, Value::Bool(true)))),
        ],
    )
}

/// Up to seven steps; each leads on, never back.
fn steps(draws: &mut Draws, flow: u16) -> Vec<Step> {
    let last = draws.between(1, 7) as u16;
    let mut steps: Vec<Step> = (0..last).map(|at| step(draws, flow, at, last)).collect();
    steps.push(Step::End);
    steps
}

/// At least one day.
fn weekdays(draws: &mut Draws) -> Weekdays {
    let drawn = draws.below(128);
    let days = Weekdays::of(Weekday::ALL.into_iter().filter(|day| drawn & 1 << *day as u32 != 0));
    if drawn == 0 { Weekdays::EVERY } else { days }
}

fn step(draws: &mut Draws, flow: u16, at: u16, last: u16) -> Step {
    let mut on = || draws.between(i32::from(at) + 1, i32::from(last)) as u16;
    let (next, other) = (on(), on());
    let (event, list) = (Index::new(draws.below(2) as u16), Index::new(0));
    let until = WaitUntil { minute_of_day: draws.between(0, 1_439), weekdays: weekdays(draws) };
    let minutes = draws.between(1, 2 * DAY_MINUTES);
    let half = Ratio::new(1, 2).unwrap_or(Ratio::ZERO);
    let flag = Action::SetProperty { property: Index::new(0), value: Value::Bool(one_in(draws, 2)) };
    let message = Index::new(2 * flow + draws.below(2) as u16);
    match draws.below(12) {
        0 => Step::Wait { delay: Delay::Elapsed { minutes }, next },
        1 => Step::Wait { delay: Delay::Until(until), next },
        2 => Step::WaitForEvent { event, timeout_minutes: minutes, arrived: next, timed_out: other },
        3 => Step::If { condition: condition(draws), holds: next, otherwise: other },
        4 => Step::Random(vec![Arm { share: half, next }, Arm { share: half, next: other }]),
        5 => Step::Act { action: flag, next },
        6 => Step::Act { action: Action::ChangeList { list, add: one_in(draws, 2) }, next },
        7 => Step::Act { action: Action::Emit(event), next },
        _ => Step::Act { action: Action::Send(message), next },
    }
}

fn sending(plan: &mut Plan, draws: &mut Draws) {
    let held = instant(draws, plan);
    plan.sending.held_until[Side::Target as usize] = pick(draws, &[Minute::NEVER, Minute::NEVER, held]);
    plan.sending.expires_minutes = pick(draws, &[60, DAY_MINUTES, 3 * DAY_MINUTES]);
    for channel in Channel::ALL {
        if one_in(draws, 3) {
            plan.sending.caps.push(FrequencyCap { channel, count: 1 + draws.below(3), minutes: 2 * DAY_MINUTES });
        }
        if one_in(draws, 3) {
            let clock = pick(draws, &[Clock::Recipient, Clock::Account, Clock::FixedOffset]);
            plan.sending.quiet_hours.push(QuietHours {
                channel,
                from_minute: draws.between(0, 1_439),
                until_minute: draws.between(0, 1_439),
                clock,
            });
        }
    }
    let ramp = Ramp {
        name: "own table".to_owned(),
        source: "drawn".to_owned(),
        window: pick(draws, &[RampWindow::Hour, RampWindow::Day]),
        total: CapTable { rows: vec![1 + draws.below(4), 2 + draws.below(20)], tail: Tail::Last },
        providers: Vec::new(),
        start_day: 0,
        advance: pick(draws, &[Advance::Calendar, Advance::SendDay]),
        overflow: pick(draws, &[Overflow::Hold, Overflow::Drop, Overflow::SendAnyway]),
    };
    plan.sending.pools[0].ramp = one_in(draws, 3).then_some(ramp);
}
