//! `rehearsal completions`: a completion script.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::terminal::{Exit, Outcome, Streams};

/// Which shell.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// For which shell
    pub(crate) shell: Shell,
}

/// Prints the script of a shell.
pub(super) fn perform(args: &CompletionsArgs, mut command: Command, streams: &mut Streams<'_>) -> Outcome {
    // The generator panics when its writer fails, so it writes to memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "rehearsal", &mut script);
    streams.out.write_all(&script)?;
    Ok(Exit::Fine)
}
