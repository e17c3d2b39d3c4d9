//! Customer ids that last: the last step of dedupe, from clusters of rows to a register of ids.
//!
//! Owns: the ids, the crosswalk from records of sources to ids, the aliases, and the log that all of it follows from.
//! Deliberately has no opinion on who is who: dedupe finds clusters and people decide, and this obeys. Deliberately
//! forgets every value of a person but the id that a source gave to a record.
//!
//! What is promised:
//!
//! - An id that was given out once means somebody for ever: ids become aliases, they never go away and never move to
//!   somebody else.
//! - Rows in another order get the same ids; a run that is repeated changes nothing; a new row never changes the id of
//!   another row, unless it joins two customers into one.
//! - Merges and splits are events that can be taken back, and what a person decided is not decided again by a run.
//! - The strictest consent of a customer's rows wins, and who disagrees is said.
//!
//! ```
//! use rehearsal_identity::{MintKey, Register, Rows, SourceKey};
//!
//! let key = |source, id| SourceKey { source, id };
//! let mint = MintKey::new([7; 16]); // in earnest: derived from the key of the engagement
//! let rows = [key("shop", "17"), key("shop", "18"), key("till", "A4")];
//! let run = Rows { keys: &rows, cluster_of: &[0, 1, 0], household_of: &[0, 1, 0], consent_of: &[[None; 2]; 3] };
//! let mut register = Register::default();
//! let first = register.identify(&mint, &run)?;
//! assert_eq!(first.customer(0).id, first.customer(2).id);
//! let again = register.identify(&mint, &run)?;
//! assert_eq!((again.minted, again.attached, again.customer_of), (0, 0, first.customer_of));
//! # Ok::<(), rehearsal_identity::Keyless>(())
//! ```

mod crosswalk;
mod decide;
mod event;
mod given;
mod household;
mod ids;
mod index;
mod outcome;
mod records;
mod register;
mod replay;
mod run;
mod steps;

pub use event::{Broken, Refused, RegisterEvent, SourceKey};
pub use ids::{CustomerId, HouseholdId, MintKey, NoId};
pub use outcome::{Because, Customer, Disagreement, Drifted, Identified, Unmerged};
pub use register::Register;
pub use run::{Keyless, Rows};

#[cfg(test)]
mod tests;
