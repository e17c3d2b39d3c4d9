//! How a list of a base is changed by name, in the JSON Schema. The changes are made on the tree, before any struct is
//! read: see `merge`.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

/// A list of `I`, or with `extends` the changes of one, whose items have the keys of `N`.
pub(crate) struct ListOrEdits<I, N>(PhantomData<(I, N)>);

impl<I: JsonSchema, N: JsonSchema> JsonSchema for ListOrEdits<I, N> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("ListOrEditsOf{}", N::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<I>();
        let whole = N::json_schema(generator).to_value();
        let names = json_schema!({"type": "array", "items": {"type": "string"}});
        let mut edits = Map::new();
        if let Some(keys) = whole.get("properties").and_then(Value::as_object) {
            let keys: Map<String, Value> = keys.iter().map(|(key, value)| (key.clone(), or_nothing(value))).collect();
            let part = json_schema!({"type": "object", "properties": keys, "additionalProperties": false});
            let change = json_schema!({
                "description": "What changes, by name; a key with the value `null` is taken away.",
                "type": "object",
                "additionalProperties": part
            });
            edits.insert("change".to_owned(), change.to_value());
        }
        edits.insert("add".to_owned(), json_schema!({"type": "array", "items": item.clone()}).to_value());
        edits.insert("remove".to_owned(), names.to_value());
        json_schema!({"anyOf": [
            {"type": "array", "items": item},
            {
                "description": "Only with `extends`: what changes in the list of the base.",
                "type": "object",
                "properties": edits,
                "additionalProperties": false
            }
        ]})
    }
}

/// A key that can also be taken away.
fn or_nothing(schema: &Value) -> Value {
    let mut schema = schema.clone();
    let description = schema.as_object_mut().and_then(|members| members.remove("description"));
    let mut either = Map::new();
    either.extend(description.map(|text| ("description".to_owned(), text)));
    either.insert("anyOf".to_owned(), Value::Array(vec![schema, serde_json::json!({"const": null})]));
    Value::Object(either)
}
