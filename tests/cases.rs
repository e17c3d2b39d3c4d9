//! Situations with a known outcome, a folder each in `data/cases`: what is typed there, how it ends, and what must and must
//! not be printed.
//!
//! `expect.txt`: `#` says what was wrong once; `$` is a line without the program's name; `exit`, `+` and `-` belong to the
//! line above them. Line ends and indents of what is printed do not matter.

use crate::harness::{Ended, end, root};

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_has_the_right_outcome() {
    let folder = root().join("tests/data/cases");
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() > 10);
    let mut wrong = Vec::new();
    for case in names {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let expected = std::fs::read_to_string(case.join("expect.txt")).unwrap();
        let (mut ended, mut typed, mut asked) = (None::<Ended>, String::new(), 0);
        for line in expected.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (mark, rest) = line.split_once(' ').unwrap();
            if mark == "$" {
                typed = rest.to_owned();
                ended = Some(end(&case, &rest.split(' ').collect::<Vec<_>>()));
                continue;
            }
            let of = ended.as_ref().unwrap();
            let printed = flat(&format!("{}\n{}", of.out, of.err));
            let is_right = match mark {
                "exit" => of.code == rest.parse::<i32>().unwrap(),
                "+" => printed.contains(&flat(rest)),
                "-" => !printed.contains(&flat(rest)),
                other => panic!("{name}: no line begins with `{other}`"),
            };
            asked += 1;
            if !is_right {
                wrong.push(format!("{name}: `{typed}` ended with {} and not as `{line}`:\n{printed}\n", of.code));
            }
        }
        assert!(asked > 1, "{name} asks for nothing");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
