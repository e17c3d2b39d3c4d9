//! Ids that say nothing, and how they are minted.
//!
//! Owns: the two kinds of id, their text, and the keyed function behind them. Deliberately does not know which ids
//! are given out: the register does, and asks for the next candidate when one is taken.
//!
//! The function is SipHash-2-4, not XXH3: source ids are often mail addresses, and an id goes to every system
//! downstream. Without the key nobody can test a guess at an address against an id; a seed of XXH3 is no such secret.

use std::fmt;
use std::str::FromStr;

use super::event::SourceKey;

/// Crockford's base 32 in lower case: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters after the prefix: 64 bits in steps of five.
const CHARACTERS: usize = 13;

/// A customer, for ever. Its text is `c_` and 13 characters; nothing of the person is in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerId(pub(super) u64);

/// Customers who live together. Its text is `h_` and 13 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HouseholdId(pub(super) u64);

/// A text that is no id of the kind asked for. Does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoId {
    /// What an id of that kind begins with.
    prefix: &'static str,
}

impl fmt::Display for NoId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not an id: expected {} and {CHARACTERS} lower-case letters or digits", self.prefix)
    }
}

impl std::error::Error for NoId {}

/// The text and the parsing of a kind of id.
macro_rules! text_of_id {
    ($id:ident, $prefix:literal) => {
        impl fmt::Display for $id {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(formatter, $prefix, self.0)
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(formatter, $prefix, self.0)
            }
        }

        impl FromStr for $id {
            type Err = NoId;

            /// Reads the one text that the id is written as.
            fn from_str(text: &str) -> Result<Self, NoId> {
                read(text, $prefix).map(Self).ok_or(NoId { prefix: $prefix })
            }
        }
    };
}

text_of_id!(CustomerId, "c_");
text_of_id!(HouseholdId, "h_");

fn write(formatter: &mut fmt::Formatter<'_>, prefix: &str, value: u64) -> fmt::Result {
    let mut characters = [0; CHARACTERS];
    for (place, character) in characters.iter_mut().rev().enumerate() {
        *character = ALPHABET[(value >> (5 * place) & 31) as usize];
    }
    formatter.write_str(prefix)?;
    formatter.write_str(std::str::from_utf8(&characters).expect("the alphabet is ASCII"))
}

/// The value of a text; `None` if it is not exactly how some value is written.
fn read(text: &str, prefix: &str) -> Option<u64> {
    let characters = text.strip_prefix(prefix)?.as_bytes();
    if characters.len() != CHARACTERS {
        return None;
    }
    let value = characters.iter().try_fold(0_u128, |value, character| {
        let digit = ALPHABET.binary_search(character).ok()?;
        Some(value << 5 | digit as u128)
    })?;
    u64::try_from(value).ok() // 13 characters hold 65 bits
}

/// The secret with which ids are minted: one for an engagement, derived from the engagement's key.
///
/// With the same secret and the same rows, ids are the same on every machine. Whoever has it can test guesses at
/// source ids, so it is kept like a password. A register that goes on under another secret keeps every id.
#[derive(Clone, PartialEq, Eq)]
pub struct MintKey([u8; 16]);

impl MintKey {
    /// The secret of these bytes: uniform ones, such as the beginning of an HMAC under the engagement's key.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for MintKey {
    /// Never shows the secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MintKey")
    }
}

/// What an id is for: the same key gives unrelated ids of the two kinds.
#[derive(Clone, Copy)]
pub(super) enum IdKind {
    Customer = 0,
    Household = 1,
}

/// Makes candidates for ids.
pub(super) struct Mint {
    key: [u64; 2],
    kind: IdKind,
    buffer: Vec<u8>,
}

impl Mint {
    pub(super) fn new(key: &MintKey, kind: IdKind) -> Self {
        let (words, _) = key.0.as_chunks::<8>();
        Self { key: [u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1])], kind, buffer: Vec::new() }
    }

    /// The candidate number `attempt` for what `key` is the first key of.
    pub(super) fn candidate(&mut self, key: SourceKey<'_>, attempt: u32) -> u64 {
        self.buffer.clear();
        self.buffer.push(self.kind as u8);
        self.buffer.extend(attempt.to_le_bytes());
        self.buffer.extend((key.source.len() as u64).to_le_bytes()); // so that no two keys are the same bytes
        self.buffer.extend(key.source.as_bytes());
        self.buffer.extend(key.id.as_bytes());
        sip_hash(self.key, &self.buffer)
    }

    /// The first candidate for `key` that is not taken.
    pub(super) fn free(&mut self, key: SourceKey<'_>, mut is_taken: impl FnMut(u64) -> bool) -> u64 {
        let mut candidates = (0..=u32::MAX).map(|attempt| self.candidate(key, attempt));
        candidates.find(|&id| !is_taken(id)).expect("there are more ids than anybody")
    }
}

/// SipHash-2-4: a keyed function for short inputs that is indistinguishable from chance to who has not the key.
fn sip_hash(key: [u64; 2], bytes: &[u8]) -> u64 {
    let mut state = [
        key[0] ^ 0x736f_6d65_7073_6575,
        key[1] ^ 0x646f_7261_6e64_6f6d,
        key[0] ^ 0x6c79_6765_6e65_7261,
        key[1] ^ 0x7465_6462_7974_6573,
    ];
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    last[7] = bytes.len() as u8; // the length modulo 256 is part of the function
    for word in words.iter().chain([&last]) {
        let word = u64::from_le_bytes(*word);
        state[3] ^= word;
        round(&mut state);
        round(&mut state);
        state[0] ^= word;
    }
    state[2] ^= 0xff;
    (0..4).for_each(|_| round(&mut state));
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

fn round([a, b, c, d]: &mut [u64; 4]) {
    *a = a.wrapping_add(*b);
    *b = b.rotate_left(13) ^ *a;
    *a = a.rotate_left(32);
    *c = c.wrapping_add(*d);
    *d = d.rotate_left(16) ^ *c;
    *a = a.wrapping_add(*d);
    *d = d.rotate_left(21) ^ *a;
    *c = c.wrapping_add(*b);
    *b = b.rotate_left(17) ^ *c;
    *c = c.rotate_left(32);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The vectors of the function's authors: key 00 to 0f, input 00, 01, 02 and so on.
    #[test]
    fn the_function_is_sip_hash() {
        let key = [0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908];
        let bytes: Vec<u8> = (0..15).collect();
        assert_eq!(sip_hash(key, &[]), 0x726f_db47_dd0e_0e31);
        assert_eq!(sip_hash(key, &bytes[..1]), 0x74f8_39c5_93dc_67fd);
        assert_eq!(sip_hash(key, &bytes[..8]), 0x93f5_f579_9a93_2462);
        assert_eq!(sip_hash(key, &bytes), 0xa129_ca61_49be_45e5);
    }

    proptest! {
        #[test]
        fn an_id_is_read_back_and_sorts_as_its_text(left: u64, right: u64) {
            let (text, other) = (CustomerId(left).to_string(), CustomerId(right).to_string());
            prop_assert_eq!(text.parse(), Ok(CustomerId(left)));
            prop_assert_eq!(text.cmp(&other), left.cmp(&right));
            prop_assert_eq!((text.len(), text.parse::<HouseholdId>().is_err()), (15, true));
        }
    }

    #[test]
    fn an_id_has_one_text() {
        assert_eq!(CustomerId(0).to_string(), "c_0000000000000");
        assert_eq!(HouseholdId(u64::MAX).to_string(), "h_fzzzzzzzzzzzz");
        for text in
            ["", "c_", "c_000000000000", "c_00000000000000", "c_000000000000A", "c_000000000000l", "h_0000000000000"]
        {
            assert!(text.parse::<CustomerId>().is_err(), "{text}");
        }
        assert!("c_g000000000000".parse::<CustomerId>().is_err(), "65 bits");
        assert!("c_éééééé0".parse::<CustomerId>().is_err());
        assert_eq!(
            "x".parse::<CustomerId>().unwrap_err().to_string(),
            "not an id: expected c_ and 13 lower-case letters or digits"
        );
    }

    #[test]
    fn candidates_differ_by_key_kind_attempt_and_place_of_the_boundary() {
        let key = |source, id| SourceKey { source, id };
        let secret = MintKey::new([7; 16]);
        let mut customers = Mint::new(&secret, IdKind::Customer);
        let mut ids = vec![
            customers.candidate(key("crm", "17"), 0),
            customers.candidate(key("crm", "17"), 1),
            customers.candidate(key("crm1", "7"), 0),
            customers.candidate(key("crm", "18"), 0),
            Mint::new(&secret, IdKind::Household).candidate(key("crm", "17"), 0),
            Mint::new(&MintKey::new([8; 16]), IdKind::Customer).candidate(key("crm", "17"), 0),
        ];
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 6);
        let taken = customers.candidate(key("crm", "17"), 0);
        assert_eq!(customers.free(key("crm", "17"), |id| id == taken), customers.candidate(key("crm", "17"), 1));
        assert_eq!(format!("{secret:?}"), "MintKey");
    }
}
