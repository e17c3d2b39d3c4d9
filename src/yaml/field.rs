//! The building blocks of raw structs: values with places, free keys, and forms that can be written in two ways.
//!
//! Owns: [`Field`], [`Named`], [`TextOr`], [`ListOr`], how each is written, and how it looks in the JSON Schema. Deliberately no `untagged`
//! and no `flatten`: serde buffers both, and places would be lost.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::read::{FIELD, KIND};
use crate::diagnostics::Place;

/// A value with its place. A value that could not be read is reported once, here, and is then missing; so the rest of
/// the file is still read and checked.
#[derive(Clone, Debug)]
pub(crate) struct Field<T> {
    /// Where it is written; of a missing key, the map that misses it.
    pub(crate) place: Place,
    /// What it is; `None` if that was a problem.
    pub(crate) value: Option<T>,
}

impl<T> Field<T> {
    /// What it is, if it could be read.
    pub(crate) fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Field<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Field<T>, A::Error> {
                let mut number = || parts.next_element::<usize>().map(Option::unwrap_or_default);
                let (source, start, end) = (number()?, number()?, number()?);
                Ok(Field { place: Place { source, span: start..end }, value: parts.next_element()? })
            }
        }
        deserializer.deserialize_newtype_struct(FIELD, Parts(PhantomData))
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T> From<T> for Field<T> {
    /// A value of a program, which has no place in a file.
    fn from(value: T) -> Self {
        Self { place: Place { source: 0, span: 0..0 }, value: Some(value) }
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A map whose keys are free, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Named<T>(pub(crate) Vec<(Field<String>, Field<T>)>);

impl<T> Named<T> {
    /// The entries whose key and value could be read: name, its place, value, its place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Place, &T, &Place)> {
        self.0.iter().filter_map(|(key, value)| Some((key.get()?.as_str(), &key.place, value.get()?, &value.place)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Named<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    all.push(entry);
                }
                Ok(Named(all))
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, _, value, _)| (key, value)))
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let values = generator.subschema_for::<T>();
        json_schema!({"type": "object", "additionalProperties": values})
    }
}

/// Something with a short form, a single value, and a long one.
#[derive(Clone, Debug)]
pub(crate) enum TextOr<A, B> {
    /// The short form.
    Text(A),
    /// The long form.
    Other(B),
}

/// Something with a short form, a list, and a long one.
#[derive(Clone, Debug)]
pub(crate) enum ListOr<A, B> {
    /// The short form.
    List(Vec<Field<A>>),
    /// The long form.
    Other(B),
}

/// Reads the variant name that says what a node is, then hands the node to one of two readers.
struct ByKind<F, A, B>(F, PhantomData<(A, B)>);

impl<'de, F, A, B, O> Visitor<'de> for ByKind<F, A, B>
where
    F: FnOnce(&str) -> Branch<A, B, O>,
    A: Deserialize<'de>,
    B: Deserialize<'de>,
{
    type Value = O;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_enum<E: de::EnumAccess<'de>>(self, access: E) -> Result<O, E::Error> {
        let (kind, node): (String, E::Variant) = access.variant()?;
        match (self.0)(&kind) {
            Branch::First(wrap) => node.newtype_variant::<A>().map(wrap),
            Branch::Second(wrap) => node.newtype_variant::<B>().map(wrap),
        }
    }
}

enum Branch<A, B, O> {
    First(fn(A) -> O),
    Second(fn(B) -> O),
}

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Deserialize<'de> for TextOr<A, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let choose = |kind: &str| {
            if matches!(kind, "text" | "nothing") { Branch::First(Self::Text) } else { Branch::Second(Self::Other) }
        };
        deserializer.deserialize_enum(KIND, &[], ByKind(choose, PhantomData))
    }
}

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Deserialize<'de> for ListOr<A, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let choose = |kind: &str| {
            if kind == "list" { Branch::First(Self::List) } else { Branch::Second(Self::Other) }
        };
        deserializer.deserialize_enum(KIND, &[], ByKind(choose, PhantomData))
    }
}

impl<A: Serialize, B: Serialize> Serialize for TextOr<A, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(short) => short.serialize(serializer),
            Self::Other(long) => long.serialize(serializer),
        }
    }
}

impl<A: Serialize, B: Serialize> Serialize for ListOr<A, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::List(short) => short.serialize(serializer),
            Self::Other(long) => long.serialize(serializer),
        }
    }
}

impl<A: JsonSchema, B: JsonSchema> JsonSchema for TextOr<A, B> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}Or{}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (short, long) = (generator.subschema_for::<A>(), generator.subschema_for::<B>());
        json_schema!({"anyOf": [short, long]})
    }
}

impl<A: JsonSchema, B: JsonSchema> JsonSchema for ListOr<A, B> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("ListOf{}Or{}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (item, long) = (generator.subschema_for::<A>(), generator.subschema_for::<B>());
        json_schema!({"anyOf": [{"type": "array", "items": item}, long]})
    }
}
