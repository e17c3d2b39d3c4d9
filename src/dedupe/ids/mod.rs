//! Customer ids that last: what a run of the register did with the rows of a table.
//!
//! Owns: what the register calls a row, which consent counts on which channel, and the value that all views show.
//! Deliberately mints and merges nothing: [`Register::identify`] does, and the register's file is not known here.
//!
//! Ids are opaque, so they are shown as they are. What a source calls a row is not: it may be an e-mail address.

mod document;
mod keys;
mod sentences;

use std::collections::BTreeMap;

use rehearsal_core::consent::{ByChannel, Channel, ConsentState};
use rehearsal_identity::{
    CustomerId, Disagreement, Findings, HouseholdId, Identified, Keyless, Register, RegisterEvent, Rows, SourceKey,
    Unmerged,
};

use super::headers::is_of_sms;
use super::read::Sheet;
use super::role::Role;
use crate::pseudonym::Key;

pub(super) use document::IdsDocument;
pub use keys::record_keys;

/// What a run of the register did.
#[derive(Clone, Debug)]
pub struct CustomerIds {
    /// File name of the register, without its folder.
    pub file: String,
    /// What the run told.
    pub found: Identified,
    /// Headers of the columns by which records are known.
    pub known_by: Vec<String>,
    /// Rows with the source and the id of an earlier row: one record to the register.
    pub repeated_rows: u64,
    /// Ids that mean somebody by themselves, in the whole register.
    pub standing: u64,
    /// Ids that were merged into one of those, and lead to it.
    pub aliases: u64,
    /// Each merge of this run: its event, the id that became an alias, the one that it leads to.
    pub merges: Vec<(u32, [CustomerId; 2])>,
    /// Events that this run added.
    pub events_added: u32,
    /// Households of the customers of this table.
    pub households: u64,
    /// Those in which two or more of them live.
    pub shared_households: u64,
}

impl CustomerIds {
    /// Gives every row a customer. `keys` are those of [`record_keys`], and `file` is the register's.
    ///
    /// # Errors
    ///
    /// Rows without an id: [`record_keys`] hands out none.
    pub fn identify(
        register: &mut Register,
        file: &str,
        keys: &[SourceKey<'_>],
        sheet: &Sheet,
        findings: &Findings,
        key: &Key,
    ) -> Result<Self, Keyless> {
        let (cluster_of, household_of) = (&findings.cluster_of, &findings.household_of);
        let consent_of = consents(sheet);
        let rows = Rows { keys, cluster_of, household_of, consent_of: &consent_of };
        let found = register.identify(&key.mint_key(), &rows)?;
        let (ids, standing) = register
            .aliases()
            .fold((0, 0), |(ids, standing), (id, today)| (ids + 1, standing + u64::from(id == today)));
        let merges = (0..).zip(register.events()).skip(found.first_event as usize);
        let merges = merges.filter_map(|(number, event)| match event {
            RegisterEvent::Merged { from, into, .. } => Some((number, [from, into])),
            _ => None,
        });
        let mut lives: BTreeMap<HouseholdId, u64> = BTreeMap::new();
        found.customers.iter().for_each(|customer| *lives.entry(customer.household).or_default() += 1);
        let names_records = |role| matches!(role, Role::Source | Role::SourceId | Role::RowId);
        let known_by = sheet.columns.iter().filter(|column| names_records(column.role));
        let has_source_id = sheet.columns.iter().any(|column| column.role == Role::SourceId);
        let known_by = known_by.filter(|column| !(has_source_id && column.role == Role::RowId));
        Ok(Self {
            file: crate::report::clean(file),
            known_by: known_by.filter_map(|column| column.header.clone()).collect(),
            repeated_rows: keys::repeated(keys).count() as u64,
            standing,
            aliases: ids - standing,
            merges: merges.collect(),
            events_added: register.events_len() - found.first_event,
            households: lives.len() as u64,
            shared_households: lives.values().filter(|&&customers| customers > 1).count() as u64,
            found,
        })
    }

    /// Customers of whom the register knows records that are not in this table, earliest minted first.
    pub fn partial(&self) -> impl Iterator<Item = CustomerId> {
        self.found.customers.iter().filter(|customer| customer.is_partial).map(|customer| customer.id)
    }

    /// Customers whose rows disagree about consent on a channel.
    pub fn disagreements(&self, channel: Channel) -> impl Iterator<Item = &Disagreement> {
        self.found.disagreements.iter().filter(move |found| found.channel == channel)
    }

    /// Clusters that are several customers, because somebody said so or because one of them drifted.
    #[must_use]
    pub fn kept_apart(&self) -> &[Unmerged] {
        &self.found.unmerged
    }
}

/// What each row says about consent, by channel. Where several columns are about one channel, the strictest counts. A
/// column that is not about text messages is taken to be about e-mail.
fn consents(sheet: &Sheet) -> Vec<ByChannel<Option<ConsentState>>> {
    let mut consent_of = vec![[None; Channel::COUNT]; sheet.len()];
    for column in &sheet.consents {
        let channel = if is_of_sms(&column.header) { Channel::Sms } else { Channel::Email };
        for (consent, state) in consent_of.iter_mut().zip(&column.states) {
            let known: &mut Option<ConsentState> = &mut consent[channel as usize];
            *known = match (*known, *state) {
                (Some(known), Some(state)) => Some(known.min(state)),
                (known, state) => known.or(state),
            };
        }
    }
    consent_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedupe::ConsentColumn;

    #[test]
    fn the_strictest_column_of_a_channel_counts() {
        use ConsentState::{Subscribed, Unsubscribed};
        let column = |header: &str, states: ByChannel<Option<ConsentState>>| ConsentColumn {
            header: header.to_owned(),
            states: states.to_vec(),
        };
        let sheet = Sheet {
            lines: vec![2, 3],
            consents: vec![
                column("newsletter", [Some(Subscribed), None]),
                column("sms_opt_in", [Some(Subscribed), Some(Subscribed)]),
                column("opt-in", [Some(Unsubscribed), Some(Subscribed)]),
            ],
            ..Sheet::default()
        };
        assert_eq!(consents(&sheet), [[Some(Unsubscribed), Some(Subscribed)], [Some(Subscribed), Some(Subscribed)]]);
    }
}
