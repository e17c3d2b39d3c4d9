//! Quiet hours and windows on clocks that change.

use jiff::civil::Date;

use super::requests::*;
use crate::sending::{Answer, Recipient};
use rehearsal_core::consent::Channel;
use rehearsal_core::history::DeferReason;
use rehearsal_core::ids::Index;
use rehearsal_core::model::{day_of, window_at};
use rehearsal_core::plan::{Clock, Overflow, Plan, QuietHours, Window};
use rehearsal_core::time::{DAY_MINUTES, Minute};
use rehearsal_fixtures::sending::*;

/// Day 1 has 23 hours in Amsterdam.
fn march() -> Plan {
    plan(Date::constant(2026, 3, 28))
}

/// Day 1 has 25 hours in Amsterdam.
fn october() -> Plan {
    plan(Date::constant(2026, 10, 24))
}

fn with_quiet_hours(mut plan: Plan, hours: (i32, i32), clock: Clock) -> Plan {
    let (from_minute, until_minute) = (hours.0 * 60, hours.1 * 60);
    plan.sending.quiet_hours = vec![QuietHours { channel: Channel::Sms, from_minute, until_minute, clock }];
    plan
}

/// When a text message to somebody on a clock leaves, if it is due at this minute.
fn leaves(plan: &Plan, zone: u16, due: Minute) -> Minute {
    let recipient = Recipient { zone: Index::new(zone), ..recipient() };
    let requests = [all_subscribed(1), vec![send(due, 0, TEXT)]].concat();
    let replies = run(plan, &[recipient], &requests);
    let last = replies.last().expect("there is an answer");
    assert!(matches!(last.answer, Answer::Sent { .. }), "{last:?}");
    assert_eq!(replies.len() == 1, last.at == due, "{replies:?}");
    assert!(replies.len() == 1 || replies[0].answer == Answer::Deferred(DeferReason::QuietHours));
    last.at
}

#[test]
fn quiet_hours_over_midnight_end_in_the_morning_and_both_edges_are_exact() {
    let plan = with_quiet_hours(winter(), (20, 9), Clock::Account);
    for (due, left) in [
        (day(0, 8, 59), day(0, 9, 0)),
        (day(0, 9, 0), day(0, 9, 0)),
        (day(0, 19, 59), day(0, 19, 59)),
        (day(0, 20, 0), day(1, 9, 0)),
        (day(1, 0, 0), day(1, 9, 0)),
    ] {
        assert_eq!(leaves(&plan, AMSTERDAM, due), left, "{due}");
    }
}

#[test]
fn quiet_hours_within_a_day() {
    let plan = with_quiet_hours(winter(), (12, 14), Clock::Recipient);
    for (due, left) in
        [(day(0, 11, 59), day(0, 11, 59)), (day(0, 12, 0), day(0, 14, 0)), (day(0, 14, 0), day(0, 14, 0))]
    {
        assert_eq!(leaves(&plan, AMSTERDAM, due), left, "{due}");
    }
}

#[test]
fn each_clock_reads_its_own_time_in_winter() {
    // Six hours behind Amsterdam: 9:00 in New York is 15:00.
    let due = day(0, 22, 0);
    let quiet = |clock| with_quiet_hours(winter(), (20, 9), clock);
    assert_eq!(leaves(&quiet(Clock::Recipient), NEW_YORK, due), due);
    assert_eq!(leaves(&quiet(Clock::Recipient), NEW_YORK, day(1, 2, 0)), day(1, 15, 0));
    assert_eq!(leaves(&quiet(Clock::Account), NEW_YORK, due), day(1, 9, 0));
    assert_eq!(leaves(&quiet(Clock::FixedOffset), NEW_YORK, due), day(1, 9, 0));
}

#[test]
fn a_night_in_which_clocks_go_forward_is_an_hour_shorter() {
    let due = day(0, 22, 0);
    let quiet = |clock| with_quiet_hours(march(), (20, 9), clock);
    // Nine in the morning is eight hours after midnight.
    assert_eq!(leaves(&quiet(Clock::Recipient), AMSTERDAM, due), day(1, 8, 0));
    assert_eq!(leaves(&quiet(Clock::Account), NEW_YORK, due), day(1, 8, 0));
    // A platform without daylight-saving time sends at ten on the wall, from now on.
    assert_eq!(leaves(&quiet(Clock::FixedOffset), AMSTERDAM, due), day(1, 9, 0));
    assert_eq!(leaves(&quiet(Clock::FixedOffset), AMSTERDAM, day(2, 8, 30)), day(2, 9, 0));
    // New York changed weeks before: its nine o'clock stays where it is in time.
    assert_eq!(leaves(&quiet(Clock::Recipient), NEW_YORK, day(1, 2, 0)), day(1, 14, 0));
}

#[test]
fn a_night_in_which_clocks_go_back_is_an_hour_longer() {
    let due = day(0, 22, 0);
    let quiet = |clock| with_quiet_hours(october(), (20, 9), clock);
    assert_eq!(leaves(&quiet(Clock::Recipient), AMSTERDAM, due), day(1, 10, 0));
    assert_eq!(leaves(&quiet(Clock::Account), NEW_YORK, due), day(1, 10, 0));
    assert_eq!(leaves(&quiet(Clock::FixedOffset), AMSTERDAM, due), day(1, 9, 0));
}

#[test]
fn quiet_hours_whose_edge_lies_in_the_change_itself() {
    // 02:00 to 03:00 does not occur in March: from 01:59 the clock goes to 03:00, and nothing was quiet.
    let plan = with_quiet_hours(march(), (2, 3), Clock::Account);
    assert_eq!(leaves(&plan, AMSTERDAM, day(1, 1, 59)), day(1, 1, 59));
    assert_eq!(leaves(&plan, AMSTERDAM, day(1, 2, 0)), day(1, 2, 0));
    // Until 02:00, which the clock jumps over: quiet ends with the jump.
    let plan = with_quiet_hours(march(), (1, 2), Clock::Account);
    assert_eq!(leaves(&plan, AMSTERDAM, day(1, 1, 30)), day(1, 2, 0));
    // It occurs twice in October, and is quiet twice, without a gap.
    let plan = with_quiet_hours(october(), (2, 3), Clock::Account);
    assert_eq!(leaves(&plan, AMSTERDAM, day(1, 2, 0)), day(1, 4, 0));
    // Quiet from one to two only: the second pass through two o'clock is not quiet.
    let plan = with_quiet_hours(october(), (1, 2), Clock::Account);
    assert_eq!(leaves(&plan, AMSTERDAM, day(1, 1, 0)), day(1, 2, 0));
    assert_eq!(leaves(&plan, AMSTERDAM, day(1, 3, 0)), day(1, 3, 0));
}

#[test]
fn two_rules_that_overlap_are_quiet_together() {
    let mut plan = with_quiet_hours(winter(), (20, 9), Clock::Account);
    let afternoon = QuietHours { from_minute: 8 * 60, until_minute: 12 * 60, ..plan.sending.quiet_hours[0] };
    plan.sending.quiet_hours.push(afternoon);
    assert_eq!(leaves(&plan, AMSTERDAM, day(0, 22, 0)), day(1, 12, 0));
}

#[test]
fn transactional_messages_and_other_channels_know_no_quiet_hours() {
    let plan = with_quiet_hours(winter(), (0, 24), Clock::Account);
    for message in [MAIL, RECEIPT, OLD_RECEIPT_TEXT] {
        let replies = run_subscribed(&plan, 1, &[send(day(0, 3, 0), 0, message)]);
        assert!(matches!(replies[..], [(_, 0, Answer::Sent { .. })]), "{replies:?}");
    }
}

#[test]
fn a_day_is_as_long_as_the_clock_makes_it() {
    for (plan, hours) in [(march(), 23), (winter(), 24), (october(), 25)] {
        let window = window_at(&plan, Window::Day, day(1, 12, 0));
        assert_eq!((window.day, window.from, window.until), (1, day(1, 0, 0), day(1, hours, 0)));
        assert_eq!(day_of(&plan, window.until.plus(-1)), 1);
        assert_eq!(window_at(&plan, Window::Day, window.until).from, window.until);
    }
}

#[test]
fn windows_adjoin_and_contain_the_minutes_that_name_them() {
    for plan in [march(), winter(), october()] {
        for window in [Window::Hour, Window::Day] {
            let mut span = window_at(&plan, window, day(-1, 0, 0));
            for minute in day(-1, 0, 0).0..day(3, 0, 0).0 {
                let here = window_at(&plan, window, Minute(minute));
                assert!(here.from.0 <= minute && minute < here.until.0);
                assert!(here == span || here.from == span.until && span.until.0 == minute);
                span = here;
            }
        }
    }
}

#[test]
fn every_hour_of_a_changing_day_is_a_window_also_the_one_that_occurs_twice() {
    for (plan, hours) in [(march(), 23), (october(), 25)] {
        let mut starts = (day(1, 0, 0).0..day(1, hours, 0).0)
            .map(|minute| window_at(&plan, Window::Hour, Minute(minute)).from)
            .collect::<Vec<_>>();
        starts.dedup();
        assert_eq!(starts.len(), hours as usize);
        assert!(starts.iter().all(|start| start.0 % 60 == 0));
    }
}

#[test]
fn a_daily_cap_opens_at_local_midnight_after_the_change() {
    for (mut plan, hours) in [(march(), 23), (october(), 25)] {
        plan.sending.pools[0].ramp = Some(ramp(Window::Day, &[1], Overflow::Hold));
        let sends = (0..3).map(|profile| send(day(1, 0, 0), profile, MAIL)).collect::<Vec<_>>();
        let replies = run_subscribed(&plan, 3, &sends);
        let sent = sent_from(TARGET_POOL);
        assert_eq!(replies[3..], [(day(1, hours, 0), 1, sent), (day(1, hours + 24, 0), 2, sent)]);
    }
}

#[test]
fn a_day_does_not_end_twice_where_the_clock_goes_back_over_midnight() {
    let mut plan = winter();
    // From 00:01 on day 1 back to 23:01, as Newfoundland did.
    plan.zones[0] = rehearsal_core::time::Zone::new("back at 00:01", 60, &[(day(1, 0, 1), 0)]).expect("changes ascend");
    let days = (0..3 * DAY_MINUTES).map(|minute| day_of(&plan, Minute(minute))).collect::<Vec<_>>();
    assert!(days.is_sorted());
    assert_eq!(days.iter().filter(|&&day| day == 1).count(), 25 * 60);
}

#[test]
fn an_hour_ends_where_the_clock_changes_by_half_an_hour() {
    let mut plan = winter();
    // Lord Howe Island goes back from 02:00 to 01:30, and forward from 02:00 to 02:30.
    let changes = [(day(1, 2, 0), 30), (day(2, 2, 30), 60)];
    plan.zones[0] = rehearsal_core::time::Zone::new("half an hour", 60, &changes).expect("changes ascend");
    let spans = |from: Minute, until: Minute| {
        let mut starts =
            (from.0..until.0).map(|at| window_at(&plan, Window::Hour, Minute(at)).from.0).collect::<Vec<_>>();
        starts.dedup();
        starts.iter().map(|start| start - from.0).collect::<Vec<_>>()
    };
    // 01:00 to 02:00, again 01:30 to 02:00, then full hours of the new clock.
    assert_eq!(spans(day(1, 1, 0), day(1, 3, 30)), [0, 60, 90]);
    // 01:00 to 02:00, then what is left of the hour after the gap.
    assert_eq!(spans(day(2, 1, 30), day(2, 4, 0)), [0, 60, 90]);
}
