//! The neutral graph of a journey.
//!
//! Owns: [`Flow`], its triggers, steps, waits and actions. Deliberately knows no system's file format, and moves nobody.

use super::class::FlowClass;
use crate::condition::Predicate;
use crate::ids::{EventMark, Index, ListMark, MessageMark, PropertyMark, Side};
use crate::ratio::Ratio;
use crate::time::{DAY_MINUTES, Minute, Weekdays};
use crate::value::Value;

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
        /// The event, by its place in the event map.
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
        /// For how long, or until when.
        delay: Delay,
        /// Where it leads.
        next: StepIndex,
    },
    /// Waits for an event, but not for ever.
    WaitForEvent {
        /// The event, by its place in the event map.
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
        /// What is asked of the profile.
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
    /// Whether time passes here.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self, Self::Wait { .. } | Self::WaitForEvent { .. })
    }
}

/// What a wait waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// An elapsed time.
    Elapsed {
        /// How long, at least 1.
        minutes: i32,
    },
    /// The next such time on the profile's own clock.
    Until(WaitUntil),
}

/// Until when a calendar wait lasts, on the profile's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitUntil {
    /// Minute of the day.
    pub minute_of_day: i32,
    /// Allowed days; at least one.
    pub weekdays: Weekdays,
}

impl Delay {
    /// The longest that a wait can take, but for changes of the clock.
    #[must_use]
    pub fn minutes_max(self) -> i32 {
        match self {
            Self::Elapsed { minutes } => minutes,
            Self::Until(until) if until.weekdays == Weekdays::EVERY => DAY_MINUTES,
            Self::Until(_) => 7 * DAY_MINUTES,
        }
    }
}

/// Something that a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Sends a message (e-mail or SMS, see the message's channel).
    Send(Index<MessageMark>),
    /// Sets a custom property; [`Value::Absent`] clears it.
    SetProperty {
        /// The property, by its place in the plan.
        property: Index<PropertyMark>,
        /// The new value.
        value: Value,
    },
    /// Adds to or removes from a list of the flow's platform.
    ChangeList {
        /// The list, by its place in the plan.
        list: Index<ListMark>,
        /// Add, or remove.
        add: bool,
    },
    /// Emits an event on the flow's platform.
    Emit(Index<EventMark>),
}

impl Action {
    /// The message that it sends, if it sends one.
    #[must_use]
    pub const fn message(self) -> Option<Index<MessageMark>> {
        match self {
            Self::Send(message) => Some(message),
            Self::SetProperty { .. } | Self::ChangeList { .. } | Self::Emit(_) => None,
        }
    }
}
