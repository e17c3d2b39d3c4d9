//! Volume of sends: the queue, and frequency caps over both platforms.

use super::Because;
use super::remedies::{end_on_source, twins};
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::{Count, Tally};
use rehearsal_core::history::{DeferReason, Fact, FactKind};
use rehearsal_core::ids::{FlowMark, Index, MessageMark, Side};
use rehearsal_core::model::Change;
use rehearsal_core::plan::{FrequencyCap, Message};
use rehearsal_core::time::{DAY_MINUTES, Minute};

/// What there is to say first about the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BacklogHeadline {
    /// Messages expired, or still wait.
    Violated {
        /// Messages that expired.
        expired: u64,
        /// After how many minutes.
        expires_minutes: i32,
        /// Messages that still wait.
        waiting: u64,
        /// By when the queue must be empty; `None` for the end.
        by: Option<Minute>,
    },
    /// The queue is empty.
    Holds {
        /// Messages that left in time.
        messages: u64,
        /// By when the queue must be empty; `None` for the end.
        by: Option<Minute>,
    },
    /// No message was due.
    NothingDue,
}

/// What became of messages that did not leave in time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BacklogCause {
    /// They expired.
    Expired(Index<FlowMark>),
    /// They still wait.
    Waiting(Index<FlowMark>),
}

impl BacklogCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Expired(_) => "expired",
            Self::Waiting(_) => "waiting",
        }
    }
}

/// What joins the facts of a case about the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BacklogBecause {
    /// The message expired.
    Expired {
        /// The message, by its place in the plan.
        message: Index<MessageMark>,
        /// How long it had waited, in minutes.
        waited_minutes: i32,
    },
    /// The message still waited.
    Waited {
        /// The message, by its place in the plan.
        message: Index<MessageMark>,
        /// Since when it was due.
        due: Minute,
    },
}

/// What there is to say first about frequency caps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CapsHeadline {
    /// Sends are over the cap.
    Violated {
        /// How many.
        sends: u64,
    },
    /// All are within.
    Holds {
        /// How many.
        sends: u64,
    },
    /// The scenario has no cap.
    NoCap,
    /// Nothing was sent under one.
    NothingSent,
}

/// How a cap came to be broken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapsCause {
    /// One platform sent them all.
    OnePlatform {
        /// Which cap of the plan, counted from 0.
        cap: u16,
        /// Which flow sent.
        flow: Index<FlowMark>,
    },
    /// Each platform counts only its own sends.
    BothPlatforms {
        /// Which cap of the plan, counted from 0.
        cap: u16,
        /// Which flow sent.
        flow: Index<FlowMark>,
    },
}

impl CapsCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OnePlatform { .. } => "one-platform",
            Self::BothPlatforms { .. } => "both-platforms",
        }
    }
}

/// What joins the facts of a case about caps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapsBecause {
    /// How many messages the person got.
    pub received: u64,
    /// In how many minutes.
    pub within_minutes: i32,
    /// How many the cap allows.
    pub cap: u32,
}

/// The queue is empty in the end, and nothing expires.
pub(super) const BACKLOG_DRAINS: Judge = Judge {
    needs: kinds!(Sent Deferred Expired StillWaiting),
    relevant: kinds!(Sent Expired StillWaiting),
    cells: no_cells,
    each: see_backlog,
    together: each_alone,
    count: no_count,
    headline: |context, tally, verdict| backlog_headline(context, tally, verdict).into(),
};

/// Frequency caps hold over both platforms together.
pub(super) const CAPS_RESPECTED: Judge = Judge {
    needs: kinds!(Sent),
    relevant: kinds!(Sent),
    cells: no_cells,
    each: see_caps,
    together: each_alone,
    count: no_count,
    headline: |context, tally, verdict| caps_headline(context, tally, verdict).into(),
};

/// A quiet night is no backlog: a message that waits for its end, for less than a day, is not counted.
const NIGHT_MINUTES: i32 = DAY_MINUTES;

/// What became of a message in the end.
struct End {
    message: Index<MessageMark>,
    waited_minutes: i32,
    /// Whether it was sent, expired, or still waits.
    how: EndKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EndKind {
    Sent,
    Expired,
    StillWaiting,
}

/// What a fact says of the end of a message's wait, if it says anything.
fn end_of(fact: &Fact) -> Option<End> {
    let end = |message, waited_minutes, how| Some(End { message, waited_minutes, how });
    if let FactKind::Sent { message, waited_minutes, .. } = fact.kind {
        return end(message, waited_minutes, EndKind::Sent);
    }
    if let FactKind::Expired { message, waited_minutes } = fact.kind {
        return end(message, waited_minutes, EndKind::Expired);
    }
    let FactKind::StillWaiting { message, waited_minutes } = fact.kind else { return None };
    end(message, waited_minutes, EndKind::StillWaiting)
}

/// As what a message counts that did not leave in time; `None` if it did.
fn lateness(deadline: Option<Minute>, facts: &[Fact], fact: &Fact, end: &End) -> Option<Count> {
    let due = fact.at.plus(-end.waited_minutes);
    let is_late = match end.how {
        EndKind::Expired => return Some(Count::Expired),
        EndKind::StillWaiting => deadline.is_none_or(|by| due <= by),
        EndKind::Sent => deadline.is_some_and(|by| fact.at > by && due <= by),
    };
    let is_night = is_late
        && end.waited_minutes < NIGHT_MINUTES
        && waits_for_morning(facts, end.message, fact, end.waited_minutes);
    (is_late && !is_night).then_some(Count::Waiting)
}

fn see_backlog(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let deadline = tally.terms.by.filter(|by| *by < context.end);
    for fact in person.facts {
        let Some(end) = end_of(fact) else { continue };
        tally.exercised += 1;
        let Some(count) = lateness(deadline, person.facts, fact, &end) else { continue };
        let is_waiting = count == Count::Waiting;
        let at = if is_waiting { deadline.unwrap_or(fact.at) } else { fact.at };
        let flow = context.message(end.message).map_or(Index::new(u16::MAX), |message| message.flow);
        tally.add(count, 1);
        tally.cause(if is_waiting { BacklogCause::Waiting(flow) } else { BacklogCause::Expired(flow) });
        tally.broken(0, at, person, || backlog_story(person, fact, &end));
    }
}

/// The waits of a message, and what became of it.
fn backlog_story(person: &PersonFacts<'_>, fact: &Fact, end: &End) -> (Vec<Fact>, Because) {
    let End { message, waited_minutes, how } = *end;
    let due = fact.at.plus(-waited_minutes);
    let deferred = person.facts.iter().filter(|earlier| {
        earlier.at >= due
            && earlier.at <= fact.at
            && matches!(earlier.kind, FactKind::Deferred { message: of, .. } if of == message)
    });
    let because = match how {
        EndKind::Expired => BacklogBecause::Expired { message, waited_minutes },
        EndKind::Sent | EndKind::StillWaiting => BacklogBecause::Waited { message, due },
    };
    (deferred.chain([fact]).copied().collect(), because.into())
}

/// Whether a message waits for the end of quiet hours and for nothing else.
fn waits_for_morning(facts: &[Fact], message: Index<MessageMark>, end: &Fact, waited_minutes: i32) -> bool {
    let since = end.at.plus(-waited_minutes);
    let mut reasons = facts.iter().filter(|fact| since <= fact.at && fact.at <= end.at).filter_map(|fact| {
        let FactKind::Deferred { message: of, why } = fact.kind else { return None };
        (of == message).then_some(why)
    });
    let first = reasons.next();
    first == Some(DeferReason::QuietHours) && reasons.all(|why| why == DeferReason::QuietHours)
}

fn backlog_headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> BacklogHeadline {
    let by = tally.terms.by.filter(|&by| by < context.end);
    match verdict {
        Verdict::Violated => BacklogHeadline::Violated {
            expired: tally.of(Count::Expired),
            expires_minutes: context.plan.sending.expires_minutes,
            waiting: tally.of(Count::Waiting),
            by,
        },
        Verdict::Holds => BacklogHeadline::Holds { messages: tally.exercised, by },
        Verdict::Vacuous | Verdict::Unknown => BacklogHeadline::NothingDue,
    }
}

/// What may let messages leave: more time before they expire.
pub(super) fn backlog_remedies(context: &Context<'_>, cause: &BacklogCause) -> Vec<Remedy> {
    match cause {
        BacklogCause::Expired(_) => {
            let whole = i32::try_from(context.plan.days).unwrap_or(i32::MAX).saturating_mul(DAY_MINUTES);
            let longer = Change::SetExpiry { minutes: whole };
            (whole > context.plan.sending.expires_minutes).then(|| Remedy::new(vec![longer])).into_iter().collect()
        }
        // No single key makes room: that takes a smaller audience, or a ramp with more of it.
        BacklogCause::Waiting(_) => Vec::new(),
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

fn see_caps(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    for (number, cap) in context.plan.sending.caps.iter().enumerate() {
        see_cap(context, person, tally, (number, cap));
    }
}

fn see_cap(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally, (number, cap): (usize, &FrequencyCap)) {
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
        let (cap_number, flow) = (u16::try_from(number).unwrap_or(u16::MAX), message.flow);
        tally.cause(if crosses {
            CapsCause::BothPlatforms { cap: cap_number, flow }
        } else {
            CapsCause::OnePlatform { cap: cap_number, flow }
        });
        tally.broken(0, fact.at, person, || {
            let mut facts: Vec<Fact> = in_window().copied().collect();
            facts.reverse();
            facts.push(*fact);
            let received = facts.len() as u64;
            (facts, CapsBecause { received, within_minutes: cap.minutes, cap: cap.count }.into())
        });
    }
}

fn caps_headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> CapsHeadline {
    match verdict {
        Verdict::Violated => CapsHeadline::Violated { sends: tally.count },
        Verdict::Holds => CapsHeadline::Holds { sends: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown if context.plan.sending.caps.is_empty() => CapsHeadline::NoCap,
        Verdict::Vacuous | Verdict::Unknown => CapsHeadline::NothingSent,
    }
}

/// What may keep both platforms together within a cap: the source's flow ends when the target's begins.
pub(super) fn caps_remedies(context: &Context<'_>, cause: &CapsCause) -> Vec<Remedy> {
    match *cause {
        // A cap counts every marketing flow, whatever its name.
        CapsCause::BothPlatforms { cap, .. } => {
            let gap_minutes = context.plan.sending.caps.get(usize::from(cap)).map_or(0, |cap| cap.minutes);
            let is_marketing = |number: u16| {
                context.plan.messages.iter().any(|of| of.flow.get() == usize::from(number) && !of.is_transactional)
            };
            end_on_source(context, &twins(context, is_marketing), gap_minutes).into_iter().collect()
        }
        CapsCause::OnePlatform { .. } => Vec::new(),
    }
}
