//! `rehearsal init`: a scenario to begin with.
//!
//! Owns: the scaffold's files, as data beside this module. Deliberately overwrites nothing, and writes nothing at all if
//! a single file is in the way.

use std::path::Path;

use crate::cli::{Exit, InitArgs, Outcome, Streams, write_file};

/// Path inside the folder, and content.
const FILES: [(&str, &str); 2] =
    [("rehearsal.yaml", include_str!("rehearsal.yaml")), ("flows/welcome.yaml", include_str!("flows/welcome.yaml"))];

/// Writes the scaffold.
pub(super) fn perform(args: &InitArgs, streams: &mut Streams<'_>) -> Outcome {
    let in_the_way = FILES.iter().map(|(name, _)| args.dir.join(name)).find(|path| path.exists());
    if let Some(path) = in_the_way {
        writeln!(streams.err, "error: {} exists already; nothing was written", path.display())?;
        writeln!(streams.err, "hint: name another folder: `rehearsal init my-migration`")?;
        return Ok(Exit::Usage);
    }
    for (name, content) in FILES {
        if let Err(problem) = write(&args.dir.join(name), content) {
            writeln!(streams.err, "error: {problem}")?;
            return Ok(Exit::Input);
        }
        writeln!(streams.err, "wrote {}", args.dir.join(name).display())?;
    }
    let scenario = args.dir.join(FILES[0].0);
    writeln!(streams.out, "Next: rehearsal run {}", scenario.display())?;
    Ok(Exit::Fine)
}

fn write(path: &Path, content: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|problem| format!("failed to make {}: {}", folder.display(), problem.kind()))?;
    }
    write_file(path, content.as_bytes())
}
