//! The report for a terminal.
//!
//! Owns: the order and layout of the text, at most 100 columns wide (but for the last line, which is one line for
//! `grep`). Deliberately says nothing by colour alone: symbols and words carry the meaning.

use anstyle::{AnsiColor, Style};

use super::layout::{Page, WIDTH, columns};
use super::sends::{PoolTable, SendRow, bar, tables};
use super::words::{by_reason, counted, how_often, ledger_line, number, provenance, sentence};
use super::{
    Claim, Decision, FindingView, InputSummary, Labels, Moment, Report, SendDay, Status, TimelineFact, WitnessView,
    match_quality,
};

/// Witnesses of a finding, at most.
const WITNESSES_MAX: usize = 3;
/// Facts of a witness, at most: the last ones, because the last one breaks the check.
const FACTS_MAX: usize = 12;
/// Columns of the name of a check that stands on one line, and of how often it was put to the test. They do not follow
/// what is in them: one more check moves no other line.
const NAME_COLUMNS: usize = 28;
const EXERCISED_COLUMNS: usize = 9;
/// Causes, changes, unusable lines and findings of an export, at most.
const ITEMS_MAX: usize = 5;
/// Columns of a bar.
const BAR_WIDTH: usize = 20;

const PLAIN: Style = Style::new();
const DIM: Style = Style::new().dimmed();

/// The text; the last line is [`Report::last_line`].
pub(super) fn render(report: &Report, colour: bool) -> String {
    let mut page = Page::new(colour);
    head(&mut page, report);
    findings(&mut page, report, Status::Violated, "WHAT GOES WRONG");
    findings(&mut page, report, Status::Warned, "WARNINGS");
    quiet_checks(&mut page, report);
    send_tables(&mut page, report);
    ledger(&mut page, report);
    who_is_who(&mut page, report);
    inputs(&mut page, report);
    page.bullets("ASSUMED", &report.assumptions);
    page.bullets("NOT PROVED BY ANY OF THIS", &report.not_proved);
    reproduce(&mut page, report);
    page.gap();
    page.verbatim(&report.last_line());
    page.finish()
}

const fn style_of(status: Status) -> Style {
    let colour = match status {
        Status::Violated => AnsiColor::Red,
        Status::Warned | Status::Vacuous | Status::Unknown => AnsiColor::Yellow,
        Status::Holds => AnsiColor::Green,
    };
    colour.on_default().bold()
}

const fn decision_style(decision: Decision) -> Style {
    match decision {
        Decision::Go => style_of(Status::Holds),
        Decision::NoGo => style_of(Status::Violated),
        Decision::GoWithConditions | Decision::NotDecided | Decision::NothingProved => style_of(Status::Warned),
    }
}

fn head(page: &mut Page, report: &Report) {
    let lead = format!("{} {}:", report.decision.symbol(), report.labels.decision);
    page.paragraph(decision_style(report.decision), &lead, &report.verdict_line, 2);
    page.paragraph(DIM, &report.title, &format!("({}, seed {})", report.scenario, report.seed), 0);
    page.gap();
    page.prose(&report.summary, 0);
    if report.decision.asks_for_settlement() {
        page.bullets("TO SETTLE BEFORE GOING LIVE", &report.conditions);
    } else {
        page.bullets("SWITCHED OFF OR TOLERATED", &report.weakened);
    }
}

fn findings(page: &mut Page, report: &Report, status: Status, title: &str) {
    for (place, finding) in report.findings_with(status).enumerate() {
        if place == 0 {
            page.heading(title, "");
        } else {
            page.gap();
        }
        finding_text(page, finding, &report.labels);
    }
}

fn finding_text(page: &mut Page, finding: &FindingView, labels: &Labels) {
    page.paragraph(style_of(finding.status()), &format!("{} {}", finding.status().symbol(), finding.name), "", 2);
    page.prose(&sentence(&finding.headline), 2);
    labelled(page, "broken", &sentence(&how_often(finding)));
    labelled(page, "matters", &sentence(&finding.why));
    let causes: Vec<String> = finding.causes.iter().map(|cause| cause.text.clone()).collect();
    items(page, "because", &causes);
    remedies(page, finding, labels);
    if let [only] = finding.witnesses.as_slice()
        && only.facts.is_empty()
        && only.because == finding.headline
    {
        return;
    }
    for (place, witness) in finding.witnesses.iter().take(WITNESSES_MAX).enumerate() {
        let told = finding.witnesses[..place].iter().any(|earlier| is_same_story(earlier, witness));
        witness_text(page, witness, told);
    }
    more(page, finding.witnesses.len(), WITNESSES_MAX, "case", "cases", 2);
}

/// A labelled sentence in two columns.
fn labelled(page: &mut Page, label: &str, text: &str) {
    if !text.is_empty() {
        page.paragraph(DIM, &format!("  {label:<8}"), text, 11);
    }
}

fn items(page: &mut Page, label: &str, texts: &[String]) {
    for (place, text) in texts.iter().take(ITEMS_MAX).enumerate() {
        labelled(page, if place == 0 { label } else { "" }, &sentence(text));
    }
    more(page, texts.len(), ITEMS_MAX, "more", "more", 11);
}

/// What to change: remedies one instead of another, each a paragraph of what is done together; or what there is to say
/// where nothing is known to help.
fn remedies(page: &mut Page, finding: &FindingView, labels: &Labels) {
    for (place, remedy) in finding.remedies.iter().take(ITEMS_MAX).enumerate() {
        let label = if place == 0 { "change" } else { &labels.or };
        labelled(page, label, &format!("{} ({})", remedy.text(), labels.not_tried));
    }
    more(page, finding.remedies.len(), ITEMS_MAX, "more", "more", 11);
    labelled(page, "change", finding.advice.as_deref().unwrap_or_default());
}

/// `and 4 more cases`, if there are.
fn more(page: &mut Page, all: usize, shown: usize, one: &str, many: &str, indent: usize) {
    if all > shown {
        let left = (all - shown) as u64;
        let words = if one == "more" {
            format!("and {} more", number(left))
        } else {
            format!("and {} more {}", number(left), if left == 1 { one } else { many })
        };
        page.prose(&format!("{words}: see --format json"), indent);
    }
}

/// A case; if its story was `told` for an earlier case, only when it begins.
fn witness_text(page: &mut Page, witness: &WitnessView, told: bool) {
    let who = match (&witness.person, &witness.row) {
        (Some(person), Some(row)) => format!("{person} ({}): ", row.words()),
        (Some(person), None) => format!("{person}: "),
        (None, _) => String::new(),
    };
    let text = if who.is_empty() { sentence(&witness.because) } else { format!("{who}{}", witness.because) };
    labelled(page, "case", &text);
    if told {
        let times: Vec<&Moment> = witness.facts.iter().filter_map(|fact| fact.at.as_ref()).collect();
        let last = times.last().map(|last| format!(", until {}", last.short())).unwrap_or_default();
        page.prose(&format!("The same story{last}."), 11);
        return;
    }
    let skipped = witness.facts.len().saturating_sub(FACTS_MAX);
    if skipped > 0 {
        page.prose(&format!("... {} before", counted(skipped as u64, "fact", "facts")), 11);
    }
    for (place, fact) in witness.facts.iter().enumerate().skip(skipped) {
        fact_text(page, place + 1, fact);
    }
}

/// Whether two cases differ in nothing but times, rows and people.
fn is_same_story(one: &WitnessView, other: &WitnessView) -> bool {
    let is_same = |(one, other): (&TimelineFact, &TimelineFact)| shape(&one.text).eq(shape(&other.text));
    !one.facts.is_empty() && one.facts.len() == other.facts.len() && one.facts.iter().zip(&other.facts).all(is_same)
}

/// A text without its numbers and pseudonyms.
fn shape(text: &str) -> impl Iterator<Item = char> {
    let words = text.split(' ').filter(|word| !word.starts_with("p_"));
    words.flat_map(|word| word.chars().filter(|character| !character.is_ascii_digit()).chain([' ']))
}

fn fact_text(page: &mut Page, place: usize, fact: &TimelineFact) {
    let lead = format!("{}{:<3} {:<12}", " ".repeat(11), format!("{place}."), fact.when());
    page.paragraph(DIM, &lead, &fact.text, 28);
}

fn quiet_checks(page: &mut Page, report: &Report) {
    let line = |page: &mut Page, finding: &FindingView, aside: &str, text: &str| {
        let name = format!("{}{}", finding.name, " ".repeat(NAME_COLUMNS.saturating_sub(columns(&finding.name))));
        let lead = format!("{} {name} {aside}", finding.status().symbol());
        page.paragraph(style_of(finding.status()), &lead, text, NAME_COLUMNS + 4 + columns(aside));
    };
    let count = |status| report.count(status) as u64;
    if count(Status::Holds) > 0 {
        page.heading("WHAT HELD", "and how often it was put to the test");
        for finding in report.findings_with(Status::Holds) {
            line(page, finding, &format!("{:>EXERCISED_COLUMNS$} ", number(finding.exercised)), held(finding));
        }
    }
    if count(Status::Vacuous) > 0 {
        page.heading("NEVER PUT TO THE TEST", "");
        for finding in report.findings_with(Status::Vacuous) {
            line(page, finding, "", &sentence(quiet_reason(finding)));
        }
        page.prose("That is not a pass: what these checks look for never happened, so the opposite is not proved.", 2);
    }
    if count(Status::Unknown) > 0 {
        page.heading("NOT DECIDED BY THE EVIDENCE", "");
        for finding in report.findings_with(Status::Unknown) {
            line(page, finding, "", &sentence(&finding.headline));
            remedies(page, finding, &report.labels);
        }
    }
}

/// What held, in the judge's own words if there are any.
fn held(finding: &FindingView) -> &str {
    match (finding.headline.as_str(), finding.claim) {
        ("", Claim::Sometimes) => "reached",
        ("", Claim::Always | Claim::Eventually) => "never broken",
        (headline, _) => headline,
    }
}

/// What would have to happen for the check to mean something.
fn quiet_reason(finding: &FindingView) -> &str {
    if finding.headline.is_empty() { "it met no case" } else { &finding.headline }
}

fn send_tables(page: &mut Page, report: &Report) {
    for table in tables(report) {
        page.heading("SENDS PER DAY", &format!("from pool {} (█ sent, ┃ cap)", table.pool));
        for row in &table.rows {
            send_row(page, row, &table);
        }
        for line in &table.providers {
            let provider = line.provider.as_deref().unwrap_or_default();
            let text = format!("{provider} on day {}: {} sent, {}", line.day, number(line.sent), cap_note(line));
            page.paragraph(style_of(Status::Violated), "  ✗", &text, 4);
        }
        more(
            page,
            table.providers.len() + table.providers_more,
            table.providers.len(),
            "day of a provider",
            "days of providers",
            4,
        );
    }
}

fn send_row(page: &mut Page, row: &SendRow<'_>, table: &PoolTable<'_>) {
    match row {
        SendRow::Day(line) => {
            let (style, symbol) = if line.above_cap() > 0 { (style_of(Status::Violated), '✗') } else { (PLAIN, ' ') };
            let lead = format!("  {symbol} day {:>3}", line.day);
            let drawn = bar(line, table.scale, BAR_WIDTH);
            let text = format!("{}  {drawn}  {:>9}  {}", line.date, number(line.sent), note(line));
            page.exact(style, &lead, &format!("  {text}"));
        }
        SendRow::Run { first, last, sent, above, deferred } => {
            let days = if first == last { format!("day {first:>3}") } else { format!("day {first:>3} to {last}") };
            let text = run_note(*sent, *above, *deferred);
            page.paragraph(DIM, &format!("    {days:<20}"), &text, 6);
        }
    }
}

fn cap_note(line: &SendDay) -> String {
    match line.cap {
        Some(cap) if line.above_cap() > 0 => {
            format!("cap {}, {} above it", number(cap), number(line.above_cap()))
        }
        Some(cap) => format!("cap {}", number(cap)),
        None => String::new(),
    }
}

/// The cap and what waited; what waited is left out where the line would grow too wide.
fn note(line: &SendDay) -> String {
    let cap = cap_note(line);
    if line.deferred == 0 {
        return cap;
    }
    let waited = format!("{} waited", number(line.deferred));
    let both = if cap.is_empty() { waited } else { format!("{cap}, {waited}") };
    if columns(&both) <= WIDTH - 60 { both } else { cap }
}

fn run_note(sent: u64, above: u64, deferred: u64) -> String {
    let mut parts = vec![if sent == 0 { "nothing sent".to_owned() } else { format!("{} sent", number(sent)) }];
    if above > 0 {
        parts.push(format!("{} above the caps", number(above)));
    }
    if deferred > 0 {
        parts.push(format!("{} waited", number(deferred)));
    }
    parts.join(", ")
}

fn ledger(page: &mut Page, report: &Report) {
    page.heading("ROW LEDGER", "");
    page.prose(&ledger_line(&report.ledger), 2);
}

fn who_is_who(page: &mut Page, report: &Report) {
    let Some(dedupe) = &report.dedupe else { return };
    page.heading("WHO IS WHO", "");
    let (summary, ways) = match_quality::told(dedupe);
    page.prose(&summary, 2);
    for (way, result) in ways {
        page.paragraph(PLAIN, &format!("  - {way}:"), &result, 4);
    }
}

fn inputs(page: &mut Page, report: &Report) {
    if report.inputs.is_empty() {
        return;
    }
    page.heading("INPUTS", "");
    for input in &report.inputs {
        input_text(page, input);
    }
}

fn input_text(page: &mut Page, input: &InputSummary) {
    let unusable = match input.unusable.len() {
        0 => "all usable".to_owned(),
        many => format!("{} unusable", number(many as u64)),
    };
    let text = format!("{}: {}, {unusable}", input.name, counted(input.rows_read, "row", "rows"));
    page.paragraph(PLAIN, "  -", &text, 4);
    for reason in by_reason(&input.unusable) {
        page.paragraph(style_of(Status::Warned), "    !", &reason, 6);
    }
    for finding in input.findings.iter().take(ITEMS_MAX) {
        page.paragraph(style_of(Status::Warned), "    !", &sentence(finding), 6);
    }
    more(page, input.findings.len(), ITEMS_MAX, "finding", "findings", 6);
}

fn reproduce(page: &mut Page, report: &Report) {
    page.heading("AGAIN", "");
    page.prose(&report.command, 2);
    page.prose(&provenance(report), 2);
    if let Some(finding) = report.findings_with(Status::Violated).next() {
        page.prose(&format!("More on a check: rehearsal explain {}", finding.name), 2);
    }
}
