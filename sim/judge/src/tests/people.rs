//! Consent, suppression, unsubscribes, identity.

use super::fixtures::*;
use crate::Verdict::{self, Holds, Vacuous, Violated};
use crate::judges::consent::ConsentCause;
use crate::judges::customer::CustomerCause;
use crate::judges::identity::{PersonCause, PersonHeadline};
use crate::judges::optout::{SuppressedCause, SuppressedHeadline};
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::feed::Feed;
use rehearsal_core::history::{Actor, FactKind, Recognised};
use rehearsal_core::ids::Side;
use rehearsal_core::model::Change;
use rehearsal_core::plan::ConsentHandling;
use rehearsal_core::time::{Minute, Weekday};

fn at_source(state: ConsentState) -> FactKind {
    FactKind::SourceConsent { channel: Channel::Email, state }
}

fn consent(side: Side, state: ConsentState, by: Actor) -> FactKind {
    FactKind::ConsentChanged { side, channel: Channel::Email, state, by }
}

fn unsubscribed(side: Side) -> FactKind {
    FactKind::Unsubscribed { side, channel: Channel::Email }
}

/// The verdict on an imported person with this consent at the source, after these facts.
fn gained(source: ConsentState, facts: &[FactKind]) -> Verdict {
    let mut world = HandmadeHistory::new();
    world.tell(1, 0, &[at_source(source)]).imported(1, at(0, 9)).tell(1, at(0, 9), facts);
    world.verdict("consent-never-gained")
}

#[test]
fn an_import_may_carry_a_consent_and_never_make_one() {
    use ConsentState::{Never, Subscribed, Unsubscribed};
    let import = |state| consent(Side::Target, state, Actor::Import);
    assert_eq!(gained(Subscribed, &[import(Subscribed)]), Holds);
    assert_eq!(gained(Subscribed, &[]), Holds);
    assert_eq!(gained(Never, &[import(Subscribed)]), Violated);
    assert_eq!(gained(Unsubscribed, &[import(Never)]), Violated);
    // The source's own consent may change; only the target's is judged.
    assert_eq!(gained(Never, &[consent(Side::Source, Subscribed, Actor::Sync)]), Holds);
}

#[test]
fn only_a_persons_own_act_renews_the_basis() {
    use ConsentState::{Never, Subscribed, Unsubscribed};
    let person = consent(Side::Target, Subscribed, Actor::Person);
    let import = consent(Side::Target, Subscribed, Actor::Import);
    assert_eq!(gained(Never, &[person, import]), Holds);
    assert_eq!(gained(Subscribed, &[unsubscribed(Side::Source), import]), Violated);
    assert_eq!(gained(Subscribed, &[consent(Side::Source, Unsubscribed, Actor::Person), import]), Violated);
}

#[test]
fn gained_consent_names_the_door_and_the_setting() {
    let mut world = HandmadeHistory::new();
    world.plan.import.consent = ConsentHandling::SubscribeAll;
    world.tell(1, 0, &[at_source(ConsentState::Never)]).imported(1, at(0, 9));
    world.tell(1, at(0, 9), &[consent(Side::Target, ConsentState::Subscribed, Actor::Import)]);
    let finding = world.finding("consent-never-gained");
    let (lawful, became) = (ConsentState::Never, ConsentState::Subscribed);
    let gained = ConsentCause::Gained { by: Actor::Import, channel: Channel::Email, lawful, became };
    assert_eq!(finding.causes, [counted(gained, 1)]);
    assert_eq!(changes(&finding)[0], [Change::SetConsentHandling { handling: ConsentHandling::AsExported }]);
    assert_eq!(finding.witnesses[0].facts.len(), 3);
}

const SUPPRESSED: &str = "suppressed-stays-suppressed";

fn suppressed_at_source(world: &mut HandmadeHistory, reasons: Suppressions) {
    world.tell(1, 0, &[FactKind::SourceSuppressed { reasons }]).imported(1, at(0, 9));
}

fn loaded() -> FactKind {
    FactKind::Suppressed { side: Side::Target, reasons: Suppressions::BOUNCED, by: Actor::Import }
}

#[test]
fn suppressions_must_be_loaded_before_the_first_mail() {
    let mut world = HandmadeHistory::new();
    suppressed_at_source(&mut world, Suppressions::BOUNCED);
    world.tell(1, at(0, 8), &[loaded()]);
    assert_eq!(world.verdict(SUPPRESSED), Holds);
    let mut late = HandmadeHistory::new();
    suppressed_at_source(&mut late, Suppressions::BOUNCED);
    late.tell(1, at(0, 10), &[sent(WELCOME)]).tell(1, at(1, 0), &[loaded()]);
    let finding = late.finding(SUPPRESSED);
    assert_eq!((finding.verdict, finding.first_at), (Violated, Some(Minute(at(0, 10)))));
    assert_eq!(finding.causes, [counted(SuppressedCause::LoadedLate, 1)]);
    assert_eq!(finding.headline, SuppressedHeadline::Mailed { addresses: 1 }.into());
}

#[test]
fn only_the_person_may_lift_a_suppression() {
    let lifted = |by| {
        let mut world = HandmadeHistory::new();
        suppressed_at_source(&mut world, Suppressions::COMPLAINED);
        world.tell(1, at(0, 8), &[loaded()]);
        world.tell(1, at(0, 9), &[FactKind::SuppressionLifted { side: Side::Target, by }, sent(WELCOME)]);
        world.finding(SUPPRESSED)
    };
    assert_eq!(lifted(Actor::Person).verdict, Holds);
    let finding = lifted(Actor::Import);
    assert_eq!((finding.verdict, finding.count), (Violated, 1));
    assert_eq!(finding.headline, SuppressedHeadline::Lost { people: 1 }.into());
}

#[test]
fn people_without_a_profile_and_receipts_to_the_unsubscribed_are_no_matter() {
    let mut nobody = HandmadeHistory::new();
    nobody.tell(1, 0, &[FactKind::SourceSuppressed { reasons: Suppressions::BOUNCED }]);
    assert_eq!(nobody.verdict(SUPPRESSED), Vacuous);
    for (reasons, verdict) in [(Suppressions::UNSUBSCRIBED, Holds), (Suppressions::BOUNCED, Violated)] {
        let mut world = HandmadeHistory::new();
        suppressed_at_source(&mut world, reasons);
        world.tell(1, at(1, 0), &[sent(RECEIPT)]);
        assert_eq!(world.verdict(SUPPRESSED), verdict);
    }
}

const HONOURED: &str = "unsubscribe-honoured";

#[test]
fn an_unsubscribe_must_reach_the_other_platform_in_time() {
    let synced = |minute| {
        let mut world = HandmadeHistory::new();
        world.plan.unsubscribe_sync = [Feed::Weekly { weekday: Weekday::Monday, minute_of_day: 360 }; 2];
        world.imported(1, at(0, 9)).tell(1, at(1, 0), &[unsubscribed(Side::Source)]);
        world.tell(1, minute, &[consent(Side::Target, ConsentState::Unsubscribed, Actor::Sync)]);
        world.finding(HONOURED)
    };
    assert_eq!(synced(at(3, 0)).verdict, Holds);
    let late = synced(at(3, 0) + 1);
    assert_eq!((late.verdict, late.first_at), (Violated, Some(Minute(at(3, 0)))));
    assert_eq!(changes(&late), [vec![Change::SetUnsubscribeSync { from: Side::Source, feed: Feed::RealTime }]]);
}

#[test]
fn a_platform_without_the_profile_or_out_of_service_need_not_know() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(1, 0), &[unsubscribed(Side::Source)]);
    assert_eq!(world.verdict(HONOURED), Holds);
    world.imported(1, at(0, 9));
    assert_eq!(world.verdict(HONOURED), Violated);
    world.plan.platforms[1].live_from = Minute(at(8, 0));
    assert_eq!(world.verdict(HONOURED), Holds);
}

#[test]
fn no_marketing_after_an_unsubscribe_unless_the_person_says_yes_again() {
    let told = |facts: &[FactKind]| {
        let mut world = HandmadeHistory::new();
        world.imported(1, at(0, 9)).tell(1, at(1, 0), &[unsubscribed(Side::Target)]);
        world.tell(1, at(1, 0), &[consent(Side::Source, ConsentState::Unsubscribed, Actor::Sync)]);
        world.tell(1, at(4, 0), facts);
        world.verdict(HONOURED)
    };
    let again = consent(Side::Target, ConsentState::Subscribed, Actor::Person);
    assert_eq!(told(&[]), Holds);
    assert_eq!(told(&[sent(CAMPAIGN)]), Violated);
    assert_eq!(told(&[sent(SOURCE_CART)]), Violated);
    assert_eq!(told(&[sent(RECEIPT), sent(TEXT)]), Holds);
    assert_eq!(told(&[again, sent(CAMPAIGN)]), Holds);
    assert_eq!(HandmadeHistory::new().verdict(HONOURED), Vacuous);
}

#[test]
fn a_second_profile_of_one_person_is_found() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).imported(2, at(0, 9));
    assert_eq!(world.verdict("one-person-one-profile"), Holds);
    world.tell(2, at(0, 9), &[FactKind::SamePersonAs { profile: 1, by: Recognised::Key }]);
    let finding = world.finding("one-person-one-profile");
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.causes, [counted(PersonCause::SecondProfile { by: Recognised::Key }, 1)]);
}

#[test]
fn a_second_profile_says_by_what_the_person_was_recognised() {
    let mut world = HandmadeHistory::new();
    world.plan.identity.by_evidence = true;
    world.imported(1, at(0, 9)).imported(2, at(0, 9));
    world.tell(2, at(0, 9), &[FactKind::SamePersonAs { profile: 1, by: Recognised::Evidence }]);
    let finding = world.finding("one-person-one-profile");
    assert_eq!((finding.verdict, finding.count), (Violated, 1));
    assert_eq!(finding.causes, [counted(PersonCause::SecondProfile { by: Recognised::Evidence }, 1)]);
}

#[test]
fn two_people_in_one_profile_are_found() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9)).imported(2, at(0, 9));
    world.tell(
        1,
        at(0, 10),
        &[FactKind::RowApplied { record: 3, created: false }, FactKind::AnotherPerson { record: 3 }],
    );
    let finding = world.finding("one-person-one-profile");
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.headline, PersonHeadline::Violated { second_profiles: 0, merged: 1 }.into());
    assert_eq!(finding.witnesses[0].facts.len(), 2);
    // Both at once are told apart.
    world.tell(2, at(0, 9), &[FactKind::SamePersonAs { profile: 1, by: Recognised::Key }]);
    let finding = world.finding("one-person-one-profile");
    assert_eq!((finding.count, finding.causes.len()), (2, 2));
    assert_eq!(finding.headline, PersonHeadline::Violated { second_profiles: 1, merged: 1 }.into());
}

const CUSTOMER: &str = "one-customer-id";

fn customers() -> HandmadeHistory {
    let mut world = HandmadeHistory::new();
    world.plan.identity.matches.push(rehearsal_core::plan::Key::CustomerId);
    world.imported(1, at(0, 9)).tell(1, at(0, 9), &[FactKind::CustomerId { number: 1 }]);
    world
}

#[test]
fn a_profile_has_one_customer_id_and_an_id_one_profile() {
    let mut world = customers();
    // A second row with the same id is no second id.
    world.tell(1, at(0, 9), &[FactKind::CustomerId { number: 1 }]);
    let finding = world.finding(CUSTOMER);
    assert_eq!((finding.verdict, finding.exercised), (Holds, 1));
    world.tell(1, at(0, 10), &[FactKind::CustomerId { number: 3 }]);
    let finding = world.finding(CUSTOMER);
    assert_eq!((finding.verdict, finding.count, finding.witnesses[0].facts.len()), (Violated, 1, 2));
    assert_eq!(finding.causes, [counted(CustomerCause::Several, 1)]);

    let mut world = customers();
    world.imported(2, at(0, 9));
    let finding = world.finding(CUSTOMER);
    assert_eq!(finding.causes, [counted(CustomerCause::Missing, 1)]);

    let mut world = customers();
    world.imported(2, at(0, 9)).tell(2, at(0, 9), &[FactKind::CustomerId { number: 1 }]);
    world.imported(4, at(0, 9)).tell(4, at(0, 9), &[FactKind::CustomerId { number: 1 }]);
    let finding = world.finding(CUSTOMER);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 2, 3));
    assert_eq!(finding.causes, [counted(CustomerCause::Shared, 2)]);
    assert_eq!(finding.witnesses[0].profile, Some(2));
}

#[test]
fn customer_ids_are_no_matter_where_nobody_asks_for_them() {
    let mut world = HandmadeHistory::new();
    world.imported(1, at(0, 9));
    assert_eq!(world.verdict(CUSTOMER), Vacuous);
    let mut world = customers();
    world.facts.clear();
    world.tell(1, at(0, 9), &[FactKind::SignedUp { side: Side::Source }]);
    assert_eq!(world.verdict(CUSTOMER), Vacuous);
}
