//! A small world whose facts are written by hand.

use jiff::civil::Date;
use rehearsal_core::model::{Change, ClaimedFields, names_of};

use crate::ledger::{Counted, Counting, RowLedger, RowsRead, SendLine};
use crate::{Cause, CountedCause, Finding, JudgeInput, Judgement, Verdict, judge};
use rehearsal_core::claim::ClaimPlan;
use rehearsal_core::condition::Predicate;
use rehearsal_core::consent::Channel;
use rehearsal_core::feed::Feed;
use rehearsal_core::history::{
    Actor, AttemptOutcome, CallFact, Fact, FactKind, FactKinds, History, HistoryPart, Outline,
};
use rehearsal_core::ids::{Index, Side};
use rehearsal_core::plan::{
    Action, Advance, BehaviourPlan, CapTable, Cohort, ConsentHandling, Door, DoorConsent, Event, Faults, Flag, Flow,
    FlowClass, FlowStatus, HistoryReplay, IdentityPlan, ImportPlan, Key, Message, Overflow, Plan, Platform, Pool,
    PopulationPlan, Property, Ramp, Reentry, SendingPlan, SignUps, Step, Tail, Trigger, Window,
};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::records::{Population, Row, property_stated, tell_stated};
use rehearsal_core::rng::Seed;
use rehearsal_core::time::{Calendar, DAY_MINUTES, Minute, Zone};
use rehearsal_core::value::ValueKind;

/// Flows of the world, each with one message of the same number.
pub(super) const WELCOME: u16 = 0;
pub(super) const CART: u16 = 1;
pub(super) const SOURCE_CART: u16 = 2;
pub(super) const CAMPAIGN: u16 = 3;
pub(super) const TEXT: u16 = 4;
pub(super) const RECEIPT: u16 = 5;

/// Events of the world.
pub(super) const ORDER: u16 = 0;
pub(super) const CHECKOUT: u16 = 1;

pub(super) const EVERYTHING: Predicate = Predicate::Constant(true);
const SYMBOLS: [&str; 8] = ["", "welcome", "cart", "newsletter", "receipt", "welcome/1", "NL", "Campaign"];

/// A plan, a population of one record a profile, and facts.
pub(super) struct HandmadeHistory {
    pub(super) plan: Plan,
    pub(super) population: Population,
    pub(super) rows: RowsRead,
    pub(super) facts: Vec<Fact>,
    pub(super) calls: Vec<CallFact>,
}

/// A cause, so often at work.
pub(super) fn counted(cause: impl Into<Cause>, count: u64) -> CountedCause {
    CountedCause { cause: cause.into(), count }
}

/// The changes of each remedy of a finding, cheapest first.
pub(super) fn changes(finding: &Finding) -> Vec<Vec<Change>> {
    finding.remedies.iter().map(|remedy| remedy.changes.clone()).collect()
}

/// Minutes of so many days and hours.
pub(super) const fn at(day: i32, hour: i32) -> i32 {
    day * DAY_MINUTES + hour * 60
}

impl HandmadeHistory {
    /// Ten days, five people, no facts.
    pub(super) fn new() -> Self {
        let mut population = Population::default();
        for id in 0..5 {
            population.push(&Row {
                zone: Index::new(u16::from(id == 4)),
                created_at: Minute(at(-500, 0)),
                ..Row::new(id)
            });
        }
        let rows = RowsRead { read: 0, unusable: 0 };
        Self { plan: plan(), population, rows, facts: Vec::new(), calls: Vec::new() }
    }

    /// Adds facts of one profile at one minute.
    pub(super) fn tell(&mut self, profile: u32, minute: i32, kinds: &[FactKind]) -> &mut Self {
        self.facts.extend(kinds.iter().map(|&kind| Fact { at: Minute(minute), profile, kind }));
        self
    }

    /// A person whom the source knew, imported by the row of their number.
    pub(super) fn imported(&mut self, profile: u32, minute: i32) -> &mut Self {
        self.rows.read += 1;
        self.tell(profile, 0, &[FactKind::Known { created_at: Minute(at(-400, 0)) }]);
        self.tell(profile, minute, &[FactKind::RowApplied { record: profile, created: true }])
    }

    /// An accepted call of the import.
    pub(super) fn call(&mut self, minute: i32) -> &mut Self {
        let batch = u32::try_from(self.calls.len()).unwrap();
        let outcome = AttemptOutcome::Accepted;
        self.calls.push(CallFact { at: Minute(minute), cohort: 0, batch, attempt: 0, outcome });
        self
    }

    /// The history, in parts of so many profiles.
    pub(super) fn history(&self, profiles_per_part: u32) -> History {
        let mut facts = Vec::new();
        let claimed = ClaimedFields::of(&self.plan);
        for profile in 0..u32::try_from(self.population.len()).unwrap() {
            tell_stated(&claimed, &self.population, &[profile], profile, &mut facts);
        }
        for fact in &self.facts {
            facts.push(*fact);
            if let FactKind::RowApplied { record, .. } | FactKind::RowCameAgain { record } = fact.kind {
                let stated = |&property| property_stated(&self.population, record, property);
                facts.extend(claimed.properties.iter().map(|property| Fact { kind: stated(property), ..*fact }));
            }
        }
        // Stable: facts of one minute stay as they were told.
        facts.sort_by_key(|fact| (fact.profile, fact.at));
        let profiles = u32::try_from(self.population.len()).unwrap();
        let mut parts = Vec::new();
        for first_profile in (0..profiles).step_by(profiles_per_part as usize) {
            let mut part = HistoryPart { first_profile, starts: vec![0], facts: Vec::new() };
            for profile in first_profile..profiles.min(first_profile + profiles_per_part) {
                part.facts.extend(facts.iter().filter(|fact| fact.profile == profile));
                part.starts.push(u32::try_from(part.facts.len()).unwrap());
            }
            parts.push(part);
        }
        History {
            outline: Outline { names: names_of(&self.plan), kinds: FactKinds::ALL, calls: self.calls.clone() },
            parts,
        }
    }

    pub(super) fn judgement(&self, profiles_per_part: u32, threads: usize) -> Judgement {
        let history = self.history(profiles_per_part);
        judge(&JudgeInput { plan: &self.plan, outline: &history.outline, rows: self.rows }, &history.parts, threads)
    }

    /// The facts counted in parts of three profiles, from the last to the first.
    fn counted<T>(&self, answer: impl FnOnce(&Counting<'_>, Counted) -> T) -> T {
        let counting = Counting::begin(&self.plan);
        let mut sum = counting.nothing();
        for part in self.history(3).parts.iter().rev() {
            let mut counted = counting.nothing();
            counting.see(part, &mut counted);
            sum.merge(counted);
        }
        answer(&counting, sum)
    }

    pub(super) fn row_ledger(&self, rows: RowsRead) -> RowLedger {
        self.counted(|counting, counted| counting.row_ledger(&counted, rows))
    }

    pub(super) fn send_table(&self) -> Vec<SendLine> {
        self.counted(|counting, counted| counting.send_table(counted))
    }

    /// What became of one claim.
    pub(super) fn finding(&self, name: &str) -> Finding {
        let findings = self.judgement(100, 1).findings;
        findings.into_iter().find(|finding| finding.name == name).expect("the claim is judged")
    }

    pub(super) fn verdict(&self, name: &str) -> Verdict {
        self.finding(name).verdict
    }

    /// Sets the parameters of a claim.
    pub(super) fn claim(&mut self, name: &str, tolerance: u64, by: Option<i32>) -> &mut Self {
        let by = by.map(Minute);
        self.plan.claims.push(ClaimPlan::Registered { name: name.to_owned(), tolerance, by, warn: false });
        self
    }
}

/// A send of a flow's message to Google.
pub(super) fn sent(message: u16) -> FactKind {
    sent_late(message, 0)
}

pub(super) fn sent_late(message: u16, waited_minutes: i32) -> FactKind {
    let pool = Index::new(u16::from(message == SOURCE_CART));
    FactKind::Sent { message: Index::new(message), pool, provider: Index::new(0), waited_minutes }
}

pub(super) fn entered(flow: u16, by: Actor) -> FactKind {
    FactKind::Entered { flow: Index::new(flow), by }
}

pub(super) fn listed(by: Actor) -> FactKind {
    FactKind::ListAdded { side: Side::Target, list: Index::new(0), by }
}

/// A ramp by local day.
pub(super) fn ramp(rows: &[u32], tail: Tail) -> Ramp {
    Ramp {
        name: "own table".to_owned(),
        source: "a test".to_owned(),
        window: Window::Day,
        total: CapTable { rows: rows.to_vec(), tail },
        providers: Vec::new(),
        start_day: 0,
        advance: Advance::Calendar,
        overflow: Overflow::SendAnyway,
    }
}

pub(super) fn replay(event: u16) -> HistoryReplay {
    let door = Door { id: "event-api".to_owned(), adds_to_list: false, ..door() };
    HistoryReplay { door, doors_available: Vec::new(), event: Index::new(event), from: Minute(at(1, 9)) }
}

fn plan() -> Plan {
    let zone = |name, offset| Zone::new(name, offset, &[]).unwrap();
    let pool = |name: &str| Pool { name: name.to_owned(), ramp: None };
    Plan {
        name: "a world by hand".to_owned(),
        seed: Seed(1),
        calendar: Calendar::new(Date::constant(2026, 3, 2), 0),
        days: 10,
        zones: vec![zone("UTC", 0), zone("America/New_York", -300)],
        symbols: SYMBOLS.map(str::to_owned).to_vec(),
        platforms: [platform("source"), platform("target")],
        lists: vec!["newsletter".to_owned()],
        events: vec![event("placed_order", true), event("started_checkout", false)],
        integrations: Vec::new(),
        properties: vec![Property { name: "migration_hold".to_owned(), kind: ValueKind::Bool }],
        providers: vec!["google".to_owned(), "other".to_owned()],
        population: PopulationPlan::Exports,
        identity: IdentityPlan { key: Key::Email, matches: vec![Key::Email, Key::Phone], by_evidence: false },
        import: import(),
        flows: flows(),
        messages: messages(),
        sending: SendingPlan {
            pools: vec![pool("target"), pool("source")],
            pool_of: [Index::new(1), Index::new(0)],
            caps: Vec::new(),
            quiet_hours: Vec::new(),
            expires_minutes: 3 * DAY_MINUTES,
            held_until: [Minute::NEVER; 2],
        },
        behaviour: BehaviourPlan {
            events: Vec::new(),
            unsubscribes_per_day: [Ratio::ZERO; 2],
            sign_ups: SignUps { per_day: 0, list: None },
            response: None,
        },
        claims: Vec::new(),
        unsubscribe_sync: [Feed::RealTime; 2],
        unsubscribe_honoured_minutes_max: 2 * DAY_MINUTES,
    }
}

fn platform(id: &str) -> Platform {
    Platform { list_flows_once: true, ..Platform::new(id, id) }
}

fn event(name: &str, is_order: bool) -> Event {
    Event { name: name.to_owned(), integration: None, feeds: [Feed::RealTime; 2], is_order, value_minor: None }
}

fn door() -> Door {
    Door {
        id: "csv-list-upload".to_owned(),
        name: "CSV upload to a list".to_owned(),
        source: "a test".to_owned(),
        guards: Vec::new(),
        guard_available: Some("historical_import".to_owned()),
        adds_to_list: true,
        fires_flows: true,
        consent: DoorConsent::Sets,
        clears_suppressions: false,
        is_idempotent: true,
        rejoins_list: false,
        rows_per_call_max: 100,
        calls_per_minute_max: 10,
    }
}

fn import() -> ImportPlan {
    ImportPlan {
        door: door(),
        doors_available: Vec::new(),
        list: Some(Index::new(0)),
        flag: Some(Flag { property: Index::new(0), release: Minute(at(5, 0)) }),
        cohorts: vec![Cohort { name: "everybody".to_owned(), filter: EVERYTHING, from: Minute(at(0, 9)) }],
        consent: ConsentHandling::AsExported,
        suppressions_at: Some(Minute(0)),
        history: None,
        again: None,
        faults: Faults::NONE,
    }
}

fn flows() -> Vec<Flow> {
    let flow = |name: &str, class, side, trigger, message| Flow {
        name: name.to_owned(),
        class,
        label: None,
        side,
        status: FlowStatus::ALWAYS,
        trigger,
        entry: EVERYTHING,
        reentry: Reentry::AfterExit,
        goal: None,
        steps: vec![Step::Act { action: Action::Send(Index::new(message)), next: 1 }, Step::End],
    };
    let on = |event, age_minutes_max| Trigger::Event { event: Index::new(event), filter: EVERYTHING, age_minutes_max };
    let list = Trigger::ListAdded(Index::new(0));
    let mut welcome = flow("Welcome series", FlowClass::Welcome, Side::Target, list, WELCOME);
    welcome.reentry = Reentry::Never;
    vec![
        welcome,
        flow("Cart", FlowClass::Cart, Side::Target, on(CHECKOUT, Some(DAY_MINUTES)), CART),
        flow("Cart", FlowClass::Cart, Side::Source, on(CHECKOUT, None), SOURCE_CART),
        flow("Campaign", FlowClass::Newsletter, Side::Target, Trigger::Scheduled(Minute(at(3, 10))), CAMPAIGN),
        flow("Text", FlowClass::Newsletter, Side::Target, Trigger::ByHand, TEXT),
        flow("Receipt", FlowClass::Transactional, Side::Target, on(ORDER, None), RECEIPT),
    ]
}

/// One message a flow; the carts of both platforms have one purpose.
fn messages() -> Vec<Message> {
    let purposes = [5, 2, 2, 3, 7, 4];
    (0..6_u16)
        .zip(purposes)
        .map(|(flow, purpose)| Message {
            name: format!("message-{flow}"),
            flow: Index::new(flow),
            channel: if flow == TEXT { Channel::Sms } else { Channel::Email },
            purpose: Index::new(purpose),
            is_transactional: flow == RECEIPT,
        })
        .collect()
}
