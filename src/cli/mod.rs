//! The command line: from arguments to an exit code.
//!
//! Owns: parsing, colour, the panic hook, the last line on stderr. Deliberately does no work of its own: each verb is a file in
//! `verbs`.

mod bug;
mod colour;

use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use self::colour::{ColourChoice, ColourEnvironment};
use crate::terminal::{Exit, Failure, Streams, tell};
use crate::verbs::{self, Verb};

/// Rehearse a customer-data migration before go-live.
///
/// Replays a bulk import against your journeys, consents, warm-up and feeds, sends nothing, and judges what happened:
/// did existing customers get a welcome mail, was the warm-up plan respected, did anybody gain a consent?
#[derive(Debug, Parser)]
#[command(
    name = "rehearsal",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 nothing at error level is broken; 1 an invariant is violated; 2 usage or scenario wrong;\n\
                  3 input unusable; 4 nothing exercised, or vacuous or unknown under --strict; 5 only warnings, under\n\
                  --deny warnings; 6 regression; 70 internal error."
)]
struct Cli {
    /// When to colour: `auto` colours a terminal and honours NO_COLOR and CLICOLOR_FORCE
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColourChoice,

    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

/// Runs the program. `args` begins with the program's name.
pub fn main<O, E>(args: impl IntoIterator<Item = OsString>, out: &mut O, err: &mut E) -> ExitCode
where
    O: Write + IsTerminal,
    E: Write + IsTerminal,
{
    bug::keep_panics_silent();
    let terminals = [out.is_terminal(), err.is_terminal()];
    ExitCode::from(run(args, out, err, terminals, ColourEnvironment::read()).code())
}

/// Runs the program on any streams; `terminals` says whether stdout and stderr are watched.
fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminals: [bool; 2],
    environment: ColourEnvironment,
) -> Exit {
    let (mut out, mut err) = (UntilClosed::new(out), UntilClosed::new(err));
    let exit = match parse_and_perform(args, &mut out, &mut err, terminals, environment) {
        Ok(exit) => exit,
        Err(problem) => {
            // The stream that failed may be stderr itself; then there is nobody left to tell.
            drop(writeln!(err, "failed to write: {}", problem.kind()));
            Exit::Input
        }
    };
    if exit != Exit::Fine {
        drop(writeln!(err, "rehearsal: exit {}: {}", exit.code(), exit.meaning()));
    }
    exit
}

fn parse_and_perform(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminals: [bool; 2],
    environment: ColourEnvironment,
) -> io::Result<Exit> {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(problem) => {
            let text = problem.render();
            let is_terminal = terminals[usize::from(problem.use_stderr())];
            let coloured = environment.colours(ColourChoice::Auto, is_terminal);
            let text = if coloured { text.ansi().to_string() } else { text.to_string() };
            if problem.use_stderr() {
                err.write_all(text.as_bytes())?;
                return Ok(Exit::Usage);
            }
            out.write_all(text.as_bytes())?;
            return Ok(Exit::Fine);
        }
    };
    let colours = terminals.map(|is_terminal| environment.colours(cli.color, is_terminal));
    let mut streams =
        Streams { out, err, out_colour: colours[0], err_colour: colours[1], err_is_terminal: terminals[1] };
    match bug::catch(|| verbs::perform(cli.verb, Cli::command(), &mut streams)) {
        Ok(Ok(exit)) => Ok(exit),
        Ok(Err(Failure::Load(error))) => tell(&error, &mut streams),
        Ok(Err(Failure::Stream(error))) => Err(error),
        Err(text) => {
            streams.err.write_all(text.as_bytes())?;
            Ok(Exit::Internal)
        }
    }
}

/// A writer that goes quiet when its reader has gone away: `rehearsal run ... | head` still ends with the right code.
struct UntilClosed<'a> {
    inner: &'a mut dyn Write,
    closed: bool,
}

impl<'a> UntilClosed<'a> {
    fn new(inner: &'a mut dyn Write) -> Self {
        Self { inner, closed: false }
    }

    fn unless_closed(&mut self, result: io::Result<usize>, length: usize) -> io::Result<usize> {
        match result {
            Err(problem) if problem.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(length)
            }
            other => other,
        }
    }
}

impl Write for UntilClosed<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(buffer.len());
        }
        let result = self.inner.write(buffer);
        self.unless_closed(result, buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.inner.flush().map(|()| 0);
        self.unless_closed(result, 0).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::io::{self, ErrorKind, Write};

    use super::{Cli, ColourEnvironment, CommandFactory, Exit, run};

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(ErrorKind::BrokenPipe.into())
        }
    }

    fn exit(line: &str, out: &mut dyn Write) -> (Exit, String) {
        let mut err = Vec::new();
        let args = line.split(' ').map(OsString::from);
        let exit = run(args, out, &mut err, [false; 2], ColourEnvironment::default());
        (exit, String::from_utf8(err).unwrap())
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        assert_eq!(exit("rehearsal completions bash", &mut Closed).0, Exit::Fine);
        assert_eq!(exit("rehearsal --help", &mut Closed).0, Exit::Fine);
    }

    #[test]
    fn a_wrong_line_says_so_and_ends_with_the_meaning() {
        let (code, err) = exit("rehearsal run", &mut Vec::new());
        assert_eq!(code, Exit::Usage);
        assert!(err.ends_with("rehearsal: exit 2: the command line or the scenario is wrong\n"), "{err}");
    }

    #[test]
    fn help_goes_to_stdout() {
        let mut out = Vec::new();
        assert_eq!(exit("rehearsal --help", &mut out), (Exit::Fine, String::new()));
        assert!(String::from_utf8(out).unwrap().contains("Usage: rehearsal"));
    }
}
