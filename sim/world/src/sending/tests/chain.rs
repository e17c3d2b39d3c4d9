//! Each link of the chain.

use super::requests::*;
use crate::sending::{Answer, Recipient};
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::{DeferReason, SkipReason};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::plan::{FrequencyCap, Overflow, Window};
use rehearsal_core::time::{DAY_MINUTES, Minute};
use rehearsal_fixtures::sending::*;

/// The answers to one message of profile 0, sent on day 1 at 10:00 after the given requests.
fn answers_after(
    plan: &rehearsal_core::plan::Plan,
    recipient: Recipient,
    before: &[crate::sending::Request],
    message: u16,
) -> Vec<Answer> {
    let mut requests = before.to_vec();
    requests.push(send(day(1, 10, 0), 0, message));
    run(plan, &[recipient], &requests).into_iter().map(|reply| reply.answer).collect()
}

#[test]
fn what_nothing_stops_leaves_at_once_from_the_pool_of_its_side() {
    let plan = winter();
    for (message, pool) in [(MAIL, TARGET_POOL), (TEXT, TARGET_POOL), (OLD_MAIL, SOURCE_POOL), (LATE_MAIL, TARGET_POOL)]
    {
        assert_eq!(answers_after(&plan, recipient(), &all_subscribed(1), message), [sent_from(pool)]);
    }
}

#[test]
fn a_flow_that_is_not_live_sends_nothing() {
    let plan = winter();
    let at = [day(0, 23, 59), day(1, 0, 0), day(1, 23, 59), day(2, 0, 0)];
    let replies = run_subscribed(&plan, 1, &at.map(|at| send(at, 0, LATE_MAIL)));
    let held = Answer::Skipped(SkipReason::Held);
    let sent = sent_from(TARGET_POOL);
    assert_eq!(replies, [(at[0], 0, held), (at[1], 0, sent), (at[2], 0, sent), (at[3], 0, held)]);
}

#[test]
fn a_platform_sends_from_its_first_live_minute_to_its_last() {
    let mut plan = winter();
    plan.platforms[Side::Target as usize].live_from = day(1, 10, 1);
    plan.platforms[Side::Source as usize].live_until = day(1, 10, 0);
    let both = [MAIL, RECEIPT, OLD_MAIL, OLD_RECEIPT_TEXT];
    for message in both {
        assert_eq!(answers_after(&plan, recipient(), &all_subscribed(1), message), [Answer::Skipped(SkipReason::Held)]);
    }
    plan.platforms[Side::Target as usize].live_from = day(1, 10, 0);
    plan.platforms[Side::Source as usize].live_until = day(1, 10, 1);
    for message in both {
        assert!(matches!(answers_after(&plan, recipient(), &all_subscribed(1), message)[..], [Answer::Sent { .. }]));
    }
}

#[test]
fn nothing_of_a_held_platform_leaves_not_even_receipts() {
    let mut plan = winter();
    plan.sending.held_until[Side::Target as usize] = day(1, 10, 1);
    assert_eq!(answers_after(&plan, recipient(), &all_subscribed(1), RECEIPT), [Answer::Skipped(SkipReason::Held)]);
    assert_eq!(answers_after(&plan, recipient(), &all_subscribed(1), OLD_MAIL), [sent_from(SOURCE_POOL)]);
    plan.sending.held_until[Side::Target as usize] = day(1, 10, 0);
    assert_eq!(answers_after(&plan, recipient(), &all_subscribed(1), RECEIPT), [sent_from(TARGET_POOL)]);
}

#[test]
fn no_address_is_said_for_the_channel_that_has_none() {
    let plan = winter();
    let only_phone = Recipient { reachable: [false, true], ..recipient() };
    let only_email = Recipient { reachable: [true, false], ..recipient() };
    let no_address = Answer::Skipped(SkipReason::NoAddress);
    for (recipient, message, expected) in [
        (only_phone, MAIL, no_address),
        (only_phone, RECEIPT, no_address),
        (only_phone, TEXT, sent_from(TARGET_POOL)),
        (only_email, TEXT, no_address),
        (only_email, MAIL, sent_from(TARGET_POOL)),
    ] {
        assert_eq!(answers_after(&plan, recipient, &all_subscribed(1), message), [expected]);
    }
}

#[test]
fn consent_decides_by_side_channel_and_kind_of_message() {
    use ConsentState::{Never, Subscribed, Unconfirmed, Unsubscribed};
    let mut plan = winter();
    let mut table = Vec::new();
    for mails_never_subscribed in [false, true] {
        plan.platforms[Side::Target as usize].mails_never_subscribed = mails_never_subscribed;
        for message in [MAIL, TEXT, RECEIPT] {
            let mut may = Vec::new();
            for state in [Unsubscribed, Never, Unconfirmed, Subscribed] {
                let all = Channel::ALL.map(|channel| consent(day(0, 0, 0), 0, Side::Target, channel, state));
                match answers_after(&plan, recipient(), &all, message)[..] {
                    [Answer::Sent { .. }] => may.push(state),
                    [Answer::Skipped(SkipReason::NoConsent)] => {}
                    ref other => panic!("{other:?}"),
                }
            }
            table.push(may);
        }
    }
    let anybody = vec![Unsubscribed, Never, Unconfirmed, Subscribed];
    let strict = [vec![Subscribed], vec![Subscribed], anybody.clone()];
    let lenient = [vec![Never, Subscribed], vec![Subscribed], anybody];
    assert_eq!(table, [strict, lenient].concat());
}

#[test]
fn consent_of_another_side_or_channel_is_no_consent() {
    let plan = winter();
    let no_consent = [Answer::Skipped(SkipReason::NoConsent)];
    let yes = |side, channel| [consent(day(0, 0, 0), 0, side, channel, ConsentState::Subscribed)];
    assert_eq!(answers_after(&plan, recipient(), &yes(Side::Source, Channel::Email), MAIL), no_consent);
    assert_eq!(answers_after(&plan, recipient(), &yes(Side::Target, Channel::Sms), MAIL), no_consent);
    assert_eq!(answers_after(&plan, recipient(), &yes(Side::Target, Channel::Email), TEXT), no_consent);
    assert_eq!(answers_after(&plan, recipient(), &yes(Side::Target, Channel::Email), MAIL), [sent_from(TARGET_POOL)]);
}

#[test]
fn a_change_of_consent_takes_effect_before_every_message_of_its_minute() {
    let plan = winter();
    let at = day(0, 9, 0);
    let no = |at| consent(at, 0, Side::Target, Channel::Email, ConsentState::Unsubscribed);
    let skipped = Answer::Skipped(SkipReason::NoConsent);
    let replies = run_subscribed(&plan, 1, &[send(at, 0, MAIL), no(at), send(at, 0, MAIL)]);
    assert_eq!(replies, [(at, 0, skipped), (at, 0, skipped)]);
    let replies = run_subscribed(&plan, 1, &[send(at, 0, MAIL), no(at.plus(1))]);
    assert_eq!(replies, [(at, 0, sent_from(TARGET_POOL))]);
    // The last word of a minute counts.
    let yes = consent(at, 0, Side::Target, Channel::Email, ConsentState::Subscribed);
    let replies = run_subscribed(&plan, 1, &[no(at), send(at, 0, MAIL), yes]);
    assert_eq!(replies, [(at, 0, sent_from(TARGET_POOL))]);
}

#[test]
fn suppression_stops_everything_on_its_side_until_it_is_lifted() {
    let plan = winter();
    let mut before = all_subscribed(1);
    before.push(suppressed(day(0, 0, 0), 0, Side::Target, true));
    for message in [MAIL, TEXT, RECEIPT] {
        assert_eq!(answers_after(&plan, recipient(), &before, message), [Answer::Skipped(SkipReason::Suppressed)]);
    }
    assert_eq!(answers_after(&plan, recipient(), &before, OLD_MAIL), [sent_from(SOURCE_POOL)]);
    before.push(suppressed(day(0, 0, 0), 0, Side::Target, false));
    assert_eq!(answers_after(&plan, recipient(), &before, MAIL), [sent_from(TARGET_POOL)]);
}

#[test]
fn the_first_link_that_stops_a_message_is_the_one_told() {
    let mut plan = winter();
    plan.sending.caps = vec![FrequencyCap { channel: Channel::Email, count: 1, minutes: DAY_MINUTES }];
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[0], Overflow::Drop));
    let nobody = Recipient { reachable: [false; 2], ..recipient() };
    let bad = [suppressed(day(0, 0, 0), 0, Side::Target, true)];
    plan.sending.held_until[Side::Target as usize] = day(2, 0, 0);
    assert_eq!(answers_after(&plan, nobody, &bad, MAIL), [Answer::Skipped(SkipReason::Held)]);
    plan.sending.held_until[Side::Target as usize] = Minute::NEVER;
    assert_eq!(answers_after(&plan, nobody, &bad, MAIL), [Answer::Skipped(SkipReason::NoAddress)]);
    assert_eq!(answers_after(&plan, recipient(), &bad, MAIL), [Answer::Skipped(SkipReason::NoConsent)]);
    let subscribed_but_suppressed = [all_subscribed(1), bad.to_vec()].concat();
    assert_eq!(
        answers_after(&plan, recipient(), &subscribed_but_suppressed, MAIL),
        [Answer::Skipped(SkipReason::Suppressed)]
    );
    assert_eq!(answers_after(&plan, recipient(), &all_subscribed(1), MAIL), [Answer::Skipped(SkipReason::OverCap)]);
}

#[test]
fn a_frequency_cap_looks_back_over_a_half_open_window() {
    let mut plan = winter();
    plan.sending.caps = vec![FrequencyCap { channel: Channel::Email, count: 1, minutes: 16 * 60 }];
    let at = [day(0, 9, 0), day(1, 0, 59), day(1, 1, 0)];
    let replies = run_subscribed(&plan, 1, &at.map(|at| send(at, 0, MAIL)));
    let answers = replies.iter().map(|reply| reply.2).collect::<Vec<_>>();
    assert_eq!(answers, [sent_from(TARGET_POOL), Answer::Skipped(SkipReason::FrequencyCap), sent_from(TARGET_POOL)]);
}

#[test]
fn a_frequency_cap_counts_marketing_of_its_channel_and_side_only() {
    let mut plan = winter();
    plan.sending.caps = vec![FrequencyCap { channel: Channel::Email, count: 1, minutes: DAY_MINUTES }];
    let minute = |number: i32| day(0, 9, number);
    let sends = [RECEIPT, TEXT, OLD_MAIL, MAIL, RECEIPT, TEXT, MAIL, OLD_MAIL];
    let sends = sends.iter().zip(0..).map(|(&message, number)| send(minute(number), 0, message)).collect::<Vec<_>>();
    let skipped = run_subscribed(&plan, 1, &sends)
        .into_iter()
        .filter(|reply| reply.2 == Answer::Skipped(SkipReason::FrequencyCap))
        .map(|reply| reply.0)
        .collect::<Vec<_>>();
    assert_eq!(skipped, [minute(6), minute(7)]);
}

/// Two ways to remember: counts above eight are kept as lists. Both let exactly `count` through.
#[test]
fn a_frequency_cap_lets_exactly_its_count_through() {
    for count in [1, 2, 8, 9, 20] {
        let mut plan = winter();
        plan.sending.caps = vec![
            FrequencyCap { channel: Channel::Email, count, minutes: 2 * DAY_MINUTES },
            FrequencyCap { channel: Channel::Email, count: count * 2, minutes: 4 * DAY_MINUTES },
        ];
        let sends = (0..4 * 24).map(|hour| send(day(0, hour, 0), 1, MAIL)).collect::<Vec<_>>();
        let replies = run_subscribed(&plan, 2, &sends);
        let sent = replies.iter().filter(|reply| reply.2 == sent_from(TARGET_POOL)).map(|reply| reply.0);
        let expected = [0, 2].iter().flat_map(|&first| (0..count as i32).map(move |hour| day(first, hour, 0)));
        assert!(sent.eq(expected), "count {count}");
    }
}

#[test]
fn receipts_count_against_the_ramp_and_are_never_stopped_by_it() {
    let mut plan = winter();
    plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[2], Overflow::Hold));
    let at = day(0, 9, 0);
    let sends =
        [send(at, 0, RECEIPT), send(at, 1, RECEIPT), send(at, 2, RECEIPT), send(at, 3, MAIL), send(at, 4, TEXT)];
    let replies = run_subscribed(&plan, 5, &sends);
    let sent = sent_from(TARGET_POOL);
    let waits = Answer::Deferred(DeferReason::Ramp);
    assert_eq!(replies[..5], [(at, 0, sent), (at, 1, sent), (at, 2, sent), (at, 3, waits), (at, 4, sent)]);
    assert_eq!(replies[5..], [(day(1, 0, 0), 3, sent)]);
}

#[test]
fn a_cap_of_one_provider_stops_its_own_mail_only() {
    let mut plan = winter();
    let mut capped = ramp(Window::Day, &[3], Overflow::Drop);
    capped.providers = vec![(Index::new(1), table(&[1]))];
    plan.sending.pools[0].ramp = Some(capped);
    let microsoft = Recipient { provider: Index::new(1), ..recipient() };
    let people = [microsoft, microsoft, recipient(), recipient(), recipient()];
    let mut requests = all_subscribed(5);
    requests.extend((0..5).map(|profile| send(day(0, 9, 0), profile, MAIL)));
    let dropped = run(&plan, &people, &requests)
        .into_iter()
        .filter(|reply| reply.answer == Answer::Skipped(SkipReason::OverCap))
        .map(|reply| reply.profile)
        .collect::<Vec<_>>();
    assert_eq!(dropped, [1, 4]);
}
