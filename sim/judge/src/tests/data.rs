//! Rows, events, feeds, custom claims.

use super::fixtures::*;
use crate::CustomHeadline;
use crate::Verdict::{Holds, Unknown, Vacuous, Violated};
use crate::judges::events::{CadenceCause, EventUse, ExistCause};
use crate::judges::fire::{FireCause, Unreached};
use crate::judges::repeat::RepeatCause;
use crate::judges::transport::{AppliedCause, AppliedHeadline, RowsHeadline};
use crate::ledger::RowsRead;
use rehearsal_core::claim::{ClaimPlan, CustomClaim};
use rehearsal_core::condition::{Comparison, Field, Predicate, Term};
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::feed::Feed;
use rehearsal_core::history::{Actor, FactKind, NoEntryReason, RowSkip};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::plan::{Action, Goal, Step};
use rehearsal_core::time::{DAY_MINUTES, Minute, Weekday};
use rehearsal_core::value::Value;

const RECONCILE: &str = "rows-reconcile";
const ONCE: &str = "applied-exactly-once";

#[test]
fn every_row_counts_once_in_the_line_that_says_most() {
    let mut world = HandmadeHistory::new();
    world.tell(
        0,
        1,
        &[
            FactKind::RowUnknown { record: 0 },
            FactKind::RowApplied { record: 0, created: true },
            FactKind::RowApplied { record: 0, created: false },
            FactKind::RowApplied { record: 9, created: false },
            FactKind::RowRepeated { record: 9 },
        ],
    );
    world.tell(1, 1, &[FactKind::RowSkipped { record: 1, why: RowSkip::NoCohort }]);
    world.tell(2, 1, &[FactKind::RowFailed { record: 2 }]);
    world.tell(3, 1, &[FactKind::RowUnknown { record: 3 }]);
    world.tell(4, 1, &[FactKind::RowDropped { record: 4 }]);
    let ledger = world.row_ledger(RowsRead { read: 9, unusable: 1 });
    assert_eq!((ledger.created, ledger.updated, ledger.repeated), (1, 1, 1));
    assert_eq!((ledger.failed, ledger.unknown, ledger.dropped), (1, 1, 1));
    assert_eq!(ledger.skipped, [(RowSkip::NoCohort, 1)]);
    assert_eq!(ledger.unexplained, 2);
}

#[test]
fn rows_must_add_up() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9));
    assert_eq!(world.verdict(RECONCILE), Holds);
    world.rows.read = 3;
    let finding = world.finding(RECONCILE);
    assert_eq!((finding.verdict, finding.count), (Violated, 2));
    assert_eq!(finding.headline, RowsHeadline::Vanished { rows: 2 }.into());
    world.rows.read = 0;
    assert_eq!(world.finding(RECONCILE).headline, RowsHeadline::TooMany { rows: 1 }.into());
}

#[test]
fn a_dropped_row_is_a_violation_with_a_case() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(2, at(0, 9), &[FactKind::RowDropped { record: 2 }]);
    world.rows.read = 2;
    let finding = world.finding(RECONCILE);
    assert_eq!((finding.verdict, finding.count, finding.witnesses[0].profile), (Violated, 1, Some(2)));
}

#[test]
fn a_row_may_be_repeated_but_not_applied_twice() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(1, at(0, 9), &[FactKind::RowRepeated { record: 1 }]);
    world.tell(1, at(0, 9), &[FactKind::RowApplied { record: 7, created: false }]);
    let finding = world.finding(ONCE);
    assert_eq!((finding.verdict, finding.exercised), (Holds, 2));
    world.tell(1, at(0, 10), &[FactKind::RowApplied { record: 1, created: false }]);
    let finding = world.finding(ONCE);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.witnesses[0].facts.len(), 2);
}

#[test]
fn a_row_of_which_nobody_knows_leaves_the_verdict_open() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(2, at(0, 9), &[FactKind::RowUnknown { record: 2 }]);
    let finding = world.finding(ONCE);
    assert_eq!(finding.verdict, Unknown);
    assert_eq!(finding.headline, AppliedHeadline::Unknown { rows: 1 }.into());
    assert_eq!(finding.causes, [counted(AppliedCause::GivenUp, 1)]);
}

const AGAIN: &str = "import-idempotent";

#[test]
fn a_second_import_may_come_but_not_change_anything() {
    let came = FactKind::RowCameAgain { record: 1 };
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(1, at(0, 9), &[FactKind::FlagSet, listed(Actor::Import)]);
    assert_eq!(world.verdict(AGAIN), Vacuous);
    // What the person or another row did in the same minute is not the row's doing.
    world.tell(1, at(3, 9), &[FactKind::SuppressionLifted { side: Side::Target, by: Actor::Person }, came]);
    world.tell(1, at(3, 9), &[FactKind::RowApplied { record: 2, created: false }, listed(Actor::Import)]);
    world.tell(1, at(3, 10), &[FactKind::FlagSet]);
    let finding = world.finding(AGAIN);
    assert_eq!((finding.verdict, finding.exercised), (Holds, 1));
    // The second run is none of the business of applied-exactly-once.
    assert_eq!(world.verdict(ONCE), Holds);
    world.tell(1, at(4, 9), &[came]);
    assert_eq!(world.verdict(ONCE), Violated);
}

#[test]
fn each_change_of_a_second_import_is_found() {
    let consent = FactKind::ConsentChanged {
        side: Side::Target,
        channel: Channel::Email,
        state: ConsentState::Subscribed,
        by: Actor::Import,
    };
    let changes = [
        listed(Actor::Import),
        entered(WELCOME, Actor::Import),
        consent,
        FactKind::FlagSet,
        FactKind::PropertyOverwritten { property: Index::new(0) },
        FactKind::SuppressionLifted { side: Side::Target, by: Actor::Import },
    ];
    for change in changes {
        let mut world = HandmadeHistory::new();
        world.imported(1, at(0, 9)).tell(1, at(3, 9), &[FactKind::RowCameAgain { record: 1 }, change]);
        let finding = world.finding(AGAIN);
        assert_eq!((finding.verdict, finding.count, finding.causes.len()), (Violated, 1, 1), "{change:?}");
        assert_eq!(finding.witnesses[0].facts.len(), 2, "{change:?}");
    }
    // What another row of the profile had set is a contradiction in the export, not an older export.
    for (by, cause) in [(Actor::Person, RepeatCause::Consent), (Actor::Import, RepeatCause::Contradiction)] {
        let before =
            FactKind::ConsentChanged { side: Side::Target, channel: Channel::Email, state: ConsentState::Never, by };
        let mut world = HandmadeHistory::new();
        world.imported(1, at(0, 9)).tell(1, at(2, 9), &[before]);
        world.tell(1, at(3, 9), &[FactKind::RowCameAgain { record: 1 }, consent]);
        assert_eq!(world.finding(AGAIN).causes, [counted(cause, 1)], "{by:?}");
    }
    // One row that changes two things is one row.
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(1, at(3, 9), &[FactKind::RowCameAgain { record: 1 }, changes[0], changes[1]]);
    let finding = world.finding(AGAIN);
    assert_eq!((finding.count, finding.causes.len()), (1, 2));
}

#[test]
fn an_event_that_a_live_flow_uses_must_reach_its_platform() {
    let mut world = HandmadeHistory::new();
    world.tell(1, 1, &[FactKind::FlagSet]);
    assert_eq!(world.verdict("triggers-exist"), Holds);
    world.plan.events[usize::from(CHECKOUT)].feeds[1] = Feed::Missing;
    let finding = world.finding("triggers-exist");
    assert_eq!((finding.verdict, finding.count, finding.first_at), (Violated, 1, None));
    let wanted = EventUse { flow: Index::new(CART), event: Index::new(CHECKOUT) };
    assert_eq!(finding.causes, [counted(ExistCause::StartsOn(wanted), 0)]);
    // A flow that emits the event stands in for the feed; a draft needs none.
    let mut emitted = world.plan.clone();
    emitted.flows[0].steps.insert(0, Step::Act { action: Action::Emit(Index::new(CHECKOUT)), next: 1 });
    std::mem::swap(&mut world.plan, &mut emitted);
    assert_eq!(world.verdict("triggers-exist"), Holds);
    std::mem::swap(&mut world.plan, &mut emitted);
    world.plan.flows[usize::from(CART)].status.from = Minute::FOREVER;
    assert_eq!(world.verdict("triggers-exist"), Holds);
    world.plan.flows[0].goal = Some(Goal::Event(Index::new(CHECKOUT)));
    assert_eq!(world.verdict("triggers-exist"), Violated);
}

#[test]
fn every_live_flow_must_be_entered() {
    let mut world = HandmadeHistory::new();
    world.tell(1, 5, &[WELCOME, CART, SOURCE_CART, CAMPAIGN, RECEIPT].map(|flow| entered(flow, Actor::Person)));
    let finding = world.finding("triggers-fire");
    assert_eq!((finding.verdict, finding.exercised), (Holds, 5));
    world.facts.remove(1);
    world.tell(1, 6, &[FactKind::NotEntered { flow: Index::new(CART), why: NoEntryReason::Filter, by: Actor::Person }]);
    let finding = world.finding("triggers-fire");
    assert_eq!((finding.verdict, finding.count), (Violated, 1));
    let refused = FireCause::Refused { flow: Index::new(CART), reasons: vec![(NoEntryReason::Filter, 1)] };
    assert_eq!(finding.causes, [counted(refused, 0)]);
    world.plan.flows[usize::from(CART)].status.from = Minute(at(50, 0));
    assert_eq!(world.verdict("triggers-fire"), Holds);
}

#[test]
fn an_unreached_branch_is_a_note() {
    let mut world = HandmadeHistory::new();
    world.plan.flows.truncate(1);
    let holds = Predicate::Constant(true);
    world.plan.flows[0].steps = vec![Step::If { condition: holds, holds: 1, otherwise: 1 }, Step::End];
    let branch = FactKind::Branched { flow: Index::new(0), step: 0, branch: 0 };
    world.tell(1, 5, &[entered(WELCOME, Actor::Person), branch]);
    let finding = world.finding("triggers-fire");
    assert_eq!(finding.verdict, Holds);
    let always = FireCause::Unreached { flow: Index::new(WELCOME), step: 0, what: Unreached::ConditionFailed };
    assert_eq!(finding.causes, [counted(always, 0)]);
}

#[test]
fn a_feed_that_is_too_slow_is_found_and_a_replay_is_not_blamed() {
    let too_old = |by| FactKind::NotEntered { flow: Index::new(CART), why: NoEntryReason::TooOld, by };
    let mut world = HandmadeHistory::new();
    world.tell(1, at(1, 0), &[entered(CART, Actor::Person)]);
    world.tell(2, at(1, 0), &[too_old(Actor::Replay)]);
    assert_eq!(world.verdict("cadence-suffices"), Holds);
    world.plan.events[usize::from(CHECKOUT)].feeds[1] = Feed::Weekly { weekday: Weekday::Monday, minute_of_day: 360 };
    world.tell(2, at(7, 6), &[too_old(Actor::Person)]);
    let finding = world.finding("cadence-suffices");
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.causes, [counted(CadenceCause::FlowLimit(Index::new(CART)), 1)]);
}

/// `send.flow == "Campaign" && profile.last_order >= now - 2 days`.
fn recent_buyers() -> Predicate {
    let campaign = Term::Constant(Value::Text(Index::new(7)));
    let since = Term::Minus(
        Box::new(Term::Field(Field::Now)),
        Box::new(Term::Constant(Value::Span(i64::from(2 * DAY_MINUTES)))),
    );
    Predicate::All(vec![
        Predicate::Compare(Comparison::Equal, Term::Field(Field::SendFlow), campaign),
        Predicate::Compare(Comparison::GreaterOrEqual, Term::Field(Field::LastOrder), since),
    ])
}

fn custom(world: &mut HandmadeHistory, condition: Predicate, never: bool) {
    let claim = CustomClaim { name: "mine".to_owned(), text: "my condition".to_owned(), condition, never };
    world.plan.claims.push(ClaimPlan::Custom(claim));
}

#[test]
fn a_custom_claim_sees_the_recipient_as_of_the_send() {
    let ordered = FactKind::Happened { event: Index::new(ORDER), value_minor: 500 };
    let mut world = HandmadeHistory::new();
    custom(&mut world, recent_buyers(), true);
    world.tell(1, at(1, 0), &[ordered]).tell(1, at(6, 0), &[sent(CAMPAIGN)]);
    world.tell(2, at(6, 0), &[sent(CAMPAIGN)]).tell(2, at(6, 1), &[ordered]);
    world.tell(3, at(1, 0), &[ordered]).tell(3, at(2, 0), &[sent(CART)]);
    assert_eq!(world.verdict("mine"), Holds);
    world.tell(4, at(5, 0), &[ordered]).tell(4, at(6, 0), &[sent(CAMPAIGN)]);
    let finding = world.finding("mine");
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 4));
    let condition = "my condition".to_owned();
    assert_eq!(finding.headline, CustomHeadline::Violated { broken: 1, sends: 4, never: true, condition }.into());
    assert_eq!(finding.witnesses[0].profile, Some(4));
}

#[test]
fn a_custom_claim_reads_static_columns_and_lists() {
    let mut world = HandmadeHistory::new();
    world.population.orders[1] = 3;
    let listed_buyer = Predicate::All(vec![
        Predicate::Compare(Comparison::Equal, Term::Field(Field::Orders), Term::Constant(Value::Int(3))),
        Predicate::IsTrue(Term::Field(Field::InList(Index::new(0)))),
    ]);
    custom(&mut world, listed_buyer, false);
    world.tell(1, at(1, 0), &[listed(Actor::Import), sent(CART)]);
    assert_eq!(world.verdict("mine"), Holds);
    world.tell(2, at(1, 0), &[listed(Actor::Import), sent(CART)]);
    assert_eq!(world.verdict("mine"), Violated);
}

#[test]
fn a_property_that_flows_set_to_different_values_leaves_a_custom_claim_open() {
    let property = Index::new(0);
    let set = |value| Step::Act { action: Action::SetProperty { property, value: Value::Bool(value) }, next: 1 };
    let mut world = HandmadeHistory::new();
    custom(&mut world, Predicate::IsTrue(Term::Field(Field::Property(property))), true);
    world.tell(1, at(1, 0), &[FactKind::PropertyChanged { property }, sent(CART)]);
    world.plan.flows[0].steps.insert(0, set(true));
    assert_eq!(world.verdict("mine"), Violated);
    world.plan.flows[1].steps.insert(0, set(false));
    assert_eq!(world.verdict("mine"), Unknown);
    world.facts.clear();
    assert_eq!(world.verdict("mine"), Vacuous);
}
