//! Rehearsal: rehearse a customer-data migration before go-live.

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
