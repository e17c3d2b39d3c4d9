//! Text in one form: case, width and accents folded, cut into words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends a text in small letters, without accents, in plain width.
///
/// Letters that Unicode does not take apart (`ł`, `ø`, `ß`...) become what people type instead of them.
pub(crate) fn fold(text: &str, into: &mut String) {
    if text.is_ascii() {
        let start = into.len();
        into.push_str(text);
        into[start..].make_ascii_lowercase();
        return;
    }
    for letter in text.nfkd().filter(|&letter| !is_combining_mark(letter)) {
        match letter {
            'ł' | 'Ł' => into.push('l'),
            'ø' | 'Ø' => into.push('o'),
            'ı' | 'İ' => into.push('i'),
            'đ' | 'Đ' | 'ð' | 'Ð' => into.push('d'),
            'ħ' | 'Ħ' => into.push('h'),
            'ŧ' | 'Ŧ' => into.push('t'),
            'ß' | 'ẞ' => into.push_str("ss"),
            'æ' | 'Æ' => into.push_str("ae"),
            'œ' | 'Œ' => into.push_str("oe"),
            'þ' | 'Þ' => into.push_str("th"),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' => into.push('\''),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            letter if letter.is_ascii() => into.push(letter.to_ascii_lowercase()),
            letter => into.extend(letter.to_lowercase()),
        }
    }
}

/// The words of a folded text: runs of letters and digits.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}
