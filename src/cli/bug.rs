//! What happens when the program has a bug.
//!
//! Owns: the panic hook and the text for a bug report. Deliberately never shows the panic's message: it may quote a cell
//! of an export. The place in our source is enough to begin with, and cannot hold anybody's data.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Where the last panic happened, in our source.
static LAST_PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Replaces the default hook, which would print the message, by one that keeps the place.
pub(super) fn keep_panics_silent() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!("{}:{}:{}", place.file(), place.line(), place.column()));
        *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}

/// Runs something; if it panics, gives the text for a bug report instead.
pub(super) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // Nothing that the work touched is used afterwards, so a half-changed state is never seen.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let place = LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        format!(
            "this is a bug in rehearsal, not in your scenario\n  \
             version: {}\n  place:   {}\n\
             Please report these two lines and what you ran. They hold no data of yours; please add none.\n",
            env!("CARGO_PKG_VERSION"),
            place.as_deref().unwrap_or("unknown"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::catch;

    #[test]
    fn the_text_for_a_report_never_quotes_the_panic() {
        let text = catch(|| panic!("row 7: marker@example.org")).unwrap_err();
        assert!(text.contains("bug in rehearsal") && !text.contains("marker"), "{text}");
        assert_eq!(catch(|| 7), Ok(7));
    }
}
