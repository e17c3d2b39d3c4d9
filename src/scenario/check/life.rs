//! `behaviour` and `unsubscribes`.

use rehearsal_core::feed::Feed;
use rehearsal_core::ids::BySide;
use rehearsal_core::limits::SIGN_UPS_PER_DAY_MAX;
use rehearsal_core::plan::{BehaviourPlan, EventRate, ResponseRates, SignUps};
use rehearsal_core::ratio::Ratio;

use super::context::{Context, given, part, ratio};
use crate::scenario::raw;
use crate::yaml::field::{Field, Named};

/// Life that goes on.
pub(super) fn behaviour(field: &Option<Field<raw::Behaviour>>, context: &mut Context<'_>) -> BehaviourPlan {
    let raw = part(field);
    let mut events = Vec::new();
    for (name, name_place, per_day, _) in raw.and_then(|raw| part(&raw.events)).into_iter().flat_map(Named::iter) {
        if let Some(event) = context.event_at(name, name_place) {
            events.push(EventRate { event, per_day: per_day.0 });
        }
    }
    let rates = raw.and_then(|raw| part(&raw.unsubscribes));
    let unsubscribes_per_day = [
        rates.map_or(Ratio::ZERO, |rates| ratio(&rates.source)),
        rates.map_or(Ratio::ZERO, |rates| ratio(&rates.target)),
    ];
    let sign_ups =
        raw.and_then(|raw| part(&raw.sign_ups)).map_or(SignUps { per_day: 0, list: None }, |sign_ups| SignUps {
            per_day: context.count(&sign_ups.per_day, 0, u64::from(SIGN_UPS_PER_DAY_MAX)) as u32,
            list: sign_ups.list.as_ref().and_then(|list| context.list(list)),
        });
    let response = raw.and_then(|raw| raw.response.as_ref()).and_then(|field| response(field, context));
    if response.is_none() {
        context.assumptions.push(
            "Nobody opens, clicks, complains about or unsubscribes from a mail: the scenario gives no response.".into(),
        );
    }
    BehaviourPlan { events, unsubscribes_per_day, sign_ups, response }
}

fn response(field: &Field<raw::Response>, context: &mut Context<'_>) -> Option<ResponseRates> {
    let raw = field.get()?;
    let delay_minutes = given(&raw.after).map_or((30, 2 * 1440), |range| (range.0, range.1));
    if let Some(after) = raw.after.as_ref().filter(|_| delay_minutes.0 < 1) {
        context.error(&after.place, "nobody can respond in the minute of the send: the shortest time is 1m");
    }
    let response = ResponseRates {
        open: ratio(&raw.open),
        click: ratio(&raw.click),
        unsubscribe: ratio(&raw.unsubscribe),
        complain: ratio(&raw.complain),
        bounce: ratio(&raw.bounce),
        delay_minutes: (delay_minutes.0.max(1), delay_minutes.1.max(1)),
    };
    context.assumptions.push(format!(
        "The response to a mail is the scenario's assumption, the same for every provider and volume: {} open, {} of these click, {} unsubscribe, {} complain, {} bounce.",
        response.open, response.click, response.unsubscribe, response.complain, response.bounce
    ));
    Some(response)
}

/// How unsubscribes travel, source to target and target to source, and how long they may take.
pub(super) fn unsubscribes(field: &Option<Field<raw::Unsubscribes>>, context: &Context<'_>) -> (BySide<Feed>, i32) {
    let Some(raw) = part(field) else {
        return ([Feed::RealTime, Feed::RealTime], 2 * 1440);
    };
    let within = given(&raw.honoured_within).map_or(2 * 1440, |length| length.0);
    if let Some(field) = raw.honoured_within.as_ref().filter(|_| within > 2 * 1440) {
        let hint = "mailbox providers ask for two days (Google and Yahoo, since 2024)";
        context.problems.warning(&field.place, "this is longer than mailbox providers allow", Some(hint.into()));
    }
    let feed = |field| given(field).map_or(Feed::RealTime, |feed: crate::scenario::text::FeedText| feed.0);
    ([feed(&raw.source_to_target), feed(&raw.target_to_source)], within)
}
