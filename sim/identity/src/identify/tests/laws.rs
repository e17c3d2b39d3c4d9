//! What holds of every run, whatever happened before.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use rehearsal_core::consent::Channel;

proptest! {
    #[test]
    fn whatever_is_done_the_register_is_sound(deeds in some_deeds()) {
        let mut register = Register::default();
        let mut given_out = BTreeSet::new();
        for deed in &deeds {
            perform(&mut register, deed);
            assert_sound(&register);
            given_out.extend(register.aliases().map(|(id, _)| id));
            prop_assert!(given_out.iter().all(|&id| register.resolve(id).is_some()));
        }
    }

    #[test]
    fn rows_in_another_order_get_the_same_ids(
        deeds in some_deeds(),
        (rows, order) in some_rows().prop_flat_map(|rows| {
            let order: Vec<usize> = (0..rows.len()).collect();
            (Just(rows), Just(order).prop_shuffle())
        }),
        labels in Just(vec![0_u32, 1, 2]).prop_shuffle(),
    ) {
        // The order of the rows changes, and with it the numbers that clusters and households go by.
        let turned = |place: &usize| {
            let row = rows[*place].clone();
            Row { cluster: 2 * labels[row.cluster as usize / 2] + (1 - row.cluster % 2), ..row }
        };
        let turned: Vec<Row> = order.iter().map(turned).collect();
        let (mut left, mut right) = (lived(&deeds), lived(&deeds));
        let (before, after) = (identify(&mut left, &rows), identify(&mut right, &turned));
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(&before.customers, &after.customers);
        for (place, &row) in order.iter().enumerate() {
            prop_assert_eq!(before.customer(row).id, after.customer(place).id);
        }
        let customers = |found: &Identified| -> BTreeSet<Vec<CustomerId>> {
            found.unmerged.iter().map(|unmerged| unmerged.customers.clone()).collect()
        };
        prop_assert_eq!(customers(&before), customers(&after));
        prop_assert_eq!(before.drifted.len(), after.drifted.len());
        prop_assert_eq!(before.disagreements.len(), after.disagreements.len());
    }

    #[test]
    fn a_run_that_is_repeated_changes_nothing(deeds in some_deeds(), rows in some_rows()) {
        let mut register = lived(&deeds);
        let first = identify(&mut register, &rows);
        let before = register.clone();
        let again = identify(&mut register, &rows);
        prop_assert_eq!(&register, &before);
        prop_assert_eq!(again.first_event, before.events_len());
        let expected = Identified { first_event: again.first_event, minted: 0, attached: 0, merged: Vec::new(), ..first };
        prop_assert_eq!(again, expected);
    }

    #[test]
    fn a_known_record_keeps_its_customer(deeds in some_deeds(), rows in some_rows()) {
        let mut register = lived(&deeds);
        let before = standing(&register);
        let found = identify(&mut register, &rows);
        let after = standing(&register);
        let merged: BTreeMap<_, _> = found.merged.iter().map(|pair| (pair[0], pair[1])).collect();
        for ((key, old), (same_key, new)) in before.0.iter().zip(&after.0) {
            prop_assert_eq!(key, same_key);
            prop_assert_eq!(new, merged.get(old).unwrap_or(old), "only a merge gives another id");
        }
    }

    #[test]
    fn a_run_never_joins_known_customers_whom_it_holds_apart(deeds in some_deeds(), rows in some_rows()) {
        let mut register = lived(&deeds);
        let known = |register: &Register, row: &Row| register.customer_of(SourceKey { source: row.source, id: &row.id });
        let before: Vec<_> = rows.iter().map(|row| known(&register, row)).collect();
        let after = ids(&identify(&mut register, &rows));
        for left in 0..rows.len() {
            for right in 0..left {
                let were_two = before[left].is_some() && before[right].is_some() && before[left] != before[right];
                if were_two && after[left] == after[right] {
                    let in_cluster = |customer, cluster| (0..rows.len()).any(|row| before[row] == customer && rows[row].cluster == cluster);
                    prop_assert!(in_cluster(before[left], rows[right].cluster));
                    prop_assert_eq!(rows[left].cluster, rows[right].cluster, "all rows of merged customers are in one cluster");
                }
            }
        }
    }

    #[test]
    fn a_first_run_is_its_clusters(rows in some_records()) {
        let mut register = Register::default();
        let found = identify(&mut register, &rows);
        for left in 0..rows.len() {
            for right in 0..left {
                let (first, second) = (found.customer(left), found.customer(right));
                prop_assert_eq!(first.id == second.id, rows[left].cluster == rows[right].cluster);
                prop_assert_eq!(first.household == second.household, rows[left].cluster / 2 == rows[right].cluster / 2);
            }
        }
        prop_assert_eq!((found.minted as usize, found.attached as usize), (found.customers.len(), rows.len()));
        prop_assert!(found.drifted.is_empty() && found.unmerged.is_empty() && found.merged.is_empty());
        prop_assert!(found.customers.iter().all(|customer| !customer.is_partial));
    }

    #[test]
    fn the_report_is_what_a_look_at_all_rows_finds(deeds in some_deeds(), rows in some_rows()) {
        let mut register = lived(&deeds);
        let found = identify(&mut register, &rows);
        let ids = ids(&found);
        for customer in &found.customers {
            let its: Vec<usize> = (0..rows.len()).filter(|&row| ids[row] == customer.id).collect();
            let clusters: BTreeSet<_> = its.iter().map(|&row| rows[row].cluster).collect();
            prop_assert_eq!(found.drifted.iter().any(|drifted| drifted.customer == customer.id), clusters.len() > 1);
            let records: BTreeSet<_> = its.iter().map(|&row| (rows[row].source, &rows[row].id)).collect();
            let known = register.crosswalk().filter(|(_, id)| *id == customer.id).count();
            prop_assert_eq!(customer.is_partial, records.len() < known);
            prop_assert_eq!(register.household_of(customer.id), Some(customer.household));
            for channel in Channel::ALL {
                let said: Vec<_> = its.iter().filter_map(|&row| Some((rows[row].says[channel as usize]?, row as u32))).collect();
                let strictest = said.iter().map(|says| says.0).min();
                prop_assert_eq!(customer.consent[channel as usize], strictest);
                let found = found.disagreements.iter().find(|found| found.customer == customer.id && found.channel == channel);
                let rows = |is_strict: bool| -> Vec<u32> {
                    said.iter().filter(|says| (Some(says.0) == strictest) == is_strict).map(|says| says.1).collect()
                };
                prop_assert_eq!(found.is_some(), !rows(false).is_empty());
                if let Some(found) = found {
                    prop_assert_eq!(Some(found.strictest), strictest);
                    prop_assert_eq!((&found.strict_rows, &found.overruled_rows), (&rows(true), &rows(false)));
                }
            }
        }
        for cluster in 0..6 {
            let rows: Vec<u32> = (0..).zip(&rows).filter(|(_, row)| row.cluster == cluster).map(|(row, _)| row).collect();
            let customers: BTreeSet<_> = rows.iter().map(|&row| ids[row as usize]).collect();
            let told = found.unmerged.iter().find(|unmerged| unmerged.rows == rows);
            prop_assert_eq!(told.is_some(), customers.len() > 1);
            if let Some(told) = told {
                prop_assert_eq!(told.customers.iter().copied().collect::<BTreeSet<_>>(), customers);
            }
        }
    }
}
