//! Records to candidate pairs: rows that share something which two strangers rarely share.
//!
//! Owns: the keys, and which blocks are too large to mean anything. Deliberately judges no pair. A key is made of the
//! hashes of texts, so blocks are the same whatever the order of the rows; a block of two texts with one hash costs a
//! comparison and nothing else.

mod passes;

use self::passes::passes;
use super::buckets::sort_by_buckets;
use super::intern::mix;
use super::normalise::{Normalised, PersonName, Records};
use rehearsal_core::parallel;

/// Two rows, the lower one in the upper half.
pub(super) type Pair = u64;

/// The rows of a pair.
pub(super) const fn rows_of(pair: Pair) -> [u32; 2] {
    [(pair >> 32) as u32, pair as u32]
}

/// Rows of a block that are compared with each other; a larger one is what chance makes.
const BLOCK_ROWS_MAX: usize = 24;

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
type KeysOf<'a> = Box<dyn Fn(u32, &PersonName, &mut Keys<'_>) + Sync + 'a>;

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
    fn new(keys: impl Fn(u32, &PersonName, &mut Keys<'_>) + Sync + 'a) -> Self {
        Self { rows_max: BLOCK_ROWS_MAX, is_identifier: false, has_many_keys: false, keys: Box::new(keys) }
    }

    /// A pass by the keys of [`deletions`].
    fn slips(keys: impl Fn(u32, &PersonName, &mut Keys<'_>) + Sync + 'a) -> Self {
        Self { has_many_keys: true, ..Self::new(keys) }
    }

    /// A pass by what identifies a person.
    fn identifier(keys: impl Fn(u32, &PersonName, &mut Keys<'_>) + Sync + 'a) -> Self {
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
        let key = mix(parts.iter().copied()).wrapping_mul(0xc4ce_b9fe_1a85_ec53) >> 32;
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
    sort_by_buckets(&mut keyed, |&key| key);
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
