//! Texts as YAML scalars: without quotes where nothing can mistake them, in quotes otherwise.
//!
//! Owns: what has to be quoted, and how. Deliberately asks less of a value that was written without quotes than of a text
//! of a program: the author's `yes` stays `yes`, and a text `yes` gets quotes, because other readers take it for a truth.

use crate::yaml::node::{Node, Quotes, Value};

/// What a scalar stands in: brackets and commas end one there that is without quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// Alone in a file.
    Root,
    /// After `key:` or `-`.
    Block,
    /// Between brackets.
    Flow,
    /// After the colon of a map between braces.
    FlowValue,
    /// Before the colon of a map over several lines.
    Key,
    /// Before the colon of a map between braces.
    FlowKey,
}

/// A text over several lines.
pub(super) struct Literal {
    /// What stands after the colon or hyphen.
    pub(super) header: &'static str,
    /// The lines, indented, with their ends.
    pub(super) body: String,
}

/// A scalar on one line.
pub(super) fn scalar(text: &str, quotes: Quotes, around: Around) -> String {
    match quotes {
        // Nothing: only after a colon or a hyphen it need not be said.
        Quotes::None if text.is_empty() && matches!(around, Around::Block | Around::FlowValue) => String::new(),
        Quotes::None if text.is_empty() => "null".to_owned(),
        Quotes::None if is_safe(text, around) => text.to_owned(),
        Quotes::None | Quotes::Single if text.contains(['"', '\\']) || quotes == Quotes::Single => single_quoted(text),
        Quotes::None | Quotes::Single | Quotes::Double => double_quoted(text),
    }
}

/// A text of several lines as `|` or `|-`, if its lines come back as they are.
pub(super) fn literal(node: &Node, indent: usize) -> Option<Literal> {
    let Value::Scalar { text, .. } = &node.value else { return None };
    let (header, lines) = text.strip_suffix('\n').map_or(("|-", text.as_str()), |lines| ("|", lines));
    let is_line = |line: &str| {
        !line.chars().any(|letter| needs_escape(letter) || letter == '\t')
            && (line.is_empty() || !line.trim().is_empty())
            && !line.ends_with(' ')
    };
    let is_first = |line: &str| !line.is_empty() && !line.starts_with(' ');
    let is_last = |line: &str| !line.is_empty();
    let all: Vec<&str> = lines.split('\n').collect();
    let is_literal = all.len() > 1
        && all.iter().all(|line| is_line(line))
        && all.first().is_some_and(|line| is_first(line))
        && all.last().is_some_and(|line| is_last(line));
    is_literal.then(|| {
        let indented = |line: &&str| {
            if line.is_empty() { "\n".to_owned() } else { format!("{}{line}\n", " ".repeat(indent)) }
        };
        Literal { header, body: all.iter().map(indented).collect() }
    })
}

/// Whether a text without quotes is read as itself.
fn is_safe(text: &str, around: Around) -> bool {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return false };
    let second = letters.next();
    let begins_safely = match first {
        '-' | '?' | ':' => second.is_some_and(|letter| letter.is_alphanumeric()),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => false,
        letter => !letter.is_whitespace(),
    };
    let is_in_flow = matches!(around, Around::Flow | Around::FlowValue | Around::FlowKey);
    begins_safely
        && !text.ends_with(|letter: char| letter.is_whitespace() || letter == ':')
        && !text.chars().any(|letter| needs_escape(letter) || letter == '\t')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !(is_in_flow && text.contains([',', '[', ']', '{', '}', ':', '?']) && !is_flow_safe(text))
}

/// Whether a text may stand without quotes between brackets although it has letters that can end it there: a colon
/// within a word, as in `day 3 10:00`, does not.
fn is_flow_safe(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    !text.contains([',', '[', ']', '{', '}', '?'])
        && letters.iter().enumerate().all(|(at, letter)| {
            *letter != ':' || letters.get(at + 1).is_some_and(|next| next.is_alphanumeric() || *next == '/')
        })
}

/// Whether readers of YAML, of whatever version, take a text without quotes for something else than a text: a truth, a
/// number, nothing, or hours as a number to the base of sixty.
pub(super) fn is_mistakable(text: &str) -> bool {
    const WORDS: [&str; 12] = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "="];
    let lower = text.to_ascii_lowercase();
    let number = lower.trim_start_matches(['-', '+']);
    let begins_as_number = number.strip_prefix('.').unwrap_or(number).starts_with(|first: char| first.is_ascii_digit());
    let is_numeric =
        |letter: char| letter.is_ascii_hexdigit() || matches!(letter, '_' | '.' | ':' | 'o' | 'x' | '+' | '-');
    let is_date = number.len() == 10 && number.as_bytes()[4] == b'-' && number.as_bytes()[7] == b'-';
    WORDS.contains(&lower.as_str())
        || matches!(number, ".inf" | ".nan")
        || lower == "<<"
        || (begins_as_number
            && number.chars().all(is_numeric)
            && !is_date
            && !is_length(number)
            && !number.contains(".."))
}

/// Whether a text is a length such as `2d`: hexadecimal letters alone make no number.
fn is_length(text: &str) -> bool {
    text.strip_suffix(['d', 'h', 'm', 'w']).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a letter can only be written as an escape.
fn needs_escape(letter: char) -> bool {
    (letter.is_control() && letter != '\t')
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A text in single quotes, if it needs no escapes: conditions with texts in them stay readable.
fn single_quoted(text: &str) -> String {
    if text.chars().any(|letter| needs_escape(letter) || letter == '\t') {
        return double_quoted(text);
    }
    format!("'{}'", text.replace('\'', "''"))
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            letter if needs_escape(letter) => quoted.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> String {
        scalar(text, if is_mistakable(text) { Quotes::Double } else { Quotes::None }, Around::Flow)
    }

    #[test]
    fn quotes_are_where_they_are_needed() {
        for bare in [
            "day 3 10:00",
            "2d",
            "16h",
            "newsletter",
            "Welcome series",
            "1 per 16h",
            "3/100",
            "20.00..90.00",
            "-x",
            "2026-03-02",
            "2026-03-09 09:00",
            "a#b",
            "http://x.nl/y",
            "weekly monday 06:00",
            "été",
            "don't",
        ] {
            assert_eq!(made(bare), bare);
        }
        for text in [
            "",
            "yes",
            "No",
            "null",
            "~",
            "0123",
            "12",
            "1_000",
            "0x1f",
            "1e3",
            "1.5",
            "-1",
            ".5",
            ".inf",
            "09:30",
            "a: b",
            "a #b",
            " a",
            "a ",
            "a:",
            "- a",
            "-",
            "#a",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "{a",
            "[a",
            "a, b",
            "a]",
            "a: ",
            "'a'",
            "---",
            "a\tb",
            "a\nb",
            "\u{feff}",
            "20:00-09:00",
            "?",
        ] {
            let quoted = made(text);
            assert!(quoted.starts_with(['"', '\'']), "{text:?}: {quoted}");
        }
        assert_eq!(scalar("profile.x == \"it's\"", Quotes::Single, Around::Block), "'profile.x == \"it''s\"'");
        assert_eq!(made("a\u{7}\u{85}b"), "\"a\\u0007\\u0085b\"");
    }
}
