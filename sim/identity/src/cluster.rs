//! Weighed pairs to clusters: who is one person.
//!
//! Owns: the order of joining, what two clusters say together, and what people have decided. Deliberately never joins
//! by a chain of pairs alone: with each join the clusters are looked at as a whole, so that a shared box joins nobody
//! who has another name, and a son is not joined to his father by a row without a birth date.

use super::block::{Candidates, rows_of};
use super::compare::{Compared, Comparison, Pattern, better};
use super::findings::{Decider, Settings};
use super::normalise::{Normalised, Records};
use super::weigh::Weighed;
use rehearsal_core::parallel;

/// Rows of a cluster that are looked at: enough to know who it is.
const LOOKED_AT_MAX: usize = 16;

/// Pairs that one piece of work goes through.
const PIECE_PAIRS: usize = 1 << 16;

/// A pair below this weight, in hundredths of a bit, is not even doubtful: one in five.
pub(super) const DOUBTFUL_MIN_CENTIBITS: i32 = -200;

/// A join below this weight, in hundredths of a bit, is doubtful: nine in ten.
pub(super) const DOUBTFUL_MAX_CENTIBITS: i32 = 317;

/// Rows that hold the same in every column, an identifier among it, are one person at least with this weight: nine in
/// ten. In a table of nothing but equal rows, no evidence could tell.
const EQUAL_MIN_CENTIBITS: i32 = DOUBTFUL_MAX_CENTIBITS;

/// Two rows by which two clusters were joined, or nearly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Join {
    pub(super) rows: [u32; 2],
    /// What the two clusters have in common, field by field.
    pub(super) pattern: Pattern,
    pub(super) weight_centibits: i32,
    pub(super) by: Decider,
}

/// Who is one person.
#[derive(Clone, Debug)]
pub struct Clusters {
    /// The lowest row of each row's cluster.
    pub(super) root: Vec<u32>,
    /// The next row of the same cluster, in a ring.
    next: Vec<u32>,
    /// In the order of joining.
    pub(super) merges: Vec<Join>,
    /// Those that were nearly joined; the rows are still apart.
    pub(super) doubtful: Vec<Join>,
}

/// Joins the rows of a table, strongest pair first.
#[must_use]
pub fn cluster(
    normalised: &Normalised,
    candidates: &Candidates,
    compared: &Compared,
    weighed: &Weighed,
    settings: &Settings,
    threads: usize,
) -> Clusters {
    let comparison = Comparison::new(&normalised.records, &normalised.guards, &compared.nicknames);
    let rows = normalised.records.len() as u32;
    let mut work = Work {
        clusters: Clusters {
            root: (0..rows).collect(),
            next: (0..rows).collect(),
            merges: Vec::new(),
            doubtful: Vec::new(),
        },
        comparison: &comparison,
        weighed,
        apart: apart(settings),
    };
    work.obey(settings);
    if !weighed.is_refused() {
        work.join(edges(&normalised.records, candidates, compared, weighed, threads));
    }
    work.clusters
}

/// Pairs that people have told apart, both ways round, ascending.
fn apart(settings: &Settings) -> Vec<[u32; 2]> {
    let told = settings.decisions.iter().filter(|decision| !decision.are_same).map(|decision| decision.rows);
    let mut apart: Vec<[u32; 2]> = told.flat_map(|[one, other]| [[one, other], [other, one]]).collect();
    apart.sort_unstable();
    apart
}

/// A pair that may be joined: its weight, what the rows hold, and the rows.
type Edge = (i32, [u64; 2], [u32; 2]);

/// The pairs that are at least doubtful, strongest first. Equal ones are ordered by what the rows hold, not by where
/// they stand.
fn edges(
    records: &Records,
    candidates: &Candidates,
    compared: &Compared,
    weighed: &Weighed,
    threads: usize,
) -> Vec<Edge> {
    let found = parallel::pieces(threads, &candidates.pairs, PIECE_PAIRS, |from, pairs| {
        let mut edges: Vec<Edge> = Vec::new();
        for (&pair, &pattern) in pairs.iter().zip(&compared.pattern_of[from..]) {
            let (rows, pattern) = (rows_of(pair), pattern as usize);
            let mut weight = weighed.weights[pattern];
            if weight <= EQUAL_MIN_CENTIBITS && weighed.is_exact(pattern) && records.are_equal(rows) {
                weight = EQUAL_MIN_CENTIBITS;
            }
            if weight > DOUBTFUL_MIN_CENTIBITS {
                let mut held = rows.map(|row| records.content(row));
                held.sort_unstable();
                edges.push((weight, held, rows));
            }
        }
        edges
    });
    let mut edges: Vec<Edge> = found.into_iter().flatten().collect();
    edges.sort_unstable_by(|one, other| other.0.cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(other.1, other.2))));
    edges
}

/// Clusters under construction.
struct Work<'a> {
    clusters: Clusters,
    comparison: &'a Comparison<'a>,
    weighed: &'a Weighed,
    apart: Vec<[u32; 2]>,
}

impl Work<'_> {
    /// Does what people have decided: nothing is weighed.
    fn obey(&mut self, settings: &Settings) {
        for decision in settings.decisions.iter().filter(|decision| decision.are_same) {
            let [left, right] = decision.rows;
            let (one, other) = (self.clusters.members(left), self.clusters.members(right));
            if self.clusters.root[left as usize] != self.clusters.root[right as usize] && !self.are_apart(&one, &other)
            {
                let pattern = self.comparison.pattern(left, right);
                let weight_centibits = self.weighed.weight_centibits(pattern);
                self.clusters.unite(&one, &other);
                self.clusters.merges.push(Join {
                    rows: sorted(decision.rows),
                    pattern,
                    weight_centibits,
                    by: Decider::Person,
                });
            }
        }
    }

    fn join(&mut self, edges: Vec<Edge>) {
        let mut left_over = Vec::new();
        for (pair_centibits, _, rows) in edges {
            let [left, right] = rows;
            if self.clusters.root[left as usize] == self.clusters.root[right as usize] {
                continue;
            }
            let (one, other) = (self.clusters.members(left), self.clusters.members(right));
            if self.are_apart(&one, &other) {
                continue;
            }
            let (pattern, mut weight_centibits) = together(self.comparison, self.weighed, &one, &other);
            if pair_centibits == EQUAL_MIN_CENTIBITS && self.comparison.are_equal(rows) {
                weight_centibits = weight_centibits.max(EQUAL_MIN_CENTIBITS);
            }
            let join = Join { rows: sorted(rows), pattern, weight_centibits, by: Decider::Evidence };
            let may_join = self.weighed.has_ground(pattern) && !self.weighed.is_vetoed(pattern);
            if pair_centibits > 0 && weight_centibits > 0 && may_join {
                self.clusters.unite(&one, &other);
                self.clusters.merges.push(join);
            } else if weight_centibits > DOUBTFUL_MIN_CENTIBITS {
                left_over.push(join);
            }
        }
        // Two clusters may have been nearly joined by many pairs, and were perhaps joined later by another.
        let root = &self.clusters.root;
        let mut seen: Vec<([u32; 2], usize)> = Vec::new();
        for (place, join) in left_over.iter().enumerate() {
            let roots = sorted(join.rows.map(|row| root[row as usize]));
            if roots[0] != roots[1] {
                seen.push((roots, place));
            }
        }
        seen.sort_unstable();
        seen.dedup_by_key(|(roots, _)| *roots);
        seen.sort_unstable_by_key(|&(_, place)| place);
        self.clusters.doubtful = seen.into_iter().map(|(_, place)| left_over[place]).collect();
    }

    /// Whether a person has told apart any two rows of two clusters.
    fn are_apart(&self, one: &[u32], other: &[u32]) -> bool {
        !self.apart.is_empty()
            && one.iter().any(|&left| {
                let from = self.apart.partition_point(|pair| pair[0] < left);
                self.apart[from..].iter().take_while(|pair| pair[0] == left).any(|pair| other.contains(&pair[1]))
            })
    }
}

/// What two clusters have in common, and what it weighs.
///
/// The weight is the mean of two views: the clusters as two people, each with all that is known of them, so that what
/// one row lacks another supplies; and their rows pair by pair, so that one coincidence among many does not decide. For
/// two single rows the views are one.
pub(super) fn together(comparison: &Comparison<'_>, weighed: &Weighed, one: &[u32], other: &[u32]) -> (Pattern, i32) {
    let (mut joint, mut sum, mut pairs) = (0, 0, 0);
    let (one, other) = (looked_at(comparison, one), looked_at(comparison, other));
    for &left in one.iter() {
        for &right in other.iter() {
            let pattern = comparison.pattern(left, right);
            joint = better(joint, pattern, &weighed.level_weights);
            sum += weighed.model.weight_centibits(pattern);
            pairs += 1;
        }
    }
    (joint, (weighed.weight_centibits(joint) + sum / pairs.max(1)) / 2)
}

/// The rows of a cluster that are looked at: all, or of a large one those that come first by what they hold.
fn looked_at<'a>(comparison: &Comparison<'_>, rows: &'a [u32]) -> std::borrow::Cow<'a, [u32]> {
    if rows.len() <= LOOKED_AT_MAX {
        return rows.into();
    }
    let mut rows = rows.to_vec();
    rows.sort_by_cached_key(|&row| (comparison.content(row), row));
    rows.truncate(LOOKED_AT_MAX);
    rows.into()
}

fn sorted(mut rows: [u32; 2]) -> [u32; 2] {
    rows.sort_unstable();
    rows
}

impl Clusters {
    /// The rows of a row's cluster.
    pub(super) fn members(&self, row: u32) -> Vec<u32> {
        let mut members = vec![row];
        let mut at = self.next[row as usize];
        while at != row {
            members.push(at);
            at = self.next[at as usize];
        }
        members
    }

    fn unite(&mut self, one: &[u32], other: &[u32]) {
        let root = self.root[one[0] as usize].min(self.root[other[0] as usize]);
        for &row in one.iter().chain(other) {
            self.root[row as usize] = root;
        }
        self.next.swap(one[0] as usize, other[0] as usize);
    }
}
