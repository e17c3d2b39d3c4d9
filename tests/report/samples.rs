//! Worlds for the report: one that goes badly, one that goes well, one that proves nothing, and what is in between.

use rehearsal::language::Language;
use rehearsal::pseudonym::Key;
use rehearsal::report::{Dedupe, InputSummary, Ledger, LedgerTerm, MatchQuality, Report, ReportInput, SendDay, build};
use rehearsal_core::history::{Actor, Fact, FactKind};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::model::Change;
use rehearsal_core::plan::{Advance, CapTable, Overflow, Plan, PopulationPlan, Ramp, Tail, Window};
use rehearsal_core::records::{Population, Row};
use rehearsal_core::time::Minute;
use rehearsal_identity::Identity;
use rehearsal_judge::judges::ramp::{RampBecause, RampHeadline, RampWindow};
use rehearsal_judge::judges::transport::AppliedHeadline;
use rehearsal_judge::judges::volume::BacklogHeadline;
use rehearsal_judge::judges::welcome::{WelcomeBecause, WelcomeCause, WelcomeEntry, WelcomeHeadline};
use rehearsal_judge::{Claim, CountedCause, CustomHeadline, Finding, Judgement, Remedy, Verdict, Witness};

/// A small world in which every value of the report can be set.
pub(super) struct SampleReport {
    pub(super) plan: Plan,
    pub(super) scenario: String,
    pub(super) population: Population,
    pub(super) identity: Identity,
    pub(super) findings: Vec<Finding>,
    pub(super) ledger: Ledger,
    pub(super) sends: Vec<SendDay>,
    pub(super) dedupe: Option<Dedupe>,
    pub(super) inputs: Vec<InputSummary>,
    pub(super) key: Key,
    pub(super) language: Language,
}

impl SampleReport {
    /// Three rows of an export that are three profiles, and no finding yet.
    pub(super) fn new() -> Self {
        let mut plan = rehearsal_fixtures::webshop(3);
        plan.name = "Webshop to Klaviyo".to_owned();
        plan.platforms[0].name = "Mailchimp".to_owned();
        plan.platforms[1].name = "Klaviyo".to_owned();
        plan.population = PopulationPlan::Exports;
        plan.sending.pools[0].ramp = Some(Ramp {
            name: "braze-moderate".to_owned(),
            source: "Braze, IP warming".to_owned(),
            window: Window::Day,
            total: CapTable { rows: vec![2000], tail: Tail::Last },
            providers: Vec::new(),
            start_day: 0,
            advance: Advance::Calendar,
            overflow: Overflow::Hold,
        });
        let mut population = Population::default();
        for (id, email, customer_id) in [(2, "anna@secret.example", "c-1"), (3, "", "c-2"), (4, "", "")] {
            population.push(&Row { email, customer_id, phone: "0612345678", ..Row::new(id) });
        }
        let identity = Identity {
            starts: vec![0, 1, 2, 3],
            records: vec![0, 1, 2],
            profile_of: vec![0, 1, 2],
            has_key: vec![true; 3],
            components: vec![0, 1, 2],
            ..Identity::default()
        };
        Self {
            plan,
            scenario: "/home/anna/clients/webshop.yaml".to_owned(),
            population,
            identity,
            findings: Vec::new(),
            ledger: ledger(200_000, &[("created", "created", 197_012), ("updated", "updated", 2_988)], 0),
            sends: Vec::new(),
            dedupe: None,
            inputs: Vec::new(),
            key: Key::derived("webshop.yaml", 7),
            language: Language::English,
        }
    }

    pub(super) fn report(&self) -> Report {
        build(ReportInput {
            plan: &self.plan,
            scenario: &self.scenario,
            command: "rehearsal run bad.yaml --seed 7",
            catalogue: None,
            population: &self.population,
            identity: &self.identity,
            digest: "9f31c2a0000000000000000000000000",
            is_idle: false,
            judgement: &Judgement { findings: self.findings.clone() },
            ledger: &self.ledger,
            sends: &self.sends,
            dedupe: self.dedupe.as_ref(),
            is_quality_left_out: false,
            inputs: &self.inputs,
            assumptions: &[],
            key: &self.key,
            language: self.language,
            document: None,
        })
    }
}

pub(super) fn ledger(read: u64, terms: &[(&'static str, &'static str, u64)], unexplained: u64) -> Ledger {
    let term = |&(name, words, rows)| LedgerTerm { name, words, rows };
    Ledger { read, terms: terms.iter().map(term).collect(), unexplained }
}

/// A finding of this verdict, with what a claim of the scenario's own says of it.
pub(super) fn finding(name: &str, verdict: Verdict) -> Finding {
    let headline = match verdict {
        Verdict::Violated => {
            CustomHeadline::Violated { broken: 12, sends: 400, never: true, condition: "send.class == 'x'".to_owned() }
        }
        Verdict::Holds => CustomHeadline::Holds { sends: 197_012 },
        Verdict::Unknown => CustomHeadline::Unknown { sends: 14 },
        Verdict::Vacuous => CustomHeadline::NothingSent,
    };
    Finding {
        name: name.to_owned(),
        claim: Claim::Always,
        verdict,
        missing_facts: Vec::new(),
        warn: false,
        count: 0,
        exercised: if verdict == Verdict::Vacuous { 0 } else { 197_012 },
        first_at: None,
        headline: headline.into(),
        tolerated: None,
        causes: Vec::new(),
        remedies: Vec::new(),
        witnesses: Vec::new(),
    }
}

pub(super) fn fact(minute: i32, kind: FactKind) -> Fact {
    Fact { at: Minute(minute), profile: 0, kind }
}

pub(super) fn welcome_witness(profile: u32) -> Witness {
    let mut facts = vec![
        Fact { at: Minute::NEVER, profile, kind: FactKind::Known { created_at: Minute(-2_500_000) } },
        fact(541, FactKind::RowApplied { record: profile, created: true }),
        fact(541, FactKind::ListAdded { side: Side::Target, list: Index::new(0), by: Actor::Import }),
        fact(541, FactKind::Entered { flow: Index::new(0), by: Actor::Import }),
        fact(
            543,
            FactKind::Sent { message: Index::new(0), pool: Index::new(0), provider: Index::new(1), waited_minutes: 0 },
        ),
    ];
    for fact in &mut facts {
        fact.profile = profile;
    }
    let (flow, received) = (Index::new(0), Some(Index::new(0)));
    let because = WelcomeBecause { received, flow, known_since: Some(Minute(-2_500_000)) }.into();
    Witness { profile: Some(profile), facts, because }
}

pub(super) fn sends(days: &[(i32, Option<u32>, u64, u64)]) -> Vec<SendDay> {
    let line = |&(day, cap, sent, deferred): &(i32, Option<u32>, u64, u64)| SendDay {
        day,
        date: format!("2026-03-{:02}", day + 2),
        pool: "target".to_owned(),
        provider: None,
        cap,
        sent,
        deferred,
    };
    days.iter().map(line).collect()
}

pub(super) fn found(people: u64, [pairs, right_pairs]: [u64; 2], [precision, recall, f1]: [u64; 3]) -> MatchQuality {
    MatchQuality {
        people,
        pairs,
        right_pairs,
        precision_basis_points: precision,
        recall_basis_points: recall,
        f1_basis_points: f1,
    }
}

pub(super) fn who_is_who() -> Dedupe {
    Dedupe {
        rows: 200_000,
        sample_of: None,
        people: 194_000,
        pairs: 6_413,
        keys: vec!["email".to_owned(), "customer-id".to_owned()],
        by_keys: found(197_100, [2_937, 2_937], [10_000, 4_579, 6_282]),
        by_evidence: found(194_150, [6_300, 6_280], [9_968, 9_792, 9_879]),
        note: Some("the evidence has its documented weights, not fitted ones: `phone` is missing".to_owned()),
    }
}

/// A welcome mail to customers, a ramp that breaks, a warning, an undecided claim, two that nobody exercised.
pub(super) fn bad() -> SampleReport {
    let mut sample = SampleReport::new();
    let mut welcome = finding("no-welcome-to-existing", Verdict::Violated);
    let flow = Index::new(0);
    welcome.headline = WelcomeHeadline::Violated { mailed: 3_533, only_entered: 0 }.into();
    welcome.count = 3533;
    welcome.first_at = Some(Minute(543));
    let entry = WelcomeEntry { flow, by: Some(Actor::Import) };
    welcome.causes = vec![CountedCause { cause: WelcomeCause::NoFlag(entry).into(), count: 3_533 }];
    let property = "migration_hold".to_owned();
    welcome.remedies = vec![
        Remedy::new(vec![
            Change::SetFlag { property: property.clone(), release: Minute(8 * 1440) },
            Change::GuardFlow { flow, property },
        ]),
        Remedy::new(vec![Change::HoldFlow { flow, from: Minute(8 * 1440) }]),
    ];
    welcome.witnesses = (0..3).map(welcome_witness).collect();
    let mut ramp = finding("ramp-respected", Verdict::Violated);
    let window = RampWindow { pool: Index::new(0), day: 0, hour: None, provider: None };
    ramp.headline = RampHeadline::Violated { worst: window, sent: 9_120, cap: 2_000, windows: 2 }.into();
    ramp.count = 2;
    ramp.exercised = 60;
    ramp.first_at = Some(Minute(600));
    let because = RampBecause { window, sent: 9_120, cap: 2_000 }.into();
    ramp.witnesses = vec![Witness { profile: None, facts: Vec::new(), because }];
    let mut warned = finding("backlog-drains", Verdict::Violated);
    warned.headline = BacklogHeadline::Violated { expired: 12, expires_minutes: 4_320, waiting: 0, by: None }.into();
    warned.warn = true;
    warned.count = 12;
    let mut holds = finding("consent-never-gained", Verdict::Holds);
    holds.exercised = 394_024;
    let mut reached = finding("welcome-to-new", Verdict::Holds);
    reached.claim = Claim::Sometimes;
    reached.exercised = 120;
    let mut given_up = finding("applied-exactly-once", Verdict::Unknown);
    given_up.headline = AppliedHeadline::Unknown { rows: 14 }.into();
    sample.findings = vec![
        welcome,
        holds,
        reached,
        finding("quiet-hours-respected", Verdict::Vacuous),
        ramp,
        warned,
        given_up,
        finding("in-flight-mapped", Verdict::Vacuous),
    ];
    sample.sends =
        sends(&[(0, Some(2000), 9120, 0), (1, Some(2000), 1500, 40), (2, Some(4000), 4100, 0), (9, None, 300, 0)]);
    sample.sends.push(SendDay {
        provider: Some("google".to_owned()),
        cap: Some(500),
        sent: 4100,
        ..sample.sends[0].clone()
    });
    sample.ledger = ledger(
        200_000,
        &[("created", "created", 197_012), ("updated", "updated", 974), ("skipped-no-key", "skipped (no key)", 2_000)],
        14,
    );
    sample.inputs = vec![InputSummary {
        name: "data/customers.csv".to_owned(),
        rows_read: 200_000,
        unusable: (0..7).map(|line| (17 + line, "no e-mail address, phone number or customer id".to_owned())).collect(),
        findings: vec!["dates without a time zone: 12 rows".to_owned()],
    }];
    // Exports have no such section: nobody knows the truth of them. Here every section stands once.
    sample.dedupe = Some(who_is_who());
    sample
}

pub(super) fn good() -> SampleReport {
    let mut sample = SampleReport::new();
    sample.findings =
        ["no-welcome-to-existing", "ramp-respected", "rows-reconcile"].map(|name| finding(name, Verdict::Holds)).into();
    sample.sends = sends(&[(0, Some(2000), 1200, 0), (1, Some(2000), 2000, 40)]);
    sample
}

pub(super) fn nothing() -> SampleReport {
    let mut sample = SampleReport::new();
    sample.findings = ["no-welcome-to-existing", "ramp-respected"].map(|name| finding(name, Verdict::Vacuous)).into();
    sample.ledger = ledger(0, &[("created", "created", 0)], 0);
    sample
}

/// Nothing is violated, and yet something is open.
pub(super) fn conditions() -> SampleReport {
    let mut sample = bad();
    sample.findings.retain(|finding| finding.verdict != Verdict::Violated || finding.warn);
    sample.findings.retain(|finding| finding.verdict != Verdict::Unknown || finding.warn);
    sample
}

/// Nothing is violated, and one check is not decided.
pub(super) fn not_decided() -> SampleReport {
    let mut sample = bad();
    sample.findings.retain(|finding| finding.verdict != Verdict::Violated || finding.warn);
    sample
}
