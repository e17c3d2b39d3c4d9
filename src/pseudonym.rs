//! Pseudonyms: the only names that people have outside the simulation.
//!
//! Owns: [`Key`] and what is derived from it, the domains of identifiers, [`Pseudonyms`]. Deliberately keeps no table from pseudonym to person: the
//! holder of the export computes the pseudonym again and finds the row; nobody else can. No `Debug` in this module
//! prints a value of a person or a byte of a key.
//!
//! A pseudonym is `p_` and 12 characters of Crockford's base 32: the first 60 bits of HMAC-SHA-256 over a domain tag, a
//! zero byte and the normalised value. Among ten million people a collision is expected in 4 of 100,000 engagements.

use std::borrow::Cow;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use rehearsal_core::records::Population;
use rehearsal_identity::{Identity, MintKey, normalise_customer_id, normalise_email, normalise_phone};
use sha2::{Digest, Sha256};

/// Crockford's alphabet, in lower case: no i, l, o, u, so that a pseudonym survives being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of a pseudonym after `p_`: 60 bits.
const PSEUDONYM_CHARACTERS: usize = 12;

/// Characters of a fingerprint: 40 bits.
const FINGERPRINT_CHARACTERS: usize = 8;

/// What kind of identifier a value is. Equal values of different kinds have different pseudonyms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// An e-mail address, in the form in which a platform compares it.
    Email,
    /// The customer's id in the source, in the form in which a platform compares it.
    CustomerId,
    /// A phone number, in the form in which a platform compares it.
    Phone,
    /// The line in the export or the number of the record, for people of whom nothing else is known.
    Line,
}

impl Domain {
    /// The tag that goes into the hash. Part of the format: never change one.
    const fn tag(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::CustomerId => "customer-id",
            Self::Phone => "phone",
            Self::Line => "line",
        }
    }

    /// The form of a value in which it is hashed; `None` if it is no such identifier.
    fn normalise(self, value: &str) -> Option<Cow<'_, str>> {
        match self {
            Self::Email => normalise_email(value),
            Self::CustomerId => normalise_customer_id(value),
            Self::Phone => normalise_phone(value),
            Self::Line => Some(Cow::Borrowed(value)),
        }
    }
}

/// The secret of one engagement. Pseudonyms can be compared between two reports only if both had the same key.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    bytes: [u8; 32],
    is_derived: bool,
}

impl Key {
    /// The key of a key file.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self { bytes, is_derived: false }
    }

    /// The key for runs without a key file: the same scenario and seed give the same pseudonyms.
    ///
    /// **Reproducible, therefore guessable**: whoever has the scenario and an e-mail address can compute the pseudonym.
    /// Good enough for invented people and for tests. For real exports pass a key file.
    #[must_use]
    pub fn derived(scenario: &str, seed: u64) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"rehearsal derived key 1\0");
        hasher.update(scenario.as_bytes());
        hasher.update([0]);
        hasher.update(seed.to_le_bytes());
        Self { bytes: hasher.finalize().into(), is_derived: true }
    }

    /// Whether the key was derived from the scenario instead of read from a key file.
    #[must_use]
    pub const fn is_derived(&self) -> bool {
        self.is_derived
    }

    /// Eight characters that tell keys apart and betray nothing of them.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        base32(&self.hash("fingerprint", ""), FINGERPRINT_CHARACTERS)
    }

    /// The pseudonym of a value, or `None` if it is no such identifier.
    #[must_use]
    pub fn pseudonym(&self, domain: Domain, value: &str) -> Option<String> {
        let normal = domain.normalise(value)?;
        Some(format!("p_{}", base32(&self.hash(domain.tag(), &normal), PSEUDONYM_CHARACTERS)))
    }

    /// The secret with which customer ids are minted: one of its own, so that no id is a part of a pseudonym.
    #[must_use]
    pub fn mint_key(&self) -> MintKey {
        let hash = self.hash("customer ids", "");
        MintKey::new(std::array::from_fn(|place| hash[place]))
    }

    fn hash(&self, tag: &str, value: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.bytes).expect("HMAC takes keys of every length");
        mac.update(tag.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.fingerprint())
    }
}

/// The pseudonyms of the profiles of one rehearsal.
#[derive(Clone, Copy)]
pub struct Pseudonyms<'a> {
    key: &'a Key,
    population: &'a Population,
    identity: &'a Identity,
}

impl<'a> Pseudonyms<'a> {
    /// The pseudonyms under a key.
    #[must_use]
    pub const fn new(key: &'a Key, population: &'a Population, identity: &'a Identity) -> Self {
        Self { key, population, identity }
    }

    /// The pseudonym of a profile: of the e-mail address of its first record, else its customer id, else its phone
    /// number, else its line. A profile that does not exist has the pseudonym of its number.
    #[must_use]
    pub fn of(&self, profile: u32) -> String {
        let row = self.first_row(profile);
        let named = row.and_then(|row| {
            [
                (Domain::Email, &self.population.email),
                (Domain::CustomerId, &self.population.customer_id),
                (Domain::Phone, &self.population.phone),
            ]
            .into_iter()
            .find_map(|(domain, column)| self.key.pseudonym(domain, column.get(row)))
        });
        let line = || row.map_or(u64::from(profile), |row| self.population.ids[row]).to_string();
        named.or_else(|| self.key.pseudonym(Domain::Line, &line())).expect("a number is never empty")
    }

    /// The row of a profile's first record in the population; `None` if there is no such profile.
    #[must_use]
    pub fn first_row(&self, profile: u32) -> Option<usize> {
        let exists = (profile as usize) < self.identity.profiles();
        let row = exists.then(|| self.identity.records_of(profile).first().copied()).flatten()? as usize;
        (row < self.population.len()).then_some(row)
    }
}

impl fmt::Debug for Pseudonyms<'_> {
    /// Names the key and no person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pseudonyms").field("key", self.key).field("profiles", &self.identity.profiles()).finish()
    }
}

/// The first `characters` groups of five bits, most significant first.
fn base32(bytes: &[u8], characters: usize) -> String {
    let bit = |place: usize| usize::from(bytes[place / 8] >> (7 - place % 8) & 1);
    (0..characters)
        .map(|character| (0..5).fold(0, |value, offset| value << 1 | bit(character * 5 + offset)))
        .map(|value| char::from(ALPHABET[value]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehearsal_core::records::Row;

    fn key() -> Key {
        Key::from_bytes([7; 32])
    }

    #[test]
    fn base32_reads_five_bits_at_a_time() {
        assert_eq!(base32(&[0b0000_1000, 0b1000_0110, 0xff], 3), "123");
        assert_eq!(base32(&[0xff; 8], 12), "zzzzzzzzzzzz");
    }

    /// Computed with Python: `hmac.new(bytes([7])*32, b"email\0anna@example.com", "sha256")`.
    #[test]
    fn a_pseudonym_never_changes_between_versions() {
        assert_eq!(key().pseudonym(Domain::Email, "anna@example.com").unwrap(), "p_f84c5qb5cje2");
    }

    /// Computed with Python: `hmac.new(bytes([7])*32, b"customer ids\0", "sha256").digest()[:16]`.
    #[test]
    fn the_secret_of_customer_ids_never_changes_between_versions() {
        let expected = 0xc34b_5a5a_2173_335a_7952_b6ec_e009_550a_u128.to_be_bytes();
        assert_eq!(key().mint_key(), MintKey::new(expected));
        assert_ne!(Key::from_bytes([8; 32]).mint_key(), MintKey::new(expected));
    }

    #[test]
    fn spelling_does_not_make_another_person() {
        let one = key().pseudonym(Domain::Email, "anna@example.com");
        assert_eq!(one, key().pseudonym(Domain::Email, "  Anna@Example.COM "));
        assert_eq!(key().pseudonym(Domain::Phone, "+31 6 123"), key().pseudonym(Domain::Phone, "0031 (0)6-123"));
        assert_ne!(one, Key::from_bytes([8; 32]).pseudonym(Domain::Email, "anna@example.com"));
        assert_ne!(key().pseudonym(Domain::Phone, "123456"), key().pseudonym(Domain::CustomerId, "123456"));
        for nobody in ["  ", "n/a", "anna"] {
            assert_eq!(key().pseudonym(Domain::Email, nobody), None, "many people would share one pseudonym");
        }
        assert_eq!(key().pseudonym(Domain::Phone, "12"), None);
    }

    #[test]
    fn derived_keys_depend_on_scenario_and_seed_and_say_so() {
        let one = Key::derived("webshop", 7);
        assert_eq!(one, Key::derived("webshop", 7));
        assert_ne!(one, Key::derived("webshop", 8));
        assert_ne!(one, Key::derived("webshop2", 7));
        assert!(one.is_derived() && !key().is_derived());
        assert_eq!(one.fingerprint().len(), 8);
        assert_ne!(one.fingerprint(), key().fingerprint());
    }

    #[test]
    fn a_profile_is_named_by_the_first_identifier_it_has() {
        let mut population = Population::default();
        population.push(&Row { email: "Anna@example.com", customer_id: "c1", ..Row::new(2) });
        population.push(&Row { customer_id: "c2", phone: "123456", ..Row::new(3) });
        population.push(&Row { phone: "123456", ..Row::new(4) });
        population.push(&Row::new(5));
        let identity = Identity { starts: vec![0, 1, 2, 3, 4], records: vec![0, 1, 2, 3], ..Identity::default() };
        let key = key();
        let names = Pseudonyms::new(&key, &population, &identity);
        assert_eq!(Some(names.of(0)), key.pseudonym(Domain::Email, "anna@example.com"));
        assert_eq!(Some(names.of(1)), key.pseudonym(Domain::CustomerId, "c2"));
        assert_eq!(Some(names.of(2)), key.pseudonym(Domain::Phone, "123456"));
        assert_eq!(Some(names.of(3)), key.pseudonym(Domain::Line, "5"));
        assert_eq!(Some(names.of(99)), key.pseudonym(Domain::Line, "99"));
        let debug = format!("{names:?} {key:?}").to_lowercase();
        assert!(!debug.contains("anna") && !debug.contains("c1"), "{debug}");
        assert!(!debug.contains("7, 7"), "{debug}");
    }
}
