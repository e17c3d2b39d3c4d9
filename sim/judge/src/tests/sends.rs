//! Ramps, the queue, caps, quiet hours, double sends, and the table of sends.

use super::fixtures::*;
use crate::Headline;
use crate::Verdict::{Holds, Vacuous, Violated};
use crate::judges::ramp::{RampCause, RampHeadline, RampWindow};
use crate::judges::timing::QuietBecause;
use crate::judges::volume::{BacklogHeadline, CapsCause};
use crate::ledger::SendLine;
use rehearsal_core::consent::Channel;
use rehearsal_core::history::{DeferReason, FactKind};
use rehearsal_core::ids::Index;
use rehearsal_core::model::Change;
use rehearsal_core::plan::{Advance, CapTable, Clock, FrequencyCap, QuietHours, Tail, Window};
use rehearsal_core::time::{DAY_MINUTES, Minute};

const RAMP: &str = "ramp-respected";

/// A window of the target's pool.
const fn window(day: i32, hour: Option<Minute>, provider: Option<u16>) -> RampWindow {
    let provider = match provider {
        Some(provider) => Some(Index::new(provider)),
        None => None,
    };
    RampWindow { pool: Index::new(0), day, hour, provider }
}

/// The worst window alone is over its cap.
fn over(worst: RampWindow, sent: u64, cap: u32) -> Headline {
    RampHeadline::Violated { worst, sent, cap, windows: 1 }.into()
}

/// A world with a ramp of the target's pool.
fn ramped(rows: &[u32]) -> HandmadeHistory {
    let mut world = HandmadeHistory::new();
    world.plan.sending.pools[0].ramp = Some(ramp(rows, Tail::Unlimited));
    world
}

/// So many campaign mails on a day.
fn mails(world: &mut HandmadeHistory, day: i32, count: u32) {
    for number in 0..count {
        world.tell(number % 5, at(day, 10), &[sent(CAMPAIGN)]);
    }
}

#[test]
fn a_day_over_its_cap_is_found_and_the_worst_is_told() {
    let mut world = ramped(&[3, 4]);
    mails(&mut world, 0, 3);
    mails(&mut world, 1, 4);
    mails(&mut world, 2, 50);
    let finding = world.finding(RAMP);
    assert_eq!((finding.verdict, finding.exercised), (Holds, 2));
    mails(&mut world, 0, 1);
    mails(&mut world, 1, 5);
    let finding = world.finding(RAMP);
    assert_eq!((finding.verdict, finding.count, finding.first_at), (Violated, 2, Some(Minute(0))));
    let worst = window(1, None, None);
    assert_eq!(finding.headline, RampHeadline::Violated { worst, sent: 9, cap: 4, windows: 2 }.into());
    assert_eq!(finding.causes[0], counted(RampCause::FlowSent { flow: Index::new(CAMPAIGN), window: worst }, 9));
    world.claim(RAMP, 2, None);
    assert_eq!(world.verdict(RAMP), Holds);
}

#[test]
fn providers_hours_and_volume_have_windows_of_their_own() {
    let mut world = ramped(&[100]);
    let table = CapTable { rows: vec![2], tail: Tail::Last };
    world.plan.sending.pools[0].ramp.as_mut().unwrap().providers = vec![(Index::new(0), table)];
    mails(&mut world, 1, 3);
    assert_eq!(world.finding(RAMP).headline, over(window(1, None, Some(0)), 3, 2));

    let mut hourly = ramped(&[2]);
    hourly.plan.sending.pools[0].ramp.as_mut().unwrap().window = Window::Hour;
    hourly.tell(1, at(0, 10), &[sent(CAMPAIGN), sent(CAMPAIGN)]).tell(1, at(0, 11), &[sent(CAMPAIGN)]);
    assert_eq!(hourly.verdict(RAMP), Holds);
    hourly.tell(2, at(0, 10) + 59, &[sent(CAMPAIGN)]);
    assert_eq!(hourly.finding(RAMP).headline, over(window(0, Some(Minute(at(0, 10))), None), 3, 2));

    // The ramp moves on only after a day that used its cap: day 1 still has row 0.
    let mut volume = ramped(&[10, 20]);
    volume.plan.sending.pools[0].ramp.as_mut().unwrap().advance = Advance::Volume { percent_min: 90 };
    mails(&mut volume, 0, 8);
    mails(&mut volume, 1, 12);
    assert_eq!(volume.finding(RAMP).headline, over(window(1, None, None), 12, 10));
    mails(&mut volume, 0, 1);
    assert_eq!(volume.verdict(RAMP), Holds);
}

#[test]
fn text_messages_and_warm_pools_have_no_ramp() {
    let mut world = ramped(&[1]);
    for _ in 0..3 {
        world.tell(1, at(0, 10), &[sent(TEXT), sent(SOURCE_CART)]);
    }
    assert_eq!(world.verdict(RAMP), Vacuous);
    // Transactional mail counts.
    world.tell(1, at(0, 10), &[sent(RECEIPT), sent(RECEIPT)]);
    assert_eq!(world.verdict(RAMP), Violated);
}

#[test]
fn the_table_of_sends_adds_up_and_names_caps() {
    let mut world = ramped(&[3]);
    mails(&mut world, 0, 2);
    world.tell(1, at(0, 9), &[FactKind::Deferred { message: Index::new(CAMPAIGN), why: DeferReason::Ramp }]);
    let line = |provider: Option<u16>, cap| SendLine {
        day: 0,
        pool: Index::new(0),
        provider: provider.map(Index::new),
        cap,
        sent: 2,
        deferred: 1,
    };
    assert_eq!(world.send_table(), [line(None, Some(3)), line(Some(0), None)]);
    assert_eq!(HandmadeHistory::new().send_table(), []);
}

const BACKLOG: &str = "backlog-drains";

fn waiting(waited_minutes: i32) -> FactKind {
    FactKind::StillWaiting { message: Index::new(CAMPAIGN), waited_minutes }
}

fn deferred(why: DeferReason) -> FactKind {
    FactKind::Deferred { message: Index::new(CAMPAIGN), why }
}

#[test]
fn expired_and_waiting_messages_are_a_backlog() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(1, 0), &[sent(CAMPAIGN)]);
    assert_eq!(world.verdict(BACKLOG), Holds);
    let expired = FactKind::Expired { message: Index::new(CAMPAIGN), waited_minutes: 3 * DAY_MINUTES };
    world.tell(2, at(4, 0), &[expired]).tell(3, at(10, 0), &[waiting(600)]);
    let finding = world.finding(BACKLOG);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 2, 3));
    let expires_minutes = 3 * DAY_MINUTES;
    let headline = BacklogHeadline::Violated { expired: 1, expires_minutes, waiting: 1, by: None };
    assert_eq!(finding.headline, headline.into());
}

#[test]
fn a_quiet_night_is_no_backlog() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(9, 20), &[deferred(DeferReason::QuietHours)]).tell(1, at(10, 0), &[waiting(240)]);
    assert_eq!(world.verdict(BACKLOG), Holds);
    world.tell(1, at(9, 21), &[deferred(DeferReason::Ramp)]);
    assert_eq!(world.verdict(BACKLOG), Violated);
}

#[test]
fn by_asks_whether_anything_waits_at_that_minute() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(2, 0), &[deferred(DeferReason::Ramp)]).tell(1, at(4, 0), &[sent_late(CAMPAIGN, 2 * DAY_MINUTES)]);
    assert_eq!(world.verdict(BACKLOG), Holds);
    for (by, verdict) in [(at(1, 0), Holds), (at(2, 0), Violated), (at(3, 0), Violated), (at(4, 0), Holds)] {
        world.plan.claims.clear();
        world.claim(BACKLOG, 0, Some(by));
        assert_eq!(world.verdict(BACKLOG), verdict, "{by}");
    }
}

const CAPS: &str = "caps-respected";

#[test]
fn frequency_caps_count_both_platforms_together() {
    let capped = |first, second, gap| {
        let mut world = HandmadeHistory::new();
        world.plan.sending.caps = vec![FrequencyCap { channel: Channel::Email, count: 1, minutes: 16 * 60 }];
        world.tell(1, at(1, 0), &[sent(first)]).tell(1, at(1, 0) + gap, &[sent(second)]);
        world.finding(CAPS)
    };
    let finding = capped(SOURCE_CART, CAMPAIGN, 0);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.causes, [counted(CapsCause::BothPlatforms { cap: 0, flow: Index::new(CAMPAIGN) }, 1)]);
    assert_eq!(finding.witnesses[0].facts.len(), 2);
    assert_eq!(capped(CART, CAMPAIGN, 16 * 60 - 1).verdict, Violated);
    assert_eq!(capped(CART, CAMPAIGN, 16 * 60).verdict, Holds);
    assert_eq!(capped(RECEIPT, CAMPAIGN, 0).verdict, Holds);
    assert_eq!(capped(TEXT, CAMPAIGN, 0).verdict, Holds);
    assert_eq!(HandmadeHistory::new().verdict(CAPS), Vacuous);
}

const QUIET: &str = "quiet-hours-respected";

#[test]
fn quiet_hours_are_read_on_the_recipients_own_clock() {
    // 20:00 to 09:00; profile 4 lives five hours behind.
    let texted = |profile, hour| {
        let mut world = HandmadeHistory::new();
        world.plan.sending.quiet_hours = vec![QuietHours {
            channel: Channel::Sms,
            from_minute: 20 * 60,
            until_minute: 9 * 60,
            clock: Clock::Account,
        }];
        world.tell(profile, at(1, hour), &[sent(TEXT), sent(CAMPAIGN)]);
        world.finding(QUIET)
    };
    assert_eq!(texted(1, 10).verdict, Holds);
    assert_eq!(texted(1, 20).verdict, Violated);
    let finding = texted(4, 10);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 1));
    let because = QuietBecause { message: Index::new(TEXT), minute_of_day: 5 * 60 };
    assert_eq!(finding.witnesses[0].because, because.into());
    assert_eq!(changes(&finding), [vec![Change::SetQuietClock { channel: Channel::Sms, clock: Clock::Recipient }]]);
    assert_eq!(texted(4, 14).verdict, Holds);
    assert_eq!(HandmadeHistory::new().verdict(QUIET), Vacuous);
}

const DOUBLE: &str = "no-double-send";

#[test]
fn one_purpose_from_both_platforms_is_a_double_send() {
    let mut world = HandmadeHistory::new();
    world.tell(1, at(1, 0), &[sent(SOURCE_CART), sent(CAMPAIGN)]).tell(2, at(1, 0), &[sent(CART), sent(CART)]);
    assert_eq!(world.verdict(DOUBLE), Holds);
    world.tell(1, at(9, 0), &[sent(CART), sent(CART)]);
    let finding = world.finding(DOUBLE);
    assert_eq!((finding.verdict, finding.count, finding.exercised), (Violated, 1, 2));
    assert_eq!(finding.first_at, Some(Minute(at(9, 0))));
    world.plan.platforms[0].live_until = Minute(0);
    world.facts.clear();
    world.tell(2, at(1, 0), &[sent(CART)]);
    assert_eq!(world.verdict(DOUBLE), Vacuous);
}
