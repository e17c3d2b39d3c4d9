//! `rehearsal run`: the whole way, and the report.
//!
//! Owns: which exit code a decision is, when a report may replace an older one, progress, timing, the second run of
//! `--twice`. The report is made whole before a byte of it is written.

use std::fs::File;
use std::io::BufReader;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rehearsal_core::rng::Seed;

use super::options::{CatalogueArg, KEY_BYTES, keep_inputs_of, key, seed, threads};
use crate::diagnostics::LoadError;
use crate::language::Language;
use crate::logs::{self, Header, LogWriter};
use crate::pseudonym::Key;
use crate::report::{Decision, Format, Gate, Report, clean, render};
use crate::session::{RehearsalResult, RunOptions, load, quoted, rehearse};
use crate::terminal::{Exit, Failure, Outcome, Streams, stream_file, tell, write_file};
use clap::{Args, ValueEnum, ValueHint};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How to run.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Scenario file (YAML)
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) scenario: PathBuf,
    /// Seed instead of the scenario's: a number, or a git hash to rehearse each commit differently
    #[arg(long, value_name = "N|HASH")]
    pub(crate) seed: Option<String>,
    /// How many threads; any number gives the same report [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Form of the report
    #[arg(long, default_value = "text")]
    pub(crate) format: FormatChoice,
    /// Language of verdict, headlines, causes and changes [default: the scenario's, else en]
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<Language>,
    /// Write the report to a file instead of stdout, whole or not at all
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write what happened to a file as well, one JSON line for each fact, whole or not at all; see `rehearsal schema facts`
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) facts: Option<PathBuf>,
    /// Run again with another number of threads and compare every fact; with --facts, read the file and compare too
    #[arg(long)]
    pub(crate) twice: bool,
    /// Do not measure how well records of invented people are told apart: it decides nothing, and takes time and memory
    #[arg(long)]
    pub(crate) no_quality: bool,
    /// Fail with 4 also if a check was never put to the test
    #[arg(long)]
    pub(crate) strict: bool,
    /// Fail with 5 if there are only warnings
    #[arg(long, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Key for the pseudonyms of people, so that reports of one engagement can be compared
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) key_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) catalogue: CatalogueArg,
}

/// Forms of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatChoice {
    /// For a terminal
    Text,
    /// For a pull request or a wiki
    Markdown,
    /// For programs; see `rehearsal schema report`
    Json,
}

/// What is not tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings
    Warnings,
}

/// What was typed, as far as it has to be understood.
struct Settings {
    seed: Option<Seed>,
    threads: NonZeroUsize,
    key: Option<[u8; KEY_BYTES]>,
}

impl Settings {
    /// Refuses a seed that is neither a number nor a git hash, a number of threads out of range, and a key that is none.
    fn of(args: &RunArgs) -> Result<Self, LoadError> {
        Ok(Self {
            seed: args.seed.as_deref().map(seed).transpose()?,
            threads: threads(args.threads)?,
            key: args.key_file.as_deref().map(key).transpose()?,
        })
    }
}

/// Runs a rehearsal and shows the report.
pub(super) fn perform(args: &RunArgs, streams: &mut Streams<'_>) -> Outcome {
    let settings = Settings::of(args)?;
    let begun = Instant::now();
    let catalogue = args.catalogue.open()?;
    let scenario = load(&args.scenario, settings.seed, &catalogue)?;
    let outputs = [("--output", args.output.as_deref()), ("--facts", args.facts.as_deref())];
    keep_inputs_of(&scenario, args.key_file.as_deref(), &outputs)?;
    let warnings = scenario.warnings(streams.err_colour);
    streams.err.write_all(warnings.as_bytes())?;
    let bar = progress(scenario.loaded.plan.days, streams.err_is_terminal);
    let options = RunOptions { threads: settings.threads, measures_quality: !args.no_quality };
    let rehearsed = rehearse(scenario, options, &|days| bar.set_position(days.into()));
    bar.finish_and_clear();
    let rehearsed = rehearsed?;
    let elapsed = begun.elapsed();
    let profiles = rehearsed.identity.profiles();
    let threads = settings.threads;
    writeln!(streams.err, "rehearsed {profiles} profiles in {:.2} s on {threads} thread(s)", elapsed.as_secs_f64())?;
    let mut report = rehearsed.report(settings.key.map(Key::from_bytes).as_ref(), args.language);
    report.command += &more_options(args);
    let gate = Gate::new(report.decision, &rehearsed.judgement);
    let exit = exit_of(gate, args.strict, args.deny.map(|Deny::Warnings| !warnings.is_empty()));
    let exit = if args.twice { exit.and(compare(&rehearsed, threads, streams)?) } else { exit };
    let logged = match &args.facts {
        // The report is worth showing also if the facts could not be written.
        Some(path) => match log(&rehearsed, args.twice, threads, path, streams) {
            Err(Failure::Load(error)) => tell(&error, streams)?,
            other => other?,
        },
        None => Exit::Fine,
    };
    let written = show(&report, args, streams)?;
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
fn show(report: &Report, args: &RunArgs, streams: &mut Streams<'_>) -> Outcome {
    let format = match args.format {
        FormatChoice::Text => Format::Text,
        FormatChoice::Markdown => Format::Markdown,
        FormatChoice::Json => Format::Json,
    };
    let Some(path) = &args.output else {
        streams.out.write_all(render(report, format, streams.out_colour).as_bytes())?;
        streams.out.flush()?;
        return Ok(Exit::Fine);
    };
    if report.decision == Decision::NothingProved {
        writeln!(streams.err, "{} is left as it was", path.display())?;
        return Ok(Exit::Fine);
    }
    write_file(path, render(report, format, false).as_bytes())?;
    Ok(Exit::Fine)
}

/// Writes the facts, and reads them again if they are to be compared. They are made again, group by group.
fn log(
    rehearsed: &RehearsalResult,
    is_compared: bool,
    threads: NonZeroUsize,
    path: &Path,
    streams: &mut Streams<'_>,
) -> Outcome {
    let engine = rehearsed.engine();
    let (outline, profiles) = (engine.outline(), rehearsed.identity.profiles() as u32);
    let header = Header::new(&rehearsed.plan, &outline, profiles, rehearsed.counted.facts, &rehearsed.digest);
    stream_file(path, &mut |file| {
        let mut writer = LogWriter::begin(&header, &outline, file)?;
        for group in engine.groups() {
            for part in engine.rehearse(group, threads.get(), &|_| {}) {
                writer.part(&part)?;
            }
        }
        writer.finish()
    })?;
    writeln!(streams.err, "wrote {} facts to {}", rehearsed.counted.facts, path.display())?;
    if !is_compared {
        return Ok(Exit::Fine);
    }
    if !path.is_file() {
        let fact = format!("{} is no file, so that `--twice` cannot read it again", path.display());
        return Err(LoadError::input(fact, None).into());
    }
    match logs::read(BufReader::new(File::open(path)?), &rehearsed.plan) {
        Ok(log) if log.history.digest(threads.get()) == rehearsed.digest => {
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

/// The options that change a report and that only the command line knows, as they were typed.
fn more_options(args: &RunArgs) -> String {
    let language = args.language.map_or(String::new(), |language| format!(" --language {}", language.code()));
    let key = args.key_file.as_ref();
    let key = key.map_or(String::new(), |path| format!(" --key-file {}", quoted(&clean(&path.display().to_string()))));
    format!("{language}{key}")
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
