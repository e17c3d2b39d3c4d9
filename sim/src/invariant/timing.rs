//! Time of sends: quiet hours on the recipient's clock, and the same mail from both platforms.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::volume::marketing;
use super::wording::{counted, length};
use crate::sending::{Clock, QuietHours};
use crate::time::{DAY_MINUTES, Minute};

/// Nothing leaves in quiet hours of the recipient's own clock.
pub(super) const QUIET_HOURS_RESPECTED: Judge =
    Judge { relevant: Kinds::SENT, cells: no_cells, each: see_quiet, finish: tell_quiet };

/// Nobody gets one purpose from both platforms.
pub(super) const NO_DOUBLE_SEND: Judge =
    Judge { relevant: Kinds::SENT, cells: no_cells, each: see_double, finish: tell_double };

/// Two sends of one purpose from both platforms within this time are a double send. The scenario has no parameter for
/// it; a month is the time in which people remember a mail.
const DOUBLE_SEND_MINUTES: i32 = 30 * DAY_MINUTES;

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
        let rules = || quiet.iter().enumerate().filter(|(_, rule)| rule.channel == message.channel);
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
        tally.cause(Cause(0, [u16::try_from(number).unwrap_or(u16::MAX), place(message.flow), 0]));
        tally.broken(0, fact.at, person, || {
            let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
            (vec![*fact], format!("received `{}` at {clock} on their own clock", message.name))
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
            format!("the platform looks at the clock `{}` for {}", clock_name(rule.clock), rule.channel.name())
        });
        format!("flow {}: {rule} ({})", context.flow_name(*flow), counted(*count, "message", "messages"))
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
            format!("set `quiet-hours.{}.clock: recipient`, or widen the hours to those of every zone", channel.name())
        };
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    Telling {
        violated: format!("{} in the recipient's quiet hours", counted(tally.count, "message left", "messages left")),
        holds: format!("{} left outside quiet hours", counted(tally.exercised, "message", "messages")),
        vacuous: if quiet.is_empty() {
            "the scenario has no quiet hours"
        } else {
            "nothing was sent on a channel with quiet hours"
        }
        .to_owned(),
        unknown: format!("{}: the recipient's clock is not known", counted(tally.undecided, "message", "messages")),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}

/// Whether both platforms run at an instant.
fn both_run(context: &Context<'_>, at: Minute) -> bool {
    context.plan.platforms.iter().all(|platform| platform.live_from <= at && at < platform.live_until)
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
        tally.cause(Cause(0, [u16::try_from(message.purpose.get()).unwrap_or(u16::MAX), place(message.flow), 0]));
        tally.broken(0, fact.at, person, || {
            (
                vec![*earlier, *fact],
                format!("received `{}` from the {} after its like from the other platform", message.name, side.name()),
            )
        });
        return;
    }
}

fn tell_double(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let describe = |(Cause(_, [purpose, flow, _]), count): &(Cause, u64)| {
        let purpose = context.plan.symbols.get(usize::from(*purpose)).map_or("", String::as_str);
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
