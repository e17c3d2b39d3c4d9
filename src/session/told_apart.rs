//! Who is who: what exact keys and what the evidence make of the people of a rehearsal.
//!
//! Owns: when dedupe runs, and how its quality is counted where the truth is known. Deliberately decides nothing about
//! people: that is the identity room of the world.

use rehearsal_core::plan::IdentityPlan;
use rehearsal_core::records::Population;
use rehearsal_identity::{
    Basis, Findings, Identity, Quality, Settings, Table, dedupe, resolve, resolve_by_evidence, sample_of_groups,
};

use crate::report::{Dedupe, MatchQuality};

/// What dedupe makes of the records.
fn findings(population: &Population, threads: usize) -> Findings {
    dedupe(&Table::of_population(population), &Settings::default(), threads)
}

/// Which records are one profile. What dedupe found is handed out too, if the plan asked for it, so that it runs once.
pub(super) fn identity(plan: &IdentityPlan, population: &Population, threads: usize) -> (Identity, Option<Findings>) {
    if !plan.by_evidence {
        return (resolve(plan, population), None);
    }
    let findings = findings(population, threads);
    (resolve_by_evidence(plan, population, &findings.cluster_of), Some(findings))
}

/// More records than this are told apart on a sample of them: a larger one would move the shares by less than it costs.
const RECORDS_MAX: u64 = 500_000;

/// How well the records are told apart; `None` where nobody knows the truth. Reads the population alone, so it can run
/// beside the rehearsal. Above [`RECORDS_MAX`] records a sample of whole groups stands for all.
pub(super) fn quality(
    plan: &IdentityPlan,
    population: &Population,
    identity: &Identity,
    found: Option<Findings>,
    threads: usize,
) -> Option<Dedupe> {
    quality_of(plan, population, identity, found, threads, RECORDS_MAX)
}

/// The same, with a sample of about so many records if there are more.
fn quality_of(
    plan: &IdentityPlan,
    population: &Population,
    identity: &Identity,
    found: Option<Findings>,
    threads: usize,
    records_max: u64,
) -> Option<Dedupe> {
    let persons = population.persons.as_deref()?;
    let records = population.len() as u64;
    let exact = if plan.by_evidence { &resolve(plan, population) } else { identity };
    let by_keys = components(exact);
    // Where the whole was looked at anyway nothing is saved.
    let sample = (records > records_max && found.is_none())
        .then(|| sample_of_groups(&population.ids, &by_keys, persons, records.div_ceil(records_max)));
    let (found, by_keys, persons) = match &sample {
        None => (found.unwrap_or_else(|| findings(population, threads)), by_keys, persons.to_vec()),
        Some(rows) => (
            dedupe(&Table::of_records(population, rows), &Settings::default(), threads),
            rows.iter().map(|&row| by_keys[row as usize]).collect(),
            rows.iter().map(|&row| persons[row as usize]).collect(),
        ),
    };
    let note = note(&found.basis);
    let exact_quality = Quality::of(&by_keys, &persons);
    let by_evidence = found.cluster_of;
    let evidence_quality = Quality::of(&by_evidence, &persons);
    let mut keys = vec![plan.key.name().to_owned()];
    keys.extend(plan.matches.iter().filter(|key| **key != plan.key).map(|key| key.name().to_owned()));
    Some(Dedupe {
        rows: persons.len() as u64,
        sample_of: sample.map(|_| records),
        people: distinct(persons),
        pairs: exact_quality.true_pairs,
        keys,
        by_keys: told(exact_quality, distinct(by_keys)),
        by_evidence: told(evidence_quality, distinct(by_evidence)),
        note,
    })
}

/// How many groups there are, if each is named by a number of its own.
fn distinct<T: Ord>(mut groups: Vec<T>) -> u64 {
    groups.sort_unstable();
    groups.dedup();
    groups.len() as u64
}

/// What a reader must know of the evidence, if it was not fitted to these records.
fn note(basis: &Basis) -> Option<String> {
    match basis {
        Basis::Nothing | Basis::Fitted { .. } => None,
        Basis::Fixed { reason } => Some(format!("the evidence has its documented weights, not fitted ones: {reason}")),
        Basis::Refused { reason } => Some(format!("the evidence was not used: {reason}")),
    }
}

/// The group of each record: the place of its component.
fn components(identity: &Identity) -> Vec<u32> {
    let mut of = vec![0; identity.profile_of.len()];
    let mut component = 0;
    for profile in 0..identity.profiles() as u32 {
        component += u32::from(identity.components.get(component as usize + 1) == Some(&profile));
        identity.records_of(profile).iter().for_each(|&row| of[row as usize] = component);
    }
    of
}

fn told(quality: Quality, people: u64) -> MatchQuality {
    MatchQuality {
        people,
        pairs: quality.found_pairs,
        right_pairs: quality.right_pairs,
        precision_basis_points: quality.precision_basis_points(),
        recall_basis_points: quality.recall_basis_points(),
        f1_basis_points: quality.f1_basis_points(),
    }
}

#[cfg(test)]
mod tests {
    use rehearsal_core::plan::Key;
    use rehearsal_core::records::Row;
    use rehearsal_fixtures::webshop;
    use rehearsal_world::population::generate;

    use super::*;

    #[test]
    fn exact_keys_find_who_shares_one() {
        let mut population = Population::default();
        let rows = [("a@x.example", "", 1), ("b@x.example", "+31612345678", 2), ("c@x.example", "+31612345678", 2)];
        for (id, (email, phone, person)) in (0..).zip(rows.into_iter().chain([("a@x.example", "", 1), ("", "", 2)])) {
            population.push(&Row { email, phone, person: Some(person), ..Row::new(id) });
        }
        let plan = IdentityPlan { key: Key::Email, matches: vec![Key::Phone], by_evidence: false };
        let (identity, found) = identity(&plan, &population, 1);
        assert!(found.is_none(), "nobody asked for the evidence");
        assert_eq!(components(&identity), [0, 1, 1, 0, 2]);
        let quality = quality(&plan, &population, &identity, None, 1).unwrap();
        assert_eq!((quality.rows, quality.people, quality.pairs), (5, 2, 4));
        let keys = quality.by_keys;
        assert_eq!((keys.people, keys.pairs, keys.right_pairs), (3, 2, 2));
        assert_eq!((keys.precision_basis_points, keys.recall_basis_points), (10_000, 5_000));
    }

    #[test]
    fn asking_for_the_evidence_does_not_change_what_exact_keys_find() {
        let mut plan = webshop(500).identity;
        let population = generate(&webshop(500), 0..500);
        let report = |plan: &IdentityPlan| {
            let (identity, found) = identity(plan, &population, 2);
            assert_eq!(found.is_some(), plan.by_evidence);
            quality(plan, &population, &identity, found, 2).unwrap()
        };
        let exact = report(&plan);
        plan.by_evidence = true;
        assert_eq!(report(&plan), exact);
    }

    #[test]
    fn evidence_that_was_not_used_says_so() {
        assert_eq!(note(&Basis::Fitted { steps: 3 }), None);
        let refused = note(&Basis::Refused { reason: "nobody differs".to_owned() });
        assert_eq!(refused.as_deref(), Some("the evidence was not used: nobody differs"));
    }

    #[test]
    fn a_sample_of_whole_groups_stands_for_all() {
        let plan = webshop(20_000);
        let population = generate(&plan, 0..20_000);
        let (identity, _) = identity(&plan.identity, &population, 1);
        let all = quality_of(&plan.identity, &population, &identity, None, 1, 20_000).unwrap();
        let sample = quality_of(&plan.identity, &population, &identity, None, 1, 8_000).unwrap();
        assert_eq!((all.rows, all.sample_of), (20_000, None));
        assert_eq!(sample.sample_of, Some(20_000));
        assert!(sample.rows.abs_diff(20_000 / 3) < 500, "one group in three: {}", sample.rows);
        for (whole, part) in [(all.by_keys, sample.by_keys), (all.by_evidence, sample.by_evidence)] {
            assert!(whole.f1_basis_points.abs_diff(part.f1_basis_points) < 300, "{whole:?}, {part:?}");
        }
    }

    #[test]
    fn without_the_truth_there_is_no_quality() {
        let mut population = Population::default();
        population.push(&Row::new(2));
        let plan = IdentityPlan { key: Key::Email, matches: Vec::new(), by_evidence: false };
        let (identity, found) = identity(&plan, &population, 1);
        assert_eq!(quality(&plan, &population, &identity, found, 1), None);
    }
}
