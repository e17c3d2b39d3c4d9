//! Type-checks a syntax tree and compiles it to a predicate.
//!
//! A part that is wrong reports its problem and answers `None`, so that its neighbours are still checked and nothing is
//! reported twice.

use std::ops::Range;

use cel::common::ast::{CallExpr, Expr, IdedExpr, ListExpr, LiteralValue, SelectExpr, operators};
use rehearsal_core::condition::{Field, Predicate, Term};
use rehearsal_core::value::{Value, ValueKind};

use super::compare::comparison;
use super::fields::{ROOTS, Words, fields, roots};
use super::meaning::{Meaning, Part, meaning_of, text_hint};
use super::syntax::Syntax;
use super::{Allowed, ExpressionProblem, Names, literal};
use crate::diagnostics::{closest, listed};

pub(super) struct Checker<'a> {
    syntax: &'a Syntax<'a>,
    allowed: Allowed,
    pub(super) names: &'a mut dyn Names,
    problems: Vec<ExpressionProblem>,
}

/// Compiles a parsed condition, or reports everything that is wrong with it.
pub(super) fn compile(
    syntax: &Syntax<'_>,
    allowed: Allowed,
    names: &mut dyn Names,
) -> Result<Predicate, Vec<ExpressionProblem>> {
    let mut checker = Checker { syntax, allowed, names, problems: Vec::new() };
    let predicate = checker.condition(&syntax.tree);
    let mut problems = checker.problems;
    match predicate {
        Some(predicate) if problems.is_empty() => Ok(predicate),
        _ => {
            problems.sort_by_key(|problem| problem.span.start);
            Err(problems)
        }
    }
}

impl Checker<'_> {
    /// Reports a problem; answers `None` for the part that has it.
    pub(super) fn wrong<T>(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Option<T> {
        self.problems.push(ExpressionProblem { message: message.into(), hint, span });
        None
    }

    /// A node that must be yes or no.
    fn condition(&mut self, node: &IdedExpr) -> Option<Predicate> {
        let part = self.part(node)?;
        self.as_condition(part)
    }

    pub(super) fn as_condition(&mut self, part: Part) -> Option<Predicate> {
        let hint = match part.meaning {
            Meaning::Condition(predicate) => return Some(predicate),
            Meaning::Value { term: Term::Constant(Value::Bool(holds)), .. } => return Some(Predicate::Constant(holds)),
            Meaning::Value { term, kind: ValueKind::Bool, .. } => return Some(Predicate::IsTrue(term)),
            Meaning::Lists => "ask whether a list is among them: \"name\" in profile.lists",
            Meaning::Array(_) => "ask whether something is in the list: x in [...]",
            Meaning::Value { .. } | Meaning::Text(_) => "compare it with something",
        };
        let message = format!("a condition is yes or no, but this is a {}", part.meaning.kind_name());
        self.wrong(part.span, with_article(&message), Some(hint.to_owned()))
    }

    /// Any node.
    pub(super) fn part(&mut self, node: &IdedExpr) -> Option<Part> {
        let span = self.syntax.span(node);
        let meaning = match &node.expr {
            Expr::Literal(literal) => self.literal(literal, span.clone())?,
            Expr::Ident(name) => self.ident(name, span.clone())?,
            Expr::Select(select) => self.select(select, span.clone())?,
            Expr::Call(call) => self.call(node, call, span.clone())?,
            Expr::List(list) => self.array(list)?,
            Expr::Comprehension(_) => return self.unsupported_macro(span),
            Expr::Map(_) | Expr::Struct(_) => {
                return self.wrong(span, "a map is not supported in a condition", None);
            }
            Expr::Unspecified => return self.wrong(span, "not a condition", None),
        };
        Some(Part { meaning, span })
    }

    fn unsupported_macro<T>(&mut self, span: Range<usize>) -> Option<T> {
        let hint = "a list of constants is asked with `in`: x in [\"a\", \"b\"]";
        self.wrong(
            span,
            "all, exists, exists_one, map and filter are not supported in a condition",
            Some(hint.to_owned()),
        )
    }

    fn literal(&mut self, literal: &LiteralValue, span: Range<usize>) -> Option<Meaning> {
        match literal {
            LiteralValue::Boolean(yes) => Some(Meaning::constant(Value::Bool(*yes.inner()), ValueKind::Bool)),
            LiteralValue::Int(number) => Some(Meaning::constant(Value::Int(*number.inner()), ValueKind::Int)),
            LiteralValue::String(text) => Some(Meaning::Text(text.inner().to_owned())),
            LiteralValue::Double(_) => {
                let hint = "money counts in minor units: 10.50 is 1050";
                self.wrong(span, "only whole numbers are supported in a condition", Some(hint.to_owned()))
            }
            LiteralValue::UInt(number) => {
                let hint = format!("write {}", number.inner());
                self.wrong(span, "unsigned numbers are not supported in a condition", Some(hint))
            }
            LiteralValue::Null => {
                let hint = "ask for a missing value with !has(...)";
                self.wrong(span, "null is not supported in a condition", Some(hint.to_owned()))
            }
            LiteralValue::Bytes(_) => self.wrong(
                span,
                "bytes are not supported in a condition",
                Some("write a plain text: \"...\"".to_owned()),
            ),
        }
    }

    /// A bare name: `now` is the only one that is a value.
    fn ident(&mut self, name: &str, span: Range<usize>) -> Option<Meaning> {
        if let Some(entry) = fields().iter().find(|entry| entry.root.is_empty() && entry.name == name) {
            return Some(meaning_of(entry));
        }
        if ROOTS.contains(&name) {
            let hint = format!("name one of its fields: {}", listed(field_names(name).iter().copied()));
            return self.wrong(span, format!("`{name}` alone is not a value"), Some(hint));
        }
        let declared = self.names.property(name).is_some();
        let built_in = fields().iter().find(|entry| entry.name == name && roots(self.allowed).contains(&entry.root));
        let hint = if declared {
            format!("did you mean `profile.{name}`?")
        } else if let Some(entry) = built_in {
            format!("did you mean `{}`?", entry.path())
        } else if let Some(close) = closest(name, ROOTS.iter().copied().chain(["now"])) {
            format!("did you mean `{close}`?")
        } else {
            format!("write a text in quotes: \"{name}\"")
        };
        self.wrong(span, format!("unknown name `{name}`"), Some(hint))
    }

    /// `root.name`, or `has(root.name)`.
    fn select(&mut self, select: &SelectExpr, span: Range<usize>) -> Option<Meaning> {
        let Expr::Ident(root) = &select.operand.expr else {
            let operand = self.part(&select.operand)?;
            let message = format!("a {} has no field `{}`", operand.meaning.kind_name(), select.field);
            return self.wrong(span, with_article(&message), None);
        };
        if !self.root_is_allowed(root, &select.operand) {
            return None;
        }
        let meaning = self.field(root, &select.field, span.clone())?;
        match meaning {
            Meaning::Value { term, .. } if select.test => Some(Meaning::Condition(Predicate::Has(term))),
            _ if select.test => {
                let hint = "ask whether a list is among them: \"name\" in profile.lists";
                self.wrong(span, "has() takes a field with one value", Some(hint.to_owned()))
            }
            meaning => Some(meaning),
        }
    }

    fn root_is_allowed(&mut self, root: &str, node: &IdedExpr) -> bool {
        let here = roots(self.allowed);
        if here.contains(&root) {
            return true;
        }
        let span = self.syntax.span(node);
        let usable = listed(here.iter().copied().chain(["now"]));
        if ROOTS.contains(&root) {
            let message = format!("`{root}` cannot be used here: {}", place(self.allowed));
            self.wrong::<()>(span, message, Some(format!("this condition can use: {usable}")));
        } else {
            let hint = closest(root, here.iter().copied()).map_or_else(
                || format!("this condition can use: {usable}"),
                |close| format!("did you mean `{close}`?"),
            );
            self.wrong::<()>(span, format!("unknown name `{root}`"), Some(hint));
        }
        false
    }

    fn field(&mut self, root: &str, name: &str, span: Range<usize>) -> Option<Meaning> {
        if let Some(entry) = fields().iter().find(|entry| entry.root == root && entry.name == name) {
            return Some(meaning_of(entry));
        }
        let mut known: Vec<String> = field_names(root).into_iter().map(str::to_owned).collect();
        if root == "profile" {
            if let Some((property, kind)) = self.names.property(name) {
                let term = Term::Field(Field::Property(property));
                return Some(Meaning::Value { term, kind, words: Words::Free });
            }
            known.extend(self.names.property_names());
        }
        let known = || known.iter().map(String::as_str);
        let hint = closest(name, known()).map_or_else(
            || format!("known are {}; properties of your own are declared under `properties`", listed(known())),
            |close| format!("did you mean `{root}.{close}`?"),
        );
        self.wrong(span, format!("unknown field `{root}.{name}`"), Some(hint))
    }

    fn array(&mut self, list: &ListExpr) -> Option<Meaning> {
        let parts: Vec<Option<Part>> = list.elements.iter().map(|element| self.part(element)).collect();
        let parts: Option<Vec<Part>> = parts.into_iter().collect();
        Some(Meaning::Array(parts?.into_iter().map(|part| (part.meaning, part.span)).collect()))
    }

    fn call(&mut self, node: &IdedExpr, call: &CallExpr, span: Range<usize>) -> Option<Meaning> {
        if call.target.is_some() {
            let span = self.syntax.method_span(node);
            return match call.func_name.as_str() {
                "all" | "exists" | "exists_one" | "existsOne" | "map" | "filter" => self.unsupported_macro(span),
                name => self.wrong(span, format!("`{name}` is not supported in a condition"), None),
            };
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR, _) => self.logic(call).map(Meaning::Condition),
            (operators::LOGICAL_NOT, [operand]) => {
                let predicate = self.condition(operand)?;
                Some(Meaning::Condition(Predicate::Not(Box::new(predicate))))
            }
            (operators::NEGATE, [operand]) => self.negate(operand, span),
            (operators::IN, [element, list]) => self.one_of(element, list).map(Meaning::Condition),
            (operators::ADD, [left, right]) => self.sum(left, right, "+", span),
            (operators::SUBSTRACT, [left, right]) => self.sum(left, right, "-", span),
            ("duration", arguments) => self.duration(arguments, span),
            ("timestamp", arguments) => self.timestamp(arguments, span),
            (name, arguments) => match (comparison(name), arguments) {
                (Some(comparison), [left, right]) => {
                    self.compare(comparison, left, right, span).map(Meaning::Condition)
                }
                _ => self.unsupported_call(name, span),
            },
        }
    }

    fn unsupported_call<T>(&mut self, name: &str, span: Range<usize>) -> Option<T> {
        let (message, hint) = match name {
            operators::MULTIPLY | operators::DIVIDE | operators::MODULO => {
                let sign = name.trim_matches('_');
                (format!("`{sign}` is not supported in a condition"), Some("only + and - are".to_owned()))
            }
            operators::INDEX => {
                ("square brackets after a name are not supported".to_owned(), Some("write profile.name".to_owned()))
            }
            "now" => ("`now` is a value, not a function".to_owned(), Some("write `now` without brackets".to_owned())),
            name => {
                let known = ["has", "duration", "timestamp"];
                let hint = closest(name, known).map_or_else(
                    || format!("functions are {}", listed(known)),
                    |close| format!("did you mean `{close}`?"),
                );
                (format!("unknown function `{name}`"), Some(hint))
            }
        };
        self.wrong(span, message, hint)
    }

    /// A chain of `&&` or of `||`, as one list in the order of the text.
    fn logic(&mut self, call: &CallExpr) -> Option<Predicate> {
        let is_and = call.func_name == operators::LOGICAL_AND;
        let parts: Vec<Option<Predicate>> = call.args.iter().map(|part| self.condition(part)).collect();
        let parts: Option<Vec<Predicate>> = parts.into_iter().collect();
        let mut flat = Vec::new();
        for part in parts? {
            match part {
                Predicate::All(inner) if is_and => flat.extend(inner),
                Predicate::Any(inner) if !is_and => flat.extend(inner),
                part => flat.push(part),
            }
        }
        Some(if is_and { Predicate::All(flat) } else { Predicate::Any(flat) })
    }

    fn negate(&mut self, operand: &IdedExpr, span: Range<usize>) -> Option<Meaning> {
        let part = self.part(operand)?;
        let name = part.meaning.kind_name();
        match part.meaning {
            Meaning::Value { term, kind: kind @ (ValueKind::Int | ValueKind::Span), .. } => {
                let zero = if kind == ValueKind::Int { Value::Int(0) } else { Value::Span(0) };
                let term = Term::Minus(Box::new(Term::Constant(zero)), Box::new(term));
                Some(Meaning::Value { term, kind, words: Words::Free })
            }
            _ => self.wrong(span, with_article(&format!("a {name} has no negative")), None),
        }
    }

    fn sum(&mut self, left: &IdedExpr, right: &IdedExpr, sign: &str, span: Range<usize>) -> Option<Meaning> {
        let (left, right) = (self.part(left), self.part(right));
        let (left, right) = (left?.meaning, right?.meaning);
        let (left_name, right_name) = (left.kind_name(), right.kind_name());
        let hint = text_hint(&left, &right).or_else(|| text_hint(&right, &left));
        if let (
            Meaning::Value { term: left, kind: left_kind, .. },
            Meaning::Value { term: right, kind: right_kind, .. },
        ) = (left, right)
        {
            let is_plus = sign == "+";
            let kind = match (left_kind, right_kind) {
                (ValueKind::Int, ValueKind::Int) => Some(ValueKind::Int),
                (ValueKind::Span, ValueKind::Span) => Some(ValueKind::Span),
                (ValueKind::Time, ValueKind::Span) => Some(ValueKind::Time),
                (ValueKind::Span, ValueKind::Time) if is_plus => Some(ValueKind::Time),
                (ValueKind::Time, ValueKind::Time) if !is_plus => Some(ValueKind::Span),
                _ => None,
            };
            if let Some(kind) = kind {
                let (left, right) = (Box::new(left), Box::new(right));
                let term = if is_plus { Term::Plus(left, right) } else { Term::Minus(left, right) };
                return Some(Meaning::Value { term, kind, words: Words::Free });
            }
        }
        let message = if sign == "+" {
            format!("cannot add {left_name} and {right_name}")
        } else {
            format!("cannot subtract {right_name} from {left_name}")
        };
        self.wrong(span, message, hint)
    }

    fn duration(&mut self, arguments: &[IdedExpr], span: Range<usize>) -> Option<Meaning> {
        const EXAMPLE: &str = "such as duration(\"30d\"), duration(\"1h30m\")";
        let (text, place) = self.one_text("duration", EXAMPLE, arguments, span)?;
        match literal::duration_minutes(&text) {
            Ok(minutes) => Some(Meaning::constant(Value::Span(minutes), ValueKind::Span)),
            Err(why) => {
                let hint = format!("units are w, d, h, m and s, {EXAMPLE}");
                self.wrong(place, format!("\"{text}\" is {why}"), Some(hint))
            }
        }
    }

    fn timestamp(&mut self, arguments: &[IdedExpr], span: Range<usize>) -> Option<Meaning> {
        const EXAMPLE: &str = "such as timestamp(\"2026-01-01T00:00:00Z\")";
        let (text, place) = self.one_text("timestamp", EXAMPLE, arguments, span)?;
        match literal::timestamp(&text) {
            Some(at) => Some(Meaning::constant(Value::Time(self.names.instant(at)), ValueKind::Time)),
            None => {
                let hint = format!("write the date, the time and the offset, {EXAMPLE}");
                self.wrong(place, format!("\"{text}\" is not an instant"), Some(hint))
            }
        }
    }

    /// The only argument of a function, which must be a text as written.
    fn one_text(
        &mut self,
        function: &str,
        example: &str,
        arguments: &[IdedExpr],
        span: Range<usize>,
    ) -> Option<(String, Range<usize>)> {
        if let [IdedExpr { expr: Expr::Literal(LiteralValue::String(text)), .. }] = arguments {
            return Some((text.inner().to_owned(), self.syntax.span(&arguments[0])));
        }
        self.wrong(span, format!("{function}() takes one text in quotes"), Some(example.to_owned()))
    }
}

fn field_names(root: &str) -> Vec<&'static str> {
    fields().iter().filter(|entry| entry.root == root).map(|entry| entry.name).collect()
}

/// What a condition in this place looks at.
const fn place(allowed: Allowed) -> &'static str {
    match allowed {
        Allowed::Record => "a cohort looks at records before the import",
        Allowed::Profile => "this condition looks at a profile alone",
        Allowed::Flow => "this condition looks at a profile in a flow",
        Allowed::Event => "this condition looks at a profile and an event",
        Allowed::Send => "an invariant looks at a send",
    }
}

/// `a int` is `an int`.
pub(super) fn with_article(message: &str) -> String {
    message.replacen("a int", "an int", 1)
}
