//! Comparisons and membership: where the kinds of two sides must fit.

use std::ops::Range;

use cel::common::ast::{IdedExpr, operators};
use rehearsal_core::condition::{Comparison, Field, Predicate, Term};
use rehearsal_core::value::{Value, ValueKind};

use super::check::{Checker, with_article};
use super::fields::Words;
use super::meaning::{Meaning, Part, span_hint, text_hint, text_hint_of};
use crate::diagnostics::{closest, listed};

impl Checker<'_> {
    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &IdedExpr,
        right: &IdedExpr,
        span: Range<usize>,
    ) -> Option<Predicate> {
        let (left, right) = (self.part(left), self.part(right));
        let (left, right) = (left?, right?);
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let (left_name, right_name) = (left.meaning.kind_name(), right.meaning.kind_name());
        match (left.meaning.kind(), right.meaning.kind()) {
            (Some(one), Some(other)) if one != other => {
                let hint = text_hint(&left.meaning, &right.meaning)
                    .or_else(|| text_hint(&right.meaning, &left.meaning))
                    .or_else(|| span_hint(one, other));
                self.wrong(span, format!("cannot compare {left_name} with {right_name}"), hint)
            }
            (Some(ValueKind::Text), _) if is_order => {
                self.wrong(span, "texts have no order: only == and != compare them", None)
            }
            (Some(ValueKind::Bool), _) if is_order => {
                self.wrong(span, "yes and no have no order: only == and != compare them", None)
            }
            (Some(ValueKind::Bool), _) => self.compare_conditions(comparison, left, right),
            (Some(_), Some(_)) => {
                let (left_words, right_words) =
                    ((left.meaning.words(), left.meaning.field()), (right.meaning.words(), right.meaning.field()));
                let (left, right) = (self.as_term(left, right_words), self.as_term(right, left_words));
                Some(Predicate::Compare(comparison, left?, right?))
            }
            _ => {
                let hint = "lists are asked with `in`: \"name\" in profile.lists, x in [\"a\", \"b\"]";
                self.wrong(span, format!("cannot compare {left_name} with {right_name}"), Some(hint.to_owned()))
            }
        }
    }

    /// `==` and `!=` of two sides that are yes or no.
    fn compare_conditions(&mut self, comparison: Comparison, left: Part, right: Part) -> Option<Predicate> {
        if let (Meaning::Value { term: left, .. }, Meaning::Value { term: right, .. }) = (&left.meaning, &right.meaning)
        {
            return Some(Predicate::Compare(comparison, left.clone(), right.clone()));
        }
        let (left, right) = (self.as_condition(left), self.as_condition(right));
        let same = match (left?, right?) {
            (condition, Predicate::Constant(true)) | (Predicate::Constant(true), condition) => condition,
            (condition, Predicate::Constant(false)) | (Predicate::Constant(false), condition) => {
                Predicate::Not(Box::new(condition))
            }
            (left, right) => {
                let neither = [left.clone(), right.clone()].map(|side| Predicate::Not(Box::new(side)));
                Predicate::Any(vec![Predicate::All(vec![left, right]), Predicate::All(neither.to_vec())])
            }
        };
        Some(if comparison == Comparison::Equal { same } else { Predicate::Not(Box::new(same)) })
    }

    /// `x in [...]` and `"name" in profile.lists`.
    pub(super) fn one_of(&mut self, element: &IdedExpr, list: &IdedExpr) -> Option<Predicate> {
        let (element, list) = (self.part(element), self.part(list));
        let (element, list) = (element?, list?);
        match list.meaning {
            Meaning::Lists => self.on_list(element),
            Meaning::Array(constants) if constants.is_empty() => {
                self.wrong(list.span, "the list is empty, so nothing is ever in it", None)
            }
            Meaning::Array(constants) => self.in_array(element, constants),
            meaning => {
                let hint = "write a list: x in [\"a\", \"b\"]";
                self.wrong(
                    list.span,
                    with_article(&format!("nothing can be in a {}", meaning.kind_name())),
                    Some(hint.to_owned()),
                )
            }
        }
    }

    fn on_list(&mut self, element: Part) -> Option<Predicate> {
        let Meaning::Text(name) = element.meaning else {
            return self.wrong(
                element.span,
                "a list is named by a text in quotes",
                Some("\"name\" in profile.lists".to_owned()),
            );
        };
        if let Some(list) = self.names.list(&name) {
            return Some(Predicate::IsTrue(Term::Field(Field::InList(list))));
        }
        let known = self.names.list_names();
        let hint = match closest(&name, known.iter().map(String::as_str)) {
            Some(close) => format!("did you mean \"{close}\"?"),
            None if known.is_empty() => "declare it under `lists`".to_owned(),
            None => format!("declared lists are {}", listed(known.iter().map(String::as_str))),
        };
        self.wrong(element.span, format!("unknown list \"{name}\""), Some(hint))
    }

    fn in_array(&mut self, element: Part, constants: Vec<(Meaning, Range<usize>)>) -> Option<Predicate> {
        let Some(kind) = element.meaning.kind() else {
            return self.wrong(element.span, "only one value can be in a list", None);
        };
        let words = (element.meaning.words(), element.meaning.field());
        let mut values = Vec::with_capacity(constants.len());
        let mut is_whole = true;
        for (meaning, span) in constants {
            if meaning.kind() != Some(kind) {
                let message = format!("a list asked for {} holds {}", kind.name(), meaning.kind_name());
                self.wrong::<()>(span, message, text_hint_of(kind, &meaning));
                is_whole = false;
                continue;
            }
            match self.as_term(Part { meaning, span: span.clone() }, words) {
                Some(Term::Constant(value)) => values.push(value),
                Some(_) => {
                    self.wrong::<()>(
                        span,
                        "a list holds only constants",
                        Some("compare with == and join with ||".to_owned()),
                    );
                    is_whole = false;
                }
                None => is_whole = false,
            }
        }
        let term = self.as_term(element, (Words::Free, None))?;
        is_whole.then_some(Predicate::OneOf(term, values))
    }

    /// One value as a term; a text is checked against the words of what it is compared with, and interned.
    fn as_term(&mut self, part: Part, (words, field): (Words, Option<Field>)) -> Option<Term> {
        match part.meaning {
            Meaning::Value { term, .. } => Some(term),
            Meaning::Text(text) => {
                self.check_words(&text, words, field, part.span)?;
                Some(Term::Constant(Value::Text(self.names.symbol(&text))))
            }
            Meaning::Condition(_) => self.wrong(
                part.span,
                "a condition cannot stand here",
                Some("join conditions with && and ||".to_owned()),
            ),
            Meaning::Lists | Meaning::Array(_) => self.wrong(part.span, "a list cannot stand here", None),
        }
    }

    fn check_words(&mut self, text: &str, words: Words, field: Option<Field>, span: Range<usize>) -> Option<()> {
        let declared;
        let known: Vec<&str> = match words {
            Words::Free => return Some(()),
            Words::Country if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) => return Some(()),
            Words::Country => {
                let hint = if text.len() == 2 { text.to_ascii_uppercase() } else { "NL".to_owned() };
                let message = format!("\"{text}\" is not a country code: two capital letters");
                return self.wrong(span, message, Some(format!("such as \"{hint}\"")));
            }
            Words::OneOf(known) => known.to_vec(),
            Words::Declared => match field.and_then(|field| self.names.words(field)) {
                Some(words) => {
                    declared = words;
                    declared.iter().map(String::as_str).collect()
                }
                None => return Some(()),
            },
        };
        if known.contains(&text) {
            return Some(());
        }
        let hint = match closest(text, known.iter().copied()) {
            Some(close) => format!("did you mean \"{close}\"?"),
            None => format!("it can be {}", listed(known.iter().copied())),
        };
        self.wrong(span, format!("\"{text}\" can never be found here"), Some(hint))
    }
}

pub(super) fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::NotEqual,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
