//! Each rule against a second one that is written out, on plans drawn at random.

use crate::model::{
    Branch, Forbidden, Refusal, branches, event_age_minutes_max, is_draft, is_permitted, live_window, owes_start,
    platform_sends, platform_starts_on, platform_window, sending_window, successors, within_rehearsal,
};
use proptest::prelude::*;

use crate::consent::{Channel, ConsentState, Suppressions};
use crate::example::random_plan;
use crate::ids::Side;
use crate::plan::{Flow, Plan, Step, Trigger};
use crate::time::{DAY_MINUTES, Minute};

/// Minutes worth asking: both ends of everything that has ends, and some in between.
fn minutes(plan: &Plan) -> Vec<Minute> {
    let mut found: Vec<Minute> = (-2..30).map(|day| Minute(day * DAY_MINUTES + 77)).collect();
    found.extend([Minute::NEVER, Minute(0), plan.end()]);
    found.extend(plan.platforms.iter().flat_map(|platform| [platform.live_from, platform.live_until]));
    found.extend(plan.flows.iter().flat_map(|flow| [flow.status.from, flow.status.until]));
    found.extend(plan.sending.held_until);
    found.iter().flat_map(|&at| [at.plus(-1), at, at.plus(1)]).filter(|&at| at < Minute::FOREVER).collect()
}

/// Whether a platform runs, in other words.
fn runs(plan: &Plan, side: Side, at: Minute) -> bool {
    let platform = &plan.platforms[side as usize];
    !(at < platform.live_from || at >= platform.live_until)
}

/// Whether a flow runs, in other words.
fn flow_runs(plan: &Plan, flow: &Flow, at: Minute) -> bool {
    runs(plan, flow.side, at) && !(at < flow.status.from || at >= flow.status.until)
}

proptest! {
    #[test]
    fn windows_hold_the_minutes_that_they_should(seed in 0_u64..100_000) {
        let plan = random_plan(seed);
        for at in minutes(&plan) {
            for side in Side::ALL {
                prop_assert_eq!(platform_window(&plan, side).contains(at), runs(&plan, side, at), "{:?} {}", side, at.0);
            }
            for flow in &plan.flows {
                let window = live_window(&plan, flow);
                prop_assert_eq!(window.contains(at), flow_runs(&plan, flow, at));
                let is_released = at >= plan.sending.held_until[flow.side as usize];
                prop_assert_eq!(sending_window(&plan, flow).contains(at), flow_runs(&plan, flow, at) && is_released);
                let is_rehearsed = at >= Minute(0) && at < plan.end();
                let within = within_rehearsal(window, &plan);
                prop_assert_eq!(within.contains(at), is_rehearsed && flow_runs(&plan, flow, at));
                prop_assert!(!(within.contains(at) && (within.is_empty() || is_draft(flow))));
            }
        }
    }

    #[test]
    fn an_empty_window_holds_no_minute_and_another_its_first(seed in 0_u64..100_000) {
        let plan = random_plan(seed);
        for flow in &plan.flows {
            for window in [live_window(&plan, flow), sending_window(&plan, flow)] {
                let window = within_rehearsal(window, &plan);
                let any = (0..plan.end().0).any(|minute| window.contains(Minute(minute)));
                prop_assert_eq!(any, !window.is_empty());
                prop_assert_eq!(window.contains(window.from), !window.is_empty());
            }
        }
    }

    #[test]
    fn branches_are_numbered_in_order_and_lead_where_the_step_says(seed in 0_u64..100_000) {
        for step in random_plan(seed).flows.iter().flat_map(|flow| &flow.steps) {
            let expected = match step {
                Step::If { holds, otherwise, .. } => vec![(Branch::Holds, *holds), (Branch::Otherwise, *otherwise)],
                Step::WaitForEvent { arrived, timed_out, .. } => {
                    vec![(Branch::Arrived, *arrived), (Branch::TimedOut, *timed_out)]
                }
                Step::Random(arms) => vec![(Branch::Arm(0), arms[0].next), (Branch::Arm(1), arms[1].next)],
                _ => Vec::new(),
            };
            let found = branches(step);
            prop_assert!(found.iter().zip(0..).all(|((branch, _), number)| branch.number() == number));
            prop_assert_eq!(&found, &expected);
            if !found.is_empty() {
                prop_assert_eq!(successors(step), found.iter().map(|(_, next)| *next).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn ages_are_held_against_the_limits_one_by_one(seed in 0_u64..100_000, age in -10..5 * DAY_MINUTES) {
        let plan = random_plan(seed);
        for flow in &plan.flows {
            let (mut by_flow, mut by_platform) = (true, true);
            if let Trigger::Event { age_minutes_max, .. } = &flow.trigger {
                if let Some(limit) = age_minutes_max {
                    by_flow = age <= *limit;
                }
                if let Some(limit) = plan.platforms[flow.side as usize].event_age_minutes_max {
                    by_platform = age <= limit;
                }
            }
            prop_assert_eq!(platform_starts_on(&plan, flow, age), by_flow && by_platform);
            prop_assert_eq!(owes_start(flow, age), by_flow);
            let oldest = (-10..5 * DAY_MINUTES).rev().find(|&age| platform_starts_on(&plan, flow, age));
            let limit = event_age_minutes_max(&plan, flow);
            prop_assert_eq!(oldest, Some(limit.unwrap_or(5 * DAY_MINUTES - 1)));
        }
    }
}

/// Every question that can be asked about a message to somebody.
fn questions() -> impl Iterator<Item = (Channel, bool, ConsentState, Suppressions)> {
    Channel::ALL.into_iter().flat_map(|channel| {
        [false, true].into_iter().flat_map(move |transactional| {
            let states = ConsentState::ALL.into_iter();
            states.flat_map(move |state| (0..16).map(move |set| (channel, transactional, state, Suppressions(set))))
        })
    })
}

#[test]
fn a_platform_sends_as_the_sentences_say() {
    let mut platform = random_plan(1).platforms[1].clone();
    for mails_never in [false, true] {
        platform.mails_never_subscribed = mails_never;
        for (channel, transactional, consent, suppressions) in questions() {
            let mut expected = Ok(());
            if !suppressions.is_empty() {
                expected = Err(Refusal::Suppressed(suppressions));
            }
            let is_yes = consent == ConsentState::Subscribed;
            let is_silence_enough = mails_never && channel == Channel::Email && consent == ConsentState::Never;
            if !transactional && !is_yes && !is_silence_enough {
                expected = Err(Refusal::NoConsent);
            }
            let said = platform_sends(&platform, channel, transactional, consent, suppressions);
            assert_eq!(said, expected, "{channel:?} {transactional} {consent:?} {suppressions:?}");
        }
    }
}

#[test]
fn a_message_is_permitted_as_the_sentences_say() {
    for (channel, transactional, consent, suppressions) in questions() {
        let has = |reason: Suppressions| suppressions.0 & reason.0 != 0;
        let mut forbidding = 0;
        if channel == Channel::Email {
            for reason in [Suppressions::BOUNCED, Suppressions::COMPLAINED, Suppressions::BLOCKED] {
                forbidding += if has(reason) { reason.0 } else { 0 };
            }
            if has(Suppressions::UNSUBSCRIBED) && !transactional {
                forbidding += Suppressions::UNSUBSCRIBED.0;
            }
        }
        let expected = if forbidding > 0 {
            Err(Forbidden::Suppressed(Suppressions(forbidding)))
        } else if consent == ConsentState::Unsubscribed && !transactional {
            Err(Forbidden::SaidNo)
        } else {
            Ok(())
        };
        let said = is_permitted(channel, transactional, consent, suppressions);
        assert_eq!(said, expected, "{channel:?} {transactional} {consent:?} {suppressions:?}");
    }
}

#[test]
fn what_a_platform_does_and_what_is_owed_differ_both_ways() {
    let platform = random_plan(1).platforms[1].clone();
    let (mut sends_what_is_forbidden, mut withholds_what_is_permitted) = (0, 0);
    for (channel, transactional, consent, suppressions) in questions() {
        // The platform knows nothing of what the source suppressed; then it knows all.
        let unknowing = platform_sends(&platform, channel, transactional, consent, Suppressions::default());
        let knowing = platform_sends(&platform, channel, transactional, consent, suppressions);
        let permitted = is_permitted(channel, transactional, consent, suppressions);
        sends_what_is_forbidden += u32::from(unknowing.is_ok() && permitted.is_err());
        withholds_what_is_permitted += u32::from(knowing.is_err() && permitted.is_ok());
    }
    assert!(sends_what_is_forbidden > 0 && withholds_what_is_permitted > 0);
}
