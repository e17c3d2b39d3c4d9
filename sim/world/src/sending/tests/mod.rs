//! Tests of the desk: each link of the chain, clocks, and the laws against a naive desk.

mod chain;
mod clocks;
mod laws;
mod reference;
mod waiting;
mod world;
