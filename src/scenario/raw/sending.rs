//! `sending`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scenario::text::{AdvanceText, CapText, Count, HoursText, InstantText, Length, OverflowText, TailText};
use crate::yaml::field::{Field, ListOr, Named, TextOr};

/// Everything that stands between a journey and a mailbox.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Sending {
    /// The IP or domain pools. Default: `source`, warm, and `target`, with `ramp` if that is given.
    pub(crate) pools: Option<Field<Named<Pool>>>,
    /// The pool that the source sends from.
    pub(crate) source_pool: Option<Field<String>>,
    /// The pool that the target sends from.
    pub(crate) target_pool: Option<Field<String>>,
    /// The warm-up schedule of the target's pool.
    pub(crate) ramp: Option<Field<Ramp>>,
    /// At most so many marketing messages to one profile.
    pub(crate) caps: Option<Field<Channels<CapText>>>,
    /// Hours in which nothing leaves.
    pub(crate) quiet_hours: Option<Field<Channels<TextOr<HoursText, QuietHours>>>>,
    /// A message that waits longer expires. Default 72h.
    pub(crate) expires: Option<Field<Length>>,
    /// Until when all sending of a platform is held.
    pub(crate) hold: Option<Field<Hold>>,
}

/// Something for each channel.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Channels<T> {
    /// E-mail.
    pub(crate) email: Option<Field<T>>,
    /// Text messages.
    pub(crate) sms: Option<Field<T>>,
}

/// A pool.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Pool {
    /// Its warm-up schedule. Default: it is warm.
    pub(crate) ramp: Option<Field<Ramp>>,
}

/// A warm-up schedule: a preset of the catalogue, or an own table.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Ramp {
    /// The id of a preset in the catalogue.
    pub(crate) preset: Option<Field<String>>,
    /// Messages a day, one number for each day.
    pub(crate) per_day: Option<Field<Vec<Field<Count>>>>,
    /// Messages an hour, one number for each row.
    pub(crate) per_hour: Option<Field<Vec<Field<Count>>>>,
    /// What follows the last number. Default last.
    pub(crate) tail: Option<Field<TailText>>,
    /// What moves the schedule on. Default calendar.
    pub(crate) advance: Option<Field<AdvanceText>>,
    /// What happens to a message above the cap. Default hold.
    pub(crate) overflow: Option<Field<OverflowText>>,
    /// The day on which the schedule begins. Default day 0.
    pub(crate) start: Option<Field<InstantText>>,
    /// Caps of single mailbox providers, beside the total.
    pub(crate) providers: Option<Field<Named<ListOr<Count, CapTable>>>>,
}

/// The caps of one provider.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct CapTable {
    /// Messages a day, one number for each day.
    pub(crate) per_day: Option<Field<Vec<Field<Count>>>>,
    /// Messages an hour, one number for each row.
    pub(crate) per_hour: Option<Field<Vec<Field<Count>>>>,
    /// What follows the last number. Default: as the whole schedule.
    pub(crate) tail: Option<Field<TailText>>,
}

/// Hours in which nothing leaves, and whose hours they are.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct QuietHours {
    /// From and until.
    pub(crate) hours: Field<HoursText>,
    /// Which clock. Default recipient.
    pub(crate) clock: Option<Field<ClockName>>,
}

/// Whose clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClockName {
    /// The recipient's own.
    Recipient,
    /// The scenario's, for everybody.
    Account,
    /// The scenario's offset on day 0, without daylight-saving time.
    FixedOffset,
}

/// Until when sending is held.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Hold {
    /// The old platform.
    pub(crate) source: Option<Field<InstantText>>,
    /// The new platform.
    pub(crate) target: Option<Field<InstantText>>,
}
