//! The JSON Schema of a scenario, for editors.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::raw::Scenario;

/// The JSON Schema (draft 2020-12) of a scenario file. Keys that do not exist are not allowed, and every key has a
/// description.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Scenario>().to_value();
    forbid_nothing(&mut schema);
    schema
}

/// An optional key may be left out, but not be there without a value: takes `null` out of the types of optional keys.
fn forbid_nothing(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(forbid_nothing),
        Value::Object(members) => {
            members.values_mut().for_each(forbid_nothing);
            let types = members.get("type").and_then(Value::as_array).cloned();
            if let Some(types) = types {
                let rest: Vec<Value> = types.into_iter().filter(|name| name != "null").collect();
                let one = if rest.len() == 1 { rest[0].clone() } else { Value::Array(rest) };
                members.insert("type".into(), one);
            }
            if let Some(Value::Array(choices)) = members.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
                if choices.len() == 1
                    && let Some(Value::Object(only)) = choices.pop()
                {
                    members.remove("anyOf");
                    only.into_iter().for_each(|(key, value)| {
                        members.entry(key).or_insert(value);
                    });
                }
            }
        }
        _ => {}
    }
}
