//! The words for the closed lists that facts hold.
//!
//! Owns: one word for each value, as logs write it. A value without a word does not compile.

use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::{
    Actor, AttemptOutcome, DeferReason, ExitReason, NoEntryReason, Recognised, RowSkip, SkipReason, Unheard,
    UnsubscribeLoss,
};
use rehearsal_core::ids::Side;

/// A value of a closed list.
pub(super) trait Word: Copy + 'static {
    /// Every value.
    const ALL: &'static [Self];

    /// Its word.
    fn word(self) -> &'static str;
}

/// Words of lists whose values are plain names. The match makes sure that no value is forgotten.
macro_rules! words {
    ($($list:ty { $($value:ident $word:literal),+ })+) => { $(
        impl Word for $list {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word),+
                }
            }
        }
    )+ };
}

words! {
    Actor {
        Import "import", Replay "replay", Person "person", Sync "sync", Flow "flow", Provider "provider",
        Calendar "calendar"
    }
    NoEntryReason {
        Held "held", Filter "filter", Reentry "re-entry", TooOld "too-old", SilentDoor "silent-door"
    }
    ExitReason { End "end", Goal "goal", Unmailable "unmailable" }
    SkipReason {
        Held "held", NoAddress "no-address", NoConsent "no-consent", Suppressed "suppressed",
        FrequencyCap "frequency-cap", OverCap "over-cap"
    }
    DeferReason { QuietHours "quiet-hours", Ramp "ramp" }
    RowSkip { NoKey "no-key", NoCohort "no-cohort", AfterTheEnd "after-the-end" }
    Recognised { Key "key", Evidence "evidence" }
    Unheard { PlatformOff "platform-off", NotThere "not-there" }
    UnsubscribeLoss { PlatformOff "platform-off", NotThere "not-there", AlreadySo "already-so" }
}

impl Word for Side {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.name()
    }
}

impl Word for Channel {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.name()
    }
}

impl Word for ConsentState {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.name()
    }
}

impl Word for AttemptOutcome {
    const ALL: &'static [Self] =
        &[Self::Accepted, Self::Refused, Self::TimedOut { applied: false }, Self::TimedOut { applied: true }];

    fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::TimedOut { applied: false } => "timed-out",
            Self::TimedOut { applied: true } => "timed-out-applied",
        }
    }
}
