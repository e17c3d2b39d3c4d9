//! `rehearsal schema`: the JSON Schemas of the scenario file, the JSON reports and the log of facts.

use clap::{Args, ValueEnum};

use crate::terminal::{Exit, Outcome, Streams};
use crate::{dedupe, logs, report, scenario};

/// Which schema.
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Of which document
    #[arg(default_value = "scenario")]
    pub(crate) document: Document,
}

/// Documents with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Document {
    /// The scenario file
    Scenario,
    /// The JSON report of a rehearsal
    Report,
    /// The JSON report of duplicates
    Dedupe,
    /// One line of a log of facts, as `rehearsal run --facts` writes it
    Facts,
}

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
