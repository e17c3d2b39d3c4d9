//! Where reports go: stdout, or a file that is written whole or not at all.
//!
//! Owns: the temporary file beside the target and its renaming. A reader of the path sees the old report or the new
//! one, never half of one, whenever the program is stopped.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diagnostics::LoadError;

/// Writes a file whole or not at all.
///
/// # Errors
///
/// The folder does not exist or cannot be written to.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> Result<(), LoadError> {
    stream_file(path, &mut |file| file.write_all(content))
}

/// Writes a file whole or not at all, with content that is made while it is written. A link is followed: the file that it
/// leads to is replaced, and not the link. A device or a pipe is written to as it is: nothing can replace it.
///
/// # Errors
///
/// The folder does not exist or cannot be written to, or the content could not be made.
pub(crate) fn stream_file(
    path: &Path,
    content: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), LoadError> {
    let written = match target(path) {
        Ok(Target::File(file)) => replace(&file, content),
        Ok(Target::Stream) => OpenOptions::new().write(true).open(path).and_then(|mut stream| content(&mut stream)),
        Err(error) => Err(error),
    };
    written.map_err(|error| LoadError::input(format!("failed to write {}: {}", path.display(), error.kind()), None))
}

/// What a path leads to.
enum Target {
    /// A file, or nothing yet.
    File(PathBuf),
    /// A device or a pipe.
    Stream,
}

fn target(path: &Path) -> io::Result<Target> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(Target::File(path.canonicalize()?)),
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) => Ok(Target::Stream),
        // A link to a file that is not there yet is not to be replaced either.
        Err(error) if path.is_symlink() => Err(error),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Target::File(path.to_owned())),
        Err(error) => Err(error),
    }
}

/// Writes a temporary file beside the path and renames it.
fn replace(path: &Path, content: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rehearsal-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary file is private by default; a report is as readable as the user's umask says, or as the file that
        // it replaces was.
        let mode = std::fs::metadata(path).map_or(0o666, |replaced| replaced.permissions().mode() & 0o666);
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    let mut file = builder.tempfile_in(folder)?;
    content(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{stream_file, write_file};

    #[test]
    fn replaces_whole_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        write_file(&path, b"old").unwrap();
        write_file(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn content_that_breaks_off_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facts.ndjson");
        write_file(&path, b"old").unwrap();
        let broken = stream_file(&path, &mut |file| {
            file.write_all(b"half of the new")?;
            Err(io::ErrorKind::OutOfMemory.into())
        });
        assert!(broken.unwrap_err().render(false).contains("facts.ndjson"));
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_are_not_replaced() {
        use std::os::unix::fs::{FileTypeExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let [file, link, loose] = ["file", "link", "loose"].map(|name| folder.path().join(name));
        write_file(&file, b"old").unwrap();
        symlink(&file, &link).unwrap();
        symlink(folder.path().join("nowhere"), &loose).unwrap();
        write_file(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert!(write_file(&loose, b"new").is_err() && loose.is_symlink());
        // A link to the device, so that a mistake here replaces the link and not the device.
        let device = folder.path().join("device");
        symlink("/dev/null", &device).unwrap();
        write_file(&device, b"new").unwrap();
        assert!(std::fs::metadata(&device).unwrap().file_type().is_char_device());
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_stays_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ids.csv");
        write_file(&path, b"old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        write_file(&path, b"new").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn says_which_file_could_not_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let problem = write_file(&folder.path().join("missing/report.txt"), b"x").unwrap_err();
        assert!(problem.render(false).contains("report.txt"), "{problem:?}");
    }
}
