//! Tests of the rules: each against a second, slow and obvious one, and on worlds.

mod apart;
mod orders;
mod rules;
mod worlds;
