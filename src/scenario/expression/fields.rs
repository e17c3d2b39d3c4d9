//! The one table of names that a condition can use; the documentation is made from it too.

use rehearsal_core::condition::Field;
use rehearsal_core::consent::{Channel, ConsentState};
use rehearsal_core::ids::Side;
use rehearsal_core::value::ValueKind;

use super::Allowed;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One value.
    Value(ValueKind),
    /// The lists that the profile is on; asked with `"name" in profile.lists`.
    Lists,
}

impl FieldKind {
    /// The name in messages and in the documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value(kind) => kind.name(),
            Self::Lists => "set of lists",
        }
    }
}

/// Which texts a field can hold; a condition that compares it with another is a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Any.
    Free,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A two-letter country code in capitals.
    Country,
    /// What the scenario declares, if whoever knows it says so: see [`super::Names::words`].
    Declared,
}

/// One name that a condition can use.
#[derive(Clone, Copy, Debug)]
pub struct FieldEntry {
    /// `profile`, `event`, `flow` or `send`; empty for `now`.
    pub root: &'static str,
    /// The name after the dot.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Which texts it can hold.
    pub words: Words,
    /// One line for the documentation.
    pub about: &'static str,
    /// The column behind it; `None` for the lists, of which each is a column.
    pub(super) field: Option<Field>,
}

impl FieldEntry {
    /// The name as a condition writes it, such as `profile.orders`.
    #[must_use]
    pub fn path(&self) -> String {
        if self.root.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.root, self.name) }
    }
}

/// Every built-in name, in the order of the documentation. Declared properties come on top, under `profile`.
#[must_use]
pub const fn fields() -> &'static [FieldEntry] {
    FIELDS
}

/// The roots that a condition can use there, beside `now`.
pub(super) const fn roots(allowed: Allowed) -> &'static [&'static str] {
    match allowed {
        Allowed::Record | Allowed::Profile => &["profile"],
        Allowed::Flow => &["profile", "flow"],
        Allowed::Event => &["profile", "event", "flow"],
        Allowed::Send => &["profile", "send"],
    }
}

/// Every root.
pub(super) const ROOTS: &[&str] = &["profile", "event", "flow", "send"];

const CONSENTS: &[&str] = &[
    ConsentState::Subscribed.name(),
    ConsentState::Unsubscribed.name(),
    ConsentState::Never.name(),
    ConsentState::Unconfirmed.name(),
];
const CHANNELS: &[&str] = &[Channel::Email.name(), Channel::Sms.name()];
const SIDES: &[&str] = &[Side::Source.name(), Side::Target.name()];

const fn plain(
    root: &'static str,
    name: &'static str,
    kind: ValueKind,
    field: Field,
    about: &'static str,
) -> FieldEntry {
    FieldEntry { root, name, kind: FieldKind::Value(kind), words: Words::Free, about, field: Some(field) }
}

const fn text(root: &'static str, name: &'static str, words: Words, field: Field, about: &'static str) -> FieldEntry {
    FieldEntry { root, name, kind: FieldKind::Value(ValueKind::Text), words, about, field: Some(field) }
}

const FIELDS: &[FieldEntry] = &[
    plain(
        "",
        "now",
        ValueKind::Time,
        Field::Now,
        "the instant at which the condition is asked; of a send: when it was sent",
    ),
    plain(
        "profile",
        "created_at",
        ValueKind::Time,
        Field::CreatedAt,
        "when the source first knew the person, or when they signed up",
    ),
    plain("profile", "existing", ValueKind::Bool, Field::Existing, "known at the source before the rehearsal began"),
    text("profile", "country", Words::Country, Field::Country, "two-letter country code, such as \"NL\""),
    plain(
        "profile",
        "orders",
        ValueKind::Int,
        Field::Orders,
        "number of orders: in a flow those that arrived on its platform, in a claim those that happened",
    ),
    plain(
        "profile",
        "last_order",
        ValueKind::Time,
        Field::LastOrder,
        "when they last ordered, as `profile.orders`; missing if never",
    ),
    plain("profile", "last_open", ValueKind::Time, Field::LastOpen, "when they last opened a mail; missing if never"),
    plain(
        "profile",
        "last_click",
        ValueKind::Time,
        Field::LastClick,
        "when they last clicked in a mail; missing if never",
    ),
    plain(
        "profile",
        "spent",
        ValueKind::Int,
        Field::SpentMinor,
        "money spent, as `profile.orders`, in minor units: 10.50 is 1050",
    ),
    text("profile", "email_consent", Words::OneOf(CONSENTS), Field::EmailConsent, "what they agreed to for e-mail"),
    text("profile", "sms_consent", Words::OneOf(CONSENTS), Field::SmsConsent, "what they agreed to for text messages"),
    plain(
        "profile",
        "suppressed",
        ValueKind::Bool,
        Field::Suppressed,
        "bounced, complained, unsubscribed from everything, or blocked",
    ),
    plain("profile", "has_email", ValueKind::Bool, Field::HasEmail, "there is an e-mail address"),
    plain("profile", "has_phone", ValueKind::Bool, Field::HasPhone, "there is a phone number"),
    plain(
        "profile",
        "orders_arrived",
        ValueKind::Int,
        Field::OrdersArrived,
        "number of orders that arrived on the platform, in a claim the one that sends",
    ),
    plain(
        "profile",
        "last_order_arrived",
        ValueKind::Time,
        Field::LastOrderArrived,
        "when the last order was placed that arrived on the platform; missing if none did",
    ),
    plain(
        "profile",
        "spent_arrived",
        ValueKind::Int,
        Field::SpentArrivedMinor,
        "money spent of which the platform has heard, in minor units",
    ),
    FieldEntry {
        root: "profile",
        name: "lists",
        kind: FieldKind::Lists,
        words: Words::Declared,
        about: "the lists they are on: \"newsletter\" in profile.lists",
        field: None,
    },
    text("event", "name", Words::Declared, Field::EventName, "name of the event that started the flow"),
    plain(
        "event",
        "at",
        ValueKind::Time,
        Field::EventAt,
        "when the event happened, which can be long before it arrived",
    ),
    plain(
        "event",
        "value",
        ValueKind::Int,
        Field::EventValueMinor,
        "value of the event, in minor units: 10.50 is 1050",
    ),
    plain("flow", "entered_at", ValueKind::Time, Field::EnteredAt, "when the profile entered the flow"),
    text("send", "class", Words::Declared, Field::SendClass, "class of the flow that sends, such as \"welcome\""),
    text("send", "flow", Words::Declared, Field::SendFlow, "name of the flow that sends"),
    text("send", "message", Words::Declared, Field::SendMessage, "name of the message"),
    text("send", "channel", Words::OneOf(CHANNELS), Field::SendChannel, "by what it is sent"),
    text("send", "platform", Words::OneOf(SIDES), Field::SendPlatform, "which platform sends it"),
    text(
        "send",
        "provider",
        Words::Declared,
        Field::SendProvider,
        "mailbox provider of the address, such as \"google\"",
    ),
    plain("send", "at", ValueKind::Time, Field::SendAt, "when it was sent"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_explained() {
        let mut paths: Vec<String> = fields().iter().map(FieldEntry::path).collect();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), fields().len());
        assert!(fields().iter().all(|entry| !entry.about.is_empty()));
        assert!(fields().iter().all(|entry| entry.root.is_empty() || ROOTS.contains(&entry.root)));
        assert!(ROOTS.iter().all(|root| fields().iter().any(|entry| entry.root == *root)));
    }

    #[test]
    fn fixed_words_are_those_of_the_world() {
        let consent = fields().iter().find(|entry| entry.name == "sms_consent").unwrap();
        assert_eq!(consent.words, Words::OneOf(&["subscribed", "unsubscribed", "never-subscribed", "unconfirmed"]));
    }
}
