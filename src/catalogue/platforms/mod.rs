//! Platforms: their doors, their guards, and what they do by themselves.
//!
//! Owns: what a door becomes when flags of its call are set. Deliberately knows no file: `form` reads them.

mod form;

use rehearsal_core::plan;
use serde::Deserialize;

use super::evidence::{Evidence, Fact};

/// A platform of the catalogue.
#[derive(Clone, Debug)]
pub(crate) struct Platform {
    /// The id in scenarios, such as `klaviyo`.
    pub(crate) id: String,
    /// The name to print.
    pub(crate) name: String,
    /// What it does by itself.
    pub(crate) switches: Switches,
    /// The ways in; at least one.
    pub(crate) doors: Vec<Door>,
}

/// What a platform does by itself, each with its source; a scenario can override every one. A switch of which a file of
/// the catalogue says nothing is off, and only assumed.
#[derive(Clone, Debug)]
pub(crate) struct Switches {
    /// Whether marketing mail also goes to people who never said anything.
    pub(crate) mails_never_subscribed: Fact<bool>,
    /// Whether a person who must not be mailed leaves the flow at the message.
    pub(crate) leaves_flow_when_skipped: Fact<bool>,
    /// Events that happened longer ago start no flow, in minutes; `None` where age does not matter.
    pub(crate) event_age_minutes_max: Fact<Option<i32>>,
    /// Whether a profile enters a list-triggered flow only once, ever.
    pub(crate) list_flows_once: Fact<bool>,
    /// Frequency caps that are on unless somebody turns them off.
    pub(crate) frequency_caps: Fact<Vec<Cap>>,
    /// Whether it holds mail back by itself while an address is warmed up.
    #[expect(dead_code, reason = "until “Sending”")]
    pub(crate) enforces_ramp: Fact<bool>,
}

/// A frequency cap: at most so many messages to one profile in a moving window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cap {
    /// E-mail or text message.
    pub(crate) channel: CapChannel,
    /// How many; at least 1.
    pub(crate) count: u32,
    /// In how many minutes.
    pub(crate) minutes: u32,
}

/// The channel of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CapChannel {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
}

/// What a door lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DoorKind {
    /// People.
    Profiles,
    /// What they did.
    Events,
}

/// A way in which a record or an event enters a platform.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    /// What it lets in.
    pub(crate) kind: DoorKind,
    /// What it does without any flag of the call.
    pub(crate) plain: plan::Door,
    /// How well it is known whether flows see what comes through it.
    pub(crate) evidence: Evidence,
    /// Whether people are asked to confirm by a mail of the platform's own.
    #[cfg_attr(not(test), expect(dead_code, reason = "until “Real exports”"))]
    pub(crate) double_opt_in_mail: bool,
    /// Keys of its file whose values nobody publishes: stated assumptions, on the cautious side.
    pub(crate) assumed: Vec<&'static str>,
    /// What else there is to know.
    #[expect(dead_code, reason = "until “Sending”")]
    pub(crate) note: Option<String>,
    /// Flags of the call that change what the door does.
    pub(crate) guards: Vec<Guard>,
}

/// A flag of a call; a property that is not stated stays as it is without the flag.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// The name in scenarios, in kebab-case.
    pub(crate) flag: String,
    /// Whether flows see what comes through.
    pub(crate) fires_flows: Option<bool>,
    /// Whether profiles are added to the import's list.
    pub(crate) adds_to_list: Option<bool>,
    /// What happens to consent.
    pub(crate) consent: Option<plan::DoorConsent>,
    /// Whether suppressions are lifted.
    pub(crate) clears_suppressions: Option<bool>,
    /// Whether sending a row again changes nothing.
    pub(crate) is_idempotent: Option<bool>,
    /// Whether people join a list anew that has them already.
    pub(crate) rejoins_list: Option<bool>,
    /// Whether people are asked to confirm by mail.
    #[cfg_attr(not(test), expect(dead_code, reason = "until “Real exports”"))]
    pub(crate) double_opt_in_mail: Option<bool>,
    /// How well this is known.
    pub(crate) evidence: Evidence,
    /// Who says so.
    #[expect(dead_code, reason = "until “Sending”")]
    pub(crate) source: String,
}

impl Platform {
    /// The door of this id.
    pub(crate) fn door(&self, id: &str) -> Option<&Door> {
        self.doors.iter().find(|door| door.plain.id == id)
    }
}

impl Door {
    /// The flags that its calls can have, in the order of the file.
    pub(crate) fn flags(&self) -> Vec<&str> {
        self.guards.iter().map(|guard| guard.flag.as_str()).collect()
    }

    /// The door with these flags of the call set, later ones on top of earlier ones; `None` if it lacks one of them.
    pub(crate) fn with_guards(&self, flags: &[&str]) -> Option<plan::Door> {
        let mut door = self.plain.clone();
        for flag in flags {
            let guard = self.guards.iter().find(|guard| guard.flag == *flag)?;
            door.guards.push(guard.flag.clone());
            door.fires_flows = guard.fires_flows.unwrap_or(door.fires_flows);
            door.adds_to_list = guard.adds_to_list.unwrap_or(door.adds_to_list);
            door.consent = guard.consent.unwrap_or(door.consent);
            door.clears_suppressions = guard.clears_suppressions.unwrap_or(door.clears_suppressions);
            door.is_idempotent = guard.is_idempotent.unwrap_or(door.is_idempotent);
            door.rejoins_list = guard.rejoins_list.unwrap_or(door.rejoins_list);
        }
        if door.fires_flows {
            let silences = |guard: &&Guard| guard.fires_flows == Some(false) && !door.guards.contains(&guard.flag);
            door.guard_available = self.guards.iter().find(silences).map(|guard| guard.flag.clone());
        }
        Some(door)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use super::*;

    fn platform(id: &str) -> &'static Platform {
        Catalogue::built_in().platform(id).unwrap()
    }

    #[test]
    fn a_historical_import_is_silent_and_a_plain_one_names_its_guard() {
        let door = platform("klaviyo").door("subscribe-job").unwrap();
        let plain = door.with_guards(&[]).unwrap();
        assert!(plain.fires_flows && plain.adds_to_list && plain.clears_suppressions && door.double_opt_in_mail);
        assert_eq!(plain.guard_available.as_deref(), Some("historical-import"));
        assert_eq!(door.guards[0].double_opt_in_mail, Some(false));

        let guarded = door.with_guards(&["historical-import"]).unwrap();
        assert!(!guarded.fires_flows && guarded.guard_available.is_none());
        assert_eq!(guarded.guards, ["historical-import"]);
        assert_eq!((guarded.rows_per_call_max, guarded.calls_per_minute_max), (1_000, 750));
        assert_eq!(door.with_guards(&["backfill"]), None);
    }

    #[test]
    fn the_upload_that_started_it_all_fires_and_has_no_flag_against_it() {
        let upload = platform("klaviyo").door("csv-list-upload").unwrap().with_guards(&[]).unwrap();
        assert!(upload.fires_flows && upload.adds_to_list && upload.guard_available.is_none());
        assert_eq!(platform("customer-io").switches.event_age_minutes_max.value, Some(72 * 60));
        assert!(platform("klaviyo").switches.list_flows_once.value);
        assert!(Catalogue::built_in().platform("nobody").is_none());
    }

    #[test]
    fn a_switch_of_which_nothing_is_said_is_off_and_assumed() {
        let switches = &platform("parcelvoy").switches;
        assert!(switches.frequency_caps.value.is_empty());
        let unknown: Fact<bool> = Fact::default();
        assert_eq!((unknown.value, unknown.evidence), (false, Evidence::Unverified));
        assert!(!unknown.source.is_empty() && !switches.mails_never_subscribed.source.is_empty());
    }
}
