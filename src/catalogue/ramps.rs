//! Warm-up schedules as their vendors publish them.

use rehearsal_core::plan;
use serde::Deserialize;

use super::folder::Listed;
use super::form::{Check, Entry};
use super::providers::{provider_index, providers};
use crate::diagnostics::{Place, suggestion};
use crate::yaml::field::{Field, Named, TextOr};

/// The last day that a row can begin on.
const DAY_MAX: u32 = 100;

/// A published warm-up schedule.
#[derive(Clone, Debug)]
pub(crate) struct Ramp {
    /// The id in scenarios, such as `braze-moderate`.
    pub(crate) id: String,
    /// The name to print.
    pub(crate) name: String,
    /// The window of its caps.
    pub(crate) window: plan::Window,
    /// What moves it on.
    pub(crate) advance: plan::Advance,
    /// Where the figures come from.
    pub(crate) source: String,
    /// What else there is to know.
    #[cfg_attr(not(test), expect(dead_code, reason = "until “Sending”"))]
    pub(crate) note: String,
    /// The caps of the whole pool, one row a day.
    pub(crate) total: plan::CapTable,
    /// The caps of single providers: places in [`providers`], with one row a day.
    pub(crate) providers: Vec<(usize, plan::CapTable)>,
}

/// A file as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct RampForm {
    id: Field<String>,
    name: Field<String>,
    window: Field<Window>,
    advance: Field<TextOr<AdvanceWord, AdvanceForm>>,
    tail: Field<TextOr<TailWord, TailForm>>,
    source: Field<String>,
    note: Field<String>,
    /// First day and cap of each row; a row holds until the next one.
    rows: Field<Rows>,
    /// Rows of single providers, by their id.
    providers: Option<Field<Named<Rows>>>,
}

type Rows = Vec<Field<Vec<u32>>>;

/// The window of a ramp's caps.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Window {
    Hour,
    Day,
}

/// What moves a ramp to its next row: every day, or a day with sends.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AdvanceWord {
    Calendar,
    SendDay,
}

/// A day on which this share of the cap was sent, in percent, moves a ramp to its next row.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct AdvanceForm {
    volume_percent_min: Field<u32>,
}

/// What follows the last row: it stays, or there is no cap.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TailWord {
    Last,
    Unlimited,
}

/// After the last row, the cap doubles every so many days.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct TailForm {
    double_every_days: Field<u32>,
}

impl Entry for Ramp {
    const KIND: Listed = Listed::Ramp;
    type Form = RampForm;

    fn check(form: &RampForm, stem: &str, check: Check<'_>) -> Option<Self> {
        let id = check.id(&form.id, stem);
        let [name, source, note] = [&form.name, &form.source, &form.note].map(|field| check.text(field));
        let tail = tail(&form.tail, check);
        let total = table(&form.rows, tail, check);
        let advance = advance(&form.advance, check);
        let mut providers = Vec::new();
        for (id, place, _, _) in form.providers.iter().filter_map(Field::get).flat_map(Named::iter) {
            match provider_index(id) {
                Some(provider) => providers.push(provider),
                None => unknown_provider(id, place, check),
            }
        }
        let rows = form.providers.iter().filter_map(Field::get).flat_map(|named| &named.0);
        let tables: Vec<_> = rows.map(|(_, rows)| table(rows, tail, check)).collect();
        let tables: Option<Vec<plan::CapTable>> = tables.into_iter().collect();
        let window = match form.window.get()? {
            Window::Hour => plan::Window::Hour,
            Window::Day => plan::Window::Day,
        };
        let providers = providers.into_iter().zip(tables?).collect();
        let (advance, total) = (advance?, total?);
        Some(Self { id: id?, name: name?, window, advance, source: source?, note: note?, total, providers })
    }

    fn id(&self) -> &str {
        &self.id
    }
}

fn unknown_provider(id: &str, place: &Place, check: Check<'_>) {
    let hint = suggestion(id, providers().iter().map(|provider| provider.id.as_str()));
    let hint = hint.unwrap_or_else(|| "`rehearsal list` shows the providers".to_owned());
    check.error(place, format!("unknown mailbox provider `{id}`"), &hint);
}

fn advance(field: &Field<TextOr<AdvanceWord, AdvanceForm>>, check: Check<'_>) -> Option<plan::Advance> {
    Some(match field.get()? {
        TextOr::Text(AdvanceWord::Calendar) => plan::Advance::Calendar,
        TextOr::Text(AdvanceWord::SendDay) => plan::Advance::SendDay,
        TextOr::Other(form) => plan::Advance::Volume { percent_min: check.number(&form.volume_percent_min, 1..=100)? },
    })
}

fn tail(field: &Field<TextOr<TailWord, TailForm>>, check: Check<'_>) -> Option<plan::Tail> {
    Some(match field.get()? {
        TextOr::Text(TailWord::Last) => plan::Tail::Last,
        TextOr::Text(TailWord::Unlimited) => plan::Tail::Unlimited,
        TextOr::Other(form) => plan::Tail::DoubleEvery { days: check.number(&form.double_every_days, 1..=DAY_MAX)? },
    })
}

/// Caps with a row for each day, out of rows that each hold until the next one.
fn table(field: &Field<Rows>, tail: Option<plan::Tail>, check: Check<'_>) -> Option<plan::CapTable> {
    let rows: Vec<(u32, u32)> = field.get()?.iter().filter_map(|row| pair(row, check)).collect();
    if rows.len() < field.get()?.len() {
        return None;
    }
    if rows.first().is_none_or(|(day, cap)| *day > 1 || *cap == 0) {
        check.error(&field.place, "the schedule does not begin", "the first row is day 0 or 1, with a cap above 0");
        return None;
    }
    for (place, rows) in field.get()?.iter().skip(1).zip(rows.windows(2)) {
        if rows[0].0 >= rows[1].0 || rows[0].1 > rows[1].1 {
            let hint = "days follow each other, and a cap is not below the one before";
            check.error(&place.place, format!("row [{}, {}] does not go on", rows[1].0, rows[1].1), hint);
            return None;
        }
    }
    let mut daily = Vec::new();
    for (place, (first, cap)) in rows.iter().enumerate() {
        let days = rows.get(place + 1).map_or(1, |(next, _)| next.saturating_sub(*first));
        daily.extend((0..days).map(|_| *cap));
    }
    if let Some(plan::Tail::DoubleEvery { .. }) = tail {
        // A plan counts the days of doubling from the last row. Where the last cap is printed for several days, these are
        // the first of them.
        while daily.len() > 1 && daily[daily.len() - 1] == daily[daily.len() - 2] {
            daily.pop();
        }
    }
    Some(plan::CapTable { rows: daily, tail: tail? })
}

/// The first day and the cap of a row.
fn pair(row: &Field<Vec<u32>>, check: Check<'_>) -> Option<(u32, u32)> {
    match *row.get()?.as_slice() {
        [day, cap] if day <= DAY_MAX => Some((day, cap)),
        [day, _] => {
            check.error(&row.place, format!("day {day} is out of range"), &format!("from 0 to {DAY_MAX}"));
            None
        }
        _ => {
            check.error(&row.place, "this is no row of a schedule", "a row is [first day, cap]");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use super::*;

    fn ramp(id: &str) -> &'static Ramp {
        Catalogue::built_in().ramp(id).unwrap()
    }

    #[test]
    fn caps_of_providers_add_up_to_the_cap_of_the_pool() {
        let responsys = ramp("oracle-responsys");
        let google = provider_index("google").unwrap();
        let (_, table) = responsys.providers.iter().find(|(provider, _)| *provider == google).unwrap();
        assert_eq!(table.rows, [10_000, 10_000, 10_000, 10_000, 10_000, 12_500, 12_500]);
        let sum: Vec<u32> =
            (0..7).map(|day| responsys.providers.iter().map(|(_, table)| table.rows[day]).sum()).collect();
        assert_eq!(responsys.total.rows, sum);
        assert!(responsys.note.contains("seven days") || responsys.note.contains("Seven days"));
    }

    #[test]
    fn rows_hold_until_the_next_one() {
        let weekly = &ramp("salesforce-trailhead").total;
        assert_eq!(weekly.rows.len(), 36);
        assert_eq!((weekly.rows[6], weekly.rows[7], weekly.rows[35]), (50_000, 100_000, 1_600_000));
        let hourly = ramp("sendgrid-auto-hourly");
        assert_eq!((hourly.total.rows.len(), hourly.window), (42, plan::Window::Hour));
        assert_eq!((hourly.total.rows[0], hourly.total.rows[41]), (20, 19_601_056));
        let moderate = &ramp("braze-moderate").total;
        assert_eq!((moderate.rows.len(), moderate.rows[20], moderate.tail), (21, 1_000_000, plan::Tail::Last));
        assert_eq!(ramp("sparkpost-auto-stages").advance, plan::Advance::Volume { percent_min: 90 });
    }

    #[test]
    fn doubling_begins_when_the_last_printed_cap_has_held_its_days() {
        let conservative = &ramp("braze-conservative").total;
        // 8,000 is printed for days 19, 20 and 21; day 22 doubles it: three days after the last row.
        assert_eq!((conservative.rows.len(), conservative.rows[18]), (19, 8_000));
        assert_eq!(conservative.tail, plan::Tail::DoubleEvery { days: 3 });
        assert_eq!(ramp("braze-aggressive").total, ramp("sendgrid-manual").total);
    }
}
