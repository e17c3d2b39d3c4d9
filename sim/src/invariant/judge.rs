//! Judging: one pass over the facts, for all judges at once.
//!
//! Owns: [`judge`], how profiles are shared out over threads, and how counts become a verdict. Deliberately knows no
//! invariant: the registry names the judges.
//!
//! Profiles are handed out in ranges to whoever is free; tallies are merged commutatively, so the judgement is the same
//! for any number of threads.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::context::{Context, Kinds, Person};
use super::custom::Watch;
use super::plan::ClaimPlan;
use super::registry::{INVARIANTS, Invariant};
use super::tally::{Tally, Terms};
use super::verdict::{Claim, Finding, Judgement, Verdict};
use crate::history::{Chapter, History};
use crate::identity::Identity;
use crate::ledger::RowsRead;
use crate::plan::Plan;
use crate::profile::Population;

/// Profiles that one thread takes at a time: small enough to share out evenly, large enough to make asking cheap.
const RANGE_PROFILES: usize = 2048;

/// What a judgement is made from. Registered judges read facts and the plan's promises; only quiet hours also ask for
/// the recipients' zones, and custom claims for the static columns of the population.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The promises.
    pub plan: &'a Plan,
    /// The facts.
    pub history: &'a History,
    /// The columns.
    pub population: &'a Population,
    /// Which records are which profile.
    pub identity: &'a Identity,
    /// What the reader of the population saw.
    pub rows: RowsRead,
}

/// What a judge tells when all facts are counted: a headline for each verdict, and what to do about it.
#[derive(Clone, Debug, Default)]
pub(super) struct Telling {
    pub(super) violated: String,
    pub(super) holds: String,
    pub(super) vacuous: String,
    pub(super) unknown: String,
    /// Most frequent first.
    pub(super) causes: Vec<String>,
    /// Cheapest first; only shown if something is broken or undecided.
    pub(super) changes: Vec<String>,
}

/// A judge: shown every profile that has a fact of the relevant kinds, and asked for its findings in the end.
#[derive(Clone, Copy)]
pub(super) struct Judge {
    /// Profiles without a fact of these kinds are not shown.
    pub(super) relevant: Kinds,
    /// How large a table of counters it needs.
    pub(super) cells: fn(&Context<'_>) -> usize,
    /// Sees one profile.
    pub(super) each: fn(&Context<'_>, &Person<'_>, &mut Tally),
    /// Sees the sums, may still count what is no profile's matter, and tells.
    pub(super) finish: fn(&Context<'_>, &mut Tally) -> Telling,
}

impl std::fmt::Debug for Judge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judge").field("relevant", &self.relevant).finish_non_exhaustive()
    }
}

/// No counters.
pub(super) fn no_cells(_: &Context<'_>) -> usize {
    0
}

/// Sees no profile.
pub(super) fn no_profile(_: &Context<'_>, _: &Person<'_>, _: &mut Tally) {}

/// A claim of this rehearsal: registered or custom.
enum Active<'a> {
    Registered(&'static Invariant, Terms),
    Custom(Box<Watch<'a>>),
}

impl Active<'_> {
    fn tally(&self, context: &Context<'_>) -> Tally {
        match self {
            Self::Registered(invariant, terms) => Tally::new(*terms, (invariant.judge.cells)(context)),
            Self::Custom(_) => Tally::default(),
        }
    }

    fn see(&self, context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
        match self {
            Self::Registered(invariant, _) if person.has(invariant.judge.relevant) => {
                (invariant.judge.each)(context, person, tally);
            }
            Self::Custom(watch) if person.has(Kinds::SENT) => watch.see(context, person, tally),
            Self::Registered(..) | Self::Custom(_) => {}
        }
    }

    fn finding(&self, context: &Context<'_>, mut tally: Tally) -> Finding {
        match self {
            Self::Registered(invariant, _) => {
                let telling = (invariant.judge.finish)(context, &mut tally);
                finding(context, invariant.name, invariant.claim, invariant.why, tally, telling)
            }
            Self::Custom(watch) => {
                let telling = watch.finish(context, &tally);
                finding(context, &watch.claim.name, Claim::Always, "the scenario claims it", tally, telling)
            }
        }
    }
}

/// Judges a history. The result is the same for any number of threads; zero threads count as one.
///
/// A claim is violated if it is broken more often than tolerated; else unknown if the evidence does not decide; else
/// vacuous if it was never exercised; else it holds. `by` moves the deadline of claims about a state in the end; of
/// claims about moments it forgives what happened before.
#[must_use]
pub fn judge(evidence: &Evidence<'_>, threads: usize) -> Judgement {
    let context = Context::new(evidence);
    let active = active(&context);
    let ranges = ranges(evidence.history);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut tallies: Vec<Tally> = active.iter().map(|claim| claim.tally(&context)).collect();
        while let Some((chapter, range)) = ranges.get(next.fetch_add(1, Ordering::Relaxed)) {
            see_range(&context, &active, chapter, range.clone(), &mut tallies);
        }
        tallies
    };
    let others = NonZeroUsize::new(threads).map_or(0, |threads| threads.get() - 1).min(ranges.len().saturating_sub(1));
    let tallies = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        let mut tallies = work();
        for handle in handles {
            let theirs = handle.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause));
            tallies.iter_mut().zip(theirs).for_each(|(tally, more)| tally.merge(more));
        }
        tallies
    });
    let findings = active.iter().zip(tallies).map(|(claim, tally)| claim.finding(&context, tally)).collect();
    Judgement { findings }
}

/// The claims of this rehearsal: the registry's but those that are off, then the custom ones.
fn active<'a>(context: &Context<'a>) -> Vec<Active<'a>> {
    let claims = &context.plan.claims;
    let off = |invariant: &Invariant| {
        claims.iter().any(|claim| matches!(claim, ClaimPlan::Off { name } if name == invariant.name))
    };
    let terms = |invariant: &Invariant| {
        let stated = claims.iter().rev().find_map(|claim| match claim {
            ClaimPlan::Registered { name, tolerance, by, warn } if name == invariant.name => {
                Some(Terms { tolerance: *tolerance, by: *by, warn: *warn })
            }
            _ => None,
        });
        stated.unwrap_or_default()
    };
    let registered = INVARIANTS.iter().filter(|invariant| !off(invariant));
    let custom = claims.iter().filter_map(|claim| match claim {
        ClaimPlan::Custom(custom) => Some(Active::Custom(Box::new(Watch::new(context.plan, custom)))),
        _ => None,
    });
    registered.map(|invariant| Active::Registered(invariant, terms(invariant))).chain(custom).collect()
}

/// The history in ranges of profiles.
fn ranges(history: &History) -> Vec<(&Chapter, Range<usize>)> {
    let in_chapter = |chapter: &Chapter| {
        let profiles = chapter.starts.len().saturating_sub(1);
        (0..profiles).step_by(RANGE_PROFILES).map(move |start| start..profiles.min(start + RANGE_PROFILES))
    };
    history.chapters.iter().flat_map(|chapter| in_chapter(chapter).map(move |range| (chapter, range))).collect()
}

fn see_range(
    context: &Context<'_>,
    active: &[Active<'_>],
    chapter: &Chapter,
    range: Range<usize>,
    tallies: &mut [Tally],
) {
    for place in range {
        let (start, end) = (chapter.starts[place] as usize, chapter.starts[place + 1] as usize);
        let Some(facts) = chapter.facts.get(start..end).filter(|facts| !facts.is_empty()) else {
            continue;
        };
        let profile = chapter.first_profile.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
        let person = Person::new(profile, facts);
        for (claim, tally) in active.iter().zip(&mut *tallies) {
            claim.see(context, &person, tally);
        }
    }
}

fn finding(context: &Context<'_>, name: &str, claim: Claim, why: &str, tally: Tally, telling: Telling) -> Finding {
    let verdict = verdict(context, &tally);
    let is_broken = tally.count > 0;
    let headline = match verdict {
        Verdict::Violated => telling.violated,
        Verdict::Unknown => telling.unknown,
        Verdict::Vacuous => telling.vacuous,
        Verdict::Holds if is_broken => format!("{} (tolerated: {})", telling.violated, tally.terms.tolerance),
        Verdict::Holds => telling.holds,
    };
    Finding {
        name: name.to_owned(),
        claim,
        why: why.to_owned(),
        verdict,
        warn: tally.terms.warn,
        count: tally.count,
        exercised: tally.exercised,
        first_at: if is_broken { tally.first_at() } else { None },
        headline,
        causes: telling.causes,
        changes: if is_broken || verdict == Verdict::Unknown { telling.changes } else { Vec::new() },
        witnesses: if is_broken { tally.witnesses() } else { Vec::new() },
    }
}

fn verdict(context: &Context<'_>, tally: &Tally) -> Verdict {
    if tally.count > tally.terms.tolerance {
        Verdict::Violated
    } else if tally.undecided > 0 {
        Verdict::Unknown
    } else if tally.exercised == 0 || context.is_empty {
        Verdict::Vacuous
    } else {
        Verdict::Holds
    }
}
