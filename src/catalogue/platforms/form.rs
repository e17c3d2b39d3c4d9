//! The file of a platform.
//!
//! Owns: its keys, and what is checked before a scenario can name it. Deliberately knows no platform.

use rehearsal_core::plan;
use serde::de;
use serde::{Deserialize, Deserializer};

use super::{Cap, CapChannel, Door, DoorKind, Guard, Platform, Switches};
use crate::catalogue::evidence::Evidence;
use crate::catalogue::folder::Listed;
use crate::catalogue::form::{Check, Entry, FactForm};
use crate::yaml::field::Field;

/// A file as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::catalogue) struct PlatformForm {
    id: Field<String>,
    name: Field<String>,
    switches: Option<Field<SwitchesForm>>,
    doors: Field<Vec<Field<DoorForm>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct SwitchesForm {
    mails_never_subscribed: Option<Field<FactForm<bool>>>,
    leaves_flow_when_skipped: Option<Field<FactForm<bool>>>,
    event_age_minutes_max: Option<Field<FactForm<AgeMax>>>,
    list_flows_once: Option<Field<FactForm<bool>>>,
    frequency_caps: Option<Field<FactForm<Vec<Field<CapForm>>>>>,
    enforces_ramp: Option<Field<FactForm<bool>>>,
}

/// Minutes, or `none` where age does not matter.
#[derive(Clone, Copy, Debug)]
struct AgeMax(Option<i32>);

impl<'de> Deserialize<'de> for AgeMax {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match (text.as_str(), text.parse::<i32>()) {
            ("none", _) => Ok(Self(None)),
            (_, Ok(minutes)) if minutes > 0 => Ok(Self(Some(minutes))),
            _ => Err(de::Error::custom(format!("expected a number of minutes, or `none`, found `{text}`"))),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CapForm {
    channel: Field<CapChannel>,
    count: Field<u32>,
    minutes: Field<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct DoorForm {
    id: Field<String>,
    name: Field<String>,
    kind: Field<DoorKind>,
    adds_to_list: Field<bool>,
    fires_flows: Field<bool>,
    evidence: Field<Evidence>,
    consent: Field<Consent>,
    clears_suppressions: Field<bool>,
    is_idempotent: Field<bool>,
    rejoins_list: Option<Field<bool>>,
    double_opt_in_mail: Field<bool>,
    rows_per_call_max: Field<u32>,
    calls_per_minute_max: Field<u32>,
    assumed: Option<Field<Vec<Field<Assumable>>>>,
    source: Field<String>,
    note: Option<Field<String>>,
    guards: Option<Field<Vec<Field<GuardForm>>>>,
}

/// What a door does with consent.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Consent {
    Leaves,
    Sets,
    Subscribes,
}

impl From<Consent> for plan::DoorConsent {
    fn from(consent: Consent) -> Self {
        match consent {
            Consent::Leaves => Self::Leaves,
            Consent::Sets => Self::Sets,
            Consent::Subscribes => Self::Subscribes,
        }
    }
}

/// Keys of a door that can be assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Assumable {
    AddsToList,
    FiresFlows,
    Consent,
    ClearsSuppressions,
    IsIdempotent,
    DoubleOptInMail,
    RowsPerCallMax,
    CallsPerMinuteMax,
}

impl Assumable {
    const fn key(self) -> &'static str {
        match self {
            Self::AddsToList => "adds-to-list",
            Self::FiresFlows => "fires-flows",
            Self::Consent => "consent",
            Self::ClearsSuppressions => "clears-suppressions",
            Self::IsIdempotent => "is-idempotent",
            Self::DoubleOptInMail => "double-opt-in-mail",
            Self::RowsPerCallMax => "rows-per-call-max",
            Self::CallsPerMinuteMax => "calls-per-minute-max",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct GuardForm {
    flag: Field<String>,
    fires_flows: Option<Field<bool>>,
    adds_to_list: Option<Field<bool>>,
    consent: Option<Field<Consent>>,
    clears_suppressions: Option<Field<bool>>,
    is_idempotent: Option<Field<bool>>,
    rejoins_list: Option<Field<bool>>,
    double_opt_in_mail: Option<Field<bool>>,
    evidence: Field<Evidence>,
    source: Field<String>,
}

impl Entry for Platform {
    const KIND: Listed = Listed::Platform;
    type Form = PlatformForm;

    fn check(form: &PlatformForm, stem: &str, check: Check<'_>) -> Option<Self> {
        let (id, name) = (check.id(&form.id, stem), check.text(&form.name));
        let switches = switches(form.switches.as_ref(), check);
        let written = form.doors.get()?;
        check.once("door", written.iter().filter_map(|door| named(&door.get()?.id)));
        let doors: Vec<Door> = written.iter().filter_map(|field| door(field, check)).collect();
        if written.is_empty() {
            check.error(&form.doors.place, "the platform has no door", "an import needs a way in");
        }
        if doors.len() < written.len() {
            return None;
        }
        Some(Self { id: id?, name: name?, switches: switches?, doors })
    }

    fn id(&self) -> &str {
        &self.id
    }
}

fn named(field: &Field<String>) -> Option<(&str, &crate::diagnostics::Place)> {
    Some((field.get()?, &field.place))
}

fn switches(field: Option<&Field<SwitchesForm>>, check: Check<'_>) -> Option<Switches> {
    let none = SwitchesForm {
        mails_never_subscribed: None,
        leaves_flow_when_skipped: None,
        event_age_minutes_max: None,
        list_flows_once: None,
        frequency_caps: None,
        enforces_ramp: None,
    };
    let form = match field {
        Some(field) => field.get()?,
        None => &none,
    };
    let is = |field: &Option<Field<FactForm<bool>>>| check.fact(field, |value| value.get().copied());
    let ramp = form.enforces_ramp.as_ref().and_then(Field::get);
    check.without_effect(ramp.map(|fact| &fact.value), "enforces-ramp");
    let [mails, leaves, once, enforces] =
        [&form.mails_never_subscribed, &form.leaves_flow_when_skipped, &form.list_flows_once, &form.enforces_ramp]
            .map(is);
    let age = check.fact(&form.event_age_minutes_max, |value| value.get().map(|age| age.0));
    let caps = check.fact(&form.frequency_caps, |value| {
        let caps: Vec<Option<Cap>> = value.get()?.iter().map(|field| cap(field, check)).collect();
        caps.into_iter().collect()
    });
    Some(Switches {
        mails_never_subscribed: mails?,
        leaves_flow_when_skipped: leaves?,
        event_age_minutes_max: age?,
        list_flows_once: once?,
        frequency_caps: caps?,
        enforces_ramp: enforces?,
    })
}

fn cap(field: &Field<CapForm>, check: Check<'_>) -> Option<Cap> {
    let form = field.get()?;
    let (count, minutes) = (check.number(&form.count, 1..=1_000_000), check.number(&form.minutes, 1..=5_256_000));
    Some(Cap { channel: *form.channel.get()?, count: count?, minutes: minutes? })
}

fn door(field: &Field<DoorForm>, check: Check<'_>) -> Option<Door> {
    let form = field.get()?;
    let assumed = form.assumed.iter().filter_map(Field::get).flatten();
    let assumed: Vec<Assumable> = assumed.filter_map(|field| field.get().copied()).collect();
    let (id, name, source) = (check.kebab(&form.id), check.text(&form.name), check.text(&form.source));
    let rows = check.number(&form.rows_per_call_max, 1..=1_000_000);
    let calls = check.number(&form.calls_per_minute_max, 1..=100_000);
    let guards = form.guards.iter().filter_map(Field::get).flatten();
    let guards: Vec<Option<Guard>> = guards.map(|field| guard(field, form, check)).collect();
    let written = form.guards.iter().filter_map(Field::get).flatten();
    check.once("flag", written.filter_map(|guard| named(&guard.get()?.flag)));
    check.without_effect(Some(&form.double_opt_in_mail), "double-opt-in-mail");
    events_only(form, check);
    let evidence = *form.evidence.get()?;
    if evidence == Evidence::Unverified && !assumed.contains(&Assumable::FiresFlows) {
        let message = "nobody says whether flows see what comes through this door, and `assumed` does not say so";
        check.error(&form.evidence.place, message, "add `fires-flows` to `assumed`");
    }
    let plain = plan::Door {
        id: id?,
        name: name?,
        source: source?,
        guards: Vec::new(),
        guard_available: None,
        adds_to_list: *form.adds_to_list.get()?,
        fires_flows: *form.fires_flows.get()?,
        consent: (*form.consent.get()?).into(),
        clears_suppressions: *form.clears_suppressions.get()?,
        is_idempotent: *form.is_idempotent.get()?,
        rejoins_list: flag(&form.rejoins_list).unwrap_or(false),
        rows_per_call_max: rows?,
        calls_per_minute_max: calls?,
    };
    Some(Door {
        kind: *form.kind.get()?,
        plain,
        evidence,
        double_opt_in_mail: *form.double_opt_in_mail.get()?,
        assumed: assumed.into_iter().map(Assumable::key).collect(),
        note: form.note.as_ref().and_then(Field::get).cloned(),
        guards: guards.into_iter().collect::<Option<_>>()?,
    })
}

/// Reports what a door for events cannot do.
fn events_only(form: &DoorForm, check: Check<'_>) {
    if form.kind.get() != Some(&DoorKind::Events) {
        return;
    }
    let hint = "a door of `kind: events` changes no list and no consent";
    for (key, field) in [("adds-to-list", &form.adds_to_list), ("clears-suppressions", &form.clears_suppressions)] {
        if field.get() == Some(&true) {
            check.error(&field.place, format!("`{key}` is true, and this door lets in events"), hint);
        }
    }
    if matches!(form.consent.get(), Some(Consent::Sets | Consent::Subscribes)) {
        check.error(&form.consent.place, "the door changes consent, and it lets in events", hint);
    }
}

fn flag(field: &Option<Field<bool>>) -> Option<bool> {
    field.as_ref().and_then(Field::get).copied()
}

fn guard(field: &Field<GuardForm>, door: &DoorForm, check: Check<'_>) -> Option<Guard> {
    let form = field.get()?;
    let (name, source) = (check.kebab(&form.flag), check.text(&form.source));
    if name.as_deref() == Some("id") {
        check.error(&form.flag.place, "a flag cannot be called `id`", "a scenario gives the door's own id there");
    }
    check.without_effect(form.double_opt_in_mail.as_ref(), "double-opt-in-mail");
    let flags = [
        (&form.fires_flows, flag_of(&door.fires_flows)),
        (&form.adds_to_list, flag_of(&door.adds_to_list)),
        (&form.clears_suppressions, flag_of(&door.clears_suppressions)),
        (&form.is_idempotent, flag_of(&door.is_idempotent)),
        (&form.rejoins_list, Some(flag(&door.rejoins_list).unwrap_or(false))),
        (&form.double_opt_in_mail, flag_of(&door.double_opt_in_mail)),
    ];
    let consent = form.consent.as_ref().and_then(Field::get).map(|consent| plan::DoorConsent::from(*consent));
    let plain_consent = door.consent.get().map(|consent| plan::DoorConsent::from(*consent));
    let changes = flags.iter().any(|(set, plain)| flag(set).is_some_and(|set| Some(set) != *plain))
        || consent.is_some_and(|consent| Some(consent) != plain_consent);
    if !changes {
        check.error(&field.place, "the flag changes nothing about its door", "state what is different with it");
    }
    Some(Guard {
        flag: name?,
        fires_flows: flag(&form.fires_flows),
        adds_to_list: flag(&form.adds_to_list),
        consent,
        clears_suppressions: flag(&form.clears_suppressions),
        is_idempotent: flag(&form.is_idempotent),
        rejoins_list: flag(&form.rejoins_list),
        double_opt_in_mail: flag(&form.double_opt_in_mail),
        evidence: *form.evidence.get()?,
        source: source?,
    })
}

fn flag_of(field: &Field<bool>) -> Option<bool> {
    field.get().copied()
}
