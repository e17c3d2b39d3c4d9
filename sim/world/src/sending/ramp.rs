//! The state of one ramp.
//!
//! Owns: where a ramp stands and how much of its window is left. Deliberately decides no message's fate: the chain in
//! [`super::pipeline`] does; the arithmetic of windows and caps is in [`rehearsal_core::model`].

use rehearsal_core::model::{WindowSpan, cap, next_row, row_of_day, window_at};
use rehearsal_core::plan::{Plan, Ramp};
use rehearsal_core::time::Minute;

/// Where one ramp stands: its row, and how much of the window is left.
#[derive(Clone, Debug)]
pub(super) struct RampState {
    /// `None` before the first look at the ramp.
    span: Option<WindowSpan>,
    /// The row in force; `None` before the ramp's start.
    row: Option<u32>,
    /// E-mails that left on this local day, whatever the window.
    sent_today: u64,
    /// What may still leave in this window; `u64::MAX` if there is no cap.
    room_total: u64,
    /// The same of each entry in [`Ramp::providers`].
    room_providers: Vec<u64>,
}

impl RampState {
    /// A ramp that nobody has looked at yet.
    pub(super) fn new(ramp: &Ramp) -> Self {
        let room_providers = vec![0; ramp.providers.len()];
        Self { span: None, row: None, sent_today: 0, room_total: 0, room_providers }
    }

    /// Opens the window of an instant, if it is not open yet. Instants must not go back between calls.
    pub(super) fn roll(&mut self, plan: &Plan, ramp: &Ramp, at: Minute) {
        if self.span.is_none_or(|span| span.until <= at) {
            self.open(ramp, window_at(plan, ramp.window, at));
        }
    }

    fn open(&mut self, ramp: &Ramp, next: WindowSpan) {
        match self.span {
            None => self.row = row_of_day(ramp, next.day, &|_| 0),
            Some(span) => {
                for day in span.day..next.day {
                    self.row = match self.row {
                        Some(row) => Some(next_row(ramp, row, self.sent_today)),
                        None => (ramp.start_day <= day + 1).then_some(0),
                    };
                    self.sent_today = 0;
                }
            }
        }
        self.span = Some(next);
        let room = |table| self.row.map_or(0, |row| cap(table, row).map_or(u64::MAX, u64::from));
        self.room_total = room(&ramp.total);
        for (place, (_, table)) in ramp.providers.iter().enumerate() {
            self.room_providers[place] = room(table);
        }
    }

    /// Whether one more e-mail fits; `place` is the provider's entry in [`Ramp::providers`], if it has one.
    pub(super) fn has_room(&self, place: Option<usize>) -> bool {
        self.room_total > 0 && place.is_none_or(|place| self.room_providers[place] > 0)
    }

    /// Counts an e-mail that leaves, whether or not it fits.
    pub(super) fn count(&mut self, place: Option<usize>) {
        self.sent_today += 1;
        self.room_total = self.room_total.saturating_sub(1);
        if let Some(place) = place {
            self.room_providers[place] = self.room_providers[place].saturating_sub(1);
        }
    }

    /// The first minute of the next window; the ramp must have been rolled to the present one.
    pub(super) fn next_window(&self) -> Minute {
        self.span.map_or(Minute::NEVER, |span| span.until)
    }
}
