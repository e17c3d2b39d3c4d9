//! `rehearsal run`: the whole way, and the report.
//!
//! Owns: which exit code a judgement is, when a report may replace an older one, progress, timing, the second run of
//! `--twice`. The report is made whole before a byte of it is written.

use std::num::NonZeroUsize;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rehearsal_sim::invariant::{Judgement, Verdict};

use super::rehearse::{Rehearsed, load, rehearse};
use super::tell;
use crate::cli::{Exit, FormatChoice, Outcome, RunArgs, RunSettings, Streams, Unusable, write_file};
use crate::pseudonym::Key;
use crate::report::{Format, render};

/// Runs a rehearsal and shows the report.
pub(super) fn perform(args: RunArgs, streams: &mut Streams<'_>) -> Outcome {
    let settings = match RunSettings::resolve(args) {
        Ok(settings) => settings,
        Err(Unusable { exit, message }) => {
            writeln!(streams.err, "error: {message}")?;
            return Ok(exit);
        }
    };
    let begun = Instant::now();
    let script = match load(&settings.scenario, settings.seed) {
        Ok(script) => script,
        Err(trouble) => return tell(&trouble, streams),
    };
    let warnings = script.warnings(streams.err_colour);
    streams.err.write_all(warnings.as_bytes())?;
    let bar = progress(script.loaded.plan.days, streams.err_is_terminal);
    let rehearsed = rehearse(script, settings.threads, &|days| bar.set_position(days.into()));
    bar.finish_and_clear();
    let rehearsed = match rehearsed {
        Ok(rehearsed) => rehearsed,
        Err(trouble) => return tell(&trouble, streams),
    };
    let elapsed = begun.elapsed();
    let profiles = rehearsed.identity.profiles();
    let threads = settings.threads;
    writeln!(streams.err, "rehearsed {profiles} profiles in {:.2} s on {threads} thread(s)", elapsed.as_secs_f64())?;
    let is_nothing = rehearsed.is_idle() || nothing_exercised(&rehearsed.judgement);
    let exit = exit_of(&rehearsed.judgement, settings.strict, settings.deny_warnings);
    let exit = if is_nothing { exit.and(Exit::NothingExercised) } else { exit };
    let is_denied = settings.deny_warnings && !warnings.is_empty();
    let exit = if is_denied { exit.and(Exit::Warnings) } else { exit };
    let exit = if settings.twice { exit.and(compare(&rehearsed, threads, streams)?) } else { exit };
    let written = show(&rehearsed, &settings, is_nothing, streams)?;
    Ok(exit.and(written))
}

/// A bar on stderr if somebody watches; a silent one otherwise.
fn progress(days: u32, is_watched: bool) -> ProgressBar {
    let target = if is_watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("rehearsing {bar:30} day {pos} of {len}");
    ProgressBar::with_draw_target(Some(days.into()), target).with_style(style.expect("the template is constant"))
}

/// What a judgement means to the shell.
fn exit_of(judgement: &Judgement, strict: bool, deny_warnings: bool) -> Exit {
    let is =
        |wanted: fn(Verdict) -> bool| judgement.findings.iter().any(|finding| !finding.warn && wanted(finding.verdict));
    let warned = judgement.findings.iter().any(|finding| finding.warn && finding.verdict == Verdict::Violated);
    let mut exit = Exit::Fine;
    if nothing_exercised(judgement) || strict && is(|verdict| matches!(verdict, Verdict::Vacuous | Verdict::Unknown)) {
        exit = exit.and(Exit::NothingExercised);
    }
    if is(|verdict| verdict == Verdict::Violated) {
        exit = exit.and(Exit::Violated);
    }
    if warned && deny_warnings {
        exit = exit.and(Exit::Warnings);
    }
    exit
}

/// Whether no claim met a single case.
fn nothing_exercised(judgement: &Judgement) -> bool {
    judgement.findings.iter().all(|finding| finding.verdict == Verdict::Vacuous)
}

/// Writes the report to where it belongs.
fn show(rehearsed: &Rehearsed, settings: &RunSettings, is_nothing: bool, streams: &mut Streams<'_>) -> Outcome {
    let key = settings.key.map(Key::from_bytes);
    let format = match settings.format {
        FormatChoice::Text => Format::Text,
        FormatChoice::Markdown => Format::Markdown,
        FormatChoice::Json => Format::Json,
    };
    let report = rehearsed.report(key.as_ref());
    let Some(path) = &settings.output else {
        streams.out.write_all(render(&report, format, streams.out_colour).as_bytes())?;
        streams.out.flush()?;
        return Ok(Exit::Fine);
    };
    if is_nothing {
        writeln!(streams.err, "{} is left as it was", path.display())?;
        return Ok(Exit::Fine);
    }
    match write_file(path, render(&report, format, false).as_bytes()) {
        Ok(()) => Ok(Exit::Fine),
        Err(problem) => {
            writeln!(streams.err, "error: {problem}")?;
            Ok(Exit::Input)
        }
    }
}

/// Runs again with another number of threads and compares every fact.
fn compare(rehearsed: &Rehearsed, threads: NonZeroUsize, streams: &mut Streams<'_>) -> Outcome {
    let other = if threads.get() == 1 { NonZeroUsize::MIN.saturating_add(1) } else { NonZeroUsize::MIN };
    let again = rehearsed.again(other);
    if let Some((first, second)) = rehearsed.history.first_difference(&again) {
        // Facts hold numbers of profiles and messages, no value of a person.
        writeln!(streams.err, "two runs of one scenario differ; the first fact that differs:")?;
        writeln!(streams.err, "  {threads} thread(s): {first:?}\n  {other} thread(s): {second:?}")?;
        return Ok(Exit::Internal);
    }
    if rehearsed.digest != again.digest(threads.get()) {
        writeln!(streams.err, "two runs of one scenario differ in the calls of the import")?;
        return Ok(Exit::Internal);
    }
    writeln!(streams.err, "ran again on {other} thread(s): the same facts, digest {}", rehearsed.digest)?;
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use rehearsal_sim::invariant::{Claim, Finding, Judgement, Verdict};

    use super::{Exit, exit_of};

    fn judgement(verdicts: &[(Verdict, bool)]) -> Judgement {
        let finding = |&(verdict, warn): &(Verdict, bool)| Finding {
            name: "some-claim".to_owned(),
            claim: Claim::Always,
            why: String::new(),
            verdict,
            warn,
            count: 0,
            exercised: 0,
            first_at: None,
            headline: String::new(),
            causes: Vec::new(),
            changes: Vec::new(),
            witnesses: Vec::new(),
        };
        Judgement { findings: verdicts.iter().map(finding).collect() }
    }

    /// Verdicts and whether each only warns, `--strict`, `--deny warnings`, and what comes of it.
    type Case<'a> = (&'a [(Verdict, bool)], bool, bool, Exit);

    #[test]
    fn each_judgement_has_its_code() {
        use Verdict::{Holds, Unknown, Vacuous, Violated};
        let table: [Case<'_>; 11] = [
            (&[(Holds, false)], true, true, Exit::Fine),
            (&[(Holds, false), (Violated, false)], false, false, Exit::Violated),
            (&[(Holds, false), (Vacuous, false)], false, false, Exit::Fine),
            (&[(Holds, false), (Vacuous, false)], true, false, Exit::NothingExercised),
            (&[(Holds, false), (Unknown, false)], true, false, Exit::NothingExercised),
            (&[(Violated, false), (Unknown, false)], true, false, Exit::NothingExercised),
            (&[(Holds, false), (Violated, true)], false, false, Exit::Fine),
            (&[(Holds, false), (Violated, true)], false, true, Exit::Warnings),
            (&[(Violated, false), (Violated, true)], false, true, Exit::Violated),
            (&[(Vacuous, false)], false, false, Exit::NothingExercised),
            (&[], false, false, Exit::NothingExercised),
        ];
        for (verdicts, strict, deny, exit) in table {
            assert_eq!(exit_of(&judgement(verdicts), strict, deny), exit, "{verdicts:?} {strict} {deny}");
        }
    }
}
