//! Warm-up schedules as their vendors publish them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rehearsal_core::plan;
use serde::Deserialize;

use super::providers::provider_index;

/// A published warm-up schedule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ramp {
    /// The id in scenarios, such as `braze-moderate`.
    pub id: String,
    /// The name to print.
    pub name: String,
    /// The window of its caps.
    pub window: Window,
    /// What moves it on.
    pub advance: Advance,
    /// What follows the last row, as far as it is published.
    pub tail: Tail,
    /// Where the figures come from.
    pub source: String,
    /// What else there is to know.
    pub note: String,
    /// First day and cap of each row; a row holds until the next one.
    rows: Vec<(u32, u32)>,
    /// Rows of single providers, by their id.
    #[serde(default)]
    providers: BTreeMap<String, Vec<(u32, u32)>>,
}

/// The window of a ramp's caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    /// An hour.
    Hour,
    /// A day.
    Day,
}

/// What moves a ramp to its next row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advance {
    /// Every day.
    Calendar,
    /// A day on which this share of the cap was sent, in percent.
    VolumePercentMin(u32),
    /// A day with sends.
    SendDay,
}

/// What follows the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tail {
    /// The last row stays.
    Last,
    /// No cap.
    Unlimited,
    /// The cap doubles every so many days.
    DoubleEveryDays(u32),
}

impl Ramp {
    /// The caps of the whole pool, one row a day.
    #[must_use]
    pub fn total(&self) -> plan::CapTable {
        self.table(&self.rows)
    }

    /// The caps of single providers: places in [`super::providers`], with one row a day.
    #[must_use]
    pub fn provider_caps(&self) -> Vec<(usize, plan::CapTable)> {
        let place = |(id, rows): (&String, &Vec<(u32, u32)>)| Some((provider_index(id)?, self.table(rows)));
        self.providers.iter().filter_map(place).collect()
    }

    /// The window of the caps, as a plan has it.
    #[must_use]
    pub const fn plan_window(&self) -> plan::Window {
        match self.window {
            Window::Hour => plan::Window::Hour,
            Window::Day => plan::Window::Day,
        }
    }

    /// What moves it on, as a plan has it.
    #[must_use]
    pub const fn plan_advance(&self) -> plan::Advance {
        match self.advance {
            Advance::Calendar => plan::Advance::Calendar,
            Advance::VolumePercentMin(percent_min) => plan::Advance::Volume { percent_min },
            Advance::SendDay => plan::Advance::SendDay,
        }
    }

    fn table(&self, rows: &[(u32, u32)]) -> plan::CapTable {
        let mut daily = Vec::new();
        for (place, (first, cap)) in rows.iter().enumerate() {
            let days = rows.get(place + 1).map_or(1, |(next, _)| next.saturating_sub(*first));
            daily.extend((0..days).map(|_| *cap));
        }
        let tail = match self.tail {
            Tail::Last => plan::Tail::Last,
            Tail::Unlimited => plan::Tail::Unlimited,
            Tail::DoubleEveryDays(days) => {
                // A plan counts the days of doubling from the last row. Where the last cap is printed for several days,
                // these are the first of them.
                while daily.len() > 1 && daily[daily.len() - 1] == daily[daily.len() - 2] {
                    daily.pop();
                }
                plan::Tail::DoubleEvery { days }
            }
        };
        plan::CapTable { rows: daily, tail }
    }
}

static RAMPS: LazyLock<Vec<Ramp>> = LazyLock::new(|| super::parse("ramps", include_str!("data/ramps.yaml")));

/// The schedule of this id.
#[must_use]
pub fn ramp(id: &str) -> Option<&'static Ramp> {
    RAMPS.iter().find(|ramp| ramp.id == id)
}

/// The ids of all schedules, in the order of the catalogue.
#[must_use]
pub fn ramp_ids() -> Vec<&'static str> {
    RAMPS.iter().map(|ramp| ramp.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schedule_grows_and_has_a_source() {
        let mut ids = ramp_ids();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RAMPS.len());
        for ramp in RAMPS.iter() {
            assert!(super::super::is_kebab(&ramp.id), "{}", ramp.id);
            assert!(!ramp.source.is_empty() && !ramp.note.is_empty() && !ramp.name.is_empty(), "{}", ramp.id);
            for rows in std::iter::once(&ramp.rows).chain(ramp.providers.values()) {
                assert!(!rows.is_empty() && rows[0].0 <= 1 && rows[0].1 > 0, "{}", ramp.id);
                assert!(rows.is_sorted_by(|one, next| one.0 < next.0 && one.1 <= next.1), "{}", ramp.id);
                assert!(rows.last().is_some_and(|(day, _)| *day <= 100), "{}", ramp.id);
            }
            match (ramp.advance, ramp.tail) {
                (Advance::VolumePercentMin(percent), _) => assert!((1..=100).contains(&percent), "{}", ramp.id),
                (_, Tail::DoubleEveryDays(days)) => assert!(days >= 1, "{}", ramp.id),
                _ => {}
            }
        }
    }

    #[test]
    fn providers_of_schedules_are_known() {
        for ramp in RAMPS.iter() {
            assert_eq!(ramp.provider_caps().len(), ramp.providers.len(), "{}", ramp.id);
        }
        let responsys = ramp("oracle-responsys").unwrap();
        let google = provider_index("google").unwrap();
        let caps = responsys.provider_caps();
        let (_, table) = caps.iter().find(|(provider, _)| *provider == google).unwrap();
        assert_eq!(table.rows, [10_000, 10_000, 10_000, 10_000, 10_000, 12_500, 12_500]);
        // The caps of the providers add up to the cap of the pool on every day.
        let total = responsys.total().rows;
        let sum: Vec<u32> = (0..7).map(|day| caps.iter().map(|(_, table)| table.rows[day]).sum()).collect();
        assert_eq!(total, sum);
    }

    #[test]
    fn rows_hold_until_the_next_one() {
        let weekly = ramp("salesforce-trailhead").unwrap().total();
        assert_eq!(weekly.rows.len(), 36);
        assert_eq!((weekly.rows[6], weekly.rows[7], weekly.rows[35]), (50_000, 100_000, 1_600_000));
        let hourly = ramp("sendgrid-auto-hourly").unwrap();
        assert_eq!((hourly.total().rows.len(), hourly.window), (42, Window::Hour));
        assert_eq!((hourly.total().rows[0], hourly.total().rows[41]), (20, 19_601_056));
        let moderate = ramp("braze-moderate").unwrap().total();
        assert_eq!((moderate.rows.len(), moderate.rows[20], moderate.tail), (21, 1_000_000, plan::Tail::Last));
        assert_eq!(ramp("sparkpost-auto-stages").unwrap().plan_advance(), plan::Advance::Volume { percent_min: 90 });
    }

    #[test]
    fn doubling_begins_when_the_last_printed_cap_has_held_its_days() {
        let conservative = ramp("braze-conservative").unwrap().total();
        // 8,000 is printed for days 19, 20 and 21; day 22 doubles it: three days after the last row.
        assert_eq!((conservative.rows.len(), conservative.rows[18]), (19, 8_000));
        assert_eq!(conservative.tail, plan::Tail::DoubleEvery { days: 3 });
        assert_eq!(ramp("braze-aggressive").unwrap().total(), ramp("sendgrid-manual").unwrap().total());
    }
}
