//! Events and flows: what a flow waits for exists, and arrives in time.

use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count, no_profile};
use crate::tally::Tally;
use rehearsal_core::feed::Feed;
use rehearsal_core::history::{Actor, FactKind, FactKinds, NoEntryReason};
use rehearsal_core::ids::{EventMark, FlowMark, Index, Side};
use rehearsal_core::model::{Change, EventRole, event_uses, owes_start};
use rehearsal_core::plan::{Action, Step, Trigger};
use rehearsal_core::time::Minute;

/// What there is to say first about events that flows use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExistHeadline {
    /// Flows rely on events that never reach their platform.
    Violated {
        /// How many uses.
        uses: u64,
    },
    /// All events reach their platform.
    Holds {
        /// How many uses.
        uses: u64,
    },
    /// No live flow uses an event.
    NoUse,
}

/// An event that never reaches the platform of a flow, and what the flow wants of it; also what a case is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExistCause {
    /// The flow starts on it.
    StartsOn(EventUse),
    /// A step waits for it.
    WaitsFor(EventUse),
    /// It is the goal.
    HasGoal(EventUse),
}

/// A flow that uses an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventUse {
    /// The flow.
    pub flow: Index<FlowMark>,
    /// The event.
    pub event: Index<EventMark>,
}

impl ExistCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::StartsOn(_) => "starts-on",
            Self::WaitsFor(_) => "waits-for",
            Self::HasGoal(_) => "has-goal",
        }
    }

    /// The flow and the event.
    #[must_use]
    pub const fn used(&self) -> EventUse {
        match self {
            Self::StartsOn(used) | Self::WaitsFor(used) | Self::HasGoal(used) => *used,
        }
    }
}

/// What there is to say first about feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CadenceHeadline {
    /// People missed flows because events came too late.
    Violated {
        /// Starts that were missed.
        starts: u64,
    },
    /// Events arrived in time.
    Holds {
        /// How many.
        events: u64,
    },
    /// No event with an age limit reached a flow.
    NoLimit,
}

/// Whose limit an event was too old for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CadenceCause {
    /// The flow's own: what the team says still makes sense.
    FlowLimit(Index<FlowMark>),
    /// The platform's: the flow would still have wanted it.
    PlatformLimit(Index<FlowMark>),
}

impl CadenceCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::FlowLimit(_) => "flow-limit",
            Self::PlatformLimit(_) => "platform-limit",
        }
    }

    /// The flow.
    #[must_use]
    pub const fn flow(&self) -> Index<FlowMark> {
        match self {
            Self::FlowLimit(flow) | Self::PlatformLimit(flow) => *flow,
        }
    }
}

/// What joins the facts of a case about feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CadenceBecause {
    /// The flow that was missed.
    pub flow: Index<FlowMark>,
    /// How old the event was on arrival, in minutes; `None` if the facts do not tell.
    pub age_minutes: Option<i32>,
}

/// Every event that a live flow uses reaches its platform.
pub(super) const TRIGGERS_EXIST: Judge = Judge {
    needs: FactKinds::NONE,
    relevant: FactKinds::NONE,
    cells: no_cells,
    each: no_profile,
    together: each_alone,
    count: count_exist,
    headline: |_, tally, verdict| exist_headline(tally, verdict).into(),
};

/// Nobody misses a flow because an event arrives too late.
pub(super) const CADENCE_SUFFICES: Judge = Judge {
    needs: kinds!(Arrived Entered NotEntered),
    relevant: kinds!(Entered NotEntered),
    cells: no_cells,
    each: see_cadence,
    together: each_alone,
    count: no_count,
    headline: |_, tally, verdict| cadence_headline(tally, verdict).into(),
};

/// The events that a flow uses, each as the cause that it would be.
fn uses(context: &Context<'_>, number: u16) -> Vec<ExistCause> {
    let cause = |(event, used): (Index<EventMark>, EventRole)| {
        let of = EventUse { flow: Index::new(number), event };
        match used {
            EventRole::Start => ExistCause::StartsOn(of),
            EventRole::Wait => ExistCause::WaitsFor(of),
            EventRole::Goal => ExistCause::HasGoal(of),
        }
    };
    event_uses(&context.plan.flows[usize::from(number)]).into_iter().map(cause).collect()
}

/// Whether an event can occur on a platform: a feed brings it, or a flow of that platform emits it.
fn occurs(context: &Context<'_>, event: Index<EventMark>, side: Side) -> bool {
    let has_feed =
        context.plan.events.get(event.get()).is_some_and(|event| event.feeds[side as usize] != Feed::Missing);
    has_feed
        || context.plan.flows.iter().any(|flow| {
            flow.side == side
                && flow
                    .steps
                    .iter()
                    .any(|step| matches!(step, Step::Act { action: Action::Emit(emitted), .. } if *emitted == event))
        })
}

fn count_exist(context: &Context<'_>, tally: &mut Tally) {
    for (number, view) in (0_u16..).zip(&context.flows).filter(|(_, view)| view.is_ever_live()) {
        for cause in uses(context, number) {
            tally.exercised += 1;
            if !occurs(context, cause.used().event, view.side) {
                tally.count += 1;
                tally.case(0, Minute::NEVER, None, || (Vec::new(), cause.clone().into()));
                tally.cause_times(cause, 0);
            }
        }
    }
}

fn exist_headline(tally: &Tally, verdict: Verdict) -> ExistHeadline {
    match verdict {
        Verdict::Violated => ExistHeadline::Violated { uses: tally.count },
        Verdict::Holds => ExistHeadline::Holds { uses: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown => ExistHeadline::NoUse,
    }
}

/// What may bring an event, or do without it: connecting its integration, or taking the flow out.
pub(super) fn exist_remedies(context: &Context<'_>, cause: &ExistCause) -> Vec<Remedy> {
    let EventUse { flow, event } = cause.used();
    let side = context.flow(flow).map_or(Side::Target, |view| view.side);
    let mut remedies = feed_remedy(context, event, side);
    remedies.push(Remedy::new(vec![Change::SwitchOffFlow { flow }]));
    remedies
}

/// A faster feed of the integration that an event comes from.
fn feed_remedy(context: &Context<'_>, event: Index<EventMark>, side: Side) -> Vec<Remedy> {
    let integration = context.plan.events.get(event.get()).and_then(|event| event.integration);
    let is_slow = |of: &Index<rehearsal_core::ids::IntegrationMark>| {
        context.plan.integrations.get(of.get()).is_some_and(|known| known.feeds[side as usize] != Feed::RealTime)
    };
    let faster = |integration| Change::SetFeed { integration, side, feed: Feed::RealTime };
    integration.filter(is_slow).map(|integration| Remedy::new(vec![faster(integration)])).into_iter().collect()
}

fn see_cadence(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    for (number, fact) in person.facts.iter().enumerate() {
        if let FactKind::Entered { flow, by } = fact.kind
            && by != Actor::Replay
            && context.flow(flow).is_some_and(|flow| flow.age_minutes_max.is_some())
        {
            tally.exercised += 1;
        }
        let FactKind::NotEntered { flow, why: NoEntryReason::TooOld, by } = fact.kind else { continue };
        if by == Actor::Replay || by == Actor::Import {
            continue;
        }
        tally.exercised += 1;
        if !tally.counts_at(fact.at) {
            continue;
        }
        let is_arrival = |earlier: &&rehearsal_core::history::Fact| {
            earlier.at == fact.at && matches!(earlier.kind, FactKind::Arrived { .. })
        };
        let arrived = person.facts[..number].iter().rev().find(is_arrival);
        let age_minutes = arrived.and_then(|arrived| {
            if let FactKind::Arrived { age_minutes, .. } = arrived.kind { Some(age_minutes) } else { None }
        });
        tally.cause(whose_limit(context, flow, age_minutes));
        tally.broken(0, fact.at, person, || {
            (arrived.into_iter().chain([fact]).copied().collect(), CadenceBecause { flow, age_minutes }.into())
        });
    }
}

/// Whose limit an event was too old for: the flow's own if that would have refused it too.
fn whose_limit(context: &Context<'_>, flow: Index<FlowMark>, age_minutes: Option<i32>) -> CadenceCause {
    let own = context.plan.flows.get(flow.get());
    let is_own = match age_minutes {
        Some(age) => own.is_some_and(|flow| !owes_start(flow, age)),
        None => own.is_some_and(|flow| flow.trigger.age_minutes_max().is_some()),
    };
    if is_own { CadenceCause::FlowLimit(flow) } else { CadenceCause::PlatformLimit(flow) }
}

fn cadence_headline(tally: &Tally, verdict: Verdict) -> CadenceHeadline {
    match verdict {
        Verdict::Violated => CadenceHeadline::Violated { starts: tally.count },
        Verdict::Holds => CadenceHeadline::Holds { events: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown => CadenceHeadline::NoLimit,
    }
}

/// What may let events arrive in time: a faster feed; or, where the flow's own limit refuses them, a longer one.
pub(super) fn cadence_remedies(context: &Context<'_>, cause: &CadenceCause) -> Vec<Remedy> {
    let number = cause.flow();
    let Some(flow) = context.plan.flows.get(number.get()) else { return Vec::new() };
    let Trigger::Event { event, .. } = flow.trigger else { return Vec::new() };
    let mut remedies = feed_remedy(context, event, flow.side);
    let feed = context.plan.events.get(event.get()).map(|event| event.feeds[flow.side as usize]);
    let platform_limit = context.plan.platforms[flow.side as usize].event_age_minutes_max;
    let longest = feed.and_then(longest_way_minutes).filter(|minutes| platform_limit.is_none_or(|max| *minutes <= max));
    if let (CadenceCause::FlowLimit(_), Some(minutes)) = (cause, longest) {
        remedies.push(Remedy::new(vec![Change::SetEventAge { flow: number, minutes }]));
    }
    remedies
}

/// The longest that an event can be on its way, in minutes; an hour more than the clock says, for the day on which it is
/// set back.
const fn longest_way_minutes(feed: Feed) -> Option<i32> {
    match feed {
        Feed::RealTime | Feed::Missing => None,
        Feed::Hourly => Some(2 * 60),
        Feed::Daily { .. } => Some(25 * 60),
        Feed::Weekly { .. } => Some((7 * 24 + 1) * 60),
    }
}
