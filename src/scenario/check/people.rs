//! `population` and `identity`.

use std::path::Path;

use rehearsal_core::limits::{EXPORT_FILES_MAX, PROFILES_MAX};
use rehearsal_core::plan::{Dirt, IdentityPlan, Key, Locale, PopulationPlan, Synthetic, SyntheticDomain};
use rehearsal_core::ratio::Ratio;

use super::context::{Context, given, part, ratio};
use super::{names, zones};
use crate::catalogue::Listed;
use crate::diagnostics::Place;
use crate::diagnostics::suggestion;
use crate::exports::{ExportRequest, countries};
use crate::scenario::raw;
use crate::scenario::text::{Count, RatioText};
use crate::yaml::field::{Field, Named};

/// The largest weight: the sum of all weights of a table still fits 32 bits.
const WEIGHT_MAX: u64 = 1_000_000;
/// How many people there are if the scenario does not say.
const PROFILES_DEFAULT: u64 = 1_000;

/// Where the people of a locale live: id, country, zone.
const LOCALES: [(&str, &str, &str); 6] = [
    ("nl", "NL", "Europe/Amsterdam"),
    ("be", "BE", "Europe/Brussels"),
    ("de", "DE", "Europe/Berlin"),
    ("fr", "FR", "Europe/Paris"),
    ("uk", "GB", "Europe/London"),
    ("us", "US", "America/New_York"),
];

/// Mail domains of people if the scenario does not say. Invented: nobody publishes Dutch shares.
const MAILBOXES: [(&str, u32); 7] = [
    ("gmail.com", 40),
    ("hotmail.com", 22),
    ("outlook.com", 6),
    ("icloud.com", 6),
    ("ziggo.nl", 8),
    ("kpnmail.nl", 8),
    ("example.org", 10),
];

/// Who the people are, and the exports to read.
pub(super) fn population(
    field: &Option<Field<raw::Population>>,
    context: &mut Context<'_>,
) -> (PopulationPlan, Vec<ExportRequest>) {
    let Some(population) = part(field) else {
        context.assumptions.push(format!(
            "The scenario does not say who the people are: {PROFILES_DEFAULT} synthetic profiles are used."
        ));
        return (PopulationPlan::Synthetic(Box::new(synthetic(None, context))), Vec::new());
    };
    match (&population.synthetic, &population.exports) {
        (Some(synthetic), None) => {
            let plan = self::synthetic(synthetic.get(), context);
            (PopulationPlan::Synthetic(Box::new(plan)), Vec::new())
        }
        (None, Some(exports)) => {
            let requests: Vec<ExportRequest> = part(&population.exports)
                .map_or(&[][..], Vec::as_slice)
                .iter()
                .filter_map(|export| self::export(export, context))
                .collect();
            if requests.len() > EXPORT_FILES_MAX {
                context.error(&exports.place, format!("there are more than {EXPORT_FILES_MAX} exports"));
            }
            if exports.get().is_some_and(Vec::is_empty) {
                context.error(&exports.place, "no export is named here");
            }
            know_countries(context);
            (PopulationPlan::Exports, requests)
        }
        (Some(_), Some(exports)) => {
            context.error_with(
                &exports.place,
                "a population is `synthetic` or from `exports`, not both",
                "keep one of the two",
            );
            (PopulationPlan::Exports, Vec::new())
        }
        (None, None) => {
            if let Some(field) = field {
                context.lacks(&field.place, "a population needs `synthetic` or `exports`", None);
            }
            (PopulationPlan::Exports, Vec::new())
        }
    }
}

/// Gives the plan every country and clock that rows of an export can name: a person whose clock the plan does not know
/// would be judged by the scenario's, and a mail at night would pass for one in the day.
fn know_countries(context: &mut Context<'_>) {
    for (code, zone_name) in countries() {
        context.symbols.intern(code);
        if let Some(zone) = zones::find(zone_name) {
            context.clocks.add(zone_name, &zone);
        }
    }
}

/// One export: the file beside the scenario, and its mapping. The file itself is not read here.
fn export(field: &Field<raw::Export>, context: &mut Context<'_>) -> Option<ExportRequest> {
    let export = field.get()?;
    if let Some(format) = export.format.get() {
        let catalogue = context.catalogue;
        if catalogue.preset(format).is_none() {
            let ids = catalogue.presets().iter().map(|preset| preset.id.as_str());
            let hint = suggestion(format, ids).unwrap_or_else(|| "`rehearsal list` shows the formats".into());
            context.error_with(&export.format.place, format!("unknown format `{format}`"), hint);
        }
        context.mention_origin(Listed::Preset, format);
    }
    let mut columns = Vec::new();
    for (header, _, column, place) in part(&export.columns).into_iter().flat_map(Named::iter) {
        self::column(column, place, context);
        columns.push((header.to_owned(), column.clone()));
    }
    let name = context.name(&export.file);
    let base = context.sources.0.get(export.file.place.source).map(|source| Path::new(&source.name));
    let path = base.and_then(Path::parent).map_or_else(|| Path::new(&name).to_owned(), |folder| folder.join(&name));
    let format = export.format.get()?.clone();
    Some(ExportRequest { path, name, format, columns, place: export.file.place.clone() })
}

/// Checks that a column leads to a field of a record, or to a declared property.
fn column(name: &str, place: &Place, context: &Context<'_>) {
    if let Some(property) = name.strip_prefix("property.") {
        context.property_at(property, place);
        return;
    }
    let known = names::export_fields();
    if !known.contains(&name) {
        let hint = suggestion(name, known).unwrap_or_else(|| "a custom property is written property.<name>".into());
        context.error_with(place, format!("unknown field `{name}`"), hint);
    }
}

/// Invented people; what the scenario leaves out is documented as an assumption where it matters.
fn synthetic(raw: Option<&raw::Synthetic>, context: &mut Context<'_>) -> Synthetic {
    let or = |field: Option<RatioText>, default: Ratio| field.map_or(default, |ratio| ratio.0);
    let share = |over: u32, under: u32| Ratio::new(over, under).unwrap_or(Ratio::ZERO);
    let profiles = raw.map_or(PROFILES_DEFAULT, |raw| context.count(&raw.profiles, 1, PROFILES_MAX));
    let get = |pick: fn(&raw::Synthetic) -> &Option<Field<RatioText>>| raw.and_then(|raw| given(pick(raw)));
    let created = raw.and_then(|raw| part(&raw.created));
    let suppressed = raw.and_then(|raw| part(&raw.suppressed));
    let shares = |pick: fn(&raw::Suppressed) -> &Option<Field<RatioText>>| {
        suppressed.map_or(Ratio::ZERO, |raw| ratio(pick(raw)))
    };
    let suppressed = [
        shares(|raw| &raw.bounced),
        shares(|raw| &raw.complained),
        shares(|raw| &raw.unsubscribed),
        shares(|raw| &raw.blocked),
    ];
    Synthetic {
        profiles,
        existing: or(get(|raw| &raw.existing), Ratio::ONE),
        duplicates: or(get(|raw| &raw.duplicates), Ratio::ZERO),
        duplicates_same_email: or(get(|raw| &raw.duplicates_same_email), share(1, 2)),
        duplicates_same_customer_id: or(get(|raw| &raw.duplicates_same_customer_id), Ratio::ZERO),
        locales: locales(raw.and_then(|raw| raw.locales.as_ref()), context),
        domains: domains(raw.and_then(|raw| raw.mailboxes.as_ref()), context),
        created_days_before: created_days(created, context),
        email_consent: consent(raw.and_then(|raw| raw.email_consent.as_ref()), [5, 15, 0, 80], context),
        sms_consent: consent(raw.and_then(|raw| raw.sms_consent.as_ref()), [0, 90, 0, 10], context),
        suppressed,
        engagement: engagement(raw.and_then(|raw| raw.engagement.as_ref()), context),
        ordered: or(get(|raw| &raw.ordered), share(1, 2)),
        orders_max: raw
            .and_then(|raw| raw.orders_max.as_ref())
            .map_or(10, |field| context.count(field, 1, 10_000) as u32),
        phone: or(get(|raw| &raw.phone), share(1, 2)),
        birthday: or(get(|raw| &raw.birthday), share(1, 4)),
        dirt: dirt(raw.and_then(|raw| part(&raw.dirt))),
    }
}

/// How records are dirtied: not at all, if the scenario does not say.
fn dirt(raw: Option<&raw::Dirt>) -> Dirt {
    let share = |pick: fn(&raw::Dirt) -> &Option<Field<RatioText>>| raw.map_or(Ratio::ZERO, |raw| ratio(pick(raw)));
    Dirt {
        upper_case: share(|raw| &raw.upper_case),
        blanks: share(|raw| &raw.blanks),
        typo_domain: share(|raw| &raw.typo_domain),
        missing_email: share(|raw| &raw.missing_email),
        shared_mailbox: share(|raw| &raw.shared_mailbox),
    }
}

/// A weight of a table.
fn weight(field: &Option<Field<Count>>, context: &Context<'_>) -> u32 {
    field.as_ref().map_or(0, |field| context.count(field, 0, WEIGHT_MAX) as u32)
}

/// Reports weights that are all zero: nothing could be drawn from them.
fn not_all_zero(weights: &[u32], place: &Place, context: &Context<'_>) {
    if weights.iter().all(|&weight| weight == 0) {
        context.lacks(place, "all weights are zero, so there is nothing to choose from", None);
    }
}

fn locales(field: Option<&Field<Named<Count>>>, context: &mut Context<'_>) -> Vec<Locale> {
    let mut chosen: Vec<(&str, u32)> = Vec::new();
    if let Some(field) = field {
        for (name, name_place, count, place) in field.get().into_iter().flat_map(Named::iter) {
            let known = LOCALES.map(|locale| locale.0);
            match known.iter().find(|known| **known == name) {
                Some(known) => chosen.push((
                    known,
                    context.count(&Field { place: place.clone(), value: Some(*count) }, 0, WEIGHT_MAX) as u32,
                )),
                None => context.unknown(name_place, "locale", name, &known, "locales"),
            }
        }
        if field.get().is_some() {
            not_all_zero(&chosen.iter().map(|(_, weight)| *weight).collect::<Vec<_>>(), &field.place, context);
        }
    } else {
        chosen.push(("nl", 1));
    }
    let with_place = |(id, weight): (&str, u32)| {
        let (_, country, zone_name) = LOCALES.into_iter().find(|locale| locale.0 == id)?;
        let zone = context.clocks.add(zone_name, &zones::find(zone_name)?);
        Some(Locale { id: id.to_owned(), country: context.symbols.intern(country), zone, weight })
    };
    chosen.into_iter().filter_map(with_place).collect()
}

fn domains(field: Option<&Field<Named<Count>>>, context: &mut Context<'_>) -> Vec<SyntheticDomain> {
    let mut chosen: Vec<(String, u32)> = Vec::new();
    if let Some(field) = field {
        for (name, name_place, count, place) in field.get().into_iter().flat_map(Named::iter) {
            let domain = name.trim().to_lowercase();
            let is_domain = domain.contains('.')
                && domain.len() <= 253
                && domain.split('.').all(|label| {
                    !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                });
            if !is_domain {
                context.error(name_place, format!("expected a mail domain such as gmail.com, found `{name}`"));
            }
            chosen.push((
                domain,
                context.count(&Field { place: place.clone(), value: Some(*count) }, 0, WEIGHT_MAX) as u32,
            ));
        }
        if field.get().is_some() {
            not_all_zero(&chosen.iter().map(|(_, weight)| *weight).collect::<Vec<_>>(), &field.place, context);
        }
    } else {
        chosen.extend(MAILBOXES.map(|(domain, weight)| (domain.to_owned(), weight)));
        let mix: Vec<String> = MAILBOXES.iter().map(|(domain, weight)| format!("{domain} {weight}")).collect();
        context.assumptions.push(format!(
            "The mix of mailboxes is invented, because the scenario gives none and nobody publishes one: {}.",
            mix.join(", ")
        ));
    }
    let provided = |(domain, weight): (String, u32)| {
        let provider = names::provider_of(&domain);
        SyntheticDomain { domain, provider, weight }
    };
    chosen.into_iter().map(provided).collect()
}

/// Days before day 0, oldest and newest.
fn created_days(raw: Option<&raw::Created>, context: &Context<'_>) -> (u32, u32) {
    let days = |field: &Option<Field<crate::scenario::text::Length>>, default: u32| {
        let Some(length) = part(field) else { return default };
        if length.0 % 1440 != 0 {
            field.iter().for_each(|field| context.error(&field.place, "expected whole days, such as 30d"));
        }
        (length.0 / 1440).unsigned_abs()
    };
    let Some(raw) = raw else { return (2_000, 1) };
    let (oldest, newest) = (days(&raw.oldest, 2_000), days(&raw.newest, 1));
    if newest > oldest
        && let Some(field) = raw.newest.as_ref().or(raw.oldest.as_ref())
    {
        context.error(&field.place, format!("the newest ({newest}d ago) is older than the oldest ({oldest}d ago)"));
    }
    (oldest.max(newest), newest)
}

/// Weights of consent in the order of the plan: unsubscribed, never, unconfirmed, subscribed.
fn consent(field: Option<&Field<raw::ConsentWeights>>, default: [u32; 4], context: &Context<'_>) -> [u32; 4] {
    let Some(field) = field else { return default };
    let Some(raw) = field.get() else { return default };
    let weights =
        [&raw.unsubscribed, &raw.never, &raw.unconfirmed, &raw.subscribed].map(|field| weight(field, context));
    not_all_zero(&weights, &field.place, context);
    weights
}

fn engagement(field: Option<&Field<raw::Engagement>>, context: &mut Context<'_>) -> [u32; 4] {
    let default = [35, 20, 25, 20];
    let Some(field) = field else {
        context.assumptions.push(
            "How recently people opened a mail is invented: 35% in 30 days, 20% in 90 days, 25% in a year, 20% never."
                .into(),
        );
        return default;
    };
    let Some(raw) = field.get() else { return default };
    let weights = [&raw.days_30, &raw.days_90, &raw.days_365, &raw.never].map(|field| weight(field, context));
    not_all_zero(&weights, &field.place, context);
    weights
}

/// What counts as one profile.
pub(super) fn identity(field: &Option<Field<raw::Identity>>, context: &Context<'_>) -> IdentityPlan {
    let key = |name: raw::KeyName| match name {
        raw::KeyName::Email => Key::Email,
        raw::KeyName::Phone => Key::Phone,
        raw::KeyName::CustomerId => Key::CustomerId,
    };
    let by_email = IdentityPlan { key: Key::Email, matches: vec![Key::Email], by_evidence: false };
    let Some(raw) = part(field) else { return by_email };
    let mut plan = IdentityPlan { key: given(&raw.key).map_or(Key::Email, key), ..by_email };
    let Some(names) = part(&raw.matches) else { return plan };
    plan.matches.clear();
    for field in names {
        let found = match field.get() {
            None => continue,
            Some(raw::MatchName::Email) => Some(Key::Email),
            Some(raw::MatchName::Phone) => Some(Key::Phone),
            Some(raw::MatchName::CustomerId) => Some(Key::CustomerId),
            Some(raw::MatchName::Evidence) => None,
        };
        match found {
            Some(found) if plan.matches.contains(&found) => {
                context.error(&field.place, format!("`{}` is here a second time", found.name()));
            }
            None if plan.by_evidence => context.error(&field.place, "`evidence` is here a second time"),
            Some(found) => plan.matches.push(found),
            None => plan.by_evidence = true,
        }
    }
    plan
}
