//! What a synthetic person is.
//!
//! Owns: the draws of a person and the texts that follow from them. Deliberately does not know records: what differs
//! between two records of one person is drawn in [`super::record`].

use rehearsal_core::consent::{ByChannel, Channel, Consent, ConsentMethod, ConsentState, Suppressions};
use rehearsal_core::ids::{Index, SymbolMark, ZoneMark};
use rehearsal_core::limits::{DAYS_MAX, EXPORT_FILES_MAX, LINE_BITS, PROFILES_MAX, RECORD_BITS, SIGN_UPS_PER_DAY_MAX};
use rehearsal_core::plan::Synthetic;
use rehearsal_core::ratio::Ratio;
use rehearsal_core::rng::{Draws, Purpose, Source};
use rehearsal_core::time::{DAY_MINUTES, Minute, MonthDay};

/// The id of the first sign-up; lower ids are records of the population.
pub const SIGN_UP_BASE: u64 = 1 << 40;

const _: () = assert!(PROFILES_MAX <= SIGN_UP_BASE, "an invented record would share its number with a sign-up");
const _: () = assert!(
    (EXPORT_FILES_MAX as u64) << LINE_BITS <= SIGN_UP_BASE,
    "a row of the last export would share its number with a sign-up"
);
const _: () = assert!(
    SIGN_UP_BASE + SIGN_UPS_PER_DAY_MAX as u64 * DAYS_MAX as u64 <= 1 << RECORD_BITS,
    "the last sign-up would not fit into the number of a record"
);

/// Of the people who opened, this share also clicked. No scenario sets it: no rule of ours reads it alone.
const CLICKED: Ratio = match Ratio::new(1, 5) {
    Some(ratio) => ratio,
    None => Ratio::ZERO,
};

/// Of the people who ordered and said yes, this share did so at the checkout; the others used a form.
const AT_CHECKOUT: Ratio = match Ratio::new(1, 2) {
    Some(ratio) => ratio,
    None => Ratio::ZERO,
};

/// Minor units that an order of the past cost on average, lowest and highest.
const ORDER_MINOR: (i32, i32) = (1_500, 9_500);

/// The windows of engagement, in days before day 0: opened last within the first, but not within the second.
const ENGAGEMENT_DAYS: [(i32, i32); 3] = [(30, 0), (90, 30), (365, 90)];

/// The number that a word between 0 and 2^32 picks in `low..=high`; `low` if the range is empty.
pub(super) fn part(word: u32, low: i32, high: i32) -> i32 {
    let width = (i64::from(high) - i64::from(low) + 1).max(1) as u64;
    low.wrapping_add(((u64::from(word) * width) >> 32) as i32)
}

/// Weights in the order of the plan's tables, gathered once.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    pub(super) locales: Vec<u32>,
    pub(super) domains: Vec<u32>,
}

impl Weights {
    pub(super) fn new(synthetic: &Synthetic) -> Self {
        Self {
            locales: synthetic.locales.iter().map(|locale| locale.weight).collect(),
            domains: synthetic.domains.iter().map(|domain| domain.weight).collect(),
        }
    }
}

/// Consent of a person on one channel, before it is known when the record was created.
#[derive(Clone, Copy, Debug)]
struct ConsentDraw {
    state: ConsentState,
    at: u32,
    at_checkout: bool,
}

impl ConsentDraw {
    /// Takes three words.
    fn draw(draws: &mut Draws, weights: &[u32; 4]) -> Self {
        const STATES: [ConsentState; 4] =
            [ConsentState::Unsubscribed, ConsentState::Never, ConsentState::Unconfirmed, ConsentState::Subscribed];
        Self { state: STATES[draws.weighted(weights)], at: draws.word(), at_checkout: draws.hit(AT_CHECKOUT) }
    }

    /// The consent of a record that was created at `created` by a person who has or has not ordered.
    fn since(self, created: Minute, has_ordered: bool) -> Consent {
        let method = match self.state {
            ConsentState::Never => return Consent::default(),
            ConsentState::Unsubscribed => ConsentMethod::PreferencePage,
            ConsentState::Subscribed if self.at_checkout && has_ordered => ConsentMethod::Checkout,
            ConsentState::Subscribed | ConsentState::Unconfirmed => ConsentMethod::Form,
        };
        Consent { state: self.state, at: Minute(part(self.at, created.0, -1)), method }
    }
}

/// The draws of a person. Each takes a fixed number of words, so that editing one share moves no other attribute.
#[derive(Clone, Copy, Debug)]
pub(super) struct SyntheticPerson {
    pub(super) number: u64,
    pub(super) locale: usize,
    pub(super) domain: usize,
    pub(super) is_existing: bool,
    pub(super) created: u32,
    pub(super) has_phone: bool,
    pub(super) birthday: Option<MonthDay>,
    consent: ByChannel<ConsentDraw>,
    suppressions: Suppressions,
    engagement: usize,
    last_open: u32,
    has_clicked: bool,
    last_click: u32,
    orders: u32,
    last_order: u32,
    order_minor: i32,
}

/// What a person did before day 0, as dates that fit the record's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past {
    pub(super) consent: ByChannel<Consent>,
    pub(super) suppressions: Suppressions,
    pub(super) last_open: Minute,
    pub(super) last_click: Minute,
    pub(super) last_order: Minute,
    pub(super) orders: u32,
    pub(super) spent_minor: i64,
}

impl SyntheticPerson {
    /// The person with this number. Opens one address.
    pub(super) fn draw(synthetic: &Synthetic, weights: &Weights, source: &Source, number: u64) -> Self {
        let mut draws = source.draws(Purpose::Population, number, 0);
        let draws = &mut draws;
        // The order of the fields is the order of the words: append, never insert.
        Self {
            number,
            locale: draws.weighted(&weights.locales),
            domain: draws.weighted(&weights.domains),
            is_existing: draws.hit(synthetic.existing),
            created: draws.word(),
            has_phone: draws.hit(synthetic.phone),
            birthday: birthday(draws, synthetic.birthday),
            consent: [
                ConsentDraw::draw(draws, &synthetic.email_consent),
                ConsentDraw::draw(draws, &synthetic.sms_consent),
            ],
            suppressions: suppressions(draws, &synthetic.suppressed),
            engagement: draws.weighted(&synthetic.engagement),
            last_open: draws.word(),
            has_clicked: draws.hit(CLICKED),
            last_click: draws.word(),
            orders: orders(draws, synthetic),
            last_order: draws.word(),
            order_minor: draws.between(ORDER_MINOR.0, ORDER_MINOR.1),
        }
    }

    /// What the person did between the creation of a record and day 0.
    ///
    /// An engagement window that ended before the record existed becomes the record's whole state: a mail cannot be
    /// opened before its receiver is known.
    pub(super) fn past(&self, created: Minute) -> Past {
        let last_open = ENGAGEMENT_DAYS.get(self.engagement).map_or(Minute::NEVER, |&(within, not_within)| {
            let (low, high) = (-within * DAY_MINUTES, -not_within * DAY_MINUTES - 1);
            let (low, high) = if created.0 > high { (created.0, -1) } else { (low.max(created.0), high) };
            Minute(part(self.last_open, low, high))
        });
        let last_click = match last_open.known() {
            Some(open) if self.has_clicked => Minute(part(self.last_click, created.0, open.0)),
            _ => Minute::NEVER,
        };
        let has_ordered = self.orders > 0;
        let [email, sms] = self.consent;
        Past {
            consent: [
                email.since(created, has_ordered),
                // Nobody can agree to text messages without a number.
                if self.has_phone { sms.since(created, has_ordered) } else { Consent::default() },
            ],
            suppressions: self.suppressions,
            last_open,
            last_click,
            last_order: if has_ordered { Minute(part(self.last_order, created.0, -1)) } else { Minute::NEVER },
            orders: self.orders,
            spent_minor: i64::from(self.orders) * i64::from(self.order_minor),
        }
    }

    /// The country and clock of the person.
    pub(super) fn place(&self, synthetic: &Synthetic) -> (Index<SymbolMark>, Index<ZoneMark>) {
        synthetic
            .locales
            .get(self.locale)
            .map_or((Index::new(0), Index::new(0)), |locale| (locale.country, locale.zone))
    }

    /// Writes the person's phone number, if there is one.
    pub(super) fn write_phone(&self, synthetic: &Synthetic, into: &mut String) {
        if self.has_phone {
            let locale = synthetic.locales.get(self.locale).map_or("", |locale| locale.id.as_str());
            write_phone(locale, self.number, into);
        }
    }
}

impl Past {
    /// A person who was not known before day 0.
    pub(super) const NONE: Self = Self {
        consent: [Consent { state: ConsentState::Never, at: Minute::NEVER, method: ConsentMethod::Unknown };
            Channel::COUNT],
        suppressions: Suppressions(0),
        last_open: Minute::NEVER,
        last_click: Minute::NEVER,
        last_order: Minute::NEVER,
        orders: 0,
        spent_minor: 0,
    };

    /// A person who joins at `at` through a form.
    pub(super) fn joins(at: Minute) -> Self {
        let mut past = Self::NONE;
        past.consent[0] = Consent { state: ConsentState::Subscribed, at, method: ConsentMethod::Form };
        past
    }
}

/// Takes four words.
fn suppressions(draws: &mut Draws, shares: &[Ratio; 4]) -> Suppressions {
    let reasons = [Suppressions::BOUNCED, Suppressions::COMPLAINED, Suppressions::UNSUBSCRIBED, Suppressions::BLOCKED];
    let mut set = Suppressions::default();
    for (reason, &share) in reasons.into_iter().zip(shares) {
        if draws.hit(share) {
            set = set.with(reason);
        }
    }
    set
}

/// Takes two words.
fn orders(draws: &mut Draws, synthetic: &Synthetic) -> u32 {
    let has_ordered = draws.hit(synthetic.ordered);
    let count = draws.below(synthetic.orders_max.max(1)) + 1;
    if has_ordered { count } else { 0 }
}

/// A day of a leap year, so that 29 February occurs. Takes two words.
fn birthday(draws: &mut Draws, share: Ratio) -> Option<MonthDay> {
    const MONTH_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let is_known = draws.hit(share);
    let mut day = draws.below(MONTH_DAYS.iter().sum());
    let mut month = 0;
    while day >= MONTH_DAYS[month] {
        day -= MONTH_DAYS[month];
        month += 1;
    }
    is_known.then_some(MonthDay { month: month as i8 + 1, day: day as i8 + 1 })
}

/// A number that cannot ring: `+999`, the person's country and ten digits of the person.
///
/// ITU-T keeps country code 999 back ("reserved", list of E.164 country codes, annex to Operational Bulletin 930 of
/// 15 April 2009), so that no such number is or will be anybody's. The ranges that regulators keep for film and
/// television are too small: Ofcom's mobile one holds 1,000 numbers (07700 900000 to 900999), and a phone number that a
/// hundred strangers share would join them in identity.
fn write_phone(locale: &str, person: u64, into: &mut String) {
    const COUNTRY_CODES: [(&str, &str); 6] =
        [("nl", "31"), ("be", "32"), ("de", "49"), ("fr", "33"), ("uk", "44"), ("us", "1")];
    let code = COUNTRY_CODES.iter().find(|(id, _)| *id == locale).map_or("0", |(_, code)| code);
    into.push_str("+999");
    into.push_str(code);
    let digits = person % 10_000_000_000;
    let mut unit = 1_000_000_000;
    while unit > 0 {
        into.push(char::from(b'0' + (digits / unit % 10) as u8));
        unit /= 10;
    }
}

/// Writes a number in decimals, without an allocation of its own.
pub(super) fn write_number(number: u64, into: &mut String) {
    let mut digits = [0; 20];
    let mut rest = number;
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    into.extend(digits[start..].iter().map(|&digit| char::from(digit)));
}
