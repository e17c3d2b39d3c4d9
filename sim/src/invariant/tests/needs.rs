//! Which facts a judge reads, against which it says that it needs: whole runs of random plans, with one kind of fact
//! taken away after the other.

use std::collections::BTreeSet;

use crate::claim::{ClaimPlan, CustomClaim};
use crate::condition::{Comparison, Field, Predicate, Term};
use crate::engine::run;
use crate::example::random_plan;
use crate::history::{Chapter, Fact, FactKinds, FactName, History};
use crate::identity::resolve;
use crate::ids::Index;
use crate::invariant::custom::Watch;
use crate::invariant::{Evidence, Finding, Headline, INVARIANTS, Verdict, judge};
use crate::ledger::RowsRead;
use crate::plan::{Faults, Key, Plan, PopulationPlan};
use crate::population::{generate, sign_ups};
use crate::ratio::Ratio;
use crate::time::Minute;
use crate::value::Value;

/// Random plans, each with claims of its own over every field that says something about a person.
const PLANS: u64 = 120;

fn claims() -> Vec<CustomClaim> {
    let field = |field| Term::Field(field);
    let is = |of, value| Predicate::Compare(Comparison::Equal, field(of), Term::Constant(value));
    let since =
        |of| Predicate::Compare(Comparison::Greater, field(of), Term::Constant(Value::Time(Minute(-1_440 * 90))));
    let conditions = [
        ("created", since(Field::CreatedAt)),
        ("existing", Predicate::IsTrue(field(Field::Existing))),
        ("country", is(Field::Country, Value::Text(Index::new(1)))),
        (
            "reachable",
            Predicate::All(vec![Predicate::IsTrue(field(Field::HasEmail)), Predicate::IsTrue(field(Field::HasPhone))]),
        ),
        ("orders", is(Field::Orders, Value::Int(1))),
        ("last-order", since(Field::LastOrder)),
        ("spent", Predicate::Compare(Comparison::Greater, field(Field::SpentMinor), Term::Constant(Value::Int(9_000)))),
        ("orders-arrived", is(Field::OrdersArrived, Value::Int(1))),
        ("last-order-arrived", since(Field::LastOrderArrived)),
        (
            "spent-arrived",
            Predicate::Compare(Comparison::Greater, field(Field::SpentArrivedMinor), Term::Constant(Value::Int(9_000))),
        ),
        ("last-open", since(Field::LastOpen)),
        ("last-click", since(Field::LastClick)),
        ("email-consent", is(Field::EmailConsent, Value::Text(Index::new(8)))),
        ("sms-consent", is(Field::SmsConsent, Value::Text(Index::new(8)))),
        ("suppressed", Predicate::IsTrue(field(Field::Suppressed))),
        ("listed", Predicate::IsTrue(field(Field::InList(Index::new(0))))),
        ("property", Predicate::Has(field(Field::Property(Index::new(0))))),
    ];
    let claim = |(name, condition): (&str, Predicate)| CustomClaim {
        name: name.to_owned(),
        text: name.to_owned(),
        condition,
        never: true,
    };
    conditions.into_iter().map(claim).collect()
}

fn plan(seed: u64) -> Plan {
    let mut plan = random_plan(seed);
    let share = |of: u64| if seed.is_multiple_of(of) { Ratio::new(1, 5).unwrap() } else { Ratio::ZERO };
    plan.import.faults = Faults {
        refused: share(3),
        row_failed: share(2),
        timed_out: share(3),
        timed_out_applied: Ratio::new(1, 2).unwrap(),
        sent_twice: share(2),
        flag_lost: share(4),
        dropped: share(5),
        attempts_max: 2,
        ..Faults::NONE
    };
    plan.import.door.is_idempotent = seed.is_multiple_of(2);
    let keys = [vec![Key::Email], vec![Key::Email, Key::CustomerId], vec![Key::CustomerId]];
    plan.identity.matches = keys[seed as usize % 3].clone();
    let PopulationPlan::Synthetic(synthetic) = &mut plan.population else { unreachable!() };
    (synthetic.duplicates, synthetic.duplicates_same_email) = (share(1), Ratio::new(1, 2).unwrap());
    synthetic.duplicates_same_customer_id = Ratio::new(1, 2).unwrap();
    plan.claims.extend(claims().into_iter().map(ClaimPlan::Custom));
    plan
}

fn rehearse(plan: &Plan) -> History {
    let PopulationPlan::Synthetic(synthetic) = &plan.population else { unreachable!() };
    let mut population = generate(plan, 0..synthetic.profiles);
    population.append(sign_ups(plan));
    run(plan, &population, &resolve(&plan.identity, &population), 1, &|_| {})
}

/// What is found, without the cases: facts that only illustrate one are not needed.
fn findings(plan: &Plan, history: &History) -> Vec<Finding> {
    let rows = RowsRead { read: 40, unusable: 0 };
    let findings = judge(&Evidence { plan, history, rows }, 1).findings.into_iter();
    findings.map(|finding| Finding { witnesses: Vec::new(), ..finding }).collect()
}

/// A history without the facts of a kind.
fn without(history: &History, name: FactName) -> History {
    let chapter = |chapter: &Chapter| {
        let mut kept = Chapter { first_profile: chapter.first_profile, starts: vec![0], facts: Vec::new() };
        for (_, facts) in chapter.profiles() {
            kept.facts.extend(facts.iter().filter(|fact: &&Fact| fact.kind.name() != name));
            kept.starts.push(u32::try_from(kept.facts.len()).unwrap());
        }
        kept
    };
    History { chapters: history.chapters.iter().map(chapter).collect(), ..history.clone() }
}

fn needs(plan: &Plan, name: &str) -> FactKinds {
    match INVARIANTS.iter().find(|invariant| invariant.name == name) {
        Some(invariant) => invariant.judge.needs,
        None => Watch::new(plan, &claims().into_iter().find(|claim| claim.name == name).unwrap()).needs,
    }
}

#[test]
fn a_judge_without_a_kind_of_fact_that_it_reads_says_which() {
    let mut reads = BTreeSet::new();
    let mut undeclared = BTreeSet::new();
    let mut exercised = BTreeSet::new();
    for seed in 0..PLANS {
        let plan = plan(seed);
        let history = rehearse(&plan);
        let whole = findings(&plan, &history);
        exercised.extend(whole.iter().filter(|finding| finding.exercised > 0).map(|finding| finding.name.clone()));
        for name in FactName::ALL {
            let blind = without(&history, name);
            let kinds = history.kinds.without(FactKinds::of(&[name]));
            let told = findings(&plan, &History { kinds, ..blind.clone() });
            for ((whole, told), blind) in whole.iter().zip(&told).zip(findings(&plan, &blind)) {
                if needs(&plan, &whole.name).meets(FactKinds::of(&[name])) {
                    assert_eq!(told.verdict, Verdict::Unknown, "{} without {name:?}", whole.name);
                    assert_eq!((&told.missing_facts, &told.headline), (&vec![name], &Headline::FactsMissing));
                } else {
                    if whole != told {
                        undeclared.insert((whole.name.clone(), name));
                    }
                }
                if *whole != blind {
                    reads.insert((whole.name.clone(), name));
                }
            }
        }
    }
    assert!(undeclared.is_empty(), "a judge reads facts that it does not say it needs: {undeclared:?}");
    let plan = plan(0);
    for finding in findings(&plan, &rehearse(&plan)) {
        assert!(exercised.contains(&finding.name), "{} is never put to the test", finding.name);
        let is_read = |kind| reads.contains(&(finding.name.clone(), kind));
        let needs = needs(&plan, &finding.name);
        assert!(needs == FactKinds::NONE || needs.names().any(is_read), "{} reads none of its facts", finding.name);
    }
}
