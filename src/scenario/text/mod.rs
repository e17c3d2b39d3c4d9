//! Values that a scenario writes as short texts: lengths, instants, ratios, schedules.
//!
//! Owns: their grammar, messages and JSON Schema; each is a newtype that parses and prints itself. Deliberately knows no calendar: an
//! instant stays a day or a date until `check` has the scenario's zone.

mod class;
mod number;
mod sending;
mod time;

pub(crate) use class::ClassText;
pub(crate) use number::{Count, MoneyRange, RatioText, SeedText};
pub(crate) use sending::{AdvanceText, CapText, OverflowText, TailText};
pub(crate) use time::{
    CivilDate, FeedText, HoursText, InstantOrNever, InstantText, Length, LengthOrUnlimited, LengthRange, ReentryText,
    TimeOfDay,
};

/// Lets a type with a `parse(&str) -> Result<Self, String>` and a `Display` in the same grammar be read, written and
/// described. The error may hold a line end: what
/// follows it is the hint.
macro_rules! text_value {
    ($name:ident, $expected:literal, $types:tt, $pattern:literal, $($example:literal),+) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::parse(text.trim()).map_err(|reason| {
                            if reason.is_empty() {
                                E::custom(format!(concat!("expected ", $expected, ", found `{}`"), text))
                            } else {
                                E::custom(reason)
                            }
                        })
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let text = self.to_string();
                if $crate::scenario::text::is_text!($types) {
                    serializer.serialize_str(&text)
                } else {
                    serializer.serialize_newtype_struct($crate::yaml::write::serialize::PLAIN, &text)
                }
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": $expected, "type": $types, "pattern": $pattern, "examples": [$($example),+]
                })
            }
        }
    };
}
use text_value;

/// Whether values of these JSON types are only texts: others keep their form without quotes.
macro_rules! is_text {
    ("string") => {
        true
    };
    ([$($other:literal),+]) => {
        false
    };
}
use is_text;
