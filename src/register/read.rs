//! Lines as events.
//!
//! Owns: what is wrong with a line. Deliberately repairs nothing: ids are in use elsewhere, so a register that was
//! damaged is restored, not guessed. No message repeats a cell.

use std::collections::BTreeMap;
use std::path::Path;

use rehearsal_core::records::TextColumn;
use rehearsal_identity::{CustomerId, Decider, HouseholdId, Register, RegisterEvent, SourceKey};

use super::{HEADER, MARK, RegisterFile, VERSION};
use crate::diagnostics::Place;
use crate::diagnostics::Problems;
use crate::tables::{Note, Row, head, rows};

/// Lines that are no event which are told one by one.
const TOLD_MAX: usize = 10;

const RESTORE: &str = "restore the register from a copy: its lines are only ever appended, never edited";
const ANOTHER: &str = "name the register that `rehearsal dedupe --ids` wrote, or a file that does not exist yet";

/// The words of the first column.
const EVENTS: [&str; 7] = ["minted", "attached", "merged", "split", "undone", "founded", "housed"];

/// What a line says; its record, if it is about one, is the next of [`Log::ids`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Minted(CustomerId),
    Attached(CustomerId),
    Merged(CustomerId, CustomerId, Decider),
    /// From, to, and how many records.
    Split(CustomerId, CustomerId, u32),
    Undone(u32),
    Founded(HouseholdId, CustomerId),
    Housed(CustomerId, HouseholdId),
}

/// The lines of a file.
#[derive(Default)]
struct Log {
    events: Vec<Line>,
    lines: Vec<u32>,
    record_lines: Vec<u32>,
    sources: Vec<String>,
    numbers_of_sources: BTreeMap<String, u32>,
    source_of: Vec<u32>,
    ids: TextColumn,
}

/// Reads a register; problems are collected, and then there is none.
pub(super) fn read(path: &Path, bytes: Vec<u8>, problems: &Problems) -> Option<RegisterFile> {
    let failed = |line: Option<u32>, message: &str, hint: &str| {
        let message = line.map_or_else(|| message.to_owned(), |line| format!("line {line}: {message}"));
        problems.error(&Place { source: 0, span: 0..0 }, message, Some(hint.to_owned()));
    };
    let log = match check(&bytes).and_then(log) {
        Ok(log) => log,
        Err(problems) => {
            problems.iter().take(TOLD_MAX).for_each(|(line, message, hint)| failed(*line, message, hint));
            if problems.len() > TOLD_MAX {
                failed(None, &format!("and {} more lines", problems.len() - TOLD_MAX), RESTORE);
            }
            return None;
        }
    };
    match Register::replay(log.replayed()) {
        Ok(register) => {
            let Log { lines, record_lines, .. } = log;
            Some(RegisterFile { register, path: path.to_owned(), bytes, lines, record_lines })
        }
        Err(broken) => {
            failed(log.lines.get(broken.event as usize).copied(), broken.fact, broken.hint);
            None
        }
    }
}

/// A line, if it is about one, what is wrong, and what to do.
type Fault = (Option<u32>, String, &'static str);

/// The text behind the first line.
fn check(bytes: &[u8]) -> Result<&str, Vec<Fault>> {
    let fault = |line, message: String, hint| Err(vec![(line, message, hint)]);
    let line_at = |end: usize| 1 + bytes[..end].iter().filter(|&&byte| byte == b'\n').count() as u32;
    let text = match std::str::from_utf8(bytes) {
        Ok("") => return fault(None, "the register is empty".to_owned(), "restore it, or remove it to begin anew"),
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            return fault(Some(line_at(error.valid_up_to())), "this is not UTF-8".to_owned(), RESTORE);
        }
    };
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let Some(version) = first.trim_end().strip_prefix(MARK) else {
        return fault(Some(1), format!("this is not a register: it does not begin with `{MARK}`"), ANOTHER);
    };
    match version.parse::<u32>() {
        Ok(VERSION) => {}
        Ok(other) => {
            let message = format!("this register is of version {other}, and this program knows version {VERSION}");
            return fault(Some(1), message, "use the program that wrote it, or a newer one");
        }
        Err(_) => return fault(Some(1), "the version of the register is not a number".to_owned(), RESTORE),
    }
    if !text.ends_with('\n') {
        return fault(Some(line_at(bytes.len())), "the last line is cut off".to_owned(), RESTORE);
    }
    Ok(rest)
}

/// The events of the text behind the first line.
fn log(text: &str) -> Result<Log, Vec<Fault>> {
    let Some(head) = head(text, |header| HEADER.contains(&header)) else {
        return Err(vec![(Some(2), "the line of column names is missing".to_owned(), RESTORE)]);
    };
    if let Some(missing) = HEADER.iter().find(|name| !head.headers.iter().any(|header| header == *name)) {
        return Err(vec![(Some(2), format!("there is no column `{missing}`"), RESTORE)]);
    }
    if head.headers != HEADER || head.delimiter != b',' {
        let message = format!("the columns are not `{}`", HEADER.join(","));
        return Err(vec![(Some(2), message, RESTORE)]);
    }
    let (mut log, mut faults) = (Log::default(), Vec::new());
    let swallowed = rows(&head, |row| {
        let line = u32::try_from(row.line + 1).unwrap_or(u32::MAX);
        if let Err(message) = log.read(row, line) {
            faults.push((Some(line), message.to_owned(), RESTORE));
        }
    });
    for line in swallowed {
        faults.push((u32::try_from(line + 1).ok(), Note::OpenQuote.message(), RESTORE));
    }
    if faults.is_empty() { Ok(log) } else { Err(faults) }
}

impl Log {
    fn read(&mut self, row: &Row<'_>, line: u32) -> Result<(), &'static str> {
        if row.is_ragged() {
            return Err("another number of cells than there are columns");
        }
        let cells: [&str; HEADER.len()] = std::array::from_fn(|place| row.raw(place));
        let customer = |cell: &str| cell.parse::<CustomerId>().map_err(|_| "this is no customer id");
        let household = |cell: &str| cell.parse::<HouseholdId>().map_err(|_| "this is no household id");
        let event = match cells {
            ["minted", id, "", "", _, _, "", ""] => Line::Minted(customer(id)?),
            ["attached", id, "", "", _, _, "", ""] => Line::Attached(customer(id)?),
            ["merged", from, into, "", "", "", by, ""] => {
                let by = match by {
                    "evidence" => Decider::Evidence,
                    "person" => Decider::Person,
                    _ => return Err("neither the evidence nor a person decided"),
                };
                Line::Merged(customer(from)?, customer(into)?, by)
            }
            ["split", from, to, "", _, _, "", ""] => Line::Split(customer(from)?, customer(to)?, 1),
            ["undone", "", "", "", "", "", "", event] => {
                Line::Undone(event.parse().map_err(|_| "this is no number of an event")?)
            }
            ["founded", id, "", home, "", "", "", ""] => Line::Founded(household(home)?, customer(id)?),
            ["housed", id, "", home, "", "", "", ""] => Line::Housed(customer(id)?, household(home)?),
            [event, ..] if EVENTS.contains(&event) => return Err("a cell is filled that this event does not have"),
            _ => return Err("this is no event"),
        };
        if matches!(event, Line::Minted(_) | Line::Attached(_) | Line::Split(..)) {
            let source = self.number_of_source(cells[4]);
            self.source_of.push(source);
            self.ids.push(cells[5]);
        }
        if matches!(event, Line::Minted(_) | Line::Attached(_)) {
            self.record_lines.push(line);
        }
        if let (Line::Split(from, to, _), Some(Line::Split(same_from, same_to, records))) =
            (event, self.events.last_mut())
            && (from, to) == (*same_from, *same_to)
        {
            *records += 1;
            return Ok(());
        }
        self.events.push(event);
        self.lines.push(line);
        Ok(())
    }

    fn number_of_source(&mut self, source: &str) -> u32 {
        if let Some(&last) = self.source_of.last().filter(|&&last| self.sources[last as usize] == source) {
            return last;
        }
        let next = self.sources.len() as u32;
        let number = *self.numbers_of_sources.entry(source.to_owned()).or_insert(next);
        if number == next {
            self.sources.push(source.to_owned());
        }
        number
    }

    /// The events, in their order.
    fn replayed(&self) -> impl Iterator<Item = RegisterEvent<'_>> {
        let mut next = 0;
        let mut key = move || {
            let place = next;
            next += 1;
            SourceKey { source: &self.sources[self.source_of[place] as usize], id: self.ids.get(place) }
        };
        self.events.iter().map(move |&line| match line {
            Line::Minted(customer) => RegisterEvent::Minted { customer, key: key() },
            Line::Attached(customer) => RegisterEvent::Attached { customer, key: key() },
            Line::Merged(from, into, by) => RegisterEvent::Merged { from, into, by },
            Line::Split(from, to, records) => {
                RegisterEvent::Split { from, to, keys: (0..records).map(|_| key()).collect() }
            }
            Line::Undone(event) => RegisterEvent::Undone { event },
            Line::Founded(household, customer) => RegisterEvent::Founded { household, customer },
            Line::Housed(customer, household) => RegisterEvent::Housed { customer, household },
        })
    }
}
