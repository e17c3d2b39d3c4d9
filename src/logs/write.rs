//! Writing a log.
//!
//! Owns: the order of lines: header, calls, facts in total order. Deliberately opens no file.

use std::io::{self, Write};

use rehearsal_core::history::{CallFact, Fact, History, HistoryPart, Outline};

use super::cell::{Cell, put};
use super::words::Word;
use super::{Header, Quoted, kinds};

/// Bytes that are gathered before they are written.
const BUFFER_BYTES: usize = 1 << 18;

/// A log that is written part by part, in the order of the history.
pub struct LogWriter<'a> {
    names: Quoted,
    lines: Vec<u8>,
    into: &'a mut dyn Write,
}

impl<'a> LogWriter<'a> {
    /// Writes the header and the calls.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn begin(header: &Header, outline: &Outline, into: &'a mut dyn Write) -> io::Result<Self> {
        let mut log = Self { names: Quoted::new(&outline.names), lines: serde_json::to_vec(header)?, into };
        log.lines.push(b'\n');
        for call in &outline.calls {
            call_line(call, &log.names, &mut log.lines);
        }
        Ok(log)
    }

    /// Writes the facts of the next part.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn part(&mut self, part: &HistoryPart) -> io::Result<()> {
        for fact in &part.facts {
            fact_line(fact, &self.names, &mut self.lines);
            if self.lines.len() > BUFFER_BYTES {
                self.into.write_all(&self.lines)?;
                self.lines.clear();
            }
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn finish(self) -> io::Result<()> {
        self.into.write_all(&self.lines)
    }
}

/// Writes a whole history as lines of JSON.
///
/// # Errors
///
/// Those of the writer.
pub fn write(header: &Header, history: &History, into: &mut dyn Write) -> io::Result<()> {
    let mut log = LogWriter::begin(header, &history.outline, into)?;
    for part in &history.parts {
        log.part(part)?;
    }
    log.finish()
}

fn call_line(call: &CallFact, names: &Quoted, line: &mut Vec<u8>) {
    let cohort = names.0.cohorts.get(usize::from(call.cohort)).map_or("null", String::as_str);
    line.extend_from_slice(b"{\"call\":");
    line.extend_from_slice(cohort.as_bytes());
    put("minute", call.at.0, line);
    put("batch", call.batch, line);
    put("attempt", call.attempt, line);
    put("outcome", format_args!("\"{}\"", call.outcome.word()), line);
    line.extend_from_slice(b"}\n");
}

fn fact_line(fact: &Fact, names: &Quoted, line: &mut Vec<u8>) {
    write!(line, "{{\"profile\":{}", fact.profile).expect("memory takes every byte");
    fact.at.write("minute", names, line);
    put("kind", format_args!("\"{}\"", fact.kind.name().name()), line);
    kinds::write(fact.kind, names, line);
    line.extend_from_slice(b"}\n");
}
