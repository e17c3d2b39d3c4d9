//! How people and forms write what they say.
//!
//! Owns: the cells of a row: notations of mailboxes, names, numbers, addresses and dates, and their slips.

use super::people::{Family, Home, Person, World, plain};
use super::rates::{CustomerRates, NotationRates, Setting, SlipKinds, SpellingRates};
use super::rows::Said;
use super::slips::{digit, slip};
use crate::rng::Draws;

/// The cells of a row, in the order of the columns.
pub(super) type Cells = [String; 9];

/// Endings of streets and how people abbreviate them.
const ABBREVIATIONS: [(&str, &str); 13] = [
    ("straat", "str."),
    ("laan", "ln"),
    ("weg", "wg"),
    ("plein", "pln"),
    ("singel", "sngl"),
    ("strasse", "str."),
    (" Street", " St"),
    (" Avenue", " Ave"),
    (" Road", " Rd."),
    (" Drive", " Dr"),
    (" Court", " Ct"),
    (" Place", " Pl"),
    (" Lane", " Ln"),
];

/// How countries are written, by setting and country.
const COUNTRIES: [[[&str; 4]; 2]; 3] = [
    [["NL", "Nederland", "Netherlands", "nl"], ["BE", "België", "Belgium", "Belgie"]],
    [["DE", "Deutschland", "Germany", "D"], ["FR", "France", "Frankreich", "F"]],
    [["US", "USA", "United States", ""], ["US", "USA", "U.S.A.", ""]],
];

/// Writes a row.
pub(super) fn write(
    cells: &mut Cells,
    person: &Person,
    said: Said,
    rates: &CustomerRates,
    world: &World,
    draws: &mut Draws,
) {
    cells.iter_mut().for_each(String::clear);
    let [email, first, last, phone, street, postcode, city, country, birth_date] = cells;
    let placeholders = &rates.placeholders;
    if let Some(place) = said.mailbox {
        *email = mailbox(&person.mailboxes[place], said.has_slip, &rates.notation, rates.slips, draws);
    } else if said.dummies.mailbox {
        email.push_str(chosen(draws, &placeholders.mailboxes));
    }
    names(person, said, rates, world.setting, draws, first, last);
    if let Some(place) = said.phone {
        *phone = number(&person.phones[place], person.country, world.setting, &rates.notation, draws);
    } else if said.dummies.phone {
        phone.push_str(chosen(draws, &placeholders.phones));
    }
    if let Some(place) = said.home {
        let home = &person.homes[place];
        *street = street_line(home, world.setting, &rates.notation, rates.slips, draws);
        *postcode = postcode_of(home, world.setting, draws.hit(rates.notation.postcode), draws);
        city.push_str(&home.town);
        if draws.below(12) == 0 {
            *city = city.to_uppercase();
        }
        country.push_str(COUNTRIES[world.setting as usize][home.country][World::skewed(draws, 4)]);
    }
    if said.has_birth_date {
        *birth_date = date(told(person.birth, &rates.notation, draws), world.setting, draws);
    } else if said.dummies.birth_date {
        *birth_date = date(*chosen_of(draws, &placeholders.birth_dates), world.setting, draws);
    }
}

/// A birth date as somebody types it.
fn told([mut year, mut month, mut day]: [u32; 3], notation: &NotationRates, draws: &mut Draws) -> [u32; 3] {
    if draws.hit(notation.swapped_date) && day <= 12 {
        (month, day) = (day, month);
    }
    if draws.hit(notation.date_slip) {
        match draws.below(3) {
            0 => year += 1,
            1 => month = month % 12 + 1,
            _ => day = day % 28 + 1,
        }
    }
    [year, month, day]
}

/// One of a list, the first most often; a list is never empty in practice, and an empty one gives an empty text.
fn chosen<'a>(draws: &mut Draws, list: &[&'a str]) -> &'a str {
    list.get(World::skewed(draws, list.len())).copied().unwrap_or("")
}

fn chosen_of<'a>(draws: &mut Draws, list: &'a [[u32; 3]]) -> &'a [u32; 3] {
    list.get(World::skewed(draws, list.len())).unwrap_or(&[1900, 1, 1])
}

fn mailbox(
    (local, domain): &(String, String),
    has_slip: bool,
    notation: &NotationRates,
    slips: SlipKinds,
    draws: &mut Draws,
) -> String {
    let tag = if draws.hit(notation.tag) { chosen(draws, &["+shop", "+nieuws", "+1"]) } else { "" };
    let in_domain = draws.below(2) == 0;
    let (mut local, mut domain) = (local.clone(), domain.clone());
    if has_slip && in_domain {
        domain = slip(&domain, slips, draws);
    } else if has_slip {
        local = slip(&local, slips, draws);
    }
    let text = format!("{local}{tag}@{domain}");
    let is_odd = draws.hit(notation.capitals);
    match (is_odd, draws.below(3)) {
        (true, 0) => text.to_uppercase(),
        (true, 1) => format!(" {text} "),
        (true, _) => text[..1].to_uppercase() + &text[1..],
        (false, _) => text,
    }
}

fn names(
    person: &Person,
    said: Said,
    rates: &CustomerRates,
    setting: Setting,
    draws: &mut Draws,
    first: &mut String,
    last: &mut String,
) {
    let spelling = &rates.spelling;
    if said.first_name {
        *first = given_name(&person.given, spelling, rates.slips, person.is_mailbox_shared, draws);
    }
    if said.last_name {
        *last = family_name(&person.family, spelling, rates.slips, draws);
        if let Some(second) = person.married.as_ref().filter(|_| !draws.hit(spelling.married_left_out)) {
            let blank = if setting == Setting::America { " " } else { "-" };
            *last = format!("{last}{blank}{}{}", second.prefix, second.stem);
        }
    }
    for name in [&mut *first, &mut *last] {
        if draws.hit(spelling.accents) && !name.is_ascii() {
            *name = plain(name);
        }
        if draws.hit(spelling.capitals) {
            *name = if draws.below(2) == 0 { name.to_uppercase() } else { name.to_lowercase() };
        }
    }
    if draws.hit(spelling.swapped) && !first.is_empty() && !last.is_empty() {
        std::mem::swap(first, last);
    }
}

/// A given name; somebody who shares a mailbox writes it out, for an initial may be anybody's.
fn given_name(
    given: &[&str],
    spelling: &SpellingRates,
    slips: SlipKinds,
    is_shared: bool,
    draws: &mut Draws,
) -> String {
    let is_initial = draws.hit(spelling.initial) && !is_shared;
    let is_short = draws.hit(spelling.short_form);
    let has_slip = draws.hit(spelling.first_slip);
    if is_initial {
        let initial: String = given[0].chars().take(1).collect();
        return if draws.below(3) == 0 { initial } else { initial + "." };
    }
    let name =
        if is_short && given.len() > 1 { given[1 + draws.below(given.len() as u32 - 1) as usize] } else { given[0] };
    if has_slip { slip(name, slips, draws) } else { name.to_owned() }
}

fn family_name(family: &Family, spelling: &SpellingRates, slips: SlipKinds, draws: &mut Draws) -> String {
    let stem = if draws.hit(spelling.last_slip) { slip(&family.stem, slips, draws) } else { family.stem.clone() };
    let prefix = family.prefix.trim_end();
    if prefix.is_empty() {
        return stem;
    }
    let is_odd = draws.hit(spelling.prefix);
    match (is_odd, draws.below(5)) {
        (true, 0) => abbreviated(prefix) + " " + &stem,
        (true, 1) => {
            let glued = prefix.replace(' ', "") + &stem.to_lowercase();
            capital(&glued)
        }
        (true, 2) => format!("{stem}, {prefix}"),
        (true, 3) => prefix.split(' ').map(|word| capital(word) + " ").collect::<String>() + &stem,
        (true, _) => stem,
        (false, _) => format!("{prefix} {stem}"),
    }
}

/// `van den` as `v.d.`, `van` as `v.`; what nobody abbreviates stays whole.
fn abbreviated(prefix: &str) -> String {
    let words: Vec<&str> = prefix.split(' ').collect();
    let is_usual = matches!(words[0], "van" | "von" | "de") && !words.contains(&"'t");
    if is_usual { words.iter().map(|word| format!("{}.", &word[..1])).collect() } else { prefix.to_owned() }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Calling codes by setting and country.
const CALLING_CODES: [[&str; 2]; 3] = [["31", "32"], ["49", "33"], ["1", "1"]];

fn number(national: &str, country: usize, setting: Setting, notation: &NotationRates, draws: &mut Draws) -> String {
    let mistyped;
    let national = if draws.hit(notation.phone_slip) {
        mistyped = digit(national, draws);
        &mistyped
    } else {
        national
    };
    let is_odd = draws.hit(notation.phone);
    let code = CALLING_CODES[setting as usize][country];
    if setting == Setting::America {
        let (area, rest, end) = (&national[..3], &national[3..6], &national[6..]);
        return match if is_odd { draws.below(7) } else { 0 } {
            0 => format!("({area}) {rest}-{end}"),
            1 => format!("{area}-{rest}-{end}"),
            2 => format!("+1 {area} {rest} {end}"),
            3 => format!("1-{area}-{rest}-{end}"),
            4 => format!("{area}.{rest}.{end}"),
            5 => format!("+1{national}"),
            _ => national.to_owned(),
        };
    }
    let (head, tail) = national.split_at(if country == 0 { 1 } else { 3 });
    let pairs = |text: &str, between: &str| {
        let pairs: Vec<&str> = (0..text.len()).step_by(2).map(|at| &text[at..text.len().min(at + 2)]).collect();
        pairs.join(between)
    };
    match if is_odd { draws.below(13) } else { 0 } {
        0 => format!("0{national}"),
        1 => format!("0{head}-{tail}"),
        2 => format!("0{head} {}", pairs(tail, " ")),
        3 => format!("+{code}{national}"),
        4 => format!("+{code} {head} {tail}"),
        5 => format!("+{code} (0){head} {tail}"),
        6 => format!("00{code}{national}"),
        7 => format!("00{code} {head} {}", pairs(tail, " ")),
        8 => format!("+{code}(0){head}-{tail}"),
        9 => national.to_owned(),
        10 => format!("0{head}.{}", pairs(tail, ".")),
        11 => format!("(0{head}) {tail}"),
        _ => format!("{code}{national}"),
    }
}

fn street_line(home: &Home, setting: Setting, notation: &NotationRates, slips: SlipKinds, draws: &mut Draws) -> String {
    let mut street = home.street.clone();
    if draws.hit(notation.street_slip) {
        street = slip(&street, slips, draws);
    } else if draws.hit(notation.street) {
        let short = ABBREVIATIONS.iter().find_map(|(whole, short)| Some((street.strip_suffix(whole)?, short)));
        street = short.map(|(start, short)| format!("{start}{short}")).unwrap_or(street);
    }
    let (number, addition) = (home.number, home.addition);
    let letter = char::from(b'a' + (addition as u8).saturating_sub(1));
    let way = draws.below(3);
    let line = match (setting, home.country) {
        (Setting::America, _) => match (addition, way) {
            (0, _) => format!("{number} {street}"),
            (_, 0) => format!("{number} {street} #{addition}"),
            _ => format!("{number} {street} Apt {addition}"),
        },
        (Setting::Neighbours, 1) if way == 0 => format!("{number}, {street}"),
        (Setting::Neighbours, 1) => format!("{number} {street}"),
        (Setting::LowCountries, 1) => match (addition, way) {
            (0, _) => format!("{street} {number}"),
            (_, 0) => format!("{street} {number}/{addition}"),
            _ => format!("{street} {number} bus {addition}"),
        },
        _ => match (addition, way) {
            (0, _) => format!("{street} {number}"),
            (_, 0) => format!("{street} {number}{letter}"),
            (_, 1) => format!("{street} {number}-{}", letter.to_ascii_uppercase()),
            _ => format!("{street} {number} {letter}"),
        },
    };
    if draws.below(20) == 0 { line.to_uppercase() } else { line }
}

fn postcode_of(home: &Home, setting: Setting, is_odd: bool, draws: &mut Draws) -> String {
    let (digits, letters) = &home.postcode;
    let way = draws.below(3);
    match (setting, home.country) {
        (Setting::LowCountries, 0) => match (is_odd, way) {
            (true, 0) => format!("{digits}{}", letters.to_lowercase()),
            (true, 1) => format!("NL-{digits} {letters}"),
            (true, _) => format!("{digits}{letters}"),
            (false, _) => format!("{digits} {letters}"),
        },
        (Setting::LowCountries, _) if is_odd && way == 0 => format!("B-{digits}"),
        (Setting::LowCountries, _) => digits.to_string(),
        (Setting::Neighbours, country) if is_odd && way == 0 => format!("{}-{digits:05}", ["D", "F"][country]),
        (Setting::America, _) if is_odd && way == 0 => format!("{digits:05}-{:04}", home.number * 7 % 10_000),
        _ => format!("{digits:05}"),
    }
}

fn date([year, month, day]: [u32; 3], setting: Setting, draws: &mut Draws) -> String {
    // A year of two digits is the last century's for most, so only those are written so.
    let is_short = (1_930..2_000).contains(&year);
    if setting == Setting::America {
        return match draws.weighted(&[60, 20, 15, 5]) {
            1 => format!("{month}/{day}/{year}"),
            2 => format!("{year}-{month:02}-{day:02}"),
            3 if is_short => format!("{month:02}-{day:02}-{:02}", year % 100),
            _ => format!("{month:02}/{day:02}/{year}"),
        };
    }
    match draws.weighted(&[40, 33, 10, 5, 5, 5, 2]) {
        0 => format!("{year}-{month:02}-{day:02}"),
        2 => format!("{day:02}/{month:02}/{year}"),
        3 => format!("{day:02}.{month:02}.{year}"),
        4 => format!("{year}{month:02}{day:02}"),
        5 => format!("{day}-{month}-{year}"),
        6 if is_short => format!("{day:02}-{month:02}-{:02}", year % 100),
        _ => format!("{day:02}-{month:02}-{year}"),
    }
}
