//! The JSON Schema of one line of a log.

use rehearsal_core::history::{AttemptOutcome, FactName};
use rehearsal_core::time::Minute;
use serde_json::{Map, Value, json};

use super::cell::{Cell, Members};
use super::{FORMAT, Header, VERSION, kinds};

/// The JSON Schema that every line of a log fits.
#[must_use]
pub fn schema() -> Value {
    let header = schemars::generate::SchemaSettings::draft2020_12()
        .for_deserialize()
        .into_generator()
        .into_root_schema_for::<Header>()
        .to_value();
    let mut lines = vec![header_line(header), call_line()];
    lines.extend(FactName::ALL.into_iter().map(fact_line));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Line of a log of facts, version {VERSION}"),
        "description": "The first line is the header, then come the calls of the import, then facts by profile and minute.",
        "oneOf": lines,
    })
}

fn header_line(mut header: Value) -> Value {
    if let Some(header) = header.as_object_mut() {
        header.remove("$schema");
    }
    header["properties"]["format"]["const"] = FORMAT.into();
    header["properties"]["version"]["const"] = VERSION.into();
    header["properties"]["kinds"]["items"] = json!({"enum": FactName::ALL.map(FactName::name).to_vec()});
    header
}

fn call_line() -> Value {
    let when = vec![("call", json!({"type": "string"})), ("minute", json!({"type": "integer"}))];
    let which = [u32::describe("batch"), u32::describe("attempt"), AttemptOutcome::describe("outcome")].concat();
    let about = "One attempt of one call of the import; the cohort is its name.";
    object("Call", about, [when, which].concat())
}

fn fact_line(name: FactName) -> Value {
    let (about, own) = kinds::describe(name);
    let kind = vec![("kind", json!({"const": name.name()}))];
    object(name.name(), &about, [u32::describe("profile"), Minute::describe("minute"), kind, own].concat())
}

fn object(title: &str, about: &str, members: Members) -> Value {
    let required: Vec<&str> = members.iter().map(|(key, _)| *key).collect();
    let required = json!(required);
    let properties: Map<String, Value> = members.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect();
    json!({
        "title": title,
        "description": about,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
