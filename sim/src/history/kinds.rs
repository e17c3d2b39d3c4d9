//! The kinds of facts, without what a fact holds.
//!
//! Owns: [`FactName`] and sets of them. Deliberately names every kind in every match: a new one does not compile before
//! everybody has said what it means to them.

use super::FactKind;

/// A kind of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[expect(missing_docs, reason = "each kind is described where its fact is")]
pub enum FactName {
    Known,
    SourceConsent,
    SourceSuppressed,
    SamePersonAs,
    AnotherPerson,
    CustomerId,
    SignedUp,
    RowApplied,
    RowRepeated,
    RowCameAgain,
    PropertyOverwritten,
    RowSkipped,
    RowFailed,
    RowUnknown,
    RowDropped,
    FlagSet,
    FlagLost,
    FlagReleased,
    ConsentChanged,
    Suppressed,
    SuppressionLifted,
    ListAdded,
    ListRemoved,
    Happened,
    Arrived,
    Entered,
    NotEntered,
    Branched,
    Left,
    PropertyChanged,
    Deferred,
    Skipped,
    Expired,
    StillWaiting,
    Sent,
    Bounced,
    Opened,
    Clicked,
    Complained,
    Unsubscribed,
    Recipient,
    OrdersStated,
    SpentStated,
    EngagementStated,
    PropertyStated,
    UnsubscribeLost,
    EventLost,
    OrdersArrived,
    SpentArrived,
}

impl FactName {
    /// Every kind.
    pub const ALL: [Self; 49] = [
        Self::Known,
        Self::SourceConsent,
        Self::SourceSuppressed,
        Self::SamePersonAs,
        Self::AnotherPerson,
        Self::CustomerId,
        Self::SignedUp,
        Self::RowApplied,
        Self::RowRepeated,
        Self::RowCameAgain,
        Self::PropertyOverwritten,
        Self::RowSkipped,
        Self::RowFailed,
        Self::RowUnknown,
        Self::RowDropped,
        Self::FlagSet,
        Self::FlagLost,
        Self::FlagReleased,
        Self::ConsentChanged,
        Self::Suppressed,
        Self::SuppressionLifted,
        Self::ListAdded,
        Self::ListRemoved,
        Self::Happened,
        Self::Arrived,
        Self::Entered,
        Self::NotEntered,
        Self::Branched,
        Self::Left,
        Self::PropertyChanged,
        Self::Deferred,
        Self::Skipped,
        Self::Expired,
        Self::StillWaiting,
        Self::Sent,
        Self::Bounced,
        Self::Opened,
        Self::Clicked,
        Self::Complained,
        Self::Unsubscribed,
        Self::Recipient,
        Self::OrdersStated,
        Self::SpentStated,
        Self::EngagementStated,
        Self::PropertyStated,
        Self::UnsubscribeLost,
        Self::EventLost,
        Self::OrdersArrived,
        Self::SpentArrived,
    ];

    /// The name in logs and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::SourceConsent => "source-consent",
            Self::SourceSuppressed => "source-suppressed",
            Self::SamePersonAs => "same-person-as",
            Self::AnotherPerson => "another-person",
            Self::CustomerId => "customer-id",
            Self::SignedUp => "signed-up",
            Self::RowApplied => "row-applied",
            Self::RowRepeated => "row-repeated",
            Self::RowCameAgain => "row-came-again",
            Self::PropertyOverwritten => "property-overwritten",
            Self::RowSkipped => "row-skipped",
            Self::RowFailed => "row-failed",
            Self::RowUnknown => "row-unknown",
            Self::RowDropped => "row-dropped",
            Self::FlagSet => "flag-set",
            Self::FlagLost => "flag-lost",
            Self::FlagReleased => "flag-released",
            Self::ConsentChanged => "consent-changed",
            Self::Suppressed => "suppressed",
            Self::SuppressionLifted => "suppression-lifted",
            Self::ListAdded => "list-added",
            Self::ListRemoved => "list-removed",
            Self::Happened => "happened",
            Self::Arrived => "arrived",
            Self::Entered => "entered",
            Self::NotEntered => "not-entered",
            Self::Branched => "branched",
            Self::Left => "left",
            Self::PropertyChanged => "property-changed",
            Self::Deferred => "deferred",
            Self::Skipped => "skipped",
            Self::Expired => "expired",
            Self::StillWaiting => "still-waiting",
            Self::Sent => "sent",
            Self::Bounced => "bounced",
            Self::Opened => "opened",
            Self::Clicked => "clicked",
            Self::Complained => "complained",
            Self::Unsubscribed => "unsubscribed",
            Self::Recipient => "recipient",
            Self::OrdersStated => "orders-stated",
            Self::SpentStated => "spent-stated",
            Self::EngagementStated => "engagement-stated",
            Self::PropertyStated => "property-stated",
            Self::UnsubscribeLost => "unsubscribe-lost",
            Self::EventLost => "event-lost",
            Self::OrdersArrived => "orders-arrived",
            Self::SpentArrived => "spent-arrived",
        }
    }
}

impl FactKind {
    /// Which kind of fact it is.
    #[must_use]
    pub const fn name(&self) -> FactName {
        match self {
            Self::Known { .. } => FactName::Known,
            Self::SourceConsent { .. } => FactName::SourceConsent,
            Self::SourceSuppressed { .. } => FactName::SourceSuppressed,
            Self::SamePersonAs { .. } => FactName::SamePersonAs,
            Self::AnotherPerson { .. } => FactName::AnotherPerson,
            Self::CustomerId { .. } => FactName::CustomerId,
            Self::SignedUp { .. } => FactName::SignedUp,
            Self::RowApplied { .. } => FactName::RowApplied,
            Self::RowRepeated { .. } => FactName::RowRepeated,
            Self::RowCameAgain { .. } => FactName::RowCameAgain,
            Self::PropertyOverwritten { .. } => FactName::PropertyOverwritten,
            Self::RowSkipped { .. } => FactName::RowSkipped,
            Self::RowFailed { .. } => FactName::RowFailed,
            Self::RowUnknown { .. } => FactName::RowUnknown,
            Self::RowDropped { .. } => FactName::RowDropped,
            Self::FlagSet => FactName::FlagSet,
            Self::FlagLost => FactName::FlagLost,
            Self::FlagReleased => FactName::FlagReleased,
            Self::ConsentChanged { .. } => FactName::ConsentChanged,
            Self::Suppressed { .. } => FactName::Suppressed,
            Self::SuppressionLifted { .. } => FactName::SuppressionLifted,
            Self::ListAdded { .. } => FactName::ListAdded,
            Self::ListRemoved { .. } => FactName::ListRemoved,
            Self::Happened { .. } => FactName::Happened,
            Self::Arrived { .. } => FactName::Arrived,
            Self::Entered { .. } => FactName::Entered,
            Self::NotEntered { .. } => FactName::NotEntered,
            Self::Branched { .. } => FactName::Branched,
            Self::Left { .. } => FactName::Left,
            Self::PropertyChanged { .. } => FactName::PropertyChanged,
            Self::Deferred { .. } => FactName::Deferred,
            Self::Skipped { .. } => FactName::Skipped,
            Self::Expired { .. } => FactName::Expired,
            Self::StillWaiting { .. } => FactName::StillWaiting,
            Self::Sent { .. } => FactName::Sent,
            Self::Bounced { .. } => FactName::Bounced,
            Self::Opened { .. } => FactName::Opened,
            Self::Clicked { .. } => FactName::Clicked,
            Self::Complained { .. } => FactName::Complained,
            Self::Unsubscribed { .. } => FactName::Unsubscribed,
            Self::Recipient { .. } => FactName::Recipient,
            Self::OrdersStated { .. } => FactName::OrdersStated,
            Self::SpentStated { .. } => FactName::SpentStated,
            Self::EngagementStated { .. } => FactName::EngagementStated,
            Self::PropertyStated { .. } => FactName::PropertyStated,
            Self::UnsubscribeLost { .. } => FactName::UnsubscribeLost,
            Self::EventLost { .. } => FactName::EventLost,
            Self::OrdersArrived { .. } => FactName::OrdersArrived,
            Self::SpentArrived { .. } => FactName::SpentArrived,
        }
    }
}

/// A pattern for facts of these kinds, whatever they hold: the arm of a match for those that say nothing to whoever asks.
/// There is no catch-all, so that nobody overlooks a new kind.
#[macro_export]
macro_rules! facts {
    ($($name:ident)+) => { $($crate::history::FactKind::$name { .. })|+ };
}
pub use crate::facts;

/// A set of kinds of facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FactKinds(u64);

const _: () = assert!(FactName::ALL.len() <= u64::BITS as usize, "two kinds of facts would share a bit");

impl FactKinds {
    /// What is known of a profile at the beginning, and told before all that happens.
    pub const BEGINNING: Self = Self::of(&[
        FactName::Recipient,
        FactName::OrdersStated,
        FactName::SpentStated,
        FactName::EngagementStated,
        FactName::PropertyStated,
        FactName::OrdersArrived,
        FactName::SpentArrived,
        FactName::Known,
        FactName::SourceConsent,
        FactName::SourceSuppressed,
    ]);

    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self::of(&FactName::ALL);

    /// A set of these kinds.
    #[must_use]
    pub const fn of(names: &[FactName]) -> Self {
        let mut set = 0;
        let mut place = 0;
        while place < names.len() {
            set |= 1 << names[place] as u8;
            place += 1;
        }
        Self(set)
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What this set has and the other has not.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the sets have a kind in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds, in their order.
    pub fn names(self) -> impl Iterator<Item = FactName> {
        FactName::ALL.into_iter().filter(move |name| self.meets(Self::of(&[*name])))
    }
}
