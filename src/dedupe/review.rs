//! What people decide about doubtful pairs, kept beside the table.
//!
//! Owns: the answers file (`<table>.review.csv`), asking, and how answers survive. An answer once given is never lost:
//! the file is rewritten with every answered pair in it, also of rows that the table no longer has. Deliberately shows
//! no cell: a pair is two lines and its evidence, and the person who decides looks the rows up.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use rehearsal_identity::Decision;

use super::index::RowIndex;
use super::summary::Summary;
use super::{unusable, whole};
use crate::diagnostics::Problems;
use crate::diagnostics::closest;
use crate::tables::{Note, decode, head, header_key, rows};

/// The columns of the file.
const HEADER: [&str; 5] = ["row_a", "row_b", "answer", "probability", "evidence"];

/// What a person says of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The same person.
    Same,
    /// Two people.
    Different,
}

impl Answer {
    /// The word in the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
        }
    }
}

/// A line of the file: the names of two rows, and what is said of them.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    names: [String; 2],
    answer: Option<Answer>,
    probability: String,
    evidence: String,
}

impl fmt::Debug for Line {
    /// Names no row: an id may be a person's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({:?})", self.answer)
    }
}

/// The answers of earlier reviews.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// What the engine is to obey.
    pub decisions: Vec<Decision>,
    /// Answers about rows that the table does not have; kept, and not obeyed.
    pub unknown_answers: u64,
    /// Every answered line, as it was read.
    answered: Vec<Line>,
}

/// Where the answers about a table are kept: beside it.
#[must_use]
pub fn answers_path(table: &Path) -> PathBuf {
    let mut name = table.file_stem().unwrap_or_default().to_owned();
    name.push(".review.csv");
    table.with_file_name(name)
}

/// Reads the answers; problems are collected, each with its line.
pub(super) fn read(bytes: &[u8], index: &RowIndex<'_>, source: usize, problems: &Problems) -> Answers {
    let mut answers = Answers::default();
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err((message, hint)) => {
            unusable(problems, source, message, hint);
            return answers;
        }
    };
    let Some(head) = head(&decoded.text, |header| HEADER.contains(&header)) else {
        return answers;
    };
    let place = |wanted: &str| head.headers.iter().position(|header| header_key(header) == header_key(wanted));
    let [Some(left), Some(right), Some(answer)] = [place("row_a"), place("row_b"), place("answer")] else {
        let hint = format!("its first line is `{}`", HEADER.join(","));
        unusable(problems, source, "the answers have no columns `row_a`, `row_b` and `answer`", &hint);
        return answers;
    };
    let cell = |row: &crate::tables::Row<'_>, column: Option<usize>| {
        column.map(|column| row.cell(column).to_owned()).unwrap_or_default()
    };
    let mut lines: Vec<(Decision, u64)> = Vec::new();
    let swallowed = rows(&head, |row| {
        let given = match parse(row.cell(answer)) {
            Ok(Some(given)) => given,
            Ok(None) => return,
            Err(near) => {
                let hint = near.map(|near| format!("did you mean `{near}`?"));
                let hint = hint.unwrap_or_else(|| "answers: `same`, `different`, or nothing".to_owned());
                unusable(problems, source, format!("line {}: this is no answer", row.line), &hint);
                return;
            }
        };
        let names = [row.cell(left), row.cell(right)];
        match names.map(|name| index.row(name)) {
            [Some(one), Some(other)] if one != other => {
                let rows = [one.min(other), one.max(other)];
                lines.push((Decision { rows, are_same: given == Answer::Same }, row.line));
            }
            [Some(_), Some(_)] => {
                let message = format!("line {}: both rows are the same one", row.line);
                unusable(problems, source, message, "an answer is about two rows");
            }
            _ => {
                answers.unknown_answers += 1;
                let message = format!("line {}: the table has no such row; this answer is kept, not obeyed", row.line);
                let hint = "rows are named as in the table's column of row ids, or else by line".to_owned();
                problems.warning(&whole(source), message, Some(hint));
            }
        }
        let [probability, evidence] = ["probability", "evidence"].map(|name| cell(row, place(name)));
        answers.answered.push(Line { names: names.map(str::to_owned), answer: Some(given), probability, evidence });
    });
    for line in swallowed {
        unusable(problems, source, format!("line {line}: {}", Note::OpenQuote.message()), "close the quotation mark");
    }
    lines.sort_unstable();
    for pair in lines.windows(2) {
        if pair[0].0.rows == pair[1].0.rows && pair[0].0.are_same != pair[1].0.are_same {
            let (first, second) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
            let message = format!("lines {first} and {second}: the same pair has two answers");
            unusable(problems, source, message, "keep one of the two lines");
        }
    }
    answers.decisions = lines.into_iter().map(|(decision, _)| decision).collect();
    answers.decisions.dedup();
    answers
}

/// An answer, nothing, or else the answer that was perhaps meant.
fn parse(cell: &str) -> Result<Option<Answer>, Option<&'static str>> {
    let known = [Answer::Same, Answer::Different];
    if cell.is_empty() {
        return Ok(None);
    }
    let found = known.into_iter().find(|answer| cell.eq_ignore_ascii_case(answer.name()));
    found.map(Some).ok_or_else(|| closest(cell, known.map(Answer::name)))
}

impl Answers {
    /// How many answers are obeyed.
    #[must_use]
    pub fn obeyed(&self) -> u64 {
        self.decisions.len() as u64
    }

    /// Keeps a further answer.
    fn keep(&mut self, line: Line, decision: Decision) {
        self.answered.push(line);
        self.decisions.push(decision);
    }

    /// The file: every answer, then the pairs that wait for one, most doubtful first.
    #[must_use]
    pub fn file(&self, summary: &Summary<'_>) -> Vec<u8> {
        let known: BTreeSet<[u32; 2]> = self.decisions.iter().map(|decision| decision.rows).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        drop(writer.write_record(HEADER));
        let mut write = |line: &Line| {
            let answer = line.answer.map_or("", Answer::name);
            let [one, other] = &line.names;
            // Writing into memory cannot fail.
            drop(writer.write_record([one, other, answer, &line.probability, &line.evidence]));
        };
        self.answered.iter().for_each(&mut write);
        for link in summary.findings.review.iter().filter(|link| !known.contains(&link.rows)) {
            write(&line_of(summary, link.rows, None));
        }
        writer.into_inner().unwrap_or_default()
    }

    /// Whether a pair has an answer.
    fn knows(&self, rows: [u32; 2]) -> bool {
        self.decisions.iter().any(|decision| decision.rows == rows)
    }
}

/// A pair as a line of the file.
fn line_of(summary: &Summary<'_>, rows: [u32; 2], answer: Option<Answer>) -> Line {
    let link = summary.findings.review.iter().find(|link| link.rows == rows);
    Line {
        names: rows.map(|row| summary.sheet.name(row as usize).into_owned()),
        answer,
        probability: link.map(|link| super::clusters::permille(link.probability_permille)).unwrap_or_default(),
        evidence: link.map(|link| summary.waterfall(link).sentence()).unwrap_or_default(),
    }
}

/// Asks about pair after pair: `s`ame, `d`ifferent, `l`ater, `q`uit. After each answer the file is handed to `save`.
/// Returns how many answers were given.
///
/// # Errors
///
/// A stream is at its end or cannot be written to, or `save` fails.
pub fn ask(
    summary: &Summary<'_>,
    answers: &mut Answers,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    save: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u64> {
    let open: Vec<_> = summary.findings.review.iter().filter(|link| !answers.knows(link.rows)).collect();
    let mut given = 0;
    'pairs: for (place, link) in open.iter().enumerate() {
        let [one, other] = link.rows.map(|row| summary.line(row));
        writeln!(out, "\n{} of {}: lines {one} and {other}", place + 1, open.len())?;
        writeln!(out, "  {}", summary.waterfall(link).sentence())?;
        let answer = loop {
            write!(out, "  one person? [s]ame, [d]ifferent, [l]ater, [q]uit: ")?;
            out.flush()?;
            let mut typed = String::new();
            if input.read_line(&mut typed)? == 0 {
                break 'pairs;
            }
            match typed.trim().to_ascii_lowercase().as_str() {
                "s" | "same" => break Answer::Same,
                "d" | "different" => break Answer::Different,
                "l" | "later" => continue 'pairs,
                "q" | "quit" => break 'pairs,
                _ => {}
            }
        };
        let decision = Decision { rows: link.rows, are_same: answer == Answer::Same };
        answers.keep(line_of(summary, link.rows, Some(answer)), decision);
        save(&answers.file(summary))?;
        given += 1;
    }
    Ok(given)
}
