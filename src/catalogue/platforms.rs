//! Platforms: their doors, their guards, and what they do by themselves.

use std::fmt;
use std::sync::LazyLock;

use rehearsal_core::plan;
use serde::Deserialize;

use super::evidence::{Evidence, Fact};

/// A platform of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Platform {
    /// The id in scenarios, such as `klaviyo`.
    pub id: String,
    /// The name to print.
    pub name: String,
    /// What it does by itself.
    pub switches: Switches,
    /// The ways in; at least one.
    pub doors: Vec<Door>,
}

/// What a platform does by itself, each with its source; a scenario can override every one. A switch of which a file of
/// the catalogue says nothing is off, and only assumed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Switches {
    /// Whether marketing mail also goes to people who never said anything.
    pub mails_never_subscribed: Fact<bool>,
    /// Whether a person who must not be mailed leaves the flow at the message.
    pub leaves_flow_when_skipped: Fact<bool>,
    /// Events that happened longer ago start no flow, in minutes; `None` where age does not matter.
    pub event_age_minutes_max: Fact<Option<i32>>,
    /// Whether a profile enters a list-triggered flow only once, ever.
    pub list_flows_once: Fact<bool>,
    /// Frequency caps that are on unless somebody turns them off.
    pub frequency_caps: Fact<Vec<Cap>>,
    /// Whether it holds mail back by itself while an address is warmed up.
    pub enforces_ramp: Fact<bool>,
}

/// A frequency cap: at most so many messages to one profile in a moving window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cap {
    /// Which channel.
    pub channel: CapChannel,
    /// How many; at least 1.
    pub count: u32,
    /// In how many minutes.
    pub minutes: i32,
}

/// The channel of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapChannel {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
}

/// What a door lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoorKind {
    /// People.
    Profiles,
    /// What they did.
    Events,
}

/// What a door does with consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// Leaves it as it is on the platform.
    Leaves,
    /// Sets what the row states, also a no.
    Sets,
    /// Makes everybody a subscriber.
    Subscribes,
}

/// A way in which a record or an event enters a platform, without any flag of the call.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Door {
    /// The id in scenarios, such as `csv-list-upload`.
    pub id: String,
    /// The name to print.
    pub name: String,
    /// What it lets in.
    pub kind: DoorKind,
    /// Whether it adds profiles to the import's list.
    pub adds_to_list: bool,
    /// Whether flows see what comes through it.
    pub fires_flows: bool,
    /// How well `fires_flows` is known.
    pub evidence: Evidence,
    /// What it does with consent.
    pub consent: Consent,
    /// Whether it lifts suppressions of the people in it.
    pub clears_suppressions: bool,
    /// Whether sending the same row again changes nothing.
    pub is_idempotent: bool,
    /// Whether adding somebody to a list on whom it has them already counts as joining it anew.
    #[serde(default)]
    pub rejoins_list: bool,
    /// Whether people are asked to confirm by a mail of the platform's own.
    pub double_opt_in_mail: bool,
    /// Rows in one call, at most.
    pub rows_per_call_max: u32,
    /// Calls in one minute, at most.
    pub calls_per_minute_max: u32,
    /// Keys above whose values nobody publishes: stated assumptions, on the cautious side.
    #[serde(default)]
    pub assumed: Vec<String>,
    /// Where the rest comes from.
    pub source: String,
    /// What else there is to know.
    #[serde(default)]
    pub note: Option<String>,
    /// Flags of the call that change what the door does.
    #[serde(default)]
    pub guards: Vec<Guard>,
}

/// A flag of a call; a property that is not stated stays as it is without the flag.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Guard {
    /// The name in scenarios, in kebab-case.
    pub flag: String,
    /// Whether flows see what comes through.
    #[serde(default)]
    pub fires_flows: Option<bool>,
    /// Whether profiles are added to the import's list.
    #[serde(default)]
    pub adds_to_list: Option<bool>,
    /// What happens to consent.
    #[serde(default)]
    pub consent: Option<Consent>,
    /// Whether suppressions are lifted.
    #[serde(default)]
    pub clears_suppressions: Option<bool>,
    /// Whether sending a row again changes nothing.
    #[serde(default)]
    pub is_idempotent: Option<bool>,
    /// Whether people join a list anew that has them already.
    #[serde(default)]
    pub rejoins_list: Option<bool>,
    /// Whether people are asked to confirm by mail.
    #[serde(default)]
    pub double_opt_in_mail: Option<bool>,
    /// How well this is known.
    pub evidence: Evidence,
    /// Who says so.
    pub source: String,
}

/// A flag that a door does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownGuard {
    /// The flag as written.
    pub flag: String,
    /// The flags that the door has.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the door has no flag `{}`", self.flag)
    }
}

impl std::error::Error for UnknownGuard {}

impl Platform {
    /// The door of this id.
    #[must_use]
    pub fn door(&self, id: &str) -> Option<&Door> {
        self.doors.iter().find(|door| door.id == id)
    }

    /// The ids of its doors, in the order of the catalogue.
    #[must_use]
    pub fn door_ids(&self) -> Vec<&str> {
        self.doors.iter().map(|door| door.id.as_str()).collect()
    }
}

impl Door {
    /// The flags that its calls can have, in the order of the catalogue.
    #[must_use]
    pub fn flags(&self) -> Vec<&str> {
        self.guards.iter().map(|guard| guard.flag.as_str()).collect()
    }

    /// The door with these flags of the call set, later ones on top of earlier ones.
    ///
    /// # Errors
    ///
    /// The first flag that the door does not have.
    pub fn with_guards(&self, flags: &[&str]) -> Result<plan::Door, UnknownGuard> {
        let mut door = self.plain();
        for flag in flags {
            let guard = self.guards.iter().find(|guard| guard.flag == *flag).ok_or_else(|| UnknownGuard {
                flag: (*flag).to_owned(),
                known: self.flags().into_iter().map(str::to_owned).collect(),
            })?;
            door.guards.push(guard.flag.clone());
            door.fires_flows = guard.fires_flows.unwrap_or(door.fires_flows);
            door.adds_to_list = guard.adds_to_list.unwrap_or(door.adds_to_list);
            door.consent = guard.consent.map_or(door.consent, Consent::in_plan);
            door.clears_suppressions = guard.clears_suppressions.unwrap_or(door.clears_suppressions);
            door.is_idempotent = guard.is_idempotent.unwrap_or(door.is_idempotent);
            door.rejoins_list = guard.rejoins_list.unwrap_or(door.rejoins_list);
        }
        if door.fires_flows {
            let silences = |guard: &&Guard| guard.fires_flows == Some(false) && !door.guards.contains(&guard.flag);
            door.guard_available = self.guards.iter().find(silences).map(|guard| guard.flag.clone());
        }
        Ok(door)
    }

    /// Whether people are asked to confirm by mail when these flags are set; unknown flags change nothing.
    #[must_use]
    pub fn sends_double_opt_in(&self, flags: &[&str]) -> bool {
        let set = flags.iter().filter_map(|flag| self.guards.iter().find(|guard| guard.flag == *flag));
        set.fold(self.double_opt_in_mail, |sends, guard| guard.double_opt_in_mail.unwrap_or(sends))
    }

    fn plain(&self) -> plan::Door {
        plan::Door {
            id: self.id.clone(),
            name: self.name.clone(),
            source: self.source.clone(),
            guards: Vec::new(),
            guard_available: None,
            adds_to_list: self.adds_to_list,
            fires_flows: self.fires_flows,
            consent: self.consent.in_plan(),
            clears_suppressions: self.clears_suppressions,
            is_idempotent: self.is_idempotent,
            rejoins_list: self.rejoins_list,
            rows_per_call_max: self.rows_per_call_max.max(1),
            calls_per_minute_max: self.calls_per_minute_max.max(1),
        }
    }
}

impl Consent {
    /// The same in a plan.
    const fn in_plan(self) -> plan::DoorConsent {
        match self {
            Self::Leaves => plan::DoorConsent::Leaves,
            Self::Sets => plan::DoorConsent::Sets,
            Self::Subscribes => plan::DoorConsent::Subscribes,
        }
    }
}

/// The files, `generic` first.
macro_rules! files {
    ($($id:literal),+ $(,)?) => { [$(($id, include_str!(concat!("data/platforms/", $id, ".yaml")))),+] };
}

static PLATFORMS: LazyLock<Vec<Platform>> = LazyLock::new(|| {
    let files = files![
        "generic",
        "klaviyo",
        "activecampaign",
        "braze",
        "campaign-monitor",
        "customer-io",
        "dittofeed",
        "emailoctopus",
        "fluentcrm",
        "hubspot",
        "iterable",
        "mailchimp",
        "mailpoet",
        "mautic",
        "notifuse",
        "omnisend",
        "parcelvoy",
        "sendgrid",
    ];
    files.iter().map(|(id, text)| super::parse(id, text)).collect()
});

/// The platform of this id.
#[must_use]
pub fn platform(id: &str) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|platform| platform.id == id)
}

/// The ids of all platforms: `generic`, `klaviyo`, then the others by name.
#[must_use]
pub fn platform_ids() -> Vec<&'static str> {
    PLATFORMS.iter().map(|platform| platform.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Keys of a door that can be assumed.
    const ASSUMABLE: [&str; 8] = [
        "adds-to-list",
        "fires-flows",
        "consent",
        "clears-suppressions",
        "is-idempotent",
        "double-opt-in-mail",
        "rows-per-call-max",
        "calls-per-minute-max",
    ];

    fn doors() -> impl Iterator<Item = (&'static Platform, &'static Door)> {
        PLATFORMS.iter().flat_map(|platform| platform.doors.iter().map(move |door| (platform, door)))
    }

    #[test]
    fn every_file_is_read_and_named_after_its_id() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalogue/data/platforms");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, platform_ids().into_iter().map(str::to_owned).collect());
        assert!(platform_ids().iter().all(|id| super::super::is_kebab(id)));
    }

    #[test]
    fn every_door_is_complete() {
        for (platform, door) in doors() {
            let name = format!("{} {}", platform.id, door.id);
            assert!(super::super::is_kebab(&door.id), "{name}");
            assert_eq!(platform.doors.iter().filter(|other| other.id == door.id).count(), 1, "{name}");
            assert!(!door.name.is_empty() && !door.source.is_empty(), "{name}");
            assert!((1..=1_000_000).contains(&door.rows_per_call_max), "{name}");
            assert!((1..=100_000).contains(&door.calls_per_minute_max), "{name}");
            assert!(door.assumed.iter().all(|key| ASSUMABLE.contains(&key.as_str())), "{name}");
            assert!(
                door.evidence != Evidence::Unverified || door.assumed.iter().any(|key| key == "fires-flows"),
                "{name}"
            );
            if door.kind == DoorKind::Events {
                assert!(!door.adds_to_list && door.consent == Consent::Leaves && !door.clears_suppressions, "{name}");
            }
        }
    }

    #[test]
    fn every_guard_changes_something_and_can_be_set() {
        for (platform, door) in doors() {
            for guard in &door.guards {
                let name = format!("{} {} {}", platform.id, door.id, guard.flag);
                assert!(
                    super::super::is_kebab(&guard.flag) && guard.flag != "id" && !guard.source.is_empty(),
                    "{name}"
                );
                let (before, after) = (door.with_guards(&[]).unwrap(), door.with_guards(&[&guard.flag]).unwrap());
                let unchanged = plan::Door { guards: Vec::new(), ..after.clone() } == before
                    && door.sends_double_opt_in(&[&guard.flag]) == door.double_opt_in_mail;
                assert!(!unchanged, "{name}");
                assert!(after.fires_flows || after.guard_available.is_none(), "{name}");
            }
        }
    }

    #[test]
    fn switches_are_in_range() {
        for platform in PLATFORMS.iter() {
            let switches = &platform.switches;
            assert!(switches.event_age_minutes_max.value.is_none_or(|minutes| minutes > 0), "{}", platform.id);
            assert!(
                switches.frequency_caps.value.iter().all(|cap| cap.count > 0 && cap.minutes > 0),
                "{}",
                platform.id
            );
            assert!(!switches.mails_never_subscribed.source.is_empty(), "{}", platform.id);
        }
    }

    #[test]
    fn a_switch_of_which_nothing_is_said_is_off_and_assumed() {
        let switches: Switches =
            serde_saphyr::from_str("{list-flows-once: {value: true, evidence: documented, source: x}}").unwrap();
        assert!(switches.list_flows_once.value && !switches.mails_never_subscribed.value);
        assert_eq!(switches.mails_never_subscribed.evidence, Evidence::Unverified);
    }

    #[test]
    fn a_historical_import_is_silent_and_a_plain_one_names_its_guard() {
        let door = platform("klaviyo").unwrap().door("subscribe-job").unwrap();
        let plain = door.with_guards(&[]).unwrap();
        assert!(plain.fires_flows && plain.adds_to_list && plain.clears_suppressions);
        assert_eq!(plain.guard_available.as_deref(), Some("historical-import"));
        assert!(door.sends_double_opt_in(&[]) && !door.sends_double_opt_in(&["historical-import"]));

        let guarded = door.with_guards(&["historical-import"]).unwrap();
        assert!(!guarded.fires_flows && guarded.guard_available.is_none());
        assert_eq!(guarded.guards, ["historical-import"]);
        assert_eq!((guarded.rows_per_call_max, guarded.calls_per_minute_max), (1_000, 750));

        let unknown = door.with_guards(&["backfill"]).unwrap_err();
        assert_eq!(unknown, UnknownGuard { flag: "backfill".to_owned(), known: vec!["historical-import".to_owned()] });
    }

    #[test]
    fn the_upload_that_started_it_all_fires_and_has_no_flag_against_it() {
        let upload = platform("klaviyo").unwrap().door("csv-list-upload").unwrap().with_guards(&[]).unwrap();
        assert!(upload.fires_flows && upload.adds_to_list && upload.guard_available.is_none());
        assert_eq!(platform("customer-io").unwrap().switches.event_age_minutes_max.value, Some(72 * 60));
        assert!(platform("klaviyo").unwrap().switches.list_flows_once.value);
        assert!(platform("nobody").is_none());
    }
}
