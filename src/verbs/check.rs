//! `rehearsal check`: a scenario and everything it names, without simulating.

use std::num::NonZeroUsize;

use rehearsal_core::ids::Side;
use rehearsal_core::plan::PopulationPlan;

use super::ScenarioArg;
use crate::report::clean;
use crate::report::words::counted;
use crate::session::{LoadedScenario, load, people};
use crate::terminal::{Exit, Outcome, Streams};

/// Checks a scenario; prints a summary, or every problem.
pub(super) fn perform(args: &ScenarioArg, streams: &mut Streams<'_>) -> Outcome {
    let catalogue = args.catalogue.open()?;
    let scenario = load(&args.scenario, None, &catalogue)?;
    streams.err.write_all(scenario.warnings(streams.err_colour).as_bytes())?;
    // Invented people need no file. Exports are read as a run would read them.
    if let PopulationPlan::Exports = scenario.loaded.plan.population {
        people(&scenario.loaded.plan, &scenario.loaded.exports, &catalogue, NonZeroUsize::MIN)?;
    }
    writeln!(streams.out, "{}", summary(&scenario))?;
    Ok(Exit::Fine)
}

fn summary(scenario: &LoadedScenario<'_>) -> String {
    let plan = &scenario.loaded.plan;
    let counts = [
        counted(plan.days, "day", "days"),
        counted(plan.flows.len() as u64, "flow", "flows"),
        counted(plan.messages.len() as u64, "message", "messages"),
        counted(plan.import.cohorts.len() as u64, "cohort", "cohorts"),
    ];
    let [days, flows, messages, cohorts] = counts;
    let [source, target] = [Side::Source, Side::Target].map(|side| plan.platforms[side as usize].name.as_str());
    format!("ok: {} ({days}, {source} to {target}, {flows} with {messages}, {cohorts})", clean(&plan.name))
}
