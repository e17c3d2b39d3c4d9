//! A small webshop that moves, as a plan.
//!
//! Owns: one plan in which everything moves a little. Deliberately reads no scenario: that is the theatre's.

use jiff::civil::Date;

use crate::condition::{Comparison, Field, Predicate, Term};
use crate::consent::Channel;
use crate::feed::Feed;
use crate::ids::{Index, Side};
use crate::plan::{
    Action, Arm, BehaviourPlan, Cohort, ConsentHandling, Delay, Dirt, Door, DoorConsent, Event, EventRate, Faults,
    Flag, Flow, FlowClass, FlowStatus, Goal, IdentityPlan, ImportPlan, Key, Locale, Message, Plan, Platform, Pool,
    PopulationPlan, Property, Reentry, SendingPlan, SignUps, Step, Synthetic, SyntheticDomain, Trigger,
};
use crate::ratio::Ratio;
use crate::rng::Seed;
use crate::time::{Calendar, DAY_MINUTES, Minute, Zone};
use crate::value::{Value, ValueKind};

/// A ratio of two numbers that are known to be right.
const fn ratio(numerator: u32, denominator: u32) -> Ratio {
    match Ratio::new(numerator, denominator) {
        Some(ratio) => ratio,
        None => Ratio::ZERO,
    }
}

/// A webshop with so many records: 60 days from 2 March 2026 in Amsterdam (the clocks go forward on day 27), an import
/// through a door that fires, a welcome flow without a guard, a cart flow with a wait for the order, a birthday mail, a
/// campaign, orders, carts, unsubscribes and sign-ups. No ramp, no faults, no reactions to mail.
#[must_use]
pub fn webshop(profiles: u64) -> Plan {
    let forward = Minute(27 * DAY_MINUTES + 120);
    let zone = |name: &str| Zone::new(name, 60, &[(forward, 120)]);
    let (flows, messages) = flows();
    Plan {
        name: "example webshop".to_owned(),
        seed: Seed(7),
        calendar: Calendar::new(Date::constant(2026, 3, 2), 60),
        days: 60,
        zones: ["Europe/Amsterdam", "Europe/Brussels"].into_iter().filter_map(zone).collect(),
        symbols: SYMBOLS.map(str::to_owned).to_vec(),
        platforms: [platform("source"), platform("target")],
        lists: vec!["newsletter".to_owned()],
        events: vec![event("placed_order", Some((2_000, 9_000))), event("started_checkout", None)],
        integrations: Vec::new(),
        properties: vec![Property { name: "migration_hold".to_owned(), kind: ValueKind::Bool }],
        providers: ["google", "microsoft", "other"].map(str::to_owned).to_vec(),
        population: PopulationPlan::Synthetic(Box::new(synthetic(profiles))),
        identity: IdentityPlan { key: Key::Email, matches: vec![Key::Email], by_evidence: false },
        import: import(),
        flows,
        messages,
        sending: SendingPlan {
            pools: vec![Pool { name: "target".to_owned(), ramp: None }, Pool { name: "source".to_owned(), ramp: None }],
            pool_of: [Index::new(1), Index::new(0)],
            caps: Vec::new(),
            quiet_hours: Vec::new(),
            expires_minutes: 3 * DAY_MINUTES,
            held_until: [Minute::NEVER; 2],
        },
        behaviour: BehaviourPlan {
            events: vec![
                EventRate { event: Index::new(0), per_day: ratio(1, 200) },
                EventRate { event: Index::new(1), per_day: ratio(1, 50) },
            ],
            unsubscribes_per_day: [ratio(1, 5_000), ratio(1, 2_000)],
            sign_ups: SignUps { per_day: 2, list: Some(Index::new(0)) },
            response: None,
        },
        claims: Vec::new(),
        unsubscribe_sync: [Feed::RealTime; 2],
        unsubscribe_honoured_minutes_max: 2 * DAY_MINUTES,
    }
}

/// The texts that the example's conditions and tables use; the constants below are places in it.
const SYMBOLS: [&str; 10] =
    ["", "NL", "BE", "welcome", "cart", "birthday", "newsletter", "welcome/1", "subscribed", "unsubscribed"];

fn synthetic(profiles: u64) -> Synthetic {
    let domain = |domain: &str, provider, weight| SyntheticDomain {
        domain: domain.to_owned(),
        provider: Index::new(provider),
        weight,
    };
    let locale = |id: &str, place, weight| Locale {
        id: id.to_owned(),
        country: Index::new(place + 1),
        zone: Index::new(place),
        weight,
    };
    Synthetic {
        profiles,
        existing: ratio(9, 10),
        duplicates: ratio(1, 20),
        duplicates_same_email: ratio(1, 2),
        duplicates_same_customer_id: Ratio::ZERO,
        locales: vec![locale("nl", 0, 80), locale("be", 1, 20)],
        domains: vec![domain("gmail.com", 0, 45), domain("hotmail.com", 1, 35), domain("example.org", 2, 20)],
        created_days_before: (2_000, 1),
        email_consent: [5, 15, 5, 75],
        sms_consent: [0, 90, 0, 10],
        suppressed: [ratio(2, 100), ratio(1, 1_000), ratio(1, 100), Ratio::ZERO],
        engagement: [35, 20, 25, 20],
        ordered: ratio(7, 10),
        orders_max: 12,
        phone: ratio(3, 5),
        birthday: ratio(3, 10),
        dirt: Dirt {
            upper_case: ratio(1, 20),
            blanks: ratio(1, 50),
            typo_domain: ratio(1, 200),
            missing_email: ratio(1, 100),
            shared_mailbox: Ratio::ZERO,
        },
    }
}

fn platform(id: &str) -> Platform {
    let live_until = if id == "source" { Minute(0) } else { Minute::FOREVER };
    Platform { live_until, list_flows_once: true, ..Platform::new(id, id) }
}

fn event(name: &str, value_minor: Option<(i32, i32)>) -> Event {
    Event {
        name: name.to_owned(),
        integration: None,
        feeds: [Feed::RealTime; 2],
        is_order: value_minor.is_some(),
        value_minor,
    }
}

fn import() -> ImportPlan {
    let door = Door {
        id: "csv-list-upload".to_owned(),
        name: "CSV upload to a list".to_owned(),
        source: "an example".to_owned(),
        guards: Vec::new(),
        guard_available: None,
        adds_to_list: true,
        fires_flows: true,
        consent: DoorConsent::Sets,
        clears_suppressions: false,
        rejoins_list: false,
        is_idempotent: true,
        rows_per_call_max: 100,
        calls_per_minute_max: 10,
    };
    ImportPlan {
        door,
        doors_available: Vec::new(),
        list: Some(Index::new(0)),
        flag: Some(Flag { property: Index::new(0), release: Minute(21 * DAY_MINUTES) }),
        cohorts: vec![Cohort { name: "everybody".to_owned(), filter: Predicate::Constant(true), from: Minute(9 * 60) }],
        consent: ConsentHandling::AsExported,
        suppressions_at: Some(Minute(0)),
        history: None,
        again: None,
        faults: Faults::NONE,
    }
}

/// Four flows on the target and their messages.
fn flows() -> (Vec<Flow>, Vec<Message>) {
    let message = |name: &str, flow, purpose| Message {
        name: name.to_owned(),
        flow: Index::new(flow),
        channel: Channel::Email,
        purpose: Index::new(purpose),
        is_transactional: false,
    };
    let flow = |name: &str, class, trigger, steps| Flow {
        name: name.to_owned(),
        class,
        label: None,
        side: Side::Target,
        status: FlowStatus::ALWAYS,
        trigger,
        entry: Predicate::Constant(true),
        reentry: Reentry::AfterExit,
        goal: None,
        steps,
    };
    let send = |message, next| Step::Act { action: Action::Send(Index::new(message)), next };
    let welcome = vec![
        send(0, 1),
        Step::Wait { delay: Delay::Elapsed { minutes: 2 * DAY_MINUTES }, next: 2 },
        Step::Random(vec![Arm { share: ratio(1, 2), next: 3 }, Arm { share: ratio(1, 2), next: 4 }]),
        send(1, 4),
        Step::End,
    ];
    let cart = vec![
        Step::WaitForEvent { event: Index::new(0), timeout_minutes: 4 * 60, arrived: 2, timed_out: 1 },
        send(2, 2),
        Step::End,
    ];
    let checkout = Trigger::Event { event: Index::new(1), filter: Predicate::Constant(true), age_minutes_max: None };
    let mut cart = flow("Cart", FlowClass::Cart, checkout, cart);
    cart.goal = Some(Goal::Event(Index::new(0)));
    let birthday = Trigger::Birthday { offset_days: 0, minute_of_day: 9 * 60 };
    let mut campaign = flow(
        "Spring",
        FlowClass::Newsletter,
        Trigger::Scheduled(Minute(10 * DAY_MINUTES + 600)),
        vec![send(4, 1), Step::End],
    );
    campaign.entry = Predicate::Compare(
        Comparison::Equal,
        Term::Field(Field::EmailConsent),
        Term::Constant(Value::Text(Index::new(8))),
    );
    let flows = vec![
        flow("Welcome", FlowClass::Welcome, Trigger::ListAdded(Index::new(0)), welcome),
        cart,
        flow("Birthday", FlowClass::Birthday, birthday, vec![send(3, 1), Step::End]),
        campaign,
    ];
    let messages = vec![
        message("welcome-1", 0, 7),
        message("welcome-2", 0, 3),
        message("cart-1", 1, 4),
        message("birthday-1", 2, 5),
        message("spring", 3, 6),
    ];
    (flows, messages)
}
