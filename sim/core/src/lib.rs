//! What a rehearsal is made of: plans and their rules, records of people, and facts.
//!
//! This page is the architecture of the simulation. Its crates are a pure library: data in, data out. What meets the world
//! (arguments, files, formats, reports) is the package `rehearsal`; it uses these crates, and they know nothing of it.
//!
//! # The way through
//!
//! ```text
//! scenario -> Plan -> Population + Timeline -> Identity -> epochs -> History -> Judgement -> report
//! (program)   core    world        world      identity    world     core       judge        (program)
//! ```
//!
//! Each arrow is one function. A [`plan::Plan`] is a scenario in which every value is valid; nothing behind it checks
//! again. `world::population::generate` invents people, or the program reads them from exports, into the same columns
//! ([`records::Population`]). `identity::resolve` says which records are one profile, and `identity::dedupe` which are one
//! person, by all that they hold. `world::engine::run` steps every profile through the import, its journeys and the life
//! that goes on, and lets one pipeline admit sends in a total order. What happened is a [`history::History`] of facts.
//! `judge::judge` sees facts and promises alone, so the same judges can run on a log exported from the real platform.
//!
//! # The crates
//!
//! | crate | owns | names |
//! | --- | --- | --- |
//! | core | plans, rules over them, records, facts; minutes, shares, draws | nothing |
//! | identity | records to profiles, profiles to people, ids that last | core |
//! | world | people, profiles, journeys, import, sending, the loop | core, identity |
//! | judge | invariants, findings, ledgers | core |
//! | fixtures | plans and tables for tests and benches, and the laws of the whole | all; never shipped |
//!
//! # The rooms of this crate
//!
//! Each names only rooms above it.
//!
//! | room | owns | deliberately does not |
//! | --- | --- | --- |
//! | [`limits`] | how large a plan may be, for whoever packs numbers | check a plan |
//! | [`parallel`] | work on threads, results in order | know the work |
//! | [`ratio`], [`time`] | exact shares, integer minutes | use a float, read a clock |
//! | [`rng`] | addressed draws | share a generator |
//! | [`ids`], [`value`], [`consent`] | typed numbers of tables and the two platforms, values, channels and consents | know a table |
//! | [`condition`], [`claim`] | compiled conditions and what they can ask; what the scenario claims | read a text, judge |
//! | [`feed`] | when an event arrives | lose one |
//! | [`plan`] | the checked scenario: journeys as neutral graphs, people, import, sending | hold unparsed text, do anything |
//! | [`history`] | facts, their order, the digest | know who made them |
//! | [`model`] | the plan's rules, each said once; changes of a plan | know a key of a file |
//! | [`records`] | columns of people, what conditions see of a record, what records state as facts | know where rows come from |
//!
//! # Architecture invariant
//!
//! Nothing here happens to anybody: no state changes, no profile is stepped, no verdict is given.
//!
//! # Determinism
//!
//! The same plan gives the same bytes, whatever the machine and the number of threads.
//!
//! - Time is a [`time::Minute`]; local clocks are tables that come with the plan. Probabilities are [`ratio::Ratio`]s.
//! - A draw has an address, `(seed, purpose, entity, step)`: see [`rng`]. There is no generator to share, so removing a
//!   record moves no draw of another.
//! - Profiles never meet. They meet the pipeline, and it works in the order `(minute, due, profile)`.
//! - An outcome of a send is never visible in the minute in which it happens. `world::engine` says why that makes parallel
//!   stepping exact.
//! - Nothing iterates over a hash map. `clippy.toml` forbids them here, with the clock, the environment and the files.
//!
//! # Nothing is sent
//!
//! No code path opens a connection to a mail server or to a platform.

#![warn(clippy::float_arithmetic)]
// A kind that is added must be thought of everywhere: no arm swallows it. Tests pick out what they look at.
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

pub mod claim;
pub mod condition;
pub mod consent;
pub mod feed;
pub mod history;
pub mod ids;
pub mod limits;
pub mod model;
pub mod parallel;
pub mod plan;
pub mod ratio;
pub mod records;
pub mod rng;
pub mod time;
pub mod value;
