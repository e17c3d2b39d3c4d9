//! Time of sends: quiet hours on the recipient's clock, and the same mail from both platforms.

use super::remedies::{end_on_source, hold_on_target, twins};
use super::volume::marketing;
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::Tally;
use rehearsal_core::consent::Channel;
use rehearsal_core::history::FactKind;
use rehearsal_core::ids::{FlowMark, Index, MessageMark, Side, SymbolMark};
use rehearsal_core::model::{Change, platform_window};
use rehearsal_core::plan::{Clock, Trigger};
use rehearsal_core::time::{DAY_MINUTES, Minute, Zone};

/// What there is to say first about quiet hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuietHeadline {
    /// Messages left in quiet hours.
    Violated {
        /// How many.
        messages: u64,
    },
    /// All left outside.
    Holds {
        /// How many.
        messages: u64,
    },
    /// The recipients' clocks are not known.
    Unknown {
        /// Of how many messages.
        messages: u64,
    },
    /// The scenario has no quiet hours.
    NoQuietHours,
    /// Nothing was sent on a channel with quiet hours.
    NothingSent,
}

/// How a message came to leave in quiet hours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuietCause {
    /// The platform looks at another clock than the recipient's.
    OtherClock {
        /// Which rule of the plan, counted from 0.
        rule: u16,
        /// Which flow sent.
        flow: Index<FlowMark>,
    },
    /// The platform looks at the recipient's clock, and sent all the same.
    OwnClock {
        /// Which rule of the plan, counted from 0.
        rule: u16,
        /// Which flow sent.
        flow: Index<FlowMark>,
    },
}

impl QuietCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OtherClock { .. } => "other-clock",
            Self::OwnClock { .. } => "own-clock",
        }
    }
}

/// What joins the facts of a case about quiet hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietBecause {
    /// The message.
    pub message: Index<MessageMark>,
    /// The minute of the day on the recipient's own clock.
    pub minute_of_day: i32,
}

/// What there is to say first about double sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubleHeadline {
    /// People got the same mail from both platforms.
    Violated {
        /// How many.
        people: u64,
    },
    /// Nobody did.
    Holds {
        /// People who were mailed while both platforms ran.
        people: u64,
    },
    /// Nobody was mailed while both platforms ran.
    NobodyMailed,
}

/// Which mail came from both platforms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubleCause {
    /// Mails of one purpose.
    Purpose {
        /// The purpose.
        purpose: Index<SymbolMark>,
        /// The flow that sent the second.
        flow: Index<FlowMark>,
    },
}

impl DoubleCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Purpose { .. } => "purpose",
        }
    }
}

/// What joins the facts of a case about double sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubleBecause {
    /// The second message.
    pub message: Index<MessageMark>,
    /// The platform that sent it.
    pub side: Side,
}

/// How far apart two sends may be to count as double, for the report.
pub const DOUBLE_SEND_DAYS: i32 = DOUBLE_SEND_MINUTES / DAY_MINUTES;

/// Nothing leaves in quiet hours of the recipient's own clock.
pub(super) const QUIET_HOURS_RESPECTED: Judge = Judge {
    needs: kinds!(Recipient Sent),
    relevant: kinds!(Sent),
    cells: no_cells,
    each: see_quiet,
    together: each_alone,
    count: no_count,
    headline: |context, tally, verdict| quiet_headline(context, tally, verdict).into(),
};

/// Nobody gets one purpose from both platforms.
pub(super) const NO_DOUBLE_SEND: Judge = Judge {
    needs: kinds!(Sent),
    relevant: kinds!(Sent),
    cells: no_cells,
    each: see_double,
    together: each_alone,
    count: no_count,
    headline: |_, tally, verdict| double_headline(tally, verdict).into(),
};

/// Two sends of one purpose from both platforms within this time are a double send. The scenario has no parameter for
/// it; a month is the time in which people remember a mail.
const DOUBLE_SEND_MINUTES: i32 = 30 * DAY_MINUTES;

/// The recipient's own clock, if it is known.
fn recipients_zone<'a>(context: &Context<'a>, person: &PersonFacts<'_>) -> Option<&'a Zone> {
    let zone = person.facts.iter().find_map(|fact| {
        let FactKind::Recipient { zone, .. } = fact.kind else { return None };
        Some(zone)
    })?;
    context.plan.zones.get(zone.get())
}

fn see_quiet(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let quiet = &context.plan.sending.quiet_hours;
    if quiet.is_empty() {
        return;
    }
    let zone = recipients_zone(context, person);
    for (fact, message, _) in marketing(context, person.facts) {
        let rules = || quiet.iter().enumerate().filter(|(_, rule)| rule.channel == message.channel);
        if rules().next().is_none() {
            continue;
        }
        let Some(zone) = zone else {
            tally.undecided += 1;
            continue;
        };
        let minute = context.plan.calendar.local(zone, fact.at).minute_of_day;
        tally.exercised += 1;
        let broken = rules().find(|(_, rule)| rule.contains(minute));
        let Some((number, rule)) = broken.filter(|_| tally.counts_at(fact.at)) else {
            continue;
        };
        let (number, flow) = (u16::try_from(number).unwrap_or(u16::MAX), message.flow);
        tally.cause(match rule.clock {
            Clock::Recipient => QuietCause::OwnClock { rule: number, flow },
            Clock::Account | Clock::FixedOffset => QuietCause::OtherClock { rule: number, flow },
        });
        let FactKind::Sent { message, .. } = fact.kind else { continue };
        tally.broken(0, fact.at, person, || (vec![*fact], QuietBecause { message, minute_of_day: minute }.into()));
    }
}

fn quiet_headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> QuietHeadline {
    match verdict {
        Verdict::Violated => QuietHeadline::Violated { messages: tally.count },
        Verdict::Holds => QuietHeadline::Holds { messages: tally.exercised },
        Verdict::Unknown => QuietHeadline::Unknown { messages: tally.undecided },
        Verdict::Vacuous if context.plan.sending.quiet_hours.is_empty() => QuietHeadline::NoQuietHours,
        Verdict::Vacuous => QuietHeadline::NothingSent,
    }
}

/// What may keep quiet hours quiet: the recipient's own clock.
pub(super) fn quiet_remedies(context: &Context<'_>, cause: &QuietCause) -> Vec<Remedy> {
    match *cause {
        QuietCause::OtherClock { rule, .. } => {
            let rule = context.plan.sending.quiet_hours.get(usize::from(rule));
            let set = |channel: Channel| Change::SetQuietClock { channel, clock: Clock::Recipient };
            rule.map(|rule| Remedy::new(vec![set(rule.channel)])).into_iter().collect()
        }
        QuietCause::OwnClock { .. } => Vec::new(),
    }
}

/// Whether both platforms run at an instant.
fn both_run(context: &Context<'_>, at: Minute) -> bool {
    Side::ALL.iter().all(|&side| platform_window(context.plan, side).contains(at))
}

fn see_double(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let mut is_exercised = false;
    let mut sides = [false; Side::COUNT];
    for (fact, _, side) in marketing(context, person.facts) {
        is_exercised |= both_run(context, fact.at);
        sides[side as usize] = true;
    }
    let is_twofold = sides == [true; Side::COUNT];
    tally.exercised += u64::from(is_exercised || is_twofold);
    if !is_twofold {
        return;
    }
    for (number, fact) in person.facts.iter().enumerate() {
        let Some((_, message, side)) = marketing(context, std::slice::from_ref(fact)).next() else {
            continue;
        };
        let earlier = marketing(context, &person.facts[..number])
            .rev()
            .take_while(|(earlier, ..)| earlier.at > fact.at.plus(-DOUBLE_SEND_MINUTES))
            .find(|(_, other, from)| *from != side && other.purpose == message.purpose);
        let Some((earlier, ..)) = earlier.filter(|_| tally.counts_at(fact.at)) else {
            continue;
        };
        tally.cause(DoubleCause::Purpose { purpose: message.purpose, flow: message.flow });
        let FactKind::Sent { message, .. } = fact.kind else { return };
        tally.broken(0, fact.at, person, || (vec![*earlier, *fact], DoubleBecause { message, side }.into()));
        return;
    }
}

fn double_headline(tally: &Tally, verdict: Verdict) -> DoubleHeadline {
    match verdict {
        Verdict::Violated => DoubleHeadline::Violated { people: tally.count },
        Verdict::Holds => DoubleHeadline::Holds { people: tally.exercised },
        Verdict::Vacuous | Verdict::Unknown => DoubleHeadline::NobodyMailed,
    }
}

/// What may keep the platforms from mailing the same twice: the one flow ends when the other begins; of two campaigns the
/// old platform's is taken out.
pub(super) fn double_remedies(context: &Context<'_>, cause: &DoubleCause) -> Vec<Remedy> {
    let DoubleCause::Purpose { purpose, .. } = *cause;
    let sends_it = |number: u16| {
        context.plan.messages.iter().any(|of| of.flow.get() == usize::from(number) && of.purpose == purpose)
    };
    let twins = twins(context, sends_it);
    let (source, target) = &twins;
    let all = |is_so: fn(&Trigger) -> bool| {
        let triggers = source.iter().chain(target).filter_map(|number| context.plan.flows.get(usize::from(*number)));
        triggers.into_iter().all(|flow| is_so(&flow.trigger))
    };
    if all(|trigger| matches!(trigger, Trigger::Scheduled(_))) {
        let out = source.iter().map(|&number| Change::SwitchOffFlow { flow: Index::new(number) }).collect::<Vec<_>>();
        return if out.is_empty() { Vec::new() } else { vec![Remedy::new(out)] };
    }
    // Nobody has two birthdays within the days that are looked at; another journey can come again after its twin.
    let gap_minutes = if all(|trigger| matches!(trigger, Trigger::Birthday { .. })) { 0 } else { DOUBLE_SEND_MINUTES };
    let end = end_on_source(context, &twins, gap_minutes);
    end.into_iter().chain(hold_on_target(context, &twins, gap_minutes)).collect()
}
