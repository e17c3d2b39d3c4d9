//! Whether to colour.
//!
//! Owns: the precedence of flag, environment and terminal. Deliberately prints nothing.

use clap::ValueEnum;

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourChoice {
    /// On a terminal, unless the environment says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What the environment says about colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ColourEnvironment {
    /// `NO_COLOR` is set and not empty.
    pub(super) no_color: bool,
    /// `CLICOLOR_FORCE` is set, not empty and not `0`.
    pub(super) clicolor_force: bool,
}

impl ColourEnvironment {
    /// Reads the two variables.
    pub(super) fn read() -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let zero = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value == "0");
        Self { no_color: set("NO_COLOR"), clicolor_force: set("CLICOLOR_FORCE") && !zero }
    }

    /// Flag, then `NO_COLOR`, then `CLICOLOR_FORCE`, then whether it is a terminal.
    pub(super) const fn colours(self, choice: ColourChoice, is_terminal: bool) -> bool {
        match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto if self.no_color => false,
            ColourChoice::Auto if self.clicolor_force => true,
            ColourChoice::Auto => is_terminal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ColourChoice, ColourEnvironment};

    #[test]
    fn flag_beats_environment_beats_terminal() {
        let quiet = ColourEnvironment { no_color: true, clicolor_force: true };
        let forced = ColourEnvironment { no_color: false, clicolor_force: true };
        let silent = ColourEnvironment::default();
        assert!(quiet.colours(ColourChoice::Always, false));
        assert!(!quiet.colours(ColourChoice::Auto, true), "NO_COLOR beats CLICOLOR_FORCE");
        assert!(forced.colours(ColourChoice::Auto, false));
        assert!(!forced.colours(ColourChoice::Never, true));
        assert!(silent.colours(ColourChoice::Auto, true));
        assert!(!silent.colours(ColourChoice::Auto, false));
    }
}
