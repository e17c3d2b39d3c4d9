//! How often what happens to customer data.
//!
//! Owns: every rate of the generator and what it usually is. The defaults are a plausible webshop in the Netherlands and
//! Flanders with a till, a newsletter and a CRM; they are judgement, not a measurement of anybody's data.

use crate::ratio::Ratio;

/// A share in thousandths.
const fn permille(thousandths: u32) -> Ratio {
    match Ratio::new(thousandths, 1_000) {
        Some(ratio) => ratio,
        None => Ratio::ONE,
    }
}

/// How often what happens to customer data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRates {
    /// Where the people live: their names, towns, domains and notations.
    pub setting: Setting,
    /// Rows of somebody who has another row already.
    pub duplicates: Ratio,
    /// What such a row has in common with the other one.
    pub kinds: DuplicateKinds,
    /// Who lives with whom.
    pub households: HouseholdRates,
    /// People who use a box of their company, such as `info@`.
    pub company_box: Ratio,
    /// How many people use one such box, about.
    pub people_per_box: u32,
    /// What people type instead of a value.
    pub placeholders: PlaceholderRates,
    /// Where rows come from.
    pub channels: Vec<Channel>,
    /// What happens to names.
    pub spelling: SpellingRates,
    /// What happens to everything else.
    pub notation: NotationRates,
    /// Which slips of the finger are made.
    pub slips: SlipKinds,
}

/// Where invented people live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The Netherlands and Flanders.
    LowCountries,
    /// Germany and France.
    Neighbours,
    /// The United States: month before day, house number before street, no trunk zero.
    America,
}

/// Weights of what a further row has in common with an earlier one of the same person. A kind that an earlier row gives
/// no hold for becomes another, so that a careful reader could always tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicateKinds {
    /// The mailbox; the rest is filled in anew.
    pub same_mailbox: u32,
    /// The mailbox, with a slip in it or in its domain, and the name.
    pub slip_in_mailbox: u32,
    /// The phone number and the name; another mailbox or none.
    pub same_phone: u32,
    /// The name and the address; another mailbox or none, another number or none.
    pub same_address: u32,
    /// The name and the birth date; everything else is new.
    pub moved: u32,
    /// The mailbox, and nothing else is filled in.
    pub mailbox_only: u32,
}

/// Who lives with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HouseholdRates {
    /// Somebody lives with a further customer, and that one with a further one...
    pub further_member: Ratio,
    /// A further member has the family name of the first.
    pub family_name: Ratio,
    /// A member gives the number of the household instead of one of their own.
    pub landline: Ratio,
    /// A further member uses the mailbox of the first.
    pub shared_mailbox: Ratio,
    /// A further member is a child with the whole name of the first.
    pub junior: Ratio,
    /// People who live with a number that has an addition: `12 bus 3`.
    pub addition: Ratio,
}

/// What people type instead of a value. Several are listed; the first is the most frequent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceholderRates {
    /// Rows with such a mailbox.
    pub mailbox: Ratio,
    /// Which mailboxes.
    pub mailboxes: Vec<&'static str>,
    /// Rows with such a phone number.
    pub phone: Ratio,
    /// Which numbers.
    pub phones: Vec<&'static str>,
    /// Rows with such a birth date.
    pub birth_date: Ratio,
    /// Which dates: year, month, day.
    pub birth_dates: Vec<[u32; 3]>,
}

/// Where rows come from, and how often each of their columns is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channel {
    /// How many rows come from here, relative to the other channels.
    pub weight: u32,
    /// The mailbox.
    pub mailbox: Ratio,
    /// Given and family name.
    pub names: Ratio,
    /// Of rows without both names, those with a given name.
    pub first_name_alone: Ratio,
    /// The phone number.
    pub phone: Ratio,
    /// Street, postcode, town and country.
    pub address: Ratio,
    /// The birth date.
    pub birth_date: Ratio,
}

/// What happens to names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpellingRates {
    /// A given name is an initial.
    pub initial: Ratio,
    /// A given name that has short forms is one of them.
    pub short_form: Ratio,
    /// A slip in a given name.
    pub first_slip: Ratio,
    /// A slip in a family name.
    pub last_slip: Ratio,
    /// Prefixes of a family name are written otherwise: abbreviated, glued to it, behind it, in capitals, left out.
    pub prefix: Ratio,
    /// Accents are left out.
    pub accents: Ratio,
    /// A name is in capitals, or has none.
    pub capitals: Ratio,
    /// Given and family name stand in each other's column.
    pub swapped: Ratio,
    /// A woman has a second family name behind her own...
    pub married: Ratio,
    /// ...and leaves it out.
    pub married_left_out: Ratio,
}

/// What happens to mailboxes, numbers, addresses and dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotationRates {
    /// A mailbox is written with a tag behind `+`.
    pub tag: Ratio,
    /// A mailbox has capitals or blanks around it.
    pub capitals: Ratio,
    /// A phone number is not written in the form's own way.
    pub phone: Ratio,
    /// A slip in a phone number.
    pub phone_slip: Ratio,
    /// The street is abbreviated.
    pub street: Ratio,
    /// A slip in the street.
    pub street_slip: Ratio,
    /// The postcode has no blank, or the country before it.
    pub postcode: Ratio,
    /// Day and month of a birth date are swapped.
    pub swapped_date: Ratio,
    /// One part of a birth date is off by one.
    pub date_slip: Ratio,
}

/// Weights of slips of the finger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlipKinds {
    /// A letter is left out.
    pub dropped: u32,
    /// A letter is typed twice.
    pub doubled: u32,
    /// Two letters change places.
    pub swapped: u32,
    /// The key beside the right one.
    pub neighbour: u32,
    /// A letter that sounds alike: `c` for `k`, `y` for `ij`.
    pub alike: u32,
}

/// A channel, from its weight and thousandths in the order of the fields.
const fn channel(weight: u32, thousandths: [u32; 6]) -> Channel {
    let [mailbox, names, first_name_alone, phone, address, birth_date] = thousandths;
    Channel {
        weight,
        mailbox: permille(mailbox),
        names: permille(names),
        first_name_alone: permille(first_name_alone),
        phone: permille(phone),
        address: permille(address),
        birth_date: permille(birth_date),
    }
}

impl Default for CustomerRates {
    fn default() -> Self {
        Self {
            setting: Setting::LowCountries,
            duplicates: permille(150),
            kinds: DuplicateKinds {
                same_mailbox: 46,
                slip_in_mailbox: 10,
                same_phone: 14,
                same_address: 12,
                moved: 8,
                mailbox_only: 10,
            },
            households: HouseholdRates {
                further_member: permille(180),
                family_name: permille(700),
                landline: permille(100),
                shared_mailbox: permille(30),
                junior: permille(15),
                addition: permille(80),
            },
            company_box: permille(8),
            people_per_box: 9,
            placeholders: PlaceholderRates {
                mailbox: permille(6),
                mailboxes: vec!["geen@email.example", "onbekend@winkel.example"],
                phone: permille(8),
                phones: vec!["0600000000", "0612345678", "0000000000"],
                birth_date: permille(15),
                birth_dates: vec![[1900, 1, 1], [1970, 1, 1]],
            },
            channels: vec![
                channel(55, [995, 985, 500, 620, 950, 250]),
                channel(15, [1_000, 450, 500, 20, 20, 80]),
                channel(15, [700, 930, 300, 450, 400, 600]),
                channel(15, [900, 990, 300, 850, 920, 750]),
            ],
            spelling: SpellingRates {
                initial: permille(60),
                short_form: permille(50),
                first_slip: permille(10),
                last_slip: permille(12),
                prefix: permille(200),
                accents: permille(400),
                capitals: permille(60),
                swapped: permille(8),
                married: permille(60),
                married_left_out: permille(300),
            },
            notation: NotationRates {
                tag: permille(20),
                capitals: permille(50),
                phone: permille(600),
                phone_slip: permille(10),
                street: permille(120),
                street_slip: permille(15),
                postcode: permille(350),
                swapped_date: permille(10),
                date_slip: permille(8),
            },
            slips: SlipKinds { dropped: 3, doubled: 2, swapped: 3, neighbour: 3, alike: 1 },
        }
    }
}

impl CustomerRates {
    /// Clearly different settings, each by its name: what holds for one table must hold for others too.
    #[must_use]
    pub fn perturbed() -> Vec<(&'static str, Self)> {
        vec![
            ("careless", Self::careless()),
            ("households", Self::shared_homes()),
            ("newsletter", Self::newsletter()),
            ("placeholders", Self::many_placeholders()),
            ("foreign", Self::foreign()),
            ("american_dates", Self::american_dates()),
        ]
    }

    /// Many slips, initials and short forms.
    fn careless() -> Self {
        let rates = Self::default();
        Self {
            duplicates: permille(250),
            kinds: DuplicateKinds { slip_in_mailbox: 20, ..rates.kinds },
            spelling: SpellingRates {
                initial: permille(180),
                short_form: permille(250),
                first_slip: permille(40),
                last_slip: permille(50),
                prefix: permille(500),
                capitals: permille(200),
                swapped: permille(25),
                ..rates.spelling
            },
            notation: NotationRates {
                phone: permille(850),
                phone_slip: permille(25),
                street: permille(300),
                street_slip: permille(50),
                swapped_date: permille(30),
                date_slip: permille(25),
                ..rates.notation
            },
            ..rates
        }
    }

    /// Many shared homes, numbers and mailboxes.
    fn shared_homes() -> Self {
        let rates = Self::default();
        Self {
            households: HouseholdRates {
                further_member: permille(480),
                family_name: permille(850),
                landline: permille(300),
                shared_mailbox: permille(70),
                junior: permille(30),
                addition: permille(200),
            },
            company_box: permille(25),
            ..rates
        }
    }

    /// Half of the rows have a mailbox and no name.
    fn newsletter() -> Self {
        let channels = vec![
            channel(35, [995, 985, 500, 500, 900, 150]),
            channel(55, [1_000, 100, 400, 10, 10, 30]),
            channel(10, [700, 930, 300, 450, 300, 600]),
        ];
        Self { channels, duplicates: permille(200), ..Self::default() }
    }

    /// Many placeholders, and other ones.
    fn many_placeholders() -> Self {
        let placeholders = PlaceholderRates {
            mailbox: permille(40),
            mailboxes: vec!["x@x.example", "noreply@shop.example", "test@test.example", "klant@kassa.example"],
            phone: permille(60),
            phones: vec!["0111111111", "0687654321", "+31 (0)6 99999999", "0123456789", "0699999999"],
            birth_date: permille(80),
            birth_dates: vec![[1980, 1, 1], [2000, 1, 1], [1901, 12, 31], [1999, 9, 9]],
        };
        Self { placeholders, ..Self::default() }
    }

    /// Other names, towns and domains, and other slips.
    fn foreign() -> Self {
        let rates = Self::default();
        Self {
            setting: Setting::Neighbours,
            slips: SlipKinds { dropped: 1, doubled: 4, swapped: 1, neighbour: 1, alike: 5 },
            spelling: SpellingRates { accents: permille(600), ..rates.spelling },
            ..rates
        }
    }

    /// Other notations of dates, numbers and addresses.
    fn american_dates() -> Self {
        let rates = Self::default();
        Self {
            setting: Setting::America,
            placeholders: PlaceholderRates {
                mailboxes: vec!["none@none.example", "na@na.example"],
                phones: vec!["(555) 555-5555", "000-000-0000"],
                ..rates.placeholders
            },
            ..rates
        }
    }
}
