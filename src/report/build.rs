//! From a rehearsal to its report.
//!
//! Owns: [`build`], the decision, the verdict line, the summary and the conditions. Deliberately judges nothing: it
//! counts verdicts and repeats headlines.

use rehearsal_core::claim::ClaimPlan;
use rehearsal_core::ids::Side;
use rehearsal_core::model::Change;
use rehearsal_core::plan::{Plan, PopulationPlan};
use rehearsal_core::records::Population;
use rehearsal_identity::Identity;
use rehearsal_judge::{CountedCause, Finding, INVARIANTS, Judgement, Remedy};

use super::decide::{Circumstances, decide};
use super::timeline::{Timelines, moment};
use super::words::{Words, clean, counted, listed, number, sentence};
use super::{
    CauseLine, ChangeLine, Decision, Dedupe, FindingView, InputSummary, Ledger, RemedyView, Report, SendDay, Status,
    limits,
};
use crate::language::Language;
use crate::pseudonym::{Key, Pseudonyms};
use crate::scenario::{Document, Edit};

/// Names of further checks in the summary, at most.
const NAMES_MAX: usize = 3;

/// Everything that a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// The checked scenario.
    pub plan: &'a Plan,
    /// The scenario's file as the user gave it; only the file name is kept.
    pub scenario: &'a str,
    /// The command that makes the report again.
    pub command: &'a str,
    /// The folder that lies over the built-in catalogue, as the user gave it; `None` if there is none.
    pub catalogue: Option<&'a str>,
    /// The people.
    pub population: &'a Population,
    /// Which of their records are one profile.
    pub identity: &'a Identity,
    /// The digest of what happened.
    pub digest: &'a str,
    /// Whether nothing happened that a check could be about: no row applied, nobody entered a flow, nothing sent.
    pub is_idle: bool,
    /// What the judges found.
    pub judgement: &'a Judgement,
    /// Where the rows went.
    pub ledger: &'a Ledger,
    /// What left on which day.
    pub sends: &'a [SendDay],
    /// How well the records are told apart; `None` where nobody knows the truth.
    pub dedupe: Option<&'a Dedupe>,
    /// Whether nobody asked how well they are told apart.
    pub is_quality_left_out: bool,
    /// What was read, in the order of the files; empty for invented people.
    pub inputs: &'a [InputSummary],
    /// Assumptions that the plan does not show, such as defaults that the scenario did not mention.
    pub assumptions: &'a [String],
    /// The key of the pseudonyms.
    pub key: &'a Key,
    /// The language of verdict, headlines, causes and changes.
    pub language: Language,
    /// What the scenario's files hold, to say where a change is written; `None` if the plan came from no file.
    pub document: Option<&'a Document>,
}

/// The report of a rehearsal: plain owned data, the same for the same rehearsal on every machine.
#[must_use]
pub fn build(input: ReportInput<'_>) -> Report {
    let ReportInput { plan, population, identity, key, .. } = input;
    let inputs: Vec<InputSummary> = input.inputs.iter().map(clean_input).collect();
    let names = Pseudonyms::new(key, population, identity);
    let english = Words::new(Language::English, plan);
    let timelines = Timelines { plan, population, inputs: &inputs, names, english: &english };
    let words = Words::new(input.language, plan);
    let mut report = Report {
        title: clean(&plan.name),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: file_name(input.scenario),
        catalogue: input.catalogue.map(clean),
        command: clean(input.command),
        seed: plan.seed.0,
        start: plan.calendar.start().to_string(),
        time_zone: clean(plan.zone().name()),
        days: plan.days,
        source: clean(&plan.platforms[Side::Source as usize].name),
        target: clean(&plan.platforms[Side::Target as usize].name),
        records: population.source_records() as u64,
        profiles: identity.profiles() as u64,
        digest: input.digest.to_owned(),
        key_fingerprint: key.fingerprint(),
        key_is_derived: key.is_derived(),
        verdict: input.judgement.verdict(),
        decision: Decision::NothingProved,
        language: input.language,
        labels: words.labels(Decision::NothingProved),
        verdict_line: String::new(),
        summary: String::new(),
        conditions: Vec::new(),
        weakened: weakened(plan, input.judgement),
        findings: input
            .judgement
            .findings
            .iter()
            .map(|finding| finding_view(finding, &timelines, &words, input.document))
            .collect(),
        sends: input.sends.iter().map(clean_sends).collect(),
        ledger: input.ledger.clone(),
        dedupe: input.dedupe.cloned(),
        inputs: Vec::new(),
        assumptions: limits::assumptions(plan, &english),
        not_proved: limits::not_proved(plan, input.is_quality_left_out),
    };
    report.inputs = inputs;
    report.assumptions.extend(input.assumptions.iter().map(|text| clean(text)));
    report.conditions = conditions(&report);
    let has_conditions = !report.conditions.is_empty();
    report.decision = decide(input.judgement, Circumstances { is_idle: input.is_idle, has_conditions });
    report.labels = words.labels(report.decision);
    report.verdict_line = words.verdict_line(&report);
    report.summary = summary(&report, matches!(plan.population, PopulationPlan::Synthetic(_)));
    report
}

/// The last part of a path, whichever machine it was written on.
fn file_name(path: &str) -> String {
    clean(path.rsplit(['/', '\\']).next().unwrap_or_default())
}

fn finding_view(
    finding: &Finding,
    timelines: &Timelines<'_>,
    words: &Words<'_>,
    document: Option<&Document>,
) -> FindingView {
    let cause = |counted: &CountedCause| CauseLine {
        kind: counted.cause.kind(),
        count: counted.count,
        text: clean(&words.cause(counted)),
    };
    let registered = INVARIANTS.iter().find(|invariant| invariant.name == finding.name);
    let is_broken = finding.count > 0;
    let fix = registered.map(|invariant| invariant.fix).filter(|_| is_broken && finding.remedies.is_empty());
    FindingView {
        name: clean(&finding.name),
        claim: finding.claim,
        verdict: finding.verdict,
        warn: finding.warn,
        count: finding.count,
        exercised: finding.exercised,
        first_at: finding.first_at.and_then(|at| moment(&timelines.plan.calendar, timelines.plan.zone(), at)),
        headline: clean(&words.headline(finding)),
        why: registered.map_or("the scenario claims it", |invariant| invariant.why).to_owned(),
        missing_facts: finding.missing_facts.iter().map(|name| name.name()).collect(),
        tolerated: finding.tolerated,
        causes: finding.causes.iter().map(cause).collect(),
        remedies: finding.remedies.iter().map(|remedy| remedy_card(remedy, words, document)).collect(),
        advice: fix.map(|fix| words.no_remedy(fix)),
        witnesses: finding.witnesses.iter().map(|witness| timelines.witness(witness, words)).collect(),
    }
}

fn remedy_card(remedy: &Remedy, words: &Words<'_>, document: Option<&Document>) -> RemedyView {
    let edits = document.map_or_else(Vec::new, |document| document.edits(words.plan, &remedy.changes));
    let lines = remedy.changes.iter().zip(words.remedy(remedy)).enumerate();
    let line = |(place, (change, text)): (usize, (&Change, String))| ChangeLine {
        kind: change.kind().name(),
        text: clean(&text),
        edits: edits.get(place).into_iter().flatten().map(clean_edit).collect(),
    };
    RemedyView { cost: remedy.cost, changes: lines.map(line).collect() }
}

fn clean_edit(edit: &Edit) -> Edit {
    Edit {
        file: clean(&edit.file),
        path: clean(&edit.path),
        old: edit.old.as_deref().map(clean),
        new: clean(&edit.new),
    }
}

fn clean_sends(line: &SendDay) -> SendDay {
    SendDay { pool: clean(&line.pool), provider: line.provider.as_deref().map(clean), ..line.clone() }
}

fn clean_input(input: &InputSummary) -> InputSummary {
    InputSummary {
        name: file_name(&input.name),
        rows_read: input.rows_read,
        unusable: input.unusable.iter().map(|(line, reason)| (*line, clean(reason))).collect(),
        findings: input.findings.iter().map(|text| clean(text)).collect(),
    }
}

/// What the scenario takes away from the verdict: checks that are off, and violations that it tolerates.
fn weakened(plan: &Plan, judgement: &Judgement) -> Vec<String> {
    let off = plan.claims.iter().filter_map(|claim| match claim {
        ClaimPlan::Off { name } => Some(format!("`{}` is switched off: nothing is said about it.", clean(name))),
        ClaimPlan::Registered { .. } | ClaimPlan::Custom(_) => None,
    });
    let tolerated = judgement.findings.iter().filter_map(|finding| {
        let limit = finding.tolerated?;
        let (name, times) = (clean(&finding.name), counted(finding.count, "time", "times"));
        Some(format!("`{name}` is broken {times}, and the scenario tolerates {}.", number(limit)))
    });
    off.chain(tolerated).collect()
}

/// What must be settled, or knowingly accepted, before going live.
fn conditions(report: &Report) -> Vec<String> {
    let mut found: Vec<String> = report
        .findings_with(Status::Warned)
        .map(|finding| format!("{}: {} (a warning).", finding.name, finding.headline))
        .collect();
    found.extend(report.findings_with(Status::Unknown).map(|finding| {
        format!("{}: the evidence does not decide. {}", finding.name, sentence(&finding.headline)).trim_end().to_owned()
    }));
    found.extend(report.weakened.iter().cloned());
    if report.count(Status::Vacuous) > 0 {
        found.push("Some checks were never put to the test: each is named below, with what it misses.".to_owned());
    }
    if !report.ledger.balances() {
        found.push("The row ledger does not balance.".to_owned());
    }
    let unusable: u64 = report.inputs.iter().map(|input| input.unusable.len() as u64).sum();
    if unusable > 0 {
        found.push(format!("{} of the exports could not be used.", counted(unusable, "line", "lines")));
    }
    found
}

/// One paragraph: what was rehearsed, what it would do to people, and how much of it was put to the test.
fn summary(report: &Report, is_invented: bool) -> String {
    let records = if is_invented { ("invented record", "invented records") } else { ("record", "records") };
    let rehearsed = format!(
        "We rehearsed the move of {} from {} to {}: {} from {}. No real mail was sent.",
        counted(report.records, records.0, records.1),
        report.source,
        report.target,
        counted(report.days, "day", "days"),
        report.start,
    );
    format!("{} {rehearsed} {}", outcome(report), coverage(report)).trim_end().to_owned()
}

fn outcome(report: &Report) -> String {
    let violated: Vec<&FindingView> = report.findings_with(Status::Violated).collect();
    match (report.decision, violated.split_first()) {
        (Decision::NoGo, Some((first, rest))) => {
            let since =
                first.first_at.as_ref().map(|at| format!(", for the first time on {}", at.long())).unwrap_or_default();
            let mut others: Vec<String> = rest.iter().take(NAMES_MAX).map(|finding| finding.name.clone()).collect();
            if rest.len() > NAMES_MAX {
                others.push(format!("{} more", rest.len() - NAMES_MAX));
            }
            let more = if others.is_empty() { String::new() } else { format!(" Also violated: {}.", listed(&others)) };
            format!("Do not go live like this. {}{more}", sentence(&format!("{}{since}", first.headline)))
        }
        (Decision::Go, _) => "You can go live as far as this rehearsal can tell.".to_owned(),
        (Decision::GoWithConditions, _) => {
            format!("Go live only when {} settled.", counted(report.conditions.len() as u64, "point is", "points are"),)
        }
        (Decision::NotDecided, _) => {
            "Do not go live on this: what is at hand does not decide whether it is safe.".to_owned()
        }
        (Decision::NothingProved | Decision::NoGo, _) => {
            "This rehearsal proves nothing: what the checks look for never happened.".to_owned()
        }
    }
}

/// What was not put to the test, or could not be decided. What held is counted in no sentence: see [`verdict_line`].
fn coverage(report: &Report) -> String {
    let mut parts = Vec::new();
    if report.count(Status::Vacuous) > 0 {
        parts.push("some checks were never put to the test".to_owned());
    }
    if report.count(Status::Unknown) > 0 {
        parts.push("some could not be decided".to_owned());
    }
    if parts.is_empty() { String::new() } else { sentence(&listed(&parts)) }
}
