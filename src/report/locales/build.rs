//! Turns the language files into typed functions, before the package is compiled.
//!
//! Owns: the rule that every language says everything: a message that one file lacks, or whose arguments differ, fails
//! the build. Deliberately writes nothing into the source tree.

use std::error::Error;
use std::path::Path;

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, try_build_from_locales_folder};

/// Writes `sentences.rs`.
pub(crate) fn make_sentences() -> Result<(), Box<dyn Error>> {
    let folder = "src/report/locales";
    println!("cargo::rerun-if-changed={folder}");
    let out = std::env::var("OUT_DIR")?;
    let at = |name: &str| Path::new(&out).join(name).display().to_string();
    let options = BuildOptions::default()
        .with_locales_folder(folder)
        .with_default_language("en")
        .with_output_file_path(&at("sentences.rs"))
        .with_ftl_output(FtlOutputOptions::single_file(&at("sentences.ftl")))
        .with_lint_level(LintLevel::Deny)
        .with_prefix("")
        .without_format()
        .without_bidi_isolation();
    try_build_from_locales_folder(options)?;
    Ok(())
}
