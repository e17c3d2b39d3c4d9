//! Names of people in one form.
//!
//! Owns: prefixes of family names (*tussenvoegsels* and their kin), wherever in the name they stand, spelt out,
//! abbreviated or glued to it. Which glued prefixes are real is learnt from the table: `vandenberg` is `berg` if the
//! table knows a `van den Berg`.

use super::super::intern::Terms;
use super::text::words;

/// Words before (or behind) a family name that people leave out, abbreviate and misplace. Dutch, Flemish, German,
/// French, Italian, Spanish, Portuguese and Arabic ones; general knowledge.
const PREFIXES: [&str; 52] = [
    "a", "af", "al", "am", "auf", "aus", "av", "bij", "d", "da", "das", "de", "del", "della", "den", "der", "des",
    "di", "do", "dos", "du", "e", "el", "h", "het", "i", "im", "in", "l", "la", "las", "le", "les", "los", "o",
    "onder", "op", "over", "t", "te", "ten", "ter", "tot", "uit", "v", "van", "vd", "vdr", "vh", "von", "zu", "zum",
];

/// How prefixes look when they are glued to a name, and what they are; the longest first.
const GLUED: [(&str, &[&str]); 23] = [
    ("vanden", &["van", "den"]),
    ("vander", &["van", "der"]),
    ("inden", &["in", "den"]),
    ("opden", &["op", "den"]),
    ("vande", &["van", "de"]),
    ("vant", &["van", "t"]),
    ("van", &["van"]),
    ("von", &["von"]),
    ("int", &["in", "t"]),
    ("opt", &["op", "t"]),
    ("den", &["den"]),
    ("der", &["der"]),
    ("het", &["het"]),
    ("ten", &["ten"]),
    ("ter", &["ter"]),
    ("del", &["del"]),
    ("vd", &["vd"]),
    ("de", &["de"]),
    ("el", &["el"]),
    ("du", &["du"]),
    ("le", &["le"]),
    ("la", &["la"]),
    ("t", &["t"]),
];

/// The letters of a name that a table's glued names must leave over.
const GLUED_REST_LETTERS_MIN: usize = 3;

/// Writes a given name in one form: its letters. `jean-luc` and `Jean Luc` are one name.
pub(super) fn first_name(folded: &str, into: &mut String) {
    push_letters(folded, into);
}

/// The prefixes of a name as their first letters: `vd` for `van den`, `van der` and `v.d.`; 0 if there are none.
///
/// One number a name, five bits a letter, at most four letters: written out or not, prefixes that agree have one number.
pub(super) type Initials = u32;

/// Adds the first letter of a prefix. `ter` and `ten` are never abbreviated, so they may keep two letters.
fn with_initial(initials: Initials, prefix: &str) -> Initials {
    let letters = match prefix {
        "vd" | "vdr" | "vh" | "ter" | "ten" => 2,
        _ => 1,
    };
    let last = prefix.bytes().last().filter(|_| letters == 2 && prefix.starts_with('t'));
    let letters = prefix.bytes().take(if last.is_some() { 1 } else { letters }).chain(last);
    letters.take_while(|_| initials < 1 << 15).fold(initials, |initials, letter| initials << 5 | u32::from(letter & 31))
}

/// Whether two names can have the same prefixes: one says nothing, or begins as the other does.
pub(crate) fn prefixes_agree(one: Initials, other: Initials) -> bool {
    let (short, mut long) = (one.min(other), one.max(other));
    while long > short {
        long >>= 5;
    }
    long == short
}

/// Writes a family name without its prefixes, and tells which it had.
///
/// A name that consists of prefixes only is kept whole.
pub(super) fn last_name(folded: &str, into: &mut String) -> Initials {
    let start = into.len();
    let mut initials = 0;
    for word in words(folded) {
        if PREFIXES.binary_search(&word).is_ok() {
            initials = with_initial(initials, word);
        } else {
            push_letters(word, into);
        }
    }
    if into.len() == start {
        push_letters(folded, into);
        return 0;
    }
    initials
}

/// Appends the letters of a text.
fn push_letters(text: &str, into: &mut String) {
    if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        into.push_str(text);
    } else {
        into.extend(text.chars().filter(|letter| letter.is_alphabetic()));
    }
}

/// Which names have a prefix glued to them: for each term, the term that it stands for.
///
/// A glued name is taken apart only if the table has the rest as a name with a prefix of its own: `with_prefix` counts
/// the rows in which a term had one. Short prefixes begin many names by chance, so for them the rest must be common.
///
/// Beside it, the prefix that was taken off.
pub(super) fn unglue(names: &Terms, with_prefix: &[u32]) -> Vec<(u32, Initials)> {
    let mut meaning: Vec<(u32, Initials)> = (0..names.len() as u32).map(|term| (term, 0)).collect();
    for term in names.all() {
        let text = names.text(term);
        let rest = GLUED.iter().find_map(|(prefix, initials)| {
            let rest = text.strip_prefix(prefix).filter(|rest| rest.len() >= GLUED_REST_LETTERS_MIN)?;
            let rest = names.find(rest)?;
            let known = with_prefix[rest as usize];
            let needed = if prefix.len() > 3 { 1 } else { names.count(term).max(2) };
            let initials = initials.iter().fold(0, |all, initial| with_initial(all, initial));
            (known >= needed).then_some((rest, initials))
        });
        if let Some(rest) = rest {
            meaning[term as usize] = rest;
        }
    }
    meaning
}

/// What a name may be without a prefix that is glued to it.
pub(super) fn without_glue(text: &str) -> impl Iterator<Item = &str> {
    GLUED.iter().filter_map(|(prefix, _)| text.strip_prefix(prefix)).filter(|rest| rest.len() >= GLUED_REST_LETTERS_MIN)
}

/// What of a text is left before a family name and its prefixes: `gerardus` of `gerardusterkerkhoven` before `kerkhoven`.
pub(super) fn before_prefixes(text: &str) -> impl Iterator<Item = &str> {
    std::iter::once(text).chain(GLUED.iter().filter_map(|(prefix, _)| text.strip_suffix(prefix)))
}
