//! How alike two texts are.
//!
//! Owns: one slip of the finger, and Jaro-Winkler in thousandths. Works on bytes: the texts are folded, and for letters
//! beyond ASCII an edit of one letter may count as more.

/// Whether one slip turns one text into the other: a letter too many, too few or another, or two swapped.
///
/// Two equal texts are no slip.
pub(crate) fn is_one_slip(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    if left.len() > right.len() {
        (left, right) = (right, left);
    }
    if right.len() - left.len() > 1 {
        return false;
    }
    let before = left.iter().zip(right).take_while(|(one, other)| one == other).count();
    let (left, right) = (&left[before..], &right[before..]);
    if left.len() < right.len() {
        return *left == right[1..];
    }
    match (left, right) {
        ([], []) => false,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        _ => false,
    }
}

/// Texts longer than this are compared by their beginnings.
const JARO_BYTES_MAX: usize = 64;

/// Letters of a common beginning that count, and what each adds (Winkler 1990): a tenth of what is missing.
const PREFIX_LETTERS: usize = 4;

/// Jaro-Winkler similarity in thousandths.
pub(crate) fn jaro_winkler_permille(left: &str, right: &str) -> u32 {
    let left = &left.as_bytes()[..left.len().min(JARO_BYTES_MAX)];
    let right = &right.as_bytes()[..right.len().min(JARO_BYTES_MAX)];
    if left.is_empty() || right.is_empty() {
        return 0;
    }
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let (mut in_left, mut in_right) = (0_u64, 0_u64);
    for (at, byte) in left.iter().enumerate() {
        let from = at.saturating_sub(reach);
        let until = (at + reach + 1).min(right.len());
        let found = (from..until).find(|&other| in_right >> other & 1 == 0 && right[other] == *byte);
        if let Some(other) = found {
            in_left |= 1 << at;
            in_right |= 1 << other;
        }
    }
    let matches = in_left.count_ones();
    if matches == 0 {
        return 0;
    }
    let chosen = |text: &[u8], marks: u64| -> [u8; JARO_BYTES_MAX] {
        let mut letters = [0; JARO_BYTES_MAX];
        let marked = text.iter().enumerate().filter(|(at, _)| marks >> at & 1 == 1);
        letters.iter_mut().zip(marked).for_each(|(letter, (_, byte))| *letter = *byte);
        letters
    };
    let (ours, theirs) = (chosen(left, in_left), chosen(right, in_right));
    let moved = ours.iter().zip(&theirs).filter(|(one, other)| one != other).count() as u32 / 2;
    let share = |whole: usize| 1_000 * matches / whole as u32;
    let jaro = (share(left.len()) + share(right.len()) + 1_000 * (matches - moved) / matches) / 3;
    let prefix = left.iter().zip(right).take(PREFIX_LETTERS).take_while(|(one, other)| one == other).count() as u32;
    jaro + prefix * (1_000 - jaro) / 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Optimal string alignment, as the textbook has it.
    fn distance(left: &str, right: &str) -> usize {
        let (left, right) = (left.as_bytes(), right.as_bytes());
        let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
        for row in 0..=left.len() {
            for column in 0..=right.len() {
                table[row][column] = if row == 0 || column == 0 {
                    row + column
                } else {
                    let cost = usize::from(left[row - 1] != right[column - 1]);
                    let mut best = (table[row - 1][column] + 1)
                        .min(table[row][column - 1] + 1)
                        .min(table[row - 1][column - 1] + cost);
                    let is_swap = row > 1
                        && column > 1
                        && left[row - 1] == right[column - 2]
                        && left[row - 2] == right[column - 1];
                    if is_swap {
                        best = best.min(table[row - 2][column - 2] + 1);
                    }
                    best
                };
            }
        }
        table[left.len()][right.len()]
    }

    proptest! {
        #[test]
        fn one_slip_is_a_distance_of_one(left in "[ab1]{0,6}", right in "[ab1]{0,6}") {
            prop_assert_eq!(is_one_slip(&left, &right), distance(&left, &right) == 1);
        }

        #[test]
        fn likeness_is_between_nothing_and_all(left in "\\PC{0,80}", right in "\\PC{0,80}") {
            let alike = jaro_winkler_permille(&left, &right);
            prop_assert!(alike <= 1_000);
            prop_assert_eq!(jaro_winkler_permille(&left, &left), if left.is_empty() { 0 } else { 1_000 });
        }
    }

    #[test]
    fn published_examples() {
        // Winkler (1990), table of examples: MARTHA/MARHTA 0.961, DIXON/DICKSONX 0.813, DWAYNE/DUANE 0.840.
        for (left, right, permille) in [("martha", "marhta", 961), ("dixon", "dicksonx", 813), ("dwayne", "duane", 840)]
        {
            assert!(jaro_winkler_permille(left, right).abs_diff(permille) <= 2, "{left}");
        }
    }
}
