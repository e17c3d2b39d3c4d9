//! Facts as short sentences.
//!
//! Owns: the words for every kind of fact, with the names of the plan and the scenario's own clock. Deliberately chooses
//! no facts (judges do), and prints no value of a person: no address, no amount, no property value.

use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::history::{
    Actor, DeferReason, ExitReason, Fact, FactKind, FactKinds, NoEntryReason, Recognised, RowSkip, SkipReason, Unheard,
    UnsubscribeLoss, facts,
};
use rehearsal_core::ids::{EventMark, FlowMark, Index, ListMark, MessageMark, Side};
use rehearsal_core::plan::{Plan, PopulationPlan};
use rehearsal_core::records::{FileLine, Origin, Population};
use rehearsal_core::time::{Calendar, Minute, Zone};
use rehearsal_judge::Witness;

use super::words::{Words, clean, counted, listed};
use super::{InputSummary, Moment, RowPlace, TimelineFact, WitnessView};
use crate::pseudonym::Pseudonyms;
use crate::scenario::keys::time_of_day_key;

/// What a storyteller must know.
#[derive(Clone, Copy)]
pub(super) struct Timelines<'a> {
    pub(super) plan: &'a Plan,
    pub(super) population: &'a Population,
    /// The exports, in the order of the files.
    pub(super) inputs: &'a [InputSummary],
    pub(super) names: Pseudonyms<'a>,
    /// The story itself is told in English whatever the language of the report.
    pub(super) english: &'a Words<'a>,
}

/// The instant on the scenario's own clock; `None` for "no such instant".
#[must_use]
pub(super) fn moment(calendar: &Calendar, zone: &Zone, at: Minute) -> Option<Moment> {
    if at == Minute::NEVER || at == Minute::FOREVER {
        return None;
    }
    let local = calendar.local(zone, at);
    Some(Moment {
        minute: at.0,
        day: local.day,
        date: calendar.date(local.day).to_string(),
        time: time_of_day_key(local.minute_of_day),
    })
}

impl Timelines<'_> {
    /// The case of a witness.
    pub(super) fn witness(&self, witness: &Witness, words: &Words<'_>) -> WitnessView {
        WitnessView {
            person: witness.profile.map(|profile| self.names.of(profile)),
            row: witness.profile.and_then(|profile| self.names.first_row(profile)).map(|row| self.place(row)),
            because: clean(&words.because(&witness.because)),
            facts: witness.facts.iter().map(|fact| self.line(fact, witness.profile)).collect(),
        }
    }

    /// A fact as a line of the story of `about`; facts about anybody else begin with that one's pseudonym.
    pub(super) fn line(&self, fact: &Fact, about: Option<u32>) -> TimelineFact {
        let text = self.sentence(fact.kind);
        let text = if about == Some(fact.profile) { text } else { format!("{}: {text}", self.names.of(fact.profile)) };
        let is_before = FactKinds::BEGINNING.meets(FactKinds::of(&[fact.kind.name()]));
        TimelineFact { at: if is_before { None } else { self.moment(fact.at) }, text: clean(&text) }
    }

    fn moment(&self, at: Minute) -> Option<Moment> {
        moment(&self.plan.calendar, self.plan.zone(), at)
    }

    /// Where a row of the population comes from.
    fn place(&self, row: usize) -> RowPlace {
        let number = self.population.ids[row];
        match (self.population.origin[row], &self.plan.population) {
            (Origin::SignUp, _) => RowPlace::SignUp,
            (Origin::Source, PopulationPlan::Exports) => {
                let FileLine { file, line } = FileLine::of(number);
                let input = self.inputs.get(file as usize);
                RowPlace::Line { file: input.map(|input| input.name.clone()), line: line.into() }
            }
            (Origin::Source, PopulationPlan::Synthetic(_)) => RowPlace::Record(number),
        }
    }

    fn sentence(&self, kind: FactKind) -> String {
        self.about_the_source(kind)
            .or_else(|| self.about_rows(kind))
            .or_else(|| self.about_consent(kind))
            .or_else(|| self.about_events(kind))
            .or_else(|| self.about_flows(kind))
            .unwrap_or_else(|| self.about_messages(kind))
    }

    fn about_the_source(&self, kind: FactKind) -> Option<String> {
        let source = self.platform(Side::Source);
        Some(match kind {
            FactKind::Known { created_at } => match self.moment(created_at) {
                Some(since) => format!("known to {source} since {}", since.date),
                None => format!("known to {source}, the export does not say since when"),
            },
            FactKind::SourceConsent { channel, state } => {
                format!("{} consent at {source}: {}", channel_name(channel), state_name(state))
            }
            FactKind::SourceSuppressed { reasons } => format!("suppressed at {source}: {}", reasons_of(reasons)),
            FactKind::SamePersonAs { profile, by: Recognised::Key } => {
                format!("the same person as {}: they share a key", self.names.of(profile))
            }
            FactKind::SamePersonAs { profile, by: Recognised::Evidence } => {
                format!("the same person as {}: the evidence says so", self.names.of(profile))
            }
            FactKind::AnotherPerson { record } => format!("{} is another person's", self.row(record)),
            FactKind::CustomerId { number } => format!("got the customer id of {}", self.row(number)),
            FactKind::SignedUp { side } => format!("signed up on {}", self.platform(side)),
            FactKind::Recipient { provider, zone, .. } => {
                let provider = self.plan.providers.get(provider.get()).map_or("?", String::as_str);
                let zone = self.plan.zones.get(zone.get()).map_or("?", Zone::name);
                format!("has a mailbox at {provider}, and a clock of {zone}")
            }
            // What exactly a record says of somebody is no report's business.
            FactKind::OrdersStated { .. } => "the records tell of orders".to_owned(),
            FactKind::SpentStated { .. } => "the records tell of money spent".to_owned(),
            FactKind::OrdersArrived { side, number, last: _ } => {
                format!("{} knows of {}", self.platform(side), counted(number, "order", "orders"))
            }
            FactKind::SpentArrived { side, minor: _ } => format!("{} knows of money spent", self.platform(side)),
            FactKind::EngagementStated { .. } => "the records tell of opens and clicks".to_owned(),
            FactKind::PropertyStated { property, value: _ } => {
                let name = self.plan.properties.get(property.get()).map_or("?", |property| &property.name);
                format!("a record states property {name}")
            }
            facts!(rows flags properties consents unsubscribes lists events passages steps messages reactions) => {
                return None;
            }
        })
    }

    fn about_rows(&self, kind: FactKind) -> Option<String> {
        let door = &self.plan.import.door.name;
        Some(match kind {
            FactKind::RowApplied { record, created: true } => {
                format!("{} made the profile (door {door})", self.row(record))
            }
            FactKind::RowApplied { record, created: false } => {
                format!("{} changed the profile (door {door})", self.row(record))
            }
            FactKind::RowRepeated { record } => format!("{} was applied again and changed nothing", self.row(record)),
            FactKind::RowCameAgain { record } => format!("{} came again with the second import", self.row(record)),
            FactKind::RowSkipped { record, why } => format!("{} was not imported: {}", self.row(record), row_skip(why)),
            FactKind::RowFailed { record } => format!("{} failed: its last attempt was refused", self.row(record)),
            FactKind::RowUnknown { record } => {
                format!("{} timed out at its last attempt: nobody knows whether it was applied", self.row(record))
            }
            FactKind::RowDropped { record } => format!("{} was acknowledged and never landed", self.row(record)),
            FactKind::FlagSet => format!("the import set {}", self.flag()),
            FactKind::FlagLost => format!("the import lost {} on the way", self.flag()),
            FactKind::FlagReleased => format!("the release cleared {}", self.flag()),
            facts!(
                stated known identity properties consents unsubscribes lists events passages steps messages reactions
                SignedUp
            ) => {
                return None;
            }
        })
    }

    fn about_consent(&self, kind: FactKind) -> Option<String> {
        Some(match kind {
            FactKind::ConsentChanged { side, channel, state, by } => format!(
                "{} consent on {} became {} {}",
                channel_name(channel),
                self.platform(side),
                state_name(state),
                self.by(by),
            ),
            FactKind::Suppressed { side, reasons, by } => {
                format!("suppressed on {} {} ({})", self.platform(side), self.by(by), reasons_of(reasons))
            }
            FactKind::SuppressionLifted { side, by } => {
                format!("suppression on {} lifted {}", self.platform(side), self.by(by))
            }
            FactKind::Unsubscribed { side, channel } => {
                format!("unsubscribed from {} on {}", channel_name(channel), self.platform(side))
            }
            FactKind::UnsubscribeLost { side, channel, why } => {
                let (channel, platform) = (channel_name(channel), self.platform(side));
                let why = match why {
                    UnsubscribeLoss::PlatformOff => "it was not live",
                    UnsubscribeLoss::NotThere => "it has no such profile",
                    UnsubscribeLoss::AlreadySo => "the person had done so before",
                };
                format!("unsubscribed from {channel} on {platform}, and nothing came of it: {why}")
            }
            facts!(
                stated known identity rows flags properties lists events passages steps messages reactions SignedUp
            ) => {
                return None;
            }
        })
    }

    fn about_events(&self, kind: FactKind) -> Option<String> {
        Some(match kind {
            FactKind::ListAdded { side, list, by } => {
                format!("added to list {} on {} {}", self.list(list), self.platform(side), self.by(by))
            }
            FactKind::ListRemoved { side, list } => {
                format!("removed from list {} on {}", self.list(list), self.platform(side))
            }
            FactKind::Happened { event, value_minor: _ } => format!("event {} happened", self.event(event)),
            FactKind::Arrived { side, event, age_minutes, by } => {
                let age =
                    if age_minutes > 0 { format!(", {} old", self.english.length(age_minutes)) } else { String::new() };
                format!("event {} arrived on {} {}{age}", self.event(event), self.platform(side), self.by(by))
            }
            FactKind::EventLost { side, event, age_minutes: _, by: _, why } => {
                let why = match why {
                    Unheard::PlatformOff => "it was not live",
                    Unheard::NotThere => "it has no such profile",
                };
                format!("{} did not hear of event {}: {why}", self.platform(side), self.event(event))
            }
            FactKind::PropertyChanged { property } => {
                let name = self.plan.properties.get(property.get()).map_or("?", |property| &property.name);
                format!("a flow changed property {name}")
            }
            FactKind::PropertyOverwritten { property } => {
                let name = self.plan.properties.get(property.get()).map_or("?", |property| &property.name);
                format!("the second import overwrote property {name}")
            }
            facts!(
                stated known identity rows flags consents unsubscribes passages steps messages reactions SignedUp
            ) => {
                return None;
            }
        })
    }

    fn about_flows(&self, kind: FactKind) -> Option<String> {
        Some(match kind {
            FactKind::Entered { flow, by } => format!("entered {}, started {}", self.flow(flow), actor(by)),
            FactKind::NotEntered { flow, why, by } => {
                format!("did not enter {}: {} (triggered {})", self.flow(flow), not_entered(why), actor(by))
            }
            FactKind::Branched { flow, step, branch } => {
                format!("took branch {} of step {} in {}", u32::from(branch) + 1, u32::from(step) + 1, self.flow(flow))
            }
            FactKind::Left { flow, why } => format!("left {}: {}", self.flow(flow), left(why)),
            facts!(
                stated known identity rows flags properties consents unsubscribes lists events messages reactions
                SignedUp
            ) => {
                return None;
            }
        })
    }

    fn about_messages(&self, kind: FactKind) -> String {
        let waited = |minutes: i32| {
            if minutes > 0 { format!(", after waiting {}", self.english.length(minutes)) } else { String::new() }
        };
        match kind {
            FactKind::Deferred { message, why } => format!("{} has to wait: {}", self.message(message), wait(why)),
            FactKind::Skipped { message, why } => format!("{} was not sent: {}", self.message(message), skip(why)),
            FactKind::Expired { message, waited_minutes } => {
                format!("{} expired{}", self.message(message), waited(waited_minutes))
            }
            FactKind::StillWaiting { message, waited_minutes } => {
                format!("{} still waits at the end of the rehearsal{}", self.message(message), waited(waited_minutes))
            }
            FactKind::Sent { message, pool, provider, waited_minutes } => {
                let pool = self.plan.sending.pools.get(pool.get()).map_or("?", |pool| &pool.name);
                let provider = self.plan.providers.get(provider.get()).map_or("?", String::as_str);
                let route = match self.channel(message) {
                    Some(Channel::Sms) => String::new(),
                    Some(Channel::Email) | None => format!(" to {provider} from pool {pool}"),
                };
                format!("{} was sent{route}{}", self.message(message), waited(waited_minutes))
            }
            FactKind::Bounced { message } => format!("{} bounced", self.message(message)),
            FactKind::Opened { message } => format!("{} was opened", self.message(message)),
            FactKind::Clicked { message } => format!("a link in {} was clicked", self.message(message)),
            FactKind::Complained { message } => format!("{} was reported as spam", self.message(message)),
            facts!(
                stated known identity rows flags properties consents unsubscribes lists events passages steps SignedUp
            ) => untold(kind),
        }
    }

    fn platform(&self, side: Side) -> &str {
        &self.plan.platforms[side as usize].name
    }

    fn list(&self, list: Index<ListMark>) -> &str {
        self.plan.lists.get(list.get()).map_or("?", String::as_str)
    }

    fn event(&self, event: Index<EventMark>) -> &str {
        self.plan.events.get(event.get()).map_or("?", |event| &event.name)
    }

    /// A flow; of the two platforms only the old one is named, for most flows are the new one's.
    fn flow(&self, flow: Index<FlowMark>) -> String {
        match self.plan.flows.get(flow.get()) {
            Some(flow) if flow.side == Side::Source => format!("flow {} on {}", flow.name, self.platform(flow.side)),
            Some(flow) => format!("flow {}", flow.name),
            None => "an unknown flow".to_owned(),
        }
    }

    fn message(&self, message: Index<MessageMark>) -> String {
        match self.plan.messages.get(message.get()) {
            Some(message) => format!("{} of {}", message.name, self.flow(message.flow)),
            None => "an unknown message".to_owned(),
        }
    }

    fn channel(&self, message: Index<MessageMark>) -> Option<Channel> {
        self.plan.messages.get(message.get()).map(|message| message.channel)
    }

    fn row(&self, record: u32) -> String {
        let row = record as usize;
        if row >= self.population.len() {
            return "the row".to_owned();
        }
        match self.place(row) {
            RowPlace::Line { line, .. } if self.inputs.len() < 2 => format!("the row on line {line}"),
            place => format!("the row ({})", place.words()),
        }
    }

    fn flag(&self) -> String {
        let property = self.plan.import.flag.and_then(|flag| self.plan.properties.get(flag.property.get()));
        property
            .map_or_else(|| "the migration flag".to_owned(), |property| format!("the migration flag {}", property.name))
    }

    /// Who did it; of an import also through which door, for the door decides what it does.
    fn by(&self, by: Actor) -> String {
        let door = match by {
            Actor::Import => Some(&self.plan.import.door),
            Actor::Replay => self.plan.import.history.as_ref().map(|replay| &replay.door),
            Actor::Person | Actor::Sync | Actor::Flow | Actor::Provider | Actor::Calendar => None,
        };
        door.map_or_else(|| actor(by).to_owned(), |door| format!("{} (door {})", actor(by), door.name))
    }
}

const fn actor(by: Actor) -> &'static str {
    match by {
        Actor::Import => "by the import",
        Actor::Replay => "by the replay of past events",
        Actor::Person => "by the person",
        Actor::Sync => "by the synchronisation of the platforms",
        Actor::Flow => "by a step of a flow",
        Actor::Provider => "by the mailbox provider",
        Actor::Calendar => "by the calendar",
    }
}

/// What is told by another of the functions above says at least its name. A test tells every kind.
fn untold(kind: FactKind) -> String {
    let debug = format!("{kind:?}");
    debug.split([' ', '{']).next().unwrap_or_default().to_owned()
}

const fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "e-mail",
        Channel::Sms => "text-message",
    }
}

fn state_name(state: ConsentState) -> String {
    state.name().replace('-', " ")
}

fn reasons_of(reasons: Suppressions) -> String {
    let names: Vec<String> = reasons.names().map(str::to_owned).collect();
    if names.is_empty() { "no reason given".to_owned() } else { listed(&names) }
}

const fn row_skip(why: RowSkip) -> &'static str {
    match why {
        RowSkip::NoKey => "it has no value for the key",
        RowSkip::NoCohort => "it is in no cohort",
        RowSkip::AfterTheEnd => "its batch lies after the end of the rehearsal",
    }
}

const fn not_entered(why: NoEntryReason) -> &'static str {
    match why {
        NoEntryReason::Held => "the flow was not live",
        NoEntryReason::Filter => "the entry filter did not hold",
        NoEntryReason::Reentry => "the re-entry rule does not allow it",
        NoEntryReason::TooOld => "the event was too old on arrival",
        NoEntryReason::SilentDoor => "the door does not fire flows",
    }
}

const fn left(why: ExitReason) -> &'static str {
    match why {
        ExitReason::End => "it reached the end",
        ExitReason::Goal => "it reached the goal",
        ExitReason::Unmailable => "the person must not be mailed, and the platform ends the flow then",
    }
}

const fn skip(why: SkipReason) -> &'static str {
    match why {
        SkipReason::Held => "the flow or the platform was held",
        SkipReason::NoAddress => "there is no address or number",
        SkipReason::NoConsent => "there is no consent",
        SkipReason::Suppressed => "the address is suppressed",
        SkipReason::FrequencyCap => "the frequency cap is used up",
        SkipReason::OverCap => "the cap of the ramp is used up, and the overflow is dropped",
    }
}

const fn wait(why: DeferReason) -> &'static str {
    match why {
        DeferReason::QuietHours => "quiet hours",
        DeferReason::Ramp => "the cap of the ramp is used up",
    }
}
