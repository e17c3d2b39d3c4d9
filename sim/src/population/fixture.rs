//! A plan for the tests of this crate's people.

use jiff::civil::Date;

use super::{BehaviourPlan, Dirt, EventRate, Locale, PopulationPlan, SignUps, Synthetic, SyntheticDomain};
use crate::feed::Feed;
use crate::flow::Predicate;
use crate::identity::{IdentityPlan, Key};
use crate::import::{Cohort, ConsentHandling, Door, DoorConsent, Faults, ImportPlan};
use crate::plan::{Event, Index, Plan, Platform};
use crate::ratio::Ratio;
use crate::rng::Seed;
use crate::sending::{Pool, SendingPlan};
use crate::time::{Calendar, Minute, Zone};

pub(crate) fn ratio(numerator: u32, denominator: u32) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

/// People with every kind of dirt, two locales, three domains.
pub(crate) fn synthetic() -> Synthetic {
    let domain = |domain: &str, provider, weight| SyntheticDomain {
        domain: domain.to_owned(),
        provider: Index::new(provider),
        weight,
    };
    Synthetic {
        profiles: 10_000,
        existing: ratio(9, 10),
        duplicates: ratio(1, 5),
        duplicates_same_email: ratio(1, 2),
        locales: vec![
            Locale { id: "nl".to_owned(), country: Index::new(1), zone: Index::new(0), weight: 80 },
            Locale { id: "be".to_owned(), country: Index::new(2), zone: Index::new(1), weight: 20 },
        ],
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
            blanks: ratio(1, 20),
            typo_domain: ratio(1, 50),
            missing_email: ratio(1, 50),
        },
    }
}

fn platform(id: &str) -> Platform {
    Platform {
        id: id.to_owned(),
        name: id.to_owned(),
        live_from: Minute::NEVER,
        live_until: Minute::FOREVER,
        mails_never_subscribed: false,
        leaves_flow_when_skipped: false,
        event_age_minutes_max: None,
        list_flows_once: true,
    }
}

fn import() -> ImportPlan {
    ImportPlan {
        door: Door {
            id: "door".to_owned(),
            name: "door".to_owned(),
            source: String::new(),
            guards: Vec::new(),
            guard_available: None,
            adds_to_list: false,
            fires_flows: true,
            consent: DoorConsent::Sets,
            clears_suppressions: false,
            is_idempotent: true,
            rows_per_call_max: 100,
            calls_per_minute_max: 1,
        },
        list: None,
        flag: None,
        cohorts: vec![Cohort { name: "everybody".to_owned(), filter: Predicate::Constant(true), from: Minute(540) }],
        consent: ConsentHandling::AsExported,
        suppressions_at: Some(Minute(0)),
        history: None,
        faults: Faults::NONE,
    }
}

/// Sixty days from 2 March 2026 in Amsterdam, with the clocks going forward on day 27.
pub(crate) fn plan(synthetic: Synthetic) -> Plan {
    let event = |name: &str, value_minor: Option<(i32, i32)>| Event {
        name: name.to_owned(),
        feeds: [Feed::RealTime; 2],
        is_order: value_minor.is_some(),
        value_minor,
    };
    let forward = Minute(27 * 1_440 + 120);
    Plan {
        name: "fixture".to_owned(),
        seed: Seed(7),
        calendar: Calendar::new(Date::constant(2026, 3, 2), 60),
        days: 60,
        zones: vec![
            Zone::new("Europe/Amsterdam", 60, &[(forward, 120)]).unwrap(),
            Zone::new("Europe/Brussels", 60, &[(forward, 120)]).unwrap(),
        ],
        symbols: vec![String::new(), "NL".to_owned(), "BE".to_owned()],
        platforms: [platform("source"), platform("target")],
        lists: Vec::new(),
        events: vec![event("placed_order", Some((2_000, 9_000))), event("started_checkout", None)],
        properties: Vec::new(),
        providers: vec!["google".to_owned(), "microsoft".to_owned(), "other".to_owned()],
        population: PopulationPlan::Synthetic(Box::new(synthetic)),
        identity: IdentityPlan { key: Key::Email, matches: vec![Key::Email] },
        import: import(),
        flows: Vec::new(),
        messages: Vec::new(),
        sending: SendingPlan {
            pools: vec![Pool { name: "target".to_owned(), ramp: None }],
            pool_of: [Index::new(0); 2],
            caps: Vec::new(),
            quiet_hours: Vec::new(),
            expires_minutes: 4_320,
            held_until: [Minute::NEVER; 2],
        },
        behaviour: BehaviourPlan {
            events: vec![
                EventRate { event: Index::new(0), per_day: ratio(1, 200) },
                EventRate { event: Index::new(1), per_day: ratio(1, 10) },
            ],
            unsubscribes_per_day: [ratio(1, 5_000), ratio(1, 1_000)],
            sign_ups: SignUps { per_day: 20, list: None },
            response: None,
        },
        claims: Vec::new(),
        unsubscribe_sync: [Feed::RealTime; 2],
        unsubscribe_honoured_minutes_max: 2_880,
    }
}
