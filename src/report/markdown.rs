//! The report for pull requests and tickets.
//!
//! Owns: the order and the escaping of the Markdown (GitHub's dialect). Deliberately trusts no text: every name from a
//! scenario or an export is escaped, so that it can neither end a table cell nor become a tag, a link or a mention.

use super::sends::{SendRow, tables};
use super::words::{by_reason, counted, how_often, ledger_line, number, provenance, sentence};
use super::{FindingView, InputSummary, Labels, Report, SendDay, Status, WitnessView, match_quality};

/// Witnesses of a finding, at most.
const WITNESSES_MAX: usize = 10;
/// Facts of a witness, at most: the last ones.
const FACTS_MAX: usize = 30;
/// Causes, changes, unusable lines and findings of an export, at most.
const ITEMS_MAX: usize = 10;

/// The Markdown; ends with the same last line as the text.
pub(super) fn render(report: &Report) -> String {
    let mut page = String::new();
    head(&mut page, report);
    findings(&mut page, report, Status::Violated, "What goes wrong");
    findings(&mut page, report, Status::Warned, "Warnings");
    quiet_checks(&mut page, report);
    send_tables(&mut page, report);
    ledger(&mut page, report);
    who_is_who(&mut page, report);
    inputs(&mut page, report);
    bullets(&mut page, "Assumed", &report.assumptions);
    bullets(&mut page, "Not proved by any of this", &report.not_proved);
    reproduce(&mut page, report);
    page
}

/// Adds a line.
fn line(page: &mut String, text: &str) {
    page.push_str(text);
    page.push('\n');
}

/// Adds a paragraph: a line between empty ones.
fn paragraph(page: &mut String, text: &str) {
    if !text.is_empty() {
        line(page, text);
        line(page, "");
    }
}

/// A text that means itself, in prose and in a table cell. Texts have no line breaks: they were cleaned.
fn escape(text: &str) -> String {
    escape_start(escape_inner(text))
}

fn escape_inner(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A zero-width blank after it: no mention of a colleague, no address made into a link.
            '@' => escaped.push_str("@&#8203;"),
            // Within a word it means nothing, and `migration_hold` stays readable in the source.
            '_' if before.is_alphanumeric() && next.is_alphanumeric() => escaped.push('_'),
            // No links, and no references to issues.
            ':' if next == '/' => escaped.push_str("\\:"),
            '#' => escaped.push_str("\\#"),
            '!' if next != '[' => escaped.push('!'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
        before = character;
    }
    escaped
}

/// What would begin a list or a rule at the start of a text is escaped.
fn escape_start(text: String) -> String {
    let digits = text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    match text[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// A text as code: in a fence longer than every fence in it. Not for table cells, where a pipe would end the cell.
fn code(text: &str) -> String {
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text)
}

/// A text with code in single backticks, as judges write it: the code stays code, the rest is escaped. Where backticks
/// do not pair up, or code holds what looks like a tag, everything is escaped.
fn rich(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let is_odd = text.contains("``") || parts.len().is_multiple_of(2);
    if is_odd || parts.iter().skip(1).step_by(2).any(|code| looks_like_a_tag(code)) {
        return escape(text);
    }
    let part = |(place, part): (usize, &&str)| {
        if place % 2 == 0 { escape_inner(part) } else { format!("`{part}`") }
    };
    escape_start(parts.iter().enumerate().map(part).collect())
}

fn looks_like_a_tag(code: &str) -> bool {
    let begins = |after: &str| after.starts_with(|first: char| first.is_alphabetic() || "/!?".contains(first));
    code.split('<').skip(1).any(begins)
}

/// As [`rich`], for a table cell: code with a pipe is no code there.
fn rich_cell(text: &str) -> String {
    if text.contains('|') { escape(text) } else { rich(text) }
}

/// The name of a check, as code if it is a plain one.
fn check_name(name: &str) -> String {
    let is_plain = !name.is_empty() && name.chars().all(|character| character.is_alphanumeric() || character == '-');
    if is_plain { format!("`{name}`") } else { escape(name) }
}

fn head(page: &mut String, report: &Report) {
    paragraph(
        page,
        &format!("# {} {}: {}", report.decision.symbol(), report.labels.decision, escape(&report.verdict_line)),
    );
    paragraph(page, &format!("**{}** ({}, seed {})", escape(&report.title), escape(&report.scenario), report.seed));
    paragraph(page, &rich(&report.summary));
    let count = |status| number(report.count(status) as u64);
    line(page, "| ✗ violated | ! warned | ? not decided | ~ never put to the test | ✓ held |");
    line(page, "| ---: | ---: | ---: | ---: | ---: |");
    paragraph(
        page,
        &format!(
            "| {} | {} | {} | {} | {} |",
            count(Status::Violated),
            count(Status::Warned),
            count(Status::Unknown),
            count(Status::Vacuous),
            count(Status::Holds),
        ),
    );
    if report.decision.asks_for_settlement() {
        bullets(page, "To settle before going live", &report.conditions);
    } else {
        bullets(page, "Switched off or tolerated", &report.weakened);
    }
}

fn bullets(page: &mut String, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    paragraph(page, &format!("## {title}"));
    for item in items {
        line(page, &format!("- {}", rich(item)));
    }
    line(page, "");
}

fn findings(page: &mut String, report: &Report, status: Status, title: &str) {
    for (place, finding) in report.findings_with(status).enumerate() {
        if place == 0 {
            paragraph(page, &format!("## {title}"));
        }
        finding_text(page, finding, &report.labels);
    }
}

fn finding_text(page: &mut String, finding: &FindingView, labels: &Labels) {
    paragraph(page, &format!("### {} {}", finding.status().symbol(), check_name(&finding.name)));
    paragraph(page, &format!("**{}**", rich(&sentence(&finding.headline))));
    let often = sentence(&format!("broken {}", how_often(finding)));
    paragraph(page, &rich(&format!("{often} {}", sentence(&finding.why))));
    let causes: Vec<String> = finding.causes.iter().map(|cause| cause.text.clone()).collect();
    items(page, "Because", &causes);
    let remedies: Vec<String> = finding.remedies.iter().map(super::RemedyView::text).collect();
    items(page, &format!("To change, one of these ({})", labels.not_tried), &remedies);
    items(page, "To change", finding.advice.as_slice());
    let shown = finding.witnesses.len().min(WITNESSES_MAX);
    if shown > 0 {
        paragraph(page, &format!("<details><summary>{}</summary>", counted(shown as u64, "case", "cases")));
        for witness in finding.witnesses.iter().take(shown) {
            witness_text(page, witness);
        }
        paragraph(page, "</details>");
    }
}

fn items(page: &mut String, title: &str, texts: &[String]) {
    if texts.is_empty() {
        return;
    }
    line(page, &format!("{title}:"));
    for text in texts.iter().take(ITEMS_MAX) {
        line(page, &format!("- {}", rich(&sentence(text))));
    }
    more(page, texts.len());
    line(page, "");
}

/// A last bullet for what is left out.
fn more(page: &mut String, all: usize) {
    if all > ITEMS_MAX {
        line(page, &format!("- and {} more: see the JSON report", number((all - ITEMS_MAX) as u64)));
    }
}

fn witness_text(page: &mut String, witness: &WitnessView) {
    let who = match (&witness.person, &witness.row) {
        (Some(person), Some(row)) => format!("`{person}` ({}): ", escape(&row.words())),
        (Some(person), None) => format!("`{person}`: "),
        (None, _) => String::new(),
    };
    paragraph(page, &format!("{who}{}", rich(&sentence(&witness.because))));
    let skipped = witness.facts.len().saturating_sub(FACTS_MAX);
    for (place, fact) in witness.facts.iter().enumerate().skip(skipped) {
        line(page, &format!("{}. {}: {}", place + 1, fact.when(), rich(&fact.text)));
    }
    if !witness.facts.is_empty() {
        line(page, "");
    }
}

fn quiet_checks(page: &mut String, report: &Report) {
    if report.count(Status::Holds) > 0 {
        paragraph(page, "## What held");
        line(page, "| check | put to the test |");
        line(page, "| --- | ---: |");
        for finding in report.findings_with(Status::Holds) {
            let times = counted(finding.exercised, "time", "times");
            line(page, &format!("| ✓ {} | {times} |", check_name(&finding.name)));
        }
        line(page, "");
    }
    if report.count(Status::Vacuous) > 0 {
        paragraph(page, "## Never put to the test");
        paragraph(
            page,
            "That is not a pass: what these checks look for never happened, so the opposite is not proved.",
        );
        reasons(page, report, Status::Vacuous);
    }
    if report.count(Status::Unknown) > 0 {
        paragraph(page, "## Not decided by the evidence");
        reasons(page, report, Status::Unknown);
    }
}

fn reasons(page: &mut String, report: &Report, status: Status) {
    line(page, "| check | why |");
    line(page, "| --- | --- |");
    for finding in report.findings_with(status) {
        let reason = if finding.headline.is_empty() { "it met no case" } else { &finding.headline };
        let text = rich_cell(&sentence(reason));
        line(page, &format!("| {} {} | {text} |", status.symbol(), check_name(&finding.name)));
    }
    line(page, "");
}

fn send_tables(page: &mut String, report: &Report) {
    let tables = tables(report);
    if tables.is_empty() {
        return;
    }
    paragraph(page, "## Sends per day");
    paragraph(page, "<details><summary>Sends per day against the cap</summary>");
    for table in &tables {
        paragraph(page, &format!("From pool {}:", escape(table.pool)));
        line(page, "| day | date | sent | cap | above the cap | waited |");
        line(page, "| --- | --- | ---: | ---: | ---: | ---: |");
        for row in &table.rows {
            line(page, &send_row(row));
        }
        for day in &table.providers {
            line(page, &provider_row(day));
        }
        line(page, "");
        if table.providers_more > 0 {
            let days = counted(table.providers_more as u64, "day of a provider is", "days of providers are");
            paragraph(page, &format!("And {days} above the cap: see the JSON report."));
        }
    }
    paragraph(page, "</details>");
}

fn send_row(row: &SendRow<'_>) -> String {
    match row {
        SendRow::Day(day) => format!("| {} | {} |{}", day.day, day.date, send_cells(day)),
        SendRow::Run { first, last, sent, above, deferred } => {
            let days = if first == last { first.to_string() } else { format!("{first} to {last}") };
            format!("| {days} | | {} | | {} | {} |", number(*sent), above_cell(*above), number(*deferred))
        }
    }
}

fn provider_row(day: &SendDay) -> String {
    let provider = escape(day.provider.as_deref().unwrap_or_default());
    format!("| {} | {} ({provider}) |{}", day.day, day.date, send_cells(day))
}

fn send_cells(day: &SendDay) -> String {
    let cap = day.cap.map(number).unwrap_or_default();
    format!(" {} | {cap} | {} | {} |", number(day.sent), above_cell(day.above_cap()), number(day.deferred))
}

fn above_cell(above: u64) -> String {
    if above == 0 { String::new() } else { format!("✗ {}", number(above)) }
}

fn ledger(page: &mut String, report: &Report) {
    paragraph(page, "## Row ledger");
    paragraph(page, &escape(&ledger_line(&report.ledger)));
}

fn who_is_who(page: &mut String, report: &Report) {
    let Some(dedupe) = &report.dedupe else { return };
    paragraph(page, "## Who is who");
    let (summary, ways) = match_quality::told(dedupe);
    paragraph(page, &escape(&summary));
    for (way, result) in ways {
        line(page, &format!("- {}: {}", escape_inner(&way), rich(&result)));
    }
    line(page, "");
}

fn inputs(page: &mut String, report: &Report) {
    if report.inputs.is_empty() {
        return;
    }
    paragraph(page, "## Inputs");
    for input in &report.inputs {
        input_text(page, input);
    }
}

fn input_text(page: &mut String, input: &InputSummary) {
    let unusable = number(input.unusable.len() as u64);
    let rows = counted(input.rows_read, "row", "rows");
    paragraph(page, &format!("**{}**: {rows}, {unusable} unusable", escape(&input.name)));
    for reason in by_reason(&input.unusable) {
        line(page, &format!("- {}", escape(&reason)));
    }
    for finding in input.findings.iter().take(ITEMS_MAX) {
        line(page, &format!("- {}", rich(&sentence(finding))));
    }
    more(page, input.findings.len());
    line(page, "");
}

fn reproduce(page: &mut String, report: &Report) {
    paragraph(page, "## Again");
    paragraph(page, &code(&report.command));
    paragraph(page, &escape(&provenance(report)));
    line(page, &code(&report.last_line()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_themselves() {
        assert_eq!(escape("a|b `c` <script>"), "a\\|b \\`c\\` &lt;script&gt;");
        assert_eq!(escape("migration_hold"), "migration_hold");
        assert_eq!(escape("_x_ *y*"), "\\_x\\_ \\*y\\*");
        assert_eq!(escape("https://a.example"), "https\\://a.example");
        assert_eq!(escape("1. first"), "1\\. first");
        assert_eq!(escape("- item"), "\\- item");
        assert_eq!(escape("# big"), "\\# big");
        assert_eq!(escape("at 09:03"), "at 09:03");
        assert!(escape("@everybody").starts_with("@&#8203;"));
    }

    #[test]
    fn code_in_a_text_stays_code_if_its_backticks_pair_up() {
        assert_eq!(rich("set `a: true` on *b*"), "set `a: true` on \\*b\\*");
        assert_eq!(rich("`a` | `b"), "\\`a\\` \\| \\`b");
        assert_eq!(rich("a ``b`` c"), "a \\`\\`b\\`\\` c");
        assert_eq!(rich("`<script>`"), "\\`&lt;script&gt;\\`");
        assert_eq!(rich("`a < 3`"), "`a < 3`");
        assert_eq!(rich_cell("`a || b`"), "\\`a \\|\\| b\\`");
    }

    #[test]
    fn code_survives_backticks_and_pipes() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`x|"), "`` `x| ``");
    }
}
