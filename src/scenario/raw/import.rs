//! `import` and `faults`.

use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::edits::ListOrEdits;
use crate::scenario::text::{Count, InstantOrNever, InstantText, Length, RatioText};
use crate::yaml::field::{Field, Named, TextOr};
use crate::yaml::write::serialize::Plain;

/// The bulk import into the target.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Import {
    /// The door of the target platform that the records go through: an id of the catalogue, or a map with `id` and the
    /// flags of the call.
    pub(crate) door: Option<Field<TextOr<String, Door>>>,
    /// The list that rows are added to.
    pub(crate) list: Option<Field<String>>,
    /// The migration flag, which flows can filter on.
    pub(crate) flag: Option<Field<Flag>>,
    /// Sets of records that are imported together. Default: everybody, from day 0 09:00.
    #[schemars(with = "Option<ListOrEdits<Cohort, Cohort>>")]
    pub(crate) cohorts: Option<Field<Vec<Field<Cohort>>>>,
    /// What happens to consent. Default as-exported.
    pub(crate) consent: Option<Field<ConsentName>>,
    /// When the suppression list is loaded, or `never`. Default day 0 00:00.
    pub(crate) suppressions: Option<Field<InstantOrNever>>,
    /// A replay of past orders.
    pub(crate) history: Option<Field<History>>,
    /// When the first batch of a second run of the same rows is sent, or `never`. Default never.
    pub(crate) again: Option<Field<InstantOrNever>>,
}

/// A door with the flags of its call, such as `{id: subscribe-job, historical-import: true}`.
#[derive(Clone, Debug)]
pub(crate) struct Door(pub(crate) Named<String>);

impl<'de> Deserialize<'de> for Door {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Named::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Door {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_map(None)?;
        for (key, _, value, _) in self.0.iter() {
            if key == "id" {
                entries.serialize_entry(key, value)?;
            } else {
                entries.serialize_entry(key, &Plain(value))?;
            }
        }
        entries.end()
    }
}

impl JsonSchema for Door {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Door".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A door of the catalogue by its id, and flags of the call.",
            "type": "object",
            "properties": {"id": {"type": "string"}},
            "required": ["id"],
            "additionalProperties": {"type": "boolean"}
        })
    }
}

/// A property set by the import and cleared at release.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Flag {
    /// A declared property of kind bool.
    pub(crate) property: Field<String>,
    /// When it is cleared; `never` if nobody thought of it.
    pub(crate) release: Field<InstantOrNever>,
}

/// A set of records that is imported together.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Cohort {
    /// The name in reports.
    pub(crate) name: Field<String>,
    /// Who is in it, a condition; a record belongs to the first cohort whose condition holds. Default: everybody.
    #[serde(rename = "where")]
    pub(crate) filter: Option<Field<String>>,
    /// When its first batch is sent.
    pub(crate) from: Field<InstantText>,
}

/// What the import does with the consent of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ConsentName {
    /// Carries what the export says.
    AsExported,
    /// Marks everybody as a subscriber.
    SubscribeAll,
    /// Does not touch consent.
    Leave,
}

/// A replay of past orders into the target.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct History {
    /// The door of the events.
    pub(crate) door: Field<TextOr<String, Door>>,
    /// Which event is replayed.
    pub(crate) event: Field<String>,
    /// When the replay begins.
    pub(crate) from: Field<InstantText>,
}

/// What goes wrong during the import; every share is 0 by default.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Faults {
    /// Share of the calls that are refused with 429.
    pub(crate) refused: Option<Field<RatioText>>,
    /// The Retry-After of a refusal. Default 1m.
    pub(crate) retry_after: Option<Field<Length>>,
    /// Share of the rows of an accepted call that fail, and are tried again.
    pub(crate) row_failed: Option<Field<RatioText>>,
    /// Share of the calls that time out.
    pub(crate) timed_out: Option<Field<RatioText>>,
    /// Share of the timed-out calls whose rows were applied all the same.
    pub(crate) timed_out_applied: Option<Field<RatioText>>,
    /// Share of the calls that are sent twice.
    pub(crate) sent_twice: Option<Field<RatioText>>,
    /// Share of the rows that lose the migration flag on the way.
    pub(crate) flag_lost: Option<Field<RatioText>>,
    /// Share of the rows that are acknowledged but never land.
    pub(crate) dropped: Option<Field<RatioText>>,
    /// How often a call is tried before its rows are given up. Default 5.
    pub(crate) attempts_max: Option<Field<Count>>,
}
