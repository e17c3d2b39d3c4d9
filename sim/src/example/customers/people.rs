//! Who the invented people are.
//!
//! Owns: households, their members, their mailboxes, numbers and homes. Deliberately writes no cell: what a row says of
//! somebody, and how, is [`super::rows`]' and [`super::writing`]'s.

use std::collections::BTreeSet;

use twox_hash::XxHash3_64;

use super::rates::{CustomerRates, Setting};
use super::words::{AMERICA, LOW_COUNTRIES, NEIGHBOURS, Words};
use crate::rng::{Draws, Purpose, Source};

/// Members of a household at most.
pub(super) const MEMBERS_MAX: u64 = 6;

/// Addresses of draws that each household has: its own, and one for each member.
const ENTITIES: u64 = 8;

/// What a country's people and places are called, ready to be drawn from.
pub(super) struct World {
    pub(super) setting: Setting,
    /// By sex, by rank: the name and its short forms.
    pub(super) given: [Vec<Vec<&'static str>>; 2],
    families: Vec<Family>,
    /// By country: the town and its first postcode.
    towns: [Vec<(String, u32)>; 2],
    streets: Vec<String>,
    domains: Vec<&'static str>,
    nicknames: Vec<&'static str>,
}

/// A family name.
#[derive(Clone, Debug)]
pub(super) struct Family {
    /// Words before the name, with a blank behind each; mostly none.
    pub(super) prefix: String,
    pub(super) stem: String,
}

/// Where somebody lives.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) street: String,
    pub(super) number: u32,
    /// 0 if there is none; 1 is `a` or the first box.
    pub(super) addition: u32,
    /// Digits, and letters where the country has them.
    pub(super) postcode: (u32, String),
    pub(super) town: String,
    /// The first or the second country of the setting.
    pub(super) country: usize,
}

/// A person, whole and true.
pub(super) struct Person {
    /// The person's number, and the entity of their draws.
    pub(super) id: u64,
    /// The given name and its short forms.
    pub(super) given: Vec<&'static str>,
    pub(super) family: Family,
    /// A second family name.
    pub(super) married: Option<Family>,
    pub(super) birth: [u32; 3],
    pub(super) country: usize,
    /// The first is where the household lives.
    pub(super) homes: Vec<Home>,
    /// Local part and domain; the first may be shared.
    pub(super) mailboxes: Vec<(String, String)>,
    pub(super) is_mailbox_shared: bool,
    /// Whether somebody of the household has the same whole name: then only birth dates tell them apart.
    pub(super) has_namesake: bool,
    /// Numbers without calling code and trunk zero.
    pub(super) phones: Vec<String>,
}

impl World {
    pub(super) fn new(setting: Setting) -> Self {
        let words = match setting {
            Setting::LowCountries => LOW_COUNTRIES,
            Setting::Neighbours => NEIGHBOURS,
            Setting::America => AMERICA,
        };
        let list = |text: &'static str| -> Vec<&'static str> { text.split_ascii_whitespace().collect() };
        let [starts, ends] = words.street_parts.map(list);
        let street = |end: &str| -> Vec<String> {
            let end = end.replace('_', " ");
            starts.iter().map(|start| format!("{start}{end}")).collect()
        };
        Self {
            setting,
            given: words.given.map(|names| list(names).into_iter().map(|name| name.split('/').collect()).collect()),
            families: families(&words),
            towns: words.towns.map(|towns| list(towns).into_iter().filter_map(town).collect()),
            streets: ends.into_iter().flat_map(street).collect(),
            domains: list(words.domains),
            nicknames: list(words.nicknames),
        }
    }

    /// A family name; a few are frequent, most are rare.
    pub(super) fn family(&self, draws: &mut Draws) -> Family {
        let word = u64::from(draws.word());
        let place = (((word * word) >> 32) * self.families.len() as u64) >> 32;
        self.families[place as usize].clone()
    }

    /// A place in a list: the first are more frequent than the last.
    pub(super) fn skewed(draws: &mut Draws, length: usize) -> usize {
        let length = length as u32;
        draws.below(length).min(draws.below(length)) as usize
    }

    pub(super) fn home(&self, country: usize, has_addition: bool, draws: &mut Draws) -> Home {
        let (town, first) = &self.towns[country][Self::skewed(draws, self.towns[country].len())];
        let place = draws.below(self.streets.len() as u32);
        let number = 1 + draws.below(60) + draws.below(2) * draws.below(200);
        // Of a Dutch postcode the letters tell the street; elsewhere a postcode is a part of the town.
        let near = XxHash3_64::oneshot(format!("{town}/{place}/{}", number / 40).as_bytes()) as u32;
        let letter = |number: u32| char::from(b'A' + (number % 26) as u8);
        let postcode = match (self.setting, country) {
            (Setting::LowCountries, 0) => (first + near / 676 % 70, [near / 26, near].map(letter).iter().collect()),
            (Setting::LowCountries, _) => (*first, String::new()),
            _ => (first + near % 9, String::new()),
        };
        let addition = if has_addition { 1 + draws.below(8) } else { 0 };
        let street = self.streets[place as usize].clone();
        Home { street, number, addition, postcode, town: town.clone(), country }
    }

    /// A number that nobody else has: numbers are a permutation of `serial`s. Mobile ones unless it is a landline's.
    pub(super) fn phone(&self, country: usize, serial: u64, is_landline: bool) -> String {
        let spread = |modulus: u64| serial.wrapping_mul(60_466_403).wrapping_add(17_320_508) % modulus;
        match (self.setting, country, is_landline) {
            (Setting::LowCountries, 0, false) => format!("6{:08}", spread(100_000_000)),
            (Setting::LowCountries, 0, true) => format!("2{:08}", spread(100_000_000)),
            (Setting::LowCountries, _, false) => format!("4{:08}", spread(100_000_000)),
            (Setting::LowCountries, _, true) => format!("9{:07}", spread(10_000_000)),
            (Setting::Neighbours, 0, false) => format!("17{:08}", spread(100_000_000)),
            (Setting::Neighbours, 0, true) => format!("30{:07}", spread(10_000_000)),
            (Setting::Neighbours, _, _) => format!("{}{:08}", if is_landline { 1 } else { 6 }, spread(100_000_000)),
            (Setting::America, _, _) => format!("{}{:08}", if is_landline { 21 } else { 45 }, spread(100_000_000)),
        }
    }

    /// A mailbox that nobody else has, called by the person's name mostly.
    pub(super) fn mailbox(
        &self,
        given: &[&str],
        family: &Family,
        year: u32,
        taken: &mut BTreeSet<u64>,
        draws: &mut Draws,
    ) -> (String, String) {
        let first = letters(given[if draws.below(4) == 0 { given.len() - 1 } else { 0 }]);
        let (prefix, stem) = (letters(&family.prefix), letters(&family.stem));
        let last = if draws.below(5) == 0 { stem } else { prefix + &stem };
        let number = 1 + draws.below(989);
        let local = match draws.weighted(&[30, 12, 14, 12, 10, 8, 14]) {
            0 => format!("{first}.{last}"),
            1 => format!("{}.{last}", &first[..1]),
            2 => format!("{first}{last}"),
            3 => format!("{first}.{last}{:02}", year % 100),
            4 => format!("{}{last}{number}", &first[..1]),
            5 => format!("{last}.{first}"),
            _ => {
                let words = self.nicknames.len() as u32;
                let [one, other] = [0; 2].map(|_| letters(self.nicknames[draws.below(words) as usize]));
                if number.is_multiple_of(2) {
                    format!("{one}{other}{}", number % 100)
                } else {
                    format!("{one}.{other}")
                }
            }
        };
        let domain = match draws.below(25) {
            0 => format!("{last}.example"),
            _ => self.domains[Self::skewed(draws, self.domains.len())].to_owned(),
        };
        unique(local, domain, taken, draws)
    }
}

/// Adds digits until nobody has the mailbox.
pub(super) fn unique(
    mut local: String,
    domain: String,
    taken: &mut BTreeSet<u64>,
    draws: &mut Draws,
) -> (String, String) {
    while !taken.insert(XxHash3_64::oneshot(format!("{local}@{domain}").as_bytes())) {
        local.push_str(&(1 + draws.below(98)).to_string());
    }
    (local, domain)
}

fn town(text: &str) -> Option<(String, u32)> {
    let (name, postcode) = text.split_once(':')?;
    Some((name.replace('_', " "), postcode.parse().ok()?))
}

/// The family names of a list, and those that can be made of its parts.
fn families(words: &Words) -> Vec<Family> {
    let whole = |name: &str| {
        let name = name.replace('_', " ");
        let (prefix, stem) = name.rsplit_once(' ').unwrap_or(("", &name));
        Family { prefix: if prefix.is_empty() { String::new() } else { format!("{prefix} ") }, stem: stem.to_owned() }
    };
    let mut families: Vec<Family> = words.families.split_ascii_whitespace().map(whole).collect();
    let parts = words.family_parts.map(|parts| parts.split_ascii_whitespace().collect::<Vec<_>>());
    let prefixes: Vec<String> =
        words.prefixes.split_ascii_whitespace().map(|prefix| prefix.replace('_', " ") + " ").collect();
    // Once without a prefix, once with one, and once more with an ending: about five thousand.
    for kind in 0..3 {
        for (place, end) in parts[1].iter().enumerate() {
            for (other, start) in parts[0].iter().enumerate() {
                let prefix = if kind == 1 { prefixes[(place + other) % prefixes.len()].clone() } else { String::new() };
                let ending = if kind == 2 { ["sen", "s", "ma", "er"][(place + other) % 4] } else { "" };
                families.push(Family { prefix, stem: format!("{start}{end}{ending}") });
            }
        }
    }
    // Rank must not follow the parts: those behind the list are dealt like cards.
    let listed = words.families.split_ascii_whitespace().count();
    let (kept, dealt) = families.split_at(listed);
    let count = dealt.len();
    let step = (count * 5 / 13..).find(|step| greatest_common_divisor(*step, count) == 1).unwrap_or(1);
    kept.iter().cloned().chain((0..count).map(|place| dealt[place * step % count].clone())).collect()
}

const fn greatest_common_divisor(mut one: usize, mut other: usize) -> usize {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// The letters of a name as they stand in a mailbox.
pub(super) fn letters(name: &str) -> String {
    plain(name).chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// A text without accents.
pub(super) fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    text.nfd().filter(|&letter| !is_combining_mark(letter)).collect()
}

/// The people of a household.
pub(super) fn household(
    number: u64,
    rates: &CustomerRates,
    world: &World,
    source: &Source,
    boxes: u32,
    taken: &mut BTreeSet<u64>,
) -> Vec<Person> {
    let entity = (number + 1) * ENTITIES;
    let mut draws = source.draws(Purpose::Customers, entity, 0);
    let country = usize::from(draws.below(5) == 0);
    let has_addition = draws.hit(rates.households.addition);
    let home = world.home(country, has_addition, &mut draws);
    let landline = world.phone(country, number, true);
    let mut people: Vec<Person> = Vec::new();
    loop {
        let id = entity + 1 + people.len() as u64;
        let mut own = source.draws(Purpose::Customers, id, 0);
        let mut person = member(id, &people, rates, world, &mut own);
        person.country = country;
        if let Some(first) = people.first_mut().filter(|first| first.given == person.given) {
            (first.has_namesake, person.has_namesake) = (true, true);
        }
        person.homes.push(home.clone());
        let shares = own.hit(rates.households.shared_mailbox);
        let is_company = own.hit(rates.company_box);
        let gives_landline = own.hit(rates.households.landline);
        let mailbox = match people.first_mut().filter(|_| shares) {
            Some(first) => {
                first.is_mailbox_shared = true;
                first.mailboxes[0].clone()
            }
            None if is_company => {
                let which = own.below(boxes);
                let name = world.family(&mut source.draws(Purpose::Customers, 1, which));
                ("info".to_owned(), format!("{}{which}.example", letters(&name.stem)))
            }
            None => world.mailbox(&person.given, &person.family, person.birth[0], taken, &mut own),
        };
        person.is_mailbox_shared = shares && !people.is_empty() || is_company;
        person.mailboxes.push(mailbox);
        person.phones.push(if gives_landline { landline.clone() } else { world.phone(country, id * 2, false) });
        people.push(person);
        if people.len() as u64 == MEMBERS_MAX || !draws.hit(rates.households.further_member) {
            return people;
        }
    }
}

/// A member of a household; the first one's family mostly.
fn member(id: u64, others: &[Person], rates: &CustomerRates, world: &World, draws: &mut Draws) -> Person {
    let first = others.first();
    let sex = draws.below(2) as usize;
    let names = &world.given[sex];
    let drawn = World::skewed(draws, names.len());
    // Nobody gives two children one name, nor two that are short for each other.
    let is_free = |place: &usize| {
        let forms = &names[*place];
        others.iter().all(|other| !other.given.iter().any(|name| forms.contains(name)))
    };
    let place = (0..names.len()).map(|further| (drawn + further) % names.len()).find(is_free);
    let mut given = names[place.unwrap_or(drawn)].clone();
    let own = world.family(draws);
    let is_family = draws.hit(rates.households.family_name);
    let is_junior = draws.hit(rates.households.junior);
    let is_married = draws.hit(rates.spelling.married);
    // Most customers are between twenty and seventy.
    let mut year = 1_938 + draws.below(35) + draws.below(35);
    let mut family = own;
    if let Some(first) = first {
        if is_family || is_junior {
            family = first.family.clone();
        }
        if is_junior {
            given = first.given.clone();
            year = (first.birth[0] + 20 + draws.below(16)).min(2_010);
        }
    }
    let married = (is_married && sex == 1 && !is_junior).then(|| world.family(draws));
    let month = 1 + draws.below(12);
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
    Person {
        id,
        given,
        family,
        married,
        birth: [year, month, 1 + draws.below(days)],
        country: 0,
        homes: Vec::new(),
        mailboxes: Vec::new(),
        is_mailbox_shared: false,
        has_namesake: false,
        phones: Vec::new(),
    }
}
