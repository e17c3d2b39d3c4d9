//! `rehearsal completions`: a completion script.

use clap::CommandFactory;

use crate::cli::{Cli, CompletionsArgs, Exit, Outcome, Streams};

/// Prints the script of a shell.
pub(super) fn perform(args: &CompletionsArgs, streams: &mut Streams<'_>) -> Outcome {
    // The generator panics when its writer fails, so it writes to memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rehearsal", &mut script);
    streams.out.write_all(&script)?;
    Ok(Exit::Fine)
}
