//! Lists the files of the catalogue, so that a new one is part of the program because it is there.
//!
//! Owns: which folders of `data/` are entries. Deliberately reads none of them: that is checked where they are used.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

const DATA: &str = "src/catalogue/data";

/// Writes `catalogue_files.rs`: the name and the text of every file, in the order of their names.
pub(crate) fn list_files() -> Result<(), Box<dyn Error>> {
    let root = std::env::var("CARGO_MANIFEST_DIR")?;
    let mut list = String::from("pub(super) const BUILT_IN: &[(&str, &str)] = &[\n");
    println!("cargo::rerun-if-changed=src/catalogue/build.rs");
    for folder in ["platforms", "presets", "ramps"] {
        let folder_path = format!("{DATA}/{folder}");
        println!("cargo::rerun-if-changed={folder_path}");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder_path)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        for name in names {
            let path = Path::new(&root).join(&folder_path).join(&name);
            writeln!(list, "    ({:?}, include_str!({:?})),", format!("{folder}/{name}"), path)?;
        }
    }
    list += "];\n";
    let out = std::env::var("OUT_DIR")?;
    Ok(std::fs::write(Path::new(&out).join("catalogue_files.rs"), list)?)
}
