//! "Did you mean".

/// The known word that is closest to what was written, if it is close enough to be a slip.
pub(super) fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = plain(written);
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&plain, &self::plain(word)), word))
        .filter(|(distance, word)| *distance <= slips_max(word.len().min(plain.len())))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
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
    word.chars().map(|c| if c == '-' || c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect()
}

/// A list of words for a hint: at most so many, then how many more.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN_MAX: usize = 8;
    let words: Vec<&str> = words.into_iter().collect();
    let shown = words.iter().take(SHOWN_MAX).copied().collect::<Vec<_>>().join(", ");
    match words.len().saturating_sub(SHOWN_MAX) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
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
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b"]), "a, b");
        assert_eq!(listed(["a", "b", "c", "d", "e", "f", "g", "h", "i"]), "a, b, c, d, e, f, g, h and 1 more");
    }
}
