//! What records say of a profile, as facts.
//!
//! Owns: which facts tell it. Deliberately changes no state: judges read these facts instead of the records.

use super::columns::Population;
use crate::history::{Fact, FactKind, PackedInt, PackedValue};
use crate::ids::{Index, PropertyMark};
use crate::model::ClaimedFields;
use crate::time::Minute;
use crate::value::Value;

/// Tells who a profile is, and what its records say together: several records of one profile add up, as platforms that
/// merge them do. What they do not speak of is not told: no order, no money, no open. A profile without records is nobody,
/// and nothing is told.
pub fn tell_stated(
    claimed: &ClaimedFields,
    population: &Population,
    records: &[u32],
    profile: u32,
    facts: &mut Vec<Fact>,
) {
    let Some(&first) = records.first() else { return };
    let mut tell = |kind| facts.push(Fact { at: Minute(0), profile, kind });
    let row = first as usize;
    tell(FactKind::Recipient {
        provider: population.provider[row],
        zone: population.zone[row],
        country: population.country[row],
        has_email: !population.email.get(row).is_empty(),
        has_phone: !population.phone.get(row).is_empty(),
    });
    let rows = || records.iter().map(|&record| record as usize);
    let latest = |column: &[Minute]| rows().map(|row| column[row]).max().unwrap_or(Minute::NEVER);
    if claimed.orders {
        let number = rows().fold(0_u32, |sum, row| sum.saturating_add(population.orders[row]));
        let last = latest(&population.last_order);
        if number > 0 || last != Minute::NEVER {
            tell(FactKind::OrdersStated { number, last });
        }
    }
    if claimed.spent {
        let minor = rows().fold(0_i64, |sum, row| sum.saturating_add(population.spent_minor[row]));
        if minor != 0 {
            tell(FactKind::SpentStated { minor: PackedInt::new(minor) });
        }
    }
    if claimed.engagement {
        let (last_open, last_click) = (latest(&population.last_open), latest(&population.last_click));
        if [last_open, last_click] != [Minute::NEVER; 2] {
            tell(FactKind::EngagementStated { last_open, last_click });
        }
    }
    for &property in &claimed.properties {
        tell(property_stated(population, first, property));
    }
}

/// What a record says of a property.
#[must_use]
pub fn property_stated(population: &Population, record: u32, property: Index<PropertyMark>) -> FactKind {
    let column = population.properties.iter().find(|column| column.property == property);
    let value = column.map_or(Value::Absent, |column| column.values[record as usize]);
    FactKind::PropertyStated { property, value: PackedValue::new(value) }
}
