//! The register of customer ids as a file that is only ever appended to.
//!
//! Owns: the path, the bytes as they were read, and the line of each event. Deliberately decides nothing about ids:
//! [`rehearsal_identity::Register`] does. It writes no file either: it says what the file is to hold, and the verbs
//! write it whole or not at all.
//!
//! The file is CSV, and is made to be read by people and by programs:
//!
//! ```text
//! rehearsal-ids 1
//! event,customer,other,household,source,id,by,undone
//! minted,c_...,,,shop,17,,
//! attached,c_...,,,till,A4,,
//! merged,c_...,c_...,,,,person,        the first became an alias of the second
//! split,c_...,c_...,,till,A4,,         the record left the first for the second; a line a record
//! undone,,,,,,,2                       the number of an event, counted from 0
//! founded,c_...,,h_...,,,,             a new household, and its first customer
//! housed,c_...,,h_...,,,,              a customer in a household that was founded before
//! ```
//!
//! It holds the ids that sources gave to records, so it is as confidential as they are. Messages name its lines, and
//! repeat no cell of it.

mod read;
mod records;
mod write;

use std::path::{Path, PathBuf};

use rehearsal_identity::Register;

use crate::diagnostics::{ErrorKind, LoadError, Problems, Source, Sources};

pub use records::RecordList;

/// What the first line begins with; the version follows.
const MARK: &str = "rehearsal-ids ";
/// The version of the form that is written. A new kind of event or of column is a new version.
const VERSION: u32 = 1;
/// The second line.
const HEADER: [&str; 8] = ["event", "customer", "other", "household", "source", "id", "by", "undone"];

/// A register and the file that it is kept in.
#[derive(Clone)]
pub struct RegisterFile {
    /// The register; it may grow, and never shrinks.
    pub register: Register,
    path: PathBuf,
    /// The file as it was read; empty if there was none.
    bytes: Vec<u8>,
    /// The line of each event that was read: of a split, the first one.
    lines: Vec<u32>,
    /// The line of each record that was read, in the order of [`Register::crosswalk`].
    record_lines: Vec<u32>,
}

impl std::fmt::Debug for RegisterFile {
    /// Names the file and no record.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RegisterFile").field("path", &self.path).field("events", &self.lines.len()).finish()
    }
}

impl RegisterFile {
    /// Reads a register.
    ///
    /// # Errors
    ///
    /// The file is missing, of another kind or version, or changed by hand: every line that is no event at once, or
    /// else the first event that cannot have happened.
    pub fn open(path: &Path) -> Result<Self, LoadError> {
        let problems = Problems::default();
        let file = crate::tables::read_file(path)
            .map_err(|message| problems.error_of_file(message, None))
            .ok()
            .and_then(|bytes| read::read(path, bytes, &problems));
        file.ok_or_else(|| {
            let source = Source { name: path.display().to_string(), text: String::new() };
            LoadError { kind: ErrorKind::Input, problems: problems.into_problems(), sources: Sources(vec![source]) }
        })
    }

    /// Reads a register, or begins an empty one if there is no such file.
    ///
    /// # Errors
    ///
    /// As [`RegisterFile::open`], but for a missing file.
    pub fn open_or_begin(path: &Path) -> Result<Self, LoadError> {
        if path.symlink_metadata().is_ok() {
            return Self::open(path);
        }
        let register = Register::default();
        let (lines, record_lines) = (Vec::new(), Vec::new());
        Ok(Self { register, path: path.to_owned(), bytes: Vec::new(), lines, record_lines })
    }

    /// The path, as the user gave it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many events there were when the file was read.
    #[must_use]
    pub fn events_read(&self) -> u32 {
        self.lines.len() as u32
    }

    /// The line of each record that was read, in the order of [`Register::crosswalk`].
    #[must_use]
    pub fn record_lines(&self) -> &[u32] {
        &self.record_lines
    }

    /// What the file is to hold: the old bytes, and a line for each new event. `None` if there is none.
    #[must_use]
    pub fn grown(&self) -> Option<Vec<u8>> {
        (self.register.events_len() > self.events_read())
            .then(|| write::append(&self.bytes, self.register.events().skip(self.lines.len())))
    }

    /// Whether the file is no longer what was read: somebody else has written to it.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        std::fs::read(&self.path).unwrap_or_default() != self.bytes
    }
}
