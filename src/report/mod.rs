//! The report: one value, three views.
//!
//! Owns: [`Report`], how it is put together from a rehearsal ([`build`]), and its views as text, Markdown and JSON
//! ([`render`]). Deliberately judges nothing and writes nothing to disk: it repeats what the judges found, in words that
//! a CRM lead can read aloud, consequences first.
//!
//! A report holds no wall-clock time, no path of the machine, no float and no value of a person: people have pseudonyms,
//! rows have line numbers. Names from scenarios and exports are cleaned of control characters when the report is built,
//! and escaped by each view.

mod build;
mod decide;
mod json;
pub(crate) mod layout;
mod limits;
mod markdown;
mod match_quality;
mod sends;
mod text;
mod timeline;
pub(crate) mod words;

pub use build::{ReportInput, build};
pub use decide::{Circumstances, Decision, Gate, decide};
pub use json::{CONTRACT, json_schema};
pub use words::clean;

use crate::language::Language;
use crate::scenario::Edit;

use rehearsal_judge::{Claim, Verdict};

/// How a report is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal, at most 100 columns wide.
    Text,
    /// For pull requests and tickets.
    Markdown,
    /// For machines; see [`json_schema`].
    Json,
}

/// The view of a report in a format. Colour is for [`Format::Text`] alone, and never carries meaning by itself.
#[must_use]
pub fn render(report: &Report, format: Format, colour: bool) -> String {
    match format {
        Format::Text => text::render(report, colour),
        Format::Markdown => markdown::render(report),
        Format::Json => json::render(report),
    }
}

/// An instant, as the scenario's own clock shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Minutes since the start of day 0; negative before it.
    pub minute: i32,
    /// Local day, counted from day 0.
    pub day: i32,
    /// Local date, `2026-03-02`.
    pub date: String,
    /// Local time, `09:03`.
    pub time: String,
}

impl Moment {
    /// `day 0 09:03`.
    #[must_use]
    pub fn short(&self) -> String {
        format!("day {} {}", self.day, self.time)
    }

    /// `day 0 (2026-03-02) 09:03`.
    #[must_use]
    pub fn long(&self) -> String {
        format!("day {} ({}) {}", self.day, self.date, self.time)
    }
}

/// Where the first record of a person comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowPlace {
    /// A line of an export.
    Line {
        /// The file's name; `None` if it is not known.
        file: Option<String>,
        /// The line; the header is on line 1.
        line: u64,
    },
    /// A number among invented people.
    Record(u64),
    /// The person signed up during the rehearsal, and is in no export.
    SignUp,
}

impl RowPlace {
    /// `line 523 of customers.csv`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Line { file: Some(file), line } => format!("line {line} of {file}"),
            Self::Line { file: None, line } => format!("line {line}"),
            Self::Record(record) => format!("record {record}"),
            Self::SignUp => "a sign-up of the rehearsal".to_owned(),
        }
    }
}

/// One fact of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineFact {
    /// When; `None` for what was so before the rehearsal.
    pub at: Option<Moment>,
    /// What, in a short sentence without a full stop.
    pub text: String,
}

impl TimelineFact {
    /// `day 0 09:03`, or `before`.
    #[must_use]
    pub fn when(&self) -> String {
        self.at.as_ref().map_or_else(|| "before".to_owned(), Moment::short)
    }
}

/// One case that breaks a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessView {
    /// The pseudonym; `None` if the case is not about a person.
    pub person: Option<String>,
    /// Where the person's row is.
    pub row: Option<RowPlace>,
    /// The sentence that joins the facts.
    pub because: String,
    /// The facts, in order; the last one breaks the check.
    pub facts: Vec<TimelineFact>,
}

/// What brought a violation about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseLine {
    /// Its name, unique among the causes of one check.
    pub kind: &'static str,
    /// How often it was at work; 0 where that is not counted.
    pub count: u64,
    /// What it is, without a full stop.
    pub text: String,
}

/// Changes that are made together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemedyView {
    /// What they cost together, in points that order remedies.
    pub cost: u32,
    /// The changes, in the order in which they are made.
    pub changes: Vec<ChangeLine>,
}

/// One change of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// Its kind.
    pub kind: &'static str,
    /// What to do, without a full stop.
    pub text: String,
    /// The same as edits of the scenario's files.
    pub edits: Vec<Edit>,
}

impl RemedyView {
    /// The changes as sentences in one paragraph.
    #[must_use]
    pub fn text(&self) -> String {
        self.changes.iter().map(|change| words::sentence(&change.text)).collect::<Vec<_>>().join(" ")
    }
}

/// The fixed words of the views, in the language of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The decision.
    pub decision: String,
    /// Stands between remedies.
    pub or: String,
    /// Stands behind remedies.
    pub not_tried: String,
}

/// What became of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingView {
    /// The name of the check.
    pub name: String,
    /// Its kind.
    pub claim: Claim,
    /// What became of it.
    pub verdict: Verdict,
    /// Whether a violation is only a warning.
    pub warn: bool,
    /// How often it was broken.
    pub count: u64,
    /// How often it was put to the test.
    pub exercised: u64,
    /// When it was first broken.
    pub first_at: Option<Moment>,
    /// Impact in the user's terms, without a full stop.
    pub headline: String,
    /// Why it matters.
    pub why: String,
    /// The kinds of facts that would decide it and that the history does not hold.
    pub missing_facts: Vec<&'static str>,
    /// How many violations the scenario tolerates, where there are some.
    pub tolerated: Option<u64>,
    /// What brought it about, most frequent first.
    pub causes: Vec<CauseLine>,
    /// What to change, one instead of another, cheapest first.
    pub remedies: Vec<RemedyView>,
    /// What there is to say where nothing is known to help.
    pub advice: Option<String>,
    /// Cases, earliest first.
    pub witnesses: Vec<WitnessView>,
}

impl FindingView {
    /// The place of the finding in the report.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self.verdict {
            Verdict::Violated if self.warn => Status::Warned,
            Verdict::Violated => Status::Violated,
            Verdict::Unknown => Status::Unknown,
            Verdict::Vacuous => Status::Vacuous,
            Verdict::Holds => Status::Holds,
        }
    }
}

/// A verdict as the report sorts it: a violation that is only a warning stands apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Broken.
    Violated,
    /// Broken, but only a warning.
    Warned,
    /// The evidence does not decide.
    Unknown,
    /// Never put to the test.
    Vacuous,
    /// Put to the test, and never broken.
    Holds,
}

impl Status {
    /// The symbol in text and Markdown; words always stand beside it.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Violated => "✗",
            Self::Warned => "!",
            Self::Unknown => "?",
            Self::Vacuous => "~",
            Self::Holds => "✓",
        }
    }
}

/// The sends of a day from a pool, or from a pool to one mailbox provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendDay {
    /// Local day, counted from day 0.
    pub day: i32,
    /// Local date, `2026-03-02`.
    pub date: String,
    /// The pool.
    pub pool: String,
    /// The mailbox provider; `None` for the whole pool.
    pub provider: Option<String>,
    /// The cap of the day; `None` if there is none.
    pub cap: Option<u32>,
    /// Messages that left.
    pub sent: u64,
    /// Messages that had to wait.
    pub deferred: u64,
}

impl SendDay {
    /// How many messages left above the cap.
    #[must_use]
    pub fn above_cap(&self) -> u64 {
        self.cap.map_or(0, |cap| self.sent.saturating_sub(u64::from(cap)))
    }
}

/// Where every row that was read has gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Rows read.
    pub read: u64,
    /// What became of them, in a fixed order: a word and how many. Together with `unexplained` they make `read`.
    pub terms: Vec<LedgerTerm>,
    /// Rows without a fate: should be 0.
    pub unexplained: u64,
}

impl Ledger {
    /// Whether every row has exactly one fate.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.unexplained == 0 && self.explained() == self.read
    }

    /// Rows with a fate.
    #[must_use]
    pub fn explained(&self) -> u64 {
        self.terms.iter().map(|term| term.rows).sum()
    }
}

/// One term of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerTerm {
    /// The key in JSON, kebab-case, such as `skipped-no-key`.
    pub name: &'static str,
    /// The words in text and Markdown, such as `skipped (no key)`.
    pub words: &'static str,
    /// How many rows.
    pub rows: u64,
}

/// What was read from one export, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputSummary {
    /// The file's name, without its folder.
    pub name: String,
    /// Rows read.
    pub rows_read: u64,
    /// Lines that could not be used, and why. No value of a person.
    pub unusable: Vec<(u64, String)>,
    /// What was noticed about the file as a whole.
    pub findings: Vec<String>,
}

/// How well the records of a rehearsal are told apart, by exact keys alone and by evidence. Only where the truth is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dedupe {
    /// Records, sign-ups included.
    pub rows: u64,
    /// Of how many records these are a sample, in whole groups; `None` if they are all.
    pub sample_of: Option<u64>,
    /// The people whom they belong to.
    pub people: u64,
    /// Pairs of records that belong to one person.
    pub pairs: u64,
    /// The exact keys of the scenario, such as `email`.
    pub keys: Vec<String>,
    /// What exact keys find.
    pub by_keys: MatchQuality,
    /// What the evidence of all that the records hold finds.
    pub by_evidence: MatchQuality,
    /// What there is to say about the evidence: that it was not fitted to these records, or not used. No full stop.
    pub note: Option<String>,
}

/// What one way of telling records apart finds. Shares are ten-thousandths, rounded down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchQuality {
    /// People found: groups of records, those of one record too.
    pub people: u64,
    /// Pairs of records that are put together.
    pub pairs: u64,
    /// Of these, the pairs that do belong to one person.
    pub right_pairs: u64,
    /// Share of the pairs put together that are right; all of none.
    pub precision_basis_points: u64,
    /// Share of the pairs of one person that are put together; all of none.
    pub recall_basis_points: u64,
    /// The harmonic mean of the two.
    pub f1_basis_points: u64,
}

/// Everything that a view can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The scenario's title.
    pub title: String,
    /// The version of the program.
    pub version: String,
    /// The scenario's file name, without its folder.
    pub scenario: String,
    /// The folder that lies over the built-in catalogue, as the user gave it.
    pub catalogue: Option<String>,
    /// The command that makes this report again, from where it was made.
    pub command: String,
    /// The seed of every draw.
    pub seed: u64,
    /// The date of day 0.
    pub start: String,
    /// The scenario's clock.
    pub time_zone: String,
    /// How many days were rehearsed.
    pub days: u32,
    /// The old platform.
    pub source: String,
    /// The new platform.
    pub target: String,
    /// Records that the import is about; sign-ups are none.
    pub records: u64,
    /// Profiles of the rehearsal: those that the records make, and sign-ups.
    pub profiles: u64,
    /// The digest of the history.
    pub digest: String,
    /// The fingerprint of the key of the pseudonyms.
    pub key_fingerprint: String,
    /// Whether that key was derived from the scenario.
    pub key_is_derived: bool,
    /// The worst verdict of all checks that are not mere warnings.
    pub verdict: Verdict,
    /// What the rehearsal says about going live.
    pub decision: Decision,
    /// The language of the sentences.
    pub language: Language,
    /// Fixed words in that language.
    pub labels: Labels,
    /// `3 checks are violated`.
    pub verdict_line: String,
    /// One paragraph to be read aloud.
    pub summary: String,
    /// What must be settled before going live, if nothing is violated.
    pub conditions: Vec<String>,
    /// Checks that the scenario switches off, and violations that it tolerates: sentences.
    pub weakened: Vec<String>,
    /// Every check, in the order of the registry, custom ones last.
    pub findings: Vec<FindingView>,
    /// Sends per day, pool and provider.
    pub sends: Vec<SendDay>,
    /// Where the rows went.
    pub ledger: Ledger,
    /// How well the records are told apart; `None` where nobody knows the truth.
    pub dedupe: Option<Dedupe>,
    /// The exports.
    pub inputs: Vec<InputSummary>,
    /// What the rehearsal takes for granted.
    pub assumptions: Vec<String>,
    /// What the rehearsal cannot prove.
    pub not_proved: Vec<String>,
}

impl Report {
    /// The findings of a status, in the order of the registry.
    pub fn findings_with(&self, status: Status) -> impl Iterator<Item = &FindingView> {
        self.findings.iter().filter(move |finding| finding.status() == status)
    }

    /// How many findings have a status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        self.findings_with(status).count()
    }

    /// How many checks at error level the evidence does not decide.
    #[must_use]
    pub fn undecided(&self) -> usize {
        self.findings_with(Status::Unknown).filter(|finding| !finding.warn).count()
    }

    /// The last line of the text: stable, for `grep`. Keys are only ever appended.
    #[must_use]
    pub fn last_line(&self) -> String {
        format!(
            "rehearsal: verdict={} violated={} unknown={} vacuous={} holds={} warned={} profiles={} seed={} digest={}",
            self.decision.name(),
            self.count(Status::Violated),
            self.count(Status::Unknown),
            self.count(Status::Vacuous),
            self.count(Status::Holds),
            self.count(Status::Warned),
            self.profiles,
            self.seed,
            self.digest,
        )
    }
}
