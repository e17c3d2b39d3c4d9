//! Two records to one pattern: how far each field agrees.
//!
//! Owns: the fields, their levels, and the pattern, four bits a field. Deliberately weighs nothing.

use std::sync::atomic::AtomicU8;

mod agree;
mod chance;
mod levels;
mod likeness;
mod nickname;

use super::block::{Candidates, rows_of};
use super::guard::Guards;
use super::intern::MISSING;
use super::normalise::{Normalised, Records};
use super::table::ColumnKind;
use super::weigh::Measured;
use rehearsal_core::parallel;

pub(super) use self::levels::{BELIEF_PERCENT, CLASS_PERMILLE, CLASSES, Class, Levels, SAME_CLASSES};
pub(super) use self::likeness::{is_one_slip, jaro_winkler_permille};
pub(super) use self::nickname::{Nicknames, learn};

use self::agree::plain_level;
use self::levels::date;

/// The level that each field reached: four bits a field, the first field lowest.
pub(super) type Pattern = u64;

/// Levels that a field can have.
pub(super) const LEVELS_MAX: usize = 1 << FIELD_BITS;

/// Bits of a field in a pattern.
const FIELD_BITS: usize = 4;

/// Fields that a pattern holds.
pub(super) const FIELDS_MAX: usize = 64 / FIELD_BITS;

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
    /// Whether each field names one person: a mailbox, a telephone, a code.
    pub(super) identifiers: Vec<bool>,
    pub(super) birth_field: Option<usize>,
    /// How many pairs of rows are both filled in exactly a set of fields, by set: bit n for field n. Ascending.
    filled_pairs: Vec<(Filled, u64)>,
}

/// A set of fields: bit n for field n.
type Filled = u16;

impl Compared {
    /// How many pairs of rows could have shown a pattern: those that are both filled where it is, and nowhere else.
    #[expect(clippy::cast_precision_loss, reason = "a count of pairs, to be multiplied with a share")]
    pub(super) fn comparable_pairs(&self, pattern: Pattern) -> f64 {
        let set = (0..self.fields.len()).filter(|&field| level(pattern, field) > 0);
        let set = set.fold(0, |set, field| set | 1 << field);
        let found = self.filled_pairs.binary_search_by_key(&set, |&(set, _)| set);
        found.map_or(0.0, |place| self.filled_pairs[place].1 as f64)
    }
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
    let seen = parallel::pieces(threads, &candidates.pairs, PIECE_PAIRS, |_, pairs| {
        let rows = pairs.iter().map(|&pair| rows_of(pair));
        let patterns: Vec<Pattern> = rows.map(|[left, right]| comparison.pattern(left, right)).collect();
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
    let places = parallel::map(threads, seen.len(), |place| -> Vec<u32> {
        let find = |pattern: &Pattern| patterns.partition_point(|(known, _)| known < pattern) as u32;
        seen[place].0.iter().map(find).collect()
    });
    let fields = comparison.chance(threads);
    let columns = comparison.fields.iter().map(|&field| comparison.columns(field)).collect();
    let birth_field = comparison.fields.iter().position(|field| *field == FieldOf::BirthDate);
    let identifiers = comparison.fields.iter().map(|field| field.is_identifier(records)).collect();
    let filled_pairs = comparison.filled_pairs();
    Compared {
        fields,
        columns,
        patterns,
        pattern_of: places.concat(),
        nicknames,
        identifiers,
        birth_field,
        filled_pairs,
    }
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
    let likely = parallel::pieces(threads, &candidates.pairs, PIECE_PAIRS, |_, pairs| -> Vec<[u32; 2]> {
        pairs.iter().map(|&pair| rows_of(pair)).filter(is_likely).collect()
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

impl FieldOf {
    /// Whether a value names one person.
    fn is_identifier(self, records: &Records) -> bool {
        match self {
            Self::Mailbox | Self::Phone => true,
            Self::Plain(place) => records.plain[place].kind == ColumnKind::Code,
            _ => false,
        }
    }
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
    /// What is known of each local part so far: see [`Self::is_made_of_names`].
    made_of_names: Vec<AtomicU8>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(records: &'a Records, guards: &'a Guards, nicknames: &'a Nicknames) -> Self {
        let has = |kind: ColumnKind| records.places[kind as usize].is_some();
        let has_address =
            [ColumnKind::Street, ColumnKind::HouseNumber, ColumnKind::Postcode, ColumnKind::City].into_iter().any(has);
        let mut fields: Vec<FieldOf> = [
            (has(ColumnKind::Email), FieldOf::Mailbox),
            (has(ColumnKind::FirstName), FieldOf::FirstName),
            (has(ColumnKind::LastName), FieldOf::LastName),
            (has(ColumnKind::Phone), FieldOf::Phone),
            (has_address, FieldOf::Address),
            (has(ColumnKind::BirthDate), FieldOf::BirthDate),
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
            made_of_names: (0..records.locals.len()).map(|_| AtomicU8::new(0)).collect(),
            plain_bands: records.plain.iter().map(|plain| bands(plain.terms.counts())).collect(),
        }
    }

    /// The levels of a field.
    pub(super) fn levels(&self, field: FieldOf) -> Levels {
        match field {
            FieldOf::Mailbox => levels::MAILBOX,
            FieldOf::FirstName => levels::FIRST_NAME,
            FieldOf::LastName => levels::LAST_NAME,
            FieldOf::Phone => levels::PHONE,
            FieldOf::Address => levels::ADDRESS,
            FieldOf::BirthDate => levels::BIRTH_DATE,
            FieldOf::Plain(place) => match self.records.plain[place].kind {
                ColumnKind::Code => levels::CODE,
                ColumnKind::Date => levels::DATE,
                ColumnKind::Number => levels::NUMBER,
                _ => levels::TEXT,
            },
        }
    }

    /// What a field is called, and which columns it reads.
    fn columns(&self, field: FieldOf) -> (FieldName, Vec<usize>) {
        let (name, kinds): (_, &[ColumnKind]) = match field {
            FieldOf::Mailbox => ("mailbox", &[ColumnKind::Email]),
            FieldOf::FirstName => ("first name", &[ColumnKind::FirstName]),
            FieldOf::LastName => ("last name", &[ColumnKind::LastName]),
            FieldOf::Phone => ("phone number", &[ColumnKind::Phone]),
            FieldOf::Address => {
                ("address", &[ColumnKind::Street, ColumnKind::HouseNumber, ColumnKind::Postcode, ColumnKind::City])
            }
            FieldOf::BirthDate => ("birth date", &[ColumnKind::BirthDate]),
            FieldOf::Plain(place) => return (None, vec![self.records.plain[place].column]),
        };
        (Some(name), kinds.iter().filter_map(|&kind| self.records.places[kind as usize]).collect())
    }

    /// Whether two rows hold the same in every column that is read.
    pub(super) fn are_equal(&self, rows: [u32; 2]) -> bool {
        self.records.are_equal(rows)
    }

    /// What a row holds, as a number.
    pub(super) fn content(&self, row: u32) -> u64 {
        self.records.content(row)
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
}

/// A name is common only if at least so many rows have it.
const COMMON_ROWS_MIN: u32 = 6;

/// The rarity of each term among the rows that have one: 0 very rare, 3 common.
fn bands(counts: &[u32]) -> Vec<u8> {
    let filled: u64 = counts.iter().skip(1).map(|&count| u64::from(count)).sum();
    let band = |count: u32| {
        // In a small table every share is large, and a name that a few rows have is still not a common one.
        let is_many = count >= COMMON_ROWS_MIN;
        let count = u64::from(count);
        u8::from(count * 10_000 > filled) + u8::from(count * 1_000 > filled) + u8::from(count * 200 > filled && is_many)
    };
    counts.iter().map(|&count| band(count)).collect()
}
