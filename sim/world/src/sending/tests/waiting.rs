//! What waits: overflow rules, the order in which the queue leaves, expiry, and what a backlog costs.

use super::requests::*;
use crate::sending::{Answer, SendPipeline, dispatch, finish};
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::{DeferReason, SkipReason};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::plan::{Advance, Clock, Overflow, QuietHours, Window};
use rehearsal_core::time::{DAY_MINUTES, Minute};
use rehearsal_fixtures::sending::*;

const SENT: Answer = Answer::Sent { pool: Index::new(TARGET_POOL), provider: Index::new(0) };
const WAITS: Answer = Answer::Deferred(DeferReason::Ramp);

fn mails(at: Minute, profiles: u32) -> Vec<crate::sending::Request> {
    (0..profiles).map(|profile| send(at, profile, MAIL)).collect()
}

#[test]
fn what_is_held_leaves_in_order_as_windows_open() {
    let mut plan = winter();
    plan.sending.pools[0].ramp = Some(ramp(Window::Hour, &[2], Overflow::Hold));
    let replies = run_subscribed(&plan, 5, &mails(day(0, 9, 30), 5));
    let (now, ten, eleven) = (day(0, 9, 30), day(0, 10, 0), day(0, 11, 0));
    assert_eq!(replies[..5], [(now, 0, SENT), (now, 1, SENT), (now, 2, WAITS), (now, 3, WAITS), (now, 4, WAITS)]);
    assert_eq!(replies[5..], [(ten, 2, SENT), (ten, 3, SENT), (eleven, 4, SENT)]);
}

#[test]
fn what_waits_goes_before_what_arrives() {
    let mut plan = winter();
    plan.sending.pools[0].ramp = Some(ramp(Window::Hour, &[1], Overflow::Hold));
    let sends = [send(day(0, 9, 0), 8, MAIL), send(day(0, 9, 0), 9, MAIL), send(day(0, 10, 0), 1, MAIL)];
    let replies = run_subscribed(&plan, 10, &sends);
    let (nine, ten, eleven) = (day(0, 9, 0), day(0, 10, 0), day(0, 11, 0));
    let expected = [(nine, 8, SENT), (nine, 9, WAITS), (ten, 9, SENT), (ten, 1, WAITS), (eleven, 1, SENT)];
    assert_eq!(replies, expected);
}

#[test]
fn what_one_provider_holds_up_does_not_hold_up_the_others() {
    let mut plan = winter();
    let mut capped = ramp(Window::Day, &[2], Overflow::Hold);
    capped.providers = vec![(Index::new(1), table(&[0, 1]))];
    plan.sending.pools[0].ramp = Some(capped);
    let microsoft = crate::sending::Recipient { provider: Index::new(1), ..recipient() };
    let people = [microsoft, microsoft, recipient(), recipient(), recipient(), recipient()];
    let mut requests = all_subscribed(6);
    requests.extend(mails(day(0, 9, 0), 6));
    let sent = run(&plan, &people, &requests)
        .into_iter()
        .filter(|reply| matches!(reply.answer, Answer::Sent { .. }))
        .map(|reply| (reply.at, reply.profile))
        .collect::<Vec<_>>();
    let midnight = |number| day(number, 0, 0);
    assert_eq!(
        sent,
        [(day(0, 9, 0), 2), (day(0, 9, 0), 3), (midnight(1), 0), (midnight(1), 4), (midnight(2), 1), (midnight(2), 5)]
    );
}

#[test]
fn overflow_drops_or_leaves_all_the_same() {
    let mut plan = winter();
    for (overflow, second) in [(Overflow::Drop, Answer::Skipped(SkipReason::OverCap)), (Overflow::SendAnyway, SENT)] {
        plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[1], overflow));
        let replies = run_subscribed(&plan, 2, &mails(day(0, 9, 0), 2));
        assert_eq!(replies, [(day(0, 9, 0), 0, SENT), (day(0, 9, 0), 1, second)]);
    }
}

#[test]
fn overflow_spills_along_the_pools_and_waits_where_the_last_one_holds() {
    let mut plan = winter();
    plan.sending.pools[TARGET_POOL as usize].ramp =
        Some(ramp(Window::Day, &[1], Overflow::Spill(Index::new(SPARE_POOL))));
    plan.sending.pools[SPARE_POOL as usize].ramp = Some(ramp(Window::Hour, &[1], Overflow::Hold));
    let nine = day(0, 9, 0);
    let replies = run_subscribed(&plan, 4, &mails(nine, 4));
    let spilled = sent_from(SPARE_POOL);
    assert_eq!(replies[..4], [(nine, 0, SENT), (nine, 1, spilled), (nine, 2, WAITS), (nine, 3, WAITS)]);
    assert_eq!(replies[4..], [(day(0, 10, 0), 2, spilled), (day(0, 11, 0), 3, spilled)]);
    // A warm pool takes everything.
    plan.sending.pools[SPARE_POOL as usize].ramp = None;
    assert_eq!(run_subscribed(&plan, 3, &mails(nine, 3))[1..], [(nine, 1, spilled), (nine, 2, spilled)]);
}

#[test]
fn pools_that_spill_in_a_circle_make_it_wait() {
    let mut plan = winter();
    for (pool, next) in [(TARGET_POOL, SPARE_POOL), (SPARE_POOL, TARGET_POOL)] {
        let circle = Overflow::Spill(Index::new(next));
        plan.sending.pools[pool as usize].ramp = Some(ramp(Window::Day, &[1], circle));
    }
    let nine = day(0, 9, 0);
    let replies = run_subscribed(&plan, 3, &mails(nine, 3));
    assert_eq!(replies[1..], [(nine, 1, sent_from(SPARE_POOL)), (nine, 2, WAITS), (day(1, 0, 0), 2, SENT)]);
}

#[test]
fn both_sides_share_the_ramp_of_a_common_pool() {
    let mut plan = winter();
    plan.sending.pool_of = [Index::new(TARGET_POOL); 2];
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[1], Overflow::Hold));
    let nine = day(0, 9, 0);
    let sends = [send(nine, 0, OLD_MAIL), send(nine, 1, MAIL), send(nine, 2, OLD_MAIL), send(nine, 3, MAIL)];
    let replies = run_subscribed(&plan, 4, &sends);
    assert_eq!(replies[4..], [(day(1, 0, 0), 1, SENT), (day(2, 0, 0), 2, SENT), (day(3, 0, 0), 3, SENT)]);
}

#[test]
fn a_message_that_waited_passes_the_whole_chain_again() {
    let mut plan = winter();
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[0, 9], Overflow::Hold));
    let mut requests = mails(day(0, 9, 0), 4);
    requests.push(consent(day(0, 10, 0), 0, Side::Target, Channel::Email, ConsentState::Unsubscribed));
    requests.push(suppressed(day(0, 10, 0), 1, Side::Target, true));
    // Also in the very minute in which the window opens.
    requests.push(suppressed(day(1, 0, 0), 2, Side::Target, true));
    let midnight = day(1, 0, 0);
    assert_eq!(
        run_subscribed(&plan, 4, &requests)[4..],
        [
            (midnight, 0, Answer::Skipped(SkipReason::NoConsent)),
            (midnight, 1, Answer::Skipped(SkipReason::Suppressed)),
            (midnight, 2, Answer::Skipped(SkipReason::Suppressed)),
            (midnight, 3, SENT)
        ]
    );
    plan.platforms[Side::Target as usize].live_until = midnight;
    assert_eq!(run_subscribed(&plan, 4, &requests)[4], (midnight, 0, Answer::Skipped(SkipReason::Held)));
}

#[test]
fn what_the_chain_stops_takes_no_room_from_those_behind() {
    let mut plan = winter();
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[0, 1], Overflow::Hold));
    let mut requests = mails(day(0, 9, 0), 2);
    requests.push(suppressed(day(0, 10, 0), 0, Side::Target, true));
    let midnight = day(1, 0, 0);
    let expected = [(midnight, 0, Answer::Skipped(SkipReason::Suppressed)), (midnight, 1, SENT)];
    assert_eq!(run_subscribed(&plan, 2, &requests)[2..], expected);
}

#[test]
fn a_message_expires_one_minute_after_its_last_chance() {
    let mut plan = winter();
    let nine = day(0, 9, 0);
    plan.sending.expires_minutes = 15 * 60;
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[0, 1], Overflow::Hold));
    // Midnight is exactly the last chance of both; there is room for one.
    let replies = run_subscribed(&plan, 2, &mails(nine, 2));
    assert_eq!(replies[2..], [(day(1, 0, 0), 0, SENT), (day(1, 0, 1), 1, Answer::Expired)]);
    plan.sending.expires_minutes = 15 * 60 - 1;
    let replies = run_subscribed(&plan, 2, &mails(nine, 2));
    assert_eq!(replies[2..], [(day(1, 0, 0), 0, Answer::Expired), (day(1, 0, 0), 1, Answer::Expired)]);
    plan.sending.expires_minutes = 0;
    let replies = run_subscribed(&plan, 1, &mails(nine, 1));
    assert_eq!(replies, [(nine, 0, WAITS), (nine.plus(1), 0, Answer::Expired)]);
}

#[test]
fn messages_expire_also_while_it_is_quiet() {
    let mut plan = winter();
    plan.sending.quiet_hours =
        vec![QuietHours { channel: Channel::Email, from_minute: 0, until_minute: DAY_MINUTES, clock: Clock::Account }];
    plan.sending.expires_minutes = 60;
    let replies = run_subscribed(&plan, 1, &mails(day(0, 9, 0), 1));
    let expected = [(day(0, 9, 0), 0, Answer::Deferred(DeferReason::QuietHours)), (day(0, 10, 1), 0, Answer::Expired)];
    assert_eq!(replies, expected);
}

#[test]
fn what_still_waits_at_the_end_is_told_in_order() {
    let mut plan = winter();
    plan.days = 2;
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[0], Overflow::Hold));
    plan.sending.quiet_hours =
        vec![QuietHours { channel: Channel::Sms, from_minute: 0, until_minute: DAY_MINUTES, clock: Clock::Recipient }];
    let nine = day(0, 9, 0);
    let sends = [send(nine, 0, MAIL), send(nine, 1, TEXT), send(nine, 2, OLD_MAIL), send(nine, 3, MAIL)];
    let end = plan.end();
    let waiting = [0, 1, 3].map(|profile| (end, profile, Answer::StillWaiting));
    assert_eq!(run_subscribed(&plan, 4, &sends)[4..], waiting);
}

#[test]
fn quiet_hours_come_first_and_then_the_ramp_and_each_is_told_once() {
    let mut plan = winter();
    plan.sending.quiet_hours =
        vec![QuietHours { channel: Channel::Email, from_minute: 22 * 60, until_minute: 7 * 60, clock: Clock::Account }];
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[1], Overflow::Hold));
    let night = day(0, 23, 0);
    let quiet = Answer::Deferred(DeferReason::QuietHours);
    let (second, third) = (day(1, 7, 0), day(2, 7, 0));
    assert_eq!(
        run_subscribed(&plan, 2, &mails(night, 2)),
        [(night, 0, quiet), (night, 1, quiet), (second, 0, SENT), (second, 1, WAITS), (third, 1, SENT)]
    );
}

#[test]
fn before_the_start_of_a_ramp_nothing_is_allowed() {
    let mut plan = winter();
    let mut late = ramp(Window::Hour, &[1], Overflow::Hold);
    late.start_day = 2;
    plan.sending.pools[0].ramp = Some(late);
    let replies = run_subscribed(&plan, 2, &mails(day(0, 9, 0), 2));
    assert_eq!(replies[2..], [(day(2, 0, 0), 0, SENT), (day(2, 1, 0), 1, SENT)]);
}

/// How many of a backlog leave on each day.
fn sent_by_day(advance: Advance, rows: &[u32], sends: &[crate::sending::Request], profiles: u32) -> Vec<usize> {
    let mut plan = winter();
    plan.sending.expires_minutes = i32::MAX;
    plan.sending.pools[0].ramp =
        Some(rehearsal_core::plan::Ramp { advance, ..ramp(Window::Day, rows, Overflow::Hold) });
    let replies = run_subscribed(&plan, profiles, sends);
    let sent = |number| {
        replies
            .iter()
            .filter(move |reply| reply.2 == SENT && reply.0 >= day(number, 0, 0) && reply.0 < day(number + 1, 0, 0))
    };
    (0..6).map(|number| sent(number).count()).collect()
}

#[test]
fn a_ramp_moves_on_with_the_calendar_the_volume_or_days_with_sends() {
    // Two on day 0 (full), one on day 1 (half of four), a crowd on day 3.
    let mut sends = mails(day(0, 9, 0), 2);
    sends.push(send(day(1, 9, 0), 0, MAIL));
    sends.extend(mails(day(3, 9, 0), 40));
    let rows = [2, 4, 6, 8, 10, 12];
    assert_eq!(sent_by_day(Advance::Calendar, &rows, &sends, 40), [2, 1, 0, 8, 10, 12]);
    assert_eq!(sent_by_day(Advance::Volume { percent_min: 50 }, &rows, &sends, 40), [2, 1, 0, 4, 6, 8]);
    assert_eq!(sent_by_day(Advance::Volume { percent_min: 25 }, &rows, &sends, 40), [2, 1, 0, 6, 8, 10]);
    assert_eq!(sent_by_day(Advance::SendDay, &rows, &sends, 40), [2, 1, 0, 6, 8, 10]);
    // A row of 0 is a day of rest, not the end of the ramp.
    assert_eq!(sent_by_day(Advance::SendDay, &[2, 0, 3], &sends, 40), [2, 0, 1, 3, 3, 3]);
}

/// A backlog behind a small cap is looked at from its head only: waking costs by lanes, not by messages.
#[test]
fn a_long_backlog_is_not_looked_at_again_every_window() {
    let mut plan = winter();
    plan.days = 300;
    plan.sending.expires_minutes = i32::MAX;
    plan.sending.pools[0].ramp = Some(ramp(Window::Hour, &[1], Overflow::Hold));
    let mut requests = all_subscribed(200_000);
    requests.extend(mails(day(0, 0, 0), 200_000));
    let mut pipeline = SendPipeline::new(&plan, vec![recipient(); 200_000]);
    let mut replies = Vec::new();
    dispatch(&plan, &mut pipeline, &requests, plan.end(), &mut replies);
    assert_eq!(replies.len(), 200_000 + 300 * 24 - 1);
    assert!(pipeline.looks < 200_000 + 2 * 300 * 24, "{} looks", pipeline.looks);
    finish(pipeline, plan.end(), &mut replies);
    assert_eq!(replies.iter().filter(|reply| reply.answer == Answer::StillWaiting).count(), 200_000 - 300 * 24);
}
