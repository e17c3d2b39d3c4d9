//! The rows of one run as records, and the groups that dedupe put them into.
//!
//! Owns: which rows are the same record, which records the register knows, and one group for each record. Deliberately
//! reads no evidence. Records are numbered as their first rows come, which is the order in which texts are read fast;
//! so nothing that is kept may depend on a record's number.

use super::crosswalk::{Crosswalk, hash, tag};
use super::event::SourceKey;
use super::register::NONE;

/// Groups of rows, numbered from 0.
pub(super) struct Groups {
    starts: Vec<u32>,
    rows: Vec<u32>,
    of_row: Vec<u32>,
}

impl Groups {
    /// Rows with the same label are a group.
    pub(super) fn of(labels: &[u32]) -> Self {
        let mut order: Vec<u64> = (0..).zip(labels).map(|(row, &label)| u64::from(label) << 32 | row).collect();
        order.sort_unstable();
        let (mut starts, mut of_row) = (Vec::new(), vec![0; labels.len()]);
        for (place, &entry) in order.iter().enumerate() {
            if place == 0 || order[place - 1] >> 32 != entry >> 32 {
                starts.push(place as u32);
            }
            of_row[entry as u32 as usize] = starts.len() as u32 - 1;
        }
        starts.push(labels.len() as u32);
        Self { starts, rows: order.into_iter().map(|entry| entry as u32).collect(), of_row }
    }

    pub(super) fn len(&self) -> u32 {
        self.starts.len() as u32 - 1
    }

    /// The rows of a group, ascending; never empty.
    pub(super) fn rows(&self, group: u32) -> &[u32] {
        &self.rows[self.starts[group as usize] as usize..self.starts[group as usize + 1] as usize]
    }

    pub(super) fn of_row(&self, row: u32) -> u32 {
        self.of_row[row as usize]
    }
}

/// The rows of a run by record: what has the same key is the same record.
pub(super) struct Records<'a> {
    keys: &'a [SourceKey<'a>],
    /// The record of each row.
    pub(super) of_row: Vec<u32>,
    /// The first row of each record.
    row_of: Vec<u32>,
    /// The tag of each record's key: the part of its hash that the crosswalk finds it by.
    tag_of: Vec<u32>,
    /// The number of each record's key in the crosswalk, or [`NONE`] if it is new there.
    pub(super) known_as: Vec<u32>,
    /// The one cluster of each record, even if its rows are in several.
    pub(super) cluster_of: Vec<u32>,
}

impl<'a> Records<'a> {
    /// The records of rows, without clusters.
    pub(super) fn of(crosswalk: &Crosswalk, keys: &'a [SourceKey<'a>]) -> Self {
        let tags: Vec<u32> = keys.iter().map(|&key| tag(hash(key))).collect();
        let mut order: Vec<u64> = (0..).zip(&tags).map(|(row, &tag)| u64::from(tag) << 32 | row).collect();
        order.sort_unstable();
        // For each row, the first one with the same key; and for those, the number in the crosswalk.
        let mut first_of: Vec<u32> = (0..keys.len() as u32).collect();
        let mut known_as = vec![NONE; keys.len()];
        let mut known = crosswalk.entries().peekable();
        let (mut rows, mut candidates) = (Vec::new(), Vec::new());
        for block in order.chunk_by(|left, right| left >> 32 == right >> 32) {
            let tag = (block[0] >> 32) as u32;
            while known.next_if(|entry| entry.0 < tag).is_some() {}
            candidates.clear();
            candidates.extend(std::iter::from_fn(|| known.next_if(|entry| entry.0 == tag)).map(|entry| entry.1));
            rows.clear();
            rows.extend(block.iter().map(|&entry| entry as u32));
            if rows.len() > 1 {
                rows.sort_unstable_by_key(|&row| (keys[row as usize], row)); // two keys can share a tag
            } else if candidates.is_empty() {
                continue;
            }
            for same in rows.chunk_by(|&left, &right| keys[left as usize] == keys[right as usize]) {
                let is_same = |&&number: &&u32| crosswalk.key(number) == keys[same[0] as usize];
                known_as[same[0] as usize] = candidates.iter().find(is_same).copied().unwrap_or(NONE);
                same.iter().for_each(|&row| first_of[row as usize] = same[0]);
            }
        }
        Self::numbered(keys, first_of, known_as, tags)
    }

    /// Numbers the records by their first rows; takes the first row of each row, and what is known of those.
    fn numbered(keys: &'a [SourceKey<'a>], mut of_row: Vec<u32>, mut known_as: Vec<u32>, mut tag_of: Vec<u32>) -> Self {
        let mut row_of = Vec::with_capacity(keys.len());
        for row in 0..keys.len() {
            let first = of_row[row] as usize;
            if first == row {
                known_as[row_of.len()] = known_as[row];
                tag_of[row_of.len()] = tag_of[row];
                of_row[row] = row_of.len() as u32;
                row_of.push(row as u32);
            } else {
                of_row[row] = of_row[first]; // the first row has its number already
            }
        }
        known_as.truncate(row_of.len());
        tag_of.truncate(row_of.len());
        Self { keys, of_row, row_of, tag_of, known_as, cluster_of: Vec::new() }
    }

    pub(super) fn len(&self) -> u32 {
        self.row_of.len() as u32
    }

    pub(super) fn key(&self, record: u32) -> SourceKey<'a> {
        self.keys[self.row_of[record as usize] as usize]
    }

    pub(super) fn tag(&self, record: u32) -> u32 {
        self.tag_of[record as usize]
    }

    pub(super) fn is_new(&self, record: u32) -> bool {
        self.known_as[record as usize] == NONE
    }

    /// Gives each record one cluster. A record whose rows are torn between several gets one that depends on what the
    /// clusters and households hold, not on where the rows are.
    pub(super) fn choose_clusters(&mut self, clusters: &Groups, households: &Groups) {
        self.cluster_of = vec![NONE; self.row_of.len()];
        let mut is_torn = false;
        for (row, &record) in (0..).zip(&self.of_row) {
            let cluster = clusters.of_row(row);
            let chosen = &mut self.cluster_of[record as usize];
            is_torn |= *chosen != NONE && *chosen != cluster;
            *chosen = cluster;
        }
        if !is_torn {
            return;
        }
        // A sum does not depend on the order of what is added up.
        let sum = |rows: &[u32]| rows.iter().fold(0_u64, |sum, &row| sum.wrapping_add(hash(self.keys[row as usize])));
        let weigh = |groups: &Groups| -> Vec<u64> { (0..groups.len()).map(|group| sum(groups.rows(group))).collect() };
        let (of_cluster, of_household) = (weigh(clusters), weigh(households));
        let rank = |cluster: u32| {
            let household = households.of_row(clusters.rows(cluster)[0]);
            // Groups that hold the same are one as good as the other, if only all records take the same one.
            (of_cluster[cluster as usize], of_household[household as usize], household, cluster)
        };
        for (row, &record) in (0..).zip(&self.of_row) {
            let (cluster, chosen) = (clusters.of_row(row), &mut self.cluster_of[record as usize]);
            if rank(cluster) < rank(*chosen) {
                *chosen = cluster;
            }
        }
    }

    /// The record with the smallest key of each group, or [`NONE`]; `group_of` says the group of a record, if any.
    pub(super) fn smallest(&self, groups: u32, group_of: impl Fn(u32) -> Option<u32>) -> Vec<u32> {
        let mut smallest = vec![NONE; groups as usize];
        for record in 0..self.len() {
            let Some(group) = group_of(record) else { continue };
            let best = &mut smallest[group as usize];
            if *best == NONE || self.key(record) < self.key(*best) {
                *best = record;
            }
        }
        smallest
    }
}
