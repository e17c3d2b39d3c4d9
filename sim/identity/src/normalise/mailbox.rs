//! E-mail addresses in one form: which mailbox one writes to.
//!
//! Owns: tags behind `+`, dots that a provider ignores, and slips in well-known domains, which are learnt from the
//! table. Goes further than the keys of a platform (see [`super::super::normalise_email`]): those must not guess.

use super::super::compare::is_one_slip;
use super::super::intern::{MISSING, Terms};
use super::text::fold;

/// Domains whose dots before the `@` mean nothing, and the domain they are one with.
/// Source: Google, "Dots don't matter in Gmail addresses"; `googlemail.com` is its older name.
const DOTLESS: [(&str, &str); 2] = [("gmail.com", "gmail.com"), ("googlemail.com", "gmail.com")];

/// A domain is taken for a slip of another if that one is so many times as frequent...
const SLIP_RATIO_MIN: u32 = 20;

/// ...and at least on so many rows.
const SLIP_TARGET_ROWS_MIN: u32 = 8;

/// The part before the `@` and the domain, in small letters and without a tag; `None` if there is no address.
///
/// The domain is written to `domain`, the other part to `local`, with its dots.
pub(super) fn split<'a>(cell: &str, scratch: &'a mut String) -> Option<(&'a str, &'a str)> {
    scratch.clear();
    fold(super::super::trim(cell), scratch);
    let (local, domain) = scratch.split_once('@')?;
    let domain = domain.trim_end_matches(['.', ',', ';', ' ', '>']);
    let local = local.trim_start_matches("mailto:").trim_matches([' ', '<', '"', '\'']);
    let local = local.split_once('+').map_or(local, |(before, _)| if before.is_empty() { local } else { before });
    let domain = DOTLESS.iter().find(|(name, _)| *name == domain).map_or(domain, |(_, name)| name);
    let is_address = !local.is_empty() && domain.len() >= 3 && !domain.contains(['@', ' ']) && !local.contains(' ');
    is_address.then_some((local, domain))
}

/// Whether dots before the `@` mean nothing.
pub(super) fn is_dotless(domain: &str) -> bool {
    DOTLESS.iter().any(|(_, name)| *name == domain)
}

/// For each domain, the one that it stands for: itself, or the frequent one that it is a slip of.
///
/// A slip is rare, and one letter away from something at least twenty times as frequent, or has the same name with
/// another ending that is no ending of its own elsewhere in the table's frequent domains.
pub(super) fn slips(domains: &Terms) -> Vec<u32> {
    let mut meaning: Vec<u32> = (0..domains.len() as u32).collect();
    let mut frequent: Vec<u32> =
        domains.all().filter(|&domain| domains.count(domain) >= SLIP_TARGET_ROWS_MIN).collect();
    // By frequency, then by text: numbers follow the order of rows, which must not matter.
    frequent.sort_unstable_by(|&left, &right| {
        domains.count(right).cmp(&domains.count(left)).then_with(|| domains.text(left).cmp(domains.text(right)))
    });
    for domain in domains.all() {
        let (text, count) = (domains.text(domain), domains.count(domain));
        let target = frequent
            .iter()
            .take_while(|&&target| domains.count(target) >= count.saturating_mul(SLIP_RATIO_MIN))
            .find(|&&target| is_one_slip(text, domains.text(target)));
        if let Some(&target) = target {
            meaning[domain as usize] = target;
        }
    }
    debug_assert_eq!(meaning[MISSING as usize], MISSING);
    meaning
}
