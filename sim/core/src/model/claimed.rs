//! What claims of the scenario's own read of people.
//!
//! Owns: [`ClaimedFields`]. Deliberately evaluates nothing: the engine tells what a claim will ask for, and the judges know
//! which facts they need.

use crate::claim::ClaimPlan;
use crate::condition::Field;
use crate::history::{FactKinds, FactName};
use crate::ids::{Index, PropertyMark};
use crate::plan::Plan;

/// What the claims of a scenario read that is told of nobody unless a claim reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedFields {
    /// Orders: how many, or the last one.
    pub orders: bool,
    /// Money spent.
    pub spent: bool,
    /// Orders of which a platform has heard: how many, or the last one.
    pub orders_arrived: bool,
    /// Money spent of which a platform has heard.
    pub spent_arrived: bool,
    /// The last open or click.
    pub engagement: bool,
    /// Properties, each once; the migration flag is told anyway.
    pub properties: Vec<Index<PropertyMark>>,
}

impl ClaimedFields {
    /// The kinds of facts that are told only if a claim reads what they hold.
    pub const KINDS: FactKinds = FactKinds::of(&[
        FactName::OrdersStated,
        FactName::SpentStated,
        FactName::OrdersArrived,
        FactName::SpentArrived,
        FactName::EngagementStated,
        FactName::PropertyStated,
    ]);

    /// What the claims of a plan read.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut claimed = Self::default();
        for claim in &plan.claims {
            match claim {
                ClaimPlan::Custom(custom) => custom.condition.fields(&mut |field| claimed.add(plan, field)),
                ClaimPlan::Off { .. } | ClaimPlan::Registered { .. } => {}
            }
        }
        claimed
    }

    /// Adds what a field of a condition needs.
    pub fn add(&mut self, plan: &Plan, field: Field) {
        match field {
            Field::Orders | Field::LastOrder => self.orders = true,
            Field::SpentMinor => self.spent = true,
            Field::OrdersArrived | Field::LastOrderArrived => self.orders_arrived = true,
            Field::SpentArrivedMinor => self.spent_arrived = true,
            Field::LastOpen | Field::LastClick => self.engagement = true,
            Field::Property(property) => {
                let is_flag = plan.import.flag.is_some_and(|flag| flag.property == property);
                if !is_flag && !self.properties.contains(&property) {
                    self.properties.push(property);
                }
            }
            Field::Now
            | Field::CreatedAt
            | Field::Existing
            | Field::Country
            | Field::EmailConsent
            | Field::SmsConsent
            | Field::Suppressed
            | Field::HasEmail
            | Field::HasPhone
            | Field::InList(_)
            | Field::EventName
            | Field::EventAt
            | Field::EventValueMinor
            | Field::EnteredAt
            | Field::SendClass
            | Field::SendFlow
            | Field::SendMessage
            | Field::SendChannel
            | Field::SendPlatform
            | Field::SendProvider
            | Field::SendAt => {}
        }
    }

    /// The kinds of facts that tell it.
    #[must_use]
    pub fn kinds(&self) -> FactKinds {
        let told = [
            (self.orders, FactName::OrdersStated),
            (self.spent, FactName::SpentStated),
            (self.orders_arrived, FactName::OrdersArrived),
            (self.spent_arrived, FactName::SpentArrived),
            (self.engagement, FactName::EngagementStated),
            (!self.properties.is_empty(), FactName::PropertyStated),
        ];
        let needed = told.iter().filter(|(is_read, _)| *is_read);
        needed.fold(FactKinds::NONE, |kinds, (_, name)| kinds.with(FactKinds::of(&[*name])))
    }
}
