//! `rehearsal schema`: the JSON Schemas of the scenario file and of the JSON reports.

use crate::cli::{Document, Exit, Outcome, SchemaArgs, Streams};
use crate::{dedupe, report, scenario};

/// Prints a schema.
pub(super) fn perform(args: &SchemaArgs, streams: &mut Streams<'_>) -> Outcome {
    let schema = match args.document {
        Document::Scenario => scenario::schema(),
        Document::Report => report::json_schema(),
        Document::Dedupe => dedupe::json_schema(),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(std::io::Error::other)?;
    writeln!(streams.out, "{text}")?;
    Ok(Exit::Fine)
}
