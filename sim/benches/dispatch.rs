//! The cost of a request at the desk: nothing in the way, everything in the way, and a backlog that waits for weeks.

#[expect(dead_code, reason = "the plan of the desk's own tests, of which this needs a part")]
#[path = "../src/sending/tests/world.rs"]
mod world;

// The test plan speaks of its crate's modules; these are the same ones, seen from outside.
use rehearsal_sim::{condition, consent, feed, ids, plan, ratio, rng, sending, time};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

use crate::consent::Channel;
use crate::ids::Index;
use crate::plan::{Clock, FrequencyCap, Overflow, Plan, QuietHours, Window};
use crate::sending::{Desk, Recipient, Reply, Request, dispatch, finish};
use crate::time::{DAY_MINUTES, Minute};
use crate::world::{MAIL, all_subscribed, ramp, recipient, send, table, winter};

const PROFILES: u32 = 200_000;

/// Every profile on one of three providers and two clocks.
fn recipients() -> Vec<Recipient> {
    (0..PROFILES)
        .map(|profile| Recipient {
            provider: Index::new((profile % 3) as u16),
            zone: Index::new((profile % 2) as u16),
            ..recipient()
        })
        .collect()
}

/// Five messages to everybody, spread over as many days; 7,919 is a prime, so that neighbours are not mailed together.
fn requests() -> Vec<Request> {
    let mut requests = Vec::new();
    for day in 0..5 {
        requests.extend((0..PROFILES).map(|profile| {
            let minute = (u64::from(profile) * 7_919 % DAY_MINUTES as u64) as i32;
            send(Minute(day * DAY_MINUTES + minute), profile, MAIL)
        }));
    }
    requests.sort_unstable_by_key(|request| (request.at, request.profile));
    requests
}

fn prepared(plan: &Plan) -> (Desk, Vec<Reply>) {
    let mut desk = Desk::new(plan, recipients());
    dispatch(plan, &mut desk, &all_subscribed(PROFILES), Minute(-1), &mut Vec::new());
    (desk, Vec::with_capacity(3 * 5 * PROFILES as usize))
}

fn everything() -> Plan {
    let mut plan = winter();
    plan.days = 60;
    let mut capped = ramp(Window::Hour, &[2_000, 4_000, 8_000], Overflow::Hold);
    capped.providers = vec![(Index::new(0), table(&[800, 1_600])), (Index::new(1), table(&[500, 1_000]))];
    plan.sending.pools[0].ramp = Some(capped);
    plan.sending.caps = vec![FrequencyCap { channel: Channel::Email, count: 1, minutes: 16 * 60 }];
    plan.sending.quiet_hours = vec![QuietHours {
        channel: Channel::Email,
        from_minute: 22 * 60,
        until_minute: 7 * 60,
        clock: Clock::Recipient,
    }];
    plan
}

fn backlog() -> Plan {
    let mut plan = winter();
    plan.days = 60;
    plan.sending.expires_minutes = i32::MAX;
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[50], Overflow::Hold));
    plan
}

fn bench(criterion: &mut Criterion) {
    let requests = requests();
    let mut group = criterion.benchmark_group("dispatch");
    group.sample_size(10).throughput(Throughput::Elements(requests.len() as u64));
    for (name, plan) in
        [("nothing in the way", winter()), ("everything in the way", everything()), ("backlog", backlog())]
    {
        let run = |(mut desk, mut replies): (Desk, Vec<Reply>)| {
            dispatch(&plan, &mut desk, &requests, plan.end(), &mut replies);
            finish(desk, plan.end(), &mut replies);
            replies
        };
        group.bench_function(name, |bencher| bencher.iter_batched(|| prepared(&plan), run, BatchSize::LargeInput));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
