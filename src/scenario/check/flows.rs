//! `flows`: triggers, entry rules, goals and steps of every journey and campaign.

use rehearsal_core::ids::{Index, Side};
use rehearsal_core::limits::MESSAGES_MAX;
use rehearsal_core::plan::{Flow, FlowClass, FlowStatus, Goal, Message, Reentry, Trigger};
use rehearsal_core::time::Minute;

use super::context::{Context, TABLE_MAX, given, part};
use super::graph::{Draft, END};
use super::steps::Layer;
use crate::diagnostics::Place;
use crate::scenario::expression::Allowed;
use crate::scenario::raw;
use crate::yaml::field::{Field, TextOr};

/// The side of a flow.
fn side(flow: &raw::Flow) -> Side {
    match given(&flow.platform) {
        Some(raw::SideName::Source) => Side::Source,
        _ => Side::Target,
    }
}

/// Puts names and classes of all flows where conditions can find them, before any condition is compiled.
pub(super) fn declare(flows: &[Field<raw::Flow>], context: &mut Context<'_>) {
    let all: Vec<&raw::Flow> = flows.iter().filter_map(Field::get).take(TABLE_MAX).collect();
    context.flow_names = all.iter().filter_map(|flow| flow.flow.get()).map(|name| name.trim().to_owned()).collect();
    context.classes = all.iter().filter_map(|flow| flow.class.get()).map(|class| class.0.name().to_owned()).collect();
    context.classes.sort();
    context.classes.dedup();
}

/// Every flow and every message.
pub(super) fn flows(all: &[Field<raw::Flow>], context: &mut Context<'_>) -> (Vec<Flow>, Vec<Message>) {
    let (mut flows, mut messages): (Vec<Flow>, Vec<Message>) = (Vec::new(), Vec::new());
    for raw in all {
        let Some(flow) = raw.get() else { continue };
        if flows.len() >= TABLE_MAX {
            context.error(&raw.place, format!("there are more than {TABLE_MAX} flows"));
            break;
        }
        let checked = one(flow, flows.len(), &mut messages, context);
        let is_known = flows.iter().any(|other: &Flow| other.name == checked.name && other.side == checked.side);
        if is_known && !checked.name.is_empty() {
            context.error(
                &flow.flow.place,
                format!("a second flow on the {} is called `{}`", checked.side.name(), checked.name),
            );
        }
        flows.push(checked);
    }
    if messages.len() > MESSAGES_MAX {
        let place = all.first().map(|flow| flow.place.clone());
        place.inspect(|place| context.error(place, format!("the flows have more than {MESSAGES_MAX} messages")));
    }
    (flows, messages)
}

fn one(flow: &raw::Flow, number: usize, messages: &mut Vec<Message>, context: &mut Context<'_>) -> Flow {
    let name = context.name(&flow.flow);
    let class = flow.class.get().map_or(FlowClass::Other, |class| class.0);
    let label = flow.label.as_ref().map(|label| context.name(label)).filter(|label| !label.is_empty());
    // Conditions on sends compare its name.
    context.symbols.intern(class.name());
    called_like_a_welcome(flow, class, context);
    let status = status(flow, context);
    let trigger = flow.trigger.get().and_then(|trigger| self::trigger(trigger, &flow.trigger.place, context));
    // An enrolment remembers the event that started it: its conditions can read that, from the entry on.
    let has_event = flow.trigger.get().is_some_and(|trigger| trigger.event.is_some());
    let (at_entry, inside) =
        if has_event { (Allowed::Event, Allowed::Event) } else { (Allowed::Profile, Allowed::Flow) };
    let entry = context.condition_or_all(&flow.entry, at_entry);
    let reentry = given(&flow.re_entry).map_or(Reentry::Never, |reentry| reentry.0);
    let goal = flow.goal.as_ref().and_then(|goal| self::goal(goal, inside, context));
    let steps = flow.steps.get().map_or(&[][..], Vec::as_slice);
    if steps.is_empty() && flow.steps.get().is_some() {
        context.error_with(&flow.steps.place, "a flow needs at least one step", "the shortest flow is `steps: [end]`");
    }
    let mut layer = Layer {
        draft: Draft::new(),
        flow: Index::new(number as u16),
        class,
        purpose: if class == FlowClass::Other { label.clone() } else { None }
            .unwrap_or_else(|| class.name().to_owned()),
        messages,
        allowed: inside,
        messages_here: 0,
        context,
    };
    let entry_label = layer.draft.label();
    layer.list(steps, entry_label, END);
    let steps = layer.draft.finish(entry_label, &flow.steps.place, layer.context);
    let trigger = trigger.unwrap_or(Trigger::ByHand);
    let yearly = matches!(trigger, Trigger::Birthday { .. }) && flow.re_entry.is_none();
    if yearly {
        let sentence =
            format!("Flow {name} is entered once a year: its trigger is a birthday, and it states no `re-entry`.");
        context.assumptions.push(sentence);
    }
    let reentry = if yearly { Reentry::AfterExit } else { reentry };
    Flow { name, class, label, side: side(flow), status, trigger, entry, reentry, goal, steps }
}

/// How a word begins that speaks of a welcome, in the languages of the field.
const WELCOMES: [&str; 5] = ["welcom", "welkom", "onboard", "bienvenu", "willkommen"];

/// Warns of a flow that is called like a welcome and is none by its class: then the invariants about welcome mail
/// look past it. To welcome somebody *back* is no welcome.
fn called_like_a_welcome(flow: &raw::Flow, class: FlowClass, context: &Context<'_>) {
    // Of a class that could not be read something is said already.
    if flow.class.get().is_none() || class.is_welcome() || class == FlowClass::WinBack {
        return;
    }
    for (field, key) in [(Some(&flow.flow), "name"), (flow.label.as_ref(), "label")] {
        let Some(field) = field else { continue };
        let is_welcome = |word: &str| WELCOMES.iter().any(|welcome| word.to_lowercase().starts_with(welcome));
        if field.get().is_some_and(|text| text.split(|sign: char| !sign.is_alphabetic()).any(is_welcome)) {
            let message = format!(
                "the {key} of this flow speaks of a welcome, but its class is `{}`: no check of welcome mail looks at it",
                class.name()
            );
            context.problems.warning(
                &field.place,
                message,
                Some("if it greets people who are new: `class: welcome`".into()),
            );
        }
    }
}

fn status(flow: &raw::Flow, context: &Context<'_>) -> FlowStatus {
    let draft = FlowStatus { from: Minute::FOREVER, until: Minute::FOREVER };
    match part(&flow.live) {
        None | Some(TextOr::Text(raw::LiveWord::Always)) => FlowStatus::ALWAYS,
        Some(TextOr::Text(raw::LiveWord::Never)) => draft,
        Some(TextOr::Other(live)) => {
            let from = given(&live.from).map_or(Minute::NEVER, |at| context.instant(at));
            let until = given(&live.until).and_then(|at| at.0).map_or(Minute::FOREVER, |at| context.instant(at));
            if let Some(field) = live.until.as_ref().filter(|_| until <= from) {
                context.error_with(&field.place, "the flow is live for no time at all", "a draft is `live: never`");
            }
            FlowStatus { from, until }
        }
    }
}

/// What starts a flow; `None` after a problem.
fn trigger(trigger: &raw::Trigger, place: &Place, context: &mut Context<'_>) -> Option<Trigger> {
    let kinds = [
        ("list", trigger.list.as_ref().map(|field| &field.place)),
        ("event", trigger.event.as_ref().map(|field| &field.place)),
        ("at", trigger.at.as_ref().map(|field| &field.place)),
        ("birthday", trigger.birthday.as_ref().map(|field| &field.place)),
        ("by-hand", trigger.by_hand.as_ref().map(|field| &field.place)),
    ];
    let set: Vec<(&str, &Place)> = kinds.into_iter().filter_map(|(name, place)| Some((name, place?))).collect();
    match set.as_slice() {
        [] => {
            context.lacks(place, "this trigger starts nothing", Some("give one of list, event, at, birthday, by-hand"));
            return None;
        }
        [_] => {}
        [first, second, ..] => {
            let message = format!("a flow has one trigger, but this one has `{}` and `{}`", first.0, second.0);
            context.error_with(second.1, message, "make two flows of it");
            return None;
        }
    }
    if trigger.event.is_none() {
        for (name, place) in [
            ("where", trigger.filter.as_ref().map(|field| &field.place)),
            ("within", trigger.within.as_ref().map(|field| &field.place)),
        ] {
            let hint = if name == "where" { "who may enter is said in `entry`" } else { "remove it" };
            place.inspect(|place| context.error_with(place, format!("`{name}` belongs to an `event`"), hint));
        }
    }
    if let Some(list) = &trigger.list {
        return context.list(list).map(Trigger::ListAdded);
    }
    if let Some(event) = &trigger.event {
        let filter = context.condition_or_all(&trigger.filter, Allowed::Event);
        let age_minutes_max = given(&trigger.within).map(|length| length.0);
        return context.event(event).map(|event| Trigger::Event { event, filter, age_minutes_max });
    }
    if let Some(at) = &trigger.at {
        return at.get().map(|instant| scheduled(context.instant(*instant), &at.place, context));
    }
    if let Some(birthday) = &trigger.birthday {
        return self::birthday(birthday.get()?, context);
    }
    if let Some(by_hand) = trigger.by_hand.as_ref() {
        if by_hand.get() == Some(&false) {
            context.error_with(&by_hand.place, "this trigger starts nothing", "write `by-hand: true`");
        } else {
            let message = "nobody can start this flow: it waits for a hand, and a rehearsal has none";
            let hint = "give it the trigger that stands for it, such as `at: day 3 10:00`, or leave it out";
            context.problems.warning(place, message, Some(hint.into()));
        }
    }
    Some(Trigger::ByHand)
}

/// A campaign; one that lies outside the rehearsal is worth a warning.
fn scheduled(at: Minute, place: &Place, context: &Context<'_>) -> Trigger {
    let hint = format!("the rehearsal runs from day 0 to day {}", context.days.saturating_sub(1));
    if at < Minute(0) {
        context.error_with(place, "this campaign lies before the rehearsal begins, and would never be sent", hint);
    } else if at >= context.end() {
        context.problems.warning(place, "this campaign is never sent: it lies outside the rehearsal", Some(hint));
    }
    Trigger::Scheduled(at)
}

fn birthday(birthday: &raw::Birthday, context: &Context<'_>) -> Option<Trigger> {
    let offset_days = match &birthday.days_after {
        None => 0,
        Some(field) => {
            let days = field.get()?.parse::<i32>().ok().filter(|days| (-366..=366).contains(days));
            if days.is_none() {
                context.error(&field.place, "expected a number of days from -366 to 366");
            }
            days?
        }
    };
    Some(Trigger::Birthday { offset_days, minute_of_day: given(&birthday.time).map_or(9 * 60, |time| time.0) })
}

fn goal(field: &Field<raw::Goal>, allowed: Allowed, context: &mut Context<'_>) -> Option<Goal> {
    let goal = field.get()?;
    match (&goal.event, &goal.when) {
        (Some(event), None) => context.event(event).map(Goal::Event),
        (None, Some(when)) => Some(Goal::Condition(context.condition(when, allowed))),
        (Some(_), Some(when)) => {
            context.error_with(
                &when.place,
                "a flow has one goal, but this one has `event` and `when`",
                "keep one of the two",
            );
            None
        }
        (None, None) => {
            context.lacks(&field.place, "a goal needs `event` or `when`", None);
            None
        }
    }
}
