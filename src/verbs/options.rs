//! Values of options that several verbs have.
//!
//! Owns: the catalogue, seeds as typed, the number of threads, keys. Deliberately knows no verb.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use rehearsal_core::rng::Seed;

use crate::catalogue::Catalogue;
use crate::diagnostics::LoadError;
use crate::session::LoadedScenario;

/// More threads than this only cost memory.
const THREADS_MAX: usize = 256;

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;

/// A key file longer than this is a mistaken file.
const KEY_FILE_BYTES_MAX: u64 = 4096;

/// What is known of real systems.
#[derive(Debug, Args)]
pub(crate) struct CatalogueArg {
    /// Folder with platforms/, presets/ and ramps/, whose files add to the built-in ones or replace them
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) catalogue: Option<PathBuf>,
}

impl CatalogueArg {
    /// What is built in, with the folder on top if there is one.
    ///
    /// # Errors
    ///
    /// Every problem of the folder's files.
    pub(super) fn open(&self) -> Result<Cow<'static, Catalogue>, LoadError> {
        Ok(match &self.catalogue {
            Some(folder) => Cow::Owned(Catalogue::with_folder(folder)?),
            None => Cow::Borrowed(Catalogue::built_in()),
        })
    }
}

/// Whether two paths lead to one file, as far as can be told. Neither needs to exist yet.
pub(super) fn is_same_file(left: &Path, right: &Path) -> bool {
    let in_folder = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    let real = |path: &Path| path.canonicalize().ok().or_else(|| in_folder(path));
    left == right || real(left).is_some_and(|left| real(right) == Some(left))
}

/// Refuses an output that is the file of an input or of another output, before anything is read or written. Each path comes
/// with what it is to the user.
///
/// # Errors
///
/// The first output that would overwrite something.
pub(super) fn refuse_overwriting(inputs: &[(&str, &Path)], outputs: &[(&str, Option<&Path>)]) -> Result<(), LoadError> {
    let mut used: Vec<(&str, &Path)> = inputs.to_vec();
    for (option, path) in outputs.iter().filter_map(|(option, path)| Some((*option, (*path)?))) {
        if let Some((other, _)) = used.iter().find(|(_, other)| is_same_file(path, other)) {
            let fact = format!("`{option}` names the file of {other}, and it would be overwritten");
            return Err(LoadError::usage(fact, Some("nothing was written; name another file")));
        }
        used.push((option, path));
    }
    Ok(())
}

/// Refuses an output that is a file which a scenario reads: its own, those it names, its exports, the catalogue's.
///
/// # Errors
///
/// As [`refuse_overwriting`].
pub(super) fn keep_inputs_of(
    scenario: &LoadedScenario<'_>,
    key_file: Option<&Path>,
    outputs: &[(&str, Option<&Path>)],
) -> Result<(), LoadError> {
    let yaml = scenario.sources.0.iter().map(|source| ("the scenario", Path::new(&source.name)));
    let exports = scenario.loaded.exports.iter().map(|export| ("an export", export.path.as_path()));
    let catalogue = scenario.catalogue.files().map(|file| ("the catalogue", file));
    let key = key_file.into_iter().map(|path| ("the key", path));
    let inputs: Vec<(&str, &Path)> = yaml.chain(exports).chain(catalogue).chain(key).collect();
    refuse_overwriting(&inputs, outputs)
}

/// A decimal number, `0x` and hexadecimal digits, or a git hash of 7 to 64 digits, of which the first 16 count.
pub(super) fn seed(text: &str) -> Result<Seed, LoadError> {
    let plain = text.replace('_', "");
    let is_hash = (7..=64).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = match plain.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => plain
            .parse()
            .ok()
            .or_else(|| u64::from_str_radix(plain.get(..16.min(plain.len()))?, 16).ok().filter(|_| is_hash)),
    };
    let fact = || format!("`--seed {text}` is neither a number nor a git hash");
    number.map(Seed).ok_or_else(|| LoadError::usage(fact(), None))
}

/// How many threads: as typed, or as many as there are cores.
pub(super) fn threads(typed: Option<usize>) -> Result<NonZeroUsize, LoadError> {
    let wrong = || LoadError::usage(format!("`--threads` must be between 1 and {THREADS_MAX}"), None);
    match typed {
        Some(number) if number > THREADS_MAX => Err(wrong()),
        Some(number) => NonZeroUsize::new(number).ok_or_else(wrong),
        None => Ok(std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)),
    }
}

/// Reads a key: 32 bytes, or their 64 hexadecimal digits with white space around them.
pub(super) fn key(path: &Path) -> Result<[u8; KEY_BYTES], LoadError> {
    let unusable = |why: &str| LoadError::input(format!("key file {}: {why}", path.display()), None);
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(KEY_FILE_BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(|error| unusable(&error.kind().to_string()))?;
    let parsed = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).ok().or_else(|| hexadecimal(bytes.trim_ascii()));
    parsed.ok_or_else(|| unusable("a key is 32 bytes, or 64 hexadecimal digits (`openssl rand -hex 32 > key`)"))
}

fn hexadecimal(digits: &[u8]) -> Option<[u8; KEY_BYTES]> {
    let mut key = [0; KEY_BYTES];
    if digits.len() != 2 * KEY_BYTES {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |place: usize| char::from(pair[place]).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        *byte = 16 * digit(0)? + digit(1)?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::{Seed, hexadecimal, key, seed, threads};

    #[test]
    fn seeds_are_numbers_or_git_hashes() {
        assert_eq!(seed("7"), Ok(Seed(7)));
        assert_eq!(seed("0xff"), Ok(Seed(255)));
        assert_eq!(seed("1_000"), Ok(Seed(1000)));
        assert_eq!(seed("deadbee"), Ok(Seed(0x0dea_dbee)));
        assert_eq!(seed("deadbeefdeadbeef0123456789abcdef01234567"), Ok(Seed(0xdead_beef_dead_beef)));
        for wrong in ["", "abc", "xyzxyzx", "-1", "0x", "99999999999999999999999g"] {
            assert!(seed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn threads_have_limits() {
        assert!(threads(Some(0)).is_err());
        assert!(threads(Some(1)).is_ok());
        assert!(threads(Some(100_000)).is_err());
        assert!(threads(None).is_ok());
    }

    #[test]
    fn keys_are_32_bytes_or_64_digits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let read = |content: &[u8]| {
            std::fs::write(&path, content).unwrap();
            key(&path)
        };
        assert_eq!(read(&[7; 32]), Ok([7; 32]));
        assert_eq!(read(format!("{}\n", "07".repeat(32)).as_bytes()), Ok([7; 32]));
        for wrong in [&b""[..], b"short", &[7; 31], &[b'g'; 64], &[7; 10_000]] {
            assert!(read(wrong).is_err());
        }
        assert_eq!(hexadecimal(&[b'F'; 64]), Some([255; 32]));
    }
}
