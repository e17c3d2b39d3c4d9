//! The steps of a flow, laid into a graph.
//!
//! Owns: what each step means, and the messages of the flow. Deliberately leaves where steps lead to `graph`.

use rehearsal_core::consent::Channel;
use rehearsal_core::ids::{FlowMark, Index};
use rehearsal_core::plan::{Action, Arm, Delay, FlowClass, Message, Step, WaitUntil};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::time::Weekdays;
use rehearsal_core::value::{Value, ValueKind};

use super::context::{Context, given, part};
use super::graph::{Draft, END, Label};
use crate::diagnostics::Place;
use crate::scenario::expression::Allowed;
use crate::scenario::raw::{self, StepForm};
use crate::scenario::text::{InstantText, Length};
use crate::yaml::field::{Field, TextOr};

/// A flow whose steps are being laid.
pub(super) struct Layer<'c, 'a> {
    /// What every check needs.
    pub(super) context: &'c mut Context<'a>,
    /// The graph so far.
    pub(super) draft: Draft,
    /// Which flow it is.
    pub(super) flow: Index<FlowMark>,
    /// What the flow is for.
    pub(super) class: FlowClass,
    /// The word before the number in the purpose of a message that names none.
    pub(super) purpose: String,
    /// Every message of the plan so far.
    pub(super) messages: &'c mut Vec<Message>,
    /// What its conditions can read.
    pub(super) allowed: Allowed,
    /// How many messages the flow has so far.
    pub(super) messages_here: usize,
}

impl Layer<'_, '_> {
    /// Lays a list of steps between two places.
    pub(super) fn list(&mut self, steps: &[StepForm], entry: Label, after: Label) {
        let mut here = entry;
        for (number, form) in steps.iter().enumerate() {
            let next = if number + 1 == steps.len() { after } else { self.draft.label() };
            match form.get() {
                Some(TextOr::Text(raw::StepWord::End)) => self.draft.same(here, END),
                Some(TextOr::Other(step)) => self.step(step, &form.place, here, next),
                None => self.draft.same(here, next),
            }
            here = next;
        }
        if steps.is_empty() {
            self.draft.same(entry, after);
        }
    }

    /// Lays one step: its name, then its only action.
    fn step(&mut self, step: &raw::Step, place: &Place, here: Label, next: Label) {
        if let Some(id) = &step.id
            && let Some(name) = id.get()
        {
            self.draft.name(name, here, &id.place, self.context);
        }
        let actions = actions(step);
        match actions.as_slice() {
            [_] => {}
            [] if step.id.is_some() && !has_parts(step) => return self.draft.same(here, next),
            [] => {
                let hint = "give one of email, sms, wait, wait-until, wait-for, if, random, set, add-to, remove-from, emit, go-to";
                self.context.lacks(place, "this step does nothing", Some(hint));
                return self.draft.same(here, next);
            }
            [first, second, ..] => {
                let message = format!("a step does one thing, but this one has `{}` and `{}`", first.0, second.0);
                self.context.error_with(second.1, message, "make two steps of it");
                return self.draft.same(here, next);
            }
        }
        self.check_parts(step);
        self.action(step, place, here, next);
    }

    fn action(&mut self, step: &raw::Step, place: &Place, here: Label, next: Label) {
        if let Some(email) = &step.email {
            self.message(step, email, Channel::Email, here, next);
        } else if let Some(sms) = &step.sms {
            self.message(step, sms, Channel::Sms, here, next);
        } else if let Some(wait) = &step.wait {
            let minutes = self.length(wait);
            self.draft.step(here, Step::Wait { delay: Delay::Elapsed { minutes }, next }, &wait.place);
        } else if let Some(until) = &step.wait_until {
            let until = self.wait_until(until);
            self.draft.step(here, Step::Wait { delay: Delay::Until(until), next }, place);
        } else if let Some(wait) = &step.wait_for {
            self.wait_for(wait, here, next);
        } else if let Some(condition) = &step.condition {
            let predicate = self.context.condition(condition, self.allowed);
            let (holds, otherwise) = (self.draft.label(), self.draft.label());
            self.draft.step(here, Step::If { condition: predicate, holds, otherwise }, &condition.place);
            self.branch(&step.holds, holds, next);
            self.branch(&step.otherwise, otherwise, next);
        } else if let Some(random) = &step.random {
            self.random(random, here, next);
        } else if let Some(set) = &step.set {
            self.set(set, here, next);
        } else if let Some(list) = step.add_to.as_ref().or(step.remove_from.as_ref()) {
            let add = step.add_to.is_some();
            match self.context.list(list) {
                Some(index) => self.draft.step(
                    here,
                    Step::Act { action: Action::ChangeList { list: index, add }, next },
                    &list.place,
                ),
                None => self.draft.same(here, next),
            }
        } else if let Some(emit) = &step.emit {
            match self.context.event(emit) {
                Some(event) => self.draft.step(here, Step::Act { action: Action::Emit(event), next }, &emit.place),
                None => self.draft.same(here, next),
            }
        } else if let Some(to) = &step.go_to {
            let there = to.get().map_or(END, |id| self.draft.jump(id, &to.place));
            self.draft.same(here, there);
        }
    }

    /// The steps of a branch; a branch that is left out goes straight on.
    fn branch(&mut self, steps: &Option<Field<Vec<StepForm>>>, entry: Label, after: Label) {
        self.list(part(steps).map_or(&[], Vec::as_slice), entry, after);
    }

    /// Reports parts of a step that belong to another action.
    fn check_parts(&self, step: &raw::Step) {
        if step.condition.is_none() {
            for branch in [("then", &step.holds), ("else", &step.otherwise)] {
                if let (name, Some(field)) = branch {
                    self.context.error_with(
                        &field.place,
                        format!("`{name}` belongs to an `if`"),
                        "did you forget the `if`?",
                    );
                }
            }
        } else if step.holds.is_none() && step.otherwise.is_none() {
            let place = step.condition.as_ref().map(|condition| &condition.place);
            place.inspect(|place| self.context.error(place, "an `if` needs `then`, `else` or both"));
        }
        if step.email.is_none() && step.sms.is_none() {
            if let Some(purpose) = &step.purpose {
                self.context.error(&purpose.place, "`purpose` belongs to an `email` or `sms`");
            }
            if let Some(transactional) = &step.transactional {
                self.context.error(&transactional.place, "`transactional` belongs to an `email` or `sms`");
            }
        }
    }

    fn message(&mut self, step: &raw::Step, name: &Field<String>, channel: Channel, here: Label, next: Label) {
        self.messages_here += 1;
        let purpose = match part(&step.purpose) {
            Some(purpose) => self.context.symbols.intern(purpose),
            None => {
                let purpose = format!("{}/{}", self.purpose, self.messages_here);
                self.context.symbols.intern(&purpose)
            }
        };
        let is_transactional = given(&step.transactional).unwrap_or(self.class.is_transactional());
        let message = Message { name: self.context.name(name), flow: self.flow, channel, purpose, is_transactional };
        let number = u16::try_from(self.messages.len()).unwrap_or(u16::MAX);
        self.messages.push(message);
        self.draft.step(here, Step::Act { action: Action::Send(Index::new(number)), next }, &name.place);
    }

    /// A length of at least a minute.
    fn length(&self, field: &Field<Length>) -> i32 {
        let minutes = field.get().map_or(1, |length| length.0);
        if minutes < 1 {
            self.context.error(&field.place, "a wait lasts at least a minute");
        }
        minutes.max(1)
    }

    fn wait_until(&self, field: &Field<raw::WaitUntil>) -> WaitUntil {
        let Some(until) = field.get() else {
            return WaitUntil { minute_of_day: 0, weekdays: Weekdays::EVERY };
        };
        let weekdays = part(&until.weekdays)
            .map_or(Weekdays::EVERY, |days| Weekdays::of(days.iter().filter_map(Field::get).map(|day| day.read())));
        if let Some(days) = &until.weekdays
            && days.get().is_some_and(Vec::is_empty)
        {
            self.context.error_with(
                &days.place,
                "no day is allowed, so this never ends",
                "leave `weekdays` out for every day",
            );
        }
        WaitUntil { minute_of_day: until.time.get().map_or(0, |time| time.0), weekdays }
    }

    fn wait_for(&mut self, field: &Field<Box<raw::WaitFor>>, here: Label, next: Label) {
        let Some(wait) = field.get() else {
            return self.draft.same(here, next);
        };
        let timeout_minutes = self.length(&wait.timeout);
        let (arrived, timed_out) = (self.draft.label(), self.draft.label());
        match self.context.event(&wait.event) {
            Some(event) => {
                self.draft.step(
                    here,
                    Step::WaitForEvent { event, timeout_minutes, arrived, timed_out },
                    &wait.event.place,
                );
            }
            None => self.draft.same(here, arrived),
        }
        self.branch(&wait.then, arrived, next);
        self.branch(&wait.otherwise, timed_out, next);
    }

    fn random(&mut self, field: &Field<Vec<Field<raw::RandomArm>>>, here: Label, next: Label) {
        let arms: Vec<&raw::RandomArm> = part_of(field).iter().filter_map(Field::get).collect();
        let shares: Vec<Ratio> = arms.iter().filter_map(|arm| arm.share.get()).map(|share| share.0).collect();
        let all_read = field.get().is_some_and(|all| all.len() == shares.len());
        if all_read && !sums_to_one(&shares) {
            let hint = format!("they are {}", shares.iter().map(Ratio::to_string).collect::<Vec<_>>().join(" + "));
            self.context.error_with(&field.place, "the shares of a random split must sum to 1", hint);
        }
        let labels: Vec<Label> = arms.iter().map(|_| self.draft.label()).collect();
        let zipped = arms
            .iter()
            .zip(&labels)
            .map(|(arm, &next)| Arm { share: arm.share.get().map_or(Ratio::ZERO, |share| share.0), next });
        self.draft.step(here, Step::Random(zipped.collect()), &field.place);
        for (arm, entry) in arms.into_iter().zip(labels) {
            self.branch(&arm.steps, entry, next);
        }
    }

    /// One step for each property that is set.
    fn set(&mut self, field: &Field<crate::yaml::field::Named<raw::Setting>>, here: Label, next: Label) {
        let mut here = here;
        let Some(settings) = field.get() else {
            return self.draft.same(here, next);
        };
        if settings.0.is_empty() {
            self.context.lacks(&field.place, "nothing is set here", None);
        }
        for (name, name_place, setting, place) in settings.iter() {
            let Some((property, kind)) = self.context.property_at(name, name_place) else {
                continue;
            };
            let Some(value) = self.value(kind, setting, place) else {
                continue;
            };
            let there = self.draft.label();
            self.draft.step(
                here,
                Step::Act { action: Action::SetProperty { property, value }, next: there },
                name_place,
            );
            here = there;
        }
        self.draft.same(here, next);
    }

    /// The value of a setting, if it fits the property.
    fn value(&mut self, kind: ValueKind, setting: &raw::Setting, place: &Place) -> Option<Value> {
        let Some(text) = &setting.0 else {
            return Some(Value::Absent);
        };
        let value = match kind {
            ValueKind::Bool => text.parse().ok().map(Value::Bool),
            ValueKind::Int => text.replace('_', "").parse().ok().map(Value::Int),
            ValueKind::Text => Some(Value::Text(self.context.symbols.intern(text))),
            ValueKind::Time => InstantText::read(text).map(|instant| Value::Time(self.context.instant(instant))),
            ValueKind::Span => None,
        };
        if value.is_none() {
            self.context.error(place, format!("`{text}` is not a {}, which this property holds", kind.name()));
        }
        value
    }
}

/// What was read of a list.
fn part_of<T>(field: &Field<Vec<T>>) -> &[T] {
    field.get().map_or(&[], Vec::as_slice)
}

/// The actions of a step with their places.
fn actions(step: &raw::Step) -> Vec<(&'static str, &Place)> {
    fn action<'s, T>(name: &'static str, field: &'s Option<Field<T>>) -> Option<(&'static str, &'s Place)> {
        field.as_ref().map(|field| (name, &field.place))
    }
    [
        action("email", &step.email),
        action("sms", &step.sms),
        action("wait", &step.wait),
        action("wait-until", &step.wait_until),
        action("wait-for", &step.wait_for),
        action("if", &step.condition),
        action("random", &step.random),
        action("set", &step.set),
        action("add-to", &step.add_to),
        action("remove-from", &step.remove_from),
        action("emit", &step.emit),
        action("go-to", &step.go_to),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether a step has parts that only make sense with an action.
fn has_parts(step: &raw::Step) -> bool {
    step.holds.is_some() || step.otherwise.is_some() || step.purpose.is_some() || step.transactional.is_some()
}

/// Whether shares sum to exactly one. Denominators can be large, so the sum is kept reduced; if even that does not fit,
/// the shares were not meant to sum to one.
fn sums_to_one(shares: &[Ratio]) -> bool {
    fn divisor(left: u128, right: u128) -> u128 {
        if right == 0 { left } else { divisor(right, left % right) }
    }
    let mut sum = (0_u128, 1_u128);
    for share in shares {
        let (over, under) = (u128::from(share.numerator()), u128::from(share.denominator()));
        let next =
            sum.0.checked_mul(under).zip(over.checked_mul(sum.1)).and_then(|(left, right)| left.checked_add(right));
        let Some((over, under)) = next.zip(sum.1.checked_mul(under)) else {
            return false;
        };
        let shared = divisor(over, under).max(1);
        sum = (over / shared, under / shared);
    }
    sum == (1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_sum_to_one_exactly() {
        let ratio = |over, under| Ratio::new(over, under).unwrap();
        assert!(sums_to_one(&[ratio(1, 3), ratio(1, 3), ratio(1, 3)]));
        assert!(sums_to_one(&[ratio(50, 100), ratio(1, 2)]));
        assert!(!sums_to_one(&[ratio(33, 100), ratio(33, 100), ratio(33, 100)]));
        assert!(!sums_to_one(&[]));
        let primes = [4_294_967_291, 4_294_967_279, 4_294_967_231, 4_294_967_197, 4_294_967_189];
        assert!(!sums_to_one(&primes.map(|prime| ratio(1, prime))));
    }
}
