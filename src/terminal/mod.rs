//! What a verb meets of the world: streams, files that are written whole, and exit codes.
//!
//! Owns: the streams, how a verb can end, and the one place where an error becomes an exit code. Deliberately knows no verb.
//! Stdout carries the report and nothing else; everything about the run goes to stderr.

mod exit;
mod output;

use std::io::{self, Write};

pub(crate) use exit::Exit;
pub(crate) use output::{stream_file, write_file};

use crate::diagnostics::LoadError;

/// Where a verb writes to, and what it may do there.
pub(crate) struct Streams<'a> {
    /// The report.
    pub(crate) out: &'a mut dyn Write,
    /// Problems, timing, the meaning of the exit code.
    pub(crate) err: &'a mut dyn Write,
    /// Whether stdout is coloured.
    pub(crate) out_colour: bool,
    /// Whether stderr is coloured.
    pub(crate) err_colour: bool,
    /// Whether somebody watches stderr, so that progress may be shown.
    pub(crate) err_is_terminal: bool,
}

/// Why a verb did not come to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A stream cannot be written to any more.
    Stream(io::Error),
    /// There is nothing to work with, or a file cannot be written.
    Load(Box<LoadError>),
}

/// How a verb ends.
pub(crate) type Outcome = Result<Exit, Failure>;

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Load(Box::new(error))
    }
}

/// Shows an error, and says what it means to the shell.
///
/// # Errors
///
/// Stderr cannot be written to.
pub(crate) fn tell(error: &LoadError, streams: &mut Streams<'_>) -> io::Result<Exit> {
    streams.err.write_all(error.render(streams.err_colour).as_bytes())?;
    Ok(error.kind.into())
}
