//! Dedupe on invented people: how well it does, what always holds, and the rules that deserve a test of their own.

mod fixtures;

mod decisions;
mod evidence;
mod garbage;
mod laws;
mod quality;
