//! The summary for a terminal.
//!
//! Owns: the order and layout of the text, at most 100 columns wide (but for the last line, which is one line for
//! `grep`). Deliberately says nothing by colour alone: signs and words carry the meaning.

use anstyle::{AnsiColor, Style};
use rehearsal_identity::{Decider, Link};

use super::sentences::{losses, percent};
use super::summary::Summary;
use super::waterfall::{Waterfall, bits};
use crate::report::layout::Page;
use crate::report::words::{counted, number, sentence};

/// Kinds of joins that are listed.
const JOINS_MAX: usize = 8;
/// Pairs for review that are listed.
const REVIEW_MAX: usize = 5;
/// Columns of a bar.
const BAR_WIDTH: u64 = 20;
/// Columns of evidence against and for, in a waterfall.
const AGAINST_WIDTH: u64 = 6;
const FOR_WIDTH: u64 = 12;
/// Columns of the words of a step.
const WORDS_WIDTH: usize = 46;

const PLAIN: Style = Style::new();
const HEADING: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The text; the last line is [`Summary::last_line`].
pub(super) fn render(summary: &Summary<'_>, colour: bool) -> String {
    let mut page = Page::new(colour);
    let alarm = AnsiColor::Yellow.on_default().bold();
    let style = if summary.proves_nothing() { alarm } else { HEADING };
    page.paragraph(style, &sentence(&summary.headline()), "", 0);
    page.paragraph(DIM, &summary.file, &format!("({})", summary.basis()), 0);
    page.gap();
    for line in summary.groups() {
        page.prose(&sentence(&line), 0);
    }
    page.bullets("HOW THE FILE WAS READ", &sentences(summary.reading()));
    joins(&mut page, summary);
    page.bullets("LEARNT FROM THE DATA", &sentences(summary.learnt()));
    page.bullets("WHAT MERGING WOULD LOSE", &sentences(summary.lost()));
    page.bullets("CUSTOMER IDS", &sentences(summary.ids_told()));
    doubtful(&mut page, summary);
    review(&mut page, summary);
    if let Some(measured) = &summary.measured {
        page.bullets("MEASURED AGAINST THE TRUTH", &sentences(summary.quality(measured)));
    }
    page.bullets("HOW IT CAME ABOUT", &sentences(vec![summary.effort(), summary.provenance()]));
    page.gap();
    page.verbatim(&summary.last_line());
    page.finish()
}

fn sentences(told: Vec<String>) -> Vec<String> {
    told.iter().map(|told| sentence(told)).collect()
}

fn joins(page: &mut Page, summary: &Summary<'_>) {
    let merges = summary.findings.merges.len() as u64;
    if merges == 0 {
        return;
    }
    page.heading("SUGGESTED MERGES", &format!("by what joined them ({} in all)", number(merges)));
    let most = summary.joined_by.first().map_or(1, |(_, count)| *count);
    for (words, count) in summary.joined_by.iter().take(JOINS_MAX) {
        let bar = bar(*count, most, BAR_WIDTH, '█');
        let lead = format!("  {:>9} {:>6}  {bar:<20} ", number(*count), percent(*count, merges));
        page.paragraph(PLAIN, &lead, words, 41);
    }
    let rest: u64 = summary.joined_by.iter().skip(JOINS_MAX).map(|(_, count)| count).sum();
    if rest > 0 {
        let lead = format!("  {:>9} {:>6}  {:20} ", number(rest), percent(rest, merges), "");
        page.paragraph(DIM, &lead, "other evidence: see --format json", 41);
    }
}

/// As many columns as the share; at least a mark where there is something.
fn bar(part: u64, whole: u64, width: u64, mark: char) -> String {
    let columns = (u128::from(part) * u128::from(width)).div_ceil(u128::from(whole.max(1)));
    let columns = usize::try_from(columns).unwrap_or(0).min(usize::try_from(width).unwrap_or(0));
    std::iter::repeat_n(mark, columns).collect()
}

fn doubtful(page: &mut Page, summary: &Summary<'_>) {
    if summary.doubtful.is_empty() {
        return;
    }
    let aside = "weights in bits: +1.0 doubles the odds of one person";
    page.heading("THE MERGES THAT REST ON THE LEAST", aside);
    for (place, link) in summary.doubtful.iter().enumerate() {
        if place > 0 {
            page.gap();
        }
        let waterfall = summary.waterfall(link);
        page.paragraph(PLAIN, &format!("  {}.", place + 1), &pair(summary, link, &waterfall), 5);
        let lost = losses(summary.losses_of(link));
        if !lost.is_empty() {
            page.paragraph(PLAIN, "     loses", &lost, 11);
        }
        if waterfall.by == Decider::Evidence {
            page.paragraph(PLAIN, "     or are they", &format!("{}?", waterfall.rival.name()), 11);
        }
        steps(page, &waterfall);
    }
}

/// `lines 12 and 40, p_x, probability 0.930`.
fn pair(summary: &Summary<'_>, link: &Link, waterfall: &Waterfall<'_>) -> String {
    let [one, other] = link.rows.map(|row| summary.line(row));
    let (left, right) = (summary.person(link.rows[0]), summary.person(link.rows[1]));
    let who = if left == right { left } else { format!("{left} and {right}") };
    format!("lines {one} and {other}, {who}, probability {}", waterfall.probability())
}

/// The waterfall: what, its weight, its bar, and the total up to there.
fn steps(page: &mut Page, waterfall: &Waterfall<'_>) {
    if waterfall.by == Decider::Person {
        page.prose("A person decided in an earlier review.", 5);
        return;
    }
    let scale = u64::from(waterfall.scale());
    let line = |page: &mut Page, words: &str, weight: i32, total: i32| {
        let size = u64::from(weight.unsigned_abs());
        let (against, in_favour) = if weight < 0 { (size, 0) } else { (0, size) };
        let drawn =
            format!("{:>6}│{:<12}", bar(against, scale, AGAINST_WIDTH, '▒'), bar(in_favour, scale, FOR_WIDTH, '█'));
        let words: String = words.chars().take(WORDS_WIDTH).collect();
        page.exact(PLAIN, "", &format!("     {words:<WORDS_WIDTH$} {:>6} {drawn} {:>6}", bits(weight), bits(total)));
    };
    line(page, "before any evidence", waterfall.prior_centibits, waterfall.prior_centibits);
    for step in waterfall.telling() {
        let words = super::waterfall::label(step.field, step.level);
        line(page, &words, step.weight_centibits, step.total_centibits);
    }
    if waterfall.has_overlap() {
        line(page, "other explanations", waterfall.overlap_centibits, waterfall.total_centibits);
    }
}

fn review(page: &mut Page, summary: &Summary<'_>) {
    let review = &summary.findings.review;
    if review.is_empty() {
        return;
    }
    let pairs = counted(review.len() as u64, "pair", "pairs");
    page.heading("FOR PEOPLE TO DECIDE", &format!("{pairs}, most doubtful first; --review asks, or writes them down"));
    for link in review.iter().take(REVIEW_MAX) {
        let waterfall = summary.waterfall(link);
        let text = format!("{}: {}", pair(summary, link, &waterfall), waterfall.sentence());
        page.paragraph(PLAIN, "  -", &text, 4);
    }
    if review.len() > REVIEW_MAX {
        page.prose(&format!("and {} more: see --format json", number((review.len() - REVIEW_MAX) as u64)), 4);
    }
    if let Some(warning) = summary.names_warning() {
        page.prose(&sentence(warning), 2);
    }
}
