//! `events`, `integrations`, `properties`, `behaviour` and `unsubscribes`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scenario::text::{Count, FeedText, Length, LengthRange, MoneyRange, RatioText};
use crate::yaml::field::{Field, Named};

/// What a custom property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PropertyKind {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    String,
    /// An instant.
    Timestamp,
}

/// An event of the event map.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Event {
    /// The integration that it comes from. Default: it reaches both platforms in real time.
    pub(crate) from: Option<Field<String>>,
    /// `order` if it counts as an order.
    pub(crate) counts_as: Option<Field<CountsAs>>,
    /// The money that comes with it.
    pub(crate) value: Option<Field<MoneyRange>>,
}

/// What an event counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CountsAs {
    /// Updates last order, number of orders and money spent.
    Order,
}

/// A system that events come from.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Integration {
    /// How it is connected to the target. Default native.
    pub(crate) kind: Option<Field<IntegrationKind>>,
    /// How its data reaches the target. Default real-time.
    pub(crate) feed: Option<Field<FeedText>>,
    /// How its data reaches the source. Default real-time.
    pub(crate) source_feed: Option<Field<FeedText>>,
}

/// How a system is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum IntegrationKind {
    /// By an integration of the platform.
    Native,
    /// By code of one's own.
    Custom,
    /// Not at all: its data never arrives on the target.
    Missing,
}

/// What people do while the migration runs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Behaviour {
    /// The probability of each event, for a profile on a day.
    pub(crate) events: Option<Field<Named<RatioText>>>,
    /// The probability of unsubscribing, for a profile on a day.
    pub(crate) unsubscribes: Option<Field<UnsubscribeRates>>,
    /// New people.
    pub(crate) sign_ups: Option<Field<SignUps>>,
    /// What people do with a mail: assumptions, which the report repeats.
    pub(crate) response: Option<Field<Response>>,
}

/// Rates of unsubscribing, by platform.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct UnsubscribeRates {
    /// On the old platform. Default 0.
    pub(crate) source: Option<Field<RatioText>>,
    /// On the new platform. Default 0.
    pub(crate) target: Option<Field<RatioText>>,
}

/// New people on the target.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SignUps {
    /// How many a day.
    pub(crate) per_day: Field<Count>,
    /// The list they join.
    pub(crate) list: Option<Field<String>>,
}

/// What people do with a mail.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Response {
    /// Share that opens. Default 0.
    pub(crate) open: Option<Field<RatioText>>,
    /// Share of the openers that clicks. Default 0.
    pub(crate) click: Option<Field<RatioText>>,
    /// Share that unsubscribes. Default 0.
    pub(crate) unsubscribe: Option<Field<RatioText>>,
    /// Share that complains. Default 0.
    pub(crate) complain: Option<Field<RatioText>>,
    /// Share whose address bounces for good. Default 0.
    pub(crate) bounce: Option<Field<RatioText>>,
    /// How long after the send. Default 30m..2d.
    pub(crate) after: Option<Field<LengthRange>>,
}

/// How unsubscribes on one platform reach the other.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Unsubscribes {
    /// From the old platform to the new one. Default real-time.
    pub(crate) source_to_target: Option<Field<FeedText>>,
    /// From the new platform to the old one. Default real-time.
    pub(crate) target_to_source: Option<Field<FeedText>>,
    /// How long an unsubscribe may take to be honoured on both. Default 2d.
    pub(crate) honoured_within: Option<Field<Length>>,
}
