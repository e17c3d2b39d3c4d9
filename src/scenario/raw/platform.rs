//! `target` and `source`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scenario::text::{InstantOrNever, LengthOrUnlimited};
use crate::yaml::field::Field;

/// A platform, with the switches that differ from the catalogue.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Platform {
    /// The id in the catalogue, such as `klaviyo`.
    pub(crate) platform: Field<String>,
    /// Journeys run and mail leaves from here on. Default: from the beginning; `never` for one that is not live.
    pub(crate) live_from: Option<Field<InstantOrNever>>,
    /// Journeys run and mail leaves until here. Default for the source: day 0; for the target: `never`, to the end.
    pub(crate) live_until: Option<Field<InstantOrNever>>,
    /// Whether marketing mail also goes to people who never said anything.
    pub(crate) mails_never_subscribed: Option<Field<bool>>,
    /// Whether a person who must not be mailed leaves the flow at the message.
    pub(crate) leaves_flow_when_skipped: Option<Field<bool>>,
    /// Events that happened longer ago than this start no flow; `unlimited` where age does not matter.
    pub(crate) event_age_max: Option<Field<LengthOrUnlimited>>,
    /// Whether a profile enters a list-triggered flow only once, ever.
    pub(crate) list_flows_once: Option<Field<bool>>,
}
