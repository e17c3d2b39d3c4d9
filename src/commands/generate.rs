//! `rehearsal generate`: the synthetic population of a scenario as CSV.
//!
//! Owns: the refusal to copy real people. An export is never written out again.

use std::num::NonZeroUsize;

use rehearsal_core::plan::PopulationPlan;

use super::tell;
use crate::cli::{Exit, GenerateArgs, Outcome, Streams, write_file};
use crate::cosmetics::write_csv;
use crate::session::{load, people};

/// Writes invented people.
pub(super) fn perform(args: &GenerateArgs, streams: &mut Streams<'_>) -> Outcome {
    let loaded = match load(&args.scenario, None) {
        Ok(script) => script.loaded,
        Err(problem) => return tell(&problem, streams),
    };
    if !matches!(loaded.plan.population, PopulationPlan::Synthetic(_)) {
        writeln!(streams.err, "error: the scenario reads exports; only invented people are generated")?;
        return Ok(Exit::Usage);
    }
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let population = match people(&loaded.plan, &loaded.exports, threads) {
        Ok((population, _, _)) => population,
        Err(problem) => return tell(&problem, streams),
    };
    let Some(path) = &args.output else {
        write_csv(&loaded.plan, &population, &mut streams.out)?;
        return Ok(Exit::Fine);
    };
    let mut csv = Vec::new();
    write_csv(&loaded.plan, &population, &mut csv)?;
    if let Err(problem) = write_file(path, &csv) {
        writeln!(streams.err, "error: {problem}")?;
        return Ok(Exit::Input);
    }
    writeln!(streams.err, "wrote {} records to {}", population.len(), path.display())?;
    Ok(Exit::Fine)
}
