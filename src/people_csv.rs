//! Invented names and addresses, which nothing reads, and the synthetic population as a file.
//!
//! Owns: the CSV that `rehearsal generate` writes, and the names in it. Deliberately feeds nothing back: no rule reads
//! a name, and the file read as an export gives the same records without them.

use std::fmt::Write as _;
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;

use fake::Fake;
use fake::faker::address::raw::CityName;
use fake::faker::name::raw::{FirstName, LastName};
use fake::locales::{DE_DE, EN, FR_FR, NL_NL};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rehearsal_core::consent::{Consent, ConsentMethod};
use rehearsal_core::plan::Plan;
use rehearsal_core::records::{Origin, Population};
use rehearsal_core::rng::{Draws, Purpose, Source};
use rehearsal_core::time::Minute;

/// The header of the file. The `generic` format knows every column that a rule reads.
pub const HEADER: &str = "customer_id,person,email,first_name,last_name,phone,country,city,created_at,email_consent,\
email_consent_at,email_consent_method,sms_consent,sms_consent_at,sms_consent_method,suppressions,last_open,last_click,\
last_order,orders,spent,birthday";

/// Rows that one thread formats at a time.
const CHUNK_ROWS: usize = 8_192;

/// Writes the records of a synthetic population that the source knows as CSV, which the `generic` format reads back.
///
/// Who signs up during the rehearsal is not in it: no export of the source could hold them. Instants carry their
/// offset from UTC, so that reading them back is exact. The same population gives the same bytes.
///
/// # Errors
///
/// What the writer says.
pub fn write_csv(plan: &Plan, population: &Population, out: &mut dyn io::Write) -> io::Result<()> {
    let page = Page::new(plan, population);
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let rows: Vec<usize> = (0..population.len()).filter(|&row| population.origin[row] == Origin::Source).collect();
    let chunks: Vec<&[usize]> = rows.chunks(CHUNK_ROWS).collect();
    writeln!(out, "{HEADER}")?;
    for together in chunks.chunks(threads) {
        let texts: Vec<String> = std::thread::scope(|scope| {
            let workers: Vec<_> = together.iter().map(|rows| scope.spawn(|| page.text(rows))).collect();
            workers.into_iter().map(|worker| worker.join().expect("formatting does not panic")).collect()
        });
        for text in texts {
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

/// A name and a place, invented.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cosmetics {
    first_name: String,
    last_name: String,
    city: String,
}

impl Cosmetics {
    /// What a person of a country is called; always the same for the same person.
    fn of(mut draws: Draws, country: &str) -> Self {
        let speaks_dutch = draws.below(5) < 3; // in Belgium, about three in five
        let mut seed = [0; 32];
        for bytes in seed.chunks_exact_mut(4) {
            bytes.copy_from_slice(&draws.word().to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(seed);
        match country {
            "NL" => Self::draw(NL_NL, &mut rng),
            "BE" if speaks_dutch => Self::draw(NL_NL, &mut rng),
            "BE" | "FR" => Self::draw(FR_FR, &mut rng),
            "DE" => Self::draw(DE_DE, &mut rng),
            _ => Self::draw(EN, &mut rng),
        }
    }

    fn draw<L: Copy>(locale: L, rng: &mut ChaCha8Rng) -> Self
    where
        String: fake::Dummy<FirstName<L>> + fake::Dummy<LastName<L>> + fake::Dummy<CityName<L>>,
    {
        Self {
            first_name: FirstName(locale).fake_with_rng(rng),
            last_name: LastName(locale).fake_with_rng(rng),
            city: CityName(locale).fake_with_rng(rng),
        }
    }
}

/// What is the same for every row.
struct Page<'a> {
    plan: &'a Plan,
    population: &'a Population,
    source: Source,
    /// The dates of the days from `first_day` on, as text.
    dates: Vec<String>,
    first_day: i32,
}

impl<'a> Page<'a> {
    fn new(plan: &'a Plan, population: &'a Population) -> Self {
        let days = days(plan, population);
        Self {
            plan,
            population,
            source: Source::new(plan.seed),
            first_day: days.start,
            dates: days.map(|day| plan.calendar.date(day).to_string()).collect(),
        }
    }

    /// The lines of some rows.
    fn text(&self, rows: &[usize]) -> String {
        let mut text = String::with_capacity(rows.len() * 256);
        for &row in rows {
            self.line(row, &mut text);
        }
        text
    }

    fn line(&self, row: usize, text: &mut String) {
        let population = self.population;
        let person = population.persons.as_ref().map_or(population.ids[row], |persons| persons[row]);
        let country = self.plan.symbol(population.country[row]);
        let people_csv = Cosmetics::of(self.source.draws(Purpose::Cosmetics, person, 0), country);
        cell(population.customer_id.get(row), text);
        // Writing to a string cannot fail.
        let _ = write!(text, "{person},");
        cell(population.email.get(row), text);
        cell(&people_csv.first_name, text);
        cell(&people_csv.last_name, text);
        cell(population.phone.get(row), text);
        cell(country, text);
        cell(&people_csv.city, text);
        self.instant(population.created_at[row], text);
        for channel in &population.consent {
            self.consent(channel[row], text);
        }
        for (place, reason) in population.suppressions[row].names().enumerate() {
            text.push_str(if place == 0 { "" } else { " " });
            text.push_str(reason);
        }
        text.push(',');
        for at in [population.last_open[row], population.last_click[row], population.last_order[row]] {
            self.instant(at, text);
        }
        let spent = population.spent_minor[row];
        let sign = if spent < 0 { "-" } else { "" };
        let (major, minor) = (spent.unsigned_abs() / 100, spent.unsigned_abs() % 100);
        let _ = write!(text, "{},{sign}{major}.{minor:02},", population.orders[row]);
        if let Some(birthday) = population.birthday[row] {
            let _ = write!(text, "--{:02}-{:02}", birthday.month, birthday.day);
        }
        text.push('\n');
    }

    fn consent(&self, consent: Consent, text: &mut String) {
        cell(consent.state.name(), text);
        self.instant(consent.at, text);
        cell(if consent.method == ConsentMethod::Unknown { "" } else { consent.method.name() }, text);
    }

    /// `2026-03-02T09:05+01:00,` on the scenario's clock; only the comma if there is no such instant.
    fn instant(&self, at: Minute, text: &mut String) {
        if let Some(at) = at.known() {
            let local = self.plan.calendar.local(self.plan.zone(), at);
            let offset = self.plan.zone().offset_minutes(at);
            let date = usize::try_from(local.day - self.first_day).ok().and_then(|place| self.dates.get(place));
            text.push_str(date.map_or("", String::as_str));
            let (hour, minute) = (local.minute_of_day / 60, local.minute_of_day % 60);
            let (sign, away) = (if offset < 0 { '-' } else { '+' }, offset.abs());
            let _ = write!(text, "T{hour:02}:{minute:02}{sign}{:02}:{:02}", away / 60, away % 60);
        }
        text.push(',');
    }
}

/// Every local day that the population names.
fn days(plan: &Plan, population: &Population) -> Range<i32> {
    let consent = population.consent.iter().flatten().map(|consent| consent.at);
    let columns = [&population.created_at, &population.last_open, &population.last_click, &population.last_order];
    let known = columns.into_iter().flatten().copied().chain(consent).filter_map(Minute::known);
    let range = known.fold(None, |range: Option<(Minute, Minute)>, at| {
        Some(range.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
    });
    let day = |at: Minute| plan.calendar.local(plan.zone(), at).day;
    range.map_or(0..0, |(first, last)| day(first)..day(last) + 1)
}

/// Writes a cell and the comma behind it, in quotation marks if it needs them.
fn cell(value: &str, text: &mut String) {
    if value.contains([',', '"', '\n', '\r', ';']) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
    text.push(',');
}
