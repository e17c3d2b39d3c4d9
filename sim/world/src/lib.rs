//! The world of a rehearsal: people, their profiles, journeys, the import, sending, and the loop over all of them.
//!
//! # The rooms of this crate
//!
//! Each names only rooms above it.
//!
//! | room | owns | deliberately does not |
//! | --- | --- | --- |
//! | [`population`] | synthetic people, what they do meanwhile | name anybody |
//! | [`sending`] | consent at the moment of sending, caps, quiet hours, ramps, the queue | know a journey |
//! | [`profile`] | one profile's state on both platforms, what conditions see of it | know another profile |
//! | [`flow`] | one profile's step through journeys | send |
//! | [`import`] | doors, batches, attempts, faults, what a row does when it lands | move one row because another is gone |
//! | [`engine`] | the only loop: shards, epochs, and what each task on an agenda calls | judge |
//!
//! # Architecture invariant
//!
//! Nothing here reads an invariant or a verdict: what happens does not depend on who looks. Nothing opens a connection to
//! a mail server or to a platform.

#![warn(clippy::float_arithmetic)]
// A kind that is added must be thought of everywhere: no arm swallows it. Tests pick out what they look at.
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

pub mod engine;
pub mod flow;
pub mod import;
pub mod population;
pub mod profile;
pub mod sending;
