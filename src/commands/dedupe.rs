//! `rehearsal dedupe`: which rows of a table are the same person.
//!
//! Owns: which exit code findings are, where files are written, and who is asked. Findings that prove nothing (there was
//! nothing to compare, or the evidence tells nobody apart) end with 4, and no older file is overwritten by them. The
//! register of customer ids is written before anything is shown: no id is told that was not kept.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Instant;

use rehearsal_identity::{Findings, SourceKey};

use super::tell;
use crate::cli::{DedupeArgs, DedupeFormat, DedupeSettings, Exit, Outcome, Streams, Unusable, write_file};
use crate::dedupe::{
    CustomerIds, Loaded, Refusal, Request, Summary, View, answers_path, ask, load, record_keys, render, write_clusters,
};
use crate::diagnostics::{self, Sources};
use crate::diagnostics::{ErrorKind, LoadError};
use crate::pseudonym::Key;
use crate::register::RegisterFile;

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
        Err(refusal) => return tell(&load_error(&refusal, sources), streams),
    };
    let mut memory = match settings.ids.as_deref().map(|path| Memory::open(path, &loaded)).transpose() {
        Ok(memory) => memory,
        Err(problem) => return tell(&problem, streams),
    };
    if !loaded.warnings.is_empty() {
        streams.err.write_all(diagnostics::render(&loaded.warnings, &sources, streams.err_colour).as_bytes())?;
    }
    let read_in = begun.elapsed().as_secs_f64();
    let mut decided = loaded.settings();
    if let Some(memory) = &memory {
        decided.decisions.extend(memory.file.register.decisions(&memory.keys));
    }
    let findings = rehearsal_identity::dedupe(&loaded.sheet.table, &decided, settings.threads.get());
    let compared_in = begun.elapsed().as_secs_f64() - read_in;
    let (rows, threads) = (loaded.sheet.len(), settings.threads);
    writeln!(streams.err, "read {rows} rows in {read_in:.2} s, compared in {compared_in:.2} s on {threads} thread(s)")?;
    let file = table.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let key = settings.key.map_or_else(|| Key::derived(&file, 0), Key::from_bytes);
    let mut summary = Summary::new(&file, &loaded, &findings, &key);
    if let Some(memory) = memory.as_mut().filter(|_| !summary.proves_nothing()) {
        match memory.keep(&loaded, &findings, &key) {
            Ok(ids) => summary.ids = Some(ids),
            Err(problem) => return written(Err(problem), streams),
        }
    }
    show(&summary, &loaded, &settings, streams)
}

/// Shows the summary, and writes the files beside it.
fn show(summary: &Summary<'_>, loaded: &Loaded, settings: &DedupeSettings, streams: &mut Streams<'_>) -> Outcome {
    let view = match settings.format {
        DedupeFormat::Text => View::Text,
        DedupeFormat::Json => View::Json,
        DedupeFormat::Html => View::Html,
    };
    render(summary, view, streams.out_colour, streams.out)?;
    streams.out.flush()?;
    let mut exit = if summary.proves_nothing() { Exit::NotProved } else { Exit::Fine };
    if let Some(path) = settings.ids.as_deref().filter(|_| summary.proves_nothing()) {
        writeln!(streams.err, "{} is left as it was", path.display())?;
    }
    if let Some(path) = &settings.out {
        exit = exit.and(keep_clusters(summary, path, streams)?);
    }
    if settings.review {
        exit = exit.and(review(summary, loaded, &answers_path(&settings.table), streams)?);
    }
    Ok(exit)
}

/// The register of customer ids, and what it calls the rows of the table.
struct Memory<'a> {
    file: RegisterFile,
    keys: Vec<SourceKey<'a>>,
}

impl<'a> Memory<'a> {
    /// Reads the register before anything is compared, so that a wrong mapping is told at once.
    fn open(path: &Path, loaded: &'a Loaded) -> Result<Self, LoadError> {
        let keys = record_keys(&loaded.sheet).map_err(|refusal| load_error(&refusal, Sources::default()))?;
        let file = RegisterFile::open_or_begin(path).map_err(|(sources, problems)| LoadError {
            kind: ErrorKind::Input,
            problems,
            sources,
        })?;
        Ok(Self { file, keys })
    }

    /// Gives every row a customer, and keeps what is new.
    fn keep(&mut self, loaded: &Loaded, findings: &Findings, key: &Key) -> Result<CustomerIds, String> {
        let name = self.file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ids = CustomerIds::identify(&mut self.file.register, &name, &self.keys, &loaded.sheet, findings, key)
            .map_err(|keyless| keyless.to_string())?;
        keep_register(&self.file)?;
        Ok(ids)
    }
}

/// Writes a register whole or not at all, if it grew.
pub(super) fn keep_register(file: &RegisterFile) -> Result<(), String> {
    let Some(bytes) = file.grown() else { return Ok(()) };
    if file.is_stale() {
        return Err(format!("{} was changed meanwhile, so nothing was written: run again", file.path().display()));
    }
    // A link to a register stays a link.
    let path = file.path().canonicalize().unwrap_or_else(|_| file.path().to_owned());
    write_file(&path, &bytes)
}

fn load_error(refusal: &Refusal, sources: Sources) -> LoadError {
    let kind = if matches!(refusal, Refusal::Mapping(_)) { ErrorKind::Usage } else { ErrorKind::Input };
    LoadError { kind, problems: refusal.problems().to_vec(), sources }
}

/// Writes the clusters, unless they prove nothing.
fn keep_clusters(summary: &Summary<'_>, path: &Path, streams: &mut Streams<'_>) -> Outcome {
    if summary.proves_nothing() {
        writeln!(streams.err, "{} is left as it was", path.display())?;
        return Ok(Exit::Fine);
    }
    written(
        write_file(path, &write_clusters(summary.sheet, summary.findings, summary.ids.as_ref().map(|ids| &ids.found))),
        streams,
    )
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
