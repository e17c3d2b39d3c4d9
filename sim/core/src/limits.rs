//! How large a plan may be.
//!
//! Owns: every limit that keeps a number within its bits somewhere else. Whoever packs numbers asserts it at compile time
//! against these, so a limit that is raised breaks the build where it would have made two things one. Deliberately
//! checks no plan: who makes one from input refuses what is larger.

/// Days of a rehearsal.
pub const DAYS_MAX: u32 = 1_000;
/// Minutes of a rehearsal.
pub const MINUTES_MAX: u32 = DAYS_MAX * 1_440;
/// Entries of any table of the plan that has an index: flows, events, pools, cohorts, properties...
pub const TABLE_MAX: usize = 4_096;
/// Lists: a profile keeps its lists in 64 bits.
pub const LISTS_MAX: usize = 64;
/// Messages of all flows.
pub const MESSAGES_MAX: usize = u16::MAX as usize;
/// Steps of one flow.
pub const STEPS_MAX: usize = TABLE_MAX;
/// Entries of one profile into one flow: a loop of flows ends here. Far above what a real journey reaches.
pub const ENTRIES_MAX: u32 = 1_000;
/// Attempts of one call of the import.
pub const ATTEMPTS_MAX: u32 = 1_000;
/// Invented people.
pub const PROFILES_MAX: u64 = 50_000_000;
/// Sign-ups a day.
pub const SIGN_UPS_PER_DAY_MAX: u32 = 1_000_000;
/// Files of exports.
pub const EXPORT_FILES_MAX: usize = 256;

/// Bits of a record's number that count the lines of its file.
pub const LINE_BITS: u32 = 32;
/// Bits of a record's number, sign-ups included. An address of draws can use those above.
pub const RECORD_BITS: u32 = 42;
