//! What a platform does and what is owed never ask each other.

const PLATFORM: &str = include_str!("platform.rs");
const OWED: &str = include_str!("owed.rs");

/// The names of the functions and types that a file makes.
fn names(text: &str) -> Vec<&str> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let after = |keyword: &'static str| text.match_indices(keyword).map(move |(at, _)| &text[at + keyword.len()..]);
    let rests = ["fn ", "enum ", "struct "].into_iter().flat_map(after);
    rests.filter_map(|rest| rest.split(|letter| !is_name(letter)).next()).collect()
}

/// Whether a file names any of these, as a whole word.
fn names_any(text: &str, wanted: &[&str]) -> bool {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(|letter| !is_name(letter)).any(|word| wanted.contains(&word))
}

#[test]
fn neither_names_the_other() {
    assert!(names(PLATFORM).contains(&"platform_sends") && names(OWED).contains(&"is_permitted"));
    assert!(!names_any(OWED, &names(PLATFORM)), "what is owed asks what a platform does");
    assert!(!names_any(PLATFORM, &names(OWED)), "what a platform does asks what is owed");
    // Nor do they meet in a third file of this room.
    for text in [PLATFORM, OWED] {
        assert!(!text.contains("crate::model") && !text.contains("super::"), "rules of the room are used");
    }
    assert!(!names_any(OWED, &["Plan", "Platform"]), "what is owed looks at a platform's settings");
}
