//! Sorting what is evenly distributed.

/// Sorts entries that begin with an evenly distributed number: first into buckets by its top bits, so that each sort
/// stays within a core's cache.
///
/// Hashes are even, so the buckets are; numbers that were made to collide only make the sort as slow as any.
pub(super) fn sort_by_buckets<T: Ord + Copy + Default>(entries: &mut Vec<T>, number: impl Fn(&T) -> u64) {
    /// About so many entries go into a bucket.
    const BUCKET: usize = 512;
    let bits = (entries.len() / BUCKET).checked_ilog2().unwrap_or(0);
    if bits == 0 {
        entries.sort_unstable();
        return;
    }
    let bucket = |entry: &T| (number(entry) >> (64 - bits)) as usize;
    let mut places = vec![0_u32; (1 << bits) + 1];
    for entry in entries.iter() {
        places[bucket(entry) + 1] += 1;
    }
    for place in 1..places.len() {
        places[place] += places[place - 1];
    }
    let ends = places[1..].to_vec();
    let mut sorted = vec![T::default(); entries.len()];
    for entry in entries.iter() {
        let place = &mut places[bucket(entry)];
        sorted[*place as usize] = *entry;
        *place += 1;
    }
    let mut start = 0;
    for end in ends {
        sorted[start..end as usize].sort_unstable();
        start = end as usize;
    }
    *entries = sorted;
}
