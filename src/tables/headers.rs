//! How headers are compared.
//!
//! Owns: the one form of a header. Deliberately knows no field.

/// A header in one form: lower case, with single hyphens for all that is neither letter nor digit.
pub(crate) fn header_key(header: &str) -> String {
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
    }
}
