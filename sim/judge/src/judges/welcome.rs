//! The welcome mail to people who were already customers: the story that started it.

use super::Because;
use super::remedies::{door_remedies, guard_remedy, hold_remedy};
use crate::context::{Context, FlowView, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::{Count, Tally};
use rehearsal_core::consent::Channel;
use rehearsal_core::history::{Actor, Fact, FactKind};
use rehearsal_core::ids::{FlowMark, Index, MessageMark, Side};
use rehearsal_core::plan::Trigger;
use rehearsal_core::time::Minute;

/// What there is to say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WelcomeHeadline {
    /// Existing customers got the mail, or entered its flow.
    Violated {
        /// People who got the mail.
        mailed: u64,
        /// Further people, who entered the flow and got no mail yet.
        only_entered: u64,
    },
    /// Nobody did.
    Holds {
        /// Existing customers who were imported.
        imported: u64,
    },
    /// The target has no flow of class welcome.
    NoWelcomeFlow,
    /// No flow of class welcome is live on the target during the rehearsal.
    NeverLive,
    /// No existing customer was imported.
    NobodyImported,
}

/// Why an existing customer entered a welcome flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WelcomeCause {
    /// The import sets no migration flag.
    NoFlag(WelcomeEntry),
    /// The import sets a migration flag, and the entry of the flow does not read it.
    FlagNotRead(WelcomeEntry),
    /// The entry of the flow reads the flag, and the import lost it on the way.
    FlagLost(WelcomeEntry),
    /// The entry of the flow reads the flag, and the profile did not carry it.
    FlagNotSet(WelcomeEntry),
}

/// Which flow, and what brought the entry about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WelcomeEntry {
    /// The flow.
    pub flow: Index<FlowMark>,
    /// Who or what started it; `None` if the facts tell a mail without an entry.
    pub by: Option<Actor>,
}

impl WelcomeCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NoFlag(_) => "no-flag",
            Self::FlagNotRead(_) => "flag-not-read",
            Self::FlagLost(_) => "flag-lost",
            Self::FlagNotSet(_) => "flag-not-set",
        }
    }

    /// Which flow, and what brought the entry about.
    #[must_use]
    pub const fn entry(&self) -> WelcomeEntry {
        match self {
            Self::NoFlag(entry) | Self::FlagNotRead(entry) | Self::FlagLost(entry) | Self::FlagNotSet(entry) => *entry,
        }
    }
}

/// What joins the facts of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WelcomeBecause {
    /// The mail that the person got; `None` if they entered the flow alone.
    pub received: Option<Index<MessageMark>>,
    /// The flow.
    pub flow: Index<FlowMark>,
    /// Since when the source knew the person; `None` if the export does not say.
    pub known_since: Option<Minute>,
}

/// Nobody whom the source knew gets or enters a welcome flow by being imported.
pub(super) const NO_WELCOME_TO_EXISTING: Judge = Judge {
    needs: kinds!(Known RowApplied FlagLost Entered Sent),
    relevant: kinds!(Known),
    cells: no_cells,
    each: see_welcome,
    together: each_alone,
    count: no_count,
    headline: |context, tally, verdict| headline(context, tally, verdict).into(),
};

/// Whether a flow is a welcome of the target that is live at some time.
fn can_welcome(flow: &FlowView) -> bool {
    flow.is_target_welcome && flow.is_ever_live()
}

fn is_target_welcome(context: &Context<'_>, flow: Index<FlowMark>) -> bool {
    context.flow(flow).is_some_and(|flow| flow.is_target_welcome)
}

/// The entry into `flow` that was the last before a place in the facts.
fn last_entry(facts: &[Fact], flow: Index<FlowMark>) -> Option<(&Fact, Actor)> {
    facts.iter().rev().find_map(|fact| {
        let FactKind::Entered { flow: entered, by } = fact.kind else { return None };
        (entered == flow).then_some((fact, by))
    })
}

fn see_welcome(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    if person.has(kinds!(RowApplied)) && context.flows.iter().any(can_welcome) {
        tally.exercised += 1;
    }
    if !person.has(kinds!(Entered Sent)) {
        return;
    }
    let Some((number, flow, by)) = first_sent(context, person.facts).or_else(|| first_entered(context, person.facts))
    else {
        return;
    };
    let received = if let FactKind::Sent { message, .. } = person.facts[number].kind { Some(message) } else { None };
    tally.cause(cause(context, person.facts, WelcomeEntry { flow, by }));
    tally.add(Count::Mailed, u64::from(received.is_some()));
    tally.broken(u8::from(received.is_none()), person.facts[number].at, person, || {
        welcome_story(context, person, number, flow, received)
    });
}

/// The first welcome mail that no act of the person brought about: its place, its flow, and what did.
fn first_sent(context: &Context<'_>, facts: &[Fact]) -> Option<(usize, Index<FlowMark>, Option<Actor>)> {
    facts.iter().enumerate().find_map(|(number, fact)| {
        let FactKind::Sent { message, .. } = fact.kind else { return None };
        let flow = context.message(message)?.flow;
        let by = last_entry(&facts[..number], flow).map(|(_, by)| by);
        (is_target_welcome(context, flow) && by != Some(Actor::Person)).then_some((number, flow, by))
    })
}

/// The first entry into a welcome flow that no act of the person brought about.
fn first_entered(context: &Context<'_>, facts: &[Fact]) -> Option<(usize, Index<FlowMark>, Option<Actor>)> {
    facts.iter().enumerate().find_map(|(number, fact)| {
        let FactKind::Entered { flow, by } = fact.kind else { return None };
        (by != Actor::Person && is_target_welcome(context, flow)).then_some((number, flow, Some(by)))
    })
}

fn cause(context: &Context<'_>, facts: &[Fact], entry: WelcomeEntry) -> WelcomeCause {
    let reads_flag = context.flow(entry.flow).is_some_and(|flow| flow.reads_flag);
    let is_lost = facts.iter().any(|fact| fact.kind == FactKind::FlagLost);
    match (reads_flag, is_lost, context.plan.import.flag.is_some()) {
        (true, true, _) => WelcomeCause::FlagLost(entry),
        (true, false, _) => WelcomeCause::FlagNotSet(entry),
        (false, _, true) => WelcomeCause::FlagNotRead(entry),
        (false, _, false) => WelcomeCause::NoFlag(entry),
    }
}

/// The facts that tell how an existing customer came to the welcome mail, the breaking one last.
fn welcome_story(
    context: &Context<'_>,
    person: &PersonFacts<'_>,
    number: usize,
    flow: Index<FlowMark>,
    received: Option<Index<MessageMark>>,
) -> (Vec<Fact>, Because) {
    let before = &person.facts[..number];
    let known = person.facts.iter().find(|fact| matches!(fact.kind, FactKind::Known { .. }));
    let consent =
        person.facts.iter().find(|fact| matches!(fact.kind, FactKind::SourceConsent { channel: Channel::Email, .. }));
    let entry = last_entry(before, flow).map(|(fact, _)| fact);
    let until = entry.map_or(person.facts[number].at, |fact| fact.at);
    let cause = |wanted: fn(&FactKind) -> bool| before.iter().rev().find(|fact| fact.at <= until && wanted(&fact.kind));
    let row = cause(|kind| matches!(kind, FactKind::RowApplied { .. }));
    let lost = cause(|kind| matches!(kind, FactKind::FlagLost));
    let list = cause(|kind| matches!(kind, FactKind::ListAdded { side: Side::Target, .. }));
    let event = cause(|kind| matches!(kind, FactKind::Arrived { side: Side::Target, .. }));
    let trigger = match context.plan.flow(flow).trigger {
        Trigger::Event { .. } => event,
        Trigger::ListAdded(_) | Trigger::Birthday { .. } | Trigger::Scheduled(_) | Trigger::ByHand => list,
    };
    let facts: Vec<Fact> = [known, consent, row, lost, trigger, entry, Some(&person.facts[number])]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    let since = known.and_then(|fact| {
        let FactKind::Known { created_at } = fact.kind else { return None };
        created_at.known()
    });
    (facts, WelcomeBecause { received, flow, known_since: since }.into())
}

fn headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> WelcomeHeadline {
    match verdict {
        Verdict::Violated => {
            let mailed = tally.of(Count::Mailed);
            WelcomeHeadline::Violated { mailed, only_entered: tally.count - mailed }
        }
        Verdict::Holds => WelcomeHeadline::Holds { imported: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown if context.flows.iter().any(can_welcome) => WelcomeHeadline::NobodyImported,
        Verdict::Vacuous | Verdict::Unknown if context.flows.iter().any(|flow| flow.is_target_welcome) => {
            WelcomeHeadline::NeverLive
        }
        Verdict::Vacuous | Verdict::Unknown => WelcomeHeadline::NoWelcomeFlow,
    }
}

/// What may keep existing customers out of the flow: a flag of the call, a guard, a hold.
pub(super) fn remedies(context: &Context<'_>, cause: &WelcomeCause) -> Vec<Remedy> {
    let WelcomeEntry { flow, by } = cause.entry();
    let mut remedies = door_remedies(context, by, |door| !door.fires_flows);
    match cause {
        WelcomeCause::NoFlag(_) | WelcomeCause::FlagNotRead(_) => remedies.extend(guard_remedy(context, flow)),
        // The flow asks for the flag already; no key brings a lost flag back.
        WelcomeCause::FlagLost(_) | WelcomeCause::FlagNotSet(_) => {}
    }
    remedies.extend(hold_remedy(context, flow));
    remedies
}
