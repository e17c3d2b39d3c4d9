//! What a run of the register did, as a part of the JSON document.
//!
//! Owns: the keys and their meaning. Deliberately holds every case, where the other views hold the first ones; rows are
//! lines, and no id of a source is in it.

use rehearsal_identity::{Because, Disagreement, Drifted, Unmerged};
use schemars::JsonSchema;
use serde::Serialize;

use super::CustomerIds;
use crate::dedupe::Summary;

/// What a run of the register did. Ids of customers are opaque, and stay the same for ever.
#[derive(Serialize, JsonSchema)]
pub(in crate::dedupe) struct IdsDocument<'a> {
    /// File name of the register, without its folder.
    file: &'a str,
    /// Headers of the columns by which a record is known again.
    known_by: &'a [String],
    /// Rows with the source and the id of an earlier row: one record.
    repeated_rows: u64,
    /// Ids that mean somebody by themselves, in the whole register.
    standing: u64,
    /// Ids that were merged into one of those, and lead to it.
    aliases: u64,
    /// Customers of this table.
    customers: u64,
    /// Households of these.
    households: u64,
    /// Households in which two or more of them live.
    shared_households: u64,
    /// Events that this run added to the register.
    events_added: u32,
    /// Ids that this run minted.
    minted: u32,
    /// Records that are new to the register.
    attached: u32,
    /// Customers that became one in this run.
    merged: Vec<MergedDocument>,
    /// Customers whose rows the evidence no longer joins: splits to think about.
    drifted: Vec<DriftedDocument>,
    /// Rows that the evidence joins, and that are several customers: merges to think about.
    kept_apart: Vec<ApartDocument>,
    /// Customers whose rows disagree about consent; the strictest wins.
    consent: Vec<DisagreementDocument>,
    /// Customers with records that are not in this table: an opt-out may be among them.
    partial: Vec<String>,
}

/// A merge.
#[derive(Serialize, JsonSchema)]
struct MergedDocument {
    /// The id that is an alias from here on.
    from: String,
    /// The id that it leads to.
    into: String,
    /// The number of the event, for `rehearsal ids undo`.
    event: u32,
}

/// A customer whose rows the evidence no longer joins.
#[derive(Serialize, JsonSchema)]
struct DriftedDocument {
    /// The customer.
    customer: String,
    /// The lines that the evidence joins, part by part.
    lines: Vec<Vec<u32>>,
}

/// Customers that the evidence joins, and that are not one.
#[derive(Serialize, JsonSchema)]
struct ApartDocument {
    /// The customers, earliest minted first.
    customers: Vec<String>,
    /// Their lines.
    lines: Vec<u32>,
    /// `decided` by a person, or one of them has `drifted`.
    because: &'static str,
}

/// A customer whose rows disagree about consent.
#[derive(Serialize, JsonSchema)]
struct DisagreementDocument {
    /// The customer.
    customer: String,
    /// `email` or `sms`.
    channel: &'static str,
    /// What wins.
    strictest: &'static str,
    /// The lines that say so.
    strict_lines: Vec<u32>,
    /// The lines that allow more.
    overruled_lines: Vec<u32>,
}

impl<'a> IdsDocument<'a> {
    /// The document of a run, if there was one.
    pub(in crate::dedupe) fn of(summary: &'a Summary<'_>) -> Option<Self> {
        let ids: &CustomerIds = summary.ids.as_ref()?;
        let lines = |rows: &[u32]| -> Vec<u32> { rows.iter().map(|&row| summary.line(row)).collect() };
        let drifted = |drifted: &Drifted| DriftedDocument {
            customer: drifted.customer.to_string(),
            lines: drifted.parts.iter().map(|part| lines(part)).collect(),
        };
        let apart = |apart: &Unmerged| ApartDocument {
            customers: apart.customers.iter().map(ToString::to_string).collect(),
            lines: lines(&apart.rows),
            because: match apart.because {
                Because::Decided => "decided",
                Because::Drifted => "drifted",
            },
        };
        let disagreement = |found: &Disagreement| DisagreementDocument {
            customer: found.customer.to_string(),
            channel: found.channel.name(),
            strictest: found.strictest.name(),
            strict_lines: lines(&found.strict_rows),
            overruled_lines: lines(&found.overruled_rows),
        };
        let merged = ids.merges.iter().map(|&(event, [from, into])| MergedDocument {
            from: from.to_string(),
            into: into.to_string(),
            event,
        });
        Some(Self {
            file: &ids.file,
            known_by: &ids.known_by,
            repeated_rows: ids.repeated_rows,
            standing: ids.standing,
            aliases: ids.aliases,
            customers: ids.found.customers.len() as u64,
            households: ids.households,
            shared_households: ids.shared_households,
            events_added: ids.events_added,
            minted: ids.found.minted,
            attached: ids.found.attached,
            merged: merged.collect(),
            drifted: ids.found.drifted.iter().map(drifted).collect(),
            kept_apart: ids.kept_apart().iter().map(apart).collect(),
            consent: ids.found.disagreements.iter().map(disagreement).collect(),
            partial: ids.partial().map(|id| id.to_string()).collect(),
        })
    }
}
