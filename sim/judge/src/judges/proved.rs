//! Which suggestions have been seen to help.
//!
//! Owns: [`PROVED`]: pairs of a cause and the changes that take it away. Deliberately short of everything that a test has
//! not seen: the test applies each pair to two different scenarios with that cause, and sees the finding gone. A pair that
//! is not here is not suggested.

use crate::finding::Remedy;
use rehearsal_core::model::ChangeKind;

/// A cause and changes, made together, after which it was seen to be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    /// The invariant's name.
    pub invariant: &'static str,
    /// The cause's name, as [`super::Cause::kind`].
    pub cause: &'static str,
    /// The kinds of the changes, each once, ascending.
    pub changes: &'static [ChangeKind],
}

const fn pair(invariant: &'static str, cause: &'static str, changes: &'static [ChangeKind]) -> Proved {
    Proved { invariant, cause, changes }
}

/// Every pair that a test has seen to help twice.
pub const PROVED: &[Proved] = &[
    pair("no-welcome-to-existing", "no-flag", &[ChangeKind::SetFlag, ChangeKind::GuardFlow]),
    pair("no-welcome-to-existing", "no-flag", &[ChangeKind::UseDoor]),
    pair("no-welcome-to-existing", "no-flag", &[ChangeKind::HoldFlow]),
    pair("no-welcome-to-existing", "flag-not-read", &[ChangeKind::GuardFlow]),
    pair("no-welcome-to-existing", "flag-not-read", &[ChangeKind::UseDoor]),
    pair("no-welcome-to-existing", "flag-not-read", &[ChangeKind::HoldFlow]),
    pair("no-welcome-to-existing", "flag-lost", &[ChangeKind::UseDoor]),
    pair("no-welcome-to-existing", "flag-lost", &[ChangeKind::HoldFlow]),
    pair("welcome-to-new", "flagged", &[ChangeKind::RewriteGuard]),
    pair("welcome-to-new", "held", &[ChangeKind::GoLive]),
    pair("welcome-to-new", "held", &[ChangeKind::GuardFlow, ChangeKind::GoLive]),
    pair("welcome-to-new", "held", &[ChangeKind::SetFlag, ChangeKind::GuardFlow, ChangeKind::GoLive]),
    pair("welcome-to-new", "not-sent", &[ChangeKind::SetExpiry]),
    pair("held-while-importing", "unguarded", &[ChangeKind::SetFlag, ChangeKind::GuardFlow]),
    pair("held-while-importing", "unguarded", &[ChangeKind::GuardFlow]),
    pair("held-while-importing", "unguarded", &[ChangeKind::UseDoor]),
    pair("held-while-importing", "unguarded", &[ChangeKind::HoldFlow]),
    pair("held-while-importing", "released-early", &[ChangeKind::MoveFlagRelease]),
    pair("flag-released", "never-released", &[ChangeKind::MoveFlagRelease]),
    pair("flag-released", "released-late", &[ChangeKind::MoveFlagRelease]),
    pair("flag-released", "flagged-late", &[ChangeKind::MoveFlagRelease]),
    pair("consent-never-gained", "gained-by-import", &[ChangeKind::SetConsentHandling]),
    pair("consent-never-gained", "gained-by-import", &[ChangeKind::UseDoor]),
    pair("suppressed-stays-suppressed", "never-loaded", &[ChangeKind::LoadSuppressions]),
    pair("suppressed-stays-suppressed", "loaded-late", &[ChangeKind::LoadSuppressions]),
    pair("suppressed-stays-suppressed", "lifted", &[ChangeKind::UseDoor]),
    pair("unsubscribe-honoured", "not-passed-on", &[ChangeKind::SetUnsubscribeSync]),
    pair("applied-exactly-once", "not-idempotent", &[ChangeKind::UseDoor]),
    pair("import-idempotent", "list", &[ChangeKind::UseDoor]),
    pair("import-idempotent", "flag", &[ChangeKind::MoveFlagRelease]),
    pair("ramp-respected", "nothing-enforces", &[ChangeKind::SetOverflow]),
    pair("backlog-drains", "expired", &[ChangeKind::SetExpiry]),
    pair("caps-respected", "both-platforms", &[ChangeKind::EndFlow]),
    pair("quiet-hours-respected", "other-clock", &[ChangeKind::SetQuietClock]),
    pair("no-double-send", "purpose", &[ChangeKind::EndFlow]),
    pair("no-double-send", "purpose", &[ChangeKind::HoldFlow]),
    pair("no-double-send", "purpose", &[ChangeKind::SwitchOffFlow]),
    pair("triggers-exist", "starts-on", &[ChangeKind::SetFeed]),
    pair("triggers-exist", "starts-on", &[ChangeKind::SwitchOffFlow]),
    pair("triggers-exist", "waits-for", &[ChangeKind::SetFeed]),
    pair("triggers-exist", "has-goal", &[ChangeKind::SetFeed]),
    pair("triggers-fire", "never-fired", &[ChangeKind::SetSignUps]),
    pair("triggers-fire", "never-fired", &[ChangeKind::SetEventRate]),
    pair("triggers-fire", "never-fired", &[ChangeKind::SwitchOffFlow]),
    pair("triggers-fire", "refused", &[ChangeKind::SetSignUps]),
    pair("triggers-fire", "nobody-at-its-time", &[ChangeKind::SwitchOffFlow]),
    pair("triggers-fire", "refused", &[ChangeKind::SwitchOffFlow]),
    pair("cadence-suffices", "flow-limit", &[ChangeKind::SetFeed]),
    pair("cadence-suffices", "flow-limit", &[ChangeKind::SetEventAge]),
    pair("cadence-suffices", "platform-limit", &[ChangeKind::SetFeed]),
];

/// Whether changes of these kinds have been seen to take a cause away.
pub(crate) fn is_proved(invariant: &str, cause: &str, remedy: &Remedy) -> bool {
    let mut kinds: Vec<ChangeKind> = remedy.changes.iter().map(rehearsal_core::model::Change::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    PROVED.iter().any(|pair| pair.invariant == invariant && pair.cause == cause && pair.changes == kinds)
}
