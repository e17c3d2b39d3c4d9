//! Laws over random plans: the pipeline agrees with the naive one, and does not notice how time is cut.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::reference;
use super::requests::run;
use crate::sending::{Answer, Recipient, Request, RequestKind, SendPipeline, dispatch, finish};
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::history::DeferReason;
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::plan::{
    Advance, CapTable, Clock, FlowStatus, FrequencyCap, Overflow, Plan, QuietHours, Ramp, Tail, Window,
};
use rehearsal_core::time::{DAY_MINUTES, Minute};
use rehearsal_fixtures::sending::{plan, table};

const PROFILES: u32 = 6;
const DAYS: u32 = 5;

fn channel() -> impl Strategy<Value = Channel> {
    prop_oneof![3 => Just(Channel::Email), 1 => Just(Channel::Sms)]
}

fn caps() -> impl Strategy<Value = CapTable> {
    let tail =
        prop_oneof![Just(Tail::Last), Just(Tail::Unlimited), (0..3_u32).prop_map(|days| Tail::DoubleEvery { days })];
    (vec(0..4_u32, 1..4), tail).prop_map(|(rows, tail)| CapTable { tail, ..table(&rows) })
}

fn ramp() -> impl Strategy<Value = Ramp> {
    let advance = prop_oneof![
        Just(Advance::Calendar),
        prop_oneof![Just(100), 1..200_u32].prop_map(|percent_min| Advance::Volume { percent_min }),
        Just(Advance::SendDay)
    ];
    let overflow = prop_oneof![
        3 => Just(Overflow::Hold),
        2 => (0..3_u16).prop_map(|pool| Overflow::Spill(Index::new(pool))),
        1 => Just(Overflow::Drop),
        1 => Just(Overflow::SendAnyway)
    ];
    let window = prop_oneof![Just(Window::Hour), Just(Window::Day)];
    let providers = prop_oneof![
        Just(Vec::new()),
        caps().prop_map(|caps| vec![(Index::new(0), caps)]),
        (caps(), caps()).prop_map(|(one, two)| vec![(Index::new(1), one), (Index::new(0), two)])
    ];
    (window, caps(), providers, -1..3_i32, advance, overflow).prop_map(
        |(window, total, providers, start_day, advance, overflow)| Ramp {
            name: String::new(),
            source: String::new(),
            window,
            total,
            providers,
            start_day,
            advance,
            overflow,
        },
    )
}

fn quiet_hours() -> impl Strategy<Value = QuietHours> {
    let clock = prop_oneof![Just(Clock::Recipient), Just(Clock::Account), Just(Clock::FixedOffset)];
    let edge = || prop_oneof![2 => 0..=DAY_MINUTES, 1 => (0..24_i32).prop_map(|hour| hour * 60)];
    (channel(), edge(), edge(), clock).prop_map(|(channel, from_minute, until_minute, clock)| QuietHours {
        channel,
        from_minute,
        until_minute,
        clock,
    })
}

fn frequency_cap() -> impl Strategy<Value = FrequencyCap> {
    let count = prop_oneof![4 => 1..4_u32, 1 => 9..12_u32];
    (channel(), count, 1..3_000_i32).prop_map(|(channel, count, minutes)| FrequencyCap { channel, count, minutes })
}

/// An instant of the rehearsal; often a full hour, so that several things happen at once.
fn instant() -> impl Strategy<Value = Minute> {
    let end = DAYS as i32 * DAY_MINUTES;
    prop_oneof![(0..end).prop_map(Minute), (0..end / 60).prop_map(|hour| Minute(hour * 60))]
}

fn plans() -> impl Strategy<Value = Plan> {
    let start = prop_oneof![
        Just(Date::constant(2026, 1, 12)),
        Just(Date::constant(2026, 3, 27)),
        Just(Date::constant(2026, 10, 23))
    ];
    let often = |at: Minute| prop_oneof![5 => Just(at), 1 => instant()];
    let until = prop_oneof![Just(Minute::FOREVER), instant()];
    let profiles = (often(Minute::NEVER), until, often(Minute::NEVER), any::<bool>());
    (
        start,
        vec(proptest::option::weighted(0.8, ramp()), 3),
        (0..3_u16, 0..3_u16),
        (vec(frequency_cap(), 0..3), vec(quiet_hours(), 0..3)),
        prop_oneof![0..200_i32, 0..8_000_i32],
        (profiles, often(Minute::NEVER)),
    )
        .prop_map(|(start, ramps, pool_of, (caps, quiet_hours), expires_minutes, (profiles, held_until))| {
            let mut plan = plan(start);
            plan.days = DAYS;
            for (pool, ramp) in plan.sending.pools.iter_mut().zip(ramps) {
                pool.ramp = ramp;
            }
            plan.sending.pool_of = [Index::new(pool_of.0), Index::new(pool_of.1)];
            plan.sending.caps = caps;
            plan.sending.quiet_hours = quiet_hours;
            plan.sending.expires_minutes = expires_minutes;
            plan.sending.held_until[Side::Target as usize] = held_until;
            plan.platforms[Side::Target as usize].live_from = profiles.0;
            plan.platforms[Side::Source as usize].live_until = profiles.1;
            plan.flows[0].status = FlowStatus { from: profiles.2, until: Minute::FOREVER };
            plan.platforms[Side::Source as usize].mails_never_subscribed = profiles.3;
            plan.platforms[Side::Target as usize].mails_never_subscribed = !profiles.3;
            plan
        })
}

fn recipients() -> impl Strategy<Value = Vec<Recipient>> {
    let one = (0..3_u16, 0..2_u16, proptest::bool::weighted(0.9), proptest::bool::weighted(0.9));
    let one = one.prop_map(|(provider, zone, email, sms)| Recipient {
        provider: Index::new(provider),
        zone: Index::new(zone),
        reachable: [email, sms],
    });
    vec(one, PROFILES as usize)
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![2 => Just(Side::Target), 1 => Just(Side::Source)]
}

fn requests() -> impl Strategy<Value = Vec<Request>> {
    let state = prop_oneof![
        6 => Just(ConsentState::Subscribed),
        1 => Just(ConsentState::Unsubscribed),
        1 => Just(ConsentState::Never),
        1 => Just(ConsentState::Unconfirmed)
    ];
    let kind = prop_oneof![
        6 => prop_oneof![3 => Just(0), 2 => Just(3), 2 => 0..6_u16].prop_map(|message| RequestKind::Send(Index::new(message))),
        1 => (side(), channel(), state).prop_map(|(side, channel, state)| RequestKind::Consent { side, channel, state }),
        1 => (side(), prop_oneof![3 => Just(0), 2 => 1..=Suppressions::ALL.0])
            .prop_map(|(side, reasons)| RequestKind::Suppressed { side, reasons: Suppressions(reasons) }),
    ];
    // A handful of instants, so that crowds meet; and as many that are alone.
    (vec(instant(), 1..5), vec((any::<prop::sample::Index>(), instant(), any::<bool>(), 0..PROFILES, kind), 0..90))
        .prop_map(|(crowds, many)| {
            let mut requests = super::requests::all_subscribed(PROFILES - 1);
            requests.extend(many.into_iter().map(|(crowd, alone, is_alone, profile, kind)| Request {
                at: if is_alone { alone } else { *crowd.get(&crowds) },
                profile,
                kind,
            }));
            requests.sort_by_key(|request| (request.at, request.profile));
            requests
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_pipeline_agrees_with_the_naive_one(plan in plans(), recipients in recipients(), requests in requests()) {
        let replies = run(&plan, &recipients, &requests);
        let expected = reference::replies(&plan, &recipients, &requests);
        for (reply, expected) in replies.iter().zip(&expected) {
            prop_assert_eq!(reply, expected);
        }
        prop_assert_eq!(replies.len(), expected.len());
    }

    #[test]
    fn how_time_is_cut_changes_nothing(
        plan in plans(),
        recipients in recipients(),
        requests in requests(),
        mut cuts in vec(instant(), 0..200),
    ) {
        cuts.sort_unstable();
        cuts.push(plan.end());
        let mut pipeline = SendPipeline::new(&plan, recipients.clone());
        let mut replies = Vec::new();
        let mut rest = requests.as_slice();
        for until in cuts {
            let (now, later) = rest.split_at(rest.partition_point(|request| request.at < until));
            dispatch(&plan, &mut pipeline, now, until, &mut replies);
            rest = later;
        }
        finish(pipeline, plan.end(), &mut replies);
        prop_assert_eq!(replies, run(&plan, &recipients, &requests));
    }

    #[test]
    fn every_message_ends_once_and_is_told_each_reason_to_wait_at_most_once(
        plan in plans(),
        recipients in recipients(),
        requests in requests(),
    ) {
        let replies = run(&plan, &recipients, &requests);
        let mut left = BTreeMap::new();
        for request in &requests {
            if let RequestKind::Send(message) = request.kind {
                *left.entry((request.profile, message, request.at)).or_insert(0) += 1;
            }
        }
        for why in [None, Some(DeferReason::QuietHours), Some(DeferReason::Ramp)] {
            let mut left = left.clone();
            let told = replies.iter().filter(|reply| match (reply.answer, why) {
                (Answer::Deferred(told), Some(why)) => told == why,
                (Answer::Deferred(_), None) => false,
                (_, why) => why.is_none(),
            });
            for reply in told {
                let left = left.get_mut(&(reply.profile, reply.message, reply.due));
                prop_assert!(left.is_some_and(|left| { *left -= 1; *left >= 0 }), "{reply:?} told too often");
            }
            prop_assert!(why.is_some() || left.values().all(|&left| left == 0), "a message without an end");
        }
        prop_assert!(replies.is_sorted_by_key(|reply| reply.at));
    }
}

/// A law that is never exercised is not a pass: the random plans must reach every answer, and the rare ways to it.
#[test]
fn the_random_plans_reach_every_answer() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::new();
    for _ in 0..400 {
        let plan = plans().new_tree(&mut runner).expect("plans can be drawn").current();
        let recipients = recipients().new_tree(&mut runner).expect("recipients can be drawn").current();
        let requests = requests().new_tree(&mut runner).expect("requests can be drawn").current();
        for reply in run(&plan, &recipients, &requests) {
            let own = plan.sending.pool(plan.flow(plan.message(reply.message).flow).side);
            let what = match reply.answer {
                Answer::Sent { pool, .. } if pool != own => "spilled".to_owned(),
                Answer::Sent { .. } if reply.due < reply.at => "sent after a wait".to_owned(),
                Answer::Sent { .. } => "sent".to_owned(),
                Answer::Skipped(why) if reply.due < reply.at => format!("skipped after a wait: {why:?}"),
                answer => format!("{answer:?}"),
            };
            *seen.entry(what).or_insert(0) += 1;
        }
    }
    let rare = seen.iter().filter(|(_, count)| **count < 10).collect::<Vec<_>>();
    assert!(seen.len() == 18 && rare.is_empty(), "{seen:#?}");
}
