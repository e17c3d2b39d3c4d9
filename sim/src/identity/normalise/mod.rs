//! Cells to records: every value in one form, and as a number.
//!
//! Owns: [`Records`], what the other steps of dedupe see of a table. Deliberately compares nothing. Goes further than
//! the keys of a platform in [`super::key`]: a platform takes `Jan+shop@gmial.com` as somebody of his own, people do not.

mod address;
mod date;
mod mailbox;
mod name;
mod phone;
mod text;

use self::date::Packed;
use self::phone::Written;
use super::guard::Guards;
use super::intern::{MISSING, Terms};
use super::table::{Column, Kind, Table};
use crate::parallel;
use crate::profile::TextColumn;

pub(super) use self::name::prefixes_agree;
pub(super) use self::text::{fold, words};

/// What a row says of a person, each part as the number of its text; 0 is missing. One cache line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// The mailbox that one writes to.
    pub(super) mailbox: u32,
    /// Letters and digits before the `@`.
    pub(super) local: u32,
    /// The domain, repaired.
    pub(super) domain: u32,
    /// Whether the domain was repaired: 0 or 1.
    pub(super) is_repaired: u32,
    /// The given name.
    pub(super) first: u32,
    /// The given name, read as a family name.
    pub(super) first_as_last: u32,
    /// The family name without prefixes.
    pub(super) last: u32,
    /// Its prefixes: see [`prefixes_agree`].
    pub(super) prefixes: u32,
    /// The national number.
    pub(super) phone: u32,
    pub(super) postcode: u32,
    pub(super) street: u32,
    /// The house number itself.
    pub(super) house: u32,
    /// Its addition, as a number to compare by.
    pub(super) addition: u32,
    pub(super) city: u32,
    /// `yyyymmdd`.
    pub(super) birth: Packed,
}

/// A column that is compared by itself.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    /// Its place in the table.
    pub(super) column: usize,
    pub(super) kind: Kind,
    /// The value of each row: the number of its text, or for a date `yyyymmdd`.
    pub(super) values: Vec<u32>,
    pub(super) terms: Terms,
}

/// A table in one form, and what of it identifies nobody.
#[derive(Clone, Debug)]
pub struct Normalised {
    pub(super) records: Records,
    pub(super) guards: Guards,
}

/// Brings every cell of a table into one form, and learns which values identify nobody.
#[must_use]
pub fn normalise(table: &Table, threads: usize) -> Normalised {
    let records = Records::read(table, threads);
    let guards = Guards::learn(&records);
    Normalised { records, guards }
}

/// All rows in one form.
#[derive(Clone, Debug)]
pub(super) struct Records {
    pub(super) people: Vec<Person>,
    /// Columns of no special kind.
    pub(super) plain: Vec<Plain>,
    pub(super) locals: Terms,
    pub(super) domains: Terms,
    /// Given and family names together, so that swapped ones can be told.
    pub(super) names: Terms,
    pub(super) phones: Terms,
    pub(super) postcodes: Terms,
    pub(super) streets: Terms,
    pub(super) cities: Terms,
    /// How many rows have each of `names` as a given name, and as a family name.
    pub(super) first_counts: Vec<u32>,
    pub(super) last_counts: Vec<u32>,
    /// Domains that stand for another, and the rows that have one.
    pub(super) slips: super::Shared,
    /// Where in the table each kind that counts once is.
    pub(super) places: [Option<usize>; Kind::ALL.len()],
}

impl Records {
    /// Reads a table.
    pub(super) fn read(table: &Table, threads: usize) -> Self {
        let mut places = [None; Kind::ALL.len()];
        for (place, column) in table.columns().iter().enumerate().rev() {
            places[column.kind as usize] = Some(place);
        }
        let cells = |kind: Kind| places[kind as usize].map(|place| &table.columns()[place].cells);
        let (mut mailboxes, mut names, mut phones) = (None, None, None);
        let (mut streets, mut postcodes, mut cities, mut births) = (None, None, None, None);
        let plain = plain_columns(table.columns());
        let mut plain_read: Vec<Option<Plain>> = plain.iter().map(|_| None).collect();
        let mut work: Vec<parallel::Piece<'_>> = vec![
            Box::new(|| mailboxes = cells(Kind::Email).map(read_mailboxes)),
            Box::new(|| names = Some(read_names(cells(Kind::FirstName), cells(Kind::LastName), table.len()))),
            Box::new(|| streets = Some(read_streets(cells(Kind::Street), cells(Kind::HouseNumber), table.len()))),
            Box::new(|| phones = cells(Kind::Phone).map(read_phones)),
            Box::new(|| postcodes = cells(Kind::Postcode).map(|cells| read_texts(cells, address::postcode))),
            Box::new(|| cities = cells(Kind::City).map(|cells| read_texts(cells, name::first_name))),
            Box::new(|| births = cells(Kind::BirthDate).map(read_dates)),
        ];
        for (read, &(place, column)) in plain_read.iter_mut().zip(&plain) {
            work.push(Box::new(move || *read = Some(read_plain(place, column))));
        }
        parallel::queue(threads, work);
        let mut people = vec![Person::default(); table.len()];
        let mailboxes = mailboxes.unwrap_or_else(Mailboxes::none);
        for (person, read) in people.iter_mut().zip(&mailboxes.rows) {
            [person.mailbox, person.local, person.domain, person.is_repaired] = *read;
        }
        let names = names.expect("names were read");
        for (person, read) in people.iter_mut().zip(&names.rows) {
            [person.first, person.first_as_last, person.last, person.prefixes] = *read;
        }
        let (street_rows, streets) = streets.expect("streets were read");
        for (person, (street, number)) in people.iter_mut().zip(&street_rows) {
            (person.street, person.house, person.addition) = (*street, number.house, number.addition);
        }
        let phones = place_texts(&mut people, phones, |person| &mut person.phone);
        let postcodes = place_texts(&mut people, postcodes, |person| &mut person.postcode);
        let cities = place_texts(&mut people, cities, |person| &mut person.city);
        for (person, birth) in people.iter_mut().zip(births.iter().flatten()) {
            person.birth = *birth;
        }
        let mut records = Self {
            people,
            plain: plain_read.into_iter().flatten().collect(),
            locals: mailboxes.locals,
            domains: mailboxes.domains,
            names: names.names,
            phones,
            postcodes,
            streets,
            cities,
            first_counts: names.first_counts,
            last_counts: names.last_counts,
            slips: mailboxes.slips,
            places,
        };
        records.name_by_mailbox();
        records
    }

    /// Gives rows that lack one of their names what their mailbox calls them: `gerardus.terkerkhoven@` with the family
    /// name ter Kerkhoven is a Gerardus. The frequencies of names stay as they were written.
    fn name_by_mailbox(&mut self) {
        for row in 0..self.people.len() {
            let person = self.people[row];
            if person.local == MISSING || (person.first == MISSING) == (person.last == MISSING) {
                continue;
            }
            let local = self.locals.text(person.local).trim_end_matches(|letter: char| letter.is_ascii_digit());
            if person.first == MISSING {
                let last = self.names.text(person.last);
                let rest = local.strip_suffix(last).or_else(|| local.strip_prefix(last));
                let first = rest.and_then(|rest| {
                    name::before_prefixes(rest).find_map(|first| self.known_name(first, &self.first_counts))
                });
                if let Some(first) = first {
                    (self.people[row].first, self.people[row].first_as_last) = (first, first);
                }
            } else {
                let first = self.names.text(person.first);
                let rest = local.strip_prefix(first).or_else(|| local.strip_suffix(first));
                let last = rest.filter(|_| first.len() > 1).and_then(|rest| {
                    let whole = self.known_name(rest, &self.last_counts);
                    whole.or_else(|| name::without_glue(rest).find_map(|rest| self.known_name(rest, &self.last_counts)))
                });
                if let Some(last) = last {
                    self.people[row].last = last;
                }
            }
        }
    }

    /// The number of a name that several rows have.
    fn known_name(&self, text: &str, counts: &[u32]) -> Option<u32> {
        self.names.find(text).filter(|&name| text.len() > 1 && counts[name as usize] >= 2)
    }

    /// The rows by what they hold: an order that does not depend on the order of the rows, but for equal ones.
    pub(super) fn by_content(&self) -> Vec<u32> {
        let mut order: Vec<(u64, u32)> = (0..self.len() as u32).map(|row| (self.content(row), row)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, row)| row).collect()
    }

    /// What a row holds, as a number.
    pub(super) fn content(&self, row: u32) -> u64 {
        let row = row as usize;
        let person = &self.people[row];
        let parts = [
            self.locals.hash(person.local),
            self.domains.hash(person.domain),
            self.names.hash(person.first),
            self.names.hash(person.last),
            self.phones.hash(person.phone),
            self.postcodes.hash(person.postcode),
            self.streets.hash(person.street),
            person.house,
            self.cities.hash(person.city),
            person.birth,
        ];
        let plain = self.plain.iter().map(|plain| match plain.kind {
            Kind::Date => plain.values[row],
            _ => plain.terms.hash(plain.values[row]),
        });
        parts.into_iter().chain(plain).fold(0x9e37_79b9_7f4a_7c15, |hash, part| {
            let mixed = (hash ^ u64::from(part)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            mixed ^ mixed >> 32
        })
    }

    /// Whether the letters before the `@` are names that the table knows: a slip makes them something else.
    pub(super) fn is_made_of_names(&self, local: &str) -> bool {
        let letters = local.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let is_name = |text: &str, counts: &[u32]| self.known_name(text, counts).is_some();
        let is_last = |text: &str| {
            is_name(text, &self.last_counts) || name::without_glue(text).any(|rest| is_name(rest, &self.last_counts))
        };
        let is_first = |text: &str| text.len() == 1 || is_name(text, &self.first_counts);
        is_first(letters) && letters.len() > 1
            || is_last(letters)
            || (1..letters.len()).filter(|&at| letters.is_char_boundary(at)).any(|at| {
                let (before, behind) = letters.split_at(at);
                is_first(before) && (is_last(behind) || behind.len() == 1)
                    || is_first(behind) && (is_last(before) || before.len() == 1)
            })
    }

    /// Whether two rows hold the same in every column that is read.
    pub(super) fn are_equal(&self, [one, other]: [u32; 2]) -> bool {
        self.people[one as usize] == self.people[other as usize]
            && self.plain.iter().all(|plain| plain.values[one as usize] == plain.values[other as usize])
    }

    pub(super) fn len(&self) -> usize {
        self.people.len()
    }
}

/// The columns that are compared by themselves: of kinds that may occur several times.
fn plain_columns(columns: &[Column]) -> Vec<(usize, &Column)> {
    let is_plain = |kind| matches!(kind, Kind::Name | Kind::Code | Kind::Text | Kind::Date | Kind::Number);
    columns.iter().enumerate().filter(|(_, column)| is_plain(column.kind)).collect()
}

/// Puts a column that was read into the people; no terms if there is no such column.
fn place_texts(
    people: &mut [Person],
    read: Option<(Vec<u32>, Terms)>,
    part: impl Fn(&mut Person) -> &mut u32,
) -> Terms {
    let (rows, terms) = read.unwrap_or_else(|| (Vec::new(), Terms::new()));
    for (person, term) in people.iter_mut().zip(rows) {
        *part(person) = term;
    }
    terms
}

/// Every cell of a column.
fn each(cells: &TextColumn) -> impl Iterator<Item = &str> {
    (0..cells.len()).map(|row| cells.get(row))
}

fn read_texts(cells: &TextColumn, write: impl Fn(&str, &mut String)) -> (Vec<u32>, Terms) {
    let mut terms = Terms::new();
    let (mut folded, mut form) = (String::new(), String::new());
    let rows = each(cells)
        .map(|cell| {
            folded.clear();
            form.clear();
            fold(cell, &mut folded);
            write(&folded, &mut form);
            terms.intern(&form)
        })
        .collect();
    terms.seal();
    (rows, terms)
}

struct Mailboxes {
    rows: Vec<[u32; 4]>,
    locals: Terms,
    domains: Terms,
    slips: super::Shared,
}

impl Mailboxes {
    fn none() -> Self {
        Self { rows: Vec::new(), locals: Terms::new(), domains: Terms::new(), slips: super::Shared::default() }
    }
}

fn read_mailboxes(cells: &TextColumn) -> Mailboxes {
    let (mut written, mut domains) = (Terms::new(), Terms::new());
    let mut scratch = String::new();
    let pairs: Vec<[u32; 2]> = each(cells)
        .map(|cell| match mailbox::split(cell, &mut scratch) {
            Some((local, domain)) => [written.intern(local), domains.intern(domain)],
            None => [MISSING; 2],
        })
        .collect();
    let meaning = mailbox::slips(&domains);
    let mut slips = super::Shared::default();
    for domain in domains.all().filter(|&domain| meaning[domain as usize] != domain) {
        slips.values += 1;
        slips.rows += domains.count(domain);
    }
    // The letters and digits of each local part, once; then mailboxes, with dots where they mean something.
    let mut locals = Terms::new();
    let mut letters = String::new();
    let local_of: Vec<u32> = (0..written.len() as u32)
        .map(|term| {
            letters.clear();
            letters.extend(written.text(term).chars().filter(|letter| letter.is_alphanumeric()));
            locals.intern(if letters.is_empty() { written.text(term) } else { &letters })
        })
        .collect();
    let mut mailboxes = Terms::new();
    let rows = pairs
        .iter()
        .map(|&[local, domain]| {
            if domain == MISSING {
                return [MISSING; 4];
            }
            let repaired = meaning[domain as usize];
            letters.clear();
            let text = written.text(local);
            if mailbox::is_dotless(domains.text(repaired)) {
                letters.extend(text.chars().filter(|&letter| letter != '.'));
            } else {
                letters.push_str(text);
            }
            letters.push('@');
            letters.push_str(domains.text(repaired));
            [mailboxes.intern(&letters), local_of[local as usize], repaired, u32::from(repaired != domain)]
        })
        .collect();
    locals.seal();
    domains.seal();
    Mailboxes { rows, locals, domains, slips }
}

struct Names {
    rows: Vec<[u32; 4]>,
    names: Terms,
    first_counts: Vec<u32>,
    last_counts: Vec<u32>,
}

fn read_names(firsts: Option<&TextColumn>, lasts: Option<&TextColumn>, rows: usize) -> Names {
    let mut names = Terms::new();
    let mut with_prefix: Vec<u32> = Vec::new();
    let (mut folded, mut form) = (String::new(), String::new());
    let mut read: Vec<[u32; 4]> = Vec::with_capacity(rows);
    for row in 0..rows {
        folded.clear();
        form.clear();
        fold(firsts.map_or("", |cells| cells.get(row)), &mut folded);
        name::first_name(&folded, &mut form);
        let first = names.intern(&form);
        form.clear();
        // `van den Berg` in the column of given names: its prefixes are known while they stand by themselves.
        let is_family = folded.contains(' ') && name::last_name(&folded, &mut form) != 0;
        let first_as_last = if is_family { names.intern(&form) } else { first };
        folded.clear();
        form.clear();
        fold(lasts.map_or("", |cells| cells.get(row)), &mut folded);
        let prefixes = name::last_name(&folded, &mut form);
        let last = names.intern(&form);
        if prefixes != 0 {
            with_prefix.resize(with_prefix.len().max(last as usize + 1), 0);
            with_prefix[last as usize] += 1;
        }
        read.push([first, first_as_last, last, prefixes]);
    }
    with_prefix.resize(names.len(), 0);
    let meaning = name::unglue(&names, &with_prefix);
    let (mut first_counts, mut last_counts) = (vec![0; names.len()], vec![0; names.len()]);
    for [first, first_as_last, last, prefixes] in &mut read {
        *first_as_last = meaning[*first_as_last as usize].0;
        let glued;
        (*last, glued) = meaning[*last as usize];
        if *prefixes == 0 {
            *prefixes = glued;
        }
        first_counts[*first as usize] += 1;
        last_counts[*last as usize] += 1;
    }
    straighten(&mut read, &mut first_counts, &mut last_counts);
    Names { rows: read, names, first_counts, last_counts }
}

/// Swaps given and family names where the table's own frequencies leave no doubt that they stand in the wrong columns.
fn straighten(rows: &mut [[u32; 4]], first_counts: &mut [u32], last_counts: &mut [u32]) {
    /// So many times as likely must the names be the other way round.
    const SWAPPED_RATIO_MIN: u64 = 20;
    let odds = |first: u32, last: u32, firsts: &[u32], lasts: &[u32]| {
        u64::from(firsts[first as usize] + 1) * u64::from(lasts[last as usize] + 1)
    };
    let swapped: Vec<usize> = (0..rows.len())
        .filter(|&row| {
            let [first, first_as_last, last, _] = rows[row];
            first != MISSING
                && last != MISSING
                && odds(last, first_as_last, first_counts, last_counts)
                    > SWAPPED_RATIO_MIN * odds(first, last, first_counts, last_counts)
        })
        .collect();
    for row in swapped {
        let [first, first_as_last, last, prefixes] = rows[row];
        first_counts[first as usize] -= 1;
        last_counts[last as usize] -= 1;
        rows[row] = [last, last, first_as_last, prefixes];
        first_counts[last as usize] += 1;
        last_counts[first_as_last as usize] += 1;
    }
}

fn read_streets(
    streets: Option<&TextColumn>,
    numbers: Option<&TextColumn>,
    rows: usize,
) -> (Vec<(u32, address::Number)>, Terms) {
    let mut terms = Terms::new();
    let (mut folded, mut form) = (String::new(), String::new());
    let mut read = Vec::with_capacity(if streets.is_some() || numbers.is_some() { rows } else { 0 });
    for row in 0..read.capacity() {
        folded.clear();
        form.clear();
        fold(streets.map_or("", |cells| cells.get(row)), &mut folded);
        let mut number = address::street(&folded, &mut form);
        if let Some(numbers) = numbers {
            folded.clear();
            fold(numbers.get(row), &mut folded);
            number = address::number(&folded);
        }
        read.push((terms.intern(&form), number));
    }
    terms.seal();
    (read, terms)
}

/// National numbers. Of a number without `+` and zero, a calling code is taken off if the table shows that it is one of
/// its own: of two countries, both are.
fn read_phones(cells: &TextColumn) -> (Vec<u32>, Terms) {
    /// A calling code that one in so many international numbers has is one of the table's own.
    const USUAL_CODE_ONE_IN: u32 = 20;
    let mut digits = String::new();
    let mut codes: Vec<(u32, String)> = Vec::new();
    let mut bare = false;
    for cell in each(cells) {
        match phone::digits(cell, &mut digits) {
            Some(Written::International(code)) => match codes.iter_mut().find(|(_, known)| *known == digits[..code]) {
                Some((count, _)) => *count += 1,
                None => codes.push((1, digits[..code].to_owned())),
            },
            Some(Written::Bare) => bare = true,
            _ => {}
        }
    }
    // The most frequent first; those that equally many numbers have, by themselves.
    codes.sort_unstable_by(|one, other| other.cmp(one));
    let international: u32 = codes.iter().map(|(count, _)| count).sum();
    codes.retain(|(count, _)| bare && count * USUAL_CODE_ONE_IN >= international);
    let mut terms = Terms::new();
    let rows = each(cells)
        .map(|cell| match phone::digits(cell, &mut digits) {
            None => MISSING,
            Some(Written::International(code)) => terms.intern(&digits[code..]),
            Some(Written::National) => terms.intern(&digits),
            Some(Written::Bare) => {
                let mut rests = codes.iter().filter_map(|(_, code)| digits.strip_prefix(code.as_str()));
                terms.intern(rests.find(|rest| rest.len() >= 8).unwrap_or(&digits))
            }
        })
        .collect();
    terms.seal();
    (rows, terms)
}

fn read_dates(cells: &TextColumn) -> Vec<Packed> {
    let order = date::order(each(cells));
    each(cells).map(|cell| date::read(cell, order)).collect()
}

fn read_plain(column: usize, cells: &Column) -> Plain {
    let kind = cells.kind;
    let (values, terms) = match kind {
        Kind::Date => (read_dates(&cells.cells), Terms::new()),
        Kind::Code => read_texts(&cells.cells, |folded, form| {
            form.extend(folded.chars().filter(|letter| letter.is_alphanumeric()));
        }),
        _ => read_texts(&cells.cells, |folded, form| {
            for word in words(folded) {
                if !form.is_empty() {
                    form.push(' ');
                }
                form.push_str(word);
            }
        }),
    };
    Plain { column, kind, values, terms }
}
