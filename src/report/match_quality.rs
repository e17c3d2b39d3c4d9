//! Who is who, in words: how well the records of a rehearsal are told apart.
//!
//! Owns: the sentences that text and Markdown share. Deliberately counts nothing.

use super::words::{counted, listed, number, sentence};
use super::{Dedupe, MatchQuality};

/// A sentence about the people, and a line for each way of telling their records apart: a name and what it finds.
pub(super) fn told(dedupe: &Dedupe) -> (String, [(String, String); 2]) {
    let records = counted(dedupe.rows, "record belongs", "records belong");
    let people = counted(dedupe.people, "person", "people");
    let pairs = match dedupe.pairs {
        0 => "nobody is in them twice".to_owned(),
        1 => "1 pair of records is one person".to_owned(),
        pairs => format!("{} pairs of records are one person", number(pairs)),
    };
    let sample = dedupe.sample_of.map_or_else(String::new, |all| {
        format!(" A sample of {} records stands for all: whole groups, so that no pair is cut.", number(all))
    });
    let summary = format!("{records} to {people}, which is known because they are invented: {pairs}.{sample}");
    let keys = format!("by exact keys alone ({})", listed(&dedupe.keys));
    let note = dedupe.note.as_ref().map(|note| format!(" {}", sentence(note))).unwrap_or_default();
    let evidence = format!("{}{note}", found(dedupe, dedupe.by_evidence));
    (summary, [(keys, found(dedupe, dedupe.by_keys)), ("by the evidence".to_owned(), evidence)])
}

/// What one way finds: how many of the true pairs it has, how much of what it joins is right, how many people.
fn found(dedupe: &Dedupe, found: MatchQuality) -> String {
    let people = counted(found.people, "person", "people");
    if found.pairs == 0 {
        return format!("joins nothing; {people}.");
    }
    let (precision, recall, f1) = (found.precision_basis_points, found.recall_basis_points, found.f1_basis_points);
    let right = match found.pairs - found.right_pairs {
        0 => "all that it joins is right".to_owned(),
        wrong => {
            format!("{} of what it joins is right ({} wrong)", percent(precision), counted(wrong, "pair", "pairs"))
        }
    };
    if dedupe.pairs == 0 {
        return format!("{right}; {people}.");
    }
    format!("finds {} of these pairs, {right}; {people} (F1 {}).", percent(recall), percent(f1))
}

/// Ten-thousandths as percent with one decimal, rounded down: `99.8%`.
fn percent(basis_points: u64) -> String {
    format!("{}.{}%", basis_points / 100, basis_points / 10 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dedupe() -> Dedupe {
        Dedupe {
            rows: 1_000,
            sample_of: None,
            people: 950,
            pairs: 60,
            keys: vec!["email".to_owned(), "phone".to_owned()],
            by_keys: MatchQuality {
                people: 960,
                pairs: 50,
                right_pairs: 50,
                precision_basis_points: 10_000,
                recall_basis_points: 8_333,
                f1_basis_points: 9_090,
            },
            by_evidence: MatchQuality {
                people: 949,
                pairs: 64,
                right_pairs: 59,
                precision_basis_points: 9_218,
                recall_basis_points: 9_833,
                f1_basis_points: 9_516,
            },
            note: None,
        }
    }

    #[test]
    fn a_lead_can_read_who_is_found() {
        let (summary, ways) = told(&dedupe());
        assert_eq!(
            summary,
            "1,000 records belong to 950 people, which is known because they are invented: 60 pairs of records are one \
             person."
        );
        let lines = ways.map(|(way, result)| format!("{way}: {result}"));
        assert_eq!(
            lines,
            [
                "by exact keys alone (email and phone): finds 83.3% of these pairs, all that it joins is right; 960 \
                 people (F1 90.9%).",
                "by the evidence: finds 98.3% of these pairs, 92.1% of what it joins is right (5 pairs wrong); 949 \
                 people (F1 95.1%).",
            ]
        );
    }

    #[test]
    fn nothing_to_find_and_nothing_found_are_no_success() {
        let sampled = Dedupe { sample_of: Some(2_000_000), ..dedupe() };
        assert!(
            told(&sampled)
                .0
                .ends_with("A sample of 2,000,000 records stands for all: whole groups, so that no pair is cut.")
        );
        let none = Dedupe { pairs: 0, by_keys: MatchQuality { people: 3, ..MatchQuality::default() }, ..dedupe() };
        assert!(told(&none).0.ends_with("nobody is in them twice."));
        assert_eq!(told(&none).1[0].1, "joins nothing; 3 people.");
        let idle = MatchQuality { people: 1_000, precision_basis_points: 10_000, ..MatchQuality::default() };
        let note = Some("the evidence was not used: it is too weak".to_owned());
        let refused = Dedupe { by_evidence: idle, note, ..dedupe() };
        assert_eq!(told(&refused).1[1].1, "joins nothing; 1,000 people. The evidence was not used: it is too weak.");
        let wrong = MatchQuality { people: 999, pairs: 1, ..MatchQuality::default() };
        assert_eq!(
            told(&Dedupe { by_evidence: wrong, ..none }).1[1].1,
            "0.0% of what it joins is right (1 pair wrong); 999 people."
        );
    }
}
