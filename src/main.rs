//! The program: a shim over the library, so that tests run the same code.

use std::io::{stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    rehearsal::main(std::env::args_os(), &mut stdout().lock(), &mut stderr())
}
