//! Newcomers: the guard that keeps old customers out of the welcome flow must not silence it for new ones.

use super::remedies::{asks_flag_alone, guard_remedy};
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::{Count, Tally};
use rehearsal_core::history::{Actor, Fact, FactKind, NoEntryReason, SkipReason, facts};
use rehearsal_core::ids::{FlowMark, Index, Side};
use rehearsal_core::model::{Change, is_draft, successors};
use rehearsal_core::plan::{Flow, Reentry, Step, Trigger};
use rehearsal_core::time::{DAY_MINUTES, Minute};

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewcomersHeadline {
    /// Newcomers were not welcomed, or twice.
    Violated {
        /// Newcomers without a welcome mail.
        missed: u64,
        /// Newcomers who got it twice.
        twice: u64,
    },
    /// All who were owed a welcome got it.
    Holds {
        /// Newcomers who got it.
        welcomed: u64,
        /// Newcomers who came too late to be judged.
        not_judged_yet: u64,
        /// Newcomers who could not be mailed.
        excused: u64,
    },
    /// The target has no flow of class welcome.
    NoWelcomeFlow,
    /// Nobody signed up early enough to be judged.
    NobodySignedUp,
}

/// How newcomers missed the welcome; also what joins the facts of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NewcomersCause {
    /// The migration flag in the entry of the flow kept them out.
    Flagged(Index<FlowMark>),
    /// The flow was held.
    Held(Index<FlowMark>),
    /// The flow did not start.
    NotTriggered(Index<FlowMark>),
    /// The flow started, and its mail was dropped or expired.
    NotSent(Index<FlowMark>),
    /// The flow sent a mail twice.
    Twice(Index<FlowMark>),
}

impl NewcomersCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Flagged(_) => "flagged",
            Self::Held(_) => "held",
            Self::NotTriggered(_) => "not-triggered",
            Self::NotSent(_) => "not-sent",
            Self::Twice(_) => "twice",
        }
    }
}

/// Who signs up during the migration gets the welcome, once.
pub(super) const WELCOME_TO_NEW: Judge = Judge {
    needs: kinds!(SignedUp ListAdded Arrived Entered NotEntered Left Sent Deferred Skipped Expired StillWaiting),
    relevant: kinds!(SignedUp),
    cells: no_cells,
    each: see_newcomer,
    together: each_alone,
    count: no_count,
    headline: |context, tally, verdict| headline(context, tally, verdict).into(),
};

/// A sign-up is judged when it is older than this.
const PATIENCE_MINUTES: i32 = DAY_MINUTES;

/// How a welcome was missed, before it is known of which flow.
type Missed = fn(Index<FlowMark>) -> NewcomersCause;

/// What became of a newcomer's welcome.
enum Outcome {
    /// Sent once.
    Welcomed,
    /// Nobody could or should have sent it: no consent, no address, a filter of the marketer's own, the goal reached.
    Excused,
    /// On its way.
    NotYet,
    /// Never sent, or sent twice; the number of the breaking fact, if there is one.
    Broken(Missed, Option<usize>),
}

fn see_newcomer(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let signed_up = person.facts.iter().position(|fact| matches!(fact.kind, FactKind::SignedUp { side: Side::Target }));
    let Some(signed_up) = signed_up else { return };
    let deadline = tally.terms.by.map_or(context.end, |by| by.min(context.end));
    let at = person.facts[signed_up].at;
    let flows = context.flows.iter().enumerate().filter(|(_, view)| view.is_target_welcome);
    for (number, _) in flows {
        let flow = &context.plan.flows[number];
        if is_draft(flow) {
            continue;
        }
        let Some(trigger) = trigger_of(person.facts, signed_up, flow) else {
            continue;
        };
        if person.facts[trigger].at.plus(PATIENCE_MINUTES) >= deadline {
            tally.add(Count::NotJudgedYet, 1);
            continue;
        }
        let index = Index::new(u16::try_from(number).unwrap_or(u16::MAX));
        match outcome(context, person.facts, trigger, (index, flow), deadline) {
            Outcome::Welcomed => tally.exercised += 1,
            Outcome::Excused => tally.add(Count::Excused, 1),
            Outcome::NotYet => tally.add(Count::NotJudgedYet, 1),
            Outcome::Broken(missed, fact) => {
                tally.exercised += 1;
                tally.cause(missed(index));
                tally.broken(0, at, person, || {
                    let numbers = [Some(signed_up), Some(trigger), fact];
                    let mut facts: Vec<Fact> =
                        numbers.into_iter().flatten().map(|number| person.facts[number]).collect();
                    facts.dedup();
                    (facts, missed(index).into())
                });
                return;
            }
        }
    }
}

/// The act of the person, at or after the sign-up, that should start a flow.
fn trigger_of(facts: &[Fact], signed_up: usize, flow: &Flow) -> Option<usize> {
    let minute = facts[signed_up].at;
    facts.iter().position(|fact| {
        fact.at >= minute
            && match flow.trigger {
                Trigger::ListAdded(list) => {
                    fact.kind == FactKind::ListAdded { side: Side::Target, list, by: Actor::Person }
                }
                Trigger::Event { event: wanted, .. } => matches!(
                    fact.kind,
                    FactKind::Arrived { side: Side::Target, event, by: Actor::Person, .. } if event == wanted
                ),
                Trigger::Birthday { .. } | Trigger::Scheduled(_) | Trigger::ByHand => false,
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
    let mut breaking: Option<(Missed, usize)> = None;
    let of_flow = |message| context.message(message).is_some_and(|message| message.flow == index);
    let since = facts[trigger].at;
    let later = facts.iter().enumerate().filter(|(_, fact)| since <= fact.at && fact.at <= deadline);
    for (number, fact) in later {
        match fact.kind {
            FactKind::Entered { flow, .. } if flow == index => entered = entered.or(Some(fact.at)),
            FactKind::Left { flow, .. } if flow == index => left = true,
            FactKind::NotEntered { flow, why, by: Actor::Person } if flow == index => match why {
                NoEntryReason::Filter if context.flows[index.get()].reads_flag => {
                    breaking = breaking.or(Some((NewcomersCause::Flagged, number)))
                }
                NoEntryReason::Filter | NoEntryReason::Reentry => return Outcome::Excused,
                NoEntryReason::Held => breaking = breaking.or(Some((NewcomersCause::Held, number))),
                NoEntryReason::TooOld | NoEntryReason::SilentDoor => {
                    breaking = breaking.or(Some((NewcomersCause::NotTriggered, number)))
                }
            },
            FactKind::Sent { message, .. } if of_flow(message) => match first_sent {
                None => first_sent = Some(message),
                Some(first) if first == message && !may_repeat(flow) => {
                    return Outcome::Broken(NewcomersCause::Twice, Some(number));
                }
                Some(_) => {}
            },
            FactKind::Skipped {
                message,
                why: SkipReason::NoAddress | SkipReason::NoConsent | SkipReason::Suppressed | SkipReason::FrequencyCap,
            } if of_flow(message) && first_sent.is_none() => return Outcome::Excused,
            FactKind::Skipped { message, .. } | FactKind::Expired { message, .. } if of_flow(message) => {
                breaking = breaking.or(Some((NewcomersCause::NotSent, number)));
            }
            FactKind::Deferred { message, .. } | FactKind::StillWaiting { message, .. } if of_flow(message) => {
                waiting = true
            }
            facts!(
                stated known identity rows flags properties consents unsubscribes lists events passages steps messages
                reactions SignedUp
            ) => {}
        }
    }
    match (first_sent, breaking, entered) {
        (Some(_), ..) => Outcome::Welcomed,
        (None, Some((missed, number)), _) => Outcome::Broken(missed, Some(number)),
        (None, None, None) => Outcome::Broken(NewcomersCause::NotTriggered, None),
        (None, None, Some(_)) if waiting => Outcome::NotYet,
        (None, None, Some(_)) if left => Outcome::Excused,
        (None, None, Some(entered)) => match first_send_minutes(flow) {
            Some(minutes) if entered.plus(minutes).plus(PATIENCE_MINUTES) < deadline => {
                Outcome::Broken(NewcomersCause::NotSent, None)
            }
            Some(_) | None => Outcome::NotYet,
        },
    }
}

/// Whether the same person may rightly pass the flow again, and get the same mail again.
fn may_repeat(flow: &Flow) -> bool {
    flow.reentry != Reentry::Never
        || flow
            .steps
            .iter()
            .enumerate()
            .any(|(number, step)| successors(step).iter().any(|next| usize::from(*next) <= number))
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
            Step::Wait { delay, .. } => delay.minutes_max(),
            Step::WaitForEvent { timeout_minutes, .. } => *timeout_minutes,
            Step::If { .. } | Step::Random(_) | Step::Act { .. } | Step::End => 0,
        };
        let answer = match &flow.steps[step] {
            Step::Act { action, .. } if action.message().is_some() => Some(0),
            Step::End => None,
            on @ (Step::Wait { .. }
            | Step::WaitForEvent { .. }
            | Step::If { .. }
            | Step::Random(_)
            | Step::Act { .. }) => successors(on)
                .into_iter()
                .try_fold(0, |most: i32, next| longest(flow, usize::from(next), seen).map(|minutes| most.max(minutes))),
        };
        let answer = answer.map(|minutes| own.saturating_add(minutes));
        seen[step] = Seen::Done(answer);
        answer
    }
    longest(flow, 0, &mut vec![Seen::No; flow.steps.len()])
}

fn headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> NewcomersHeadline {
    let is_twice = |cause: &super::Cause| matches!(cause, super::Cause::WelcomeToNew(NewcomersCause::Twice(_)));
    let counted = tally.causes();
    let twice = counted.iter().filter(|counted| is_twice(&counted.cause)).map(|counted| counted.count).sum::<u64>();
    match verdict {
        Verdict::Violated => NewcomersHeadline::Violated { missed: tally.count.saturating_sub(twice), twice },
        Verdict::Holds => NewcomersHeadline::Holds {
            welcomed: tally.exercised.saturating_sub(tally.count),
            not_judged_yet: tally.of(Count::NotJudgedYet),
            excused: tally.of(Count::Excused),
        },
        Verdict::Vacuous | Verdict::Unknown if context.flows.iter().any(|flow| flow.is_target_welcome) => {
            NewcomersHeadline::NobodySignedUp
        }
        Verdict::Vacuous | Verdict::Unknown => NewcomersHeadline::NoWelcomeFlow,
    }
}

/// What may bring the welcome back: a guard that lets newcomers in, a list to join, time to leave.
pub(super) fn remedies(context: &Context<'_>, cause: &NewcomersCause) -> Vec<Remedy> {
    let plan = context.plan;
    match *cause {
        NewcomersCause::Flagged(flow) => rewrite_guard(context, flow).into_iter().collect(),
        NewcomersCause::Held(flow) => {
            // The hold may have been the guard: it goes only together with another one.
            let live = Change::GoLive { flow };
            match (context.flow(flow).is_some_and(|view| view.reads_flag), guard_remedy(context, flow)) {
                (true, _) => vec![Remedy::new(vec![live])],
                (false, Some(guard)) => vec![Remedy::new(guard.changes.into_iter().chain([live]).collect())],
                (false, None) => Vec::new(),
            }
        }
        NewcomersCause::NotTriggered(flow) => match plan.flows.get(flow.get()).map(|flow| &flow.trigger) {
            Some(Trigger::ListAdded(list)) if plan.behaviour.sign_ups.list != Some(*list) => {
                vec![Remedy::new(vec![Change::JoinList { list: *list }])]
            }
            Some(
                Trigger::ListAdded(_)
                | Trigger::Event { .. }
                | Trigger::Birthday { .. }
                | Trigger::Scheduled(_)
                | Trigger::ByHand,
            )
            | None => Vec::new(),
        },
        NewcomersCause::NotSent(_) => {
            let whole = i32::try_from(plan.days).unwrap_or(i32::MAX).saturating_mul(DAY_MINUTES);
            let is_longer = whole > plan.sending.expires_minutes;
            is_longer.then(|| Remedy::new(vec![Change::SetExpiry { minutes: whole }])).into_iter().collect()
        }
        NewcomersCause::Twice(flow) => {
            let reentry = plan.flows.get(flow.get()).map(|flow| flow.reentry);
            let is_other = reentry.is_some_and(|reentry| reentry != Reentry::Never);
            let never = Change::SetReentry { flow, reentry: Reentry::Never };
            is_other.then(|| Remedy::new(vec![never])).into_iter().collect()
        }
    }
}

/// The entry of a flow written anew, if it asks for the migration flag alone.
fn rewrite_guard(context: &Context<'_>, flow: Index<FlowMark>) -> Option<Remedy> {
    let flag = context.plan.import.flag?.property;
    let entry = &context.plan.flows.get(flow.get())?.entry;
    let property = context.plan.properties.get(flag.get())?.name.clone();
    (asks_flag_alone(entry, flag) && *entry != rehearsal_core::model::not_flagged(flag))
        .then(|| Remedy::new(vec![Change::RewriteGuard { flow, property }]))
}
