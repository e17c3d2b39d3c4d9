//! The report for machines: a documented and versioned contract.
//!
//! Owns: the JSON document and its schema. Deliberately separate from [`Report`]: the value may change with every
//! release, the document only grows within one [`CONTRACT`] version. Numbers are plain, times are objects, keys are in
//! snake case, nothing is left out: what a table has no value for is `null`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    CauseLine, ChangeLine, Dedupe, FindingView, InputSummary, Ledger, MatchQuality, Moment, RemedyView, Report,
    RowPlace, SendDay, TimelineFact, WitnessView,
};
use crate::scenario::Edit;

/// The version of the contract. It changes when a key disappears or changes its meaning.
pub const CONTRACT: &str = "1";

/// The report of one rehearsal. Holds no value of a person: people are pseudonyms, rows are line numbers.
#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Version of this contract: `1`. Within a version, keys are only ever added.
    rehearsal: &'a str,
    /// Version of the program.
    version: &'a str,
    /// File name of the scenario, without its folder.
    scenario: &'a str,
    /// Folder that lies over the built-in catalogue, as it was given; else null.
    catalogue: Option<&'a str>,
    /// Title of the scenario.
    title: &'a str,
    /// Seed of every draw: the same scenario, seed and version give the same bytes.
    seed: u64,
    /// Date of day 0, such as `2026-03-02`.
    start: &'a str,
    /// Language of verdict, headlines, causes and changes: `en` or `nl`.
    language: &'a str,
    /// Zone of every local time in the report, such as `Europe/Amsterdam`.
    time_zone: &'a str,
    /// How many days were rehearsed.
    days: u32,
    /// The old platform.
    source: &'a str,
    /// The new platform.
    target: &'a str,
    /// Records that the import is about; people who sign up during the rehearsal are none.
    records: u64,
    /// Profiles of the rehearsal: those that the records make, and sign-ups.
    profiles: u64,
    /// Digest of everything that happened: equal histories have equal digests.
    digest: &'a str,
    /// Fingerprint of the key of the pseudonyms: compare them only between reports with the same one.
    key_fingerprint: &'a str,
    /// Whether that key was derived from the scenario: then pseudonyms can be guessed.
    key_derived: bool,
    /// The worst verdict of all invariants that are not mere warnings.
    verdict: VerdictName,
    /// What the rehearsal says about going live.
    decision: DecisionName,
    /// How many invariants have which verdict.
    counts: Counts,
    /// One paragraph to be read aloud.
    summary: &'a str,
    /// What must be settled before going live.
    conditions: &'a [String],
    /// Checks that the scenario switches off, and violations that it tolerates, whatever the decision.
    weakened: &'a [String],
    /// Every invariant that is not switched off, in the order of the registry, custom ones last.
    invariants: Vec<Invariant<'a>>,
    /// What left on which day.
    sends: Vec<Sends<'a>>,
    /// Where the rows of the import went.
    ledger: LedgerOut<'a>,
    /// How well the records are told apart; null where nobody knows the truth, as in exports.
    dedupe: Option<DedupeOut<'a>>,
    /// The exports that were read; empty for invented people.
    inputs: Vec<Input<'a>>,
    /// What the rehearsal takes for granted.
    assumptions: &'a [String],
    /// What the rehearsal cannot prove.
    not_proved: &'a [String],
}

/// What became of an invariant.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum VerdictName {
    /// Put to the test, and never broken.
    Holds,
    /// Never put to the test: not a pass.
    Vacuous,
    /// The evidence does not decide.
    Unknown,
    /// Broken.
    Violated,
}

/// What the rehearsal says about going live.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum DecisionName {
    /// Every invariant holds.
    Go,
    /// Nothing is violated but warnings, yet something must be settled.
    GoWithConditions,
    /// An invariant is violated.
    NoGo,
    /// No invariant at error level is violated, and the evidence does not decide at least one of them.
    NotDecided,
    /// No invariant met a single case.
    NothingProved,
}

/// The kind of an invariant.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum ClaimName {
    /// Must hold whenever it is put to the test.
    Always,
    /// A situation that must be reached.
    Sometimes,
    /// Must hold in the end.
    Eventually,
}

/// How many invariants have which verdict.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    /// Broken at error level.
    violated: u64,
    /// Broken, but only a warning.
    warned: u64,
    /// Not decided by the evidence.
    unknown: u64,
    /// Never put to the test.
    vacuous: u64,
    /// Held.
    holds: u64,
}

/// An instant.
#[derive(Debug, Serialize, JsonSchema)]
struct Instant {
    /// Minutes since the start of day 0; negative before it.
    minute: i32,
    /// Local day, counted from day 0.
    day: i32,
    /// Local date and time, such as `2026-03-02 09:03`.
    local: String,
}

/// One invariant.
#[derive(Debug, Serialize, JsonSchema)]
struct Invariant<'a> {
    /// Its name; stable.
    name: &'a str,
    /// Its kind.
    claim: ClaimName,
    /// What became of it.
    verdict: VerdictName,
    /// Whether a violation is only a warning.
    warn: bool,
    /// How often it was broken.
    count: u64,
    /// How often it was put to the test.
    exercised: u64,
    /// When it was first broken.
    first_at: Option<Instant>,
    /// Impact in the user's terms.
    headline: &'a str,
    /// Why it matters.
    why: &'a str,
    /// The kinds of facts that would decide it and that the history does not hold; then the verdict is `unknown`.
    missing_facts: &'a [&'static str],
    /// How many violations the scenario tolerates, where there are some; else null.
    tolerated: Option<u64>,
    /// What brought it about, most frequent first.
    causes: Vec<&'a str>,
    /// The same, as data.
    cause_details: Vec<CauseOut<'a>>,
    /// What to change, cheapest first: one of these, each in words.
    changes: Vec<String>,
    /// The same, as data: remedies one instead of another.
    remedies: Vec<RemedyOut<'a>>,
    /// What there is to say in general where no remedy is known; else null.
    advice: Option<&'a str>,
    /// Cases, earliest first; a few of them, not all.
    witnesses: Vec<WitnessOut<'a>>,
}

/// What brought a violation about.
#[derive(Debug, Serialize, JsonSchema)]
struct CauseOut<'a> {
    /// Its name: stable, and unique among the causes of one invariant.
    kind: &'a str,
    /// How often it was at work (people, rows, sends); 0 where that is not counted.
    count: u64,
    /// In words.
    text: &'a str,
}

/// Changes that are made together, and after which the finding is expected to be gone.
#[derive(Debug, Serialize, JsonSchema)]
struct RemedyOut<'a> {
    /// What they cost together, in points that order remedies.
    cost: u32,
    /// Whether they were applied to this scenario and rehearsed: not yet.
    tried: bool,
    /// The changes, in the order in which they are made.
    changes: Vec<ChangeOut<'a>>,
}

/// One change of the scenario.
#[derive(Debug, Serialize, JsonSchema)]
struct ChangeOut<'a> {
    /// Its kind, such as `guard-flow`; stable.
    kind: &'a str,
    /// In words, with every value.
    text: &'a str,
    /// The same as edits of the scenario's files; none if the rehearsal did not come from files.
    edits: Vec<EditOut<'a>>,
}

/// One edit of a file of the scenario.
#[derive(Debug, Serialize, JsonSchema)]
struct EditOut<'a> {
    /// The file, relative to the scenario's folder.
    file: &'a str,
    /// The keys that lead to the value, joined by dots; a flow in a scenario file stands as `flows[NAME]`.
    path: &'a str,
    /// What stands there, as YAML on one line; null if nothing does.
    old: Option<&'a str>,
    /// What is to stand there, as YAML on one line.
    new: &'a str,
}

/// One case that breaks an invariant.
#[derive(Debug, Serialize, JsonSchema)]
struct WitnessOut<'a> {
    /// The pseudonym; null if the case is not about a person.
    person: Option<&'a str>,
    /// File name of the export that holds the person's first record; null for invented people and sign-ups.
    file: Option<&'a str>,
    /// Line of that record, the header being line 1; null for invented people and sign-ups.
    line: Option<u64>,
    /// Number of that record for invented people, else null.
    record: Option<u64>,
    /// The sentence that joins the facts.
    because: &'a str,
    /// The facts, in order; the last one breaks the invariant.
    facts: Vec<FactOut<'a>>,
}

/// One fact of a case.
#[derive(Debug, Serialize, JsonSchema)]
struct FactOut<'a> {
    /// When; null for what was so before the rehearsal.
    at: Option<Instant>,
    /// What happened.
    text: &'a str,
}

/// What left on one day.
#[derive(Debug, Serialize, JsonSchema)]
struct Sends<'a> {
    /// Local day, counted from day 0.
    day: i32,
    /// Local date.
    date: &'a str,
    /// The pool.
    pool: &'a str,
    /// The mailbox provider; null for the whole pool.
    provider: Option<&'a str>,
    /// The cap of the day; null if there is none.
    cap: Option<u32>,
    /// Messages that left.
    sent: u64,
    /// Messages that had to wait.
    deferred: u64,
}

/// Where the rows of the import went: `read` is the sum of the terms and of `unexplained`.
#[derive(Debug, Serialize, JsonSchema)]
struct LedgerOut<'a> {
    /// Rows read.
    read: u64,
    /// What became of them.
    terms: Vec<Term<'a>>,
    /// Rows without a fate: should be 0.
    unexplained: u64,
    /// Whether every row has exactly one fate.
    balances: bool,
}

/// One term of the ledger.
#[derive(Debug, Serialize, JsonSchema)]
struct Term<'a> {
    /// What became of the rows, such as `created` or `skipped-no-key`; stable.
    name: &'a str,
    /// How many rows.
    rows: u64,
}

/// How well the records are told apart. Quality is counted in pairs of records.
#[derive(Debug, Serialize, JsonSchema)]
struct DedupeOut<'a> {
    /// Records, people who sign up during the rehearsal included.
    rows: u64,
    /// Of how many records these are a sample, in whole groups; null if they are all.
    sample_of: Option<u64>,
    /// The people whom they belong to.
    people: u64,
    /// Pairs of records that belong to one person.
    pairs: u64,
    /// The exact keys of the scenario.
    keys: &'a [String],
    /// What exact keys alone find.
    by_keys: FoundOut,
    /// What dedupe finds in all that the records hold of a person.
    by_evidence: FoundOut,
    /// Why the evidence was not fitted to these records, or not used; null if it was.
    note: Option<&'a str>,
}

/// What one way of telling records apart finds.
#[derive(Debug, Serialize, JsonSchema)]
struct FoundOut {
    /// People found.
    people: u64,
    /// Pairs of records that are put together.
    pairs: u64,
    /// Of these, the pairs that do belong to one person.
    right_pairs: u64,
    /// Share of the pairs put together that are right, in ten-thousandths, rounded down; 10,000 if none is.
    #[serde(rename = "precision_permyriad")] // a key of a report is never renamed
    precision_basis_points: u64,
    /// Share of the pairs of one person that are put together, in ten-thousandths, rounded down; 10,000 if there is none.
    #[serde(rename = "recall_permyriad")] // a key of a report is never renamed
    recall_basis_points: u64,
    /// The harmonic mean of the two, in ten-thousandths, rounded down.
    #[serde(rename = "f1_permyriad")] // a key of a report is never renamed
    f1_basis_points: u64,
}

/// One export.
#[derive(Debug, Serialize, JsonSchema)]
struct Input<'a> {
    /// File name, without its folder.
    name: &'a str,
    /// Rows read.
    rows_read: u64,
    /// Lines that could not be used.
    unusable: Vec<UnusableLine<'a>>,
    /// What was noticed about the file as a whole.
    findings: &'a [String],
}

/// A line of an export that could not be used.
#[derive(Debug, Serialize, JsonSchema)]
struct UnusableLine<'a> {
    /// The line.
    line: u64,
    /// Why.
    reason: &'a str,
}

/// The JSON Schema (2020-12) of the document.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Document<'static>>()
        .to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".to_owned(), format!("Rehearsal report, contract {CONTRACT}").into());
    }
    schema
}

/// One document, indented, with a line break at the end.
pub(super) fn render(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(&document(report)).expect("a document of texts and numbers is JSON");
    text.push('\n');
    text
}

fn document(report: &Report) -> Document<'_> {
    Document {
        rehearsal: CONTRACT,
        version: &report.version,
        scenario: &report.scenario,
        catalogue: report.catalogue.as_deref(),
        title: &report.title,
        seed: report.seed,
        start: &report.start,
        language: report.language.code(),
        time_zone: &report.time_zone,
        days: report.days,
        source: &report.source,
        target: &report.target,
        records: report.records,
        profiles: report.profiles,
        digest: &report.digest,
        key_fingerprint: &report.key_fingerprint,
        key_derived: report.key_is_derived,
        verdict: report.verdict.into(),
        decision: report.decision.into(),
        counts: counts(report),
        summary: &report.summary,
        conditions: &report.conditions,
        weakened: &report.weakened,
        invariants: report.findings.iter().map(invariant).collect(),
        sends: report.sends.iter().map(sends).collect(),
        ledger: ledger(&report.ledger),
        dedupe: report.dedupe.as_ref().map(dedupe),
        inputs: report.inputs.iter().map(input).collect(),
        assumptions: &report.assumptions,
        not_proved: &report.not_proved,
    }
}

fn counts(report: &Report) -> Counts {
    use super::Status;
    let count = |status| report.count(status) as u64;
    Counts {
        violated: count(Status::Violated),
        warned: count(Status::Warned),
        unknown: count(Status::Unknown),
        vacuous: count(Status::Vacuous),
        holds: count(Status::Holds),
    }
}

fn invariant(finding: &FindingView) -> Invariant<'_> {
    Invariant {
        name: &finding.name,
        claim: finding.claim.into(),
        verdict: finding.verdict.into(),
        warn: finding.warn,
        count: finding.count,
        exercised: finding.exercised,
        first_at: finding.first_at.as_ref().map(instant),
        headline: &finding.headline,
        why: &finding.why,
        missing_facts: &finding.missing_facts,
        tolerated: finding.tolerated,
        causes: finding.causes.iter().map(|cause| &*cause.text).collect(),
        cause_details: finding.causes.iter().map(cause_detail).collect(),
        changes: finding.remedies.iter().map(super::RemedyView::text).collect(),
        remedies: finding.remedies.iter().map(remedy).collect(),
        advice: finding.advice.as_deref(),
        witnesses: finding.witnesses.iter().map(witness).collect(),
    }
}

fn cause_detail(CauseLine { kind, count, text }: &CauseLine) -> CauseOut<'_> {
    CauseOut { kind, count: *count, text }
}

fn edit(Edit { file, path, old, new }: &Edit) -> EditOut<'_> {
    EditOut { file, path, old: old.as_deref(), new }
}

fn change(ChangeLine { kind, text, edits }: &ChangeLine) -> ChangeOut<'_> {
    ChangeOut { kind, text, edits: edits.iter().map(edit).collect() }
}

fn remedy(finding: &RemedyView) -> RemedyOut<'_> {
    RemedyOut { cost: finding.cost, tried: false, changes: finding.changes.iter().map(change).collect() }
}

fn witness(finding: &WitnessView) -> WitnessOut<'_> {
    let (file, line, record) = match &finding.row {
        Some(RowPlace::Line { file, line }) => (file.as_deref(), Some(*line), None),
        Some(RowPlace::Record(record)) => (None, None, Some(*record)),
        Some(RowPlace::SignUp) | None => (None, None, None),
    };
    WitnessOut {
        person: finding.person.as_deref(),
        file,
        line,
        record,
        because: &finding.because,
        facts: finding.facts.iter().map(fact).collect(),
    }
}

fn fact(line: &TimelineFact) -> FactOut<'_> {
    FactOut { at: line.at.as_ref().map(instant), text: &line.text }
}

fn instant(moment: &Moment) -> Instant {
    Instant { minute: moment.minute, day: moment.day, local: format!("{} {}", moment.date, moment.time) }
}

fn sends(line: &SendDay) -> Sends<'_> {
    Sends {
        day: line.day,
        date: &line.date,
        pool: &line.pool,
        provider: line.provider.as_deref(),
        cap: line.cap,
        sent: line.sent,
        deferred: line.deferred,
    }
}

fn ledger(ledger: &Ledger) -> LedgerOut<'_> {
    LedgerOut {
        read: ledger.read,
        terms: ledger.terms.iter().map(|term| Term { name: term.name, rows: term.rows }).collect(),
        unexplained: ledger.unexplained,
        balances: ledger.balances(),
    }
}

fn dedupe(dedupe: &Dedupe) -> DedupeOut<'_> {
    DedupeOut {
        rows: dedupe.rows,
        sample_of: dedupe.sample_of,
        people: dedupe.people,
        pairs: dedupe.pairs,
        keys: &dedupe.keys,
        by_keys: found(dedupe.by_keys),
        by_evidence: found(dedupe.by_evidence),
        note: dedupe.note.as_deref(),
    }
}

const fn found(found: MatchQuality) -> FoundOut {
    FoundOut {
        people: found.people,
        pairs: found.pairs,
        right_pairs: found.right_pairs,
        precision_basis_points: found.precision_basis_points,
        recall_basis_points: found.recall_basis_points,
        f1_basis_points: found.f1_basis_points,
    }
}

fn input(input: &InputSummary) -> Input<'_> {
    Input {
        name: &input.name,
        rows_read: input.rows_read,
        unusable: input.unusable.iter().map(|(line, reason)| UnusableLine { line: *line, reason }).collect(),
        findings: &input.findings,
    }
}

impl From<super::Verdict> for VerdictName {
    fn from(verdict: super::Verdict) -> Self {
        match verdict {
            super::Verdict::Holds => Self::Holds,
            super::Verdict::Vacuous => Self::Vacuous,
            super::Verdict::Unknown => Self::Unknown,
            super::Verdict::Violated => Self::Violated,
        }
    }
}

impl From<super::Claim> for ClaimName {
    fn from(claim: super::Claim) -> Self {
        match claim {
            super::Claim::Always => Self::Always,
            super::Claim::Sometimes => Self::Sometimes,
            super::Claim::Eventually => Self::Eventually,
        }
    }
}

impl From<super::Decision> for DecisionName {
    fn from(decision: super::Decision) -> Self {
        match decision {
            super::Decision::Go => Self::Go,
            super::Decision::GoWithConditions => Self::GoWithConditions,
            super::Decision::NoGo => Self::NoGo,
            super::Decision::NotDecided => Self::NotDecided,
            super::Decision::NothingProved => Self::NothingProved,
        }
    }
}
