//! Where a row of an export stands: its file and its line, in one number.
//!
//! Owns: how the number of a record of an export is put together and taken apart. Invented records count up instead.

use crate::limits::LINE_BITS;

/// A line of a file of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileLine {
    /// The place of the file among the exports of the scenario, from 0.
    pub file: u32,
    /// The line, from 1; 0 is before the first.
    pub line: u32,
}

const _: () = assert!(LINE_BITS == u32::BITS, "a line would run into the next file");

impl FileLine {
    /// The number of the record that is read from it. Ascends by file, then by line.
    #[must_use]
    pub const fn number(self) -> u64 {
        (self.file as u64) << LINE_BITS | self.line as u64
    }

    /// What the number of a record of an export says.
    #[must_use]
    pub const fn of(number: u64) -> Self {
        Self { file: (number >> LINE_BITS) as u32, line: number as u32 }
    }
}
