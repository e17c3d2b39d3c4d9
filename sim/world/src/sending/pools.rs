//! The pools: which one an e-mail leaves from, now or later.
//!
//! Owns: the ramp states and the overflow rules, which may lead from pool to pool. Deliberately knows no recipient: a
//! provider's class is all that a cap looks at.

use super::ramp::RampState;
use rehearsal_core::ids::{Index, PoolMark, ProviderMark};
use rehearsal_core::plan::{Overflow, Plan};
use rehearsal_core::time::Minute;

/// Where the overflow rules lead an e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// It leaves from this pool.
    Leaves(Index<PoolMark>),
    /// It waits for the next window of any pool on its way.
    Waits,
    /// It is dropped.
    Dropped,
}

/// All pools. Providers that no ramp names share class 0; each of the others has a class of its own.
#[derive(Debug)]
pub(super) struct Pools {
    /// Of each pool; `None` if it is warm.
    ramps: Vec<Option<RampState>>,
    class_of_provider: Vec<usize>,
    /// For each pool and class the entry in the ramp's `providers`.
    places: Vec<Vec<Option<usize>>>,
}

impl Pools {
    /// Pools that have sent nothing yet.
    pub(super) fn new(plan: &Plan) -> Self {
        let pools = &plan.sending.pools;
        let mut named = Vec::<Index<ProviderMark>>::new();
        for ramp in pools.iter().filter_map(|pool| pool.ramp.as_ref()) {
            named.extend(ramp.providers.iter().map(|(provider, _)| *provider));
        }
        named.sort_unstable();
        named.dedup();
        let mut class_of_provider = vec![0; plan.providers.len()];
        for (number, provider) in named.iter().enumerate() {
            class_of_provider[provider.get()] = number + 1;
        }
        let place = |pool: &rehearsal_core::plan::Pool, provider| {
            pool.ramp.as_ref().and_then(|ramp| ramp.providers.iter().position(|(own, _)| own == provider))
        };
        let places = |pool| std::iter::once(None).chain(named.iter().map(move |one| place(pool, one))).collect();
        Self {
            ramps: pools.iter().map(|pool| pool.ramp.as_ref().map(RampState::new)).collect(),
            class_of_provider,
            places: pools.iter().map(places).collect(),
        }
    }

    /// How many classes of providers there are.
    pub(super) fn classes(&self) -> usize {
        self.places.first().map_or(1, Vec::len)
    }

    /// The class of a provider.
    pub(super) fn class_of(&self, provider: Index<ProviderMark>) -> usize {
        self.class_of_provider[provider.get()]
    }

    /// Where an e-mail of a pool goes at an instant. Nothing is counted yet.
    pub(super) fn route(&mut self, plan: &Plan, first: Index<PoolMark>, class: usize, at: Minute) -> Route {
        let mut pool = first;
        for _ in 0..self.ramps.len() {
            let (Some(state), Some(ramp)) = (&mut self.ramps[pool.get()], &plan.sending.pools[pool.get()].ramp) else {
                return Route::Leaves(pool);
            };
            state.roll(plan, ramp, at);
            if state.has_room(self.places[pool.get()][class]) {
                return Route::Leaves(pool);
            }
            match ramp.overflow {
                Overflow::Hold => return Route::Waits,
                Overflow::Drop => return Route::Dropped,
                Overflow::SendAnyway => return Route::Leaves(pool),
                Overflow::Spill(next) => pool = next,
            }
        }
        // The pools spill in a circle, and none of them has room.
        Route::Waits
    }

    /// Counts an e-mail that leaves from a pool, whether or not it fits.
    pub(super) fn count(&mut self, plan: &Plan, pool: Index<PoolMark>, class: usize, at: Minute) {
        if let (Some(state), Some(ramp)) = (&mut self.ramps[pool.get()], &plan.sending.pools[pool.get()].ramp) {
            state.roll(plan, ramp, at);
            state.count(self.places[pool.get()][class]);
        }
    }

    /// When the next window opens on the way of an e-mail that waits.
    pub(super) fn next_window(&mut self, plan: &Plan, first: Index<PoolMark>, at: Minute) -> Minute {
        let mut earliest = Minute::FOREVER;
        let mut pool = first;
        for _ in 0..self.ramps.len() {
            let (Some(state), Some(ramp)) = (&mut self.ramps[pool.get()], &plan.sending.pools[pool.get()].ramp) else {
                break;
            };
            state.roll(plan, ramp, at);
            earliest = earliest.min(state.next_window());
            let Overflow::Spill(next) = ramp.overflow else { break };
            pool = next;
        }
        earliest
    }
}
