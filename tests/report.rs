//! The report: its three views of one value, on a run that goes badly, one that goes well, and one that proves nothing.

use rehearsal::language::Language;
use rehearsal::pseudonym::Key;
use rehearsal::report::{
    Decision, Dedupe, Format, Found, InputSummary, Ledger, LedgerTerm, Report, ReportInput, SendDay, Standing, build,
    json_schema, render,
};
use rehearsal_sim::example;
use rehearsal_sim::feed::Feed;
use rehearsal_sim::history::{Actor, Fact, FactKind, Left, NotEntered, Recognised, RowSkip, Skip, Wait};
use rehearsal_sim::identity::Identity;
use rehearsal_sim::invariant::judges::ramp::{RampBecause, RampHeadline, RampWindow};
use rehearsal_sim::invariant::judges::transport::AppliedHeadline;
use rehearsal_sim::invariant::judges::volume::BacklogHeadline;
use rehearsal_sim::invariant::judges::welcome::{WelcomeBecause, WelcomeCause, WelcomeEntry, WelcomeHeadline};
use rehearsal_sim::invariant::{
    Claim, CountedCause, CustomBecause, CustomCause, CustomHeadline, Finding, Judgement, Remedy, Verdict, Witness,
};
use rehearsal_sim::model::Change;
use rehearsal_sim::plan::{Index, Plan, Side};
use rehearsal_sim::population::PopulationPlan;
use rehearsal_sim::profile::{Channel, ConsentState, Population, Row, Suppressions};
use rehearsal_sim::sending::{Advance, CapTable, Overflow, Ramp, Tail, Window};
use rehearsal_sim::time::Minute;
use serde_json::Value;

const FORMATS: [Format; 3] = [Format::Text, Format::Markdown, Format::Json];

/// A small world in which every value of the report can be set.
struct World {
    plan: Plan,
    scenario: String,
    population: Population,
    identity: Identity,
    findings: Vec<Finding>,
    ledger: Ledger,
    sends: Vec<SendDay>,
    dedupe: Option<Dedupe>,
    inputs: Vec<InputSummary>,
    key: Key,
    language: Language,
}

impl World {
    /// Three rows of an export that are three profiles, and no finding yet.
    fn new() -> Self {
        let mut plan = example::webshop(3);
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

    fn report(&self) -> Report {
        build(ReportInput {
            plan: &self.plan,
            scenario: &self.scenario,
            population: &self.population,
            identity: &self.identity,
            digest: "9f31c2a0000000000000000000000000",
            is_idle: false,
            judgement: &Judgement { findings: self.findings.clone() },
            ledger: &self.ledger,
            sends: &self.sends,
            dedupe: self.dedupe.as_ref(),
            inputs: &self.inputs,
            assumptions: &[],
            key: &self.key,
            language: self.language,
            document: None,
        })
    }
}

fn ledger(read: u64, terms: &[(&'static str, &'static str, u64)], unexplained: u64) -> Ledger {
    let term = |&(name, words, rows)| LedgerTerm { name, words, rows };
    Ledger { read, terms: terms.iter().map(term).collect(), unexplained }
}

/// A finding of this verdict, with what a claim of the scenario's own says of it.
fn finding(name: &str, verdict: Verdict) -> Finding {
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

fn fact(minute: i32, kind: FactKind) -> Fact {
    Fact { at: Minute(minute), profile: 0, kind }
}

fn welcome_witness(profile: u32) -> Witness {
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

fn sends(days: &[(i32, Option<u32>, u64, u64)]) -> Vec<SendDay> {
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

fn found(people: u64, [pairs, right_pairs]: [u64; 2], [precision, recall, f1]: [u64; 3]) -> Found {
    Found { people, pairs, right_pairs, precision_permyriad: precision, recall_permyriad: recall, f1_permyriad: f1 }
}

fn who_is_who() -> Dedupe {
    Dedupe {
        rows: 200_000,
        people: 194_000,
        pairs: 6_413,
        keys: vec!["email".to_owned(), "customer-id".to_owned()],
        by_keys: found(197_100, [2_937, 2_937], [10_000, 4_579, 6_282]),
        by_evidence: found(194_150, [6_300, 6_280], [9_968, 9_792, 9_879]),
        note: Some("the evidence has its documented weights, not fitted ones: `phone` is missing".to_owned()),
    }
}

/// A welcome mail to customers, a ramp that breaks, a warning, an undecided claim, two that nobody exercised.
fn bad() -> World {
    let mut world = World::new();
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
    world.findings = vec![
        welcome,
        holds,
        reached,
        finding("quiet-hours-respected", Verdict::Vacuous),
        ramp,
        warned,
        given_up,
        finding("in-flight-mapped", Verdict::Vacuous),
    ];
    world.sends =
        sends(&[(0, Some(2000), 9120, 0), (1, Some(2000), 1500, 40), (2, Some(4000), 4100, 0), (9, None, 300, 0)]);
    world.sends.push(SendDay {
        provider: Some("google".to_owned()),
        cap: Some(500),
        sent: 4100,
        ..world.sends[0].clone()
    });
    world.ledger = ledger(
        200_000,
        &[("created", "created", 197_012), ("updated", "updated", 974), ("skipped-no-key", "skipped (no key)", 2_000)],
        14,
    );
    world.inputs = vec![InputSummary {
        name: "data/customers.csv".to_owned(),
        rows_read: 200_000,
        unusable: (0..7).map(|line| (17 + line, "no e-mail address, phone number or customer id".to_owned())).collect(),
        findings: vec!["dates without a time zone: 12 rows".to_owned()],
    }];
    // Exports have no such section: nobody knows the truth of them. Here every section stands once.
    world.dedupe = Some(who_is_who());
    world
}

fn good() -> World {
    let mut world = World::new();
    world.findings =
        ["no-welcome-to-existing", "ramp-respected", "rows-reconcile"].map(|name| finding(name, Verdict::Holds)).into();
    world.sends = sends(&[(0, Some(2000), 1200, 0), (1, Some(2000), 2000, 40)]);
    world
}

fn nothing() -> World {
    let mut world = World::new();
    world.findings = ["no-welcome-to-existing", "ramp-respected"].map(|name| finding(name, Verdict::Vacuous)).into();
    world.ledger = ledger(0, &[("created", "created", 0)], 0);
    world
}

/// Nothing is violated, and yet something is open.
fn conditions() -> World {
    let mut world = bad();
    world.findings.retain(|finding| finding.verdict != Verdict::Violated || finding.warn);
    world.findings.retain(|finding| finding.verdict != Verdict::Unknown || finding.warn);
    world
}

/// Nothing is violated, and one check is not decided.
fn not_decided() -> World {
    let mut world = bad();
    world.findings.retain(|finding| finding.verdict != Verdict::Violated || finding.warn);
    world
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../src/report/snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_three_views_read_well() {
    for (name, world) in [
        ("bad", bad()),
        ("good", good()),
        ("nothing", nothing()),
        ("conditions", conditions()),
        ("not-decided", not_decided()),
    ] {
        let report = world.report();
        snapshot(&format!("{name}-text"), &render(&report, Format::Text, false));
        snapshot(&format!("{name}-markdown"), &render(&report, Format::Markdown, false));
        snapshot(&format!("{name}-json"), &render(&report, Format::Json, false));
    }
}

#[test]
fn the_decision_follows_from_the_worst_check() {
    let decide = |findings: Vec<Finding>| World { findings, ..World::new() }.report().decision;
    let holds = || finding("a", Verdict::Holds);
    let warned = || Finding { warn: true, ..finding("b", Verdict::Violated) };
    assert_eq!(decide(vec![holds()]), Decision::Go);
    assert_eq!(decide(vec![holds(), warned()]), Decision::GoWithConditions);
    assert_eq!(decide(vec![holds(), finding("b", Verdict::Unknown)]), Decision::NotDecided);
    let perhaps = Finding { warn: true, ..finding("b", Verdict::Unknown) };
    assert_eq!(decide(vec![holds(), perhaps]), Decision::GoWithConditions);
    assert_eq!(decide(vec![holds(), finding("b", Verdict::Vacuous)]), Decision::GoWithConditions);
    assert_eq!(decide(vec![holds(), finding("b", Verdict::Violated)]), Decision::NoGo);
    assert_eq!(decide(vec![finding("b", Verdict::Vacuous), finding("c", Verdict::Violated)]), Decision::NoGo);
    assert_eq!(decide(vec![finding("b", Verdict::Vacuous)]), Decision::NothingProved);
    assert_eq!(decide(Vec::new()), Decision::NothingProved);
    let unbalanced =
        World { findings: vec![holds()], ledger: ledger(5, &[("created", "created", 6)], 0), ..World::new() };
    assert_eq!(unbalanced.report().decision, Decision::GoWithConditions);
}

#[test]
fn one_more_check_changes_only_its_own_lines() {
    for verdict in [Verdict::Holds, Verdict::Vacuous] {
        let before = bad();
        let mut after = bad();
        let mut one_more = finding("a-check-with-a-name-that-is-longer-than-all", verdict);
        one_more.exercised = if verdict == Verdict::Holds { 12_345_678 } else { 0 };
        after.findings.push(one_more);
        let lines = |world: &World| {
            let text = render(&world.report(), Format::Text, false);
            text.lines().filter(|line| !line.starts_with("rehearsal: ")).map(str::to_owned).collect::<Vec<_>>()
        };
        let (before, mut after) = (lines(&before), lines(&after));
        let of_the_new = after.iter().position(|line| line.contains("a-check-with-a-name")).unwrap();
        // Its own lines are the one with its name, and what does not fit on that.
        let own = after[of_the_new + 1..].iter().take_while(|line| line.starts_with("      ")).count();
        after.drain(of_the_new..=of_the_new + own);
        assert_eq!(after, before, "{verdict:?}");
    }
}

#[test]
fn the_last_line_is_stable() {
    let report = bad().report();
    let text = render(&report, Format::Text, true);
    let last = text.lines().last().unwrap();
    let digest = "9f31c2a0000000000000000000000000";
    assert_eq!(
        last,
        format!(
            "rehearsal: verdict=no-go violated=2 unknown=1 vacuous=2 holds=2 warned=1 profiles=3 seed=7 digest={digest}"
        ),
    );
    let counted = [Standing::Violated, Standing::Warned, Standing::Unknown, Standing::Vacuous, Standing::Holds];
    assert_eq!(counted.map(|standing| report.count(standing)).iter().sum::<usize>(), report.findings.len());
}

#[test]
fn json_fits_its_schema_and_the_schema_is_strict() {
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    for world in [bad(), good(), nothing(), hostile()] {
        let text = render(&world.report(), Format::Json, true);
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        document["verdict"] = "fine".into();
        assert!(!validator.is_valid(&document));
        document.as_object_mut().unwrap().remove("verdict");
        assert!(!validator.is_valid(&document));
    }
}

#[test]
fn the_json_says_what_the_text_says() {
    let report = bad().report();
    let document: Value = serde_json::from_str(&render(&report, Format::Json, false)).unwrap();
    assert_eq!(document["rehearsal"], "1");
    assert_eq!(document["decision"], "no-go");
    assert_eq!(document["invariants"][0]["first_at"]["local"], "2026-03-02 09:03");
    assert_eq!(document["invariants"][0]["witnesses"][1]["line"], 3);
    assert_eq!(document["invariants"][0]["witnesses"][1]["file"], "customers.csv");
    assert_eq!(document["sends"][0]["provider"], Value::Null);
    assert_eq!(document["ledger"]["balances"], false);
    assert_eq!(document["scenario"], "webshop.yaml");
}

#[test]
fn text_is_narrow_and_plain_without_colour() {
    for world in [bad(), good(), nothing(), hostile()] {
        let report = world.report();
        let plain = render(&report, Format::Text, false);
        let last = plain.lines().count() - 1;
        for line in plain.lines().take(last) {
            assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
            assert!(!line.ends_with(' '), "{line:?}");
        }
        let coloured = render(&report, Format::Text, true);
        assert!(coloured.contains('\u{1b}'));
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
        for format in FORMATS {
            assert!(!render(&report, format, false).contains('\u{1b}'));
        }
        assert_eq!(render(&report, Format::Markdown, true), render(&report, Format::Markdown, false));
        assert_eq!(render(&report, Format::Json, true), render(&report, Format::Json, false));
    }
}

#[test]
fn a_bad_run_fits_on_two_screens_and_a_good_one_on_one() {
    // Screens of 60 lines.
    assert!(render(&bad().report(), Format::Text, false).lines().count() <= 120);
    assert!(render(&good().report(), Format::Text, false).lines().count() <= 45);
}

/// Names that try to break out of a terminal, a table, a code span and a paragraph.
const HOSTILE: &str =
    "\u{1b}[2J\u{202e}| x | `y` <script>alert(1)</script>\r\n# owned\n![i](http://evil.example) @all ";

fn hostile() -> World {
    let mut world = bad();
    let long = "x".repeat(400);
    world.plan.name = HOSTILE.to_owned();
    world.scenario = format!("/tmp/{HOSTILE}.yaml");
    for platform in &mut world.plan.platforms {
        platform.name = HOSTILE.to_owned();
    }
    world.plan.flows[0].name = HOSTILE.to_owned();
    world.plan.messages[0].name = long.clone();
    world.plan.lists[0] = HOSTILE.to_owned();
    world.plan.import.door.name = HOSTILE.to_owned();
    world.plan.sending.pools[0].name = HOSTILE.to_owned();
    world.plan.providers = vec![HOSTILE.to_owned(), long.clone()];
    for event in &mut world.plan.events {
        event.name = HOSTILE.to_owned();
        event.feeds[1] = Feed::Missing;
    }
    world.plan.symbols.push(HOSTILE.to_owned());
    for finding in &mut world.findings {
        finding.name = format!("{HOSTILE}{}", finding.name);
        if finding.verdict == Verdict::Violated {
            let condition = format!("{HOSTILE}{long}");
            finding.headline = CustomHeadline::Violated { broken: 1, sends: 2, never: true, condition }.into();
        }
        let flow = Index::new(0);
        finding.causes = vec![CountedCause { cause: CustomCause::Flow(flow).into(), count: 3 }];
        finding.remedies = vec![
            Remedy::new(vec![Change::GuardFlow { flow, property: format!("`{HOSTILE}`") }]),
            Remedy::new(vec![Change::GuardFlow { flow, property: HOSTILE.replace('`', "``") }]),
        ];
        for witness in &mut finding.witnesses {
            let condition = HOSTILE.to_owned();
            witness.because = CustomBecause { message: Index::new(0), never: false, condition }.into();
        }
    }
    for line in &mut world.sends {
        line.pool = HOSTILE.to_owned();
        line.provider = line.provider.as_ref().map(|_| HOSTILE.to_owned());
    }
    world.inputs[0].name = HOSTILE.to_owned();
    world.inputs[0].findings = vec![HOSTILE.to_owned()];
    world.inputs[0].unusable[0].1 = HOSTILE.to_owned();
    world
}

#[test]
fn hostile_names_cannot_break_a_view() {
    let report = hostile().report();
    for format in FORMATS {
        let text = render(&report, format, false);
        let control = text.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(control, None, "{format:?}");
        assert!(!text.contains('\u{202e}'));
    }
    let markdown = render(&report, Format::Markdown, false);
    let outside_code = outside_code(&markdown);
    assert!(!outside_code.contains("<script"), "{outside_code}");
    assert!(!outside_code.contains("http://") && !outside_code.contains("![") && !outside_code.contains(" @all"));
    let tags: Vec<&str> = outside_code
        .split('<')
        .skip(1)
        .filter(|tag| !["details>", "/details>", "summary>", "/summary>"].iter().any(|known| tag.starts_with(known)))
        .collect();
    assert_eq!(tags, Vec::<&str>::new());
    for table in outside_code.split("\n\n").filter(|block| block.starts_with('|')) {
        let cells: Vec<usize> = table.lines().map(|row| row.replace("\\|", "").matches('|').count()).collect();
        assert!(cells.windows(2).all(|pair| pair[0] == pair[1]), "{cells:?}\n{table}");
    }
    assert!(!markdown.lines().any(|line| line.starts_with("# owned")));
}

/// Markdown without its code spans, as a reader of backticks sees it: a run of n closes at the next run of n.
fn outside_code(markdown: &str) -> String {
    let mut outside = String::new();
    for paragraph in markdown.split_inclusive('\n') {
        let mut rest = paragraph;
        while let Some(open) = rest.find('`') {
            let escaped = rest[..open].ends_with('\\') && !rest[..open].ends_with("\\\\");
            let run = if escaped { 1 } else { rest[open..].len() - rest[open..].trim_start_matches('`').len() };
            outside.push_str(&rest[..open]);
            let fence = "`".repeat(run);
            let after = &rest[open + run..];
            let close = after.find(&fence).filter(|_| !escaped);
            rest = close.map_or(after, |close| &after[close + run..]);
        }
        outside.push_str(rest);
    }
    outside
}

#[test]
fn no_value_of_a_person_and_no_path_is_in_any_view() {
    let report = bad().report();
    for format in FORMATS {
        let text = render(&report, format, false);
        for secret in ["anna", "secret.example", "c-1", "c-2", "0612345678", "/home", "clients", "data/"] {
            assert!(!text.contains(secret), "{format:?} holds {secret}");
        }
        assert!(text.matches("p_").count() >= 3, "{format:?} names its witnesses");
    }
    assert!(!format!("{report:?}").contains("anna"));
}

#[test]
fn pseudonyms_need_the_key() {
    let world = bad();
    let other = World { key: Key::from_bytes([9; 32]), ..bad() };
    let person = |world: &World| world.report().findings[0].witnesses[0].person.clone().unwrap();
    assert_eq!(person(&world), person(&bad()));
    assert_ne!(person(&world), person(&other));
    assert_ne!(world.report().key_fingerprint, other.report().key_fingerprint);
}

/// Every kind of fact, so that none is told by the name of its type.
fn every_fact() -> Vec<FactKind> {
    let (side, by, message, flow) = (Side::Target, Actor::Import, Index::new(0), Index::new(0));
    let (list, event, channel, state) = (Index::new(0), Index::new(0), Channel::Email, ConsentState::Subscribed);
    let reasons = Suppressions::BOUNCED.with(Suppressions::COMPLAINED);
    vec![
        FactKind::Known { created_at: Minute(-1_000_000) },
        FactKind::Known { created_at: Minute::NEVER },
        FactKind::SourceConsent { channel, state },
        FactKind::SourceSuppressed { reasons },
        FactKind::SamePersonAs { profile: 1, by: Recognised::Key },
        FactKind::SamePersonAs { profile: 1, by: Recognised::Evidence },
        FactKind::AnotherPerson { record: 0 },
        FactKind::CustomerId { number: 0 },
        FactKind::SignedUp { side },
        FactKind::RowApplied { record: 0, created: true },
        FactKind::RowApplied { record: 0, created: false },
        FactKind::RowRepeated { record: 0 },
        FactKind::RowCameAgain { record: 0 },
        FactKind::RowSkipped { record: 0, why: RowSkip::NoKey },
        FactKind::RowFailed { record: 0 },
        FactKind::RowUnknown { record: 0 },
        FactKind::RowDropped { record: 99 },
        FactKind::FlagSet,
        FactKind::FlagLost,
        FactKind::FlagReleased,
        FactKind::ConsentChanged { side, channel, state, by },
        FactKind::Suppressed { side, reasons, by: Actor::Provider },
        FactKind::SuppressionLifted { side, by },
        FactKind::ListAdded { side, list, by },
        FactKind::ListRemoved { side, list },
        FactKind::Happened { event, value_minor: 4321 },
        FactKind::Arrived { side, event, age_minutes: 1500, by: Actor::Replay },
        FactKind::Entered { flow, by: Actor::Calendar },
        FactKind::NotEntered { flow, why: NotEntered::Filter, by: Actor::Sync },
        FactKind::Branched { flow, step: 2, branch: 0 },
        FactKind::Left { flow, why: Left::Goal },
        FactKind::PropertyChanged { property: Index::new(0) },
        FactKind::PropertyOverwritten { property: Index::new(0) },
        FactKind::Deferred { message, why: Wait::QuietHours },
        FactKind::Skipped { message, why: Skip::NoConsent },
        FactKind::Expired { message, waited_minutes: 4320 },
        FactKind::StillWaiting { message, waited_minutes: 0 },
        FactKind::Sent { message, pool: Index::new(0), provider: Index::new(0), waited_minutes: 90 },
        FactKind::Sent { message: Index::new(999), pool: Index::new(9), provider: Index::new(9), waited_minutes: 0 },
        FactKind::Bounced { message },
        FactKind::Opened { message },
        FactKind::Clicked { message },
        FactKind::Complained { message },
        FactKind::Unsubscribed { side, channel },
    ]
}

fn told_because() -> rehearsal_sim::invariant::Because {
    CustomBecause { message: Index::new(0), never: true, condition: "true".to_owned() }.into()
}

#[test]
fn every_kind_of_fact_has_words() {
    let mut world = World::new();
    let mut told = finding("told", Verdict::Violated);
    let facts: Vec<Fact> = every_fact().into_iter().map(|kind| fact(1984, kind)).collect();
    told.witnesses = vec![Witness { profile: Some(0), facts, because: told_because() }];
    world.findings = vec![told];
    let report = world.report();
    let lines = &report.findings[0].witnesses[0].facts;
    let story: Vec<String> = lines.iter().map(|line| format!("{}  {}", line.when(), line.text)).collect();
    assert!(
        lines
            .iter()
            .all(|line| line.text.starts_with(|first: char| first.is_lowercase()) && !line.text.contains("4321"))
    );
    snapshot("story", &story.join("\n"));
}
