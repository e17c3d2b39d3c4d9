//! The report: its three views of one value, on a run that goes badly, one that goes well, and one that proves nothing.

mod samples;

use rehearsal::pseudonym::Key;
use rehearsal::report::{Decision, Format, Status, json_schema, render};
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::feed::Feed;
use rehearsal_core::history::{
    Actor, DeferReason, ExitReason, Fact, FactKind, NoEntryReason, Recognised, RowSkip, SkipReason,
};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::model::Change;
use rehearsal_core::time::Minute;
use rehearsal_judge::{CountedCause, CustomBecause, CustomCause, CustomHeadline, Finding, Remedy, Verdict, Witness};
use serde_json::Value;

use samples::{SampleReport, bad, conditions, fact, finding, good, ledger, not_decided, nothing};

const FORMATS: [Format; 3] = [Format::Text, Format::Markdown, Format::Json];

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
    for (name, sample) in [
        ("bad", bad()),
        ("good", good()),
        ("nothing", nothing()),
        ("conditions", conditions()),
        ("not-decided", not_decided()),
    ] {
        let report = sample.report();
        snapshot(&format!("{name}-text"), &render(&report, Format::Text, false));
        snapshot(&format!("{name}-markdown"), &render(&report, Format::Markdown, false));
        snapshot(&format!("{name}-json"), &render(&report, Format::Json, false));
    }
}

#[test]
fn the_decision_follows_from_the_worst_check() {
    let decide = |findings: Vec<Finding>| SampleReport { findings, ..SampleReport::new() }.report().decision;
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
    let unbalanced = SampleReport {
        findings: vec![holds()],
        ledger: ledger(5, &[("created", "created", 6)], 0),
        ..SampleReport::new()
    };
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
        let lines = |sample: &SampleReport| {
            let text = render(&sample.report(), Format::Text, false);
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
    let counted = [Status::Violated, Status::Warned, Status::Unknown, Status::Vacuous, Status::Holds];
    assert_eq!(counted.map(|status| report.count(status)).iter().sum::<usize>(), report.findings.len());
}

#[test]
fn json_fits_its_schema_and_the_schema_is_strict() {
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    for sample in [bad(), good(), nothing(), hostile()] {
        let text = render(&sample.report(), Format::Json, true);
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
    for sample in [bad(), good(), nothing(), hostile()] {
        let report = sample.report();
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

fn hostile() -> SampleReport {
    let mut sample = bad();
    let long = "x".repeat(400);
    sample.plan.name = HOSTILE.to_owned();
    sample.scenario = format!("/tmp/{HOSTILE}.yaml");
    for platform in &mut sample.plan.platforms {
        platform.name = HOSTILE.to_owned();
    }
    sample.plan.flows[0].name = HOSTILE.to_owned();
    sample.plan.messages[0].name = long.clone();
    sample.plan.lists[0] = HOSTILE.to_owned();
    sample.plan.import.door.name = HOSTILE.to_owned();
    sample.plan.sending.pools[0].name = HOSTILE.to_owned();
    sample.plan.providers = vec![HOSTILE.to_owned(), long.clone()];
    for event in &mut sample.plan.events {
        event.name = HOSTILE.to_owned();
        event.feeds[1] = Feed::Missing;
    }
    sample.plan.symbols.push(HOSTILE.to_owned());
    for finding in &mut sample.findings {
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
    for line in &mut sample.sends {
        line.pool = HOSTILE.to_owned();
        line.provider = line.provider.as_ref().map(|_| HOSTILE.to_owned());
    }
    sample.inputs[0].name = HOSTILE.to_owned();
    sample.inputs[0].findings = vec![HOSTILE.to_owned()];
    sample.inputs[0].unusable[0].1 = HOSTILE.to_owned();
    sample
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
    let sample = bad();
    let other = SampleReport { key: Key::from_bytes([9; 32]), ..bad() };
    let person = |sample: &SampleReport| sample.report().findings[0].witnesses[0].person.clone().unwrap();
    assert_eq!(person(&sample), person(&bad()));
    assert_ne!(person(&sample), person(&other));
    assert_ne!(sample.report().key_fingerprint, other.report().key_fingerprint);
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
        FactKind::NotEntered { flow, why: NoEntryReason::Filter, by: Actor::Sync },
        FactKind::Branched { flow, step: 2, branch: 0 },
        FactKind::Left { flow, why: ExitReason::Goal },
        FactKind::PropertyChanged { property: Index::new(0) },
        FactKind::PropertyOverwritten { property: Index::new(0) },
        FactKind::Deferred { message, why: DeferReason::QuietHours },
        FactKind::Skipped { message, why: SkipReason::NoConsent },
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

fn told_because() -> rehearsal_judge::Because {
    CustomBecause { message: Index::new(0), never: true, condition: "true".to_owned() }.into()
}

#[test]
fn every_kind_of_fact_has_words() {
    let mut sample = SampleReport::new();
    let mut told = finding("told", Verdict::Violated);
    let facts: Vec<Fact> = every_fact().into_iter().map(|kind| fact(1984, kind)).collect();
    told.witnesses = vec![Witness { profile: Some(0), facts, because: told_because() }];
    sample.findings = vec![told];
    let report = sample.report();
    let lines = &report.findings[0].witnesses[0].facts;
    let timelines: Vec<String> = lines.iter().map(|line| format!("{}  {}", line.when(), line.text)).collect();
    assert!(
        lines
            .iter()
            .all(|line| line.text.starts_with(|first: char| first.is_lowercase()) && !line.text.contains("4321"))
    );
    snapshot("story", &timelines.join("\n"));
}
