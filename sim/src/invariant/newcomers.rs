//! Newcomers: the guard that keeps old customers out of the welcome flow must not silence it for new ones.

use super::context::{Context, Kinds, Person, place};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::counted;
use crate::flow::{Flow, FlowMark, Step, Trigger};
use crate::history::{Actor, Fact, FactKind, NotEntered, Skip};
use crate::plan::{Index, Side};
use crate::time::{DAY_MINUTES, Minute};

/// Who signs up during the migration gets the welcome, once.
pub(super) const WELCOME_TO_NEW: Judge =
    Judge { relevant: Kinds::SIGNED_UP, cells: no_cells, each: see_newcomer, finish: tell_newcomers };

/// A sign-up is judged when it is older than this.
const PATIENCE_MINUTES: i32 = DAY_MINUTES;

/// How a newcomer missed the welcome.
const FLAGGED: u8 = 0;
const HELD: u8 = 1;
const NOT_TRIGGERED: u8 = 2;
const NOT_SENT: u8 = 3;
const TWICE: u8 = 4;

/// What became of a newcomer's welcome.
enum Outcome {
    /// Sent once.
    Welcomed,
    /// Nobody could or should have sent it: no consent, no address, a filter of the marketer's own, the goal reached.
    Excused,
    /// On its way.
    NotYet,
    /// Never sent, or sent twice; the number of the breaking fact, if there is one.
    Broken(u8, Option<usize>),
}

fn see_newcomer(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let signed_up = person.facts.iter().position(|fact| matches!(fact.kind, FactKind::SignedUp { side: Side::Target }));
    let Some(signed_up) = signed_up else { return };
    let deadline = tally.terms.by.map_or(context.end, |by| by.min(context.end));
    let at = person.facts[signed_up].at;
    let flows = context.flows.iter().enumerate().filter(|(_, view)| view.is_target_welcome);
    for (number, _) in flows {
        let flow = &context.plan.flows[number];
        if flow.status.from == Minute::FOREVER {
            continue;
        }
        let Some(trigger) = trigger_of(person.facts, signed_up, flow) else {
            continue;
        };
        if person.facts[trigger].at.plus(PATIENCE_MINUTES) >= deadline {
            tally.numbers[0] += 1;
            continue;
        }
        let index = Index::new(u16::try_from(number).unwrap_or(u16::MAX));
        match outcome(context, person.facts, trigger, (index, flow), deadline) {
            Outcome::Welcomed => tally.exercised += 1,
            Outcome::Excused => tally.numbers[1] += 1,
            Outcome::NotYet => tally.numbers[0] += 1,
            Outcome::Broken(code, fact) => {
                tally.exercised += 1;
                tally.cause(Cause(code, [place(index), 0, 0]));
                tally.broken(0, at, person, || {
                    let numbers = [Some(signed_up), Some(trigger), fact];
                    let mut facts: Vec<Fact> =
                        numbers.into_iter().flatten().map(|number| person.facts[number]).collect();
                    facts.dedup();
                    (facts, story(context, code, index))
                });
                return;
            }
        }
    }
}

fn story(context: &Context<'_>, code: u8, flow: Index<FlowMark>) -> String {
    let name = context.flow_name(place(flow));
    match code {
        FLAGGED => format!("signed up as a new customer, and the migration flag in the entry of {name} kept them out"),
        HELD => format!("signed up as a new customer while {name} was held"),
        NOT_TRIGGERED => format!("signed up as a new customer, and {name} did not start"),
        NOT_SENT => format!("signed up as a new customer, entered {name}, and got no mail of it"),
        _ => format!("signed up as a new customer, and got a mail of {name} twice"),
    }
}

/// The act of the person, at or after the sign-up, that should start a flow.
fn trigger_of(facts: &[Fact], signed_up: usize, flow: &Flow) -> Option<usize> {
    let minute = facts[signed_up].at;
    facts.iter().position(|fact| {
        fact.at >= minute
            && match (&flow.trigger, fact.kind) {
                (
                    Trigger::ListAdded(list),
                    FactKind::ListAdded { side: Side::Target, list: added, by: Actor::Person },
                ) => *list == added,
                (
                    Trigger::Event { event, .. },
                    FactKind::Arrived { side: Side::Target, event: arrived, by: Actor::Person, .. },
                ) => *event == arrived,
                _ => false,
            }
    })
}

fn outcome(
    context: &Context<'_>,
    facts: &[Fact],
    trigger: usize,
    (index, flow): (Index<FlowMark>, &Flow),
    deadline: Minute,
) -> Outcome {
    let mut first_sent = None;
    let (mut entered, mut left, mut waiting) = (None, false, false);
    let mut breaking: Option<(u8, usize)> = None;
    let of_flow = |message| context.message(message).is_some_and(|message| message.flow == index);
    let since = facts[trigger].at;
    let later = facts.iter().enumerate().filter(|(_, fact)| since <= fact.at && fact.at <= deadline);
    for (number, fact) in later {
        match fact.kind {
            FactKind::Entered { flow, .. } if flow == index => entered = entered.or(Some(fact.at)),
            FactKind::Left { flow, .. } if flow == index => left = true,
            FactKind::NotEntered { flow, why, by: Actor::Person } if flow == index => match why {
                NotEntered::Filter if context.flows[index.get()].reads_flag => {
                    breaking = breaking.or(Some((FLAGGED, number)))
                }
                NotEntered::Filter | NotEntered::Reentry => return Outcome::Excused,
                NotEntered::Held => breaking = breaking.or(Some((HELD, number))),
                NotEntered::TooOld | NotEntered::SilentDoor => breaking = breaking.or(Some((NOT_TRIGGERED, number))),
            },
            FactKind::Sent { message, .. } if of_flow(message) => match first_sent {
                None => first_sent = Some(message),
                Some(first) if first == message && !may_repeat(flow) => return Outcome::Broken(TWICE, Some(number)),
                Some(_) => {}
            },
            FactKind::Skipped {
                message,
                why: Skip::NoAddress | Skip::NoConsent | Skip::Suppressed | Skip::FrequencyCap,
            } if of_flow(message) && first_sent.is_none() => return Outcome::Excused,
            FactKind::Skipped { message, .. } | FactKind::Expired { message, .. } if of_flow(message) => {
                breaking = breaking.or(Some((NOT_SENT, number)));
            }
            FactKind::Deferred { message, .. } | FactKind::StillWaiting { message, .. } if of_flow(message) => {
                waiting = true
            }
            _ => {}
        }
    }
    match (first_sent, breaking, entered) {
        (Some(_), ..) => Outcome::Welcomed,
        (None, Some((code, number)), _) => Outcome::Broken(code, Some(number)),
        (None, None, None) => Outcome::Broken(NOT_TRIGGERED, None),
        (None, None, Some(_)) if waiting => Outcome::NotYet,
        (None, None, Some(_)) if left => Outcome::Excused,
        (None, None, Some(entered)) => match first_send_minutes(flow) {
            Some(minutes) if entered.plus(minutes).plus(PATIENCE_MINUTES) < deadline => Outcome::Broken(NOT_SENT, None),
            _ => Outcome::NotYet,
        },
    }
}

/// Whether the same person may rightly pass the flow again, and get the same mail again.
fn may_repeat(flow: &Flow) -> bool {
    use crate::flow::Reentry;
    flow.reentry != Reentry::Never
        || flow
            .steps
            .iter()
            .enumerate()
            .any(|(number, step)| step.successors().iter().any(|next| usize::from(*next) <= number))
}

/// The longest time from the entry to the first message; `None` if some path has no message or goes round.
fn first_send_minutes(flow: &Flow) -> Option<i32> {
    /// Not visited, being visited, or done with its answer.
    #[derive(Clone, Copy)]
    enum Seen {
        No,
        Open,
        Done(Option<i32>),
    }
    fn longest(flow: &Flow, step: usize, seen: &mut [Seen]) -> Option<i32> {
        match seen.get(step)? {
            Seen::Open => return None,
            Seen::Done(minutes) => return *minutes,
            Seen::No => {}
        }
        seen[step] = Seen::Open;
        let own = match &flow.steps[step] {
            Step::Wait { minutes, .. } => *minutes,
            // The next such time, at most a week away.
            Step::WaitUntil { until, .. } => {
                if until.weekdays == 0 {
                    DAY_MINUTES
                } else {
                    7 * DAY_MINUTES
                }
            }
            Step::WaitForEvent { timeout_minutes, .. } => *timeout_minutes,
            _ => 0,
        };
        let answer = match &flow.steps[step] {
            Step::Send { .. } => Some(0),
            Step::End => None,
            other => other
                .successors()
                .into_iter()
                .try_fold(0, |most: i32, next| longest(flow, usize::from(next), seen).map(|minutes| most.max(minutes))),
        };
        let answer = answer.map(|minutes| own.saturating_add(minutes));
        seen[step] = Seen::Done(answer);
        answer
    }
    longest(flow, 0, &mut vec![Seen::No; flow.steps.len()])
}

fn tell_newcomers(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let [early, excused, ..] = tally.numbers;
    let causes = tally.causes();
    let describe = |(Cause(code, [flow, ..]), count): &(Cause, u64)| {
        let name = context.flow_name(*flow);
        let what = match *code {
            FLAGGED => format!("the migration flag in the entry of flow {name} also keeps newcomers out"),
            HELD => format!("flow {name} was held when they signed up"),
            NOT_TRIGGERED => format!("flow {name} did not start"),
            NOT_SENT => format!("flow {name} started, and its mail was dropped or expired"),
            _ => format!("flow {name} sent a mail twice"),
        };
        format!("{what} ({})", counted(*count, "person", "people"))
    };
    let mut changes = Vec::new();
    for (Cause(code, [flow, ..]), _) in &causes {
        let name = context.flow_name(*flow);
        let flag = context.flag_name().unwrap_or_else(|| "profile.migration_hold".to_owned());
        let change = match *code {
            FLAGGED => format!("write the entry of flow {name} as `{flag} != true`: a newcomer has no flag at all"),
            HELD => format!("guard flow {name} with `entry: '{flag} != true'` instead of holding it"),
            NOT_TRIGGERED => format!("let the sign-up form add to the list that starts flow {name}"),
            NOT_SENT => format!("let the ramp keep room for flow {name}, or raise `sending.expires`"),
            _ => format!("set `re-entry: never` on flow {name}"),
        };
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    let welcomed = tally.exercised.saturating_sub(tally.count);
    let mut held = format!("{} got the welcome", counted(welcomed, "newcomer", "newcomers"));
    if early > 0 {
        held.push_str(&format!(", {} not judged yet", counted(early, "more is", "more are")));
    }
    if excused > 0 {
        held.push_str(&format!(", {} not be mailed", counted(excused, "more could", "more could")));
    }
    let twice = causes.iter().filter(|(Cause(code, _), _)| *code == TWICE).map(|(_, count)| count).sum::<u64>();
    Telling {
        violated: match (tally.count - twice.min(tally.count), twice) {
            (missed, 0) => format!("{} no welcome mail", counted(missed, "newcomer got", "newcomers got")),
            (0, twice) => format!("{} the welcome mail twice", counted(twice, "newcomer got", "newcomers got")),
            (missed, twice) => format!(
                "{} no welcome mail, {} got it twice",
                counted(missed, "newcomer got", "newcomers got"),
                counted(twice, "other", "others")
            ),
        },
        holds: held,
        vacuous: if context.flows.iter().any(|flow| flow.is_target_welcome) {
            "nobody signed up on the target early enough to be judged"
        } else {
            "the target has no flow of class `welcome`"
        }
        .to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(describe).collect(),
        changes,
    }
}
