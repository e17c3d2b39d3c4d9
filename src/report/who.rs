//! Who is who, in words: how well the records of a rehearsal are told apart.
//!
//! Owns: the sentences that text and Markdown share. Deliberately counts nothing.

use super::words::{counted, listed, number};
use super::{Dedupe, Found};

/// A sentence about the people, and a line for each way of telling their records apart: a name and what it finds.
pub(super) fn told(dedupe: &Dedupe) -> (String, Vec<(String, String)>) {
    let records = counted(dedupe.rows, "record belongs", "records belong");
    let people = counted(dedupe.people, "person", "people");
    let pairs = match dedupe.pairs {
        0 => "nobody is in them twice".to_owned(),
        pairs => format!("{} of records are one person", counted(pairs, "pair", "pairs")),
    };
    let summary = format!("{records} to {people}; {pairs}. The people are invented, so we know who is found.");
    let keys = format!("by exact keys alone ({})", listed(&dedupe.keys));
    let ways = vec![
        (keys, found(dedupe, dedupe.by_keys)),
        ("by the evidence".to_owned(), format!("{} {}", found(dedupe, dedupe.by_evidence), gain(dedupe))),
    ];
    (summary, ways)
}

/// What one way finds: how many people, how many of its pairs are right, how many of the true pairs it has.
fn found(dedupe: &Dedupe, found: Found) -> String {
    let people = counted(found.people, "person", "people");
    let right = match (found.pairs, found.pairs - found.right_pairs) {
        (0, _) => "nothing is put together".to_owned(),
        (pairs, 0) => format!("{} put together, all of them right", counted(pairs, "pair", "pairs")),
        (pairs, wrong) => format!(
            "{} put together, {} of them wrongly ({} are right)",
            counted(pairs, "pair", "pairs"),
            number(wrong),
            percent(found.precision_permyriad),
        ),
    };
    if dedupe.pairs == 0 {
        return format!("{people}; {right}.");
    }
    let recall = percent(found.recall_permyriad);
    format!(
        "{people}; {right}; {recall} of the pairs that are one person are found (F1 {}).",
        percent(found.f1_permyriad)
    )
}

/// What the evidence adds to exact keys.
fn gain(dedupe: &Dedupe) -> String {
    let (keys, evidence) = (dedupe.by_keys.right_pairs, dedupe.by_evidence.right_pairs);
    match evidence.cmp(&keys) {
        std::cmp::Ordering::Greater => {
            format!("That is {} more than exact keys find.", counted(evidence - keys, "pair", "pairs"))
        }
        std::cmp::Ordering::Less => {
            format!("That is {} fewer than exact keys find.", counted(keys - evidence, "pair", "pairs"))
        }
        std::cmp::Ordering::Equal => "That is as many as exact keys find.".to_owned(),
    }
}

/// Ten-thousandths as percent with one decimal, rounded down: `99.8%`.
fn percent(permyriad: u64) -> String {
    format!("{}.{}%", permyriad / 100, permyriad / 10 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dedupe() -> Dedupe {
        Dedupe {
            rows: 1_000,
            people: 950,
            pairs: 60,
            keys: vec!["email".to_owned(), "phone".to_owned()],
            by_keys: Found {
                people: 960,
                pairs: 50,
                right_pairs: 50,
                precision_permyriad: 10_000,
                recall_permyriad: 8_333,
                f1_permyriad: 9_090,
            },
            by_evidence: Found {
                people: 949,
                pairs: 64,
                right_pairs: 59,
                precision_permyriad: 9_218,
                recall_permyriad: 9_833,
                f1_permyriad: 9_516,
            },
        }
    }

    #[test]
    fn a_lead_can_read_who_is_found() {
        let (summary, ways) = told(&dedupe());
        assert_eq!(
            summary,
            "1,000 records belong to 950 people; 60 pairs of records are one person. The people are invented, so we \
             know who is found."
        );
        let lines: Vec<String> = ways.iter().map(|(way, result)| format!("{way}: {result}")).collect();
        assert_eq!(
            lines,
            [
                "by exact keys alone (email and phone): 960 people; 50 pairs put together, all of them right; 83.3% of \
                 the pairs that are one person are found (F1 90.9%).",
                "by the evidence: 949 people; 64 pairs put together, 5 of them wrongly (92.1% are right); 98.3% of the \
                 pairs that are one person are found (F1 95.1%). That is 9 pairs more than exact keys find.",
            ]
        );
    }

    #[test]
    fn nothing_to_find_and_nothing_found_are_no_success() {
        let none = Dedupe { pairs: 0, by_keys: Found { people: 3, ..Found::default() }, ..dedupe() };
        assert!(told(&none).0.contains("nobody is in them twice"));
        assert_eq!(told(&none).1[0].1, "3 people; nothing is put together.");
        let idle = Dedupe {
            by_evidence: Found { people: 1_000, precision_permyriad: 10_000, ..Found::default() },
            ..dedupe()
        };
        let told = &told(&idle).1[1].1;
        assert!(told.contains("nothing is put together; 0.0% of the pairs"), "{told}");
        assert!(told.ends_with("50 pairs fewer than exact keys find."), "{told}");
    }
}
