//! The built-in header mappings.
//!
//! Owns: which header of which system holds which field. Headers are facts, read in the systems' own documentation and
//! sample files; columns with names, addresses, notes or passwords are never mapped.

use super::field::Field;

/// How a system writes its customers.
#[derive(Debug)]
pub(super) struct Format {
    /// The name in scenarios.
    pub(super) id: &'static str,
    /// Headers in the form of [`super::field::header_key`]; of two columns for one field, the first that is filled wins.
    pub(super) headers: &'static [(&'static str, Field)],
    /// What the beginning of a file's name says of the e-mail consent of everybody in it.
    pub(super) consent_by_name: &'static [(&'static str, &'static str)],
}

/// The format of an id.
pub(super) fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

/// Every built-in format.
pub(super) static FORMATS: [Format; 9] = [
    // help.shopify.com, "Exporting customers": the new export (20 columns) and the old one (19). No date of creation.
    Format {
        id: "shopify",
        headers: &[
            ("customer-id", Field::CustomerId),
            ("email", Field::Email),
            ("phone", Field::Phone),
            ("default-address-phone", Field::Phone),
            ("accepts-email-marketing", Field::EmailConsent),
            ("accepts-marketing", Field::EmailConsent),
            ("accepts-sms-marketing", Field::SmsConsent),
            ("total-spent", Field::Spent),
            ("total-orders", Field::Orders),
            ("default-address-country-code", Field::Country),
            ("country-code", Field::Country),
            ("country", Field::Country),
        ],
        consent_by_name: &[],
    },
    // help.klaviyo.com, "Export a list or segment": 32 columns, all quoted. Suppression is a column of its own.
    Format {
        id: "klaviyo",
        headers: &[
            ("email", Field::Email),
            ("email-address", Field::Email),
            ("phone-number", Field::Phone),
            ("phone", Field::Phone),
            ("external-id", Field::CustomerId),
            ("klaviyo-id", Field::CustomerId),
            ("email-marketing-consent", Field::EmailConsent),
            ("email-marketing-consent-timestamp", Field::EmailConsentAt),
            ("sms-marketing-consent", Field::SmsConsent),
            ("sms-marketing-consent-timestamp", Field::SmsConsentAt),
            ("email-suppressions", Field::Suppressions),
            ("profile-created-on", Field::CreatedAt),
            ("created", Field::CreatedAt),
            ("date-added", Field::CreatedAt),
            ("last-open", Field::LastOpen),
            ("last-click", Field::LastClick),
            ("country", Field::Country),
            ("birthday", Field::Birthday),
        ],
        consent_by_name: &[],
    },
    // mailchimp.com/help, "View or export a contact list": a zip of three files, each for one status.
    Format {
        id: "mailchimp",
        headers: &[
            ("email-address", Field::Email),
            ("phone-number", Field::Phone),
            ("euid", Field::CustomerId),
            ("confirm-time", Field::EmailConsentAt),
            ("optin-time", Field::EmailConsentAt),
            ("cc", Field::Country),
            ("birthday", Field::Birthday),
        ],
        consent_by_name: &[
            ("subscribed", "subscribed"),
            ("unsubscribed", "unsubscribed"),
            ("nonsubscribed", "never"),
            ("cleaned", "cleaned"),
        ],
    },
    // help.brevo.com, "Export your contacts": semicolons, dd-mm-yyyy, and a blacklist instead of a consent.
    Format {
        id: "brevo",
        headers: &[
            ("email", Field::Email),
            ("sms", Field::Phone),
            ("ext-id", Field::CustomerId),
            ("email-blacklisted", Field::EmailBlacklisted),
            ("sms-blacklisted", Field::SmsBlacklisted),
            ("added-time", Field::CreatedAt),
        ],
        consent_by_name: &[],
    },
    // knowledge.hubspot.com, "Export records": date formats follow the user's locale.
    Format {
        id: "hubspot",
        headers: &[
            ("record-id", Field::CustomerId),
            ("email", Field::Email),
            ("mobile-phone-number", Field::Phone),
            ("phone-number", Field::Phone),
            ("create-date", Field::CreatedAt),
            ("country-region", Field::Country),
            ("unsubscribed-from-all-email", Field::EmailBlacklisted),
            ("last-marketing-email-open-date", Field::LastOpen),
            ("last-marketing-email-click-date", Field::LastClick),
        ],
        consent_by_name: &[],
    },
    // help.activecampaign.com, "Export contacts": the status is a word.
    Format {
        id: "activecampaign",
        headers: &[
            ("email", Field::Email),
            ("phone", Field::Phone),
            ("date-created", Field::CreatedAt),
            ("status", Field::EmailConsent),
        ],
        consent_by_name: &[],
    },
    // WooCommerce's own customer report: no consent at all.
    Format {
        id: "woocommerce",
        headers: &[
            ("email", Field::Email),
            ("username", Field::CustomerId),
            ("billing-phone", Field::Phone),
            ("shipping-phone", Field::Phone),
            ("sign-up", Field::CreatedAt),
            ("orders", Field::Orders),
            ("total-spend", Field::Spent),
            ("country-region", Field::Country),
        ],
        consent_by_name: &[],
    },
    // experienceleague.adobe.com, "Customer attributes": the file holds password hashes, which are never read.
    Format {
        id: "magento",
        headers: &[
            ("email", Field::Email),
            ("created-at", Field::CreatedAt),
            ("dob", Field::Birthday),
            ("address-telephone", Field::Phone),
            ("address-country-id", Field::Country),
        ],
        consent_by_name: &[],
    },
    // What `rehearsal generate` writes, and plain files in English, Dutch, French and German.
    Format {
        id: "generic",
        headers: GENERIC,
        consent_by_name: &[],
    },
];

const GENERIC: &[(&str, Field)] = &[
    ("email", Field::Email),
    ("e-mail", Field::Email),
    ("email-address", Field::Email),
    ("e-mail-address", Field::Email),
    ("e-mailadres", Field::Email),
    ("emailadres", Field::Email),
    ("adresse-e-mail", Field::Email),
    ("e-mail-adresse", Field::Email),
    ("courriel", Field::Email),
    ("phone", Field::Phone),
    ("phone-number", Field::Phone),
    ("mobile", Field::Phone),
    ("telefoon", Field::Phone),
    ("telefoonnummer", Field::Phone),
    ("mobiel", Field::Phone),
    ("téléphone", Field::Phone),
    ("telefon", Field::Phone),
    ("customer-id", Field::CustomerId),
    ("customerid", Field::CustomerId),
    ("id", Field::CustomerId),
    ("external-id", Field::CustomerId),
    ("klantnummer", Field::CustomerId),
    ("klant-id", Field::CustomerId),
    ("created-at", Field::CreatedAt),
    ("created", Field::CreatedAt),
    ("klant-sinds", Field::CreatedAt),
    ("aangemaakt", Field::CreatedAt),
    ("country", Field::Country),
    ("country-code", Field::Country),
    ("land", Field::Country),
    ("pays", Field::Country),
    ("birthday", Field::Birthday),
    ("geboortedatum", Field::Birthday),
    ("date-de-naissance", Field::Birthday),
    ("geburtsdatum", Field::Birthday),
    ("email-consent", Field::EmailConsent),
    ("nieuwsbrief", Field::EmailConsent),
    ("newsletter", Field::EmailConsent),
    ("email-consent-at", Field::EmailConsentAt),
    ("email-consent-method", Field::EmailConsentMethod),
    ("email-blacklisted", Field::EmailBlacklisted),
    ("sms-consent", Field::SmsConsent),
    ("sms-consent-at", Field::SmsConsentAt),
    ("sms-consent-method", Field::SmsConsentMethod),
    ("sms-blacklisted", Field::SmsBlacklisted),
    ("suppressions", Field::Suppressions),
    ("last-open", Field::LastOpen),
    ("last-click", Field::LastClick),
    ("last-order", Field::LastOrder),
    ("orders", Field::Orders),
    ("spent", Field::Spent),
];

#[cfg(test)]
mod tests {
    use super::super::field::header_key;
    use super::*;

    #[test]
    fn headers_are_in_their_one_form_and_listed_once() {
        for format in &FORMATS {
            for (place, (header, _)) in format.headers.iter().enumerate() {
                assert_eq!(header_key(header), *header);
                assert!(
                    !format.headers[..place].iter().any(|(before, _)| before == header),
                    "{header}"
                );
            }
        }
    }
}
