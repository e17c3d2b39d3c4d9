//! Clusters as CSV: `row_id,cluster_id,household_id,confidence`, and where there are some, the customer ids that last.
//!
//! Owns: the file that engineers join with the table. Rows are called by the table's column of row ids, or else by
//! their line; a cluster and a household are called as the first of their rows. Deliberately written without an
//! allocation per cell: a table of a million rows takes a fraction of a second.

use rehearsal_identity::{Findings, Identified};

use super::names::Names;
use super::read::Sheet;

/// Bytes of a line, about.
const LINE_BYTES: usize = 32;

/// The file, whole. With customer ids it has two columns more, `customer_id` and `customer_household`.
#[must_use]
pub fn write_clusters(sheet: &Sheet, findings: &Findings, ids: Option<&Identified>) -> Vec<u8> {
    let mut csv = Vec::with_capacity(LINE_BYTES * (sheet.len() + 1));
    csv.extend_from_slice(b"row_id,cluster_id,household_id,confidence");
    csv.extend_from_slice(if ids.is_some() { &b",customer_id,customer_household\n"[..] } else { b"\n" });
    for row in 0..sheet.len() {
        let place = |places: &[u32]| places.get(row).map_or(row, |&place| place as usize);
        for called in [row, place(&findings.cluster_of), place(&findings.household_of)] {
            push_name(&mut csv, sheet, called);
            csv.push(b',');
        }
        let confidence = findings.confidence_permille.get(row).copied().unwrap_or(1000);
        csv.extend_from_slice(&permille_digits(confidence));
        if let Some(customer) = ids.map(|ids| ids.customer(row)) {
            csv.extend_from_slice(format!(",{},{}", customer.id, customer.household).as_bytes());
        }
        csv.push(b'\n');
    }
    csv
}

fn push_name(csv: &mut Vec<u8>, sheet: &Sheet, row: usize) {
    let Names::Ids(ids) = &sheet.names else {
        return push_number(csv, sheet.lines.get(row).copied().unwrap_or_default());
    };
    let id = ids.get(row).as_bytes();
    if !id.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        csv.extend_from_slice(id);
        return;
    }
    csv.push(b'"');
    for &byte in id {
        csv.extend_from_slice(if byte == b'"' { b"\"\"" } else { std::slice::from_ref(&byte) });
    }
    csv.push(b'"');
}

fn push_number(csv: &mut Vec<u8>, mut number: u32) {
    let mut digits = [0_u8; 10];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    csv.extend_from_slice(&digits[start..]);
}

/// Thousandths as `0.000` to `1.000`.
fn permille_digits(permille: u16) -> [u8; 5] {
    let permille = permille.min(1000);
    let digit = |unit: u16| b'0' + (permille / unit % 10) as u8;
    [digit(1000), b'.', digit(100), digit(10), digit(1)]
}

/// Thousandths as `0.000` to `1.000`.
pub(super) fn permille(permille: u16) -> String {
    permille_digits(permille).map(char::from).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehearsal_core::records::TextColumn;

    #[test]
    fn rows_are_called_by_their_id_or_their_line() {
        let findings = Findings {
            cluster_of: vec![0, 0, 2],
            household_of: vec![0, 0, 0],
            confidence_permille: vec![987, 5, 1000],
            ..Findings::default()
        };
        let by_line = Sheet { lines: vec![2, 3, 4_294_967_295], ..Sheet::default() };
        let expected =
            "row_id,cluster_id,household_id,confidence\n2,2,2,0.987\n3,2,2,0.005\n4294967295,4294967295,2,1.000\n";
        assert_eq!(String::from_utf8(write_clusters(&by_line, &findings, None)).unwrap(), expected);
        let mut ids = TextColumn::default();
        ["a", "b\"c", "d,e"].iter().for_each(|id| ids.push(id));
        let by_id = Sheet { names: Names::Ids(ids), ..by_line };
        let written = String::from_utf8(write_clusters(&by_id, &findings, None)).unwrap();
        assert!(written.ends_with("\na,a,a,0.987\n\"b\"\"c\",a,a,0.005\n\"d,e\",\"d,e\",a,1.000\n"), "{written}");
    }
}
