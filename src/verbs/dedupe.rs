//! `rehearsal dedupe`: which rows of a table are the same person.
//!
//! Owns: which exit code findings are, where files are written, and who is asked. Findings that prove nothing (there was
//! nothing to compare, or the evidence tells nobody apart) end with 4, and no older file is overwritten by them. The
//! register of customer ids is written before anything is shown: no id is told that was not kept.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum, ValueHint};
use rehearsal_identity::{Findings, SourceKey};

use super::options::{key, refuse_overwriting, threads};
use crate::dedupe::{
    CustomerIds, Loaded, Request, Summary, View, answers_path, ask, load, record_keys, render, write_clusters,
};
use crate::diagnostics::{self, LoadError};
use crate::pseudonym::Key;
use crate::register::RegisterFile;
use crate::terminal::{Exit, Outcome, Streams, write_file};

/// Which table, and how.
#[derive(Debug, Args)]
#[command(after_help = "Without a mapping, columns are recognised by their usual names. A mapping file is YAML:\n  \
    columns: {given_name: first-name, soc_sec_id: code, notes: ignore}\n  \
    others: guess      # or ignore\n\
    Kinds: email, phone, first-name, last-name, street, house-number, postcode, city, country, birth-date; name, code,\n\
    text, date, number; row-id, source, source-id, customer-id, consent, ignore.\n\n\
    Answers about doubtful pairs are kept beside the table, in <table>.review.csv, and obeyed in every later run.\n\
    Exit codes: 2 the mapping is wrong; 3 a file is unusable; 4 there was nothing to compare, or the evidence tells\n\
    nobody apart.")]
pub(crate) struct DedupeArgs {
    /// Table (CSV) of people, or of anything with a mapping
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) table: PathBuf,
    /// Mapping file (YAML): which column holds what
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) mapping: Option<PathBuf>,
    /// Truth (CSV with row_id, entity_id): adds precision and recall
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) truth: Option<PathBuf>,
    /// Write the clusters as CSV (row_id, cluster_id, household_id, confidence; with --ids also customer_id,
    /// customer_household), whole or not at all
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Register of customer ids (CSV): each row gets an id that lasts; begun if missing, and only ever appended to
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) ids: Option<PathBuf>,
    /// Form of the report
    #[arg(long, default_value = "text")]
    pub(crate) format: DedupeFormat,
    /// Ask about doubtful pairs, or write them down where nobody can be asked
    #[arg(long)]
    pub(crate) review: bool,
    /// How many threads; any number gives the same report [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Key for the pseudonyms of people, so that reports of one engagement can be compared
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) key_file: Option<PathBuf>,
}

/// Forms of the report of duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DedupeFormat {
    /// For a terminal
    Text,
    /// For programs; see `rehearsal schema dedupe`
    Json,
    /// One page for a browser or a printer
    Html,
}

/// Finds duplicates and shows them.
pub(super) fn perform(args: &DedupeArgs, streams: &mut Streams<'_>) -> Outcome {
    let threads = threads(args.threads)?;
    refuse_lost_files(args)?;
    let own_key = args.key_file.as_deref().map(key).transpose()?;
    let DedupeArgs { table, mapping, truth, .. } = args;
    let request = Request { table: table.clone(), mapping: mapping.clone(), truth: truth.clone() };
    let begun = Instant::now();
    let (sources, loaded) = load(&request)?;
    let mut memory = args.ids.as_deref().map(|path| Memory::open(path, &loaded)).transpose()?;
    if !loaded.warnings.is_empty() {
        streams.err.write_all(diagnostics::render(&loaded.warnings, &sources, streams.err_colour).as_bytes())?;
    }
    let read_in = begun.elapsed().as_secs_f64();
    let mut decided = loaded.settings();
    if let Some(memory) = &memory {
        decided.decisions.extend(memory.file.register.decisions(&memory.keys));
    }
    let findings = rehearsal_identity::dedupe(&loaded.sheet.table, &decided, threads.get());
    let compared_in = begun.elapsed().as_secs_f64() - read_in;
    let rows = loaded.sheet.len();
    writeln!(streams.err, "read {rows} rows in {read_in:.2} s, compared in {compared_in:.2} s on {threads} thread(s)")?;
    let file = table.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let key = own_key.map_or_else(|| Key::derived(&file, 0), Key::from_bytes);
    let mut summary = Summary::new(&file, &loaded, &findings, &key);
    if let Some(memory) = memory.as_mut().filter(|_| !summary.proves_nothing()) {
        summary.ids = Some(memory.keep(&loaded, &findings, &key)?);
    }
    show(&summary, &loaded, args, streams)
}

/// Refuses outputs that are a file which is read, or each other. The file of answers is read and written, and so is the
/// register; either is a file of its own.
fn refuse_lost_files(args: &DedupeArgs) -> Result<(), LoadError> {
    let answers = answers_path(&args.table);
    let read = [("the mapping", &args.mapping), ("the truth", &args.truth), ("the key", &args.key_file)];
    let mut inputs: Vec<(&str, &Path)> = vec![("the table", &args.table)];
    inputs.extend(read.into_iter().filter_map(|(what, path)| Some((what, path.as_deref()?))));
    let review = (args.review || answers.exists()).then_some(answers.as_path());
    let outputs = [("the file of answers", review), ("--ids", args.ids.as_deref()), ("--out", args.out.as_deref())];
    refuse_overwriting(&inputs, &outputs)
}

/// Shows the summary, and writes the files beside it.
fn show(summary: &Summary<'_>, loaded: &Loaded, args: &DedupeArgs, streams: &mut Streams<'_>) -> Outcome {
    let view = match args.format {
        DedupeFormat::Text => View::Text,
        DedupeFormat::Json => View::Json,
        DedupeFormat::Html => View::Html,
    };
    render(summary, view, streams.out_colour, streams.out)?;
    streams.out.flush()?;
    let mut exit = if summary.proves_nothing() { Exit::NotProved } else { Exit::Fine };
    if let Some(path) = args.ids.as_deref().filter(|_| summary.proves_nothing()) {
        writeln!(streams.err, "{} is left as it was", path.display())?;
    }
    if let Some(path) = &args.out {
        exit = exit.and(keep_clusters(summary, path, streams)?);
    }
    if args.review {
        exit = exit.and(review(summary, loaded, &answers_path(&args.table), streams)?);
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
        let keys = record_keys(&loaded.sheet)?;
        Ok(Self { file: RegisterFile::open_or_begin(path)?, keys })
    }

    /// Gives every row a customer, and keeps what is new.
    fn keep(&mut self, loaded: &Loaded, findings: &Findings, key: &Key) -> Result<CustomerIds, LoadError> {
        let name = self.file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ids = CustomerIds::identify(&mut self.file.register, &name, &self.keys, &loaded.sheet, findings, key)
            .map_err(|keyless| LoadError::input(keyless.to_string(), None))?;
        keep_register(&self.file)?;
        Ok(ids)
    }
}

/// Writes a register whole or not at all, if it grew.
pub(super) fn keep_register(file: &RegisterFile) -> Result<(), LoadError> {
    let Some(bytes) = file.grown() else { return Ok(()) };
    if file.is_stale() {
        let fact = format!("{} was changed meanwhile, so nothing was written", file.path().display());
        return Err(LoadError::input(fact, Some("run again")));
    }
    // A link to a register stays a link.
    let path = file.path().canonicalize().unwrap_or_else(|_| file.path().to_owned());
    write_file(&path, &bytes)
}

/// Writes the clusters, unless they prove nothing.
fn keep_clusters(summary: &Summary<'_>, path: &Path, streams: &mut Streams<'_>) -> Outcome {
    if summary.proves_nothing() {
        writeln!(streams.err, "{} is left as it was", path.display())?;
        return Ok(Exit::Fine);
    }
    write_file(path, &write_clusters(summary.sheet, summary.findings, summary.ids.as_ref().map(|ids| &ids.found)))?;
    Ok(Exit::Fine)
}

/// Asks about doubtful pairs where somebody can answer, and writes them down where nobody can.
fn review(summary: &Summary<'_>, loaded: &Loaded, path: &Path, streams: &mut Streams<'_>) -> Outcome {
    let mut answers = loaded.answers.clone();
    if !io::stdin().is_terminal() {
        write_file(path, &answers.file(summary))?;
        writeln!(streams.err, "wrote {}; answer `same` or `different` in it, and run again", path.display())?;
        if let Some(warning) = summary.names_warning() {
            writeln!(streams.err, "{warning}")?;
        }
        return Ok(Exit::Fine);
    }
    let mut save =
        |file: &[u8]| write_file(path, file).map_err(|error| io::Error::other(error.problems[0].message.clone()));
    match ask(summary, &mut answers, &mut io::stdin().lock(), streams.err, &mut save) {
        Ok(0) => {
            writeln!(streams.err, "no answer was given, so nothing was written")?;
            Ok(Exit::Fine)
        }
        Ok(given) => {
            writeln!(streams.err, "kept {given} answers in {}; the next run obeys them", path.display())?;
            Ok(Exit::Fine)
        }
        Err(error) => Err(LoadError::input(error.to_string(), None).into()),
    }
}
