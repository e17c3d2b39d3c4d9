//! Quiet hours on every clock they can be read on.
//!
//! Owns: whether a channel is quiet for a recipient at an instant, and until when that answer holds. Deliberately knows
//! no message: recipients who share a clock share the answer, so a whole queue of them sleeps and wakes together.

use rehearsal_core::consent::Channel;
use rehearsal_core::ids::{Index, ZoneMark};
use rehearsal_core::plan::{Clock, Plan, QuietHours};
use rehearsal_core::time::{DAY_MINUTES, Minute};

/// An answer and how long it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spell {
    /// Whether nothing leaves.
    pub(super) is_quiet: bool,
    /// The first minute for which the question must be asked again; the answer may be the same then.
    pub(super) until: Minute,
}

/// The quiet hours of one channel, by class of recipients: one class for each zone if any rule looks at the
/// recipient's own clock, otherwise one for everybody.
#[derive(Debug)]
pub(super) struct QuietClock {
    rules: Vec<QuietHours>,
    is_by_zone: bool,
    /// The last answer of each class. Time only moves forward, so one is enough.
    spells: Vec<Spell>,
}

impl QuietClock {
    /// The quiet hours of a channel.
    pub(super) fn new(plan: &Plan, channel: Channel) -> Self {
        let rules = plan.sending.quiet_hours.iter().filter(|rule| rule.channel == channel).copied().collect::<Vec<_>>();
        let is_by_zone = rules.iter().any(|rule| rule.clock == Clock::Recipient);
        let classes = if is_by_zone { plan.zones.len() } else { 1 };
        Self { rules, is_by_zone, spells: vec![Spell { is_quiet: false, until: Minute::NEVER }; classes] }
    }

    /// How many classes there are.
    pub(super) fn classes(&self) -> usize {
        self.spells.len()
    }

    /// The class of recipients with this clock.
    pub(super) fn class_of(&self, zone: Index<ZoneMark>) -> usize {
        if self.is_by_zone { zone.get() } else { 0 }
    }

    /// Whether the class is quiet at an instant. Instants must not go back between calls.
    pub(super) fn spell(&mut self, plan: &Plan, class: usize, at: Minute) -> Spell {
        if self.spells[class].until <= at {
            self.spells[class] = spell(plan, &self.rules, class, at);
        }
        self.spells[class]
    }
}

/// The spell that begins, or goes on, at an instant: it ends at the next edge of any rule, and when a clock changes.
fn spell(plan: &Plan, rules: &[QuietHours], class: usize, at: Minute) -> Spell {
    let mut spell = Spell { is_quiet: false, until: Minute::FOREVER };
    for rule in rules {
        let zone = match rule.clock {
            Clock::Recipient => Some(&plan.zones[class]),
            Clock::Account => Some(plan.zone()),
            // Instant 0 is local midnight of day 0, so minutes since then are the clock that never changes.
            Clock::FixedOffset => None,
        };
        let (minute_of_day, steady_until) = match zone {
            Some(zone) => (plan.calendar.local(zone, at).minute_of_day, zone.steady(at).1),
            None => (at.0.rem_euclid(DAY_MINUTES), Minute::FOREVER),
        };
        let minutes_to = |edge: i32| (edge - minute_of_day - 1).rem_euclid(DAY_MINUTES) + 1;
        let edge = at.plus(minutes_to(rule.from_minute).min(minutes_to(rule.until_minute)));
        spell.is_quiet |= rule.contains(minute_of_day);
        spell.until = spell.until.min(edge).min(steady_until);
    }
    spell
}
