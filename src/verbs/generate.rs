//! `rehearsal generate`: the synthetic population of a scenario as CSV.
//!
//! Owns: the refusal to copy real people. An export is never written out again.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use rehearsal_core::plan::PopulationPlan;

use super::options::{CatalogueArg, keep_inputs_of};
use crate::diagnostics::LoadError;
use crate::people_csv::write_csv;
use crate::session::{load, people};
use crate::terminal::{Exit, Outcome, Streams, write_file};

/// What to generate.
#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// Scenario file (YAML) with a synthetic population
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) scenario: PathBuf,
    /// Write to a file instead of stdout, whole or not at all
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) catalogue: CatalogueArg,
}

/// Writes invented people.
pub(super) fn perform(args: &GenerateArgs, streams: &mut Streams<'_>) -> Outcome {
    let catalogue = args.catalogue.open()?;
    let scenario = load(&args.scenario, None, &catalogue)?;
    keep_inputs_of(&scenario, None, &[("--output", args.output.as_deref())])?;
    streams.err.write_all(scenario.warnings(streams.err_colour).as_bytes())?;
    let loaded = scenario.loaded;
    if !matches!(loaded.plan.population, PopulationPlan::Synthetic(_)) {
        return Err(LoadError::usage("the scenario reads exports; only invented people are generated", None).into());
    }
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let (population, _, _) = people(&loaded.plan, &loaded.exports, &catalogue, threads)?;
    let Some(path) = &args.output else {
        write_csv(&loaded.plan, &population, &mut streams.out)?;
        return Ok(Exit::Fine);
    };
    let mut csv = Vec::new();
    write_csv(&loaded.plan, &population, &mut csv)?;
    write_file(path, &csv)?;
    writeln!(streams.err, "wrote {} records to {}", population.len(), path.display())?;
    Ok(Exit::Fine)
}
