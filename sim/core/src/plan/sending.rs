//! Caps, quiet hours and ramps of the plan.

use crate::consent::Channel;
use crate::ids::{BySide, Index, PoolMark, ProviderMark, Side};
use crate::time::Minute;

/// The window of a ramp's caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// A full hour on the scenario's clock.
    Hour,
    /// A local day on the scenario's clock: 23 or 25 hours long when the clocks change.
    Day,
}

/// What moves a ramp to its next row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// The next row every day, whatever was sent.
    Calendar,
    /// The next row only after a day on which at least this share, in percent, of the cap was sent.
    Volume {
        /// Percent of the cap.
        percent_min: u32,
    },
    /// The next row only after a day with sends.
    SendDay,
}

/// What happens to a send that finds the cap used up. Unused capacity is lost, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// It waits for the next window, in order.
    Hold,
    /// It leaves over another pool, which may have a ramp of its own.
    Spill(Index<PoolMark>),
    /// It is not sent at all.
    Drop,
    /// It is sent all the same: most platforms enforce no ramp, so the plan's caps are only a promise.
    SendAnyway,
}

/// What follows the last row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// The last row stays in force.
    Last,
    /// No cap any more.
    Unlimited,
    /// The cap doubles every so many days.
    DoubleEvery {
        /// At least 1.
        days: u32,
    },
}

/// Caps by row; row 0 is the ramp's first day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapTable {
    /// The cap of each row, in messages a window; at least one row.
    pub rows: Vec<u32>,
    /// What follows the last row.
    pub tail: Tail,
}

/// A warm-up schedule of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ramp {
    /// The preset's id, or `own table`.
    pub name: String,
    /// Where the figures come from.
    pub source: String,
    /// The window of its caps.
    pub window: Window,
    /// The caps of the whole pool.
    pub total: CapTable,
    /// Caps of single providers, beside the total.
    pub providers: Vec<(Index<ProviderMark>, CapTable)>,
    /// The local day on which row 0 is in force.
    pub start_day: i32,
    /// What moves it on.
    pub advance: Advance,
    /// What happens to a send above the cap.
    pub overflow: Overflow,
}

/// An IP or domain pool that mail leaves from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The name in scenarios and reports.
    pub name: String,
    /// Its warm-up schedule; `None` if it is warm.
    pub ramp: Option<Ramp>,
}

/// At most so many marketing messages to one profile in a moving window, on one platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrequencyCap {
    /// E-mail or text message.
    pub channel: Channel,
    /// How many; at least 1.
    pub count: u32,
    /// In how many minutes.
    pub minutes: i32,
}

/// Which clock a platform looks at for quiet hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The recipient's own.
    Recipient,
    /// The scenario's, for everybody.
    Account,
    /// The scenario's offset on day 0, for everybody and for ever: a platform that knows no daylight-saving time.
    FixedOffset,
}

/// Hours in which nothing leaves; a send waits for their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// E-mail or text message.
    pub channel: Channel,
    /// First quiet minute of the day.
    pub from_minute: i32,
    /// First minute that is no longer quiet; smaller than `from_minute` if the night is in between.
    pub until_minute: i32,
    /// The clock of the scenario, or that of the person.
    pub clock: Clock,
}

impl QuietHours {
    /// Whether a minute of the day is quiet.
    #[must_use]
    pub const fn contains(&self, minute_of_day: i32) -> bool {
        if self.from_minute <= self.until_minute {
            self.from_minute <= minute_of_day && minute_of_day < self.until_minute
        } else {
            minute_of_day >= self.from_minute || minute_of_day < self.until_minute
        }
    }
}

/// Everything that stands between an intent and a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendingPlan {
    /// The pools; each side of [`SendingPlan::pool_of`] names one.
    pub pools: Vec<Pool>,
    /// The pool that each platform sends e-mail from, source and target.
    pub pool_of: BySide<Index<PoolMark>>,
    /// Frequency caps, applied by each platform to its own sends.
    pub caps: Vec<FrequencyCap>,
    /// Quiet hours.
    pub quiet_hours: Vec<QuietHours>,
    /// A message that waits longer than this expires, in minutes.
    pub expires_minutes: i32,
    /// Nothing of a held platform leaves before this; for plans that hold all sending. [`Minute::NEVER`] if not held.
    pub held_until: BySide<Minute>,
}

impl SendingPlan {
    /// The pool of a side.
    #[must_use]
    pub fn pool(&self, side: Side) -> Index<PoolMark> {
        self.pool_of[side as usize]
    }
}
