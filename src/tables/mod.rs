//! One reader of tables: from the bytes of a file to rows, cells and what they mean.
//!
//! Owns: encodings, CSV dialects, the form of headers, the words of cells, and what is noticed about a file. Deliberately
//! knows no preset and no plan, and never tells what a cell held: how many, and on which lines. Exports, tables that
//! are searched for duplicates, their truth and their answers are all read by it.

mod decode;
mod headers;
mod notes;
mod rows;
pub(crate) mod words;

pub use notes::Noticed;

pub(crate) use decode::{Decoded, decode};
pub(crate) use headers::header_key;
pub(crate) use notes::{Note, Notes};
pub(crate) use rows::{Head, Row, head, rows};

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// What is noticed about a file as a whole: its encoding, and what separates its cells.
pub(crate) fn notes_of_file(decoded: &Decoded<'_>, delimiter: u8) -> impl Iterator<Item = Note> {
    let is_unusual = decoded.is_guessed || decoded.encoding != encoding_rs::UTF_8;
    let delimiter = match delimiter {
        b',' => None,
        b';' => Some("semicolons"),
        b'\t' => Some("tabs"),
        b'|' => Some("bars"),
        _ => Some("the character that its first line names"),
    };
    [
        is_unusual.then(|| Note::Decoded(decoded.encoding.name())),
        decoded.has_replacements.then_some(Note::Replaced),
        delimiter.map(Note::Delimited),
    ]
    .into_iter()
    .flatten()
}

/// The bytes of a file that is small enough for the columns of a table.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => format!("failed to read `{}`: there is no such file", path.display()),
        other => format!("failed to read `{}`: {other}", path.display()),
    };
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    if length > BYTES_MAX {
        return Err(format!("`{}` is larger than {} GB", path.display(), BYTES_MAX / 1_000_000_000));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The largest file, in bytes: a column of text holds less than 4 GiB, and an old encoding can grow to three times its
/// size in UTF-8.
const BYTES_MAX: u64 = 1_400_000_000;
