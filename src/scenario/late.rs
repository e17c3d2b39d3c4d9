//! Days that lie behind the end of the rehearsal.
//!
//! Owns: the warning about each. Deliberately looks at what is written, whatever the key: a day that is never reached is
//! without effect wherever it stands.

use rehearsal_core::plan::Plan;

use super::edits::Document;
use super::text::InstantText;
use crate::diagnostics::Problems;
use crate::yaml::node::{Node, Value};

/// Warns of every day that comes after the last one, if nothing else was reported there.
pub(super) fn warn_of_late_days(document: &Document, plan: &Plan, problems: &Problems) {
    for node in std::iter::once(&document.root).chain(&document.flows) {
        walk(node, plan, problems);
    }
}

fn walk(node: &Node, plan: &Plan, problems: &Problems) {
    match &node.value {
        Value::Scalar { .. } => {
            let day = node.text().and_then(InstantText::read).map(|at| match at {
                InstantText::Day(day, _) => day,
                InstantText::Date(date, _) => plan.calendar.day(date),
            });
            let last = i32::try_from(plan.days).unwrap_or(i32::MAX) - 1;
            if day.is_some_and(|day| day > last) && !problems.has_within(&node.place) {
                let message = format!("this is after the end of the rehearsal, whose last day is day {last}");
                problems.warning(&node.place, message, Some("it is never reached: rehearse more `days`".to_owned()));
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| walk(item, plan, problems)),
        Value::Map(entries) => entries.iter().for_each(|(_, value)| walk(value, plan, problems)),
    }
}
