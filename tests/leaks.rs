//! No value of a person is in anything that the program writes: one test over every verb.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::dedupe::MARKED;
use crate::harness::{end, root};

/// A scenario over an export in which every cell is a marker, or holds one.
fn marked_world(folder: &Path) {
    let export = "E-mailadres,Voornaam,Telefoon,Klantnummer,Klant sinds,Toestemming,Notitie,VIP MARKER-header\n\
        MARKERa@example.org,MARKERb,+31 6 MARKERc,MARKERd,MARKERe,MARKERf,\"MARKERg\nMARKERh\",MARKERi\n\
        MARKERj@example.org,MARKERk,0612345678,MARKERl,2021-02-03,yes,MARKERm,MARKERn\n\
        MARKERo,MARKERp,,,,no\n\
        ,MARKERq,,,2020-01-01,yes,MARKERr,MARKERs\n";
    let scenario = "# Markers in every cell.\n\
        rehearsal: Markers\nstart: 2026-03-02\ndays: 10\ntarget: {platform: klaviyo}\n\
        lists: [newsletter]\n\
        population:\n  exports:\n    - file: export.csv\n      format: generic\n      \
        columns: {\"E-mailadres\": email, \"Telefoon\": phone, \"Klantnummer\": customer-id, \"Klant sinds\": created-at, \"Toestemming\": email-consent}\n\
        import: {door: csv-list-upload, list: newsletter}\n\
        flows:\n  - {flow: Welcome, class: welcome, trigger: {list: newsletter}, steps: [{email: welcome-1}]}\n";
    std::fs::write(folder.join("export.csv"), export).unwrap();
    std::fs::write(folder.join("markers.yaml"), scenario).unwrap();
}

/// The shops with a marker in every cell that may hold one without becoming somebody else.
fn marked(table: &str) -> String {
    let rows = table.lines().skip(1).map(|line| {
        let cells = line.split(',').enumerate().map(|(place, cell)| match place {
            1 => format!("MARKER {cell}"),
            2 if !cell.is_empty() => format!("MARKER{cell}"),
            0 | 11 => format!("MARKER@{cell}"),
            _ => cell.to_owned(),
        });
        cells.collect::<Vec<_>>().join(",")
    });
    format!(
        "{}\n{}\n",
        table.lines().next().unwrap().replace("row_id", "source_id"),
        rows.collect::<Vec<_>>().join("\n")
    )
}

/// What is typed, verb by verb. `ID` and `OTHER` stand for customer ids of the register.
const LINES: &[&str] = &[
    "init fresh",
    "check markers.yaml",
    "check export.csv",
    "check cells.yaml",
    "run markers.yaml",
    "run markers.yaml --format markdown",
    "run markers.yaml --format json",
    "run markers.yaml --language nl",
    "run markers.yaml --color always",
    "run markers.yaml --strict --deny warnings --twice --facts facts.ndjson --output report.txt",
    "run markers.yaml --catalogue export.csv",
    "run markers.yaml --key-file export.csv",
    "run export.csv",
    "generate markers.yaml",
    "list",
    "list --catalogue catalogue",
    "explain one-person-one-profile",
    "schema report",
    "completions bash",
    "man",
    "dedupe table.csv",
    "dedupe table.csv --format json",
    "dedupe table.csv --format html",
    "dedupe table.csv --color always --out clusters.csv --review",
    "dedupe table.csv --truth table.csv",
    "dedupe table.csv --mapping table.csv",
    "dedupe table.csv --key-file table.csv",
    "dedupe shops.csv --ids ids.csv --out clusters.csv --review",
    "dedupe shops.csv --ids ids.csv --format json",
    "dedupe shops.csv --ids ids.csv --format html",
    "dedupe shops.csv --ids shops.csv",
    "dedupe shops.csv --ids clusters.csv",
    "ids show ids.csv",
    "ids show ids.csv ID",
    "ids merge ids.csv ID OTHER",
    "ids show shops.csv",
    "ids split ids.csv --rows shops.csv",
    "ids split ids.csv --rows ids.csv",
    "ids split ids.csv MARKER:MARKER@99",
    "ids merge ids.csv MARKER@1 MARKER@2",
];

/// Everything that people's cells are in, and that is read: none of it may come out.
const READ: [&str; 6] = ["export.csv", "markers.yaml", "cells.yaml", "table.csv", "shops.csv", "ids.csv"];

/// A text without the names of the files of this test, and without the scenario's own title, in small letters.
fn without_names(text: &str) -> String {
    text.to_lowercase().replace("markers.yaml", "").replace("markers", "")
}

fn assert_clean(what: &str, text: &str) {
    assert!(!without_names(text).contains("marker"), "{what} leaks a cell:\n{text}");
}

#[test]
fn no_cell_is_in_any_output_of_any_verb() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    marked_world(folder.path());
    fs::write(at("table.csv"), MARKED).unwrap();
    fs::write(at("shops.csv"), marked(&fs::read_to_string(root().join("scenarios/data/two_shops.csv")).unwrap()))
        .unwrap();
    // A scenario that names its own export as a preset and as a flow.
    let cells = "rehearsal: R\nstart: 2026-03-02\ndays: 9\nflows: [export.csv]\nextends: export.csv\n";
    fs::write(at("cells.yaml"), cells).unwrap();
    fs::create_dir_all(at("catalogue/presets")).unwrap();
    fs::write(at("catalogue/presets/cells.csv"), MARKED).unwrap();
    end(folder.path(), &["dedupe", "shops.csv", "--ids", "ids.csv", "--out", "clusters.csv"]);
    let register = fs::read_to_string(at("ids.csv")).unwrap();
    assert!(register.contains("MARKER@"), "the register itself holds them, or the test would prove nothing");
    let id = register.lines().nth(2).unwrap().split(',').nth(1).unwrap().to_owned();
    let clusters = fs::read_to_string(at("clusters.csv")).unwrap();
    let other = clusters.lines().last().unwrap().split(',').nth(4).unwrap().to_owned();

    let (mut verbs, mut has_witness) = (BTreeSet::new(), false);
    for line in LINES {
        let args: Vec<&str> = line
            .split(' ')
            .map(|arg| match arg {
                "ID" => id.as_str(),
                "OTHER" => other.as_str(),
                arg => arg,
            })
            .collect();
        let ended = end(folder.path(), &args);
        assert_ne!(ended.code, 70, "{line}: {}", ended.err);
        assert_clean(line, &ended.out);
        assert_clean(line, &ended.err);
        verbs.insert(args[0].to_owned());
        has_witness |= ended.code == 1 && ended.out.contains("p_");
    }
    assert!(has_witness, "no rehearsal came as far as a witness, so nothing was proved");
    written_files(folder.path());
    assert_eq!(verbs, known_verbs(), "every verb is looked at");
}

/// Every file that the verbs wrote.
fn written_files(folder: &Path) {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() && !READ.contains(&name.as_str()) {
            count += 1;
            assert_clean(&name, &fs::read_to_string(&path).unwrap());
        }
    }
    assert!(count >= 4, "report, facts, clusters and answers are written");
}

/// The verbs that the help lists.
fn known_verbs() -> BTreeSet<String> {
    let help = end(root(), &["--help"]).out;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}
