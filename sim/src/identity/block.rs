//! Records to candidate pairs: rows that share something which two strangers rarely share.
//!
//! Owns: the keys, and which blocks are too large to mean anything. Deliberately judges no pair. A key is made of the
//! hashes of texts, so blocks are the same whatever the order of the rows; a block of two texts with one hash costs a
//! comparison and nothing else.

use super::guard::Guards;
use super::intern::{MISSING, Terms};
use super::normalise::{Normalised, Person, Records, words};
use super::table::Kind;
use crate::parallel;

/// Two rows, the lower one in the upper half.
pub(super) type Pair = u64;

/// The rows of a pair.
pub(super) const fn rows_of(pair: Pair) -> [u32; 2] {
    [(pair >> 32) as u32, pair as u32]
}

/// Rows of a block that are compared with each other; a larger one is what chance makes.
const BLOCK_ROWS_MAX: usize = 24;

/// Rows of one birth date that are compared with each other. With more, only those of one family name are.
const BIRTHMATES_MAX: usize = 48;

/// Codes that are one slip apart: with more of them, they were given out one after the other.
const SLIPPED_CODES_MAX: usize = 4;

/// Companions that chance alone gives a row in a block, from which sharing the block is not worth a comparison.
const BY_CHANCE_MAX: u64 = 3;

/// Candidate pairs of rows.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// Ascending, each once.
    pub(super) pairs: Vec<Pair>,
    /// Blocks that were too large.
    pub(super) purged: u64,
}

/// A key of a row in the upper half, the row in the lower.
type Keyed = u64;

/// Gives the keys of a row.
type KeysOf<'a> = Box<dyn Fn(u32, &Person, &mut Keys<'_>) + Sync + 'a>;

/// One way to bring rows together.
struct Pass<'a> {
    rows_max: usize,
    /// Whether the key identifies a person, so that a large block is no chance.
    is_identifier: bool,
    /// Whether a row has a key for each letter of a text.
    has_many_keys: bool,
    keys: KeysOf<'a>,
}

impl<'a> Pass<'a> {
    fn new(keys: impl Fn(u32, &Person, &mut Keys<'_>) + Sync + 'a) -> Self {
        Self { rows_max: BLOCK_ROWS_MAX, is_identifier: false, has_many_keys: false, keys: Box::new(keys) }
    }

    /// A pass by the keys of [`deletions`].
    fn slips(keys: impl Fn(u32, &Person, &mut Keys<'_>) + Sync + 'a) -> Self {
        Self { has_many_keys: true, ..Self::new(keys) }
    }

    /// A pass by what identifies a person.
    fn identifier(keys: impl Fn(u32, &Person, &mut Keys<'_>) + Sync + 'a) -> Self {
        Self { is_identifier: true, ..Self::new(keys) }
    }
}

/// Where a pass puts the keys of a row.
struct Keys<'a> {
    row: u32,
    sink: Sink<'a>,
}

/// What happens to a key. Of a pass with many keys a row, most are of one row only: it runs twice, and keeps only what it
/// has seen before.
enum Sink<'a> {
    /// Keeps all keys.
    All(&'a mut Vec<Keyed>),
    /// Remembers which keys were seen, and which again.
    Mark(&'a mut Marks),
    /// Keeps the keys that were seen again.
    Again(&'a Marks, &'a mut Vec<Keyed>),
}

impl Keys<'_> {
    fn push(&mut self, parts: &[u32]) {
        let hash = parts.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, &part| {
            let mixed = (hash ^ u64::from(part)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            mixed ^ mixed >> 32
        });
        let key = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53) >> 32;
        match &mut self.sink {
            Sink::All(keyed) => keyed.push(key << 32 | u64::from(self.row)),
            Sink::Mark(marks) => marks.see(key),
            Sink::Again(marks, keyed) => {
                if marks.again(key) {
                    keyed.push(key << 32 | u64::from(self.row));
                }
            }
        }
    }
}

/// Which keys were seen, and which again. Many keys share a place, so that some count as seen again that were not.
struct Marks {
    /// Two bits a place: 0 not seen, 1 seen once, 3 seen again.
    seen: Vec<u64>,
    shift: u32,
}

impl Marks {
    /// Marks for a table of so many rows.
    fn new(rows: usize) -> Self {
        /// Places for each row: enough for the keys of the pass that has most.
        const ROW_PLACES: usize = 48;
        let places = (rows * ROW_PLACES).next_power_of_two().clamp(1 << 10, 1 << 30);
        Self { seen: vec![0; places / 32], shift: 32 - places.ilog2() }
    }

    fn see(&mut self, key: u64) {
        let place = key >> self.shift;
        let (word, bit) = (&mut self.seen[(place >> 5) as usize], (place & 31) * 2);
        *word |= (1 | (*word >> bit & 1) << 1) << bit;
    }

    fn again(&self, key: u64) -> bool {
        let place = key >> self.shift;
        self.seen[(place >> 5) as usize] >> ((place & 31) * 2 + 1) & 1 == 1
    }
}

/// Finds the candidate pairs of a table.
#[must_use]
pub fn block(normalised: &Normalised, threads: usize) -> Candidates {
    let records = &normalised.records;
    let passes = passes(records, &normalised.guards);
    let found = parallel::map(threads, passes.len(), |place| run(records, &passes[place]));
    let mut candidates = Candidates::default();
    let total = found.iter().map(|(pairs, _)| pairs.len()).sum();
    candidates.pairs.reserve_exact(total);
    for (pairs, purged) in found {
        candidates.pairs.extend(pairs);
        candidates.purged += purged;
    }
    candidates.pairs.sort_unstable();
    candidates.pairs.dedup();
    candidates
}

/// The pairs of one pass, and how many blocks were too large.
fn run(records: &Records, pass: &Pass<'_>) -> (Vec<Pair>, u64) {
    let mut keyed = Vec::new();
    let rows = || (0..).zip(&records.people);
    if pass.has_many_keys {
        let mut marks = Marks::new(records.len());
        rows().for_each(|(row, person)| (pass.keys)(row, person, &mut Keys { row, sink: Sink::Mark(&mut marks) }));
        rows().for_each(|(row, person)| {
            (pass.keys)(row, person, &mut Keys { row, sink: Sink::Again(&marks, &mut keyed) });
        });
    } else {
        rows().for_each(|(row, person)| (pass.keys)(row, person, &mut Keys { row, sink: Sink::All(&mut keyed) }));
    }
    sort(&mut keyed);
    keyed.dedup();
    let (mut pairs, mut purged) = (Vec::new(), 0);
    for block in keyed.chunk_by(|one, other| one >> 32 == other >> 32) {
        if block.len() > pass.rows_max {
            if pass.is_identifier {
                chain(records, block, &mut pairs);
            } else {
                purged += 1;
            }
            continue;
        }
        for (place, &one) in block.iter().enumerate() {
            let low = u64::from(one as u32) << 32;
            pairs.extend(block[place + 1..].iter().map(|&other| low | u64::from(other as u32)));
        }
    }
    (pairs, purged)
}

/// Links the rows of a large block of one identifier, each to the next few by content: somebody with a hundred orders
/// has a hundred rows in some exports, and comparing all of them with each other would teach nothing more.
fn chain(records: &Records, block: &[Keyed], pairs: &mut Vec<Pair>) {
    /// Rows that each row is linked to.
    const LINKS: usize = 4;
    let mut rows: Vec<(u64, u32)> =
        block.iter().map(|&keyed| keyed as u32).map(|row| (records.content(row), row)).collect();
    rows.sort_unstable();
    for (place, &(_, one)) in rows.iter().enumerate() {
        for &(_, other) in rows[place + 1..].iter().take(LINKS) {
            pairs.push(u64::from(one.min(other)) << 32 | u64::from(one.max(other)));
        }
    }
}

/// Sorts evenly distributed numbers: into buckets by their top bits first, so that each sort stays within the cache.
fn sort(keyed: &mut Vec<Keyed>) {
    /// About so many entries go into a bucket.
    const BUCKET: usize = 512;
    let bits = (keyed.len() / BUCKET).checked_ilog2().unwrap_or(0);
    if bits == 0 {
        keyed.sort_unstable();
        return;
    }
    let bucket = |key: u64| (key >> (64 - bits)) as usize;
    let mut places = vec![0_u32; (1 << bits) + 1];
    for &key in keyed.iter() {
        places[bucket(key) + 1] += 1;
    }
    for place in 1..places.len() {
        places[place] += places[place - 1];
    }
    let ends = places[1..].to_vec();
    let mut sorted = vec![0; keyed.len()];
    for &key in keyed.iter() {
        let place = &mut places[bucket(key)];
        sorted[*place as usize] = key;
        *place += 1;
    }
    let mut start = 0;
    for end in ends {
        sorted[start..end as usize].sort_unstable();
        start = end as usize;
    }
    *keyed = sorted;
}

/// The ways that the columns of a table allow.
fn passes<'a>(records: &'a Records, guards: &'a Guards) -> Vec<Pass<'a>> {
    let has = |kind: Kind| records.places[kind as usize].is_some();
    let mut passes: Vec<Pass<'a>> = Vec::new();
    if has(Kind::Email) {
        passes.extend(mailbox_passes(records, guards));
    }
    if has(Kind::FirstName) || has(Kind::LastName) {
        passes.extend(name_passes(records));
    }
    if has(Kind::BirthDate) {
        passes.extend(birth_passes(records, guards));
    }
    if has(Kind::HouseNumber) || has(Kind::Street) {
        passes.extend(address_passes(records));
    }
    if has(Kind::Phone) {
        passes.push(Pass::identifier(|_, person, keys| {
            if person.phone != MISSING && !guards.phone(person.phone) {
                keys.push(&[records.phones.hash(person.phone)]);
            }
        }));
    }
    passes.extend(plain_passes(records));
    passes
}

fn mailbox_passes<'a>(records: &'a Records, guards: &'a Guards) -> Vec<Pass<'a>> {
    let is_own = |person: &Person| person.mailbox != MISSING && !guards.mailbox(person.mailbox);
    vec![
        // The slowest pass first, so that no thread waits for it alone.
        Pass::slips(move |_, person, keys| {
            if is_own(person) {
                let domain = records.domains.hash(person.domain);
                deletions(records.locals.text(person.local), domain, is_no_digit, keys);
            }
        }),
        Pass::identifier(move |_, person, keys| {
            if is_own(person) {
                keys.push(&[records.locals.hash(person.local), records.domains.hash(person.domain)]);
            }
        }),
        Pass::new(move |_, person, keys| {
            if is_own(person) {
                keys.push(&[records.locals.hash(person.local)]);
            }
        }),
    ]
}

fn name_passes<'a>(records: &'a Records) -> Vec<Pass<'a>> {
    let hash = |term: u32| records.names.hash(term);
    let rows = records.len() as u64;
    // Whether chance makes so many namesakes that the name alone tells nothing.
    let is_common = move |person: &Person| {
        let (first, last) = (person.first as usize, person.last as usize);
        u64::from(records.first_counts[first]) * u64::from(records.last_counts[last]) > BY_CHANCE_MAX * rows
    };
    vec![
        // A slip in the family name, and the given name.
        Pass::slips(move |_, person, keys| {
            if person.first != MISSING && person.last != MISSING && !is_common(person) {
                deletions(records.names.text(person.last), hash(person.first), is_no_digit, keys);
            }
        }),
        // The whole name, in either order.
        Pass::new(move |_, person, keys| {
            if person.first != MISSING && person.last != MISSING && !is_common(person) {
                let (one, other) = (hash(person.first_as_last), hash(person.last));
                keys.push(&[one.min(other), one.max(other)]);
            }
        }),
        // The family name and the postcode.
        Pass::new(move |_, person, keys| {
            if person.postcode != MISSING && person.last != MISSING {
                let there = u64::from(records.postcodes.count(person.postcode));
                if there * u64::from(records.last_counts[person.last as usize]) <= BY_CHANCE_MAX * rows {
                    keys.push(&[hash(person.last), records.postcodes.hash(person.postcode)]);
                }
            }
        }),
    ]
}

fn birth_passes<'a>(records: &'a Records, guards: &'a Guards) -> Vec<Pass<'a>> {
    let own = |person: &Person| {
        let is_own = person.birth != 0 && !guards.birth_date(person.birth);
        is_own.then_some([person.birth / 10_000, person.birth / 100 % 100, person.birth % 100])
    };
    let exact = Pass::new(move |_, person, keys| {
        if let Some(date) = own(person) {
            keys.push(&date);
        }
    });
    vec![
        Pass { rows_max: BIRTHMATES_MAX, ..exact },
        // For dates that are too common, the family name beside it.
        Pass::new(move |_, person, keys| {
            if let Some([year, month, day]) = own(person).filter(|_| person.last != MISSING) {
                keys.push(&[year, month, day, records.names.hash(person.last)]);
            }
        }),
        // With day and month in either order: by chance too often, but for the whole name beside it.
        Pass::new(move |_, person, keys| {
            if let Some([year, month, day]) = own(person).filter(|_| person.first != MISSING && person.last != MISSING)
            {
                let names = [person.first_as_last, person.last].map(|name| records.names.hash(name));
                keys.push(&[year, month.min(day), month.max(day), names[0].min(names[1]), names[0].max(names[1])]);
            }
        }),
    ]
}

fn address_passes<'a>(records: &'a Records) -> Vec<Pass<'a>> {
    let has_postcodes = records.places[Kind::Postcode as usize].is_some();
    vec![
        Pass::new(move |_, person, keys| {
            if person.house != 0 && person.postcode != MISSING {
                keys.push(&[person.house, records.postcodes.hash(person.postcode)]);
            }
        }),
        // Streets of one name are in many towns: with it goes the town, or the family name if postcodes know the town.
        Pass::new(move |_, person, keys| {
            if person.house != 0 && person.street != MISSING {
                let beside = match has_postcodes {
                    true => records.names.hash(person.last),
                    false => records.cities.hash(person.city),
                };
                keys.push(&[person.house, records.streets.hash(person.street), beside]);
            }
        }),
    ]
}

/// The keys of a text and of every text that lacks one of its letters: two texts that are one slip of a letter apart
/// share one.
fn deletions(text: &str, salt: u32, may_leave_out: impl Fn(u8) -> bool, keys: &mut Keys<'_>) {
    /// Shorter texts are one slip from too many others.
    const LETTERS_MIN: usize = 4;
    let bytes = text.as_bytes();
    if bytes.len() < LETTERS_MIN {
        return;
    }
    // A polynomial hash, so that leaving a byte out costs no second walk: before + after, each in its place.
    const BASE: u64 = 0x0100_0000_01b3;
    let whole = bytes.iter().fold(0_u64, |hash, &byte| hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1));
    let push = |hash: u64, length: usize, keys: &mut Keys<'_>| {
        keys.push(&[salt, length as u32, (hash >> 32) as u32, hash as u32])
    };
    push(whole, bytes.len(), keys);
    let (mut before, mut power_behind) = (0_u64, 1_u64);
    for _ in 1..bytes.len() {
        power_behind = power_behind.wrapping_mul(BASE);
    }
    let inverse = inverse(BASE);
    let mut previous = None;
    for &byte in bytes {
        let value = u64::from(byte) + 1;
        let through = before.wrapping_mul(BASE).wrapping_add(value);
        // What stands behind this byte, hashed by itself.
        let behind = whole.wrapping_sub(through.wrapping_mul(power_behind));
        if previous != Some(byte) && may_leave_out(byte) {
            push(before.wrapping_mul(power_behind).wrapping_add(behind), bytes.len() - 1, keys);
        }
        previous = Some(byte);
        before = through;
        power_behind = power_behind.wrapping_mul(inverse);
    }
}

/// Numbers that differ by one digit are mostly two numbers, so digits are not left out of mailboxes and names.
const fn is_no_digit(byte: u8) -> bool {
    !byte.is_ascii_digit()
}

/// The inverse of an odd number modulo 2^64 (Newton's iteration).
const fn inverse(odd: u64) -> u64 {
    let mut inverse = odd;
    let mut step = 0;
    while step < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        step += 1;
    }
    inverse
}

fn plain_passes<'a>(records: &'a Records) -> Vec<Pass<'a>> {
    let mut passes: Vec<Pass<'a>> = Vec::new();
    for plain in &records.plain {
        let value = move |row: u32| plain.values[row as usize];
        match plain.kind {
            Kind::Code => {
                let slips = Pass::slips(move |row, _, keys| deletions(plain.terms.text(value(row)), 0, |_| true, keys));
                passes.push(Pass { rows_max: SLIPPED_CODES_MAX, ..slips });
                passes.push(Pass::identifier(move |row, _, keys| {
                    if value(row) != MISSING {
                        keys.push(&[plain.terms.hash(value(row))]);
                    }
                }));
            }
            Kind::Date | Kind::Number => {}
            _ => passes.push(Pass::slips(move |row, _, keys| text_keys(&plain.terms, value(row), keys))),
        }
    }
    passes
}

/// The keys of a text: itself, and each word that is long enough to mean something.
fn text_keys(terms: &Terms, term: u32, keys: &mut Keys<'_>) {
    if term == MISSING {
        return;
    }
    keys.push(&[terms.hash(term)]);
    for word in words(terms.text(term)).filter(|word| word.len() > 3) {
        deletions(word, 1, is_no_digit, keys);
    }
}
