//! A person as a custom claim sees them at one moment.
//!
//! Owns: [`PersonState`], replayed fact by fact. Deliberately knows no condition and no send: [`super::custom`] asks.

use super::context::{Context, PersonFacts};
use super::custom::CustomJudge;
use rehearsal_core::consent::{ByChannel, Channel, ConsentState, Suppressions};
use rehearsal_core::history::{Fact, FactKind, facts};
use rehearsal_core::ids::{BySide, EventMark, Index, PropertyMark, Side};
use rehearsal_core::time::Minute;
use rehearsal_core::value::Value;

/// What is known of a person and changes, on both platforms.
pub(super) struct PersonState {
    pub(super) country: Value,
    pub(super) has_email: Value,
    pub(super) has_phone: Value,
    pub(super) created_at: Option<Minute>,
    pub(super) existing: bool,
    pub(super) orders: i64,
    pub(super) spent_minor: i64,
    pub(super) last_order: Minute,
    /// What each platform has heard of orders.
    pub(super) orders_arrived: BySide<i64>,
    pub(super) spent_arrived_minor: BySide<i64>,
    pub(super) last_order_arrived: BySide<Minute>,
    pub(super) last_open: Minute,
    pub(super) last_click: Minute,
    pub(super) consent: BySide<ByChannel<ConsentState>>,
    pub(super) suppressed: BySide<bool>,
    pub(super) lists: BySide<u64>,
    pub(super) flag: Option<bool>,
    /// What the records say of properties: the first one, then what landed last, which is what the target holds.
    pub(super) stated: Vec<(Index<PropertyMark>, Value)>,
    pub(super) changed: Vec<(Index<PropertyMark>, Value)>,
    pub(super) unclear: Vec<Index<PropertyMark>>,
}

impl PersonState {
    /// A person before the rehearsal. What is stated of them at its beginning is known from the first fact on, even if
    /// something happened before the beginning.
    pub(super) fn new(person: &PersonFacts<'_>) -> Self {
        let mut state = Self {
            country: Value::Absent,
            has_email: Value::Absent,
            has_phone: Value::Absent,
            created_at: None,
            existing: false,
            orders: 0,
            spent_minor: 0,
            last_order: Minute::NEVER,
            orders_arrived: [0; Side::COUNT],
            spent_arrived_minor: [0; Side::COUNT],
            last_order_arrived: [Minute::NEVER; Side::COUNT],
            last_open: Minute::NEVER,
            last_click: Minute::NEVER,
            consent: [[ConsentState::Never; Channel::COUNT]; Side::COUNT],
            suppressed: [false; Side::COUNT],
            lists: [0; Side::COUNT],
            flag: None,
            stated: Vec::new(),
            changed: Vec::new(),
            unclear: Vec::new(),
        };
        for fact in person.facts {
            match fact.kind {
                FactKind::Recipient { country, has_email, has_phone, .. } => {
                    state.country = Value::Text(country);
                    state.has_email = Value::Bool(has_email);
                    state.has_phone = Value::Bool(has_phone);
                }
                FactKind::OrdersStated { number, last } => {
                    state.orders = number.into();
                    state.last_order = last;
                }
                FactKind::SpentStated { minor } => state.spent_minor = minor.get(),
                FactKind::EngagementStated { last_open, last_click } => {
                    state.last_open = last_open;
                    state.last_click = last_click;
                }
                FactKind::PropertyStated { property, value } if state.stated_of(property).is_none() => {
                    state.stated.push((property, value.get()));
                }
                facts!(
                    known identity rows flags properties consents unsubscribes lists events passages steps messages
                    reactions PropertyStated OrdersArrived SpentArrived SignedUp
                ) => {}
            }
        }
        state
    }

    fn stated_of(&self, property: Index<PropertyMark>) -> Option<Value> {
        self.stated.iter().find(|(stated, _)| *stated == property).map(|(_, value)| *value)
    }

    pub(super) fn apply(&mut self, context: &Context<'_>, judge: &CustomJudge<'_>, fact: &Fact) {
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
            FactKind::PropertyStated { property, value } => {
                self.stated.retain(|(stated, _)| *stated != property);
                self.stated.push((property, value.get()));
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
            FactKind::OrdersArrived { side, number, last } => {
                (self.orders_arrived[side as usize], self.last_order_arrived[side as usize]) = (number.into(), last);
            }
            FactKind::SpentArrived { side, minor } => self.spent_arrived_minor[side as usize] = minor.get(),
            FactKind::Opened { .. } => self.last_open = self.last_open.max(fact.at),
            FactKind::Clicked { .. } => self.last_click = self.last_click.max(fact.at),
            FactKind::FlagSet => self.flag = Some(true),
            FactKind::FlagReleased => self.flag = None,
            FactKind::PropertyChanged { property } => self.change(judge, property),
            FactKind::PropertyOverwritten { property } => {
                self.changed.retain(|(changed, _)| *changed != property);
                self.unclear.retain(|unclear| *unclear != property);
            }
            facts!(
                identity rows unsubscribes events passages steps messages Recipient OrdersStated SpentStated
                EngagementStated FlagLost Bounced Complained
            ) => {}
        }
    }

    fn change(&mut self, judge: &CustomJudge<'_>, property: Index<PropertyMark>) {
        match judge.set.iter().find(|(set, _)| *set == property) {
            Some((_, Some(value))) => self.changed.push((property, *value)),
            Some((_, None)) => self.unclear.push(property),
            None => {}
        }
    }

    pub(super) fn property(&self, context: &Context<'_>, property: Index<PropertyMark>) -> Value {
        if let Some((_, value)) = self.changed.iter().rev().find(|(changed, _)| *changed == property) {
            return *value;
        }
        if context.plan.import.flag.is_some_and(|flag| flag.property == property) {
            return self.flag.map_or(Value::Absent, Value::Bool);
        }
        self.stated_of(property).unwrap_or_default()
    }
}

fn is_order(context: &Context<'_>, event: Index<EventMark>) -> bool {
    context.plan.events.get(event.get()).is_some_and(|event| event.is_order)
}
