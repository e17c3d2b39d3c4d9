//! Files to entries: those that are part of the program, and those of a folder on top.
//!
//! Owns: which files belong to a catalogue, and that none of a folder is passed over in silence. Deliberately knows no key
//! of a file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::form::{Check, Entry};
use super::{Catalogue, in_order};
use crate::diagnostics::{ErrorKind, LoadError, Problem, Problems, Sources, suggestion};
use crate::yaml::files::{Files, read_limited};

/// `BUILT_IN`: name and text of every file in `data/`, such as `ramps/braze-moderate.yaml`.
mod files {
    include!(concat!(env!("OUT_DIR"), "/catalogue_files.rs"));
}

/// What to do about an empty file.
const BEGIN_WITH: &str = "begin with `id:`, and the name of the file without `.yaml`";

/// A kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// A platform.
    Platform,
    /// A preset for exports.
    Preset,
    /// A warm-up schedule.
    Ramp,
}

impl Listed {
    /// The folder of its files.
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Platform => "platforms",
            Self::Preset => "presets",
            Self::Ramp => "ramps",
        }
    }

    /// The name in sentences.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Preset => "export format",
            Self::Ramp => "ramp",
        }
    }

    /// The kind whose files are in a folder of this name.
    fn of_folder(name: &str) -> Option<Self> {
        [Self::Platform, Self::Preset, Self::Ramp].into_iter().find(|kind| kind.folder() == name)
    }
}

/// Where an entry comes from that is no part of the program.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// What it is.
    pub(crate) kind: Listed,
    /// The id of the entry.
    pub(crate) id: String,
    /// The path of its file, as the user gave the folder.
    pub(crate) file: String,
    /// Whether it stands for a built-in one.
    pub(crate) replaces: bool,
}

/// What is part of the program. A test reads it, so a mistake in a file is never shipped.
pub(super) fn built_in() -> Catalogue {
    let problems = Problems::default();
    let read = |path: &Path| {
        let known = files::BUILT_IN.iter().find(|(name, _)| Path::new(name) == path);
        known.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    let mut files = Files::new(&read, &problems, BEGIN_WITH);
    let catalogue = Catalogue {
        platforms: built_in_entries(&mut files, &problems),
        presets: built_in_entries(&mut files, &problems),
        ramps: built_in_entries(&mut files, &problems),
        folder: None,
        origins: Vec::new(),
        warnings: (Sources::default(), Vec::new()),
    };
    assert!(!problems.has_errors(), "a built-in file is wrong: {:?}", problems.into_problems());
    catalogue
}

fn built_in_entries<E: Entry>(files: &mut Files<'_>, problems: &Problems) -> Vec<E> {
    let names = files::BUILT_IN.iter().map(|(name, _)| *name);
    let names = names.filter(|name| Path::new(name).parent() == Some(Path::new(E::KIND.folder())));
    let mut entries: Vec<E> = names.filter_map(|name| entry(name, files, problems)).collect();
    in_order(&mut entries);
    entries
}

/// One file.
fn entry<E: Entry>(name: &str, files: &mut Files<'_>, problems: &Problems) -> Option<E> {
    let stem = Path::new(name).file_stem()?.to_str()?;
    E::check(&files.form::<E::Form>(name)?, stem, Check(problems))
}

/// Lays the files of a folder over a catalogue.
pub(super) fn read_folder(folder: &Path, catalogue: &mut Catalogue) -> Result<(), LoadError> {
    let problems = Problems::default();
    let read = |path: &Path| read_limited(path);
    let mut files = Files::new(&read, &problems, BEGIN_WITH);
    let mut is_empty = true;
    for path in listed(folder, &problems) {
        let name = file_name(&path);
        let Catalogue { platforms, presets, ramps, origins, .. } = &mut *catalogue;
        match Listed::of_folder(&name) {
            Some(Listed::Platform) => lay_over(&path, platforms, origins, &mut files, &problems),
            Some(Listed::Preset) => lay_over(&path, presets, origins, &mut files, &problems),
            Some(Listed::Ramp) => lay_over(&path, ramps, origins, &mut files, &problems),
            None => {
                let folders = [Listed::Platform, Listed::Preset, Listed::Ramp].map(Listed::folder);
                let hint = suggestion(&name, folders)
                    .unwrap_or_else(|| "a catalogue has the folders `platforms`, `presets` and `ramps`".to_owned());
                problems.error_of_file(format!("`{}` is not read", path.display()), Some(hint));
            }
        }
        is_empty = false;
    }
    if is_empty && !problems.has_errors() {
        let hint = "a catalogue has the folders `platforms`, `presets` and `ramps`, with a YAML file for each entry";
        problems.error_of_file(format!("`{}` holds nothing", folder.display()), Some(hint.to_owned()));
    }
    let (sources, has_errors) = (files.into_sources(), problems.has_errors());
    let problems: Vec<Problem> = problems.into_problems();
    if has_errors {
        return Err(LoadError { kind: ErrorKind::Usage, problems, sources });
    }
    catalogue.folder = Some(folder.display().to_string());
    catalogue.warnings = (sources, problems);
    Ok(())
}

/// Reads the files of one kind.
fn lay_over<E: Entry>(
    folder: &Path,
    entries: &mut Vec<E>,
    origins: &mut Vec<Origin>,
    files: &mut Files<'_>,
    problems: &Problems,
) {
    for path in listed(folder, problems) {
        let name = path.display().to_string();
        if path.extension().and_then(|end| end.to_str()) != Some("yaml") || path.is_dir() {
            problems.error_of_file(format!("`{name}` is not read"), Some("an entry is a file `ID.yaml`".to_owned()));
            continue;
        }
        let Some(found) = entry::<E>(&name, files, problems) else { continue };
        let before = entries.iter().position(|entry| entry.id() == found.id());
        origins.push(Origin { kind: E::KIND, id: found.id().to_owned(), file: name, replaces: before.is_some() });
        match before {
            Some(place) => entries[place] = found,
            None => entries.push(found),
        }
    }
    in_order(entries);
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What a folder holds, by name; what begins with a dot belongs to the machine.
fn listed(folder: &Path, problems: &Problems) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = match paths {
        Ok(paths) => paths,
        Err(error) => {
            let reason = match error.kind() {
                io::ErrorKind::NotFound => "there is no such folder".to_owned(),
                io::ErrorKind::NotADirectory => "it is no folder".to_owned(),
                other => other.to_string(),
            };
            problems.error_of_file(format!("failed to read `{}`: {reason}", folder.display()), None);
            return Vec::new();
        }
    };
    paths.retain(|path| !file_name(path).starts_with('.'));
    paths.sort();
    paths
}
