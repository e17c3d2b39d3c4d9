//! Slips of the finger.
//!
//! Owns: one slip in a text. Deliberately knows nothing of what the text is.

use super::rates::SlipKinds;
use crate::rng::Draws;

/// Neighbours on a keyboard: each pair of letters is side by side in one of the rows.
const KEYS: [&str; 4] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"];

/// Letters that sound alike.
const ALIKE: [(char, char); 12] = [
    ('c', 'k'),
    ('k', 'c'),
    ('s', 'z'),
    ('z', 's'),
    ('i', 'y'),
    ('y', 'i'),
    ('f', 'v'),
    ('v', 'f'),
    ('d', 't'),
    ('t', 'd'),
    ('m', 'n'),
    ('n', 'm'),
];

/// Makes one slip, not at the first letter, which people see. A text of fewer than four letters stays as it is.
pub(super) fn slip(text: &str, kinds: SlipKinds, draws: &mut Draws) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = 1 + draws.below((letters.len() as u32).saturating_sub(2)) as usize;
    let kind = draws.weighted(&[kinds.dropped, kinds.doubled, kinds.swapped, kinds.neighbour, kinds.alike]);
    let other = draws.below(2) == 0;
    if letters.len() < 4 {
        return text.to_owned();
    }
    match kind {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 if letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        4 => {
            // The first letter from here on that sounds like another; if there is none, the slip is a double letter.
            let place = (at..letters.len()).find(|&place| alike(letters[place]).is_some());
            match place {
                Some(place) => letters[place] = alike(letters[place]).unwrap_or(letters[place]),
                None => letters.insert(at, letters[at]),
            }
        }
        _ => letters[at] = beside(letters[at], other),
    }
    letters.into_iter().collect()
}

/// Another digit for one of a number; the last digits of numbers are mistyped as often as the others.
pub(super) fn digit(number: &str, draws: &mut Draws) -> String {
    let at = draws.below(number.len() as u32) as usize;
    let step = 1 + draws.below(9) as u8;
    let change = |(place, byte): (usize, u8)| {
        let is_here = place == at && byte.is_ascii_digit();
        char::from(if is_here { b'0' + (byte - b'0' + step) % 10 } else { byte })
    };
    number.bytes().enumerate().map(change).collect()
}

fn alike(letter: char) -> Option<char> {
    ALIKE.iter().find(|(one, _)| *one == letter).map(|&(_, other)| other)
}

/// The key beside a letter; a letter that has none becomes an `e`.
fn beside(letter: char, to_the_left: bool) -> char {
    let small = letter.to_ascii_lowercase();
    let found = KEYS.iter().find_map(|row| row.find(small).map(|at| (row.as_bytes(), at)));
    let Some((row, at)) = found else { return 'e' };
    let at = if to_the_left && at > 0 || at + 1 == row.len() { at - 1 } else { at + 1 };
    char::from(row[at])
}
