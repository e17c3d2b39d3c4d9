//! The kinds of facts as lines of a log.
//!
//! Owns: writing, reading and describing what a kind of fact holds, all from [the table](rehearsal_core::fact_kinds) of
//! kinds. Deliberately names no kind: one that is added there is in logs.

use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::fact_kinds;
use rehearsal_core::history::{
    Actor, DeferReason, ExitReason, FactKind, FactName, NoEntryReason, PackedInt, PackedValue, Recognised, RowSkip,
    SkipReason, Unheard, UnsubscribeLoss,
};
use rehearsal_core::ids::{
    EventMark, FlowMark, Index, ListMark, MessageMark, PoolMark, PropertyMark, ProviderMark, Side, SymbolMark, ZoneMark,
};
use rehearsal_core::time::Minute;

use super::Quoted;
use super::cell::{Cell, Members};
use super::line::Cells;

macro_rules! kinds {
    ($(
        $(#[doc = $about:literal])+
        $number:literal $name:ident $word:literal
        $({ $($(#[doc = $meaning:literal])+ $field:ident: $holds:ty => $key:literal,)+ })?
    )+) => {
        /// Appends the members of a fact, each with a comma before it.
        pub(super) fn write(kind: FactKind, names: &Quoted, line: &mut Vec<u8>) {
            match kind {
                $(FactKind::$name $({ $($field),+ })? => {
                    $($(Cell::write($field, $key, names, line);)+)?
                })+
            }
        }

        /// Takes the members of a fact from a line. All of them are looked at, so that all problems are noted.
        pub(super) fn read(name: FactName, cells: &mut Cells<'_>) -> Option<FactKind> {
            match name {
                $(FactName::$name => {
                    $($(let $field = <$holds as Cell>::read($key, cells);)+)?
                    Some(FactKind::$name $({ $($field: $field?),+ })?)
                })+
            }
        }

        /// What a kind of fact tells, and its keys.
        pub(super) fn describe(name: FactName) -> (String, Members) {
            match name {
                $(FactName::$name => {
                    let members: Vec<Members> =
                        vec![$($(explained(<$holds as Cell>::describe($key), concat!($($meaning),+))),+)?];
                    (told(concat!($($about),+)), members.concat())
                })+
            }
        }
    };
}
fact_kinds!(kinds);

/// The lines of a comment as a text.
fn told(comment: &str) -> String {
    comment.trim().to_owned()
}

/// The members of a value, of which the last is the value itself.
fn explained(mut members: Members, meaning: &str) -> Members {
    if let Some((_, schema)) = members.last_mut() {
        schema["description"] = told(meaning).into();
    }
    members
}
