//! YAML files with the place and the comments of every value, read with every problem at once and written again.
//!
//! Owns: files to texts ([`files`]), text to trees ([`parse`], [`node`], [`comments`]), trees to structs ([`read`], [`field`]) and trees to text ([`write`]).
//! Deliberately knows no key of any file.

pub(crate) mod comments;
pub(crate) mod field;
pub(crate) mod files;
pub(crate) mod node;
pub(crate) mod parse;
pub(crate) mod read;
#[cfg_attr(not(test), expect(dead_code, reason = "for programs that make and change scenarios"))]
pub(crate) mod write;
