//! Worlds and tables that need no file: for examples, benches and tests.
//!
//! Owns: a small webshop that moves, as a plan, plans drawn at random, and customers whose true identity is known, as a table. Deliberately
//! reads nothing: everything is invented here, from a seed.

mod customers;
mod random;
mod webshop;

pub use self::customers::{
    Channel, CustomerRates, DuplicateKinds, HouseholdRates, NotationRates, PlaceholderRates, Setting, SlipKinds,
    SpellingRates, customers,
};
pub use self::random::random_plan;
pub use self::webshop::webshop;
