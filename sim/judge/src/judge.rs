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

use super::context::{Context, PersonFacts, kinds};
use super::custom::CustomJudge;
use super::finding::{Claim, CountedCause, Finding, Judgement, Remedy, Verdict};
use super::judges::{Headline, INVARIANTS, Invariant, is_proved, remedies};
use super::tally::{InvariantTerms, Tally};
use crate::ledger::RowsRead;
use rehearsal_core::claim::ClaimPlan;
use rehearsal_core::history::{FactKinds, FactName, History, HistoryPart};
use rehearsal_core::plan::Plan;

/// Profiles that one thread takes at a time: small enough to share out evenly, large enough to make asking cheap.
const RANGE_PROFILES: usize = 2048;

/// What a judgement is made from: facts and the plan's promises. No judge sees a population or an identity.
#[derive(Clone, Copy, Debug)]
pub struct JudgeInput<'a> {
    /// The promises.
    pub plan: &'a Plan,
    /// The facts.
    pub history: &'a History,
    /// What the reader of the population saw.
    pub rows: RowsRead,
}

/// A judge: shown every profile that has a fact of the relevant kinds, and asked for its answer in the end.
#[derive(Clone, Copy)]
pub(super) struct Judge {
    /// The kinds of facts that it reads. Of a history that does not hold all of them it says nothing but which.
    pub(super) needs: FactKinds,
    /// Profiles without a fact of these kinds are not shown.
    pub(super) relevant: FactKinds,
    /// How large a table of counters it needs.
    pub(super) cells: fn(&Context<'_>) -> usize,
    /// Sees one profile.
    pub(super) each: fn(&Context<'_>, &PersonFacts<'_>, &mut Tally),
    /// Sees the sums, and counts what is no profile's matter.
    pub(super) count: fn(&Context<'_>, &mut Tally),
    /// What there is to say first, for the verdict that the counts came to; of a violation that is tolerated it is
    /// asked as of one that is not.
    pub(super) headline: fn(&Context<'_>, &Tally, Verdict) -> Headline,
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

/// Counts nothing beside what it saw of profiles.
pub(super) fn no_count(_: &Context<'_>, _: &mut Tally) {}

/// Sees no profile.
pub(super) fn no_profile(_: &Context<'_>, _: &PersonFacts<'_>, _: &mut Tally) {}

/// A claim of this rehearsal: registered or custom.
enum Active<'a> {
    Registered(&'static Invariant, InvariantTerms),
    Custom(Box<CustomJudge<'a>>),
}

impl Active<'_> {
    fn tally(&self, context: &Context<'_>) -> Tally {
        match self {
            Self::Registered(invariant, terms) => Tally::new(*terms, (invariant.judge.cells)(context)),
            Self::Custom(_) => Tally::default(),
        }
    }

    fn see(&self, context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
        match self {
            Self::Registered(invariant, _) if person.has(invariant.judge.relevant) => {
                (invariant.judge.each)(context, person, tally);
            }
            Self::Custom(judge) if person.has(kinds!(Sent)) => judge.see(context, person, tally),
            Self::Registered(..) | Self::Custom(_) => {}
        }
    }

    /// The kinds of facts that it needs and the history does not hold.
    fn missing(&self, context: &Context<'_>) -> Vec<FactName> {
        let needs = match self {
            Self::Registered(invariant, _) => invariant.judge.needs,
            Self::Custom(judge) => judge.needs,
        };
        needs.without(context.evidence.history.kinds).names().collect()
    }

    fn finding(&self, context: &Context<'_>, mut tally: Tally) -> Finding {
        let (name, claim) = match self {
            Self::Registered(invariant, _) => {
                (invariant.judge.count)(context, &mut tally);
                (invariant.name, invariant.claim)
            }
            Self::Custom(judge) => (judge.claim.name.as_str(), Claim::Always),
        };
        let missing_facts = self.missing(context);
        if !missing_facts.is_empty() {
            return undecided(name, claim, tally.terms.warn, missing_facts);
        }
        let verdict = verdict(context, &tally);
        let is_broken = tally.count > 0;
        // Violations that are tolerated are told as what they are.
        let asked = if is_broken && verdict == Verdict::Holds { Verdict::Violated } else { verdict };
        let headline = match self {
            Self::Registered(invariant, _) => (invariant.judge.headline)(context, &tally, asked),
            Self::Custom(judge) => judge.headline(&tally, asked).into(),
        };
        let causes = tally.causes();
        Finding {
            name: name.to_owned(),
            claim,
            verdict,
            missing_facts,
            warn: tally.terms.warn,
            count: tally.count,
            exercised: tally.exercised,
            first_at: if is_broken { tally.first_at() } else { None },
            headline,
            tolerated: (is_broken && verdict == Verdict::Holds).then_some(tally.terms.tolerance),
            remedies: if is_broken { together(context, &tally, name, &causes) } else { Vec::new() },
            causes,
            witnesses: if is_broken { tally.witnesses() } else { Vec::new() },
        }
    }
}

/// What there is to say of a claim without the facts that decide it.
fn undecided(name: &str, claim: Claim, warn: bool, missing_facts: Vec<FactName>) -> Finding {
    Finding {
        name: name.to_owned(),
        claim,
        verdict: Verdict::Unknown,
        missing_facts,
        warn,
        count: 0,
        exercised: 0,
        first_at: None,
        headline: Headline::FactsMissing,
        tolerated: None,
        causes: Vec::new(),
        remedies: Vec::new(),
        witnesses: Vec::new(),
    }
}

/// What takes every cause of a finding away: for each way that helps against one of them, that way against all that it
/// helps against, and the cheapest against the others. Nothing if there is a cause that nothing is known against.
/// Cheapest first.
fn together(context: &Context<'_>, tally: &Tally, invariant: &str, causes: &[CountedCause]) -> Vec<Remedy> {
    let proved = |counted: &CountedCause| {
        let mut known = remedies(context, tally, &counted.cause)?;
        known.retain(|remedy| is_proved(invariant, counted.cause.kind(), remedy));
        known.sort_by_key(|remedy| remedy.cost);
        Some(known)
    };
    let of_causes: Vec<Vec<Remedy>> = causes.iter().filter_map(proved).collect();
    if of_causes.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut combined: Vec<Remedy> = Vec::new();
    for leading in of_causes.iter().flatten() {
        let same_way = |remedy: &&Remedy| kinds(remedy) == kinds(leading);
        let chosen = of_causes.iter().filter_map(|known| known.iter().find(same_way).or(known.first()));
        let mut changes = Vec::new();
        for change in chosen.flat_map(|remedy| &remedy.changes) {
            if !changes.contains(change) {
                changes.push(change.clone());
            }
        }
        let remedy = Remedy::new(changes);
        if !combined.contains(&remedy) {
            combined.push(remedy);
        }
    }
    combined.sort_by_key(|remedy| remedy.cost);
    combined
}

fn kinds(remedy: &Remedy) -> Vec<rehearsal_core::model::ChangeKind> {
    remedy.changes.iter().map(rehearsal_core::model::Change::kind).collect()
}

/// Judges a history. The result is the same for any number of threads; zero threads count as one.
///
/// A claim is violated if it is broken more often than tolerated; else unknown if the evidence does not decide; else
/// vacuous if it was never exercised; else it holds. `by` moves the deadline of claims about a state in the end; of
/// claims about moments it forgives what happened before.
#[must_use]
pub fn judge(evidence: &JudgeInput<'_>, threads: usize) -> Judgement {
    let context = Context::new(evidence);
    let active = active(&context);
    let ranges = ranges(evidence.history);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut tallies: Vec<Tally> = active.iter().map(|claim| claim.tally(&context)).collect();
        while let Some((part, range)) = ranges.get(next.fetch_add(1, Ordering::Relaxed)) {
            see_range(&context, &active, part, range.clone(), &mut tallies);
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
                Some(InvariantTerms { tolerance: *tolerance, by: *by, warn: *warn })
            }
            ClaimPlan::Registered { .. } | ClaimPlan::Off { .. } | ClaimPlan::Custom(_) => None,
        });
        stated.unwrap_or_default()
    };
    let registered = INVARIANTS.iter().filter(|invariant| !off(invariant));
    let custom = claims.iter().filter_map(|claim| match claim {
        ClaimPlan::Custom(custom) => Some(Active::Custom(Box::new(CustomJudge::new(context.plan, custom)))),
        ClaimPlan::Off { .. } | ClaimPlan::Registered { .. } => None,
    });
    registered.map(|invariant| Active::Registered(invariant, terms(invariant))).chain(custom).collect()
}

/// The history in ranges of profiles.
fn ranges(history: &History) -> Vec<(&HistoryPart, Range<usize>)> {
    let in_part = |part: &HistoryPart| {
        let profiles = part.starts.len().saturating_sub(1);
        (0..profiles).step_by(RANGE_PROFILES).map(move |start| start..profiles.min(start + RANGE_PROFILES))
    };
    history.parts.iter().flat_map(|part| in_part(part).map(move |range| (part, range))).collect()
}

fn see_range(
    context: &Context<'_>,
    active: &[Active<'_>],
    part: &HistoryPart,
    range: Range<usize>,
    tallies: &mut [Tally],
) {
    for place in range {
        let (start, end) = (part.starts[place] as usize, part.starts[place + 1] as usize);
        let Some(facts) = part.facts.get(start..end).filter(|facts| !facts.is_empty()) else {
            continue;
        };
        let profile = part.first_profile.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
        let person = PersonFacts::new(profile, facts);
        for (claim, tally) in active.iter().zip(&mut *tallies) {
            claim.see(context, &person, tally);
        }
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
