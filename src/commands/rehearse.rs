//! One rehearsal, from a file to a judgement.
//!
//! Owns: the order of the arrows: scenario, population, identity, history, judgement. Deliberately prints nothing and
//! renders nothing: verbs and tests do that with what they get. This is where files are opened.

use std::num::NonZeroUsize;
use std::path::Path;

use rehearsal_core::history::{FactKind, History};
use rehearsal_core::plan::{Plan, PopulationPlan};
use rehearsal_core::records::Population;
use rehearsal_core::rng::Seed;
use rehearsal_identity::Identity;
use rehearsal_judge::ledger::RowsRead;
use rehearsal_judge::{JudgeInput, Judgement, judge};
use rehearsal_world::engine;
use rehearsal_world::population::{generate_parallel, sign_ups};

use super::{tables, who};
use crate::cli::Exit;
use crate::exports;
use crate::language::Language;
use crate::problem::{Problem, Sources, render};
use crate::pseudonym::Key;
use crate::report::{Dedupe, InputSummary, Ledger, Report, ReportInput, SendDay, build};
use crate::scenario::{self, Document, Loaded};

/// Why there is no rehearsal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// How the program ends.
    pub exit: Exit,
    /// What is wrong; at least one.
    pub problems: Vec<Problem>,
    /// What the problems point into.
    pub sources: Sources,
}

impl Trouble {
    /// The problems as a user sees them.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render(&self.problems, &self.sources, colour)
    }
}

/// A scenario that was read.
#[derive(Debug)]
pub struct Script {
    /// The path as the user gave it.
    pub name: String,
    /// What was read.
    pub loaded: Loaded,
    /// What its warnings point into.
    pub sources: Sources,
}

impl Script {
    /// The problems that stop nothing, as a user sees them; empty if there are none.
    #[must_use]
    pub fn warnings(&self, colour: bool) -> String {
        match self.loaded.warnings.as_slice() {
            [] => String::new(),
            warnings => render(warnings, &self.sources, colour),
        }
    }
}

/// A rehearsal that was run and judged.
#[derive(Debug)]
pub struct Rehearsed {
    /// The path of the scenario as the user gave it.
    pub scenario: String,
    /// The checked scenario.
    pub plan: Plan,
    /// The people, sign-ups included.
    pub population: Population,
    /// Which of their records are one profile.
    pub identity: Identity,
    /// What happened.
    pub history: History,
    /// Its digest.
    pub digest: String,
    /// What became of each claim.
    pub judgement: Judgement,
    /// Where the rows went.
    pub ledger: Ledger,
    /// What left on which day.
    pub sends: Vec<SendDay>,
    /// How well the records are told apart; `None` where nobody knows the truth.
    pub dedupe: Option<Dedupe>,
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
/// Every problem of the scenario; [`Exit::Input`] if a file could not be read at all.
pub fn load(path: &Path, seed: Option<Seed>) -> Result<Script, Trouble> {
    let (sources, loaded) = scenario::load(path);
    match loaded {
        Ok(mut loaded) => {
            loaded.plan.seed = seed.unwrap_or(loaded.plan.seed);
            Ok(Script { name: path.display().to_string(), loaded, sources })
        }
        Err(problems) => {
            let unread = problems.iter().all(|problem| problem.place.is_none());
            Err(Trouble { exit: if unread { Exit::Input } else { Exit::Usage }, problems, sources })
        }
    }
}

/// Runs and judges. The result is the same for every number of threads; `progress` is told how many days are done.
///
/// # Errors
///
/// Every problem of the exports.
pub fn rehearse(script: Script, threads: NonZeroUsize, progress: &(dyn Fn(u32) + Sync)) -> Result<Rehearsed, Trouble> {
    let Script { name: scenario, loaded: Loaded { plan, exports, assumptions, language, document, .. }, .. } = script;
    let (mut population, read, inputs) = people(&plan, &exports, threads)?;
    population.append(sign_ups(&plan));
    let (identity, found) = who::identity(&plan.identity, &population, threads.get());
    // Who is who is nobody's business during the rehearsal, so it is told beside it.
    let (history, dedupe) = std::thread::scope(|scope| {
        let dedupe = scope.spawn(|| who::quality(&plan.identity, &population, &identity, found, threads.get()));
        let history = engine::run(&plan, &population, &identity, threads.get(), progress);
        (history, dedupe.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let rows = RowsRead { read, unusable: inputs.iter().map(|input| input.unusable.len() as u64).sum() };
    let evidence = JudgeInput { plan: &plan, history: &history, rows };
    // Everything from here on only reads the history, so it is read side by side.
    let (judgement, ledger, sends, digest) = std::thread::scope(|scope| {
        let ledger = scope.spawn(|| tables::ledger(&history, rows));
        let sends = scope.spawn(|| tables::sends(&plan, &history));
        let judgement = judge(&evidence, threads.get());
        let digest = history.digest(threads.get());
        let ledger = ledger.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let sends = sends.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (judgement, ledger, sends, digest)
    });
    Ok(Rehearsed {
        scenario,
        plan,
        population,
        identity,
        history,
        digest,
        judgement,
        ledger,
        sends,
        dedupe,
        inputs,
        assumptions,
        language,
        document,
    })
}

/// The records that the import is about, how many rows they were read from, and what was noticed about the files.
pub(super) fn people(
    plan: &Plan,
    exports: &[exports::ExportRequest],
    threads: NonZeroUsize,
) -> Result<(Population, u64, Vec<InputSummary>), Trouble> {
    if let PopulationPlan::Synthetic(synthetic) = &plan.population {
        let population = generate_parallel(plan, 0..synthetic.profiles, threads.get());
        let read = population.source_records();
        return Ok((population, read as u64, Vec::new()));
    }
    let (sources, read) = exports::read(exports, plan, &|path| std::fs::read(path));
    let read = read.map_err(|problems| Trouble { exit: Exit::Input, problems, sources })?;
    let inputs = tables::inputs(exports, &read);
    Ok((read.population, read.rows_read, inputs))
}

impl Rehearsed {
    /// Runs the same people through the same plan again.
    #[must_use]
    pub fn again(&self, threads: NonZeroUsize) -> History {
        engine::run(&self.plan, &self.population, &self.identity, threads.get(), &|_| {})
    }

    /// Whether nothing happened to anybody: no row was applied, nobody entered a flow, nothing was sent. A filter that
    /// selects nobody looks like this, and so does an empty export.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let matters = |kind: &FactKind| {
            matches!(kind, FactKind::RowApplied { .. } | FactKind::Entered { .. } | FactKind::Sent { .. })
        };
        !self.history.facts().any(|fact| matters(&fact.kind))
    }

    /// The report. Without a key, pseudonyms are derived from the scenario's title and seed; without a language, the
    /// scenario's is spoken, else English.
    #[must_use]
    pub fn report(&self, key: Option<&Key>, language: Option<Language>) -> Report {
        let derived = Key::derived(&self.plan.name, self.plan.seed.0);
        build(ReportInput {
            plan: &self.plan,
            scenario: &self.scenario,
            population: &self.population,
            identity: &self.identity,
            digest: &self.digest,
            is_idle: self.is_idle(),
            judgement: &self.judgement,
            ledger: &self.ledger,
            sends: &self.sends,
            dedupe: self.dedupe.as_ref(),
            inputs: &self.inputs,
            assumptions: &self.assumptions,
            key: key.unwrap_or(&derived),
            document: Some(&self.document),
            language: language.or(self.language).unwrap_or_default(),
        })
    }
}
