//! Exit codes: what the program tells the shell.
//!
//! Owns: the numbers, their meaning in words, and which one wins. The numbers are frozen: append, never renumber.

use crate::diagnostics::ErrorKind;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// It ran, and nothing at error level is broken.
    Fine = 0,
    /// An invariant is violated.
    Violated = 1,
    /// The command line or the scenario is wrong.
    Usage = 2,
    /// An input cannot be used: a missing file, an export without an address column.
    Input = 3,
    /// Nothing was exercised, or an invariant at error level is unknown; or, under `--strict`, one is vacuous.
    NotProved = 4,
    /// Only warnings, under `--deny warnings`.
    Warnings = 5,
    /// Worse than the baseline. Reserved: no command compares yet.
    Regression = 6,
    /// A bug of the program.
    Internal = 70,
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Usage => Self::Usage,
            ErrorKind::Input => Self::Input,
        }
    }
}

impl Exit {
    /// Every code, in the order in which they win where several apply.
    pub(crate) const PRECEDENCE: [Self; 8] = [
        Self::Internal,
        Self::Usage,
        Self::Input,
        Self::Violated,
        Self::NotProved,
        Self::Regression,
        Self::Warnings,
        Self::Fine,
    ];

    /// The number that the shell sees.
    #[must_use]
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }

    /// The meaning, for the last line on stderr.
    #[must_use]
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Fine => "nothing at error level is broken",
            Self::Violated => "an invariant is violated",
            Self::Usage => "the command line or the scenario is wrong",
            Self::Input => "an input cannot be used",
            Self::NotProved => {
                "nothing was exercised, or a check is not decided; or, under --strict, never put to the test"
            }
            Self::Warnings => "there are warnings, under --deny warnings",
            Self::Regression => "worse than the baseline",
            Self::Internal => "internal error",
        }
    }

    /// The one that wins.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        Self::PRECEDENCE.into_iter().find(|&exit| exit == self || exit == other).unwrap_or(Self::Fine)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn numbers_are_frozen() {
        let numbers = Exit::PRECEDENCE.map(Exit::code);
        assert_eq!(numbers, [70, 2, 3, 1, 4, 6, 5, 0]);
    }

    #[test]
    fn the_earlier_in_the_precedence_wins_whatever_the_order() {
        for (rank, one) in Exit::PRECEDENCE.into_iter().enumerate() {
            for other in Exit::PRECEDENCE.into_iter().skip(rank) {
                assert_eq!(one.and(other), one);
                assert_eq!(other.and(one), one);
            }
        }
    }
}
