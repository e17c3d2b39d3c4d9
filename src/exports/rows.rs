//! Rows of a file to records.
//!
//! Owns: what each cell means for the record. Deliberately copies nothing into a record that was not understood: a
//! cell under `email` that holds no address may hold anything.

use rehearsal_core::consent::{ByChannel, Channel, Consent, ConsentState, Suppressions};
use rehearsal_core::ids::{Index, PropertyMark, SymbolMark, ZoneMark};
use rehearsal_core::plan::Plan;
use rehearsal_core::records::{FileLine, Population, PropertyColumn, Row as Record};
use rehearsal_core::time::Minute;
use rehearsal_core::value::{Value, ValueKind};
use rehearsal_identity::{email_domain, normalise_customer_id, normalise_email, normalise_phone};

use super::date::{Clock, Order, OrderCount, Shape, Stamp};
use super::field::{DATES, Target};
use super::mapping::{MappedColumn, Mapping};
use super::place::country;
use super::provider::Providers;
use super::words::{consent_word, suppressed_by};
use super::{Reason, UnusableRow};
use crate::catalogue::ExportField as Field;
use crate::tables::words::{ConsentWord, consent_method, count, money_minor, yes_or_no};
use crate::tables::{Head, Note, Notes, Row, rows};

/// How far a property may lie ahead, in years, if its year has two digits: cards and subscriptions end within that time.
const PROPERTY_YEARS_AHEAD: u16 = 20;

/// What one file gave.
#[derive(Default)]
pub(super) struct FileRead {
    pub(super) population: Population,
    pub(super) rows_read: u64,
    pub(super) unusable: Vec<UnusableRow>,
    pub(super) notes: Notes,
}

/// A column of dates, kept as written until its order is known.
struct Dates {
    target: Target,
    columns: Vec<usize>,
    /// For each record, which of the columns was filled, and with what.
    stamps: Vec<(usize, Stamp)>,
}

/// The columns of one channel's consent.
struct ConsentColumns<'a> {
    state: Vec<MappedColumn<'a>>,
    state_field: Field,
    blacklisted: Vec<usize>,
    blacklisted_field: Field,
    method: Vec<usize>,
}

/// The columns of one custom property, and its value for each record.
struct PropertyCells {
    property: Index<PropertyMark>,
    kind: ValueKind,
    columns: Vec<usize>,
    values: Vec<Value>,
}

/// Everything that is looked up for each row.
struct Reader<'a> {
    plan: &'a Plan,
    clock: Clock<'a>,
    providers: Providers,
    file: usize,
    email: Vec<usize>,
    phone: Vec<usize>,
    customer_id: Vec<usize>,
    country: Vec<usize>,
    time_zone: Vec<usize>,
    consent: ByChannel<ConsentColumns<'a>>,
    suppressions: Vec<MappedColumn<'a>>,
    orders: Vec<usize>,
    spent: Vec<usize>,
    dates: Vec<Dates>,
    properties: Vec<PropertyCells>,
    /// The last country cell and what it meant: most rows repeat it.
    last_country: (String, Index<SymbolMark>, Index<ZoneMark>, bool),
    read: FileRead,
}

/// The first cell that holds something.
fn first<'a>(row: &Row<'a>, columns: &[usize]) -> &'a str {
    columns.iter().map(|&column| row.cell(column)).find(|cell| !cell.is_empty()).unwrap_or("")
}

/// Reads the rows behind a header.
pub(super) fn read_rows(plan: &Plan, file: usize, mapping: &Mapping<'_>, head: &Head<'_>) -> FileRead {
    let mut reader = Reader::new(plan, file, mapping);
    let swallowed = rows(head, |row| reader.row(row));
    swallowed.into_iter().for_each(|line| reader.read.notes.add(Note::OpenQuote, line));
    reader.finish()
}

impl<'a> Reader<'a> {
    fn new(plan: &'a Plan, file: usize, mapping: &Mapping<'a>) -> Self {
        let of = |field| mapping.of(Target::Field(field));
        let words_of = |field| mapping.mapped(Target::Field(field)).collect::<Vec<_>>();
        let mut dates: Vec<Dates> = DATES
            .into_iter()
            .map(|field| Dates { target: Target::Field(field), columns: of(field), stamps: Vec::new() })
            .filter(|dates| !dates.columns.is_empty())
            .collect();
        let mut properties: Vec<PropertyCells> = Vec::new();
        for target in mapping.properties() {
            match target {
                Target::Property(property, ValueKind::Time) if !dates.iter().any(|column| column.target == target) => {
                    dates.push(Dates { target, columns: mapping.of(target), stamps: Vec::new() });
                    let kind = ValueKind::Time;
                    properties.push(PropertyCells { property, kind, columns: Vec::new(), values: Vec::new() });
                }
                Target::Property(property, kind) if !properties.iter().any(|held| held.property == property) => {
                    let columns = mapping.of(target);
                    properties.push(PropertyCells { property, kind, columns, values: Vec::new() });
                }
                _ => {}
            }
        }
        Self {
            plan,
            clock: Clock::new(plan),
            providers: Providers::new(plan),
            file,
            email: of(Field::Email),
            phone: [of(Field::Phone), of(Field::Phone2)].concat(),
            customer_id: of(Field::CustomerId),
            country: of(Field::Country),
            time_zone: of(Field::TimeZone),
            consent: [
                ConsentColumns {
                    state: words_of(Field::EmailConsent),
                    state_field: Field::EmailConsent,
                    blacklisted: of(Field::EmailBlacklisted),
                    blacklisted_field: Field::EmailBlacklisted,
                    method: of(Field::EmailConsentMethod),
                },
                ConsentColumns {
                    state: words_of(Field::SmsConsent),
                    state_field: Field::SmsConsent,
                    blacklisted: of(Field::SmsBlacklisted),
                    blacklisted_field: Field::SmsBlacklisted,
                    method: of(Field::SmsConsentMethod),
                },
            ],
            suppressions: words_of(Field::Suppressions),
            orders: of(Field::Orders),
            spent: of(Field::Spent),
            dates,
            properties,
            last_country: (String::new(), Index::new(0), Index::new(0), true),
            read: FileRead::default(),
        }
    }

    /// Reads one row: a record, or unusable; never nothing.
    fn row(&mut self, row: &Row<'_>) {
        self.read.rows_read += 1;
        let (file, line) = (self.file, row.line);
        let unusable = |reason| UnusableRow { file, line, reason };
        if row.is_ragged() {
            self.read.unusable.push(unusable(Reason::Ragged));
            return;
        }
        let email = self.email(row);
        let phone = self.phone(row);
        let customer_id = normalise_customer_id(first(row, &self.customer_id)).unwrap_or_default();
        if email.is_empty() && phone.is_empty() && customer_id.is_empty() {
            self.read.unusable.push(unusable(Reason::NoIdentifier));
            return;
        }
        let (country, zone) = self.country(row);
        let (mut suppressed, is_unknown) = suppressed_by(row, &self.suppressions);
        if is_unknown {
            self.read.notes.add(Note::SuppressionUnknown(Field::Suppressions.name()), line);
        }
        let consent = Channel::ALL.map(|channel| {
            let (consent, reasons) = self.consent(row, channel);
            suppressed = suppressed.with(reasons);
            consent
        });
        let orders = self.number(row, Field::Orders, |cell| count(cell).map(i64::from));
        let spent_minor = self.number(row, Field::Spent, money_minor);
        let provider = email_domain(email).map_or(self.providers.other(), |domain| self.providers.of(&domain));
        self.read.population.push(&Record {
            email,
            phone,
            customer_id: &customer_id,
            provider,
            country,
            zone,
            consent,
            suppressions: suppressed,
            orders: u32::try_from(orders).unwrap_or(0),
            spent_minor,
            ..Record::new(FileLine { file: self.file as u32, line: line as u32 }.number())
        });
        self.stamps(row);
        self.values(row);
    }

    /// The address as written, or nothing if it is none.
    fn email<'r>(&mut self, row: &Row<'r>) -> &'r str {
        let columns = self.email.iter().map(|&column| row.raw(column));
        let Some(cell) = columns.into_iter().find(|cell| !rehearsal_identity::trim(cell).is_empty()) else {
            return "";
        };
        match normalise_email(cell) {
            Some(normal) => {
                if normal != cell {
                    self.read.notes.add(Note::Respelt, row.line);
                }
                cell
            }
            None => {
                self.read.notes.add(Note::NoAddress, row.line);
                ""
            }
        }
    }

    /// The phone number as written, or nothing if it is none.
    fn phone<'r>(&mut self, row: &Row<'r>) -> &'r str {
        let mut filled = self.phone.iter().map(|&column| row.cell(column)).filter(|cell| !cell.is_empty());
        let Some(cell) = filled.next() else { return "" };
        let second = filled.next();
        let number = normalise_phone(cell);
        if second.and_then(normalise_phone).is_some_and(|second| number.as_ref().is_some_and(|first| *first != second))
        {
            self.read.notes.add(Note::PhonesDiffer, row.line);
        }
        if number.is_some() {
            return cell;
        }
        self.read.notes.add(Note::PhoneUnreadable, row.line);
        second.filter(|second| normalise_phone(second).is_some()).unwrap_or("")
    }

    fn country(&mut self, row: &Row<'_>) -> (Index<SymbolMark>, Index<ZoneMark>) {
        let cell = first(row, &self.country);
        if cell != self.last_country.0 {
            let found = country(cell);
            let index = |place: Option<usize>| place.and_then(|place| u16::try_from(place).ok()).unwrap_or(0);
            let symbol =
                self.plan.symbols.iter().position(|symbol| Some(symbol.as_str()) == found.map(|(code, _)| code));
            let zone = self.plan.zones.iter().position(|zone| Some(zone.name()) == found.map(|(_, zone)| zone));
            let is_known = found.is_some() || cell.is_empty();
            self.last_country = (cell.to_owned(), Index::new(index(symbol)), Index::new(index(zone)), is_known);
        }
        let (_, symbol, mut zone, is_known) = self.last_country;
        let own = first(row, &self.time_zone);
        if let Some(place) = self.plan.zones.iter().position(|zone| !own.is_empty() && zone.name() == own) {
            zone = Index::new(u16::try_from(place).unwrap_or(0));
        }
        if !is_known {
            self.read.notes.add(Note::CountryUnknown, row.line);
        }
        (symbol, zone)
    }

    /// Consent on a channel, without its time, and what its columns say of suppression.
    fn consent(&mut self, row: &Row<'_>, channel: Channel) -> (Consent, Suppressions) {
        let columns = &self.consent[channel as usize];
        let mut reasons = Suppressions::default();
        let mut state = match consent_word(row, &columns.state) {
            ConsentWord::State(state) => state,
            ConsentWord::PlainNo => {
                self.read.notes.add(Note::PlainNo(columns.state_field.name()), row.line);
                ConsentState::Unsubscribed
            }
            ConsentWord::Suppressed(reason) => {
                reasons = reason;
                ConsentState::Never
            }
            ConsentWord::Unknown => {
                self.read.notes.add(Note::ConsentUnknown(columns.state_field.name()), row.line);
                ConsentState::Never
            }
        };
        match yes_or_no(first(row, &columns.blacklisted)) {
            Some(true) => state = ConsentState::Unsubscribed,
            Some(false) if columns.state.is_empty() => {
                self.read.notes.add(Note::NotBlacklisted(columns.blacklisted_field.name()), row.line);
                state = ConsentState::Subscribed;
            }
            _ => {}
        }
        let method = consent_method(first(row, &columns.method));
        (Consent { state, at: Minute::NEVER, method }, reasons)
    }

    fn number(&mut self, row: &Row<'_>, field: Field, parse: impl Fn(&str) -> Option<i64>) -> i64 {
        let cell = first(row, if field == Field::Orders { &self.orders } else { &self.spent });
        if cell.is_empty() {
            return 0;
        }
        parse(cell).unwrap_or_else(|| {
            self.read.notes.add(Note::NumberUnreadable(field.name()), row.line);
            0
        })
    }

    /// Keeps the dates of a row as written.
    fn stamps(&mut self, row: &Row<'_>) {
        for dates in &mut self.dates {
            let filled = (0..dates.columns.len()).find(|&place| !row.cell(dates.columns[place]).is_empty());
            let stamp =
                filled.map_or((0, Stamp::default()), |place| (place, Stamp::read(row.cell(dates.columns[place]))));
            if stamp.1.shape == Shape::Unreadable {
                self.read.notes.add(unreadable(dates.target), row.line);
            }
            dates.stamps.push(stamp);
        }
    }

    /// Keeps the custom properties of a row.
    fn values(&mut self, row: &Row<'_>) {
        for PropertyCells { kind, columns, values, .. } in &mut self.properties {
            let cell = first(row, columns);
            let value = match kind {
                _ if cell.is_empty() => Some(Value::Absent),
                ValueKind::Bool => yes_or_no(cell).map(Value::Bool),
                ValueKind::Int => cell.parse().ok().map(Value::Int),
                // A text that no condition names is as good as any other such text: it is copied nowhere.
                ValueKind::Text => {
                    let place = self.plan.symbols.iter().position(|symbol| symbol == cell).unwrap_or(0);
                    u16::try_from(place).ok().map(|place| Value::Text(Index::new(place)))
                }
                ValueKind::Time | ValueKind::Span => Some(Value::Absent), // times come from the column of dates
            };
            values.push(value.unwrap_or_else(|| {
                self.read.notes.add(Note::PropertyUnreadable, row.line);
                Value::Absent
            }));
        }
    }

    /// Decides the orders of the dates and puts them into the records.
    fn finish(mut self) -> FileRead {
        for dates in std::mem::take(&mut self.dates) {
            self.put_dates(&dates);
        }
        for PropertyCells { property, values, .. } in std::mem::take(&mut self.properties) {
            self.read.population.properties.push(PropertyColumn { property, values });
        }
        self.read
    }

    fn put_dates(&mut self, dates: &Dates) {
        let mut counts = vec![OrderCount::default(); dates.columns.len()];
        for (column, stamp) in &dates.stamps {
            counts[*column].add(stamp);
        }
        if let Target::Field(field) = dates.target {
            for count in &counts {
                if count.is_mixed() {
                    let misfits = count.day_first.min(count.month_first);
                    self.read.notes.add_all(Note::DateMixed(field.name()), misfits);
                }
                if count.is_ambiguous() {
                    self.read.notes.add_all(Note::DateAmbiguous(field.name()), count.either);
                }
            }
        }
        let orders: Vec<Order> = counts.iter().map(OrderCount::order).collect();
        for (row, (column, stamp)) in dates.stamps.iter().enumerate() {
            if matches!(stamp.shape, Shape::Missing | Shape::Unreadable) {
                continue;
            }
            self.put_date(dates.target, row, stamp, orders[*column]);
        }
    }

    fn put_date(&mut self, target: Target, row: usize, stamp: &Stamp, order: Order) {
        let FileRead { population, notes, .. } = &mut self.read;
        let line = FileLine::of(population.ids[row]).line.into();
        if target == Target::Field(Field::Birthday) {
            population.birthday[row] = stamp.birthday(order);
            if population.birthday[row].is_none() {
                notes.add(unreadable(target), line);
            }
            return;
        }
        // What people did lies behind the rehearsal; a property can be an end that is still to come.
        let years_ahead = if matches!(target, Target::Property(..)) { PROPERTY_YEARS_AHEAD } else { 0 };
        let Some(at) = stamp.instant(&self.clock, order, self.clock.start_year + years_ahead) else {
            notes.add(unreadable(target), line);
            return;
        };
        if let Target::Field(field) = target
            && at.0 > 0
        {
            notes.add(Note::DateAhead(field.name()), line);
        }
        match target {
            Target::Field(Field::CreatedAt) => population.created_at[row] = at,
            Target::Field(Field::EmailConsentAt) => population.consent[Channel::Email as usize][row].at = at,
            Target::Field(Field::SmsConsentAt) => population.consent[Channel::Sms as usize][row].at = at,
            Target::Field(Field::LastOpen) => population.last_open[row] = at,
            Target::Field(Field::LastClick) => population.last_click[row] = at,
            Target::Field(Field::LastOrder) => population.last_order[row] = at,
            Target::Field(_) => {}
            Target::Property(property, _) => {
                if let Some(held) = self.properties.iter_mut().find(|held| held.property == property) {
                    held.values[row] = Value::Time(at);
                }
            }
        }
    }
}

/// What is noted about a cell that holds no date.
fn unreadable(target: Target) -> Note {
    match target {
        Target::Field(field) => Note::DateUnreadable(field.name()),
        Target::Property(..) => Note::PropertyUnreadable,
    }
}
