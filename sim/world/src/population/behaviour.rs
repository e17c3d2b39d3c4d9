//! What a profile does while the migration runs.
//!
//! Owns: events and unsubscribes by their rates a day, as draws of the record alone. Deliberately knows nothing of
//! mail: what a person does *with* a mail is the engine's business, and needs a mail first.
//!
//! Most people do nothing on most days. So a rate is not asked every day: the gap to the next day with an event is
//! drawn at once, by looking a word up in the table of the chance to go so many days without one.

use rehearsal_core::ids::{EventMark, Index, Side};
use rehearsal_core::plan::Plan;
use rehearsal_core::ratio::Ratio;
use rehearsal_core::rng::{Draws, Purpose, Source};
use rehearsal_core::time::{Local, Minute};

/// The minutes of the day between which people do things, on the scenario's own clock: 07:00 to 22:59.
const AWAKE_MINUTES: (i32, i32) = (7 * 60, 23 * 60 - 1);

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OccurrenceKind {
    /// An event of the event map.
    Event {
        /// Which.
        event: Index<EventMark>,
        /// Money that comes with it, in minor units.
        value_minor: Option<i32>,
    },
    /// The person unsubscribes from e-mail; at most once on each platform.
    Unsubscribe {
        /// On which platform.
        side: Side,
    },
}

/// One thing that a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The instant, on the scenario's calendar.
    pub at: Minute,
    /// What.
    pub kind: OccurrenceKind,
}

/// What a rate is the rate of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Unsubscribe(Side),
    Event(Index<EventMark>),
}

/// One rate, prepared for drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rate {
    subject: Subject,
    /// Its place among all rates, also those that are zero: part of the address of its draws.
    step: u32,
    /// The chance, in 2^-32, to go more than `n` days without an event; descending.
    survival: Vec<u32>,
}

impl Rate {
    /// `None` if it never happens.
    fn new(subject: Subject, step: u32, per_day: Ratio, days: u32) -> Option<Self> {
        if per_day.is_zero() {
            return None;
        }
        let quiet = u128::from(per_day.denominator() - per_day.numerator());
        let mut chance = 1_u128 << 64; // 64 binary places: the error stays below one in 2^32 over a thousand days
        let survival = (0..days).map(|_| {
            chance = chance * quiet / u128::from(per_day.denominator());
            (chance >> 32).min(u128::from(u32::MAX)) as u32
        });
        Some(Self { subject, step, survival: survival.collect() })
    }

    /// How many days pass without an event; the number of days of the rehearsal if none is left.
    fn gap(&self, word: u32) -> usize {
        // Most words fall beyond the end, so that is asked first.
        match self.survival.last() {
            Some(&never) if word < never => self.survival.len(),
            _ => self.survival.partition_point(|&chance| word < chance),
        }
    }
}

/// The plan's rates, prepared for drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BehaviourTables {
    rates: Vec<Rate>,
    /// How many rates the plan has, with those that are zero.
    words: u32,
}

impl BehaviourTables {
    /// Prepares the rates of a plan: one table of the rehearsal's days for each.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        // Unsubscribes come first, so that a further event moves no draw of theirs.
        let unsubscribes = Side::ALL
            .into_iter()
            .map(|side| (Subject::Unsubscribe(side), plan.behaviour.unsubscribes_per_day[side as usize]));
        let events = plan.behaviour.events.iter().map(|rate| (Subject::Event(rate.event), rate.per_day));
        let all: Vec<_> = unsubscribes.chain(events).collect();
        let rates =
            (0..).zip(&all).filter_map(|(step, &(subject, per_day))| Rate::new(subject, step, per_day, plan.days));
        Self { rates: rates.collect(), words: u32::try_from(all.len()).unwrap_or(u32::MAX) }
    }

    /// Whether nobody ever does anything.
    #[must_use]
    pub const fn is_silent(&self) -> bool {
        self.rates.is_empty()
    }
}

/// Adds what the record with this id does from `from` until the end, ascending by time; within a minute, unsubscribes
/// on the source come first, then those on the target, then events in the plan's order.
///
/// A person does one thing of a kind a day at most. Days are counted from day 0 whatever `from` is, so a record that
/// appears later does the same things, without those before.
pub fn occurrences(
    plan: &Plan,
    tables: &BehaviourTables,
    source: &Source,
    id: u64,
    from: Minute,
    into: &mut Vec<Occurrence>,
) {
    if tables.is_silent() {
        return;
    }
    let start = into.len();
    // Step 0 holds the first gap of every rate, one word each: somebody who does nothing costs one address. Step n + 1
    // holds the rest of rate n.
    let mut first_gaps = source.draws(Purpose::Behaviour, id, 0);
    let mut rates = tables.rates.iter().peekable();
    for step in 0..tables.words {
        let word = first_gaps.word();
        let Some(rate) = rates.next_if(|rate| rate.step == step) else {
            continue;
        };
        let day = rate.gap(word);
        if day < rate.survival.len() {
            happen(plan, rate, source.draws(Purpose::Behaviour, id, step + 1), day, from, into);
        }
    }
    into[start..].sort_by_key(|occurrence| occurrence.at); // stable: rates stay in their order within a minute
}

/// Adds what a rate brings from the day of its first event on.
fn happen(plan: &Plan, rate: &Rate, mut draws: Draws, first_day: usize, from: Minute, into: &mut Vec<Occurrence>) {
    let days = plan.days as usize;
    let mut day = first_day;
    while day < days {
        let minute_of_day = draws.between(AWAKE_MINUTES.0, AWAKE_MINUTES.1);
        let at = plan.calendar.instant(plan.zone(), Local { day: day as i32, minute_of_day });
        let kind = match rate.subject {
            Subject::Unsubscribe(side) => OccurrenceKind::Unsubscribe { side },
            Subject::Event(event) => {
                let value = plan.events.get(event.get()).and_then(|event| event.value_minor);
                OccurrenceKind::Event { event, value_minor: value.map(|(low, high)| draws.between(low, high)) }
            }
        };
        if at >= from && at < plan.end() {
            into.push(Occurrence { at, kind });
            if matches!(rate.subject, Subject::Unsubscribe(_)) {
                return;
            }
        }
        day += 1 + rate.gap(draws.word());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehearsal_fixtures::people::{plan, ratio, synthetic};

    const PEOPLE: u64 = 20_000;

    fn all(plan: &Plan, from: Minute) -> Vec<Vec<Occurrence>> {
        let (tables, source) = (BehaviourTables::new(plan), Source::new(plan.seed));
        (0..PEOPLE)
            .map(|id| {
                let mut occurrences = Vec::new();
                super::occurrences(plan, &tables, &source, id, from, &mut occurrences);
                occurrences
            })
            .collect()
    }

    fn count(all: &[Vec<Occurrence>], kind: impl Fn(&OccurrenceKind) -> bool) -> usize {
        all.iter().flatten().filter(|occurrence| kind(&occurrence.kind)).count()
    }

    fn is_event(kind: &OccurrenceKind, number: u16) -> bool {
        matches!(kind, OccurrenceKind::Event { event, .. } if *event == Index::new(number))
    }

    #[test]
    fn rates_are_met() {
        let plan = plan(synthetic());
        let all = all(&plan, Minute(0));
        // 20,000 people on 60 days: 1/200 and 1/10 a day; the chance to leave the target within 60 days at 1/1000.
        let orders = count(&all, |kind| is_event(kind, 0));
        assert!(orders.abs_diff(6_000) < 300, "{orders}");
        let checkouts = count(&all, |kind| is_event(kind, 1));
        assert!(checkouts.abs_diff(120_000) < 1_500, "{checkouts}");
        let left = count(&all, |kind| *kind == OccurrenceKind::Unsubscribe { side: Side::Target });
        assert!(left.abs_diff(1_165) < 130, "{left}");
    }

    #[test]
    fn a_person_does_one_thing_of_a_kind_a_day_by_daylight_and_in_order() {
        let plan = plan(synthetic());
        let mut per_day = vec![0; 60];
        for occurrences in all(&plan, Minute(0)) {
            assert!(occurrences.is_sorted_by_key(|occurrence| occurrence.at));
            let mut seen = Vec::new();
            for Occurrence { at, kind } in occurrences {
                let local = plan.calendar.local(plan.zone(), at);
                assert!((7 * 60..23 * 60).contains(&local.minute_of_day) && (0..60).contains(&local.day));
                let (what, day) = match kind {
                    OccurrenceKind::Event { event, value_minor } => {
                        assert_eq!(value_minor.is_some(), event == Index::new(0));
                        assert!(value_minor.is_none_or(|value| (2_000..=9_000).contains(&value)));
                        (2 + event.get(), local.day)
                    }
                    OccurrenceKind::Unsubscribe { side } => (side as usize, 0), // once, whatever the day
                };
                assert!(!seen.contains(&(what, day)));
                seen.push((what, day));
                per_day[local.day as usize] += usize::from(what == 3);
            }
        }
        assert!(per_day.iter().all(|count| count.abs_diff(2_000) < 250), "evenly over the days: {per_day:?}");
    }

    #[test]
    fn a_later_beginning_only_leaves_out_what_came_before() {
        let plan = plan(synthetic());
        let from = Minute(20 * 1_440 + 700);
        for (whole, later) in all(&plan, Minute(0)).iter().zip(all(&plan, from)) {
            let mut rest = whole.iter().filter(|occurrence| occurrence.at >= from);
            let events = later.iter().filter(|occurrence| matches!(occurrence.kind, OccurrenceKind::Event { .. }));
            for event in events {
                assert_eq!(
                    rest.find(|occurrence| matches!(occurrence.kind, OccurrenceKind::Event { .. })),
                    Some(event)
                );
            }
        }
    }

    #[test]
    fn rates_of_zero_and_one_are_exact() {
        let mut plan = plan(synthetic());
        plan.behaviour.events[0].per_day = ratio(1, 1);
        plan.behaviour.events[1].per_day = Ratio::ZERO;
        plan.behaviour.unsubscribes_per_day = [Ratio::ZERO; Side::COUNT];
        let all = all(&plan, Minute(0));
        assert!(all.iter().all(|occurrences| occurrences.len() == 60));
        plan.behaviour.events[0].per_day = Ratio::ZERO;
        assert!(BehaviourTables::new(&plan).is_silent());
    }

    #[test]
    fn one_rate_moves_no_draw_of_another() {
        let mut plan = plan(synthetic());
        let before = all(&plan, Minute(0));
        plan.behaviour.unsubscribes_per_day[0] = Ratio::ZERO;
        plan.behaviour.events[0].per_day = ratio(1, 2);
        let after = all(&plan, Minute(0));
        let checkouts = |all: &[Vec<Occurrence>]| -> Vec<Occurrence> {
            all.iter().flatten().filter(|occurrence| is_event(&occurrence.kind, 1)).copied().collect()
        };
        assert_eq!(checkouts(&before), checkouts(&after));
    }

    #[test]
    fn the_table_is_the_power_of_the_ratio() {
        let rate = Rate::new(Subject::Unsubscribe(Side::Source), 0, ratio(1, 2), 40).unwrap();
        assert_eq!(&rate.survival[..3], [1 << 31, 1 << 30, 1 << 29]);
        assert_eq!((rate.survival[31], rate.survival[32]), (1, 0));
        assert_eq!((rate.gap(u32::MAX), rate.gap(1 << 31), rate.gap((1 << 31) - 1), rate.gap(0)), (0, 0, 1, 32));
    }
}
