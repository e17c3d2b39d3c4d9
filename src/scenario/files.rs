//! The files of a scenario: itself, what it extends, and its flow files.
//!
//! Owns: `extends`, which files are flows, and the reading of raw structs. Deliberately opens no file: [`Files`] does.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::edits::Document;
use super::merge::{self, Merge};
use super::raw::{Flow, Scenario};
use crate::diagnostics::{Place, Problems, Source, Sources};
use crate::yaml::field::Field;
use crate::yaml::files::{Files, normal};
use crate::yaml::node::{Node, Value};
use crate::yaml::read::Reader;

/// How long a chain of `extends` can be.
const EXTENDS_MAX: usize = 32;

/// A scenario as written, and its flows from wherever they are written.
pub(crate) type Parts = (Scenario, Vec<Field<Flow>>);

/// Reads the files of a scenario.
pub(crate) struct ScenarioFiles<'a>(Files<'a>);

impl<'a> ScenarioFiles<'a> {
    /// Files that are read with `read`; problems are collected.
    pub(crate) fn new(read: &'a dyn Fn(&Path) -> io::Result<Vec<u8>>, problems: &'a Problems) -> Self {
        Self(Files::new(read, problems, "`rehearsal init` writes a scenario to begin with"))
    }

    /// Everything that was read.
    pub(crate) fn into_sources(self) -> Sources {
        self.0.into_sources()
    }

    /// What the files of a scenario hold: of its name, of what it extends, of its flow files; its text if that is already
    /// known.
    pub(crate) fn document(&mut self, name: &str, text: Option<&str>) -> Option<Document> {
        let path = normal(Path::new(name));
        if let Some(text) = text {
            self.0.put(&path, name, text);
        }
        let root = self.extended(&path, name, None, &mut Vec::new())?;
        let flows = self.flows(&root);
        let folder = path.parent().unwrap_or(Path::new(""));
        let relative = |source: &Source| {
            let path = normal(Path::new(&source.name));
            let file = path.strip_prefix(folder).ok().or_else(|| path.file_name().map(Path::new));
            file.unwrap_or(&path).display().to_string()
        };
        Some(Document { root, flows, files: self.0.sources.0.iter().map(relative).collect() })
    }

    /// The tree of a scenario over the one that it extends.
    fn extended(&mut self, path: &Path, name: &str, from: Option<&Place>, chain: &mut Vec<PathBuf>) -> Option<Node> {
        if chain.iter().any(|earlier| earlier == path) || chain.len() >= EXTENDS_MAX {
            let names: Vec<String> = chain.iter().map(|path| path.display().to_string()).collect();
            let message = format!("this scenario extends itself: {} -> {}", names.join(" -> "), path.display());
            from.inspect(|place| {
                self.0.problems.error(place, message.clone(), Some("remove one of the `extends`".into()))
            });
            return None;
        }
        let mut node = self.0.file(path, name, from)?;
        let extends = match &mut node.value {
            Value::Map(entries) => {
                let at = entries.iter().position(|(key, _)| key.text() == Some("extends"));
                at.map(|at| entries.remove(at).1)
            }
            _ => None,
        };
        let Some(extends) = extends else {
            merge::refuse_edits(&mut node, self.0.problems);
            return Some(node);
        };
        let Some(base) = extends.text() else {
            let hint = Some("write it as in `extends: base.yaml`".into());
            self.0.problems.error(
                &extends.place,
                format!("expected the name of a file, found {}", extends.kind()),
                hint,
            );
            return Some(node);
        };
        chain.push(path.to_owned());
        let (base_path, base_name) = self.0.beside(&extends.place, base);
        let base = self.extended(&base_path, &base_name, Some(&extends.place), chain)?;
        let problems = self.0.problems;
        let mut open = |item: &Node| {
            let (path, name) = self.0.beside(&item.place, item.text()?);
            self.0.file(&path, &name, Some(&item.place))
        };
        Some(Merge { problems, open: &mut open }.merged(base, node))
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
                    let (path, name) = self.0.beside(&form.place, name);
                    flows.extend(self.0.file(&path, &name, Some(&form.place)));
                }
                (Value::Scalar { .. }, None) | (Value::Seq(_), _) => {}
            }
        }
        flows
    }
}

/// A document as raw structs. Problems are collected; `None` if the scenario is not even a map.
pub(crate) fn parts(document: &Document, problems: &Problems) -> Option<Parts> {
    let raw = Field::<Scenario>::deserialize(Reader { node: &document.root, problems }).ok()?.value?;
    let flow = |node: &Node| Field::deserialize(Reader { node, problems }).ok();
    Some((raw, document.flows.iter().filter_map(flow).collect()))
}
