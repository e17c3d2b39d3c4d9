//! The table of costs: nanoseconds per profile of each stage, from 20,000 to 2,000,000 profiles.
//!
//! `cargo bench -p rehearsal-sim --bench cost`. Sizes take turns, so that a machine that slows down slows all of them;
//! the table holds medians, and beside the largest size its ratio to the smallest.

use std::hint::black_box;
use std::time::Instant;

use rehearsal_sim::engine;
use rehearsal_sim::example::webshop;
use rehearsal_sim::identity::resolve;
use rehearsal_sim::invariant::{Evidence, judge};
use rehearsal_sim::ledger::RowsRead;
use rehearsal_sim::population::generate;

const SIZES: [u64; 3] = [20_000, 200_000, 2_000_000];
const STAGES: [&str; 6] = ["generate", "resolve", "run", "judge", "digest", "all"];
const ROUNDS: usize = 5;

/// Nanoseconds per profile of each stage, once.
fn measure(profiles: u64) -> [u64; STAGES.len()] {
    let plan = webshop(profiles);
    let mut last = begin();
    let start = last;
    let mut lap = || {
        let now = begin();
        let nanoseconds = (now - last).as_nanos() as u64 / profiles;
        last = now;
        nanoseconds
    };
    let population = generate(&plan, 0..profiles);
    let generate = lap();
    let identity = resolve(&plan.identity, &population);
    let resolve = lap();
    let history = engine::run(&plan, &population, &identity, 1, &|_| {});
    let run = lap();
    let rows = RowsRead { read: profiles, unusable: 0 };
    let evidence = Evidence { plan: &plan, history: &history, rows };
    black_box(judge(&evidence, 1));
    let judge = lap();
    black_box(history.digest(1));
    let digest = lap();
    [generate, resolve, run, judge, digest, start.elapsed().as_nanos() as u64 / profiles]
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock; the library does not")]
fn begin() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_macros, reason = "a bench prints its table; the library does not")]
fn main() {
    let mut rounds = vec![Vec::new(); SIZES.len()];
    for round in 0..=ROUNDS {
        for (place, &profiles) in SIZES.iter().enumerate() {
            let costs = measure(profiles);
            // The first round warms up.
            if round > 0 {
                rounds[place].push(costs);
            }
        }
    }
    let median = |place: usize, stage: usize| {
        let mut costs: Vec<u64> = rounds[place].iter().map(|costs| costs[stage]).collect();
        costs.sort_unstable();
        costs[costs.len() / 2]
    };
    println!("nanoseconds per profile, one thread, median of {ROUNDS}\n");
    println!("{:<10} {:>10} {:>10} {:>10} {:>7}", "stage", SIZES[0], SIZES[1], SIZES[2], "ratio");
    for (stage, name) in STAGES.iter().enumerate() {
        let [small, middle, large] = [0, 1, 2].map(|place| median(place, stage));
        println!("{name:<10} {small:>10} {middle:>10} {large:>10} {:>6}%", large * 100 / small.max(1));
    }
}
