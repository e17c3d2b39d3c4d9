//! What is wrong with input, where, and what was probably meant.
//!
//! Owns: [`Problem`] and how problems are shown, where they are collected while a file is read (`Problems`), and "did you
//! mean" (`suggestion`). Deliberately knows no form of a file, and holds no value of a person.

mod problem;
mod problems;
mod suggest;

pub use problem::{ErrorKind, LoadError, Place, Problem, Severity, Source, SourceId, Sources, render};

pub(crate) use problem::char_boundary;
pub(crate) use problems::Problems;
pub(crate) use suggest::{closest, likeness, listed, suggestion};
