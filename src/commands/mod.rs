//! The verbs: a file each.
//!
//! Owns: what each verb does with the library, and which exit code comes of it. Deliberately has no rules of its own:
//! reading, simulating, judging and rendering are the other modules' work.

mod check;
mod completions;
mod dedupe;
mod explain;
mod generate;
mod ids;
mod init;
mod list;
mod man;
mod run;
mod schema;

use crate::cli::{Outcome, Streams, Verb};
use crate::diagnostics::LoadError;

/// Shows why there is nothing to show.
fn tell(error: &LoadError, streams: &mut Streams<'_>) -> Outcome {
    streams.err.write_all(error.render(streams.err_colour).as_bytes())?;
    Ok(error.kind.into())
}

/// Performs a verb.
///
/// # Errors
///
/// A stream cannot be written to. Everything else is told on stderr and is an exit code.
pub fn perform(verb: Verb, streams: &mut Streams<'_>) -> Outcome {
    match verb {
        Verb::Init(args) => init::perform(&args, streams),
        Verb::Check(args) => check::perform(&args, streams),
        Verb::Run(args) => run::perform(args, streams),
        Verb::Explain(args) => explain::perform(&args, streams),
        Verb::Dedupe(args) => dedupe::perform(args, streams),
        Verb::Ids(verb) => ids::perform(verb, streams),
        Verb::List => list::perform(streams),
        Verb::Generate(args) => generate::perform(&args, streams),
        Verb::Schema(args) => schema::perform(&args, streams),
        Verb::Completions(args) => completions::perform(&args, streams),
        Verb::Man => man::perform(streams),
    }
}
