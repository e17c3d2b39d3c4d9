//! A page of text: wrapped lines, with or without colour.
//!
//! Owns: wrapping, columns of characters, colour. Deliberately knows nothing of reports. Colour is painted over whole
//! words after wrapping, so a coloured page without its escapes is the plain page.

use anstyle::Style;

/// Columns of a line, at most.
pub(crate) const WIDTH: usize = 100;

/// A page that grows line by line.
pub(crate) struct Page {
    text: String,
    colour: bool,
}

impl Page {
    pub(crate) const fn new(colour: bool) -> Self {
        Self { text: String::new(), colour }
    }

    /// An empty line, unless the page is empty or already ends with one.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// One line as it is, whatever its width.
    pub(crate) fn verbatim(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A paragraph: `lead` in a style, `text` plain after it, later lines indented by `hanging` columns.
    pub(crate) fn paragraph(&mut self, style: Style, lead: &str, text: &str, hanging: usize) {
        let text = text.trim_start();
        let lead_lines = wrap(lead, WIDTH, WIDTH - hanging);
        let (last, before) = lead_lines.split_last().expect("wrapping gives at least one line");
        for (place, line) in before.iter().enumerate() {
            let indent = if place == 0 { 0 } else { hanging };
            self.push(&" ".repeat(indent), style, line, "");
        }
        let indent = if before.is_empty() { 0 } else { hanging };
        let used = indent + columns(last);
        let room = WIDTH.saturating_sub(used + 1);
        let first_word = text.split(' ').next().map_or(0, columns);
        let (mut lines, joined) = if first_word <= room && room > 1 {
            (wrap(text, room, WIDTH - hanging), true)
        } else {
            (wrap(text, WIDTH - hanging, WIDTH - hanging), false)
        };
        let beside = if joined { lines.remove(0) } else { String::new() };
        if joined || !last.trim().is_empty() {
            let beside = if beside.is_empty() { beside } else { format!(" {beside}") };
            self.push(&" ".repeat(indent), style, last, &beside);
        }
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.push(&" ".repeat(hanging), Style::new(), "", line);
        }
    }

    /// One line with a lead in a style; its blanks are kept. What is wider than the page goes on in a second line.
    pub(crate) fn exact(&mut self, style: Style, lead: &str, text: &str) {
        let room = WIDTH.saturating_sub(columns(lead));
        let mut used = 0;
        let mut fits = |character: char| {
            used += columns_of(character);
            used <= room
        };
        let end = text.chars().take_while(|&character| fits(character)).map(char::len_utf8).sum();
        let (line, rest) = text.split_at(end);
        self.push("", style, lead, line);
        if !rest.trim().is_empty() {
            self.prose(rest.trim(), columns(lead).min(WIDTH / 2));
        }
    }

    /// A paragraph without a lead.
    pub(crate) fn prose(&mut self, text: &str, indent: usize) {
        for line in wrap(text, WIDTH - indent, WIDTH - indent) {
            self.push(&" ".repeat(indent), Style::new(), "", &line);
        }
    }

    fn push(&mut self, indent: &str, style: Style, lead: &str, rest: &str) {
        // No blanks at the end of a line, also not within colour.
        let lead = if rest.is_empty() { lead.trim_end_matches(' ') } else { lead };
        self.text.push_str(indent);
        if self.colour && !lead.is_empty() && style != Style::new() {
            self.text.push_str(&format!("{style}{lead}{style:#}"));
        } else {
            self.text.push_str(lead);
        }
        self.text.push_str(rest);
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    /// A heading, with something beside it in plain letters.
    pub(crate) fn heading(&mut self, title: &str, aside: &str) {
        self.gap();
        self.paragraph(Style::new().bold(), title, aside, 0);
    }

    /// A heading and a list under it; nothing if the list is empty.
    pub(crate) fn bullets(&mut self, title: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.heading(title, "");
        for item in items {
            self.paragraph(Style::new(), "  -", item, 4);
        }
    }

    /// The page.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// The columns that a text takes on a terminal. Wide characters of East Asia and emoji take two.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

const fn columns_of(character: char) -> usize {
    match character {
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// Lines of at most `first` and `rest` columns; breaks at blanks, and within words that are longer than a line.
/// Blanks at the start of the text are kept. Always at least one line.
pub(crate) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let indent = text.len() - text.trim_start_matches(' ').len();
    let (mut lines, mut line) = (Vec::new(), " ".repeat(indent));
    let mut is_empty = true;
    for word in text[indent..].split(' ') {
        let room = |lines: &Vec<String>| if lines.is_empty() { first } else { rest }.max(2);
        let joint = usize::from(!is_empty);
        if !is_empty && columns(&line) + joint + columns(word) > room(&lines) {
            lines.push(std::mem::take(&mut line));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        for character in word.chars() {
            if columns(&line) + columns_of(character) > room(&lines) {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
        is_empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7, 5), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3, 4), ["abc", "defg", "h"]);
        assert_eq!(wrap("  one two", 5, 5), ["  one", "two"]);
        assert_eq!(wrap("", 5, 5), [""]);
    }

    #[test]
    fn a_lead_and_its_text_share_a_hanging_indent() {
        let mut page = Page::new(false);
        page.paragraph(Style::new(), "  1.", &"word ".repeat(30), 5);
        let text = page.finish();
        assert!(text.lines().all(|line| columns(line) <= WIDTH), "{text}");
        assert!(text.starts_with("  1. word") && text.lines().nth(1).is_some_and(|line| line.starts_with("     word")));
    }

    #[test]
    fn colour_changes_no_character() {
        let write = |colour| {
            let mut page = Page::new(colour);
            page.paragraph(Style::new().bold(), "✗ lead", "and text", 2);
            page.finish()
        };
        assert!(write(true).contains('\u{1b}') && !write(false).contains('\u{1b}'));
        assert_eq!(anstream::adapter::strip_str(&write(true)).to_string(), write(false));
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_and_stays_within_the_columns(text in "[a-zé漢 ]{0,200}", first in 2..40usize, rest in 2..40usize) {
            let lines = wrap(text.trim(), first, rest);
            let kept: String = lines.concat().chars().filter(|character| *character != ' ').collect();
            let wanted: String = text.chars().filter(|character| *character != ' ').collect();
            prop_assert_eq!(kept, wanted);
            for (place, line) in lines.iter().enumerate() {
                let room = if place == 0 { first } else { rest };
                prop_assert!(columns(line.trim_end()) <= room);
            }
        }

        #[test]
        fn paragraphs_stay_within_the_page(lead in "[a-z ]{0,150}", text in "[a-z ]{0,300}") {
            let mut page = Page::new(false);
            page.paragraph(Style::new(), lead.trim(), text.trim(), 6);
            let page = page.finish();
            prop_assert!(page.lines().all(|line| columns(line) <= WIDTH), "{}", page);
        }
    }
}
