//! Sentences about changes: what to write into the scenario, with every value.

use rehearsal_core::condition::Predicate;
use rehearsal_core::ids::Side;
use rehearsal_core::model::{Change, DoorUse};
use rehearsal_core::plan::{Door, Flow};

use super::say::Words;
use crate::scenario::keys::{
    feed_key, feed_name, handling_key, instant_key, length_key, ratio_key, reentry_key, sign_ups_key,
};

/// What to do, in terms of the keys of a scenario.
pub(super) fn change(words: &Words<'_>, change: &Change) -> String {
    let say = &words.say;
    match change {
        Change::SetFlag { property, release } => {
            let release = instant_key(words.plan, *release);
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
        Change::MoveFlagRelease { to } => say.change_move_release(instant_key(words.plan, *to)),
        Change::UseDoor { purpose, door, is_same_door } => use_door(words, *purpose, door, *is_same_door),
        Change::HoldFlow { flow, from } => say.change_hold_flow(words.flow(*flow), instant_key(words.plan, *from)),
        Change::EndFlow { flow, until } => {
            let side = words.plan.flows.get(flow.get()).map_or(Side::Source, |flow: &Flow| flow.side);
            say.change_end_flow(words.flow(*flow), words.side(side), instant_key(words.plan, *until))
        }
        Change::SwitchOffFlow { flow } => say.change_switch_off(words.flow(*flow)),
        Change::GoLive { flow } => say.change_go_live(words.flow(*flow)),
        Change::SetReentry { flow, reentry } => say.change_reentry(reentry_key(*reentry), words.flow(*flow)),
        Change::SetEventAge { flow, minutes } => say.change_event_age(length_key(*minutes), words.flow(*flow)),
        Change::MoveCampaign { flow, to } => say.change_move_campaign(words.flow(*flow), instant_key(words.plan, *to)),
        Change::SetConsentHandling { handling } => say.change_consent(handling_key(*handling)),
        Change::LoadSuppressions { at } => say.change_suppressions(instant_key(words.plan, *at)),
        Change::MoveSecondImport { to } => say.change_second_import(instant_key(words.plan, *to)),
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
        Change::SetSignUps { per_day, list } => {
            let list = words.plan.lists.get(list.get()).map_or("?", String::as_str);
            say.change_sign_ups(sign_ups_key(*per_day, list))
        }
        Change::SetEventRate { event, per_day } => {
            let event = words.plan.events.get(event.get()).map_or("?", |event| &*event.name);
            say.change_event_rate(event, ratio_key(*per_day))
        }
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
