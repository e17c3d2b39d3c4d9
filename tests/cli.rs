//! The command line as a user meets it: verbs, streams, exit codes. Rules of the simulation are tested elsewhere.

use std::path::Path;

use crate::harness::{Ended, end, program, root, small_scenarios};

fn here(args: &[&str]) -> Ended {
    end(root(), args)
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

/// A scenario of the repository with a few lines added at its end.
fn variant(folder: &Path, base: &str, lines: &str) -> String {
    let base = root().join("scenarios").join(base);
    let path = folder.join("variant.yaml");
    std::fs::write(&path, format!("# A variant.\nextends: {}\n{lines}", base.display())).unwrap();
    path.display().to_string()
}

#[test]
fn the_help_of_every_verb_is_reviewed() {
    let mut all = here(&["--help"]).out;
    for verb in ["init", "check", "run", "explain", "list", "dedupe", "ids", "generate", "schema", "completions", "man"]
    {
        all += &format!("\n===== rehearsal {verb} --help\n{}", here(&[verb, "--help"]).out);
    }
    for verb in ["show", "merge", "split", "undo"] {
        all += &format!("\n===== rehearsal ids {verb} --help\n{}", here(&["ids", verb, "--help"]).out);
    }
    insta::with_settings!({ snapshot_path => root().join("tests/snapshots"), prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("help", all);
    });
}

#[test]
fn a_broken_invariant_ends_with_1_and_says_so_last() {
    let ended = here(&["run", "scenarios/welcome-trap.yaml"]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("no-welcome-to-existing"));
    assert_eq!(last_line(&ended.err), "rehearsal: exit 1: an invariant is violated");
}

#[test]
fn a_green_run_ends_with_0_and_keeps_stderr_for_the_timing() {
    let ended = here(&["run", "scenarios/welcome-guarded.yaml"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(!ended.err.contains("exit"), "{}", ended.err);
    assert!(ended.err.contains(" s"), "{}", ended.err);
}

#[test]
fn stdout_is_the_same_bytes_every_time_whatever_the_threads() {
    let one = here(&["run", "scenarios/flag-lost.yaml", "--threads", "1"]);
    let many = here(&["run", "scenarios/flag-lost.yaml", "--threads", "5"]);
    assert_eq!(one.out, many.out);
}

#[test]
fn twice_compares_two_runs() {
    let ended = here(&["run", "scenarios/welcome-guarded.yaml", "--twice"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("same"), "{}", ended.err);
}

#[test]
fn a_seed_on_the_command_line_beats_the_scenario() {
    let seed = |text: &str| here(&["run", "scenarios/welcome-trap.yaml", "--seed", text]);
    assert!(last_line(&seed("42").out).contains("seed=42 "));
    assert_ne!(seed("42").out, seed("43").out);
    assert_eq!(seed("deadbeefdeadbeef00").out, seed("0xdeadbeefdeadbeef").out);
    let wrong = seed("tomorrow");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("neither a number nor a git hash"), "{}", wrong.err);
}

#[test]
fn a_wrong_scenario_ends_with_2_and_names_every_problem_at_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = variant(folder.path(), "welcome-trap.yaml", "dayz: 3\nstart: yesterday\n");
    for verb in ["check", "run"] {
        let ended = here(&[verb, &path]);
        assert_eq!(ended.code, 2);
        assert!(ended.out.is_empty(), "{}", ended.out);
        assert!(ended.err.contains("dayz") && ended.err.contains("days"), "a suggestion: {}", ended.err);
        assert!(ended.err.contains("yesterday"), "the second problem too: {}", ended.err);
        assert!(ended.err.contains("variant.yaml:3") && ended.err.contains("variant.yaml:4"), "{}", ended.err);
    }
}

#[test]
fn a_missing_file_ends_with_3() {
    let ended = here(&["run", "scenarios/there-is-no-such.yaml"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("there-is-no-such.yaml"), "{}", ended.err);
}

#[test]
fn check_says_ok_and_is_quick() {
    let begun = std::time::Instant::now();
    let ended = here(&["check", "scenarios/welcome-trap-200k.yaml"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.starts_with("ok"), "{}", ended.out);
    assert!(begun.elapsed().as_secs() < 2, "check must not simulate");
}

#[test]
fn output_is_written_whole_and_stdout_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let scenario = root().join("scenarios/welcome-trap.yaml");
    let ended = end(
        folder.path(),
        &["run", scenario.to_str().unwrap(), "--format", "json", "--output", path.to_str().unwrap()],
    );
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    let _: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_run_that_exercised_nothing_keeps_the_last_good_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.txt");
    std::fs::write(&path, "the last good report").unwrap();
    // A typing error in a filter: it selects nobody, and there are no sign-ups to fill the report.
    let nobody = "import: {cohorts: [{name: all, where: 'profile.orders > 1000', from: day 0 09:00}]}\n\
        behaviour: {events: {placed_order: 0}, sign-ups: {per-day: 0}}\n";
    let no_flows = variant(folder.path(), "welcome-trap.yaml", &format!("{nobody}flows: []\n"));
    let ended = here(&["run", &no_flows, "--output", path.to_str().unwrap()]);
    assert_eq!(ended.code, 4, "{}{}", ended.out, ended.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "the last good report");
    let told = here(&["run", &no_flows]);
    assert!(last_line(&told.out).contains("verdict=nothing-proved"), "{}", told.out);
    // Where a flow is live that nobody can enter, that is a violation: red comes first, and is written.
    let scenario = variant(folder.path(), "welcome-trap.yaml", nobody);
    let ended = here(&["run", &scenario, "--output", path.to_str().unwrap()]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("✗ NO-GO"));
}

#[test]
fn facts_are_written_whole_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("facts.ndjson");
    let typed = path.to_str().unwrap();
    let ended = here(&["run", "scenarios/welcome-guarded.yaml", "--facts", typed, "--twice"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("again: the same facts"), "{}", ended.err);
    let log = std::fs::read_to_string(&path).unwrap();
    assert!(ended.err.contains(&format!("wrote {} facts", log.matches("\n{\"profile\":").count())), "{}", ended.err);
    let plain = here(&["run", "scenarios/welcome-guarded.yaml"]);
    assert_eq!(plain.out, ended.out, "the report is the same");
    let nowhere = here(&["run", "scenarios/welcome-guarded.yaml", "--facts", "there/is/no/such/folder.ndjson"]);
    assert_eq!(nowhere.code, 3, "{}", nowhere.err);
}

#[test]
fn nothing_overwrites_the_scenario_or_the_other_file() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = variant(folder.path(), "welcome-guarded.yaml", "");
    let before = std::fs::read(&scenario).unwrap();
    for option in ["--facts", "--output"] {
        let ended = end(folder.path(), &["run", &scenario, option, "./variant.yaml"]);
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(ended.err.contains("the scenario"), "{}", ended.err);
    }
    let ended = end(folder.path(), &["run", &scenario, "--facts", "one", "--output", "./one"]);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert_eq!(std::fs::read(&scenario).unwrap(), before);
    assert!(!folder.path().join("one").exists());
}

#[test]
fn strict_fails_on_what_was_never_exercised() {
    let relaxed = here(&["run", "scenarios/welcome-guarded.yaml"]);
    let strict = here(&["run", "scenarios/welcome-guarded.yaml", "--strict"]);
    assert_eq!((relaxed.code, strict.code), (0, 4));
    assert_eq!(relaxed.out, strict.out, "the report is the same");
}

#[test]
fn strict_never_hides_a_violation() {
    for (name, path) in small_scenarios() {
        let relaxed = here(&["run", path.to_str().unwrap()]);
        let strict = here(&["run", path.to_str().unwrap(), "--strict", "--deny", "warnings"]);
        if relaxed.code == 1 {
            assert_eq!(strict.code, 1, "{name}");
            assert!(strict.out.starts_with("✗ NO-GO"), "{name}");
        }
    }
}

#[test]
fn warnings_fail_only_when_denied() {
    let folder = tempfile::tempdir().unwrap();
    let path = variant(
        folder.path(),
        "welcome-trap.yaml",
        "invariants: {no-welcome-to-existing: warn, held-while-importing: warn, consent-never-gained: warn}\n",
    );
    assert_eq!(here(&["run", &path]).code, 0);
    let denied = here(&["run", &path, "--deny", "warnings"]);
    assert_eq!(denied.code, 5);
    assert_eq!(last_line(&denied.err), "rehearsal: exit 5: there are warnings, under --deny warnings");
}

#[test]
fn a_key_file_changes_the_pseudonyms_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, "0123456789abcdef".repeat(4)).unwrap();
    let plain = here(&["run", "scenarios/welcome-trap.yaml"]);
    let keyed = here(&["run", "scenarios/welcome-trap.yaml", "--key-file", key.to_str().unwrap()]);
    assert_ne!(plain.out, keyed.out);
    assert_eq!(last_line(&plain.out), last_line(&keyed.out));
    let missing = here(&["run", "scenarios/welcome-trap.yaml", "--key-file", "there-is-no-such-key"]);
    assert_eq!(missing.code, 3);
}

#[test]
fn colour_follows_flag_then_environment() {
    let coloured = |args: &[&str], variable: Option<&str>| {
        let mut command = program();
        command.args(["run", "scenarios/welcome-trap.yaml"]).args(args);
        if let Some(variable) = variable {
            command.env(variable, "1");
        }
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], None), "a pipe is not coloured");
    assert!(coloured(&["--color", "always"], Some("NO_COLOR")));
    assert!(coloured(&[], Some("CLICOLOR_FORCE")));
    assert!(!coloured(&["--color", "never"], Some("CLICOLOR_FORCE")));
    assert!(!coloured(&["--color", "always", "--format", "json"], None), "never in a document for programs");
}

#[test]
fn init_writes_a_world_that_runs_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(end(folder.path(), &["init", "mine"]).code, 0);
    assert_eq!(end(folder.path(), &["check", "mine/rehearsal.yaml"]).code, 0);
    let ended = end(folder.path(), &["run", "mine/rehearsal.yaml"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    let again = end(folder.path(), &["init", "mine"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("rehearsal.yaml exists already"), "{}", again.err);
}

#[test]
fn the_guard_of_the_scaffold_is_worth_something() {
    let folder = tempfile::tempdir().unwrap();
    end(folder.path(), &["init"]);
    let path = folder.path().join("flows/welcome.yaml");
    let flow = std::fs::read_to_string(&path).unwrap();
    let unguarded: String =
        flow.lines().filter(|line| !line.starts_with("entry:")).map(|line| format!("{line}\n")).collect();
    std::fs::write(&path, unguarded).unwrap();
    let ended = end(folder.path(), &["run", "rehearsal.yaml"]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("no-welcome-to-existing"), "{}", ended.out);
}

#[test]
fn explain_knows_every_invariant_and_suggests_for_a_misspelt_one() {
    for entry in rehearsal_judge::INVARIANTS {
        let ended = here(&["explain", entry.name]);
        assert_eq!(ended.code, 0, "{}", entry.name);
        for part in ["What", "Why", "Claim", "Example", "How to fix", "Not covered"] {
            assert!(ended.out.contains(part), "{}: {part} is missing\n{}", entry.name, ended.out);
        }
    }
    let misspelt = here(&["explain", "no-welcom-to-existing"]);
    assert_eq!(misspelt.code, 2);
    assert!(misspelt.err.contains("no-welcome-to-existing"), "{}", misspelt.err);
}

#[test]
fn list_shows_what_a_scenario_can_name() {
    let out = here(&["list"]).out;
    for word in
        ["no-welcome-to-existing", "klaviyo", "csv-list-upload", "braze-moderate", "shopify", "profile.orders_arrived"]
    {
        assert!(out.contains(word), "{word}");
    }
}

#[test]
fn generate_writes_every_record_to_addresses_that_cannot_exist() {
    let ended = here(&["generate", "scenarios/welcome-trap.yaml"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.out.lines().count(), 401, "a header and 400 records");
    assert_eq!(ended.out, here(&["generate", "scenarios/welcome-trap.yaml"]).out);
    for address in ended.out.split([',', '\n', '"']).filter(|cell| cell.contains('@')) {
        assert!(address.trim().to_lowercase().ends_with(".example"), "{address}");
    }
}

#[test]
fn completions_and_manual_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(here(&["completions", shell]).out.contains("rehearsal"), "{shell}");
    }
    let manual = here(&["man"]).out;
    assert!(manual.contains(".TH") && manual.contains("rehearsal-run"), "{manual}");
}
