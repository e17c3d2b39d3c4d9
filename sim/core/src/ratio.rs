//! Probabilities and shares as ratios of integers.
//!
//! Owns: [`Ratio`]. Does not draw: see [`crate::rng`].

use std::fmt;

/// A share between 0 and 1, kept as the two integers in which it was written.
///
/// Floats would make a verdict depend on rounding; `3/100` is exact and prints as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: u32,
    denominator: u32,
}

impl Ratio {
    /// Never.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// Always.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// A ratio, or `None` if the denominator is zero or the numerator is larger.
    #[must_use]
    pub const fn new(numerator: u32, denominator: u32) -> Option<Self> {
        if denominator == 0 || numerator > denominator {
            return None;
        }
        Some(Self { numerator, denominator })
    }

    /// The numerator as written.
    #[must_use]
    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    /// The denominator as written; never zero.
    #[must_use]
    pub const fn denominator(self) -> u32 {
        self.denominator
    }

    /// Whether this is zero: the event never happens.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// `count` times this ratio, rounded down.
    #[must_use]
    pub const fn of(self, count: u64) -> u64 {
        (count as u128 * self.numerator as u128 / self.denominator as u128) as u64
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}
