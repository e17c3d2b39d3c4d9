//! No output overwrites an input: every option that writes, onto every file that is read, by another path and through links.

use std::fs;
use std::path::Path;

use crate::harness::{end, root};

/// A folder with a scenario over an export, a flow file, a catalogue, a key, and a table with everything that belongs to it.
fn inputs(folder: &Path) {
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), text).unwrap();
    };
    write("people.csv", "email,email-consent\nann@mail.example,yes\nbob@mail.example,yes\n");
    write("flow.yaml", "flow: News\nclass: newsletter\ntrigger: {at: day 1 10:00}\nsteps: [{email: n}]\n");
    let ramp = fs::read_to_string(root().join("tests/data/catalogue/good/ramps/slow.yaml")).unwrap();
    write("catalogue/ramps/slow.yaml", &ramp);
    write("key", &"07".repeat(32));
    write(
        "s.yaml",
        "rehearsal: R\nstart: 2026-03-02\ndays: 3\nlists: [news]\ntarget: generic\n\
         population: {exports: [{file: people.csv, format: generic}]}\n\
         import: {door: bulk-import, list: news}\nflows: [flow.yaml]\n",
    );
    write(
        "invented.yaml",
        "rehearsal: I\nstart: 2026-03-02\ndays: 3\nlists: [news]\nimport: {list: news}\nflows: [flow.yaml]\n",
    );
    fs::copy(root().join("tests/data/dedupe/people.csv"), folder.join("table.csv")).unwrap();
    fs::copy(root().join("tests/data/dedupe/people.truth.csv"), folder.join("truth.csv")).unwrap();
    write("mapping.yaml", "others: guess\ncolumns: {first_name: first-name}\n");
    write("table.review.csv", "row_a,row_b,answer,probability,evidence\n");
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn no_output_overwrites_what_is_read() {
    let of_run = ["s.yaml", "people.csv", "flow.yaml", "catalogue/ramps/slow.yaml", "key"];
    let of_generate = ["invented.yaml", "flow.yaml"];
    let of_dedupe = ["table.csv", "truth.csv", "mapping.yaml", "key", "table.review.csv"];
    let run = "run s.yaml --catalogue catalogue --key-file key";
    let dedupe = "dedupe table.csv --truth truth.csv --mapping mapping.yaml --key-file key";
    for (line, options, read) in [
        (run, &["--output", "--facts"][..], &of_run[..]),
        ("generate invented.yaml", &["--output"], &of_generate),
        (dedupe, &["--out", "--ids"], &of_dedupe),
    ] {
        for option in options {
            for name in read {
                let folder = tempfile::tempdir().unwrap();
                inputs(folder.path());
                std::os::unix::fs::symlink(folder.path().join(name), folder.path().join("link")).unwrap();
                let before = contents(folder.path());
                for target in [(*name).to_owned(), format!("./{name}"), "link".to_owned()] {
                    let typed = format!("{line} {option} {target}");
                    let ended = end(folder.path(), &typed.split(' ').collect::<Vec<_>>());
                    assert_eq!(ended.code, 2, "{typed}: {}", ended.err);
                    assert!(ended.err.contains("it would be overwritten"), "{typed}: {}", ended.err);
                    assert_eq!(contents(folder.path()), before, "{typed}");
                }
            }
        }
    }
}
