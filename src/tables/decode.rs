//! Bytes to text.
//!
//! Owns: encodings. Deliberately guesses only when it must: a byte-order mark or valid UTF-8 decides by itself.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// A file as text.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static Encoding,
    /// Whether the encoding was guessed from the bytes.
    pub(crate) is_guessed: bool,
    /// Whether bytes had no meaning in the encoding, and were replaced.
    pub(crate) has_replacements: bool,
}

/// Why a file is no text: a lower-case fact and what to do.
pub(crate) type NotText = (&'static str, &'static str);

/// The file as text.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err((
            "this is a workbook or a zip archive, not a CSV file",
            "save the sheet as CSV, or unpack the archive and name the file in it",
        ));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, has_replacements) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return refuse_binary(Decoded { text, encoding, is_guessed: false, has_replacements });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let text = Cow::Borrowed(text);
        return refuse_binary(Decoded { text, encoding: UTF_8, is_guessed: false, has_replacements: false });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, has_replacements) = encoding.decode_without_bom_handling(bytes);
    refuse_binary(Decoded { text, encoding, is_guessed: true, has_replacements })
}

/// A text holds no zero characters; UTF-16 without its mark and binary files do.
fn refuse_binary(decoded: Decoded<'_>) -> Result<Decoded<'_>, NotText> {
    if decoded.text.as_bytes().contains(&0) {
        return Err((
            "this is a binary file, not a CSV file",
            "export as CSV in UTF-8; UTF-16 needs its byte-order mark",
        ));
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<(String, &'static str), NotText> {
        decode(bytes).map(|decoded| (decoded.text.into_owned(), decoded.encoding.name()))
    }

    #[test]
    fn encodings_are_seen() {
        let (utf8, utf16) = ("\u{feff}Zoë;é", "Zoë".encode_utf16().flat_map(u16::to_le_bytes));
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
        assert_eq!(text(utf8.as_bytes()), Ok(("Zoë;é".to_owned(), "UTF-8")));
        assert_eq!(text(&utf16), Ok(("Zoë".to_owned(), "UTF-16LE")));
        let old = b"Voornaam;Plaats\r\nZo\xeb;Caf\xe9\r\nRen\xe9;Sint-Andr\xe9\r\n";
        assert_eq!(text(old).unwrap().1, "windows-1252");
        assert!(text(old).unwrap().0.contains("Zoë;Café"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(text(b"PK\x03\x04 and so on").is_err());
        assert!(text(b"a\0b\0").is_err());
        assert!(text(&[0, 159, 146, 150]).is_err());
    }
}
