//! What counts as evidence, and what does not: values that identify nobody, births, chains, and tables that tell nothing.

use super::fixtures::*;
use rehearsal_fixtures::{CustomerRates, customers};
use rehearsal_identity::{Basis, ColumnKind, Settings, Table, dedupe};

/// Customers before the rows that a test is about.
const BEFORE: u32 = 2_000;

#[test]
fn a_mailbox_of_many_families_is_nobodys() {
    let rows = [
        "info@firma.example|Pim|Quakkelaar|||||",
        "info@firma.example|Tess|Wispelwey|||||",
        "info@firma.example|Joost|Zandvliet|||||",
        "info@firma.example|Noor|Ypelaar|||||",
        "info@firma.example|Karel|Xanten|||||",
        "info@firma.example|Mila|Ubbink|||||",
    ];
    let (table, first) = among_customers(BEFORE, 1, &rows);
    let findings = found(&table);
    for one in 0..rows.len() {
        for other in one + 1..rows.len() {
            assert!(!are_joined(&findings, first, [one, other]), "{one} and {other}: a shared box joined strangers");
        }
    }
    let before = found(&among_customers(BEFORE, 1, &[]).0).learnt.shared_mailboxes;
    assert_eq!(findings.learnt.shared_mailboxes.values, before.values + 1);
    assert_eq!(findings.learnt.shared_mailboxes.rows, before.rows + 6);
}

#[test]
fn placeholders_are_learnt_from_the_table() {
    let clean = CustomerRates { company_box: rehearsal_core::ratio::Ratio::ZERO, ..CustomerRates::default() };
    let (table, _) = customers(&clean, 20_000, 4);
    let learnt = found(&table).learnt;
    assert_eq!(learnt.default_dates.values, 2, "{learnt:?}");
    // The third placeholder is one digit again and again, which is no number in any table.
    assert_eq!(learnt.shared_phones.values, 2, "{learnt:?}");
    assert!(learnt.shared_mailboxes.values >= 2, "{learnt:?}");
}

#[test]
fn somebody_with_many_rows_is_no_placeholder() {
    // Forty orders, a slip here and there: one family name in several spellings is still one family.
    let names = ["Quakkelaar", "Quakelaar", "Quakkelar", "Quakkelaar", "Quakkelaar", "QUAKKELAAR", "Quakkelaar"];
    let rows: Vec<String> = (0..40)
        .map(|order| {
            let name = names[order % names.len()];
            format!("pim.quakkelaar@mail.example|Pim|{name}|0687654321|Dorpsweg 7|1234 AB|Zwolle|NL|1971-05-06")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (table, first) = among_customers(BEFORE, 2, &rows);
    let findings = found(&table);
    assert!((1..40).all(|row| are_joined(&findings, first, [0, row])));
    let before = found(&among_customers(BEFORE, 2, &[]).0).learnt;
    assert_eq!(findings.learnt.shared_phones, before.shared_phones);
    assert_eq!(findings.learnt.default_dates, before.default_dates);
}

#[test]
fn father_and_son_are_two_and_live_together() {
    let rows = [
        "pim.quakkelaar@mail.example|Pim|Quakkelaar|0687654321|Dorpsweg 7|1234 AB|Zwolle|NL|1951-05-06",
        "p.quakkelaar79@post.example|Pim|Quakkelaar|0611223344|Dorpsweg 7|1234 AB|Zwolle|NL|1979-11-23",
    ];
    let (table, first) = among_customers(BEFORE, 3, &rows);
    let findings = found(&table);
    assert!(!are_joined(&findings, first, [0, 1]));
    assert_eq!(findings.household_of[first], findings.household_of[first + 1]);
}

#[test]
fn a_row_without_a_birth_date_does_not_join_father_and_son() {
    let rows = [
        "pim.quakkelaar@mail.example|Pim|Quakkelaar||Dorpsweg 7|1234 AB|Zwolle|NL|1951-05-06",
        "|Pim|Quakkelaar||Dorpsweg 7|1234 AB|Zwolle|NL|",
        "p.quakkelaar79@post.example|Pim|Quakkelaar||Dorpsweg 7|1234 AB|Zwolle|NL|1979-11-23",
    ];
    let (table, first) = among_customers(BEFORE, 3, &rows);
    assert!(!are_joined(&found(&table), first, [0, 2]));
}

#[test]
fn a_couple_with_one_mailbox_does_not_teach_a_short_form() {
    // Five rows each: they meet often, but in one family only.
    let row = |name: &str| format!("quakkelaar@mail.example|{name}|Quakkelaar||Dorpsweg 7|1234 AB|Zwolle|NL|");
    let rows: Vec<String> = (0..10).map(|place| row(["Hedwig", "Bartel"][place % 2])).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let before = found(&among_customers(BEFORE, 5, &[]).0).learnt.short_forms;
    let (table, first) = among_customers(BEFORE, 5, &rows);
    let findings = found(&table);
    assert_eq!(findings.learnt.short_forms, before);
    assert!((2..10).all(|row| are_joined(&findings, first, [row % 2, row])));
}

#[test]
fn short_forms_slips_and_notations_are_one_person() {
    let rows = [
        "johannes.quakkelaar@mail.example|Johannes|van den Quakkelaar|+31 (0)6 87654321|Dorpsstraat 7|1234 AB|Zwolle|NL|",
        "johannes.quakkelaar@mial.example|Jan|Quakkelaar, van den|||||",
        "|J.|v.d. Quakelaar|06-87654321|Dorpsstr. 7|1234AB|ZWOLLE||",
        "JOHANNES.QUAKKELAAR@MAIL.EXAMPLE||||||||",
    ];
    let (table, first) = among_customers(BEFORE, 6, &rows);
    let findings = found(&table);
    assert!((1..rows.len()).all(|row| are_joined(&findings, first, [0, row])), "{:?}", &findings.cluster_of[first..]);
}

#[test]
fn few_rows_are_weighed_by_the_documented_model() {
    let rows = [
        "pim.quakkelaar@mail.example|Pim|Quakkelaar|0687654321",
        "PIM.QUAKKELAAR@MAIL.EXAMPLE|Pim|Quakkelaar|06-87654321",
        "els.wispelwey@mail.example|Els|Wispelwey",
    ];
    let (table, first) = among_customers(60, 1, &rows);
    let findings = found(&table);
    assert!(matches!(&findings.basis, Basis::Fixed { reason } if !reason.is_empty()), "{:?}", findings.basis);
    assert!(are_joined(&findings, first, [0, 1]));
    assert!(!are_joined(&findings, first, [0, 2]));
}

#[test]
fn nothing_is_joined_when_only_town_and_country_are_given() {
    let (whole, _) = customers(&CustomerRates::default(), 1_000, 1);
    let columns = whole.columns().iter().filter(|column| matches!(column.kind, ColumnKind::City | ColumnKind::Country));
    let table = Table::new(columns.cloned().collect());
    let findings = dedupe(&table, &Settings::default(), 1);
    assert!(findings.merges.is_empty(), "{:?}", findings.basis);
    assert_eq!(findings.cluster_of, (0..1_000).collect::<Vec<_>>());
}

#[test]
fn nothing_is_joined_when_only_given_names_are_given() {
    let (whole, _) = customers(&CustomerRates::default(), 1_000, 1);
    let columns =
        whole.columns().iter().filter(|column| matches!(column.kind, ColumnKind::FirstName | ColumnKind::City));
    let findings = found(&Table::new(columns.cloned().collect()));
    assert!(findings.merges.is_empty(), "{:?}: {}", findings.basis, findings.merges.len());
}
