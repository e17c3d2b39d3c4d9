//! Customer ids that last: the register's file, what dedupe does with it, and the decisions of people. What the register
//! itself promises is tested beside it, in the world.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rehearsal::dedupe::json_schema;
use rehearsal::register::RegisterFile;
use serde_json::Value;

use crate::harness::{Ended, end, root};

/// Runs a line as a user types it.
fn perform(folder: &Path, line: &str) -> Ended {
    end(folder, &line.split(' ').collect::<Vec<_>>())
}

fn fine(folder: &Path, line: &str) -> String {
    let ended = perform(folder, line);
    assert_eq!(ended.code, 0, "{line}: {}\n{}", ended.out, ended.err);
    ended.out
}

/// Thirty invented rows of two shops, in a folder of their own.
fn shops() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(root().join("scenarios/data/two_shops.csv"), folder.path().join("shops.csv")).unwrap();
    folder
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Finds duplicates, keeps the ids, and returns them by row id.
fn ids(folder: &Path, table: &str, register: &str) -> BTreeMap<String, String> {
    fine(folder, &format!("dedupe {table} --ids {register} --out clusters.csv"));
    let clusters = read(folder, "clusters.csv");
    assert_eq!(
        clusters.lines().next(),
        Some("row_id,cluster_id,household_id,confidence,customer_id,customer_household"),
        "the first four columns are frozen"
    );
    let rows = clusters.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        assert!(cells.len() == 6 && cells[4].starts_with("c_") && cells[5].starts_with("h_"), "{line}");
        (cells[0].to_owned(), cells[4].to_owned())
    });
    rows.collect()
}

/// Two rows of one customer, and the row of another one.
fn three_rows(ids: &BTreeMap<String, String>) -> [String; 3] {
    let mut rows_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    ids.iter().for_each(|(row, id)| rows_of.entry(id).or_default().push(row));
    let pair = rows_of.values().find(|rows| rows.len() == 2).expect("some row is a duplicate");
    let single = rows_of.values().find(|rows| rows.len() == 1).expect("some row is alone");
    [pair[0], pair[1], single[0]].map(str::to_owned)
}

/// What the register calls a row of the shops: its source is the second cell.
fn key(folder: &Path, row: &str) -> String {
    let table = read(folder, "shops.csv");
    let line = table.lines().find(|line| line.split(',').next() == Some(row)).unwrap();
    format!("{}:{row}", line.split(',').nth(1).unwrap())
}

#[test]
fn the_first_run_mints_and_the_second_adds_no_byte() {
    let folder = shops();
    let first = ids(folder.path(), "shops.csv", "ids.csv");
    let register = read(folder.path(), "ids.csv");
    assert!(register.starts_with("rehearsal-ids 1\nevent,customer,other,household,source,id,by,undone\nminted,c_"));
    assert_eq!(first.len(), 30);
    let modified = fs::metadata(folder.path().join("ids.csv")).unwrap().modified().unwrap();
    assert_eq!(ids(folder.path(), "shops.csv", "ids.csv"), first);
    assert_eq!(read(folder.path(), "ids.csv"), register);
    assert_eq!(fs::metadata(folder.path().join("ids.csv")).unwrap().modified().unwrap(), modified, "not even written");
    let again = fine(folder.path(), "dedupe shops.csv --ids ids.csv");
    assert!(again.contains("This run added nothing") && again.contains(" minted=0 attached=0 "), "{again}");
    assert!(fine(folder.path(), "dedupe shops.csv").lines().last().unwrap().ends_with("basis=fixed"), "as without ids");
}

#[test]
fn rows_in_another_order_get_the_same_ids() {
    let folder = shops();
    let table = read(folder.path(), "shops.csv");
    let (head, rows) = table.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().rev().collect();
    rows.rotate_left(7);
    fs::write(folder.path().join("shuffled.csv"), format!("{head}\n{}\n", rows.join("\n"))).unwrap();
    fs::write(folder.path().join("key"), "07".repeat(32)).unwrap();
    let straight = ids(folder.path(), "shops.csv", "one.csv --key-file key");
    assert_eq!(ids(folder.path(), "shuffled.csv", "two.csv --key-file key"), straight);
    assert_eq!(read(folder.path(), "one.csv"), read(folder.path(), "two.csv"));
    assert_ne!(ids(folder.path(), "shops.csv", "three.csv"), straight, "ids are secret without the key");
    assert_eq!(ids(folder.path(), "shuffled.csv", "one.csv"), straight, "what was given out stays, whatever the key");
}

#[test]
fn a_new_row_attaches_or_opens_and_renumbers_nobody() {
    let folder = shops();
    let table = read(folder.path(), "shops.csv");
    let before = ids(folder.path(), "shops.csv", "ids.csv");
    let register = read(folder.path(), "ids.csv");
    let known = table.lines().nth(1).unwrap().replacen("1,webshop,", "900,webshop,", 1);
    let other =
        "901,till,zoe.zwart@nieuw.example,Zoë,Zwart,0698765432,Nieuwplein 77,9999 ZZ,Appelscha,NL,2001-11-30,T999,yes";
    fs::write(folder.path().join("grown.csv"), format!("{table}{known}\n{other}\n")).unwrap();
    let after = ids(folder.path(), "grown.csv", "ids.csv");
    assert!(before.iter().all(|(row, id)| after[row] == *id));
    assert_eq!(after["900"], before["1"], "one more row of somebody known");
    assert!(!before.values().any(|id| *id == after["901"]));
    let grown = read(folder.path(), "ids.csv");
    assert!(grown.starts_with(&register), "the old bytes stay");
    assert_eq!(grown.lines().count(), register.lines().count() + 3, "attached, minted, founded: {grown}");
    let partial = fine(folder.path(), "dedupe shops.csv --ids ids.csv");
    assert!(partial.contains("1 customer has records that are not in this table"), "{partial}");
}

#[test]
fn a_merge_is_obeyed_and_taken_back() {
    let folder = shops();
    let before = ids(folder.path(), "shops.csv", "ids.csv");
    let [one, _, other] = three_rows(&before);
    let events = read(folder.path(), "ids.csv").lines().count() - 2;
    let told = fine(folder.path(), &format!("ids merge ids.csv {} {}", before[&one], before[&other]));
    assert!(
        told.contains(" is an alias of ") && told.contains(&format!("`rehearsal ids undo ids.csv {events}`")),
        "{told}"
    );
    let merged = ids(folder.path(), "shops.csv", "ids.csv");
    assert_eq!(merged[&one], merged[&other]);
    let changed = before.iter().filter(|&(row, id)| merged[row] != *id).count();
    assert!(changed == 1 || changed == 2, "only the rows of the alias");
    let shown = fine(folder.path(), &format!("ids show ids.csv {}", before[&other]));
    assert!(shown.contains(" stands\naliases of ") || shown.contains(" is an alias of "), "{shown}");
    fine(folder.path(), &format!("ids undo ids.csv {events}"));
    assert_eq!(ids(folder.path(), "shops.csv", "ids.csv"), before);
    let shown = fine(folder.path(), "ids show ids.csv");
    assert!(shown.contains(&format!("event {events}: a person merged ")) && shown.contains("(taken back)"), "{shown}");
    for line in [
        format!("ids undo ids.csv {events}"),
        "ids undo ids.csv 0".to_owned(),
        "ids undo ids.csv 4000000000".to_owned(),
        format!("ids merge ids.csv {0} {0}", before[&one]),
        format!("ids merge ids.csv {} c_0000000000000", before[&one]),
        format!("ids merge ids.csv {} nobody@example.com", before[&one]),
        "ids show ids.csv c_0000000000000".to_owned(),
    ] {
        let ended = perform(folder.path(), &line);
        assert!(ended.code == 2 && ended.err.contains(" = help: "), "{line}: {}", ended.err);
        assert!(!ended.err.contains("nobody"), "{}", ended.err);
    }
}

#[test]
fn a_split_is_obeyed_by_the_next_run_and_taken_back() {
    let folder = shops();
    let before = ids(folder.path(), "shops.csv", "ids.csv");
    let [one, other, single] = three_rows(&before);
    let told = fine(folder.path(), &format!("ids split ids.csv {}", key(folder.path(), &other)));
    assert!(told.contains("kept apart") && told.contains("pass --key-file"), "{told}");
    let event = read(folder.path(), "ids.csv").lines().count() - 3;
    let register = read(folder.path(), "ids.csv");
    let split = ids(folder.path(), "shops.csv", "ids.csv");
    assert_eq!(split[&one], before[&one]);
    assert_ne!(split[&other], before[&other]);
    assert!(before.iter().all(|(row, id)| *row == other || split[row] == *id), "nobody else is renumbered");
    assert!(read(folder.path(), "ids.csv").starts_with(&register));
    let clusters = read(folder.path(), "clusters.csv");
    let cluster = |row: &str| {
        let mut lines = clusters.lines().map(|line| line.split(',').collect::<Vec<_>>());
        lines.find(|cells| cells[0] == row).map(|cells| cells[1].to_owned())
    };
    assert_ne!(cluster(&one), cluster(&other), "the run obeys");
    fine(folder.path(), &format!("ids undo ids.csv {event}"));
    assert_eq!(ids(folder.path(), "shops.csv", "ids.csv"), before);
    fs::write(folder.path().join("rows.csv"), format!("source,id\n{}\n", key(folder.path(), &other).replace(':', ",")))
        .unwrap();
    fine(folder.path(), "ids split ids.csv --rows rows.csv");
    for (line, message) in [
        ("ids split ids.csv nobody@example.com".to_owned(), "record 1: this is not SOURCE:ID"),
        ("ids split ids.csv till:nobody".to_owned(), "record 1: this record is not in the register"),
        (format!("ids split ids.csv {}", key(folder.path(), &single)), "all records of the customer"),
        (
            format!("ids split ids.csv {} {}", key(folder.path(), &one), key(folder.path(), &single)),
            "more than one customer",
        ),
        ("ids split ids.csv".to_owned(), "required"),
    ] {
        let ended = perform(folder.path(), &line);
        assert!(ended.code == 2 && ended.err.contains(message), "{line}: {}", ended.err);
        assert!(!ended.err.contains("nobody"), "{}", ended.err);
    }
}

#[test]
fn rows_without_an_id_that_stays_are_refused() {
    let folder = shops();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("none.csv", "email,first_name\na@example.com,A\nb@example.com,B\n");
    write("empty.csv", "source_id,email\n1,a@example.com\n,b@example.com\n3,c@example.com\n,d@example.com\n");
    write("twice.csv", "id,email\n1,a@example.com\n1,b@example.com\n");
    for (table, code, message) in [
        ("none.csv", 2, "source-id"),
        ("empty.csv", 3, "2 rows have no id of their source: lines 3, 5"),
        ("twice.csv", 3, "1 row has the row id of an earlier one: line 3"),
        ("shops.csv --out ids.csv", 2, "`--out` names the file of --ids"),
    ] {
        let ended = perform(folder.path(), &format!("dedupe {table} --ids ids.csv"));
        assert!(ended.code == code && ended.err.contains(message), "{table}: {}", ended.err);
        assert!(!ended.err.contains('@'), "{}", ended.err);
        assert!(!folder.path().join("ids.csv").exists(), "nothing is written");
    }
}

#[test]
fn what_proves_nothing_gives_out_no_id() {
    let folder = shops();
    fs::write(folder.path().join("one.csv"), "source_id,email\n1,a@example.com\n").unwrap();
    let ended = perform(folder.path(), "dedupe one.csv --ids ids.csv");
    assert!(ended.code == 4 && ended.err.contains("ids.csv is left as it was"), "{}", ended.err);
    assert!(!folder.path().join("ids.csv").exists());
}

#[test]
fn broken_registers_are_told_by_line_and_left_alone() {
    let folder = shops();
    ids(folder.path(), "shops.csv", "ids.csv");
    let whole = read(folder.path(), "ids.csv");
    let lines = whole.lines().count();
    let last = |line: &str| format!("{whole}{line}\n");
    let minted = whole.lines().nth(2).unwrap();
    for (text, message) in [
        (String::new(), "the register is empty".to_owned()),
        ("source,id\nsecret@example.com,1\n".to_owned(), "line 1: this is not a register".to_owned()),
        (whole.replacen("ids 1", "ids 2", 1), "line 1: this register is of version 2".to_owned()),
        (whole.replacen("ids 1", "ids secret", 1), "line 1: the version".to_owned()),
        (whole.replacen(",household,", ",", 1), "line 2: there is no column `household`".to_owned()),
        (whole.replacen("event,customer", "customer,event", 1), "line 2: the columns are not".to_owned()),
        (whole.replace(',', ";"), "line 2: ".to_owned()),
        ("rehearsal-ids 1\n".to_owned(), "line 2: the line of column names is missing".to_owned()),
        (whole[..whole.len() - 5].to_owned(), format!("line {lines}: the last line is cut off")),
        (last("minted,c_0000000000000"), format!("line {}: another number of cells", lines + 1)),
        (last("wished,,,,secret,secret,,"), format!("line {}: this is no event", lines + 1)),
        (last("minted,secret,,,a,b,,"), format!("line {}: this is no customer id", lines + 1)),
        (last("undone,,,,secret,,,3"), format!("line {}: a cell is filled", lines + 1)),
        (last("undone,,,,,,,0"), format!("line {}: this event is neither", lines + 1)),
        (last("attached,c_0000000000000,,,secret,x,,"), format!("line {}: names a customer that was never", lines + 1)),
        (last(&minted.replacen("minted", "attached", 1)), format!("line {}: attaches a record a second", lines + 1)),
        (whole.replacen("minted", "founded", 1), "line 3: a cell is filled".to_owned()),
        (
            whole.replacen("rehearsal", "\u{feff}rehearsal", 1).replacen("minted", "mint", 2),
            "line 3: this is no event".to_owned(),
        ),
    ] {
        fs::write(folder.path().join("broken.csv"), &text).unwrap();
        for line in ["dedupe shops.csv --ids broken.csv", "ids show broken.csv"] {
            let ended = perform(folder.path(), line);
            assert!(ended.code == 3 && ended.err.contains(&message), "{message}: {}", ended.err);
            assert!(ended.err.contains("help: ") && !ended.err.contains("secret"), "{}", ended.err);
            assert_eq!(ended.out, "");
            assert_eq!(read(folder.path(), "broken.csv"), text);
        }
    }
    fs::write(folder.path().join("broken.csv"), b"rehearsal-ids 1\n\xff\xfe\n").unwrap();
    assert!(perform(folder.path(), "ids show broken.csv").err.contains("line 2: this is not UTF-8"));
    assert_eq!(perform(folder.path(), "ids show gone.csv").code, 3);
}

#[test]
fn a_register_survives_any_id_of_a_source() {
    let folder = shops();
    let table = read(folder.path(), "shops.csv");
    let odd = [",", "\"\"", " x", "'; --", "0017", "=1+1", "é"];
    let rows = table.lines().skip(1).enumerate().map(|(place, line)| {
        let rest = line.split_once(',').unwrap().1;
        format!("\"{}{place}\",{rest}", odd[place % odd.len()])
    });
    let table = format!("{}\n{}\n", table.lines().next().unwrap(), rows.collect::<Vec<_>>().join("\n"));
    fs::write(folder.path().join("odd.csv"), table).unwrap();
    fine(folder.path(), "dedupe odd.csv --ids ids.csv");
    let register = read(folder.path(), "ids.csv");
    let again = fine(folder.path(), "dedupe odd.csv --ids ids.csv");
    assert!(again.contains("This run added nothing"), "{again}");
    assert_eq!(read(folder.path(), "ids.csv"), register);
}

#[test]
fn the_document_holds_the_ids_and_fits_its_schema() {
    let folder = shops();
    let before = ids(folder.path(), "shops.csv", "ids.csv");
    let [one, other, _] = three_rows(&before);
    // Somebody answers that two rows of one customer are two people: the customer drifts.
    fs::write(folder.path().join("shops.review.csv"), format!("row_a,row_b,answer\n{one},{other},different\n"))
        .unwrap();
    let document: Value =
        serde_json::from_str(&fine(folder.path(), "dedupe shops.csv --ids ids.csv --format json")).unwrap();
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let told = &document["customer_ids"];
    assert_eq!(told["known_by"], serde_json::json!(["row_id", "source"]));
    assert_eq!((&told["minted"], &told["events_added"]), (&Value::from(0), &Value::from(0)));
    assert_eq!(told["drifted"][0]["customer"], Value::from(before[&one].as_str()));
    assert_eq!(told["drifted"][0]["lines"].as_array().map(Vec::len), Some(2));
    assert!(told["consent"].as_array().is_some_and(|found| !found.is_empty()), "{told}");
    let text = fine(folder.path(), "dedupe shops.csv --ids ids.csv");
    assert!(
        text.contains("CUSTOMER IDS") && text.contains("the strictest wins") && text.contains("- Drifted: "),
        "{text}"
    );
    let page = fine(folder.path(), "dedupe shops.csv --ids ids.csv --format html");
    assert!(page.contains("<h2>Customer ids</h2>"), "{page}");
    let without: Value = serde_json::from_str(&fine(folder.path(), "dedupe shops.csv --format json")).unwrap();
    assert_eq!(without["customer_ids"], Value::Null);
}

proptest! {
    #[test]
    fn random_registers_never_panic_and_whole_ones_are_kept_as_they_are(
        lines in proptest::collection::vec((0_usize..8, 0_usize..4, 0_usize..4, 0_u32..6), 0..12),
        noise in "([a-z,\"\r\né;]{0,6})?",
    ) {
        let customers = ["c_0000000000000", "c_0000000000001", "c_0000000000002", "c_x"];
        let text = lines.iter().map(|&(kind, one, other, number)| {
            let (id, to) = (customers[one], customers[other]);
            match kind {
                0 | 7 => format!("minted,{id},,,s,{number},,\n"),
                1 => format!("attached,{id},,,s,{number},,\n"),
                2 => format!("merged,{id},{to},,,,person,\n"),
                3 => format!("split,{id},{to},,s,{number},,\n"),
                4 => format!("undone,,,,,,,{number}\n"),
                5 => format!("founded,{id},,h_000000000000{other},,,,\n"),
                _ => format!("housed,{id},,h_000000000000{other},,,,\n"),
            }
        });
        let head = "rehearsal-ids 1\nevent,customer,other,household,source,id,by,undone\n";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ids.csv");
        fs::write(&path, format!("{head}{}{noise}", text.collect::<String>())).unwrap();
        if let Ok(file) = RegisterFile::open(&path) {
            prop_assert_eq!(file.grown(), None);
        }
    }
}
