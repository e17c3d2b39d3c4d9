//! Judging: one pass over the facts, for all judges at once.
//!
//! Owns: [`Judging`] and [`judge`], how profiles are shared out over threads, and how counts become a verdict. Deliberately
//! knows no invariant: the registry names the judges.
//!
//! Profiles are handed out in ranges to whoever is free; tallies are merged commutatively, so the judgement is the same
//! for any number of threads.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::context::{Context, FlowView, PersonFacts, STATED, kinds};
use super::custom::CustomJudge;
use super::finding::{Claim, CountedCause, Finding, Judgement, Remedy, Verdict};
use super::judges::{Headline, INVARIANTS, Invariant, is_proved, remedies};
use super::tally::{InvariantTerms, Tally};
use crate::ledger::RowsRead;
use rehearsal_core::claim::ClaimPlan;
use rehearsal_core::history::{FactKinds, FactName, HistoryPart, Outline};
use rehearsal_core::ids::Side;
use rehearsal_core::parallel::on_threads;
use rehearsal_core::plan::Plan;

/// Profiles that one thread takes at a time: small enough to share out evenly, large enough to make asking cheap.
const RANGE_PROFILES: usize = 2048;

/// What a judgement is made from beside the facts of profiles: the plan's promises, and what the history says of itself.
/// No judge sees a population or an identity.
#[derive(Clone, Copy, Debug)]
pub struct JudgeInput<'a> {
    /// The promises.
    pub plan: &'a Plan,
    /// What the history says beside the facts of profiles.
    pub outline: &'a Outline,
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
    /// Sees parts of the history that hold all records of whomever they hold, after each of their profiles.
    pub(super) together: fn(&Context<'_>, &[HistoryPart], &mut Tally),
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

/// Sees each profile alone.
pub(super) fn each_alone(_: &Context<'_>, _: &[HistoryPart], _: &mut Tally) {}

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
        needs.without(context.input.outline.kinds).names().collect()
    }

    /// Whether it says something of the flows that the import starts.
    fn is_about_entries(&self) -> bool {
        match self {
            Self::Registered(invariant, _) => ABOUT_ENTRIES.contains(&invariant.name),
            Self::Custom(_) => false,
        }
    }

    fn see_together(&self, context: &Context<'_>, parts: &[HistoryPart], tally: &mut Tally) {
        match self {
            Self::Registered(invariant, _) => (invariant.judge.together)(context, parts, tally),
            Self::Custom(_) => {}
        }
    }

    /// What became of the claim. Where nothing happened at all nothing holds either.
    fn finding(&self, context: &Context<'_>, mut tally: Tally, is_empty: bool) -> Finding {
        let (name, claim) = match self {
            Self::Registered(invariant, _) => {
                (invariant.judge.count)(context, &mut tally);
                (invariant.name, invariant.claim)
            }
            Self::Custom(judge) => (judge.claim.name.as_str(), Claim::Always),
        };
        let missing_facts = self.missing(context);
        if !missing_facts.is_empty() {
            return undecided(name, claim, tally.terms.warn, Headline::FactsMissing, missing_facts);
        }
        let verdict = verdict(&tally, is_empty);
        if verdict == Verdict::Holds && self.is_about_entries() && starts_are_not_modelled(context) {
            return undecided(name, claim, tally.terms.warn, Headline::StartsNotModelled, missing_facts);
        }
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

/// The invariants that say something of the flows that the import starts.
const ABOUT_ENTRIES: [&str; 4] =
    ["no-welcome-to-existing", "held-while-importing", "enters-at-most", "import-idempotent"];

/// Whether the door of the import starts flows without adding anybody to a list: what starts them on the real platform,
/// such as a changed attribute, is no trigger here, so that nobody enters and nothing is proved.
fn starts_are_not_modelled(context: &Context<'_>) -> bool {
    let door = &context.plan.import.door;
    let is_live = |flow: &FlowView| flow.side == Side::Target && flow.is_ever_live();
    door.fires_flows && !door.adds_to_list && context.flows.iter().any(is_live)
}

/// What there is to say of a claim that the history does not decide.
fn undecided(name: &str, claim: Claim, warn: bool, headline: Headline, missing_facts: Vec<FactName>) -> Finding {
    Finding {
        name: name.to_owned(),
        claim,
        verdict: Verdict::Unknown,
        missing_facts,
        warn,
        count: 0,
        exercised: 0,
        first_at: None,
        headline,
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

/// A judgement under way: what is judged, by which claims. It sees a history part by part, in any order and on any number
/// of threads, each with [`Tallies`] of its own; those add up. No part has to be kept.
///
/// A claim is violated if it is broken more often than tolerated; else unknown if the evidence does not decide; else
/// vacuous if it was never exercised; else it holds. `by` moves the deadline of claims about a state in the end; of
/// claims about moments it forgives what happened before.
pub struct Judging<'a> {
    context: Context<'a>,
    active: Vec<Active<'a>>,
}

/// What was counted in some parts of a history.
#[derive(Clone, Debug)]
pub struct Tallies {
    /// One a claim.
    tallies: Vec<Tally>,
    /// The kinds of facts that were seen.
    kinds: FactKinds,
}

impl std::fmt::Debug for Judging<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judging").field("input", &self.context.input).finish_non_exhaustive()
    }
}

impl<'a> Judging<'a> {
    /// Looks up what the judges ask for.
    #[must_use]
    pub fn begin(input: JudgeInput<'a>) -> Self {
        let context = Context::new(input);
        let active = active(&context);
        Self { context, active }
    }

    /// Counts of nothing.
    #[must_use]
    pub fn tallies(&self) -> Tallies {
        let tallies = self.active.iter().map(|claim| claim.tally(&self.context)).collect();
        Tallies { tallies, kinds: FactKinds::NONE }
    }

    /// Counts what each profile of a part did.
    pub fn see(&self, part: &HistoryPart, tallies: &mut Tallies) {
        self.see_range(part, 0..part.len(), tallies);
    }

    /// Counts what can only be seen of profiles together. The parts hold everybody who shares an id with anybody in them,
    /// and each of them was shown to [`Self::see`] before.
    pub fn see_together(&self, parts: &[HistoryPart], tallies: &mut Tallies) {
        for (claim, tally) in self.active.iter().zip(&mut tallies.tallies) {
            claim.see_together(&self.context, parts, tally);
        }
    }

    fn see_range(&self, part: &HistoryPart, range: Range<usize>, tallies: &mut Tallies) {
        for place in range {
            let (start, end) = (part.starts[place] as usize, part.starts[place + 1] as usize);
            let Some(facts) = part.facts.get(start..end).filter(|facts| !facts.is_empty()) else {
                continue;
            };
            let profile = part.first_profile.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
            let person = PersonFacts::new(profile, facts);
            tallies.kinds = tallies.kinds.with(person.kinds);
            for (claim, tally) in self.active.iter().zip(&mut tallies.tallies) {
                claim.see(&self.context, &person, tally);
            }
        }
    }

    /// The judgement of everything that was seen.
    #[must_use]
    pub fn finish(&self, tallies: Tallies) -> Judgement {
        let is_empty =
            self.context.input.outline.calls.is_empty() && !tallies.kinds.without(STATED).meets(FactKinds::ALL);
        let claims = self.active.iter().zip(tallies.tallies);
        Judgement { findings: claims.map(|(claim, tally)| claim.finding(&self.context, tally, is_empty)).collect() }
    }
}

impl Tallies {
    /// The kinds of facts that were seen.
    #[must_use]
    pub const fn kinds(&self) -> FactKinds {
        self.kinds
    }

    /// Adds the counts of other parts of the same history.
    pub fn merge(&mut self, other: Self) {
        self.tallies.iter_mut().zip(other.tallies).for_each(|(tally, more)| tally.merge(more));
        self.kinds = self.kinds.with(other.kinds);
    }
}

/// Judges a whole history. The result is the same for any number of threads; zero threads count as one. `parts` are all of
/// its parts.
#[must_use]
pub fn judge(input: &JudgeInput<'_>, parts: &[HistoryPart], threads: usize) -> Judgement {
    let judging = Judging::begin(*input);
    let ranges = ranges(parts);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut tallies = judging.tallies();
        while let Some((part, range)) = ranges.get(next.fetch_add(1, Ordering::Relaxed)) {
            judging.see_range(part, range.clone(), &mut tallies);
        }
        tallies
    };
    let mut counted = on_threads((0..threads.clamp(1, ranges.len().max(1))).map(|_| work)).into_iter();
    let mut tallies = counted.next().unwrap_or_else(|| judging.tallies());
    counted.for_each(|more| tallies.merge(more));
    judging.see_together(parts, &mut tallies);
    judging.finish(tallies)
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

/// A history in ranges of profiles.
fn ranges(parts: &[HistoryPart]) -> Vec<(&HistoryPart, Range<usize>)> {
    let in_part = |part: &HistoryPart| {
        let profiles = part.len();
        (0..profiles).step_by(RANGE_PROFILES).map(move |start| start..profiles.min(start + RANGE_PROFILES))
    };
    parts.iter().flat_map(|part| in_part(part).map(move |range| (part, range))).collect()
}

fn verdict(tally: &Tally, is_empty: bool) -> Verdict {
    if tally.count > tally.terms.tolerance {
        Verdict::Violated
    } else if tally.undecided > 0 {
        Verdict::Unknown
    } else if tally.exercised == 0 || is_empty {
        Verdict::Vacuous
    } else {
        Verdict::Holds
    }
}
