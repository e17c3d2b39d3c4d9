//! Raw structs to trees.
//!
//! Owns: a serde `Serializer` that makes a [`Node`]: the names of keys are those of the attributes by which the same
//! structs are read. Deliberately leaves out what is not given, so that what is read again is the same struct.

use std::fmt;

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct};

use crate::yaml::field::Field;
use crate::yaml::node::Node;

/// The newtype name by which a value says that its text has a form of its own and needs no quotes.
pub(crate) const PLAIN: &str = "$rehearsal::Plain";

/// A text with a form of its own, such as the truth of a flag.
pub(crate) struct Plain<'t>(pub(crate) &'t str);

impl Serialize for Plain<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(PLAIN, self.0)
    }
}

/// Writes an optional text as one with a form of its own.
///
/// # Errors
///
/// Those of the serializer.
pub(crate) fn plain<S: ser::Serializer>(text: &Option<Field<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    match text.as_ref().and_then(Field::get) {
        Some(text) => Plain(text).serialize(serializer),
        None => serializer.serialize_none(),
    }
}

/// The tree of a raw struct, in house style.
///
/// # Errors
///
/// A struct with a shape that no scenario has: bytes, tuples, variants with contents, or nothing at all.
pub(crate) fn tree<T: Serialize>(raw: &T) -> Result<Node, NotYaml> {
    let node = raw.serialize(Nodes)?;
    node.map(Node::in_house_style).ok_or_else(|| ser::Error::custom("there is nothing to write"))
}

/// Why a struct cannot be written.
#[derive(Debug)]
pub(crate) struct NotYaml(String);

impl fmt::Display for NotYaml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotYaml {}

impl ser::Error for NotYaml {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// What a value becomes; `None` for one that is not given.
type Made = Option<Node>;

struct Nodes;

fn unsupported<T>(what: &str) -> Result<T, NotYaml> {
    Err(NotYaml(format!("a scenario has no {what}")))
}

/// A method for each sort of number: they have a form of their own.
macro_rules! numbers {
    ($($method:ident: $number:ty),+) => {
        $(fn $method(self, number: $number) -> Result<Made, NotYaml> {
            Ok(Some(Node::plain_of(number)))
        })+
    };
}

impl ser::Serializer for Nodes {
    type Ok = Made;
    type Error = NotYaml;
    type SerializeSeq = Items;
    type SerializeTuple = Impossible<Made, NotYaml>;
    type SerializeTupleStruct = Impossible<Made, NotYaml>;
    type SerializeTupleVariant = Impossible<Made, NotYaml>;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Impossible<Made, NotYaml>;

    numbers! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_f32(self, _: f32) -> Result<Made, NotYaml> {
        unsupported("floating-point number")
    }

    fn serialize_f64(self, _: f64) -> Result<Made, NotYaml> {
        unsupported("floating-point number")
    }

    fn serialize_char(self, letter: char) -> Result<Made, NotYaml> {
        Ok(Some(Node::text_of(letter)))
    }

    fn serialize_str(self, text: &str) -> Result<Made, NotYaml> {
        Ok(Some(Node::text_of(text)))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Made, NotYaml> {
        unsupported("bytes")
    }

    fn serialize_none(self) -> Result<Made, NotYaml> {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Made, NotYaml> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Made, NotYaml> {
        Ok(Some(Node::nothing()))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Made, NotYaml> {
        unsupported("struct without parts")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Made, NotYaml> {
        Ok(Some(Node::plain_of(variant)))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Made, NotYaml> {
        let made = value.serialize(self)?;
        if name != PLAIN {
            return Ok(made);
        }
        // Nothing and an empty text stay apart: only the text keeps its quotes.
        let plain = made.as_ref().and_then(Node::text).map(Node::plain_of).filter(|plain| !plain.is_null());
        Ok(plain.or(made))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Made, NotYaml> {
        unsupported("variant with contents")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, NotYaml> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NotYaml> {
        unsupported("tuple")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NotYaml> {
        unsupported("tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotYaml> {
        unsupported("variant with contents")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries, NotYaml> {
        Ok(Entries { all: Vec::new(), key: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, NotYaml> {
        Ok(Entries { all: Vec::new(), key: None })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NotYaml> {
        unsupported("variant with contents")
    }
}

/// A list in the making.
struct Items(Vec<Node>);

impl SerializeSeq for Items {
    type Ok = Made;
    type Error = NotYaml;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotYaml> {
        self.0.extend(value.serialize(Nodes)?);
        Ok(())
    }

    fn end(self) -> Result<Made, NotYaml> {
        Ok(Some(Node::list_of(self.0)))
    }
}

/// A map in the making.
struct Entries {
    all: Vec<(String, Node)>,
    key: Option<String>,
}

impl SerializeMap for Entries {
    type Ok = Made;
    type Error = NotYaml;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotYaml> {
        self.key = key.serialize(Nodes)?.as_ref().and_then(Node::text).map(str::to_owned);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotYaml> {
        let value = value.serialize(Nodes)?;
        self.all.extend(self.key.take().zip(value));
        Ok(())
    }

    fn end(self) -> Result<Made, NotYaml> {
        Ok(Some(Node::map_of(self.all)))
    }
}

impl SerializeStruct for Entries {
    type Ok = Made;
    type Error = NotYaml;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotYaml> {
        self.all.extend(value.serialize(Nodes)?.map(|value| (key.to_owned(), value)));
        Ok(())
    }

    fn end(self) -> Result<Made, NotYaml> {
        Ok(Some(Node::map_of(self.all)))
    }
}
