//! `population` and `identity`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::edits::ListOrEdits;
use crate::scenario::text::{Count, Length, RatioText};
use crate::yaml::field::{Field, Named};

/// Who the people are: one of the two.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Population {
    /// Invented people.
    pub(crate) synthetic: Option<Field<Synthetic>>,
    /// Exports of real systems.
    #[schemars(with = "Option<ListOrEdits<Export, Export>>")]
    pub(crate) exports: Option<Field<Vec<Field<Export>>>>,
}

/// An export of a real system.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Export {
    /// The file, relative to the scenario.
    pub(crate) file: Field<String>,
    /// The built-in mapping of its headers: `shopify`, `klaviyo` or `generic`.
    pub(crate) format: Field<String>,
    /// Headers and the fields they hold, beside or instead of the mapping's own, such as `E-mailadres: email`.
    pub(crate) columns: Option<Field<Named<String>>>,
}

/// Invented people, as ratios and weights.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Synthetic {
    /// How many records there are.
    pub(crate) profiles: Field<Count>,
    /// Share known at the source before day 0; the others sign up during the rehearsal. Default 1.
    pub(crate) existing: Option<Field<RatioText>>,
    /// Share of the records that repeat an earlier person. Default 0.
    pub(crate) duplicates: Option<Field<RatioText>>,
    /// Share of the duplicates with the same e-mail address. Default 1/2.
    pub(crate) duplicates_same_email: Option<Field<RatioText>>,
    /// Share of the duplicates with the same customer id; the others have an id of their own. Default 0.
    pub(crate) duplicates_same_customer_id: Option<Field<RatioText>>,
    /// Weights of places: nl, be, de, fr, uk, us. Default: nl only.
    pub(crate) locales: Option<Field<Named<Count>>>,
    /// Weights of mail domains.
    pub(crate) mailboxes: Option<Field<Named<Count>>>,
    /// When people became customers, before day 0.
    pub(crate) created: Option<Field<Created>>,
    /// Weights of e-mail consent.
    pub(crate) email_consent: Option<Field<ConsentWeights>>,
    /// Weights of text-message consent.
    pub(crate) sms_consent: Option<Field<ConsentWeights>>,
    /// Shares of people who must not be mailed.
    pub(crate) suppressed: Option<Field<Suppressed>>,
    /// Weights of the last open: within 30 days, 90 days, a year, never.
    pub(crate) engagement: Option<Field<Engagement>>,
    /// Share that has ordered. Default 1/2.
    pub(crate) ordered: Option<Field<RatioText>>,
    /// Orders of a person who has ordered, at most. Default 10.
    pub(crate) orders_max: Option<Field<Count>>,
    /// Share with a phone number. Default 1/2.
    pub(crate) phone: Option<Field<RatioText>>,
    /// Share with a known birthday. Default 1/4.
    pub(crate) birthday: Option<Field<RatioText>>,
    /// How records are dirtied. Default: not at all.
    pub(crate) dirt: Option<Field<Dirt>>,
}

/// A span of days before day 0.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Created {
    /// The longest ago. Default 2000d.
    pub(crate) oldest: Option<Field<Length>>,
    /// The shortest ago. Default 1d.
    pub(crate) newest: Option<Field<Length>>,
}

/// Weights of the states of consent.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ConsentWeights {
    /// Said yes.
    pub(crate) subscribed: Option<Field<Count>>,
    /// Said no, or withdrew.
    pub(crate) unsubscribed: Option<Field<Count>>,
    /// Never said anything.
    pub(crate) never: Option<Field<Count>>,
    /// Asked for a double opt-in that was never confirmed.
    pub(crate) unconfirmed: Option<Field<Count>>,
}

/// Shares of people who must not be mailed, by reason.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Suppressed {
    /// The address bounced for good.
    pub(crate) bounced: Option<Field<RatioText>>,
    /// The person reported a mail as spam.
    pub(crate) complained: Option<Field<RatioText>>,
    /// The person unsubscribed from everything.
    pub(crate) unsubscribed: Option<Field<RatioText>>,
    /// Somebody blocked the address by hand.
    pub(crate) blocked: Option<Field<RatioText>>,
}

/// Weights of the last open.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Engagement {
    /// Opened in the last 30 days.
    #[serde(rename = "30d")]
    pub(crate) days_30: Option<Field<Count>>,
    /// Opened in the last 90 days, but not in the last 30.
    #[serde(rename = "90d")]
    pub(crate) days_90: Option<Field<Count>>,
    /// Opened in the last year, but not in the last 90 days.
    #[serde(rename = "365d")]
    pub(crate) days_365: Option<Field<Count>>,
    /// Opened longer ago, or never.
    pub(crate) never: Option<Field<Count>>,
}

/// How records are dirtied, as shares.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Dirt {
    /// The address is written in capitals.
    pub(crate) upper_case: Option<Field<RatioText>>,
    /// The address has blanks around it.
    pub(crate) blanks: Option<Field<RatioText>>,
    /// The domain has a typing error.
    pub(crate) typo_domain: Option<Field<RatioText>>,
    /// There is no address.
    pub(crate) missing_email: Option<Field<RatioText>>,
    /// Share of the people who have the mailbox of an earlier person: two people, one address.
    pub(crate) shared_mailbox: Option<Field<RatioText>>,
}

/// What counts as one profile, and as one person.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Identity {
    /// The key of the target: rows with the same key become one profile. Default email.
    pub(crate) key: Option<Field<KeyName>>,
    /// What else shows that two profiles are one person. Default: email.
    #[serde(rename = "match")]
    pub(crate) matches: Option<Field<Vec<Field<MatchName>>>>,
}

/// An identifier of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum KeyName {
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// The customer's id in the source.
    CustomerId,
}

/// What shows that two profiles are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MatchName {
    /// The same e-mail address.
    Email,
    /// The same phone number.
    Phone,
    /// The same customer's id in the source.
    CustomerId,
    /// Dedupe believes it, from all that the records hold of a person.
    Evidence,
}
