//! What holds of decisions: they can be taken back, and runs obey them.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Everything that a decision changes, of the ids that there were.
fn shape(register: &Register, ids: usize) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let of_ids = |column: &[u32]| column[..ids].to_vec();
    (register.crosswalk.holder_of.clone(), of_ids(&register.into), of_ids(&register.weight))
}

/// All records of a register in one cluster.
fn all_together(register: &Register) -> Vec<Row> {
    let sources = ["crm", "shop"];
    let source = |key: SourceKey<'_>| sources.into_iter().find(|source| *source == key.source).unwrap();
    register.crosswalk().map(|(key, _)| row(source(key), key.id, 0)).collect()
}

/// The first row of each record.
fn one_row_a_record(mut rows: Vec<Row>) -> Vec<Row> {
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert((row.source, row.id.clone())));
    rows
}

proptest! {
    #[test]
    fn a_merge_that_is_undone_leaves_everything_as_it_was(
        deeds in some_deeds(),
        left: prop::sample::Index,
        right: prop::sample::Index,
    ) {
        let mut register = lived(&deeds);
        let customers: Vec<_> = register.aliases().map(|(id, _)| id).collect();
        prop_assume!(!customers.is_empty());
        let (before, ids) = (register.clone(), customers.len());
        let event = register.events_len();
        let (left, right) = (*left.get(&customers), *right.get(&customers));
        prop_assume!(register.merge(left, right).is_ok());
        prop_assert_eq!(register.resolve(left), register.resolve(right));
        register.undo(event).unwrap();
        prop_assert_eq!(shape(&register, ids), shape(&before, ids));
        prop_assert_eq!(standing(&register), standing(&before));
        prop_assert_eq!(register.undo(event), Err(Refused::NotStanding));
        assert_sound(&register);
    }

    #[test]
    fn all_merges_of_a_run_can_be_undone_in_any_order(deeds in some_deeds(), rows in some_rows(), turn in 0_usize..4) {
        let mut register = lived(&deeds);
        // A record in two clusters could join two others in the next run, which no decision has kept apart.
        let rows = one_row_a_record(rows);
        let (before, known) = (standing(&register), register.crosswalk.len() as usize);
        let found = identify(&mut register, &rows);
        let last = found.first_event + found.merged.len() as u32;
        let mut merges: Vec<u32> = (found.first_event..last).collect();
        merges.rotate_left(turn.min(found.merged.len()));
        merges.into_iter().for_each(|event| register.undo(event).unwrap());
        prop_assert_eq!(&standing(&register).0[..known], &before.0[..]);
        // And they stay two, though the clusters say otherwise.
        prop_assert!(identify(&mut register, &rows).merged.is_empty());
        assert_sound(&register);
    }

    #[test]
    fn a_split_that_is_undone_leaves_everything_as_it_was(deeds in some_deeds(), place: prop::sample::Index, mask: u16) {
        let mut register = lived(&deeds);
        let named = masked(&register, place, mask);
        let (before, ids) = (register.clone(), register.customers.len() as usize);
        let event = register.events_len();
        let split = register.split(&MINT, &keys(&named));
        prop_assume!(split.is_ok());
        for (key, id) in register.crosswalk() {
            let is_named = named.contains(&(key.source.to_owned(), key.id.to_owned()));
            prop_assert_eq!(Ok(id) == split, is_named, "what was named has the other id, and nothing else has");
        }
        register.undo(event).unwrap();
        prop_assert_eq!(shape(&register, ids), shape(&before, ids));
        prop_assert_eq!(standing(&register).0, standing(&before).0);
        prop_assert_eq!(&register.apart, &before.apart);
        prop_assert_eq!(register.resolve(split.unwrap()), register.customer_of(keys(&named)[0]));
        assert_sound(&register);
    }

    #[test]
    fn no_run_joins_what_a_person_split(deeds in some_deeds(), place: prop::sample::Index, mask: u16) {
        let mut register = lived(&deeds);
        let named = masked(&register, place, mask);
        let split = register.split(&MINT, &keys(&named));
        prop_assume!(split.is_ok());
        let before = standing(&register);
        let rows = all_together(&register);
        let found = identify(&mut register, &rows);
        prop_assert_eq!(standing(&register), before);
        prop_assert_eq!(found.unmerged.len(), 1);
        prop_assert_eq!(found.unmerged[0].because, Because::Decided);
    }

    #[test]
    fn dedupe_is_told_what_stands(deeds in some_deeds()) {
        let register = lived(&deeds);
        let rows = all_together(&register);
        let keys: Vec<_> = rows.iter().map(|row| SourceKey { source: row.source, id: &row.id }).collect();
        let customer = |row: u32| register.customer_of(keys[row as usize]);
        let mut told = BTreeSet::new();
        for decision in register.decisions(&keys) {
            prop_assert!(decision.rows[0] < decision.rows[1]);
            let [left, right] = decision.rows.map(customer);
            prop_assert_eq!(decision.are_same, left == right);
            told.insert((left.min(right), left.max(right)));
        }
        for [left, right] in register.apart_roots(&register.roots()) {
            let ids = [left, right].map(|number| Some(register.customer(number)));
            if [left, right].iter().all(|&number| register.weight[number as usize] > 0) {
                prop_assert!(told.contains(&(ids[0].min(ids[1]), ids[0].max(ids[1]))));
            }
        }
    }

    #[test]
    fn a_log_that_was_edited_is_refused_or_is_another_log(
        deeds in some_deeds(),
        place: prop::sample::Index,
        other: prop::sample::Index,
        edit in 0..4,
    ) {
        let register = lived(&deeds);
        let mut events: Vec<_> = register.events().collect();
        prop_assume!(!events.is_empty());
        let (place, other) = (place.index(events.len()), other.index(events.len()));
        match edit {
            0 => drop(events.remove(place)),
            1 => events.swap(place, other),
            2 => events.insert(other, events[place].clone()),
            _ => events.truncate(place),
        }
        match Register::replay(events.iter().cloned()) {
            Ok(replayed) => {
                assert_sound(&replayed);
                prop_assert_eq!(replayed.events().collect::<Vec<_>>(), events);
            }
            Err(broken) => prop_assert!((broken.event as usize) < events.len()),
        }
    }
}
