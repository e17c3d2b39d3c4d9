//! Headers of exports of real systems, and what their cells mean. Reading the files is somebody else's work.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The export of a system.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExportFormat {
    /// The id in scenarios, such as `shopify`.
    pub id: String,
    /// The name to print.
    pub name: String,
    /// Where the headers come from.
    pub source: String,
    /// What else there is to know.
    pub note: String,
    /// The columns that are known. No two have the same header; several can hold the same field, and then the first one
    /// in the file that is not empty counts.
    pub columns: Vec<ColumnMapping>,
}

/// A column of an export.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ColumnMapping {
    /// The header as the system writes it.
    pub header: String,
    /// What the column holds.
    pub field: ExportField,
    /// What the words of its cells mean. A word that a cell holds in another case means the same.
    #[serde(default)]
    pub words: BTreeMap<String, Meaning>,
    /// What any other cell that is not empty means; `None` if that is a finding.
    #[serde(default)]
    pub other: Option<Meaning>,
}

/// What a cell of a consent or suppression column can mean; which of the two, the column's field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// Consent: said yes.
    Subscribed,
    /// Consent: said no. Suppression: unsubscribed from everything.
    Unsubscribed,
    /// Consent: never said anything.
    NeverSubscribed,
    /// Consent: asked for a double opt-in and did not confirm.
    Unconfirmed,
    /// Suppression: the address bounced.
    Bounced,
    /// Suppression: the person reported spam.
    Complained,
    /// Suppression: blocked by hand, or for a reason that is not known.
    Blocked,
}

macro_rules! export_fields {
    ($($(#[doc = $about:literal])+ $variant:ident = $name:literal,)+) => {
        /// What a column holds, beside `property.<name>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub enum ExportField {
            $($(#[doc = $about])+ #[serde(rename = $name)] $variant,)+
        }

        impl ExportField {
            /// Every field, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in scenarios.
            #[must_use]
            pub const fn name(self) -> &'static str {
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
    /// When.
    EmailConsentAt = "email-consent-at",
    /// How.
    EmailConsentMethod = "email-consent-method",
    /// What they agreed to for text messages.
    SmsConsent = "sms-consent",
    /// When.
    SmsConsentAt = "sms-consent-at",
    /// How.
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
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }
}

impl ExportFormat {
    /// The column of a header, without the blanks around it; case counts.
    #[must_use]
    pub fn column(&self, header: &str) -> Option<&ColumnMapping> {
        self.columns.iter().find(|column| column.header == header.trim())
    }
}

impl ColumnMapping {
    /// What a cell means; `None` if it is empty, or if its word is not known here.
    #[must_use]
    pub fn meaning(&self, cell: &str) -> Option<Meaning> {
        let cell = cell.trim();
        if cell.is_empty() {
            return None;
        }
        let known = self.words.iter().find(|(word, _)| word.eq_ignore_ascii_case(cell));
        known.map(|(_, meaning)| *meaning).or(self.other)
    }
}

static EXPORTS: LazyLock<Vec<ExportFormat>> =
    LazyLock::new(|| super::parse("exports", include_str!("data/exports.yaml")));

/// The export format of this id.
#[must_use]
pub fn export_format(id: &str) -> Option<&'static ExportFormat> {
    EXPORTS.iter().find(|format| format.id == id)
}

/// The ids of all export formats, in the order of the catalogue.
#[must_use]
pub fn export_format_ids() -> Vec<&'static str> {
    EXPORTS.iter().map(|format| format.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_complete() {
        assert_eq!(export_format_ids(), ["shopify", "klaviyo", "generic"]);
        for format in EXPORTS.iter() {
            assert!(!format.source.is_empty() && !format.note.is_empty() && !format.name.is_empty());
            assert!(format.columns.iter().any(|column| column.field == ExportField::Email), "{}", format.id);
            for column in &format.columns {
                let same = format.columns.iter().filter(|other| other.header == column.header).count();
                assert_eq!(same, 1, "{} {}", format.id, column.header);
                assert_eq!(column.header, column.header.trim());
            }
        }
    }

    #[test]
    fn words_fit_their_column() {
        use Meaning::{Blocked, Bounced, Complained, NeverSubscribed, Subscribed, Unconfirmed, Unsubscribed};
        for (format, column) in
            EXPORTS.iter().flat_map(|format| format.columns.iter().map(move |column| (format, column)))
        {
            let allowed: &[Meaning] = match column.field {
                ExportField::EmailConsent | ExportField::SmsConsent => {
                    &[Subscribed, Unsubscribed, NeverSubscribed, Unconfirmed]
                }
                ExportField::Suppressions => &[Bounced, Complained, Unsubscribed, Blocked],
                _ => &[],
            };
            let name = format!("{} {}", format.id, column.header);
            assert_eq!(column.words.is_empty(), allowed.is_empty(), "{name}");
            assert!(column.words.values().chain(&column.other).all(|meaning| allowed.contains(meaning)), "{name}");
            let folded: std::collections::BTreeSet<String> =
                column.words.keys().map(|word| word.to_lowercase()).collect();
            assert_eq!(folded.len(), column.words.len(), "{name}");
        }
    }

    #[test]
    fn fields_are_found_by_name() {
        assert!(ExportField::ALL.iter().all(|field| ExportField::from_name(field.name()) == Some(*field)));
        assert_eq!(ExportField::from_name("password"), None);
    }

    #[test]
    fn cells_mean_what_they_say() {
        let shopify = export_format("shopify").unwrap();
        let accepts = shopify.column(" Accepts Email Marketing ").unwrap();
        assert_eq!(accepts.meaning(" Yes"), Some(Meaning::Subscribed));
        assert_eq!(accepts.meaning("no"), Some(Meaning::Unsubscribed));
        assert_eq!((accepts.meaning(""), accepts.meaning("maybe")), (None, None));
        assert!(shopify.column("accepts email marketing").is_none());

        let suppressions = export_format("klaviyo").unwrap().column("Email Suppressions").unwrap();
        assert_eq!(suppressions.meaning("SPAM_REPORT"), Some(Meaning::Complained));
        assert_eq!(suppressions.meaning("SOMETHING_NEW"), Some(Meaning::Blocked));
        assert_eq!(suppressions.meaning("  "), None);

        let ours = export_format("generic").unwrap();
        for field in ExportField::ALL.iter().filter(|field| **field != ExportField::Ignore) {
            assert_eq!(ours.column(field.name()).map(|column| column.field), Some(*field));
        }
    }
}
