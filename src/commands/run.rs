//! `rehearsal run`: the whole way, and the report.
//!
//! Owns: which exit code a decision is, when a report may replace an older one, progress, timing, the second run of
//! `--twice`. The report is made whole before a byte of it is written.

use std::fs::File;
use std::io::BufReader;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use super::tell;
use crate::cli::{Exit, FormatChoice, Outcome, RunArgs, RunSettings, Streams, Unusable, stream_file, write_file};
use crate::logs::{self, Header, LogWriter};
use crate::pseudonym::Key;
use crate::report::{Decision, Format, Gate, Report, render};
use crate::session::{RehearsalResult, RunOptions, load, rehearse};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

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
        Err(error) => return tell(&error, streams),
    };
    let warnings = script.warnings(streams.err_colour);
    streams.err.write_all(warnings.as_bytes())?;
    let bar = progress(script.loaded.plan.days, streams.err_is_terminal);
    let options = RunOptions { threads: settings.threads, measures_quality: settings.measures_quality };
    let rehearsed = rehearse(script, options, &|days| bar.set_position(days.into()));
    bar.finish_and_clear();
    let rehearsed = match rehearsed {
        Ok(rehearsed) => rehearsed,
        Err(error) => return tell(&error, streams),
    };
    let elapsed = begun.elapsed();
    let profiles = rehearsed.identity.profiles();
    let threads = settings.threads;
    writeln!(streams.err, "rehearsed {profiles} profiles in {:.2} s on {threads} thread(s)", elapsed.as_secs_f64())?;
    let report = rehearsed.report(settings.key.map(Key::from_bytes).as_ref(), settings.language);
    let gate = Gate::new(report.decision, &rehearsed.judgement);
    let exit = exit_of(gate, settings.strict, settings.deny_warnings.then_some(!warnings.is_empty()));
    let exit = if settings.twice { exit.and(compare(&rehearsed, threads, streams)?) } else { exit };
    let logged = match &settings.facts {
        Some(path) => log(&rehearsed, &settings, path, streams)?,
        None => Exit::Fine,
    };
    let written = show(&report, &settings, streams)?;
    Ok(exit.and(logged).and(written))
}

/// A bar on stderr if somebody watches; a silent one otherwise.
fn progress(days: u32, is_watched: bool) -> ProgressBar {
    let target = if is_watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("rehearsing {bar:30} day {pos} of {len}");
    ProgressBar::with_draw_target(Some(days.into()), target).with_style(style.expect("the template is constant"))
}

/// What a rehearsal means to the shell. `denied` says, under `--deny warnings`, whether the scenario itself has any.
fn exit_of(gate: Gate, strict: bool, denied: Option<bool>) -> Exit {
    let decided = match gate.decision {
        Decision::Go | Decision::GoWithConditions => Exit::Fine,
        Decision::NoGo => Exit::Violated,
        Decision::NotDecided | Decision::NothingProved => Exit::NotProved,
    };
    let untested = if strict && gate.is_untested { Exit::NotProved } else { Exit::Fine };
    let is_warned = denied.is_some_and(|scenario_warns| scenario_warns || gate.has_warnings);
    let warned = if is_warned { Exit::Warnings } else { Exit::Fine };
    decided.and(untested).and(warned)
}

/// Writes the report to where it belongs. One that proves nothing replaces no earlier one.
fn show(report: &Report, settings: &RunSettings, streams: &mut Streams<'_>) -> Outcome {
    let format = match settings.format {
        FormatChoice::Text => Format::Text,
        FormatChoice::Markdown => Format::Markdown,
        FormatChoice::Json => Format::Json,
    };
    let Some(path) = &settings.output else {
        streams.out.write_all(render(report, format, streams.out_colour).as_bytes())?;
        streams.out.flush()?;
        return Ok(Exit::Fine);
    };
    if report.decision == Decision::NothingProved {
        writeln!(streams.err, "{} is left as it was", path.display())?;
        return Ok(Exit::Fine);
    }
    match write_file(path, render(report, format, false).as_bytes()) {
        Ok(()) => Ok(Exit::Fine),
        Err(problem) => {
            writeln!(streams.err, "error: {problem}")?;
            Ok(Exit::Input)
        }
    }
}

/// Writes the facts, and reads them again if they are to be compared. They are made again, group by group.
fn log(rehearsed: &RehearsalResult, settings: &RunSettings, path: &Path, streams: &mut Streams<'_>) -> Outcome {
    let engine = rehearsed.engine();
    let (outline, profiles) = (engine.outline(), rehearsed.identity.profiles() as u32);
    let header = Header::new(&rehearsed.plan, &outline, profiles, rehearsed.counted.facts, &rehearsed.digest);
    let written = stream_file(path, &mut |file| {
        let mut writer = LogWriter::begin(&header, &outline, file)?;
        for group in engine.groups() {
            for part in engine.rehearse(group, settings.threads.get(), &|_| {}) {
                writer.part(&part)?;
            }
        }
        writer.finish()
    });
    if let Err(problem) = written {
        writeln!(streams.err, "error: {problem}")?;
        return Ok(Exit::Input);
    }
    writeln!(streams.err, "wrote {} facts to {}", rehearsed.counted.facts, path.display())?;
    if !settings.twice {
        return Ok(Exit::Fine);
    }
    if !path.is_file() {
        writeln!(streams.err, "error: {} is no file, so that `--twice` cannot read it again", path.display())?;
        return Ok(Exit::Input);
    }
    match logs::read(BufReader::new(File::open(path)?), &rehearsed.plan) {
        Ok(log) if log.history.digest(settings.threads.get()) == rehearsed.digest => {
            writeln!(streams.err, "read {} again: the same facts", path.display())?;
            Ok(Exit::Fine)
        }
        Ok(_) => {
            writeln!(streams.err, "{} holds other facts than were written", path.display())?;
            Ok(Exit::Internal)
        }
        Err(problems) => {
            writeln!(streams.err, "{} cannot be read again:", path.display())?;
            problems.iter().try_for_each(|problem| writeln!(streams.err, "  {problem}"))?;
            Ok(Exit::Internal)
        }
    }
}

/// Runs again with another number of threads and compares digests, which are of every fact.
fn compare(rehearsed: &RehearsalResult, threads: NonZeroUsize, streams: &mut Streams<'_>) -> Outcome {
    let other = if threads.get() == 1 { NonZeroUsize::MIN.saturating_add(1) } else { NonZeroUsize::MIN };
    if rehearsed.digest == rehearsed.digest_again(other) {
        writeln!(streams.err, "ran again on {other} thread(s): the same facts, digest {}", rehearsed.digest)?;
        return Ok(Exit::Fine);
    }
    writeln!(streams.err, "two runs of one scenario differ")?;
    match rehearsed.history(threads).first_difference(&rehearsed.history(other)) {
        // Facts hold numbers of profiles and messages, no value of a person.
        Some((first, second)) => writeln!(
            streams.err,
            "  the first fact that differs:\n  {threads} thread(s): {first:?}\n  {other} thread(s): {second:?}"
        )?,
        None => writeln!(streams.err, "  in the calls of the import, or not every time")?,
    }
    Ok(Exit::Internal)
}

#[cfg(test)]
mod tests {
    use super::{Decision, Exit, Gate, exit_of};

    /// Every code that applies, each by its own rule of the README, and the first of them in the order of the README.
    fn by_the_book(gate: Gate, strict: bool, denied: Option<bool>) -> Exit {
        let applies = |exit: &Exit| match exit {
            Exit::Violated => gate.decision == Decision::NoGo,
            Exit::NotProved => {
                [Decision::NotDecided, Decision::NothingProved].contains(&gate.decision) || strict && gate.is_untested
            }
            Exit::Warnings => denied == Some(true) || denied == Some(false) && gate.has_warnings,
            Exit::Fine => true,
            Exit::Internal | Exit::Usage | Exit::Input | Exit::Regression => false,
        };
        let order = [
            Exit::Internal,
            Exit::Usage,
            Exit::Input,
            Exit::Violated,
            Exit::NotProved,
            Exit::Regression,
            Exit::Warnings,
            Exit::Fine,
        ];
        order.into_iter().find(applies).unwrap()
    }

    #[test]
    fn every_combination_has_its_code() {
        let mut seen = Vec::new();
        for decision in Decision::ALL {
            for bits in 0..8_u8 {
                let [is_untested, has_warnings, strict] = [1, 2, 4].map(|bit| bits & bit != 0);
                for denied in [None, Some(false), Some(true)] {
                    let gate = Gate { decision, is_untested, has_warnings };
                    let exit = exit_of(gate, strict, denied);
                    assert_eq!(exit, by_the_book(gate, strict, denied), "{gate:?} {strict} {denied:?}");
                    seen.push(exit.code());
                }
            }
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, [0, 1, 4, 5]);
    }

    #[test]
    fn red_is_never_hidden_behind_what_was_not_exercised() {
        let gate = Gate { decision: Decision::NoGo, is_untested: true, has_warnings: true };
        assert_eq!(exit_of(gate, true, Some(true)), Exit::Violated);
    }
}
