//! What a run of the register did, in sentences that every view for people shares.
//!
//! Owns: the words. Deliberately names lines and ids alone.

use rehearsal_core::consent::Channel;
use rehearsal_identity::{Because, CustomerId};

use super::CustomerIds;
use crate::dedupe::Summary;
use crate::dedupe::sentences::lines;
use crate::report::words::{counted, listed, number};

/// Cases of one kind that are told.
const CASES_MAX: usize = 5;
/// Lines of one case that are named.
const LINES_MAX: usize = 6;

impl Summary<'_> {
    /// What the register did with the rows; nothing if there is none.
    pub(in crate::dedupe) fn ids_told(&self) -> Vec<String> {
        let Some(ids) = &self.ids else { return Vec::new() };
        let mut told = vec![self.stand(ids), self.run(ids)];
        told.extend(cases(&ids.merges, |(event, [from, into])| {
            format!("merged: {from} is an alias of {into} from here on; `rehearsal ids undo` takes event {event} back")
        }));
        told.extend(cases(&ids.found.drifted, |drifted| {
            let parts: Vec<String> = drifted.parts.iter().map(|part| self.lines_of(part)).collect();
            let id = drifted.customer;
            format!("drifted: the evidence no longer joins the rows of {id}: {}; nothing was split", parts.join(" | "))
        }));
        told.extend(cases(ids.kept_apart(), |apart| {
            let because = match apart.because {
                Because::Decided => "as a person decided",
                Because::Drifted => "because one of them drifted",
            };
            let customers: Vec<String> = apart.customers.iter().take(LINES_MAX).map(CustomerId::to_string).collect();
            let rows = self.lines_of(&apart.rows);
            format!("kept apart, {because}: {}, though the evidence joins {rows}", listed(&customers))
        }));
        told.extend(Channel::ALL.into_iter().flat_map(|channel| self.consent_told(ids, channel)));
        told.extend(partial(ids));
        if self.key_is_derived() {
            told.push(
                "new ids are minted with a key that is derived from the name of the file, so whoever knows the id of a \
                 source can guess them: pass --key-file; ids that were given out stay valid under any key"
                    .to_owned(),
            );
        }
        told
    }

    /// How many ids stand, and for whom.
    fn stand(&self, ids: &CustomerIds) -> String {
        let mut told = format!("{}: {}", ids.file, counted(ids.standing, "customer id stands", "customer ids stand"));
        if ids.aliases > 0 {
            told.push_str(&format!(", and {} to them", counted(ids.aliases, "alias leads", "aliases lead")));
        }
        let customers = counted(ids.found.customers.len() as u64, "customer", "customers");
        let households = counted(ids.households, "household", "households");
        told.push_str(&format!(
            "; this table holds {customers} in {households}, {} of two or more",
            number(ids.shared_households)
        ));
        told
    }

    /// What this run added, and by what it knows a row again.
    fn run(&self, ids: &CustomerIds) -> String {
        let mut told = if ids.events_added == 0 {
            "this run added nothing".to_owned()
        } else {
            format!(
                "this run minted {}, attached {} and made {}",
                counted(ids.found.minted, "id", "ids"),
                counted(ids.found.attached, "new record", "new records"),
                counted(ids.merges.len() as u64, "merge", "merges"),
            )
        };
        if !ids.known_by.is_empty() {
            told.push_str(&format!("; a record is known again by {}", listed(&ids.known_by)));
        }
        if ids.repeated_rows > 0 {
            let rows = counted(ids.repeated_rows, "row has", "rows have");
            told.push_str(&format!("; {rows} the id of an earlier row: one record"));
        }
        told
    }

    /// Whose rows disagree on a channel.
    fn consent_told(&self, ids: &CustomerIds, channel: Channel) -> Option<String> {
        let count = ids.disagreements(channel).count() as u64;
        let first = ids.disagreements(channel).next()?;
        let name = match channel {
            Channel::Email => "e-mail",
            Channel::Sms => "text messages",
        };
        let state = first.strictest.name().replace('-', " ");
        Some(format!(
            "consent to {name}: the rows of {} disagree, and the strictest wins; {} is {state} on {} and not on {}",
            counted(count, "customer", "customers"),
            first.customer,
            self.lines_of(&first.strict_rows),
            self.lines_of(&first.overruled_rows),
        ))
    }

    /// `line 3`, `lines 3 and 9`.
    fn lines_of(&self, rows: &[u32]) -> String {
        let first: Vec<u32> = rows.iter().take(LINES_MAX).map(|&row| self.line(row)).collect();
        lines(&first, rows.len() as u64)
    }
}

/// The first cases of a kind, and how many more there are.
fn cases<T>(cases: &[T], told: impl Fn(&T) -> String) -> Vec<String> {
    let mut first: Vec<String> = cases.iter().take(CASES_MAX).map(told).collect();
    let more = cases.len().saturating_sub(CASES_MAX);
    if let Some(last) = first.last_mut().filter(|_| more > 0) {
        last.push_str(&format!("; and {} more: see --format json", number(more as u64)));
    }
    first
}

/// Of whom records are missing.
fn partial(ids: &CustomerIds) -> Option<String> {
    let count = ids.partial().count() as u64;
    let customers = counted(count, "customer has", "customers have");
    (count > 0).then(|| {
        format!("{customers} records that are not in this table; an opt-out may be among them, so ask their source")
    })
}
