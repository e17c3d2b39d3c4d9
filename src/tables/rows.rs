//! Text to rows.
//!
//! Owns: the delimiter, the header line and the line on which each row begins. Deliberately knows no field: it asks
//! only whether a header is known.

use std::ops::ControlFlow;

use csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};

/// The delimiters that exports use, the usual ones first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The beginning of a CSV file.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) delimiter: u8,
    pub(crate) headers: Vec<String>,
    /// The text from the header on, and the line on which that is.
    text: &'a str,
    line: u64,
}

/// Finds the delimiter and the header. `None` if there is no line at all.
///
/// The delimiter is the one that a first line `sep=;` names; else the one that makes most headers known; among those,
/// the one that makes most columns; among those, the usual one.
pub(crate) fn head(text: &str, is_known: impl Fn(&str) -> bool) -> Option<Head<'_>> {
    let named = match text.as_bytes() {
        [s, e, p, b'=', mark, end @ ..] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => {
            Some(*mark).filter(|mark| mark.is_ascii() && matches!(end.first(), None | Some(b'\r' | b'\n')))
        }
        _ => None,
    };
    let rest = named.map_or(0, |_| text.find('\n').map_or(text.len(), |at| at + 1));
    let (line, text) = (if rest == 0 { 1 } else { 2 }, &text[rest..]);
    let candidates = named.map_or(DELIMITERS.to_vec(), |named| vec![named]);
    let mut best: Option<((usize, usize), Head<'_>)> = None;
    for delimiter in candidates {
        let headers = first_record(text, delimiter)?;
        let quality = (headers.iter().filter(|header| is_known(header)).count(), headers.len());
        if best.as_ref().is_none_or(|(found, _)| quality > *found) {
            best = Some((quality, Head { delimiter, headers, text, line }));
        }
    }
    best.map(|(_, head)| head)
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn first_record(text: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut record = ByteRecord::new();
    let is_there = reader(text, delimiter).read_byte_record(&mut record).unwrap_or(false);
    let cell = |cell: &[u8]| rehearsal_identity::trim(&String::from_utf8_lossy(cell)).to_owned();
    is_there.then(|| record.iter().map(cell).collect())
}

/// One row.
pub(crate) struct Row<'a> {
    /// The line on which it begins, in the whole file.
    pub(crate) line: u64,
    cells: &'a StringRecord,
    /// How many cells the header has.
    header_cells: usize,
}

impl<'a> Row<'a> {
    /// Whether it has more or fewer cells than the header: then nobody knows which cell is under which header.
    pub(crate) fn is_ragged(&self) -> bool {
        self.cells.len() != self.header_cells
    }

    /// A cell without blanks around it; empty if the row is too short.
    pub(crate) fn cell(&self, column: usize) -> &'a str {
        rehearsal_identity::trim(self.raw(column))
    }

    /// A cell as it is written; empty if the row is too short.
    pub(crate) fn raw(&self, column: usize) -> &'a str {
        self.cells.get(column).unwrap_or("")
    }
}

/// Calls `visit` for each row behind the header; blank lines are no rows. Returns the lines of rows that cover so many
/// lines that they have probably swallowed others behind an open quotation mark.
#[must_use]
pub(crate) fn rows(head: &Head<'_>, mut visit: impl FnMut(&Row<'_>)) -> Vec<u64> {
    let (mut quotes, mut swallowed) = (OpenQuotes::default(), Vec::new());
    let mut reader = reader(head.text, head.delimiter);
    let mut record = StringRecord::new();
    let mut lines =
        Lines { bytes: head.text.as_bytes(), at: 0, line: head.line, has_returns: head.text.contains('\r') };
    let mut is_header = true;
    // Reading from memory cannot fail, rows of any length are welcome, and a cell is always whole characters, because
    // the file was decoded as a whole and delimiters are ASCII; so an error only ends the file.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.line_of_row(usize::try_from(start).unwrap_or(usize::MAX));
        if !is_header {
            swallowed.extend(quotes.swallowed(line));
            visit(&Row { line, cells: &record, header_cells: head.headers.len() });
        }
        is_header = false;
    }
    swallowed.extend(quotes.swallowed(lines.peek(head.text.trim_end_matches(['\r', '\n']).len())));
    swallowed
}

/// A row that covers more lines than this has probably swallowed others.
const ROW_LINES_MAX: u64 = 50;

/// Watches the lines on which rows begin, for rows that swallow others.
#[derive(Debug, Default)]
struct OpenQuotes {
    last_line: u64,
}

impl OpenQuotes {
    /// The line of the row before, if a row (or the end of the file) on this line shows that it covers too many.
    fn swallowed(&mut self, line: u64) -> Option<u64> {
        let last = std::mem::replace(&mut self.last_line, line);
        (last > 0 && line.saturating_sub(last) > ROW_LINES_MAX).then_some(last)
    }
}

/// Counts line ends: `\n`, `\r\n` or a lone `\r`. The reader's own count differs between these.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    /// Whether any line end holds a `\r`; most files need not be looked through for them.
    has_returns: bool,
}

impl Lines<'_> {
    /// The line on which the row that begins at or behind `start` does: blank lines before it are skipped.
    fn line_of_row(&mut self, start: usize) -> u64 {
        let start = start.min(self.bytes.len());
        let blank = self.bytes[start..].iter().try_fold(start, |at, byte| match byte {
            b'\r' | b'\n' => ControlFlow::Continue(at + 1),
            _ => ControlFlow::Break(at),
        });
        let (ControlFlow::Break(start) | ControlFlow::Continue(start)) = blank;
        self.line = self.peek(start);
        self.at = self.at.max(start);
        self.line
    }

    /// The line of a place ahead.
    fn peek(&self, place: usize) -> u64 {
        let place = place.clamp(self.at, self.bytes.len());
        let ahead = &self.bytes[self.at..place];
        // Counted by pieces in single bytes, which a processor does many at a time.
        let piece = |piece: &[u8], wanted: u8| piece.iter().map(|&byte| u8::from(byte == wanted)).sum::<u8>();
        let count =
            |wanted: u8| ahead.chunks(u8::MAX.into()).map(|bytes| usize::from(piece(bytes, wanted))).sum::<usize>();
        if !self.has_returns {
            return self.line + count(b'\n') as u64;
        }
        let behind = self.bytes.get(self.at + 1..).unwrap_or_default();
        let pairs = ahead.iter().zip(behind).filter(|&(&byte, &next)| byte == b'\r' && next == b'\n').count();
        self.line + (count(b'\n') + count(b'\r') - pairs) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>)> {
        let head = head(text, |header| header == "email").unwrap();
        let mut found = Vec::new();
        let cells = |row: &Row<'_>| (0..row.cells.len()).map(|cell| row.cell(cell).to_owned()).collect();
        let swallowed = rows(&head, |row| found.push((row.line, cells(row))));
        assert!(swallowed.is_empty());
        found
    }

    #[test]
    fn the_line_of_a_row_is_the_one_an_editor_shows() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["email,note", "a,\"one", "two\"", "", "b,x", "c,y"].join(end);
            let lines: Vec<u64> = read(&text).iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [2, 5, 6], "{end:?}");
        }
        assert_eq!(read("sep=;\r\nemail;x\r\na;1\r\n")[0], (3, vec!["a".to_owned(), "1".to_owned()]));
    }

    #[test]
    fn a_row_that_swallows_others_is_told() {
        let text = format!("email,note\na,x\nb,\"open\n{}", "c,x\n".repeat(60));
        let head = head(&text, |header| header == "email").unwrap();
        assert_eq!(rows(&head, |_| {}), [3]);
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_headers_known() {
        for (text, delimiter) in [
            ("a,b;email;c", b';'),
            ("name\temail", b'\t'),
            ("name|email", b'|'),
            ("email", b','),
            ("x;y;z", b';'),
            ("sep=|\nx|y;z;w", b'|'),
            ("sep=#\nx#email", b'#'),
        ] {
            assert_eq!(head(text, |header| header == "email").unwrap().delimiter, delimiter, "{text}");
        }
        assert!(head("", |_| true).is_none());
        assert!(head("\n\n", |_| true).is_none());
    }
}
