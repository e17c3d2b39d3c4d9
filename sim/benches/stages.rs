//! Cost of each stage per profile, with criterion: `cargo bench -p rehearsal-sim --bench stages`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rehearsal_sim::engine;
use rehearsal_sim::example::webshop;
use rehearsal_sim::identity::resolve;
use rehearsal_sim::invariant::{Evidence, judge};
use rehearsal_sim::ledger::RowsRead;
use rehearsal_sim::population::generate;

/// One thread: a stage's own cost, not the machine's parallelism.
const THREADS: usize = 1;

fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10);
    for profiles in [20_000_u64, 200_000, 2_000_000] {
        group.throughput(Throughput::Elements(profiles));
        let plan = webshop(profiles);
        let id = |stage| BenchmarkId::new(stage, profiles);
        group.bench_function(id("generate"), |bench| bench.iter(|| black_box(generate(&plan, 0..profiles))));
        let population = generate(&plan, 0..profiles);
        group.bench_function(id("resolve"), |bench| bench.iter(|| black_box(resolve(&plan.identity, &population))));
        let identity = resolve(&plan.identity, &population);
        group.bench_function(id("run"), |bench| {
            bench.iter(|| black_box(engine::run(&plan, &population, &identity, THREADS, &|_| {})));
        });
        let history = engine::run(&plan, &population, &identity, THREADS, &|_| {});
        let rows = RowsRead { read: profiles, unusable: 0 };
        let evidence = Evidence { plan: &plan, history: &history, rows };
        group.bench_function(id("judge"), |bench| bench.iter(|| black_box(judge(&evidence, THREADS))));
        group.bench_function(id("digest"), |bench| bench.iter(|| black_box(history.digest(1))));
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
