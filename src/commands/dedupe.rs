//! `rehearsal dedupe`: which rows of a table are the same person.
//!
//! Owns: which exit code findings are, where files are written, and who is asked. Findings that prove nothing (there was
//! nothing to compare, or the evidence tells nobody apart) end with 4, and no older file is overwritten by them.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Instant;

use rehearsal_sim::identity;

use super::Trouble;
use super::tell;
use crate::cli::{DedupeArgs, DedupeFormat, DedupeSettings, Exit, Outcome, Streams, Unusable, write_file};
use crate::dedupe::{Loaded, Refusal, Request, Summary, View, answers_path, ask, load, render, write_clusters};
use crate::problem;
use crate::pseudonym::Key;

/// Finds duplicates and shows them.
pub(super) fn perform(args: DedupeArgs, streams: &mut Streams<'_>) -> Outcome {
    let settings = match DedupeSettings::resolve(args) {
        Ok(settings) => settings,
        Err(Unusable { exit, message }) => {
            writeln!(streams.err, "error: {message}")?;
            return Ok(exit);
        }
    };
    let DedupeSettings { table, mapping, truth, .. } = &settings;
    let request = Request { table: table.clone(), mapping: mapping.clone(), truth: truth.clone() };
    let begun = Instant::now();
    let (sources, loaded) = load(&request);
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(refusal) => {
            let exit = if matches!(refusal, Refusal::Mapping(_)) { Exit::Usage } else { Exit::Input };
            return tell(&Trouble { exit, problems: refusal.problems().to_vec(), sources }, streams);
        }
    };
    if !loaded.warnings.is_empty() {
        streams.err.write_all(problem::render(&loaded.warnings, &sources, streams.err_colour).as_bytes())?;
    }
    let read_in = begun.elapsed().as_secs_f64();
    let findings = identity::dedupe(&loaded.sheet.table, &loaded.settings(), settings.threads.get());
    let compared_in = begun.elapsed().as_secs_f64() - read_in;
    let (rows, threads) = (loaded.sheet.len(), settings.threads);
    writeln!(streams.err, "read {rows} rows in {read_in:.2} s, compared in {compared_in:.2} s on {threads} thread(s)")?;
    let file = table.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let key = settings.key.map_or_else(|| Key::derived(&file, 0), Key::from_bytes);
    let summary = Summary::new(&file, &loaded, &findings, &key);
    let view = match settings.format {
        DedupeFormat::Text => View::Text,
        DedupeFormat::Json => View::Json,
        DedupeFormat::Html => View::Html,
    };
    render(&summary, view, streams.out_colour, streams.out)?;
    streams.out.flush()?;
    let mut exit = if summary.proves_nothing() { Exit::NothingExercised } else { Exit::Fine };
    if let Some(path) = &settings.out {
        exit = exit.and(keep_clusters(&summary, path, streams)?);
    }
    if settings.review {
        exit = exit.and(review(&summary, &loaded, &answers_path(table), streams)?);
    }
    Ok(exit)
}

/// Writes the clusters, unless they prove nothing.
fn keep_clusters(summary: &Summary<'_>, path: &Path, streams: &mut Streams<'_>) -> Outcome {
    if summary.proves_nothing() {
        writeln!(streams.err, "{} is left as it was", path.display())?;
        return Ok(Exit::Fine);
    }
    written(write_file(path, &write_clusters(summary.sheet, summary.findings)), streams)
}

/// Asks about doubtful pairs where somebody can answer, and writes them down where nobody can.
fn review(summary: &Summary<'_>, loaded: &Loaded, path: &Path, streams: &mut Streams<'_>) -> Outcome {
    let mut answers = loaded.answers.clone();
    if !io::stdin().is_terminal() {
        let exit = written(write_file(path, &answers.file(summary)), streams)?;
        if exit == Exit::Fine {
            writeln!(streams.err, "wrote {}; answer `same` or `different` in it, and run again", path.display())?;
            if let Some(warning) = summary.names_warning() {
                writeln!(streams.err, "{warning}")?;
            }
        }
        return Ok(exit);
    }
    let mut save = |file: &[u8]| write_file(path, file).map_err(io::Error::other);
    match ask(summary, &mut answers, &mut io::stdin().lock(), streams.err, &mut save) {
        Ok(0) => {
            writeln!(streams.err, "no answer was given, so nothing was written")?;
            Ok(Exit::Fine)
        }
        Ok(given) => {
            writeln!(streams.err, "kept {given} answers in {}; the next run obeys them", path.display())?;
            Ok(Exit::Fine)
        }
        Err(error) => written(Err(error.to_string()), streams),
    }
}

/// What a file that was written, or was not, means to the shell.
fn written(result: Result<(), String>, streams: &mut Streams<'_>) -> Outcome {
    match result {
        Ok(()) => Ok(Exit::Fine),
        Err(problem) => {
            writeln!(streams.err, "error: {problem}")?;
            Ok(Exit::Input)
        }
    }
}
