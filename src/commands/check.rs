//! `rehearsal check`: a scenario and everything it names, without simulating.

use super::rehearse::{Script, load};
use super::tell;
use crate::cli::{Exit, Outcome, ScenarioArg, Streams};

/// Checks a scenario; prints a summary, or every problem.
pub(super) fn perform(args: &ScenarioArg, streams: &mut Streams<'_>) -> Outcome {
    match load(&args.scenario, None) {
        Ok(script) => {
            streams.err.write_all(script.warnings(streams.err_colour).as_bytes())?;
            writeln!(streams.out, "{}", summary(&script))?;
            Ok(Exit::Fine)
        }
        Err(trouble) => tell(&trouble, streams),
    }
}

fn summary(script: &Script) -> String {
    let plan = &script.loaded.plan;
    format!(
        "ok: {} ({} days, {} to {}, {} flows with {} messages, {} cohorts)",
        crate::report::clean(&plan.name),
        plan.days,
        plan.platforms[0].name,
        plan.platforms[1].name,
        plan.flows.len(),
        plan.messages.len(),
        plan.import.cohorts.len(),
    )
}
