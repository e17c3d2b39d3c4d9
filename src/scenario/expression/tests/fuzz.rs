//! Random texts, random words and slips: no condition brings the compiler down.

use proptest::prelude::*;

use super::super::{Allowed, Names, compile};
use super::{Somebody, TestNames};

/// Compiles anything, in every place, and checks that problems lie inside the text, on whole characters.
fn survives(text: &str) {
    for allowed in [Allowed::Record, Allowed::Profile, Allowed::Flow, Allowed::Event, Allowed::Send] {
        if let Err(problems) = compile(text, allowed, &mut TestNames::default()) {
            assert!(!problems.is_empty(), "{text}");
            for problem in problems {
                assert!(text.get(problem.span.clone()).is_some(), "{:?} of {text:?}", problem.span);
                assert!(!problem.message.is_empty());
            }
        }
    }
}

/// Words that conditions are made of, and some that they are not.
const SOUP: &[&str] = &[
    "profile",
    "event",
    "flow",
    "send",
    "now",
    ".",
    ".",
    "orders",
    "tier",
    "lists",
    "last_open",
    "value",
    "class",
    "has",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "?",
    "!",
    "-",
    "+",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "=",
    "&&",
    "||",
    "in",
    "true",
    "false",
    "null",
    "1",
    "-1",
    "0x1F",
    "2u",
    "1.5",
    "1e9",
    "9223372036854775808",
    "'a'",
    "\"newsletter\"",
    "'é'",
    "'subscribed'",
    "b'x'",
    "r'\\'",
    "'''x'''",
    "'\\x'",
    "'",
    "\"",
    "`a`",
    "duration",
    "\"30d\"",
    "timestamp",
    "exists",
    "all",
    "map",
    "filter",
    "x",
    "as",
    "if",
    "// c\n",
    "\n",
    " ",
    "é",
    "😀",
    "\u{0}",
    "@",
    "\\",
    "|",
    "&",
    ".?",
    "[?",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn random_texts_do_no_harm(text in "\\PC{0,60}") {
        survives(&text);
    }

    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_words_do_no_harm(words in prop::collection::vec(prop::sample::select(SOUP), 0..30), blank in any::<bool>()) {
        survives(&words.join(if blank { " " } else { "" }));
    }

    #[test]
    fn slips_in_a_good_condition_do_no_harm(at in 0_usize..200, word in prop::sample::select(SOUP), cut in 0_usize..5) {
        let good = "profile.orders > 1 && (profile.tier in ['a', \"é\"] || has(profile.last_open)) && now - duration(\"30d\") < profile.last_open";
        let start = (0..=at.min(good.len())).rev().find(|&at| good.is_char_boundary(at)).unwrap();
        let end = ((start + cut).min(good.len())..=good.len()).find(|&at| good.is_char_boundary(at)).unwrap();
        survives(&format!("{}{word}{}", &good[..start], &good[end..]));
    }

    /// Whatever compiles holds or does not hold, and its negation is the opposite.
    #[test]
    fn a_negation_is_the_opposite(words in prop::collection::vec(prop::sample::select(&[
        "profile.orders", "profile.last_open", "now", "profile.existing", "true", "3", "==", "!=", "<", "&&", "||", "!", "-", "(", ")",
        "duration('1d')", "has(profile.tier)", "profile.tier", "'gold'",
    ][..]), 1..12)) {
        let text = words.join(" ");
        let mut names = TestNames::default();
        if let Ok(predicate) = compile(&text, Allowed::Profile, &mut names) {
            let negated = compile(&format!("!({text})"), Allowed::Profile, &mut names).unwrap();
            let somebody = Somebody { consent: names.symbol("subscribed"), tier: Some(names.symbol("gold")) };
            prop_assert_ne!(predicate.holds(&somebody), negated.holds(&somebody));
        }
    }
}
