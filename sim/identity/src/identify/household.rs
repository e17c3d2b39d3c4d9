//! Where customers live: an id for each household, beside the customer ids.
//!
//! Owns: which household keeps its id when people move. A household is where somebody lives now, not who somebody is:
//! customers move from one to another, and no household is the alias of another. Deliberately gives one to customers
//! who live alone as well: the number of households is the number of addresses at which customers live.

use std::collections::BTreeMap;

use super::ids::{HouseholdId, IdKind, Mint, MintKey};
use super::records::Records;
use super::register::{NONE, Register};
use super::run::mint_ids;

/// Houses the customers of a run. `group_of` says who lives together: the group of a record.
///
/// An id goes along with the longest known of its customers in this run. Where several come together, the earliest
/// founded one is kept; where none is, one is founded.
pub(super) fn settle(
    register: &mut Register,
    mint: &MintKey,
    records: &Records<'_>,
    customer_of: &[u32],
    group_of: &dyn Fn(u32) -> u32,
) {
    let (home_of, groups) = homes(register, records, customer_of, group_of);
    let mut group_of_household = vec![NONE; register.households.len() as usize];
    let mut kept_by = vec![NONE; groups as usize];
    for (&home, &household) in home_of.iter().zip(&register.household_of) {
        if home == NONE || household == NONE {
            continue;
        }
        let group = &mut group_of_household[household as usize];
        if *group == NONE {
            *group = home; // customers ascend: this is the one known longest
            kept_by[home as usize] = kept_by[home as usize].min(household);
        }
    }
    let founded = found(register, mint, records, customer_of, (&home_of, &kept_by));
    for (&(_, group), number) in founded.iter().zip(register.households.len()..) {
        kept_by[group as usize] = number;
    }
    move_in(register, &home_of, &kept_by, &founded);
}

/// The group that each customer of the run lives in, and a number above all groups. A customer whose records live in
/// several lives where the one with the smallest key does.
fn homes(
    register: &Register,
    records: &Records<'_>,
    customer_of: &[u32],
    group_of: &dyn Fn(u32) -> u32,
) -> (Vec<u32>, u32) {
    let mut home_of = vec![NONE; register.customers.len() as usize];
    let mut several = BTreeMap::new();
    let mut groups = 0;
    for (record, &customer) in (0..).zip(customer_of) {
        let (group, home) = (group_of(record), &mut home_of[customer as usize]);
        groups = groups.max(group + 1);
        if *home == NONE {
            *home = group;
        } else if *home != group {
            several.insert(customer, NONE);
        }
    }
    if !several.is_empty() {
        for (record, customer) in (0..).zip(customer_of) {
            let Some(smallest) = several.get_mut(customer) else { continue };
            if *smallest == NONE || records.key(record) < records.key(*smallest) {
                *smallest = record;
            }
        }
    }
    for (customer, smallest) in several {
        home_of[customer as usize] = group_of(smallest);
    }
    (home_of, groups)
}

/// Ids and groups of the households that are new.
fn found(
    register: &Register,
    mint: &MintKey,
    records: &Records<'_>,
    customer_of: &[u32],
    (home_of, kept_by): (&[u32], &[u32]),
) -> Vec<(u64, u32)> {
    let home = |record: u32| home_of[customer_of[record as usize] as usize];
    let is_new = |&group: &u32| kept_by[group as usize] == NONE;
    let first_of = records.smallest(kept_by.len() as u32, |record| Some(home(record)).filter(is_new));
    mint_ids(&mut Mint::new(mint, IdKind::Household), records, &first_of, |id| register.households.find(id).is_some())
}

/// Logs who lives elsewhere than before: first the new households, each with its longest known customer.
fn move_in(register: &mut Register, home_of: &[u32], kept_by: &[u32], founded: &[(u64, u32)]) {
    let mut founder_of = vec![NONE; kept_by.len()];
    for (customer, &home) in (0..).zip(home_of).filter(|&(_, &home)| home != NONE) {
        let founder = &mut founder_of[home as usize];
        *founder = (*founder).min(customer);
    }
    register.households.reserve(founded.len());
    register.log.reserve_exact(founded.len());
    for &(id, group) in founded {
        register.step_found(HouseholdId(id), founder_of[group as usize]);
    }
    for (customer, &home) in (0..).zip(home_of).filter(|&(_, &home)| home != NONE) {
        let household = kept_by[home as usize];
        if register.household_of[customer as usize] != household {
            register.step_house(customer, household);
        }
    }
}
