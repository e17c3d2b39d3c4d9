//! Writing a log.
//!
//! Owns: the order of lines: header, calls, facts in total order. Deliberately opens no file.

use std::io::{self, Write};

use rehearsal_core::history::{CallFact, Fact, History};

use super::cell::{Cell, put};
use super::words::Word;
use super::{Header, Quoted, kinds};

/// Bytes that are gathered before they are written.
const BUFFER_BYTES: usize = 1 << 18;

/// Writes a history as lines of JSON.
///
/// # Errors
///
/// Those of the writer.
pub fn write(header: &Header, history: &History, into: &mut dyn Write) -> io::Result<()> {
    let names = Quoted::new(&history.names);
    let mut lines = serde_json::to_vec(header)?;
    lines.push(b'\n');
    for call in &history.calls {
        call_line(call, &names, &mut lines);
    }
    for fact in history.facts() {
        fact_line(fact, &names, &mut lines);
        if lines.len() > BUFFER_BYTES {
            into.write_all(&lines)?;
            lines.clear();
        }
    }
    into.write_all(&lines)
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
