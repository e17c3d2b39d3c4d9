//! What the import is asked to do, and what its door does by itself.

use crate::condition::Predicate;
use crate::ids::{EventMark, Index, ListMark, PropertyMark};
use crate::ratio::Ratio;
use crate::time::Minute;

/// What a door does with consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorConsent {
    /// Leaves it as it is on the platform.
    Leaves,
    /// Sets what the row states, also a no.
    Sets,
    /// Makes everybody in it a subscriber, whatever the row states.
    Subscribes,
}

/// A way in which a record or an event enters a platform, with the flags of the call already applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The id in the catalogue, such as `csv-list-upload`.
    pub id: String,
    /// The name to print, such as `CSV upload to a list`.
    pub name: String,
    /// Where the facts come from.
    pub source: String,
    /// The flags of the call that are set, such as `historical_import`.
    pub guards: Vec<String>,
    /// The flag that would keep this door from firing flows, if it has one that is not set.
    pub guard_available: Option<String>,
    /// Whether it adds profiles to the import's list.
    pub adds_to_list: bool,
    /// Whether flows see what comes through it.
    pub fires_flows: bool,
    /// What it does with consent.
    pub consent: DoorConsent,
    /// Whether it lifts suppressions of the people in it.
    pub clears_suppressions: bool,
    /// Whether sending the same row again changes nothing.
    pub is_idempotent: bool,
    /// Whether adding somebody to a list on whom it has them already counts as joining it anew.
    pub rejoins_list: bool,
    /// Rows in one call, at most; at least 1.
    pub rows_per_call_max: u32,
    /// Calls in one minute, at most; at least 1.
    pub calls_per_minute_max: u32,
}

/// A property set by the import and cleared at release, which flows filter on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Which property; a yes-or-no one.
    pub property: Index<PropertyMark>,
    /// When it is cleared on every profile that has it.
    pub release: Minute,
}

/// A set of records that is imported together.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// The name in scenarios and reports.
    pub name: String,
    /// Who is in it; a record belongs to the first cohort whose condition holds.
    pub filter: Predicate,
    /// When its first batch is sent.
    pub from: Minute,
}

/// What the import does with the consent of the rows, where the door allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentHandling {
    /// Carries what the export says.
    AsExported,
    /// Marks everybody as a subscriber: the classic mistake.
    SubscribeAll,
    /// Does not touch consent.
    Leave,
}

/// A replay of past events into the target, so that its conditions have a history to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryReplay {
    /// The door of the events.
    pub door: Door,
    /// Every door that the events could go through instead, as [`ImportPlan::doors_available`].
    pub doors_available: Vec<Door>,
    /// Which event is replayed; one a record, at its last order.
    pub event: Index<EventMark>,
    /// When the replay begins.
    pub from: Minute,
}

/// What can go wrong on the way; every ratio is drawn once for each call or row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faults {
    /// A call is refused with 429 and a Retry-After.
    pub refused: Ratio,
    /// The Retry-After of a refusal, in minutes; at least 1.
    pub retry_after_minutes: i32,
    /// A row of an accepted call fails, and is tried again with the next attempt.
    pub row_failed: Ratio,
    /// A call times out: nobody knows whether its rows were applied.
    pub timed_out: Ratio,
    /// In a call that timed out, the rows had been applied all the same.
    pub timed_out_applied: Ratio,
    /// A call is sent twice.
    pub sent_twice: Ratio,
    /// A row loses the migration flag on the way.
    pub flag_lost: Ratio,
    /// A row is acknowledged but never lands.
    pub dropped: Ratio,
    /// How often a call is tried before its rows are given up; at least 1.
    pub attempts_max: u32,
}

impl Faults {
    /// No call fails and no row is lost.
    pub const NONE: Self = Self {
        refused: Ratio::ZERO,
        retry_after_minutes: 1,
        row_failed: Ratio::ZERO,
        timed_out: Ratio::ZERO,
        timed_out_applied: Ratio::ZERO,
        sent_twice: Ratio::ZERO,
        flag_lost: Ratio::ZERO,
        dropped: Ratio::ZERO,
        attempts_max: 5,
    };
}

/// The bulk import of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportPlan {
    /// The door of the profiles.
    pub door: Door,
    /// Every door that the profiles could go through instead: those of the platform, each also with one flag of the call
    /// more.
    pub doors_available: Vec<Door>,
    /// The list that rows are added to, if any.
    pub list: Option<Index<ListMark>>,
    /// The migration flag, if any.
    pub flag: Option<Flag>,
    /// At least one.
    pub cohorts: Vec<Cohort>,
    /// What happens to consent.
    pub consent: ConsentHandling,
    /// When the source's suppressions are loaded into the target; `None` if nobody thought of it.
    pub suppressions_at: Option<Minute>,
    /// Past events that are replayed, if any.
    pub history: Option<HistoryReplay>,
    /// When the first batch of a second run of the same rows is sent, if there is one; past events are not replayed
    /// again.
    pub again: Option<Minute>,
    /// What goes wrong.
    pub faults: Faults,
}
