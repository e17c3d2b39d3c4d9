//! Who is who in a table: reading, views, answers, exit codes. What the engine finds is tested beside it; here findings
//! are made by hand, or nothing is asserted that depends on them.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rehearsal::dedupe::{Loaded, Request, Summary, View, answers_path, ask, json_schema, load, render};
use rehearsal::diagnostics::{ErrorKind, LoadError};
use rehearsal::pseudonym::Key;
use rehearsal_identity::{
    Basis, Decider, Effort, Field, Findings, Learnt, Level, Link, Rival, Shared, Table, dedupe as find,
};

use crate::harness::{Ended, end, root};

fn data(name: &str) -> PathBuf {
    Path::new("tests/data/dedupe").join(name)
}

fn request(table: &Path, mapping: Option<&Path>, truth: Option<&Path>) -> Request {
    Request { table: table.to_owned(), mapping: mapping.map(Path::to_owned), truth: truth.map(Path::to_owned) }
}

fn loaded(request: &Request) -> Loaded {
    load(request).unwrap_or_else(|error| panic!("{}", error.render(false))).1
}

fn refused(request: &Request) -> LoadError {
    load(request).err().unwrap()
}

fn people() -> Loaded {
    loaded(&request(&data("people.csv"), None, Some(&data("people.truth.csv"))))
}

/// Invented findings about `people.csv`: as many kinds of things as a view can show.
fn findings() -> Findings {
    let field = |name: &str, levels: &[(&'static str, i32)]| Field {
        name: name.to_owned(),
        columns: vec![0],
        levels: levels.iter().map(|&(name, weight_centibits)| Level { name, weight_centibits }).collect(),
    };
    let fields = vec![
        field("mailbox", &[("one is missing", 0), ("another mailbox", -150), ("same mailbox", 1_450)]),
        field("first name", &[("one is missing", 0), ("initial fits", 210), ("another", -520), ("same", 740)]),
        field("phone", &[("one is missing", 0), ("same phone", 980)]),
        field("birth date", &[("one is missing", 0), ("same birth date", 1_085), ("another birth date", -610)]),
    ];
    let weight = |(field, level): (&Field, u8)| field.levels[usize::from(level)].weight_centibits;
    let link = |rows, levels: [u8; 4], weight_centibits, probability_permille| Link {
        rows,
        levels: levels.to_vec(),
        rival: Rival::Household,
        prior_centibits: -1_400,
        evidence_centibits: fields.iter().zip(levels).map(weight).collect(),
        weight_centibits,
        probability_permille,
        by: Decider::Evidence,
    };
    let merges = vec![
        link([0, 1], [2, 1, 1, 1], 2_310, 1_000),
        Link { by: Decider::Person, ..link([6, 7], [0, 0, 0, 0], 0, 1_000) },
        link([2, 3], [1, 3, 0, 1], 275, 871),
    ];
    let review = vec![link([4, 5], [2, 2, 1, 2], -55, 406), link([2, 8], [0, 2, 0, 2], -1_500, 1)];
    Findings {
        cluster_of: vec![0, 0, 2, 2, 4, 5, 6, 6, 8],
        household_of: vec![0, 0, 2, 2, 4, 4, 6, 6, 8],
        confidence_permille: vec![999, 999, 871, 871, 1000, 1000, 1000, 1000, 1000],
        merges,
        review,
        fields,
        prior_centibits: -1_400,
        basis: Basis::Fitted { steps: 12 },
        learnt: Learnt {
            shared_mailboxes: Shared { values: 1, rows: 2 },
            default_dates: Shared { values: 1, rows: 2 },
            short_forms: 1,
            ..Learnt::default()
        },
        effort: Effort {
            pairs: 11,
            purged_blocks: 1,
            patterns: 5,
            expected_missed_permille: 21,
            expected_wrong_permille: 4,
        },
    }
}

fn shown(loaded: &Loaded, findings: &Findings, view: View) -> String {
    let key = Key::derived("people.csv", 0);
    let mut out = Vec::new();
    render(&Summary::new("people.csv", loaded, findings, &key), view, false, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_text_is_reviewed() {
    let text = shown(&people(), &findings(), View::Text);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[..lines.len() - 1].iter().all(|line| line.chars().count() <= 100), "{text}");
    insta::assert_snapshot!("dedupe_text", text);
}

#[test]
fn the_page_is_reviewed_and_loads_nothing() {
    let page = shown(&people(), &findings(), View::Html);
    for foreign in ["http", "<script", "@import", "url(", "src="] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    insta::assert_snapshot!("dedupe_html", page);
}

#[test]
fn the_document_is_reviewed_and_fits_its_schema() {
    let document: serde_json::Value = serde_json::from_str(&shown(&people(), &findings(), View::Json)).unwrap();
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(document["merges"].as_array().map(Vec::len), Some(3), "all merges, not the first ones");
    insta::assert_snapshot!("dedupe_json", serde_json::to_string_pretty(&document).unwrap());
}

#[test]
fn findings_that_prove_nothing_say_so_in_every_view() {
    let rows = people().sheet.len();
    for basis in [Basis::Nothing, Basis::Refused { reason: "two columns are not enough".to_owned() }] {
        let nobody: Vec<u32> = (0..rows as u32).collect();
        let findings =
            Findings { cluster_of: nobody.clone(), household_of: nobody, basis: basis.clone(), ..Findings::default() };
        let text = shown(&people(), &findings, View::Text);
        assert!(text.starts_with("9 rows are 9 people: no duplicate was found.\n"), "{text}");
        assert!(text.contains("nothing was joined") || text.contains("so nothing was joined"), "{text}");
        assert!(shown(&people(), &findings, View::Html).contains("class=\"alarm\""));
        assert!(shown(&people(), &findings, View::Json).contains("\"duplicates\":0"));
    }
}

#[test]
fn columns_are_recognised_and_the_table_keeps_their_order() {
    let sheet = people().sheet;
    let kinds: Vec<&str> = sheet.table.columns().iter().map(|column| column.kind.name()).collect();
    assert_eq!(
        kinds,
        ["email", "first-name", "last-name", "phone", "street", "postcode", "city", "country", "birth-date"]
    );
    assert_eq!(sheet.lines, [2, 3, 4, 5, 6, 7, 8, 9, 12], "a cell can hold a line end");
    assert_eq!((sheet.ragged_rows, sheet.ragged_lines.as_slice()), (1, &[11][..]));
    assert_eq!(sheet.name(3), "b2");
    assert_eq!(sheet.table.columns()[0].cells.get(1), "Anouk.Akkermans@example.com");
    assert_eq!(sheet.columns[12].header, None, "an unknown header is not kept: it might be a person");
    assert_eq!(sheet.notes, ["no word of consent that we know is in 1 cell under newsletter"]);
}

#[test]
fn anything_can_be_compared_with_a_mapping() {
    let loaded = loaded(&request(&data("things.csv"), Some(&data("things.yaml")), None));
    let columns: Vec<(&str, &str)> =
        loaded.sheet.table.columns().iter().map(|column| (column.name.as_str(), column.kind.name())).collect();
    assert_eq!(columns, [("titel", "name"), ("merk", "text"), ("prijs", "number"), ("gezien", "date")]);
    let nobody = Findings { cluster_of: vec![0, 0, 2], household_of: vec![0, 0, 2], ..Findings::default() };
    assert!(shown(&loaded, &nobody, View::Text).starts_with("3 rows are 2 things: 1 row is a duplicate (33.3%).\n"));
}

#[test]
fn a_header_that_is_only_nearly_known_is_shown_where_a_header_line_is_certain() {
    let folder = tempfile::tempdir().unwrap();
    let read = |text: &str| loaded(&request(&table(folder.path(), text.as_bytes()), None, None)).sheet.columns;
    let near = read("email,first_name,stan\nx@example.com,A,B\n");
    assert_eq!(near[2].header.as_deref(), Some("stan"));
    let alone = read("nom,stan,6\nx,A,7\n");
    assert_eq!((alone[0].header.as_deref(), alone[1].header.as_deref()), (Some("nom"), None));
}

#[test]
fn bad_mappings_are_explained() {
    let mut names: Vec<PathBuf> = fs::read_dir(data("bad")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in names {
        let error = refused(&request(&data("people.csv"), Some(&path), None));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        insta::assert_snapshot!(
            format!("dedupe_bad_{name}"),
            error.render(false).replace(&*path.to_string_lossy(), "mapping.yaml")
        );
    }
}

/// A table in a folder of its own.
fn table(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("table.csv");
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn tables_that_cannot_be_used_say_why() {
    let folder = tempfile::tempdir().unwrap();
    for (bytes, message) in [
        (&b""[..], "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"\x00\x01\x02", "binary"),
        (b"PK\x03\x04...", "workbook"),
        (b"email,first_name\n", "a header line and no rows"),
        (b"email,first_name\nx@example.com\n", "every row has another number of cells"),
        (b"email,Email\nx@example.com,y@example.com\n", "columns 1 and 2 are both called `Email`"),
        (b"secret@example.com,Secret\nother@example.com,Other\n", "no column holds anything to compare"),
    ] {
        let error = refused(&request(&table(folder.path(), bytes), None, None));
        let text = error.render(false);
        assert!(error.kind == ErrorKind::Input, "{text}");
        assert!(text.contains(message) && text.contains("help: "), "{text}");
        assert!(!text.to_lowercase().contains("secret"), "the first line may be a person: {text}");
    }
}

#[test]
fn cells_that_are_not_read_are_counted_and_named_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "email,phone,birth date\n\
                a@x.example,0612345678,1957-05-03\n\
                b@x.example,3.16E+10,3 May 1957\n\
                no address,0000000000,01/01/57\n";
    let loaded = loaded(&request(&table(folder.path(), rows.as_bytes()), None, None));
    assert_eq!(
        loaded.sheet.notes,
        [
            "the e-mail cell holds no address: line 4",
            "the phone cell holds no number (too short, a placeholder, or spoilt by a spreadsheet): 2 rows, lines 3, 4",
            "the cell under birth-date is no date; read as missing: line 3",
        ]
    );
}

#[test]
fn an_open_quotation_mark_in_the_truth_or_the_answers_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let rows = (0..80).map(|row| format!("{row},p{row}@x.example\n")).collect::<String>();
    let table = table(folder.path(), format!("row id,email\n{rows}").as_bytes());
    let truth = folder.path().join("truth.csv");
    std::fs::write(&truth, format!("row_id,entity_id\n0,\"open\n{}", "1,2\n".repeat(60))).unwrap();
    let error = refused(&request(&table, None, Some(&truth)));
    assert!(error.render(false).contains("line 2: a row covers so many lines"));
    std::fs::write(answers_path(&table), format!("row_a,row_b,answer\n0,1,\"same\n{}", "2,3,\n".repeat(60))).unwrap();
    let error = refused(&request(&table, None, None));
    assert!(error.render(false).contains("line 2: a row covers so many lines"));
}

#[test]
fn ids_that_name_people_or_nothing_are_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("mapping.yaml");
    for cells in ["x@example.com,A\ny@example.com,B\n", "1,A\n1,B\n", ",A\n2,B\n"] {
        let path = table(folder.path(), format!("id,first_name\n{cells}").as_bytes());
        let guessed = loaded(&request(&path, None, None)).sheet;
        assert_eq!((guessed.name(0), guessed.name(1)), ("2".into(), "3".into()));
        assert!(guessed.notes[0].ends_with("; rows are named by their line instead"), "{:?}", guessed.notes);
        fs::write(&mapping, "columns: {id: row-id}\n").unwrap();
        assert!(refused(&request(&path, Some(&mapping), None)).kind == ErrorKind::Input);
    }
    let path = table(folder.path(), b"source,source_id,first_name\nshop,1,A\ntill,1,B\n");
    assert_eq!(loaded(&request(&path, None, None)).sheet.name(1), "till:1");
}

#[test]
fn the_truth_is_matched_by_row_id() {
    let loaded = people();
    let truth = loaded.truth.as_ref().unwrap();
    assert_eq!((truth.missing_rows, truth.missing_lines.as_slice()), (1, &[12][..]));
    assert_eq!((truth.unknown_rows, truth.unknown_lines.as_slice()), (1, &[10][..]));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.csv");
    for (text, message) in [
        ("", "the truth is empty"),
        ("row_id\na1\n", "one column"),
        ("row_id,entity_id\nx,1\n", "knows no row"),
        ("row_id,entity_id\na1,1\na2,1\na1,2\n", "line 4: this row has another entity"),
    ] {
        fs::write(&path, text).unwrap();
        let error = refused(&request(&data("people.csv"), None, Some(&path)));
        let text = error.render(false);
        assert!(text.contains(message), "{text}");
    }
}

/// `people.csv` in a folder, with answers beside it.
fn answered(folder: &Path, lines: &str) -> Request {
    let path = folder.join("people.csv");
    fs::copy(root().join(data("people.csv")), &path).unwrap();
    fs::write(answers_path(&path), format!("row_a,row_b,answer,probability,evidence\n{lines}")).unwrap();
    request(&path, None, None)
}

#[test]
fn answers_are_obeyed_and_never_lost() {
    let folder = tempfile::tempdir().unwrap();
    let request = answered(folder.path(), "c2,c1,Different,0.4,mine\nb1,f1,,0.1,old\ngone,a1,same,0.9,kept\n");
    let loaded = loaded(&request);
    let decisions: Vec<_> = loaded.settings().decisions.iter().map(|given| (given.rows, given.are_same)).collect();
    assert_eq!(decisions, [([4, 5], false)]);
    assert_eq!((loaded.warnings.len(), loaded.answers.unknown_answers), (1, 1));
    assert!(loaded.warnings[0].message.starts_with("line 4: "), "{:?}", loaded.warnings[0]);
    let (findings, key) = (findings(), Key::derived("people.csv", 0));
    let summary = Summary::new("people.csv", &loaded, &findings, &key);
    let file = String::from_utf8(loaded.answers.file(&summary)).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(
        lines[..3],
        ["row_a,row_b,answer,probability,evidence", "c2,c1,different,0.4,mine", "gone,a1,same,0.9,kept"]
    );
    assert_eq!(lines.len(), 4, "the open pair is asked again, the answered one is not: {file}");
    assert!(lines[3].starts_with("b1,f1,,0.001,"), "{file}");
    assert!(shown(&loaded, &findings, View::Text).contains("1 answer of earlier reviews obeyed."));
}

#[test]
fn nonsense_in_the_answers_is_told_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let request = answered(folder.path(), "a1,a2,smae,,\na1,a1,same,,\nb1,b2,same,,\nb2,b1,different,,\n");
    let error = refused(&request);
    let text = error.render(false);
    for message in ["line 2: this is no answer", "did you mean `same`?", "line 3: both", "lines 4 and 5: the same pair"]
    {
        assert!(text.contains(message), "{message}: {text}");
    }
}

#[test]
fn whoever_is_asked_sees_lines_and_evidence_alone() {
    let loaded = people();
    let (findings, key) = (findings(), Key::derived("people.csv", 0));
    let summary = Summary::new("people.csv", &loaded, &findings, &key);
    let (mut answers, mut out, mut saved) = (loaded.answers.clone(), Vec::new(), Vec::new());
    let mut save = |file: &[u8]| {
        saved.push(String::from_utf8(file.to_vec()).unwrap());
        Ok(())
    };
    let given = ask(&summary, &mut answers, &mut &b"what?\nd\nq\n"[..], &mut out, &mut save).unwrap();
    assert_eq!((given, saved.len()), (1, 1));
    assert!(saved[0].contains("c1,c2,different,0.406,"), "{}", saved[0]);
    let asked = String::from_utf8(out).unwrap();
    assert!(asked.contains("1 of 2: lines 6 and 7\n  same mailbox +14.5, "), "{asked}");
    for value in ["Clerck", "example", "0600000003", "Dorpsplein"] {
        assert!(!asked.contains(value) && !saved[0].contains(value), "{value}");
    }
    let nobody = ask(&summary, &mut answers, &mut &b""[..], &mut Vec::new(), &mut |_| Ok(())).unwrap();
    assert_eq!(nobody, 0, "the end of the input is no answer");
}

/// Runs `rehearsal dedupe`.
fn dedupe(folder: &Path, args: &[&str]) -> Ended {
    end(folder, &[&["dedupe"], args].concat())
}

#[test]
fn every_ending_has_its_code() {
    let folder = tempfile::tempdir().unwrap();
    answered(folder.path(), "");
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    fs::write(folder.path().join("wrong.yaml"), "columns: {first_name: nonsense}\n").unwrap();
    for (args, code) in [
        (&["people.csv", "--mapping", "wrong.yaml"][..], 2),
        (&["people.csv", "--threads", "0"], 2),
        (&["people.csv", "--format", "pdf"], 2),
        (&["people.csv", "--mapping", "gone.yaml"], 3),
        (&["people.csv", "--truth", "gone.csv"], 3),
        (&["people.csv", "--key-file", "gone"], 3),
        (&["empty.csv"], 3),
        (&["gone.csv"], 3),
    ] {
        let ended = dedupe(folder.path(), args);
        assert_eq!(ended.code, code, "{args:?}: {}", ended.err);
        assert_eq!(ended.out, "");
        assert!(ended.err.lines().last().unwrap().starts_with(&format!("rehearsal: exit {code}: ")), "{}", ended.err);
    }
}

#[test]
fn clusters_are_written_for_every_row_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let request = answered(folder.path(), "");
    let sheet = loaded(&request).sheet;
    let out = folder.path().join("clusters.csv");
    fs::write(&out, "the last good clusters").unwrap();
    let ended = dedupe(folder.path(), &["people.csv", "--out", "clusters.csv"]);
    let written = fs::read_to_string(&out).unwrap();
    match ended.code {
        0 => {
            let rows: Vec<&str> = written.lines().collect();
            assert_eq!(rows[0], "row_id,cluster_id,household_id,confidence");
            assert_eq!(rows.len(), 1 + sheet.len());
            assert!(rows[1].starts_with("a1,a1,a1,"), "{written}");
        }
        4 => assert_eq!(written, "the last good clusters"),
        code => panic!("{code}: {}", ended.err),
    }
    assert!(ended.out.lines().last().unwrap().starts_with("rehearsal: dedupe rows=9 "), "{}", ended.out);
}

#[test]
fn a_review_is_written_down_where_nobody_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    answered(folder.path(), "c1,c2,different,,\n");
    let ended = dedupe(folder.path(), &["people.csv", "--review"]);
    assert!(matches!(ended.code, 0 | 4), "{}", ended.err);
    assert!(ended.out.contains(" answers=1 "), "{}", ended.out);
    let kept = fs::read_to_string(folder.path().join("people.review.csv")).unwrap();
    assert!(kept.starts_with("row_a,row_b,answer,probability,evidence\nc1,c2,different,,\n"), "{kept}");
}

#[test]
fn the_report_is_the_same_for_every_number_of_threads() {
    for format in ["text", "json", "html"] {
        let run =
            |threads| dedupe(root(), &["tests/data/dedupe/people.csv", "--format", format, "--threads", threads]).out;
        assert_eq!(run("1"), run("3"));
    }
}

/// A table in which every cell is a marker, or holds one; the same person twice, and nearly the same.
pub(crate) const MARKED: &str = "E-mailadres,Voornaam,Achternaam,Telefoon,Straat,Postcode,Klantnummer,Nieuwsbrief,MARKER-header\n\
    MARKERa@example.org,MARKERb,MARKERc,0612345678MARKER,MARKERd 1,MARKERe,MARKERf,MARKERg,\"MARKERh\nMARKERi\"\n\
    MARKERa@example.org,MARKERb,MARKERc,0612345678MARKER,MARKERd 1,MARKERe,MARKERj,no,MARKERk\n\
    MARKERl@example.org,MARKERb,MARKERc,,MARKERd 2,MARKERe,MARKERm,yes,MARKERn\n\
    MARKERo,MARKERp\n";

/// What the reports show of findings that show everything, whatever the engine finds. What the program itself says is
/// looked at in `leaks`.
#[test]
fn no_cell_of_a_table_is_in_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = table(folder.path(), MARKED.as_bytes());
    let loaded = loaded(&request(&path, None, None));
    let mut findings = findings();
    findings.cluster_of = vec![0, 0, 0];
    findings.household_of = vec![0, 0, 0];
    findings.merges.retain(|link| link.rows == [0, 1]);
    findings.review = vec![Link { rows: [1, 2], ..findings.merges[0].clone() }];
    for view in [View::Text, View::Json, View::Html] {
        let text = shown(&loaded, &findings, view);
        assert!(text.contains("p_") && !text.to_lowercase().contains("marker"), "{view:?} leaks a cell:\n{text}");
    }
}

#[test]
fn one_row_is_one_person() {
    let folder = tempfile::tempdir().unwrap();
    let loaded = loaded(&request(&table(folder.path(), b"email\nx@example.com\n"), None, None));
    let findings = find(&loaded.sheet.table, &loaded.settings(), 1);
    assert!(shown(&loaded, &findings, View::Text).starts_with("1 row is 1 person: no duplicate was found.\n"));
    assert_eq!(Table::default().len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn random_tables_never_panic(
        head in "(email|id|voornaam|newsletter|MARKER|,|;|\"|\n){0,8}",
        cells in "([\\-a-z@.0-9:/+ '\"=,;\r\n\té]|@x\\.example,|,,){0,80}",
        noise in proptest::collection::vec(any::<u8>(), 0..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = format!("{head}\n{cells}").into_bytes();
        bytes.extend(noise);
        let path = table(folder.path(), &bytes);
        fs::write(answers_path(&path), &bytes).unwrap();
        for truth in [None, Some(path.as_path())] {
            let read = load(&request(&path, None, truth)).map(|(_, loaded)| loaded);
            if let Ok(loaded) = read {
                let findings = find(&loaded.sheet.table, &loaded.settings(), 1);
                for view in [View::Text, View::Json, View::Html] {
                    prop_assert!(!shown(&loaded, &findings, view).is_empty());
                }
            }
        }
    }
}
