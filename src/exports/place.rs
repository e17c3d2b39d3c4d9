//! Countries and their clocks.
//!
//! Owns: the names under which exports write the countries that our users mail. Deliberately small: a country that is
//! not in the table keeps the scenario's own clock, and a finding counts it.

/// A country: its ISO 3166 code, its zone (the capital's, where there are several), and names in lower case.
type Country = (&'static str, &'static str, &'static [&'static str]);

const COUNTRIES: [Country; 16] = [
    (
        "NL",
        "Europe/Amsterdam",
        &["nl", "nld", "netherlands", "the netherlands", "nederland", "pays-bas", "niederlande"],
    ),
    ("BE", "Europe/Brussels", &["be", "bel", "belgium", "belgië", "belgie", "belgique", "belgien"]),
    ("DE", "Europe/Berlin", &["de", "deu", "germany", "duitsland", "allemagne", "deutschland"]),
    ("FR", "Europe/Paris", &["fr", "fra", "france", "frankrijk", "frankreich"]),
    ("GB", "Europe/London", &["gb", "gbr", "uk", "united kingdom", "great britain", "england", "verenigd koninkrijk"]),
    ("US", "America/New_York", &["us", "usa", "united states", "united states of america", "verenigde staten"]),
    ("LU", "Europe/Luxembourg", &["lu", "lux", "luxembourg", "luxemburg"]),
    ("AT", "Europe/Vienna", &["at", "aut", "austria", "oostenrijk", "autriche", "österreich"]),
    ("CH", "Europe/Zurich", &["ch", "che", "switzerland", "zwitserland", "suisse", "schweiz"]),
    ("ES", "Europe/Madrid", &["es", "esp", "spain", "spanje", "espagne", "spanien", "españa"]),
    ("IT", "Europe/Rome", &["it", "ita", "italy", "italië", "italie", "italien", "italia"]),
    ("IE", "Europe/Dublin", &["ie", "irl", "ireland", "ierland", "irlande", "irland"]),
    ("DK", "Europe/Copenhagen", &["dk", "dnk", "denmark", "denemarken", "danemark", "dänemark"]),
    ("SE", "Europe/Stockholm", &["se", "swe", "sweden", "zweden", "suède", "schweden"]),
    ("NO", "Europe/Oslo", &["no", "nor", "norway", "noorwegen", "norvège", "norwegen"]),
    ("PL", "Europe/Warsaw", &["pl", "pol", "poland", "polen", "pologne"]),
];

/// The code and zone of a country as an export writes it.
pub(super) fn country(cell: &str) -> Option<(&'static str, &'static str)> {
    let name = cell.to_lowercase();
    COUNTRIES.iter().find(|(_, _, names)| names.contains(&name.as_str())).map(|(code, zone, _)| (*code, *zone))
}

/// Every country of the table, as code and zone: what a plan must know before rows are read.
pub(crate) fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES.iter().map(|(code, zone, _)| (*code, *zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_many_names_and_one_code() {
        for name in ["NL", "nl", "Nederland", "The Netherlands"] {
            assert_eq!(country(name), Some(("NL", "Europe/Amsterdam")));
        }
        assert_eq!(country("Atlantis"), None);
    }
}
