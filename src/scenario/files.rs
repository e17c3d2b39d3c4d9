//! The files of a scenario: itself, what it extends, and its flow files.
//!
//! Owns: bytes to text, text to trees, `extends` and the reading of raw structs. Deliberately opens files
//! only through a function that is handed in, so that tests and fuzzing need no disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::edits::Document;
use super::field::Field;
use super::merge::{self, Merge};
use super::node::{self, Node, Value};
use super::parse;
use super::raw::{Flow, Scenario};
use super::read::Reader;
use super::sink::Sink;
use crate::problem::{Place, Source, SourceId, Sources};

/// The largest file, in bytes. The largest that people write are some tens of thousands.
const BYTES_MAX: u64 = 4 * 1024 * 1024;
/// How many files one scenario can be made of.
const FILES_MAX: usize = 1_000;
/// How long a chain of `extends` can be.
const EXTENDS_MAX: usize = 32;

/// Reads a file of this machine, but no more of it than a scenario can have.
pub(crate) fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads files, each once.
pub(crate) struct Files<'a> {
    read: &'a dyn Fn(&Path) -> io::Result<Vec<u8>>,
    sink: &'a Sink,
    sources: Sources,
    trees: BTreeMap<PathBuf, Option<Node>>,
    /// What to do about an empty file.
    begin_with: &'static str,
}

/// A scenario as written, and its flows from wherever they are written.
pub(crate) type Parts = (Scenario, Vec<Field<Flow>>);

impl<'a> Files<'a> {
    /// Files that are read with `read`; problems go to the sink.
    pub(crate) fn new(read: &'a dyn Fn(&Path) -> io::Result<Vec<u8>>, sink: &'a Sink) -> Self {
        let begin_with = "`rehearsal init` writes a scenario to begin with";
        Self { read, sink, sources: Sources::default(), trees: BTreeMap::new(), begin_with }
    }

    /// Everything that was read.
    pub(crate) fn into_sources(self) -> Sources {
        self.sources
    }

    /// What the files of a scenario hold: of its name, of what it extends, of its flow files; its text if that is already
    /// known.
    pub(crate) fn document(&mut self, name: &str, text: Option<&str>) -> Option<Document> {
        let path = normal(Path::new(name));
        if let Some(text) = text {
            let tree = self.tree(name, text.as_bytes().to_vec());
            self.trees.insert(path.clone(), tree);
        }
        let root = self.extended(&path, name, None, &mut Vec::new())?;
        let flows = self.flows(&root);
        let folder = path.parent().unwrap_or(Path::new(""));
        let relative = |source: &Source| {
            let path = normal(Path::new(&source.name));
            let file = path.strip_prefix(folder).ok().or_else(|| path.file_name().map(Path::new));
            file.unwrap_or(&path).display().to_string()
        };
        Some(Document { root, flows, files: self.sources.0.iter().map(relative).collect() })
    }

    /// A file that is no scenario, as another form.
    pub(crate) fn form<T: DeserializeOwned>(&mut self, name: &str, begin_with: &'static str) -> Option<T> {
        self.begin_with = begin_with;
        let node = self.file(&normal(Path::new(name)), name, None)?;
        Field::<T>::deserialize(Reader { node: &node, sink: self.sink }).ok()?.value
    }

    /// The tree of a scenario over the one that it extends.
    fn extended(&mut self, path: &Path, name: &str, from: Option<&Place>, chain: &mut Vec<PathBuf>) -> Option<Node> {
        if chain.iter().any(|earlier| earlier == path) || chain.len() >= EXTENDS_MAX {
            let names: Vec<String> = chain.iter().map(|path| path.display().to_string()).collect();
            let message = format!("this scenario extends itself: {} -> {}", names.join(" -> "), path.display());
            from.inspect(|place| self.sink.error(place, message.clone(), Some("remove one of the `extends`".into())));
            return None;
        }
        let mut node = self.file(path, name, from)?;
        let extends = match &mut node.value {
            Value::Map(entries) => {
                let at = entries.iter().position(|(key, _)| key.text() == Some("extends"));
                at.map(|at| entries.remove(at).1)
            }
            _ => None,
        };
        let Some(extends) = extends else {
            merge::refuse_edits(&mut node, self.sink);
            return Some(node);
        };
        let Some(base) = extends.text() else {
            let hint = Some("write it as in `extends: base.yaml`".into());
            self.sink.error(&extends.place, format!("expected the name of a file, found {}", extends.kind()), hint);
            return Some(node);
        };
        chain.push(path.to_owned());
        let (base_path, base_name) = self.beside(&extends.place, base);
        let base = self.extended(&base_path, &base_name, Some(&extends.place), chain)?;
        let sink = self.sink;
        let mut open = |item: &Node| {
            let (path, name) = self.beside(&item.place, item.text()?);
            self.file(&path, &name, Some(&item.place))
        };
        Some(Merge { sink, open: &mut open }.merged(base, node))
    }

    /// The flows of a scenario: inline ones, and those of the files that it names. What is neither is left to the reader
    /// of the scenario to report.
    fn flows(&mut self, root: &Node) -> Vec<Node> {
        let Some(Value::Seq(forms)) = root.get("flows").map(|flows| &flows.value) else { return Vec::new() };
        let mut flows = Vec::new();
        for form in forms {
            match (&form.value, form.text()) {
                (Value::Map(_), _) => flows.push(form.clone()),
                (Value::Scalar { .. }, Some(name)) => {
                    let (path, name) = self.beside(&form.place, name);
                    flows.extend(self.file(&path, &name, Some(&form.place)));
                }
                (Value::Scalar { .. }, None) | (Value::Seq(_), _) => {}
            }
        }
        flows
    }

    /// The path and the name of a file that is named at a place: relative to the file of that place.
    fn beside(&self, place: &Place, name: &str) -> (PathBuf, String) {
        let base = self.sources.0.get(place.source).and_then(|source| Path::new(&source.name).parent());
        let path = normal(&base.unwrap_or(Path::new("")).join(name));
        let name = path.display().to_string();
        (path, name)
    }

    /// The tree of a file; it is read once. `from` is where it is named.
    fn file(&mut self, path: &Path, name: &str, from: Option<&Place>) -> Option<Node> {
        if let Some(tree) = self.trees.get(path) {
            return tree.clone();
        }
        if self.trees.len() >= FILES_MAX {
            from.inspect(|place| {
                self.sink.error(place, format!("the scenario names more than {FILES_MAX} files"), None)
            });
            return None;
        }
        let tree = match (self.read)(path) {
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
                    Some(place) => {
                        self.sink.error(place, message, Some("paths are relative to the file that names them".into()))
                    }
                    None => self.sink.error_of_file(message, None),
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
                self.sink.error_of_file(format!("`{name}` {message}"), hint);
                return None;
            }
        };
        let source: SourceId = self.sources.0.len();
        self.sources.0.push(Source { name: name.to_owned(), text: text.clone() });
        let before = self.sink.count();
        let mut tree = parse::parse(source, &text, self.sink);
        match &mut tree {
            Some(node) => node::remove_duplicates(node, &text, self.sink),
            None if self.sink.count() == before => {
                self.sink.error_of_file(format!("`{name}` is empty"), Some(self.begin_with.into()));
            }
            None => {}
        }
        tree
    }
}

/// A document as raw structs. Problems go to the sink; `None` if the scenario is not even a map.
pub(crate) fn parts(document: &Document, sink: &Sink) -> Option<Parts> {
    let raw = Field::<Scenario>::deserialize(Reader { node: &document.root, sink }).ok()?.value?;
    let flow = |node: &Node| Field::deserialize(Reader { node, sink }).ok();
    Some((raw, document.flows.iter().filter_map(flow).collect()))
}

/// A path without `.` and with `..` taken away where a folder comes before it, so that one file has one path.
fn normal(path: &Path) -> PathBuf {
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
