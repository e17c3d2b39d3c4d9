//! What a column of an export holds.
//!
//! Owns: which fields are dates, and the custom properties. Deliberately lists no field: the catalogue does.

use rehearsal_core::ids::{Index, PropertyMark};
use rehearsal_core::value::ValueKind;

use crate::catalogue::ExportField;

/// The fields that hold a date.
pub(super) const DATES: [ExportField; 7] = [
    ExportField::CreatedAt,
    ExportField::Birthday,
    ExportField::EmailConsentAt,
    ExportField::SmsConsentAt,
    ExportField::LastOpen,
    ExportField::LastClick,
    ExportField::LastOrder,
];

/// What a column of a file is mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Field(ExportField),
    Property(Index<PropertyMark>, ValueKind),
}
