//! By what people are recognised.

/// An identifier of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// E-mail address, trimmed and in lower case.
    Email,
    /// Phone number, digits only.
    Phone,
    /// The customer's id in the source.
    CustomerId,
}

impl Key {
    /// The name in scenarios and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::CustomerId => "customer-id",
        }
    }
}

/// What counts as one profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityPlan {
    /// The key of the target: rows with the same key become one profile.
    pub key: Key,
    /// Further keys by which two profiles are recognised as one person.
    pub matches: Vec<Key>,
    /// Whether two profiles are recognised as one person also where the evidence says so.
    pub by_evidence: bool,
}

impl IdentityPlan {
    /// Whether anybody is recognised by this key.
    #[must_use]
    pub fn uses(&self, key: Key) -> bool {
        self.key == key || self.matches.contains(&key)
    }
}
