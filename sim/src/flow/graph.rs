//! The neutral graph of a journey.

use super::action::Action;
use super::class::FlowClass;
use super::delay::Delay;
use crate::condition::Predicate;
use crate::ids::{EventMark, Index, ListMark, Side};
use crate::model::branches;
use crate::ratio::Ratio;
use crate::time::Minute;

/// A place in [`Flow::steps`].
pub type StepIndex = u16;

/// A journey, or a campaign: the same graph with a schedule as its trigger.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The name in scenarios and reports.
    pub name: String,
    /// What it is for.
    pub class: FlowClass,
    /// The team's own word for what it is for.
    pub label: Option<String>,
    /// The platform on which it runs.
    pub side: Side,
    /// When it is live.
    pub status: FlowStatus,
    /// What starts it.
    pub trigger: Trigger,
    /// Who may enter; asked once, at entry.
    pub entry: Predicate,
    /// How often one profile may enter.
    pub reentry: Reentry,
    /// What ends an enrolment early, because the flow has done its work.
    pub goal: Option<Goal>,
    /// The steps; an enrolment begins at the first. Every path ends, and every cycle contains a wait.
    pub steps: Vec<Step>,
}

/// When a flow itself is live; its platform must be, too: see [`crate::model::live_window`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowStatus {
    /// First live minute; [`Minute::FOREVER`] for a draft.
    pub from: Minute,
    /// First minute that is no longer live.
    pub until: Minute,
}

impl FlowStatus {
    /// Live from the beginning to the end.
    pub const ALWAYS: Self = Self { from: Minute::NEVER, until: Minute::FOREVER };

    /// Never live.
    pub const DRAFT: Self = Self { from: Minute::FOREVER, until: Minute::FOREVER };
}

/// What starts a flow.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// A profile is added to a list.
    ListAdded(Index<ListMark>),
    /// An event arrives.
    Event {
        /// Which event.
        event: Index<EventMark>,
        /// Which of these events; asked with the event in scope.
        filter: Predicate,
        /// An event older than this on arrival starts nothing, in minutes; `None` if age does not matter.
        age_minutes_max: Option<i32>,
    },
    /// The profile's birthday, every year.
    Birthday {
        /// Days after the day itself; negative for before.
        offset_days: i32,
        /// Minute of the profile's local day.
        minute_of_day: i32,
    },
    /// Once, at an instant, for every profile that passes the entry filter: a campaign.
    Scheduled(Minute),
    /// Another flow or a person enrols the profile; never by itself.
    ByHand,
}

impl Trigger {
    /// The event that starts the flow, if one does.
    #[must_use]
    pub const fn event(&self) -> Option<Index<EventMark>> {
        match self {
            Self::Event { event, .. } => Some(*event),
            Self::ListAdded(_) | Self::Birthday { .. } | Self::Scheduled(_) | Self::ByHand => None,
        }
    }

    /// The flow's own limit to the age of an event on arrival, in minutes; `None` if it has none, or no event starts it.
    #[must_use]
    pub const fn age_minutes_max(&self) -> Option<i32> {
        match self {
            Self::Event { age_minutes_max, .. } => *age_minutes_max,
            Self::ListAdded(_) | Self::Birthday { .. } | Self::Scheduled(_) | Self::ByHand => None,
        }
    }
}

/// How often one profile may enter a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reentry {
    /// Once, ever.
    Never,
    /// Again at any time, but not while it is still in the flow.
    AfterExit,
    /// Again when so many minutes have passed since it last entered, and not while it is still in the flow.
    AfterMinutes(i32),
    /// Any time, also while it is still in the flow.
    Always,
}

/// What ends an enrolment early.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// An event arrives.
    Event(Index<EventMark>),
    /// A condition holds when the profile is about to take a step after a wait.
    Condition(Predicate),
}

/// One arm of a random split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Its share; the shares of a split sum to one.
    pub share: Ratio,
    /// Where it leads.
    pub next: StepIndex,
}

/// One step. `next` says where it leads; [`Step::End`] leads nowhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Waits for a time.
    Wait {
        /// How long.
        delay: Delay,
        /// Where it leads.
        next: StepIndex,
    },
    /// Waits for an event, but not for ever.
    WaitForEvent {
        /// Which event.
        event: Index<EventMark>,
        /// How long at most, in minutes.
        timeout_minutes: i32,
        /// Where it leads when the event arrives.
        arrived: StepIndex,
        /// Where it leads when it does not.
        timed_out: StepIndex,
    },
    /// Splits on a condition.
    If {
        /// The condition.
        condition: Predicate,
        /// Where it leads if it holds.
        holds: StepIndex,
        /// Where it leads if not.
        otherwise: StepIndex,
    },
    /// Splits by chance.
    Random(Vec<Arm>),
    /// Does something and goes on.
    Act {
        /// What it does.
        action: Action,
        /// Where it leads.
        next: StepIndex,
    },
    /// The end.
    End,
}

impl Step {
    /// Where the step can lead, in order.
    #[must_use]
    pub fn successors(&self) -> Vec<StepIndex> {
        match self {
            Self::Wait { next, .. } | Self::Act { next, .. } => vec![*next],
            Self::WaitForEvent { .. } | Self::If { .. } | Self::Random(_) => {
                branches(self).into_iter().map(|(_, next)| next).collect()
            }
            Self::End => Vec::new(),
        }
    }

    /// Whether time passes here.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self, Self::Wait { .. } | Self::WaitForEvent { .. })
    }
}
