//! The summary as one page for a browser or a printer.
//!
//! Owns: the page. Deliberately self-contained: no script, no font and no picture from anywhere, so it can be mailed and
//! kept. Bars are drawings beside numbers, never instead of them; every text from outside is escaped.

use rehearsal_identity::{Decider, Link};

use super::sentences::{losses, percent};
use super::summary::Summary;
use super::waterfall::{Waterfall, bits, label};
use crate::report::words::{counted, number, sentence};

/// Kinds of joins and pairs for review that are listed.
const ROWS_MAX: usize = 20;
/// Half of the width of a drawing; the axis stands there.
const HALF: u64 = 100;

/// The page.
pub(super) fn render(summary: &Summary<'_>) -> String {
    let mut page = Html(String::with_capacity(32 * 1024));
    let title = escape(&summary.headline());
    page.push("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.push(&format!(
        "<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
        include_str!("page.css")
    ));
    page.push(&format!("<h1>{}</h1>\n", escape(&sentence(&summary.headline()))));
    let class = if summary.proves_nothing() { "alarm" } else { "soft" };
    page.push(&format!(
        "<p class=\"{class}\">{}: {}</p>\n",
        escape(&summary.file),
        escape(&sentence(&summary.basis()))
    ));
    summary.groups().iter().for_each(|line| page.push(&format!("<p>{}</p>\n", escape(&sentence(line)))));
    joins(&mut page, summary);
    page.list("What merging would lose", &summary.lost());
    page.list("Customer ids", &summary.ids_told());
    doubtful(&mut page, summary);
    review(&mut page, summary);
    if let Some(measured) = &summary.measured {
        page.list("Measured against the truth", &summary.quality(measured));
    }
    page.list("Learnt from the data", &summary.learnt());
    page.list("How the file was read", &summary.reading());
    page.list("How it came about", &[summary.effort(), summary.provenance()]);
    page.push(&format!("<p class=\"soft\"><code>{}</code></p>\n", escape(&summary.last_line())));
    page.push("</main>\n</body>\n</html>\n");
    page.0
}

/// A page that grows; what is pushed is escaped already.
struct Html(String);

impl Html {
    fn push(&mut self, html: &str) {
        self.0.push_str(html);
    }

    /// A heading and its sentences, if there are any.
    fn list(&mut self, title: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.push(&format!("<h2>{}</h2>\n<ul>\n", escape(title)));
        items.iter().for_each(|item| self.push(&format!("<li>{}</li>\n", escape(&sentence(item)))));
        self.push("</ul>\n");
    }

    /// The beginning of a table; `number` columns are to the right.
    fn table(&mut self, caption: &str, headers: &[(&str, bool)]) {
        self.push(&format!("<table>\n<caption>{}</caption>\n<thead><tr>", escape(caption)));
        for (header, is_number) in headers {
            let class = if *is_number { " class=\"number\"" } else { "" };
            self.push(&format!("<th scope=\"col\"{class}>{}</th>", escape(header)));
        }
        self.push("</tr></thead>\n<tbody>\n");
    }

    fn end_table(&mut self) {
        self.push("</tbody>\n</table>\n");
    }
}

/// A text from anywhere, safe between tags and in attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in crate::report::clean(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// A bar to the right of the axis, or to the left of it.
fn drawing(weight: i64, scale: u64) -> String {
    let length =
        (u128::from(weight.unsigned_abs()) * u128::from(HALF) / u128::from(scale.max(1))).min(u128::from(HALF));
    let (start, class) = if weight < 0 { (u128::from(HALF) - length, "against") } else { (u128::from(HALF), "for") };
    format!(
        "<svg viewBox=\"0 0 {} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"{start}\" \
         y=\"1\" width=\"{length}\" height=\"8\"/><line class=\"axis\" x1=\"{HALF}\" x2=\"{HALF}\" y1=\"0\" y2=\"10\"/></svg>",
        2 * HALF
    )
}

/// A bar from the left edge.
fn share(part: u64, whole: u64) -> String {
    let length = u128::from(part) * u128::from(2 * HALF) / u128::from(whole.max(1));
    format!(
        "<svg viewBox=\"0 0 {} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"for\" x=\"0\" y=\"1\" \
         width=\"{length}\" height=\"8\"/></svg>",
        2 * HALF
    )
}

fn joins(page: &mut Html, summary: &Summary<'_>) {
    let merges = summary.findings.merges.len() as u64;
    if merges == 0 {
        return;
    }
    page.push("<h2>Suggested merges</h2>\n");
    let caption = format!("{} in all, by what joined them", number(merges));
    page.table(&caption, &[("Evidence", false), ("", false), ("Merges", true), ("Share", true)]);
    let most = summary.joined_by.first().map_or(1, |(_, count)| *count);
    let row = |page: &mut Html, words: &str, count: u64| {
        page.push(&format!(
            "<tr><td>{}</td><td class=\"bar\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
            escape(words),
            share(count, most.max(count)),
            number(count),
            percent(count, merges)
        ));
    };
    summary.joined_by.iter().take(ROWS_MAX).for_each(|(words, count)| row(page, words, *count));
    let rest: u64 = summary.joined_by.iter().skip(ROWS_MAX).map(|(_, count)| count).sum();
    if rest > 0 {
        row(page, "other evidence", rest);
    }
    page.end_table();
}

fn doubtful(page: &mut Html, summary: &Summary<'_>) {
    if summary.doubtful.is_empty() {
        return;
    }
    page.push("<h2>The merges that rest on the least</h2>\n");
    page.push("<p class=\"soft\">Weights in bits: +1.0 doubles the odds of one person, -1.0 halves them.</p>\n");
    for link in &summary.doubtful {
        let waterfall = summary.waterfall(link);
        page.push(&format!("<h3>{}</h3>\n", escape(&sentence(&lines(summary, link)))));
        let lost = losses(summary.losses_of(link));
        if !lost.is_empty() {
            page.push(&format!("<p>Loses {}.</p>\n", escape(&lost)));
        }
        if waterfall.by == Decider::Evidence {
            page.push(&format!("<p>Or are they {}?</p>\n", waterfall.rival.name()));
        }
        steps(page, &waterfall);
    }
}

fn lines(summary: &Summary<'_>, link: &Link) -> String {
    let [one, other] = link.rows.map(|row| summary.line(row));
    format!("lines {one} and {other}, {}", summary.person(link.rows[0]))
}

fn steps(page: &mut Html, waterfall: &Waterfall<'_>) {
    if waterfall.by == Decider::Person {
        page.push("<p>A person decided in an earlier review.</p>\n");
        return;
    }
    let caption = format!("Probability {}", waterfall.probability());
    page.table(&caption, &[("Evidence", false), ("Against and for", false), ("Weight", true), ("So far", true)]);
    let scale = u64::from(waterfall.scale());
    let row = |page: &mut Html, words: &str, weight: i32, total: i32| {
        page.push(&format!(
            "<tr><td>{}</td><td class=\"bar\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
            escape(words),
            drawing(i64::from(weight), scale),
            bits(weight),
            bits(total)
        ));
    };
    row(page, "before any evidence", waterfall.prior_centibits, waterfall.prior_centibits);
    for step in waterfall.telling() {
        row(page, &label(step.field, step.level), step.weight_centibits, step.total_centibits);
    }
    if waterfall.has_overlap() {
        row(page, "other explanations", waterfall.overlap_centibits, waterfall.total_centibits);
    }
    page.end_table();
}

fn review(page: &mut Html, summary: &Summary<'_>) {
    let review = &summary.findings.review;
    if review.is_empty() {
        return;
    }
    page.push("<h2>For people to decide</h2>\n");
    let caption = format!("{}, most doubtful first", counted(review.len() as u64, "pair", "pairs"));
    page.table(&caption, &[("Lines", false), ("Evidence", false), ("Loses", false), ("Probability", true)]);
    for link in review.iter().take(ROWS_MAX) {
        let waterfall = summary.waterfall(link);
        let [one, other] = link.rows.map(|row| summary.line(row));
        page.push(&format!(
            "<tr><td>{one} and {other}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td></tr>\n",
            escape(&waterfall.sentence()),
            escape(&losses(summary.losses_of(link))),
            waterfall.probability()
        ));
    }
    page.end_table();
    if review.len() > ROWS_MAX {
        page.push(&format!("<p class=\"soft\">And {} more.</p>\n", number((review.len() - ROWS_MAX) as u64)));
    }
    if let Some(warning) = summary.names_warning() {
        page.push(&format!("<p class=\"soft\">{}</p>\n", escape(&sentence(warning))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        assert_eq!(escape("<b a='1'>\"&\u{202e}\n"), "&lt;b a=&#39;1&#39;&gt;&quot;&amp;");
    }

    #[test]
    fn drawings_stay_within_their_box() {
        assert!(drawing(-50, 100).contains("class=\"against\" x=\"50\" y=\"1\" width=\"50\""));
        assert!(drawing(500, 100).contains("class=\"for\" x=\"100\" y=\"1\" width=\"100\""));
        assert!(drawing(i64::MIN, 0).contains("width=\"100\""));
    }
}
