//! The text of a condition to a syntax tree, with the place of every node.
//!
//! The grammar is the `cel` crate's. Its parser recurses, so the length and the nesting of a condition are limited before
//! it sees one; nothing later in this folder can then run out of stack either.

use std::collections::BTreeMap;
use std::ops::Range;

use cel::common::ast::{CallExpr, Expr, IdedExpr, SelectExpr, operators};
use cel::parser::pratt_parser::{Lexer, Token, TokenKind};
use cel::parser::{ParseError, ParseErrors, PrattParser};

use super::ExpressionProblem;

/// The longest condition, in bytes.
pub(super) const BYTES_MAX: usize = 16 * 1024;
/// The deepest nesting: brackets and operators that can lie inside each other.
pub(super) const DEPTH_MAX: usize = 128;

/// A parsed condition.
pub(super) struct Syntax<'a> {
    /// The tree.
    pub(super) tree: IdedExpr,
    text: &'a str,
    /// Everything but blanks and comments.
    tokens: Vec<Token>,
    /// Bytes of the token that stands for each node.
    offsets: BTreeMap<u64, Range<usize>>,
    /// For each opening bracket, the end of its closing one.
    closes: BTreeMap<usize, usize>,
}

/// Parses a condition; the first problem if it cannot be parsed, since what follows a syntax error is guesswork.
pub(super) fn parse(text: &str) -> Result<Syntax<'_>, ExpressionProblem> {
    let whole = 0..text.len();
    if text.len() > BYTES_MAX {
        let message = format!("the condition is too long: {} bytes, at most {BYTES_MAX}", text.len());
        return Err(ExpressionProblem { message, hint: None, span: whole });
    }
    let tokens = tokens(text);
    if tokens.is_empty() {
        let hint = Some("leave it out to let everybody in".to_owned());
        return Err(ExpressionProblem { message: "the condition is empty".to_owned(), hint, span: whole });
    }
    let closes = brackets(&tokens)?;
    let tree = PrattParser::new().parse(text).map_err(|errors| syntax_problem(text, &tokens, &errors))?;
    Ok(Syntax { tree, text, offsets: offsets(text), tokens, closes })
}

/// Everything but blanks and comments, up to the end or the first thing that is no token.
fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer::new(text);
    let mut tokens = Vec::new();
    loop {
        let token = lexer.lex();
        match token.kind {
            TokenKind::TokEnd => return tokens,
            TokenKind::TokWhitespace | TokenKind::TokComment => {}
            TokenKind::TokError => {
                tokens.push(token);
                return tokens;
            }
            _ => tokens.push(token),
        }
    }
}

/// The end of the closing bracket of each opening one; a problem if the condition nests too deeply.
///
/// An operator makes the tree deeper by at most one, and so does a bracket. Chains of `&&` and `||` are balanced by the
/// parser and the elements of a list lie beside each other, so these begin again at the depth of their bracket.
fn brackets(tokens: &[Token]) -> Result<BTreeMap<usize, usize>, ExpressionProblem> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut closes = BTreeMap::new();
    let mut depth = 0;
    for token in tokens {
        match token.kind {
            TokenKind::TokLeftParen | TokenKind::TokLeftBracket | TokenKind::TokLeftBrace => {
                depth += 1;
                open.push((token.start, depth));
            }
            TokenKind::TokRightParen | TokenKind::TokRightBracket | TokenKind::TokRightBrace => {
                if let Some((start, _)) = open.pop() {
                    closes.insert(start, token.end);
                }
            }
            TokenKind::TokLogicalAnd | TokenKind::TokLogicalOr | TokenKind::TokComma => {
                depth = open.last().map_or(0, |(_, depth)| *depth);
            }
            // Choices nest to the right across `&&`, so they are refused before the parser recurses into them.
            TokenKind::TokQuestion => {
                let message = "the choice `? :` is not supported in a condition".to_owned();
                let hint = Some("write (a && b) || (!a && c)".to_owned());
                return Err(ExpressionProblem { message, hint, span: token.start..token.end });
            }
            TokenKind::TokIdent | TokenKind::TokString | TokenKind::TokInt => {}
            _ => depth += 1,
        }
        if depth > DEPTH_MAX {
            let message = format!("the condition is nested too deeply: at most {DEPTH_MAX} levels");
            let hint = Some("split it, or write a list: x in [...]".to_owned());
            return Err(ExpressionProblem { message, hint, span: token.start..token.end });
        }
    }
    Ok(closes)
}

/// The bytes of every node's token.
///
/// The parser hands out the places of its nodes only together with an error. So the text, which is known to parse, is
/// parsed again with a bracket too many behind it: nodes are numbered from the left, hence the same in both.
fn offsets(text: &str) -> BTreeMap<u64, Range<usize>> {
    let Err(errors) = PrattParser::new().parse(&format!("{text}\n)")) else {
        return BTreeMap::new();
    };
    let Some(info) = errors.errors.into_iter().find_map(|error| error.source_info) else {
        return BTreeMap::new();
    };
    // Numbers are handed out from 1 without gaps.
    (1..)
        .map_while(|id| info.offset_for(id).map(|(start, end)| (id, start as usize..end as usize)))
        .filter(|(_, bytes)| bytes.end <= text.len())
        .collect()
}

impl Syntax<'_> {
    /// Bytes of a node, with everything below it.
    pub(super) fn span(&self, node: &IdedExpr) -> Range<usize> {
        let Some(token) = self.offsets.get(&node.id).cloned() else {
            return 0..self.text.len();
        };
        match &node.expr {
            Expr::Select(SelectExpr { test: true, .. }) => token.start..self.call_end(token.end),
            Expr::Select(SelectExpr { operand, .. }) => {
                self.span(operand).start..self.token_after(token.end).map_or(token.end, |name| name.end)
            }
            Expr::Call(call) => self.call_span(call, token),
            // The minus of a number and the dot of `.name` are tokens of their own.
            Expr::Literal(_) | Expr::Ident(_) if matches!(self.text.get(token.clone()), Some("-" | ".")) => {
                token.start..self.token_after(token.end).map_or(token.end, |number| number.end)
            }
            Expr::List(_) | Expr::Map(_) => token.start..self.closed(token.start, token.end),
            Expr::Struct(_) => token.start..self.call_end(token.end),
            Expr::Comprehension(_) => {
                let name = self.tokens.iter().rev().find(|before| before.end <= token.start);
                name.map_or(token.start, |name| name.start)..self.closed(token.start, token.end)
            }
            _ => token,
        }
    }

    fn call_span(&self, call: &CallExpr, token: Range<usize>) -> Range<usize> {
        match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
            (_, Some(target), _) => self.span(target).start..self.closed(token.start, token.end),
            (operators::INDEX, None, [list, _]) => self.span(list).start..self.closed(token.start, token.end),
            (operators::LOGICAL_NOT | operators::NEGATE, None, [operand]) => token.start..self.span(operand).end,
            (name, None, [first, .., last]) if name.starts_with('_') => self.span(first).start..self.span(last).end,
            _ => token.start..self.call_end(token.end),
        }
    }

    /// Bytes of the name of a called method, and of its bracket.
    pub(super) fn method_span(&self, node: &IdedExpr) -> Range<usize> {
        let Some(bracket) = self.offsets.get(&node.id).cloned() else {
            return self.span(node);
        };
        let name = self.tokens.iter().rev().find(|before| before.end <= bracket.start);
        name.map_or(bracket.start, |name| name.start)..self.closed(bracket.start, bracket.end)
    }

    /// The end of the bracket that opens at `start`, or `otherwise`.
    fn closed(&self, start: usize, otherwise: usize) -> usize {
        self.closes.get(&start).copied().unwrap_or(otherwise)
    }

    /// The end of the bracket that opens right after `end`.
    fn call_end(&self, end: usize) -> usize {
        self.token_after(end).map_or(end, |bracket| self.closed(bracket.start, end))
    }

    fn token_after(&self, end: usize) -> Option<&Token> {
        self.tokens.get(self.tokens.partition_point(|token| token.start < end))
    }
}

/// The first syntax error, in our words.
fn syntax_problem(text: &str, tokens: &[Token], errors: &ParseErrors) -> ExpressionProblem {
    let Some(error) = errors.errors.first() else {
        return ExpressionProblem { message: "not a condition".to_owned(), hint: None, span: 0..text.len() };
    };
    let at = error_start(text, error);
    let Some(token) = tokens.iter().find(|token| token.end > at) else {
        let hint = unclosed(text, tokens).map(|bracket| format!("the bracket `{bracket}` is not closed"));
        return ExpressionProblem {
            message: "the condition ends too early".to_owned(),
            hint,
            span: text.len()..text.len(),
        };
    };
    let span = whole_characters(text, token);
    let word = &text[span.clone()];
    let (message, hint) = match token.kind {
        TokenKind::TokError => unreadable(word),
        TokenKind::TokEqual => ("`=` cannot stand here".to_owned(), Some("compare with `==`")),
        TokenKind::TokInt | TokenKind::TokUint | TokenKind::TokFloat if error.msg.starts_with("invalid") => {
            (format!("the number {word} is too large"), None)
        }
        TokenKind::TokString if error.msg.starts_with("un") || error.msg.starts_with("invalid") => {
            ("the text holds an escape that CEL does not know".to_owned(), Some("write a backslash as `\\\\`"))
        }
        TokenKind::TokReservedWord => (format!("`{word}` is a reserved word"), Some("write texts in quotes")),
        _ if error.msg.contains("has()") => ("has() takes a field".to_owned(), Some("such as has(profile.last_order)")),
        _ => (format!("`{word}` cannot stand here"), word_hint(word)),
    };
    ExpressionProblem { message, hint: hint.map(str::to_owned), span }
}

/// Where an error is, in bytes.
fn error_start(text: &str, error: &ParseError) -> usize {
    let exact = error.source_info.as_ref().and_then(|info| info.offset_for(error.expr_id));
    if let Some((start, _)) = exact {
        return start as usize;
    }
    let (line, column) = (usize::try_from(error.pos.0).unwrap_or(0), usize::try_from(error.pos.1).unwrap_or(0));
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    before + column.saturating_sub(1)
}

/// The bytes of a token; the lexer stops inside a character that it does not know.
fn whole_characters(text: &str, token: &Token) -> Range<usize> {
    let start = (0..=token.start.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let end = (token.end.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    start..end
}

fn unreadable(word: &str) -> (String, Option<&'static str>) {
    match word.chars().next() {
        Some('&') => ("`&` cannot stand here".to_owned(), Some("write `&&` for and")),
        Some('|') => ("`|` cannot stand here".to_owned(), Some("write `||` for or")),
        Some('“' | '”' | '„' | '‘' | '’' | '«' | '»') => {
            (format!("`{word}` cannot stand here"), Some("write straight quotes: \"...\""))
        }
        Some('"' | '\'' | 'r' | 'R' | 'b' | 'B') => ("the text that begins here has no closing quote".to_owned(), None),
        Some('0'..='9' | '.') => (format!("`{word}` is not a number"), Some("write texts in quotes")),
        _ => (format!("`{word}` cannot stand here"), None),
    }
}

fn word_hint(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "and" => Some("write `&&` for and"),
        "or" => Some("write `||` for or"),
        "not" => Some("write `!` for not"),
        _ => None,
    }
}

/// The last opening bracket that nothing closes.
fn unclosed<'a>(text: &'a str, tokens: &[Token]) -> Option<&'a str> {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::TokLeftParen | TokenKind::TokLeftBracket | TokenKind::TokLeftBrace => open.push(token),
            TokenKind::TokRightParen | TokenKind::TokRightBracket | TokenKind::TokRightBrace => drop(open.pop()),
            _ => {}
        }
    }
    open.last().and_then(|token| text.get(token.start..token.end))
}
