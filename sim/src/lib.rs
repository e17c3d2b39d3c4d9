//! The world of a rehearsal and its judgement.
//!
//! This page is the architecture of Rehearsal. The crate is a pure library: data in, data out. The theatre around it
//! (arguments, files, formats, reports) is the package `rehearsal`; it uses this crate, and this crate knows nothing of
//! it.
//!
//! # The way through
//!
//! ```text
//! scenario -> Plan -> Population + Timeline -> Identity -> epochs -> History -> Judgement -> report
//! (theatre)   plan    population   import      identity    engine    history    invariant    (theatre)
//! ```
//!
//! Each arrow is one function. A [`plan::Plan`] is a scenario in which every value is valid; nothing behind it checks
//! again. [`population::generate`] invents people, or the theatre reads them from exports, into the same
//! columns. [`identity::resolve`] says which records are one profile, and [`identity::dedupe`] which are one person, by
//! all that they hold; a rehearsal of invented people reports how well both see it. [`engine::run`] steps every profile through the
//! import, its journeys and the life that goes on, and lets one desk ([`sending::dispatch`]) admit sends in a total
//! order. What happened is a [`history::History`] of facts. [`invariant::judge`] sees facts and promises, never the
//! engine, so the same judges can run on a log exported from the real platform.
//!
//! # The rooms
//!
//! | room | owns | deliberately does not |
//! | --- | --- | --- |
//! | [`time`], [`ratio`], [`rng`] | integer minutes, exact shares, addressed draws | read a clock, use a float |
//! | [`condition`], [`claim`] | compiled conditions and what they can ask; what the scenario claims | read a text, judge |
//! | [`ids`], [`value`], [`consent`] | typed numbers of tables and the two platforms, values, channels and consents | know a table |
//! | [`plan`] | the checked scenario: journeys as neutral graphs, people, import, sending | hold unparsed text, do anything |
//! | [`limits`] | how large a plan may be, for whoever packs numbers | check a plan |
//! | [`records`] | columns of people, what conditions see of a record | know where rows come from |
//! | [`profile`] | one profile's state on both platforms, what conditions see of it | know another profile |
//! | [`population`] | synthetic people, what they do meanwhile | name anybody |
//! | [`identity`] | normalised keys, records to profiles, profiles to people; dedupe | decide what is one profile by evidence |
//! | [`import`] | doors, batches, attempts, faults, what a row does when it lands | move one row because another is gone |
//! | [`feed`] | when an event arrives | lose one |
//! | [`model`] | the plan's rules, each said once; changes of a plan | know a key of a file |
//! | [`flow`] | one profile's step through journeys | send |
//! | [`sending`] | consent at the moment of sending, caps, quiet hours, ramps, the queue | know a journey |
//! | [`engine`] | the only loop: shards, epochs | know a rule of the domain |
//! | [`history`] | facts, their order, the digest | know who made them |
//! | [`invariant`], [`ledger`] | the registry, judges, verdicts; tables recounted from facts | see the engine |
//!
//! # Determinism
//!
//! The same plan gives the same bytes, whatever the machine and the number of threads.
//!
//! - Time is a [`time::Minute`]; local clocks are tables that come with the plan. Probabilities are [`ratio::Ratio`]s.
//! - A draw has an address, `(seed, purpose, entity, step)`: see [`rng`]. There is no generator to share, so removing a
//!   record moves no draw of another.
//! - Profiles never meet. They meet the desk, and the desk works in the order `(minute, due, profile)`.
//! - An outcome of a send is never visible in the minute in which it happens. [`engine`] says why that makes parallel
//!   stepping exact.
//! - Nothing iterates over a hash map. `clippy.toml` forbids them here, with the clock, the environment and the files.
//!
//! # Nothing is sent
//!
//! No code path opens a connection to a mail server or to a platform.

// A kind that is added must be thought of everywhere: no arm swallows it. Tests pick out what they look at.
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

pub mod claim;
pub mod condition;
pub mod consent;
pub mod engine;
pub mod example;
pub mod feed;
pub mod flow;
pub mod history;
pub mod identity;
pub mod ids;
pub mod import;
pub mod invariant;
pub mod ledger;
pub mod limits;
pub mod model;
mod parallel;
pub mod plan;
pub mod population;
pub mod profile;
pub mod ratio;
pub mod records;
pub mod rng;
pub mod sending;
pub mod time;
pub mod value;
