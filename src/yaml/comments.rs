//! Comments of a YAML file, and which value they belong to.
//!
//! Owns: [`Comments`], the comments that wait for their value while a file is parsed, and where lines and columns are in
//! a text. Deliberately keeps a comment as it is written: nothing reads it but people.

/// What is written around a value for people. Lines are without indentation and line end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comments {
    /// The lines above: comments with their `#`, and empty lines. Of an entry of a map they are with its key.
    pub(crate) before: Vec<String>,
    /// The comment at the end of the line, with its `#`; of a list or map over several lines, on the line that opens it.
    pub(crate) line: Option<String>,
    /// At which column that comment stands, in characters, if there is room before it: comments keep their alignment. 0
    /// for one that follows its value after a blank.
    pub(crate) column: usize,
    /// The lines below the last child of a list or map.
    pub(crate) after: Vec<String>,
}

impl Comments {
    /// Puts a comment and its column on the line of the value, if there is one.
    pub(super) fn open_with(&mut self, comment: Option<(String, usize)>) {
        if let Some((text, column)) = comment {
            self.line = Some(text);
            self.column = column;
        }
    }

    /// Whether nothing is written around the value.
    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.line.is_none() && self.after.is_empty()
    }
}

/// A comment on a line of its own.
#[derive(Debug)]
struct Above {
    start: usize,
    column: usize,
    is_after_blank: bool,
    text: String,
}

/// Comments on lines of their own that belong to no value yet, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Waiting(Vec<Above>);

impl Waiting {
    /// A comment that begins at a byte and a column.
    pub(super) fn push(&mut self, start: usize, column: usize, is_after_blank: bool, text: String) {
        self.0.push(Above { start, column, is_after_blank, text });
    }

    /// A comment that belongs to no line of its own, but to whatever comes next or ends first.
    pub(super) fn push_inner(&mut self, text: String) {
        self.push(0, usize::MAX, false, text);
    }

    /// All of them.
    pub(super) fn take_all(&mut self) -> Vec<String> {
        lines(std::mem::take(&mut self.0))
    }

    /// Those before a byte.
    pub(super) fn take_until(&mut self, start: usize) -> Vec<String> {
        let end = self.0.iter().position(|above| above.start >= start).unwrap_or(self.0.len());
        lines(self.0.drain(..end))
    }

    /// The first ones, as long as they are at a column or further in.
    pub(super) fn take_from_column(&mut self, column: usize) -> Vec<String> {
        let end = self.0.iter().position(|above| above.column < column).unwrap_or(self.0.len());
        lines(self.0.drain(..end))
    }

    /// What is about the file and not about its first value: the comments up to the last empty line.
    pub(super) fn take_head(&mut self, is_blank_below: bool) -> Vec<String> {
        if let Some(first) = self.0.first_mut() {
            first.is_after_blank = false;
        }
        if is_blank_below {
            return self.take_all();
        }
        let end = self.0.iter().rposition(|above| above.is_after_blank).unwrap_or(0);
        let head = lines(self.0.drain(..end));
        if let Some(first) = self.0.first_mut() {
            first.is_after_blank = false;
        }
        head
    }
}

/// Comments as lines, with the empty lines between them.
fn lines(waiting: impl IntoIterator<Item = Above>) -> Vec<String> {
    let mut lines = Vec::new();
    for above in waiting {
        if above.is_after_blank {
            lines.push(String::new());
        }
        lines.push(above.text);
    }
    lines
}

/// Where lines and columns are in a text; both in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout<'text>(pub(super) &'text str);

impl Layout<'_> {
    /// Where the line begins that a byte is on.
    fn line_start(self, at: usize) -> usize {
        self.0[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The column of a comment in characters, if it is set apart by more than one blank; otherwise 0: it follows its value.
    pub(super) fn comment_column(self, at: usize) -> usize {
        let before = &self.0[self.line_start(at)..at];
        if before.ends_with("  ") || before.ends_with('\t') { before.chars().count() } else { 0 }
    }

    /// How far a byte is from the beginning of its line.
    pub(super) fn column(self, at: usize) -> usize {
        at - self.line_start(at)
    }

    /// Whether only blanks stand before it on its line.
    pub(super) fn is_first_on_line(self, at: usize) -> bool {
        self.0[self.line_start(at)..at].trim_start_matches('\u{feff}').trim().is_empty()
    }

    /// Whether the line above is there and empty.
    pub(super) fn blank_above(self, at: usize) -> bool {
        let start = self.line_start(at);
        start > 0 && self.0[self.line_start(start - 1)..start].trim().is_empty()
    }

    /// The `-` of an item that begins at a byte, in a list over several lines whose first `-` is at another.
    pub(super) fn dash(self, list: usize, item: usize) -> usize {
        let column = self.column(list);
        let mut start = self.line_start(item);
        while start > list {
            let is_dash = self.0.as_bytes().get(start + column) == Some(&b'-');
            if is_dash && !self.0[start..].trim_start().starts_with('#') {
                return start + column;
            }
            start = self.line_start(start - 1);
        }
        list
    }
}
