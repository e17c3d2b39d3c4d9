//! Values of people inside facts.
//!
//! Owns: [`PackedInt`], [`PackedValue`]: bytes without alignment, so that a fact with one is no larger than the others.
//! Deliberately interprets nothing.

use crate::ids::Index;
use crate::time::Minute;
use crate::value::Value;

/// A whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedInt([u8; 8]);

impl PackedInt {
    /// Packs a number.
    #[must_use]
    pub const fn new(number: i64) -> Self {
        Self(number.to_le_bytes())
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i64 {
        i64::from_le_bytes(self.0)
    }
}

/// A value of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedValue {
    kind: PackedKind,
    bits: PackedInt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum PackedKind {
    Absent = 0,
    Bool = 1,
    Int = 2,
    Time = 3,
    Span = 4,
    Text = 5,
}

impl PackedValue {
    /// Packs a value.
    #[must_use]
    pub fn new(value: Value) -> Self {
        let (kind, number) = match value {
            Value::Absent => (PackedKind::Absent, 0),
            Value::Bool(is_true) => (PackedKind::Bool, is_true.into()),
            Value::Int(number) => (PackedKind::Int, number),
            Value::Time(at) => (PackedKind::Time, at.0.into()),
            Value::Span(minutes) => (PackedKind::Span, minutes),
            Value::Text(symbol) => (PackedKind::Text, symbol.get() as i64),
        };
        Self { kind, bits: PackedInt::new(number) }
    }

    /// The value.
    #[must_use]
    pub const fn get(self) -> Value {
        let number = self.bits.get();
        match self.kind {
            PackedKind::Absent => Value::Absent,
            PackedKind::Bool => Value::Bool(number != 0),
            PackedKind::Int => Value::Int(number),
            PackedKind::Time => Value::Time(Minute(number as i32)),
            PackedKind::Span => Value::Span(number),
            PackedKind::Text => Value::Text(Index::new(number as u16)),
        }
    }

    /// The number of the kind and of the value, for the digest.
    pub(super) const fn parts(self) -> (u8, PackedInt) {
        (self.kind as u8, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is packed is what comes out.
        #[test]
        fn nothing_is_lost(number in any::<i64>(), minute in any::<i32>(), symbol in any::<u16>(), is_true in any::<bool>()) {
            let values = [
                Value::Absent,
                Value::Bool(is_true),
                Value::Int(number),
                Value::Time(Minute(minute)),
                Value::Span(number),
                Value::Text(Index::new(symbol)),
            ];
            for value in values {
                prop_assert_eq!(PackedValue::new(value).get(), value);
            }
        }
    }
}
