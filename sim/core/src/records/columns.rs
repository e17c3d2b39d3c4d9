//! The columns of a population: one row a record.

use crate::consent::{ByChannel, Channel, Consent, ConsentMethod, ConsentState, Suppressions};
use crate::ids::{Index, PropertyMark, ProviderMark, SymbolMark, ZoneMark};
use crate::time::{Minute, MonthDay};
use crate::value::Value;

/// Text of many rows in one allocation: bytes, and where each row ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    bytes: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Adds a row; an empty text stands for "missing".
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).expect("a text column holds less than 4 GiB"));
    }

    /// The text of a row; empty if it is missing.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.bytes[start..self.ends[row] as usize]
    }

    /// Adds the rows of another column.
    pub fn append(&mut self, other: &Self) {
        let offset = self.bytes.len();
        self.bytes.push_str(&other.bytes);
        assert!(u32::try_from(self.bytes.len()).is_ok(), "a text column holds less than 4 GiB");
        let offset = offset as u32;
        self.ends.extend(other.ends.iter().map(|end| end + offset));
    }

    /// Makes room for so many further rows and bytes.
    pub fn reserve(&mut self, rows: usize, bytes: usize) {
        self.ends.reserve(rows);
        self.bytes.reserve(bytes);
    }

    /// How many bytes of text there are.
    #[must_use]
    pub fn text_len(&self) -> usize {
        self.bytes.len()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Whether a record is in the source's export, or its person signs up on the target during the rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Origin {
    /// Known at the source: a row of the import.
    Source = 0,
    /// Signs up on the target at `created_at`; never imported.
    SignUp = 1,
}

/// The values of one custom property, one a record.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyColumn {
    /// Which property of the plan.
    pub property: Index<PropertyMark>,
    /// One value a record; `Value::Absent` if missing.
    pub values: Vec<Value>,
}

/// All records, as columns of equal length, ascending by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Population {
    /// The stable number of a record: its place in the id range, or its line in the export. Draws are addressed by it.
    pub ids: Vec<u64>,
    /// The true person behind each record, where the truth is known (synthetic populations).
    pub persons: Option<Vec<u64>>,
    /// In the export, or a sign-up.
    pub origin: Vec<Origin>,
    /// The e-mail address as exported; empty if missing.
    pub email: TextColumn,
    /// The phone number as exported; empty if missing.
    pub phone: TextColumn,
    /// The customer's id in the source; empty if missing.
    pub customer_id: TextColumn,
    /// The mailbox provider of the address.
    pub provider: Vec<Index<ProviderMark>>,
    /// When the source first knew the record (negative: before the rehearsal), or when the person signs up.
    pub created_at: Vec<Minute>,
    /// Country code, as a symbol of the plan.
    pub country: Vec<Index<SymbolMark>>,
    /// The person's own clock.
    pub zone: Vec<Index<ZoneMark>>,
    /// Birthday, if known.
    pub birthday: Vec<Option<MonthDay>>,
    /// Consent at the source, e-mail and text message.
    pub consent: ByChannel<Vec<Consent>>,
    /// Suppressions at the source.
    pub suppressions: Vec<Suppressions>,
    /// When the person last opened a mail; [`Minute::NEVER`] if never.
    pub last_open: Vec<Minute>,
    /// When the person last clicked in a mail.
    pub last_click: Vec<Minute>,
    /// When the person last ordered.
    pub last_order: Vec<Minute>,
    /// How many orders the source knows.
    pub orders: Vec<u32>,
    /// Money spent so far, in minor units.
    pub spent_minor: Vec<i64>,
    /// Custom properties.
    pub properties: Vec<PropertyColumn>,
}

/// One record, to be appended with [`Population::push`].
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// As [`Population::ids`].
    pub id: u64,
    /// As the column of [`Population`].
    pub person: Option<u64>,
    /// As the column of [`Population`].
    pub origin: Origin,
    /// As the column of [`Population`].
    pub email: &'a str,
    /// As the column of [`Population`].
    pub phone: &'a str,
    /// As the column of [`Population`].
    pub customer_id: &'a str,
    /// As the column of [`Population`].
    pub provider: Index<ProviderMark>,
    /// As the column of [`Population`].
    pub created_at: Minute,
    /// As the column of [`Population`].
    pub country: Index<SymbolMark>,
    /// As the column of [`Population`].
    pub zone: Index<ZoneMark>,
    /// As the column of [`Population`].
    pub birthday: Option<MonthDay>,
    /// As the column of [`Population`].
    pub consent: ByChannel<Consent>,
    /// As the column of [`Population`].
    pub suppressions: Suppressions,
    /// As the column of [`Population`].
    pub last_open: Minute,
    /// As the column of [`Population`].
    pub last_click: Minute,
    /// As the column of [`Population`].
    pub last_order: Minute,
    /// As the column of [`Population`].
    pub orders: u32,
    /// As the column of [`Population`].
    pub spent_minor: i64,
}

impl Row<'_> {
    /// A record of which nothing is known but its number.
    #[must_use]
    pub fn new(id: u64) -> Self {
        Self {
            id,
            person: None,
            origin: Origin::Source,
            email: "",
            phone: "",
            customer_id: "",
            provider: Index::new(0),
            created_at: Minute::NEVER,
            country: Index::new(0),
            zone: Index::new(0),
            birthday: None,
            consent: [Consent::default(); Channel::COUNT],
            suppressions: Suppressions::default(),
            last_open: Minute::NEVER,
            last_click: Minute::NEVER,
            last_order: Minute::NEVER,
            orders: 0,
            spent_minor: 0,
        }
    }
}

impl Population {
    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many records the source knows: the rows of the import.
    #[must_use]
    pub fn source_records(&self) -> usize {
        self.origin.iter().filter(|&&origin| origin == Origin::Source).count()
    }

    /// Appends a record; property columns are appended to by the caller.
    pub fn push(&mut self, row: &Row<'_>) {
        self.ids.push(row.id);
        if let Some(person) = row.person {
            self.persons.get_or_insert_default().push(person);
        }
        self.origin.push(row.origin);
        self.email.push(row.email);
        self.phone.push(row.phone);
        self.customer_id.push(row.customer_id);
        self.provider.push(row.provider);
        self.created_at.push(row.created_at);
        self.country.push(row.country);
        self.zone.push(row.zone);
        self.birthday.push(row.birthday);
        for (column, consent) in self.consent.iter_mut().zip(row.consent) {
            column.push(consent);
        }
        self.suppressions.push(row.suppressions);
        self.last_open.push(row.last_open);
        self.last_click.push(row.last_click);
        self.last_order.push(row.last_order);
        self.orders.push(row.orders);
        self.spent_minor.push(row.spent_minor);
    }

    /// Makes room for so many further records.
    pub fn reserve(&mut self, records: usize) {
        /// Addresses, numbers and ids are about as long as this; a guess, never a limit.
        const TEXT_BYTES: [usize; 3] = [32, 16, 10];
        self.ids.reserve(records);
        self.origin.reserve(records);
        for (column, bytes) in [&mut self.email, &mut self.phone, &mut self.customer_id].into_iter().zip(TEXT_BYTES) {
            column.reserve(records, records * bytes);
        }
        self.provider.reserve(records);
        self.created_at.reserve(records);
        self.country.reserve(records);
        self.zone.reserve(records);
        self.birthday.reserve(records);
        self.consent.iter_mut().for_each(|column| column.reserve(records));
        self.suppressions.reserve(records);
        for column in [&mut self.last_open, &mut self.last_click, &mut self.last_order] {
            column.reserve(records);
        }
        self.orders.reserve(records);
        self.spent_minor.reserve(records);
    }

    /// Appends the records of another population, whose ids are higher.
    ///
    /// A property that one of the two does not hold is missing for its records.
    pub fn append(&mut self, mut other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        if other.is_empty() {
            return;
        }
        let records = self.len();
        self.ids.append(&mut other.ids);
        if let (Some(persons), Some(others)) = (&mut self.persons, &mut other.persons) {
            persons.append(others);
        } else {
            self.persons = None; // the truth is known of all records, or of none
        }
        self.origin.append(&mut other.origin);
        self.email.append(&other.email);
        self.phone.append(&other.phone);
        self.customer_id.append(&other.customer_id);
        self.provider.append(&mut other.provider);
        self.created_at.append(&mut other.created_at);
        self.country.append(&mut other.country);
        self.zone.append(&mut other.zone);
        self.birthday.append(&mut other.birthday);
        for (column, others) in self.consent.iter_mut().zip(&mut other.consent) {
            column.append(others);
        }
        self.suppressions.append(&mut other.suppressions);
        self.last_open.append(&mut other.last_open);
        self.last_click.append(&mut other.last_click);
        self.last_order.append(&mut other.last_order);
        self.orders.append(&mut other.orders);
        self.spent_minor.append(&mut other.spent_minor);
        self.append_properties(other.properties, records);
    }

    /// Appends values of properties; `records` is how many records there were. A property that one side does not hold
    /// is missing there.
    fn append_properties(&mut self, others: Vec<PropertyColumn>, records: usize) {
        for mut other in others {
            match self.properties.iter_mut().find(|column| column.property == other.property) {
                Some(column) => column.values.append(&mut other.values),
                None => {
                    let mut values = vec![Value::Absent; records];
                    values.append(&mut other.values);
                    self.properties.push(PropertyColumn { property: other.property, values });
                }
            }
        }
        for column in &mut self.properties {
            column.values.resize(self.ids.len(), Value::Absent);
        }
    }

    /// What the source lawfully says of a record's consent on a channel: a complaint or an unsubscribe from everything
    /// is a no, whatever the consent column holds. A bounce or a block by hand is no statement of the person.
    #[must_use]
    pub fn lawful_consent(&self, row: usize, channel: usize) -> ConsentState {
        let said_no = Suppressions::COMPLAINED.with(Suppressions::UNSUBSCRIBED);
        if self.suppressions[row].0 & said_no.0 != 0 {
            return ConsentState::Unsubscribed;
        }
        self.consent[channel][row].state
    }

    /// The method by which a record's consent came about.
    #[must_use]
    pub fn consent_method(&self, row: usize, channel: usize) -> ConsentMethod {
        self.consent[channel][row].method
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appended_records_keep_their_texts_and_missing_properties_stay_missing() {
        let record = |id, email| {
            let mut population = Population::default();
            population.push(&Row { email, ..Row::new(id) });
            population
        };
        let (mut first, mut second) = (record(1, "a@x.example"), record(2, "bc@x.example"));
        let column = |number, value| PropertyColumn { property: Index::new(number), values: vec![value] };
        first.properties.push(column(0, Value::Int(1)));
        second.properties.push(column(3, Value::Bool(true)));
        first.append(second);
        first.append(record(3, ""));
        assert_eq!([0, 1, 2].map(|row| first.email.get(row)), ["a@x.example", "bc@x.example", ""]);
        assert_eq!(first.properties[0].values, [Value::Int(1), Value::Absent, Value::Absent]);
        assert_eq!(first.properties[1].values, [Value::Absent, Value::Bool(true), Value::Absent]);
    }
}
