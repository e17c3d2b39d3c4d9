//! Custom claims: a condition over every send, with the recipient as they were at that moment.
//!
//! Owns: [`Watch`] and the scope in which its condition is asked. Deliberately keeps no engine state: what changes about
//! a person is replayed from facts, on top of the static columns of the population.

use super::context::{Context, Person};
use super::finding::Verdict;
use super::plan::CustomClaim;
use super::tally::Tally;
use crate::flow::{Field, FlowMark, MessageMark, Scope, Step, Value};
use crate::history::{Fact, FactKind, facts};
use crate::plan::{Index, Message, Plan, PropertyMark, ProviderMark, Side, SymbolMark};
use crate::profile::{Channel, ConsentState, Population, Suppressions, Words, record_value, time};
use crate::time::Minute;

/// What there is to say first about a claim of the scenario's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomHeadline {
    /// Sends broke it.
    Violated {
        /// How many.
        broken: u64,
        /// Of how many.
        sends: u64,
        /// Whether no send may fulfil the condition; otherwise every send must.
        never: bool,
        /// The condition as written.
        condition: String,
    },
    /// All kept to it.
    Holds {
        /// How many.
        sends: u64,
    },
    /// A flow changed a property that the claim reads, and the facts do not say to what.
    Unknown {
        /// Of how many sends.
        sends: u64,
    },
    /// Nothing was sent.
    NothingSent,
}

/// Who broke a claim of the scenario's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustomCause {
    /// Sends of a flow.
    Flow(Index<FlowMark>),
}

impl CustomCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Flow(_) => "flow",
        }
    }
}

/// What joins the facts of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomBecause {
    /// The message that was sent.
    pub message: Index<MessageMark>,
    /// Whether no send may fulfil the condition; otherwise every send must.
    pub never: bool,
    /// The condition as written.
    pub condition: String,
}

/// A custom claim, with everything looked up that its condition can ask for.
pub(super) struct Watch<'a> {
    pub(super) claim: &'a CustomClaim,
    words: Words,
    /// Symbols of the names of flows, messages, channels, sides and providers.
    flows: Vec<Value>,
    /// The symbol of the class of each flow.
    classes: Vec<Value>,
    messages: Vec<Value>,
    channels: [Value; 2],
    sides: [Value; 2],
    providers: Vec<Value>,
    /// Properties that the condition reads and some flow sets: the value, if all flows set the same one.
    set: Vec<(Index<PropertyMark>, Option<Value>)>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(plan: &Plan, claim: &'a CustomClaim) -> Self {
        let symbol = |text: &str| symbol(plan, text);
        Self {
            claim,
            words: Words::of(plan),
            flows: plan.flows.iter().map(|flow| symbol(&flow.name)).collect(),
            classes: plan.flows.iter().map(|flow| symbol(flow.class.name())).collect(),
            messages: plan.messages.iter().map(|message| symbol(&message.name)).collect(),
            channels: Channel::ALL.map(|channel| symbol(channel.name())),
            sides: Side::ALL.map(|side| symbol(side.name())),
            providers: plan.providers.iter().map(|provider| symbol(provider)).collect(),
            set: set_by_flows(plan, claim),
        }
    }

    /// Replays one person's facts, and asks the condition at every send.
    pub(super) fn see(&self, context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
        let Some(mut state) = State::new(context, person.profile) else {
            return;
        };
        for fact in person.facts {
            let FactKind::Sent { message, provider, .. } = fact.kind else {
                state.apply(context, self, fact);
                continue;
            };
            let Some(of) = context.message(message) else { continue };
            let Some(side) = context.side_of(of) else { continue };
            tally.exercised += 1;
            let scope =
                Send { context, watch: self, state: &state, at: fact.at, message: message.get(), of, side, provider };
            if self.set.iter().any(|(property, value)| value.is_none() && state.unclear.contains(property)) {
                tally.undecided += 1;
            } else if self.claim.condition.holds(&scope) == self.claim.never {
                tally.cause(CustomCause::Flow(of.flow));
                tally.broken(0, fact.at, person, || {
                    let facts = person.facts.iter().take_while(|earlier| *earlier != fact);
                    let known = facts.filter(|fact| {
                        matches!(
                            fact.kind,
                            FactKind::Known { .. } | FactKind::SignedUp { .. } | FactKind::Happened { .. }
                        )
                    });
                    let CustomClaim { never, text, .. } = self.claim;
                    let because = CustomBecause { message, never: *never, condition: text.clone() }.into();
                    (known.chain([fact]).copied().collect(), because)
                });
            }
        }
    }

    /// What there is to say first.
    pub(super) fn headline(&self, tally: &Tally, verdict: Verdict) -> CustomHeadline {
        match verdict {
            Verdict::Violated => CustomHeadline::Violated {
                broken: tally.count,
                sends: tally.exercised,
                never: self.claim.never,
                condition: self.claim.text.clone(),
            },
            Verdict::Holds => CustomHeadline::Holds { sends: tally.exercised },
            Verdict::Unknown => CustomHeadline::Unknown { sends: tally.undecided },
            Verdict::Vacuous => CustomHeadline::NothingSent,
        }
    }
}

/// The symbol of a text. One that the plan does not have is no constant of any condition, so any unused symbol will do.
fn symbol(plan: &Plan, text: &str) -> Value {
    let place = plan.symbols.iter().position(|symbol| symbol == text);
    Value::Text(Index::<SymbolMark>::new(place.and_then(|place| u16::try_from(place).ok()).unwrap_or(u16::MAX)))
}

/// Properties that a claim reads and flows set, with the value if it is the same everywhere.
fn set_by_flows(plan: &Plan, claim: &CustomClaim) -> Vec<(Index<PropertyMark>, Option<Value>)> {
    let mut set: Vec<(Index<PropertyMark>, Option<Value>)> = Vec::new();
    for step in plan.flows.iter().flat_map(|flow| &flow.steps) {
        let Step::SetProperty { property, value, .. } = step else {
            continue;
        };
        if !claim.condition.reads(*property) {
            continue;
        }
        match set.iter_mut().find(|(known, _)| known == property) {
            Some((_, known)) => *known = known.filter(|known| known == value),
            None => set.push((*property, Some(*value))),
        }
    }
    set
}

/// What changes about a person, on both platforms.
struct State<'a> {
    population: &'a Population,
    record: usize,
    landed: Option<usize>,
    created_at: Option<Minute>,
    existing: bool,
    orders: i64,
    spent_minor: i64,
    last_order: Minute,
    last_open: Minute,
    last_click: Minute,
    consent: [[ConsentState; 2]; 2],
    suppressed: [bool; 2],
    lists: [u64; 2],
    flag: Option<bool>,
    changed: Vec<(Index<PropertyMark>, Value)>,
    unclear: Vec<Index<PropertyMark>>,
}

impl<'a> State<'a> {
    /// A person before the rehearsal; `None` if the population does not have them. Several records of one profile add
    /// up, as platforms that merge them do.
    fn new(context: &Context<'a>, profile: u32) -> Option<Self> {
        let (population, identity) = (context.evidence.population, context.evidence.identity);
        if profile as usize >= identity.profiles() {
            return None;
        }
        let records = identity.records_of(profile);
        let record = *records.first()? as usize;
        let rows = || records.iter().map(|record| *record as usize);
        let latest =
            |column: &[Minute]| rows().filter_map(|row| column.get(row)).max().copied().unwrap_or(Minute::NEVER);
        (rows().all(|row| row < population.len())).then(|| Self {
            population,
            record,
            landed: None,
            created_at: None,
            existing: false,
            orders: rows().map(|row| i64::from(population.orders[row])).sum(),
            spent_minor: rows().fold(0_i64, |sum, row| sum.saturating_add(population.spent_minor[row])),
            last_order: latest(&population.last_order),
            last_open: latest(&population.last_open),
            last_click: latest(&population.last_click),
            consent: [[ConsentState::Never; 2]; 2],
            suppressed: [false; 2],
            lists: [0; 2],
            flag: None,
            changed: Vec::new(),
            unclear: Vec::new(),
        })
    }

    fn apply(&mut self, context: &Context<'_>, watch: &Watch<'_>, fact: &Fact) {
        match fact.kind {
            FactKind::Known { created_at } => {
                self.existing = true;
                self.created_at = created_at.known();
            }
            FactKind::SignedUp { .. } => self.created_at = self.created_at.or(Some(fact.at)),
            FactKind::SourceConsent { channel, state } => {
                self.consent[Side::Source as usize][channel as usize] = state;
                // An export has no lists: the source's subscribers are on the list that the import fills.
                let is_listed = channel == Channel::Email && state == ConsentState::Subscribed;
                if let Some(list) = context.plan.import.list.filter(|_| is_listed) {
                    self.lists[Side::Source as usize] |= 1 << (list.get() & 63);
                }
            }
            FactKind::RowApplied { record, .. } | FactKind::RowCameAgain { record } => {
                self.landed = Some(record as usize)
            }
            FactKind::SourceSuppressed { reasons } => {
                self.suppressed[Side::Source as usize] = reasons != Suppressions::default();
            }
            FactKind::ConsentChanged { side, channel, state, .. } => {
                self.consent[side as usize][channel as usize] = state
            }
            FactKind::Suppressed { side, .. } => self.suppressed[side as usize] = true,
            FactKind::SuppressionLifted { side, .. } => self.suppressed[side as usize] = false,
            FactKind::ListAdded { side, list, .. } => self.lists[side as usize] |= 1 << (list.get() & 63),
            FactKind::ListRemoved { side, list } => self.lists[side as usize] &= !(1 << (list.get() & 63)),
            FactKind::Happened { event, value_minor } if is_order(context, event) => {
                self.orders += 1;
                self.spent_minor = self.spent_minor.saturating_add(value_minor.into());
                self.last_order = self.last_order.max(fact.at);
            }
            FactKind::Opened { .. } => self.last_open = self.last_open.max(fact.at),
            FactKind::Clicked { .. } => self.last_click = self.last_click.max(fact.at),
            FactKind::FlagSet => self.flag = Some(true),
            FactKind::FlagReleased => self.flag = None,
            FactKind::PropertyChanged { property } => self.change(watch, property),
            FactKind::PropertyOverwritten { property } => {
                self.changed.retain(|(changed, _)| *changed != property);
                self.unclear.retain(|unclear| *unclear != property);
            }
            facts!(
                SamePersonAs AnotherPerson CustomerId RowRepeated RowSkipped RowFailed RowUnknown
                RowDropped FlagLost Happened Arrived Entered NotEntered Branched Left Deferred Skipped
                Expired StillWaiting Sent Bounced Complained Unsubscribed
            ) => {}
        }
    }

    fn change(&mut self, watch: &Watch<'_>, property: Index<PropertyMark>) {
        match watch.set.iter().find(|(set, _)| *set == property) {
            Some((_, Some(value))) => self.changed.push((property, *value)),
            Some((_, None)) => self.unclear.push(property),
            None => {}
        }
    }

    fn property(&self, context: &Context<'_>, property: Index<PropertyMark>) -> Value {
        if let Some((_, value)) = self.changed.iter().rev().find(|(changed, _)| *changed == property) {
            return *value;
        }
        if context.plan.import.flag.is_some_and(|flag| flag.property == property) {
            return self.flag.map_or(Value::Absent, Value::Bool);
        }
        let column = self.population.properties.iter().find(|column| column.property == property);
        // What landed last is what the target holds; before that, what the first record says.
        let stated = column.and_then(|column| column.values.get(self.landed.unwrap_or(self.record)).copied());
        stated.unwrap_or_default()
    }
}

fn is_order(context: &Context<'_>, event: Index<crate::plan::EventMark>) -> bool {
    context.plan.events.get(event.get()).is_some_and(|event| event.is_order)
}

/// The scope of one send.
struct Send<'a> {
    context: &'a Context<'a>,
    watch: &'a Watch<'a>,
    state: &'a State<'a>,
    at: Minute,
    message: usize,
    of: &'a Message,
    side: Side,
    provider: Index<ProviderMark>,
}

impl Scope for Send<'_> {
    fn value(&self, field: Field) -> Value {
        let (state, watch, side) = (self.state, self.watch, self.side as usize);
        match field {
            Field::Now | Field::SendAt => Value::Time(self.at),
            Field::CreatedAt => state.created_at.map_or(Value::Absent, Value::Time),
            Field::Existing => Value::Bool(state.existing),
            Field::Orders => Value::Int(state.orders),
            Field::LastOrder => time(state.last_order),
            Field::LastOpen => time(state.last_open),
            Field::LastClick => time(state.last_click),
            Field::SpentMinor => Value::Int(state.spent_minor),
            Field::EmailConsent => watch.words.consent(state.consent[side][0]),
            Field::SmsConsent => watch.words.consent(state.consent[side][1]),
            Field::Suppressed => Value::Bool(state.suppressed[side]),
            Field::InList(list) => Value::Bool(state.lists[side] & 1 << (list.get() & 63) != 0),
            Field::Property(property) => state.property(self.context, property),
            Field::SendClass => watch.classes.get(self.of.flow.get()).copied().unwrap_or_default(),
            Field::SendFlow => watch.flows.get(self.of.flow.get()).copied().unwrap_or_default(),
            Field::SendMessage => watch.messages.get(self.message).copied().unwrap_or_default(),
            Field::SendChannel => watch.channels[self.of.channel as usize],
            Field::SendPlatform => watch.sides[side],
            Field::SendProvider => watch.providers.get(self.provider.get()).copied().unwrap_or_default(),
            other => record_value(state.population, state.record, other),
        }
    }
}
