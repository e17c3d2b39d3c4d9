//! Keys in one form.

use std::borrow::Cow;

/// The address in one form, or `None` if it is not one.
#[must_use]
pub fn normalise_email(email: &str) -> Option<Cow<'_, str>> {
    let trimmed = email.trim();
    trimmed.contains('@').then(|| Cow::Owned(trimmed.to_lowercase()))
}

/// The domain of an address in one form.
#[must_use]
pub fn email_domain(email: &str) -> Option<Cow<'_, str>> {
    let normal = normalise_email(email)?;
    normal.rsplit_once('@').map(|(_, domain)| Cow::Owned(domain.to_owned()))
}

/// The digits of a phone number, or `None` if there are none.
#[must_use]
pub fn normalise_phone(phone: &str) -> Option<Cow<'_, str>> {
    (!phone.is_empty()).then(|| Cow::Borrowed(phone))
}

/// A customer's id in one form, or `None` if it is missing.
#[must_use]
pub fn normalise_customer_id(id: &str) -> Option<Cow<'_, str>> {
    (!id.is_empty()).then(|| Cow::Borrowed(id))
}
