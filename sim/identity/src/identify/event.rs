//! The log of a register: what happened to ids, in plain words, one event after the other.
//!
//! Owns: the words and their texts. Deliberately no file format: the program writes and reads the events.

use std::fmt;

use super::ids::{CustomerId, HouseholdId};
use crate::Decider;

/// What a source calls a record: the same for ever, or it cannot be remembered. A row number is no such id.
///
/// Ordered by source, then by id, as texts. Compared byte by byte: `0017` and `17` are two records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceKey<'a> {
    /// The source, such as `shop`.
    pub source: &'a str,
    /// The record's id there; never empty.
    pub id: &'a str,
}

/// Something that happened to ids. An event's number is its place in the log, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterEvent<'a> {
    /// A customer id was given out, to its first record.
    Minted {
        /// The new id.
        customer: CustomerId,
        /// The record.
        key: SourceKey<'a>,
    },
    /// A new record belongs to a known customer.
    Attached {
        /// The customer: no alias.
        customer: CustomerId,
        /// The record.
        key: SourceKey<'a>,
    },
    /// Two customers became one. The earlier minted id survives; the other one is its alias from here on.
    Merged {
        /// The id that became an alias.
        from: CustomerId,
        /// The id that survives.
        into: CustomerId,
        /// Who decided.
        by: Decider,
    },
    /// A person said that some records are somebody else. The two are kept apart from here on.
    Split {
        /// The customer that they were.
        from: CustomerId,
        /// The customer that they are: the id that they had before a merge, or else a new one.
        to: CustomerId,
        /// The records, ascending.
        keys: Vec<SourceKey<'a>>,
    },
    /// A merge or a split was taken back. Customers whose merge was taken back are kept apart from here on.
    Undone {
        /// The number of the merge or the split.
        event: u32,
    },
    /// A household id was given out, to its first customer.
    Founded {
        /// The new id.
        household: HouseholdId,
        /// The customer.
        customer: CustomerId,
    },
    /// A customer lives in a household that has an id already.
    Housed {
        /// The customer.
        customer: CustomerId,
        /// Where the customer lives from here on.
        household: HouseholdId,
    },
}

/// Why a log is not one that a register wrote. Holds no value of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The number of the first event that cannot have happened, counted from 0.
    pub event: u32,
    /// What is wrong, as a lower-case fragment.
    pub fact: &'static str,
    /// What to do.
    pub hint: &'static str,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "event {} of the register: {}", self.event, self.fact)
    }
}

impl std::error::Error for Broken {}

/// Why a person's decision about ids cannot be carried out. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The id was never given out.
    UnknownCustomer,
    /// A record is not in the register.
    UnknownKey {
        /// Its place among those that were given.
        place: usize,
    },
    /// The two are one customer already.
    SameCustomer,
    /// The records belong to more than one customer.
    SeveralCustomers,
    /// No record was given.
    NothingToSplit,
    /// No record would be left.
    NothingLeft,
    /// There is no such event, or it is neither a merge nor a split.
    NotReversible,
    /// The event was taken back already, or a later split took it back.
    NotStanding,
    /// Later decisions moved the same records.
    BuiltUpon,
}

impl Refused {
    /// What is wrong, as a lower-case fragment.
    #[must_use]
    pub const fn fact(self) -> &'static str {
        match self {
            Self::UnknownCustomer => "this customer id was never given out",
            Self::UnknownKey { .. } => "this record is not in the register",
            Self::SameCustomer => "the two are one customer already",
            Self::SeveralCustomers => "the records belong to more than one customer",
            Self::NothingToSplit => "no record was named",
            Self::NothingLeft => "these are all records of the customer",
            Self::NotReversible => "this event is neither a merge nor a split",
            Self::NotStanding => "this event was taken back already",
            Self::BuiltUpon => "later decisions moved the same records",
        }
    }

    /// What to do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::UnknownCustomer => "take the id from the crosswalk of this register",
            Self::UnknownKey { .. } => "name records that an earlier run has seen, by source and id",
            Self::SameCustomer => "there is nothing to do",
            Self::SeveralCustomers => "split one customer at a time",
            Self::NothingToSplit => "name the records that are somebody else",
            Self::NothingLeft => "name fewer records: at least one keeps the id",
            Self::NotReversible => "take the number of a merge or a split",
            Self::NotStanding => "merge or split again if that is what you want",
            Self::BuiltUpon => "undo the later decisions first",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.fact())
    }
}

impl std::error::Error for Refused {}
