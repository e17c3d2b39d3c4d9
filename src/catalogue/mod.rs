//! What is known of real systems, as data: platforms and their doors, warm-up schedules, mailbox providers, presets.
//!
//! Owns: the YAML files in `data/`, which are part of the program, their types and their checks; and the folder that a team
//! lays over them. A platform, a preset and a ramp are a file each. Every figure carries its source; a figure that nobody
//! publishes is marked as an assumption, so that a report can repeat it. Deliberately knows no scenario: whoever reads
//! one overrides what it states otherwise.

mod evidence;
mod fields;
mod folder;
mod form;
mod platforms;
mod presets;
mod providers;
mod ramps;

use std::path::Path;
use std::sync::LazyLock;

pub(crate) use evidence::{Evidence, Fact};
pub(crate) use fields::ExportField;
pub(crate) use folder::{Listed, Origin};
pub(crate) use platforms::{Cap, CapChannel, Door, DoorKind, Platform, Switches};
pub(crate) use presets::{Meaning, Preset, PresetColumn, cell_words};
pub(crate) use providers::{provider_of, providers};
pub(crate) use ramps::Ramp;

use folder::{built_in, read_folder};
use form::Entry;

use crate::diagnostics::{LoadError, Problem, Sources};

/// Everything that a scenario can name; by id, `generic` last.
#[derive(Clone, Debug)]
pub struct Catalogue {
    platforms: Vec<Platform>,
    presets: Vec<Preset>,
    ramps: Vec<Ramp>,
    folder: Option<String>,
    origins: Vec<Origin>,
    warnings: (Sources, Vec<Problem>),
}

impl Catalogue {
    /// What is part of the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(built_in);
        &BUILT_IN
    }

    /// What is part of the program, with the files of a folder on top: `platforms/`, `presets/` and `ramps/`, a YAML file
    /// for each entry. An entry of the same id replaces the built-in one.
    ///
    /// # Errors
    ///
    /// Every problem of every file of the folder, and every file that would not be read.
    pub fn with_folder(folder: &Path) -> Result<Self, LoadError> {
        let mut catalogue = built_in();
        read_folder(folder, &mut catalogue)?;
        Ok(catalogue)
    }

    /// The folder that lies over what is built in, as it was given.
    #[must_use]
    pub fn folder(&self) -> Option<&str> {
        self.folder.as_deref()
    }

    /// The files of the folder, as they were given.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.origins.iter().map(|origin| Path::new(&origin.file))
    }

    /// What the files of the folder say in vain, to show to whoever wrote them; empty without a folder.
    #[must_use]
    pub fn warnings(&self, colour: bool) -> String {
        match &self.warnings {
            (_, problems) if problems.is_empty() => String::new(),
            (sources, problems) => crate::diagnostics::render(problems, sources, colour),
        }
    }

    /// The platform of this id.
    pub(crate) fn platform(&self, id: &str) -> Option<&Platform> {
        self.platforms.iter().find(|platform| platform.id == id)
    }

    /// Every platform.
    pub(crate) fn platforms(&self) -> &[Platform] {
        &self.platforms
    }

    /// The preset of this id.
    pub(crate) fn preset(&self, id: &str) -> Option<&Preset> {
        self.presets.iter().find(|preset| preset.id == id)
    }

    /// Every preset.
    pub(crate) fn presets(&self) -> &[Preset] {
        &self.presets
    }

    /// The warm-up schedule of this id.
    pub(crate) fn ramp(&self, id: &str) -> Option<&Ramp> {
        self.ramps.iter().find(|ramp| ramp.id == id)
    }

    /// Every warm-up schedule.
    pub(crate) fn ramps(&self) -> &[Ramp] {
        &self.ramps
    }

    /// Where an entry comes from, if it is no part of the program.
    pub(crate) fn origin(&self, kind: Listed, id: &str) -> Option<&Origin> {
        self.origins.iter().find(|origin| origin.kind == kind && origin.id == id)
    }
}

/// The order of entries: by id, what stands for any other system last.
fn in_order<E: Entry>(entries: &mut [E]) {
    entries.sort_by(|left, right| (left.id() == "generic", left.id()).cmp(&(right.id() == "generic", right.id())));
}
