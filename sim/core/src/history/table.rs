//! The table of all kinds of facts.
//!
//! Owns: what each kind tells, what it holds, its name and the names of its parts in logs, and its number in the digest;
//! enums, names, digest and logs are made from it. Deliberately holds no behaviour. A new kind is a new entry, and the
//! compiler names whoever must say what it means to them.

/// Hands the table of all kinds of facts to a macro, as entries of the form
///
/// ```text
/// /// What it tells.
/// NUMBER Name "name-in-logs" {
///     /// What it is.
///     field: Type => "key_in_logs",
/// }
/// ```
///
/// The numbers are part of the digest: append, never renumber. Types are looked up where the macro is.
#[macro_export]
macro_rules! fact_kinds {
    ($then:ident) => {
        $then! {
            /// Who the profile is, by its first record. Told once for each, at the beginning.
            41 Recipient "recipient" {
                /// The provider of the mailbox.
                provider: Index<ProviderMark> => "provider",
                /// The person's own clock.
                zone: Index<ZoneMark> => "zone",
                /// Country code.
                country: Index<SymbolMark> => "country",
                /// Whether there is an e-mail address.
                has_email: bool => "has_email",
                /// Whether there is a phone number.
                has_phone: bool => "has_phone",
            }
            /// The orders of which all records of the profile tell together. Told at the beginning, if a claim of the
            /// scenario's own reads orders.
            42 OrdersStated "orders-stated" {
                /// How often they ordered before the rehearsal.
                number: u32 => "orders",
                /// The last one, or never.
                last: Minute => "last_order_minute",
            }
            /// The money spent of which all records of the profile tell together. Told at the beginning, if a claim of the
            /// scenario's own reads it.
            43 SpentStated "spent-stated" {
                /// In minor units.
                minor: PackedInt => "spent_minor",
            }
            /// The orders of which a platform has heard: those that rows brought, and those whose event arrived. Told
            /// whenever it changes, if a claim of the scenario's own reads it.
            48 OrdersArrived "orders-arrived" {
                /// The source or the target.
                side: Side => "platform",
                /// How often they ordered before the rehearsal.
                number: u32 => "orders",
                /// The last one, or never.
                last: Minute => "last_order_minute",
            }
            /// The money spent of which a platform has heard. Told whenever it changes, if a claim of the scenario's own
            /// reads it.
            49 SpentArrived "spent-arrived" {
                /// The source or the target.
                side: Side => "platform",
                /// In minor units.
                minor: PackedInt => "spent_minor",
            }
            /// The last open and the last click of which any record of the profile tells. Told at the beginning, if a claim
            /// of the scenario's own reads one of them.
            44 EngagementStated "engagement-stated" {
                /// The last open, or never.
                last_open: Minute => "last_open_minute",
                /// The last click, or never.
                last_click: Minute => "last_click_minute",
            }
            /// What a record says of a property: the first one at the beginning, later the one that lands. Told of
            /// properties that a claim of the scenario's own reads.
            45 PropertyStated "property-stated" {
                /// The property, by its place in the plan.
                property: Index<PropertyMark> => "property",
                /// What it says.
                value: PackedValue => "value",
            }
            /// The source knew this person before the rehearsal began.
            1 Known "known" {
                /// Since when; never, if the export does not say.
                created_at: Minute => "created_at_minute",
            }
            /// The strongest lawful consent among the person's records at the source: a suppressed record counts as a no.
            2 SourceConsent "source-consent" {
                /// E-mail or text message.
                channel: Channel => "channel",
                /// What the source says.
                state: ConsentState => "state",
            }
            /// The source suppresses the person's address.
            3 SourceSuppressed "source-suppressed" {
                /// The reasons for which the address is suppressed.
                reasons: Suppressions => "reasons",
            }
            /// This profile is recognised as the same person as an earlier one.
            36 SamePersonAs "same-person-as" {
                /// The earlier profile.
                profile: u32 => "same_as_profile",
                /// What the profile was recognised by.
                by: Recognised => "by",
            }
            /// A row was applied that belongs to another person than the profile's first row. Told where the truth is
            /// known.
            38 AnotherPerson "another-person" {
                /// The record, by its place in the population.
                record: u32 => "record",
            }
            /// A row or a sign-up brought a customer id. Told if the plan recognises people by customer ids.
            37 CustomerId "customer-id" {
                /// The number of the id: the first row of the population that has it.
                number: u32 => "customer_id_number",
            }
            /// The person signed up.
            4 SignedUp "signed-up" {
                /// On which platform.
                side: Side => "platform",
            }
            /// A row was applied to the target and made or changed the profile.
            5 RowApplied "row-applied" {
                /// The record, by its place in the population.
                record: u32 => "record",
                /// Made the profile, instead of changing it.
                created: bool => "created",
            }
            /// A row was applied again and changed nothing, because the door is idempotent.
            6 RowRepeated "row-repeated" {
                /// The record, by its place in the population.
                record: u32 => "record",
            }
            /// A row came again with a second run of the import. What it changed follows, as facts of the same minute that
            /// are brought about by the import; nothing follows if it found what it had left.
            39 RowCameAgain "row-came-again" {
                /// The record, by its place in the population.
                record: u32 => "record",
            }
            /// A row that came again overwrote a property that had changed since.
            40 PropertyOverwritten "property-overwritten" {
                /// The property, by its place in the plan.
                property: Index<PropertyMark> => "property",
            }
            /// A row was not imported, by rule.
            7 RowSkipped "row-skipped" {
                /// The record, by its place in the population.
                record: u32 => "record",
                /// What kept the row from being applied.
                why: RowSkip => "why",
            }
            /// A row was given up after its last attempt was refused.
            8 RowFailed "row-failed" {
                /// The record, by its place in the population.
                record: u32 => "record",
            }
            /// A row was given up after its last attempt timed out: nobody knows whether it was applied.
            9 RowUnknown "row-unknown" {
                /// The record, by its place in the population.
                record: u32 => "record",
            }
            /// A row was acknowledged, and never landed.
            10 RowDropped "row-dropped" {
                /// The record, by its place in the population.
                record: u32 => "record",
            }
            /// The import set the migration flag.
            11 FlagSet "flag-set"
            /// The import should have set the migration flag and lost it.
            12 FlagLost "flag-lost"
            /// The release cleared the migration flag.
            13 FlagReleased "flag-released"
            /// A consent changed.
            14 ConsentChanged "consent-changed" {
                /// On which platform.
                side: Side => "platform",
                /// On which channel.
                channel: Channel => "channel",
                /// The consent afterwards.
                state: ConsentState => "state",
                /// Who did it: a person, the import, a flow, the sync.
                by: Actor => "by",
            }
            /// An address was suppressed.
            15 Suppressed "suppressed" {
                /// On which platform.
                side: Side => "platform",
                /// The reasons for which the address is suppressed.
                reasons: Suppressions => "reasons",
                /// Who did it: a person, the import, a flow, the sync.
                by: Actor => "by",
            }
            /// Suppressions were lifted.
            16 SuppressionLifted "suppression-lifted" {
                /// On which platform.
                side: Side => "platform",
                /// Who did it: a person, the import, a flow, the sync.
                by: Actor => "by",
            }
            /// Added to a list.
            17 ListAdded "list-added" {
                /// On which platform.
                side: Side => "platform",
                /// The list, by its place in the plan.
                list: Index<ListMark> => "list",
                /// Who did it: a person, the import, a flow, the sync.
                by: Actor => "by",
            }
            /// Removed from a list.
            18 ListRemoved "list-removed" {
                /// On which platform.
                side: Side => "platform",
                /// The list, by its place in the plan.
                list: Index<ListMark> => "list",
            }
            /// Something happened in the world.
            19 Happened "happened" {
                /// The event, by its place in the event map.
                event: Index<EventMark> => "event",
                /// Its value in minor units; 0 if it has none.
                value_minor: i32 => "value_minor",
            }
            /// An event arrived on a platform.
            20 Arrived "arrived" {
                /// On which platform.
                side: Side => "platform",
                /// The event, by its place in the event map.
                event: Index<EventMark> => "event",
                /// How old it was, in minutes.
                age_minutes: i32 => "age_minutes",
                /// How it came.
                by: Actor => "by",
            }
            /// Entered a flow.
            21 Entered "entered" {
                /// The flow, by its place in the plan.
                flow: Index<FlowMark> => "flow",
                /// What brought it about: an import, a person's act, a calendar, another flow.
                by: Actor => "by",
            }
            /// Did not enter a flow whose trigger fired.
            22 NotEntered "not-entered" {
                /// The flow, by its place in the plan.
                flow: Index<FlowMark> => "flow",
                /// What kept the profile out.
                why: NoEntryReason => "why",
                /// What fired the trigger.
                by: Actor => "by",
            }
            /// Took a branch of a split or of a wait for an event.
            23 Branched "branched" {
                /// The flow, by its place in the plan.
                flow: Index<FlowMark> => "flow",
                /// The splitting step, counted from 0.
                step: u16 => "step",
                /// Which branch, counted from 0 in the order in which the step names them.
                branch: u8 => "branch",
            }
            /// Left a flow.
            24 Left "left" {
                /// The flow, by its place in the plan.
                flow: Index<FlowMark> => "flow",
                /// What ended the enrolment.
                why: ExitReason => "why",
            }
            /// A flow changed a property.
            25 PropertyChanged "property-changed" {
                /// The property, by its place in the plan.
                property: Index<PropertyMark> => "property",
            }
            /// A message waits; told once for each reason.
            26 Deferred "deferred" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
                /// What holds the message back.
                why: DeferReason => "why",
            }
            /// A message was not sent.
            27 Skipped "skipped" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
                /// What keeps the message from leaving, for good.
                why: SkipReason => "why",
            }
            /// A message waited too long.
            28 Expired "expired" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
                /// How long, in minutes.
                waited_minutes: i32 => "waited_minutes",
            }
            /// A message was still waiting when the rehearsal ended.
            29 StillWaiting "still-waiting" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
                /// How long, in minutes.
                waited_minutes: i32 => "waited_minutes",
            }
            /// A message was sent.
            30 Sent "sent" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
                /// From which pool.
                pool: Index<PoolMark> => "pool",
                /// To which provider.
                provider: Index<ProviderMark> => "provider",
                /// How long it had waited, in minutes.
                waited_minutes: i32 => "waited_minutes",
            }
            /// The address bounced for good.
            31 Bounced "bounced" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
            }
            /// A message was opened.
            32 Opened "opened" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
            }
            /// A message was clicked.
            33 Clicked "clicked" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
            }
            /// A message was reported as spam.
            34 Complained "complained" {
                /// The message, by its place in the plan.
                message: Index<MessageMark> => "message",
            }
            /// The person unsubscribed on a platform.
            35 Unsubscribed "unsubscribed" {
                /// On which platform.
                side: Side => "platform",
                /// From which channel.
                channel: Channel => "channel",
            }
            /// The person unsubscribed, and nothing came of it.
            46 UnsubscribeLost "unsubscribe-lost" {
                /// On which platform.
                side: Side => "platform",
                /// From which channel.
                channel: Channel => "channel",
                /// What lost the unsubscribe.
                why: UnsubscribeLoss => "why",
            }
            /// An event reached a platform, and the platform did not hear of it. Told of events that a flow of the platform
            /// starts on, waits for or has as its goal.
            47 EventLost "event-lost" {
                /// On which platform.
                side: Side => "platform",
                /// The event, by its place in the event map.
                event: Index<EventMark> => "event",
                /// How old it was, in minutes.
                age_minutes: i32 => "age_minutes",
                /// How it came.
                by: Actor => "by",
                /// What keeps the platform from hearing it.
                why: Unheard => "why",
            }
        }
    };
}

/// A pattern for facts of one family of kinds, whatever they hold. A new kind goes into the family that it belongs to:
/// whoever passes over the whole family passes over it, and whoever reads some of the family must decide about it.
#[macro_export]
macro_rules! facts_of {
    // What records and platforms say of a profile.
    (stated) => { $crate::facts!(Recipient OrdersStated SpentStated OrdersArrived SpentArrived EngagementStated PropertyStated) };
    // What the source knew before the rehearsal began.
    (known) => { $crate::facts!(Known SourceConsent SourceSuppressed) };
    // Who is who.
    (identity) => { $crate::facts!(SamePersonAs AnotherPerson CustomerId) };
    // What became of rows of the import.
    (rows) => { $crate::facts!(RowApplied RowRepeated RowCameAgain RowSkipped RowFailed RowUnknown RowDropped) };
    // The migration flag.
    (flags) => { $crate::facts!(FlagSet FlagLost FlagReleased) };
    // Properties that change.
    (properties) => { $crate::facts!(PropertyChanged PropertyOverwritten) };
    // Consents and suppressions.
    (consents) => { $crate::facts!(ConsentChanged Suppressed SuppressionLifted) };
    // Unsubscribes by people.
    (unsubscribes) => { $crate::facts!(Unsubscribed UnsubscribeLost) };
    // Lists.
    (lists) => { $crate::facts!(ListAdded ListRemoved) };
    // Events in the world and on platforms.
    (events) => { $crate::facts!(Happened Arrived EventLost) };
    // Ways into flows and out of them.
    (passages) => { $crate::facts!(Entered NotEntered Left) };
    // What a flow does on the way.
    (steps) => { $crate::facts!(Branched) };
    // Messages and what became of them.
    (messages) => { $crate::facts!(Deferred Skipped Expired StillWaiting Sent) };
    // Reactions to messages.
    (reactions) => { $crate::facts!(Bounced Opened Clicked Complained) };
    ($name:ident) => { $crate::history::FactKind::$name { .. } };
}

/// A pattern for facts of these kinds (`Sent`) or families of kinds (`messages`), whatever they hold: the arm of a match
/// for those that say nothing to whoever asks. There is no catch-all, so that nobody overlooks a kind.
#[macro_export]
macro_rules! facts {
    ($($name:ident)+) => { $($crate::facts_of!($name))|+ };
}
pub use crate::facts;
