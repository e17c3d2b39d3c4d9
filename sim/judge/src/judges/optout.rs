//! A no stays a no: suppressions come along, and an unsubscribe is honoured on both platforms.

use super::Because;
use super::remedies::{day_of, day_start, door_remedies};
use crate::context::{Context, PersonFacts, kinds};
use crate::finding::{Remedy, Verdict};
use crate::judge::{Judge, each_alone, no_cells, no_count};
use crate::tally::{Count, Tally};
use rehearsal_core::consent::{Channel, ConsentState, Suppressions};
use rehearsal_core::feed::Feed;
use rehearsal_core::history::{Actor, Fact, FactKind, facts};
use rehearsal_core::ids::{Index, MessageMark, Side};
use rehearsal_core::model::{Change, is_permitted, platform_window};
use rehearsal_core::plan::Message;
use rehearsal_core::time::Minute;

/// What there is to say first about suppressed people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuppressedHeadline {
    /// Some were mailed.
    Mailed {
        /// How many.
        addresses: u64,
    },
    /// Nobody was mailed, but some lost their suppression.
    Lost {
        /// How many.
        people: u64,
    },
    /// None was mailed.
    Holds {
        /// Suppressed people on the target.
        people: u64,
    },
    /// Nobody on the target is suppressed at the source.
    NobodySuppressed,
}

/// How a suppression was lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuppressedCause {
    /// The source's suppressions were never loaded.
    NeverLoaded,
    /// They were loaded after the first mail.
    LoadedLate,
    /// Something lifted the suppression.
    Lifted {
        /// What.
        by: Actor,
    },
    /// The platform mailed a suppressed address.
    Ignored,
}

impl SuppressedCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NeverLoaded => "never-loaded",
            Self::LoadedLate => "loaded-late",
            Self::Lifted { .. } => "lifted",
            Self::Ignored => "ignored",
        }
    }
}

/// What joins the facts of a case about a suppressed person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuppressedBecause {
    /// The message that they got; `None` if they lost the suppression.
    pub received: Option<Index<MessageMark>>,
    /// Why the source suppresses them.
    pub reasons: Suppressions,
}

/// What there is to say first about unsubscribes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnsubscribeHeadline {
    /// Unsubscribes were not honoured.
    Violated {
        /// How many.
        unsubscribes: u64,
        /// The agreed time, in minutes.
        within_minutes: i32,
    },
    /// All were.
    Holds {
        /// How many.
        unsubscribes: u64,
        /// The agreed time, in minutes.
        within_minutes: i32,
    },
    /// Nobody unsubscribed.
    NobodyUnsubscribed,
}

/// How an unsubscribe was not honoured; also what joins the facts of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnsubscribeCause {
    /// The other platform did not hear of it in time.
    NotPassedOn {
        /// The platform on which the person unsubscribed.
        side: Side,
        /// The channel.
        channel: Channel,
    },
    /// The platform itself mailed again.
    MailedThere {
        /// The platform on which the person unsubscribed.
        side: Side,
        /// The channel.
        channel: Channel,
    },
    /// The other platform still mailed after the limit.
    MailedElsewhere {
        /// The platform on which the person unsubscribed.
        side: Side,
        /// The channel.
        channel: Channel,
    },
}

impl UnsubscribeCause {
    /// The name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NotPassedOn { .. } => "not-passed-on",
            Self::MailedThere { .. } => "mailed-there",
            Self::MailedElsewhere { .. } => "mailed-elsewhere",
        }
    }
}

/// Who is suppressed at the source is suppressed on the target, before the first send.
pub(super) const SUPPRESSED_STAYS_SUPPRESSED: Judge = Judge {
    needs: kinds!(SourceSuppressed RowApplied Suppressed SuppressionLifted Sent),
    relevant: kinds!(SourceSuppressed),
    cells: no_cells,
    each: see_suppressed,
    together: each_alone,
    count: no_count,
    headline: |_, tally, verdict| suppressed_headline(tally, verdict).into(),
};

/// An unsubscribe counts on both platforms.
pub(super) const UNSUBSCRIBE_HONOURED: Judge = Judge {
    needs: kinds!(Known SourceConsent SignedUp RowApplied ConsentChanged Unsubscribed Sent),
    relevant: kinds!(Unsubscribed),
    cells: no_cells,
    each: see_unsubscribe,
    together: each_alone,
    count: no_count,
    headline: |context, tally, verdict| unsubscribe_headline(context, tally, verdict).into(),
};

/// Whether a suppression at the source forbids a message, whatever the person said since.
fn forbids(reasons: Suppressions, message: &Message) -> bool {
    is_permitted(message.channel, message.is_transactional, ConsentState::Subscribed, reasons).is_err()
}

/// Whether a no on a channel forbids a message, whatever is suppressed.
fn no_forbids(channel: Channel, message: &Message) -> bool {
    let consent = if message.channel == channel { ConsentState::Unsubscribed } else { ConsentState::Subscribed };
    is_permitted(message.channel, message.is_transactional, consent, Suppressions::default()).is_err()
}

fn see_suppressed(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    if !person.is_on_target() {
        return;
    }
    tally.exercised += 1;
    let mut at_source: Option<(&Fact, Suppressions)> = None;
    let mut on_target = false;
    let mut is_renewed = false;
    for fact in person.facts {
        let cause = match fact.kind {
            FactKind::SourceSuppressed { reasons } => {
                at_source = Some((fact, reasons));
                continue;
            }
            FactKind::Suppressed { side: Side::Target, .. } => {
                on_target = true;
                is_renewed = false;
                continue;
            }
            FactKind::SuppressionLifted { side: Side::Target, by: Actor::Person } => {
                (on_target, is_renewed) = (false, true);
                continue;
            }
            FactKind::SuppressionLifted { side: Side::Target, by } => SuppressedCause::Lifted { by },
            FactKind::Sent { message, .. } if !is_renewed => {
                let Some(message) = context.message(message) else {
                    continue;
                };
                let is_forbidden = at_source.is_some_and(|(_, reasons)| forbids(reasons, message));
                if context.side_of(message) != Some(Side::Target) || !is_forbidden {
                    continue;
                }
                let is_later = person.facts.iter().any(|later| {
                    later.at >= fact.at && matches!(later.kind, FactKind::Suppressed { side: Side::Target, .. })
                });
                if on_target {
                    SuppressedCause::Ignored
                } else if is_later {
                    SuppressedCause::LoadedLate
                } else {
                    SuppressedCause::NeverLoaded
                }
            }
            facts!(
                stated identity rows flags properties consents unsubscribes lists events passages steps messages
                reactions Known SourceConsent SignedUp
            ) => {
                continue;
            }
        };
        let is_lifted = matches!(cause, SuppressedCause::Lifted { .. });
        if tally.counts_at(fact.at) {
            tally.add(Count::Mailed, u64::from(!is_lifted));
            tally.cause(cause);
            tally.broken(0, fact.at, person, || suppressed_story(person, at_source, fact));
            return;
        }
        on_target &= !is_lifted;
    }
}

fn suppressed_story(
    person: &PersonFacts<'_>,
    at_source: Option<(&Fact, Suppressions)>,
    fact: &Fact,
) -> (Vec<Fact>, Because) {
    let row = person.facts.iter().find(|row| row.at <= fact.at && matches!(row.kind, FactKind::RowApplied { .. }));
    let facts = [at_source.map(|(fact, _)| fact), row, Some(fact)].into_iter().flatten().copied().collect();
    let reasons = at_source.map_or(Suppressions::default(), |(_, reasons)| reasons);
    let received = if let FactKind::Sent { message, .. } = fact.kind { Some(message) } else { None };
    (facts, SuppressedBecause { received, reasons }.into())
}

fn suppressed_headline(tally: &Tally, verdict: Verdict) -> SuppressedHeadline {
    match (verdict, tally.of(Count::Mailed)) {
        (Verdict::Violated, 0) => SuppressedHeadline::Lost { people: tally.count },
        (Verdict::Violated, addresses) => SuppressedHeadline::Mailed { addresses },
        (Verdict::Holds, _) => SuppressedHeadline::Holds { people: tally.exercised },
        (Verdict::Vacuous | Verdict::Unknown, _) => SuppressedHeadline::NobodySuppressed,
    }
}

/// What may keep a suppression: loading it before the first row, or a door that lifts none.
pub(super) fn suppressed_remedies(context: &Context<'_>, cause: &SuppressedCause) -> Vec<Remedy> {
    match cause {
        SuppressedCause::NeverLoaded | SuppressedCause::LoadedLate => {
            let first = context.import_calls.map_or(Minute(0), |calls| calls.first);
            let morning = day_start(context, day_of(context, first));
            let at = if morning < first { morning } else { day_start(context, day_of(context, first) - 1) };
            let is_new = context.plan.import.suppressions_at.is_none_or(|today| at < today);
            is_new.then(|| Remedy::new(vec![Change::LoadSuppressions { at }])).into_iter().collect()
        }
        SuppressedCause::Lifted { by } => door_remedies(context, Some(*by), |door| !door.clears_suppressions),
        SuppressedCause::Ignored => Vec::new(),
    }
}

fn other(side: Side) -> Side {
    match side {
        Side::Source => Side::Target,
        Side::Target => Side::Source,
    }
}

/// Whether a person says yes again, on a channel.
fn says_yes(kind: &FactKind, channel: Channel) -> bool {
    matches!(kind, FactKind::ConsentChanged { channel: of, state: ConsentState::Subscribed, by: Actor::Person, .. } if *of == channel)
}

fn see_unsubscribe(context: &Context<'_>, person: &PersonFacts<'_>, tally: &mut Tally) {
    let mut is_counted = false;
    for (number, fact) in person.facts.iter().enumerate() {
        let FactKind::Unsubscribed { side, channel } = fact.kind else {
            continue;
        };
        tally.exercised += 1;
        if is_counted {
            continue;
        }
        if let Some((cause, at, breaking)) = dishonoured(context, person.facts, number, side, channel)
            && tally.counts_at(at)
        {
            is_counted = true;
            tally.cause(cause.clone());
            tally.broken(0, at, person, || {
                ([Some(fact), breaking].into_iter().flatten().copied().collect(), cause.into())
            });
        }
    }
}

/// How, when and by which fact an unsubscribe is first dishonoured; `None` if it is not.
fn dishonoured<'a>(
    context: &Context<'_>,
    facts: &'a [Fact],
    number: usize,
    side: Side,
    channel: Channel,
) -> Option<(UnsubscribeCause, Minute, Option<&'a Fact>)> {
    let at = facts[number].at;
    let limit = at.plus(context.plan.unsubscribe_honoured_minutes_max);
    let after = &facts[number + 1..];
    // A later yes ends the matter, and so does the end of the rehearsal.
    let until = after.iter().find(|fact| says_yes(&fact.kind, channel)).map_or(context.end, |fact| fact.at);
    let mailed = after.iter().take_while(|fact| fact.at < until).find_map(|fact| {
        let FactKind::Sent { message, .. } = fact.kind else {
            return None;
        };
        let message = context.message(message).filter(|message| no_forbids(channel, message))?;
        let from = context.side_of(message)?;
        let is_late = if from == side { fact.at > at } else { fact.at > limit };
        let cause = if from == side {
            UnsubscribeCause::MailedThere { side, channel }
        } else {
            UnsubscribeCause::MailedElsewhere { side, channel }
        };
        is_late.then_some((cause, fact.at, Some(fact)))
    });
    let not_passed_on = (limit < until && !is_known_elsewhere(context, facts, other(side), channel, limit))
        .then_some((UnsubscribeCause::NotPassedOn { side, channel }, limit, None));
    // The earlier of the two; at the same minute the mail says more.
    [mailed, not_passed_on].into_iter().flatten().min_by_key(|(_, at, _)| *at)
}

/// Whether a platform knows of a no by the limit, or need not: it has no such profile, or is not live.
fn is_known_elsewhere(context: &Context<'_>, facts: &[Fact], side: Side, channel: Channel, limit: Minute) -> bool {
    if !platform_window(context.plan, side).contains(limit) {
        return true;
    }
    let mut exists = false;
    let mut state = ConsentState::Never;
    for fact in facts.iter().take_while(|fact| fact.at <= limit) {
        match fact.kind {
            FactKind::Known { .. } if side == Side::Source => exists = true,
            FactKind::RowApplied { .. } if side == Side::Target => exists = true,
            FactKind::SignedUp { side: on } if on == side => exists = true,
            FactKind::SourceConsent { channel: of, state: is } if side == Side::Source && of == channel => state = is,
            FactKind::ConsentChanged { side: on, channel: of, state: is, .. } if on == side && of == channel => {
                state = is
            }
            facts!(
                stated known identity rows flags properties consents unsubscribes lists events passages steps messages
                reactions SignedUp
            ) => {}
        }
    }
    !exists || state == ConsentState::Unsubscribed
}

fn unsubscribe_headline(context: &Context<'_>, tally: &Tally, verdict: Verdict) -> UnsubscribeHeadline {
    let within_minutes = context.plan.unsubscribe_honoured_minutes_max;
    match verdict {
        Verdict::Violated => UnsubscribeHeadline::Violated { unsubscribes: tally.count, within_minutes },
        Verdict::Holds => UnsubscribeHeadline::Holds { unsubscribes: tally.exercised, within_minutes },
        Verdict::Vacuous | Verdict::Unknown => UnsubscribeHeadline::NobodyUnsubscribed,
    }
}

/// What may carry an unsubscribe across: a synchronisation in real time.
pub(super) fn unsubscribe_remedies(context: &Context<'_>, cause: &UnsubscribeCause) -> Vec<Remedy> {
    match *cause {
        UnsubscribeCause::NotPassedOn { side, .. } | UnsubscribeCause::MailedElsewhere { side, .. } => {
            let is_slow = context.plan.unsubscribe_sync[side as usize] != Feed::RealTime;
            let faster = Change::SetUnsubscribeSync { from: side, feed: Feed::RealTime };
            is_slow.then(|| Remedy::new(vec![faster])).into_iter().collect()
        }
        // Something set the consent back; which row or sync did is not said by the mail.
        UnsubscribeCause::MailedThere { .. } => Vec::new(),
    }
}
