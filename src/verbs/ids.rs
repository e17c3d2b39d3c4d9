//! `rehearsal ids`: customer ids that last, looked at and decided about.
//!
//! Owns: what a person sees of a register, and that every decision says how to take it back. Deliberately prints no id of
//! a record, for it may be an e-mail address: it names the line of the register that holds it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use rehearsal_identity::{CustomerId, Decider, Refused, Register, RegisterEvent, SourceKey};

use super::dedupe::keep_register;
use super::options::key;
use crate::diagnostics::LoadError;
use crate::pseudonym::Key;
use crate::register::{RecordList, RegisterFile};
use crate::report::words::{counted, listed, number};
use crate::terminal::{Exit, Outcome, Streams};

/// Decisions that are shown, the latest ones.
const DECISIONS_MAX: usize = 20;
/// Lines of records that are shown of a source.
const LINES_MAX: usize = 20;

/// What is told on stdout, or why nothing was done.
type Told = Result<Vec<String>, LoadError>;

/// What to do with a register of customer ids.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "The register is the file that `rehearsal dedupe --ids` keeps. An id that was given out once is\n\
    never taken away: merges make aliases, splits and undoing are further events, and every later\n\
    run of dedupe obeys them. Records are named SOURCE:ID; without a column of sources, SOURCE is\n\
    `table`. No id of a record is printed: lines of the register are."
)]
pub(crate) enum IdsVerb {
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
pub(crate) struct IdsShowArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) register: PathBuf,
    /// An id that was ever given out
    pub(crate) id: Option<String>,
}

/// Which customers become one.
#[derive(Debug, Args)]
pub(crate) struct IdsMergeArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) register: PathBuf,
    /// One of the ids
    #[arg(value_name = "ID")]
    pub(crate) one: String,
    /// The other one; the order does not matter
    #[arg(value_name = "ID")]
    pub(crate) other: String,
}

/// Which records are somebody else.
#[derive(Debug, Args)]
pub(crate) struct IdsSplitArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) register: PathBuf,
    /// The records, as SOURCE:ID
    #[arg(value_name = "KEY", required_unless_present = "rows")]
    pub(crate) keys: Vec<String>,
    /// Further records (CSV with source, id), such as lines of the register
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) rows: Option<PathBuf>,
    /// Key with which a new id is minted
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) key_file: Option<PathBuf>,
}

/// What is taken back.
#[derive(Debug, Args)]
pub(crate) struct IdsUndoArgs {
    /// Register of customer ids (CSV)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) register: PathBuf,
    /// Number of the event, as `show` and the reports print it
    pub(crate) event: u32,
}

/// Looks at a register, or appends a decision to it.
pub(super) fn perform(verb: IdsVerb, streams: &mut Streams<'_>) -> Outcome {
    let told = match verb {
        IdsVerb::Show(args) => show(&args),
        IdsVerb::Merge(args) => merge(&args),
        IdsVerb::Split(args) => split(&args),
        IdsVerb::Undo(args) => undo(&args),
    };
    told?.iter().try_for_each(|line| writeln!(streams.out, "{line}"))?;
    Ok(Exit::Fine)
}

fn refused(refused: Refused) -> LoadError {
    LoadError::usage(refused.fact(), Some(refused.hint()))
}

fn id(text: &str) -> Result<CustomerId, LoadError> {
    // What was typed is not repeated: it may be a source's id by mistake.
    let hint = "take the id from `--out` or from the register";
    text.parse().map_err(|error| LoadError::usage(format!("{error}"), Some(hint)))
}

fn take_back(file: &RegisterFile, event: u32) -> String {
    format!("take it back with `rehearsal ids undo {} {event}`", file.path().display())
}

fn merge(args: &IdsMergeArgs) -> Told {
    let mut file = RegisterFile::open(&args.register)?;
    let [left, right] = [id(&args.one)?, id(&args.other)?];
    let known = |id| file.register.resolve(id).ok_or_else(|| refused(Refused::UnknownCustomer));
    let both = [known(left)?, known(right)?];
    let event = file.register.events_len();
    let stays = file.register.merge(left, right).map_err(refused)?;
    let alias = if both[0] == stays { both[1] } else { both[0] };
    keep_register(&file)?;
    Ok(vec![format!("{alias} is an alias of {stays} from here on (event {event})"), take_back(&file, event)])
}

fn split(args: &IdsSplitArgs) -> Told {
    let own_key = args.key_file.as_deref().map(key).transpose()?;
    let mut file = RegisterFile::open(&args.register)?;
    let rows = args.rows.as_deref().map(RecordList::read).transpose()?;
    let mut keys = Vec::new();
    for (place, typed) in args.keys.iter().enumerate() {
        let key = typed_key(&file.register, typed).map_err(|fact| {
            LoadError::usage(format!("record {}: {fact}", place + 1), Some(Refused::UnknownKey { place }.hint()))
        })?;
        keys.push(key);
    }
    for (line, key) in rows.iter().flat_map(RecordList::keys) {
        if file.register.customer_of(key).is_none() {
            let unknown = Refused::UnknownKey { place: 0 };
            let fact = format!("line {line} of the rows: {}", unknown.fact());
            return Err(LoadError::input(fact, Some(unknown.hint())));
        }
        keys.push(key);
    }
    let from = keys.first().and_then(|&key| file.register.customer_of(key));
    let (event, ids) = (file.register.events_len(), file.register.aliases().count());
    let name = file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let key = own_key.map_or_else(|| Key::derived(&name, 0), Key::from_bytes);
    let to = file.register.split(&key.mint_key(), &keys).map_err(refused)?;
    let is_new = file.register.aliases().count() > ids;
    keep_register(&file)?;
    let from = from.map(|from| from.to_string()).unwrap_or_default();
    let records = counted(keys.len() as u64, "record of", "records of");
    let verb = if keys.len() == 1 { "is" } else { "are" };
    let mut told =
        vec![format!("{records} {from} {verb} {to} from here on, and the two are kept apart (event {event})")];
    told.push(take_back(&file, event));
    if is_new && key.is_derived() {
        told.push("the new id can be guessed by whoever knows the record's id: pass --key-file".to_owned());
    }
    Ok(told)
}

/// The record that was typed as `SOURCE:ID`; both may hold colons.
fn typed_key<'a>(register: &Register, typed: &'a str) -> Result<SourceKey<'a>, &'static str> {
    let keys = || typed.match_indices(':').map(|(at, _)| SourceKey { source: &typed[..at], id: &typed[at + 1..] });
    let found = keys().find(|&key| register.customer_of(key).is_some());
    let fact = if keys().next().is_none() { "this is not SOURCE:ID" } else { Refused::UnknownKey { place: 0 }.fact() };
    found.ok_or(fact)
}

fn undo(args: &IdsUndoArgs) -> Told {
    let mut file = RegisterFile::open(&args.register)?;
    let path = file.path().display().to_string();
    let told = match file.register.events().nth(args.event as usize) {
        Some(RegisterEvent::Merged { from, into, .. }) => {
            vec![
                format!("{from} is no alias of {into} any more, and the two are kept apart"),
                format!("to join them again: `rehearsal ids merge {path} {into} {from}`"),
            ]
        }
        Some(RegisterEvent::Split { from, to, keys }) => {
            let records = counted(keys.len() as u64, "record of", "records of");
            vec![
                format!("{records} {to} went back to {from}, and the two are no longer kept apart"),
                format!("to part them again: `rehearsal ids split {path} KEY...`"),
            ]
        }
        _ => Vec::new(),
    };
    file.register.undo(args.event).map_err(refused)?;
    keep_register(&file)?;
    Ok(told)
}

fn show(args: &IdsShowArgs) -> Told {
    let file = RegisterFile::open(&args.register)?;
    match &args.id {
        Some(text) => of_customer(&file, id(text)?),
        None => Ok(overview(&file)),
    }
}

/// Counts, and the decisions with their numbers.
fn overview(file: &RegisterFile) -> Vec<String> {
    let register = &file.register;
    let (mut ids, mut standing, mut split_off) = (0_u64, 0_u64, 0_u64);
    for (id, today) in register.aliases() {
        ids += 1;
        standing += u64::from(id == today);
    }
    let mut undone: Vec<u32> = Vec::new();
    let mut decisions = Vec::new();
    for (number, event) in (0_u32..).zip(register.events()) {
        match event {
            RegisterEvent::Merged { from, into, by } => {
                let by = if by == Decider::Person { "a person" } else { "the evidence" };
                decisions.push((number, format!("{by} merged {from} into {into}")));
            }
            RegisterEvent::Split { from, to, keys } => {
                split_off += 1;
                let records = counted(keys.len() as u64, "record", "records");
                decisions.push((number, format!("a person split {records} of {from} off as {to}")));
            }
            RegisterEvent::Undone { event } => undone.push(event),
            _ => {}
        }
    }
    let mut told = vec![
        format!(
            "{}: {}, {}, {}",
            file.path().display(),
            counted(standing, "customer", "customers"),
            counted(register.crosswalk().count() as u64, "record", "records"),
            counted(register.events_len(), "event", "events")
        ),
        format!(
            "{}, of which {}; {}",
            counted(ids, "id was given out", "ids were given out"),
            counted(ids - standing, "is an alias", "are aliases"),
            counted(split_off, "split", "splits")
        ),
    ];
    let hidden = decisions.len().saturating_sub(DECISIONS_MAX);
    if hidden > 0 {
        told.push(format!("  {} earlier merges and splits", number(hidden as u64)));
    }
    told.extend(decisions.into_iter().skip(hidden).map(|(event, words)| {
        let end = if undone.contains(&event) { " (taken back)" } else { "" };
        format!("  event {event}: {words}{end}")
    }));
    told
}

/// Whom an id means, and where its records are.
fn of_customer(file: &RegisterFile, id: CustomerId) -> Told {
    let register = &file.register;
    let today = register.resolve(id).ok_or_else(|| refused(Refused::UnknownCustomer))?;
    let mut told = vec![if today == id { format!("{id} stands") } else { format!("{id} is an alias of {today}") }];
    let aliases = register.aliases().filter(|&(alias, to)| to == today && alias != today);
    let aliases: Vec<String> = aliases.map(|(alias, _)| alias.to_string()).collect();
    if !aliases.is_empty() {
        told.push(format!("aliases of {today}: {}", listed(&aliases)));
    }
    if let Some(household) = register.household_of(id) {
        told.push(format!("household {household}"));
    }
    let mut by_source: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for ((key, customer), &line) in register.crosswalk().zip(file.record_lines()) {
        if customer == today {
            by_source.entry(key.source).or_default().push(line);
        }
    }
    told.extend(by_source.into_iter().map(|(source, lines)| {
        let mut named: Vec<String> = lines.iter().take(LINES_MAX).map(u32::to_string).collect();
        if lines.len() > LINES_MAX {
            named.push(format!("and {} more", number((lines.len() - LINES_MAX) as u64)));
        }
        let source = if is_name_of_system(source) { source } else { "a source whose name is not shown" };
        let records = counted(lines.len() as u64, "record", "records");
        let word = if lines.len() == 1 { "line" } else { "lines" };
        format!("{source}: {records}, {word} {} of {}", named.join(", "), file.path().display())
    }));
    Ok(told)
}

/// Whether the name of a source is one of a system, as far as can be told, and not a person's: one short word.
fn is_name_of_system(source: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    (1..=30).contains(&source.len()) && source.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_shown_if_it_is_one_word() {
        assert!(is_name_of_system("shop-nl") && is_name_of_system("table"));
        for name in ["", "Jan Jansen", "x@example.com", "\u{1b}[31m"] {
            assert!(!is_name_of_system(name), "{name}");
        }
    }
}
