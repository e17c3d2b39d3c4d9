//! Volume and time of sends: the queue, frequency caps, quiet hours, and the same mail from two platforms.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, form, length};
use crate::flow::MessageMark;
use crate::history::{Fact, FactKind, Wait};
use crate::plan::{Index, Message, Side};
use crate::sending::{Clock, FrequencyCap, QuietHours};
use crate::time::{DAY_MINUTES, Minute};

/// The queue is empty in the end, and nothing expires.
pub(super) const BACKLOG_DRAINS: Judge = Judge {
    relevant: Kinds::SENT.with(Kinds::WAITED),
    cells: no_cells,
    each: see_backlog,
    finish: tell_backlog,
};

/// Frequency caps hold over both platforms together.
pub(super) const CAPS_RESPECTED: Judge = Judge {
    relevant: Kinds::SENT,
    cells: no_cells,
    each: see_caps,
    finish: tell_caps,
};

/// Nothing leaves in quiet hours of the recipient's own clock.
pub(super) const QUIET_HOURS_RESPECTED: Judge = Judge {
    relevant: Kinds::SENT,
    cells: no_cells,
    each: see_quiet,
    finish: tell_quiet,
};

/// Nobody gets one purpose from both platforms.
pub(super) const NO_DOUBLE_SEND: Judge = Judge {
    relevant: Kinds::SENT,
    cells: no_cells,
    each: see_double,
    finish: tell_double,
};

/// Two sends of one purpose from both platforms within this time are a double send. The scenario has no parameter for
/// it; a month is the time in which people remember a mail.
const DOUBLE_SEND_MINUTES: i32 = 30 * DAY_MINUTES;

/// A quiet night is no backlog: a message that waits for its end, for less than a day, is not counted.
const NIGHT_MINUTES: i32 = DAY_MINUTES;

const EXPIRED: u8 = 0;
const WAITING: u8 = 1;

fn see_backlog(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let deadline = tally.terms.by.filter(|by| *by < context.end);
    for fact in person.facts {
        let (message, code) = match fact.kind {
            FactKind::Expired { message, .. } => (message, Some(EXPIRED)),
            FactKind::StillWaiting {
                message,
                waited_minutes,
            } => {
                let is_late = deadline.is_none_or(|by| fact.at.plus(-waited_minutes) <= by);
                let is_night =
                    waited_minutes < NIGHT_MINUTES && waits_for_morning(person.facts, message, fact, waited_minutes);
                (message, (is_late && !is_night).then_some(WAITING))
            }
            FactKind::Sent {
                message,
                waited_minutes,
                ..
            } => {
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
        let at = if code == WAITING {
            deadline.unwrap_or(fact.at)
        } else {
            fact.at
        };
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
    let mut reasons = facts
        .iter()
        .filter(|fact| since <= fact.at && fact.at <= end.at)
        .filter_map(|fact| match fact.kind {
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
        format!(
            "flow {}: {what} ({})",
            context.flow_name(*flow),
            counted(*count, "message", "messages")
        )
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
        parts.push(format!(
            "{} {when}",
            counted(waiting, "message still waits", "messages still wait")
        ));
    }
    Telling {
        violated: parts.join(", "),
        holds: format!(
            "the queue is empty {when}: {} left in time",
            counted(tally.exercised, "message", "messages")
        ),
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
fn marketing<'a>(
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
        let before = person.facts[..place_of]
            .iter()
            .rev()
            .take_while(|earlier| earlier.at > since);
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
        tally.cause(Cause(
            u8::from(crosses),
            [u16::try_from(number).unwrap_or(u16::MAX), place(message.flow), 0],
        ));
        tally.broken(0, fact.at, person, || {
            let mut facts: Vec<Fact> = in_window().copied().collect();
            facts.reverse();
            facts.push(*fact);
            let because = format!(
                "received {} within {}; the cap is {}",
                facts.len(),
                length(cap.minutes),
                cap.count
            );
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
        let why = if *crosses == 1 {
            "each platform counts only its own sends"
        } else {
            "one platform sent them all"
        };
        format!(
            "cap {cap}, broken by flow {}: {why} ({})",
            context.flow_name(*flow),
            counted(*count, "send", "sends")
        )
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
        violated: format!(
            "{} over the frequency cap",
            counted(tally.count, "send is", "sends are")
        ),
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

/// The minute of the day on the recipient's own clock.
fn recipients_minute(context: &Context<'_>, profile: u32, at: Minute) -> Option<i32> {
    let evidence = context.evidence;
    let identity = evidence.identity;
    let start = *identity.starts.get(profile as usize)? as usize;
    let record = *identity.records.get(start)? as usize;
    let zone = context.plan.zones.get(evidence.population.zone.get(record)?.get())?;
    Some(context.plan.calendar.local(zone, at).minute_of_day)
}

fn see_quiet(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let quiet = &context.plan.sending.quiet_hours;
    if quiet.is_empty() {
        return;
    }
    for (fact, message, _) in marketing(context, person.facts) {
        let rules = || {
            quiet
                .iter()
                .enumerate()
                .filter(|(_, rule)| rule.channel == message.channel)
        };
        if rules().next().is_none() {
            continue;
        }
        let Some(minute) = recipients_minute(context, person.profile, fact.at) else {
            tally.undecided += 1;
            continue;
        };
        tally.exercised += 1;
        let broken = rules().find(|(_, rule)| rule.contains(minute));
        let Some((number, _)) = broken.filter(|_| tally.counts_at(fact.at)) else {
            continue;
        };
        tally.cause(Cause(
            0,
            [u16::try_from(number).unwrap_or(u16::MAX), place(message.flow), 0],
        ));
        tally.broken(0, fact.at, person, || {
            let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
            (
                vec![*fact],
                format!("received `{}` at {clock} on their own clock", message.name),
            )
        });
    }
}

const fn clock_name(clock: Clock) -> &'static str {
    match clock {
        Clock::Recipient => "recipient",
        Clock::Account => "account",
        Clock::FixedOffset => "fixed-offset",
    }
}

fn tell_quiet(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let quiet = &context.plan.sending.quiet_hours;
    let rule_of = |number: u16| quiet.get(usize::from(number));
    let describe = |(Cause(_, [rule, flow, _]), count): &(Cause, u64)| {
        let rule = rule_of(*rule).map_or_else(String::new, |rule| {
            format!(
                "the platform looks at the clock `{}` for {}",
                clock_name(rule.clock),
                rule.channel.name()
            )
        });
        format!(
            "flow {}: {rule} ({})",
            context.flow_name(*flow),
            counted(*count, "message", "messages")
        )
    };
    let causes = tally.causes();
    let mut changes = Vec::new();
    for (Cause(_, [rule, ..]), _) in &causes {
        let Some(QuietHours { channel, clock, .. }) = rule_of(*rule) else {
            continue;
        };
        let change = if *clock == Clock::Recipient {
            format!("ask why the platform sends {} in its own quiet hours", channel.name())
        } else {
            format!(
                "set `quiet-hours.{}.clock: recipient`, or widen the hours to those of every zone",
                channel.name()
            )
        };
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    Telling {
        violated: format!(
            "{} in the recipient's quiet hours",
            counted(tally.count, "message left", "messages left")
        ),
        holds: format!(
            "{} left outside quiet hours",
            counted(tally.exercised, "message", "messages")
        ),
        vacuous: if quiet.is_empty() {
            "the scenario has no quiet hours"
        } else {
            "nothing was sent on a channel with quiet hours"
        }
        .to_owned(),
        unknown: format!(
            "{}: the recipient's clock is not known",
            counted(tally.undecided, "message", "messages")
        ),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}

/// Whether both platforms run at an instant.
fn both_run(context: &Context<'_>, at: Minute) -> bool {
    context
        .plan
        .platforms
        .iter()
        .all(|platform| platform.live_from <= at && at < platform.live_until)
}

fn see_double(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let mut is_exercised = false;
    let mut sides = [false; 2];
    for (fact, _, side) in marketing(context, person.facts) {
        is_exercised |= both_run(context, fact.at);
        sides[side as usize] = true;
    }
    let is_twofold = sides == [true; 2];
    tally.exercised += u64::from(is_exercised || is_twofold);
    if !is_twofold {
        return;
    }
    for (number, fact) in person.facts.iter().enumerate() {
        let Some((_, message, side)) = marketing(context, std::slice::from_ref(fact)).next() else {
            continue;
        };
        let earlier = marketing(context, &person.facts[..number])
            .rev()
            .take_while(|(earlier, ..)| earlier.at > fact.at.plus(-DOUBLE_SEND_MINUTES))
            .find(|(_, other, from)| *from != side && other.purpose == message.purpose);
        let Some((earlier, ..)) = earlier.filter(|_| tally.counts_at(fact.at)) else {
            continue;
        };
        tally.cause(Cause(
            0,
            [
                u16::try_from(message.purpose.get()).unwrap_or(u16::MAX),
                place(message.flow),
                0,
            ],
        ));
        tally.broken(0, fact.at, person, || {
            (
                vec![*earlier, *fact],
                format!(
                    "received `{}` from the {} after its like from the other platform",
                    message.name,
                    side.name()
                ),
            )
        });
        return;
    }
}

fn tell_double(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let describe = |(Cause(_, [purpose, flow, _]), count): &(Cause, u64)| {
        let purpose = context
            .plan
            .symbols
            .get(usize::from(*purpose))
            .map_or("", String::as_str);
        format!(
            "purpose `{purpose}`, the second from flow {} ({})",
            context.flow_name(*flow),
            counted(*count, "person", "people")
        )
    };
    let mut changes = Vec::new();
    for (Cause(_, [_, flow, _]), _) in &causes {
        let change = format!(
            "let flow {} and its twin follow each other: `live: {{until: day N}}` on the source, `live: {{from: day N}}` on the target",
            context.flow_name(*flow)
        );
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    let days = length(DOUBLE_SEND_MINUTES);
    Telling {
        violated: format!(
            "{} the same mail from both platforms within {days}",
            counted(tally.count, "person got", "people got")
        ),
        holds: format!(
            "none of {} got one purpose from both platforms within {days}",
            counted(tally.exercised, "person", "people")
        ),
        vacuous: "nobody was mailed while both platforms ran".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}
