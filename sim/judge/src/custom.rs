//! Custom claims: a condition over every send, with the recipient as they were at that moment.
//!
//! Owns: [`CustomJudge`] and the scope in which its condition is asked. Deliberately keeps no engine state: what is known of a
//! person, and what changes about them, is replayed from facts.

use super::context::{Context, PersonFacts, kinds};
use super::finding::Verdict;
use super::person_state::PersonState;
use super::tally::Tally;
use rehearsal_core::claim::CustomClaim;
use rehearsal_core::condition::{Field, Scope};
use rehearsal_core::consent::{ByChannel, Channel};
use rehearsal_core::history::{FactKind, FactKinds};
use rehearsal_core::ids::{BySide, FlowMark, Index, MessageMark, PropertyMark, ProviderMark, Side};
use rehearsal_core::model::ClaimedFields;
use rehearsal_core::plan::{Action, Message, Plan, Step};
use rehearsal_core::records::{Words, time, word};
use rehearsal_core::time::Minute;
use rehearsal_core::value::Value;

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

/// The kinds of facts that a claim of the scenario's own must see, if its verdict is to mean anything.
#[must_use]
pub fn needs_of(plan: &Plan, claim: &CustomClaim) -> FactKinds {
    CustomJudge::new(plan, claim).needs
}

/// A custom claim, with everything looked up that its condition can ask for.
pub(super) struct CustomJudge<'a> {
    pub(super) claim: &'a CustomClaim,
    /// The kinds of facts that its condition needs.
    pub(super) needs: FactKinds,
    words: Words,
    /// Symbols of the names of flows, messages, channels, sides and providers.
    flows: Vec<Value>,
    /// The symbol of the class of each flow.
    classes: Vec<Value>,
    messages: Vec<Value>,
    channels: ByChannel<Value>,
    sides: BySide<Value>,
    providers: Vec<Value>,
    /// Properties that the condition reads and some flow sets: the value, if all flows set the same one.
    pub(super) set: Vec<(Index<PropertyMark>, Option<Value>)>,
}

impl<'a> CustomJudge<'a> {
    pub(super) fn new(plan: &Plan, claim: &'a CustomClaim) -> Self {
        Self {
            claim,
            needs: needs(plan, claim),
            words: Words::of(plan),
            flows: plan.flows.iter().map(|flow| word(plan, &flow.name)).collect(),
            classes: plan.flows.iter().map(|flow| word(plan, flow.class.name())).collect(),
            messages: plan.messages.iter().map(|message| word(plan, &message.name)).collect(),
            channels: Channel::ALL.map(|channel| word(plan, channel.name())),
            sides: Side::ALL.map(|side| word(plan, side.name())),
            providers: plan.providers.iter().map(|provider| word(plan, provider)).collect(),
            set: set_by_flows(plan, claim),
        }
    }

    /// Replays one person's facts, and asks the condition at every send.
    pub(super) fn see(&self, context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
        let mut state = PersonState::new(person);
        for fact in person.facts {
            let FactKind::Sent { message, provider, .. } = fact.kind else {
                state.apply(context, self, fact);
                continue;
            };
            let Some(of) = context.message(message) else { continue };
            let Some(side) = context.side_of(of) else { continue };
            tally.exercised += 1;
            let scope =
                Send { context, judge: self, state: &state, at: fact.at, message: message.get(), of, side, provider };
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

/// The kinds of facts that a claim needs: what it reads of people, and all that changes it.
fn needs(plan: &Plan, claim: &CustomClaim) -> FactKinds {
    let mut kinds = kinds!(Sent);
    let mut claimed = ClaimedFields::default();
    claim.condition.fields(&mut |field| {
        claimed.add(plan, field);
        kinds = kinds.with(match field {
            Field::Now
            | Field::SendAt
            | Field::SendClass
            | Field::SendFlow
            | Field::SendMessage
            | Field::SendChannel
            | Field::SendPlatform
            | Field::SendProvider
            // Of these a send has none.
            | Field::EventName
            | Field::EventAt
            | Field::EventValueMinor
            | Field::EnteredAt => FactKinds::NONE,
            Field::CreatedAt => kinds!(Known SignedUp),
            Field::Existing => kinds!(Known),
            Field::Country | Field::HasEmail | Field::HasPhone => kinds!(Recipient),
            Field::Orders | Field::LastOrder | Field::SpentMinor => kinds!(Happened),
            Field::OrdersArrived | Field::LastOrderArrived => kinds!(OrdersArrived),
            Field::SpentArrivedMinor => kinds!(SpentArrived),
            Field::LastOpen => kinds!(Opened),
            Field::LastClick => kinds!(Clicked),
            Field::EmailConsent | Field::SmsConsent => kinds!(SourceConsent ConsentChanged),
            Field::Suppressed => kinds!(SourceSuppressed Suppressed SuppressionLifted),
            Field::InList(_) => kinds!(SourceConsent ListAdded ListRemoved),
            Field::Property(_) => kinds!(FlagSet FlagReleased PropertyChanged PropertyOverwritten),
        });
    });
    kinds.with(claimed.kinds())
}

/// Properties that a claim reads and flows set, with the value if it is the same everywhere.
fn set_by_flows(plan: &Plan, claim: &CustomClaim) -> Vec<(Index<PropertyMark>, Option<Value>)> {
    let mut set: Vec<(Index<PropertyMark>, Option<Value>)> = Vec::new();
    for step in plan.flows.iter().flat_map(|flow| &flow.steps) {
        let Step::Act { action: Action::SetProperty { property, value }, .. } = step else {
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

/// The scope of one send.
struct Send<'a> {
    context: &'a Context<'a>,
    judge: &'a CustomJudge<'a>,
    state: &'a PersonState,
    at: Minute,
    message: usize,
    of: &'a Message,
    side: Side,
    provider: Index<ProviderMark>,
}

impl Scope for Send<'_> {
    fn value(&self, field: Field) -> Value {
        let (state, judge, side) = (self.state, self.judge, self.side as usize);
        match field {
            Field::Now | Field::SendAt => Value::Time(self.at),
            Field::CreatedAt => state.created_at.map_or(Value::Absent, Value::Time),
            Field::Existing => Value::Bool(state.existing),
            Field::Orders => Value::Int(state.orders),
            Field::LastOrder => time(state.last_order),
            Field::OrdersArrived => Value::Int(state.orders_arrived[side]),
            Field::LastOrderArrived => time(state.last_order_arrived[side]),
            Field::SpentArrivedMinor => Value::Int(state.spent_arrived_minor[side]),
            Field::LastOpen => time(state.last_open),
            Field::LastClick => time(state.last_click),
            Field::SpentMinor => Value::Int(state.spent_minor),
            Field::EmailConsent => judge.words.consent(state.consent[side][0]),
            Field::SmsConsent => judge.words.consent(state.consent[side][1]),
            Field::Suppressed => Value::Bool(state.suppressed[side]),
            Field::InList(list) => Value::Bool(state.lists[side] & 1 << (list.get() & 63) != 0),
            Field::Property(property) => state.property(self.context, property),
            Field::SendClass => judge.classes.get(self.of.flow.get()).copied().unwrap_or_default(),
            Field::SendFlow => judge.flows.get(self.of.flow.get()).copied().unwrap_or_default(),
            Field::SendMessage => judge.messages.get(self.message).copied().unwrap_or_default(),
            Field::SendChannel => judge.channels[self.of.channel as usize],
            Field::SendPlatform => judge.sides[side],
            Field::SendProvider => judge.providers.get(self.provider.get()).copied().unwrap_or_default(),
            Field::Country => state.country,
            Field::HasEmail => state.has_email,
            Field::HasPhone => state.has_phone,
            // A send has no event and no enrolment.
            Field::EventName | Field::EventAt | Field::EventValueMinor | Field::EnteredAt => Value::Absent,
        }
    }
}
