//! YAML files and the files that they name.
//!
//! Owns: bytes to text, text to trees, and what files are called. Deliberately opens files only through a function that is
//! handed in, so that tests and fuzzing need no disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::field::Field;
use super::node::{self, Node};
use super::parse;
use super::read::Reader;
use crate::diagnostics::{Place, Problems, Source, SourceId, Sources};

/// The largest file, in bytes. The largest that people write are some tens of thousands.
const BYTES_MAX: u64 = 4 * 1024 * 1024;
/// How many files one document can be made of.
const FILES_MAX: usize = 1_000;
/// Reads a file of this machine, but no more of it than such a file can have.
pub(crate) fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file as a struct: places, carets, suggestions, every problem at once. `None` if nothing of it could be read;
/// `begin_with` says what to do about an empty file.
pub(crate) fn load_form<T: DeserializeOwned>(
    path: &Path,
    begin_with: &'static str,
    problems: &Problems,
) -> (Sources, Option<T>) {
    let read = |path: &Path| read_limited(path);
    let mut reader = Files::new(&read, problems, begin_with);
    let form = reader.form(&path.display().to_string());
    (reader.into_sources(), form)
}

/// Reads files, each once.
pub(crate) struct Files<'a> {
    read: &'a dyn Fn(&Path) -> io::Result<Vec<u8>>,
    /// Where problems are collected.
    pub(crate) problems: &'a Problems,
    /// Everything that was read so far.
    pub(crate) sources: Sources,
    trees: BTreeMap<PathBuf, Option<Node>>,
    /// What to do about an empty file.
    begin_with: &'static str,
}

impl<'a> Files<'a> {
    /// Files that are read with `read`; problems are collected. `begin_with` says what to do about an empty file.
    pub(crate) fn new(
        read: &'a dyn Fn(&Path) -> io::Result<Vec<u8>>,
        problems: &'a Problems,
        begin_with: &'static str,
    ) -> Self {
        Self { read, problems, sources: Sources::default(), trees: BTreeMap::new(), begin_with }
    }

    /// Everything that was read.
    pub(crate) fn into_sources(self) -> Sources {
        self.sources
    }

    /// A file as a struct.
    pub(crate) fn form<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let node = self.file(&normal(Path::new(name)), name, None)?;
        Field::<T>::deserialize(Reader { node: &node, problems: self.problems }).ok()?.value
    }

    /// Takes a text for the file of a path, instead of reading it.
    pub(crate) fn put(&mut self, path: &Path, name: &str, text: &str) {
        let tree = self.tree(name, text.as_bytes().to_vec());
        self.trees.insert(path.to_owned(), tree);
    }

    /// The path and the name of a file that is named at a place: relative to the file of that place.
    pub(crate) fn beside(&self, place: &Place, name: &str) -> (PathBuf, String) {
        let base = self.sources.0.get(place.source).and_then(|source| Path::new(&source.name).parent());
        let path = normal(&base.unwrap_or(Path::new("")).join(name));
        let name = path.display().to_string();
        (path, name)
    }

    /// The tree of a file; it is read once. `from` is where it is named.
    pub(crate) fn file(&mut self, path: &Path, name: &str, from: Option<&Place>) -> Option<Node> {
        if let Some(tree) = self.trees.get(path) {
            return tree.clone();
        }
        if self.trees.len() >= FILES_MAX {
            from.inspect(|place| self.problems.error(place, format!("more than {FILES_MAX} files are named"), None));
            return None;
        }
        let tree = match (self.read)(path) {
            Ok(_) if !is_called_yaml(path) => {
                // What is wrong in a file is quoted. A table of people that is named by mistake must not be.
                let message = format!("`{name}` is not called like a YAML file");
                let hint =
                    Some("its name ends in `.yaml`, `.yml` or `.json`; people go into `population.exports`".into());
                match from {
                    Some(place) => self.problems.error(place, message, hint),
                    None => self.problems.error_of_file(message, hint),
                }
                None
            }
            Ok(bytes) => self.tree(name, bytes),
            Err(error) => {
                let reason = match error.kind() {
                    io::ErrorKind::NotFound => "there is no such file".to_owned(),
                    io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
                    io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
                    other => other.to_string(),
                };
                let message = format!("failed to read `{name}`: {reason}");
                match from {
                    Some(place) => self.problems.error(
                        place,
                        message,
                        Some("paths are relative to the file that names them".into()),
                    ),
                    None => self.problems.error_of_file(message, None),
                }
                None
            }
        };
        self.trees.insert(path.to_owned(), tree.clone());
        tree
    }

    /// Bytes to a tree. A file without any value is a problem.
    fn tree(&mut self, name: &str, bytes: Vec<u8>) -> Option<Node> {
        let text = match text(bytes) {
            Ok(text) => text,
            Err((message, hint)) => {
                self.problems.error_of_file(format!("`{name}` {message}"), hint);
                return None;
            }
        };
        let source: SourceId = self.sources.0.len();
        self.sources.0.push(Source { name: name.to_owned(), text: text.clone() });
        let before = self.problems.count();
        let mut tree = parse::parse(source, &text, self.problems);
        match &mut tree {
            Some(node) => node::remove_duplicates(node, &text, self.problems),
            None if self.problems.count() == before => {
                self.problems.error_of_file(format!("`{name}` is empty"), Some(self.begin_with.into()));
            }
            None => {}
        }
        tree
    }
}

/// Whether a file's name says that it is YAML, of which JSON is a part.
pub(crate) fn is_called_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|end| ["yaml", "yml", "json"].iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// A path without `.` and with `..` taken away where a folder comes before it, so that one file has one path.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// UTF-8 of a reasonable size without NUL; otherwise what is wrong and what to do.
fn text(bytes: Vec<u8>) -> Result<String, (String, Option<String>)> {
    if bytes.len() as u64 > BYTES_MAX {
        return Err((
            format!("is larger than {} MB", BYTES_MAX / 1024 / 1024),
            Some("people go into exports, which a scenario names".into()),
        ));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(("is UTF-16".into(), Some("save it as UTF-8".into())));
    }
    if bytes.contains(&0) {
        return Err(("is a binary file".into(), None));
    }
    String::from_utf8(bytes).map_err(|error| {
        let until = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..until].iter().filter(|&&byte| byte == b'\n').count();
        (format!("is not UTF-8: line {line} has a byte that is no character"), Some("save it as UTF-8".into()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_path() {
        assert_eq!(normal(Path::new("a/./b/../c.yaml")), Path::new("a/c.yaml"));
        assert_eq!(normal(Path::new("../x.yaml")), Path::new("../x.yaml"));
        assert_eq!(normal(Path::new("/a/../../x.yaml")), Path::new("/../x.yaml"));
    }

    #[test]
    fn what_is_no_text_is_told_apart() {
        assert!(text(vec![0xff, 0xfe, b'a', 0]).unwrap_err().0.contains("UTF-16"));
        assert!(text(vec![b'a', 0]).unwrap_err().0.contains("binary"));
        assert!(text(b"a: 1\nb: \xe9\n".to_vec()).unwrap_err().0.contains("line 2"));
        assert!(text(vec![b' '; BYTES_MAX as usize + 1]).unwrap_err().0.contains("larger"));
    }
}
