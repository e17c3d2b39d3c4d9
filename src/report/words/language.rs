//! The sentences of each language, as functions that the compiler checks.
//!
//! Owns: the code that the language files are turned into before the package is compiled. Deliberately holds no sentence:
//! they stand in `src/report/locales`, one file for each language.

use crate::language::Language;

/// Generated from `src/report/locales`: a function for each message, with its arguments.
#[expect(dead_code, reason = "generated with more than is used; a test finds messages that nobody says")]
#[expect(clippy::unwrap_used, reason = "generated: a message that is missing fails the build")]
#[expect(unreachable_pub, reason = "generated")]
#[expect(clippy::derivable_impls, reason = "generated")]
mod sentences {
    include!(concat!(env!("OUT_DIR"), "/sentences.rs"));
}

use sentences::L10n;
pub(super) use sentences::L10nLanguage as Sentences;

/// The sentences of a language.
pub(super) fn sentences_of(language: Language) -> Sentences {
    match language {
        Language::English => L10n::En.load(),
        Language::Dutch => L10n::Nl.load(),
    }
}
