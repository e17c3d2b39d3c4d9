//! Nested steps to the graph of the simulation.
//!
//! Owns: labels, jumps, the rejoining of branches, and the proof that every path ends and every cycle waits. Deliberately
//! knows no scenario text: who lays the steps hands over finished ones, with labels where they lead.

use rehearsal_core::model::successors;
use std::collections::BTreeMap;

use rehearsal_core::limits::STEPS_MAX;
use rehearsal_core::plan::{Arm, Step, StepIndex};

use super::context::{Context, TABLE_MAX};
use crate::diagnostics::Place;
use crate::diagnostics::suggestion;

/// Where a step leads, before steps have numbers.
pub(super) type Label = u16;

/// The label of the end.
pub(super) const END: Label = 0;

#[derive(Clone, Debug)]
enum Target {
    /// Nothing is here yet.
    Nowhere,
    /// This draft.
    Draft(usize),
    /// The same place as another label.
    Same(Label),
}

/// A graph in the making. Steps lead to labels; [`Draft::finish`] turns them into numbers.
#[derive(Debug)]
pub(super) struct Draft {
    labels: Vec<Target>,
    steps: Vec<(Step, Place)>,
    ids: BTreeMap<String, (Label, Option<Place>)>,
    jumps: Vec<(String, Place)>,
    is_too_large: bool,
}

impl Draft {
    /// An empty graph.
    pub(super) fn new() -> Self {
        Self {
            labels: vec![Target::Nowhere],
            steps: Vec::new(),
            ids: BTreeMap::new(),
            jumps: Vec::new(),
            is_too_large: false,
        }
    }

    /// A new place.
    pub(super) fn label(&mut self) -> Label {
        if self.labels.len() >= TABLE_MAX * 4 {
            self.is_too_large = true;
            return END;
        }
        self.labels.push(Target::Nowhere);
        (self.labels.len() - 1) as Label
    }

    /// Puts a step at a place. Where it leads are labels.
    pub(super) fn step(&mut self, here: Label, step: Step, place: &Place) {
        if here != END {
            self.labels[usize::from(here)] = Target::Draft(self.steps.len());
        }
        self.steps.push((step, place.clone()));
    }

    /// Makes a place the same as another one.
    pub(super) fn same(&mut self, here: Label, there: Label) {
        if here != there && here != END {
            self.labels[usize::from(here)] = Target::Same(there);
        }
    }

    /// Gives a place a name that `go-to` can use.
    pub(super) fn name(&mut self, id: &str, here: Label, place: &Place, context: &Context<'_>) {
        let label = self.id(id);
        if let Some((_, defined)) = self.ids.get_mut(id) {
            if defined.is_some() {
                context.error(place, format!("the id `{id}` is here a second time in this flow"));
                return;
            }
            *defined = Some(place.clone());
        }
        self.same(label, here);
    }

    /// The place of a name, wherever it will be.
    pub(super) fn jump(&mut self, id: &str, place: &Place) -> Label {
        self.jumps.push((id.to_owned(), place.clone()));
        self.id(id)
    }

    fn id(&mut self, id: &str) -> Label {
        if let Some((label, _)) = self.ids.get(id) {
            return *label;
        }
        let label = self.label();
        self.ids.insert(id.to_owned(), (label, None));
        label
    }

    /// The step behind a label: `Ok(None)` for the end, an error if jumps only lead to each other.
    fn resolve(&self, mut label: Label) -> Result<Option<usize>, ()> {
        for _ in 0..=self.labels.len() {
            match self.labels[usize::from(label)] {
                Target::Draft(step) => return Ok(Some(step)),
                Target::Same(next) => label = next,
                Target::Nowhere => return Ok(None),
            }
        }
        Err(())
    }

    /// The finished steps, the first of them at `entry`. Reports unknown ids, steps that nothing leads to, cycles without a
    /// wait and paths without an end.
    pub(super) fn finish(mut self, entry: Label, flow: &Place, context: &Context<'_>) -> Vec<Step> {
        if self.is_too_large || self.steps.len() > STEPS_MAX {
            context.error(flow, format!("a flow has more than {STEPS_MAX} steps"));
            return vec![Step::End];
        }
        for (id, place) in &self.jumps {
            if self.ids.get(id).is_some_and(|(_, defined)| defined.is_none()) {
                let known = self.ids.iter().filter(|(_, (_, defined))| defined.is_some()).map(|(id, _)| id.as_str());
                let hint = suggestion(id, known).unwrap_or_else(|| "give a step of this flow an `id`".into());
                context.error_with(place, format!("no step of this flow has the id `{id}`"), hint);
            }
        }
        let Some(links) = self.links(context) else {
            return vec![Step::End];
        };
        let Ok(first) = self.resolve(entry) else {
            return vec![Step::End];
        };
        let end = self.steps.len();
        let first = first.unwrap_or(end);
        let reached = reachable(first, &links, end);
        for (step, (_, place)) in self.steps.iter().enumerate() {
            if !reached[step] {
                context.problems.warning(place, "nothing leads to this step", Some("remove it, or `go-to` it".into()));
            }
        }
        if first == end {
            return vec![Step::End];
        }
        check_paths(&self.steps, &links, &reached, end, context);
        let order: Vec<usize> =
            std::iter::once(first).chain((0..end).filter(|&step| reached[step] && step != first)).collect();
        let mut number_of = vec![order.len() as StepIndex; end + 1];
        for (number, &step) in order.iter().enumerate() {
            number_of[step] = number as StepIndex;
        }
        let mut steps: Vec<Step> = order
            .iter()
            .map(|&step| renumbered(std::mem::replace(&mut self.steps[step].0, Step::End), &links[step], &number_of))
            .collect();
        steps.push(Step::End);
        steps
    }

    /// For each step, the steps that it leads to; the number of steps stands for the end.
    fn links(&self, context: &Context<'_>) -> Option<Vec<Vec<usize>>> {
        let end = self.steps.len();
        let mut links = Vec::with_capacity(end);
        for (id, place) in &self.jumps {
            let label = self.ids.get(id).map_or(END, |(label, _)| *label);
            if self.resolve(label).is_err() {
                context.error(place, format!("`go-to: {id}` leads only to itself"));
                return None;
            }
        }
        for (step, _) in &self.steps {
            let targets =
                successors(step).into_iter().map(|label| self.resolve(label).ok().map(|step| step.unwrap_or(end)));
            links.push(targets.collect::<Option<Vec<usize>>>()?);
        }
        Some(links)
    }
}

/// Which steps can be reached from the first.
fn reachable(first: usize, links: &[Vec<usize>], end: usize) -> Vec<bool> {
    let mut reached = vec![false; end + 1];
    let mut open = vec![first];
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut reached[step], true) && step != end {
            open.extend(&links[step]);
        }
    }
    reached
}

/// Reports paths that never end, and cycles in which no time passes.
fn check_paths(steps: &[(Step, Place)], links: &[Vec<usize>], reached: &[bool], end: usize, context: &Context<'_>) {
    let mut backwards = vec![Vec::new(); end + 1];
    for (step, next) in links.iter().enumerate() {
        next.iter().for_each(|&next| backwards[next].push(step));
    }
    backwards.push(Vec::new());
    let mut ends = vec![false; end + 1];
    let mut open = vec![end];
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut ends[step], true) {
            open.extend(&backwards[step]);
        }
    }
    if let Some(step) = (0..end).find(|&step| reached[step] && !ends[step]) {
        let hint = "leave the circle somewhere: an `if` with a branch that goes on, or `end`";
        context.error_with(&steps[step].1, "from here on no path of this flow ever ends", hint);
    }
    if let Some(step) = cycle_without_wait(steps, links, reached, end) {
        let hint = "put a `wait` between the step with the `id` and the `go-to`";
        context.error_with(&steps[step].1, "this flow goes in a circle through this step without waiting", hint);
    }
}

/// A step of a cycle in which no step waits, if there is one. Steps without a waiting step in between are peeled off from
/// those that lead nowhere; what remains goes in circles.
fn cycle_without_wait(steps: &[(Step, Place)], links: &[Vec<usize>], reached: &[bool], end: usize) -> Option<usize> {
    let counts = |step: usize| step != end && reached[step] && !steps[step].0.waits();
    let mut leads_to: Vec<usize> =
        (0..end).map(|step| links[step].iter().filter(|&&next| counts(next)).count()).collect();
    let mut backwards = vec![Vec::new(); end];
    for step in (0..end).filter(|&step| counts(step)) {
        links[step].iter().filter(|&&next| counts(next)).for_each(|&next| backwards[next].push(step));
    }
    let mut remains: Vec<bool> = (0..end).map(counts).collect();
    let mut open: Vec<usize> = (0..end).filter(|&step| remains[step] && leads_to[step] == 0).collect();
    while let Some(step) = open.pop() {
        remains[step] = false;
        for &before in &backwards[step] {
            leads_to[before] -= 1;
            if leads_to[before] == 0 {
                open.push(before);
            }
        }
    }
    remains.iter().position(|&remains| remains)
}

/// A step with numbers where it had labels.
fn renumbered(step: Step, links: &[usize], number_of: &[StepIndex]) -> Step {
    let to = |at: usize| links.get(at).map_or(0, |&step| number_of[step]);
    match step {
        Step::Wait { delay, .. } => Step::Wait { delay, next: to(0) },
        Step::WaitForEvent { event, timeout_minutes, .. } => {
            Step::WaitForEvent { event, timeout_minutes, arrived: to(0), timed_out: to(1) }
        }
        Step::If { condition, .. } => Step::If { condition, holds: to(0), otherwise: to(1) },
        Step::Random(arms) => {
            Step::Random(arms.iter().enumerate().map(|(at, arm)| Arm { share: arm.share, next: to(at) }).collect())
        }
        Step::Act { action, .. } => Step::Act { action, next: to(0) },
        Step::End => Step::End,
    }
}
