//! The command line, resolved: every value constructed, every default chosen.
//!
//! Owns: seeds as typed, number of threads, the key. Deliberately does not read the scenario.

use std::fs::File;
use std::io::Read;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use rehearsal_core::rng::Seed;

use super::args::{DedupeArgs, DedupeFormat, Deny, FormatChoice, IdsSplitArgs, RunArgs};
use super::exit::Exit;

use crate::language::Language;

/// More threads than this only cost memory.
pub const THREADS_MAX: usize = 256;

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;

/// A key file longer than this is a mistaken file.
pub const KEY_FILE_BYTES_MAX: u64 = 4096;

/// What is wrong with the command line, and how the program ends for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// How the program ends.
    pub exit: Exit,
    /// What is wrong, as a lower-case fragment.
    pub message: String,
}

/// How to run, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSettings {
    /// The scenario file.
    pub scenario: PathBuf,
    /// A seed instead of the scenario's.
    pub seed: Option<Seed>,
    /// How many threads.
    pub threads: NonZeroUsize,
    /// Form of the report.
    pub format: FormatChoice,
    /// Language of the report, instead of the scenario's.
    pub language: Option<Language>,
    /// Where the report goes; `None` for stdout.
    pub output: Option<PathBuf>,
    /// Where the facts go; `None` if nobody wants them.
    pub facts: Option<PathBuf>,
    /// Run again and compare.
    pub twice: bool,
    /// Measure how well the records of invented people are told apart.
    pub measures_quality: bool,
    /// What was never put to the test fails.
    pub strict: bool,
    /// Warnings fail.
    pub deny_warnings: bool,
    /// Key of the pseudonyms, if one was given.
    pub key: Option<[u8; KEY_BYTES]>,
}

impl RunSettings {
    /// Resolves the arguments as typed.
    ///
    /// # Errors
    ///
    /// The seed is neither a number nor a git hash, the number of threads is out of range, the key file cannot be read
    /// or is no key, or the report or the facts would overwrite the scenario or each other.
    pub fn resolve(args: RunArgs) -> Result<Self, Unusable> {
        let seed = args.seed.as_deref().map(seed).transpose()?;
        let threads = threads(args.threads)?;
        let key = args.key_file.as_deref().map(key).transpose()?;
        let written = [("--output", &args.output), ("--facts", &args.facts)];
        let mut used: Vec<(&str, &Path)> = vec![("the scenario", &args.scenario)];
        for (option, path) in written.into_iter().filter_map(|(option, path)| Some((option, path.as_deref()?))) {
            if let Some((other, _)) = used.iter().find(|(_, other)| is_same_file(path, other)) {
                let message = format!("`{option}` names the file of {other}, and it would be overwritten");
                return Err(Unusable { exit: Exit::Usage, message });
            }
            used.push((option, path));
        }
        Ok(Self {
            scenario: args.scenario,
            seed,
            threads,
            format: args.format,
            language: args.language,
            output: args.output,
            facts: args.facts,
            twice: args.twice,
            measures_quality: !args.no_quality,
            strict: args.strict,
            deny_warnings: args.deny == Some(Deny::Warnings),
            key,
        })
    }
}

/// How to find duplicates, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DedupeSettings {
    /// The table.
    pub table: PathBuf,
    /// Its mapping.
    pub mapping: Option<PathBuf>,
    /// Its truth.
    pub truth: Option<PathBuf>,
    /// Where the clusters go.
    pub out: Option<PathBuf>,
    /// Where the customer ids are kept.
    pub ids: Option<PathBuf>,
    /// Form of the report.
    pub format: DedupeFormat,
    /// Ask about doubtful pairs.
    pub review: bool,
    /// How many threads.
    pub threads: NonZeroUsize,
    /// Key of the pseudonyms, if one was given.
    pub key: Option<[u8; KEY_BYTES]>,
}

impl DedupeSettings {
    /// Resolves the arguments as typed.
    ///
    /// # Errors
    ///
    /// The number of threads is out of range, the register of customer ids is named as another file as well, or the
    /// key file cannot be read or is no key.
    pub fn resolve(args: DedupeArgs) -> Result<Self, Unusable> {
        let threads = threads(args.threads)?;
        let others = [Some(&args.table), args.mapping.as_ref(), args.truth.as_ref(), args.out.as_ref()];
        if let Some(ids) = &args.ids
            && others.into_iter().flatten().any(|other| is_same_file(ids, other))
        {
            let message = "`--ids` names a file that is used for something else: the register is a file of its own";
            return Err(Unusable { exit: Exit::Usage, message: message.to_owned() });
        }
        let key = args.key_file.as_deref().map(key).transpose()?;
        let DedupeArgs { table, mapping, truth, out, ids, format, review, .. } = args;
        Ok(Self { table, mapping, truth, out, ids, format, review, threads, key })
    }
}

/// Whether two paths lead to one file, as far as can be told. Neither needs to exist yet.
fn is_same_file(left: &Path, right: &Path) -> bool {
    let in_folder = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    let real = |path: &Path| path.canonicalize().ok().or_else(|| in_folder(path));
    left == right || real(left).is_some_and(|left| real(right) == Some(left))
}

/// Which records to split off, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdsSplitSettings {
    /// The register.
    pub register: PathBuf,
    /// The records as typed.
    pub keys: Vec<String>,
    /// A file with further ones.
    pub rows: Option<PathBuf>,
    /// Key with which a new id is minted, if one was given.
    pub key: Option<[u8; KEY_BYTES]>,
}

impl IdsSplitSettings {
    /// Resolves the arguments as typed.
    ///
    /// # Errors
    ///
    /// The key file cannot be read or is no key.
    pub fn resolve(args: IdsSplitArgs) -> Result<Self, Unusable> {
        let key = args.key_file.as_deref().map(key).transpose()?;
        let IdsSplitArgs { register, keys, rows, .. } = args;
        Ok(Self { register, keys, rows, key })
    }
}

/// A decimal number, `0x` and hexadecimal digits, or a git hash of 7 to 64 digits, of which the first 16 count.
fn seed(text: &str) -> Result<Seed, Unusable> {
    let plain = text.replace('_', "");
    let is_hash = (7..=64).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = match plain.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => plain
            .parse()
            .ok()
            .or_else(|| u64::from_str_radix(plain.get(..16.min(plain.len()))?, 16).ok().filter(|_| is_hash)),
    };
    number.map(Seed).ok_or_else(|| Unusable {
        exit: Exit::Usage,
        message: format!("`--seed {text}` is neither a number nor a git hash"),
    })
}

fn threads(typed: Option<usize>) -> Result<NonZeroUsize, Unusable> {
    let wrong = || Unusable { exit: Exit::Usage, message: format!("`--threads` must be between 1 and {THREADS_MAX}") };
    match typed {
        Some(number) if number > THREADS_MAX => Err(wrong()),
        Some(number) => NonZeroUsize::new(number).ok_or_else(wrong),
        None => Ok(std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)),
    }
}

/// Reads a key: 32 bytes, or their 64 hexadecimal digits with white space around them.
fn key(path: &Path) -> Result<[u8; KEY_BYTES], Unusable> {
    let unusable = |why: &str| Unusable { exit: Exit::Input, message: format!("key file {}: {why}", path.display()) };
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
