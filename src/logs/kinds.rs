//! The kinds of facts as lines of a log.
//!
//! Owns: for each kind what it tells and its keys, in one table from which writing, reading and the schema are made. A
//! kind without a row, or a value of a fact without a key, does not compile.

use rehearsal_sim::flow::{FlowMark, MessageMark};
use rehearsal_sim::history::{
    Actor, FactKind, FactName, Left, NotEntered, PackedInt, PackedValue, Recognised, RowSkip, Skip, Unheard,
    UnsubscribeLoss, Wait,
};
use rehearsal_sim::plan::{
    EventMark, Index, ListMark, PoolMark, PropertyMark, ProviderMark, Side, SymbolMark, ZoneMark,
};
use rehearsal_sim::profile::{Channel, ConsentState, Suppressions};
use rehearsal_sim::time::Minute;

use super::Quoted;
use super::cell::{Cell, Members};
use super::line::Cells;

type Event = Index<EventMark>;
type Flow = Index<FlowMark>;
type List = Index<ListMark>;
type Message = Index<MessageMark>;
type Pool = Index<PoolMark>;
type Property = Index<PropertyMark>;
type Provider = Index<ProviderMark>;
type Symbol = Index<SymbolMark>;
type Zone = Index<ZoneMark>;

/// `Name "what it tells" { field: "key" Type, ... }` for each kind.
macro_rules! kinds {
    ($($name:ident $about:literal { $($field:ident: $key:literal $kind:ty),* })+) => {
        /// Appends the members of a fact, each with a comma before it.
        pub(super) fn write(kind: FactKind, names: &Quoted, line: &mut Vec<u8>) {
            match kind {
                $(FactKind::$name { $($field),* } => {
                    $(Cell::write($field, $key, names, line);)*
                })+
            }
        }

        /// Takes the members of a fact from a line. All of them are looked at, so that all problems are noted.
        pub(super) fn read(name: FactName, cells: &mut Cells<'_>) -> Option<FactKind> {
            match name {
                $(FactName::$name => {
                    $(let $field = <$kind as Cell>::read($key, cells);)*
                    Some(FactKind::$name { $($field: $field?),* })
                })+
            }
        }

        /// What a kind of fact tells, and its keys.
        pub(super) fn describe(name: FactName) -> (&'static str, Members) {
            match name {
                $(FactName::$name => {
                    let members: Vec<Members> = vec![$(<$kind as Cell>::describe($key)),*];
                    ($about, members.concat())
                })+
            }
        }
    };
}

kinds! {
    Recipient "Who the profile is, by its first record. Told once for each, at the beginning." {
        provider: "provider" Provider, zone: "zone" Zone, country: "country" Symbol,
        has_email: "has_email" bool, has_phone: "has_phone" bool
    }
    OrdersStated "The orders of which all records of the profile tell together." {
        number: "orders" u32, last: "last_order_minute" Minute
    }
    SpentStated "The money spent of which all records of the profile tell together, in minor units." {
        minor: "spent_minor" PackedInt
    }
    OrdersArrived "The orders of which a platform has heard by now; told if a claim of the scenario's own reads it." {
        side: "platform" Side, number: "orders" u32, last: "last_order_minute" Minute
    }
    SpentArrived "The money spent of which a platform has heard by now, in minor units." {
        side: "platform" Side, minor: "spent_minor" PackedInt
    }
    EngagementStated "The last open and the last click of which any record of the profile tells." {
        last_open: "last_open_minute" Minute, last_click: "last_click_minute" Minute
    }
    PropertyStated "What a record says of a property: the first one at the beginning, later the one that lands." {
        property: "property" Property, value: "value" PackedValue
    }
    Known "The source knew this person before the rehearsal began; null if the export does not say since when." {
        created_at: "created_at_minute" Minute
    }
    SourceConsent "The strongest lawful consent among the person's records at the source." {
        channel: "channel" Channel, state: "state" ConsentState
    }
    SourceSuppressed "The source suppresses the person's address." { reasons: "reasons" Suppressions }
    SamePersonAs "This profile is recognised as the same person as an earlier one." {
        profile: "same_as_profile" u32, by: "by" Recognised
    }
    AnotherPerson "A row was applied that belongs to another person than the profile's first row." {
        record: "record" u32
    }
    CustomerId "A row or a sign-up brought a customer id: the number of the first row that has it." {
        number: "customer_id_number" u32
    }
    SignedUp "The person signed up." { side: "platform" Side }
    RowApplied "A row was applied to the target and made or changed the profile." {
        record: "record" u32, created: "created" bool
    }
    RowRepeated "A row was applied again and changed nothing, because the door is idempotent." { record: "record" u32 }
    RowCameAgain "A row came again with a second run of the import." { record: "record" u32 }
    PropertyOverwritten "A row that came again overwrote a property that had changed since." {
        property: "property" Property
    }
    RowSkipped "A row was not imported, by rule." { record: "record" u32, why: "why" RowSkip }
    RowFailed "A row was given up after its last attempt was refused." { record: "record" u32 }
    RowUnknown "A row was given up after its last attempt timed out: nobody knows whether it was applied." {
        record: "record" u32
    }
    RowDropped "A row was acknowledged, and never landed." { record: "record" u32 }
    FlagSet "The import set the migration flag." {}
    FlagLost "The import should have set the migration flag and lost it." {}
    FlagReleased "The release cleared the migration flag." {}
    ConsentChanged "A consent changed." {
        side: "platform" Side, channel: "channel" Channel, state: "state" ConsentState, by: "by" Actor
    }
    Suppressed "An address was suppressed." {
        side: "platform" Side, reasons: "reasons" Suppressions, by: "by" Actor
    }
    SuppressionLifted "Suppressions were lifted." { side: "platform" Side, by: "by" Actor }
    ListAdded "Added to a list." { side: "platform" Side, list: "list" List, by: "by" Actor }
    ListRemoved "Removed from a list." { side: "platform" Side, list: "list" List }
    Happened "Something happened in the world; its value in minor units, 0 if it has none." {
        event: "event" Event, value_minor: "value_minor" i32
    }
    Arrived "An event arrived on a platform." {
        side: "platform" Side, event: "event" Event, age_minutes: "age_minutes" i32, by: "by" Actor
    }
    Entered "Entered a flow." { flow: "flow" Flow, by: "by" Actor }
    NotEntered "Did not enter a flow whose trigger fired." { flow: "flow" Flow, why: "why" NotEntered, by: "by" Actor }
    Branched "Took a branch of a split or of a wait for an event; steps and branches are counted from 0." {
        flow: "flow" Flow, step: "step" u16, branch: "branch" u8
    }
    Left "Left a flow." { flow: "flow" Flow, why: "why" Left }
    PropertyChanged "A flow changed a property." { property: "property" Property }
    Deferred "A message waits; told once for each reason." { message: "message" Message, why: "why" Wait }
    Skipped "A message was not sent." { message: "message" Message, why: "why" Skip }
    Expired "A message waited too long." { message: "message" Message, waited_minutes: "waited_minutes" i32 }
    StillWaiting "A message was still waiting when the rehearsal ended." {
        message: "message" Message, waited_minutes: "waited_minutes" i32
    }
    Sent "A message was sent." {
        message: "message" Message, pool: "pool" Pool, provider: "provider" Provider,
        waited_minutes: "waited_minutes" i32
    }
    Bounced "The address bounced for good." { message: "message" Message }
    Opened "A message was opened." { message: "message" Message }
    Clicked "A message was clicked." { message: "message" Message }
    Complained "A message was reported as spam." { message: "message" Message }
    Unsubscribed "The person unsubscribed on a platform." { side: "platform" Side, channel: "channel" Channel }
    UnsubscribeLost "The person unsubscribed, and nothing came of it." {
        side: "platform" Side, channel: "channel" Channel, why: "why" UnsubscribeLoss
    }
    EventLost "An event reached a platform, and the platform did not hear of it." {
        side: "platform" Side, event: "event" Event, age_minutes: "age_minutes" i32, by: "by" Actor, why: "why" Unheard
    }
}
