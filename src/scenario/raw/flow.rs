//! `flows`, inline and in files of their own.

use std::fmt;

use rehearsal_core::time;
use schemars::JsonSchema;
use serde::de::{EnumAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scenario::text::{ClassText, InstantOrNever, InstantText, Length, RatioText, ReentryText, TimeOfDay};
use crate::yaml::field::{Field, Named, TextOr};
use crate::yaml::read::KIND;
use crate::yaml::write::serialize::{PLAIN, plain};

/// A journey, or a campaign.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Flow {
    /// The name in reports.
    pub(crate) flow: Field<String>,
    /// What it is for. Invariants go by it, so it is one of a closed list; `other` if none fits.
    pub(crate) class: Field<ClassText>,
    /// The team's own word for what it is for. Default none.
    pub(crate) label: Option<Field<String>>,
    /// The platform on which it runs. Default target.
    pub(crate) platform: Option<Field<SideName>>,
    /// When it is live; `never` for a draft. Default: always.
    pub(crate) live: Option<Field<TextOr<LiveWord, Live>>>,
    /// What starts it.
    pub(crate) trigger: Field<Trigger>,
    /// Who may enter, a condition. Default: everybody.
    pub(crate) entry: Option<Field<String>>,
    /// How often one profile may enter. Default never again.
    pub(crate) re_entry: Option<Field<ReentryText>>,
    /// What ends an enrolment early.
    pub(crate) goal: Option<Field<Goal>>,
    /// What happens, in order.
    pub(crate) steps: Field<Vec<StepForm>>,
}

/// A side of the migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SideName {
    /// The old platform.
    Source,
    /// The new platform.
    Target,
}

/// A step without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StepWord {
    /// The path ends here.
    End,
}

/// Whether a flow is live at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LiveWord {
    /// Not live at all.
    Never,
    /// Live from the beginning to the end.
    Always,
}

/// When a flow is live.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Live {
    /// First live instant. Default: the beginning.
    pub(crate) from: Option<Field<InstantText>>,
    /// First instant that is no longer live. Default: the end.
    pub(crate) until: Option<Field<InstantOrNever>>,
}

/// What starts a flow: exactly one of list, event, at, birthday and by-hand.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Trigger {
    /// A profile is added to this list.
    pub(crate) list: Option<Field<String>>,
    /// This event arrives.
    pub(crate) event: Option<Field<String>>,
    /// Which of these events, a condition. Only with `event`.
    #[serde(rename = "where")]
    pub(crate) filter: Option<Field<String>>,
    /// Events that are older than this on arrival start nothing. Only with `event`.
    pub(crate) within: Option<Field<Length>>,
    /// Once, at this instant, for everybody who passes `entry`: a campaign.
    pub(crate) at: Option<Field<InstantText>>,
    /// The profile's birthday, every year.
    pub(crate) birthday: Option<Field<Birthday>>,
    /// Only by hand: `true`.
    pub(crate) by_hand: Option<Field<bool>>,
}

/// When on or around a birthday.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Birthday {
    /// Days after the day itself; negative for before. Default 0.
    #[schemars(with = "Option<i32>")]
    #[serde(serialize_with = "plain")]
    pub(crate) days_after: Option<Field<String>>,
    /// Time of the profile's local day. Default 09:00.
    pub(crate) time: Option<Field<TimeOfDay>>,
}

/// What ends an enrolment early: one of the two.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Goal {
    /// This event arrives.
    pub(crate) event: Option<Field<String>>,
    /// This condition holds.
    pub(crate) when: Option<Field<String>>,
}

/// A step as written.
pub(crate) type StepForm = Field<TextOr<StepWord, Step>>;

/// One step: exactly one action, and what belongs to it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Step {
    /// A name for this step, which `go-to` can lead to. Alone, it marks the place before the next step.
    pub(crate) id: Option<Field<String>>,
    /// Sends the e-mail of this name.
    pub(crate) email: Option<Field<String>>,
    /// Sends the text message of this name.
    pub(crate) sms: Option<Field<String>>,
    /// What the message is for; the same purpose from both platforms is a double send. Only with `email` and `sms`.
    pub(crate) purpose: Option<Field<String>>,
    /// Whether the message leaves whatever caps and consent say. Only with `email` and `sms`.
    pub(crate) transactional: Option<Field<bool>>,
    /// Waits an elapsed time.
    pub(crate) wait: Option<Field<Length>>,
    /// Waits until a time on the profile's own clock.
    pub(crate) wait_until: Option<Field<WaitUntil>>,
    /// Waits for an event, but not for ever.
    pub(crate) wait_for: Option<Field<Box<WaitFor>>>,
    /// Splits on a condition; the branches are `then` and `else`.
    #[serde(rename = "if")]
    pub(crate) condition: Option<Field<String>>,
    /// The steps if the condition holds. Only with `if`.
    #[serde(rename = "then")]
    pub(crate) holds: Option<Field<Vec<StepForm>>>,
    /// The steps if it does not hold. Only with `if`.
    #[serde(rename = "else")]
    pub(crate) otherwise: Option<Field<Vec<StepForm>>>,
    /// Splits by chance; the shares sum to one.
    pub(crate) random: Option<Field<Vec<Field<RandomArm>>>>,
    /// Sets custom properties; an empty value clears.
    pub(crate) set: Option<Field<Named<Setting>>>,
    /// Adds to this list.
    pub(crate) add_to: Option<Field<String>>,
    /// Removes from this list.
    pub(crate) remove_from: Option<Field<String>>,
    /// Emits this event.
    pub(crate) emit: Option<Field<String>>,
    /// Goes on at the step with this id.
    pub(crate) go_to: Option<Field<String>>,
}

/// A time on the profile's own clock.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WaitUntil {
    /// The time of the day.
    pub(crate) time: Field<TimeOfDay>,
    /// The allowed days. Default: every day.
    pub(crate) weekdays: Option<Field<Vec<Field<Weekday>>>>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The day that is meant.
    pub(crate) const fn read(self) -> time::Weekday {
        match self {
            Self::Monday => time::Weekday::Monday,
            Self::Tuesday => time::Weekday::Tuesday,
            Self::Wednesday => time::Weekday::Wednesday,
            Self::Thursday => time::Weekday::Thursday,
            Self::Friday => time::Weekday::Friday,
            Self::Saturday => time::Weekday::Saturday,
            Self::Sunday => time::Weekday::Sunday,
        }
    }
}

/// A wait for an event.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WaitFor {
    /// Which event.
    pub(crate) event: Field<String>,
    /// How long at most.
    pub(crate) timeout: Field<Length>,
    /// The steps when it arrives.
    pub(crate) then: Option<Field<Vec<StepForm>>>,
    /// The steps when it does not.
    #[serde(rename = "else")]
    pub(crate) otherwise: Option<Field<Vec<StepForm>>>,
}

/// One arm of a random split.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RandomArm {
    /// Its share.
    pub(crate) share: Field<RatioText>,
    /// Its steps; none goes straight on.
    pub(crate) steps: Option<Field<Vec<StepForm>>>,
}

/// The new value of a property; nothing clears it.
#[derive(Clone, Debug)]
pub(crate) struct Setting(pub(crate) Option<String>);

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Choice;
        impl<'de> Visitor<'de> for Choice {
            type Value = Setting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Setting, A::Error> {
                let (kind, node): (String, A::Variant) = access.variant()?;
                if kind == "nothing" {
                    return node.unit_variant().map(|()| Setting(None));
                }
                node.newtype_variant().map(|text| Setting(Some(text)))
            }
        }
        deserializer.deserialize_enum(KIND, &[], Choice)
    }
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            // The form of a value is that of its property, which only the declaration knows.
            Some(value) => serializer.serialize_newtype_struct(PLAIN, value),
            None => serializer.serialize_unit(),
        }
    }
}

impl JsonSchema for Setting {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Setting".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"anyOf": [{"type": ["string", "integer", "boolean"]}, {"const": null}]})
    }
}
