//! `lists`, `properties`, `events` and `integrations`: the names that everything else refers to.

use rehearsal_core::feed::Feed;
use rehearsal_core::ids::{BySide, Index};
use rehearsal_core::limits::LISTS_MAX;
use rehearsal_core::plan::{Event, Integration, Property};
use rehearsal_core::value::ValueKind;

use super::context::{Context, TABLE_MAX, given, part};
use crate::diagnostics::Place;
use crate::scenario::raw::{self, Scenario};
use crate::yaml::field::{Field, Named};

/// Puts lists, properties and events into the context, where everything else finds them.
pub(super) fn declare(raw: &Scenario, context: &mut Context<'_>) {
    lists(&raw.lists, context);
    properties(&raw.properties, context);
    events(raw, context);
}

fn lists(field: &Option<Field<Vec<Field<String>>>>, context: &mut Context<'_>) {
    for name in part(field).into_iter().flatten().take(TABLE_MAX) {
        let text = context.name(name);
        if context.lists.contains(&text) {
            context.error(&name.place, format!("the list `{text}` is declared twice"));
        } else {
            context.lists.push(text);
        }
    }
    if context.lists.len() > LISTS_MAX {
        let message = format!("there are {} lists, and at most {LISTS_MAX} are possible", context.lists.len());
        field.iter().for_each(|field| context.error(&field.place, message.clone()));
        context.lists.truncate(LISTS_MAX);
    }
}

fn properties(field: &Option<Field<Named<raw::PropertyKind>>>, context: &mut Context<'_>) {
    let named = part(field).map_or(&[][..], |named| named.0.as_slice());
    for (key, kind) in named.iter().take(TABLE_MAX) {
        let name = context.name(key);
        let is_word = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_word && !name.is_empty() {
            let hint = "use letters, digits and `_`, because conditions write it as profile.<name>";
            context.error_with(&key.place, format!("`{name}` cannot be the name of a property"), hint);
        }
        if crate::scenario::expression::fields().iter().any(|entry| entry.root == "profile" && entry.name == name) {
            context.error_with(
                &key.place,
                format!("every profile already has a built-in `{name}`"),
                "give the property another name",
            );
        }
        let kind = match kind.get() {
            Some(raw::PropertyKind::Bool) | None => ValueKind::Bool,
            Some(raw::PropertyKind::Int) => ValueKind::Int,
            Some(raw::PropertyKind::String) => ValueKind::Text,
            Some(raw::PropertyKind::Timestamp) => ValueKind::Time,
        };
        context.properties.push(Property { name, kind });
    }
    too_many(named.len(), "properties", field.as_ref().map(|field| &field.place), context);
}

fn too_many(count: usize, what: &str, place: Option<&Place>, context: &Context<'_>) {
    if count > TABLE_MAX {
        place.inspect(|place| context.error(place, format!("there are more than {TABLE_MAX} {what}")));
    }
}

/// How the data of an integration reaches source and target.
fn feeds(integration: &raw::Integration) -> BySide<Feed> {
    let source = given(&integration.source_feed).map_or(Feed::RealTime, |feed| feed.0);
    let target = match given(&integration.kind) {
        Some(raw::IntegrationKind::Missing) => Feed::Missing,
        _ => given(&integration.feed).map_or(Feed::RealTime, |feed| feed.0),
    };
    [source, target]
}

fn events(raw: &Scenario, context: &mut Context<'_>) {
    let empty = Named(Vec::new());
    let integrations = part(&raw.integrations).unwrap_or(&empty);
    for (name, _, integration, _) in integrations.iter().take(TABLE_MAX) {
        context.integrations.push(Integration { name: name.to_owned(), feeds: feeds(integration) });
        let is_missing = given(&integration.kind) == Some(raw::IntegrationKind::Missing);
        if let Some(feed) = integration.feed.as_ref().filter(|_| is_missing) {
            context.error_with(
                &feed.place,
                "an integration that is missing has no feed",
                "remove `feed`, or say another `kind`",
            );
        }
    }
    let known: Vec<&str> = integrations.0.iter().filter_map(|(key, _)| key.get().map(String::as_str)).collect();
    let named = part(&raw.events).map_or(&[][..], |named| named.0.as_slice());
    let mut used: Vec<&str> = Vec::new();
    for (key, value) in named.iter().take(TABLE_MAX) {
        let name = context.name(key);
        let event = value.get();
        let from = event.and_then(|event| event.from.as_ref());
        let mut feeds_of_event = [Feed::RealTime, Feed::RealTime];
        let mut of_event = None;
        if let Some((field, from)) = from.and_then(|field| Some((field, field.get()?))) {
            used.push(from);
            match integrations.iter().find(|(name, ..)| *name == from) {
                Some((_, _, integration, _)) => {
                    feeds_of_event = feeds(integration);
                    let place = context.integrations.iter().position(|known| known.name == *from);
                    of_event = place.and_then(|place| u16::try_from(place).ok()).map(Index::new);
                }
                None if known.contains(&from.as_str()) => {}
                None => context.unknown(&field.place, "integration", from, &known, "integrations"),
            }
        }
        let is_order = event.is_some_and(|event| event.counts_as.is_some());
        let value_minor = event.and_then(|event| given(&event.value)).map(|range| (range.0, range.1));
        context.events.push(Event { name, integration: of_event, feeds: feeds_of_event, is_order, value_minor });
    }
    // Before the errors are mended nobody can tell whether an integration is used.
    if !context.problems.has_errors() {
        for (name, place, ..) in integrations.iter().filter(|(name, ..)| !used.contains(name)) {
            context.problems.warning(
                place,
                format!("no event comes from the integration `{name}`"),
                Some("name it in an event's `from`".into()),
            );
        }
    }
    too_many(named.len(), "events", raw.events.as_ref().map(|field| &field.place), context);
}
