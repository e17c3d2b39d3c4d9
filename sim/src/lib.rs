//! The world of a rehearsal and its judgement.
#![doc = "(architecture page follows)"]

pub mod feed;
pub mod flow;
pub mod history;
pub mod identity;
pub mod import;
pub mod invariant;
pub mod plan;
pub mod population;
pub mod profile;
pub mod ratio;
pub mod rng;
pub mod sending;
pub mod time;
