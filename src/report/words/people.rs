//! Sentences about who is who: profiles of people, and their customer ids.

use rehearsal_core::history::Recognised;
use rehearsal_judge::judges::customer::{CustomerCause, CustomerHeadline};
use rehearsal_judge::judges::identity::{PersonBecause, PersonCause, PersonHeadline};

use super::say::Words;

pub(super) fn person_headline(words: &Words<'_>, headline: &PersonHeadline) -> String {
    let say = &words.say;
    match *headline {
        PersonHeadline::Violated { second_profiles, merged } => {
            let second = say.person_second(second_profiles, words.n(second_profiles));
            let both = say.person_merged(merged, words.n(merged));
            match (second_profiles, merged) {
                (_, 0) => second,
                (0, _) => both,
                (_, _) => say.person_second_and_merged(second, both),
            }
        }
        PersonHeadline::Holds { profiles } => say.person_holds(profiles, words.n(profiles)),
        PersonHeadline::NoProfile => say.person_no_profile(),
    }
}

pub(super) fn person_cause(words: &Words<'_>, cause: &PersonCause, count: u64) -> String {
    let (say, profiles, identity) = (&words.say, words.profiles(count), &words.plan.identity);
    let key = identity.key.name();
    match cause {
        PersonCause::TwoPeople => say.person_cause_two_people(key, profiles),
        PersonCause::SecondProfile { by: Recognised::Evidence } => say.person_cause_evidence(key, profiles),
        PersonCause::SecondProfile { by: Recognised::Key } => {
            let further = identity.matches.iter().filter(|key| **key != identity.key).map(|key| key.name().to_owned());
            let shared = further.reduce(|one, other| say.either(one, other)).unwrap_or_else(|| key.to_owned());
            say.person_cause_key(key, shared, profiles)
        }
    }
}

pub(super) fn person_because(words: &Words<'_>, because: &PersonBecause) -> String {
    match because {
        PersonBecause::SecondProfile => words.say.person_case_second(),
        PersonBecause::TwoPeople => words.say.person_case_two_people(),
    }
}

pub(super) fn customer_headline(words: &Words<'_>, headline: &CustomerHeadline) -> String {
    let say = &words.say;
    match *headline {
        CustomerHeadline::Violated { profiles } => say.customer_violated(profiles, words.n(profiles)),
        CustomerHeadline::Holds { profiles } => say.customer_holds(profiles, words.n(profiles)),
        CustomerHeadline::NoProfile => say.person_no_profile(),
        CustomerHeadline::NotByCustomerId => say.customer_nobody(),
    }
}

pub(super) fn customer_cause(words: &Words<'_>, cause: &CustomerCause, count: u64) -> String {
    let (say, profiles) = (&words.say, words.profiles(count));
    match cause {
        CustomerCause::Missing => say.customer_cause_missing(profiles),
        CustomerCause::Several => say.customer_cause_several(profiles),
        CustomerCause::Shared => say.customer_cause_shared(profiles),
    }
}

pub(super) fn customer_because(words: &Words<'_>, cause: &CustomerCause) -> String {
    match cause {
        CustomerCause::Missing => words.say.customer_case_missing(),
        CustomerCause::Several => words.say.customer_case_several(),
        CustomerCause::Shared => words.say.customer_case_shared(),
    }
}
