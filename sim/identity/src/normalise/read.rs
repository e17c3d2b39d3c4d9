//! Columns to numbers: what every cell of a column says, and the texts behind it.
//!
//! Owns: one reader for each kind of column, and what a column teaches: slips in domains, glued prefixes, names in the
//! wrong column, the calling codes of national numbers. Deliberately puts nothing together: see [`super::Records`].

use super::date::Packed;
use super::phone::Written;
use super::{PersonName, Plain, address, date, fold, mailbox, name, phone, words};
use crate::Shared;
use crate::intern::{MISSING, Terms};
use crate::table::{Column, ColumnKind};
use rehearsal_core::records::TextColumn;

/// The columns that are compared by themselves: of kinds that may occur several times.
pub(super) fn plain_columns(columns: &[Column]) -> Vec<(usize, &Column)> {
    let is_plain = |kind| {
        matches!(kind, ColumnKind::Name | ColumnKind::Code | ColumnKind::Text | ColumnKind::Date | ColumnKind::Number)
    };
    columns.iter().enumerate().filter(|(_, column)| is_plain(column.kind)).collect()
}

/// Puts a column that was read into the people; no terms if there is no such column.
pub(super) fn place_texts(
    people: &mut [PersonName],
    read: Option<(Vec<u32>, Terms)>,
    part: impl Fn(&mut PersonName) -> &mut u32,
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

pub(super) fn read_texts(cells: &TextColumn, write: impl Fn(&str, &mut String)) -> (Vec<u32>, Terms) {
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

pub(super) struct Mailboxes {
    pub(super) rows: Vec<[u32; 5]>,
    pub(super) locals: Terms,
    pub(super) domains: Terms,
    pub(super) slips: Shared,
}

impl Mailboxes {
    pub(super) fn none() -> Self {
        Self { rows: Vec::new(), locals: Terms::new(), domains: Terms::new(), slips: Shared::default() }
    }
}

pub(super) fn read_mailboxes(cells: &TextColumn) -> Mailboxes {
    let (mut written, mut domains) = (Terms::new(), Terms::new());
    let mut scratch = String::new();
    let pairs: Vec<[u32; 2]> = each(cells)
        .map(|cell| match mailbox::split(cell, &mut scratch) {
            Some((local, domain)) => [written.intern(local), domains.intern(domain)],
            None => [MISSING; 2],
        })
        .collect();
    let meaning = mailbox::slips(&domains);
    let mut slips = Shared::default();
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
                return [MISSING; 5];
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
            let mailbox = mailboxes.intern(&letters);
            [mailbox, mailboxes.hash(mailbox), local_of[local as usize], repaired, u32::from(repaired != domain)]
        })
        .collect();
    locals.seal();
    domains.seal();
    Mailboxes { rows, locals, domains, slips }
}

pub(super) struct Names {
    pub(super) rows: Vec<[u32; 4]>,
    pub(super) names: Terms,
    pub(super) first_counts: Vec<u32>,
    pub(super) last_counts: Vec<u32>,
}

pub(super) fn read_names(firsts: Option<&TextColumn>, lasts: Option<&TextColumn>, rows: usize) -> Names {
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

pub(super) fn read_streets(
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
pub(super) fn read_phones(cells: &TextColumn) -> (Vec<u32>, Terms) {
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

pub(super) fn read_dates(cells: &TextColumn) -> Vec<Packed> {
    let order = date::order(each(cells));
    each(cells).map(|cell| date::read(cell, order)).collect()
}

pub(super) fn read_plain(column: usize, cells: &Column) -> Plain {
    let kind = cells.kind;
    let (values, terms) = match kind {
        ColumnKind::Date => (read_dates(&cells.cells), Terms::new()),
        ColumnKind::Code => read_texts(&cells.cells, |folded, form| {
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
