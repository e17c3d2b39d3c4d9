//! Addresses in one form: postcode, street, house number and its addition.
//!
//! Owns: where the number stands in a street line, and endings of streets that people abbreviate.

use super::text::words;

/// Endings and words that people abbreviate, and what they stand for. Dutch, German, French, English; general knowledge.
const ABBREVIATIONS: [(&str, &str); 15] = [
    ("str", "straat"),
    ("ln", "laan"),
    ("wg", "weg"),
    ("pln", "plein"),
    ("plnt", "plantsoen"),
    ("sngl", "singel"),
    ("bd", "boulevard"),
    ("blvd", "boulevard"),
    ("av", "avenue"),
    ("ave", "avenue"),
    ("rd", "road"),
    ("st", "street"),
    ("dr", "drive"),
    ("ct", "court"),
    ("pl", "place"),
];

/// Words between a house number and its addition that say nothing.
const BOX_WORDS: [&str; 8] = ["bus", "bte", "boite", "box", "apt", "app", "unit", "no"];

/// The parts of a street line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Number {
    /// The number without its addition; 0 if there is none.
    pub(super) house: u32,
    /// The addition as a number to compare by; 0 if there is none.
    pub(super) addition: u32,
}

/// Writes the street of a folded line without blanks and abbreviations, and tells the number in it.
///
/// `Kerkstr. 12 bus 3`, `12, rue de l'Eglise` and `Kerkstraat 12-3` are all read.
pub(super) fn street(folded: &str, into: &mut String) -> Number {
    let bytes = folded.as_bytes();
    let leads = folded.trim_start().starts_with(|letter: char| letter.is_ascii_digit());
    let starts = |at: usize| bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
    let mut places = (0..bytes.len()).filter(|&at| starts(at));
    let first = places.next();
    let split = if leads { first } else { first.filter(|&at| folded[..at].contains(char::is_alphabetic)) };
    let Some(at) = split else {
        name(folded, into);
        return Number::default();
    };
    let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let house = folded[at..end].parse().unwrap_or(0);
    if leads {
        // `12 rue ...`: the street is behind the number, and an addition is glued to it.
        let rest = &folded[end..];
        let glued = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
        if glued <= 2 {
            name(&rest[glued..], into);
            return Number { house, addition: addition(&rest[..glued]) };
        }
        name(rest, into);
        return Number { house, addition: 0 };
    }
    name(&folded[..at], into);
    Number { house, addition: addition(&folded[end..]) }
}

/// The number in a cell of its own, with its addition.
pub(super) fn number(folded: &str) -> Number {
    let Some(at) = folded.find(|letter: char| letter.is_ascii_digit()) else { return Number::default() };
    let end = at + folded[at..].bytes().take_while(u8::is_ascii_digit).count();
    Number { house: folded[at..end].parse().unwrap_or(0), addition: addition(&folded[end..]) }
}

/// An addition as a number: its letters and digits, without words such as `bus`. At most five characters count.
fn addition(text: &str) -> u32 {
    let letters = words(text).filter(|word| !BOX_WORDS.contains(word)).flat_map(str::bytes);
    letters.take(5).fold(0, |number, byte| number * 64 + u32::from(byte & 63))
}

/// Writes a street's name: letters and digits only, abbreviations spelt out.
fn name(folded: &str, into: &mut String) {
    let start = into.len();
    for word in words(folded) {
        let whole = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
        into.push_str(whole.map_or(word, |(_, whole)| whole));
    }
    // `kerkstr`, `lindeln`: an ending that is glued to the name.
    let glued = ABBREVIATIONS[..6].iter().find(|(short, _)| into[start..].ends_with(short));
    if let Some((short, whole)) = glued.filter(|(short, _)| into.len() - start > short.len() + 2) {
        into.truncate(into.len() - short.len());
        into.push_str(whole);
    }
}

/// Writes a postcode: letters and digits, without a country before it (`B-9000`, `NL-1011 AB`) and without the four digits
/// that some American ones have behind them (`62701-1234`).
pub(super) fn postcode(folded: &str, into: &mut String) {
    let folded = folded.trim();
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let folded = match folded.split_once('-') {
        Some((code, more)) if digits(code, 5) && digits(more, 4) => code,
        _ => folded,
    };
    let behind = folded.split_once('-').filter(|(country, code)| {
        (1..=2).contains(&country.len())
            && country.bytes().all(|byte| byte.is_ascii_alphabetic())
            && code.contains(|letter: char| letter.is_ascii_digit())
    });
    into.extend(behind.map_or(folded, |(_, code)| code).chars().filter(|letter| letter.is_alphanumeric()));
}
