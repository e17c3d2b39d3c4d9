//! Laws of writing.
