//! Rehearsal: rehearse a customer-data migration before go-live.
//!
//! Owns: what meets the world: arguments, files, formats, reports. The simulation itself is in the crates of `sim`, whose
//! architecture page is that of `rehearsal_core`; none of them knows this package.
//!
//! # The rooms
//!
//! Each names only rooms above it.
//!
//! | room | owns | deliberately does not |
//! | --- | --- | --- |
//! | [`diagnostics`] | problems with their place, how they are shown, *did you mean* | know a form of a file |
//! | [`language`], [`pseudonym`] | the languages of reports; the only names that people have outside | ask the machine; keep a table of people |
//! | [`people_csv`] | invented people as CSV | feed anything back |
//! | [`yaml`] | YAML files with the place of every value, read and written | know a key |
//! | [`tables`] | CSV: encodings, quotes, headers, the words of cells | know a preset or a plan |
//! | [`logs`], [`register`] | facts as lines of JSON; customer ids as a file that grows | decide anything |
//! | [`terminal`] | streams, whole files, exit codes | know a verb |
//! | [`catalogue`] | platforms, presets, ramps and providers as data; the folder laid over them | know a scenario |
//! | [`exports`] | rows of an export to records | copy free text |
//! | [`scenario`] | YAML to a checked plan, and changes of a plan to edits | read an export, run anything |
//! | [`report`] | one report value, its sentences and its views | count or judge |
//! | [`session`] | one rehearsal: load, run, judge | print |
//! | [`dedupe`] | duplicates of a table, their losses and their reports | compare anything itself |
//! | [`verbs`] | a file for each verb, with its arguments | have rules of its own |
//! | [`cli`] | the main loop, colour, the panic hook | do any work |
//!
//! # Architecture invariant
//!
//! No value of a person leaves this package, in whatever form; pseudonyms and line numbers do.
#![expect(rustdoc::private_intra_doc_links, reason = "the page is read by those who work on the rooms")]

pub mod catalogue;
mod cli;
pub mod dedupe;
pub mod diagnostics;
pub mod exports;
pub mod language;
pub mod logs;
pub mod people_csv;
pub mod pseudonym;
pub mod register;
pub mod report;
pub mod scenario;
pub mod session;
pub mod tables;
mod terminal;
mod verbs;
mod yaml;

pub use cli::main;
