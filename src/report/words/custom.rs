//! Sentences about claims of the scenario's own.

use rehearsal_judge::{CustomBecause, CustomCause, CustomHeadline};

use super::say::Words;

pub(super) fn headline(words: &Words<'_>, headline: &CustomHeadline) -> String {
    let say = &words.say;
    match headline {
        CustomHeadline::Violated { broken, sends, never: true, condition } => {
            say.custom_violated_never(*sends, words.n(*broken), words.n(*sends), &**condition)
        }
        CustomHeadline::Violated { broken, sends, never: false, condition } => {
            say.custom_violated_always(*sends, words.n(*broken), words.n(*sends), &**condition)
        }
        CustomHeadline::Holds { sends } => say.custom_holds(words.sends(*sends)),
        CustomHeadline::Unknown { sends } => say.custom_unknown(words.sends(*sends)),
        CustomHeadline::NothingSent => say.custom_nothing_sent(),
    }
}

pub(super) fn cause(words: &Words<'_>, cause: &CustomCause, count: u64) -> String {
    let CustomCause::Flow(flow) = *cause;
    words.say.custom_cause(words.flow(flow), words.sends(count))
}

pub(super) fn because(words: &Words<'_>, because: &CustomBecause) -> String {
    let message = words.message(because.message);
    if because.never {
        words.say.custom_case_never(message, &*because.condition)
    } else {
        words.say.custom_case_always(message, &*because.condition)
    }
}
