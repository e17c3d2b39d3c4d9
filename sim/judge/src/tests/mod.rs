//! Every invariant against hand-made facts that break it, hand-made facts that do not, and no facts at all.

mod fixtures;
mod laws;

mod data;
mod entry;
mod people;
mod sends;
