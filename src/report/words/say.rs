//! What a rehearsal found, in the words of a language.
//!
//! Owns: [`Words`]: the names of the plan, instants and lengths in a language; and which file has the sentences of which
//! judge. Deliberately judges and chooses nothing: every sentence stands in a language file.

use rehearsal_core::history::Actor;
use rehearsal_core::ids::{EventMark, FlowMark, Index, MessageMark, Side};
use rehearsal_core::plan::Plan;
use rehearsal_core::time::Minute;
use rehearsal_judge::{Because, Cause, CountedCause, Finding, Headline, Remedy};

use super::super::{Decision, Labels, Report, Status};
use super::language::{Sentences, sentences_of};
use super::{changes, consent, custom, events, guards, people, sending, transport, welcome};
use crate::language::Language;
use crate::scenario::keys::time_of_day_key;

/// The words of one report.
pub(crate) struct Words<'a> {
    /// The language.
    pub(crate) language: Language,
    /// Its sentences.
    pub(super) say: Sentences,
    /// Where the names are.
    pub(in crate::report) plan: &'a Plan,
}

impl<'a> Words<'a> {
    /// The words for a plan in a language.
    pub(crate) fn new(language: Language, plan: &'a Plan) -> Self {
        Self { language, say: sentences_of(language), plan }
    }

    /// What there is to say first about a finding; of a violation that is tolerated, that too.
    pub(crate) fn headline(&self, finding: &Finding) -> String {
        let headline = match &finding.headline {
            Headline::NoWelcomeToExisting(of) => welcome::welcome_headline(self, of),
            Headline::WelcomeToNew(of) => welcome::newcomers_headline(self, of),
            Headline::HeldWhileImporting(of) => guards::held_headline(self, of),
            Headline::FlagReleased(of) => guards::flag_headline(self, of),
            Headline::EntersAtMost(of) => guards::entries_headline(self, of),
            Headline::ConsentNeverGained(of) => consent::consent_headline(self, of),
            Headline::SuppressedStaysSuppressed(of) => consent::suppressed_headline(self, of),
            Headline::UnsubscribeHonoured(of) => consent::unsubscribe_headline(self, of),
            Headline::OnePersonOneProfile(of) => people::person_headline(self, of),
            Headline::OneCustomerId(of) => people::customer_headline(self, of),
            Headline::RowsReconcile(of) => transport::rows_headline(self, of),
            Headline::AppliedExactlyOnce(of) => transport::applied_headline(self, of),
            Headline::ImportIdempotent(of) => transport::repeat_headline(self, of),
            Headline::RampRespected(of) => sending::ramp_headline(self, of),
            Headline::BacklogDrains(of) => sending::backlog_headline(self, of),
            Headline::CapsRespected(of) => sending::caps_headline(self, of),
            Headline::QuietHoursRespected(of) => sending::quiet_headline(self, of),
            Headline::NoDoubleSend(of) => sending::double_headline(self, of),
            Headline::TriggersExist(of) => events::exist_headline(self, of),
            Headline::TriggersFire(of) => events::fire_headline(self, of),
            Headline::CadenceSuffices(of) => events::cadence_headline(self, of),
            Headline::Custom(of) => custom::headline(self, of),
            Headline::StartsNotModelled => self.say.starts_not_modelled(self.plan.import.door.id.as_str()),
            Headline::FactsMissing => {
                let names: Vec<String> = finding.missing_facts.iter().map(|name| name.name().to_owned()).collect();
                self.say.facts_missing(names.join(", "))
            }
        };
        match finding.tolerated {
            Some(tolerance) => self.say.tolerated(headline, self.n(tolerance)),
            None => headline,
        }
    }

    /// What brought a violation about, and how often.
    pub(crate) fn cause(&self, CountedCause { cause, count }: &CountedCause) -> String {
        let count = *count;
        match cause {
            Cause::NoWelcomeToExisting(of) => welcome::welcome_cause(self, of, count),
            Cause::WelcomeToNew(of) => welcome::newcomers_cause(self, of, count),
            Cause::HeldWhileImporting(of) => guards::held_cause(self, of, count),
            Cause::FlagReleased(of) => guards::flag_cause(self, of, count),
            Cause::EntersAtMost(of) => guards::entries_cause(self, of, count),
            Cause::ConsentNeverGained(of) => consent::consent_cause(self, of, count),
            Cause::SuppressedStaysSuppressed(of) => consent::suppressed_cause(self, of, count),
            Cause::UnsubscribeHonoured(of) => consent::unsubscribe_cause(self, of, count),
            Cause::OnePersonOneProfile(of) => people::person_cause(self, of, count),
            Cause::OneCustomerId(of) => people::customer_cause(self, of, count),
            Cause::RowsReconcile(of) => transport::rows_cause(self, of, count),
            Cause::AppliedExactlyOnce(of) => transport::applied_cause(self, of, count),
            Cause::ImportIdempotent(of) => transport::repeat_cause(self, of, count),
            Cause::RampRespected(of) => sending::ramp_cause(self, of, count),
            Cause::BacklogDrains(of) => sending::backlog_cause(self, of, count),
            Cause::CapsRespected(of) => sending::caps_cause(self, of, count),
            Cause::QuietHoursRespected(of) => sending::quiet_cause(self, of, count),
            Cause::NoDoubleSend(of) => sending::double_cause(self, of, count),
            Cause::TriggersExist(of) => events::exist_cause(self, of),
            Cause::TriggersFire(of) => events::fire_cause(self, of),
            Cause::CadenceSuffices(of) => events::cadence_cause(self, of, count),
            Cause::Custom(of) => custom::cause(self, of, count),
        }
    }

    /// What joins the facts of a case.
    pub(crate) fn because(&self, because: &Because) -> String {
        match because {
            Because::NoWelcomeToExisting(of) => welcome::welcome_because(self, of),
            Because::WelcomeToNew(of) => welcome::newcomers_because(self, of),
            Because::HeldWhileImporting(of) => guards::held_because(self, of),
            Because::FlagReleased(of) => guards::flag_because(self, of),
            Because::EntersAtMost(of) => guards::entries_because(self, of),
            Because::ConsentNeverGained(of) => consent::consent_because(self, of),
            Because::SuppressedStaysSuppressed(of) => consent::suppressed_because(self, of),
            Because::UnsubscribeHonoured(of) => consent::unsubscribe_because(self, of),
            Because::OnePersonOneProfile(of) => people::person_because(self, of),
            Because::OneCustomerId(of) => people::customer_because(self, of),
            Because::RowsReconcile(of) => transport::rows_because(self, of),
            Because::AppliedExactlyOnce(of) => transport::applied_because(self, of),
            Because::ImportIdempotent(of) => transport::repeat_because(self, of),
            Because::RampRespected(of) => sending::ramp_because(self, of),
            Because::BacklogDrains(of) => sending::backlog_because(self, of),
            Because::CapsRespected(of) => sending::caps_because(self, of),
            Because::QuietHoursRespected(of) => sending::quiet_because(self, of),
            Because::NoDoubleSend(of) => sending::double_because(self, of),
            Because::TriggersExist(of) => events::exist_cause(self, of),
            Because::TriggersFire(of) => events::fire_cause(self, of),
            Because::CadenceSuffices(of) => events::cadence_because(self, of),
            Because::Custom(of) => custom::because(self, of),
        }
    }

    /// The sentences of a remedy: one for each change, in the order in which they are made.
    pub(crate) fn remedy(&self, remedy: &Remedy) -> Vec<String> {
        remedy.changes.iter().map(|change| changes::change(self, change)).collect()
    }

    /// What there is to say where nothing is known to help: the general advice of an invariant, a whole sentence.
    pub(crate) fn no_remedy(&self, advice: &str) -> String {
        self.say.no_remedy(advice)
    }

    /// The fixed words of the views.
    pub(crate) fn labels(&self, decision: Decision) -> Labels {
        let decision = match decision {
            Decision::Go => self.say.decision_go(),
            Decision::GoWithConditions => self.say.decision_go_with_conditions(),
            Decision::NoGo => self.say.decision_no_go(),
            Decision::NotDecided => self.say.decision_not_decided(),
            Decision::NothingProved => self.say.decision_nothing_proved(),
        };
        Labels { decision, or: self.say.or(), not_tried: self.say.not_tried() }
    }

    /// What follows the decision. It names no total, so that a new check changes nothing but what it has to say.
    pub(crate) fn verdict_line(&self, report: &Report) -> String {
        let count = |status| report.count(status) as u64;
        let (violated, undecided, points) =
            (count(Status::Violated), report.undecided() as u64, report.conditions.len() as u64);
        match report.decision {
            Decision::NoGo => self.say.line_no_go(violated, self.n(violated)),
            Decision::Go => self.say.line_go(),
            Decision::GoWithConditions => self.say.line_go_with_conditions(points, self.n(points)),
            Decision::NotDecided => self.say.line_not_decided(undecided, self.n(undecided)),
            Decision::NothingProved if report.findings.is_empty() => self.say.line_no_check(),
            Decision::NothingProved if count(Status::Holds) > 0 => self.say.line_nothing_happened(),
            Decision::NothingProved => self.say.line_no_case(),
        }
    }

    /// A whole number with separators.
    pub(crate) fn n(&self, value: u64) -> String {
        self.language.number(value)
    }

    /// The name of a flow, in backticks.
    pub(super) fn flow(&self, flow: Index<FlowMark>) -> String {
        self.plan.flows.get(flow.get()).map_or_else(|| self.say.unknown_flow(), |flow| format!("`{}`", flow.name))
    }

    /// The name of a message, in backticks.
    pub(super) fn message(&self, message: Index<MessageMark>) -> String {
        let found = self.plan.messages.get(message.get());
        found.map_or_else(|| self.say.unknown_message(), |message| format!("`{}`", message.name))
    }

    /// The name of an event, in backticks.
    pub(super) fn event(&self, event: Index<EventMark>) -> String {
        self.plan.events.get(event.get()).map_or_else(|| self.say.unknown_event(), |event| format!("`{}`", event.name))
    }

    /// The word for one of the two platforms.
    pub(super) fn side(&self, side: Side) -> String {
        match side {
            Side::Source => self.say.side_source(),
            Side::Target => self.say.side_target(),
        }
    }

    /// Who or what did it: of the import, the door.
    pub(super) fn by(&self, by: Option<Actor>) -> String {
        match (by, &self.plan.import.history) {
            (Some(Actor::Import), _) => self.say.by_import(&*self.plan.import.door.id),
            (Some(Actor::Replay), Some(replay)) => self.say.by_import(&*replay.door.id),
            (Some(Actor::Replay), None) => self.say.by_replay(),
            (Some(Actor::Sync), _) => self.say.by_sync(),
            (Some(Actor::Flow), _) => self.say.by_flow(),
            (Some(Actor::Calendar), _) => self.say.by_calendar(),
            (Some(Actor::Provider), _) => self.say.by_provider(),
            (Some(Actor::Person) | None, _) => self.say.by_person(),
        }
    }

    /// The date of an instant on the scenario's clock: `2021-03-02`.
    pub(super) fn date(&self, at: Minute) -> String {
        self.plan.calendar.date(self.plan.calendar.local(self.plan.zone(), at).day).to_string()
    }

    /// An instant on the scenario's clock: `day 3 09:05`.
    pub(in crate::report) fn instant(&self, at: Minute) -> String {
        let local = self.plan.calendar.local(self.plan.zone(), at);
        self.say.instant(local.day.to_string(), time_of_day_key(local.minute_of_day))
    }

    /// A length of time in the largest units that fit: `3 days`, `16 h`, `4 days 8 h`, `45 minutes`. Beyond a day it is
    /// rounded down to hours.
    pub(in crate::report) fn length(&self, minutes: i32) -> String {
        let whole = u64::from(minutes.unsigned_abs());
        let days = |days: u64| self.say.days(days, self.n(days));
        match whole {
            0 => self.say.minutes(0_u64, self.n(0)),
            of if of.is_multiple_of(1440) => days(of / 1440),
            of if of.is_multiple_of(60) => self.say.hours(self.n(of / 60)),
            of if of > 1440 => self.say.days_hours(days(of / 1440), (of % 1440 / 60).to_string()),
            of if of > 60 => self.say.hours_minutes((of / 60).to_string(), (of % 60).to_string()),
            of => self.say.minutes(of, self.n(of)),
        }
    }

    /// A number of people.
    pub(super) fn people(&self, count: u64) -> String {
        self.say.people(count, self.n(count))
    }

    /// A number of profiles.
    pub(super) fn profiles(&self, count: u64) -> String {
        self.say.profiles(count, self.n(count))
    }

    /// A number of rows.
    pub(super) fn rows(&self, count: u64) -> String {
        self.say.rows(count, self.n(count))
    }

    /// A number of sends.
    pub(super) fn sends(&self, count: u64) -> String {
        self.say.sends(count, self.n(count))
    }

    /// A number of messages.
    pub(super) fn messages(&self, count: u64) -> String {
        self.say.messages(count, self.n(count))
    }

    /// A number of times.
    pub(super) fn times(&self, count: u64) -> String {
        self.say.times(count, self.n(count))
    }
}
