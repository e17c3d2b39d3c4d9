//! Mailbox providers and the domains of their consumer mailboxes.

use std::sync::LazyLock;

use serde::Deserialize;

/// A mailbox provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Provider {
    /// The id in scenarios and conditions, such as `google`.
    pub(crate) id: String,
    /// The name to print.
    pub(crate) name: String,
    /// The provider whose servers and limits it shares, if that is another.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "until “Never green”"))]
    pub(crate) shaped_with: Option<String>,
    /// Where the list of domains comes from.
    #[cfg_attr(not(test), expect(dead_code, reason = "until “Sending”"))]
    pub(crate) source: String,
    /// Domains in lower case.
    pub(crate) domains: Vec<String>,
}

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let mut providers: Vec<Provider> = match serde_saphyr::from_str(include_str!("data/providers.yaml")) {
        Ok(providers) => providers,
        Err(error) => unreachable!("a test reads the built-in providers: {error}"),
    };
    providers.push(Provider {
        id: "other".to_owned(),
        name: "other".to_owned(),
        shaped_with: None,
        source: "every domain that no list names".to_owned(),
        domains: Vec::new(),
    });
    providers
});

/// Domains in the order of their bytes, each with its provider's place.
static DOMAINS: LazyLock<Vec<(&'static str, usize)>> = LazyLock::new(|| {
    let of = |(place, provider): (usize, &'static Provider)| {
        provider.domains.iter().map(move |domain| (domain.as_str(), place))
    };
    let mut domains: Vec<(&str, usize)> = PROVIDERS.iter().enumerate().flat_map(of).collect();
    domains.sort_unstable();
    domains
});

/// Every provider; the last is `other`.
pub(crate) fn providers() -> &'static [Provider] {
    &PROVIDERS
}

/// The place of a provider in [`providers`], by its id.
pub(crate) fn provider_index(id: &str) -> Option<usize> {
    PROVIDERS.iter().position(|provider| provider.id == id)
}

/// The place in [`providers`] of the provider of a mail domain; `other` if no list names it.
///
/// Case does not matter. A reserved ending (`.example`, `.test`, `.invalid`) is ignored, since synthetic addresses keep
/// their provider's domain in front of one. Called once for each row, so it allocates nothing.
pub(crate) fn provider_of(domain: &str) -> usize {
    let domain = without_reserved_ending(domain.strip_suffix('.').unwrap_or(domain));
    let order = |known: &str| known.bytes().cmp(domain.bytes().map(|byte| byte.to_ascii_lowercase()));
    match DOMAINS.binary_search_by(|(known, _)| order(known)) {
        Ok(place) => DOMAINS[place].1,
        Err(_) => PROVIDERS.len() - 1,
    }
}

fn without_reserved_ending(domain: &str) -> &str {
    const RESERVED: [&str; 3] = ["example", "test", "invalid"];
    match domain.rsplit_once('.') {
        Some((front, ending)) if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(ending)) => front,
        _ => domain,
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::is_kebab;
    use super::*;

    fn id_of(domain: &str) -> &'static str {
        &providers()[provider_of(domain)].id
    }

    #[test]
    fn every_domain_is_found_and_belongs_to_one_provider() {
        for (place, provider) in providers().iter().enumerate() {
            for domain in &provider.domains {
                assert_eq!(provider_of(domain), place, "{domain}");
                assert_eq!(provider_of(&format!("{}.EXAMPLE", domain.to_uppercase())), place, "{domain}");
                assert!(domain.contains('.') && *domain == domain.to_ascii_lowercase(), "{domain}");
            }
        }
        assert!(DOMAINS.is_sorted_by(|one, next| one.0 < next.0));
        assert!(DOMAINS.len() > 250);
    }

    #[test]
    fn providers_are_complete_and_other_is_last() {
        for provider in providers() {
            assert!(is_kebab(&provider.id) && !provider.name.is_empty() && !provider.source.is_empty());
            assert_eq!(providers().iter().filter(|other| other.id == provider.id).count(), 1, "{}", provider.id);
            assert!(provider.shaped_with.as_deref().is_none_or(|id| provider_index(id).is_some()), "{}", provider.id);
        }
        assert_eq!(providers().last().unwrap().id, "other");
        assert_eq!(provider_index("other"), Some(providers().len() - 1));
    }

    #[test]
    fn synthetic_addresses_keep_their_provider() {
        assert_eq!(id_of("gmail.com.example"), "google");
        assert_eq!(id_of("Hotmail.NL.test"), "microsoft");
        assert_eq!(id_of("kpnmail.nl.invalid"), "kpn");
        assert_eq!(id_of("telenet.be."), "telenet");
        assert_eq!(id_of("aol.com"), "aol");
    }

    #[test]
    fn strangers_are_other() {
        for domain in [
            "",
            ".",
            ".example",
            "example",
            "gmail",
            "gmail.co",
            "xgmail.com",
            "gmail.com.example.test",
            "é.nl",
            "GMAIL.COMÉ",
        ] {
            assert_eq!(id_of(domain), "other", "{domain}");
        }
    }
}
