//! A no stays a no: suppressions come along, and an unsubscribe is honoured on both platforms.

use super::context::{Context, Kinds, Person};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, form, length};
use crate::history::{Actor, Fact, FactKind};
use crate::plan::{Message, Side};
use crate::profile::{Channel, ConsentState, Suppressions};
use crate::time::Minute;

/// Who is suppressed at the source is suppressed on the target, before the first send.
pub(super) const SUPPRESSED_STAYS_SUPPRESSED: Judge =
    Judge { relevant: Kinds::SUPPRESSED_AT_SOURCE, cells: no_cells, each: see_suppressed, finish: tell_suppressed };

/// An unsubscribe counts on both platforms.
pub(super) const UNSUBSCRIBE_HONOURED: Judge =
    Judge { relevant: Kinds::UNSUBSCRIBED, cells: no_cells, each: see_unsubscribe, finish: tell_unsubscribe };

/// How a suppression was lost.
const NEVER_LOADED: u8 = 0;
const LOADED_LATE: u8 = 1;
const LIFTED: u8 = 2;
const IGNORED: u8 = 3;

/// Whether a suppression forbids a message: of the person's e-mail address all of them, but an unsubscribe from
/// everything forbids no transactional mail.
fn forbids(reasons: Suppressions, message: &Message) -> bool {
    message.channel == Channel::Email && !(message.is_transactional && reasons == Suppressions::UNSUBSCRIBED)
}

fn see_suppressed(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    if !person.is_on_target() {
        return;
    }
    tally.exercised += 1;
    let mut at_source: Option<(&Fact, Suppressions)> = None;
    let mut on_target = false;
    let mut is_renewed = false;
    for fact in person.facts {
        let code = match fact.kind {
            FactKind::SourceSuppressed { reasons } => {
                at_source = Some((fact, reasons));
                continue;
            }
            FactKind::Suppressed { side: Side::Target, .. } => {
                on_target = true;
                is_renewed = false;
                continue;
            }
            FactKind::SuppressionLifted { side: Side::Target, by: Actor::Person } => {
                (on_target, is_renewed) = (false, true);
                continue;
            }
            FactKind::SuppressionLifted { side: Side::Target, .. } => LIFTED,
            FactKind::Sent { message, .. } if !is_renewed => {
                let Some(message) = context.message(message) else {
                    continue;
                };
                let is_forbidden = at_source.is_some_and(|(_, reasons)| forbids(reasons, message));
                if context.side_of(message) != Some(Side::Target) || !is_forbidden {
                    continue;
                }
                let is_later = person.facts.iter().any(|later| {
                    later.at >= fact.at && matches!(later.kind, FactKind::Suppressed { side: Side::Target, .. })
                });
                if on_target {
                    IGNORED
                } else if is_later {
                    LOADED_LATE
                } else {
                    NEVER_LOADED
                }
            }
            _ => continue,
        };
        if tally.counts_at(fact.at) {
            let by = if let FactKind::SuppressionLifted { by, .. } = fact.kind { by as u16 } else { 0 };
            tally.numbers[0] += u64::from(code != LIFTED);
            tally.cause(Cause(code, [by, 0, 0]));
            tally.broken(0, fact.at, person, || suppressed_story(context, person, at_source, fact));
            return;
        }
        on_target &= code != LIFTED;
    }
}

fn suppressed_story(
    context: &Context<'_>,
    person: &Person<'_>,
    at_source: Option<(&Fact, Suppressions)>,
    fact: &Fact,
) -> (Vec<Fact>, String) {
    let row = person.facts.iter().find(|row| row.at <= fact.at && matches!(row.kind, FactKind::RowApplied { .. }));
    let facts = [at_source.map(|(fact, _)| fact), row, Some(fact)].into_iter().flatten().copied().collect();
    let reasons: Vec<_> = at_source.map_or(Suppressions::default(), |(_, reasons)| reasons).names().collect();
    let reasons = reasons.join(", ");
    let because = match fact.kind {
        FactKind::Sent { message, .. } => {
            format!("received {} although the source suppresses the address ({reasons})", context.message_name(message))
        }
        _ => format!("lost the suppression of the source ({reasons})"),
    };
    (facts, because)
}

fn tell_suppressed(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let describe = |(Cause(code, [by, ..]), count): &(Cause, u64)| {
        let what = match *code {
            NEVER_LOADED => "the source's suppressions were never loaded into the target".to_owned(),
            LOADED_LATE => "the source's suppressions were loaded after the first mail".to_owned(),
            LIFTED => format!("{} lifted the suppression", context.door_of(*by)),
            _ => "the platform mailed a suppressed address".to_owned(),
        };
        format!("{what} ({})", counted(*count, "person", "people"))
    };
    let mut changes = Vec::new();
    for (Cause(code, _), _) in &causes {
        let first = context.import_calls.map_or(Minute(0), |calls| calls.first);
        changes.push(match *code {
            NEVER_LOADED | LOADED_LATE => {
                format!(
                    "load the suppressions before anything else: `import.suppressions: {}`",
                    context.when(first.plus(-60))
                )
            }
            LIFTED => format!(
                "use a door that lifts no suppression instead of `{}`, or load the suppressions again after the import",
                context.plan.import.door.id
            ),
            _ => "ask the platform why it mails suppressed addresses".to_owned(),
        });
    }
    let mailed = tally.numbers[0];
    let lost = tally.count - mailed.min(tally.count);
    Telling {
        violated: if mailed > 0 {
            format!("{} mailed that the source suppresses", counted(mailed, "address was", "addresses were"))
        } else {
            format!("{} the suppression of the source", counted(lost, "person lost", "people lost"))
        },
        holds: format!("none of {} was mailed", counted(tally.exercised, "suppressed person", "suppressed people")),
        vacuous: "nobody on the target is suppressed at the source".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}

/// How an unsubscribe was not honoured.
const NOT_PASSED_ON: u8 = 0;
const MAILED_SAME_SIDE: u8 = 1;
const MAILED_OTHER_SIDE: u8 = 2;

fn other(side: Side) -> Side {
    match side {
        Side::Source => Side::Target,
        Side::Target => Side::Source,
    }
}

/// Whether a person says yes again, on a channel.
fn says_yes(kind: &FactKind, channel: Channel) -> bool {
    matches!(kind, FactKind::ConsentChanged { channel: of, state: ConsentState::Subscribed, by: Actor::Person, .. } if *of == channel)
}

fn see_unsubscribe(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let mut is_counted = false;
    for (number, fact) in person.facts.iter().enumerate() {
        let FactKind::Unsubscribed { side, channel } = fact.kind else {
            continue;
        };
        tally.exercised += 1;
        if is_counted {
            continue;
        }
        if let Some((code, at, breaking)) = dishonoured(context, person.facts, number, side, channel)
            && tally.counts_at(at)
        {
            is_counted = true;
            tally.cause(Cause(code, [side as u16, channel as u16, 0]));
            tally.broken(0, at, person, || {
                let because = match code {
                    NOT_PASSED_ON => format!(
                        "unsubscribed on the {}; the {} did not know it within {}",
                        side.name(),
                        other(side).name(),
                        length(context.plan.unsubscribe_honoured_minutes_max),
                    ),
                    MAILED_SAME_SIDE => format!("unsubscribed on the {}, which mailed them again", side.name()),
                    _ => format!(
                        "unsubscribed on the {}; the {} still mailed them after the limit",
                        side.name(),
                        other(side).name()
                    ),
                };
                ([Some(fact), breaking].into_iter().flatten().copied().collect(), because)
            });
        }
    }
}

/// How, when and by which fact an unsubscribe is first dishonoured; `None` if it is not.
fn dishonoured<'a>(
    context: &Context<'_>,
    facts: &'a [Fact],
    number: usize,
    side: Side,
    channel: Channel,
) -> Option<(u8, Minute, Option<&'a Fact>)> {
    let at = facts[number].at;
    let limit = at.plus(context.plan.unsubscribe_honoured_minutes_max);
    let after = &facts[number + 1..];
    // A later yes ends the matter, and so does the end of the rehearsal.
    let until = after.iter().find(|fact| says_yes(&fact.kind, channel)).map_or(context.end, |fact| fact.at);
    let mailed = after.iter().take_while(|fact| fact.at < until).find_map(|fact| {
        let FactKind::Sent { message, .. } = fact.kind else {
            return None;
        };
        let message =
            context.message(message).filter(|message| message.channel == channel && !message.is_transactional)?;
        let from = context.side_of(message)?;
        let is_late = if from == side { fact.at > at } else { fact.at > limit };
        let code = if from == side { MAILED_SAME_SIDE } else { MAILED_OTHER_SIDE };
        is_late.then_some((code, fact.at, Some(fact)))
    });
    let not_passed_on = (limit < until && !is_known_elsewhere(context, facts, other(side), channel, limit))
        .then_some((NOT_PASSED_ON, limit, None));
    // The earlier of the two; at the same minute the mail says more.
    [mailed, not_passed_on].into_iter().flatten().min_by_key(|(_, at, _)| *at)
}

/// Whether a platform knows of a no by the limit, or need not: it has no such profile, or is not live.
fn is_known_elsewhere(context: &Context<'_>, facts: &[Fact], side: Side, channel: Channel, limit: Minute) -> bool {
    let platform = &context.plan.platforms[side as usize];
    if limit < platform.live_from || limit >= platform.live_until {
        return true;
    }
    let mut exists = false;
    let mut state = ConsentState::Never;
    for fact in facts.iter().take_while(|fact| fact.at <= limit) {
        match fact.kind {
            FactKind::Known { .. } if side == Side::Source => exists = true,
            FactKind::RowApplied { .. } if side == Side::Target => exists = true,
            FactKind::SignedUp { side: on } if on == side => exists = true,
            FactKind::SourceConsent { channel: of, state: is } if side == Side::Source && of == channel => state = is,
            FactKind::ConsentChanged { side: on, channel: of, state: is, .. } if on == side && of == channel => {
                state = is
            }
            _ => {}
        }
    }
    !exists || state == ConsentState::Unsubscribed
}

fn tell_unsubscribe(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let causes = tally.causes();
    let side_name = |side: u16| {
        if side == Side::Source as u16 { Side::Source } else { Side::Target }
    };
    let describe = |(Cause(code, [side, ..]), count): &(Cause, u64)| {
        let side = side_name(*side);
        let what = match *code {
            NOT_PASSED_ON => {
                format!("an unsubscribe on the {} did not reach the {} in time", side.name(), other(side).name())
            }
            MAILED_SAME_SIDE => format!("the {} mailed people who had unsubscribed there", side.name()),
            _ => format!("the {} mailed people who had unsubscribed on the {}", other(side).name(), side.name()),
        };
        format!("{what} ({})", counted(*count, "person", "people"))
    };
    let limit = length(context.plan.unsubscribe_honoured_minutes_max);
    let mut changes: Vec<String> = Vec::new();
    for (Cause(code, [side, ..]), _) in &causes {
        let side = side_name(*side);
        let change = if *code == MAILED_SAME_SIDE {
            format!(
                "let nothing set consent on the {} again after an unsubscribe there, the import least of all",
                side.name()
            )
        } else {
            format!("set `unsubscribes.{}-to-{}: real-time`", side.name(), other(side).name())
        };
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    Telling {
        violated: format!(
            "{} not honoured on both platforms within {limit}",
            counted(tally.count, "unsubscribe was", "unsubscribes were")
        ),
        holds: format!(
            "{} {} honoured on both platforms within {limit}",
            counted(tally.exercised, "unsubscribe", "unsubscribes"),
            form(tally.exercised, "was", "were"),
        ),
        vacuous: "nobody unsubscribed during the rehearsal".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}
