//! What a column of an export can hold.
//!
//! Owns: the list of fields, and which meanings fit each. Deliberately knows no header.

use serde::Deserialize;

use super::presets::Meaning;

macro_rules! export_fields {
    ($($(#[doc = $about:literal])+ $variant:ident = $name:literal,)+) => {
        /// What a column holds, beside `property.<name>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub(crate) enum ExportField {
            $($(#[doc = $about])+ #[serde(rename = $name)] $variant,)+
        }

        impl ExportField {
            /// Every field, in the order of the documentation.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in scenarios.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

export_fields! {
    /// E-mail address.
    Email = "email",
    /// Phone number.
    Phone = "phone",
    /// A phone number that counts where the first is empty.
    Phone2 = "phone-2",
    /// The shop's own number of the customer.
    CustomerId = "customer-id",
    /// Read by nobody and never copied.
    FirstName = "first-name",
    /// Read by nobody and never copied.
    LastName = "last-name",
    /// Two-letter country code.
    Country = "country",
    /// When the person became a customer.
    CreatedAt = "created-at",
    /// What they agreed to for e-mail.
    EmailConsent = "email-consent",
    /// When they last said so for e-mail.
    EmailConsentAt = "email-consent-at",
    /// Where they said so for e-mail: a form, the checkout.
    EmailConsentMethod = "email-consent-method",
    /// What they agreed to for text messages.
    SmsConsent = "sms-consent",
    /// When they last said so for text messages.
    SmsConsentAt = "sms-consent-at",
    /// Where they said so for text messages.
    SmsConsentMethod = "sms-consent-method",
    /// Yes for somebody who must not be mailed: consent the other way round.
    EmailBlacklisted = "email-blacklisted",
    /// Yes for somebody who must not be texted: consent the other way round.
    SmsBlacklisted = "sms-blacklisted",
    /// Why the address must not be mailed, whatever the consent.
    Suppressions = "suppressions",
    /// When they last opened a mail.
    LastOpen = "last-open",
    /// When they last clicked in a mail.
    LastClick = "last-click",
    /// When they last ordered.
    LastOrder = "last-order",
    /// How often they ordered.
    Orders = "orders",
    /// For how much, in major units.
    Spent = "spent",
    /// Birthday.
    Birthday = "birthday",
    /// Name of the time zone.
    TimeZone = "time-zone",
    /// Known, and not read.
    Ignore = "ignore",
}

impl ExportField {
    /// The field of a name in a scenario.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// Whether it says who a row is about.
    pub(crate) const fn identifies(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::CustomerId)
    }

    /// What the words of its cells can mean; nothing where no words are asked.
    pub(crate) const fn meanings(self) -> &'static [Meaning] {
        use Meaning::{Blocked, Bounced, Complained, NeverSubscribed, No, Subscribed, Unconfirmed, Unsubscribed};
        match self {
            Self::EmailConsent | Self::SmsConsent => &[
                Subscribed,
                Unsubscribed,
                NeverSubscribed,
                Unconfirmed,
                No,
                // A status column says both.
                Bounced,
                Complained,
                Blocked,
            ],
            Self::Suppressions => &[Bounced, Complained, Unsubscribed, Blocked],
            Self::Email
            | Self::Phone
            | Self::Phone2
            | Self::CustomerId
            | Self::FirstName
            | Self::LastName
            | Self::Country
            | Self::CreatedAt
            | Self::EmailConsentAt
            | Self::EmailConsentMethod
            | Self::SmsConsentAt
            | Self::SmsConsentMethod
            | Self::EmailBlacklisted
            | Self::SmsBlacklisted
            | Self::LastOpen
            | Self::LastClick
            | Self::LastOrder
            | Self::Orders
            | Self::Spent
            | Self::Birthday
            | Self::TimeZone
            | Self::Ignore => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_name() {
        assert!(ExportField::ALL.iter().all(|field| ExportField::from_name(field.name()) == Some(*field)));
        assert_eq!(ExportField::from_name("password"), None);
    }
}
