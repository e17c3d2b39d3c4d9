//! Orders that happened and orders of which a platform has heard: two fields of a condition, counted anew.

use proptest::prelude::*;

use crate::claim::{ClaimPlan, CustomClaim};
use crate::condition::{Comparison, Field, Predicate, Term};
use crate::engine::run;
use crate::example::{random_plan, webshop};
use crate::feed::Feed;
use crate::history::{Actor, Fact, FactKind, History};
use crate::identity::{Identity, resolve};
use crate::ids::{EventMark, Index, Side};
use crate::invariant::{Evidence, Verdict, judge};
use crate::ledger::RowsRead;
use crate::plan::{Plan, PopulationPlan, Trigger};
use crate::population::{generate, sign_ups};
use crate::ratio::Ratio;
use crate::records::{Origin, Population};
use crate::time::Minute;
use crate::value::Value;

fn more_than_none(field: Field) -> Predicate {
    Predicate::Compare(Comparison::Greater, Term::Field(field), Term::Constant(Value::Int(0)))
}

/// Nobody is mailed of whom the field is above zero.
fn never(plan: &mut Plan, name: &str, field: Field) {
    let claim =
        CustomClaim { name: name.to_owned(), text: name.to_owned(), condition: more_than_none(field), never: true };
    plan.claims.push(ClaimPlan::Custom(claim));
}

fn rehearse(plan: &Plan) -> (Population, Identity, History) {
    let PopulationPlan::Synthetic(synthetic) = &plan.population else { unreachable!() };
    let mut population = generate(plan, 0..synthetic.profiles);
    population.append(sign_ups(plan));
    let identity = resolve(&plan.identity, &population);
    let history = run(plan, &population, &identity, 1, &|_| {});
    (population, identity, history)
}

fn is_order(plan: &Plan, event: Index<EventMark>) -> bool {
    plan.events[event.get()].is_order
}

/// Orders and the last one, of the records that came to a platform and of the events that arrived there.
fn recounted(plan: &Plan, population: &Population, records: &[u32], facts: &[Fact], side: Side) -> (u32, Minute) {
    let came = |record: &u32| match side {
        Side::Source => population.origin[*record as usize] == Origin::Source,
        Side::Target => facts
            .iter()
            .any(|fact| matches!(fact.kind, FactKind::RowApplied { record: applied, .. } if applied == *record)),
    };
    let mut counted = (0_u32, Minute::NEVER);
    for &record in records.iter().filter(|record| came(record)) {
        counted.0 += population.orders[record as usize];
        counted.1 = counted.1.max(population.last_order[record as usize]);
    }
    for fact in facts {
        if let FactKind::Arrived { side: on, event, age_minutes, by } = fact.kind
            && (on, is_order(plan, event)) == (side, true)
            && by != Actor::Replay
        {
            counted.0 += 1;
            counted.1 = counted.1.max(fact.at.plus(-age_minutes));
        }
    }
    counted
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_platform_knows_the_orders_of_its_rows_and_the_events_that_arrived(seed in 0_u64..100_000) {
        let mut plan = random_plan(seed);
        never(&mut plan, "mine", Field::OrdersArrived);
        let (population, identity, history) = rehearse(&plan);
        for (profile, facts) in history.chapters.iter().flat_map(|chapter| chapter.profiles()) {
            for side in Side::ALL {
                let told = facts.iter().rev().find_map(|fact| match fact.kind {
                    FactKind::OrdersArrived { side: on, number, last } if on == side => Some((number, last)),
                    _ => None,
                });
                let expected = recounted(&plan, &population, identity.records_of(profile), facts, side);
                prop_assert_eq!(told.unwrap_or((0, Minute::NEVER)), expected, "profile {} on {}", profile, side.name());
            }
        }
    }
}

/// A webshop whose customers never ordered before, and order often from the first day on.
fn busy(feed: Feed) -> Plan {
    let mut plan = webshop(60);
    let PopulationPlan::Synthetic(synthetic) = &mut plan.population else { unreachable!() };
    synthetic.ordered = Ratio::ZERO;
    plan.behaviour.events[0].per_day = Ratio::new(1, 4).unwrap();
    plan.events[0].feeds = [feed; 2];
    for (name, field) in [
        ("happened", Field::Orders),
        ("spent", Field::SpentMinor),
        ("arrived", Field::OrdersArrived),
        ("spent-arrived", Field::SpentArrivedMinor),
    ] {
        never(&mut plan, name, field);
    }
    plan
}

fn verdicts(plan: &Plan) -> Vec<Verdict> {
    let (_, _, history) = rehearse(plan);
    let judgement = judge(&Evidence { plan, history: &history, rows: RowsRead::default() }, 1);
    let own = judgement.findings.into_iter().filter(|finding| {
        plan.claims.iter().any(|claim| matches!(claim, ClaimPlan::Custom(claim) if claim.name == finding.name))
    });
    own.map(|finding| finding.verdict).collect()
}

#[test]
fn an_order_of_which_no_platform_hears_happened_all_the_same() {
    assert_eq!(verdicts(&busy(Feed::RealTime)), [Verdict::Violated; 4]);
    let unheard = [Verdict::Violated, Verdict::Violated, Verdict::Holds, Verdict::Holds];
    assert_eq!(verdicts(&busy(Feed::Missing)), unheard);
}

#[test]
fn a_condition_of_a_flow_can_ask_for_the_name_of_the_event() {
    let entered = |name: &str| {
        let mut plan = webshop(60);
        plan.symbols.extend(["started_checkout", "placed_order"].map(str::to_owned));
        let place = plan.symbols.iter().position(|symbol| symbol == name).unwrap();
        let is_named = Predicate::Compare(
            Comparison::Equal,
            Term::Field(Field::EventName),
            Term::Constant(Value::Text(Index::new(place as u16))),
        );
        let Trigger::Event { filter, .. } = &mut plan.flows[1].trigger else { unreachable!() };
        *filter = is_named;
        let (_, _, history) = rehearse(&plan);
        history.facts().filter(|fact| matches!(fact.kind, FactKind::Entered { flow, .. } if flow.get() == 1)).count()
    };
    assert!(entered("started_checkout") > 20);
    assert_eq!(entered("placed_order"), 0);
}
