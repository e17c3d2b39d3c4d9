//! How well something is known.

use serde::Deserialize;

/// Where a statement about a platform comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Evidence {
    /// Its documentation, its interface's specification or its source code says so.
    Documented,
    /// It follows from what is documented.
    Inferred,
    /// Nobody says so where we could read it: an assumption.
    Unverified,
}

/// A value with where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Fact<T> {
    /// What is the case.
    pub(crate) value: T,
    /// How well it is known.
    pub(crate) evidence: Evidence,
    /// Who says so.
    #[cfg_attr(not(test), expect(dead_code, reason = "until “Sending”"))]
    pub(crate) source: String,
}

/// What is assumed where the catalogue says nothing.
impl<T: Default> Default for Fact<T> {
    fn default() -> Self {
        let source = "assumption: the catalogue says nothing of it".to_owned();
        Self { value: T::default(), evidence: Evidence::Unverified, source }
    }
}
