//! The registry: one table from which the list, the explanations, the documentation and the report come; and the judges
//! that it names, a file for what belongs together.
//!
//! Owns: names, claims and texts of every invariant, which judge decides it, and what judges can answer: [`Headline`],
//! [`Cause`], [`Because`], one variant for each judge. Deliberately judges nothing itself. The order of the table is the
//! order of every report.

pub mod consent;
pub mod customer;
pub mod entry;
pub mod events;
pub mod fire;
pub mod guard;
pub mod identity;
pub mod newcomers;
pub mod optout;
mod proved;
pub mod ramp;
mod remedies;
pub mod repeat;
pub mod timing;
pub mod transport;
pub mod volume;
pub mod welcome;

pub(super) use proved::is_proved;
pub use proved::{PROVED, Proved};

use super::context::Context;
use super::custom::{CustomBecause, CustomCause, CustomHeadline};
use super::finding::{Claim, Remedy};
use super::judge::Judge;
use super::tally::Tally;
use rehearsal_core::history::FactKinds;

/// One variant for each judge of the registry, and one for the scenario's own claims.
macro_rules! answers {
    ($($(#[$doc:meta])* $judge:ident: $headline:ty, $cause:ty, $because:ty;)*) => {
        /// What there is to say first about a claim, by judge.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Headline {
            $($(#[$doc])* $judge($headline),)*
            /// Of a claim that the facts do not decide, because kinds of facts are missing.
            FactsMissing,
            /// The import starts flows in a way that is not modelled, so that nothing can be said of entries.
            StartsNotModelled,
        }
        /// What brought a violation about, by judge.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Cause { $($(#[$doc])* $judge($cause),)* }
        /// What joins the facts of a case, by judge.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Because { $($(#[$doc])* $judge($because),)* }
        impl Cause {
            /// The name in JSON: unique among the causes of one judge.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$judge(cause) => cause.kind(),)* }
            }
        }
        $(impl From<$headline> for Headline { fn from(of: $headline) -> Self { Self::$judge(of) } })*
        $(impl From<$cause> for Cause { fn from(of: $cause) -> Self { Self::$judge(of) } })*
        $(impl From<$because> for Because { fn from(of: $because) -> Self { Self::$judge(of) } })*
    };
}

answers! {
    /// Of `no-welcome-to-existing`.
    NoWelcomeToExisting: welcome::WelcomeHeadline, welcome::WelcomeCause, welcome::WelcomeBecause;
    /// Of `welcome-to-new`.
    WelcomeToNew: newcomers::NewcomersHeadline, newcomers::NewcomersCause, newcomers::NewcomersCause;
    /// Of `held-while-importing`.
    HeldWhileImporting: guard::HeldHeadline, guard::HeldCause, guard::HeldBecause;
    /// Of `flag-released`.
    FlagReleased: guard::FlagHeadline, guard::FlagCause, guard::FlagBecause;
    /// Of `enters-at-most`.
    EntersAtMost: entry::EntriesHeadline, entry::EntriesCause, entry::EntriesCause;
    /// Of `consent-never-gained`.
    ConsentNeverGained: consent::ConsentHeadline, consent::ConsentCause, consent::ConsentCause;
    /// Of `suppressed-stays-suppressed`.
    SuppressedStaysSuppressed: optout::SuppressedHeadline, optout::SuppressedCause, optout::SuppressedBecause;
    /// Of `unsubscribe-honoured`.
    UnsubscribeHonoured: optout::UnsubscribeHeadline, optout::UnsubscribeCause, optout::UnsubscribeCause;
    /// Of `one-person-one-profile`.
    OnePersonOneProfile: identity::PersonHeadline, identity::PersonCause, identity::PersonBecause;
    /// Of `one-customer-id`.
    OneCustomerId: customer::CustomerHeadline, customer::CustomerCause, customer::CustomerCause;
    /// Of `rows-reconcile`.
    RowsReconcile: transport::RowsHeadline, transport::RowsCause, transport::RowsBecause;
    /// Of `applied-exactly-once`.
    AppliedExactlyOnce: transport::AppliedHeadline, transport::AppliedCause, transport::AppliedAgain;
    /// Of `import-idempotent`.
    ImportIdempotent: repeat::RepeatHeadline, repeat::RepeatCause, repeat::RepeatCause;
    /// Of `ramp-respected`.
    RampRespected: ramp::RampHeadline, ramp::RampCause, ramp::RampBecause;
    /// Of `backlog-drains`.
    BacklogDrains: volume::BacklogHeadline, volume::BacklogCause, volume::BacklogBecause;
    /// Of `caps-respected`.
    CapsRespected: volume::CapsHeadline, volume::CapsCause, volume::CapsBecause;
    /// Of `quiet-hours-respected`.
    QuietHoursRespected: timing::QuietHeadline, timing::QuietCause, timing::QuietBecause;
    /// Of `no-double-send`.
    NoDoubleSend: timing::DoubleHeadline, timing::DoubleCause, timing::DoubleBecause;
    /// Of `triggers-exist`.
    TriggersExist: events::ExistHeadline, events::ExistCause, events::ExistCause;
    /// Of `triggers-fire`.
    TriggersFire: fire::FireHeadline, fire::FireCause, fire::FireCause;
    /// Of `cadence-suffices`.
    CadenceSuffices: events::CadenceHeadline, events::CadenceCause, events::CadenceBecause;
    /// Of a claim of the scenario's own.
    Custom: CustomHeadline, CustomCause, CustomBecause;
}

/// What may take a cause away, one instead of another; `None` if the cause only explains and needs nothing of its own.
pub(super) fn remedies(context: &Context<'_>, tally: &Tally, cause: &Cause) -> Option<Vec<Remedy>> {
    match cause {
        Cause::NoWelcomeToExisting(cause) => Some(welcome::remedies(context, cause)),
        Cause::WelcomeToNew(cause) => Some(newcomers::remedies(context, cause)),
        Cause::HeldWhileImporting(cause) => Some(guard::held_remedies(context, cause)),
        Cause::FlagReleased(cause) => Some(guard::flag_remedies(context, tally, cause)),
        // The target does not know who was in the journey before: no date of a flow changes that.
        Cause::EntersAtMost(_) => Some(Vec::new()),
        Cause::ConsentNeverGained(cause) => Some(consent::remedies(context, cause)),
        Cause::SuppressedStaysSuppressed(cause) => Some(optout::suppressed_remedies(context, cause)),
        Cause::UnsubscribeHonoured(cause) => Some(optout::unsubscribe_remedies(context, cause)),
        Cause::AppliedExactlyOnce(cause) => transport::applied_remedies(context, cause),
        Cause::ImportIdempotent(cause) => Some(repeat::remedies(context, cause)),
        Cause::RampRespected(cause) => ramp::remedies(cause),
        Cause::BacklogDrains(cause) => Some(volume::backlog_remedies(context, cause)),
        Cause::CapsRespected(cause) => Some(volume::caps_remedies(context, cause)),
        Cause::QuietHoursRespected(cause) => Some(timing::quiet_remedies(context, cause)),
        Cause::NoDoubleSend(cause) => Some(timing::double_remedies(context, cause)),
        Cause::TriggersExist(cause) => Some(events::exist_remedies(context, cause)),
        Cause::TriggersFire(cause) => fire::fire_remedies(context, cause),
        Cause::CadenceSuffices(cause) => Some(events::cadence_remedies(context, cause)),
        // What is wrong here is in the rows themselves, or in a claim that only its author understands: no key of a
        // scenario mends it.
        Cause::OnePersonOneProfile(_) | Cause::OneCustomerId(_) | Cause::RowsReconcile(_) | Cause::Custom(_) => {
            Some(Vec::new())
        }
    }
}

/// One entry of the registry.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// The name in scenarios and reports, kebab-case.
    pub name: &'static str,
    /// What kind of claim it is.
    pub claim: Claim,
    /// What it says, in a few words.
    pub title: &'static str,
    /// What it says, in one sentence.
    pub what: &'static str,
    /// Why it matters, in one sentence.
    pub why: &'static str,
    /// What breaks it, in one sentence; the scenario is `scenarios/faults/<name>.yaml`.
    pub seeded_fault: &'static str,
    /// How to make it hold.
    pub fix: &'static str,
    /// What it does not look at.
    pub not_covered: &'static str,
    pub(super) judge: Judge,
}

impl Invariant {
    /// The kinds of facts that it must see, if its verdict is to mean anything.
    #[must_use]
    pub const fn needs(&self) -> FactKinds {
        self.judge.needs
    }
}

/// Every registered invariant, in the order of reports.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "no-welcome-to-existing",
        claim: Claim::Always,
        title: "No welcome mail to existing customers",
        what: "Nobody whom the source knew before the rehearsal enters a welcome flow of the target, or gets its mail, by being imported.",
        why: "a welcome mail to people who have been customers for years costs trust, unsubscribes and the reputation of a domain that has just begun to send",
        seeded_fault: "One row in fifty loses the migration flag on the way, so that the guard of the welcome flow does not see it.",
        fix: "Set the flag of the door that keeps flows silent, if it has one. Otherwise set a migration flag with each row and let the entry of every welcome flow ask for its absence. If neither is possible, keep the flow off until the last row has landed.",
        not_covered: "Old customers who sign up again by themselves: that entry is their own. Flows that are welcome flows in fact but not by class.",
        judge: welcome::NO_WELCOME_TO_EXISTING,
    },
    Invariant {
        name: "welcome-to-new",
        claim: Claim::Always,
        title: "Newcomers are still welcomed",
        what: "A person who signs up on the target during the migration gets the first mail of the welcome flow, once.",
        why: "the guard against welcoming old customers must not silence the welcome for new ones",
        seeded_fault: "The welcome flow is held with the import, and switched on again only two weeks after the last row.",
        fix: "Guard the flow with a flag that only imported profiles carry, and write the condition so that a missing flag lets people in (`!= true`). Keep room in the warm-up for welcome mails.",
        not_covered: "Sign-ups of the last 24 hours, people who cannot be mailed, people whom a filter of the flow's own leaves out, and mails that still wait in the queue.",
        judge: newcomers::WELCOME_TO_NEW,
    },
    Invariant {
        name: "held-while-importing",
        claim: Claim::Always,
        title: "Flows are held or guarded while importing",
        what: "While the import runs, every flow that it can start is held or asks for the migration flag, and the flag is released only after the last accepted call.",
        why: "one live flow without a guard is enough for the import to mail everybody",
        seeded_fault: "A nurture flow on the list that the import fills was forgotten: it has no filter on the migration flag.",
        fix: "Hold the flow until the import is done, let its entry ask for the migration flag, or use a door that flows do not see. Release the flag after the last row, retries included.",
        not_covered: "Flows that start from a property or a segment, and conditions that read the flag but draw the wrong conclusion: those show in no-welcome-to-existing.",
        judge: guard::HELD_WHILE_IMPORTING,
    },
    Invariant {
        name: "flag-released",
        claim: Claim::Eventually,
        title: "The migration flag is released",
        what: "Every profile that got the migration flag has lost it by the release.",
        why: "a flag that stays keeps people out of every guarded flow for good, and nobody notices a mail that is not sent",
        seeded_fault: "The team agreed on day 10, and the release is planned for day 12.",
        fix: "Release the flag after the last row, and once more after every late batch.",
        not_covered: "A release after the end of the rehearsal.",
        judge: guard::FLAG_RELEASED,
    },
    Invariant {
        name: "enters-at-most",
        claim: Claim::Always,
        title: "Nobody enters a flow too often",
        what: "Nobody enters a flow more often than its re-entry rule allows; flows of one name on both platforms count as one.",
        why: "people who begin the same series again, or twice at once, get every mail of it twice",
        seeded_fault: "The same journey runs on both platforms, and the new one does not know who was in it before.",
        fix: "End the flow on the source before it goes live on the target, import each person once, and choose the re-entry rule that is really meant.",
        not_covered: "Entries before the rehearsal began: the facts do not tell them.",
        judge: entry::ENTERS_AT_MOST,
    },
    Invariant {
        name: "consent-never-gained",
        claim: Claim::Always,
        title: "No consent is gained by importing",
        what: "No import, synchronisation or flow gives anybody a stronger consent on the target than their strongest lawful record at the source; only the person's own act can.",
        why: "mail without consent is unlawful, and an import is no consent",
        seeded_fault: "The import marks everybody as a subscriber.",
        fix: "Import consent as exported, through a door that sets what the row states. Export it again just before the import, so that later withdrawals are in it.",
        not_covered: "Consent by list, and evidence of consent: when, how and for what it was given.",
        judge: consent::CONSENT_NEVER_GAINED,
    },
    Invariant {
        name: "suppressed-stays-suppressed",
        claim: Claim::Always,
        title: "Suppressed addresses stay suppressed",
        what: "Whoever the source suppresses (bounce, complaint, unsubscribe, block) is suppressed on the target before the first mail, and nothing but their own act lifts it.",
        why: "mail to bounced addresses and to people who complained ruins the reputation of a new domain within days",
        seeded_fault: "Nobody loads the old platform's bounces and complaints.",
        fix: "Load the suppressions before the first profile, and check that the door of the import does not lift them.",
        not_covered: "Text messages, addresses that the target has no profile of, and suppressions that the source learns during the rehearsal.",
        judge: optout::SUPPRESSED_STAYS_SUPPRESSED,
    },
    Invariant {
        name: "unsubscribe-honoured",
        claim: Claim::Eventually,
        title: "Unsubscribes count on both platforms",
        what: "An unsubscribe is honoured at once where it is made, and on the other platform within the agreed time.",
        why: "people who said no and still get mail complain, to the provider or to the regulator",
        seeded_fault: "Unsubscribes on the source are never passed on to the target.",
        fix: "Synchronise unsubscribes in both directions for as long as both platforms can send, and let no later import set the consent back.",
        not_covered: "Unsubscribes whose time limit ends after the rehearsal, and transactional mail.",
        judge: optout::UNSUBSCRIBE_HONOURED,
    },
    Invariant {
        name: "one-person-one-profile",
        claim: Claim::Always,
        title: "One person, one profile",
        what: "The target has no second profile of a person whom an exact key (e-mail, phone, customer id) or, if `identity.match` names `evidence`, dedupe recognises; and no profile holds two people, where the truth is known.",
        why: "two profiles of one person get every mail twice, and an unsubscribe from one of them does not stop the other; two people in one profile get each other's mail",
        seeded_fault: "People with two addresses become two profiles.",
        fix: "Merge duplicates before the import, or choose a key that every record of a person shares and no two people do.",
        not_covered: "People whom nothing that `identity.match` names recognises; and, in exports, two people merged into one: nobody knows the truth there.",
        judge: identity::ONE_PERSON_ONE_PROFILE,
    },
    Invariant {
        name: "one-customer-id",
        claim: Claim::Always,
        title: "One profile, one customer id",
        what: "Each profile on the target has exactly one customer id, and no customer id names two profiles.",
        why: "orders and refunds reach a profile by its customer id: without one they are lost, with two half of them are, and an id of two profiles sends them to the wrong person",
        seeded_fault: "People who stand in the export twice have another customer id in each row, and become one profile.",
        fix: "Decide before the import which id of a person stays, and map the others to it; give every row the id of its customer.",
        not_covered: "Scenarios whose `identity` does not name `customer-id`: then nobody says that the target is to have one. Whether the id is the right person's.",
        judge: customer::ONE_CUSTOMER_ID,
    },
    Invariant {
        name: "rows-reconcile",
        claim: Claim::Always,
        title: "Every row is accounted for",
        what: "Rows read = created + updated + left out by rule + failed + unknown; no row is acknowledged and then lost.",
        why: "rows that vanish are customers who are never mailed again, and nobody knows who",
        seeded_fault: "The platform acknowledges one row in fifty and never applies it.",
        fix: "Count the profiles of the target after each cohort, compare them with the rows sent, and send the missing rows again.",
        not_covered: "Counts by list and by consent, and whether the values of a row arrived whole.",
        judge: transport::ROWS_RECONCILE,
    },
    Invariant {
        name: "applied-exactly-once",
        claim: Claim::Eventually,
        title: "Every row is applied once",
        what: "Every accepted row is applied once, whatever was tried again, timed out or sent twice.",
        why: "a row that is applied twice starts flows twice; a row of which nobody knows is either lost or doubled",
        seeded_fault: "Calls are sent twice, through a door that does not recognise repetitions.",
        fix: "Use an idempotent door. After a time-out look the rows up before sending them again.",
        not_covered: "The order in which rows of one profile are applied.",
        judge: transport::APPLIED_EXACTLY_ONCE,
    },
    Invariant {
        name: "import-idempotent",
        claim: Claim::Always,
        title: "A second import changes nothing",
        what: "When the same import runs a second time, each row finds on the target what it left: no property, consent, flag or list changes, and no flow starts.",
        why: "sooner or later somebody starts the import again, after a doubt or a failure, and everything that has happened in between is undone, or greeted anew",
        seeded_fault: "The door lets people join a list on whom it has them already, so that a second import adds everybody once more.",
        fix: "Use a door that leaves alone what is so already, export again before you import again, and import again only while the migration flag is set.",
        not_covered: "Rows that the first run did not apply, a second replay of past events, and scenarios that do not say when the import runs again (`import.again`).",
        judge: repeat::IMPORT_IDEMPOTENT,
    },
    Invariant {
        name: "ramp-respected",
        claim: Claim::Always,
        title: "The warm-up is respected",
        what: "No pool sends more e-mails in a window than its warm-up schedule allows, in all and to each provider; flows, campaigns and transactional mail count together.",
        why: "a cold domain that sends too much is blocked, and the block outlasts the migration",
        seeded_fault: "The platform enforces no ramp: what is above the plan is sent all the same.",
        fix: "Let the platform hold what is above the cap, or start less at once: smaller cohorts, later campaigns, flows switched on one after another.",
        not_covered: "Text messages, and bounce and complaint rates.",
        judge: ramp::RAMP_RESPECTED,
    },
    Invariant {
        name: "backlog-drains",
        claim: Claim::Eventually,
        title: "The queue drains",
        what: "No message expires in the queue, and none still waits by the stated day; a quiet night is no backlog.",
        why: "a warm-up that holds mail back can hold it for ever: a cart reminder that arrives after a week is worse than none",
        seeded_fault: "The ramp stays so low that mail still waits when the rehearsal ends.",
        fix: "Start fewer messages than the ramp lets through, hold what is not urgent, or give the ramp more days.",
        not_covered: "How long a message may wait for its class, short of expiring.",
        judge: volume::BACKLOG_DRAINS,
    },
    Invariant {
        name: "caps-respected",
        claim: Claim::Always,
        title: "Frequency caps hold over both platforms",
        what: "Nobody gets more marketing messages within the cap's time than it allows, counted over flows, campaigns and both platforms.",
        why: "each platform counts only its own sends, so that people get twice what was promised",
        seeded_fault: "Each platform keeps its own cap, and together they mail a person twice within sixteen hours.",
        fix: "Let only one platform send marketing at a time, or split the people between them.",
        not_covered: "Sends before the rehearsal began, and transactional messages.",
        judge: volume::CAPS_RESPECTED,
    },
    Invariant {
        name: "quiet-hours-respected",
        claim: Claim::Always,
        title: "Quiet hours hold on the recipient's clock",
        what: "No marketing message leaves in quiet hours on the recipient's own clock, whatever clock the platform looks at.",
        why: "a message in the middle of the night is remembered, and in some countries unlawful",
        seeded_fault: "The platform looks at the account's clock, and part of the people live in another zone.",
        fix: "Let the platform look at the recipient's clock, or widen the quiet hours to those of every zone.",
        not_covered: "Transactional messages, and people whose zone is not known.",
        judge: timing::QUIET_HOURS_RESPECTED,
    },
    Invariant {
        name: "no-double-send",
        claim: Claim::Always,
        title: "No mail from both platforms",
        what: "Nobody gets marketing of one purpose from both platforms within 30 days.",
        why: "the same mail from two senders looks like fraud, and doubles every annoyance",
        seeded_fault: "Both platforms mail the same spring campaign to the same people.",
        fix: "End each flow on the source on the day on which its twin goes live on the target.",
        not_covered: "Transactional messages, and twins that the scenario gives different purposes. The 30 days are fixed.",
        judge: timing::NO_DOUBLE_SEND,
    },
    Invariant {
        name: "triggers-exist",
        claim: Claim::Always,
        title: "Every trigger exists",
        what: "Every event that a live flow starts on, waits for or has as its goal reaches the flow's platform.",
        why: "a flow whose event is not connected is silent, and looks healthy",
        seeded_fault: "The goal of a flow is an event that no integration brings to the new platform.",
        fix: "Connect the integration, emit the event from a flow, or take the flow out of the migration.",
        not_covered: "Properties of events, and properties of profiles that conditions read.",
        judge: events::TRIGGERS_EXIST,
    },
    Invariant {
        name: "triggers-fire",
        claim: Claim::Sometimes,
        title: "Every live flow is entered",
        what: "Every live flow that starts by itself is entered at least once; branches that nobody took are listed as causes, and are no violation.",
        why: "a flow that was never entered was not rehearsed, whatever else holds",
        seeded_fault: "The entry filter of a live flow can never hold.",
        fix: "Check the entry filter and the trigger, or give the rehearsal people and events that reach the flow.",
        not_covered: "Flows that are started by hand, and whether each path to its end was taken.",
        judge: fire::TRIGGERS_FIRE,
    },
    Invariant {
        name: "cadence-suffices",
        claim: Claim::Always,
        title: "Feeds are fast enough",
        what: "Nobody misses a flow because the event that starts it arrived later than the flow or the platform allows.",
        why: "a weekly upload makes a cart reminder impossible, and the platform says nothing about it",
        seeded_fault: "An event arrives once a week, and the flow that it starts allows one day.",
        fix: "Deliver the event faster, or allow more time if the mail still makes sense then.",
        not_covered: "Birthdays that are not known in time, and the replay of past events, which is meant to be too old.",
        judge: events::CADENCE_SUFFICES,
    },
];
