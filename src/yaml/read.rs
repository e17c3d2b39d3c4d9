//! Reads raw structs from a tree, and goes on after a problem.
//!
//! Owns: a serde `Deserializer` over [`Node`] that reports to a [`Problems`]: unknown keys (with a suggestion) and missing
//! keys are reported here, because serde tells the field names of a struct; a value that cannot be read is reported by
//! the [`Field`](super::field::Field) around it. Deliberately checks no meaning: see `check`.

use std::fmt;

use serde::de::value::{StrDeserializer, UsizeDeserializer};
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::node::{Node, Value};
use crate::diagnostics::Problems;
use crate::diagnostics::{closest, suggestion};

/// The newtype name by which [`Field`](super::field::Field) asks for its place.
pub(crate) const FIELD: &str = "$rehearsal::Field";
/// The enum name by which [`TextOr`](super::field::TextOr) and [`ListOr`](super::field::ListOr) ask what a node is.
pub(crate) const KIND: &str = "$rehearsal::Kind";

/// Why a value could not be read. A line end in a custom message separates the fact from the hint.
#[derive(Debug)]
pub(crate) struct ReadError {
    message: String,
    hint: Option<String>,
}

impl ReadError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// Collects the error.
    fn report(self, node: &Node, problems: &Problems) {
        problems.error(&node.place, self.message, self.hint);
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        match text.split_once('\n') {
            Some((message, hint)) => Self { message: message.into(), hint: Some(hint.into()) },
            None => Self::new(text),
        }
    }
}

/// A value to read, and where to report.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'n> {
    /// The value.
    pub(crate) node: &'n Node,
    /// Where problems go.
    pub(crate) problems: &'n Problems,
}

impl<'n> Reader<'n> {
    fn scalar(self, wanted: &str) -> Result<&'n str, ReadError> {
        self.node.text().ok_or_else(|| self.unexpected(wanted))
    }

    fn unexpected(self, wanted: &str) -> ReadError {
        if self.node.is_null() {
            let hint = Some("give it a value, or remove the key".into());
            return ReadError { message: format!("expected {wanted}, but nothing is here"), hint };
        }
        ReadError::new(format!("expected {wanted}, found {}", self.node.kind()))
    }

    fn map(self, wanted: &str) -> Result<&'n [(Node, Node)], ReadError> {
        match &self.node.value {
            Value::Map(entries) => Ok(entries),
            _ => Err(self.unexpected(wanted)),
        }
    }
}

impl<'n, 'de> de::Deserializer<'de> for Reader<'n> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match &self.node.value {
            Value::Scalar { .. } => self.deserialize_str(visitor),
            Value::Seq(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let wanted = Wanted(&visitor).to_string().replace("a string", "a text");
        visitor.visit_str(self.scalar(&wanted)?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.scalar("true or false")? {
            "true" | "True" | "TRUE" => visitor.visit_bool(true),
            "false" | "False" | "FALSE" => visitor.visit_bool(false),
            other => Err(de::Error::custom(format!("expected true or false, found `{other}`"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if name == FIELD {
            return visitor.visit_seq(FieldParts { reader: self, is_missing: false, part: 0 });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match &self.node.value {
            Value::Seq(items) => visitor.visit_seq(Items { rest: items.iter(), problems: self.problems }),
            _ => Err(self.unexpected("a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let entries = self.map("a map")?;
        visitor.visit_map(Entries { rest: entries.iter(), value: None, problems: self.problems })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let entries = self.map("a map")?;
        let mut meant = Vec::new();
        for (key, _) in entries {
            let name = key.text().unwrap_or_default();
            if !fields.contains(&name) {
                let hint = suggestion(name, fields.iter().copied());
                self.problems.error(&key.place, format!("unknown key `{name}`"), hint);
                meant.extend(closest(name, fields.iter().copied()));
            }
        }
        let members = Members { node: self.node, fields: fields.iter(), meant, current: None, problems: self.problems };
        visitor.visit_map(members)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if name == KIND {
            return visitor.visit_enum(NodeKind(self));
        }
        let text = self.scalar(&format!("one of {}", variants.join(", ")))?;
        if variants.contains(&text) {
            return visitor.visit_enum(IntoDeserializer::<ReadError>::into_deserializer(text));
        }
        let hint = suggestion(text, variants.iter().copied());
        Err(ReadError { message: format!("`{text}` has no meaning here"), hint })
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let text = self.scalar("a whole number")?;
        let digits = text.replace('_', "");
        match digits.parse() {
            Ok(number) => visitor.visit_u32(number),
            Err(_) => Err(de::Error::custom(format!("expected a whole number up to {}, found `{text}`", u32::MAX))),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

/// What a visitor expects, for messages.
struct Wanted<'v, V>(&'v V);

impl<'de, V: Visitor<'de>> fmt::Display for Wanted<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

/// Source, start and end of a place, then the value if it can be read.
struct FieldParts<'n> {
    reader: Reader<'n>,
    is_missing: bool,
    part: u8,
}

impl<'de> de::SeqAccess<'de> for FieldParts<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        let place = &self.reader.node.place;
        self.part += 1;
        let number = match self.part {
            1 => place.source,
            2 => place.span.start,
            3 => place.span.end,
            _ if self.is_missing => return Ok(None),
            _ => {
                let read = seed.deserialize(self.reader);
                return Ok(read.map_err(|error| error.report(self.reader.node, self.reader.problems)).ok());
            }
        };
        seed.deserialize(UsizeDeserializer::new(number)).map(Some)
    }
}

struct Items<'n> {
    rest: std::slice::Iter<'n, Node>,
    problems: &'n Problems,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        let Some(node) = self.rest.next() else { return Ok(None) };
        seed.deserialize(Reader { node, problems: self.problems }).map(Some)
    }
}

/// The entries of a map with free keys.
struct Entries<'n> {
    rest: std::slice::Iter<'n, (Node, Node)>,
    value: Option<&'n Node>,
    problems: &'n Problems,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Reader { node: key, problems: self.problems }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let node = self.value.take().ok_or_else(|| ReadError::new("a value was asked for before its key"))?;
        seed.deserialize(Reader { node, problems: self.problems })
    }
}

/// The members of a struct: every field of it, also the ones that are missing.
struct Members<'n> {
    node: &'n Node,
    fields: std::slice::Iter<'static, &'static str>,
    /// What misspelt keys were meant to be: they are not missing as well.
    meant: Vec<&'static str>,
    current: Option<&'static str>,
    problems: &'n Problems,
}

impl<'de> de::MapAccess<'de> for Members<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        let Some(field) = self.fields.next() else {
            return Ok(None);
        };
        self.current = Some(field);
        seed.deserialize(StrDeserializer::<ReadError>::new(field)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let field = self.current.take().ok_or_else(|| ReadError::new("a value was asked for before its key"))?;
        match self.node.get(field) {
            Some(node) => seed.deserialize(Reader { node, problems: self.problems }),
            None => seed.deserialize(Missing {
                field,
                is_told: self.meant.contains(&field),
                reader: Reader { node: self.node, problems: self.problems },
            }),
        }
    }
}

/// A key that is not there: nothing for an optional one, a problem for any other.
struct Missing<'n> {
    field: &'static str,
    is_told: bool,
    reader: Reader<'n>,
}

impl<'de> de::Deserializer<'de> for Missing<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ReadError> {
        Err(ReadError::new(format!("the key `{}` is missing", self.field)))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if name != FIELD {
            return self.deserialize_any(visitor);
        }
        if !self.is_told {
            let Reader { node, problems } = self.reader;
            problems.error(&node.place, format!("the key `{}` is missing", self.field), None);
        }
        visitor.visit_seq(FieldParts { reader: self.reader, is_missing: true, part: 0 })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// A node as the variant that says what it is: `text`, `list`, `map` or `nothing`.
struct NodeKind<'n>(Reader<'n>);

impl<'n, 'de> de::EnumAccess<'de> for NodeKind<'n> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        let name = match &self.0.node.value {
            Value::Scalar { .. } if self.0.node.is_null() => "nothing",
            Value::Scalar { .. } => "text",
            Value::Seq(_) => "list",
            Value::Map(_) => "map",
        };
        Ok((seed.deserialize(StrDeserializer::<ReadError>::new(name))?, self))
    }
}

impl<'de> de::VariantAccess<'de> for NodeKind<'_> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ReadError> {
        de::Deserializer::deserialize_any(self.0, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, ReadError> {
        de::Deserializer::deserialize_any(self.0, visitor)
    }
}
