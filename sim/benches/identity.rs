//! Cost of telling people apart, per row and module, with criterion: `cargo bench -p rehearsal-sim --bench identity`.
//!
//! Each module gets what the one before it gave, made once. `-- /10000$` runs one size only.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rehearsal_sim::example::{CustomerRates, customers};
use rehearsal_sim::identity::{
    MintKey, Register, Rows, Settings, SourceKey, block, cluster, compare, dedupe, normalise, weigh,
};

/// One thread: a module's own cost, not the machine's parallelism.
const THREADS: usize = 1;

fn modules(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("identity");
    group.sample_size(10);
    let (rates, settings) = (CustomerRates::default(), Settings::default());
    for rows in [10_000_u32, 200_000, 1_000_000] {
        group.throughput(Throughput::Elements(u64::from(rows)));
        let id = |module| BenchmarkId::new(module, rows);
        let (table, _) = customers(&rates, rows, 1);
        group.bench_function(id("normalise"), |bench| bench.iter(|| black_box(normalise(&table, THREADS))));
        let normalised = normalise(&table, THREADS);
        group.bench_function(id("block"), |bench| bench.iter(|| black_box(block(&normalised, THREADS))));
        let candidates = block(&normalised, THREADS);
        group.bench_function(id("compare"), |bench| {
            bench.iter(|| black_box(compare(&normalised, &candidates, THREADS)));
        });
        let compared = compare(&normalised, &candidates, THREADS);
        group.bench_function(id("weigh"), |bench| bench.iter(|| black_box(weigh(&compared))));
        let weighed = weigh(&compared);
        group.bench_function(id("cluster"), |bench| {
            bench.iter(|| black_box(cluster(&normalised, &candidates, &compared, &weighed, &settings, THREADS)));
        });
        let findings = dedupe(&table, &settings, THREADS);
        let ids: Vec<String> = (0..rows).map(|row| row.to_string()).collect();
        let keys: Vec<SourceKey<'_>> = ids.iter().map(|id| SourceKey { source: "webshop", id }).collect();
        let consent_of = vec![[None; 2]; rows as usize];
        let members = Rows {
            keys: &keys,
            cluster_of: &findings.cluster_of,
            household_of: &findings.household_of,
            consent_of: &consent_of,
        };
        group.bench_function(id("identify"), |bench| {
            bench.iter(|| black_box(Register::default().identify(&MintKey::new([7; 16]), &members)));
        });
        group.bench_function(id("dedupe"), |bench| bench.iter(|| black_box(dedupe(&table, &settings, THREADS))));
    }
    group.finish();
}

criterion_group!(benches, modules);
criterion_main!(benches);
