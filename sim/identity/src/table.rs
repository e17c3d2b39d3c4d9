//! What dedupe reads: columns of text, each with the kind of evidence that it is.
//!
//! Owns: [`Table`] and [`ColumnKind`]. Deliberately knows no file and no header: the program maps one to the other.

use rehearsal_core::records::{Population, TextColumn};

/// What a column holds, and so how two of its cells are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnKind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// The given name of a person.
    FirstName,
    /// The family name of a person, with or without its prefixes.
    LastName,
    /// A street, with or without the house number.
    Street,
    /// A house number, with or without its addition.
    HouseNumber,
    /// A postcode.
    Postcode,
    /// A town.
    City,
    /// A country, as a name or a code: no evidence of who somebody is, and not read.
    Country,
    /// The birth date of a person.
    BirthDate,
    /// A name that is not a person's given or family name: of a company, a product, a place.
    Name,
    /// A code that is given out once: an article number, a social-security number.
    Code,
    /// Any other short text.
    Text,
    /// A date that is not a birth date.
    Date,
    /// A number, such as a price.
    Number,
}

impl ColumnKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 15] = [
        Self::Email,
        Self::Phone,
        Self::FirstName,
        Self::LastName,
        Self::Street,
        Self::HouseNumber,
        Self::Postcode,
        Self::City,
        Self::Country,
        Self::BirthDate,
        Self::Name,
        Self::Code,
        Self::Text,
        Self::Date,
        Self::Number,
    ];

    /// The name in mapping files and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::FirstName => "first-name",
            Self::LastName => "last-name",
            Self::Street => "street",
            Self::HouseNumber => "house-number",
            Self::Postcode => "postcode",
            Self::City => "city",
            Self::Country => "country",
            Self::BirthDate => "birth-date",
            Self::Name => "name",
            Self::Code => "code",
            Self::Text => "text",
            Self::Date => "date",
            Self::Number => "number",
        }
    }
}

/// One column: a cell a row; an empty cell is a missing value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What the column is called in reports.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// The cells as they were read.
    pub cells: TextColumn,
}

/// Rows to be told apart: columns of equal length.
///
/// Several columns of one kind are allowed for [`ColumnKind::Name`], [`ColumnKind::Code`], [`ColumnKind::Text`], [`ColumnKind::Date`] and
/// [`ColumnKind::Number`]; of every other kind the first one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
}

impl Table {
    /// A table of columns.
    ///
    /// # Panics
    ///
    /// If the columns differ in length: a bug of the caller.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        let rows = columns.first().map_or(0, |column| column.cells.len());
        assert!(columns.iter().all(|column| column.cells.len() == rows), "columns are equally long");
        Self { columns }
    }

    /// The records of a population, by what they hold of a person: e-mail address and phone number.
    ///
    /// The customer id is left out: it is what the source believes, not evidence of who somebody is.
    #[must_use]
    pub fn of_population(population: &Population) -> Self {
        let column =
            |kind: ColumnKind, cells: &TextColumn| Column { name: kind.name().to_owned(), kind, cells: cells.clone() };
        Self::new(vec![column(ColumnKind::Email, &population.email), column(ColumnKind::Phone, &population.phone)])
    }

    /// The same columns of some records of a population.
    #[must_use]
    pub fn of_records(population: &Population, rows: &[u32]) -> Self {
        let column = |kind: ColumnKind, cells: &TextColumn| {
            let mut kept = TextColumn::default();
            rows.iter().for_each(|&row| kept.push(cells.get(row as usize)));
            Column { name: kind.name().to_owned(), kind, cells: kept }
        };
        Self::new(vec![column(ColumnKind::Email, &population.email), column(ColumnKind::Phone, &population.phone)])
    }

    /// The columns, in the order in which they were given.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
