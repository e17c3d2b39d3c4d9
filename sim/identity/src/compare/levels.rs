//! What a comparison can come to, field by field, and what is believed of it before the table has been seen.
//!
//! Owns: the classes, the levels, their words and the fixed model. The shares are judgement, written down so that they
//! can be argued with: they start the fit and stand in for it when a table is too small. A class has shares of its own
//! only for the levels that make it what it is; a zero means "as chance has it", which is measured on the table: two
//! people of one household are born on the same day as often as any two people. That keeps each class what it is
//! called, however much the fit may learn.

use crate::findings::Rival;

/// What two rows can be to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Class {
    /// One person, reached in the same way.
    Same,
    /// One person who has moved, changed mailbox or number.
    Renewed,
    /// Two people who live together.
    Household,
    /// Two people of one name who live together: father and son.
    Junior,
    /// Two people of one name.
    Namesake,
    /// Two people whose mailboxes differ by digits or dots only, mostly because their names are alike.
    MailboxTwin,
    /// Two people whose mailboxes are called the same at two providers.
    ProviderTwin,
    /// Two people whose mailboxes differ by letters.
    MailboxNeighbour,
    /// Two people born on one day.
    Birthmate,
    /// Two people who use one mailbox or telephone, and have nothing else in common.
    Boxmate,
    /// Two people of one place, or with something else in common.
    Unrelated,
}

impl Class {
    /// The classes, in the order of the tables below.
    pub(crate) const ALL: [Self; CLASSES] = [
        Self::Same,
        Self::Renewed,
        Self::Household,
        Self::Junior,
        Self::Namesake,
        Self::MailboxTwin,
        Self::ProviderTwin,
        Self::MailboxNeighbour,
        Self::Birthmate,
        Self::Boxmate,
        Self::Unrelated,
    ];

    /// Whether people of this class live together.
    pub(crate) const fn live_together(self) -> bool {
        matches!(self, Self::Household | Self::Junior)
    }

    /// The class in a reader's terms.
    pub(crate) const fn rival(self) -> Rival {
        match self {
            Self::Household => Rival::Household,
            Self::Junior => Rival::Junior,
            Self::Namesake => Rival::Namesake,
            Self::MailboxTwin | Self::ProviderTwin | Self::MailboxNeighbour => Rival::MailboxTwin,
            Self::Birthmate => Rival::Birthmate,
            Self::Boxmate => Rival::Boxmate,
            Self::Same | Self::Renewed | Self::Unrelated => Rival::Unrelated,
        }
    }
}

/// How many classes there are.
pub(crate) const CLASSES: usize = 11;

/// The classes that are one person come first.
pub(crate) const SAME_CLASSES: usize = 2;

/// Shares of the classes among compared pairs before the table has been seen, in thousandths.
pub(crate) const CLASS_PERMILLE: [u32; CLASSES] = [100, 40, 150, 5, 195, 80, 60, 50, 150, 20, 150];

/// How much the beliefs about each class count against what the table shows of it, in hundredths: a class that is rare
/// or easily taken for another holds on to them.
pub(crate) const BELIEF_PERCENT: [u32; CLASSES] = [5, 1000, 20, 200, 3, 3, 3, 3, 3, 50, 3];

/// What the comparison of a field can come to: one side is missing, then exact agreement, then what is near to it, then
/// none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Levels {
    /// The last level of exact agreement.
    pub(crate) exact: usize,
    /// The last level that is near to it.
    pub(crate) near: usize,
    /// All of them.
    pub(crate) list: &'static [LevelOf],
}

/// A level: its words, and its share in each class, in ten-thousandths; zero is "as chance has it".
///
/// The order of the classes: same, renewed, household, junior, namesake, mailbox twin, provider twin, mailbox neighbour, birthmate,
/// boxmate, unrelated.
pub(crate) type LevelOf = (&'static str, [u16; CLASSES]);

/// The level of a field of which one row says nothing. Always the first.
pub(crate) const MISSING_LEVEL: &str = "missing on one side";

/// A mailbox.
pub(crate) const MAILBOX: Levels = Levels {
    exact: 2,
    near: 7,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same mailbox", [6500, 100, 500, 300, 0, 0, 0, 0, 0, 6000, 0]),
        ("same mailbox, but for a slip in its domain", [800, 30, 30, 10, 0, 0, 0, 0, 0, 50, 0]),
        ("mailbox with a slip in it", [700, 50, 0, 0, 0, 0, 0, 400, 0, 0, 0]),
        ("mailbox with one letter different", [150, 50, 50, 0, 0, 0, 0, 5000, 0, 0, 0]),
        ("same name at another provider", [250, 900, 50, 100, 200, 0, 9900, 0, 0, 0, 0]),
        ("mailbox with other digits or dots", [100, 400, 50, 100, 200, 9900, 0, 0, 0, 0, 0]),
        ("similar mailbox", [100, 600, 200, 100, 300, 0, 0, 4500, 0, 0, 0]),
        ("other mailbox", [1400, 7870, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
};

/// Places in [`MAILBOX`].
pub(crate) mod mailbox {
    pub(crate) const SAME: u64 = 1;
    pub(crate) const REPAIRED: u64 = 2;
    pub(crate) const SLIP: u64 = 3;
    pub(crate) const OTHER_LETTER: u64 = 4;
    pub(crate) const OTHER_DOMAIN: u64 = 5;
    pub(crate) const OTHER_DIGITS: u64 = 6;
    pub(crate) const SIMILAR: u64 = 7;
    pub(crate) const DIFFERENT: u64 = 8;
}

/// A given name.
pub(crate) const FIRST_NAME: Levels = Levels {
    exact: 4,
    near: 8,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same very rare first name", [250, 250, 0, 250, 100, 50, 50, 5, 0, 0, 0]),
        ("same rare first name", [1200, 1200, 0, 1500, 600, 200, 200, 30, 0, 0, 0]),
        ("same first name", [2600, 2600, 0, 3700, 4000, 3000, 3000, 300, 0, 0, 0]),
        ("same common first name", [2900, 2900, 0, 4000, 4700, 4000, 4000, 500, 0, 0, 0]),
        ("short form of the first name", [900, 900, 0, 0, 0, 150, 150, 100, 0, 0, 0]),
        ("first name agrees with an initial", [1000, 1000, 0, 200, 300, 500, 500, 300, 0, 0, 0]),
        ("first name with one letter different", [650, 650, 0, 0, 50, 150, 150, 300, 0, 0, 0]),
        ("similar first name", [250, 250, 0, 0, 50, 150, 150, 500, 0, 0, 0]),
        ("other first name, one of them rare", [150, 150, 0, 0, 0, 500, 500, 2000, 0, 0, 0]),
        ("two different first names", [100, 100, 0, 0, 0, 1300, 1300, 5965, 0, 0, 0]),
    ],
};

/// A family name.
pub(crate) const LAST_NAME: Levels = Levels {
    exact: 4,
    near: 8,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same very rare last name", [3000, 3000, 2300, 3000, 800, 1000, 1000, 300, 0, 0, 100]),
        ("same rare last name", [3000, 3000, 2300, 3000, 3000, 3000, 3000, 1000, 0, 0, 300]),
        ("same last name", [2000, 2000, 1500, 2500, 3500, 2500, 2500, 1500, 0, 0, 700]),
        ("same common last name", [900, 900, 600, 1300, 2400, 1000, 1000, 700, 0, 0, 400]),
        ("same last name with another prefix", [50, 50, 0, 0, 1500, 300, 300, 300, 0, 0, 300]),
        ("last name with one letter different", [500, 500, 100, 100, 200, 200, 200, 500, 0, 0, 0]),
        ("part of the last name", [200, 200, 100, 50, 0, 100, 100, 200, 0, 0, 0]),
        ("similar last name", [150, 150, 0, 0, 50, 100, 100, 800, 0, 0, 0]),
        ("other last name", [200, 200, 0, 0, 0, 1800, 1800, 4700, 0, 0, 0]),
    ],
};

/// Places in [`FIRST_NAME`] and [`LAST_NAME`].
pub(crate) mod name {
    /// The first of four bands of rarity, the rarest.
    pub(crate) const SAME: u64 = 1;
    pub(crate) const SHORT_FORM: u64 = 5;
    pub(crate) const INITIAL: u64 = 6;
    pub(crate) const FIRST_SLIP: u64 = 7;
    pub(crate) const FIRST_SIMILAR: u64 = 8;
    pub(crate) const FIRST_DIFFERENT: u64 = 9;
    pub(crate) const FIRST_DIFFERENT_KNOWN: u64 = 10;
    pub(crate) const OTHER_PREFIX: u64 = 5;
    pub(crate) const LAST_SLIP: u64 = 6;
    pub(crate) const PART: u64 = 7;
    pub(crate) const LAST_SIMILAR: u64 = 8;
    pub(crate) const LAST_DIFFERENT: u64 = 9;
}

/// A phone number.
pub(crate) const PHONE: Levels = Levels {
    exact: 1,
    near: 2,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same phone number", [8000, 3500, 2500, 2500, 0, 0, 0, 0, 0, 6000, 0]),
        ("phone number with one digit different", [400, 100, 50, 50, 0, 0, 0, 0, 0, 0, 0]),
        ("other phone number", [1600, 6400, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
};

/// Places in [`PHONE`] and [`CODE`].
pub(crate) mod code {
    pub(crate) const SAME: u64 = 1;
    pub(crate) const SLIP: u64 = 2;
    pub(crate) const DIFFERENT: u64 = 3;
}

/// An address.
pub(crate) const ADDRESS: Levels = Levels {
    exact: 2,
    near: 3,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same address", [7000, 1000, 9000, 9000, 0, 0, 0, 0, 0, 0, 100]),
        ("same address but for the addition", [600, 100, 500, 500, 0, 0, 0, 0, 0, 0, 100]),
        ("nearly the same address", [1100, 300, 0, 0, 0, 0, 0, 0, 0, 0, 300]),
        ("same street or postcode", [300, 300, 0, 0, 0, 0, 0, 0, 0, 0, 7000]),
        ("same town", [400, 1300, 0, 0, 0, 0, 0, 0, 0, 0, 1000]),
        ("other address", [600, 7000, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
};

/// Places in [`ADDRESS`].
pub(crate) mod address {
    pub(crate) const SAME: u64 = 1;
    pub(crate) const OTHER_ADDITION: u64 = 2;
    pub(crate) const NEAR: u64 = 3;
    pub(crate) const PLACE: u64 = 4;
    pub(crate) const TOWN: u64 = 5;
    pub(crate) const DIFFERENT: u64 = 6;
}

/// The birth date of a person.
pub(crate) const BIRTH_DATE: Levels = Levels {
    exact: 1,
    near: 3,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same birth date", [9200, 9200, 0, 0, 0, 0, 0, 0, 9800, 0, 0]),
        ("birth date with day and month swapped", [150, 150, 0, 0, 0, 0, 0, 0, 150, 0, 0]),
        ("birth date with one part different", [400, 400, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("birth date with one part the same", [100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("other birth date", [100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("birth dates a generation apart", [50, 50, 0, 9000, 0, 0, 0, 0, 0, 0, 0]),
    ],
};

/// A date that is not a birth date.
pub(crate) const DATE: Levels = Levels {
    exact: 1,
    near: 3,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same date", [7500, 7000, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("date with day and month swapped", [100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("date with one part different", [400, 400, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("date with one part the same", [1000, 1200, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("other date", [1000, 1300, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
};

/// Places in [`BIRTH_DATE`] and [`DATE`].
pub(crate) mod date {
    pub(crate) const SAME: u64 = 1;
    pub(crate) const SWAPPED: u64 = 2;
    pub(crate) const ONE_PART: u64 = 3;
    pub(crate) const TWO_PARTS: u64 = 4;
    pub(crate) const DIFFERENT: u64 = 5;
    pub(crate) const GENERATION: u64 = 6;
}

/// A code that is given out once.
pub(crate) const CODE: Levels = Levels {
    exact: 1,
    near: 2,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same code", [9000, 8000, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("code with one character different", [600, 600, 0, 0, 0, 0, 0, 0, 0, 0, 300]),
        ("other code", [400, 1400, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
};

/// A text or a name of a thing.
pub(crate) const TEXT: Levels = Levels {
    exact: 4,
    near: 6,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same, and very rare", [2500, 800, 1500, 1500, 0, 0, 0, 0, 0, 0, 300]),
        ("same, and rare", [2500, 1000, 1500, 1500, 0, 0, 0, 0, 0, 0, 500]),
        ("same", [1500, 1200, 1500, 1500, 0, 0, 0, 0, 0, 0, 1000]),
        ("same, and common", [1500, 2000, 2000, 2000, 0, 0, 0, 0, 0, 0, 2000]),
        ("one character different", [800, 300, 0, 0, 0, 0, 0, 0, 0, 0, 300]),
        ("similar", [600, 500, 0, 0, 0, 0, 0, 0, 0, 0, 1000]),
        ("different", [600, 4200, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
};

/// Places in [`TEXT`].
pub(crate) mod text {
    pub(crate) const SLIP: u64 = 5;
    pub(crate) const SIMILAR: u64 = 6;
    pub(crate) const DIFFERENT: u64 = 7;
}

/// A number.
pub(crate) const NUMBER: Levels = Levels {
    exact: 1,
    near: 2,
    list: &[
        (MISSING_LEVEL, [0; CLASSES]),
        ("same number", [8000, 7000, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("number with one digit different", [600, 600, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("other number", [1400, 2400, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
};
