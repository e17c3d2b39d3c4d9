//! Rules of the house that no compiler knows.

use std::path::{Path, PathBuf};

use crate::harness::{root, scenarios, small_scenarios};

const LINES_MAX: usize = 600;

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return found;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|has| has == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The crates of the simulation, each with the crates and libraries that it may name. `judge` names neither `world` nor
/// `identity`: that is the point of the cut.
pub(crate) const CRATES: [(&str, &[&str]); 5] = [
    ("core", &["jiff", "rand_chacha", "twox-hash"]),
    ("identity", &["jiff", "libm", "rehearsal-core", "twox-hash", "unicode-normalization"]),
    ("world", &["rehearsal-core", "rehearsal-identity"]),
    ("judge", &["rehearsal-core"]),
    ("fixtures", &["jiff", "rehearsal-core", "rehearsal-identity", "twox-hash", "unicode-normalization"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    let folders = ["src", "sim", "tests"].map(|folder| root().join(folder));
    let paths = folders.iter().flat_map(|folder| files(folder, "rs"));
    paths.map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap())).collect()
}

fn offenders(rule: impl Fn(&Path, &str) -> bool) -> Vec<String> {
    let broken = sources().into_iter().filter(|(path, text)| rule(path, text));
    broken.map(|(path, _)| path.strip_prefix(root()).unwrap().display().to_string()).collect()
}

/// The names in a section of a manifest, such as `[dependencies]`.
fn names_in_section(manifest: &str, section: &str) -> Vec<String> {
    let (_, behind) = manifest.split_once(&format!("\n{section}\n")).unwrap_or_default();
    let lines = behind.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| line.split_once([' ', '='])).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn each_crate_of_the_simulation_names_what_it_may() {
    let sim = root().join("sim");
    assert_eq!(offenders(|path, text| path.starts_with(&sim) && text.contains("rehearsal::")), Vec::<String>::new());
    for (name, allowed) in CRATES {
        let manifest = std::fs::read_to_string(sim.join(name).join("Cargo.toml")).unwrap();
        let named = names_in_section(&manifest, "[dependencies]");
        assert_eq!(named, allowed, "{name}: the simulation must stay pure; argue for it in CONTRIBUTING, then here");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name}: lints are those of the workspace");
        let page = std::fs::read_to_string(sim.join(name).join("src/lib.rs")).unwrap();
        assert!(page.contains("//! # Architecture invariant\n"), "{name}: the page says what is deliberately absent");
        assert!(name == "fixtures" || page.contains("#![warn(clippy::float_arithmetic)]"), "{name}: no floats");
    }
    let shipped = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(!names_in_section(&shipped, "[dependencies]").contains(&"rehearsal-fixtures".to_owned()));
}

#[test]
fn the_simulation_does_no_io() {
    let sim = root().join("sim");
    let forbidden =
        ["std::fs", "std::io", "std::env", "std::net", "std::process", "SystemTime", "Instant::", "println!"];
    let broken = offenders(|path, text| {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let is_library = path.starts_with(&sim) && path.to_string_lossy().contains("/src/");
        is_library && code.into_iter().any(|line| forbidden.iter().any(|word| line.contains(word)))
    });
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is_and_every_room_what_it_owns() {
    assert_eq!(offenders(|_, text| !text.starts_with("//!")), Vec::<String>::new());
    let is_room = |path: &Path| {
        let is_page = path.file_name().is_some_and(|name| name == "mod.rs" || name == "lib.rs");
        is_page && !path.components().any(|part| part.as_os_str() == "tests")
    };
    let says_nothing = |text: &str| {
        let mut page = text.lines().take_while(|line| line.starts_with("//!"));
        !page.any(|line| line.to_lowercase().contains("owns"))
    };
    assert_eq!(offenders(|path, text| is_room(path) && says_nothing(text)), Vec::<String>::new());
}

#[test]
fn files_stay_short() {
    assert_eq!(offenders(|_, text| text.lines().count() > LINES_MAX), Vec::<String>::new());
}

#[test]
fn nothing_is_left_open() {
    // Split, so that this file does not find itself.
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat(), ["#[ign", "ore"].concat()];
    assert_eq!(offenders(|_, text| marks.iter().any(|mark| text.contains(mark.as_str()))), Vec::<String>::new());
    assert_eq!(files(&root().join("reports"), "new"), Vec::<PathBuf>::new(), "review the snapshots");
}

#[test]
fn exceptions_are_expected_not_allowed() {
    let mark = ["#[al", "low("].concat();
    assert_eq!(offenders(|_, text| text.contains(&mark)), Vec::<String>::new());
}

#[test]
fn every_scenario_says_what_it_shows() {
    for folder in ["scenarios", "scenarios/faults", "scenarios/flows", "scenarios/faults/flows"] {
        for (name, path) in scenarios(folder) {
            let text = std::fs::read_to_string(&path).unwrap();
            let first = text.lines().next().unwrap_or_default();
            assert!(first.starts_with("# ") && first.ends_with('.'), "{name}: the first line says what it shows");
        }
    }
}

#[test]
fn reports_and_scenarios_agree() {
    let scenarios: Vec<String> = small_scenarios().into_iter().map(|(name, _)| name).collect();
    let reports: Vec<String> = files(&root().join("reports"), "snap")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(scenarios, reports);
}

#[test]
fn the_licence_is_said_and_present() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("license = \"MIT OR Apache-2.0\""));
    for folder in std::iter::once(".".to_owned()).chain(CRATES.map(|(name, _)| format!("sim/{name}"))) {
        let manifest = std::fs::read_to_string(root().join(&folder).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("license.workspace = true"), "{folder}");
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(root().join(name).is_file(), "{name}");
    }
}

#[test]
fn nothing_else_stands_at_the_top() {
    let allowed = [
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "build.rs",
        "clippy.toml",
        "deny.toml",
        "reports",
        "rustfmt.toml",
        "scenarios",
        "sim",
        "src",
        "target",
        "tests",
    ];
    let mut strangers: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !allowed.contains(&name.as_str()))
        .collect();
    strangers.sort();
    assert_eq!(strangers, Vec::<String>::new());
}

/// What Cargo knows of every package of the build.
fn packages() -> Vec<serde_json::Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let args = ["metadata", "--format-version", "1", "--locked", "--offline"];
    let output = std::process::Command::new(cargo).current_dir(root()).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The first two numbers of a version.
fn minor(version: &str) -> (u32, u32) {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap_or(0))
}

/// No package asks for a younger Rust than `rust-version` promises, or has a licence that is not listed in `deny.toml`. CI
/// builds with that Rust, and asks about advisories as well; this needs neither network nor another compiler.
#[test]
fn dependencies_are_as_old_and_as_free_as_promised() {
    let deny = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let line = deny.lines().find(|line| line.starts_with("allow = [")).unwrap();
    let allowed: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
    let all = packages();
    let ours = all.iter().find(|package| package["name"] == "rehearsal").unwrap();
    let promised = minor(ours["rust_version"].as_str().unwrap());
    for package in &all {
        let name = package["name"].as_str().unwrap();
        if let Some(version) = package["rust_version"].as_str() {
            assert!(minor(version) <= promised, "{name} asks for Rust {version}");
        }
        let licence = package["license"].as_str().unwrap_or_else(|| panic!("{name} has no licence"));
        // Every part of an `AND` needs one that is allowed among what its `OR` offers; a slash is an old `OR`.
        for part in licence.replace('/', " OR ").split(" AND ") {
            let mut offered = part.trim_matches(['(', ')']).split(" OR ").map(|name| name.trim_matches(['(', ')']));
            assert!(offered.any(|name| allowed.contains(&name)), "{name}: {licence}");
        }
    }
}
