//! Why things happen to a profile.
//!
//! Owns: who brought something about, and the reasons that facts give.

/// Who or what brought something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Actor {
    /// The bulk import of profiles.
    Import = 0,
    /// The replay of past events.
    Replay = 1,
    /// The person: a sign-up, an order, an unsubscribe link.
    Person = 2,
    /// The synchronisation between the platforms.
    Sync = 3,
    /// A step of a flow.
    Flow = 4,
    /// A mailbox provider: a bounce, a complaint.
    Provider = 5,
    /// The calendar: a birthday, a schedule, a release.
    Calendar = 6,
}

/// Why somebody did not enter a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum NoEntryReason {
    /// The flow was not live.
    Held = 0,
    /// The entry filter did not hold.
    Filter = 1,
    /// The re-entry rule did not allow it.
    Reentry = 2,
    /// The event was too old on arrival.
    TooOld = 3,
    /// The door was silent: flows did not see it.
    SilentDoor = 4,
}

/// Why an enrolment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitReason {
    /// It reached the end.
    End = 0,
    /// It reached the goal.
    Goal = 1,
    /// The person could not be mailed, and the platform ends the flow then.
    Unmailable = 2,
}

/// Why a message was not sent at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SkipReason {
    /// The flow or the platform was held or switched off.
    Held = 0,
    /// No address or number.
    NoAddress = 1,
    /// No consent.
    NoConsent = 2,
    /// Suppressed.
    Suppressed = 3,
    /// The frequency cap.
    FrequencyCap = 4,
    /// Above the ramp's cap, and the overflow rule drops it.
    OverCap = 5,
}

/// Why a message waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DeferReason {
    /// Quiet hours.
    QuietHours = 0,
    /// The ramp's cap was used up.
    Ramp = 1,
}

/// Why a row was not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum RowSkip {
    /// It has no value for the platform's key.
    NoKey = 0,
    /// It is in no cohort.
    NoCohort = 1,
    /// Its cohort's batch lies after the end of the rehearsal.
    AfterTheEnd = 2,
}

/// By what two profiles are recognised as one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Recognised {
    /// An exact key: e-mail address, phone number, customer id.
    Key = 0,
    /// What dedupe makes of all that the records hold.
    Evidence = 1,
}

/// Why a platform did not hear of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Unheard {
    /// The platform was not live.
    PlatformOff = 0,
    /// The platform has no profile of the person.
    NotThere = 1,
}

/// Why an unsubscribe changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum UnsubscribeLoss {
    /// The platform was not live: the link in an old mail is dead.
    PlatformOff = 0,
    /// The platform has no profile of the person.
    NotThere = 1,
    /// The person had unsubscribed there before.
    AlreadySo = 2,
}

/// What came back from one attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// Accepted; single rows can still fail.
    Accepted,
    /// Refused with 429: nothing was applied.
    Refused,
    /// Timed out: the caller does not know, we do.
    TimedOut {
        /// Whether the rows were applied.
        applied: bool,
    },
}
