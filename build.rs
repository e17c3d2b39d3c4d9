//! What is made before the package is compiled: the sentences of the languages, and the list of the catalogue's files.

#[path = "src/catalogue/build.rs"]
mod catalogue;
#[path = "src/report/locales/build.rs"]
mod locales;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    catalogue::list_files()?;
    locales::make_sentences()
}
