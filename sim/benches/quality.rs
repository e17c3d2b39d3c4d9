//! The table of quality: how well people are told apart whose truth is known, on clearly different tables and sizes.
//!
//! `cargo bench -p rehearsal-sim --bench quality`. No clock is read: the figures are the same on every machine. The
//! tests require them at smaller sizes (`sim/src/identity/tests/quality.rs`).

use rehearsal_sim::example::{CustomerRates, customers};
use rehearsal_sim::identity::{Quality, Settings, dedupe};

const SIZES: [u32; 3] = [10_000, 200_000, 1_000_000];

/// The seed of the tables: none of those that the tests use.
const SEED: u64 = 11;

const THREADS: usize = 2;

/// Ten-thousandths as a share.
fn share(permyriad: u64) -> String {
    format!("{}.{:04}", permyriad / 10_000, permyriad % 10_000)
}

#[expect(clippy::disallowed_macros, reason = "a bench prints its table; the library does not")]
fn main() {
    let mut tables = vec![("default", CustomerRates::default())];
    tables.extend(CustomerRates::perturbed());
    println!("{:<16} {:>9} {:>10} {:>8} {:>8}", "table", "rows", "precision", "recall", "F1");
    for (name, rates) in tables {
        for rows in SIZES {
            let (table, truth) = customers(&rates, rows, SEED);
            let findings = dedupe(&table, &Settings::default(), THREADS);
            let found = Quality::of(&findings.cluster_of, &truth);
            let [precision, recall, f1] =
                [found.precision_permyriad(), found.recall_permyriad(), found.f1_permyriad()].map(share);
            println!("{name:<16} {rows:>9} {precision:>10} {recall:>8} {f1:>8}");
        }
    }
}
