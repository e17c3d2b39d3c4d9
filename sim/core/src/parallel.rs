//! Work side by side.
//!
//! Owns: scoped threads. Deliberately knows nothing of the work: results come back in the order of the pieces, so that
//! the number of threads shows in nothing but the time.

use std::sync::{Mutex, PoisonError};

/// One piece of work of its own kind.
pub type Piece<'a> = Box<dyn FnOnce() + Send + 'a>;

/// Does pieces of work side by side, each on a thread of its own; the last one on the caller's.
pub fn on_threads<T: Send>(work: impl ExactSizeIterator<Item = impl FnOnce() -> T + Send>) -> Vec<T> {
    let mut work: Vec<_> = work.collect();
    let Some(last) = work.pop() else { return Vec::new() };
    std::thread::scope(|scope| {
        let handles: Vec<_> = work.into_iter().map(|piece| scope.spawn(piece)).collect();
        let last = last();
        let joined =
            handles.into_iter().map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.chain([last]).collect()
    })
}

/// Does pieces of work of different lengths on so many threads: each thread takes the next piece when it is free.
pub fn queue(threads: usize, mut work: Vec<Piece<'_>>) {
    let threads = threads.clamp(1, work.len().max(1));
    work.reverse();
    let waiting = Mutex::new(work);
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
    on_threads((0..threads).map(|_| {
        || {
            while let Some(piece) = next() {
                piece();
            }
        }
    }));
}

/// Does the same to pieces of so many items each, on so many threads, and gives the results in their order. A piece
/// comes with the place of its first item.
pub fn pieces<I: Sync, T: Send>(
    threads: usize,
    items: &[I],
    items_each: usize,
    piece: impl Fn(usize, &[I]) -> T + Sync,
) -> Vec<T> {
    map(threads, items.len().div_ceil(items_each), |place| {
        let from = place * items_each;
        piece(from, &items[from..items.len().min(from + items_each)])
    })
}

/// Does the same to each of `count` parts on so many threads, and gives the results in the order of the parts.
pub fn map<T: Send>(threads: usize, count: usize, part: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
    let part = &part;
    let pieces = results.iter_mut().enumerate();
    queue(
        threads,
        pieces.map(|(place, result)| -> Piece<'_> { Box::new(move || *result = Some(part(place))) }).collect(),
    );
    results.into_iter().map(|result| result.expect("every part was done")).collect()
}
