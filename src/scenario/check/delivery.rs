//! `sending`: pools, ramps, caps and quiet hours.

use rehearsal_core::consent::Channel;
use rehearsal_core::ids::{BySide, Index, PoolMark, ProviderMark};
use rehearsal_core::plan::{
    Advance, CapTable, Clock, FrequencyCap, Overflow, Pool, QuietHours, Ramp, SendingPlan, Tail, Window,
};
use rehearsal_core::time::Minute;

use super::context::{Context, given, part};
use super::names;
use crate::catalogue::Listed;
use crate::diagnostics::Place;
use crate::diagnostics::suggestion;
use crate::scenario::raw;
use crate::scenario::text::{Count, OverflowText};
use crate::yaml::field::{Field, ListOr, Named, TextOr};

/// The most rows of a table of caps: one a day for as long as a rehearsal can last, or one an hour for six weeks.
const ROWS_MAX: usize = 1_000;
/// How long a message waits if the scenario does not say, in minutes.
const EXPIRES_MINUTES: i32 = 72 * 60;

/// Everything between an intent and a mailbox.
pub(super) fn sending(field: &Option<Field<raw::Sending>>, context: &mut Context<'_>) -> SendingPlan {
    let raw = part(field);
    let (pools, pool_of) = match raw.and_then(|raw| raw.pools.as_ref().map(|pools| (raw, pools))) {
        Some((raw, pools)) => named_pools(raw, pools, context),
        None => default_pools(raw, context),
    };
    let hold = raw.and_then(|raw| part(&raw.hold));
    let held = |pick: fn(&raw::Hold) -> &Option<Field<crate::scenario::text::InstantText>>| {
        hold.and_then(|hold| given(pick(hold))).map_or(Minute::NEVER, |at| context.instant(at))
    };
    let held_until = [held(|hold| &hold.source), held(|hold| &hold.target)];
    let expires = raw.and_then(|raw| raw.expires.as_ref());
    let expires_minutes = expires.and_then(Field::get).map_or(EXPIRES_MINUTES, |length| length.0);
    if let Some(field) = expires.filter(|_| expires_minutes < 1) {
        context.error(&field.place, "a message needs at least a minute to leave");
    }
    SendingPlan {
        pools,
        pool_of,
        caps: caps(raw.and_then(|raw| part(&raw.caps))),
        quiet_hours: quiet_hours(raw.and_then(|raw| part(&raw.quiet_hours))),
        expires_minutes: expires_minutes.max(1),
        held_until,
    }
}

/// A pool for each side: the source's is warm, the target's has the ramp that the scenario gives.
fn default_pools(raw: Option<&raw::Sending>, context: &mut Context<'_>) -> (Vec<Pool>, BySide<Index<PoolMark>>) {
    let names = ["source", "target"];
    for field in raw.iter().flat_map(|raw| [&raw.source_pool, &raw.target_pool]).flatten() {
        context.error(&field.place, "there are no `pools` to choose from");
    }
    let ramp = raw.and_then(|raw| raw.ramp.as_ref()).and_then(|field| ramp(field, &names, context));
    let pools = vec![Pool { name: names[0].into(), ramp: None }, Pool { name: names[1].into(), ramp }];
    (pools, [Index::new(0), Index::new(1)])
}

fn named_pools(
    raw: &raw::Sending,
    field: &Field<Named<raw::Pool>>,
    context: &mut Context<'_>,
) -> (Vec<Pool>, BySide<Index<PoolMark>>) {
    let entries: Vec<_> = field.get().into_iter().flat_map(Named::iter).collect();
    let names: Vec<&str> = entries.iter().map(|(name, ..)| *name).collect();
    if names.is_empty() && field.get().is_some_and(|named| named.0.is_empty()) {
        context.error(&field.place, "no pool is named here");
    }
    if names.len() > super::context::TABLE_MAX {
        context.error(&field.place, "there are too many pools");
    }
    let mut pools = Vec::new();
    for (name, place, pool, _) in &entries {
        if name.trim().is_empty() || name.contains(char::is_whitespace) {
            context.error(place, "the name of a pool is one word");
        }
        let ramp = pool.ramp.as_ref().and_then(|field| ramp(field, &names, context));
        pools.push(Pool { name: (*name).to_owned(), ramp });
    }
    let source = side_pool(&raw.source_pool, "source", &names, field, context);
    let target = side_pool(&raw.target_pool, "target", &names, field, context);
    if let Some(shorthand) = &raw.ramp {
        let ramp = ramp(shorthand, &names, context);
        match pools.get_mut(target.get()) {
            Some(pool) if pool.ramp.is_some() => {
                let message = format!("the pool `{}` already has a ramp", pool.name);
                context.error_with(&shorthand.place, message, "keep one of the two");
            }
            Some(pool) => pool.ramp = ramp,
            None => {}
        }
    }
    (pools, [source, target])
}

/// The pool of a side: the one that is named, else the one with the side's name, else the only one.
fn side_pool(
    named: &Option<Field<String>>,
    side: &str,
    names: &[&str],
    pools: &Field<Named<raw::Pool>>,
    context: &Context<'_>,
) -> Index<PoolMark> {
    let wanted = named.as_ref().and_then(|field| Some((field.get()?.as_str(), field)));
    let found = match wanted {
        Some((name, _)) => names.iter().position(|known| *known == name),
        None => names.iter().position(|known| *known == side).or((names.len() == 1).then_some(0)),
    };
    if found.is_none() && !names.is_empty() {
        match wanted {
            Some((name, field)) => context.unknown(&field.place, "pool", name, names, "pools"),
            None => context.error_with(
                &pools.place,
                format!("which of the pools does the {side} send from?"),
                format!("add `{side}-pool: {}`", names[0]),
            ),
        }
    }
    Index::new(found.and_then(|at| u16::try_from(at).ok()).unwrap_or(0))
}

/// A ramp: a preset with changes, or an own table. `None` after a problem.
fn ramp(field: &Field<raw::Ramp>, pools: &[&str], context: &mut Context<'_>) -> Option<Ramp> {
    let raw = field.get()?;
    let own =
        table(&raw.per_day, &raw.per_hour, raw.tail.as_ref().and_then(|tail| tail.get()).map(|tail| tail.0), context);
    let mut ramp = match (&raw.preset, own) {
        (Some(preset), None) => self::preset(preset, context)?,
        (None, Some((window, total))) => Ramp {
            name: "own table".into(),
            source: "the scenario".into(),
            window,
            total,
            providers: Vec::new(),
            start_day: 0,
            advance: Advance::Calendar,
            overflow: Overflow::Hold,
        },
        (Some(preset), Some(_)) => {
            let hint = "keep one of the two; with `extends`, the other can be in the base file";
            context.error_with(&preset.place, "a ramp has a preset or a table of its own, not both", hint);
            return None;
        }
        (None, None) => {
            if raw.per_day.is_none() && raw.per_hour.is_none() {
                context.lacks(&field.place, "this ramp has no caps", Some("give `preset`, `per-day` or `per-hour`"));
            }
            return None;
        }
    };
    if let Some(tail) = raw.tail.as_ref().and_then(Field::get) {
        ramp.total.tail = tail.0;
    }
    if let Some(advance) = given(&raw.advance) {
        ramp.advance = advance.0;
    }
    if let Some(start) = given(&raw.start) {
        let at = context.instant(start);
        ramp.start_day = context.clocks.calendar.local(context.clocks.own(), at).day;
    }
    if let Some(overflow) = &raw.overflow {
        ramp.overflow = self::overflow(overflow, pools, context)?;
    }
    for (name, name_place, caps, place) in part(&raw.providers).into_iter().flat_map(Named::iter) {
        let provider = provider(name, name_place, context);
        let table = provider_table(caps, place, &ramp, context);
        if let (Some(provider), Some(table)) = (provider, table) {
            ramp.providers.retain(|(known, _)| *known != provider);
            ramp.providers.push((provider, table));
        }
    }
    Some(ramp)
}

/// A warm-up schedule of the catalogue from day 0 on, which holds what is above its caps.
fn preset(field: &Field<String>, context: &mut Context<'_>) -> Option<Ramp> {
    let (id, catalogue) = (field.get()?, context.catalogue);
    let Some(known) = catalogue.ramp(id) else {
        let ids = catalogue.ramps().iter().map(|ramp| ramp.id.as_str());
        let hint = suggestion(id, ids).unwrap_or_else(|| "`rehearsal list` shows the presets".into());
        context.error_with(&field.place, format!("unknown preset `{id}`"), hint);
        return None;
    };
    context.assumptions.push(format!("The ramp {} is taken from {}.", known.id, known.source));
    context.mention_origin(Listed::Ramp, id);
    let index = |number: usize| u16::try_from(number).ok().map(Index::<ProviderMark>::new);
    let of_provider = |(number, table): &(usize, CapTable)| Some((index(*number)?, table.clone()));
    Some(Ramp {
        name: known.id.clone(),
        source: known.source.clone(),
        window: known.window,
        total: known.total.clone(),
        providers: known.providers.iter().filter_map(of_provider).collect(),
        start_day: 0,
        advance: known.advance,
        overflow: Overflow::Hold,
    })
}

fn overflow(field: &Field<OverflowText>, pools: &[&str], context: &Context<'_>) -> Option<Overflow> {
    match field.get()? {
        OverflowText::Hold => Some(Overflow::Hold),
        OverflowText::SendAnyway => Some(Overflow::SendAnyway),
        OverflowText::Drop => Some(Overflow::Drop),
        OverflowText::SpillTo(name) => {
            let found = pools.iter().position(|pool| pool == name);
            if found.is_none() {
                context.unknown(&field.place, "pool", name, pools, "pools");
            }
            found.and_then(|at| u16::try_from(at).ok()).map(|at| Overflow::Spill(Index::new(at)))
        }
    }
}

fn provider(name: &str, place: &Place, context: &Context<'_>) -> Option<Index<ProviderMark>> {
    let known = names::providers();
    let found = known.iter().position(|provider| *provider == name);
    if found.is_none() {
        let hint = suggestion(name, known).unwrap_or_else(|| "`rehearsal list` shows the providers".into());
        context.error_with(place, format!("unknown mailbox provider `{name}`"), hint);
    }
    found.and_then(|at| u16::try_from(at).ok()).map(Index::new)
}

fn provider_table(
    caps: &ListOr<Count, raw::CapTable>,
    place: &Place,
    ramp: &Ramp,
    context: &Context<'_>,
) -> Option<CapTable> {
    let (window, table) = match caps {
        ListOr::List(rows) => (ramp.window, CapTable { rows: self::rows(rows, place, context), tail: ramp.total.tail }),
        ListOr::Other(own) => {
            let tail = given(&own.tail).map_or(ramp.total.tail, |tail| tail.0);
            let found = table(&own.per_day, &own.per_hour, Some(tail), context);
            if found.is_none() && own.per_day.is_none() && own.per_hour.is_none() {
                context.lacks(place, "this provider has no caps", Some("give `per-day` or `per-hour`"));
            }
            found?
        }
    };
    if window != ramp.window {
        context.error(place, "the caps of a provider have the same window as the total: both a day, or both an hour");
    }
    (!table.rows.is_empty()).then_some(table)
}

/// A table of caps as written, with its window; `None` if there is none, or after a problem.
fn table(
    per_day: &Option<Field<Vec<Field<Count>>>>,
    per_hour: &Option<Field<Vec<Field<Count>>>>,
    tail: Option<Tail>,
    context: &Context<'_>,
) -> Option<(Window, CapTable)> {
    if let (Some(_), Some(hour)) = (per_day, per_hour) {
        context.error_with(&hour.place, "caps are `per-day` or `per-hour`, not both", "keep one of the two");
    }
    let (window, field) = match (per_day, per_hour) {
        (Some(day), _) => (Window::Day, day),
        (None, hour) => (Window::Hour, hour.as_ref()?),
    };
    let rows = rows(field.get()?, &field.place, context);
    (!rows.is_empty()).then(|| (window, CapTable { rows, tail: tail.unwrap_or(Tail::Last) }))
}

fn rows(fields: &[Field<Count>], place: &Place, context: &Context<'_>) -> Vec<u32> {
    let rows: Vec<u32> = fields.iter().map(|field| context.count(field, 0, u64::from(u32::MAX)) as u32).collect();
    if rows.is_empty() {
        context.error(place, "a ramp needs at least one number");
    } else if fields.iter().all(|field| field.get().is_some_and(|count| count.0 == 0)) {
        context.error_with(place, "a ramp of zeros lets nothing through, ever", "hold all sending with `hold` instead");
    }
    if rows.len() > ROWS_MAX {
        context.error(place, format!("a ramp has at most {ROWS_MAX} numbers"));
    }
    rows
}

fn caps(raw: Option<&raw::Channels<crate::scenario::text::CapText>>) -> Vec<FrequencyCap> {
    let channel = |channel, cap: Option<crate::scenario::text::CapText>| {
        cap.map(|cap| FrequencyCap { channel, count: cap.count, minutes: cap.minutes })
    };
    let Some(raw) = raw else { return Vec::new() };
    [channel(Channel::Email, given(&raw.email)), channel(Channel::Sms, given(&raw.sms))].into_iter().flatten().collect()
}

fn quiet_hours(
    raw: Option<&raw::Channels<TextOr<crate::scenario::text::HoursText, raw::QuietHours>>>,
) -> Vec<QuietHours> {
    let Some(raw) = raw else { return Vec::new() };
    let channel = |channel, field: &Option<Field<TextOr<crate::scenario::text::HoursText, raw::QuietHours>>>| {
        let (hours, clock) = match part(field)? {
            TextOr::Text(hours) => (*hours, Clock::Recipient),
            TextOr::Other(own) => (*own.hours.get()?, clock(given(&own.clock))),
        };
        Some(QuietHours { channel, from_minute: hours.0, until_minute: hours.1, clock })
    };
    [channel(Channel::Email, &raw.email), channel(Channel::Sms, &raw.sms)].into_iter().flatten().collect()
}

fn clock(name: Option<raw::ClockName>) -> Clock {
    match name {
        Some(raw::ClockName::Account) => Clock::Account,
        Some(raw::ClockName::FixedOffset) => Clock::FixedOffset,
        Some(raw::ClockName::Recipient) | None => Clock::Recipient,
    }
}
