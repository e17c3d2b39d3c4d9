//! Events as lines.
//!
//! Owns: the form of each kind of event. Deliberately changes no byte of what is there.

use rehearsal_identity::{Decider, RegisterEvent, SourceKey};

use super::{HEADER, MARK, VERSION};

/// Bytes of a line, about.
const LINE_BYTES: usize = 48;

/// The old bytes, or the head of a new file, and a line for each event.
pub(super) fn append<'a>(old: &[u8], events: impl Iterator<Item = RegisterEvent<'a>>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(old.len() + LINE_BYTES * events.size_hint().0);
    bytes.extend_from_slice(old);
    if old.is_empty() {
        bytes.extend_from_slice(format!("{MARK}{VERSION}\n{}\n", HEADER.join(",")).as_bytes());
    }
    let mut writer = csv::Writer::from_writer(bytes);
    // Writing into memory cannot fail.
    let mut line = |cells: [&str; 8]| drop(writer.write_record(cells));
    for event in events {
        write(event, &mut line);
    }
    writer.into_inner().unwrap_or_default()
}

fn write(event: RegisterEvent<'_>, line: &mut impl FnMut([&str; 8])) {
    match event {
        RegisterEvent::Minted { customer, key: SourceKey { source, id } } => {
            line(["minted", &customer.to_string(), "", "", source, id, "", ""]);
        }
        RegisterEvent::Attached { customer, key: SourceKey { source, id } } => {
            line(["attached", &customer.to_string(), "", "", source, id, "", ""]);
        }
        RegisterEvent::Merged { from, into, by } => {
            let by = match by {
                Decider::Evidence => "evidence",
                Decider::Person => "person",
            };
            line(["merged", &from.to_string(), &into.to_string(), "", "", "", by, ""]);
        }
        RegisterEvent::Split { from, to, keys } => {
            let (from, to) = (from.to_string(), to.to_string());
            keys.into_iter().for_each(|SourceKey { source, id }| line(["split", &from, &to, "", source, id, "", ""]));
        }
        RegisterEvent::Undone { event } => line(["undone", "", "", "", "", "", "", &event.to_string()]),
        RegisterEvent::Founded { household, customer } => {
            line(["founded", &customer.to_string(), "", &household.to_string(), "", "", "", ""]);
        }
        RegisterEvent::Housed { customer, household } => {
            line(["housed", &customer.to_string(), "", &household.to_string(), "", "", "", ""]);
        }
    }
}
