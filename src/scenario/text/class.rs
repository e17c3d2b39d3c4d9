//! What a flow is for, as a scenario writes it.
//!
//! Owns: the words of [`FlowClass`] and the words of teams that mean one of them. Deliberately takes no such other
//! word for the class: a guess about what a flow is for would decide what is judged, so it is only suggested.

use std::borrow::Cow;
use std::fmt;

use rehearsal_core::plan::FlowClass;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostics::closest;

/// The class of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClassText(pub(crate) FlowClass);

/// Words that teams use, Dutch ones among them, and the class that each most likely means.
const OTHER_WORDS: [(&str, FlowClass); 44] = [
    ("welkom", FlowClass::Welcome),
    ("welkomst", FlowClass::Welcome),
    ("welkomstflow", FlowClass::Welcome),
    ("welkomstmail", FlowClass::Welcome),
    ("welkomstreeks", FlowClass::Welcome),
    ("onboarding", FlowClass::Welcome),
    ("kennismaking", FlowClass::Welcome),
    ("browse-abandonment", FlowClass::Browse),
    ("viewed-product", FlowClass::Browse),
    ("bekeken-product", FlowClass::Browse),
    ("abandoned-cart", FlowClass::Cart),
    ("cart-abandonment", FlowClass::Cart),
    ("basket", FlowClass::Cart),
    ("winkelmand", FlowClass::Cart),
    ("winkelwagen", FlowClass::Cart),
    ("verlaten-winkelmand", FlowClass::Cart),
    ("abandoned-checkout", FlowClass::Checkout),
    ("afrekenen", FlowClass::Checkout),
    ("aftersales", FlowClass::PostPurchase),
    ("na-aankoop", FlowClass::PostPurchase),
    ("bedankt", FlowClass::PostPurchase),
    ("beoordeling", FlowClass::Review),
    ("herhaalaankoop", FlowClass::Replenishment),
    ("weer-op-voorraad", FlowClass::BackInStock),
    ("prijsverlaging", FlowClass::PriceDrop),
    ("verjaardag", FlowClass::Birthday),
    ("jubileum", FlowClass::Anniversary),
    ("terugwinnen", FlowClass::WinBack),
    ("reactivation", FlowClass::WinBack),
    ("reactivatie", FlowClass::WinBack),
    ("lapsed", FlowClass::WinBack),
    ("re-engagement", FlowClass::Sunset),
    ("inactief", FlowClass::Sunset),
    ("loyaliteit", FlowClass::Loyalty),
    ("spaarpunten", FlowClass::Loyalty),
    ("nurture", FlowClass::LeadNurture),
    ("lead", FlowClass::LeadNurture),
    ("nieuwsbrief", FlowClass::Newsletter),
    ("campaign", FlowClass::Promotion),
    ("aanbieding", FlowClass::Promotion),
    ("actie", FlowClass::Promotion),
    ("service", FlowClass::Transactional),
    ("transactioneel", FlowClass::Transactional),
    ("bevestiging", FlowClass::Transactional),
];

/// A word without case and separators.
fn plain(word: &str) -> String {
    word.chars().filter(|sign| !matches!(sign, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

impl ClassText {
    /// The class of that name.
    fn parse(word: &str) -> Result<Self, String> {
        let named = FlowClass::ALL.into_iter().find(|class| class.name() == word);
        named.map(Self).ok_or_else(|| format!("unknown class `{word}`\n{}", hint(word)))
    }
}

/// What to write instead of a word that is no class.
fn hint(word: &str) -> String {
    let other = format!("`class: other` with `label: {word}` if it is none of the known ones");
    match meant(word) {
        Some(class) => format!("did you mean `{}`? or {other}", class.name()),
        None => {
            let names: Vec<&str> = FlowClass::ALL.iter().map(|class| class.name()).collect();
            format!("known: {}; {other}", names.join(", "))
        }
    }
}

/// The class that a word most likely means.
fn meant(word: &str) -> Option<FlowClass> {
    let other = OTHER_WORDS.into_iter().find(|(other, _)| plain(other) == plain(word));
    other.map(|(_, class)| class).or_else(|| {
        let names: Vec<&str> = FlowClass::ALL
            .iter()
            .map(|class| class.name())
            .chain(OTHER_WORDS.iter().map(|(other, _)| *other))
            .collect();
        let close = closest(word, names)?;
        let class = FlowClass::ALL.into_iter().find(|class| class.name() == close);
        class.or_else(|| OTHER_WORDS.into_iter().find(|(other, _)| *other == close).map(|(_, class)| class))
    })
}

impl<'de> Deserialize<'de> for ClassText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = ClassText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a class such as welcome")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<ClassText, E> {
                ClassText::parse(text.trim()).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl Serialize for ClassText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl JsonSchema for ClassText {
    fn schema_name() -> Cow<'static, str> {
        "ClassText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = FlowClass::ALL.map(FlowClass::name);
        json_schema!({"description": "What a flow is for.", "type": "string", "enum": names})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_read_by_its_name_and_no_other_word_is_a_class() {
        for class in FlowClass::ALL {
            assert_eq!(ClassText::parse(class.name()), Ok(ClassText(class)));
        }
        for (word, class) in OTHER_WORDS {
            let message = ClassText::parse(word).unwrap_err();
            let expected = format!("did you mean `{}`?", class.name());
            assert!(message.contains(&expected), "{word}: {message}");
        }
    }

    #[test]
    fn a_misspelt_word_in_either_language_finds_its_class() {
        for (word, class) in
            [("Welkom", "welcome"), ("welcom", "welcome"), ("WinBack", "win-back"), ("verjaardagg", "birthday")]
        {
            assert_eq!(meant(word).map(FlowClass::name), Some(class), "{word}");
        }
        assert_eq!(meant("zzzz"), None);
    }
}
