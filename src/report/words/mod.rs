//! Words and numbers as reports write them.
//!
//! Owns: cleaning of untrusted names, thousands separators, plurals, lengths of time, sentences. Deliberately knows no
//! view: escaping for Markdown and wrapping for terminals are in theirs.

mod changes;
mod consent;
mod custom;
mod events;
mod guards;
mod language;
mod people;
mod say;
mod sending;
mod transport;
mod welcome;

pub(crate) use say::Words;

use super::{FindingView, Ledger, Report};
use crate::language::Language;

/// Line numbers beside one reason, at most.
const LINES_MAX: usize = 10;

/// Characters of one text from outside, at most; the rest becomes an ellipsis.
const CHARACTERS_MAX: usize = 600;

/// A text from outside in a form that is safe to print: no control characters, no characters that turn the writing
/// direction or are invisible, every run of blanks as one blank, and not endless.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len().min(CHARACTERS_MAX));
    let (mut characters, mut blank) = (0, false);
    for character in text.chars().filter(|&character| !is_invisible(character)) {
        if character.is_whitespace() || character.is_control() {
            blank = !cleaned.is_empty();
            continue;
        }
        if characters + usize::from(blank) >= CHARACTERS_MAX {
            cleaned.push('…');
            break;
        }
        if std::mem::take(&mut blank) {
            cleaned.push(' ');
            characters += 1;
        }
        cleaned.push(character);
        characters += 1;
    }
    cleaned
}

/// Zero-width characters, marks that turn the writing direction, and tags.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// A whole number with separators: `200,000`.
#[must_use]
pub(crate) fn number(value: impl Into<u64>) -> String {
    Language::English.number(value.into())
}

/// A number with its noun: `1 row`, `2,000 rows`.
#[must_use]
pub(crate) fn counted(value: impl Into<u64>, one: &str, many: &str) -> String {
    let value = value.into();
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

/// A text as a sentence: a capital at the start if it begins with a word, a full stop at the end.
#[must_use]
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let first_word = text.split(' ').next().unwrap_or_default();
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    // `csv-list-upload`, `p_4x..` and `import.door` are names: they keep their spelling.
    let is_word = first_word.trim_end_matches([',', ':', '.']).chars().all(char::is_alphabetic);
    let start: String = if is_word { first.to_uppercase().collect() } else { first.to_string() };
    let end = if text.ends_with(['.', '!', '?', ':', '…']) { "" } else { "." };
    format!("{start}{}{end}", characters.as_str())
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub(crate) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [many @ .., last] => format!("{} and {last}", many.join(", ")),
    }
}

/// `3,533 times in 200,000 cases, first on day 0 (2026-03-02) 09:03`.
#[must_use]
pub(crate) fn how_often(finding: &FindingView) -> String {
    let times = counted(finding.count, "time", "times");
    let first = finding.first_at.as_ref().map(|at| format!(", first on {}", at.long())).unwrap_or_default();
    format!("{times} in {}{first}", counted(finding.exercised, "case", "cases"))
}

/// Unusable lines by reason, as the owner of the export reads them: `no address: lines 17, 18 and 5 more`.
#[must_use]
pub(crate) fn by_reason(unusable: &[(u64, String)]) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<u64>)> = Vec::new();
    for (line, reason) in unusable {
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, lines)) => lines.push(*line),
            None => reasons.push((reason, vec![*line])),
        }
    }
    let words = |(reason, lines): (&str, Vec<u64>)| {
        let mut numbers: Vec<String> = lines.iter().take(LINES_MAX).map(u64::to_string).collect();
        if lines.len() > LINES_MAX {
            numbers.push(format!("{} more", number((lines.len() - LINES_MAX) as u64)));
        }
        format!("{reason}: {} {}", if lines.len() == 1 { "line" } else { "lines" }, listed(&numbers))
    };
    reasons.into_iter().map(words).collect()
}

/// The row ledger as arithmetic on one line: `48,210 read = 47,000 created + 1,210 updated`.
#[must_use]
pub(crate) fn ledger_line(ledger: &Ledger) -> String {
    let terms: Vec<String> = ledger
        .terms
        .iter()
        .filter(|term| term.rows > 0)
        .map(|term| format!("{} {}", number(term.rows), term.words))
        .collect();
    let terms = if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
    if ledger.read == 0 && ledger.balances() {
        return "No row was read.".to_owned();
    }
    let (read, surplus) = (number(ledger.read), ledger.explained().saturating_sub(ledger.read));
    match ledger.unexplained {
        0 if surplus > 0 => {
            format!("{read} read, but {terms}: {} too many. It does not balance.", counted(surplus, "row", "rows"))
        }
        0 if !ledger.balances() => format!("{read} read, but {terms}. It does not balance."),
        0 => format!("{read} read = {terms}. It balances."),
        rows => format!("{read} read = {terms} + {} UNEXPLAINED. It does not balance.", number(rows)),
    }
}

/// Where the report comes from, and how far its pseudonyms reach.
#[must_use]
pub(crate) fn provenance(report: &Report) -> String {
    let key = if report.key_is_derived {
        "derived from the scenario: reproducible, but guessable, so pass --key-file for real exports"
    } else {
        "from your key file: compare pseudonyms only between reports with this fingerprint"
    };
    format!("rehearsal {}, pseudonym key {} ({key}).", report.version, report.key_fingerprint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::LedgerTerm;
    use proptest::prelude::*;

    #[test]
    fn numbers_have_separators() {
        let texts: Vec<_> = [0_u64, 12, 999, 1000, 48_210, 200_000, 1_234_567].into_iter().map(number).collect();
        assert_eq!(texts, ["0", "12", "999", "1,000", "48,210", "200,000", "1,234,567"]);
        assert_eq!(counted(1_u64, "row", "rows"), "1 row");
        assert_eq!(counted(0_u64, "row", "rows"), "0 rows");
    }

    #[test]
    fn sentences_begin_with_a_capital_unless_a_name_comes_first() {
        assert_eq!(sentence("received it"), "Received it.");
        assert_eq!(sentence("3,533 customers"), "3,533 customers.");
        assert_eq!(sentence("import.door fires"), "import.door fires.");
        assert_eq!(sentence("  "), "");
        assert_eq!(sentence("Done!"), "Done!");
    }

    #[test]
    fn ledgers_balance_or_say_so() {
        let ledger = |read, rows, unexplained| {
            let term = LedgerTerm { name: "created", words: "created", rows };
            ledger_line(&Ledger { read, terms: vec![term], unexplained })
        };
        assert_eq!(ledger(1200, 1200, 0), "1,200 read = 1,200 created. It balances.");
        assert_eq!(ledger(3, 1, 2), "3 read = 1 created + 2 UNEXPLAINED. It does not balance.");
        assert_eq!(ledger(3, 4, 0), "3 read, but 4 created: 1 row too many. It does not balance.");
        assert_eq!(ledger(3, 1, 0), "3 read, but 1 created. It does not balance.");
        assert_eq!(ledger(0, 0, 0), "No row was read.");
    }

    #[test]
    fn unusable_lines_are_told_by_reason() {
        let unusable: Vec<(u64, String)> =
            (2..14).map(|line| (line, if line == 3 { "ragged" } else { "no key" }.to_owned())).collect();
        assert_eq!(
            by_reason(&unusable),
            ["no key: lines 2, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 1 more", "ragged: line 3"]
        );
    }

    #[test]
    fn lists_read_aloud() {
        let parts = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(
            [listed(&parts[..0]), listed(&parts[..1]), listed(&parts[..2]), listed(&parts)],
            ["", "a", "a and b", "a, b and c"]
        );
    }

    #[test]
    fn direction_marks_and_escapes_disappear() {
        assert_eq!(clean(" wel\u{1b}[31mcome\u{202e}\r\n  one\u{200b} "), "wel [31mcome one");
        assert_eq!(clean(&"x".repeat(5000)).chars().count(), CHARACTERS_MAX + 1);
    }

    proptest! {
        #[test]
        fn cleaning_is_safe_and_done_once(text in "\\PC*|.*") {
            let cleaned = clean(&text);
            prop_assert!(!cleaned.chars().any(char::is_control));
            prop_assert!(cleaned.chars().count() <= CHARACTERS_MAX + 1);
            if !cleaned.ends_with('…') {
                prop_assert_eq!(&clean(&cleaned), &cleaned);
            }
        }
    }
}
