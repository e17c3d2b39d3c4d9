//! Keys in one form.
//!
//! Owns: what counts as the same address, number or id. Deliberately repairs no typing error and strips no `+tag`:
//! platforms take such addresses as different people, and so must a rehearsal. Texts that are already in their one form
//! are borrowed, which is most of them.

use std::borrow::Cow;

use super::written::{is_placeholder, written_phone};

/// Digits that a phone number has at least; shorter ones are extensions and placeholders.
const PHONE_DIGITS_MIN: usize = 6;

/// Digits that a phone number has at most (ITU-T E.164), and two for slips.
const PHONE_DIGITS_MAX: usize = 17;

/// Whether a character is a blank that exports carry around values: white space, no-break and zero-width spaces, the
/// byte-order mark.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The text without blanks around it: white space, no-break spaces, zero-width characters, byte-order marks.
#[must_use]
pub fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_plain = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_graphic());
    if is_plain(bytes.first()) && is_plain(bytes.last()) { text } else { text.trim_matches(is_blank) }
}

/// The address in one form, trimmed and in lower case, or `None` if it is not one: exactly one `@` with text before it
/// and, behind it, a domain with a dot inside. Nothing in it may be blank.
#[must_use]
pub fn normalise_email(email: &str) -> Option<Cow<'_, str>> {
    let trimmed = trim(email);
    let (local, domain) = trimmed.split_once('@')?;
    if local.is_empty() || domain.contains('@') {
        return None;
    }
    let (name, ending) = domain.rsplit_once('.')?;
    if name.is_empty() || ending.is_empty() || name.starts_with('.') {
        return None;
    }
    if trimmed.is_ascii() {
        if trimmed.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return None;
        }
        let has_capitals = trimmed.bytes().any(|byte| byte.is_ascii_uppercase());
        return Some(if has_capitals { Cow::Owned(trimmed.to_ascii_lowercase()) } else { Cow::Borrowed(trimmed) });
    }
    (!trimmed.contains(is_blank)).then(|| Cow::Owned(trimmed.to_lowercase()))
}

/// The domain of an address in one form, or `None` if it is not an address.
#[must_use]
pub fn email_domain(email: &str) -> Option<Cow<'_, str>> {
    let after = |email: &str| email.find('@').map_or(email.len(), |at| at + 1);
    Some(match normalise_email(email)? {
        Cow::Borrowed(normal) => Cow::Borrowed(&normal[after(normal)..]),
        Cow::Owned(normal) => Cow::Owned(normal[after(&normal)..].to_owned()),
    })
}

/// The digits of a phone number, or `None` if it has too few or too many of them, is all one digit (`0000000000` is a
/// placeholder), or was turned into a power of ten by a spreadsheet (`3.16E+10`).
///
/// A leading `+` or `00` is dropped and so is `(0)` behind it, so `+31 (0)6 1234 5678` and `0031612345678` are one
/// number. A national number (`06 1234 5678`) keeps its digits and is *not* matched with the international one: that
/// would need the country, which a row need not have.
#[must_use]
pub fn normalise_phone(phone: &str) -> Option<Cow<'_, str>> {
    let trimmed = trim(phone);
    let may_be = PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX;
    // Most cells of a clean export are digits and nothing else, perhaps behind a plus: those are not copied.
    let bare = trimmed.strip_prefix('+').unwrap_or(trimmed);
    if bare.bytes().all(|byte| byte.is_ascii_digit()) && !bare.starts_with("00") {
        return (may_be.contains(&bare.len()) && !is_placeholder(bare)).then_some(Cow::Borrowed(bare));
    }
    let mut digits = String::new();
    written_phone(trimmed, &mut digits)?;
    may_be.contains(&digits.len()).then_some(Cow::Owned(digits))
}

/// A customer's id in one form, or `None` if it is missing: trimmed, and without the apostrophe that keeps a
/// spreadsheet from rounding it. Capitals count: ids of most systems tell them apart.
#[must_use]
pub fn normalise_customer_id(id: &str) -> Option<Cow<'_, str>> {
    let trimmed = trim(trim(id).trim_start_matches('\''));
    (!trimmed.is_empty()).then_some(Cow::Borrowed(trimmed))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses() {
        for (written, normal) in [
            ("a@b.example", Some("a@b.example")),
            ("  A.B@Mail.EXAMPLE\u{a0}", Some("a.b@mail.example")),
            ("\u{feff}a@b.example\u{200b}", Some("a@b.example")),
            ("É@b.example", Some("é@b.example")),
            ("a+tag@b.example", Some("a+tag@b.example")),
            ("a@b", None),
            ("@b.example", None),
            ("a@.example", None),
            ("a@b.", None),
            ("a@b@c.example", None),
            ("a b@c.example", None),
            ("n/a", None),
            ("", None),
        ] {
            assert_eq!(normalise_email(written).as_deref(), normal, "{written:?}");
        }
        assert_eq!(email_domain(" A@B.Example").as_deref(), Some("b.example"));
        assert_eq!(email_domain("a@b.example").as_deref(), Some("b.example"));
    }

    #[test]
    fn phones() {
        for (written, normal) in [
            ("+31 (0)6 1234 5678", Some("31612345678")),
            ("0031-6-12345678", Some("31612345678")),
            ("'+31612345678", Some("31612345678")),
            ("31612345678", Some("31612345678")),
            ("06-12345678", Some("0612345678")),
            ("(0)6 12345678", Some("0612345678")),
            ("0000000000", None),
            ("12345", None),
            ("3.16123E+10", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(normalise_phone(written).as_deref(), normal, "{written:?}");
        }
    }

    #[test]
    fn customer_ids() {
        assert_eq!(normalise_customer_id("'7000000000001").as_deref(), Some("7000000000001"));
        assert_eq!(normalise_customer_id(" Ab ").as_deref(), Some("Ab"));
        assert_eq!(normalise_customer_id("' "), None);
    }

    proptest! {
        #[test]
        fn what_is_normal_stays_as_it_is(text in "\\PC{0,24}|[ ']?[+0]?[0-9 ()-]{0,18}|[a-zA-Z .@]{0,12}@[a-zA-Z.]{0,9}") {
            for normalise in [normalise_email, normalise_customer_id] {
                if let Some(normal) = normalise(&text) {
                    let again = normalise(&normal);
                    prop_assert_eq!(again.as_deref(), Some(&*normal));
                }
            }
            if let Some(phone) = normalise_phone(&text) {
                prop_assert!(phone.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
