//! What a column of a table is to us.
//!
//! Owns: [`Role`] and its names in mapping files. Deliberately knows no header: see `headers`.

use rehearsal_identity::ColumnKind;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Evidence of who somebody is.
    Evidence(ColumnKind),
    /// What the row is called in files that are joined with the table again.
    RowId,
    /// The system that the row comes from.
    Source,
    /// What that system calls the row.
    SourceId,
    /// The number of the customer: believed by the source, so it is no evidence, but it can be lost.
    CustomerId,
    /// A consent, or a refusal.
    Consent,
    /// Nothing to us.
    Ignore,
}

impl Role {
    /// Every role, in the order of the documentation.
    pub const ALL: [Self; ColumnKind::ALL.len() + 6] = {
        let mut all = [Self::Ignore; ColumnKind::ALL.len() + 6];
        let mut place = 0;
        while place < ColumnKind::ALL.len() {
            all[place] = Self::Evidence(ColumnKind::ALL[place]);
            place += 1;
        }
        all[place] = Self::RowId;
        all[place + 1] = Self::Source;
        all[place + 2] = Self::SourceId;
        all[place + 3] = Self::CustomerId;
        all[place + 4] = Self::Consent;
        all
    };

    /// The name in mapping files and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Evidence(kind) => kind.name(),
            Self::RowId => "row-id",
            Self::Source => "source",
            Self::SourceId => "source-id",
            Self::CustomerId => "customer-id",
            Self::Consent => "consent",
            Self::Ignore => "ignore",
        }
    }

    /// The role of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether a table can have several such columns.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        match self {
            Self::Evidence(kind) => matches!(
                kind,
                ColumnKind::Name | ColumnKind::Code | ColumnKind::Text | ColumnKind::Date | ColumnKind::Number
            ),
            Self::Consent | Self::Ignore => true,
            Self::RowId | Self::Source | Self::SourceId | Self::CustomerId => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn roles_are_found_by_their_names_and_differ() {
        for (place, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(Role::from_name(role.name()), Some(role));
            assert!(Role::ALL[..place].iter().all(|other| other.name() != role.name()));
        }
        assert_eq!(Role::from_name("first name"), None);
    }
}
