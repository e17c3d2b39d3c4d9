//! One rehearsal, from a file to a judgement.
//!
//! Owns: the order of the arrows: scenario, population, identity, history, judgement. Deliberately prints nothing and
//! renders nothing: verbs and tests do that with what they get. This is where files are opened.

mod judged;
mod tables;
mod told_apart;

use std::num::NonZeroUsize;
use std::path::Path;

use rehearsal_core::history::{FactKinds, FactName, History};
use rehearsal_core::plan::{Plan, PopulationPlan};
use rehearsal_core::records::Population;
use rehearsal_core::rng::Seed;
use rehearsal_identity::Identity;
use rehearsal_judge::Judgement;
use rehearsal_judge::ledger::RowsRead;
use rehearsal_world::engine::{self, Engine};
use rehearsal_world::population::{generate_parallel, sign_ups};

pub use self::judged::FactCount;
use crate::catalogue::Catalogue;
use crate::diagnostics::{ErrorKind, LoadError, Sources, render};
use crate::exports;
use crate::language::Language;
use crate::pseudonym::Key;
use crate::report::{Dedupe, InputSummary, Ledger, Report, ReportInput, SendDay, build};
use crate::scenario::{self, Document, Loaded};

/// A scenario that was read.
#[derive(Debug)]
pub struct LoadedScenario<'a> {
    /// The path as the user gave it.
    pub name: String,
    /// What was read.
    pub loaded: Loaded,
    /// What its warnings point into.
    pub sources: Sources,
    /// What is known of the systems that it names.
    pub catalogue: &'a Catalogue,
}

impl LoadedScenario<'_> {
    /// The problems that stop nothing, of the scenario and of the catalogue, as a user sees them; empty if there are none.
    #[must_use]
    pub fn warnings(&self, colour: bool) -> String {
        let of_catalogue = self.catalogue.warnings(colour);
        match self.loaded.warnings.as_slice() {
            [] => of_catalogue,
            warnings => of_catalogue + &render(warnings, &self.sources, colour),
        }
    }
}

/// How a scenario is to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// How many threads; the result is the same for every number.
    pub threads: NonZeroUsize,
    /// Whether to measure how well the records of invented people are told apart. It decides nothing.
    pub measures_quality: bool,
}

impl RunOptions {
    /// The whole rehearsal, on so many threads.
    #[must_use]
    pub const fn on(threads: NonZeroUsize) -> Self {
        Self { threads, measures_quality: true }
    }
}

/// A rehearsal that was run and judged. What happened to each profile is not kept: it can be made again.
#[derive(Debug)]
pub struct RehearsalResult {
    /// The path of the scenario as the user gave it.
    pub scenario: String,
    /// The folder that lies over the built-in catalogue, as the user gave it.
    pub catalogue: Option<String>,
    /// The checked scenario.
    pub plan: Plan,
    /// The people, sign-ups included.
    pub population: Population,
    /// Which of their records are one profile.
    pub identity: Identity,
    /// How many facts there are, and of which kinds.
    pub counted: FactCount,
    /// The digest of the history.
    pub digest: String,
    /// What became of each claim.
    pub judgement: Judgement,
    /// Where the rows went.
    pub ledger: Ledger,
    /// What left on which day.
    pub sends: Vec<SendDay>,
    /// How well the records are told apart; `None` where nobody knows the truth, or nobody asked.
    pub dedupe: Option<Dedupe>,
    /// Whether nobody asked how well the records are told apart.
    pub is_quality_left_out: bool,
    /// What was read from exports.
    pub inputs: Vec<InputSummary>,
    /// What the scenario assumes without saying so.
    pub assumptions: Vec<String>,
    /// The language of reports, if the scenario states one.
    pub language: Option<Language>,
    /// What the scenario's files hold, to write changes into.
    pub document: Document,
}

/// Reads a scenario and everything it names but the exports.
///
/// # Errors
///
/// Every problem of the scenario; [`ErrorKind::Input`] if a file could not be read at all.
pub fn load<'a>(path: &Path, seed: Option<Seed>, catalogue: &'a Catalogue) -> Result<LoadedScenario<'a>, LoadError> {
    let (sources, loaded) = scenario::load(path, catalogue);
    match loaded {
        Ok(mut loaded) => {
            loaded.plan.seed = seed.unwrap_or(loaded.plan.seed);
            Ok(LoadedScenario { name: path.display().to_string(), loaded, sources, catalogue })
        }
        Err(problems) => {
            let unread = problems.iter().all(|problem| problem.place.is_none());
            Err(LoadError { kind: if unread { ErrorKind::Input } else { ErrorKind::Usage }, problems, sources })
        }
    }
}

/// Runs and judges. The result is the same for every number of threads; `progress` is told how many days are done.
///
/// # Errors
///
/// Every problem of the exports.
pub fn rehearse(
    scenario: LoadedScenario<'_>,
    options: RunOptions,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<RehearsalResult, LoadError> {
    let RunOptions { threads, measures_quality } = options;
    let LoadedScenario { name: scenario, loaded, catalogue, .. } = scenario;
    let Loaded { plan, exports, assumptions, language, document, .. } = loaded;
    let (mut population, read, inputs) = people(&plan, &exports, catalogue, threads)?;
    population.append(sign_ups(&plan));
    let (identity, found) = told_apart::identity(&plan.identity, &population, threads.get());
    let rows = RowsRead { read, unusable: inputs.iter().map(|input| input.unusable.len() as u64).sum() };
    let engine = Engine::new(&plan, &population, &identity);
    let judged = || judged::judged(&engine, &plan, rows, threads, progress);
    // It decides nothing in the rehearsal, so it may run beside it; behind it where the rehearsal needs much memory.
    let quality = || {
        let of = |found| told_apart::quality(&plan.identity, &population, &identity, found, threads.get());
        measures_quality.then_some(found).and_then(of)
    };
    let (seen, dedupe) = if engine.profiles_meet() {
        let seen = judged();
        (seen, quality())
    } else {
        std::thread::scope(|scope| {
            let dedupe = scope.spawn(quality);
            let seen = judged();
            (seen, dedupe.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    };
    Ok(RehearsalResult {
        scenario,
        catalogue: catalogue.folder().map(str::to_owned),
        counted: seen.counted,
        digest: seen.digest,
        judgement: seen.judgement,
        ledger: tables::ledger(&seen.ledger),
        sends: tables::sends(&plan, seen.sends),
        plan,
        population,
        identity,
        dedupe,
        is_quality_left_out: !measures_quality,
        inputs,
        assumptions,
        language,
        document,
    })
}

/// The records that the import is about, how many rows they were read from, and what was noticed about the files.
pub(crate) fn people(
    plan: &Plan,
    exports: &[exports::ExportRequest],
    catalogue: &Catalogue,
    threads: NonZeroUsize,
) -> Result<(Population, u64, Vec<InputSummary>), LoadError> {
    if let PopulationPlan::Synthetic(synthetic) = &plan.population {
        let population = generate_parallel(plan, 0..synthetic.profiles, threads.get());
        let read = population.source_records();
        return Ok((population, read as u64, Vec::new()));
    }
    let (sources, read) = exports::read(exports, plan, catalogue, &|path| std::fs::read(path));
    let read = read.map_err(|problems| LoadError { kind: ErrorKind::Input, problems, sources })?;
    if read.population.is_empty() {
        let fact =
            format!("none of {} rows of the exports can be used, so that nobody would be imported", read.rows_read);
        return Err(LoadError::input(
            fact,
            Some("a row needs an e-mail address, a phone number or a customer id, and a cell for each header"),
        ));
    }
    let inputs = tables::inputs(exports, &read);
    Ok((read.population, read.rows_read, inputs))
}

impl RehearsalResult {
    /// The same people and the same plan, ready to be rehearsed again.
    #[must_use]
    pub fn engine(&self) -> Engine<'_> {
        Engine::new(&self.plan, &self.population, &self.identity)
    }

    /// Runs again, and keeps what happened.
    #[must_use]
    pub fn history(&self, threads: NonZeroUsize) -> History {
        engine::run(&self.plan, &self.population, &self.identity, threads.get(), &|_| {})
    }

    /// The digest of what happens when it runs again.
    #[must_use]
    pub fn digest_again(&self, threads: NonZeroUsize) -> String {
        judged::judged(&self.engine(), &self.plan, RowsRead::default(), threads, &|_| {}).digest
    }

    /// Whether nothing happened to anybody: no row was applied, nobody entered a flow, nothing was sent. A filter that
    /// selects nobody looks like this, and so does an empty export.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.counted.kinds.meets(FactKinds::of(&[FactName::RowApplied, FactName::Entered, FactName::Sent]))
    }

    /// The command that runs this again, with what the session knows of its options.
    #[must_use]
    pub fn command(&self) -> String {
        let catalogue =
            self.catalogue.as_ref().map_or(String::new(), |folder| format!(" --catalogue {}", quoted(folder)));
        let no_quality = if self.is_quality_left_out { " --no-quality" } else { "" };
        format!("rehearsal run {} --seed {}{catalogue}{no_quality}", quoted(&self.scenario), self.plan.seed.0)
    }

    /// The report. Without a key, pseudonyms are derived from the scenario's title and seed; without a language, the
    /// scenario's is spoken, else English.
    #[must_use]
    pub fn report(&self, key: Option<&Key>, language: Option<Language>) -> Report {
        let derived = Key::derived(&self.plan.name, self.plan.seed.0);
        build(ReportInput {
            plan: &self.plan,
            scenario: &self.scenario,
            command: &self.command(),
            catalogue: self.catalogue.as_deref(),
            population: &self.population,
            identity: &self.identity,
            digest: &self.digest,
            is_idle: self.is_idle(),
            judgement: &self.judgement,
            ledger: &self.ledger,
            sends: &self.sends,
            dedupe: self.dedupe.as_ref(),
            is_quality_left_out: self.is_quality_left_out,
            inputs: &self.inputs,
            assumptions: &self.assumptions,
            key: key.unwrap_or(&derived),
            document: Some(&self.document),
            language: language.or(self.language).unwrap_or_default(),
        })
    }
}

/// A path as a shell reads it: in quotes where it needs them.
#[must_use]
pub fn quoted(path: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-_./,:@%+".contains(character);
    if !path.is_empty() && path.chars().all(is_plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}
