//! `rehearsal list`: what a scenario can name.
//!
//! Owns: the layout. Deliberately knows no entry: registry and catalogue do.

use std::fmt::Write as _;

use clap::Args;
use rehearsal_core::plan::Window;
use rehearsal_judge::INVARIANTS;

use super::options::CatalogueArg;
use crate::catalogue::{Catalogue, Door, providers};
use crate::scenario::expression::fields;
use crate::terminal::{Exit, Outcome, Streams};

/// What to list.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) catalogue: CatalogueArg,
}

/// Prints invariants, platforms with their doors, warm-up presets, mailbox providers, export formats and the names in
/// conditions.
pub(super) fn perform(args: &ListArgs, streams: &mut Streams<'_>) -> Outcome {
    let catalogue = args.catalogue.open()?;
    streams.err.write_all(catalogue.warnings(streams.err_colour).as_bytes())?;
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    write_all(&catalogue, &mut text).map_err(std::io::Error::other)?;
    streams.out.write_all(text.as_bytes())?;
    Ok(Exit::Fine)
}

fn write_all(catalogue: &Catalogue, text: &mut String) -> std::fmt::Result {
    writeln!(text, "INVARIANTS (rehearsal explain NAME)")?;
    for entry in INVARIANTS {
        writeln!(text, "  {:<28} {:<11} {}", entry.name, entry.claim.name(), entry.title)?;
    }
    writeln!(text, "\nPLATFORMS AND THEIR DOORS (target: {{platform: ID}}, import: {{door: ID}})")?;
    for platform in catalogue.platforms() {
        writeln!(text, "  {:<28} {}", platform.id, platform.name)?;
        for door in &platform.doors {
            writeln!(text, "    {:<26} {}", door.plain.id, describe(door))?;
        }
    }
    writeln!(text, "\nWARM-UP PRESETS (sending: {{ramp: {{preset: ID}}}})")?;
    for ramp in catalogue.ramps() {
        let window = match ramp.window {
            Window::Hour => "hour",
            Window::Day => "day",
        };
        let rows = &ramp.total.rows;
        let (first, last) = (rows.first().copied().unwrap_or(0), rows.last().copied().unwrap_or(0));
        let count = rows.len();
        writeln!(text, "  {:<28} {}: {first} to {last} per {window} in {count} steps", ramp.id, ramp.name)?;
    }
    writeln!(text, "\nMAILBOX PROVIDERS (sending: {{ramp: {{providers: {{ID: [20, 40]}}}}}})")?;
    for provider in providers() {
        writeln!(text, "  {:<28} {}", provider.id, provider.name)?;
    }
    writeln!(text, "\nEXPORT FORMATS (population: {{exports: [{{file: F, format: ID}}]}})")?;
    for format in catalogue.presets() {
        writeln!(text, "  {:<28} {}", format.id, format.name)?;
    }
    writeln!(text, "\nNAMES IN CONDITIONS (entry: 'profile.orders > 0'), and every property as profile.NAME")?;
    for entry in fields() {
        writeln!(text, "  {:<28} {}: {}", entry.path(), entry.kind.name(), entry.about)?;
    }
    Ok(())
}

/// What matters about a door, in a line: whether flows see what comes through it, and how to keep them from it.
fn describe(door: &Door) -> String {
    let fires = if door.plain.fires_flows { "fires flows" } else { "silent" };
    let guards: Vec<&str> = door.guards.iter().map(|guard| guard.flag.as_str()).collect();
    let guards = if guards.is_empty() { String::new() } else { format!("; flags: {}", guards.join(", ")) };
    format!("{}: {fires}{guards}", door.plain.name)
}
