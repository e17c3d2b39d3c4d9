//! "Did you mean": the known name that somebody probably meant, and lists of names for hints.
//!
//! Owns: how far a name may be from a known one to pass for a slip. Deliberately suggests only names: of the program, of
//! the scenario, or of a table's header line. What a cell of a table holds can be a person's, so it is never among the
//! candidates.

/// How many names a hint lists when none of them is close.
const KNOWN_MAX: usize = 16;
/// How many words a list within a sentence shows.
const SHOWN_MAX: usize = 8;
/// The longest text that is compared, in bytes: nobody means a name by a longer one.
const BYTES_MAX: usize = 100;
/// From this likeness on, two headers pass for the same one with a slip.
const LIKENESS_MIN: f64 = 0.85;

/// The hint for a name that is none of `known`: the closest one, or else all of them if they are few.
pub(crate) fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(close) = closest(word, known.iter().copied()) {
        return Some(format!("did you mean `{close}`?"));
    }
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty() && names.len() <= KNOWN_MAX).then(|| match names.as_slice() {
        [only] => format!("only {only} is known here"),
        _ => format!("known here: {}", names.join(", ")),
    })
}

/// The known name that was probably meant, if one is close enough: the same but for case and separators, a third of its
/// letters wrong at most, or else the only one that begins with the word, or that contains it.
pub(crate) fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    if wanted.is_empty() || word.len() > BYTES_MAX {
        return None;
    }
    let known: Vec<(String, &str)> = known.into_iter().map(|name| (plain(name), name)).collect();
    let letters = wanted.chars().count();
    let slip = known
        .iter()
        .map(|(plain, name)| (strsim::damerau_levenshtein(&wanted, plain), plain, *name))
        .filter(|(distance, plain, _)| *distance <= slips_max(letters.min(plain.chars().count())))
        .min_by_key(|(distance, _, _)| *distance);
    if let Some((_, _, name)) = slip {
        return Some(name);
    }
    let only = |is_part: &dyn Fn(&str) -> bool| {
        let mut parts = known.iter().filter(|(plain, _)| is_part(plain));
        parts.next().filter(|_| parts.next().is_none()).map(|(_, name)| *name)
    };
    let begins = || only(&|name| name.starts_with(&wanted)).filter(|_| letters >= 3);
    begins().or_else(|| only(&|name| name.contains(&wanted)).filter(|_| letters >= 4))
}

/// How alike a header and the nearest of some names are, from 0 to 1, if it is near enough to be a slip: one letter off,
/// or mostly alike. Both sides are already without case and separators.
pub(crate) fn likeness<'a>(header: &str, names: impl IntoIterator<Item = &'a str>) -> Option<f64> {
    let near = |name: &str| {
        let is_one_off = name.len() > 2 && strsim::osa_distance(header, name) == 1;
        strsim::jaro_winkler(header, name).max(if is_one_off { LIKENESS_MIN } else { 0.0 })
    };
    let nearest = names.into_iter().map(near).fold(0.0, f64::max);
    (nearest >= LIKENESS_MIN).then_some(nearest)
}

/// A list of words for a hint: at most so many, then how many more.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    let shown = words.iter().take(SHOWN_MAX).copied().collect::<Vec<_>>().join(", ");
    match words.len().saturating_sub(SHOWN_MAX) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// How many letters can be wrong in a word of this length.
const fn slips_max(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        _ => letters / 3,
    }
}

/// Case and the sort of separator are slips that cost nothing.
fn plain(word: &str) -> String {
    word.to_lowercase().replace(['-', '_', ' '], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let known = ["subscribed", "unsubscribed", "never-subscribed"];
        assert_eq!(closest("subscibed", known), Some("subscribed"));
        assert_eq!(closest("Never Subscribed", known), Some("never-subscribed"));
        assert_eq!(closest("vip", known), None);
        assert_eq!(closest("", known), None);
        assert_eq!(closest("x", ["y"]), None);
        assert_eq!(closest("nl", ["NL"]), Some("NL"));
        assert_eq!(closest(&"x".repeat(BYTES_MAX + 1), ["x"]), None);
    }

    #[test]
    fn a_part_is_enough_if_only_one_name_has_it() {
        let known = ["ramp-respected", "no-double-send", "consent-never-gained", "caps-respected"];
        assert_eq!(closest("ramp", known), Some("ramp-respected"));
        assert_eq!(closest("double", known), Some("no-double-send"));
        assert_eq!(closest("respected", known), None, "two names have it");
    }

    #[test]
    fn a_close_name_is_suggested_and_else_few_names_are_listed() {
        let known = ["release", "property", "list-flows-once", "door"];
        assert_eq!(suggestion("relaese", known).unwrap(), "did you mean `release`?");
        assert_eq!(suggestion("listFlowsOnce", known).unwrap(), "did you mean `list-flows-once`?");
        assert_eq!(suggestion("prop", known).unwrap(), "did you mean `property`?");
        assert!(suggestion("zzzz", known).unwrap().starts_with("known here: "));
        assert_eq!(suggestion("zzzz", []), None);
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b"]), "a, b");
        assert_eq!(listed(["a", "b", "c", "d", "e", "f", "g", "h", "i"]), "a, b, c, d, e, f, g, h and 1 more");
    }

    #[test]
    fn headers_are_alike_or_not() {
        assert!(likeness("emial", ["email", "phone"]).is_some());
        assert!(likeness("tag", ["tags"]).is_some());
        assert_eq!(likeness("city", ["email", "phone"]), None);
    }
}
