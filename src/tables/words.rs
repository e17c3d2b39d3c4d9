//! Cells to values: consent words, numbers, money.
//!
//! Owns: the words. Deliberately never reads more consent out of a cell than it says: an unknown word is no consent.

use std::borrow::Cow;

use rehearsal_core::consent::{ConsentMethod, ConsentState, Suppressions};

/// What a cell under consent says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConsentWord {
    /// A state in so many words.
    State(ConsentState),
    /// A plain no: a refusal, or silence.
    PlainNo,
    /// A reason to suppress.
    Suppressed(Suppressions),
    /// Nothing that we know.
    Unknown,
}

const YES: &[&str] = &["yes", "y", "ja", "j", "oui", "o", "true", "1", "waar", "vrai", "wahr", "x"];
const NO: &[&str] = &["no", "n", "nee", "nein", "non", "false", "0", "onwaar", "faux", "falsch"];

const CONSENT_WORDS: &[(&str, ConsentWord)] = {
    use ConsentWord::{State, Suppressed};
    &[
        ("subscribed", State(ConsentState::Subscribed)),
        ("subscribe", State(ConsentState::Subscribed)),
        ("opted in", State(ConsentState::Subscribed)),
        ("optedin", State(ConsentState::Subscribed)),
        ("opt in", State(ConsentState::Subscribed)),
        ("confirmed", State(ConsentState::Subscribed)),
        ("active", State(ConsentState::Subscribed)),
        ("aangemeld", State(ConsentState::Subscribed)),
        ("ingeschreven", State(ConsentState::Subscribed)),
        ("abonné", State(ConsentState::Subscribed)),
        ("inscrit", State(ConsentState::Subscribed)),
        ("unsubscribed", State(ConsentState::Unsubscribed)),
        ("unsubscribe", State(ConsentState::Unsubscribed)),
        ("opted out", State(ConsentState::Unsubscribed)),
        ("optedout", State(ConsentState::Unsubscribed)),
        ("opt out", State(ConsentState::Unsubscribed)),
        ("afgemeld", State(ConsentState::Unsubscribed)),
        ("uitgeschreven", State(ConsentState::Unsubscribed)),
        ("désabonné", State(ConsentState::Unsubscribed)),
        ("désinscrit", State(ConsentState::Unsubscribed)),
        ("never subscribed", State(ConsentState::Never)),
        ("never", State(ConsentState::Never)),
        ("not subscribed", State(ConsentState::Never)),
        ("non subscribed", State(ConsentState::Never)),
        ("nonsubscribed", State(ConsentState::Never)),
        ("none", State(ConsentState::Never)),
        ("transactional", State(ConsentState::Never)),
        ("unconfirmed", State(ConsentState::Unconfirmed)),
        ("pending", State(ConsentState::Unconfirmed)),
        ("pending confirmation", State(ConsentState::Unconfirmed)),
        ("bounced", Suppressed(Suppressions::BOUNCED)),
        ("cleaned", Suppressed(Suppressions::BOUNCED)),
        ("complained", Suppressed(Suppressions::COMPLAINED)),
        ("spam", Suppressed(Suppressions::COMPLAINED)),
        ("blocked", Suppressed(Suppressions::BLOCKED)),
        ("suppressed", Suppressed(Suppressions::BLOCKED)),
    ]
};

/// Whether a cell is one of some words, without regard for capitals.
fn is_one_of(cell: &str, words: &[&str]) -> bool {
    words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Yes or no, in the languages and habits of exports.
pub(crate) fn yes_or_no(cell: &str) -> Option<bool> {
    if is_one_of(cell, YES) {
        return Some(true);
    }
    is_one_of(cell, NO).then_some(false)
}

/// What a cell says of consent; an empty one says nothing.
pub(crate) fn consent(cell: &str) -> ConsentWord {
    match yes_or_no(cell) {
        _ if cell.is_empty() => return ConsentWord::State(ConsentState::Never),
        Some(true) => return ConsentWord::State(ConsentState::Subscribed),
        Some(false) => return ConsentWord::PlainNo,
        None => {}
    }
    let lower = if cell.is_ascii() { Cow::Borrowed(cell) } else { Cow::Owned(cell.to_lowercase()) };
    let found = CONSENT_WORDS.iter().find(|(known, _)| is_same_word(&lower, known));
    found.map_or(ConsentWord::Unknown, |(_, found)| *found)
}

/// Whether two words are the same but for ASCII capitals and for what joins their parts: a blank, a hyphen, a line.
fn is_same_word(left: &str, right: &str) -> bool {
    let fold = |byte: u8| {
        if matches!(byte, b'_' | b'-') { b' ' } else { byte.to_ascii_lowercase() }
    };
    left.len() == right.len() && left.bytes().map(fold).eq(right.bytes().map(fold))
}

/// How a consent came about, as far as one of our own words says so.
pub(crate) fn consent_method(cell: &str) -> ConsentMethod {
    const METHODS: [ConsentMethod; 5] = [
        ConsentMethod::Form,
        ConsentMethod::Checkout,
        ConsentMethod::PreferencePage,
        ConsentMethod::Import,
        ConsentMethod::Api,
    ];
    METHODS.into_iter().find(|method| is_same_word(cell, method.name())).unwrap_or_default()
}

/// What a cell of suppressions says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SuppressionWord {
    /// The address is not suppressed.
    Nothing,
    /// Every reason that is named; a plain yes is a block.
    Reasons(Suppressions),
    /// Something that we do not know.
    Unknown,
}

/// Why an address is suppressed.
pub(crate) fn suppressions(cell: &str) -> SuppressionWord {
    if matches!(cell, "" | "[]" | "-") || is_one_of(cell, &["none", "never", "null"]) || yes_or_no(cell) == Some(false)
    {
        return SuppressionWord::Nothing;
    }
    const PARTS: [(&str, Suppressions); 8] = [
        ("bounce", Suppressions::BOUNCED),
        ("cleaned", Suppressions::BOUNCED),
        ("invalid", Suppressions::BOUNCED),
        ("complain", Suppressions::COMPLAINED),
        ("spam", Suppressions::COMPLAINED),
        ("unsub", Suppressions::UNSUBSCRIBED),
        ("block", Suppressions::BLOCKED),
        ("suppress", Suppressions::BLOCKED),
    ];
    let words = cell.to_lowercase();
    let named = PARTS.iter().filter(|(part, _)| words.contains(part));
    let set = named.fold(Suppressions::default(), |set, (_, reason)| set.with(*reason));
    match yes_or_no(cell) {
        _ if !set.is_empty() => SuppressionWord::Reasons(set),
        Some(true) => SuppressionWord::Reasons(Suppressions::BLOCKED),
        Some(false) | None => SuppressionWord::Unknown,
    }
}

/// Money in minor units: `1.234,56`, `1,234.56`, `€ 12,5`, `12`, `-3.00`. `None` if it is not a number.
///
/// The last point or comma is the decimal one if one or two digits follow it; three digits behind it are thousands, as
/// are groups of three before it.
pub(crate) fn money_minor(cell: &str) -> Option<i64> {
    let number: &str = cell.trim_matches(|character: char| {
        character.is_whitespace() || character.is_alphabetic() || matches!(character, '€' | '$' | '£' | '¤' | '\'')
    });
    let (is_negative, digits) = match number.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let point = digits.rfind(['.', ',']);
    let decimals = point.map_or(0, |at| digits.len() - at - 1);
    let (whole, part) = match point {
        Some(at) if decimals <= 2 => (&digits[..at], &digits[at + 1..]),
        Some(_) if decimals == 3 => (digits, ""),
        Some(at) => (&digits[..at], digits.get(at + 1..at + 3)?), // 12.5000: databases write more places
        None => (digits, ""),
    };
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let mut major: i64 = 0;
    for (place, group) in whole.split(['.', ',', ' ', '\'', '\u{a0}', '\u{202f}']).enumerate() {
        let is_group = place == 0 || group.len() == 3;
        if !is_group || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        for digit in group.bytes() {
            major = major.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
    }
    let mut minor: i64 = 0;
    for place in 0..2 {
        let digit = part.as_bytes().get(place).map_or(Some(0), |byte| byte.is_ascii_digit().then(|| byte - b'0'))?;
        minor = minor * 10 + i64::from(digit);
    }
    let amount = major.checked_mul(100)?.checked_add(minor)?;
    Some(if is_negative { -amount } else { amount })
}

/// A count: `3`, `3.0`, `1,204`. `None` if it is not a number, or below zero.
pub(crate) fn count(cell: &str) -> Option<u32> {
    if let Ok(number) = cell.parse() {
        return Some(number);
    }
    let minor = money_minor(cell)?;
    (minor % 100 == 0).then(|| u32::try_from(minor / 100).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_words() {
        use ConsentWord::{PlainNo, State, Suppressed, Unknown};
        for (words, meaning) in [
            (
                &["yes", "JA", "Oui", "TRUE", "1", "SUBSCRIBED", "Subscribe", "opted_in", "Opt-in"][..],
                State(ConsentState::Subscribed),
            ),
            (&["UNSUBSCRIBED", "Unsubscribed", "opted_out", "Afgemeld"], State(ConsentState::Unsubscribed)),
            (&["", "NEVER_SUBSCRIBED", "Never subscribed", "transactional"], State(ConsentState::Never)),
            (&["unconfirmed", "Pending"], State(ConsentState::Unconfirmed)),
            (&["no", "Nee", "non", "FALSE", "0"], PlainNo),
            (&["Cleaned", "bounced"], Suppressed(Suppressions::BOUNCED)),
            (&["perhaps", "2", "=SUM(A1)"], Unknown),
        ] {
            for word in words {
                assert_eq!(consent(word), meaning, "{word}");
            }
        }
    }

    #[test]
    fn money() {
        for (cell, minor) in [
            ("12", Some(1_200)),
            ("12.5", Some(1_250)),
            ("€ 1.234,56", Some(123_456)),
            ("1,234.56 EUR", Some(123_456)),
            ("1.234", Some(123_400)),
            ("1\u{a0}234,5", Some(123_450)),
            ("1'234.50", Some(123_450)),
            ("-3.00", Some(-300)),
            ("12.5000", Some(1_250)),
            (",50", Some(50)),
            ("", None),
            ("n/a", None),
            ("1.2.x", None),
            ("1.23,4", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(money_minor(cell), minor, "{cell}");
        }
        assert_eq!(
            [count("3"), count("3.0"), count("1,204"), count("3.5"), count("-1"), count("x")],
            [Some(3), Some(3), Some(1_204), None, None, None]
        );
    }

    #[test]
    fn reasons_to_suppress() {
        use SuppressionWord::{Nothing, Reasons, Unknown};
        assert!(["", "[]", "no", "FALSE", "never"].into_iter().all(|cell| suppressions(cell) == Nothing));
        assert_eq!(suppressions("[\"HARD_BOUNCE\"]"), Reasons(Suppressions::BOUNCED));
        let both = Suppressions::UNSUBSCRIBED.with(Suppressions::COMPLAINED);
        assert_eq!(suppressions("unsubscribed, spam complaint"), Reasons(both));
        assert!(
            ["USER_SUPPRESSED", "yes"].into_iter().all(|cell| suppressions(cell) == Reasons(Suppressions::BLOCKED))
        );
        assert!(["2025-01-01", "moved"].into_iter().all(|cell| suppressions(cell) == Unknown));
    }
}
