//! `rehearsal man`: the manual page.

use clap::Command;

use crate::terminal::{Exit, Outcome, Streams};

/// Prints the manual pages of the program and of each verb, one after the other, as roff.
pub(super) fn perform(mut command: Command, streams: &mut Streams<'_>) -> Outcome {
    command.build(); // gives each verb its full name, `rehearsal-run`
    clap_mangen::Man::new(command.clone()).render(&mut streams.out)?;
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        clap_mangen::Man::new(verb.clone()).render(&mut streams.out)?;
    }
    Ok(Exit::Fine)
}
