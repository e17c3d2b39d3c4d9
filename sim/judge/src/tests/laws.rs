//! Laws of judging: no facts, any facts, any number of threads, any parts; and of the registry.

use proptest::prelude::*;

use super::fixtures::*;
use crate::{INVARIANTS, Verdict};
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::history::{
    Actor, DeferReason, ExitReason, Fact, FactKind, NoEntryReason, Recognised, RowSkip, SkipReason,
};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::plan::{Clock, FrequencyCap, Key, QuietHours, Tail};
use rehearsal_core::time::Minute;

#[test]
fn without_facts_nothing_holds() {
    let world = HandmadeHistory::new();
    let findings = world.judgement(1, 2).findings;
    assert_eq!(findings.len(), INVARIANTS.len());
    for finding in findings {
        // A flow that nothing can enter is a violation even of an empty history; nothing else is.
        let expected = if finding.name == "triggers-fire" { Verdict::Violated } else { Verdict::Vacuous };
        assert_eq!(finding.verdict, expected, "{}", finding.name);
    }
}

#[test]
fn names_are_unique_and_kebab_case_and_texts_are_whole() {
    for (number, invariant) in INVARIANTS.iter().enumerate() {
        let name = invariant.name;
        assert!(name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'), "{name}");
        assert!(!name.starts_with('-') && !name.ends_with('-') && !name.contains("--"), "{name}");
        assert!(INVARIANTS[..number].iter().all(|other| other.name != name), "{name}");
        let sentences = [invariant.what, invariant.seeded_fault, invariant.fix, invariant.not_covered];
        assert!(sentences.iter().all(|text| text.ends_with('.') && text.len() > 20), "{name}");
        // `why` stands behind a colon in reports.
        assert!(!invariant.why.ends_with('.') && invariant.why.len() > 20 && invariant.title.len() > 5, "{name}");
    }
}

/// Any fact; flows, messages and records of the fixture, and some that it does not have.
fn kind() -> impl Strategy<Value = FactKind> {
    let small = 0..7_u16;
    let actor = proptest::sample::select(vec![Actor::Import, Actor::Person, Actor::Sync, Actor::Replay, Actor::Flow]);
    let side = proptest::sample::select(Side::ALL.to_vec());
    let state =
        proptest::sample::select(vec![ConsentState::Unsubscribed, ConsentState::Never, ConsentState::Subscribed]);
    let everything = (0..34_u8, small, actor, side, state, any::<bool>());
    everything.prop_map(|(code, number, by, side, state, yes)| {
        let (channel, record) = (Channel::ALL[usize::from(yes)], u32::from(number));
        match code {
            0 => FactKind::Known { created_at: Minute(-5) },
            1 => FactKind::SourceConsent { channel, state },
            2 => FactKind::SourceSuppressed { reasons: Suppressions::BOUNCED },
            3 => FactKind::SamePersonAs { profile: 0, by: Recognised::Key },
            4 => FactKind::SignedUp { side },
            5 | 6 => FactKind::RowApplied { record, created: yes },
            7 => FactKind::RowRepeated { record },
            8 => FactKind::RowSkipped { record, why: RowSkip::NoKey },
            9 => FactKind::RowUnknown { record },
            10 => FactKind::RowDropped { record },
            11 => FactKind::FlagSet,
            12 => FactKind::FlagReleased,
            13 | 14 => FactKind::ConsentChanged { side, channel, state, by },
            15 => FactKind::Suppressed { side, reasons: Suppressions::BLOCKED, by },
            16 => FactKind::SuppressionLifted { side, by },
            17 => FactKind::ListAdded { side, list: Index::new(number), by },
            18 => FactKind::Arrived { side, event: Index::new(number), age_minutes: 3, by },
            19 | 20 => FactKind::Entered { flow: Index::new(number), by },
            21 => FactKind::NotEntered { flow: Index::new(number), why: NoEntryReason::TooOld, by },
            22 => FactKind::Branched { flow: Index::new(number), step: number, branch: number as u8 },
            23 => FactKind::Left { flow: Index::new(number), why: ExitReason::End },
            24 => FactKind::Skipped { message: Index::new(number), why: SkipReason::Held },
            25 => FactKind::Deferred { message: Index::new(number), why: DeferReason::Ramp },
            26 => FactKind::StillWaiting { message: Index::new(number), waited_minutes: 9 },
            27 => FactKind::Unsubscribed { side, channel },
            28 => FactKind::RowCameAgain { record },
            29 => FactKind::PropertyOverwritten { property: Index::new(number) },
            30 => FactKind::CustomerId { number: record },
            31 => FactKind::AnotherPerson { record },
            _ => sent(number),
        }
    })
}

fn busy() -> HandmadeHistory {
    let mut world = HandmadeHistory::new();
    world.plan.identity.matches.push(Key::CustomerId);
    world.call(at(0, 9));
    world.plan.sending.pools[0].ramp = Some(ramp(&[1], Tail::Last));
    world.plan.sending.caps = vec![FrequencyCap { channel: Channel::Email, count: 1, minutes: 60 }];
    let (from_minute, until_minute, clock) = (20 * 60, 9 * 60, Clock::Account);
    world.plan.sending.quiet_hours = vec![QuietHours { channel: Channel::Email, from_minute, until_minute, clock }];
    world
}

proptest! {
    /// Neither the parts nor the number of threads show in a judgement, and no fact makes a judge panic.
    #[test]
    fn a_judgement_does_not_depend_on_threads_or_parts(
        facts in proptest::collection::vec((0..5_u32, -10..15_000_i32, kind()), 0..80),
        part in 1..6_u32,
        threads in 0..5_usize,
    ) {
        let mut world = busy();
        world.facts = facts.into_iter().map(|(profile, minute, kind)| Fact { at: Minute(minute), profile, kind }).collect();
        prop_assert_eq!(world.judgement(100, 1), world.judgement(part, threads));
    }

    /// Every count is a sum over people: a judgement of two people apart adds up to that of both, for claims that
    /// count people and entries.
    #[test]
    fn counts_add_up_over_people(
        facts in proptest::collection::vec((0..2_u32, 0..14_000_i32, kind()), 0..60),
    ) {
        let count = |keep: &dyn Fn(u32) -> bool, name: &str| {
            let mut world = busy();
            let kept = facts.iter().filter(|(profile, ..)| keep(*profile));
            world.facts = kept.map(|&(profile, minute, kind)| Fact { at: Minute(minute), profile, kind }).collect();
            let finding = world.finding(name);
            (finding.count, finding.exercised)
        };
        let additive = [
            "no-welcome-to-existing", "welcome-to-new", "flag-released", "enters-at-most", "consent-never-gained",
            "suppressed-stays-suppressed", "unsubscribe-honoured", "one-person-one-profile", "applied-exactly-once",
            "import-idempotent", "backlog-drains", "caps-respected", "quiet-hours-respected", "no-double-send", "cadence-suffices",
        ];
        for name in additive {
            let (one, two, both) = (count(&|p| p == 0, name), count(&|p| p == 1, name), count(&|_| true, name));
            prop_assert_eq!((one.0 + two.0, one.1 + two.1), both, "{}", name);
        }
    }
}
