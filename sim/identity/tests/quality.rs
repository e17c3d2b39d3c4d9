//! How well people are told apart whose truth is known, on clearly different tables.

use rehearsal_fixtures::{CustomerRates, customers};
use rehearsal_identity::{Basis, Quality, Settings, dedupe};

/// Of ten thousand: what is promised of every table that a careful reader could sort out.
const F1_MIN: u64 = 9_550;

/// Of ten thousand: joining two people does more harm than leaving one twice.
const PRECISION_MIN: u64 = 9_500;

fn quality(rates: &CustomerRates, rows: u32, seed: u64) -> Quality {
    let (table, truth) = customers(rates, rows, seed);
    let findings = dedupe(&table, &Settings::default(), 2);
    assert!(matches!(findings.basis, Basis::Fitted { .. }), "{:?}", findings.basis);
    Quality::of(&findings.cluster_of, &truth)
}

#[test]
fn a_webshop_is_told_apart() {
    let found = quality(&CustomerRates::default(), 20_000, 1);
    let (f1, precision) = (found.f1_basis_points(), found.precision_basis_points());
    assert!(f1 >= F1_MIN && precision >= PRECISION_MIN, "F1 {f1}, precision {precision}: {found:?}");
}

#[test]
fn clearly_different_tables_are_told_apart_as_well() {
    let measured = CustomerRates::perturbed().into_iter().map(|(name, rates)| {
        let found = quality(&rates, 10_000, 2);
        (name, found.f1_basis_points(), found.precision_basis_points(), found.recall_basis_points())
    });
    let measured: Vec<_> = measured.collect();
    let is_enough = |f1, precision| f1 >= F1_MIN && precision >= PRECISION_MIN;
    let all = measured.iter().all(|&(_, f1, precision, _)| is_enough(f1, precision));
    assert!(all, "name, F1, precision, recall: {measured:?}");
}

#[test]
fn a_small_table_is_told_apart_as_well() {
    let found = quality(&CustomerRates::default(), 1_000, 3);
    let f1 = found.f1_basis_points();
    assert!(f1 >= 9_300, "F1 {f1}: {found:?}");
}
