//! What is known of real systems, as data: platforms and their doors, warm-up schedules, mailbox providers, exports.
//!
//! Owns: the YAML files in `data/`, which are part of the program, and their types. Every figure carries its source; a
//! figure that nobody publishes is marked as an assumption, so that a report can repeat it. Deliberately knows no
//! scenario: whoever reads one overrides what it states otherwise.

mod evidence;
mod exports;
mod platforms;
mod providers;
mod ramps;

pub use evidence::{Evidence, Fact};
pub use exports::{ColumnMapping, ExportField, ExportFormat, Meaning, export_format, export_format_ids};
pub use platforms::{
    Cap, CapChannel, Consent, Door, DoorKind, Guard, Platform, Switches, UnknownGuard, platform, platform_ids,
};
pub use providers::{Provider, provider_index, provider_of, providers};
pub use ramps::{Advance, Ramp, Tail, Window, ramp, ramp_ids};

use serde::de::DeserializeOwned;

/// Reads one of the files in `data/`.
///
/// They are part of the program: a test reads each, so a mistake in one is never shipped.
fn parse<T: DeserializeOwned>(name: &str, text: &str) -> T {
    match serde_saphyr::from_str(text) {
        Ok(value) => value,
        Err(error) => unreachable!("the built-in file {name} does not read: {error}"),
    }
}

/// Whether an id is written as ids are: kebab-case.
#[cfg(test)]
fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}
