//! Sentences about changes: what to write into the scenario, with every value.

use rehearsal_sim::feed::Feed;
use rehearsal_sim::flow::{Flow, Predicate, Reentry};
use rehearsal_sim::import::{ConsentHandling, Door};
use rehearsal_sim::model::{Change, DoorUse};
use rehearsal_sim::plan::Side;

use super::say::{Words, clock};

/// What to do, in terms of the keys of a scenario.
pub(super) fn change(words: &Words<'_>, change: &Change) -> String {
    let say = &words.say;
    match change {
        Change::SetFlag { property, release } => {
            let release = words.key_instant(*release);
            if words.plan.properties.iter().any(|known| known.name == *property) {
                say.change_set_flag_alone(&**property, release)
            } else {
                say.change_set_flag(&**property, release)
            }
        }
        Change::GuardFlow { flow, property } => {
            let entry = words.plan.flows.get(flow.get()).map(|flow| &flow.entry);
            if matches!(entry, None | Some(Predicate::Constant(true))) {
                say.change_guard_flow(&**property, words.flow(*flow))
            } else {
                say.change_guard_flow_too(&**property, words.flow(*flow))
            }
        }
        Change::RewriteGuard { flow, property } => say.change_rewrite_guard(words.flow(*flow), &**property),
        Change::MoveFlagRelease { to } => say.change_move_release(words.key_instant(*to)),
        Change::UseDoor { purpose, door, is_same_door } => use_door(words, *purpose, door, *is_same_door),
        Change::HoldFlow { flow, from } => say.change_hold_flow(words.flow(*flow), words.key_instant(*from)),
        Change::EndFlow { flow, until } => {
            let side = words.plan.flows.get(flow.get()).map_or(Side::Source, |flow: &Flow| flow.side);
            say.change_end_flow(words.flow(*flow), words.side(side), words.key_instant(*until))
        }
        Change::SwitchOffFlow { flow } => say.change_switch_off(words.flow(*flow)),
        Change::GoLive { flow } => say.change_go_live(words.flow(*flow)),
        Change::SetReentry { flow, reentry } => say.change_reentry(reentry_key(*reentry), words.flow(*flow)),
        Change::SetEventAge { flow, minutes } => say.change_event_age(length_key(*minutes), words.flow(*flow)),
        Change::MoveCampaign { flow, to } => say.change_move_campaign(words.flow(*flow), words.key_instant(*to)),
        Change::SetConsentHandling { handling } => say.change_consent(handling_key(*handling)),
        Change::LoadSuppressions { at } => say.change_suppressions(words.key_instant(*at)),
        Change::MoveSecondImport { to } => say.change_second_import(words.key_instant(*to)),
        Change::SetUnsubscribeSync { from, feed } => {
            let other = if *from == Side::Source { Side::Target } else { Side::Source };
            say.change_unsubscribe_sync(from.name(), other.name(), feed_key(*feed))
        }
        Change::SetFeed { integration, side, feed } => {
            let name = words.plan.integrations.get(integration.get()).map_or("?", |known| &*known.name);
            say.change_feed(feed_name(*side), feed_key(*feed), name)
        }
        Change::SetOverflow { pool, overflow: _ } => {
            say.change_overflow(words.plan.sending.pools.get(pool.get()).map_or("?", |pool| &*pool.name))
        }
        Change::SetExpiry { minutes } => say.change_expiry(length_key(*minutes)),
        Change::SetQuietClock { channel, clock: _ } => say.change_quiet_clock(channel.name()),
        Change::JoinList { list } => say.change_join_list(words.plan.lists.get(list.get()).map_or("?", String::as_str)),
    }
}

fn use_door(words: &Words<'_>, purpose: DoorUse, door: &Door, is_same_door: bool) -> String {
    let (key, today) = match (purpose, &words.plan.import.history) {
        (DoorUse::Profiles, _) | (DoorUse::History, None) => ("import.door", &words.plan.import.door),
        (DoorUse::History, Some(replay)) => ("import.history.door", &replay.door),
    };
    let known: &[String] = if is_same_door { &today.guards } else { &[] };
    let more: Vec<&str> = door.guards.iter().filter(|flag| !known.contains(flag)).map(String::as_str).collect();
    let more = more.join(": true, ");
    match (is_same_door, more.is_empty()) {
        (true, _) => words.say.change_door_flag(more, &*door.id, key),
        (false, false) => words.say.change_door_with_flag(&*door.id, key, more),
        (false, true) => words.say.change_door(&*door.id, key),
    }
}

/// A length of time as a scenario writes it: `90m`, `16h`, `2d`.
pub(crate) fn length_key(minutes: i32) -> String {
    match minutes {
        days if days % 1440 == 0 => format!("{}d", days / 1440),
        hours if hours % 60 == 0 => format!("{}h", hours / 60),
        minutes => format!("{minutes}m"),
    }
}

/// A re-entry rule as a scenario writes it.
pub(crate) fn reentry_key(reentry: Reentry) -> String {
    match reentry {
        Reentry::Never => "never".to_owned(),
        Reentry::AfterExit => "after-exit".to_owned(),
        Reentry::AfterMinutes(minutes) => format!("after {}", length_key(minutes)),
        Reentry::Always => "always".to_owned(),
    }
}

/// What happens to consent, as a scenario writes it.
pub(crate) const fn handling_key(handling: ConsentHandling) -> &'static str {
    match handling {
        ConsentHandling::AsExported => "as-exported",
        ConsentHandling::SubscribeAll => "subscribe-all",
        ConsentHandling::Leave => "leave",
    }
}

/// The key of a feed by the platform that it leads to.
pub(crate) const fn feed_name(side: Side) -> &'static str {
    match side {
        Side::Source => "source-feed",
        Side::Target => "feed",
    }
}

/// A feed as a scenario writes it.
pub(crate) fn feed_key(feed: Feed) -> String {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    match feed {
        Feed::RealTime => "real-time".to_owned(),
        Feed::Hourly => "hourly".to_owned(),
        Feed::Daily { minute_of_day } => format!("daily {}", clock(minute_of_day)),
        Feed::Weekly { weekday, minute_of_day } => {
            let day = usize::try_from(weekday - 1).ok().and_then(|day| WEEKDAYS.get(day)).copied().unwrap_or("monday");
            format!("weekly {day} {}", clock(minute_of_day))
        }
        Feed::Missing => "never".to_owned(),
    }
}
