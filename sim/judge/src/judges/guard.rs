//! The guards of an import: flows that are held or filtered meanwhile, and the migration flag that is released.

use super::Because;
use super::remedies::{after_import, door_remedies, guard_remedy, hold_remedy};
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::{Count, Tally};
use rehearsal_core::history::{Actor, Fact, FactKind};
use rehearsal_core::ids::{FlowMark, Index, Side};
use rehearsal_core::model::{Change, is_draft};
use rehearsal_core::plan::Trigger;
use rehearsal_core::time::Minute;

/// What there is to say first about flows while the import runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldHeadline {
    /// Flows are live and unguarded, or the flag goes too early.
    Violated {
        /// Flows that are live and unguarded.
        flows: u64,
        /// Whether the migration flag is released before the last accepted call.
        is_released_early: bool,
    },
    /// Every flow that the import could start was held or guarded.
    Holds {
        /// How many flows.
        flows: u64,
    },
    /// No call of the import happened.
    NoCall,
    /// No flow was live meanwhile, and the import could start none.
    NothingToStart,
}

/// What is open while the import runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldCause {
    /// A flow is live, the import starts it, and its entry does not read the migration flag. Counted in entries.
    Unguarded {
        /// The flow.
        flow: Index<FlowMark>,
        /// What starts it: the import, or the replay of past events.
        by: Actor,
    },
    /// The migration flag is released before the last accepted call.
    ReleasedEarly {
        /// When it is released.
        release: Minute,
        /// The last accepted call.
        last_accepted: Minute,
    },
}

impl HeldCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unguarded { .. } => "unguarded",
            Self::ReleasedEarly { .. } => "released-early",
        }
    }
}

/// What joins the facts of a case about a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldBecause {
    /// A profile entered the flow.
    Entered {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// Through the import, or the replay.
        by: Actor,
    },
    /// The flag was released before the last accepted call.
    ReleasedEarly {
        /// When it is released.
        release: Minute,
        /// The last accepted call.
        last_accepted: Minute,
    },
}

/// What there is to say first about the release of the flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlagHeadline {
    /// Profiles still carry it.
    Violated {
        /// How many.
        profiles: u64,
        /// The stated day, if the scenario states one; otherwise the release itself.
        by: Option<Minute>,
    },
    /// All lost it in time.
    Holds {
        /// How many.
        profiles: u64,
    },
    /// The import sets no flag.
    NoFlag,
    /// The flag is released after the end.
    ReleasedAfterTheEnd,
    /// No profile was flagged.
    NobodyFlagged,
}

/// Why a flag is still there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagCause {
    /// Nothing released it.
    NeverReleased,
    /// It was released, but only after the stated day.
    ReleasedLate,
    /// It was set after the release.
    FlaggedLate,
}

impl FlagCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NeverReleased => "never-released",
            Self::ReleasedLate => "released-late",
            Self::FlaggedLate => "flagged-late",
        }
    }
}

/// What joins the facts of a case about a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlagBecause {
    /// The profile was flagged after the release.
    FlaggedAfterTheRelease,
    /// The profile still carries the flag at the deadline.
    StillFlagged,
}

/// Flows that the import can start are held or filtered while it runs.
pub(super) const HELD_WHILE_IMPORTING: Judge = Judge {
    needs: kinds!(Entered),
    relevant: kinds!(Entered),
    cells: |context| context.flows.len(),
    each: see_held,
    together: each_alone,
    count: count_held,
    headline: |context, tally, verdict| held_headline(context, tally, verdict).into(),
};

/// The migration flag is gone by the release.
pub(super) const FLAG_RELEASED: Judge = Judge {
    needs: kinds!(FlagSet FlagReleased),
    relevant: kinds!(FlagSet FlagLost FlagReleased),
    cells: no_cells,
    each: see_flag,
    together: each_alone,
    count: no_count,
    headline: |context, tally, verdict| flag_headline(context, tally, verdict).into(),
};

/// Calls that can start a flow.
struct Firing {
    by: Actor,
    fires: bool,
    first: Minute,
    last: Minute,
}

/// Whether the calls of the import, or of the replay, can start this flow; and the minutes in which they run.
fn fired_by(context: &Context<'_>, flow: usize) -> Option<Firing> {
    let import = &context.plan.import;
    match &context.plan.flows[flow].trigger {
        Trigger::ListAdded(list) if import.list == Some(*list) && import.door.adds_to_list => {
            context.import_calls.map(|calls| Firing {
                by: Actor::Import,
                fires: import.door.fires_flows,
                first: calls.first,
                last: calls.last,
            })
        }
        Trigger::Event { event, .. } => {
            let replay = import.history.as_ref().filter(|replay| replay.event == *event)?;
            context.replay_calls.map(|calls| Firing {
                by: Actor::Replay,
                fires: replay.door.fires_flows,
                first: calls.first,
                last: calls.last,
            })
        }
        Trigger::ListAdded(_) | Trigger::Birthday { .. } | Trigger::Scheduled(_) | Trigger::ByHand => None,
    }
}

fn see_held(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    for fact in person.facts {
        let FactKind::Entered { flow, by: by @ (Actor::Import | Actor::Replay) } = fact.kind else {
            continue;
        };
        let Some(view) = context.flow(flow).filter(|view| view.side == Side::Target && !view.reads_flag) else {
            continue;
        };
        if !tally.counts_at(fact.at) || !view.is_ever_live() {
            continue;
        }
        tally.cells[flow.get()] += 1;
        tally.case(0, fact.at, Some(person.profile), || (vec![*fact], HeldBecause::Entered { flow, by }.into()));
    }
}

/// Counts the flows that were open, whoever entered them, and a flag that goes too early.
fn count_held(context: &Context<'_>, tally: &mut Tally) {
    for (number, flow) in (0_u16..).zip(&context.flows) {
        let draft = is_draft(&context.plan.flows[usize::from(number)]);
        let (Some(calls), Side::Target, false) = (context.import_calls.or(context.replay_calls), flow.side, draft)
        else {
            continue;
        };
        let firing = fired_by(context, usize::from(number));
        let (first, last) = firing.as_ref().map_or((calls.first, calls.last), |firing| (firing.first, firing.last));
        let is_live = flow.live.from <= last && first < flow.live.until;
        tally.exercised += u64::from(is_live || firing.is_some());
        let entries = tally.cells[usize::from(number)];
        let is_forgiven = tally.terms.by.is_some_and(|by| last < by);
        let Some(firing) = firing.filter(|firing| is_live && firing.fires && !flow.reads_flag && !is_forgiven) else {
            continue;
        };
        // Where the age of an event alone can keep the flow from starting, only entries tell.
        if entries > 0 || flow.age_minutes_max.is_none() {
            tally.count += 1;
            tally.cause_times(HeldCause::Unguarded { flow: Index::new(number), by: firing.by }, entries);
        }
    }
    count_early_release(context, tally);
}

/// The flag guards nothing once it is released: a release before the last accepted call is a hole.
fn count_early_release(context: &Context<'_>, tally: &mut Tally) {
    let accepted = context.import_calls.and_then(|calls| calls.last_accepted);
    let (Some(flag), Some(last_accepted)) = (context.plan.import.flag, accepted) else {
        return;
    };
    let release = flag.release;
    if release >= last_accepted || release >= context.end || !tally.counts_at(release) {
        return;
    }
    tally.count += 1;
    tally.case(0, release, None, || (Vec::new(), HeldBecause::ReleasedEarly { release, last_accepted }.into()));
    tally.cause_times(HeldCause::ReleasedEarly { release, last_accepted }, 0);
}

fn held_headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> HeldHeadline {
    match verdict {
        Verdict::Violated => {
            let is_early = |cause: &super::Cause| {
                matches!(cause, super::Cause::HeldWhileImporting(HeldCause::ReleasedEarly { .. }))
            };
            let is_released_early = tally.causes().iter().any(|counted| is_early(&counted.cause));
            HeldHeadline::Violated { flows: tally.count - u64::from(is_released_early), is_released_early }
        }
        Verdict::Holds => HeldHeadline::Holds { flows: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown if context.import_calls.or(context.replay_calls).is_none() => {
            HeldHeadline::NoCall
        }
        Verdict::Vacuous | Verdict::Unknown => HeldHeadline::NothingToStart,
    }
}

/// What may close the hole: a silent door, a guard, a hold, a later release.
pub(super) fn held_remedies(context: &Context<'_>, cause: &HeldCause) -> Vec<Remedy> {
    match *cause {
        HeldCause::Unguarded { flow, by } => {
            let mut remedies = door_remedies(context, Some(by), |door| !door.fires_flows);
            remedies.extend(guard_remedy(context, flow));
            remedies.extend(hold_remedy(context, flow));
            remedies
        }
        HeldCause::ReleasedEarly { .. } => later_release(context).into_iter().collect(),
    }
}

/// A release after the last call.
fn later_release(context: &Context<'_>) -> Option<Remedy> {
    let flag = context.plan.import.flag?;
    let to = after_import(context)?;
    (flag.release < to).then(|| Remedy::new(vec![Change::MoveFlagRelease { to }]))
}

fn see_flag(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let Some(flag) = context.plan.import.flag else { return };
    let deadline = tally.terms.by.unwrap_or(flag.release);
    if deadline >= context.end {
        tally.add(Count::DeadlineBehindTheEnd, 1);
        return;
    }
    let mut set: Option<&Fact> = None;
    let mut was_set = false;
    for fact in person.facts {
        if fact.kind == FactKind::FlagSet {
            was_set = true;
            set = set.or(Some(fact));
        } else if fact.kind == FactKind::FlagReleased && fact.at <= deadline {
            set = None;
        }
    }
    tally.exercised += u64::from(was_set);
    if let Some(set) = set {
        let is_late = set.at > flag.release;
        let is_released = person.facts.iter().any(|fact| fact.kind == FactKind::FlagReleased && fact.at > deadline);
        tally.cause(match (is_late, is_released) {
            (true, _) => FlagCause::FlaggedLate,
            (false, true) => FlagCause::ReleasedLate,
            (false, false) => FlagCause::NeverReleased,
        });
        tally.broken(0, deadline.max(set.at), person, || {
            let because = if is_late { FlagBecause::FlaggedAfterTheRelease } else { FlagBecause::StillFlagged };
            (vec![*set], Because::from(because))
        });
    }
}

fn flag_headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> FlagHeadline {
    match verdict {
        Verdict::Violated => FlagHeadline::Violated { profiles: tally.count, by: tally.terms.by },
        Verdict::Holds => FlagHeadline::Holds { profiles: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown if context.plan.import.flag.is_none() => FlagHeadline::NoFlag,
        Verdict::Vacuous | Verdict::Unknown if tally.of(Count::DeadlineBehindTheEnd) > 0 => {
            FlagHeadline::ReleasedAfterTheEnd
        }
        Verdict::Vacuous | Verdict::Unknown => FlagHeadline::NobodyFlagged,
    }
}

/// What may release the flag in time: another instant, after the last row and by the stated day.
pub(super) fn flag_remedies(context: &Context<'_>, tally: &Tally, cause: &FlagCause) -> Vec<Remedy> {
    let Some(flag) = context.plan.import.flag else { return Vec::new() };
    let (Some(after), by) = (after_import(context), tally.terms.by) else { return Vec::new() };
    let to = match cause {
        // The stated day is kept if the import is over by then; otherwise no release can be right.
        FlagCause::ReleasedLate | FlagCause::NeverReleased => match by {
            Some(by) if after <= by => by,
            Some(_) => return Vec::new(),
            None => after,
        },
        FlagCause::FlaggedLate => after,
    };
    (flag.release != to).then(|| Remedy::new(vec![Change::MoveFlagRelease { to }])).into_iter().collect()
}
