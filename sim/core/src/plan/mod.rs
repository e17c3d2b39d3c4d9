//! The plan: a scenario after checking. Every value in it is already valid; nothing downstream checks again.
//!
//! Owns: [`Plan`], whose tables are tied together by [typed indices](crate::ids), and what it asks of people, of the
//! import and of sending. Deliberately has no text from the scenario but names to print: conditions are compiled, dates
//! are minutes, references are indices; and it does nothing.

mod class;
mod flow;
mod identity;
mod import;
mod population;
mod sending;

pub use class::FlowClass;
pub use flow::{Action, Arm, Delay, Flow, FlowStatus, Goal, Reentry, Step, StepIndex, Trigger, WaitUntil};
pub use identity::{IdentityPlan, Key};
pub use import::{Cohort, ConsentHandling, Door, DoorConsent, Faults, Flag, HistoryReplay, ImportPlan};
pub use population::{
    BehaviourPlan, Dirt, EventRate, Locale, PopulationPlan, ResponseRates, SignUps, Synthetic, SyntheticDomain,
};
pub use sending::{
    Advance, CapTable, Clock, FrequencyCap, Overflow, Pool, QuietHours, Ramp, SendingPlan, Tail, Window,
};

use crate::claim::ClaimPlan;
use crate::consent::Channel;
use crate::feed::Feed;
use crate::ids::{BySide, FlowMark, Index, IntegrationMark, MessageMark, SymbolMark};
use crate::ratio::Ratio;
use crate::rng::Seed;
use crate::time::{Calendar, DAY_MINUTES, Minute, Zone};
use crate::value::ValueKind;

/// What a platform does by itself: the switches that differ between real systems.
#[derive(Clone, Debug, PartialEq)]
pub struct Platform {
    /// The id in the catalogue, such as `klaviyo`.
    pub id: String,
    /// The name to print, such as `Klaviyo`.
    pub name: String,
    /// Journeys run and mail leaves from here on; on the target usually [`Minute::NEVER`] (from the beginning).
    pub live_from: Minute,
    /// Journeys run and mail leaves until here; [`Minute::FOREVER`] if the platform stays.
    pub live_until: Minute,
    /// Whether marketing mail also goes to people who never said anything (they must not have said no).
    pub mails_never_subscribed: bool,
    /// Whether a person who must not be mailed leaves the flow at the message, instead of going on without it.
    pub leaves_flow_when_skipped: bool,
    /// Events that happened longer ago than this start no flow; `None` where age does not matter. In minutes.
    pub event_age_minutes_max: Option<i32>,
    /// Whether a profile enters a list-triggered flow only once, ever, whatever its re-entry rule says.
    pub list_flows_once: bool,
}

impl Platform {
    /// A platform that is live for ever and does nothing by itself.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            live_from: Minute::NEVER,
            live_until: Minute::FOREVER,
            mails_never_subscribed: false,
            leaves_flow_when_skipped: false,
            event_age_minutes_max: None,
            list_flows_once: false,
        }
    }
}

/// An event of the event map.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The name in scenarios and reports.
    pub name: String,
    /// The system that it comes from, if the scenario says one: its feeds are those of all its events.
    pub integration: Option<Index<IntegrationMark>>,
    /// How it reaches each platform, source and target; [`Feed::Missing`] if it does not.
    pub feeds: BySide<Feed>,
    /// Whether it counts as an order: updates last order, number of orders and money spent.
    pub is_order: bool,
    /// Money that comes with it, in minor units, lowest and highest; drawn evenly. `None` if it has no value.
    pub value_minor: Option<(i32, i32)>,
}

/// A system that events come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Integration {
    /// The name in scenarios and reports.
    pub name: String,
    /// How its data reaches each platform, source and target.
    pub feeds: BySide<Feed>,
}

/// A custom property of profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The name in scenarios and reports.
    pub name: String,
    /// What it holds.
    pub kind: ValueKind,
}

/// A message of a flow: what is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The name of the template.
    pub name: String,
    /// The flow that sends it.
    pub flow: Index<FlowMark>,
    /// E-mail or text message.
    pub channel: Channel,
    /// What the message is for; two messages of one purpose to one person, one from each platform, are a double send.
    /// A symbol; by default the class of the flow and the name of the message.
    pub purpose: Index<SymbolMark>,
    /// Whether it goes out whatever the frequency cap, the marketing consent and the ramp's overflow say.
    pub is_transactional: bool,
}

/// A checked scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The scenario's title.
    pub name: String,
    /// The seed of every draw.
    pub seed: Seed,
    /// Ties minutes to dates.
    pub calendar: Calendar,
    /// How many days are rehearsed; at least 1.
    pub days: u32,
    /// Clocks; the first is the scenario's own.
    pub zones: Vec<Zone>,
    /// Interned texts that conditions compare: classes, countries, property values. The first is the empty text.
    pub symbols: Vec<String>,
    /// Source and target.
    pub platforms: BySide<Platform>,
    /// Lists, shared by both platforms; at most 64.
    pub lists: Vec<String>,
    /// The event map.
    pub events: Vec<Event>,
    /// The systems that events come from.
    pub integrations: Vec<Integration>,
    /// Custom properties.
    pub properties: Vec<Property>,
    /// Mailbox providers; the last is `other`.
    pub providers: Vec<String>,
    /// Who the people are.
    pub population: PopulationPlan,
    /// What counts as one profile.
    pub identity: IdentityPlan,
    /// The bulk import.
    pub import: ImportPlan,
    /// Journeys and campaigns of both platforms.
    pub flows: Vec<Flow>,
    /// Every message of every flow.
    pub messages: Vec<Message>,
    /// Caps, quiet hours, ramps.
    pub sending: SendingPlan,
    /// Life that goes on meanwhile.
    pub behaviour: BehaviourPlan,
    /// What must hold.
    pub claims: Vec<ClaimPlan>,
    /// Unsubscribes on one platform reach the other after this feed; source to target, target to source.
    pub unsubscribe_sync: BySide<Feed>,
    /// How long an unsubscribe may take to be honoured on both platforms, in minutes.
    pub unsubscribe_honoured_minutes_max: i32,
}

/// The end of a rehearsal of so many days.
#[must_use]
pub fn end_of(days: u32) -> Minute {
    Minute(i32::try_from(days).unwrap_or(i32::MAX).saturating_mul(DAY_MINUTES))
}

impl Plan {
    /// The end of the rehearsal: the first minute that is not rehearsed.
    #[must_use]
    pub fn end(&self) -> Minute {
        end_of(self.days)
    }

    /// The scenario's own clock.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.zones[0]
    }

    /// The text of a symbol.
    #[must_use]
    pub fn symbol(&self, symbol: Index<SymbolMark>) -> &str {
        &self.symbols[symbol.get()]
    }

    /// The flow of an index.
    #[must_use]
    pub fn flow(&self, flow: Index<FlowMark>) -> &Flow {
        &self.flows[flow.get()]
    }

    /// The message of an index.
    #[must_use]
    pub fn message(&self, message: Index<MessageMark>) -> &Message {
        &self.messages[message.get()]
    }

    /// The shortest way from a send back to a decision, in minutes; `None` if sends decide nothing.
    #[must_use]
    pub fn lookahead_minutes(&self) -> Option<i32> {
        self.behaviour
            .response
            .as_ref()
            .filter(|response| !response.is_silent())
            .map(|response| response.delay_minutes.0)
    }
}

/// A share of a larger whole, with the words for it; for tables of weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share<T> {
    /// What it is a share of.
    pub of: T,
    /// The share that it concerns.
    pub ratio: Ratio,
}
