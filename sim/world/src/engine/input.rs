//! What never changes during a rehearsal, and what each profile begins with.
//!
//! Owns: the tables that all shards read, and the first agenda of a profile. Deliberately has no state.

use crate::flow::{FlowContext, Triggers};
use crate::import::{RowOutcome, Timeline};
use crate::population::{BehaviourTables, Occurrence, OccurrenceKind, occurrences};
use crate::profile::{ProfileState, Reaction, RowApplication, StepOutput, Task, Unapplied, tell_arrived};
use crate::sending::RequestKind;
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::history::FactKind;
use rehearsal_core::ids::{Index, MessageMark, Side};
use rehearsal_core::limits::{MESSAGES_MAX, MINUTES_MAX};
use rehearsal_core::model::{ClaimedFields, platform_window, within_rehearsal};
use rehearsal_core::plan::{Plan, Trigger};
use rehearsal_core::records::{AsRecord, Origin, Population, Words, tell_stated};
use rehearsal_core::rng::{MORE_BITS, Purpose, Source};
use rehearsal_core::time::{Local, Minute};
use rehearsal_identity::Identity;

/// Everything that every profile reads.
#[derive(Debug)]
pub(super) struct EngineInput<'a> {
    pub(super) plan: &'a Plan,
    pub(super) population: &'a Population,
    pub(super) identity: &'a Identity,
    pub(super) timeline: Timeline,
    source: Source,
    words: Words,
    triggers: Triggers,
    tables: BehaviourTables,
    claimed: ClaimedFields,
    /// Whether the source platform is alive and has journeys: otherwise nobody there needs a consent.
    source_sends: bool,
}

/// Buffers that one shard reuses for profile after profile.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    landings: Vec<Minute>,
    occurrences: Vec<Occurrence>,
}

impl<'a> EngineInput<'a> {
    pub(super) fn new(plan: &'a Plan, population: &'a Population, identity: &'a Identity, timeline: Timeline) -> Self {
        let is_alive = !within_rehearsal(platform_window(plan, Side::Source), plan).is_empty();
        let source_sends = is_alive && plan.flows.iter().any(|flow| flow.side == Side::Source);
        Self {
            plan,
            population,
            identity,
            timeline,
            source: Source::new(plan.seed),
            words: Words::of(plan),
            triggers: Triggers::of(plan),
            tables: BehaviourTables::new(plan),
            claimed: ClaimedFields::of(plan),
            source_sends,
        }
    }

    /// What a step of a profile reads.
    pub(super) fn context(&self) -> FlowContext<'_> {
        let Self { plan, population, source, words, triggers, claimed, .. } = self;
        FlowContext { plan, population, source, words, triggers, claimed }
    }

    /// Writes what is known of a profile before the rehearsal, and puts on its agenda all that is fixed in advance.
    pub(super) fn begin(&self, state: &mut ProfileState, scratch: &mut Scratch, output: &mut StepOutput) {
        let records = self.identity.records_of(state.profile);
        tell_stated(&self.claimed, self.population, records, state.profile, &mut output.facts);
        self.known_before(state, records, output);
        for &record in records {
            match self.population.origin[record as usize] {
                Origin::Source => self.plan_import(state, record, scratch),
                Origin::SignUp => state.plan(self.population.created_at[record as usize], Task::SignUp { record }),
            }
        }
        let suppressed = records.iter().any(|&record| !self.population.suppressions[record as usize].is_empty());
        if let Some(at) = self.plan.import.suppressions_at.filter(|_| suppressed) {
            state.plan(at, Task::LoadSuppressions);
        }
        if let Some(flag) = self.plan.import.flag {
            state.plan(flag.release, Task::Release);
        }
        self.plan_behaviour(state, scratch);
        self.plan_dates(state);
    }

    fn known_before(&self, state: &mut ProfileState, records: &[u32], output: &mut StepOutput) {
        let at_source = || {
            records.iter().map(|&record| record as usize).filter(|&row| self.population.origin[row] == Origin::Source)
        };
        let Some(created_at) = at_source().map(|row| self.population.created_at[row]).min() else {
            return;
        };
        let (start, profile) = (Minute(0), state.profile);
        output.record(start, profile, FactKind::Known { created_at });
        for channel in Channel::ALL {
            let strongest = at_source().map(|row| self.population.lawful_consent(row, channel as usize)).max();
            let consent = strongest.unwrap_or(ConsentState::Never);
            if channel == Channel::Email || consent != ConsentState::Never {
                output.record(start, profile, FactKind::SourceConsent { channel, state: consent });
            }
            state.side_mut(Side::Source).consent[channel as usize] = consent;
            if self.source_sends && consent != ConsentState::Never {
                output.request(start, profile, RequestKind::Consent { side: Side::Source, channel, state: consent });
            }
        }
        let mut reasons = rehearsal_core::consent::Suppressions::default();
        for row in at_source() {
            reasons = reasons.with(self.population.suppressions[row]);
            state.side_mut(Side::Source).absorb(self.population, row);
        }
        if !reasons.is_empty() {
            output.record(start, profile, FactKind::SourceSuppressed { reasons });
            output.request(start, profile, RequestKind::Suppressed { side: Side::Source, reasons });
        }
        let source = state.side_mut(Side::Source);
        source.exists = true;
        source.suppressions = reasons;
        // The source's lists are not in an export; its subscribers are on the list that the import fills.
        if let Some(list) = self.plan.import.list.filter(|_| source.consent[0] == ConsentState::Subscribed) {
            source.lists = 1 << list.get();
        }
        tell_arrived(&self.claimed, state, Side::Source, start, output);
    }

    /// The row's landings, or why it never lands.
    fn plan_import(&self, state: &mut ProfileState, record: u32, scratch: &mut Scratch) {
        let row = record as usize;
        let settle = |fate| Task::Settle { record, fate };
        if !self.identity.has_key[row] {
            state.plan(Minute(0), settle(Unapplied::NoKey));
            return;
        }
        let cohorts = &self.plan.import.cohorts;
        let Some(cohort) = cohorts.iter().position(|cohort| {
            let scope = AsRecord { population: self.population, record: row, now: cohort.from, words: &self.words };
            cohort.filter.holds(&scope)
        }) else {
            state.plan(Minute(0), settle(Unapplied::NoCohort));
            return;
        };
        let id = self.population.ids[row];
        let pass = &self.timeline.passes[cohort];
        let fate = pass.row_fate(&self.source, id, &mut scratch.landings);
        let loses_flag = self.plan.import.flag.is_some() && pass.loses_flag(&self.source, id);
        for &at in &scratch.landings {
            state.plan(at, Task::ApplyRow(RowApplication { record, loses_flag, is_again: false }));
        }
        let end = self.plan.end();
        match fate.outcome {
            _ if fate.at >= end && scratch.landings.first().is_none_or(|&at| at >= end) => {
                state.plan(end.plus(-1), settle(Unapplied::AfterTheEnd));
            }
            RowOutcome::Acknowledged => {}
            RowOutcome::Dropped => state.plan(fate.at, settle(Unapplied::Dropped)),
            RowOutcome::Failed if scratch.landings.is_empty() => state.plan(fate.at, settle(Unapplied::Failed)),
            RowOutcome::Unknown if scratch.landings.is_empty() => state.plan(fate.at, settle(Unapplied::Unknown)),
            RowOutcome::Failed | RowOutcome::Unknown => {}
        }
        self.plan_replay(state, record, scratch);
        if let Some(pass) = self.timeline.again(cohort) {
            // Whatever becomes of the row this time: what the ledger says of it was decided by the first run.
            pass.row_fate(&self.source, id, &mut scratch.landings);
            for &at in &scratch.landings {
                state.plan(at, Task::ApplyRow(RowApplication { record, loses_flag, is_again: true }));
            }
        }
    }

    fn plan_replay(&self, state: &mut ProfileState, record: u32, scratch: &mut Scratch) {
        let replayed =
            self.plan.import.history.is_some() && self.population.last_order[record as usize].known().is_some();
        let Some(pass) = self.timeline.passes.get(self.plan.import.cohorts.len()).filter(|_| replayed) else {
            return;
        };
        pass.row_fate(&self.source, self.population.ids[record as usize], &mut scratch.landings);
        for &at in &scratch.landings {
            state.plan(at, Task::Replay { record });
        }
    }

    fn plan_behaviour(&self, state: &mut ProfileState, scratch: &mut Scratch) {
        let row = state.record as usize;
        let from = match self.population.origin[row] {
            Origin::Source => Minute(0),
            Origin::SignUp => self.population.created_at[row].plus(1),
        };
        scratch.occurrences.clear();
        occurrences(self.plan, &self.tables, &self.source, self.population.ids[row], from, &mut scratch.occurrences);
        for occurrence in &scratch.occurrences {
            let task = match occurrence.kind {
                OccurrenceKind::Event { event, value_minor } => Task::Happen { event, value_minor },
                OccurrenceKind::Unsubscribe { side } => Task::Unsubscribe { side },
            };
            state.plan(occurrence.at, task);
        }
    }

    fn plan_dates(&self, state: &mut ProfileState) {
        // The world begins at midnight of day 0, on the scenario's clock: on a clock that is ahead, a day 0 begins earlier.
        let begin = Minute(0);
        for &(flow, at) in self.triggers.schedules.iter().filter(|(_, at)| *at >= begin) {
            state.plan(at, Task::Schedule { flow });
        }
        let Some(birthday) = self.population.birthday[state.record as usize] else {
            return;
        };
        for &flow in &self.triggers.birthdays {
            let Trigger::Birthday { offset_days, minute_of_day } = self.plan.flow(flow).trigger else {
                continue;
            };
            let mut from_day = -offset_days;
            loop {
                let day = self.plan.calendar.next_anniversary(from_day, birthday);
                let local = Local { day: day.saturating_add(offset_days), minute_of_day };
                let at = self.plan.calendar.instant(self.context().zone(state), local);
                if at >= self.plan.end() || day < from_day {
                    break;
                }
                if at >= begin {
                    state.plan(at, Task::Birthday { flow });
                }
                from_day = day + 1;
            }
        }
    }

    /// What the person would do with a message that was due at `due`, if it is sent.
    ///
    /// The address holds when the message was due, not when it left: so the answer is known as soon as it is asked for,
    /// and a profile that would not react need not wait for the pipeline.
    pub(super) fn response(&self, record: u32, message: Index<MessageMark>, due: Minute) -> Response {
        let mut response = Response::default();
        let Some(rates) = &self.plan.behaviour.response else {
            return response;
        };
        if self.plan.message(message).channel != Channel::Email {
            return response;
        }
        let (more, step) = response_address(message, due);
        let id = self.population.ids[record as usize];
        let mut draws = self.source.draws_of_record(Purpose::Engagement, id, more, step);
        let (first, last) = rates.delay_minutes;
        // Every question takes its words whatever the answers before: a ratio of zero changes no other answer.
        let answers = [rates.bounce, rates.open, rates.click, rates.complain, rates.unsubscribe]
            .map(|ratio| (draws.hit(ratio), draws.between(first, last).max(1)));
        let [(bounces, bounce), (opens, open), (clicks, click), (complains, complain), (unsubscribes, unsubscribe)] =
            answers;
        if bounces {
            response.0[0] = Some((Reaction::Bounces, bounce));
            return response;
        }
        response.0[0] = opens.then_some((Reaction::Opens, open));
        response.0[1] = (opens && clicks).then_some((Reaction::Clicks, open.max(click)));
        response.0[2] = complains.then_some((Reaction::Complains, complain));
        response.0[3] = unsubscribes.then_some((Reaction::Unsubscribes, unsubscribe));
        response
    }
}

/// Bits of a step of [`Purpose::Engagement`] that hold the minute.
const DUE_BITS: u32 = 22;
/// Bits of such a step that hold the message; its higher bits go above the record.
const MESSAGE_BITS: u32 = u32::BITS - DUE_BITS;

const _: () = assert!(MINUTES_MAX < 1 << DUE_BITS, "two sends of a message would share what people do with them");
const _: () =
    assert!(MESSAGES_MAX >> MESSAGE_BITS < 1 << MORE_BITS, "two messages would share what people do with them");

/// Where it is drawn what a person does with a message that was due at `due`: above the record's number, and the step.
fn response_address(message: Index<MessageMark>, due: Minute) -> (u32, u32) {
    let message = message.get() as u32;
    (message >> MESSAGE_BITS, message << DUE_BITS | due.0 as u32 & ((1 << DUE_BITS) - 1))
}

/// What a person would do with a message, and how many minutes after it was sent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Response([Option<(Reaction, i32)>; 4]);

impl Response {
    /// Whether the person would do nothing.
    pub(super) fn is_silent(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Puts the reactions to a message that left at `sent_at` on the agenda.
    pub(super) fn plan(&self, state: &mut ProfileState, message: Index<MessageMark>, sent_at: Minute) {
        for (reaction, delay_minutes) in self.0.into_iter().flatten() {
            state.plan(sent_at.plus(delay_minutes), Task::React { message, reaction });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The address of what a person does with a message holds all of the message and the minute.
        #[test]
        fn two_messages_never_share_their_draws(
            message in 0..MESSAGES_MAX as u16, due in 0..MINUTES_MAX.cast_signed(),
        ) {
            let (more, address) = response_address(Index::new(message), Minute(due));
            prop_assert!(more < 1 << MORE_BITS);
            let read = (more << 10 | address >> 22, address & 0x3f_ffff);
            prop_assert_eq!(read, (u32::from(message), due.cast_unsigned()));
        }
    }
}
