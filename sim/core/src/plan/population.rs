//! What synthetic people are like, as ratios.

use crate::ids::{BySide, EventMark, Index, ListMark, ProviderMark, SymbolMark, ZoneMark};
use crate::ratio::Ratio;

/// Where the people come from.
#[derive(Clone, Debug, PartialEq)]
pub enum PopulationPlan {
    /// Invented.
    Synthetic(Box<Synthetic>),
    /// Read from exports by the program.
    Exports,
}

/// A language and place that a share of the people has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// `nl`, `be`...: picks the cosmetics.
    pub id: String,
    /// Country code.
    pub country: Index<SymbolMark>,
    /// The people's clock.
    pub zone: Index<ZoneMark>,
    /// Relative weight.
    pub weight: u32,
}

/// A mail domain that a share of the people uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntheticDomain {
    /// The domain, such as `gmail.com`; addresses get the reserved ending `.example`, so that none can exist.
    pub domain: String,
    /// Its mailbox provider.
    pub provider: Index<ProviderMark>,
    /// Relative weight.
    pub weight: u32,
}

/// How records are dirtied; each drawn once for each record, if nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dirt {
    /// The address is written in capitals.
    pub upper_case: Ratio,
    /// The address has blanks around it.
    pub blanks: Ratio,
    /// The domain has a typing error.
    pub typo_domain: Ratio,
    /// There is no address.
    pub missing_email: Ratio,
    /// The person has the mailbox of an earlier person: two people, one address. Drawn once for each person.
    pub shared_mailbox: Ratio,
}

/// Synthetic people, as ratios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthetic {
    /// How many records.
    pub profiles: u64,
    /// Share known at the source before day 0; the others sign up on the target during the rehearsal.
    pub existing: Ratio,
    /// Share of the records that repeat the person of an earlier record.
    pub duplicates: Ratio,
    /// Share of the duplicates that share the person's e-mail address (the others have an address of their own).
    pub duplicates_same_email: Ratio,
    /// Share of the duplicates that bring the person's customer id (the others have an id of their own).
    pub duplicates_same_customer_id: Ratio,
    /// Where people live; at least one.
    pub locales: Vec<Locale>,
    /// Which mailboxes they use; at least one.
    pub domains: Vec<SyntheticDomain>,
    /// People became customers between so many days before day 0 (oldest, newest), evenly.
    pub created_days_before: (u32, u32),
    /// Weights of e-mail consent: unsubscribed, never, unconfirmed, subscribed.
    pub email_consent: [u32; 4],
    /// Weights of text-message consent, in the same order.
    pub sms_consent: [u32; 4],
    /// Shares that bounced, complained, unsubscribed from everything, were blocked by hand.
    pub suppressed: [Ratio; 4],
    /// Weights of engagement: opened in the last 30 days, 90 days, a year, never.
    pub engagement: [u32; 4],
    /// Share that has ordered.
    pub ordered: Ratio,
    /// Orders of a person who has ordered, at most; drawn evenly from 1.
    pub orders_max: u32,
    /// Share with a phone number.
    pub phone: Ratio,
    /// Share with a known birthday.
    pub birthday: Ratio,
    /// How the records are dirtied.
    pub dirt: Dirt,
}

/// How often an event happens to a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRate {
    /// The event, by its place in the event map.
    pub event: Index<EventMark>,
    /// Probability for a profile on a day.
    pub per_day: Ratio,
}

/// New people while the migration runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignUps {
    /// How many sign up on the target, a day.
    pub per_day: u32,
    /// The list they join, with consent to e-mail.
    pub list: Option<Index<ListMark>>,
}

/// What people do with a mail: assumptions that the scenario states and the report repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseRates {
    /// Opens.
    pub open: Ratio,
    /// Clicks, of those who open.
    pub click: Ratio,
    /// Unsubscribes.
    pub unsubscribe: Ratio,
    /// Complains.
    pub complain: Ratio,
    /// The address bounces for good.
    pub bounce: Ratio,
    /// The first and last minute after the send at which it happens; at least 1.
    pub delay_minutes: (i32, i32),
}

impl ResponseRates {
    /// Whether nothing ever comes back.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        [self.open, self.unsubscribe, self.complain, self.bounce].iter().all(|ratio| ratio.is_zero())
    }
}

/// Life that goes on while the migration runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BehaviourPlan {
    /// Events of existing people.
    pub events: Vec<EventRate>,
    /// Probability, for a profile on a day, of unsubscribing from e-mail on the source and on the target.
    pub unsubscribes_per_day: BySide<Ratio>,
    /// New people.
    pub sign_ups: SignUps,
    /// What people do with a mail; `None` if the scenario assumes nothing.
    pub response: Option<ResponseRates>,
}
