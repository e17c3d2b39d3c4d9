//! A small world for the tests of the register: a few keys, a few clusters, and everything that can be done to them.

mod decisions;
mod examples;
mod laws;

use proptest::prelude::*;

use super::*;
use rehearsal_core::consent::ConsentState;

const MINT: MintKey = MintKey::new([7; 16]);

/// What a row says about consent on each channel.
type Says = [Option<ConsentState>; 2];

const STATES: [Option<ConsentState>; 5] = [
    None,
    Some(ConsentState::Unsubscribed),
    Some(ConsentState::Never),
    Some(ConsentState::Unconfirmed),
    Some(ConsentState::Subscribed),
];

/// A row: its key, its cluster and what it says about consent.
#[derive(Clone, Debug)]
struct Row {
    source: &'static str,
    id: String,
    cluster: u32,
    says: Says,
}

fn row(source: &'static str, id: &str, cluster: u32) -> Row {
    Row { source, id: id.to_owned(), cluster, says: [None; 2] }
}

/// Rows of which each letter is a key, and each word a cluster.
fn words(text: &str) -> Vec<Row> {
    let words = (0..).zip(text.split(' '));
    words.flat_map(|(cluster, word)| word.chars().map(move |letter| row("crm", &letter.to_string(), cluster))).collect()
}

fn key(letter: &str) -> SourceKey<'_> {
    SourceKey { source: "crm", id: letter }
}

/// Clusters 0 and 1 live together, 2 and 3 do, and so on.
fn identify(register: &mut Register, rows: &[Row]) -> Identified {
    let keys: Vec<_> = rows.iter().map(|row| SourceKey { source: row.source, id: &row.id }).collect();
    let cluster_of: Vec<_> = rows.iter().map(|row| row.cluster).collect();
    let household_of: Vec<_> = rows.iter().map(|row| row.cluster / 2).collect();
    let consent_of: Vec<_> = rows.iter().map(|row| row.says).collect();
    let rows = Rows { keys: &keys, cluster_of: &cluster_of, household_of: &household_of, consent_of: &consent_of };
    register.identify(&MINT, &rows).unwrap()
}

/// The customers of rows, one after the other.
fn ids(identified: &Identified) -> Vec<CustomerId> {
    (0..identified.customer_of.len()).map(|row| identified.customer(row).id).collect()
}

/// Who has which record, and who each id means.
type Standing = (Vec<(String, CustomerId)>, Vec<(CustomerId, CustomerId)>);

fn standing(register: &Register) -> Standing {
    (register.crosswalk().map(|(key, id)| (format!("{key:?}"), id)).collect(), register.aliases().collect())
}

/// Everything that must hold of a register, however it came to be.
fn assert_sound(register: &Register) {
    let replayed = Register::replay(register.events());
    assert_eq!(replayed.as_ref(), Ok(register), "the log says everything");
    let mut weights = vec![0; register.into.len()];
    for (number, &holder) in (0..).zip(&register.crosswalk.holder_of) {
        let mut customer = holder;
        weights[customer as usize] += 1;
        while register.into[customer as usize] != customer {
            assert!(register.into[customer as usize] < customer, "the earlier minted id survives");
            customer = register.into[customer as usize];
            weights[customer as usize] += 1;
        }
        let key = register.crosswalk.key(number);
        assert_eq!(register.customer_of(key), Some(register.customer(customer)));
    }
    assert_eq!(register.weight, weights);
    let aliases: Vec<u32> =
        (0..).zip(&register.into).filter(|(number, into)| *number != **into).map(|(n, _)| n).collect();
    assert_eq!(register.linked_by.keys().copied().collect::<Vec<_>>(), aliases);
    for (id, now) in register.aliases() {
        assert_eq!((register.resolve(id), register.resolve(now)), (Some(now), Some(now)), "every id resolves");
    }
}

/// Rows of at most ten keys in at most six clusters, some of them twice.
fn some_rows() -> impl Strategy<Value = Vec<Row>> {
    let source = prop_oneof![Just("crm"), Just("shop")];
    let says = (proptest::sample::select(&STATES[..]), proptest::sample::select(&STATES[..]));
    let row = (source, "[1-5]", 0_u32..6, says).prop_map(|(source, id, cluster, says)| Row {
        source,
        id,
        cluster,
        says: [says.0, says.1],
    });
    proptest::collection::vec(row, 0..12)
}

/// Rows of which none is a record twice.
fn some_records() -> impl Strategy<Value = Vec<Row>> {
    some_rows().prop_map(|mut rows| {
        rows.sort_by(|left, right| (left.source, &left.id).cmp(&(right.source, &right.id)));
        rows.dedup_by(|left, right| (left.source, &left.id) == (right.source, &right.id));
        rows
    })
}

/// Something that is done to a register.
#[derive(Clone, Debug)]
enum Deed {
    Run(Vec<Row>),
    Merge(prop::sample::Index, prop::sample::Index),
    Split(prop::sample::Index, u16),
    Undo(prop::sample::Index),
}

fn some_deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => some_rows().prop_map(Deed::Run),
        2 => any::<(prop::sample::Index, prop::sample::Index)>().prop_map(|(left, right)| Deed::Merge(left, right)),
        2 => any::<(prop::sample::Index, u16)>().prop_map(|(customer, keys)| Deed::Split(customer, keys)),
        2 => any::<prop::sample::Index>().prop_map(Deed::Undo),
    ];
    (some_rows(), proptest::collection::vec(deed, 0..8))
        .prop_map(|(rows, deeds)| std::iter::once(Deed::Run(rows)).chain(deeds).collect())
}

/// The records of the customer of the record at a place that a mask names.
fn masked(register: &Register, place: prop::sample::Index, mask: u16) -> Vec<(String, String)> {
    let all: Vec<_> = register.crosswalk().collect();
    if all.is_empty() {
        return Vec::new();
    }
    let customer = all[place.index(all.len())].1;
    let of_customer = all.iter().filter(|(_, id)| *id == customer).zip(0..);
    let named = of_customer.filter(|(_, bit)| mask >> bit & 1 == 1);
    named.map(|((key, _), _)| (key.source.to_owned(), key.id.to_owned())).collect()
}

fn keys(names: &[(String, String)]) -> Vec<SourceKey<'_>> {
    names.iter().map(|(source, id)| SourceKey { source, id }).collect()
}

/// Does it, if it can be done; a deed that is refused changes nothing.
fn perform(register: &mut Register, deed: &Deed) {
    let before = register.clone();
    let done = match deed {
        Deed::Run(rows) => {
            identify(register, rows);
            Ok(())
        }
        Deed::Merge(left, right) => {
            let customers: Vec<_> = register.aliases().map(|(id, _)| id).collect();
            if customers.is_empty() {
                return;
            }
            register.merge(*left.get(&customers), *right.get(&customers)).map(|_| ())
        }
        Deed::Split(place, mask) => {
            let named = masked(register, *place, *mask);
            register.split(&MINT, &keys(&named)).map(|_| ())
        }
        Deed::Undo(event) if register.events_len() == 0 => register.undo(event.index(9) as u32),
        Deed::Undo(event) => register.undo(event.index(register.events_len() as usize) as u32),
    };
    if done.is_err() {
        assert_eq!(*register, before);
    }
}

/// A register with a history.
fn lived(deeds: &[Deed]) -> Register {
    let mut register = Register::default();
    deeds.iter().for_each(|deed| perform(&mut register, deed));
    register
}
