//! Problems of input, with a place and a hint.
//!
//! Owns: [`Problem`], the texts they point into, and how they are shown. Deliberately holds no value of a person: a
//! message names lines and columns, and snippets are only shown of scenarios, flows and mappings, never of exports.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

/// A text that problems can point into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name to print: the path as the user gave it.
    pub name: String,
    /// The text; empty for exports, which are never shown.
    pub text: String,
}

/// Which of the [`Sources`].
pub type SourceId = usize;

/// Every text that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(pub Vec<Source>);

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file that it is in, by its place among the sources.
    pub source: SourceId,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Said, and the program goes on.
    Warning,
    /// Nothing is rehearsed with it.
    Error,
}

/// One problem: a lower-case fact, where it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the program.
    pub severity: Severity,
    /// The fact, as a lower-case fragment without a full stop.
    pub message: String,
    /// Where; `None` if it is about a whole file that could not be read.
    pub place: Option<Place>,
    /// What to do about it, if we know.
    pub hint: Option<String>,
}

/// Problems shown at most; beyond them only the number of the others is told.
const SHOWN_MAX: usize = 200;

/// Shows problems as a compiler does: the fact, the place as `path:line:column`, a caret under the value, and what to do.
///
/// In order of the sources and of the places in them, whatever the order in which they were found; problems without a
/// place come first. Control characters of the text are replaced, so that a scenario cannot write to the terminal.
#[must_use]
pub fn render(problems: &[Problem], sources: &Sources, colour: bool) -> String {
    let mut order: Vec<&Problem> = problems.iter().collect();
    order.sort_by(|left, right| key(left).cmp(&key(right)));
    order.dedup();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for problem in order.iter().take(SHOWN_MAX) {
        text.push_str(&renderer.render(&[group(problem, sources)]));
        text.push_str("\n\n");
    }
    if order.len() > SHOWN_MAX {
        let more = order.len() - SHOWN_MAX;
        text.push_str(&format!("and {more} more problems\n\n"));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// What problems are sorted by.
fn key(problem: &Problem) -> (Option<(SourceId, usize, usize)>, &str) {
    let place = problem.place.as_ref().map(|place| (place.source, place.span.start, place.span.end));
    (place, &problem.message)
}

fn group<'a>(problem: &Problem, sources: &Sources) -> Group<'a> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(printable(&problem.message)).elements(std::iter::empty::<Element<'a>>());
    let place = problem.place.as_ref().and_then(|place| Some((sources.0.get(place.source)?, place.span.clone())));
    match place {
        Some((source, _)) if source.text.is_empty() => {
            group = group.element(Origin::path(printable(&source.name)));
        }
        Some((source, span)) => group = group.element(snippet(source, span)),
        None => {}
    }
    match &problem.hint {
        Some(hint) => group.element(Level::HELP.message(printable(hint))),
        None => group,
    }
}

/// The first line of a place, with the caret. Later lines would only push the caret off the screen.
fn snippet<'a>(source: &Source, span: Range<usize>) -> Snippet<'a, Annotation<'a>> {
    let text = &source.text;
    let start = char_boundary(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = char_boundary(text, span.end.clamp(start, line_end));
    let number = 1 + text.as_bytes()[..line_start].iter().filter(|&&byte| byte == b'\n').count();
    Snippet::source(printable(&text[line_start..line_end]))
        .path(printable(&source.name))
        .line_start(number)
        .annotation(AnnotationKind::Primary.span(start - line_start..end - line_start))
}

/// The last character boundary at or before a byte.
pub(crate) fn char_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The text without characters that would move the cursor or reorder the line; each is replaced by as many bytes, so
/// that places stay right.
fn printable(text: &str) -> String {
    let same_length = |letter: char| match (letter, letter.len_utf8()) {
        ('\t', _) => ' ',
        (_, 1) => '?',
        (_, 2) => '\u{bf}',
        _ => '\u{fffd}',
    };
    let moves = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let line = text.strip_suffix('\r').unwrap_or(text);
    line.chars().map(|letter| if moves(letter) { same_length(letter) } else { letter }).collect()
}

/// What kind of error ends a verb before it has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command line or the scenario is wrong.
    Usage,
    /// An input cannot be used: a missing file, an export without an address column.
    Input,
}

/// Why there is nothing to work with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What kind of error it is; the program ends accordingly.
    pub kind: ErrorKind,
    /// What is wrong; at least one.
    pub problems: Vec<Problem>,
    /// What the problems point into.
    pub sources: Sources,
}

impl LoadError {
    /// One fact about the command line or the scenario, without a place.
    #[must_use]
    pub fn usage(message: impl Into<String>, hint: Option<&str>) -> Self {
        Self::of(ErrorKind::Usage, message.into(), hint)
    }

    /// One fact about an input, without a place in it.
    #[must_use]
    pub fn input(message: impl Into<String>, hint: Option<&str>) -> Self {
        Self::of(ErrorKind::Input, message.into(), hint)
    }

    fn of(kind: ErrorKind, message: String, hint: Option<&str>) -> Self {
        let hint = hint.map(str::to_owned);
        let problem = Problem { severity: Severity::Error, message, place: None, hint };
        Self { kind, problems: vec![problem], sources: Sources::default() }
    }

    /// The problems as a user sees them.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render(&self.problems, &self.sources, colour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(span: Range<usize>, message: &str) -> Problem {
        let place = Some(Place { source: 0, span });
        Problem { severity: Severity::Error, message: message.into(), place, hint: Some("write it so".into()) }
    }

    fn sources(text: &str) -> Sources {
        Sources(vec![Source { name: "a.yaml".into(), text: text.into() }])
    }

    #[test]
    fn the_caret_is_under_the_value_also_after_text_that_is_not_ascii() {
        let text = "naam: \"é☕日\"\nplaats: {café: wrong}\n";
        let start = text.find("wrong").unwrap();
        let shown = render(&[problem(start..start + 5, "no such place")], &sources(text), false);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0], "error: no such place");
        assert!(lines[1].ends_with("a.yaml:2:16"), "{shown}");
        let (code, caret) = (lines[3], lines[4]);
        let column = |line: &str, at: &str| line.find(at).map(|byte| line[..byte].chars().count());
        assert_eq!(column(code, "wrong"), column(caret, "^^^^^"), "{shown}");
        assert!(shown.contains("help: write it so"));
    }

    #[test]
    fn the_order_is_that_of_the_file() {
        let text = "a: 1\nb: 2\n";
        let shown = render(&[problem(8..9, "second"), problem(3..4, "first")], &sources(text), false);
        assert!(shown.find("first") < shown.find("second"));
    }

    #[test]
    fn a_scenario_cannot_write_to_the_terminal() {
        let shown =
            render(&[problem(0..3, "un\u{1b}[31m\u{202e}known")], &sources("a\u{1b}]0;x\u{7}\u{9b}1m\r\n"), false);
        assert!(shown.chars().all(|letter| letter == '\n' || !letter.is_control()), "{shown:?}");
        assert!(!shown.contains('\u{202e}'));
    }

    #[test]
    fn places_outside_the_text_do_not_panic() {
        for span in [0..0, 99..120, 7..7, 2..3] {
            assert!(render(&[problem(span, "somewhere")], &sources("é\né: x\n"), false).contains("somewhere"));
        }
    }
}
