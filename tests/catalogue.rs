//! What is known of real systems: the samples of the presets, a folder on top of what is built in, and keys without effect.

use std::path::Path;

use rehearsal::catalogue::Catalogue;
use rehearsal::diagnostics::Place;
use rehearsal::exports::{ExportRequest, read};
use rehearsal_core::records::Population;

use crate::exports::plan;
use crate::harness::{Ended, end, root};

const FOLDER: &str = "tests/data/catalogue/good";

/// What each record of a file became.
fn records(population: &Population) -> String {
    let line = |row: usize| {
        let [email, sms] = [0, 1].map(|channel| population.consent[channel][row]);
        [
            format!("email {:?} phone {:?}", population.email.get(row), population.phone.get(row)),
            format!("customer id {:?} country {:?}", population.customer_id.get(row), population.country[row]),
            format!("created {:?} birthday {:?}", population.created_at[row], population.birthday[row]),
            format!("e-mail {email:?}"),
            format!("sms    {sms:?}"),
            format!("suppressions {:?}", population.suppressions[row]),
            format!("open {:?} click {:?}", population.last_open[row], population.last_click[row]),
            format!(
                "order {:?} orders {} spent {}",
                population.last_order[row], population.orders[row], population.spent_minor[row]
            ),
        ]
        .join("\n  ")
    };
    (0..population.len()).map(|row| line(row) + "\n").collect()
}

/// A new preset is a file with a sample; what becomes of the sample is reviewed here.
#[test]
fn the_sample_of_every_preset_is_read() {
    for entry in std::fs::read_dir(root().join("src/catalogue/data/presets")).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let file: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
        let sample = file["sample"].as_str().unwrap().to_owned().into_bytes();
        let request = ExportRequest {
            path: "sample.csv".into(),
            name: "sample.csv".to_owned(),
            format: id.clone(),
            columns: Vec::new(),
            place: Place { source: 0, span: 0..0 },
        };
        let plan = plan::plan(plan::synthetic());
        let found = read(&[request], &plan, Catalogue::built_in(), &|_| Ok(sample.clone())).1.unwrap();
        assert!(found.unusable.is_empty() && found.population.len() > 1, "{id}");
        let noticed: String = found.findings.iter().map(|finding| format!("{}\n", finding.noticed)).collect();
        insta::assert_snapshot!(format!("preset_{id}"), records(&found.population) + &noticed);
    }
}

fn perform(args: &[&str]) -> (i32, String, String) {
    let Ended { code, out, err } = end(root(), args);
    (code, out, err)
}

/// Platform, preset and ramp of a folder decide, and the report says that they do.
#[test]
fn a_folder_is_laid_over_what_is_built_in() {
    let scenario = "tests/data/catalogue/scenario.yaml";
    let (code, out, err) = perform(&["run", scenario, "--catalogue", FOLDER]);
    insta::assert_snapshot!("catalogue_report", out);
    let timing = err.lines().filter(|line| !line.starts_with("rehearsed")).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("catalogue_warnings", format!("{timing}\nexit {code}"));

    let (code, out, _) = perform(&["list", "--catalogue", FOLDER]);
    assert!(
        code == 0 && out.contains("nightly-job") && out.contains("kassa") && out.contains("A slow beginning"),
        "{out}"
    );
    let built_in = perform(&["list"]).1;
    assert!(!built_in.contains("nightly-job") && !built_in.contains("kassa") && !built_in.contains("A slow beginning"));

    let (code, _, err) = perform(&["check", scenario]);
    assert_eq!(code, 2);
    assert!(err.contains("unknown format `kassa`") && err.contains("unknown preset `slow`"), "{err}");
}

#[test]
fn every_problem_of_a_folder_is_told_at_once() {
    let (code, out, err) = perform(&["list", "--catalogue", "tests/data/catalogue/bad"]);
    assert_eq!((code, out.as_str()), (2, ""));
    insta::assert_snapshot!("catalogue_bad", err);
    for folder in ["tests/data/nowhere", "README.md"] {
        let (code, _, err) = perform(&["check", "scenarios/welcome-trap.yaml", "--catalogue", folder]);
        assert!(code == 2 && err.contains(&format!("failed to read `{folder}`")), "{err}");
    }
    let empty = tempfile::tempdir().unwrap();
    let (code, _, err) = perform(&["list", "--catalogue", &empty.path().display().to_string()]);
    assert!(code == 2 && err.contains("holds nothing"), "{err}");
}

/// Keys that files of the catalogue have and that change nothing yet, with the title of the issue that gives each its
/// effect. The compiler finds them, because no code reads them; the list may only become shorter, and is empty after
/// "Sending".
#[test]
fn keys_without_effect_are_listed() {
    let mut found = Vec::new();
    for file in sources(&root().join("src/catalogue")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some((_, reason)) = line.split_once("expect(dead_code, reason = \"") {
                let title = reason.split(['“', '”']).nth(1).unwrap_or("no issue");
                let field = lines.next().unwrap().trim().trim_start_matches("pub(crate) ");
                let name = file.strip_prefix(root().join("src/catalogue")).unwrap().display().to_string();
                found.push(format!("{name} {}: {title}", field.split(':').next().unwrap()));
            }
        }
    }
    let listed = [
        "evidence.rs source: Sending",
        "platforms/mod.rs double_opt_in_mail: Real exports",
        "platforms/mod.rs double_opt_in_mail: Real exports",
        "platforms/mod.rs enforces_ramp: Sending",
        "platforms/mod.rs note: Sending",
        "platforms/mod.rs source: Sending",
        "presets.rs note: Real exports",
        "presets.rs source: Real exports",
        "providers.rs shaped_with: Never green",
        "providers.rs source: Sending",
        "ramps.rs note: Sending",
    ];
    found.sort();
    assert_eq!(found, listed);
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}
