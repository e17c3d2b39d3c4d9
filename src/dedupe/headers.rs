//! The usual names of columns, in English, in Dutch, and in the exports of known systems.
//!
//! Owns: the table of names. Deliberately small: a name that can mean two things is left to a mapping file.

use rehearsal_identity::ColumnKind;

use super::role::Role;
use crate::diagnostics::likeness;
use crate::tables::header_key;

/// Names by role, in lower case, letters and digits only.
const NAMES: [(Role, &[&str]); 16] = [
    (
        Role::Evidence(ColumnKind::Email),
        &["email", "emailaddress", "emailadres", "mail", "mailaddress", "mailadres", "useremail", "customeremail"],
    ),
    (
        Role::Evidence(ColumnKind::Phone),
        &[
            "phone",
            "phonenumber",
            "phoneno",
            "telephone",
            "telephonenumber",
            "telefoon",
            "telefoonnummer",
            "tel",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "mobiel",
            "mobielnummer",
            "gsm",
            "cellphone",
            "téléphone",
            "phone2",
            "defaultaddressphone",
        ],
    ),
    (
        Role::Evidence(ColumnKind::FirstName),
        &["firstname", "givenname", "forename", "voornaam", "roepnaam", "prénom", "prenom", "fname"],
    ),
    (
        Role::Evidence(ColumnKind::LastName),
        &["lastname", "surname", "familyname", "achternaam", "familienaam", "nom", "lname"],
    ),
    (
        Role::Evidence(ColumnKind::Street),
        &[
            "street",
            "streetname",
            "streetaddress",
            "straat",
            "straatnaam",
            "address",
            "addressline1",
            "address1",
            "adres",
            "adresregel1",
            "defaultaddressaddress1",
        ],
    ),
    (
        Role::Evidence(ColumnKind::HouseNumber),
        &["housenumber", "houseno", "streetnumber", "huisnummer", "huisnr", "housenr"],
    ),
    (Role::Evidence(ColumnKind::Postcode), &["postcode", "postalcode", "zip", "zipcode", "defaultaddresszip"]),
    (
        Role::Evidence(ColumnKind::City),
        &["city", "town", "suburb", "plaats", "plaatsnaam", "woonplaats", "stad", "gemeente", "defaultaddresscity"],
    ),
    (
        Role::Evidence(ColumnKind::Country),
        &["country", "countrycode", "land", "landcode", "countryregion", "defaultaddresscountrycode"],
    ),
    (
        Role::Evidence(ColumnKind::BirthDate),
        &["birthdate", "dateofbirth", "dob", "birthday", "geboortedatum", "geboortedag", "verjaardag"],
    ),
    (Role::Evidence(ColumnKind::Code), &["socsecid", "ssn", "socialsecuritynumber", "bsn", "rijksregisternummer"]),
    (Role::RowId, &["rowid", "id", "recordid", "recid", "klaviyoid"]),
    (Role::Source, &["source", "sourcesystem", "bron", "bronsysteem"]),
    (Role::SourceId, &["sourceid", "bronid"]),
    (
        Role::CustomerId,
        &["customerid", "customernumber", "customerno", "klantid", "klantnummer", "klantnr", "relatienummer"],
    ),
    (
        Role::Consent,
        &[
            "consent",
            "emailconsent",
            "emailmarketingconsent",
            "marketingconsent",
            "smsconsent",
            "optin",
            "emailoptin",
            "smsoptin",
            "optout",
            "emailoptout",
            "smsoptout",
            "acceptsmarketing",
            "acceptsemailmarketing",
            "acceptssmsmarketing",
            "newsletter",
            "nieuwsbrief",
            "toestemming",
            "subscribed",
            "unsubscribed",
            "afgemeld",
            "uitgeschreven",
            "emailblacklisted",
            "smsblacklisted",
        ],
    ),
];

/// Parts of a consent column's name that say that a yes is a refusal.
const REFUSALS: [&str; 8] =
    ["optout", "unsubscri", "afgemeld", "afmelding", "uitgeschreven", "blacklist", "donot", "suppress"];

/// A header without anything but letters and digits, in lower case.
fn plain(header: &str) -> String {
    header_key(header).replace('-', "")
}

/// What a column of this name usually holds.
pub(super) fn usual(header: &str) -> Option<Role> {
    let name = plain(header);
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| *role)
}

/// What a column of this name may be meant to hold: its name is nearly a usual one.
pub(super) fn nearly(header: &str) -> Option<Role> {
    let name = plain(header);
    let near = |names: &[&'static str]| likeness(&name, names.iter().copied());
    let near = NAMES.iter().filter_map(|(role, names)| Some((near(names)?, *role)));
    near.max_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, role)| role)
}

/// Whether a yes under this header is a refusal.
pub(super) fn is_refusal(header: &str) -> bool {
    let name = plain(header);
    REFUSALS.iter().any(|part| name.contains(part))
}

/// Whether a column of consents is about text messages.
pub(super) fn is_of_sms(header: &str) -> bool {
    let name = plain(header);
    ["sms", "textmessage"].iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Catalogue, ExportField as Field};

    #[test]
    fn usual_names_are_known_in_any_spelling() {
        for (header, name) in [
            ("E-mail", "email"),
            ("Email Address", "email"),
            ("E-mailadres", "email"),
            ("given_name", "first-name"),
            ("Voornaam", "first-name"),
            ("surname", "last-name"),
            ("huisnummer", "house-number"),
            ("ZIP code", "postcode"),
            ("suburb", "city"),
            ("date_of_birth", "birth-date"),
            ("soc_sec_id", "code"),
            ("customer_id", "customer-id"),
            ("Opt-out", "consent"),
        ] {
            assert_eq!(usual(header).map(Role::name), Some(name), "{header}");
        }
        assert_eq!(usual("Jansen"), None);
        assert_eq!(nearly("postcde"), Some(Role::Evidence(ColumnKind::Postcode)));
        assert_eq!(nearly("j.jansen@example.com"), None);
        assert!(is_refusal("Opt_Out") && !is_refusal("opt-in"));
    }

    #[test]
    fn names_are_in_their_one_form_and_mean_one_thing() {
        let all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for (place, name) in all.iter().enumerate() {
            assert_eq!(plain(name), *name);
            assert!(!all[..place].contains(name), "{name}");
        }
    }

    #[test]
    fn the_exports_of_the_catalogue_are_known() {
        let compared = |field: Field| match field {
            Field::Email => Some("email"),
            Field::Phone | Field::Phone2 => Some("phone"),
            Field::FirstName => Some("first-name"),
            Field::LastName => Some("last-name"),
            Field::Country => Some("country"),
            Field::Birthday => Some("birth-date"),
            Field::CustomerId => Some("customer-id"),
            Field::EmailConsent | Field::SmsConsent | Field::EmailBlacklisted | Field::SmsBlacklisted => {
                Some("consent")
            }
            _ => None,
        };
        for preset in Catalogue::built_in().presets() {
            for column in &preset.columns {
                if let Some(name) = compared(column.field) {
                    assert_eq!(usual(&column.header).map(Role::name), Some(name), "{}", column.header);
                }
            }
        }
    }
}
