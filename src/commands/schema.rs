//! `rehearsal schema`: the JSON Schemas of the scenario file, the JSON reports and the log of facts.

use crate::cli::{Document, Exit, Outcome, SchemaArgs, Streams};
use crate::{dedupe, logs, report, scenario};

/// Prints a schema.
pub(super) fn perform(args: &SchemaArgs, streams: &mut Streams<'_>) -> Outcome {
    let schema = match args.document {
        Document::Scenario => scenario::schema(),
        Document::Report => report::json_schema(),
        Document::Dedupe => dedupe::json_schema(),
        Document::Facts => logs::schema(),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(std::io::Error::other)?;
    writeln!(streams.out, "{text}")?;
    Ok(Exit::Fine)
}
