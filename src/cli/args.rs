//! The command line as typed.
//!
//! Owns: names, help texts and defaults of verbs and options. Deliberately resolves nothing: no file is opened and no
//! environment read before the whole line has been parsed; see [`super::settings`] for the second step.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::language::Language;

/// Rehearse a customer-data migration before go-live.
///
/// Replays a bulk import against your journeys, consents, warm-up and feeds, sends nothing, and judges what happened:
/// did existing customers get a welcome mail, was the warm-up plan respected, did anybody gain a consent?
#[derive(Debug, Parser)]
#[command(
    name = "rehearsal",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 nothing at error level is broken; 1 an invariant is violated; 2 usage or scenario wrong;\n\
                  3 input unusable; 4 nothing exercised, or vacuous or unknown under --strict; 5 only warnings, under\n\
                  --deny warnings; 6 regression; 70 internal error."
)]
pub struct Cli {
    /// When to colour: `auto` colours a terminal and honours NO_COLOR and CLICOLOR_FORCE
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColourChoice,

    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Write a scenario that runs, with a comment on every key a beginner touches
    Init(InitArgs),
    /// Check a scenario and everything it names, without simulating
    Check(ScenarioArg),
    /// Run a rehearsal and print the report
    Run(RunArgs),
    /// Find rows of a table that are the same person, and say why
    Dedupe(DedupeArgs),
    /// Look at customer ids that last, and merge or split customers by hand
    #[command(subcommand)]
    Ids(IdsVerb),
    /// Explain an invariant: what, why, an example, how to fix, what is not covered
    Explain(ExplainArgs),
    /// List invariants, platforms with their doors, warm-up presets, mailbox providers, export formats and names in conditions
    List,
    /// Write the synthetic population of a scenario as CSV
    Generate(GenerateArgs),
    /// Print a JSON Schema, for editors and for readers of the JSON report
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page (roff)
    Man,
}

/// Where to put a new scenario.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder to write to; made if missing, and no file in it is ever overwritten
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
}

/// Which scenario.
#[derive(Debug, Args)]
pub struct ScenarioArg {
    /// Scenario file (YAML)
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
}

/// How to run.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Scenario file (YAML)
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
    /// Seed instead of the scenario's: a number, or a git hash to rehearse each commit differently
    #[arg(long, value_name = "N|HASH")]
    pub seed: Option<String>,
    /// How many threads; any number gives the same report [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Form of the report
    #[arg(long, default_value = "text")]
    pub format: FormatChoice,
    /// Language of verdict, headlines, causes and changes [default: the scenario's, else en]
    #[arg(long, value_name = "CODE")]
    pub language: Option<Language>,
    /// Write the report to a file instead of stdout, whole or not at all
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write what happened to a file as well, one JSON line for each fact, whole or not at all; see `rehearsal schema facts`
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub facts: Option<PathBuf>,
    /// Run again with another number of threads and compare every fact; with --facts, read the file and compare too
    #[arg(long)]
    pub twice: bool,
    /// Do not measure how well records of invented people are told apart: it decides nothing, and takes time and memory
    #[arg(long)]
    pub no_quality: bool,
    /// Fail with 4 also if a check was never put to the test
    #[arg(long)]
    pub strict: bool,
    /// Fail with 5 if there are only warnings
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Key for the pseudonyms of people, so that reports of one engagement can be compared
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub key_file: Option<PathBuf>,
}

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
pub struct DedupeArgs {
    /// Table (CSV) of people, or of anything with a mapping
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub table: PathBuf,
    /// Mapping file (YAML): which column holds what
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub mapping: Option<PathBuf>,
    /// Truth (CSV with row_id, entity_id): adds precision and recall
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub truth: Option<PathBuf>,
    /// Write the clusters as CSV (row_id, cluster_id, household_id, confidence; with --ids also customer_id,
    /// customer_household), whole or not at all
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Register of customer ids (CSV): each row gets an id that lasts; begun if missing, and only ever appended to
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub ids: Option<PathBuf>,
    /// Form of the report
    #[arg(long, default_value = "text")]
    pub format: DedupeFormat,
    /// Ask about doubtful pairs, or write them down where nobody can be asked
    #[arg(long)]
    pub review: bool,
    /// How many threads; any number gives the same report [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Key for the pseudonyms of people, so that reports of one engagement can be compared
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub key_file: Option<PathBuf>,
}

/// Forms of the report of duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DedupeFormat {
    /// For a terminal
    Text,
    /// For programs; see `rehearsal schema dedupe`
    Json,
    /// One page for a browser or a printer
    Html,
}

/// What to do with a register of customer ids.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "The register is the file that `rehearsal dedupe --ids` keeps. An id that was given out once is\n\
    never taken away: merges make aliases, splits and undoing are further events, and every later\n\
    run of dedupe obeys them. Records are named SOURCE:ID; without a column of sources, SOURCE is\n\
    `table`. No id of a record is printed: lines of the register are."
)]
pub enum IdsVerb {
    /// How many ids there are and what was decided; or whom one id means, and on which lines its records are
    Show(IdsShowArgs),
    /// Make two customers one: the earlier minted id stays, the other one is its alias
    Merge(IdsMergeArgs),
    /// Make records of one customer another one, and keep the two apart
    Split(IdsSplitArgs),
    /// Take a merge or a split back
    Undo(IdsUndoArgs),
}

/// Which register, and which id.
#[derive(Debug, Args)]
pub struct IdsShowArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub register: PathBuf,
    /// An id that was ever given out
    pub id: Option<String>,
}

/// Which customers become one.
#[derive(Debug, Args)]
pub struct IdsMergeArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub register: PathBuf,
    /// One of the ids
    #[arg(value_name = "ID")]
    pub one: String,
    /// The other one; the order does not matter
    #[arg(value_name = "ID")]
    pub other: String,
}

/// Which records are somebody else.
#[derive(Debug, Args)]
pub struct IdsSplitArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub register: PathBuf,
    /// The records, as SOURCE:ID
    #[arg(value_name = "KEY", required_unless_present = "rows")]
    pub keys: Vec<String>,
    /// Further records (CSV with source, id), such as lines of the register
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub rows: Option<PathBuf>,
    /// Key with which a new id is minted
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub key_file: Option<PathBuf>,
}

/// What is taken back.
#[derive(Debug, Args)]
pub struct IdsUndoArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub register: PathBuf,
    /// Number of the event, as `show` and the reports print it
    pub event: u32,
}

/// What to explain.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Name of the invariant, as in the report
    pub invariant: String,
}

/// What to generate.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// Scenario file (YAML) with a synthetic population
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
    /// Write to a file instead of stdout, whole or not at all
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// Which schema.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of which document
    #[arg(default_value = "scenario")]
    pub document: Document,
}

/// Which shell.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    pub shell: Shell,
}

/// Documents with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Document {
    /// The scenario file
    Scenario,
    /// The JSON report of a rehearsal
    Report,
    /// The JSON report of duplicates
    Dedupe,
    /// One line of a log of facts, as `rehearsal run --facts` writes it
    Facts,
}

/// Forms of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatChoice {
    /// For a terminal
    Text,
    /// For a pull request or a wiki
    Markdown,
    /// For programs; see `rehearsal schema report`
    Json,
}

/// What is not tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings
    Warnings,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColourChoice {
    /// On a terminal, unless the environment says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
