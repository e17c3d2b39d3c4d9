//! What a flow is for.
//!
//! Owns: [`FlowClass`], the closed list that invariants and conditions go by. Deliberately holds no word of the team's
//! own: that is the flow's label.

/// What a flow is for. Invariants go by it, so it is a closed list: a word that nobody knows would make an invariant
/// judge nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowClass {
    /// Greets people who are new: welcome series, onboarding.
    Welcome,
    /// Reminds of products that were looked at.
    Browse,
    /// Reminds of a cart that was left.
    Cart,
    /// Reminds of a checkout that was begun.
    Checkout,
    /// Follows an order: thanks, cross-sell, instructions.
    PostPurchase,
    /// Asks for a review.
    Review,
    /// Reminds to buy again what has run out.
    Replenishment,
    /// A product is in stock again.
    BackInStock,
    /// A product has become cheaper.
    PriceDrop,
    /// The birthday of the profile.
    Birthday,
    /// Another yearly day, such as that of the first order.
    Anniversary,
    /// Wins back who has not bought for long.
    WinBack,
    /// Asks those who no longer open to stay, or lets them go.
    Sunset,
    /// Points, tiers and rewards.
    Loyalty,
    /// Leads on who has not bought yet.
    LeadNurture,
    /// A regular mailing.
    Newsletter,
    /// A mailing with an offer.
    Promotion,
    /// Sends what was asked for or is due by law or contract: receipts, passwords, shipping.
    Transactional,
    /// Sends nothing, keeps profiles up to date.
    Data,
    /// None of these; the flow's label may say what.
    Other,
}

impl FlowClass {
    /// Every class, in the order of the documentation.
    pub const ALL: [Self; 20] = [
        Self::Welcome,
        Self::Browse,
        Self::Cart,
        Self::Checkout,
        Self::PostPurchase,
        Self::Review,
        Self::Replenishment,
        Self::BackInStock,
        Self::PriceDrop,
        Self::Birthday,
        Self::Anniversary,
        Self::WinBack,
        Self::Sunset,
        Self::Loyalty,
        Self::LeadNurture,
        Self::Newsletter,
        Self::Promotion,
        Self::Transactional,
        Self::Data,
        Self::Other,
    ];

    /// The name in scenarios, conditions and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Browse => "browse",
            Self::Cart => "cart",
            Self::Checkout => "checkout",
            Self::PostPurchase => "post-purchase",
            Self::Review => "review",
            Self::Replenishment => "replenishment",
            Self::BackInStock => "back-in-stock",
            Self::PriceDrop => "price-drop",
            Self::Birthday => "birthday",
            Self::Anniversary => "anniversary",
            Self::WinBack => "win-back",
            Self::Sunset => "sunset",
            Self::Loyalty => "loyalty",
            Self::LeadNurture => "lead-nurture",
            Self::Newsletter => "newsletter",
            Self::Promotion => "promotion",
            Self::Transactional => "transactional",
            Self::Data => "data",
            Self::Other => "other",
        }
    }

    /// Whether a flow of this class greets people who are new, so that nobody who was a customer before may get it.
    #[must_use]
    pub const fn is_welcome(self) -> bool {
        matches!(self, Self::Welcome)
    }

    /// Whether its messages are transactional unless they say otherwise.
    #[must_use]
    pub const fn is_transactional(self) -> bool {
        matches!(self, Self::Transactional)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_holds_every_class_once_under_a_name_of_its_own() {
        let mut names: Vec<&str> = FlowClass::ALL.iter().map(|class| class.name()).collect();
        assert_eq!(FlowClass::ALL.last().map(|last| *last as usize + 1), Some(FlowClass::ALL.len()));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FlowClass::ALL.len());
    }
}
