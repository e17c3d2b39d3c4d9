//! Welcome, guards, entries, newcomers.

use super::fixtures::*;
use crate::Verdict::{Holds, Unknown, Vacuous, Violated};
use crate::judges::entry::{EntriesCause, Entry};
use crate::judges::guard::{FlagCause, HeldCause, HeldHeadline};
use crate::judges::newcomers::{NewcomersCause, NewcomersHeadline};
use crate::judges::welcome::{WelcomeBecause, WelcomeCause, WelcomeEntry, WelcomeHeadline};
use rehearsal_core::condition::{Field, Predicate, Term};
use rehearsal_core::history::{Actor, ExitReason, FactKind, NoEntryReason, SkipReason};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::model::Change;
use rehearsal_core::plan::{Action, Delay, Reentry, Step};
use rehearsal_core::time::{DAY_MINUTES, Minute};
use rehearsal_core::value::Value;

/// `profile.migration_hold != true`.
fn unless_flagged() -> Predicate {
    let flag = Term::Field(Field::Property(Index::new(0)));
    Predicate::Not(Box::new(Predicate::Compare(
        rehearsal_core::condition::Comparison::Equal,
        flag,
        Term::Constant(Value::Bool(true)),
    )))
}

fn guarded() -> HandmadeHistory {
    let mut world = HandmadeHistory::new();
    world.plan.flows[0].entry = unless_flagged();
    world
}

const NO_WELCOME: &str = "no-welcome-to-existing";

#[test]
fn an_imported_customer_who_gets_the_welcome_mail_is_a_violation_with_a_story() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).call(at(0, 9));
    world.tell(1, at(0, 9), &[listed(Actor::Import), entered(WELCOME, Actor::Import), sent(WELCOME)]);
    let finding = world.finding(NO_WELCOME);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 1));
    assert_eq!(finding.headline, WelcomeHeadline::Violated { mailed: 1, only_entered: 0 }.into());
    assert_eq!(finding.first_at, Some(Minute(at(0, 9))));
    let flow = Index::new(WELCOME);
    let entry = WelcomeEntry { flow, by: Some(Actor::Import) };
    assert_eq!(finding.causes, [counted(WelcomeCause::FlagNotRead(entry), 1)]);
    assert_eq!(
        changes(&finding),
        [
            vec![Change::GuardFlow { flow, property: "migration_hold".to_owned() }],
            vec![Change::HoldFlow { flow, from: Minute(at(1, 0)) }],
        ]
    );
    let witness = &finding.witnesses[0];
    let received = Some(Index::new(WELCOME));
    let known_since = Some(Minute(at(0, 0) - 400 * DAY_MINUTES));
    assert_eq!(witness.because, WelcomeBecause { received, flow, known_since }.into());
    assert_eq!(witness.facts.last().map(|fact| fact.kind), Some(sent(WELCOME)));
    assert_eq!(witness.facts.len(), 5);
}

#[test]
fn entering_the_welcome_flow_counts_before_any_mail_left() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(1, at(0, 9), &[entered(WELCOME, Actor::Import)]);
    world.imported(2, at(0, 9));
    let finding = world.finding(NO_WELCOME);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.headline, WelcomeHeadline::Violated { mailed: 0, only_entered: 1 }.into());
}

#[test]
fn a_lost_flag_is_told_apart_from_a_missing_filter() {
    let mut world = guarded();
    world.imported(1, at(0, 9));
    world.tell(1, at(0, 9), &[FactKind::FlagLost, entered(WELCOME, Actor::Import), sent(WELCOME)]);
    let finding = world.finding(NO_WELCOME);
    assert_eq!(finding.verdict, Violated);
    let entry = WelcomeEntry { flow: Index::new(WELCOME), by: Some(Actor::Import) };
    assert_eq!(finding.causes, [counted(WelcomeCause::FlagLost(entry), 1)]);
}

#[test]
fn customers_who_sign_up_again_themselves_and_strangers_may_be_welcomed() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(1, at(2, 9), &[entered(WELCOME, Actor::Person), sent(WELCOME)]);
    world.tell(2, at(2, 9), &[entered(WELCOME, Actor::Import), sent(WELCOME)]);
    assert_eq!(world.verdict(NO_WELCOME), Holds);
}

#[test]
fn tolerance_and_off_apply() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).tell(1, at(0, 9), &[entered(WELCOME, Actor::Import)]);
    world.claim(NO_WELCOME, 1, None);
    let finding = world.finding(NO_WELCOME);
    assert_eq!((finding.verdict, finding.count), (Holds, 1));
    assert_eq!(finding.tolerated, Some(1));
    assert_eq!(finding.headline, WelcomeHeadline::Violated { mailed: 0, only_entered: 1 }.into());
    world.plan.claims = vec![rehearsal_core::claim::ClaimPlan::Off { name: NO_WELCOME.to_owned() }];
    assert!(world.judgement(1, 1).findings.iter().all(|finding| finding.name != NO_WELCOME));
}

#[test]
fn a_live_flow_without_a_guard_is_found_while_the_import_runs() {
    let mut world = HandmadeHistory::new();
    world.call(at(0, 9)).imported(1, at(0, 9)).tell(1, at(0, 9), &[entered(WELCOME, Actor::Import)]);
    let finding = world.finding("held-while-importing");
    assert_eq!((finding.verdict, finding.count), (Violated, 1));
    assert_eq!(finding.headline, HeldHeadline::Violated { flows: 1, is_released_early: false }.into());
    let unguarded = HeldCause::Unguarded { flow: Index::new(WELCOME), by: Actor::Import };
    assert_eq!(finding.causes, [counted(unguarded, 1)]);
    assert_eq!(finding.witnesses[0].profile, Some(1));
}

#[test]
fn a_held_or_filtered_flow_or_a_silent_door_is_a_guard() {
    let mut filtered = guarded();
    filtered.call(at(0, 9));
    let mut held = HandmadeHistory::new();
    held.call(at(0, 9));
    held.plan.flows[0].status.from = Minute(at(1, 0));
    let mut silent = HandmadeHistory::new();
    silent.call(at(0, 9));
    silent.plan.import.door.fires_flows = false;
    for world in [filtered, held, silent] {
        assert_eq!(world.verdict("held-while-importing"), Holds);
    }
    assert_eq!(HandmadeHistory::new().verdict("held-while-importing"), Vacuous);
}

#[test]
fn an_old_event_guards_itself_unless_somebody_entered() {
    let mut world = guarded();
    world.plan.import.history = Some(replay(CHECKOUT));
    world.call(at(0, 9)).call(at(1, 9));
    world.calls[1].cohort = 1;
    assert_eq!(world.verdict("held-while-importing"), Holds);
    world.tell(1, at(1, 9), &[entered(CART, Actor::Replay)]);
    assert_eq!(world.verdict("held-while-importing"), Violated);
}

#[test]
fn a_release_before_the_last_accepted_call_is_a_violation() {
    let mut world = guarded();
    world.call(at(0, 9)).call(at(6, 9));
    let finding = world.finding("held-while-importing");
    assert_eq!((finding.verdict, finding.first_at), (Violated, Some(Minute(at(5, 0)))));
    assert_eq!(changes(&finding), [vec![Change::MoveFlagRelease { to: Minute(at(7, 0)) }]]);
}

#[test]
fn a_flag_that_stays_is_found_and_one_that_goes_in_time_is_not() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(0, 9), &[FactKind::FlagSet]).tell(1, at(5, 0), &[FactKind::FlagReleased]);
    assert_eq!(world.verdict("flag-released"), Holds);
    world.tell(2, at(6, 9), &[FactKind::FlagSet]);
    let finding = world.finding("flag-released");
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.causes, [counted(FlagCause::FlaggedLate, 1)]);
}

#[test]
fn a_release_after_the_end_or_by_another_day_moves_the_deadline() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(0, 9), &[FactKind::FlagSet]).tell(1, at(5, 0), &[FactKind::FlagReleased]);
    world.claim("flag-released", 0, Some(at(4, 0)));
    assert_eq!(world.verdict("flag-released"), Violated);
    world.plan.claims.clear();
    world.plan.import.flag.as_mut().unwrap().release = Minute(at(20, 0));
    assert_eq!(world.verdict("flag-released"), Vacuous);
}

#[test]
fn entries_are_held_against_the_reentry_rule() {
    let twice = |reentry, has_left: bool, gap: i32| {
        let mut world = HandmadeHistory::new();
        world.plan.flows[usize::from(CART)].reentry = reentry;
        world.tell(1, at(1, 0), &[entered(CART, Actor::Person)]);
        if has_left {
            world.tell(1, at(1, 1), &[FactKind::Left { flow: Index::new(CART), why: ExitReason::End }]);
        }
        world.tell(1, at(1, 0) + gap, &[entered(CART, Actor::Person)]);
        world.verdict("enters-at-most")
    };
    assert_eq!(twice(Reentry::Never, true, 5 * DAY_MINUTES), Violated);
    assert_eq!(twice(Reentry::AfterExit, true, 5 * DAY_MINUTES), Holds);
    assert_eq!(twice(Reentry::AfterExit, false, 5 * DAY_MINUTES), Violated);
    assert_eq!(twice(Reentry::AfterMinutes(DAY_MINUTES), true, DAY_MINUTES), Holds);
    assert_eq!(twice(Reentry::AfterMinutes(DAY_MINUTES), true, DAY_MINUTES - 1), Violated);
    assert_eq!(twice(Reentry::Always, false, 1), Holds);
}

#[test]
fn flows_of_one_name_on_both_platforms_are_one_journey() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(1, 0), &[entered(SOURCE_CART, Actor::Person), entered(CART, Actor::Person)]);
    let finding = world.finding("enters-at-most");
    assert_eq!(finding.verdict, Violated);
    let entry = Entry { flow: Index::new(CART), is_on_both_platforms: true };
    assert_eq!(finding.causes, [counted(EntriesCause::StillIn(entry), 1)]);
    assert_eq!(finding.witnesses[0].facts.len(), 2);
}

const NEWCOMERS: &str = "welcome-to-new";

fn newcomer(profile: u32, minute: i32, then: &[FactKind], world: &mut HandmadeHistory) {
    world.tell(profile, minute, &[FactKind::SignedUp { side: Side::Target }, listed(Actor::Person)]);
    world.tell(profile, minute, then);
}

fn kept_out(why: NoEntryReason) -> FactKind {
    FactKind::NotEntered { flow: Index::new(WELCOME), why, by: Actor::Person }
}

#[test]
fn newcomers_who_are_welcomed_once_are_fine_and_silence_is_not() {
    let mut world = HandmadeHistory::new();
    newcomer(1, at(1, 0), &[entered(WELCOME, Actor::Person), sent(WELCOME)], &mut world);
    assert_eq!(world.verdict(NEWCOMERS), Holds);
    newcomer(2, at(1, 0), &[], &mut world);
    let finding = world.finding(NEWCOMERS);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.headline, NewcomersHeadline::Violated { missed: 1, twice: 0 }.into());
}

#[test]
fn a_guard_that_silences_newcomers_is_named() {
    let flow = Index::new(WELCOME);
    for (why, told) in
        [(NoEntryReason::Held, NewcomersCause::Held(flow)), (NoEntryReason::Filter, NewcomersCause::Flagged(flow))]
    {
        let mut world = guarded();
        newcomer(1, at(1, 0), &[kept_out(why)], &mut world);
        let finding = world.finding(NEWCOMERS);
        assert_eq!(finding.verdict, Violated);
        assert_eq!(finding.causes, [counted(told, 1)]);
    }
}

#[test]
fn two_welcome_mails_are_one_too_many() {
    let mut world = HandmadeHistory::new();
    newcomer(1, at(1, 0), &[entered(WELCOME, Actor::Person), sent(WELCOME), sent(WELCOME)], &mut world);
    assert_eq!(world.finding(NEWCOMERS).headline, NewcomersHeadline::Violated { missed: 0, twice: 1 }.into());
}

#[test]
fn newcomers_who_cannot_be_mailed_or_came_just_now_are_not_judged() {
    let skipped = FactKind::Skipped { message: Index::new(WELCOME), why: SkipReason::NoConsent };
    let mut world = HandmadeHistory::new();
    newcomer(1, at(1, 0), &[entered(WELCOME, Actor::Person), skipped], &mut world);
    newcomer(2, at(1, 0), &[kept_out(NoEntryReason::Filter)], &mut world);
    newcomer(3, at(9, 1), &[], &mut world);
    let waiting = FactKind::StillWaiting { message: Index::new(WELCOME), waited_minutes: 7_000 };
    newcomer(4, at(5, 0), &[entered(WELCOME, Actor::Person)], &mut world);
    world.tell(4, at(9, 23), &[waiting]);
    assert_eq!(world.verdict(NEWCOMERS), Vacuous);
    let dropped = FactKind::Skipped { message: Index::new(WELCOME), why: SkipReason::OverCap };
    newcomer(0, at(1, 0), &[entered(WELCOME, Actor::Person), dropped], &mut world);
    assert_eq!(world.verdict(NEWCOMERS), Violated);
}

#[test]
fn a_mail_that_should_have_left_long_ago_is_missed_and_one_that_is_not_due_is_not() {
    let mut world = HandmadeHistory::new();
    newcomer(1, at(1, 0), &[entered(WELCOME, Actor::Person)], &mut world);
    assert_eq!(world.verdict(NEWCOMERS), Violated);
    world.plan.flows[0].steps.insert(0, Step::Wait { delay: Delay::Elapsed { minutes: 20 * DAY_MINUTES }, next: 1 });
    world.plan.flows[0].steps[1] = Step::Act { action: Action::Send(Index::new(0)), next: 2 };
    assert_ne!(world.verdict(NEWCOMERS), Violated);
    assert_ne!(world.verdict(NEWCOMERS), Unknown);
}
