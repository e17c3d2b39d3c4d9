//! The borders between the rooms of each crate that Cargo does not hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::harness::root;

/// The crates that have rooms, and the program itself. `identity` is one way from cells to people, whose steps Cargo could
/// not tell apart either.
const CRATES: [&str; 4] = ["core", "world", "judge", "src"];

/// The rooms of a crate: its modules, but tests.
fn rooms(page: &str) -> Vec<String> {
    let module = |line: &str| {
        line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
    };
    page.lines().filter_map(module).filter(|name| name != "tests").collect()
}

/// The folder of a crate's sources; `src` is the program's own.
fn folder(name: &str) -> PathBuf {
    if name == "src" { root().join(name) } else { root().join("sim").join(name).join("src") }
}

/// Every source of a room but its tests: a file, or a folder of files.
fn sources(folder: &Path, room: &str) -> Vec<String> {
    let file = folder.join(format!("{room}.rs"));
    if file.is_file() {
        return vec![std::fs::read_to_string(file).unwrap()];
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join(room)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            found.extend(sources(&folder.join(room), &name));
        } else if path.is_file() && !name.ends_with("tests") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
    found
}

/// The rooms that a source names, without its tests and its documentation.
fn named(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = code.flat_map(|line| {
        line.split("crate::")
            .skip(1)
            .map(|rest| rest.chars().take_while(|sign| sign.is_ascii_lowercase() || *sign == '_').collect())
    });
    names.collect()
}

/// What each room of a crate names of the others.
fn edges(name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = folder(name);
    let rooms = rooms(&std::fs::read_to_string(folder.join("lib.rs")).unwrap());
    let of = |room: &String| {
        let named = sources(&folder, room).iter().flat_map(|text| named(text)).collect::<BTreeSet<_>>();
        named.into_iter().filter(|to| to != room && rooms.contains(to)).collect()
    };
    rooms.iter().map(|room| (room.clone(), of(room))).collect()
}

/// Which room of the simulation names which. The list may only become shorter: a new edge is argued for, one that went
/// away is taken out.
#[test]
fn rooms_name_what_the_list_allows() {
    let mut used = String::new();
    for name in CRATES {
        for (room, to) in edges(name) {
            used += &format!("{name}/{room}: {}\n", Vec::from_iter(to).join(" "));
        }
    }
    let allowed = std::fs::read_to_string(root().join("tests/data/rooms.txt")).unwrap_or_default();
    let missing = |from: &str, other: &str| {
        let other: BTreeSet<&str> = other.lines().collect();
        from.lines().filter(|line| !other.contains(line)).map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    let (new, gone) = (missing(&used, &allowed), missing(&allowed, &used));
    assert!(used == allowed, "tests/data/rooms.txt is to be changed.\nThe code does:\n{new}\nThe list says:\n{gone}");
}

/// No room can be reached from itself: each can be read, tested and thrown away without those that name it.
#[test]
fn no_rooms_stand_in_a_circle() {
    for name in CRATES {
        let mut left = edges(name);
        loop {
            let before = left.len();
            let open: BTreeSet<String> = left.keys().cloned().collect();
            left.retain(|_, to| to.iter().any(|other| open.contains(other)));
            if left.len() == before {
                break;
            }
        }
        assert!(left.is_empty(), "{name}: these rooms name each other in a circle: {left:?}");
    }
}

/// The architecture page of a crate tells of each of its rooms once, and a room names only rooms above its own line.
#[test]
fn the_architecture_pages_are_true() {
    for name in ["core", "world", "src"] {
        let page = std::fs::read_to_string(folder(name).join("lib.rs")).unwrap();
        let links =
            |row: &str| row.split("[`").skip(1).map(|link| link.split('`').next().unwrap().to_owned()).collect();
        let cell = |line: &str| line.strip_prefix("//! | [`").map(|_| line.split('|').nth(1).unwrap().to_owned());
        let lines: Vec<Vec<String>> = page.lines().filter_map(cell).map(|row| links(&row)).collect();
        let mut told: Vec<String> = lines.concat();
        told.sort();
        assert_eq!(told, rooms(&page), "{name}: the page tells of every room once");
        let place = |room: &String| lines.iter().position(|line| line.contains(room)).unwrap();
        for (room, to) in edges(name) {
            for other in to {
                assert!(
                    place(&other) <= place(&room),
                    "{name}: {room} names {other}, which stands below it on the page"
                );
            }
        }
    }
}
