//! Volume of sends: the queue, and frequency caps over both platforms.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, form, length};
use crate::flow::MessageMark;
use crate::history::{Fact, FactKind, Wait};
use crate::plan::{Index, Message, Side};
use crate::sending::FrequencyCap;
use crate::time::DAY_MINUTES;

/// The queue is empty in the end, and nothing expires.
pub(super) const BACKLOG_DRAINS: Judge =
    Judge { relevant: Kinds::SENT.with(Kinds::WAITED), cells: no_cells, each: see_backlog, finish: tell_backlog };

/// Frequency caps hold over both platforms together.
pub(super) const CAPS_RESPECTED: Judge =
    Judge { relevant: Kinds::SENT, cells: no_cells, each: see_caps, finish: tell_caps };

/// A quiet night is no backlog: a message that waits for its end, for less than a day, is not counted.
const NIGHT_MINUTES: i32 = DAY_MINUTES;

const EXPIRED: u8 = 0;
const WAITING: u8 = 1;

fn see_backlog(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let deadline = tally.terms.by.filter(|by| *by < context.end);
    for fact in person.facts {
        let (message, code) = match fact.kind {
            FactKind::Expired { message, .. } => (message, Some(EXPIRED)),
            FactKind::StillWaiting { message, waited_minutes } => {
                let is_late = deadline.is_none_or(|by| fact.at.plus(-waited_minutes) <= by);
                let is_night =
                    waited_minutes < NIGHT_MINUTES && waits_for_morning(person.facts, message, fact, waited_minutes);
                (message, (is_late && !is_night).then_some(WAITING))
            }
            FactKind::Sent { message, waited_minutes, .. } => {
                let waited = deadline.is_some_and(|by| fact.at > by && fact.at.plus(-waited_minutes) <= by);
                let is_night = waited
                    && waited_minutes < NIGHT_MINUTES
                    && waits_for_morning(person.facts, message, fact, waited_minutes);
                (message, (waited && !is_night).then_some(WAITING))
            }
            _ => continue,
        };
        tally.exercised += 1;
        let Some(code) = code else { continue };
        let waited = match fact.kind {
            FactKind::Expired { waited_minutes, .. }
            | FactKind::StillWaiting { waited_minutes, .. }
            | FactKind::Sent { waited_minutes, .. } => waited_minutes,
            _ => 0,
        };
        let at = if code == WAITING { deadline.unwrap_or(fact.at) } else { fact.at };
        let flow = context.message(message).map_or(u16::MAX, |message| place(message.flow));
        tally.numbers[usize::from(code)] += 1;
        tally.cause(Cause(code, [flow, 0, 0]));
        tally.broken(0, at, person, || {
            let since = fact.at.plus(-waited);
            let deferred = person.facts.iter().filter(|earlier| {
                earlier.at >= since
                    && earlier.at <= fact.at
                    && matches!(earlier.kind, FactKind::Deferred { message: of, .. } if of == message)
            });
            let name = context.message_name(message);
            let because = match code {
                EXPIRED => format!("waited {} for {name}, which then expired", length(waited)),
                _ => format!("still waited for {name}, due since {}", context.when(since)),
            };
            (deferred.chain([fact]).copied().collect(), because)
        });
    }
}

/// Whether a message waits for the end of quiet hours and for nothing else.
fn waits_for_morning(facts: &[Fact], message: Index<MessageMark>, end: &Fact, waited_minutes: i32) -> bool {
    let since = end.at.plus(-waited_minutes);
    let mut reasons =
        facts.iter().filter(|fact| since <= fact.at && fact.at <= end.at).filter_map(|fact| match fact.kind {
            FactKind::Deferred { message: of, why } if of == message => Some(why),
            _ => None,
        });
    let first = reasons.next();
    first == Some(Wait::QuietHours) && reasons.all(|why| why == Wait::QuietHours)
}

fn tell_backlog(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let [expired, waiting, ..] = tally.numbers;
    let when = match tally.terms.by {
        Some(by) if by < context.end => format!("on {}", context.when(by)),
        _ => "when the rehearsal ends".to_owned(),
    };
    let describe = |(Cause(code, [flow, ..]), count): &(Cause, u64)| {
        let what = if *code == EXPIRED { "expired" } else { "still waiting" };
        format!("flow {}: {what} ({})", context.flow_name(*flow), counted(*count, "message", "messages"))
    };
    let mut parts = Vec::new();
    if expired > 0 {
        parts.push(format!(
            "{} unsent after {}",
            counted(expired, "message expired", "messages expired"),
            length(context.plan.sending.expires_minutes)
        ));
    }
    if waiting > 0 {
        parts.push(format!("{} {when}", counted(waiting, "message still waits", "messages still wait")));
    }
    Telling {
        violated: parts.join(", "),
        holds: format!("the queue is empty {when}: {} left in time", counted(tally.exercised, "message", "messages")),
        vacuous: "no message was due".to_owned(),
        unknown: String::new(),
        causes: tally.causes().iter().map(describe).collect(),
        changes: vec![
            "start fewer messages than the ramp lets through: smaller cohorts, or campaigns on later days".to_owned(),
            "hold flows that the warm-up does not need: `live: {from: day N}`".to_owned(),
            "give the ramp more time: rehearse more `days`, and set `by` to the day on which the queue must be empty"
                .to_owned(),
        ],
    }
}

/// A send of the plan's marketing messages, in the order of the facts.
pub(super) fn marketing<'a>(
    context: &'a Context<'_>,
    facts: &'a [Fact],
) -> impl DoubleEndedIterator<Item = (&'a Fact, &'a Message, Side)> {
    facts.iter().filter_map(|fact| {
        let FactKind::Sent { message, .. } = fact.kind else {
            return None;
        };
        let message = context.message(message).filter(|message| !message.is_transactional)?;
        Some((fact, message, context.side_of(message)?))
    })
}

fn see_caps(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    for (number, cap) in context.plan.sending.caps.iter().enumerate() {
        see_cap(context, person, tally, (number, cap));
    }
}

fn see_cap(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally, (number, cap): (usize, &FrequencyCap)) {
    for (place_of, fact) in person.facts.iter().enumerate() {
        if !matches!(fact.kind, FactKind::Sent { .. }) {
            continue;
        }
        let Some((_, message, side)) = marketing(context, std::slice::from_ref(fact)).next() else {
            continue;
        };
        if message.channel != cap.channel {
            continue;
        }
        tally.exercised += 1;
        let since = fact.at.plus(-cap.minutes);
        let before = person.facts[..place_of].iter().rev().take_while(|earlier| earlier.at > since);
        let in_window = || {
            before.clone().filter(|earlier| {
                marketing(context, std::slice::from_ref(earlier)).any(|(_, message, _)| message.channel == cap.channel)
            })
        };
        if in_window().take(cap.count as usize).count() < cap.count as usize || !tally.counts_at(fact.at) {
            continue;
        }
        let crosses = in_window()
            .any(|earlier| marketing(context, std::slice::from_ref(earlier)).any(|(_, _, from)| from != side));
        tally.cause(Cause(u8::from(crosses), [u16::try_from(number).unwrap_or(u16::MAX), place(message.flow), 0]));
        tally.broken(0, fact.at, person, || {
            let mut facts: Vec<Fact> = in_window().copied().collect();
            facts.reverse();
            facts.push(*fact);
            let because = format!("received {} within {}; the cap is {}", facts.len(), length(cap.minutes), cap.count);
            (facts, because)
        });
    }
}

fn tell_caps(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let caps = &context.plan.sending.caps;
    let describe = |(Cause(crosses, [cap, flow, _]), count): &(Cause, u64)| {
        let cap = caps.get(usize::from(*cap)).map_or_else(String::new, |cap| {
            format!("{} of {} per {}", cap.channel.name(), cap.count, length(cap.minutes))
        });
        let why = if *crosses == 1 { "each platform counts only its own sends" } else { "one platform sent them all" };
        format!("cap {cap}, broken by flow {}: {why} ({})", context.flow_name(*flow), counted(*count, "send", "sends"))
    };
    let causes = tally.causes();
    let mut changes = Vec::new();
    if causes.iter().any(|(Cause(crosses, _), _)| *crosses == 1) {
        changes.push(
            "let only one platform send marketing at a time: end flows on the source before they go live on the target"
                .to_owned(),
        );
    }
    if causes.iter().any(|(Cause(crosses, _), _)| *crosses == 0) {
        changes.push("apply the cap to campaigns too, or move the campaign".to_owned());
    }
    Telling {
        violated: format!("{} over the frequency cap", counted(tally.count, "send is", "sends are")),
        holds: format!(
            "{} {} within the frequency caps",
            counted(tally.exercised, "send", "sends"),
            form(tally.exercised, "was", "were")
        ),
        vacuous: if caps.is_empty() {
            "the scenario has no frequency cap"
        } else {
            "nothing was sent under a frequency cap"
        }
        .to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}
