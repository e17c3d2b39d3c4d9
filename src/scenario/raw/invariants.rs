//! `invariants`.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scenario::text::{Count, InstantText};
use crate::yaml::field::{Field, Named, TextOr};

/// What must hold: invariants of the registry by name, and custom ones under `custom`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Invariants {
    /// Invariants of the registry.
    pub(crate) registered: Vec<(Field<String>, Field<Judging>)>,
    /// Custom ones.
    pub(crate) custom: Option<Field<Named<CustomClaim>>>,
}

/// How an invariant of the registry is judged, as written.
pub(crate) type Judging = TextOr<Mode, Parameters>;

/// How an invariant of the registry is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Mode {
    /// As usual.
    Always,
    /// Not at all.
    Off,
    /// A violation is only a warning.
    Warn,
}

/// An invariant of the registry with parameters.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Parameters {
    /// By when it must hold. Default: the end of the rehearsal.
    pub(crate) by: Option<Field<InstantText>>,
    /// How many violations are tolerated. Default 0.
    pub(crate) tolerance: Option<Field<Count>>,
    /// Whether a violation is only a warning. Default false.
    pub(crate) warn: Option<Field<bool>>,
}

/// A custom invariant over sends: one of the two.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct CustomClaim {
    /// No send may fulfil this condition.
    pub(crate) never: Option<Field<String>>,
    /// Every send must fulfil this condition.
    pub(crate) always: Option<Field<String>>,
}

impl<'de> Deserialize<'de> for Invariants {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Invariants;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of invariants")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Invariants, A::Error> {
                let mut invariants = Invariants::default();
                while let Some(name) = map.next_key::<Field<String>>()? {
                    if name.get().is_some_and(|name| name == "custom") {
                        invariants.custom = Some(map.next_value()?);
                    } else {
                        let how = map.next_value()?;
                        invariants.registered.push((name, how));
                    }
                }
                Ok(invariants)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl Serialize for Invariants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_map(None)?;
        for (name, how) in &self.registered {
            if let Some(name) = name.get() {
                entries.serialize_entry(name, how)?;
            }
        }
        if let Some(custom) = &self.custom {
            entries.serialize_entry("custom", custom)?;
        }
        entries.end()
    }
}

impl JsonSchema for Invariants {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Invariants".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let how = generator.subschema_for::<TextOr<Mode, Parameters>>();
        let custom = generator.subschema_for::<Named<CustomClaim>>();
        let known: serde_json::Map<String, serde_json::Value> = crate::scenario::check::invariant_names()
            .into_iter()
            .map(|name| (name.to_owned(), how.clone().to_value()))
            .chain([("custom".to_owned(), custom.to_value())])
            .collect();
        schemars::json_schema!({
            "description": "What must hold: invariants of the registry by name, and custom ones under `custom`.",
            "type": "object",
            "properties": known,
            "additionalProperties": false
        })
    }
}
