//! The fields of a record that an export can hold.

use rehearsal_sim::flow::ValueKind;
use rehearsal_sim::plan::{Index, PropertyMark};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Email,
    Phone,
    CustomerId,
    CreatedAt,
    Country,
    Birthday,
    EmailConsent,
    EmailConsentAt,
    EmailConsentMethod,
    EmailBlacklisted,
    SmsConsent,
    SmsConsentAt,
    SmsConsentMethod,
    SmsBlacklisted,
    Suppressions,
    LastOpen,
    LastClick,
    LastOrder,
    Orders,
    Spent,
    /// A column that is known and not read.
    Ignore,
}

impl Field {
    /// Every field with its name in scenarios and messages.
    pub(super) const ALL: [(&'static str, Self); 21] = [
        ("email", Self::Email),
        ("phone", Self::Phone),
        ("customer-id", Self::CustomerId),
        ("created-at", Self::CreatedAt),
        ("country", Self::Country),
        ("birthday", Self::Birthday),
        ("email-consent", Self::EmailConsent),
        ("email-consent-at", Self::EmailConsentAt),
        ("email-consent-method", Self::EmailConsentMethod),
        ("email-blacklisted", Self::EmailBlacklisted),
        ("sms-consent", Self::SmsConsent),
        ("sms-consent-at", Self::SmsConsentAt),
        ("sms-consent-method", Self::SmsConsentMethod),
        ("sms-blacklisted", Self::SmsBlacklisted),
        ("suppressions", Self::Suppressions),
        ("last-open", Self::LastOpen),
        ("last-click", Self::LastClick),
        ("last-order", Self::LastOrder),
        ("orders", Self::Orders),
        ("spent", Self::Spent),
        ("ignore", Self::Ignore),
    ];

    /// The fields that hold a date.
    pub(super) const DATES: [Self; 7] = [
        Self::CreatedAt,
        Self::Birthday,
        Self::EmailConsentAt,
        Self::SmsConsentAt,
        Self::LastOpen,
        Self::LastClick,
        Self::LastOrder,
    ];

    /// The name in scenarios and messages.
    pub(super) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, field)| *field == self)
            .map_or("", |(name, _)| name)
    }

    /// The field of a name; spaces and underscores are as good as hyphens.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = header_key(name);
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, field)| *field)
    }
}

/// What a column of a file is mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Field(Field),
    Property(Index<PropertyMark>, ValueKind),
}

/// A header in one form: lower case, with single hyphens for all that is neither letter nor digit.
pub(super) fn header_key(header: &str) -> String {
    let mut key = String::with_capacity(header.len());
    for character in header.chars() {
        if character.is_alphanumeric() {
            key.extend(character.to_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    key.truncate(key.trim_end_matches('-').len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_compared_by_letters_and_digits() {
        assert_eq!(header_key(" E-mail  Address "), "e-mail-address");
        assert_eq!(header_key("created_at"), "created-at");
        assert_eq!(header_key("Country / Region"), "country-region");
        assert_eq!(header_key("(!)"), "");
        assert_eq!(Field::named("Created At"), Some(Field::CreatedAt));
        assert_eq!(Field::named("first-name"), None);
    }

    #[test]
    fn every_field_is_listed_once() {
        for (name, field) in Field::ALL {
            assert_eq!((field.name(), Field::named(name)), (name, Some(field)));
        }
    }
}
