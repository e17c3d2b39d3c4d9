//! Names of people in one form.
//!
//! Owns: prefixes of family names (*tussenvoegsels* and their kin), wherever in the name they stand, spelt out,
//! abbreviated or glued to it. Which glued prefixes are real is learnt from the table: `vandenberg` is `berg` if the
//! table knows a `van den Berg`.

use super::super::intern::{MISSING, Terms};
use super::text::words;

/// Words before (or behind) a family name that people leave out, abbreviate and misplace. Dutch, Flemish, German,
/// French, Italian, Spanish, Portuguese and Arabic ones; general knowledge.
const PREFIXES: [&str; 52] = [
    "a", "af", "al", "am", "auf", "aus", "av", "bij", "d", "da", "das", "de", "del", "della", "den", "der", "des",
    "di", "do", "dos", "du", "e", "el", "h", "het", "i", "im", "in", "l", "la", "las", "le", "les", "los", "o",
    "onder", "op", "over", "t", "te", "ten", "ter", "tot", "uit", "v", "van", "vd", "vdr", "vh", "von", "zu", "zum",
];

/// How prefixes look when they are glued to a name; the longest first.
const GLUED: [&str; 23] = [
    "vanden", "vander", "inden", "opden", "vant", "vande", "von", "vann", "int", "opt", "den", "der", "van", "het",
    "ten", "ter", "ver", "vd", "de", "el", "du", "le", "t",
];

/// The letters of a name that a table's glued names must leave over.
const GLUED_REST_LETTERS_MIN: usize = 3;

/// Writes a given name in one form: its letters. `jean-luc` and `Jean Luc` are one name.
pub(super) fn first_name(folded: &str, into: &mut String) {
    into.extend(folded.chars().filter(|letter| letter.is_alphabetic()));
}

/// Writes a family name without its prefixes, and tells whether it had any.
///
/// A name that consists of prefixes only is kept whole.
pub(super) fn last_name(folded: &str, into: &mut String) -> bool {
    let start = into.len();
    let mut has_prefix = false;
    for word in words(folded) {
        if PREFIXES.binary_search(&word).is_ok() {
            has_prefix = true;
        } else {
            into.extend(word.chars().filter(|letter| letter.is_alphabetic()));
        }
    }
    if into.len() == start {
        into.extend(folded.chars().filter(|letter| letter.is_alphabetic()));
        return false;
    }
    has_prefix
}

/// Which names have a prefix glued to them: for each term, the term that it stands for.
///
/// A glued name is taken apart only if the table has the rest as a name with a prefix of its own: `with_prefix` counts
/// the rows in which a term had one. Short prefixes begin many names by chance, so for them the rest must be common.
pub(super) fn unglue(names: &Terms, with_prefix: &[u32]) -> Vec<u32> {
    let mut meaning: Vec<u32> = (0..names.len() as u32).collect();
    for term in names.all() {
        let text = names.text(term);
        let rest = GLUED.iter().find_map(|prefix| {
            let rest = text.strip_prefix(prefix).filter(|rest| rest.len() >= GLUED_REST_LETTERS_MIN)?;
            let rest = names.find(rest)?;
            let known = with_prefix[rest as usize];
            let needed = if prefix.len() > 3 { 1 } else { names.count(term).max(2) };
            (known >= needed).then_some(rest)
        });
        if let Some(rest) = rest {
            meaning[term as usize] = rest;
        }
    }
    // A rest can itself be glued: `vandervant...` does not happen, but a chain must end somewhere.
    for term in names.all() {
        let once = meaning[term as usize];
        meaning[term as usize] = meaning[once as usize];
    }
    debug_assert_eq!(meaning[MISSING as usize], MISSING);
    meaning
}

/// What a name may be without a prefix that is glued to it.
pub(super) fn without_glue(text: &str) -> impl Iterator<Item = &str> {
    GLUED.iter().filter_map(|prefix| text.strip_prefix(prefix)).filter(|rest| rest.len() >= GLUED_REST_LETTERS_MIN)
}
