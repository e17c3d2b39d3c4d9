//! What one profile is at one moment, on both platforms, and what is still to happen to it.
//!
//! Owns: the changing state and the agenda of one profile. Deliberately has no reference to any other profile: profiles
//! are stepped in parallel and never meet.

use crate::sending::{Request, RequestKind};
use rehearsal_core::condition::EventSeen;
use rehearsal_core::consent::{ByChannel, Channel, ConsentState, Suppressions};
use rehearsal_core::history::{Actor, Fact, FactKind};
use rehearsal_core::ids::{BySide, EventMark, FlowMark, Index, ListMark, MessageMark, Side};
use rehearsal_core::plan::StepIndex;
use rehearsal_core::records::Population;
use rehearsal_core::time::Minute;
use rehearsal_core::value::Value;

/// What a recipient does with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reaction {
    /// The address bounces for good.
    Bounces,
    /// Opens.
    Opens,
    /// Clicks.
    Clicks,
    /// Reports spam.
    Complains,
    /// Unsubscribes.
    Unsubscribes,
}

/// A row that reaches the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowApplication {
    /// Row of the population.
    pub record: u32,
    /// Whether it loses the migration flag on the way.
    pub loses_flag: bool,
    /// Whether it comes with a second run of the import.
    pub is_again: bool,
}

/// Something that is to happen to a profile. The order of the variants decides within one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// The source's suppressions are loaded into the target.
    LoadSuppressions,
    /// The person signs up on the target.
    SignUp {
        /// Row of the population.
        record: u32,
    },
    /// A row is applied to the target.
    ApplyRow(RowApplication),
    /// The fate of a row that is not applied is known.
    Settle {
        /// Row of the population.
        record: u32,
        /// The fact to tell.
        fate: Unapplied,
    },
    /// A past event is replayed into the target.
    Replay {
        /// Row of the population.
        record: u32,
    },
    /// An unsubscribe on one platform reaches the other.
    SyncUnsubscribe {
        /// The platform that it reaches.
        side: Side,
        /// The channel.
        channel: Channel,
    },
    /// Something happens in the world.
    Happen {
        /// The event, by its place in the event map.
        event: Index<EventMark>,
        /// Its value.
        value_minor: Option<i32>,
    },
    /// An event arrives on a platform.
    Arrive {
        /// On which platform.
        side: Side,
        /// The event, by its place in the event map.
        event: Index<EventMark>,
        /// When it happened.
        happened_at: Minute,
        /// Its value.
        value_minor: Option<i32>,
        /// A flow emitted it; otherwise it happened in the world.
        emitted: bool,
    },
    /// A flow adds the profile to a list, which other flows see now.
    Listed {
        /// On which platform.
        side: Side,
        /// The list, by its place in the plan.
        list: Index<ListMark>,
    },
    /// The person unsubscribes from e-mail.
    Unsubscribe {
        /// On which platform.
        side: Side,
    },
    /// A recipient reacts to a message.
    React {
        /// To which message.
        message: Index<MessageMark>,
        /// How.
        reaction: Reaction,
    },
    /// The profile's birthday, as seen by one flow.
    Birthday {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
    },
    /// A campaign's schedule.
    Schedule {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
    },
    /// The migration flag is cleared.
    Release,
    /// A wait of an enrolment is over.
    Resume {
        /// Which enrolment.
        enrolment_number: u32,
        /// At which step it waited.
        step: StepIndex,
    },
}

/// Why a row is not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unapplied {
    /// Given up after refusals.
    Failed,
    /// Given up after a time-out.
    Unknown,
    /// Acknowledged and lost.
    Dropped,
    /// It has no key.
    NoKey,
    /// It is in no cohort.
    NoCohort,
    /// Its batch lies after the end.
    AfterTheEnd,
}

/// One passage through one flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Number of the passage among all of this profile.
    pub enrolment_number: u32,
    /// The flow, by its place in the plan.
    pub flow: Index<FlowMark>,
    /// Since when.
    pub entered_at: Minute,
    /// The step at which it waits.
    pub step: StepIndex,
    /// The event that brought it about, if one did.
    pub event: Option<EventSeen>,
}

/// What a platform remembers of a profile's entries into one flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The flow, by its place in the plan.
    pub flow: Index<FlowMark>,
    /// How many entries.
    pub entries: u32,
    /// When the last one was.
    pub last_entered_at: Minute,
}

/// What a profile is on one platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlatformState {
    /// Whether it exists there.
    pub exists: bool,
    /// Consent by channel.
    pub consent: ByChannel<ConsentState>,
    /// Whether the person said no during the rehearsal, by channel.
    pub said_no: ByChannel<bool>,
    /// Suppressions.
    pub suppressions: Suppressions,
    /// Lists, as a set.
    pub lists: u64,
    /// Orders.
    pub orders: u32,
    /// Last order.
    pub last_order: Minute,
    /// Last open.
    pub last_open: Minute,
    /// Last click.
    pub last_click: Minute,
    /// Money spent.
    pub spent_minor: i64,
}

impl PlatformState {
    const NOWHERE: Self = Self {
        exists: false,
        consent: [ConsentState::Never; Channel::COUNT],
        said_no: [false; Channel::COUNT],
        suppressions: Suppressions(0),
        lists: 0,
        orders: 0,
        last_order: Minute::NEVER,
        last_open: Minute::NEVER,
        last_click: Minute::NEVER,
        spent_minor: 0,
    };

    /// Takes over what a record says of orders and engagement; several records of one profile add up.
    pub fn absorb(&mut self, population: &Population, record: usize) {
        self.orders = self.orders.saturating_add(population.orders[record]);
        self.spent_minor = self.spent_minor.saturating_add(population.spent_minor[record]);
        self.last_order = self.last_order.max(population.last_order[record]);
        self.last_open = self.last_open.max(population.last_open[record]);
        self.last_click = self.last_click.max(population.last_click[record]);
    }
}

/// The changing state of one profile.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileState {
    /// Its place among the profiles.
    pub profile: u32,
    /// The row of its first record: its static columns, and the entity of its draws.
    pub record: u32,
    /// Source and target.
    pub on: BySide<PlatformState>,
    /// Custom properties, by index.
    pub properties: Vec<Value>,
    /// Passages that are under way, in order of entry.
    pub enrolments: Vec<Enrolment>,
    /// Entries so far.
    pub memories: Vec<Memory>,
    /// How many passages there were.
    pub enrolments_begun: u32,
    /// Rows that were applied so far; those that a second run of the import brought stand here twice.
    pub applied_rows: Vec<u32>,
    /// Messages that the person would react to, and of which the pipeline has not said yet whether they were sent.
    pub awaited: u32,
    /// What is to happen, latest first.
    agenda: Vec<(Minute, Task)>,
}

impl ProfileState {
    /// A profile that exists nowhere yet, with nothing to do.
    #[must_use]
    pub fn new(properties: usize) -> Self {
        Self {
            profile: 0,
            record: 0,
            on: [PlatformState::NOWHERE; Side::COUNT],
            properties: vec![Value::Absent; properties],
            enrolments: Vec::with_capacity(4),
            memories: Vec::with_capacity(8),
            enrolments_begun: 0,
            applied_rows: Vec::with_capacity(1),
            awaited: 0,
            agenda: Vec::with_capacity(24),
        }
    }

    /// Makes this the blank state of another profile, keeping the allocations.
    pub fn reset(&mut self, profile: u32, record: u32) {
        (self.profile, self.record, self.enrolments_begun, self.awaited) = (profile, record, 0, 0);
        self.on = [PlatformState::NOWHERE; Side::COUNT];
        self.properties.fill(Value::Absent);
        self.enrolments.clear();
        self.memories.clear();
        self.applied_rows.clear();
        self.agenda.clear();
    }

    /// Puts a task on the agenda. Tasks of one minute happen in the order of [`Task`], whenever they were put there:
    /// so the order does not depend on how time is cut into epochs.
    pub fn plan(&mut self, at: Minute, task: Task) {
        // Minutes almost always decide, and tasks are dear to compare.
        let place = self.agenda.partition_point(|&(due, other)| due > at || (due == at && other > task));
        self.agenda.insert(place, (at, task));
    }

    /// The minute of the next task.
    #[must_use]
    pub fn next_at(&self) -> Option<Minute> {
        self.agenda.last().map(|&(at, _)| at)
    }

    /// Takes the next task that is due before `until`.
    pub fn take_due(&mut self, until: Minute) -> Option<(Minute, Task)> {
        if self.next_at()? < until { self.agenda.pop() } else { None }
    }

    /// The state on one platform.
    #[must_use]
    pub fn side(&self, side: Side) -> &PlatformState {
        &self.on[side as usize]
    }

    /// The state on one platform, to change it.
    pub fn side_mut(&mut self, side: Side) -> &mut PlatformState {
        &mut self.on[side as usize]
    }

    /// What is remembered of entries into a flow.
    #[must_use]
    pub fn memory(&self, flow: Index<FlowMark>) -> Option<&Memory> {
        self.memories.iter().find(|memory| memory.flow == flow)
    }
}

/// What one profile's steps leave behind: facts for the history, requests for the pipeline.
#[derive(Clone, Debug, Default)]
pub struct StepOutput {
    /// Facts, in the order in which they happened.
    pub facts: Vec<Fact>,
    /// Requests, in the order in which they were made.
    pub requests: Vec<Request>,
}

impl StepOutput {
    /// Adds a fact.
    pub fn record(&mut self, at: Minute, profile: u32, kind: FactKind) {
        self.facts.push(Fact { at, profile, kind });
    }

    /// Adds a request.
    pub fn request(&mut self, at: Minute, profile: u32, kind: RequestKind) {
        self.requests.push(Request { at, profile, kind });
    }
}

impl ProfileState {
    /// Changes a consent, tells it, and tells the pipeline. Nothing happens if it is so already.
    pub fn set_consent(
        &mut self,
        at: Minute,
        side: Side,
        channel: Channel,
        state: ConsentState,
        by: Actor,
        output: &mut StepOutput,
    ) {
        let consent = &mut self.on[side as usize].consent[channel as usize];
        if *consent == state {
            return;
        }
        *consent = state;
        output.record(at, self.profile, FactKind::ConsentChanged { side, channel, state, by });
        output.request(at, self.profile, RequestKind::Consent { side, channel, state });
    }

    /// Suppresses the address on a platform for further reasons.
    pub fn suppress(&mut self, at: Minute, side: Side, reasons: Suppressions, by: Actor, output: &mut StepOutput) {
        let before = self.on[side as usize].suppressions;
        let after = before.with(reasons);
        if after == before {
            return;
        }
        self.on[side as usize].suppressions = after;
        output.record(at, self.profile, FactKind::Suppressed { side, reasons, by });
        output.request(at, self.profile, RequestKind::Suppressed { side, reasons: after });
    }

    /// Lifts all suppressions of the address on a platform.
    pub fn lift_suppressions(&mut self, at: Minute, side: Side, by: Actor, output: &mut StepOutput) {
        if self.on[side as usize].suppressions.is_empty() {
            return;
        }
        self.on[side as usize].suppressions = Suppressions::default();
        output.record(at, self.profile, FactKind::SuppressionLifted { side, by });
        output.request(at, self.profile, RequestKind::Suppressed { side, reasons: Suppressions::default() });
    }
}
