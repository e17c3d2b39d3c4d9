//! Values in one form: what people write in many ways is one value, and what is another stays another.

use proptest::prelude::*;

use rehearsal_core::records::TextColumn;

use crate::block::rows_of as rows_of_pair;
use crate::normalise::{Normalised, PersonName, prefixes_agree};
use crate::{Column, ColumnKind, Table, block, normalise};

/// A table of columns, one list of cells each.
fn table(columns: &[(ColumnKind, &[&str])]) -> Table {
    let column = |&(kind, texts): &(ColumnKind, &[&str])| {
        let mut cells = TextColumn::default();
        texts.iter().for_each(|text| cells.push(text));
        Column { name: kind.name().to_owned(), kind, cells }
    };
    Table::new(columns.iter().map(column).collect())
}

/// Cells of one column, normalised.
fn column(kind: ColumnKind, cells: &[&str]) -> Normalised {
    normalise(&table(&[(kind, cells)]), 1)
}

fn people(kind: ColumnKind, cells: &[&str]) -> Vec<PersonName> {
    column(kind, cells).records.people
}

#[test]
fn prefixes_of_a_family_name_are_found_wherever_they_stand() {
    let written = [
        "van den Berg",
        "Berg, van den",
        "v.d. Berg",
        "Vandenberg",
        "Van Den Berg",
        "VAN DEN BERG",
        "Berg",
        "v/d Berg",
    ];
    let read = people(ColumnKind::LastName, &written);
    for (person, written) in read.iter().zip(written) {
        assert_eq!(person.last, read[0].last, "{written}");
        assert!(prefixes_agree(person.prefixes, read[0].prefixes), "{written}");
    }
    let read = people(ColumnKind::LastName, &["'t Hart", "’t Hart", "Hart, 't", "van 't Hart"]);
    assert!(read.iter().all(|person| person.last == read[0].last));
    assert!(prefixes_agree(read[0].prefixes, read[2].prefixes));
    assert!(!prefixes_agree(read[0].prefixes, read[3].prefixes), "'t Hart is no van 't Hart");
}

#[test]
fn a_glued_prefix_is_taken_off_only_if_the_table_knows_the_rest() {
    let read = people(ColumnKind::LastName, &["Vandersteen", "Steen", "Vanderkindere", "Terpstra"]);
    assert_ne!(read[0].last, read[1].last, "no row has a van der Steen");
    let read = people(ColumnKind::LastName, &["Vandersteen", "van der Steen"]);
    assert_eq!(read[0].last, read[1].last);
    let prefix_alone = people(ColumnKind::LastName, &["de", "van"]);
    assert_ne!(prefix_alone[0].last, prefix_alone[1].last, "a name of prefixes is kept whole");
}

#[test]
fn given_and_family_names_in_the_wrong_columns_are_told() {
    let normalised = normalise(
        &table(&[
            (ColumnKind::FirstName, &["Thijs", "van Zilverwinkel", "Thijs"]),
            (ColumnKind::LastName, &["van Zilverwinkel", "T.", "Bakker"]),
        ]),
        1,
    );
    let [straight, swapped, _] = &normalised.records.people[..] else { panic!("three rows") };
    assert_eq!(swapped.first_as_last, straight.last);
}

#[test]
fn a_dozen_notations_of_a_number_are_one_number() {
    let written = [
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "+31612345678",
        "+31 6 12345678",
        "+31 (0)6 12345678",
        "0031612345678",
        "0031 6 12 34 56 78",
        "+31(0)6-12345678",
        "612345678",
        "06.12.34.56.78",
        "(06) 12345678",
        "31612345678",
        "'0612345678",
        " 06 1234 5678 ",
    ];
    let read = people(ColumnKind::Phone, &written);
    for (person, written) in read.iter().zip(written) {
        assert_eq!(person.phone, read[0].phone, "{written}");
    }
    let others = people(ColumnKind::Phone, &["0612345678", "0612345679", "", "n/a", "12", "06-1234567x"]);
    assert_ne!(others[0].phone, others[1].phone);
    assert!(others[2..].iter().all(|person| person.phone == 0), "these are no numbers");
}

#[test]
fn calling_codes_of_two_countries_are_taken_off() {
    let read = people(ColumnKind::Phone, &["+31612345678", "31612345678", "+32477123456", "32477123456", "0477123456"]);
    assert_eq!(read[0].phone, read[1].phone);
    assert!(read[2..].iter().all(|person| person.phone == read[2].phone), "{read:?}");
}

#[test]
fn streets_and_house_numbers_are_found_in_any_order() {
    let read = people(
        ColumnKind::Street,
        &["Kerkstraat 12 bus 3", "Kerkstr. 12 bus 3", "kerkstraat 12-3", "KERKSTRAAT 12/3", "Kerk straat 12 bte 3"],
    );
    for person in &read {
        assert_eq!((person.street, person.house, person.addition), (read[0].street, 12, read[0].addition));
    }
    let read = people(ColumnKind::Street, &["12 rue X", "rue X 12", "12, rue X", "12b rue X", "rue X 12 b", "rue X"]);
    assert!(read.iter().all(|person| person.street == read[0].street));
    assert_eq!(read.iter().map(|person| person.house).collect::<Vec<_>>(), [12, 12, 12, 12, 12, 0]);
    assert_eq!(read[3].addition, read[4].addition);
    assert_ne!(read[3].addition, read[0].addition);
    let read = people(ColumnKind::Street, &["Plein 1940-1945 7", "Kerkstraat 99999999999999"]);
    assert_eq!(read[1].house, 0, "a number that no house has");
}

#[test]
fn postcodes_are_read_with_and_without_blank_and_country() {
    let read = people(ColumnKind::Postcode, &["1011 AB", "1011ab", "NL-1011 AB", " 1011  Ab "]);
    assert!(read.iter().all(|person| person.postcode == read[0].postcode));
    let read = people(ColumnKind::Postcode, &["9000", "B-9000", "9001"]);
    assert_eq!(read[0].postcode, read[1].postcode);
    assert_ne!(read[0].postcode, read[2].postcode);
}

#[test]
fn dates_are_read_in_the_order_that_the_column_shows() {
    let births =
        |cells: &[&str]| people(ColumnKind::BirthDate, cells).iter().map(|person| person.birth).collect::<Vec<_>>();
    let same = ["1964-03-25", "25-03-1964", "25/3/1964", "25.03.1964", "19640325", "25-03-64", "1964-03-25T00:00:00"];
    assert_eq!(births(&same), [19_640_325; 7]);
    assert_eq!(births(&["03/25/1964", "03/04/1964"]), [19_640_325, 19_640_304], "month before day");
    assert_eq!(births(&["25/03/1964", "03/04/1964"]), [19_640_325, 19_640_403], "day before month");
    assert_eq!(births(&["", "unknown", "1964", "0000-00-00", "1-2", "1-2-3-4"]), [0; 6]);
}

#[test]
fn one_mailbox_in_many_writings_is_one_mailbox() {
    let mut cells = vec!["jan.jansen@mail.example"; 40];
    cells.extend(["JAN.JANSEN@MAIL.EXAMPLE", " jan.jansen@mail.example ", "jan.jansen+shop@mail.example"]);
    cells.extend(["mailto:jan.jansen@mail.example", "jan.jansen@mail.example.", "jan.jansen@mial.example"]);
    let read = people(ColumnKind::Email, &cells);
    assert!(read.iter().all(|person| person.mailbox == read[0].mailbox), "the last one by a slip that is learnt");
    assert_eq!(read.iter().filter(|person| person.is_repaired == 1).count(), 1);
    let read = people(ColumnKind::Email, &["jan@mail.example", "jan@post.example", "no address", "@mail.example"]);
    assert_ne!(read[0].mailbox, read[1].mailbox);
    assert_eq!(read[0].local, read[1].local);
    assert_eq!([read[2].mailbox, read[3].mailbox], [0, 0]);
}

proptest! {
    #[test]
    fn codes_one_slip_apart_are_compared(text in "[a-z0-9]{5,12}", at in 0_usize..12, letter in "[a-z0-9]", kind in 0..4) {
        let mut slipped: Vec<char> = text.chars().collect();
        let at = at % (slipped.len() - 1);
        match kind {
            0 => { slipped.remove(at); }
            1 => slipped.insert(at, letter.chars().next().unwrap()),
            2 => slipped[at] = letter.chars().next().unwrap(),
            _ => slipped.swap(at, at + 1),
        }
        let slipped: String = slipped.into_iter().collect();
        let pairs = block(&column(ColumnKind::Code, &[&text, &slipped]), 1).pairs;
        prop_assert_eq!(pairs.iter().map(|&pair| rows_of_pair(pair)).collect::<Vec<_>>(), [[0, 1]]);
    }
}
