//! One member of a line: how each kind of value is written, read and described.
//!
//! Owns: [`Cell`] and its forms. Numbers of the plan's tables are written as the names behind them.

use std::io::Write;

use rehearsal_core::consent::Suppressions;
use rehearsal_core::history::{PackedInt, PackedValue};
use rehearsal_core::ids::{
    EventMark, FlowMark, Index, ListMark, MessageMark, PoolMark, PropertyMark, ProviderMark, Side, SymbolMark, ZoneMark,
};
use rehearsal_core::time::Minute;
use rehearsal_core::value::Value;
use serde_json::json;

use super::Quoted;
use super::line::{Cells, Table};
use super::words::Word;

/// Keys of a line with the schemas of their values.
pub(super) type Members = Vec<(&'static str, serde_json::Value)>;

/// A value of a fact, under a key of a line.
pub(super) trait Cell: Sized {
    /// Appends `,"key":value`.
    fn write(self, key: &str, names: &Quoted, line: &mut Vec<u8>);

    /// Takes the value from a line; what is wrong with it is noted there.
    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self>;

    /// The keys and what their values may be.
    fn describe(key: &'static str) -> Members;
}

/// Appends a member whose value is JSON already.
pub(super) fn put(key: &str, value: impl std::fmt::Display, line: &mut Vec<u8>) {
    write!(line, ",\"{key}\":{value}").expect("memory takes every byte");
}

/// Whole numbers and yes or no.
macro_rules! plain {
    ($($kind:ty, $expected:literal, $read:expr, $schema:expr;)+) => { $(
        impl Cell for $kind {
            fn write(self, key: &str, _: &Quoted, line: &mut Vec<u8>) {
                put(key, self, line);
            }

            fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
                cells.take(key, $expected, $read)
            }

            fn describe(key: &'static str) -> Members {
                vec![(key, $schema)]
            }
        }
    )+ };
}

plain! {
    bool, "true or false", |value| value.as_bool(), json!({"type": "boolean"});
    u8, "a whole number from 0 to 255", |value| value.as_u64()?.try_into().ok(), whole(0, u8::MAX.into());
    u16, "a whole number from 0 to 65535", |value| value.as_u64()?.try_into().ok(), whole(0, u16::MAX.into());
    u32, "a whole number from 0 to 4294967295", |value| value.as_u64()?.try_into().ok(), whole(0, u32::MAX.into());
    i32, "a whole number of 32 bits", |value| value.as_i64()?.try_into().ok(), whole(i32::MIN.into(), i32::MAX.into());
}

fn whole(least: i64, most: i64) -> serde_json::Value {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

impl Cell for PackedInt {
    fn write(self, key: &str, _: &Quoted, line: &mut Vec<u8>) {
        put(key, self.get(), line);
    }

    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
        cells.take(key, "a whole number of 64 bits", |value| value.as_i64().map(Self::new))
    }

    fn describe(key: &'static str) -> Members {
        vec![(key, json!({"type": "integer"}))]
    }
}

/// An instant, in minutes since the beginning; `null` if there is none.
impl Cell for Minute {
    fn write(self, key: &str, _: &Quoted, line: &mut Vec<u8>) {
        match self.known() {
            Some(Self(minute)) => put(key, minute, line),
            None => put(key, "null", line),
        }
    }

    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
        cells.take(key, "a whole number of minutes, or null", minute)
    }

    fn describe(key: &'static str) -> Members {
        let mut schema = whole(i64::from(i32::MIN) + 1, i32::MAX.into());
        schema["type"] = json!(["integer", "null"]);
        vec![(key, schema)]
    }
}

/// The number that stands for "never" is written as `null` only.
fn minute(value: &serde_json::Value) -> Option<Minute> {
    match value {
        serde_json::Value::Null => Some(Minute::NEVER),
        number => Minute(number.as_i64()?.try_into().ok()?).known(),
    }
}

impl Cell for Suppressions {
    fn write(self, key: &str, _: &Quoted, line: &mut Vec<u8>) {
        let names: Vec<String> = self.names().map(|name| format!("\"{name}\"")).collect();
        put(key, format_args!("[{}]", names.join(",")), line);
    }

    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
        cells.take(key, "a list of reasons: bounced, complained, unsubscribed, blocked", |value| {
            let names = value.as_array()?;
            let mut reasons = Self::default();
            for name in names {
                let reason =
                    name.as_str().and_then(|name| SUPPRESSIONS.into_iter().find(|one| one.names().eq([name])))?;
                reasons = reasons.with(reason);
            }
            Some(reasons)
        })
    }

    fn describe(key: &'static str) -> Members {
        let names: Vec<&str> = Self::ALL.names().collect();
        vec![(key, json!({"type": "array", "items": {"enum": names}, "uniqueItems": true}))]
    }
}

/// Each reason alone.
const SUPPRESSIONS: [Suppressions; 4] =
    [Suppressions::BOUNCED, Suppressions::COMPLAINED, Suppressions::UNSUBSCRIBED, Suppressions::BLOCKED];

impl<W: Word> Cell for W {
    fn write(self, key: &str, _: &Quoted, line: &mut Vec<u8>) {
        put(key, format_args!("\"{}\"", self.word()), line);
    }

    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
        cells.one_of(key, W::ALL.iter().map(|value| (value.word(), *value)))
    }

    fn describe(key: &'static str) -> Members {
        let words: Vec<&str> = W::ALL.iter().map(|value| value.word()).collect();
        vec![(key, json!({"enum": words}))]
    }
}

/// Numbers of tables with one name for each place.
macro_rules! named {
    ($($mark:ty, $names:ident;)+) => { $(
        impl Cell for Index<$mark> {
            fn write(self, key: &str, names: &Quoted, line: &mut Vec<u8>) {
                put(key, names.0.$names.get(self.get()).map_or("null", String::as_str), line);
            }

            fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
                cells.named(key, Table::$names).map(Self::new)
            }

            fn describe(key: &'static str) -> Members {
                vec![(key, json!({"type": "string"}))]
            }
        }
    )+ };
}

named! {
    ListMark, lists;
    EventMark, events;
    PropertyMark, properties;
    PoolMark, pools;
    ProviderMark, providers;
    ZoneMark, zones;
    SymbolMark, symbols;
}

/// A flow: `platform` and the key.
impl Cell for Index<FlowMark> {
    fn write(self, key: &str, names: &Quoted, line: &mut Vec<u8>) {
        let flow = names.0.flows.get(self.get());
        if let Some(flow) = flow {
            flow.side.write("platform", names, line);
        }
        put(key, flow.map_or("null", |flow| flow.name.as_str()), line);
    }

    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
        let side = Side::read("platform", cells);
        let name = cells.text(key);
        cells.flow(key, side?, &name?)
    }

    fn describe(key: &'static str) -> Members {
        [Side::describe("platform"), vec![(key, json!({"type": "string"}))]].concat()
    }
}

/// A message: its flow and the key.
impl Cell for Index<MessageMark> {
    fn write(self, key: &str, names: &Quoted, line: &mut Vec<u8>) {
        let message = names.0.messages.get(self.get());
        if let Some(message) = message {
            message.flow.write("flow", names, line);
        }
        put(key, message.map_or("null", |message| message.name.as_str()), line);
    }

    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
        let flow = Index::<FlowMark>::read("flow", cells);
        let name = cells.text(key);
        cells.message(key, flow?, &name?)
    }

    fn describe(key: &'static str) -> Members {
        [Index::<FlowMark>::describe("flow"), vec![(key, json!({"type": "string"}))]].concat()
    }
}

/// What a column holds: `null`, yes or no, a whole number, a text, or an object that says that its number is an instant
/// (`{"minute": 5}`) or a length of time (`{"minutes": 5}`).
impl Cell for PackedValue {
    fn write(self, key: &str, names: &Quoted, line: &mut Vec<u8>) {
        match self.get() {
            Value::Absent => put(key, "null", line),
            Value::Bool(is_true) => put(key, is_true, line),
            Value::Int(number) => put(key, number, line),
            Value::Time(Minute(minute)) => put(key, format_args!("{{\"minute\":{minute}}}"), line),
            Value::Span(minutes) => put(key, format_args!("{{\"minutes\":{minutes}}}"), line),
            Value::Text(symbol) => symbol.write(key, names, line),
        }
    }

    fn read(key: &'static str, cells: &mut Cells<'_>) -> Option<Self> {
        if cells.is_text(key) {
            return cells.named(key, Table::symbols).map(|symbol| Self::new(Value::Text(Index::new(symbol))));
        }
        let expected = "null, true or false, a whole number, a text, {\"minute\": N} or {\"minutes\": N}";
        cells.take(key, expected, |value| {
            Some(Self::new(match value {
                serde_json::Value::Null => Value::Absent,
                serde_json::Value::Bool(is_true) => Value::Bool(*is_true),
                serde_json::Value::Number(number) => Value::Int(number.as_i64()?),
                serde_json::Value::Object(only) if only.len() == 1 => {
                    let (unit, number) = only.iter().next()?;
                    match unit.as_str() {
                        "minute" => Value::Time(Minute(number.as_i64()?.try_into().ok()?)),
                        "minutes" => Value::Span(number.as_i64()?),
                        _ => return None,
                    }
                }
                serde_json::Value::Object(_) | serde_json::Value::String(_) | serde_json::Value::Array(_) => {
                    return None;
                }
            }))
        })
    }

    fn describe(key: &'static str) -> Members {
        let only = |unit: &str| {
            let properties = json!({unit: {"type": "integer"}});
            json!({"type": "object", "properties": properties, "required": [unit], "additionalProperties": false})
        };
        let plain = json!({"type": ["null", "boolean", "integer", "string"]});
        vec![(key, json!({"anyOf": [plain, only("minute"), only("minutes")]}))]
    }
}
