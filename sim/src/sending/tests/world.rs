//! A small plan to change, and words for requests.

use jiff::civil::Date;

use crate::condition::Predicate;
use crate::consent::{Channel, ConsentState, Suppressions};
use crate::feed::Feed;
use crate::ids::{Index, Side};
use crate::plan::{
    Advance, BehaviourPlan, CapTable, ConsentHandling, Door, DoorConsent, Faults, Flow, FlowClass, FlowStatus,
    IdentityPlan, ImportPlan, Key, Message, Overflow, Plan, Platform, Pool, PopulationPlan, Ramp, Reentry, SendingPlan,
    SignUps, Step, Tail, Trigger, Window,
};
use crate::ratio::Ratio;
use crate::rng::Seed;
use crate::sending::{Answer, Desk, Recipient, Reply, Request, RequestKind, dispatch, finish};
use crate::time::{Calendar, DAY_MINUTES, Minute, Zone};

pub(super) const MAIL: u16 = 0;
pub(super) const TEXT: u16 = 1;
pub(super) const RECEIPT: u16 = 2;
pub(super) const OLD_MAIL: u16 = 3;
pub(super) const OLD_RECEIPT_TEXT: u16 = 4;
pub(super) const LATE_MAIL: u16 = 5;

pub(super) const TARGET_POOL: u16 = 0;
pub(super) const SOURCE_POOL: u16 = 1;
pub(super) const SPARE_POOL: u16 = 2;

pub(super) const AMSTERDAM: u16 = 0;
pub(super) const NEW_YORK: u16 = 1;

pub(super) const fn day(day: i32, hour: i32, minute: i32) -> Minute {
    Minute(day * DAY_MINUTES + hour * 60 + minute)
}

/// A zone of 2026 by its winter offset and the dates and hours, in UTC, between which it is summer.
fn zone(name: &str, start: Date, winter: i16, summer: (Date, i32), autumn: (Date, i32)) -> Zone {
    let start_offset = start_offset_minutes(start);
    let instant = |(date, hour): (Date, i32)| {
        Minute(start.until(date).expect("dates of one year").get_days() * DAY_MINUTES + hour * 60 + start_offset)
    };
    Zone::new(name, winter, &[(instant(summer), winter + 60), (instant(autumn), winter)])
        .expect("summer comes before autumn")
}

/// Amsterdam's offset at midnight of a date in 2026.
fn start_offset_minutes(start: Date) -> i32 {
    let summer = Date::constant(2026, 3, 30)..=Date::constant(2026, 10, 25);
    if summer.contains(&start) { 120 } else { 60 }
}

fn flow(name: &str, side: Side, status: FlowStatus) -> Flow {
    Flow {
        name: name.to_owned(),
        class: FlowClass::Other,
        label: None,
        side,
        status,
        trigger: Trigger::ByHand,
        entry: Predicate::Constant(true),
        reentry: Reentry::Always,
        goal: None,
        steps: vec![Step::End],
    }
}

fn message(flow: u16, channel: Channel, is_transactional: bool) -> Message {
    Message { name: String::new(), flow: Index::new(flow), channel, purpose: Index::new(0), is_transactional }
}

fn platform() -> Platform {
    Platform::new("", "")
}

fn import() -> ImportPlan {
    let door = Door {
        id: String::new(),
        name: String::new(),
        source: String::new(),
        guards: Vec::new(),
        guard_available: None,
        adds_to_list: false,
        fires_flows: false,
        consent: DoorConsent::Leaves,
        clears_suppressions: false,
        is_idempotent: true,
        rejoins_list: false,
        rows_per_call_max: 1,
        calls_per_minute_max: 1,
    };
    ImportPlan {
        door,
        doors_available: Vec::new(),
        list: None,
        flag: None,
        cohorts: Vec::new(),
        consent: ConsentHandling::Leave,
        suppressions_at: None,
        history: None,
        again: None,
        faults: Faults::NONE,
    }
}

fn flows() -> Vec<Flow> {
    let day_1 = FlowStatus { from: day(1, 0, 0), until: day(2, 0, 0) };
    vec![
        flow("new", Side::Target, FlowStatus::ALWAYS),
        flow("old", Side::Source, FlowStatus::ALWAYS),
        flow("late", Side::Target, day_1),
    ]
}

fn messages() -> Vec<Message> {
    vec![
        message(0, Channel::Email, false),
        message(0, Channel::Sms, false),
        message(0, Channel::Email, true),
        message(1, Channel::Email, false),
        message(1, Channel::Sms, true),
        message(2, Channel::Email, false),
    ]
}

/// Three warm pools and no rules: everything leaves at once. Flow 2, of `LATE_MAIL`, is live on day 1 only.
pub(super) fn plan(start: Date) -> Plan {
    let amsterdam =
        zone("Europe/Amsterdam", start, 60, (Date::constant(2026, 3, 29), 1), (Date::constant(2026, 10, 25), 1));
    let new_york =
        zone("America/New_York", start, -300, (Date::constant(2026, 3, 8), 7), (Date::constant(2026, 11, 1), 6));
    let pool = |name: &str| Pool { name: name.to_owned(), ramp: None };
    Plan {
        name: String::new(),
        seed: Seed(0),
        calendar: Calendar::new(start, start_offset_minutes(start)),
        days: 8,
        zones: vec![amsterdam, new_york],
        symbols: vec![String::new()],
        platforms: [platform(), platform()],
        lists: Vec::new(),
        events: Vec::new(),
        integrations: Vec::new(),
        properties: Vec::new(),
        providers: vec!["google".to_owned(), "microsoft".to_owned(), "other".to_owned()],
        population: PopulationPlan::Exports,
        identity: IdentityPlan { key: Key::Email, matches: Vec::new(), by_evidence: false },
        import: import(),
        flows: flows(),
        messages: messages(),
        sending: SendingPlan {
            pools: vec![pool("target"), pool("source"), pool("spare")],
            pool_of: [Index::new(SOURCE_POOL), Index::new(TARGET_POOL)],
            caps: Vec::new(),
            quiet_hours: Vec::new(),
            expires_minutes: 3 * DAY_MINUTES,
            held_until: [Minute::NEVER; 2],
        },
        behaviour: BehaviourPlan {
            events: Vec::new(),
            unsubscribes_per_day: [Ratio::ZERO; 2],
            sign_ups: SignUps { per_day: 0, list: None },
            response: None,
        },
        claims: Vec::new(),
        unsubscribe_sync: [Feed::Missing; 2],
        unsubscribe_honoured_minutes_max: 0,
    }
}

/// A plan that starts on a Monday far from any change of the clocks.
pub(super) fn winter() -> Plan {
    plan(Date::constant(2026, 1, 12))
}

pub(super) fn table(rows: &[u32]) -> CapTable {
    CapTable { rows: rows.to_vec(), tail: Tail::Last }
}

pub(super) fn ramp(window: Window, rows: &[u32], overflow: Overflow) -> Ramp {
    Ramp {
        name: String::new(),
        source: String::new(),
        window,
        total: table(rows),
        providers: Vec::new(),
        start_day: 0,
        advance: Advance::Calendar,
        overflow,
    }
}

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
    let mut desk = Desk::new(plan, recipients.to_vec());
    let mut replies = Vec::new();
    dispatch(plan, &mut desk, requests, plan.end(), &mut replies);
    finish(desk, plan.end(), &mut replies);
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
