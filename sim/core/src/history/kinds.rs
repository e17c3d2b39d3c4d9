//! The kinds of facts.
//!
//! Owns: [`FactKind`] and [`FactName`], made from [the table](crate::fact_kinds), and sets of kinds. Deliberately holds
//! indices of the plan only: names are the plan's.

use super::packed::{PackedInt, PackedValue};
use super::reasons::{
    Actor, DeferReason, ExitReason, NoEntryReason, Recognised, RowSkip, SkipReason, Unheard, UnsubscribeLoss,
};
use crate::consent::{Channel, ConsentState, Suppressions};
use crate::fact_kinds;
use crate::ids::{
    EventMark, FlowMark, Index, ListMark, MessageMark, PoolMark, PropertyMark, ProviderMark, Side, SymbolMark, ZoneMark,
};
use crate::time::Minute;

macro_rules! kinds {
    ($(
        $(#[doc = $about:literal])+
        $number:literal $name:ident $word:literal
        $({ $($(#[doc = $meaning:literal])+ $field:ident: $holds:ty => $key:literal,)+ })?
    )+) => {
        /// What happened. A record is named by its row in the population.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FactKind {
            $($(#[doc = $about])+ $name $({ $($(#[doc = $meaning])+ $field: $holds),+ })?,)+
        }

        /// A kind of fact, without what a fact holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum FactName {
            $($(#[doc = $about])+ $name,)+
        }

        impl FactKind {
            /// The kind.
            #[must_use]
            pub const fn name(&self) -> FactName {
                match self {
                    $(Self::$name { .. } => FactName::$name,)+
                }
            }
        }

        impl FactName {
            /// Every kind.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$name),+];

            /// The name in logs and reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}
fact_kinds!(kinds);

const _: () = assert!(size_of::<FactKind>() <= 12, "a history of millions of facts would grow");

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

    /// The kind of a fact.
    #[must_use]
    pub const fn of_fact(kind: &FactKind) -> Self {
        Self::of(&[kind.name()])
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
