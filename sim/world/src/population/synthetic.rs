//! The generator of synthetic people.
//!
//! Owns: which record has which person's attributes, and the sign-ups while the migration runs. A record is a function
//! of the seed and its id alone, so any part of the population can be made by itself, in any order, by any number of
//! threads. Deliberately leaves custom properties out: no share in the plan speaks of them.

use std::ops::Range;

pub use super::person::SIGN_UP_BASE;
use super::person::{Past, SyntheticPerson, Weights, part, write_number};
use super::record::{RESERVED_ENDING, Record, mailbox_owner, person_behind};
use rehearsal_core::ids::{Index, ProviderMark};
use rehearsal_core::plan::{Plan, PopulationPlan, Synthetic};
use rehearsal_core::records::{Origin, Population, Row};
use rehearsal_core::rng::{Purpose, Source};
use rehearsal_core::time::{DAY_MINUTES, Minute};

/// Where sign-ups have their mail if the plan's people come from exports, whose mailboxes nobody weighed.
const SIGN_UP_DOMAIN: &str = "mail";

/// Everything that is the same for all records, and buffers for their texts.
struct Generator<'a> {
    synthetic: &'a Synthetic,
    weights: Weights,
    source: Source,
    end: Minute,
    /// The provider of addresses that nobody knows.
    other: Index<ProviderMark>,
    is_plain: bool,
    email: String,
    phone: String,
    customer_id: String,
}

/// The last provider: `other`.
fn other_provider(plan: &Plan) -> Index<ProviderMark> {
    Index::new(u16::try_from(plan.providers.len().saturating_sub(1)).unwrap_or(u16::MAX))
}

impl<'a> Generator<'a> {
    fn new(plan: &Plan, synthetic: &'a Synthetic) -> Self {
        Self {
            synthetic,
            weights: Weights::new(synthetic),
            source: Source::new(plan.seed),
            end: plan.end(),
            other: other_provider(plan),
            is_plain: Record::is_plain(synthetic),
            email: String::new(),
            phone: String::new(),
            customer_id: String::new(),
        }
    }

    /// Appends the record with this id.
    fn push(&mut self, id: u64, into: &mut Population) {
        let record = if self.is_plain {
            Record::default()
        } else {
            Record::draw(self.synthetic, &self.weights.domains, &self.source, id)
        };
        let number = person_behind(self.synthetic, &self.source, id, &record);
        let person = SyntheticPerson::draw(self.synthetic, &self.weights, &self.source, number);
        let created_word = if record.earlier.is_some() { record.created } else { person.created };
        let (origin, created_at, past) = if person.is_existing {
            let created = self.created_before(created_word);
            (Origin::Source, created, person.past(created))
        } else {
            let created = Minute(part(created_word, 0, self.end.0 - 1));
            (Origin::SignUp, created, Past::joins(created))
        };
        let (owner, own_domain) = self.mailbox(&person);
        let has_own_email = record.earlier.is_some() && !record.shares_email;
        let domain = if has_own_email { record.domain } else { own_domain };
        let mail = self.synthetic.domains.get(domain);
        self.clear();
        record.write_email(id, owner, mail.map_or(SIGN_UP_DOMAIN, |mail| &mail.domain), &mut self.email);
        self.customer_id.push('c');
        write_number(if record.shares_customer_id { number } else { id }, &mut self.customer_id);
        let is_known = !record.has_typo() && !record.missing_email;
        let provider = mail.filter(|_| is_known).map_or(self.other, |mail| mail.provider);
        self.push_row(id, &person, (origin, created_at, past), provider, into);
    }

    /// Whose mailbox a person uses, and its domain: their own, unless they share an earlier person's.
    fn mailbox(&self, person: &SyntheticPerson) -> (u64, usize) {
        let owner = mailbox_owner(self.synthetic, &self.source, person.number);
        if owner == person.number {
            return (owner, person.domain);
        }
        (owner, SyntheticPerson::draw(self.synthetic, &self.weights, &self.source, owner).domain)
    }

    /// Appends a person who signs up at `at`.
    fn push_sign_up(&mut self, id: u64, at: Minute, into: &mut Population) {
        let person = SyntheticPerson::draw(self.synthetic, &self.weights, &self.source, id);
        let mail = self.synthetic.domains.get(person.domain);
        self.clear();
        for text in [&mut self.email, &mut self.customer_id] {
            text.push('s');
            write_number(id - SIGN_UP_BASE, text);
        }
        self.email.push('@');
        self.email.push_str(mail.map_or(SIGN_UP_DOMAIN, |mail| &mail.domain));
        self.email.push_str(RESERVED_ENDING);
        let provider = mail.map_or(self.other, |mail| mail.provider);
        self.push_row(id, &person, (Origin::SignUp, at, Past::joins(at)), provider, into);
    }

    fn clear(&mut self) {
        self.email.clear();
        self.phone.clear();
        self.customer_id.clear();
    }

    fn push_row(
        &mut self,
        id: u64,
        person: &SyntheticPerson,
        (origin, created_at, past): (Origin, Minute, Past),
        provider: Index<ProviderMark>,
        into: &mut Population,
    ) {
        person.write_phone(self.synthetic, &mut self.phone);
        let (country, zone) = person.place(self.synthetic);
        into.push(&Row {
            id,
            person: Some(person.number),
            origin,
            email: &self.email,
            phone: &self.phone,
            customer_id: &self.customer_id,
            provider,
            created_at,
            country,
            zone,
            birthday: person.birthday,
            consent: past.consent,
            suppressions: past.suppressions,
            last_open: past.last_open,
            last_click: past.last_click,
            last_order: past.last_order,
            orders: past.orders,
            spent_minor: past.spent_minor,
        });
    }

    /// When a record of an existing person was created; before day 0.
    fn created_before(&self, word: u32) -> Minute {
        let (oldest, newest) = self.synthetic.created_days_before;
        let minute = |days: u32| i32::try_from(i64::from(days) * i64::from(DAY_MINUTES)).unwrap_or(i32::MAX).max(1);
        Minute(part(word, -minute(oldest.max(newest)), -minute(newest)))
    }
}

/// The records with these ids, in their order; empty if the plan's people come from exports.
///
/// Ids ascend and are below [`SIGN_UP_BASE`]. Leaving some out changes no other record.
#[must_use]
pub fn generate(plan: &Plan, ids: impl Iterator<Item = u64>) -> Population {
    let mut population = Population::default();
    if let PopulationPlan::Synthetic(synthetic) = &plan.population {
        let mut generator = Generator::new(plan, synthetic);
        population.reserve(ids.size_hint().0);
        for id in ids {
            debug_assert!(id < SIGN_UP_BASE, "higher ids are sign-ups");
            generator.push(id, &mut population);
        }
    }
    population
}

/// The records with these ids, made by several threads: the same bytes for any number of them.
#[must_use]
pub fn generate_parallel(plan: &Plan, ids: Range<u64>, threads: usize) -> Population {
    let records = ids.end.saturating_sub(ids.start);
    let threads = (threads.max(1) as u64).min(records.max(1));
    if threads == 1 {
        return generate(plan, ids);
    }
    let cut = |part: u64| ids.start + (u128::from(records) * u128::from(part) / u128::from(threads)) as u64;
    let parts: Vec<Population> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..threads).map(|part| scope.spawn(move || generate(plan, cut(part)..cut(part + 1)))).collect();
        workers.into_iter().map(|worker| worker.join().expect("the generator does not panic")).collect()
    });
    let mut parts = parts.into_iter();
    let mut population = parts.next().unwrap_or_default();
    population.reserve(parts.as_slice().iter().map(Population::len).sum());
    for part in parts {
        population.append(part);
    }
    population
}

/// The people who sign up on the target while the migration runs, ascending by id.
///
/// So many a day, at minutes drawn evenly within their day, through a form that asks for consent to e-mail. They live
/// and have their mailboxes where the synthetic people do; beside exports they live in the scenario's own zone.
#[must_use]
pub fn sign_ups(plan: &Plan) -> Population {
    let nowhere = nobody();
    let synthetic = match &plan.population {
        PopulationPlan::Synthetic(synthetic) => synthetic,
        PopulationPlan::Exports => &nowhere,
    };
    let mut generator = Generator::new(plan, synthetic);
    let per_day = u64::from(plan.behaviour.sign_ups.per_day);
    let count = per_day * u64::from(plan.days);
    let mut population = Population::default();
    population.reserve(usize::try_from(count).unwrap_or(0));
    for number in 0..count {
        let id = SIGN_UP_BASE + number;
        let midnight = (number / per_day) as i32 * DAY_MINUTES; // the plan's days fit, so does each of them
        let minute = generator.source.draws(Purpose::SignUp, id, 0).between(0, DAY_MINUTES - 1);
        generator.push_sign_up(id, Minute(midnight + minute), &mut population);
    }
    population
}

/// Shares for sign-ups beside exports: nothing is known of the people but that they sign up.
fn nobody() -> Synthetic {
    use rehearsal_core::plan::Dirt;
    use rehearsal_core::ratio::Ratio;
    const ZERO: Ratio = Ratio::ZERO;
    Synthetic {
        profiles: 0,
        existing: ZERO,
        duplicates: ZERO,
        duplicates_same_email: ZERO,
        duplicates_same_customer_id: ZERO,
        locales: Vec::new(),
        domains: Vec::new(),
        created_days_before: (1, 1),
        email_consent: [0; 4],
        sms_consent: [0; 4],
        suppressed: [ZERO; 4],
        engagement: [0; 4],
        ordered: ZERO,
        orders_max: 0,
        phone: ZERO,
        birthday: ZERO,
        dirt: Dirt { upper_case: ZERO, blanks: ZERO, typo_domain: ZERO, missing_email: ZERO, shared_mailbox: ZERO },
    }
}

#[cfg(test)]
#[path = "synthetic_tests.rs"]
mod tests;
