//! The summary for machines: a documented and versioned contract.
//!
//! Owns: the JSON document and its schema. Deliberately written as a stream: a large table has many merges, and each
//! tells all its evidence. Keys are in snake case and only ever added; rows are lines, people are pseudonyms, and no
//! row id is in it.

use std::io::{self, Write};

use rehearsal_identity::{Basis, Decider, Link, Shared};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Serialize, Serializer};

use super::ids::IdsDocument;
use super::read::Reading;
use super::summary::{Measured, Summary};

/// The version of the contract. It changes when a key disappears or changes its meaning.
pub const CONTRACT: &str = "1";

/// What was found in a table. Weights are in hundredths of a bit, probabilities and shares in thousandths or
/// ten-thousandths: there is no fraction in it.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    /// Version of this contract: `1`. Within a version, keys are only ever added.
    dedupe: &'a str,
    /// Version of the program.
    version: &'a str,
    /// File name of the table, without its folder.
    file: &'a str,
    /// Rows that were compared.
    rows: u64,
    /// People (or whatever the rows are) that they are.
    clusters: u64,
    /// Rows that are not the first of theirs.
    duplicates: u64,
    /// Clusters of more than one row.
    merged: u64,
    /// Rows of the largest cluster.
    largest: u64,
    /// Households of more than one cluster.
    households: u64,
    /// Clusters that live in one of those.
    household_clusters: u64,
    /// What became of each column of the file, in its order.
    columns: Vec<ColumnDocument<'a>>,
    /// Rows with another number of cells than the header; they took no part.
    ragged_rows: u64,
    /// The first of their lines.
    ragged_lines: &'a [u64],
    /// What else was noticed about the file.
    notes: &'a [String],
    /// How the weights came about.
    basis: BasisDocument<'a>,
    /// The odds before any evidence, in hundredths of a bit.
    prior_centibits: i32,
    /// What the data itself taught.
    learnt: LearntDocument,
    /// What was done.
    effort: EffortDocument,
    /// What joined the rows; most frequent first.
    joined_by: Vec<Counted<'a>>,
    /// Merged clusters by what they lose.
    losses: Vec<Counted<'a>>,
    /// By column of consents.
    consents: Vec<ConsentDocument<'a>>,
    /// Answers of earlier reviews that were obeyed.
    answers_obeyed: u64,
    /// Answers about rows that the table does not have.
    answers_unknown: u64,
    /// How good it is; `null` if no truth was given.
    measured: Option<MeasuredDocument<'a>>,
    /// What the register of customer ids did; `null` without `--ids`, or if nothing could be compared.
    customer_ids: Option<IdsDocument<'a>>,
    /// Fingerprint of the key of the pseudonyms: compare them only between reports with the same one.
    key_fingerprint: String,
    /// Whether that key was derived from the name of the file: then pseudonyms can be guessed.
    key_derived: bool,
    /// Every suggested merge, strongest first.
    #[schemars(with = "Vec<MergeDocument<'_>>")]
    merges: Links<'a>,
    /// The pairs that people should decide about, most doubtful first.
    #[schemars(with = "Vec<MergeDocument<'_>>")]
    review: Links<'a>,
}

/// A column of the file.
#[derive(Serialize, JsonSchema)]
struct ColumnDocument<'a> {
    /// Its place, from 1.
    place: usize,
    /// Its header; `null` if it is not known, because it might be a person.
    header: Option<&'a str>,
    /// What it is read as; `ignore` if not at all.
    role: &'a str,
    /// How that came about.
    reading: &'a str,
}

/// How the weights came about.
#[derive(Serialize, JsonSchema)]
struct BasisDocument<'a> {
    /// `nothing`, `fitted`, `fixed` or `refused`.
    kind: &'a str,
    /// Steps of the fit.
    steps: Option<u32>,
    /// Why they were not fitted.
    reason: Option<&'a str>,
}

/// What the data itself taught.
#[derive(Serialize, JsonSchema)]
struct LearntDocument {
    /// Mailboxes of many surnames.
    shared_mailboxes: SharedDocument,
    /// Phone numbers of many surnames.
    shared_phones: SharedDocument,
    /// Birth dates far above their expected count.
    default_dates: SharedDocument,
    /// Mail domains that are a slip of a frequent one.
    domain_slips: SharedDocument,
    /// Pairs of first names that one person uses both of.
    short_forms: u32,
}

/// Values that mean something else than they say.
#[derive(Serialize, JsonSchema)]
struct SharedDocument {
    /// How many values.
    values: u32,
    /// On how many rows.
    rows: u32,
}

/// What was done.
#[derive(Serialize, JsonSchema)]
struct EffortDocument {
    /// Pairs of rows that were compared.
    pairs: u64,
    /// Blocks that were too large.
    purged_blocks: u64,
    /// Different comparison patterns.
    patterns: u64,
    /// By the model's own probabilities, of 1,000 joined pairs.
    expected_wrong_permille: u32,
    /// The same of pairs that were not joined.
    expected_missed_permille: u32,
}

/// Something, counted.
#[derive(Serialize, JsonSchema)]
struct Counted<'a> {
    /// What.
    name: &'a str,
    /// How often.
    count: u64,
}

/// What becomes of the consents in a column: the strictest wins.
#[derive(Serialize, JsonSchema)]
struct ConsentDocument<'a> {
    /// Its header.
    header: &'a str,
    /// Merged clusters whose rows say different things.
    conflicts: u64,
    /// Those in which a subscription gives way.
    given_up: u64,
}

/// How good it is, in pairs of rows.
#[derive(Serialize, JsonSchema)]
struct MeasuredDocument<'a> {
    /// Pairs that are truly one.
    true_pairs: u64,
    /// Pairs that were put together.
    found_pairs: u64,
    /// Pairs that are both.
    right_pairs: u64,
    /// In ten-thousandths.
    #[serde(rename = "precision_permyriad")] // a key of a report is never renamed
    precision_basis_points: u64,
    /// In ten-thousandths.
    #[serde(rename = "recall_permyriad")] // a key of a report is never renamed
    recall_basis_points: u64,
    /// In ten-thousandths.
    #[serde(rename = "f1_permyriad")] // a key of a report is never renamed
    f1_basis_points: u64,
    /// The first wrong merges, by line.
    wrong: &'a [[u32; 2]],
    /// The first missed pairs, by line.
    missed: &'a [[u32; 2]],
    /// Rows that the truth does not know; not counted.
    missing_rows: u64,
    /// Rows of the truth that the table does not have.
    unknown_rows: u64,
}

/// Two rows, and what speaks for and against their being one.
#[derive(Serialize, JsonSchema)]
struct MergeDocument<'a> {
    /// The lines on which they begin.
    lines: [u32; 2],
    /// The pseudonym of each row's person.
    people: [String; 2],
    /// In thousandths.
    probability_permille: u16,
    /// All evidence and the prior, in hundredths of a bit.
    weight_centibits: i32,
    /// `evidence` or `person`.
    decided_by: &'a str,
    /// What joining the two would lose.
    loses: Vec<&'a str>,
    /// Each piece of evidence, in the order of the fields.
    evidence: Vec<StepDocument<'a>>,
    /// What else the two could be; the evidence is weighed against it.
    rival: &'a str,
    /// The odds of one person against the rival before any evidence.
    prior_centibits: i32,
    /// What the whole weighs more or less than the prior and the pieces: other explanations.
    overlap_centibits: i32,
}

/// One piece of evidence.
#[derive(Serialize, JsonSchema)]
struct StepDocument<'a> {
    /// What was compared.
    field: &'a str,
    /// What came of it.
    level: &'a str,
    /// What it says for one person against the rival.
    weight_centibits: i32,
}

/// Links that become documents one by one, while they are written.
struct Links<'a> {
    summary: &'a Summary<'a>,
    links: &'a [Link],
}

impl Serialize for Links<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.links.iter().map(|link| link_document(self.summary, link)))
    }
}

/// Writes the document: one line.
pub(super) fn render(summary: &Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer(&mut out, &document(summary)).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// The JSON Schema (draft 2020-12) of the document.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<Document<'_>>().to_value()
}

fn document<'a>(summary: &'a Summary<'a>) -> Document<'a> {
    let (sheet, findings) = (summary.sheet, summary.findings);
    Document {
        dedupe: CONTRACT,
        version: env!("CARGO_PKG_VERSION"),
        file: &summary.file,
        rows: summary.rows(),
        clusters: summary.clusters,
        duplicates: summary.duplicates(),
        merged: summary.merged,
        largest: summary.largest,
        households: summary.households,
        household_clusters: summary.household_clusters,
        columns: columns(summary),
        ragged_rows: sheet.ragged_rows,
        ragged_lines: &sheet.ragged_lines,
        notes: &sheet.notes,
        basis: basis(&findings.basis),
        prior_centibits: findings.prior_centibits,
        learnt: LearntDocument {
            shared_mailboxes: shared(findings.learnt.shared_mailboxes),
            shared_phones: shared(findings.learnt.shared_phones),
            default_dates: shared(findings.learnt.default_dates),
            domain_slips: shared(findings.learnt.domain_slips),
            short_forms: findings.learnt.short_forms,
        },
        effort: EffortDocument {
            pairs: findings.effort.pairs,
            purged_blocks: findings.effort.purged_blocks,
            patterns: findings.effort.patterns,
            expected_wrong_permille: findings.effort.expected_wrong_permille,
            expected_missed_permille: findings.effort.expected_missed_permille,
        },
        joined_by: summary.joined_by.iter().map(|(name, count)| Counted { name, count: *count }).collect(),
        losses: summary.losses.iter().map(|(loss, count)| Counted { name: loss.name(), count: *count }).collect(),
        consents: summary
            .consents
            .iter()
            .map(|column| ConsentDocument {
                header: column.header,
                conflicts: column.conflicts,
                given_up: column.given_up,
            })
            .collect(),
        answers_obeyed: summary.answers_obeyed,
        answers_unknown: summary.answers_unknown,
        measured: summary.measured.as_ref().map(measured),
        customer_ids: IdsDocument::of(summary),
        key_fingerprint: summary.key_fingerprint(),
        key_derived: summary.key_is_derived(),
        merges: Links { summary, links: &findings.merges },
        review: Links { summary, links: &findings.review },
    }
}

fn columns<'a>(summary: &'a Summary<'a>) -> Vec<ColumnDocument<'a>> {
    let columns = summary.sheet.columns.iter().enumerate();
    columns
        .map(|(place, column)| ColumnDocument {
            place: place + 1,
            header: column.header.as_deref(),
            role: column.role.name(),
            reading: match column.reading {
                Reading::Mapped => "mapped",
                Reading::Guessed => "guessed",
                Reading::Second(_) => "second",
                Reading::Nearly(_) => "nearly",
                Reading::Left => "left",
                Reading::Unknown => "unknown",
            },
        })
        .collect()
}

fn basis(basis: &Basis) -> BasisDocument<'_> {
    match basis {
        Basis::Nothing => BasisDocument { kind: "nothing", steps: None, reason: None },
        Basis::Fitted { steps } => BasisDocument { kind: "fitted", steps: Some(*steps), reason: None },
        Basis::Fixed { reason } => BasisDocument { kind: "fixed", steps: None, reason: Some(reason) },
        Basis::Refused { reason } => BasisDocument { kind: "refused", steps: None, reason: Some(reason) },
    }
}

const fn shared(shared: Shared) -> SharedDocument {
    SharedDocument { values: shared.values, rows: shared.rows }
}

fn measured(measured: &Measured) -> MeasuredDocument<'_> {
    let quality = measured.quality;
    MeasuredDocument {
        true_pairs: quality.true_pairs,
        found_pairs: quality.found_pairs,
        right_pairs: quality.right_pairs,
        precision_basis_points: quality.precision_basis_points(),
        recall_basis_points: quality.recall_basis_points(),
        f1_basis_points: quality.f1_basis_points(),
        wrong: &measured.wrong,
        missed: &measured.missed,
        missing_rows: measured.missing_rows,
        unknown_rows: measured.unknown_rows,
    }
}

fn link_document<'a>(summary: &'a Summary<'a>, link: &Link) -> MergeDocument<'a> {
    let waterfall = summary.waterfall(link);
    let step = |step: &super::EvidenceStep<'a>| StepDocument {
        field: step.field,
        level: step.level,
        weight_centibits: step.weight_centibits,
    };
    MergeDocument {
        lines: link.rows.map(|row| summary.line(row)),
        people: link.rows.map(|row| summary.person(row)),
        probability_permille: link.probability_permille,
        weight_centibits: link.weight_centibits,
        decided_by: match link.by {
            Decider::Evidence => "evidence",
            Decider::Person => "person",
        },
        loses: summary.losses_of(link).iter().map(super::Loss::name).collect(),
        evidence: waterfall.steps.iter().map(step).collect(),
        rival: link.rival.name(),
        prior_centibits: link.prior_centibits,
        overlap_centibits: if link.by == Decider::Person { 0 } else { waterfall.overlap_centibits },
    }
}
