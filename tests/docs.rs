//! The documents cannot drift: every `console` block of README and CONTRIBUTING is run.
//!
//! In a block, a line that begins with `$ ` is a command; the lines after it must occur in what the command prints, in
//! this order, where `...` stands for anything. `# exit N` after a command says how it ends if not with 0. A block
//! begins in a fresh copy of the scenarios, so that documents may show how files are changed. What cannot be run here
//! is marked `sh`.

use std::path::Path;
use std::process::{Command, Output};

use crate::harness::root;

struct ConsoleCommand {
    command: String,
    exit: i32,
    shown: Vec<String>,
}

fn steps(document: &str) -> Vec<Vec<ConsoleCommand>> {
    let text = std::fs::read_to_string(root().join(document)).unwrap();
    let blocks = text.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks.map(block).collect()
}

fn block(text: &str) -> Vec<ConsoleCommand> {
    let mut steps: Vec<ConsoleCommand> = Vec::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            let (command, exit) = command.split_once("# exit ").unwrap_or((command, "0"));
            let exit = exit.trim().parse().unwrap();
            steps.push(ConsoleCommand { command: command.trim().to_owned(), exit, shown: Vec::new() });
        } else {
            steps.last_mut().expect("a block begins with a command").shown.push(line.to_owned());
        }
    }
    steps
}

/// Runs a command of a document in a shell, with the program that was built for this test.
fn perform(command: &str, folder: &Path) -> Output {
    let ours = ["cargo run --release -- ", "cargo run -- ", "cargo rehearse "];
    let line = ours.iter().find_map(|prefix| command.strip_prefix(prefix));
    let line = line.map_or_else(|| command.to_owned(), |line| format!("rehearsal {line}"));
    let built = Path::new(env!("CARGO_BIN_EXE_rehearsal"));
    let mut path = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    path.insert(0, built.parent().unwrap().to_owned());
    let path = std::env::join_paths(path).unwrap();
    Command::new("sh").args(["-c", &line]).env("PATH", path).current_dir(folder).output().unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn check(document: &str) {
    for steps in steps(document) {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("scenarios"), &folder.path().join("scenarios"));
        for step in steps {
            if step.command == "cargo test" || step.command == ".ci/run" {
                continue; // this is what is running
            }
            let output = perform(&step.command, folder.path());
            let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
            assert_eq!(output.status.code(), Some(step.exit), "{document}: {}\n{printed}", step.command);
            let mut lines = printed.lines().map(str::trim_end);
            for shown in step.shown.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && *line != "...") {
                assert!(
                    lines.any(|line| line.trim() == shown),
                    "{document}: {}\nshows, and the program does not print (in this order): {shown}\n{printed}",
                    step.command
                );
            }
        }
    }
}

#[test]
fn the_readme_is_true() {
    assert!(!steps("README.md").is_empty());
    check("README.md");
}

#[test]
fn the_guide_for_contributors_is_true() {
    check("CONTRIBUTING.md");
}
