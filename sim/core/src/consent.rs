//! Consent and suppression, per channel.

use crate::time::Minute;

/// A value for each channel, in the order of [`Channel::ALL`].
pub type ByChannel<T> = [T; Channel::COUNT];

/// A channel with a consent of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Channel {
    /// E-mail.
    Email = 0,
    /// Text message.
    Sms = 1,
}

impl Channel {
    /// How many there are: the length of every table of channels.
    pub const COUNT: usize = 2;

    /// All of them, in the order of every [`ByChannel`].
    pub const ALL: ByChannel<Self> = [Self::Email, Self::Sms];

    /// The name in scenarios and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// What a person agreed to on one channel. Ordered by strength: a later one allows more than an earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ConsentState {
    /// Said no, or withdrew.
    Unsubscribed = 0,
    /// Never said anything.
    #[default]
    Never = 1,
    /// Asked for a double opt-in that was never confirmed.
    Unconfirmed = 2,
    /// Said yes.
    Subscribed = 3,
}

impl ConsentState {
    /// Every state, weakest first: each at the place of its number.
    pub const ALL: [Self; 4] = [Self::Unsubscribed, Self::Never, Self::Unconfirmed, Self::Subscribed];

    /// The name in scenarios and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsubscribed => "unsubscribed",
            Self::Never => "never-subscribed",
            Self::Unconfirmed => "unconfirmed",
            Self::Subscribed => "subscribed",
        }
    }
}

/// How a consent came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum ConsentMethod {
    /// The export does not say.
    #[default]
    Unknown = 0,
    /// A sign-up form.
    Form = 1,
    /// A box at the checkout.
    Checkout = 2,
    /// A preference page or an unsubscribe link.
    PreferencePage = 3,
    /// An import into a platform.
    Import = 4,
    /// A call of an API.
    Api = 5,
}

impl ConsentMethod {
    /// The name in scenarios and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Form => "form",
            Self::Checkout => "checkout",
            Self::PreferencePage => "preference-page",
            Self::Import => "import",
            Self::Api => "api",
        }
    }
}

/// A consent with its evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// What was agreed.
    pub state: ConsentState,
    /// When; [`Minute::NEVER`] if the export does not say.
    pub at: Minute,
    /// Where the person said so: a form, the checkout, an import.
    pub method: ConsentMethod,
}

impl Default for Consent {
    fn default() -> Self {
        Self { state: ConsentState::Never, at: Minute::NEVER, method: ConsentMethod::Unknown }
    }
}

/// Why an address must not be mailed, whatever its consent; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suppressions(pub u8);

impl Suppressions {
    /// The address bounced for good.
    pub const BOUNCED: Self = Self(1);
    /// The person reported a mail as spam.
    pub const COMPLAINED: Self = Self(2);
    /// The person unsubscribed from everything.
    pub const UNSUBSCRIBED: Self = Self(4);
    /// Somebody blocked the address by hand.
    pub const BLOCKED: Self = Self(8);

    /// Every reason.
    pub const ALL: Self = Self::BOUNCED.with(Self::COMPLAINED).with(Self::UNSUBSCRIBED).with(Self::BLOCKED);

    /// Whether nothing suppresses the address.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The reasons that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The names of the reasons in the set, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        [
            (Self::BOUNCED, "bounced"),
            (Self::COMPLAINED, "complained"),
            (Self::UNSUBSCRIBED, "unsubscribed"),
            (Self::BLOCKED, "blocked"),
        ]
        .into_iter()
        .filter(move |(reason, _)| self.0 & reason.0 != 0)
        .map(|(_, name)| name)
    }
}
