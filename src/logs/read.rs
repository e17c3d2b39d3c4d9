//! Reading a log.
//!
//! Owns: the order of lines, the promises of the header, and what is wrong with a line as a whole. Deliberately repairs
//! nothing: a fact out of order, of a kind that the header does not name or of a profile that there is not is a problem.

use rehearsal_core::model::names_of;
use std::fmt;
use std::io::BufRead;

use rehearsal_core::history::{CallFact, Fact, FactKinds, FactName, History, HistoryPart, Names, Outline};
use rehearsal_core::plan::Plan;

use super::line::{Cells, Line, Lookup};
use super::{FORMAT, Header, VERSION};
use crate::diagnostics::suggestion;

/// Problems after which reading stops: whoever wrote the log made the same mistake in every line.
const PROBLEMS_MAX: usize = 200;

/// A log that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// What it says of itself.
    pub header: Header,
    /// What happened.
    pub history: History,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogProblem {
    /// The line, from 1.
    pub line: u64,
    /// The key, where it is about one.
    pub key: Option<String>,
    /// The fact, as a lower-case fragment.
    pub message: String,
    /// What to do about it, if we know.
    pub hint: Option<String>,
}

impl fmt::Display for LogProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(key) = &self.key {
            write!(f, ", `{key}`")?;
        }
        write!(f, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// Reads a log whose names and whose calendar are those of a plan.
///
/// # Errors
///
/// Everything that is wrong, up to two hundred problems; at least one.
pub fn read(input: impl BufRead, plan: &Plan) -> Result<Log, Vec<LogProblem>> {
    let names = names_of(plan);
    let mut reader = Reader::new(plan, Lookup::new(&names));
    for (line, number) in input.split(b'\n').zip(1..) {
        let is_readable = match line {
            Ok(line) => reader.line(number, line.strip_suffix(b"\r").unwrap_or(&line)),
            Err(error) => reader.note(number, None, format!("cannot be read: {}", error.kind()), None),
        };
        if is_readable.is_none() && (reader.header.is_none() || reader.problems.len() >= PROBLEMS_MAX) {
            break;
        }
    }
    reader.finish(&names)
}

/// What has been read so far.
struct Reader<'a> {
    plan: &'a Plan,
    lookup: Lookup<'a>,
    header: Option<Header>,
    kinds: FactKinds,
    calls: Vec<CallFact>,
    facts: Vec<Fact>,
    problems: Vec<LogProblem>,
    /// Lines that hold something.
    lines: u64,
}

impl<'a> Reader<'a> {
    fn new(plan: &'a Plan, lookup: Lookup<'a>) -> Self {
        let (calls, facts, problems) = (Vec::new(), Vec::new(), Vec::new());
        Self { plan, lookup, header: None, kinds: FactKinds::NONE, calls, facts, problems, lines: 0 }
    }

    /// Notes a problem. Never returns anything, so that `?` leaves with it.
    fn note<T>(&mut self, line: u64, key: Option<&str>, message: String, hint: Option<String>) -> Option<T> {
        self.problems.push(LogProblem { line, key: key.map(str::to_owned), message, hint });
        None
    }

    fn line(&mut self, number: u64, text: &[u8]) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        self.lines += 1;
        let Some(header) = &self.header else { return self.header(number, text) };
        let profiles = header.profiles;
        let members = match serde_json::from_slice::<Line>(text) {
            Ok(Line(members)) => members,
            Err(error) => return self.note(number, None, format!("is no JSON object: {}", kind_of(&error)), None),
        };
        let mut cells = Cells { line: number, members, lookup: &self.lookup, problems: &mut self.problems };
        if cells.has("call") {
            let call = cells.call();
            cells.nothing_left(call.is_some());
            let call = call?;
            if !self.facts.is_empty() {
                return self.note(number, None, "a call after the first fact".to_owned(), None);
            }
            self.calls.push(call);
            return Some(());
        }
        let fact = cells.fact();
        cells.nothing_left(fact.is_some());
        let fact = fact?;
        self.fits(number, &fact, profiles)?;
        self.facts.push(fact);
        Some(())
    }

    /// Whether a fact is of a kind that the header names, of a profile that there is, and after the fact before it.
    fn fits(&mut self, number: u64, fact: &Fact, profiles: u32) -> Option<()> {
        let name = fact.kind.name();
        if !self.kinds.meets(FactKinds::of(&[name])) {
            let message = format!("a fact of the kind `{}`, which the first line does not name", name.name());
            return self.note(number, Some("kind"), message, Some("add it to `kinds`".to_owned()));
        }
        if fact.profile >= profiles {
            let message = format!("there are {profiles} profiles, numbered from 0");
            return self.note(number, Some("profile"), message, None);
        }
        if !self.facts.last().is_none_or(|last| fact.may_follow(last)) {
            let hint = Some("sort facts by profile, then by minute".to_owned());
            return self.note(number, None, "a fact that belongs before the one above it".to_owned(), hint);
        }
        Some(())
    }

    fn header(&mut self, number: u64, text: &[u8]) -> Option<()> {
        let header: Header = match serde_json::from_slice(text) {
            Ok(header) => header,
            Err(error) => {
                let hint = "the first line says what the log is; see `rehearsal schema facts`";
                let message = format!("is no header of a log: {}", wrong_in_header(&error));
                return self.note(number, None, message, Some(hint.to_owned()));
            }
        };
        if header.format != FORMAT {
            let message = format!("is not `{FORMAT}`");
            return self.note(number, Some("format"), message, None);
        }
        if header.version != VERSION {
            let message = format!("{} is not a version that can be read here", header.version);
            return self.note(number, Some("version"), message, Some(format!("version {VERSION} can")));
        }
        let begins = self.plan.calendar.start().to_string();
        if header.begins != begins {
            let message = format!("the scenario begins on {begins}, so that its minutes are others");
            return self.note(number, Some("begins"), message, None);
        }
        let zone = self.plan.zone().name();
        if header.zone != zone {
            let message = format!("the scenario's clock is that of {zone}, so that its minutes are others");
            return self.note(number, Some("zone"), message, None);
        }
        self.kinds(number, header)
    }

    fn kinds(&mut self, number: u64, header: Header) -> Option<()> {
        let mut are_known = true;
        for kind in &header.kinds {
            match FactName::ALL.into_iter().find(|name| name.name() == kind) {
                Some(name) => self.kinds = self.kinds.with(FactKinds::of(&[name])),
                None => {
                    are_known = false;
                    let hint = suggestion(kind, FactName::ALL.into_iter().map(FactName::name));
                    self.note::<()>(number, Some("kinds"), format!("no kind of fact is called `{kind}`"), hint);
                }
            }
        }
        self.header = Some(header);
        are_known.then_some(())
    }

    fn finish(mut self, names: &Names) -> Result<Log, Vec<LogProblem>> {
        let Some(header) = self.header.take() else {
            if self.problems.is_empty() {
                self.note::<()>(1, None, "the log is empty".to_owned(), None);
            }
            return Err(self.problems);
        };
        // A count is only worth comparing when every line could be read.
        if self.problems.is_empty() {
            let read = [("calls", header.calls, self.calls.len()), ("facts", header.facts, self.facts.len())];
            for (key, promised, read) in read {
                if let Some(promised) = promised.filter(|&promised| promised != read as u64) {
                    let message = format!("the first line promises {promised}, and there are {read}");
                    self.note::<()>(1, Some(key), message, Some("the log was cut off or put together".to_owned()));
                }
            }
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let parts = vec![HistoryPart::of(header.profiles, self.facts)];
        let outline = Outline { names: names.clone(), kinds: self.kinds, calls: self.calls };
        let history = History { outline, parts };
        if let Some(digest) = &header.digest
            && *digest != history.digest(1)
        {
            let message = "is not the digest of these facts under these names".to_owned();
            let hint = Some("the log was changed, or belongs to another scenario".to_owned());
            return Err(vec![LogProblem { line: 1, key: Some("digest".to_owned()), message, hint }]);
        }
        Ok(Log { header, history })
    }
}

/// What is wrong with a header. Keys are told, and no value: what is read may be a list of people.
fn wrong_in_header(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let is_about_a_key =
        ["missing field", "unknown field", "duplicate field"].iter().any(|about| told.starts_with(about));
    if is_about_a_key { told } else { format!("{} at column {}", kind_of(error), error.column()) }
}

/// What JSON found wrong, without a word of what it read.
fn kind_of(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Io => "it cannot be read",
        serde_json::error::Category::Syntax => "wrong syntax",
        serde_json::error::Category::Data => "another type, or a key twice",
        serde_json::error::Category::Eof => "it is cut off",
    }
}
