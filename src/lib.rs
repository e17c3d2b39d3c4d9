//! Rehearsal: rehearse a customer-data migration before go-live.

pub mod catalogue;
pub mod cli;
pub mod commands;
pub mod cosmetics;
pub mod dedupe;
pub mod exports;
pub mod language;
pub mod logs;
pub mod problem;
pub mod pseudonym;
pub mod register;
pub mod report;
pub mod scenario;
pub mod session;
mod suggest;

pub use cli::main;
