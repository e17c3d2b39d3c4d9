//! What a run of the register tells: the customer of each row, the strictest consent, and what a person should look at.
//!
//! Owns: plain data, and reading it off a register and its rows. It compares the customers as they are now with the
//! clusters, so a second run tells the same, but for what it changed. Holds ids and row numbers, no value of a person.

use super::ids::{CustomerId, HouseholdId};
use super::records::{Groups, Records};
use super::register::{Entry, NONE, Register};
use super::run::Rows;
use rehearsal_core::consent::{ByChannel, Channel, ConsentState};

/// What a run told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identified {
    /// The customers that have rows in this run, earliest minted first.
    pub customers: Vec<Customer>,
    /// The customer of each row, by place in `customers`.
    pub customer_of: Vec<u32>,
    /// The number of the first event that this run added; as many as there are after it are new.
    pub first_event: u32,
    /// Customers that were opened.
    pub minted: u32,
    /// Records that are new, those of opened customers included.
    pub attached: u32,
    /// Customers that became one: the id that is an alias now, then the surviving one.
    pub merged: Vec<[CustomerId; 2]>,
    /// Customers whose rows the clusters hold apart: splits to think about.
    pub drifted: Vec<Drifted>,
    /// Clusters that are still several customers: merges to think about.
    pub unmerged: Vec<Unmerged>,
    /// Customers whose rows do not say the same about consent.
    pub disagreements: Vec<Disagreement>,
}

impl Identified {
    /// The customer of a row.
    #[must_use]
    pub fn customer(&self, row: usize) -> &Customer {
        &self.customers[self.customer_of[row] as usize]
    }
}

/// A customer in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// Where the customer lives.
    pub household: HouseholdId,
    /// The strictest of what the rows say, by [`Channel`]; `None` if none of them knows.
    pub consent: ByChannel<Option<ConsentState>>,
    /// Whether the register knows records of this customer that are not in this run: an opt-out may be among them.
    pub is_partial: bool,
}

/// A customer whose rows the clusters hold apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drifted {
    /// The customer.
    pub customer: CustomerId,
    /// The rows of the customer, by cluster; each part ascending, the one with the lowest row first.
    pub parts: Vec<Vec<u32>>,
}

/// A cluster that is still several customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmerged {
    /// The customers, earliest minted first.
    pub customers: Vec<CustomerId>,
    /// The rows of the cluster, ascending.
    pub rows: Vec<u32>,
    /// Why they were not merged.
    pub because: Because,
}

/// Why customers in one cluster were not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Somebody decided that two of them are different.
    Decided,
    /// Rows of one of them are in another cluster as well.
    Drifted,
}

/// Rows of one customer that do not say the same about consent on a channel. Those that do not know are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The customer.
    pub customer: CustomerId,
    /// The channel.
    pub channel: Channel,
    /// What wins: the strictest state.
    pub strictest: ConsentState,
    /// The rows that say so, ascending. Whoever keeps another row when merging loses them.
    pub strict_rows: Vec<u32>,
    /// The rows that allow more, ascending.
    pub overruled_rows: Vec<u32>,
}

/// Reads off what a run did and found; `customer_of` says the customer of each record.
pub(super) fn told(
    register: &Register,
    rows: &Rows<'_>,
    records: &Records<'_>,
    clusters: &Groups,
    customer_of: &[u32],
    first_event: u32,
) -> Identified {
    let mut present = customer_of.to_vec();
    present.sort_unstable();
    let mut place_of = vec![NONE; register.customers.len() as usize];
    let mut identified = Identified { first_event, ..Identified::default() };
    for same in present.chunk_by(|left, right| left == right) {
        let number = same[0] as usize;
        place_of[number] = identified.customers.len() as u32;
        identified.customers.push(Customer {
            id: register.customer(same[0]),
            household: HouseholdId(register.households.id(register.household_of[number])),
            consent: [None; Channel::COUNT],
            is_partial: register.weight[number] as usize != same.len(),
        });
    }
    identified.customer_of =
        records.of_row.iter().map(|&record| place_of[customer_of[record as usize] as usize]).collect();
    count(&mut identified, register);
    merge_consent(&mut identified, rows.consent_of);
    compare(&mut identified, register, clusters);
    identified
}

/// What the events of the run were.
fn count(identified: &mut Identified, register: &Register) {
    for &entry in &register.log[identified.first_event as usize..] {
        match entry {
            Entry::Minted => {
                identified.minted += 1;
                identified.attached += 1;
            }
            Entry::Attached { .. } => identified.attached += 1,
            Entry::Merged { from, into, .. } => {
                identified.merged.push([register.customer(from), register.customer(into)]);
            }
            Entry::Split { .. } | Entry::Undone { .. } | Entry::Founded { .. } | Entry::Housed { .. } => {}
        }
    }
}

/// The strictest consent of each customer, and who disagrees.
fn merge_consent(identified: &mut Identified, consent_of: &[ByChannel<Option<ConsentState>>]) {
    let mut disagree = Vec::new();
    for channel in Channel::ALL {
        let mut disagrees = vec![false; identified.customers.len()];
        for (&customer, consent) in identified.customer_of.iter().zip(consent_of) {
            let Some(state) = consent[channel as usize] else { continue };
            let strictest = &mut identified.customers[customer as usize].consent[channel as usize];
            disagrees[customer as usize] |= strictest.is_some_and(|strictest| strictest != state);
            *strictest = Some(strictest.map_or(state, |strictest| strictest.min(state)));
        }
        let mut places = vec![NONE; disagrees.len()];
        for (place, _) in disagrees.iter().enumerate().filter(|&(_, &disagrees)| disagrees) {
            places[place] = disagree.len() as u32;
            let Customer { id, consent, .. } = identified.customers[place];
            let strictest = consent[channel as usize].expect("rows that disagree say something");
            let (strict_rows, overruled_rows) = (Vec::new(), Vec::new());
            disagree.push(Disagreement { customer: id, channel, strictest, strict_rows, overruled_rows });
        }
        for (row, (&customer, consent)) in (0..).zip(identified.customer_of.iter().zip(consent_of)) {
            let Some(state) = consent[channel as usize] else { continue };
            if let Some(found) = disagree.get_mut(places[customer as usize] as usize) {
                if state == found.strictest { found.strict_rows.push(row) } else { found.overruled_rows.push(row) }
            }
        }
    }
    identified.disagreements = disagree;
}

/// Where customers and clusters are not the same.
fn compare(identified: &mut Identified, register: &Register, clusters: &Groups) {
    let customer_of = &identified.customer_of;
    let apart = register.apart_roots(&register.roots());
    let is_apart = |customers: &[CustomerId]| {
        let known = |id: &CustomerId| register.customers.find(id.0);
        let numbers: Vec<u32> = customers.iter().filter_map(known).collect();
        super::run::are_some_apart(&apart, &numbers)
    };
    let mut cluster_of = vec![NONE; identified.customers.len()];
    let mut drifts = vec![false; identified.customers.len()];
    for cluster in 0..clusters.len() {
        let rows = clusters.rows(cluster);
        for &row in rows {
            let customer = customer_of[row as usize] as usize;
            drifts[customer] |= cluster_of[customer] != NONE && cluster_of[customer] != cluster;
            cluster_of[customer] = cluster;
        }
        let first = customer_of[rows[0] as usize];
        if rows.iter().any(|&row| customer_of[row as usize] != first) {
            let mut places: Vec<u32> = rows.iter().map(|&row| customer_of[row as usize]).collect();
            places.sort_unstable();
            places.dedup();
            let customers: Vec<CustomerId> =
                places.into_iter().map(|place| identified.customers[place as usize].id).collect();
            let because = if is_apart(&customers) { Because::Decided } else { Because::Drifted };
            identified.unmerged.push(Unmerged { customers, rows: rows.to_vec(), because });
        }
    }
    identified.unmerged.sort_unstable_by_key(|unmerged| unmerged.rows[0]);
    identified.drifted = drifted(identified, clusters, &drifts);
}

/// The parts of the customers that drift.
fn drifted(identified: &Identified, clusters: &Groups, drifts: &[bool]) -> Vec<Drifted> {
    let rows = (0..).zip(&identified.customer_of).filter(|&(_, &customer)| drifts[customer as usize]);
    let mut order: Vec<[u32; 3]> = rows.map(|(row, &customer)| [customer, clusters.of_row(row), row]).collect();
    order.sort_unstable();
    let of_customer = |same: &[[u32; 3]]| {
        let parts = same.chunk_by(|left, right| left[1] == right[1]);
        let mut parts: Vec<Vec<u32>> = parts.map(|part| part.iter().map(|entry| entry[2]).collect()).collect();
        parts.sort_unstable();
        Drifted { customer: identified.customers[same[0][0] as usize].id, parts }
    };
    order.chunk_by(|left, right| left[0] == right[0]).map(of_customer).collect()
}
