//! The verbs: a file each, with its arguments and its body.
//!
//! Owns: what each verb does with the library, and which exit code comes of it. Deliberately has no rules of its own:
//! reading, simulating, judging and rendering are the other rooms' work. An error is returned, and shown by whoever called.

mod check;
mod completions;
mod dedupe;
mod explain;
mod generate;
mod ids;
mod init;
mod list;
mod man;
mod options;
mod run;
mod schema;

use std::path::PathBuf;

use clap::{Args, Command, Subcommand, ValueHint};

use crate::terminal::{Outcome, Streams};

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Write a scenario that runs, with a comment on every key a beginner touches
    Init(init::InitArgs),
    /// Check a scenario and everything it names, without simulating
    Check(ScenarioArg),
    /// Run a rehearsal and print the report
    Run(run::RunArgs),
    /// Find rows of a table that are the same person, and say why
    Dedupe(dedupe::DedupeArgs),
    /// Look at customer ids that last, and merge or split customers by hand
    #[command(subcommand)]
    Ids(ids::IdsVerb),
    /// Explain an invariant: what, why, an example, how to fix, what is not covered
    Explain(explain::ExplainArgs),
    /// List invariants, platforms with their doors, warm-up presets, mailbox providers, export formats and names in conditions
    List(list::ListArgs),
    /// Write the synthetic population of a scenario as CSV
    Generate(generate::GenerateArgs),
    /// Print a JSON Schema, for editors and for readers of the JSON report
    Schema(schema::SchemaArgs),
    /// Print a completion script for a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual page (roff)
    Man,
}

/// Which scenario.
#[derive(Debug, Args)]
pub(crate) struct ScenarioArg {
    /// Scenario file (YAML)
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) scenario: PathBuf,
    #[command(flatten)]
    pub(crate) catalogue: options::CatalogueArg,
}

/// Performs a verb of the program that `command` describes.
///
/// # Errors
///
/// A stream cannot be written to, there is nothing to work with, or a file cannot be written.
pub(crate) fn perform(verb: Verb, command: Command, streams: &mut Streams<'_>) -> Outcome {
    match verb {
        Verb::Init(args) => init::perform(&args, streams),
        Verb::Check(args) => check::perform(&args, streams),
        Verb::Run(args) => run::perform(&args, streams),
        Verb::Explain(args) => explain::perform(&args, streams),
        Verb::Dedupe(args) => dedupe::perform(&args, streams),
        Verb::Ids(verb) => ids::perform(verb, streams),
        Verb::List(args) => list::perform(&args, streams),
        Verb::Generate(args) => generate::perform(&args, streams),
        Verb::Schema(args) => schema::perform(&args, streams),
        Verb::Completions(args) => completions::perform(&args, command, streams),
        Verb::Man => man::perform(command, streams),
    }
}
