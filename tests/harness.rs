//! What every test module needs: the repository's files, the program, a rehearsal run in memory.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rehearsal::catalogue::Catalogue;
use rehearsal::session::{RehearsalResult, RunOptions, load, rehearse};

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, run in the repository as a user would, without the colours of the machine.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.current_dir(root()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// How the program ended, and what it wrote.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program in a folder, and waits for its end.
pub(crate) fn end(folder: &Path, args: &[&str]) -> Ended {
    let output = program().current_dir(folder).args(args).output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Ended { code: output.status.code().unwrap(), out, err }
}

/// The scenarios of a folder, by name, without those that are only there to be extended.
pub(crate) fn scenarios(folder: &str) -> Vec<(String, PathBuf)> {
    let mut found: Vec<_> = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    found.sort();
    found
}

/// The small scenarios at the top, each with a golden report. The README's large one takes too long for every test run.
pub(crate) fn small_scenarios() -> Vec<(String, PathBuf)> {
    scenarios("scenarios").into_iter().filter(|(name, _)| name != "welcome-trap-200k").collect()
}

/// Loads and runs a scenario in memory; panics with the problems as a user would see them.
pub(crate) fn run(path: &Path, threads: usize) -> RehearsalResult {
    // As a user names it who stands in the repository, as the tests do: reports repeat it.
    let path = path.strip_prefix(root()).unwrap_or(path);
    let loaded = load(path, None, Catalogue::built_in())
        .unwrap_or_else(|problems| panic!("{}:\n{}", path.display(), problems.render(false)));
    rehearse(loaded, RunOptions::on(NonZeroUsize::new(threads).unwrap()), &|_| {})
        .unwrap_or_else(|problems| panic!("{}:\n{}", path.display(), problems.render(false)))
}
