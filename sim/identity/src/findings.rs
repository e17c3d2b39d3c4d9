//! What dedupe found: clusters of rows, the evidence behind each merge, and what it rests on.
//!
//! Owns: plain data, whole numbers only, so that a report is the same on every machine. Evidence is a weight in
//! hundredths of a bit: +100 doubles the odds that two rows are one person, -100 halves them.

/// What is done, and what is only asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What people have decided about pairs of rows; obeyed before any evidence. If two contradict each other through
    /// a chain of others, "different" wins.
    pub decisions: Vec<Decision>,
}

/// What a person has decided about two rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The rows.
    pub rows: [u32; 2],
    /// Whether they are the same person.
    pub are_same: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The cluster of each row: the lowest row of those that are the same person.
    pub cluster_of: Vec<u32>,
    /// The household of each row: the lowest row of those that live together; never splits a cluster.
    pub household_of: Vec<u32>,
    /// How sure it is that each row belongs to its cluster, and to no other, in thousandths.
    pub confidence_permille: Vec<u16>,
    /// The links by which clusters were joined, strongest first: a cluster of n rows has n - 1.
    pub merges: Vec<Link>,
    /// Pairs that a person should look at: nearly joined, or barely. Most doubtful first.
    pub review: Vec<Link>,
    /// What is compared, and what each outcome weighs.
    pub fields: Vec<Field>,
    /// The odds that a pair which was compared at all is one person, before any evidence, in hundredths of a bit.
    pub prior_centibits: i32,
    /// How the weights came about.
    pub basis: Basis,
    /// What the data itself taught.
    pub learnt: Learnt,
    /// What was done, in numbers.
    pub effort: Effort,
}

/// Two rows and what speaks for and against their being one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The rows, the lower first.
    pub rows: [u32; 2],
    /// The level that each of [`Findings::fields`] reached, the better one where clusters have several values.
    pub levels: Vec<u8>,
    /// What else the two could be: the explanation without one person that fits best.
    pub rival: Rival,
    /// The odds of one person against the rival before any evidence, in hundredths of a bit.
    pub prior_centibits: i32,
    /// What each field says for one person and against the rival, in hundredths of a bit.
    pub evidence_centibits: Vec<i32>,
    /// All of it, in hundredths of a bit. Not quite the sum: the other explanations count too, and of clusters of
    /// several rows, the rows one by one.
    pub weight_centibits: i32,
    /// The same as a probability, in thousandths.
    pub probability_permille: u16,
    /// Who decided.
    pub by: Decider,
}

/// What two rows can be that are not one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rival {
    /// Two people who live together.
    Household,
    /// Two people of one name who live together.
    Junior,
    /// Two people of one name.
    Namesake,
    /// Two people whose mailboxes look alike.
    MailboxTwin,
    /// Two people born on one day.
    Birthmate,
    /// Two people who share a mailbox or a telephone.
    Boxmate,
    /// Two people with a place or something else in common.
    #[default]
    Unrelated,
}

impl Rival {
    /// The rival in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Household => "two people who live together",
            Self::Junior => "two people of one name who live together",
            Self::Namesake => "two people of one name",
            Self::MailboxTwin => "two people whose mailboxes look alike",
            Self::Birthmate => "two people born on one day",
            Self::Boxmate => "two people who share a mailbox or a telephone",
            Self::Unrelated => "two people with little in common",
        }
    }
}

/// Who decided about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    /// The evidence.
    Evidence,
    /// A person, in an earlier review.
    Person,
}

/// Something that is compared, from one column or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is called, such as `mailbox` or `address`; for columns of no special kind, the column's name.
    pub name: String,
    /// The columns that it reads, by place in the table.
    pub columns: Vec<usize>,
    /// Its outcomes; a link's level is a place in here.
    pub levels: Vec<Level>,
}

/// One outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// In words, such as `same birth date` or `one is missing`. Holds no value of a person.
    pub name: &'static str,
    /// What it says for (or against) one person, in hundredths of a bit, everything else being unknown.
    pub weight_centibits: i32,
}

/// How the weights came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// There was nothing to compare.
    #[default]
    Nothing,
    /// Fitted to this table, without labels.
    Fitted {
        /// How many steps the fit took.
        steps: u32,
    },
    /// Too little data to fit: the documented model was used as it is.
    Fixed {
        /// Why, as a lower-case fragment.
        reason: String,
    },
    /// The evidence cannot tell people apart: nothing was joined but what people decided.
    Refused {
        /// Why, as a lower-case fragment.
        reason: String,
    },
}

/// What the data itself taught, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    /// Mailboxes on rows of many surnames: they identify nobody. And the rows that have one.
    pub shared_mailboxes: Shared,
    /// Phone numbers on rows of many surnames.
    pub shared_phones: Shared,
    /// Birth dates far above their expected count.
    pub default_dates: Shared,
    /// Mail domains that are a slip of a frequent one.
    pub domain_slips: Shared,
    /// Pairs of first names that one person uses both of.
    pub short_forms: u32,
}

/// Values that mean something else than they say, and the rows that have one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// How many values.
    pub values: u32,
    /// How many rows.
    pub rows: u32,
}

/// What was done, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Pairs of rows that were compared.
    pub pairs: u64,
    /// Blocks that were too large to mean anything, and were not compared.
    pub purged_blocks: u64,
    /// Different comparison patterns among the pairs.
    pub patterns: u64,
    /// By the model's own probabilities, links that should have been joined and were not, for each thousand joined.
    pub expected_missed_permille: u32,
    /// By the model's own probabilities, links of each thousand joined that should not have been.
    pub expected_wrong_permille: u32,
}
