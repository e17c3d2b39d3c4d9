//! `rehearsal init`: a scenario to begin with.
//!
//! Owns: the scaffold's files, as data beside this module. Deliberately overwrites nothing, and writes nothing at all if
//! a single file is in the way.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use crate::diagnostics::LoadError;
use crate::terminal::{Exit, Outcome, Streams, write_file};

/// Where to put a new scenario.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Folder to write to; made if missing, and no file in it is ever overwritten
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,
}

/// Path inside the folder, and content.
const FILES: [(&str, &str); 2] =
    [("rehearsal.yaml", include_str!("rehearsal.yaml")), ("flows/welcome.yaml", include_str!("flows/welcome.yaml"))];

/// Writes the scaffold.
pub(super) fn perform(args: &InitArgs, streams: &mut Streams<'_>) -> Outcome {
    let in_the_way = FILES.iter().map(|(name, _)| args.dir.join(name)).find(|path| path.exists());
    if let Some(path) = in_the_way {
        let fact = format!("{} exists already; nothing was written", path.display());
        let hint = format!("name another folder: `rehearsal init {}`", free_folder(&args.dir).display());
        return Err(LoadError::usage(fact, Some(&hint)).into());
    }
    for (name, content) in FILES {
        write(&args.dir.join(name), content)?;
        writeln!(streams.err, "wrote {}", args.dir.join(name).display())?;
    }
    let scenario = args.dir.join(FILES[0].0);
    writeln!(streams.out, "Next: rehearsal run {}", scenario.display())?;
    Ok(Exit::Fine)
}

/// A folder that does not exist yet, called much like the one that does.
fn free_folder(taken: &Path) -> PathBuf {
    let name = taken.file_name().map_or_else(|| "my-migration".to_owned(), |name| name.to_string_lossy().into_owned());
    let numbered = |number: u32| taken.with_file_name(format!("{name}-{number}"));
    let own = || PathBuf::from("my-migration");
    let candidates = std::iter::once_with(own).filter(|_| taken.file_name().is_none()).chain((2..1_000).map(numbered));
    let mut candidates = candidates.filter(|path| !path.exists());
    candidates.next().unwrap_or_else(own)
}

fn write(path: &Path, content: &str) -> Result<(), LoadError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            LoadError::input(format!("failed to make {}: {}", folder.display(), error.kind()), None)
        })?;
    }
    write_file(path, content.as_bytes())
}
