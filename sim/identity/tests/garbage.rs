//! Whatever stands in a table: no panic, and no time lost.

use proptest::prelude::*;

use super::fixtures::*;
use rehearsal_identity::{ColumnKind, Settings, dedupe};

/// A cell as no form should have accepted it.
fn any_cell() -> impl Strategy<Value = String> {
    let like = "[0-9+() /.,@'a-zA-Z-]{0,24}";
    let dates = "[0-9]{0,5}[-/.][0-9]{0,5}[-/.T ][0-9]{0,6}";
    prop_oneof![
        3 => Just(String::new()),
        3 => "\\PC{0,20}",
        2 => like,
        1 => dates,
        1 => "[\u{300}-\u{36f}\u{200b}-\u{200f}\u{130}\u{df}\u{1f600}@0-9 ]{0,8}",
        1 => ("\\PC", 0_usize..3_000).prop_map(|(letter, times)| letter.repeat(times)),
        1 => proptest::sample::select(vec!["@", "a@b", "@@", "+@x.example", "0", "00", "+", "(0)", "+(0)", "-", "1-1-1",
            "99999999", "'", "van", "van de", "\u{feff}", "12", "0000-00-00", "4294967296 9", "9-9-99999"])
            .prop_map(str::to_owned),
    ]
}

fn any_rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(proptest::collection::vec(any_cell(), ColumnKind::ALL.len()), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_in_a_cell_panics(rows in any_rows()) {
        let findings = found(&table(&ColumnKind::ALL, &rows));
        prop_assert_eq!(findings.cluster_of.len(), rows.len());
    }

    #[test]
    fn no_column_by_itself_panics(rows in any_rows(), kind in proptest::sample::select(ColumnKind::ALL.to_vec())) {
        let rows: Vec<Vec<String>> = rows.into_iter().flatten().map(|cell| vec![cell]).collect();
        let findings = found(&table(&[kind], &rows));
        prop_assert_eq!(findings.cluster_of.len(), rows.len());
    }
}

#[test]
fn no_rows_one_row_and_no_columns_are_nothing_to_do() {
    for rows in [vec![], vec![vec!["jan@a.example"; 15]], vec![vec![""; 15]; 50]] {
        let findings = found(&table(&ColumnKind::ALL, &rows));
        assert_eq!(findings.cluster_of, (0..rows.len() as u32).collect::<Vec<_>>());
        assert!(findings.merges.is_empty());
    }
    assert!(found(&table::<&str>(&[], &[])).cluster_of.is_empty());
}

#[test]
fn five_thousand_equal_rows_are_one_person() {
    let cells = "pim.quakkelaar@mail.example|Pim|Quakkelaar|0687654321|Dorpsweg 7|1234 AB|Zwolle|NL|1971-05-06";
    let (table, first) = among_customers(2_000, 1, &[cells; 5_000]);
    let findings = dedupe(&table, &Settings::default(), 2);
    assert!((1..5_000).all(|row| are_joined(&findings, first, [0, row])), "{:?}", findings.effort);
}

#[test]
fn a_table_of_equal_rows_is_gone_through_quickly() {
    let cells = "jan.jansen@mail.example|Jan|Jansen|0612345679|Kerkstraat 12|1011 AB|Amsterdam|NL|1970-02-03";
    let rows = vec![cells.split('|').collect::<Vec<_>>(); 5_000];
    let findings = found(&table(&PERSON, &rows));
    assert!(findings.effort.pairs < 50_000, "{}", findings.effort.pairs);
    assert!(findings.cluster_of.iter().all(|&cluster| cluster == 0), "they are one person");
}
