//! A typed edit of a plan: what a finding suggests.
//!
//! Owns: [`Change`], its kinds and its stated cost. Deliberately holds every value: a change never says "some day".

use crate::condition::Predicate;
use crate::consent::Channel;
use crate::feed::Feed;
use crate::ids::{EventMark, FlowMark, Index, IntegrationMark, ListMark, PoolMark, Side};
use crate::plan::{Clock, ConsentHandling, Door, Overflow, Reentry};
use crate::ratio::Ratio;
use crate::time::Minute;

/// Which door of the import: that of the people, or that of past events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoorUse {
    /// The door that rows go through.
    Profiles,
    /// The door that past events are replayed through.
    History,
}

/// A typed edit of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Declares a yes-or-no property, lets the import set it on each row, and clears it at an instant.
    SetFlag {
        /// The name of the property.
        property: String,
        /// When it is cleared.
        release: Minute,
    },
    /// Lets the entry of a flow also ask that the migration flag is not set.
    GuardFlow {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// The name of the flag's property.
        property: String,
    },
    /// Makes "the migration flag is not set" the whole entry of a flow.
    RewriteGuard {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// The name of the flag's property.
        property: String,
    },
    /// Clears the migration flag at another instant.
    MoveFlagRelease {
        /// The instant to which it moves.
        to: Minute,
    },
    /// Uses another door, or the same one with other flags of the call.
    UseDoor {
        /// Which of the import's doors: that of the rows, or that of the old events.
        purpose: DoorUse,
        /// The door with its flags applied; one of [`crate::plan::ImportPlan::doors_available`].
        door: Box<Door>,
        /// Whether it is today's door with other flags of the call.
        is_same_door: bool,
    },
    /// Keeps a flow from starting before an instant.
    HoldFlow {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// Its first live minute.
        from: Minute,
    },
    /// Ends a flow at an instant.
    EndFlow {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// The first minute in which it is no longer live.
        until: Minute,
    },
    /// Makes a flow a draft.
    SwitchOffFlow {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
    },
    /// Makes a flow live from the beginning to the end.
    GoLive {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
    },
    /// Changes how often one profile may enter a flow.
    SetReentry {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// How often a profile may enter from then on.
        reentry: Reentry,
    },
    /// Changes how old an event may be that starts a flow.
    SetEventAge {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// How old at most, in minutes.
        minutes: i32,
    },
    /// Moves the instant of a campaign.
    MoveCampaign {
        /// The flow, by its place in the plan.
        flow: Index<FlowMark>,
        /// When it starts.
        to: Minute,
    },
    /// Changes what the import does with consent.
    SetConsentHandling {
        /// What the import does with consent from then on.
        handling: ConsentHandling,
    },
    /// Loads the source's suppressions into the target at an instant.
    LoadSuppressions {
        /// The instant, on the scenario's calendar.
        at: Minute,
    },
    /// Runs the import a second time at another instant.
    MoveSecondImport {
        /// When its first batch is sent.
        to: Minute,
    },
    /// Passes unsubscribes from one platform to the other by another feed.
    SetUnsubscribeSync {
        /// The platform on which people unsubscribe.
        from: Side,
        /// How the other one hears of it.
        feed: Feed,
    },
    /// Changes how the data of an integration reaches a platform.
    SetFeed {
        /// The integration, by its place in the plan.
        integration: Index<IntegrationMark>,
        /// The source or the target.
        side: Side,
        /// How events come through it from then on.
        feed: Feed,
    },
    /// Changes what happens to a send above a ramp's cap.
    SetOverflow {
        /// Which pool's ramp.
        pool: Index<PoolMark>,
        /// What happens to mail above the cap from then on.
        overflow: Overflow,
    },
    /// Changes how long a message may wait before it expires.
    SetExpiry {
        /// How long, in minutes.
        minutes: i32,
    },
    /// Changes which clock a platform looks at for quiet hours of a channel.
    SetQuietClock {
        /// E-mail or text message.
        channel: Channel,
        /// The clock of the scenario, or that of the person.
        clock: Clock,
    },
    /// Lets people who sign up join a list.
    JoinList {
        /// The list, by its place in the plan.
        list: Index<ListMark>,
    },
    /// Lets people sign up in the rehearsal, and join a list.
    SetSignUps {
        /// How many a day.
        per_day: u32,
        /// The list, by its place in the plan.
        list: Index<ListMark>,
    },
    /// Lets people bring about an event in the rehearsal.
    SetEventRate {
        /// The event, by its place in the event map.
        event: Index<EventMark>,
        /// Probability for a profile on a day.
        per_day: Ratio,
    },
}

/// The kind of a [`Change`], without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each kind is described where its change is")]
pub enum ChangeKind {
    SetFlag,
    GuardFlow,
    RewriteGuard,
    MoveFlagRelease,
    UseDoor,
    HoldFlow,
    EndFlow,
    SwitchOffFlow,
    GoLive,
    SetReentry,
    SetEventAge,
    MoveCampaign,
    SetConsentHandling,
    LoadSuppressions,
    MoveSecondImport,
    SetUnsubscribeSync,
    SetFeed,
    SetOverflow,
    SetExpiry,
    SetQuietClock,
    JoinList,
    SetSignUps,
    SetEventRate,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 23] = [
        Self::SetFlag,
        Self::GuardFlow,
        Self::RewriteGuard,
        Self::MoveFlagRelease,
        Self::UseDoor,
        Self::HoldFlow,
        Self::EndFlow,
        Self::SwitchOffFlow,
        Self::GoLive,
        Self::SetReentry,
        Self::SetEventAge,
        Self::MoveCampaign,
        Self::SetConsentHandling,
        Self::LoadSuppressions,
        Self::MoveSecondImport,
        Self::SetUnsubscribeSync,
        Self::SetFeed,
        Self::SetOverflow,
        Self::SetExpiry,
        Self::SetQuietClock,
        Self::JoinList,
        Self::SetSignUps,
        Self::SetEventRate,
    ];

    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SetFlag => "set-flag",
            Self::GuardFlow => "guard-flow",
            Self::RewriteGuard => "rewrite-guard",
            Self::MoveFlagRelease => "move-flag-release",
            Self::UseDoor => "use-door",
            Self::HoldFlow => "hold-flow",
            Self::EndFlow => "end-flow",
            Self::SwitchOffFlow => "switch-off-flow",
            Self::GoLive => "go-live",
            Self::SetReentry => "set-reentry",
            Self::SetEventAge => "set-event-age",
            Self::MoveCampaign => "move-campaign",
            Self::SetConsentHandling => "set-consent-handling",
            Self::LoadSuppressions => "load-suppressions",
            Self::MoveSecondImport => "move-second-import",
            Self::SetUnsubscribeSync => "set-unsubscribe-sync",
            Self::SetFeed => "set-feed",
            Self::SetOverflow => "set-overflow",
            Self::SetExpiry => "set-expiry",
            Self::SetQuietClock => "set-quiet-clock",
            Self::JoinList => "join-list",
            Self::SetSignUps => "set-sign-ups",
            Self::SetEventRate => "set-event-rate",
        }
    }
}

impl Change {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ChangeKind {
        match self {
            Self::SetFlag { .. } => ChangeKind::SetFlag,
            Self::GuardFlow { .. } => ChangeKind::GuardFlow,
            Self::RewriteGuard { .. } => ChangeKind::RewriteGuard,
            Self::MoveFlagRelease { .. } => ChangeKind::MoveFlagRelease,
            Self::UseDoor { .. } => ChangeKind::UseDoor,
            Self::HoldFlow { .. } => ChangeKind::HoldFlow,
            Self::EndFlow { .. } => ChangeKind::EndFlow,
            Self::SwitchOffFlow { .. } => ChangeKind::SwitchOffFlow,
            Self::GoLive { .. } => ChangeKind::GoLive,
            Self::SetReentry { .. } => ChangeKind::SetReentry,
            Self::SetEventAge { .. } => ChangeKind::SetEventAge,
            Self::MoveCampaign { .. } => ChangeKind::MoveCampaign,
            Self::SetConsentHandling { .. } => ChangeKind::SetConsentHandling,
            Self::LoadSuppressions { .. } => ChangeKind::LoadSuppressions,
            Self::MoveSecondImport { .. } => ChangeKind::MoveSecondImport,
            Self::SetUnsubscribeSync { .. } => ChangeKind::SetUnsubscribeSync,
            Self::SetFeed { .. } => ChangeKind::SetFeed,
            Self::SetOverflow { .. } => ChangeKind::SetOverflow,
            Self::SetExpiry { .. } => ChangeKind::SetExpiry,
            Self::SetQuietClock { .. } => ChangeKind::SetQuietClock,
            Self::JoinList { .. } => ChangeKind::JoinList,
            Self::SetSignUps { .. } => ChangeKind::SetSignUps,
            Self::SetEventRate { .. } => ChangeKind::SetEventRate,
        }
    }

    /// What it costs, in points that order suggestions: 1 for a setting of the import or of the rehearsal, 2 for a condition of a flow, 3 for
    /// a date that others have planned with, 4 for a flow that people miss meanwhile, 5 for another script or another
    /// team's feed, 6 for giving something up.
    #[must_use]
    pub const fn cost(&self) -> u32 {
        match self {
            Self::SetFlag { .. }
            | Self::SetConsentHandling { .. }
            | Self::LoadSuppressions { .. }
            | Self::JoinList { .. }
            | Self::SetSignUps { .. }
            | Self::SetEventRate { .. }
            | Self::SetQuietClock { .. }
            | Self::SetOverflow { .. }
            | Self::SetExpiry { .. } => 1,
            // A flag of the call is a setting; another door is another script.
            Self::UseDoor { is_same_door: true, .. } => 1,
            Self::GuardFlow { .. } | Self::RewriteGuard { .. } | Self::SetReentry { .. } | Self::SetEventAge { .. } => {
                2
            }
            Self::MoveFlagRelease { .. }
            | Self::MoveSecondImport { .. }
            | Self::MoveCampaign { .. }
            | Self::EndFlow { .. }
            | Self::GoLive { .. } => 3,
            Self::HoldFlow { .. } => 4,
            Self::UseDoor { is_same_door: false, .. } | Self::SetUnsubscribeSync { .. } | Self::SetFeed { .. } => 5,
            Self::SwitchOffFlow { .. } => 6,
        }
    }
}

/// The condition "the migration flag is not set": true also of people who have no such flag at all.
#[must_use]
pub fn not_flagged(property: Index<crate::ids::PropertyMark>) -> Predicate {
    use crate::condition::{Comparison, Field, Term};
    use crate::value::Value;
    let flag = Term::Field(Field::Property(property));
    Predicate::Compare(Comparison::NotEqual, flag, Term::Constant(Value::Bool(true)))
}
