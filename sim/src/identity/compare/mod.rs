//! Two records to one pattern: how far each field agrees.
//!
//! Owns: the fields, their levels, and the pattern, four bits a field. Deliberately weighs nothing.

mod levels;
mod likeness;
mod nickname;

use super::block::{Candidates, rows_of};
use super::guard::Guards;
use super::intern::{MISSING, Terms};
use super::normalise::{Normalised, Person, Plain, Records};
use super::table::Kind;
use super::weigh::Measured;
use crate::parallel;

pub(super) use self::levels::{BELIEF_PERCENT, CLASS_PERMILLE, CLASSES, Class, LevelOf, SAME_CLASSES};
pub(super) use self::likeness::is_one_slip;
pub(super) use self::nickname::{Nicknames, learn};

use self::levels::{address, code, date, mailbox, name, text};
use self::likeness::jaro_winkler_permille;

/// The level that each field reached: four bits a field, the first field lowest.
pub(super) type Pattern = u64;

/// Levels that a field can have.
pub(super) const LEVELS_MAX: usize = 1 << FIELD_BITS;

/// Bits of a field in a pattern.
const FIELD_BITS: usize = 4;

/// Jaro-Winkler from which two mailboxes are similar, in thousandths.
const SIMILAR_MAILBOX_PERMILLE: u32 = 900;

/// Years between the births of parents and children, at least.
const GENERATION_YEARS: u32 = 15;

/// Fields that a pattern holds.
pub(super) const FIELDS_MAX: usize = 64 / FIELD_BITS;

/// Jaro-Winkler from which two names are similar, in thousandths.
const SIMILAR_PERMILLE: u32 = 880;

/// The level of a field in a pattern.
pub(super) const fn level(pattern: Pattern, field: usize) -> usize {
    (pattern >> (FIELD_BITS * field)) as usize & 15
}

/// Whether a level says that two people were born on different days, and no slip explains it.
pub(super) const fn is_other_birth(level: usize) -> bool {
    level == date::DIFFERENT as usize || level == date::GENERATION as usize
}

/// The better level of each field of two patterns, as ranks have it; a field is missing only if it is in both.
pub(super) fn better(one: Pattern, other: Pattern, ranks: &[[i32; LEVELS_MAX]]) -> Pattern {
    let mut pattern = 0;
    for (field, ranks) in ranks.iter().enumerate() {
        let (left, right) = (level(one, field), level(other, field));
        let best = match (left, right) {
            (0, level) | (level, 0) => level,
            _ if ranks[left] >= ranks[right] => left,
            _ => right,
        };
        pattern |= (best as Pattern) << (FIELD_BITS * field);
    }
    pattern
}

/// The candidate pairs of a table, compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The fields of a pattern, and what chance makes of them.
    pub(super) fields: Vec<Measured>,
    /// The columns that each field reads.
    pub(super) columns: Vec<(FieldName, Vec<usize>)>,
    /// Every pattern, ascending, and how many pairs have it.
    pub(super) patterns: Vec<(Pattern, u32)>,
    /// The place of each candidate pair's pattern in `patterns`.
    pub(super) pattern_of: Vec<u32>,
    pub(super) nicknames: Nicknames,
    pub(super) birth_field: Option<usize>,
}

/// What a field is called: in the words of this module, or as the column that it reads.
pub(super) type FieldName = Option<&'static str>;

/// Pairs that one piece of work goes through.
const PIECE_PAIRS: usize = 1 << 14;

/// Compares the candidate pairs of a table.
#[must_use]
pub fn compare(normalised: &Normalised, candidates: &Candidates, threads: usize) -> Compared {
    let (records, guards) = (&normalised.records, &normalised.guards);
    let nicknames = nicknames(records, guards, candidates, threads);
    let comparison = Comparison::new(records, guards, &nicknames);
    let pieces = candidates.pairs.len().div_ceil(PIECE_PAIRS);
    let piece = |piece: usize| {
        let from = piece * PIECE_PAIRS;
        &candidates.pairs[from..candidates.pairs.len().min(from + PIECE_PAIRS)]
    };
    let seen = parallel::map(threads, pieces, |place| {
        let patterns: Vec<Pattern> = piece(place)
            .iter()
            .map(|&pair| rows_of(pair))
            .map(|[left, right]| comparison.pattern(left, right))
            .collect();
        let mut sorted = patterns.clone();
        sorted.sort_unstable();
        let counted: Vec<(Pattern, u32)> =
            sorted.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as u32)).collect();
        (patterns, counted)
    });
    let mut all: Vec<(Pattern, u32)> = seen.iter().flat_map(|(_, counted)| counted.iter().copied()).collect();
    all.sort_unstable();
    let patterns: Vec<(Pattern, u32)> = all
        .chunk_by(|one, other| one.0 == other.0)
        .map(|same| (same[0].0, same.iter().map(|&(_, count)| count).sum()))
        .collect();
    let places = parallel::map(threads, pieces, |place| -> Vec<u32> {
        let find = |pattern: &Pattern| patterns.partition_point(|(known, _)| known < pattern) as u32;
        seen[place].0.iter().map(find).collect()
    });
    let fields = comparison.chance(threads);
    let columns = comparison.fields.iter().map(|&field| comparison.columns(field)).collect();
    let birth_field = comparison.fields.iter().position(|field| *field == FieldOf::BirthDate);
    Compared { fields, columns, patterns, pattern_of: places.concat(), nicknames, birth_field }
}

/// The shipped short forms, and those that the table teaches.
fn nicknames(records: &Records, guards: &Guards, candidates: &Candidates, threads: usize) -> Nicknames {
    let mut nicknames = Nicknames::shipped(&records.names);
    let is_likely = |rows: &[u32; 2]| {
        let [one, other] = rows.map(|row| &records.people[row as usize]);
        one.last != MISSING
            && one.last == other.last
            && (one.mailbox != MISSING && one.mailbox == other.mailbox && !guards.mailbox(one.mailbox)
                || one.phone != MISSING && one.phone == other.phone && !guards.phone(one.phone)
                || one.birth != 0 && one.birth == other.birth && !guards.birth_date(one.birth))
    };
    let pieces: Vec<_> = candidates.pairs.chunks(PIECE_PAIRS).collect();
    let likely = parallel::map(threads, pieces.len(), |place| -> Vec<[u32; 2]> {
        pieces[place].iter().map(|&pair| rows_of(pair)).filter(is_likely).collect()
    });
    learn(&mut nicknames, records, &likely.concat());
    nicknames
}

/// What a field compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldOf {
    Mailbox,
    FirstName,
    LastName,
    Phone,
    Address,
    BirthDate,
    /// A column of [`Records::plain`].
    Plain(usize),
}

/// Compares the records of one table.
pub(super) struct Comparison<'a> {
    records: &'a Records,
    guards: &'a Guards,
    nicknames: &'a Nicknames,
    pub(super) fields: Vec<FieldOf>,
    first_bands: Vec<u8>,
    last_bands: Vec<u8>,
    plain_bands: Vec<Vec<u8>>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(records: &'a Records, guards: &'a Guards, nicknames: &'a Nicknames) -> Self {
        let has = |kind: Kind| records.places[kind as usize].is_some();
        let has_address = [Kind::Street, Kind::HouseNumber, Kind::Postcode, Kind::City].into_iter().any(has);
        let mut fields: Vec<FieldOf> = [
            (has(Kind::Email), FieldOf::Mailbox),
            (has(Kind::FirstName), FieldOf::FirstName),
            (has(Kind::LastName), FieldOf::LastName),
            (has(Kind::Phone), FieldOf::Phone),
            (has_address, FieldOf::Address),
            (has(Kind::BirthDate), FieldOf::BirthDate),
        ]
        .into_iter()
        .filter_map(|(is_there, field)| is_there.then_some(field))
        .collect();
        fields.extend((0..records.plain.len()).map(FieldOf::Plain));
        fields.truncate(FIELDS_MAX);
        Self {
            records,
            guards,
            nicknames,
            fields,
            first_bands: bands(&nicknames.counts_of_forms(&records.first_counts)),
            last_bands: bands(&records.last_counts),
            plain_bands: records
                .plain
                .iter()
                .map(|plain| {
                    bands(&(0..plain.terms.len() as u32).map(|term| plain.terms.count(term)).collect::<Vec<_>>())
                })
                .collect(),
        }
    }

    /// The levels of a field.
    pub(super) fn levels(&self, field: FieldOf) -> &'static [LevelOf] {
        match field {
            FieldOf::Mailbox => levels::MAILBOX,
            FieldOf::FirstName => levels::FIRST_NAME,
            FieldOf::LastName => levels::LAST_NAME,
            FieldOf::Phone => levels::PHONE,
            FieldOf::Address => levels::ADDRESS,
            FieldOf::BirthDate => levels::BIRTH_DATE,
            FieldOf::Plain(place) => match self.records.plain[place].kind {
                Kind::Code => levels::CODE,
                Kind::Date => levels::DATE,
                Kind::Number => levels::NUMBER,
                _ => levels::TEXT,
            },
        }
    }

    /// Compares two rows.
    pub(super) fn pattern(&self, left: u32, right: u32) -> Pattern {
        let (one, other) = (&self.records.people[left as usize], &self.records.people[right as usize]);
        let (first, last) = self.names(one, other);
        let mut pattern = 0;
        for (place, field) in self.fields.iter().enumerate() {
            let level = match field {
                FieldOf::Mailbox => self.mailbox(one, other),
                FieldOf::FirstName => first,
                FieldOf::LastName => last,
                FieldOf::Phone => self.phone(one, other),
                FieldOf::Address => self.address(one, other),
                FieldOf::BirthDate => self.birth_date(one, other),
                FieldOf::Plain(plain) => {
                    let column = &self.records.plain[*plain];
                    plain_level(column, &self.plain_bands[*plain], left as usize, right as usize)
                }
            };
            pattern |= level << (FIELD_BITS * place);
        }
        pattern
    }

    fn mailbox(&self, one: &Person, other: &Person) -> u64 {
        if one.mailbox == MISSING
            || other.mailbox == MISSING
            || self.guards.mailbox(one.mailbox)
            || self.guards.mailbox(other.mailbox)
        {
            return 0;
        }
        if one.mailbox == other.mailbox {
            return if one.is_repaired == other.is_repaired { mailbox::SAME } else { mailbox::REPAIRED };
        }
        if one.local == other.local {
            return if one.domain == other.domain { mailbox::OTHER_DIGITS } else { mailbox::OTHER_DOMAIN };
        }
        let locals = &self.records.locals;
        let (left, right) = (locals.text(one.local), locals.text(other.local));
        if one.domain != other.domain || left.len().abs_diff(right.len()) > 5 {
            return mailbox::DIFFERENT;
        }
        if letters(left).eq(letters(right)) {
            return if letters(left).next().is_some() { mailbox::OTHER_DIGITS } else { mailbox::DIFFERENT };
        }
        if is_one_slip(left, right) {
            let (one, other) = (self.records.is_made_of_names(left), self.records.is_made_of_names(right));
            return if one == other { mailbox::OTHER_LETTER } else { mailbox::SLIP };
        }
        if jaro_winkler_permille(left, right) >= SIMILAR_MAILBOX_PERMILLE {
            mailbox::SIMILAR
        } else {
            mailbox::DIFFERENT
        }
    }

    /// Given and family name, straight or swapped, whichever agrees.
    fn names(&self, one: &Person, other: &Person) -> (u64, u64) {
        let first = self.first_name(one.first, other.first);
        let last = self.last_name(one.last, other.last);
        let disagree = first == name::FIRST_DIFFERENT && (last == name::LAST_DIFFERENT || last == 0);
        let are_swapped = (disagree || last == name::LAST_DIFFERENT && first == 0)
            && one.first_as_last != MISSING
            && other.first_as_last != MISSING
            && (one.first_as_last == other.last || other.first_as_last == one.last);
        if !are_swapped {
            return (first, last);
        }
        let (straight, swapped) = if one.first_as_last == other.last { (other, one) } else { (one, other) };
        let first = self.first_name(straight.first, swapped.last);
        (
            if first == 0 { name::SAME + 2 } else { first },
            name::SAME + u64::from(self.last_bands[straight.last as usize]),
        )
    }

    fn first_name(&self, one: u32, other: u32) -> u64 {
        if one == MISSING || other == MISSING {
            return 0;
        }
        let names = &self.records.names;
        if one == other {
            return if names.text(one).len() == 1 {
                name::INITIAL
            } else {
                name::SAME + u64::from(self.first_bands[one as usize])
            };
        }
        let (left, right) = (names.text(one), names.text(other));
        let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        if short.len() == 1 {
            return if long.starts_with(short) { name::INITIAL } else { name::FIRST_DIFFERENT };
        }
        if self.nicknames.are_one(one, other) || short.len() >= 3 && long.starts_with(short) {
            return name::SHORT_FORM;
        }
        if is_one_slip(left, right) {
            return name::FIRST_SLIP;
        }
        if is_similar(left, right) { name::FIRST_SIMILAR } else { name::FIRST_DIFFERENT }
    }

    fn last_name(&self, one: u32, other: u32) -> u64 {
        if one == MISSING || other == MISSING {
            return 0;
        }
        if one == other {
            return name::SAME + u64::from(self.last_bands[one as usize]);
        }
        let names = &self.records.names;
        let (left, right) = (names.text(one), names.text(other));
        if is_one_slip(left, right) {
            return name::LAST_SLIP;
        }
        let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        if short.len() >= 3 && (long.starts_with(short) || long.ends_with(short)) {
            return name::PART;
        }
        if is_similar(left, right) { name::LAST_SIMILAR } else { name::LAST_DIFFERENT }
    }

    fn phone(&self, one: &Person, other: &Person) -> u64 {
        if one.phone == MISSING
            || other.phone == MISSING
            || self.guards.phone(one.phone)
            || self.guards.phone(other.phone)
        {
            return 0;
        }
        code_level(&self.records.phones, one.phone, other.phone)
    }

    fn address(&self, one: &Person, other: &Person) -> u64 {
        let agree = |left: u32, right: u32| (left != MISSING && right != MISSING).then_some(left == right);
        let house = agree(one.house, other.house);
        let postcode = agree(one.postcode, other.postcode);
        let city = agree(one.city, other.city);
        let street = agree(one.street, other.street);
        if house.is_none() && postcode.is_none() && city.is_none() && street.is_none() {
            return 0;
        }
        let streets = &self.records.streets;
        let near_street = || {
            street.map(|are_same| {
                let (left, right) = (streets.text(one.street), streets.text(other.street));
                are_same || is_one_slip(left, right) || is_similar(left, right)
            })
        };
        let is_same_house = house == Some(true)
            && near_street() != Some(false)
            && postcode != Some(false)
            && (postcode.is_some() || street.is_some() && city != Some(false));
        if is_same_house {
            let are_same = one.addition == other.addition;
            return if are_same { address::SAME } else { address::OTHER_ADDITION };
        }
        let is_near_street = near_street() == Some(true);
        if is_near_street && (house == Some(true) || postcode == Some(true) && house.is_none()) {
            return address::NEAR;
        }
        if is_near_street && (postcode == Some(true) || city == Some(true)) || postcode == Some(true) {
            return address::PLACE;
        }
        if city == Some(true) { address::TOWN } else { address::DIFFERENT }
    }

    fn birth_date(&self, one: &Person, other: &Person) -> u64 {
        if self.guards.birth_date(one.birth) || self.guards.birth_date(other.birth) {
            return 0;
        }
        date_level(one.birth, other.birth, true)
    }

    /// How often each level is reached by two rows of the table, whoever they are: pairs by level, for each field.
    ///
    /// Levels of two equal values are counted exactly, from how often each value occurs; the others are estimated from
    /// pairs of rows that have nothing to do with each other.
    fn chance(&self, threads: usize) -> Vec<Measured> {
        let order = self.records.by_content();
        let rows = order.len();
        let strides = (CHANCE_PAIRS / rows.max(1)).clamp(1, rows.saturating_sub(1).max(1));
        let part = |place: usize| {
            let mut seen = vec![[0_u64; LEVELS_MAX]; self.fields.len()];
            for stride in 1..=strides {
                let shift = (rows / 2 + stride * 7) % rows.max(1);
                // Of a large table, only every so many rows are taken.
                for at in (place..rows).step_by(CHANCE_PARTS * (rows / CHANCE_PAIRS).max(1)) {
                    let pattern = self.pattern(order[at], order[(at + shift) % rows]);
                    for (field, levels) in seen.iter_mut().enumerate() {
                        levels[level(pattern, field)] += 1;
                    }
                }
            }
            seen
        };
        let parts = parallel::map(threads, CHANCE_PARTS, part);
        let all = rows as u64 * (rows as u64).saturating_sub(1) / 2;
        let measured = self.fields.iter().enumerate().map(|(place, &field)| {
            let mut chance = [0_u64; LEVELS_MAX];
            for seen in &parts {
                chance.iter_mut().zip(seen[place]).for_each(|(sum, count)| *sum += count);
            }
            let seen = chance.iter().sum::<u64>().max(1);
            chance = chance.map(|count| (u128::from(count) * u128::from(all) / u128::from(seen)) as u64);
            for (level, count) in self.exact(field) {
                chance[level] = count;
            }
            Measured { levels: self.levels(field), chance }
        });
        measured.collect()
    }

    /// What a field is called, and which columns it reads.
    fn columns(&self, field: FieldOf) -> (FieldName, Vec<usize>) {
        let (name, kinds): (_, &[Kind]) = match field {
            FieldOf::Mailbox => ("mailbox", &[Kind::Email]),
            FieldOf::FirstName => ("first name", &[Kind::FirstName]),
            FieldOf::LastName => ("last name", &[Kind::LastName]),
            FieldOf::Phone => ("phone number", &[Kind::Phone]),
            FieldOf::Address => ("address", &[Kind::Street, Kind::HouseNumber, Kind::Postcode, Kind::City]),
            FieldOf::BirthDate => ("birth date", &[Kind::BirthDate]),
            FieldOf::Plain(place) => return (None, vec![self.records.plain[place].column]),
        };
        (Some(name), kinds.iter().filter_map(|&kind| self.records.places[kind as usize]).collect())
    }

    /// What a row holds, as a number.
    pub(super) fn content(&self, row: u32) -> u64 {
        self.records.content(row)
    }

    /// How many pairs of rows have equal values in a field, by the level that they reach.
    fn exact(&self, field: FieldOf) -> Vec<(usize, u64)> {
        let people = &self.records.people;
        let pairs = |counts: &[u32]| counts.iter().skip(1).map(|&count| pairs_of(count)).sum::<u64>();
        let banded = |counts: &[u32], bands: &[u8]| {
            let mut levels = [0_u64; 4];
            for (&count, &band) in counts.iter().zip(bands).skip(1) {
                levels[usize::from(band)] += pairs_of(count);
            }
            levels.iter().enumerate().map(|(band, &count)| (name::SAME as usize + band, count)).collect()
        };
        match field {
            FieldOf::Mailbox => {
                let own = |person: &Person| if self.guards.mailbox(person.mailbox) { 0 } else { person.mailbox };
                vec![(mailbox::SAME as usize, pairs(&count(people.iter().map(own))))]
            }
            FieldOf::Phone => {
                let own = |person: &Person| if self.guards.phone(person.phone) { 0 } else { person.phone };
                vec![(code::SAME as usize, pairs(&count(people.iter().map(own))))]
            }
            FieldOf::FirstName => banded(&self.records.first_counts, &self.first_bands),
            FieldOf::LastName => banded(&self.records.last_counts, &self.last_bands),
            FieldOf::Address => Vec::new(),
            FieldOf::BirthDate => {
                let mut dates: Vec<u32> = people.iter().map(|person| person.birth).collect();
                dates.sort_unstable();
                let own = |date: u32| date != 0 && !self.guards.birth_date(date);
                let same = dates.chunk_by(|one, other| one == other).filter(|dates| own(dates[0]));
                vec![(date::SAME as usize, same.map(|dates| pairs_of(dates.len() as u32)).sum())]
            }
            FieldOf::Plain(place) => {
                let plain = &self.records.plain[place];
                let counts: Vec<u32> = (0..plain.terms.len() as u32).map(|term| plain.terms.count(term)).collect();
                match plain.kind {
                    Kind::Date => Vec::new(),
                    Kind::Code | Kind::Number => vec![(code::SAME as usize, pairs(&counts))],
                    _ => banded(&counts, &self.plain_bands[place]),
                }
            }
        }
    }
}

/// Pairs of rows that are compared to learn what chance makes, about.
const CHANCE_PAIRS: usize = 100_000;

/// Pieces in which that is done.
const CHANCE_PARTS: usize = 8;

/// Pairs among so many rows.
fn pairs_of(count: u32) -> u64 {
    let count = u64::from(count);
    count * count.saturating_sub(1) / 2
}

/// How often each number occurs.
fn count(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut counts = Vec::new();
    for value in values {
        let place = value as usize;
        if place >= counts.len() {
            counts.resize(place + 1, 0);
        }
        counts[place] += 1;
    }
    counts
}

/// The letters of a local part.
fn letters(local: &str) -> impl Iterator<Item = u8> {
    local.bytes().filter(|byte| !byte.is_ascii_digit())
}

fn is_similar(left: &str, right: &str) -> bool {
    left.len().abs_diff(right.len()) <= 5 && jaro_winkler_permille(left, right) >= SIMILAR_PERMILLE
}

fn code_level(terms: &Terms, one: u32, other: u32) -> u64 {
    if one == other {
        code::SAME
    } else if is_one_slip(terms.text(one), terms.text(other)) {
        code::SLIP
    } else {
        code::DIFFERENT
    }
}

fn date_level(one: u32, other: u32, is_birth: bool) -> u64 {
    if one == 0 || other == 0 {
        return 0;
    }
    if one == other {
        return date::SAME;
    }
    let parts = |packed: u32| [packed / 10_000, packed / 100 % 100, packed % 100];
    let ([y, m, d], [year, month, day]) = (parts(one), parts(other));
    if y == year && m == day && d == month {
        return date::SWAPPED;
    }
    // A year is a slip if one digit is another, or if it is the next one.
    let year_slip = y.abs_diff(year) <= 1 || digits_apart(y, year) <= 1;
    let apart = u32::from(y != year) + u32::from(m != month) + u32::from(d != day);
    match apart {
        1 if year_slip => date::ONE_PART,
        _ if y.abs_diff(year) >= GENERATION_YEARS && is_birth => date::GENERATION,
        1 | 2 => date::TWO_PARTS,
        _ => date::DIFFERENT,
    }
}

/// How many of the four digits of two years differ.
fn digits_apart(one: u32, other: u32) -> u32 {
    [1, 10, 100, 1_000].iter().map(|power| u32::from(one / power % 10 != other / power % 10)).sum()
}

fn plain_level(column: &Plain, bands: &[u8], left: usize, right: usize) -> u64 {
    let (one, other) = (column.values[left], column.values[right]);
    if one == MISSING || other == MISSING {
        return 0;
    }
    let terms = &column.terms;
    match column.kind {
        Kind::Date => date_level(one, other, false),
        Kind::Code | Kind::Number => code_level(terms, one, other),
        _ if one == other => name::SAME + u64::from(bands[one as usize]),
        _ if is_one_slip(terms.text(one), terms.text(other)) => text::SLIP,
        _ if is_similar(terms.text(one), terms.text(other)) => text::SIMILAR,
        _ => text::DIFFERENT,
    }
}

/// The rarity of each term among the rows that have one: 0 very rare, 3 common.
fn bands(counts: &[u32]) -> Vec<u8> {
    let filled: u64 = counts.iter().skip(1).map(|&count| u64::from(count)).sum();
    let band = |count: u32| {
        let count = u64::from(count);
        u8::from(count * 10_000 > filled) + u8::from(count * 1_000 > filled) + u8::from(count * 200 > filled)
    };
    counts.iter().map(|&count| band(count)).collect()
}
