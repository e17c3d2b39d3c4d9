//! Whole runs of random plans: what the facts say against the rules, written out anew; and small worlds in which what a
//! platform does and what is owed differ.

use proptest::prelude::*;

use crate::consent::Channel;
use crate::engine::run;
use crate::example::{random_plan, webshop};
use crate::feed::Feed;
use crate::history::{Fact, FactKind, History, Left, NotEntered, Skip};
use crate::identity::resolve;
use crate::ids::{Index, Side};
use crate::invariant::judges::events::CadenceCause;
use crate::invariant::{Cause, Evidence, Finding, Verdict, judge};
use crate::ledger::RowsRead;
use crate::model::{owes_start, platform_starts_on};
use crate::plan::{Flow, Message, Plan, PopulationPlan, Reentry, Trigger};
use crate::population::{generate, sign_ups};
use crate::ratio::Ratio;
use crate::records::Population;
use crate::time::{DAY_MINUTES, Minute, Weekday};

fn people(plan: &Plan) -> Population {
    let PopulationPlan::Synthetic(synthetic) = &plan.population else { unreachable!() };
    let mut population = generate(plan, 0..synthetic.profiles);
    population.append(sign_ups(plan));
    population
}

fn rehearse(plan: &Plan, population: &Population) -> History {
    run(plan, population, &resolve(&plan.identity, population), 1, &|_| {})
}

fn runs(plan: &Plan, side: Side, at: Minute) -> bool {
    let platform = &plan.platforms[side as usize];
    platform.live_from <= at && at < platform.live_until
}

fn flow_runs(plan: &Plan, flow: &Flow, at: Minute) -> bool {
    flow.status.from <= at && at < flow.status.until && runs(plan, flow.side, at)
}

/// Whether a person's consents or suppressions changed in a minute: then what was asked before the change and what was
/// asked after it may have other answers.
fn is_turning(facts: &[Fact], at: Minute) -> bool {
    facts.iter().filter(|fact| fact.at == at).any(|fact| {
        matches!(
            fact.kind,
            FactKind::ConsentChanged { .. }
                | FactKind::Suppressed { .. }
                | FactKind::SuppressionLifted { .. }
                | FactKind::SourceConsent { .. }
                | FactKind::SourceSuppressed { .. }
        )
    })
}

/// Whether somebody leaves a flow in a minute because they cannot be mailed.
fn is_left(facts: &[Fact], of: &Message, at: Minute) -> bool {
    facts.iter().any(|fact| fact.at == at && fact.kind == FactKind::Left { flow: of.flow, why: Left::Unmailable })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn facts_lie_in_the_windows_that_allow_them(seed in 0_u64..100_000) {
        let plan = random_plan(seed);
        let history = rehearse(&plan, &people(&plan));
        for fact in history.facts() {
            match fact.kind {
                FactKind::Entered { flow, .. } => prop_assert!(flow_runs(&plan, plan.flow(flow), fact.at)),
                FactKind::NotEntered { flow, why, .. } if why != NotEntered::SilentDoor => {
                    prop_assert_eq!(why == NotEntered::Held, !flow_runs(&plan, plan.flow(flow), fact.at));
                }
                FactKind::Arrived { side, .. } | FactKind::Unsubscribed { side, .. } => {
                    prop_assert!(runs(&plan, side, fact.at));
                }
                FactKind::Sent { message, .. } => {
                    let flow = plan.flow(plan.message(message).flow);
                    let is_released = plan.sending.held_until[flow.side as usize] <= fact.at;
                    prop_assert!(is_released && flow_runs(&plan, flow, fact.at));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn the_flow_and_the_desk_agree_on_who_can_be_mailed(seed in 0_u64..100_000) {
        let plan = random_plan(seed);
        let history = rehearse(&plan, &people(&plan));
        for (_, facts) in history.chapters.iter().flat_map(|chapter| chapter.profiles()) {
            for fact in facts.iter().filter(|fact| !is_turning(facts, fact.at)) {
                let (message, is_refused) = match fact.kind {
                    FactKind::Skipped { message, why: Skip::NoConsent | Skip::Suppressed } => (message, true),
                    FactKind::Sent { message, waited_minutes: 0, .. } | FactKind::Deferred { message, .. } => {
                        (message, false)
                    }
                    _ => continue,
                };
                let of = plan.message(message);
                let leaves = plan.platforms[plan.flow(of.flow).side as usize].leaves_flow_when_skipped;
                // Two messages of a flow in one minute: the later one is the one at which somebody leaves. And what has
                // waited is refused long after the flow went on.
                let others = facts.iter().filter(|other| other.at == fact.at && is_about(&plan, other, of.flow)).count();
                let has_waited = facts.iter().any(|other| other.at < fact.at && is_deferred(other, message));
                if others == 1 && !has_waited {
                    let left = is_left(facts, of, fact.at);
                    prop_assert_eq!(left, leaves && is_refused, "{} {:?}", fact.at.0, fact.kind);
                }
            }
        }
    }

    #[test]
    fn an_event_that_starts_a_flow_is_young_enough_and_one_that_does_not_too_old(seed in 0_u64..100_000) {
        let plan = random_plan(seed);
        let history = rehearse(&plan, &people(&plan));
        for (_, facts) in history.chapters.iter().flat_map(|chapter| chapter.profiles()) {
            for (number, fact) in facts.iter().enumerate() {
                let (flow, is_too_old) = match fact.kind {
                    FactKind::Entered { flow, .. } => (flow, false),
                    FactKind::NotEntered { flow, why: NotEntered::TooOld, .. } => (flow, true),
                    _ => continue,
                };
                let flow = plan.flow(flow);
                let Trigger::Event { age_minutes_max, .. } = flow.trigger else {
                    prop_assert!(!is_too_old);
                    continue;
                };
                let age = facts[..number].iter().rev().find_map(|fact| match fact.kind {
                    FactKind::Arrived { side, age_minutes, .. } if side == flow.side => Some(age_minutes),
                    _ => None,
                });
                let limits = [age_minutes_max, plan.platforms[flow.side as usize].event_age_minutes_max];
                let is_above = limits.into_iter().flatten().any(|limit| age.unwrap() > limit);
                prop_assert_eq!(is_above, is_too_old);
            }
        }
    }
}

/// Whether a fact is the desk's answer to a message of a flow.
fn is_about(plan: &Plan, fact: &Fact, flow: Index<crate::ids::FlowMark>) -> bool {
    let (FactKind::Sent { message, .. }
    | FactKind::Skipped { message, .. }
    | FactKind::Deferred { message, .. }
    | FactKind::Expired { message, .. }
    | FactKind::StillWaiting { message, .. }) = fact.kind
    else {
        return false;
    };
    plan.message(message).flow == flow
}

fn is_deferred(fact: &Fact, of: Index<crate::ids::MessageMark>) -> bool {
    matches!(fact.kind, FactKind::Deferred { message, .. } if message == of)
}

/// The random plans must reach what the laws above are about.
#[test]
fn the_random_plans_reach_every_case() {
    let mut seen = [0_u32; 9];
    for seed in 0..60 {
        let plan = random_plan(seed);
        for fact in rehearse(&plan, &people(&plan)).facts() {
            let case = match fact.kind {
                FactKind::Entered { .. } => 0,
                FactKind::NotEntered { why: NotEntered::Held, .. } => 1,
                FactKind::NotEntered { why: NotEntered::TooOld, .. } => 2,
                FactKind::Arrived { .. } => 3,
                FactKind::Left { why: Left::Unmailable, .. } => 4,
                FactKind::Skipped { why: Skip::NoConsent, .. } => 5,
                FactKind::Skipped { why: Skip::Suppressed, .. } => 6,
                FactKind::Sent { .. } => 7,
                FactKind::Branched { .. } => 8,
                _ => continue,
            };
            seen[case] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

/// What the judge of a claim of the registry finds in a world.
fn finding(plan: &Plan, history: &History, claim: &str) -> Finding {
    let judgement = judge(&Evidence { plan, history, rows: RowsRead::default() }, 1);
    judgement.findings.into_iter().find(|finding| finding.name == claim).unwrap()
}

/// The webshop with people who all said yes on both channels and whose addresses all bounced at the source.
fn bounced() -> Plan {
    let mut plan = webshop(30);
    plan.days = 10;
    plan.behaviour.unsubscribes_per_day = [Ratio::ZERO; 2];
    plan.behaviour.sign_ups.per_day = 0;
    let PopulationPlan::Synthetic(synthetic) = &mut plan.population else { unreachable!() };
    (synthetic.email_consent, synthetic.sms_consent) = ([0, 0, 0, 1], [0, 0, 0, 1]);
    synthetic.suppressed = [Ratio::ONE, Ratio::ZERO, Ratio::ZERO, Ratio::ZERO];
    (synthetic.phone, synthetic.dirt.missing_email) = (Ratio::ONE, Ratio::ZERO);
    plan
}

/// How many facts are of a kind.
fn count(history: &History, is: impl Fn(&FactKind) -> bool) -> usize {
    history.facts().filter(|fact| is(&fact.kind)).count()
}

const fn is_sent(kind: &FactKind) -> bool {
    matches!(kind, FactKind::Sent { .. })
}

#[test]
fn a_platform_that_never_heard_of_a_bounce_mails_what_it_must_not() {
    let mut plan = bounced();
    plan.import.suppressions_at = None;
    let population = people(&plan);
    let history = rehearse(&plan, &population);
    assert!(count(&history, is_sent) > 20);
    let finding = finding(&plan, &history, "suppressed-stays-suppressed");
    assert_eq!((finding.verdict, finding.count > 20), (Verdict::Violated, true), "{finding:?}");
}

#[test]
fn a_platform_that_heard_of_a_bounce_withholds_text_messages_that_it_may_send() {
    let mut plan = bounced();
    plan.messages.iter_mut().for_each(|message| message.channel = Channel::Sms);
    let population = people(&plan);
    let withheld = rehearse(&plan, &population);
    assert_eq!(count(&withheld, is_sent), 0);
    assert!(count(&withheld, |kind| matches!(kind, FactKind::Skipped { why: Skip::Suppressed, .. })) > 20);
    // Sent all the same, they break nothing: a bounce is about the e-mail address.
    plan.import.suppressions_at = None;
    let sent = rehearse(&plan, &population);
    assert!(count(&sent, is_sent) > 20);
    assert_eq!(finding(&plan, &sent, "suppressed-stays-suppressed").verdict, Verdict::Holds);
}

#[test]
fn nobody_who_never_said_anything_stays_in_a_flow_for_a_text_message() {
    let mut plan = bounced();
    let PopulationPlan::Synthetic(synthetic) = &mut plan.population else { unreachable!() };
    synthetic.suppressed = [Ratio::ZERO; 4];
    (synthetic.email_consent, synthetic.sms_consent) = ([0, 1, 0, 0], [0, 1, 0, 0]);
    let target = &mut plan.platforms[Side::Target as usize];
    (target.mails_never_subscribed, target.leaves_flow_when_skipped) = (true, true);
    plan.flows.truncate(1);
    plan.messages.truncate(2);
    let ends = |plan: &Plan| {
        let history = rehearse(plan, &people(plan));
        let unmailable = |kind: &FactKind| matches!(kind, FactKind::Left { why: Left::Unmailable, .. });
        (count(&history, is_sent) > 20, count(&history, unmailable) > 20)
    };
    assert_eq!(ends(&plan), (true, false), "e-mail goes to them on this platform");
    plan.messages.iter_mut().for_each(|message| message.channel = Channel::Sms);
    assert_eq!(ends(&plan), (false, true), "no platform texts them, and this one ends the flow then");
}

/// A cart flow whose events come once a week, on a platform and in a flow with limits to their age.
fn late_carts(of_platform: Option<i32>, of_flow: Option<i32>) -> (Plan, Finding, Vec<i32>) {
    let mut plan = webshop(60);
    plan.events[1].feeds[Side::Target as usize] = Feed::Weekly { weekday: Weekday::Monday, minute_of_day: 0 };
    plan.behaviour.events[1].per_day = Ratio::ONE;
    plan.platforms[Side::Target as usize].event_age_minutes_max = of_platform;
    let Trigger::Event { age_minutes_max, .. } = &mut plan.flows[1].trigger else { unreachable!() };
    *age_minutes_max = of_flow;
    plan.flows[1].reentry = Reentry::Always;
    let population = people(&plan);
    let history = rehearse(&plan, &population);
    let mut age = 0;
    let mut refused = Vec::new();
    for fact in history.facts() {
        match fact.kind {
            FactKind::Arrived { age_minutes, .. } => age = age_minutes,
            FactKind::NotEntered { why: NotEntered::TooOld, .. } => refused.push(age),
            _ => {}
        }
    }
    let finding = finding(&plan, &history, "cadence-suffices");
    (plan, finding, refused)
}

#[test]
fn an_event_that_only_the_platform_finds_too_old_is_owed_all_the_same() {
    let (plan, finding, refused) = late_carts(Some(60), None);
    assert!(refused.len() > 20);
    for age in refused {
        assert!(owes_start(&plan.flows[1], age) && !platform_starts_on(&plan, &plan.flows[1], age));
    }
    let flow = Index::new(1);
    assert_eq!(finding.causes[0].cause, Cause::from(CadenceCause::PlatformLimit(flow)));
    let (plan, finding, refused) = late_carts(Some(DAY_MINUTES), Some(60));
    assert!(refused.iter().all(|&age| !owes_start(&plan.flows[1], age)) && refused.len() > 20);
    assert_eq!(finding.causes[0].cause, Cause::from(CadenceCause::FlowLimit(flow)));
}
