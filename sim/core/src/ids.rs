//! Typed numbers for what a plan has tables of, and its two platforms.
//!
//! Owns: [`Index`] with a mark for each table, [`Side`]. Deliberately knows no table: whoever has a number asks the plan.

use std::marker::PhantomData;

/// A place in one of the plan's tables. The mark says which table, so that a list cannot be looked up among events.
pub struct Index<Mark> {
    number: u16,
    mark: PhantomData<fn() -> Mark>,
}

impl<Mark> Index<Mark> {
    /// The n-th entry of the table.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self { number, mark: PhantomData }
    }

    /// The number as written, for tables and bit sets.
    #[must_use]
    pub const fn get(self) -> usize {
        self.number as usize
    }
}

impl<Mark> Clone for Index<Mark> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Mark> Copy for Index<Mark> {}
impl<Mark> PartialEq for Index<Mark> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}
impl<Mark> Eq for Index<Mark> {}
impl<Mark> PartialOrd for Index<Mark> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<Mark> Ord for Index<Mark> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.number.cmp(&other.number)
    }
}
impl<Mark> std::fmt::Debug for Index<Mark> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.number)
    }
}

/// Marks an index into the plan's lists.
pub enum ListMark {}
/// Marks an index into the plan's events.
pub enum EventMark {}
/// Marks an index into the plan's integrations.
pub enum IntegrationMark {}
/// Marks an index into the plan's properties.
pub enum PropertyMark {}
/// Marks an index into the plan's symbols.
pub enum SymbolMark {}
/// Marks an index into the plan's zones.
pub enum ZoneMark {}
/// Marks an index into the plan's providers.
pub enum ProviderMark {}
/// Marks an index into the plan's pools.
pub enum PoolMark {}

/// Marks an index into the plan's flows.
pub enum FlowMark {}
/// Marks an index into the plan's messages.
pub enum MessageMark {}

/// A value for each platform, in the order of [`Side::ALL`].
pub type BySide<T> = [T; Side::COUNT];

/// Which of the two platforms; both can have live journeys while they run in parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Side {
    /// The old platform.
    Source = 0,
    /// The new platform.
    Target = 1,
}

impl Side {
    /// How many there are: the length of every table of platforms.
    pub const COUNT: usize = 2;

    /// All of them, in the order of every [`BySide`].
    pub const ALL: BySide<Self> = [Self::Source, Self::Target];

    /// The name in scenarios and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
        }
    }
}
