//! Tests of the pipeline: each link of the chain, clocks, and the laws against a naive pipeline.

mod chain;
mod clocks;
mod laws;
mod reference;
mod requests;
mod waiting;
